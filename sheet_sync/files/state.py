"""The user's state folder: what is kept of one tracker beside the tracker itself (SPEC section 7)."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import platformdirs
from filelock import FileLock, Timeout

from sheet_sync.errors import SheetSyncError, TrackerBusyError
from sheet_sync.files import replacing, system, trouble
from sheet_sync.files.copies import Copies
from sheet_sync.files.leftovers import any_beside
from sheet_sync.files.notes import Intent, Notes
from sheet_sync.files.reading import fingerprint, read_bytes, read_unchanged
from sheet_sync.files.settling import happened, settle

_REPORTS_KEPT = 5


@dataclass(frozen=True)
class Backup:
    """A copy that was kept of a tracker."""

    path: Path
    content: bytes


class StateFolder:
    """Lock, backups, notes and reports of one file, keyed by the file's real path."""

    def __init__(self, root: Path | None, path: Path) -> None:
        self._root = root or platformdirs.user_state_path("sheet_sync", appauthor=False)
        self._path = path
        self._key = f"{sha256(os.fsencode(path)).hexdigest()[:16]}"
        self._notes = Notes(self._root, self._key, path)
        self._backups = Copies("The backup", self._root, self._root / "backups" / self._key, path, path.name)
        self._reports = Copies("A report", self._root, self._root / "reports" / self._key, path, "report.txt")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Holds the file's lock against other syncs; the system takes it back from a program that dies.

        Raises:
            TrackerBusyError: another sync holds it.
            TrackerNotWritableError: the state folder cannot hold locks.
        """
        lock = self._acquired_lock()
        try:
            yield
        finally:
            with suppress(OSError):
                lock.release()

    def _acquired_lock(self) -> FileLock:
        """Without a lock two syncs could not be told apart: a disk that knows none is refused, never worked around."""
        folder = self._root / "locks"
        lock = FileLock(folder / f"{self._key}.lock", mode=system.PRIVATE, fallback_to_soft=False)
        with trouble.keeping("The lock", self._path, folder):
            system.make_private_folder(folder, self._root)
            try:
                lock.acquire(timeout=0)
            except Timeout as error:
                raise TrackerBusyError(
                    f"{self._path} is being synced already.", "Nothing was written; try again later."
                ) from error
        return lock

    def clear_leftover(self) -> None:
        """Settle what a killed sync left, unless another sync is at work on it, or we may not."""
        with suppress(SheetSyncError):
            if any_beside(self._path) or self._notes.pending():
                with self.locked():
                    self.settle()

    def settle(self) -> None:
        """Bring to an end what a killed sync left; to be called under the lock.

        Raises:
            SheetSyncError: the leftovers cannot be looked at or taken away.
        """
        settle(self._path, self._notes, self._backups)

    def replace(self, data: bytes, *, expecting: str, note: str | None) -> None:
        """Put `data` in the place of the file, in one step and lastingly; to be called under the lock.

        Args:
            data: the new content.
            expecting: the `fingerprint` of the content that is to be replaced.
            note: what is to be remembered of it; None for nothing, not even of what was before.

        Raises:
            TrackerBusyError: the file has changed since it was read.
            TrackerNotWritableError: the folder or disk does not take the new file; the old one is untouched.
        """
        new = fingerprint(data)
        try:
            replacing.stage(self._path, data)
            self._notes.declare(Intent(expecting, new, note, self.saved_at(expecting)))
            read_unchanged(self._path, expecting)
            replacing.put_in_place(self._path, old=expecting, new=new)
        except BaseException:
            with suppress(SheetSyncError):
                self.settle()
            raise
        try:
            replacing.require_lasting(self._path)
        finally:
            with suppress(SheetSyncError):  # what is pending still is fulfilled by the next run
                self._notes.fulfil()

    def back_up(self, data: bytes, keep: int) -> Path | None:
        """Keep a copy of the file's content, the newest `keep` of them; None when none are wanted.

        Raises:
            TrackerNotWritableError: the folder or disk does not take it.
        """
        if keep < 1:
            return None
        copy = self._backups.add(data)
        self._backups.prune(keep)
        return copy

    def backups(self) -> list[Path]:
        """The copies that are kept, the oldest first."""
        return self._backups.all()

    def newest_backup(self, *, differing_from: bytes) -> Backup | None:
        """The newest copy whose content is another: one of a sync that then failed is what the file still holds."""
        for path in reversed(self.backups()):
            content = read_bytes(path)
            if content != differing_from:
                return Backup(path, content)
        return None

    def last_note(self) -> str | None:
        """What was remembered of the last replacement; None for nothing. It holds after a crash at any instant.

        Raises:
            SheetSyncError: it cannot be read.
        """
        pending = self._notes.pending()
        found = pending if pending and happened(self._path, pending) else self._notes.last()
        return found.note if found else None

    def saved_at(self, content: str) -> float:
        """When somebody else than we last saved the file, in seconds since 1970.

        Args:
            content: the fingerprint of what it holds now.

        Raises:
            SheetSyncError: that cannot be read.
        """
        last = self._notes.last()
        if last and last.new == content and last.saved is not None:
            return last.saved
        with trouble.reading(self._path):
            return self._path.stat().st_mtime

    def report(self, text: str) -> Path:
        """Keep a report of what went wrong, for the user to send us; the newest five are kept.

        Raises:
            TrackerNotWritableError: the folder or disk does not take it.
        """
        place = self._reports.add(text.encode(errors="replace"))
        self._reports.prune(_REPORTS_KEPT)
        return place
