"""An Excel workbook: read with calamine, written by splicing (DESIGN section 4)."""

import io
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from sheet_sync import files, journal
from sheet_sync.errors import TrackerBusyError, TrackerNotReadableError, TrackerNotWritableError
from sheet_sync.grid import Address, Book, ColumnFormat, Grid, SheetEdit, Worksheet, WritableValue
from sheet_sync.journal import LastEdit
from sheet_sync.ooxml import (
    CellEdit,
    ColumnEdit,
    EditCheckFailed,
    Package,
    SheetRef,
    UnsupportedWorkbook,
    WorksheetEdit,
    apply_edit,
    locked_cells,
    read_facts,
)

DATE_FORMAT = "yyyy-mm-dd"
"""The way in which we also ask people to type dates: the same in every country."""


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
        package = self._package(data)
        try:
            values = CalamineWorkbook.from_filelike(io.BytesIO(data))
            sheets = tuple(_worksheet(package, values, ref) for ref in package.worksheets)
        except UnsupportedWorkbook as refusal:
            raise TrackerNotReadableError(f"{self._given}: {refusal.reason}") from refusal
        except CalamineError as error:
            raise TrackerNotReadableError(f"{self._given} cannot be read as a workbook.", _SAVE_AGAIN) from error
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
            edited = self._edited(data, edit)
            self._state.back_up(data, self._backups)
            self._require_closed()
            files.replace_in_one_step(self._path, edited, expecting=expecting)
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

    def _edited(self, data: bytes, edit: SheetEdit) -> bytes:
        package = self._package(data)
        try:
            facts = read_facts(package, edit.worksheet)
            self._refuse_to_widen_tables(edit, facts.tables)
            whole = _worksheet_edit(edit, facts.auto_filter)
            if facts.protected:
                self._refuse_locked(edit.worksheet, locked_cells(package, edit.worksheet, whole.cells))
            return apply_edit(package, whole)
        except (UnsupportedWorkbook, EditCheckFailed) as refusal:
            raise TrackerNotWritableError(f"{self._given}: {refusal}", "Nothing was written.") from refusal

    def _refuse_locked(self, worksheet: str, locked: list[Address]) -> None:
        if locked:
            raise TrackerNotWritableError(
                f"{self._given}: the worksheet “{worksheet}” is protected, and cells of ours in it are locked; "
                "nothing was written.",
                "In Excel choose Review, Unprotect Sheet; select our columns, Format Cells, Protection, untick Locked; "
                "then protect it again.",
            )

    def _refuse_to_widen_tables(
        self, edit: SheetEdit, tables: tuple[tuple[str, tuple[int, int, int, int]], ...]
    ) -> None:
        for name, (top, left, bottom, right) in tables:
            around = top <= edit.header_row <= bottom and left <= edit.like_column <= right
            if edit.new_columns and around:
                raise TrackerNotWritableError(
                    f"{self._given}: the tracker is the Excel table “{name}”, to which columns cannot be added yet.",
                    "In Excel choose Table Design, Convert to Range, save, and sync again.",
                )


_SAVE_AGAIN = "Open it in your spreadsheet program and save it as .xlsx."


def _worksheet(package: Package, values: CalamineWorkbook, ref: SheetRef) -> Worksheet:
    facts = read_facts(package, ref.name)
    sheet = values.get_sheet_by_name(ref.name)
    grid = Grid(
        rows=sheet.to_python(skip_empty_area=False),
        formulas=facts.formulas,
        unsaved=facts.unsaved,
        errors=facts.errors,
        covered=frozenset(_covered(facts.merges)),
    )
    return Worksheet(ref.name, grid, ref.visible)


def _covered(merges: tuple[tuple[int, int, int, int], ...]) -> Iterator[Address]:
    for top, left, bottom, right in merges:
        for row in range(top, bottom + 1):
            yield from ((row, column) for column in range(left, right + 1) if (row, column) != (top, left))


def _worksheet_edit(edit: SheetEdit, auto_filter: tuple[int, int, int, int] | None) -> WorksheetEdit:
    last = max((column.column for column in edit.new_columns), default=0)
    filters_the_table = auto_filter is not None and auto_filter[0] == edit.header_row and auto_filter[3] < last
    return WorksheetEdit(
        worksheet=edit.worksheet,
        cells=_cells(edit),
        columns=[ColumnEdit(column.column, column.width, column.hidden) for column in edit.new_columns],
        filter_to_column=last if filters_the_table else None,
        recalculate=True,
    )


def _cells(edit: SheetEdit) -> dict[Address, CellEdit]:
    """The new columns' headers and empty formatted cells, and over them the changes."""
    added = {column.column for column in edit.new_columns}
    header = (edit.header_row, edit.like_header_column)
    cells = {(edit.header_row, column.column): CellEdit(column.header, like=header) for column in edit.new_columns}
    for change in edit.changes:
        at = (change.row, change.column)
        cells[at] = _formatted(edit, at, change.after, new=change.column in added)
    for at in product(range(edit.header_row + 1, edit.last_row + 1) if added else (), added):
        if at not in cells:
            cells[at] = _formatted(edit, at, None, new=True)
    return cells


def _formatted(edit: SheetEdit, at: Address, value: WritableValue, *, new: bool) -> CellEdit:
    """A cell of ours as it shall look; one that the user has formatted since keeps that format."""
    look = edit.formats.get(at[1], ColumnFormat.TEXT)
    if look is ColumnFormat.DATE and edit.like_date_column is not None:
        return CellEdit(value, like=(at[0], edit.like_date_column))
    number_format = DATE_FORMAT if look is ColumnFormat.DATE else "General"
    wrap = look is ColumnFormat.WRAPPED
    return CellEdit(value, (at[0], edit.like_column), number_format, wrap, only_if_plain=not new)
