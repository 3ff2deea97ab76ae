"""The way back: what to write so that our cells hold again what they held before the last edit (SPEC section 7)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sheet_sync.grid import CellChange, CellValue, SheetEdit, WritableValue
from sheet_sync.journal import LastEdit, WrittenCell, rows_now, trace
from sheet_sync.tracker.fields import DRAFT, SYNC_KEY
from sheet_sync.tracker.table import Table


@dataclass(frozen=True)
class Undoing:
    """What an undo does.

    Attributes:
        edit: the cells to revert and the columns to take away.
        reverted: how many cells that the last edit wrote go back.
        kept: how many stay, because they, or their rows, have changed since.
        kept_columns: the headers of added columns that stay, because something else stands in them by now.
    """

    edit: SheetEdit
    reverted: int
    kept: int
    kept_columns: tuple[str, ...]


def plan_undo(table: Table, last: LastEdit, identities: Mapping[int, str]) -> Undoing:
    """The way back from the last edit.

    Args:
        table: the tracker as it stands now.
        last: what was written.
        identities: what tells the application of every row that stands in the table now.
    """
    undo = _Undo(table, last, identities)
    changes = [change for change in undo.changes() if change is not None]
    dropped = tuple(undo.dropped(changes))
    kept_columns = [last.headers[column] for column in last.added if undo.columns.get(column) not in dropped]
    edit = SheetEdit(
        worksheet=table.worksheet.name,
        header_row=table.header_row,
        last_row=table.last_row,
        key_column=table.ours.get(SYNC_KEY),
        changes=tuple(change for change in changes if change.column not in dropped),
        dropped_columns=dropped,
        headers=table.headers,
    )
    return Undoing(edit, len(changes), len(last.cells) - len(changes), tuple(kept_columns))


class _Undo:
    """The cells of the last edit, found again wherever their rows and columns stand now."""

    def __init__(self, table: Table, last: LastEdit, identities: Mapping[int, str]) -> None:
        self._table = table
        self._grid = table.grid
        self._last = last
        self._rows = rows_now(last.identities, identities)
        self.columns = {column: place for column in last.headers if (place := _column_now(table, last, column))}

    def changes(self) -> Iterator[CellChange | None]:
        """For every cell that was written the change that takes it back; None where it stays."""
        edited = {cell.row for cell in self._last.cells if self._is(cell, DRAFT) and self._present(cell) is None}
        for cell in self._last.cells:
            torn = cell.row in edited and self._is(cell, SYNC_KEY)
            yield None if torn else self._change(cell)

    def dropped(self, changes: Iterable[CellChange]) -> Iterator[int]:
        """The added columns in which nothing is left once the changes are made."""
        after = {(change.row, change.column): change.after for change in changes}
        for column in self._last.added:
            place = self.columns.get(column)
            if place is not None and not any(self._left(after, place)):
                yield place

    def _left(self, after: Mapping[tuple[int, int], WritableValue], column: int) -> Iterator[bool]:
        for row in range(self._table.header_row + 1, self._table.last_row + 1):
            present = self._grid.value(row, column)
            yield (row, column) in self._grid.formulas or after.get((row, column), present) not in (None, "")

    def _change(self, cell: WrittenCell) -> CellChange | None:
        present = self._present(cell)
        if present is None:
            return None
        row, column, value = present
        return CellChange(row, column, None if value == "" else value, cell.before)

    def _present(self, cell: WrittenCell) -> tuple[int, int, CellValue] | None:
        """Where the cell stands now and what it holds, if that is still what was written."""
        row, column = self._rows.get(cell.row), self.columns.get(cell.column)
        if row is None or column is None or (row, column) in self._grid.formulas:
            return None
        value = self._grid.value(row, column)
        return (row, column, value) if trace(value) == cell.trace else None

    def _is(self, cell: WrittenCell, header: str) -> bool:
        return self.columns.get(cell.column) == self._table.ours.get(header, 0)


def _column_now(table: Table, last: LastEdit, column: int) -> int | None:
    """Where the column of an edit stands now: in its place, or where the only one of the same header has gone."""
    header = last.headers[column]
    places = [place for place, text in table.headers.items() if text == header]
    if column in places:
        return column
    return places[0] if len(places) == 1 else None
