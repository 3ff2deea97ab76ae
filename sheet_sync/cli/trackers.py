"""The commands that work on trackers: sync, check, report, adopt, undo, remove."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from sheet_sync.cli.entries import ended
from sheet_sync.cli.options import Options, common, several, wait
from sheet_sync.cli.rounds import Command, Form, outcomes_of
from sheet_sync.cli.running import named_targets, run, run_each
from sheet_sync.cli.subjects import subjects_of

if TYPE_CHECKING:
    from datetime import datetime

    from sheet_sync.commands.outcomes import Outcome
    from sheet_sync.many.targets import Target

SYNC_FIELDS = ("sheet", "rows", "statuses", "added", "changes", "problems", "written")
_CHECK_FIELDS = ("sheet", "header_row", "columns", "unused", "ambiguous", "missing", "problems")
_REPORT_FIELDS = ("sheet", "rows", "due", "waiting", "unreadable", "last_edit")
_ADOPT_FIELDS = ("sheet", "added", "written")
_UNDO_FIELDS = ("sheet", "reverted", "kept", "removed", "kept_columns", "written")
_REMOVE_FIELDS = ("sheet", "removed", "drafts_file", "written")


@click.command(short_help="Write what is due, and the drafts, into trackers.")
@several
@click.option("--dry-run", is_flag=True, help="Print the changes and write nothing.")
@click.option(
    "--daily",
    type=click.DateTime(["%H:%M"]),
    metavar="HH:MM",
    help="For schedulers that start it every hour: once a day from then on, silent when there is nothing to say.",
)
@click.option("--yes", "confirmed", is_flag=True, help="Go on where rows or drafts seem to have been lost.")
@wait
@common
def sync(
    trackers: tuple[str, ...],
    *,
    dry_run: bool,
    confirmed: bool,
    daily: datetime | None,
    **given: Any,  # noqa: ANN401 - click's options
) -> None:
    """Write what is due, and the drafts, into each TRACKER: a file, a folder of files, or a Google Sheet."""
    options = Options(**given)
    now = options.now()
    how = {"dry_run": dry_run, "confirmed": confirmed, "verbose": options.verbose}
    form = Form(SYNC_FIELDS, {"today": now.date().isoformat()})
    if daily is None:
        run_each(Command("syncing.sync", options, now, how), trackers, options, form)
        return

    from sheet_sync.cli.daily import Daily

    if dry_run or options.as_json:
        raise click.UsageError("--daily goes with neither --dry-run nor --json.", click.get_current_context())

    def some(targets: list[Target], on_trial: bool) -> list[Outcome]:  # noqa: FBT001 - all that there is to say
        command = Command("syncing.sync", options, now, {**how, "dry_run": on_trial})
        return outcomes_of(command, targets, options, form, each=True)

    subjects = subjects_of(trackers, options)
    sys.exit(Daily(subjects, daily.time(), options, partial(named_targets, trackers, options), some).run())


@click.command(short_help="Say what is understood of trackers, and what is not.")
@several
@common
def check(trackers: tuple[str, ...], **given: Any) -> None:  # noqa: ANN401 - click's options
    """Say which sheet, header row and columns were found in each TRACKER, and what cannot be read."""
    options = Options(**given)
    run_each(Command("checking.check", options, options.now()), trackers, options, Form(_CHECK_FIELDS))


@click.command(short_help="Tell in one line a tracker how it stands.")
@several
@common
def report(trackers: tuple[str, ...], **given: Any) -> None:  # noqa: ANN401 - click's options
    """Tell of each TRACKER in one line how many messages are due, and what it waits for; nothing is written."""
    options = Options(**given)
    now = options.now()
    form = Form(_REPORT_FIELDS, {"today": now.date().isoformat()})
    run_each(Command("reporting.report", options, now), trackers, options, form)


@click.command(short_help="Add the columns that a tracker lacks.")
@click.argument("tracker")
@click.option("--settings", is_flag=True, help="Add a Settings worksheet too: who signs, and the rules.")
@wait
@common
def adopt(tracker: str, *, settings: bool, **given: Any) -> None:  # noqa: ANN401 - click's options
    """Add the columns that TRACKER lacks, empty and formatted."""
    options = Options(**given)

    def adopt_one(tracker: str) -> Outcome:
        from sheet_sync.commands import adopting

        return adopting.adopt(
            tracker,
            options.settings_for(tracker),
            options.now(),
            sheet=options.sheet,
            settings_worksheet=settings,
        )

    run(adopt_one, tracker, options, Form(_ADOPT_FIELDS))


@click.command(short_help="Take the last sync of a tracker back.")
@click.argument("tracker")
@click.option("--whole-file", is_flag=True, help="Put the newest backup in its place.")
@wait
@common
def undo(tracker: str, *, whole_file: bool, **given: Any) -> None:  # noqa: ANN401 - click's options
    """Take the last sync of TRACKER back: the cells that still hold what it wrote."""
    options = Options(**given)

    def undo_one(tracker: str) -> Outcome:
        from sheet_sync.commands import undoing

        back = undoing.restore if whole_file else undoing.undo
        return back(tracker, options.settings_for(tracker))

    run(undo_one, tracker, options, Form(_UNDO_FIELDS))


@click.command(short_help="End it: our columns and the schedule go.")
@click.argument("tracker")
@wait
@common
def remove(tracker: str, **given: Any) -> None:  # noqa: ANN401 - click's options
    """End it: take the columns of sheet-sync out of TRACKER, and its schedule away; edited drafts are kept as text."""
    options = Options(**given)

    def remove_one(tracker: str) -> Outcome:
        from sheet_sync.commands import removing
        from sheet_sync.errors import SheetSyncError

        settings, today = options.settings_for(tracker), options.now().date()
        done = removing.remove(tracker, settings, today, sheet=options.sheet)
        try:
            return replace(done, lines=(*done.lines, *ended(tracker, options)))
        except SheetSyncError as error:  # the columns are gone, and that is to be told all the same
            line = f"{tracker}: its schedule could not be removed: {error}"
            return replace(done, error=line, exit_code=1, document={**done.document, "error": line})

    run(remove_one, tracker, options, Form(_REMOVE_FIELDS))
