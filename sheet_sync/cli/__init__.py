"""The command line: commands, options, exit codes. Only here are clock and environment read, and things printed."""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import suppress
from typing import NoReturn

import click

from sheet_sync.cli.agenda import agenda
from sheet_sync.cli.google import setup_google
from sheet_sync.cli.new import new
from sheet_sync.cli.running import STOPPED
from sheet_sync.cli.schedule import schedule
from sheet_sync.cli.trackers import adopt, check, remove, report, sync, undo
from sheet_sync.cli.watch import watch

_OBJECTS_BETWEEN_COLLECTIONS = 200_000
"""A large tracker makes millions of objects and hardly a cycle: looking for some often takes a tenth of a run."""


def main(arguments: list[str] | None = None) -> None:
    """The program: runs the command that the arguments name, and exits; wrong usage is one line and exit code 2."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    with suppress(ValueError):  # a library user may call this in another thread, that no signal reaches
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):  # Ctrl-C, whatever ends programs, and a window that is closed
            if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) is not signal.SIG_IGN:
                signal.signal(getattr(signal, name), signal.default_int_handler)
    try:
        commands.main(arguments, prog_name="sheet-sync", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        sys.exit(error.exit_code)
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else "sheet-sync"
        click.echo(f"sheet-sync: {error.format_message()} `{where} --help` shows the usage.", err=True)
        sys.exit(error.exit_code)
    except click.Abort:
        click.echo(STOPPED, err=True)
        sys.exit(1)
    except Exception as error:  # noqa: BLE001 - the promise is one line, never a traceback
        sys.exit(_told(error, verbose="--verbose" in (sys.argv if arguments is None else arguments)))


def _told(error: Exception, *, verbose: bool) -> int:
    """Say in one line what ended the program before or after its work on trackers, and return the exit code."""
    from sheet_sync.commands.outcomes import attempted

    def fail() -> NoReturn:
        raise error

    outcome = attempted(fail, "sheet-sync", {})
    click.echo(f"sheet-sync: {outcome.error.removeprefix('sheet-sync: ')}", err=True)
    if verbose:
        click.echo(outcome.trace, err=True)
    if isinstance(error, OSError) and sys.stdout is not None:  # what is left to print would fail again, at the very end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return outcome.exit_code


class _InTheirOrder(click.Group):
    """Lists its commands as one comes to need them, not by the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, as they were added."""
        del ctx
        return [*self.commands]


@click.group(cls=_InTheirOrder, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sheet-sync", prog_name="sheet-sync")
def commands() -> None:
    """Tells your job tracker what to send next, and drafts it, in the sheet itself. Nothing is ever sent."""


for command in (new, check, adopt, setup_google, sync, agenda, schedule, watch, report, undo, remove):
    commands.add_command(command)
