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
from sheet_sync.cli.running import Command, Form, attempt, print_outcome, targets_for
from sheet_sync.cli.trackers import SYNC_FIELDS

if TYPE_CHECKING:
    from sheet_sync.commands.outcomes import Outcome


@click.command(short_help="Sync files whenever they were saved and closed.")
@click.argument("trackers", nargs=-1, required=True, metavar="TRACKER...")
@common
def watch(trackers: tuple[str, ...], **given: Any) -> None:  # noqa: ANN401 - click's options
    """Sync each TRACKER, a file, now and a moment after it was saved and closed; Ctrl-C ends it."""
    from sheet_sync.commands.watching import changes_beside, keep_synced
    from sheet_sync.many.targets import Target

    options = Options(**given)
    targets = targets_for(trackers, options)
    if any(target.is_google for target in targets):
        raise click.UsageError("Only files can be watched; let cron sync a Google Sheet.", click.get_current_context())
    if options.as_json:
        raise click.UsageError("A watch has no end, and no JSON document: sync has one.", click.get_current_context())
    named = {Path(target.place): target.given for target in targets}

    def sync(path: Path) -> Outcome:
        how = {"dry_run": False, "confirmed": False, "verbose": options.verbose}
        command = Command("syncing.sync", options, options.now(), how)
        target = Target(named[path])
        return attempt(partial(command, target), target.given, options, Form(SYNC_FIELDS))

    for path in named:
        if not path.is_file():
            print_outcome(sync(path), options)
    if not any(path.is_file() for path in named):
        sys.exit(1)
    paths, stop = [path for path in named if not path.is_dir()], _end_asked_for()
    with suppress(KeyboardInterrupt):
        for outcome in keep_synced(paths, changes_beside(paths, stop), sync):
            print_outcome(outcome, options)
            sys.stdout.flush()
            if stop.is_set():
                break


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
