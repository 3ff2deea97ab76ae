"""Bringing to an end what a killed replacement left: its files beside the tracker, and its note."""

from contextlib import suppress
from pathlib import Path

from sheet_sync.errors import TrackerBusyError
from sheet_sync.files import system, trouble
from sheet_sync.files.copies import Copies
from sheet_sync.files.leftovers import any_beside, partial_of, swapped_of
from sheet_sync.files.notes import Intent, Notes
from sheet_sync.files.reading import fingerprint_of, read_bytes
from sheet_sync.files.replacing import swap_in


def happened(path: Path, intent: Intent) -> bool:
    """The replacement that was intended took place, as far as the files tell.

    Raises:
        SheetSyncError: they cannot be read.
    """
    with trouble.reading(path):
        if system.exists(partial_of(path)):
            return False
    return fingerprint_of(swapped_of(path)) != intent.new and fingerprint_of(path) != intent.old


def settle(path: Path, notes: Notes, copies: Copies) -> None:
    """Clear what was left, and keep what of it is not ours; to be called under the file's lock.

    Raises:
        SheetSyncError: it cannot be looked at, kept or taken away.
    """
    pending = notes.pending()
    if pending is None and not any_beside(path):
        return
    known = {*notes.fingerprints(), fingerprint_of(path)}
    if pending and not happened(path, pending):
        notes.withdraw()
        pending = None
    displaced = fingerprint_of(swapped_of(path))
    if displaced and displaced not in known:
        pending = None if pending and _put_back(path, displaced, pending, notes) else pending
        _keep_unless(known, path, copies)
    with trouble.replacing(path):
        partial_of(path).unlink(missing_ok=True)
        swapped_of(path).unlink(missing_ok=True)
    if pending:
        notes.fulfil()


def _put_back(path: Path, displaced: str, pending: Intent, notes: Notes) -> bool:
    """What the user saved in the instant of the exchange takes its place again, if nobody has saved anything since."""
    if fingerprint_of(path) != pending.new:
        return False
    with suppress(TrackerBusyError):
        swap_in(path, old=pending.new, new=displaced)
        notes.withdraw()
        return True
    return False


def _keep_unless(known: set[str | None], path: Path, copies: Copies) -> None:
    """What is not known to be ours is somebody's work: it goes to the backups."""
    if fingerprint_of(swapped_of(path)) not in {*known, None}:
        copies.add(read_bytes(swapped_of(path)))
