"""The command line: commands, options, exit codes. The only file that reads the clock or the environment, or prints."""

from __future__ import annotations

import gc
import json
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from sheet_sync.commands.outcomes import Outcome
    from sheet_sync.config import Settings

_OBJECTS_BETWEEN_COLLECTIONS = 200_000
"""A large tracker makes millions of objects and hardly a cycle: looking for some often takes a tenth of a run."""

_SECONDS_BETWEEN_TRIES = 1.0

Command = TypeVar("Command", bound=Callable[..., None])


@dataclass(frozen=True)
class Options:
    """The options that every command has."""

    config: Path | None
    sheet: str | None
    today: datetime | None
    as_json: bool
    quiet: bool
    verbose: bool
    wait: float = 0

    def now(self) -> datetime:
        """The start of `--today`, or this moment in the machine's time zone."""
        return self.today or datetime.now().astimezone()

    def settings_for(self, tracker: str) -> Settings:
        """The configuration that counts for a tracker."""
        import platformdirs

        from sheet_sync.config import Places, load_settings

        places = Places(
            named=self.config,
            tracker_folder=Path(tracker).parent,
            current_folder=Path.cwd(),
            user_folder=platformdirs.user_config_path("sheet_sync", appauthor=False),
        )
        state = platformdirs.user_state_path("sheet_sync", appauthor=False)
        return replace(load_settings(places), state_folder=state)


def _common(command: Command) -> Command:
    """The options everywhere (SPEC section 8), gathered into one."""
    options = (
        click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="The configuration file."),
        click.option("--sheet", metavar="NAME", help="The worksheet that holds the tracker."),
        click.option("--today", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="Act as on this day."),
        click.option("--json", "as_json", is_flag=True, help="Print one JSON document, and nothing else."),
        click.option("--quiet", is_flag=True, help="Print errors only."),
        click.option("--verbose", is_flag=True, help="Say more; show where an error arose."),
    )
    for option in reversed(options):
        command = option(command)
    return command


_wait = click.option(
    "--wait",
    type=click.FloatRange(min=0),
    default=0,
    metavar="SECONDS",
    help="Wait so long for a TRACKER that is open or being synced.",
)
_trackers = click.argument("trackers", nargs=-1, required=True, metavar="TRACKER...")


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


@commands.command()
@_trackers
@click.option("--dry-run", is_flag=True, help="Print the changes and write nothing.")
@click.option("--yes", "confirmed", is_flag=True, help="Go on where rows or drafts seem to have been lost.")
@_wait
@_common
def sync(
    trackers: tuple[str, ...],
    *,
    dry_run: bool,
    confirmed: bool,
    **common: Any,  # noqa: ANN401 - click's options
) -> None:
    """Write what is due, and the drafts, into each TRACKER."""
    options = Options(**common)
    now = options.now()

    def sync_one(tracker: str) -> Outcome:
        from sheet_sync.commands import syncing

        return syncing.sync(
            tracker,
            options.settings_for(tracker),
            now,
            sheet=options.sheet,
            dry_run=dry_run,
            confirmed=confirmed,
            verbose=options.verbose,
        )

    _run(sync_one, trackers, options, _SYNC_FIELDS, {"today": now.date().isoformat()})


@commands.command()
@_trackers
@_common
def check(trackers: tuple[str, ...], **common: Any) -> None:  # noqa: ANN401 - click's options
    """Say which sheet, header row and columns were found in each TRACKER, and what cannot be read."""
    options = Options(**common)

    def check_one(tracker: str) -> Outcome:
        from sheet_sync.commands import checking

        return checking.check(tracker, options.settings_for(tracker), options.now(), sheet=options.sheet)

    _run(check_one, trackers, options, _CHECK_FIELDS, {})


@commands.command()
@click.argument("tracker")
@click.option("--settings", is_flag=True, help="Add a Settings worksheet too: who signs, and the rules.")
@_wait
@_common
def adopt(tracker: str, *, settings: bool, **common: Any) -> None:  # noqa: ANN401 - click's options
    """Add the columns that TRACKER lacks, empty and formatted."""
    options = Options(**common)

    def adopt_one(tracker: str) -> Outcome:
        from sheet_sync.commands import adopting

        return adopting.adopt(
            tracker,
            options.settings_for(tracker),
            options.now(),
            sheet=options.sheet,
            settings_worksheet=settings,
        )

    _run(adopt_one, (tracker,), options, _ADOPT_FIELDS, {})


