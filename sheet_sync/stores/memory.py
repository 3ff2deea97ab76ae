"""The store of the tests and of library users: a book kept in memory."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from sheet_sync.errors import NothingToUndoError, TrackerBusyError
from sheet_sync.grid import Book, CellValue, Grid, SheetEdit, Worksheet
from sheet_sync.journal import LastEdit
from sheet_sync.stores import Restored


class MemoryStore:
    """Holds worksheets as rows of values; a write replaces its book by a new one with another token."""

    def __init__(self, worksheets: dict[str, Sequence[Sequence[CellValue]]]) -> None:
        sheets = tuple(Worksheet(name, Grid([list(row) for row in rows])) for name, rows in worksheets.items())
        self._book = Book(sheets, token="0")  # noqa: S106 - the name of a state, no secret
        self._last_edit: LastEdit | None = None
        self._backups: list[Book] = []

    def read(self) -> Book:
        """The book as it stands."""
        return self._book

    def last_edit(self) -> LastEdit | None:
        """The edit that was written last, if it was to be remembered."""
        return self._last_edit

    def saved_at(self, token: str) -> None:
        """Nobody keeps a clock here."""

    def write(self, edit: SheetEdit, *, expecting: str, remember: bool = True) -> None:
        """Apply the edit.

        Raises:
            TrackerBusyError: the book has been written since `expecting` was read.
        """
        if expecting != self._book.token:
            raise TrackerBusyError("The tracker changed since it was read.", "Try again.")
        sheets = tuple(
            _edited(sheet, edit) if sheet.name == edit.worksheet else sheet for sheet in self._book.worksheets
        )
        added = edit.new_worksheet
        more = () if added is None else (Worksheet(added.name, Grid([[*row] for row in added.rows])),)
        self._replace((*sheets, *more))
        self._last_edit = LastEdit.of(edit) if remember else None

    def restore(self) -> Restored:
        """Put the book as it was before the last write in the place of the present one, which becomes the backup.

        Raises:
            NothingToUndoError: nothing was written yet.
        """
        if not self._backups:
            raise NothingToUndoError("There is no backup of the tracker.")
        self._replace(self._backups[-1].worksheets)
        self._last_edit = None
        return Restored("memory")

    def _replace(self, worksheets: tuple[Worksheet, ...]) -> None:
        self._backups.append(self._book)
        self._book = replace(self._book, worksheets=worksheets, token=str(int(self._book.token) + 1))


def _edited(sheet: Worksheet, edit: SheetEdit) -> Worksheet:
    cells = {(edit.header_row, column.column): column.header for column in edit.new_columns}
    values: dict[tuple[int, int], CellValue] = {**cells}
    values |= {(change.row, change.column): change.after for change in edit.changes}
    values |= dict.fromkeys(product(range(edit.header_row, edit.last_row + 1), edit.dropped_columns))
    height = max([sheet.grid.height, *(row for row, _ in values)])
    width = max([sheet.grid.width, *(column for _, column in values)])
    rows = [
        [values.get((row, column), sheet.grid.value(row, column)) for column in range(1, width + 1)]
        for row in range(1, height + 1)
    ]
    return replace(sheet, grid=replace(sheet.grid, rows=rows))
