"""How far a worksheet reaches, and how much it holds, told before anybody makes room for a grid of that size.

A reader of values makes a grid of all cells from the first to the last that holds something: one stray value in the
last cell of a worksheet asks for 17 billion. What cannot be kept in memory is refused here, with the cell that does it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sheet_sync.ooxml.errors import UnsupportedWorkbook
from sheet_sync.ooxml.references import LAST_ROW, Address, cell_name
from sheet_sync.ooxml.rowcells import cells_of
from sheet_sync.ooxml.worksheet import Layout, Row

LARGEST_GRID = 16 * LAST_ROW
"""Cells of a grid, blank ones included: 16 columns down to the last row, which the reader keeps in 512 MB."""

_PLAIN_COLUMNS = 52
_SHORTEST_CELL = len("<c><v/></c>")
_SMALL = 1 << 23


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a worksheet reaches, and how much it holds; both may be told too high where they are low.

    Attributes:
        rows: the last row in which something stands, from 1; `columns` the last column.
        filled: the number of cells that hold something.
    """

    rows: int
    columns: int
    filled: int


def extent_of(layout: Layout) -> Extent:
    """How far a worksheet reaches.

    Raises:
        UnsupportedWorkbook: its cells are out of order, or reach so far that a grid of them cannot be kept in memory.
    """
    rows = max(layout.rows, default=0)
    columns = max((_columns_of(layout, row) for row in layout.rows.values()), default=0)
    if rows * columns > LARGEST_GRID:
        rows, columns = _measured(layout)
    return Extent(rows, columns, _filled_at_most(layout))


@cache
def _plain_row(prefix: bytes) -> re.Pattern[bytes]:
    """A row within columns A to AZ in which every cell bears the row's number, as nearly all programs write it."""
    row, cell = re.escape(prefix + b"row"), re.escape(prefix + b"c")
    content = rb"[^<]*+(?:<(?!/?" + cell + rb"[\s/>])[^<]*+)*+"
    cells = b"<" + cell + rb' r="A?[A-Z]\1"[^<>]*+(?:(?<=/)>|>' + content + b"</" + cell + b">)"
    return re.compile(b"<" + row + rb' r="([1-9][0-9]*+)"[^<>]*+>(?:\s*+' + cells + rb")*+\s*+</" + row + b">")


def _columns_of(layout: Layout, row: Row) -> int:
    """The last column of a row, or one beyond it."""
    if row.inner == row.close:
        return 0
    plain = _plain_row(layout.prefix).match(layout.part.text, row.start) if layout.plain else None
    if plain is not None and plain.end() == row.end:
        return _PLAIN_COLUMNS
    return max(cells_of(layout, row).columns, default=0)


def _filled_at_most(layout: Layout) -> int:
    data, prefix = layout.data, layout.prefix
    if data.close - data.inner < _SMALL:
        return (data.close - data.inner) // _SHORTEST_CELL
    return sum(layout.part.mask.count(b"<" + prefix + name, data.inner, data.close) for name in (b"v", b"is"))


def _measured(layout: Layout) -> tuple[int, int]:
    """The last row and column in which something stands: a cell that has but a format does not count."""
    last_rows: list[Address] = [(0, 0), (0, 0)]
    first_in_column: dict[int, Address] = {}
    for at in _filled(layout):
        first_in_column.setdefault(at[1], at)
        if at[0] > last_rows[-1][0]:
            last_rows = [last_rows[-1], at]
    columns = [0, 0, *sorted(first_in_column)][-2:]
    if last_rows[-1][0] * columns[-1] > LARGEST_GRID:
        alone_below = last_rows[-1][0] * columns[-2] >= last_rows[-2][0] * columns[-1]
        raise _too_far(last_rows[-1] if alone_below else first_in_column[columns[-1]])
    return last_rows[-1][0], columns[-1]


def _filled(layout: Layout) -> Iterator[Address]:
    """Every cell that holds something, by rows."""
    signs = tuple(b"<" + layout.prefix + name for name in (b"v", b"is"))
    for row in layout.rows.values():
        if all(layout.part.mask.find(sign, row.inner, row.close) < 0 for sign in signs):
            continue
        pieces = cells_of(layout, row)
        for column, cell in zip(pieces.columns, pieces.cells, strict=True):
            if any(sign in cell for sign in signs):
                yield row.number, column


def _too_far(at: Address) -> UnsupportedWorkbook:
    return UnsupportedWorkbook(
        f"Cell {cell_name(at)} holds something far away from everything else, which makes the worksheet too large to "
        "read. Press Ctrl+End to find it, delete its row and its column, and save."
    )