@commands.command()
@click.argument("tracker")
@click.option("--whole-file", is_flag=True, help="Put the newest backup in its place.")
@_wait
@_common
def undo(tracker: str, *, whole_file: bool, **common: Any) -> None:  # noqa: ANN401 - click's options
    """Take the last sync of TRACKER back: the cells that still hold what it wrote."""
    options = Options(**common)

    def undo_one(tracker: str) -> Outcome:
        from sheet_sync.commands import undoing

        back = undoing.restore if whole_file else undoing.undo
        return back(tracker, options.settings_for(tracker))

    _run(undo_one, (tracker,), options, _UNDO_FIELDS, {})


@commands.command()
@click.argument("tracker")
@_wait
@_common
def remove(tracker: str, **common: Any) -> None:  # noqa: ANN401 - click's options
    """End it: take the columns of sheet-sync out of TRACKER; drafts that you edited are kept in a text file."""
    options = Options(**common)

    def remove_one(tracker: str) -> Outcome:
        from sheet_sync.commands import removing

        return removing.remove(tracker, options.settings_for(tracker), options.now().date(), sheet=options.sheet)

    _run(remove_one, (tracker,), options, _REMOVE_FIELDS, {})


@commands.command("setup-google")
@click.argument("tracker", required=False, metavar="[SHEET]")
@click.option("--key", metavar="FILE", help="The key file that Google gave you.")
@_common
def setup_google(tracker: str | None, key: str | None, **common: Any) -> None:  # noqa: ANN401 - click's options
    """Make a Google Sheet ready for its first sync: keep the key, say with whom to share, and try."""
    options = Options(**common)

    def set_up(tracker: str) -> Outcome:
        import platformdirs

        from sheet_sync.commands import setup_google as setups

        own = platformdirs.user_config_path("sheet_sync", appauthor=False) / "sheet_sync.toml"
        setup = setups.Setup(
            config=options.config or own,
            settings=partial(options.settings_for, tracker),
            ask=None if options.as_json or options.quiet or not sys.stdin.isatty() else partial(click.prompt, err=True),
            say=partial(click.echo, err=True) if not (options.as_json or options.quiet) else lambda _: None,
        )
        return setups.set_up(setup, key, tracker or None, options.sheet)

    _run(set_up, (tracker or "",), options, _SETUP_FIELDS, {})


_SETUP_FIELDS = ("address", "sheet", "may_edit")
_SYNC_FIELDS = ("sheet", "rows", "statuses", "added", "changes", "problems", "written")
_CHECK_FIELDS = ("sheet", "header_row", "columns", "unused", "ambiguous", "missing", "problems")
_ADOPT_FIELDS = ("sheet", "added", "written")
_UNDO_FIELDS = ("sheet", "reverted", "kept", "removed", "kept_columns", "written")
_REMOVE_FIELDS = ("sheet", "removed", "drafts_file", "written")
"""The fields of a tracker's document, null where an error stopped the command."""


def _run(
    command: Callable[[str], Outcome],
    trackers: tuple[str, ...],
    options: Options,
    fields: tuple[str, ...],
    heading: dict[str, Any],
) -> None:
    """Try the command on every tracker, print what came of it, and exit with the worst of the codes."""
    from sheet_sync.commands.outcomes import attempted, worst

    outcomes = [
        _patiently(partial(attempted, partial(command, tracker), tracker, dict.fromkeys(fields)), options)
        for tracker in trackers
    ]
    for outcome in outcomes:
        _print_outcome(outcome, options)
    if options.as_json:
        document = {**heading, "trackers": [outcome.document for outcome in outcomes]}
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    sys.exit(worst(outcome.exit_code for outcome in outcomes))


def _patiently(attempt: Callable[[], Outcome], options: Options) -> Outcome:
    """Try again as long as the tracker is busy and the user wants to wait; each time it is read anew."""
    from sheet_sync.errors import TrackerBusyError

    deadline = time.monotonic() + options.wait
    outcome = attempt()
    if outcome.exit_code == TrackerBusyError.exit_code and options.wait and not options.quiet:
        click.echo(f"sheet-sync: {outcome.error} Waiting for it.", err=True)
    while outcome.exit_code == TrackerBusyError.exit_code and time.monotonic() < deadline:
        time.sleep(min(_SECONDS_BETWEEN_TRIES, max(0, deadline - time.monotonic())))
        outcome = attempt()
    return outcome


def _print_outcome(outcome: Outcome, options: Options) -> None:
    if not options.quiet and not options.as_json:
        for line in outcome.lines:
            click.echo(line)
    if not options.quiet:
        for notice in outcome.notices:
            click.echo(notice, err=True)
    if outcome.error:
        click.echo(f"sheet-sync: {outcome.error}", err=True)
        if options.verbose and outcome.cause:
            click.echo("".join(traceback.format_exception(outcome.cause)), err=True)
