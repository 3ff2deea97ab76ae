"""The file of an Excel tracker: locked, read, backed up and replaced in one step (SPEC section 7)."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from sheet_sync import files, journal
from sheet_sync.errors import NothingToUndoError, TrackerNotReadableError, TrackerNotWritableError
from sheet_sync.grid import Book, SheetEdit
from sheet_sync.journal import LastEdit
from sheet_sync.ooxml import Package, UnsupportedWorkbook
from sheet_sync.stores import Restored
from sheet_sync.stores.excel.reading import read_worksheets

_WHERE_BACKUPS_ARE = "Backups are kept on the machine and for the user that ran the sync, unless `backups = 0`."
_BOTH_STATES = 2
"""The backup that is restored stays, and the present file is kept beside it."""


class ExcelStore:
    """A tracker in an .xlsx or .xlsm file."""

    def __init__(self, path: Path, *, backups: int = 5, state_folder: Path | None = None) -> None:
        self._given = path
        self._backups = backups
        self._path = files.real_path(path)
        self._state = files.StateFolder(state_folder, self._path)

    def read(self) -> Book:
        """Every worksheet with its values, formulas and errors; the token is the content's fingerprint.

        Raises:
            TrackerNotReadableError: no file, no workbook, or one that is encrypted or damaged.
        """
        self._state.clear_leftover()
        data = files.read_bytes(self._path)
        sheets = read_worksheets(self._package(data), data, given=str(self._given))
        return Book(sheets, token=files.fingerprint(data))

    def last_edit(self) -> LastEdit | None:
        """What the last write changed; None where nothing is remembered."""
        text = self._state.last_note()
        return None if text is None else journal.from_text(text)

    def saved_at(self, token: str) -> datetime:
        """When somebody else than we last saved the file, of which `token` was read."""
        return datetime.fromtimestamp(self._state.saved_at(token), UTC)

    def write(self, edit: SheetEdit, *, expecting: str, remember: bool = True) -> None:
        """Splice the edit into the file and replace it in one step, after a backup.

        Raises:
            TrackerBusyError: the file is open in a spreadsheet program, being synced, or changed since it was read.
            TrackerNotWritableError: it is read-only, protected, or cannot be edited without loss.
        """
        with self._state.locked():
            self._state.settle()
            files.require_closed(self._path, given=self._given)
            data = files.read_unchanged(self._path, expecting)
            files.require_writable(self._path)
            content = self._edited(data, edit)
            self._state.back_up(data, self._backups)
            files.require_closed(self._path, given=self._given)
            note = journal.as_text(LastEdit.of(edit)) if remember else None
            self._state.replace(content, expecting=expecting, note=note)

    def restore(self) -> Restored:
        """Put the newest backup that differs in the place of the whole file, which is backed up itself before.

        Raises:
            NothingToUndoError: no such backup is kept.
            TrackerBusyError: the file is open in a spreadsheet program, being synced, or changes meanwhile.
            TrackerNotWritableError: it is read-only, or the folder or disk does not take the file.
        """
        with self._state.locked():
            self._state.settle()
            files.require_closed(self._path, given=self._given)
            data = files.read_bytes(self._path)
            files.require_writable(self._path)
            backup = self._state.newest_backup(differing_from=data)
            if backup is None:
                raise NothingToUndoError(f"{self._given}: there is no backup of an earlier state.", _WHERE_BACKUPS_ARE)
            kept = self._state.back_up(data, max(self._backups, _BOTH_STATES))
            self._state.replace(backup.content, expecting=files.fingerprint(data), note=None)
            return Restored(str(kept))

    def _edited(self, data: bytes, edit: SheetEdit) -> bytes:
        """The workbook with the edit applied; of an edit that fails its proof a report is kept."""
        from sheet_sync.stores.excel.editing import edited  # noqa: PLC0415 - most runs change nothing
        from sheet_sync.stores.excel.unproven import UnprovenEditError  # noqa: PLC0415 - the same

        try:
            return edited(self._package(data), edit, given=str(self._given))
        except UnprovenEditError as failure:
            with suppress(TrackerNotWritableError):
                failure.remedy += f" Please send us the report {self._state.report(failure.report)}."
            raise

    def _package(self, data: bytes) -> Package:
        try:
            return Package.from_bytes(data)
        except UnsupportedWorkbook as refusal:
            raise TrackerNotReadableError(f"{self._given}: {refusal.reason}") from refusal
