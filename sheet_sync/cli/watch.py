"""The command that syncs files whenever they were saved."""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import click

from sheet_sync.cli.options import Options, common
from sheet_sync.cli.rounds import Command, Form, attempt
from sheet_sync.cli.running import print_outcome, targets_for
from sheet_sync.cli.trackers import SYNC_FIELDS

if TYPE_CHECKING:
    from sheet_sync.commands.outcomes import Outcome
    from sheet_sync.many.targets import Target


@click.command(short_help="Sync files whenever they were saved and closed.")
@click.argument("trackers", nargs=-1, required=True, metavar="TRACKER...")
@common
def watch(trackers: tuple[str, ...], **given: Any) -> None:  # noqa: ANN401 - click's options
    """Sync each TRACKER, a file, now and a moment after it was saved and closed; Ctrl-C ends it."""
    from sheet_sync.commands.watching import changes_in, keep_synced

    options = Options(**given)
    if any(target.is_google for target in targets_for(trackers, options)):
        raise click.UsageError("Only files can be watched; let cron sync a Google Sheet.", click.get_current_context())
    if options.as_json:
        raise click.UsageError("A watch has no end, and no JSON document: sync has one.", click.get_current_context())
    find, sync = partial(_files, trackers, options), partial(_synced, trackers, options)
    whole = {Path(name).resolve() for name in trackers if Path(name).is_dir()}
    missing = [path for path in find() if not path.is_file()]
    for path in missing:
        print_outcome(sync(path), options)
    if not whole and len(missing) == len(find()):
        sys.exit(1)
    stop = _end_asked_for()
    with suppress(KeyboardInterrupt):
        folders = {*whole, *(path.parent for path in find())}
        for outcome in keep_synced(find, changes_in(folders, stop), sync, stop.is_set):
            print_outcome(outcome, options)
            sys.stdout.flush()


def _files(trackers: tuple[str, ...], options: Options) -> dict[Path, Target]:
    """The files that are meant, with those that were put into a folder since."""
    found = {Path(target.place): target for target in targets_for(trackers, options)}
    return {path: target for path, target in found.items() if not path.is_dir()}


def _synced(trackers: tuple[str, ...], options: Options, path: Path) -> Outcome:
    """What came of one file; while it is open, nobody need read it."""
    from sheet_sync import files
    from sheet_sync.many.targets import Target

    target = _files(trackers, options).get(path, Target(str(path)))

    def once() -> Outcome:
        if path.is_file():
            files.require_closed(path, given=Path(target.given))
        how = {"dry_run": False, "confirmed": False, "verbose": options.verbose}
        return Command("syncing.sync", options, options.now(), how)(target)

    return attempt(once, target.given, Form(SYNC_FIELDS))


def _end_asked_for() -> Event:
    """Is set by the first Ctrl-C, or by who ends programs; the sync at work is brought to its end. A second one stops.

    An exception instead, raised wherever the program happens to be, is lost where it happens to be in foreign code.
    """
    asked = Event()

    def ask(*_: object) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()

    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, ask)
    return asked
