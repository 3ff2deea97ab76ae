"""The file of an Excel tracker: locked, read, backed up and replaced in one step (SPEC section 7)."""

from pathlib import Path

from sheet_sync import files, journal
from sheet_sync.errors import TrackerBusyError, TrackerNotReadableError
from sheet_sync.grid import Book, SheetEdit
from sheet_sync.journal import LastEdit
from sheet_sync.ooxml import Package, UnsupportedWorkbook
from sheet_sync.stores.excel.editing import edited
from sheet_sync.stores.excel.reading import read_worksheets


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

    def write(self, edit: SheetEdit, *, expecting: str, remember: bool = True) -> None:
        """Splice the edit into the file and replace it in one step, after a backup.

        Raises:
            TrackerBusyError: the file is open in a spreadsheet program, being synced, or changed since it was read.
            TrackerNotWritableError: it is read-only, protected, or cannot be edited without loss.
        """
        with self._state.locked():
            files.remove_leftover(self._path)
            self._require_closed()
            data = files.read_bytes(self._path)
            if files.fingerprint(data) != expecting:
                raise TrackerBusyError(f"{self._given} changed since it was read.", "Nothing was written; try again.")
            files.require_writable(self._path)
            content = edited(self._package(data), edit, given=str(self._given))
            self._state.back_up(data, self._backups)
            self._require_closed()
            files.replace_in_one_step(self._path, content, expecting=expecting)
            self._state.note(journal.as_text(LastEdit.of(edit)) if remember else None)

    def _require_closed(self) -> None:
        program = files.opened_elsewhere(self._path) or files.opened_elsewhere(self._given)
        if program:
            raise TrackerBusyError(
                f"{self._given} is open in {program}.", "Nothing was written; close it, or leave it to the next run."
            )

    def _package(self, data: bytes) -> Package:
        try:
            return Package.from_bytes(data)
        except UnsupportedWorkbook as refusal:
            raise TrackerNotReadableError(f"{self._given}: {refusal.reason}") from refusal
