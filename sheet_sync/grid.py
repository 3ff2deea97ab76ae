"""The vocabulary of the house: cells, grids, changes and problems. Free of any library."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import TypeAlias
from unicodedata import category

CellValue: TypeAlias = str | int | float | bool | date | datetime | time | timedelta | None
WritableValue: TypeAlias = str | int | float | bool | date | datetime | None
Address: TypeAlias = tuple[int, int]
"""(row, column), both counted from 1, as the spreadsheet shows them."""
Range: TypeAlias = tuple[int, int, int, int]
"""(top, left, bottom, right), all inclusive."""


@dataclass(frozen=True)
class Covered:
    """The cells of ranges that belong to the first cell of each, and cannot be written on their own.

    Kept as ranges: one of them may cover the whole worksheet.

    Attributes:
        ranges: merged ranges, and those that one formula fills.
    """

    ranges: Sequence[Range] = ()
    _columns: dict[int, tuple[list[int], list[int]]] = field(default_factory=dict, compare=False, repr=False)

    def __contains__(self, at: Address) -> bool:
        row, column = at
        if not self.ranges:
            return False
        if column not in self._columns:
            self._columns[column] = _joined(_rows_in(self.ranges, column))
        tops, bottoms = self._columns[column]
        index = bisect_right(tops, row)
        return index > 0 and row <= bottoms[index - 1]

    def columns_from(self, row: int) -> Iterator[tuple[int, int]]:
        """The (first, last) column that each range covers in this row or below it."""
        for top, left, bottom, right in self.ranges:
            first = left if bottom > max(top, row - 1) else left + 1
            if bottom >= row and first <= right:
                yield first, right


def _rows_in(ranges: Iterable[Range], column: int) -> Iterator[tuple[int, int]]:
    """The (first, last) row that each range covers in this column: its first cell is not covered."""
    for top, left, bottom, right in ranges:
        if left <= column <= right and (left < column or top < bottom):
            yield top + (left == column), bottom


def _joined(spans: Iterable[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """The spans, ascending and without overlap: their first rows, and their last ones."""
    tops: list[int] = []
    bottoms: list[int] = []
    for top, bottom in sorted(spans):
        if bottoms and top <= bottoms[-1] + 1:
            bottoms[-1] = max(bottoms[-1], bottom)
        else:
            tops.append(top)
            bottoms.append(bottom)
    return tops, bottoms


@dataclass(frozen=True, slots=True)
class NamedTable:
    """A range that the spreadsheet itself keeps as a table: it sorts, filters and grows as one.

    Attributes:
        name: as the spreadsheet shows it.
        area: all of it.
        headed: its first row is its header.
        totals: how many rows of totals stand at its end.
    """

    name: str
    area: Range
    headed: bool = True
    totals: int = 0

    def spans(self, column: int) -> bool:
        """The column runs through it."""
        return self.area[1] <= column <= self.area[3]


@dataclass(frozen=True)
class Grid:
    """A worksheet's cells, columnar facts beside plain rows of values.

    Attributes:
        rows: the values; `rows[0][0]` is A1. Rows may differ in length; what is missing is blank.
        formulas: addresses of the cells that hold a formula.
        unsaved: those of them without a saved value.
        errors: the text of every error value, by address.
        covered: what is hidden beneath a merged range, or filled by another cell's formula.
        tables: the ranges that the spreadsheet keeps as tables.
        drawings: the ranges over which charts and pictures float, as far as the store can tell.
    """

    rows: Sequence[Sequence[CellValue]] = ()
    formulas: frozenset[Address] = frozenset()
    unsaved: frozenset[Address] = frozenset()
    errors: Mapping[Address, str] = field(default_factory=dict)
    covered: Covered = Covered()
    tables: tuple[NamedTable, ...] = ()
    drawings: tuple[Range, ...] = ()

    @property
    def height(self) -> int:
        """The number of rows read."""
        return len(self.rows)

    @property
    def width(self) -> int:
        """The number of columns of the widest row."""
        return max(map(len, self.rows), default=0)

    def value(self, row: int, column: int) -> CellValue:
        """The value at (row, column), counted from 1; None beyond the edge."""
        if 1 <= row <= len(self.rows) and 1 <= column <= len(self.rows[row - 1]):
            return self.rows[row - 1][column - 1]
        return None


@dataclass(frozen=True)
class Worksheet:
    """One worksheet as a store read it; `unreadable` says why it has no cells, "" where it could be read."""

    name: str
    grid: Grid
    visible: bool = True
    unreadable: str = ""


@dataclass(frozen=True)
class Book:
    """A whole tracker as a store read it.

    Attributes:
        worksheets: all of them.
        token: names the state that was read, for the write to expect.
        locale, timezone: the spreadsheet's, "" for unknown.
        unfinished: the headers of the columns that a sync added without reaching every row: its owner was at work.
    """

    worksheets: tuple[Worksheet, ...]
    token: str
    locale: str = ""
    timezone: str = ""
    unfinished: tuple[str, ...] = ()


class ColumnFormat(Enum):
    """How the cells of a column that we add are shown."""

    TEXT = "text"
    DATE = "date"
    WRAPPED = "wrapped"


@dataclass(frozen=True, slots=True)
class NewColumn:
    """A column to add: where, under which header, and how it looks; `width` counts characters."""

    column: int
    header: str
    format: ColumnFormat = ColumnFormat.TEXT
    width: float = 18
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell to write, with the value that was read there: `before` must still stand when it is written."""

    row: int
    column: int
    before: CellValue
    after: WritableValue


