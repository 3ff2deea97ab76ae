"""The user's hands on a worksheet, as Google's editor obeys them. Rows are counted from 1, cells named as A1."""

from dataclasses import dataclass

from fake_sheets.areas import Box, column_index
from fake_sheets.builders import box, give
from fake_sheets.cells import inherited
from fake_sheets.dimensions import COLUMNS, ROWS, delete, insert, move_rows
from fake_sheets.errors import NotModelledError
from fake_sheets.filtering import filter_of, hide_filtered
from fake_sheets.formulas import Place
from fake_sheets.json_types import Cell
from fake_sheets.model import Sheet, Spreadsheet
from fake_sheets.sorting import sort_rows
from fake_sheets.values import Plain, cell_of, effective_value


@dataclass(frozen=True, slots=True)
class User:
    """The owner, with one worksheet open. To be used in a hook, or while no request is served."""

    book: Spreadsheet
    title: str

    @property
    def sheet(self) -> Sheet:
        return self.book.sheet(self.title)

    def type(self, a1: str, value: Plain) -> None:
        """Type into a cell: its look stays, and a date brings its own where there is none. None clears it."""
        where = box(self.sheet, a1)
        old, new = self.sheet.cell(where.top, where.left), cell_of(value)
        look = {**new.get("userEnteredFormat", {}), **old.get("userEnteredFormat", {})}
        kept = {name: held for name, held in old.items() if name in {"note", "dataValidation"}}
        cell = {**kept, **new, **({"userEnteredFormat": look} if look else {})}
        self.sheet.put(where.top, where.left, cell)

    def tick(self, a1: str, *, ticked: bool = True) -> None:
        """Tick a checkbox."""
        self.type(a1, ticked)

    def clear(self, a1: str) -> None:
        """Press the delete key: values go, looks stay; an emptied checkbox is unticked."""
        where = box(self.sheet, a1)
        for row in where.rows:
            for column in where.columns:
                self.sheet.put(row, column, _cleared(self.sheet.cell(row, column)))

    def insert_rows(self, above: int, count: int = 1) -> None:
        """Blank rows above a row, with its looks."""
        at = above - 1
        insert(self.book, self.sheet, ROWS, (at, at + count), heir_of=at)

    def delete_rows(self, first: int, last: int | None = None) -> None:
        delete(self.book, self.sheet, ROWS, first - 1, last or first)

    def drag_rows(self, first: int, last: int, above: int) -> None:
        """Take whole rows by their numbers and drop them above another."""
        move_rows(self.book, self.sheet, first - 1, last, above - 1)

    def cut_and_paste(self, a1: str, onto: str) -> None:
        """Cut cells and paste them elsewhere: they take the place of what was there, and leave blanks behind."""
        sheet, source, corner = self.sheet, box(self.sheet, a1), box(self.sheet, onto)
        target = Box(corner.top, corner.left, corner.top + source.height, corner.left + source.width)
        if target.bottom > sheet.height or target.right > sheet.width:
            raise NotModelledError("pasting beyond the grid")
        if any(area.box(sheet.height, sheet.width).meets(one) for area in sheet.merges for one in (source, target)):
            raise NotModelledError("cutting merged cells, or pasting onto them")
        self._refuse_formulas()
        taken = {(row, column): sheet.cell(row, column) for row in source.rows for column in source.columns}
        for row, column in taken:
            sheet.put(row, column, {})
        for (row, column), cell in taken.items():
            sheet.put(*_shifted((row, column), source, target), cell)

    def _refuse_formulas(self) -> None:
        """A reference to a cell that is pasted over becomes #REF!, with results that nobody computes here."""
        cells = (cell for sheet in self.book.sheets for row in sheet.rows for cell in row.values())
        if any("formulaValue" in cell.get("userEnteredValue", {}) for cell in cells):
            raise NotModelledError("cutting cells where there are formulas")

    def sort(self, column: str, a1: str = "", *, descending: bool = False) -> None:
        """Sort by a column: a range without its header, or else the rows below the filter's header."""
        where = box(self.sheet, a1) if a1 else self._filtered()
        sort_rows(self.sheet, where, [(column_index(column), descending)])

    def _filtered(self) -> Box:
        if self.sheet.basic_filter is None:
            raise NotModelledError("sorting without a range where there is no filter")
        whole = self.sheet.basic_filter.areas[0].box(self.sheet.height, self.sheet.width)
        return Box(whole.top + 1, whole.left, whole.bottom, whole.right)

    def add_filter(self, a1: str) -> None:
        before = self.sheet.basic_filter
        self.sheet.basic_filter = filter_of(box(self.sheet, a1), {})
        hide_filtered(self.sheet, before)

    def filter_out(self, column: str, *shown: str) -> None:
        """Untick values in the filter's list: their rows are hidden."""
        before = self.sheet.basic_filter
        if before is None:
            raise NotModelledError("filtering without a filter")
        where = before.areas[0].box(self.sheet.height, self.sheet.width)
        criteria = {str(column_index(column)): {"hiddenValues": list(shown)}}
        self.sheet.basic_filter = filter_of(where, {"criteria": criteria})
        hide_filtered(self.sheet, before)

    def insert_columns(self, before: str, count: int = 1) -> None:
        """Blank columns left of a column, with its looks."""
        at = column_index(before)
        insert(self.book, self.sheet, COLUMNS, (at, at + count), heir_of=at)

    def delete_columns(self, first: str, last: str = "") -> None:
        delete(self.book, self.sheet, COLUMNS, column_index(first), column_index(last or first) + 1)

    def hide_columns(self, *columns: str) -> None:
        for column in map(column_index, columns):
            self.sheet.columns[column] = {**self.sheet.columns[column], "hiddenByUser": True}

    def note(self, a1: str, text: str) -> None:
        give(self.sheet, a1, note=text)

    def rename(self, title: str) -> "User":
        """Give the worksheet another title; the user who has it open goes on with it."""
        self.sheet.title = title
        return User(self.book, title)

    def delete_worksheet(self) -> None:
        self.book.sheets = [sheet for sheet in self.book.sheets if sheet.title != self.title]


def _shifted(at: Place, source: Box, target: Box) -> Place:
    return at[0] + target.top - source.top, at[1] + target.left - source.left


def _cleared(cell: Cell) -> Cell:
    kept = {**inherited(cell), **({"note": cell["note"]} if "note" in cell else {})}
    is_box = cell.get("dataValidation", {}).get("condition", {}).get("type") == "BOOLEAN"
    return {**kept, "userEnteredValue": {"boolValue": False}} if is_box else kept


def last_used(sheet: Sheet) -> Place:
    """The (row, column) of the last row and the last column that hold a value, counted from 1; 0 where none does."""
    filled = [
        (row, at) for row, cells in enumerate(sheet.rows, 1) for at, cell in cells.items() if effective_value(cell)
    ]
    return max((row for row, _ in filled), default=0), max((at + 1 for _, at in filled), default=0)
