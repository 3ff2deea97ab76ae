"""The command line: commands, options, exit codes. Only here are clock and environment read, and things printed."""

from __future__ import annotations

import gc
import sys

import click

from sheet_sync.cli.agenda import agenda
from sheet_sync.cli.google import setup_google
from sheet_sync.cli.new import new
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
    try:
        commands.main(arguments, prog_name="sheet-sync", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        sys.exit(error.exit_code)
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else "sheet-sync"
        click.echo(f"sheet-sync: {error.format_message()} `{where} --help` shows the usage.", err=True)
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(1)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sheet-sync", prog_name="sheet-sync")
def commands() -> None:
    """Tells your job tracker what to send next, and drafts it, in the sheet itself. Nothing is ever sent."""


for command in (new, sync, check, agenda, report, adopt, undo, remove, schedule, watch, setup_google):
    commands.add_command(command)