@dataclass(frozen=True, slots=True)
class NewWorksheet:
    """A worksheet to add at the end: its name, what stands in it from A1, and the widths of its columns."""

    name: str
    rows: tuple[tuple[str | int | None, ...], ...]
    widths: tuple[float, ...] = ()


@dataclass(frozen=True)
class SheetEdit:
    """A run's whole effect on one worksheet: the list that `--dry-run` prints and a store applies.

    Attributes:
        worksheet: its name.
        header_row, last_row: the table's rows, the header's included.
        new_columns: the columns to add; their headers are written by the store.
        changes: every cell to write.
        formats: how the cells of our columns look, by column, for those that do not exist yet.
        like_header_column: the header whose look ours take.
        like_column: the user's column whose borders and fill ours take.
        like_date_cell: the cell of the user's that shows a day as all of our dates shall; the look of its column is
            theirs too. None where the user has no column of days.
        key_column: the column in which every row is told apart by the program; None where there is none.
        dropped_columns: columns of ours to take away again: their cells from the header down, and their formats.
        headers: the header of every column that is changed, added or dropped; with columns added, of all that are ours.
        identities: what tells the application of every row, whatever its row number: "" for none.
        applications: how many applications the table holds.
        new_worksheet: a worksheet to add to the book.
    """

    worksheet: str
    header_row: int
    last_row: int
    new_columns: tuple[NewColumn, ...] = ()
    changes: tuple[CellChange, ...] = ()
    formats: Mapping[int, ColumnFormat] = field(default_factory=dict)
    like_header_column: int = 1
    like_column: int = 1
    like_date_cell: Address | None = None
    key_column: int | None = None
    dropped_columns: tuple[int, ...] = ()
    headers: Mapping[int, str] = field(default_factory=dict)
    identities: Mapping[int, str] = field(default_factory=dict)
    applications: int = 0
    new_worksheet: NewWorksheet | None = None

    @property
    def empty(self) -> bool:
        """There is nothing to write."""
        return not (self.new_columns or self.changes or self.dropped_columns or self.new_worksheet)


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that cannot be read, beside the good rows: its row, its header, what stands there, and what to type."""

    row: int
    column: str
    value: str
    message: str


JOINERS = "\u200c\u200d"
"""Invisible parts of words in some scripts, and of emoji made of several."""


def one_line(text: str, limit: int | None = None) -> str:
    """A cell's text as it can be quoted: on one line, of printable characters, cut to `limit` of them.

    Control characters would act on a terminal, and those that turn the direction of writing would disguise the rest.
    """
    flat = "".join(c for c in " ".join(text.split()) if c.isprintable() or c in JOINERS)
    return flat if limit is None or len(flat) <= limit else flat[: limit - 1].rstrip() + "…"


_ACTING = {"Cc", "Cs"}
_TURNING = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))


def lines_of(text: str) -> list[str]:
    """A text as it can be shown line by line: as it is, but for control characters and what turns the direction."""
    return [
        "".join(c for c in line if c == "\t" or not (category(c) in _ACTING or c in _TURNING))
        for line in text.splitlines()
    ]


def column_letters(column: int) -> str:
    """A column as the spreadsheet calls it: 28 is "AB"."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
