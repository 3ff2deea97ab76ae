"""The cells of one row, taken apart so that some can be exchanged and the row put together again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from sheet_sync.ooxml.errors import SAVE_ANEW, UnsupportedWorkbook
from sheet_sync.ooxml.references import LAST_COLUMN, Address, column_number
from sheet_sync.ooxml.worksheet import Layout, Row
from sheet_sync.ooxml.xmlpart import ATTRIBUTES, attributes, element_at, whole

_CELL_NAME = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_PLAIN_TAG = re.compile(rb'<[^\s"]++ r="[A-Z0-9]++"(?: s="([0-9]{1,9})")?(?: t="[A-Za-z]++")?/?>')


@dataclass(frozen=True, slots=True)
class RowCells:
    """A row's inside in pieces, ascending.

    Attributes:
        columns: the column of each cell.
        cells: the bytes of each cell.
        gaps: what stands before each cell: white space or comments.
        tail: what stands behind the last cell.
    """

    columns: tuple[int, ...]
    cells: Sequence[bytes]
    gaps: Sequence[bytes]
    tail: bytes

    def cell(self, column: int) -> bytes | None:
        """The bytes of the cell in this column, or None where the row has none there."""
        return self.cells[self.columns.index(column)] if column in self.columns else None

    def joined(self) -> bytes:
        """The row's inside as it stands."""
        if not any(self.gaps):
            return b"".join(self.cells) + self.tail
        return b"".join(piece for pair in zip(self.gaps, self.cells, strict=True) for piece in pair) + self.tail


def cells_of(layout: Layout, row: Row) -> RowCells:
    """Takes a row apart; raises UnsupportedWorkbook where its cells are out of order, or not cells."""
    return (_plain_cells(layout, row) if layout.plain else None) or _any_cells(layout, row)


def cell_at(layout: Layout, at: Address) -> bytes | None:
    """The bytes of the cell at (row, column), or None where the part has none."""
    row = layout.rows.get(at[0])
    return None if row is None else cells_of(layout, row).cell(at[1])


def style_of(cell: bytes) -> int | None:
    """The index of a cell's format, or None where it has none of its own."""
    plain = _PLAIN_TAG.match(cell)
    if plain is not None:
        return None if plain[1] is None else int(plain[1])
    return whole(attributes(element_at(cell, 0).tag).get("s"))


@cache
def _plain_pattern(prefix: bytes) -> re.Pattern[bytes]:
    name = re.escape(prefix + b"c")
    content = rb"[^<]*+(?:<(?!/?" + name + rb"[\s/>])[^<]*+)*+"
    others = rb'(?: [a-z]++="[^"]*+")*+'
    return re.compile(
        b"(<" + name + rb' r="([A-Z]{1,3})([1-9][0-9]*+)"' + others + b"(?:/>|>" + content + b"</" + name + b">))"
    )


def _plain_cells(layout: Layout, row: Row) -> RowCells | None:
    """The quick way, for cells as nearly all programs write them: no gaps, `r` first. None where it does not fit."""
    found = _plain_pattern(layout.prefix).findall(layout.part.text, row.inner, row.close)
    if not found:
        return None
    cells, letters, numbers = zip(*found, strict=True)
    columns = _ascending(letters)
    whole = sum(map(len, cells)) == row.close - row.inner
    if columns is None or not whole or numbers.count(b"%d" % row.number) != len(cells):
        return None
    return RowCells(columns, cells, (b"",) * len(cells), b"")


@lru_cache(maxsize=128)
def _ascending(letters: tuple[bytes, ...]) -> tuple[int, ...] | None:
    columns = tuple(map(column_number, letters))
    return columns if list(columns) == sorted(set(columns)) and columns[-1] <= LAST_COLUMN else None


@cache
def _cell_pattern(prefix: bytes) -> re.Pattern[bytes]:
    name = re.escape(prefix + b"c")
    content = rb"[^<]*+(?:<(?!/" + name + rb"[\s>])[^<]*+)*+"
    return re.compile(
        rb"\s*+(<" + name + rb"(?=[\s/>])(" + ATTRIBUTES + rb")\s*+(?:/>|>" + content + b"</" + name + rb"\s*+>))"
    )


def _any_cells(layout: Layout, row: Row) -> RowCells:
    """The thorough way: any spelling of a cell that XML allows."""
    text, pattern = layout.part.text, _cell_pattern(layout.prefix)
    columns: list[int] = []
    cells, gaps = [], []
    position = row.inner
    while (match := pattern.match(layout.part.mask, position, row.close)) is not None:
        columns.append(_column(match[2], columns[-1] if columns else 0, row.number))
        gaps.append(text[position : match.start(1)])
        cells.append(text[match.start(1) : match.end()])
        position = match.end()
    _refuse_strangers(layout, row, position)
    return RowCells(tuple(columns), cells, gaps, text[position : row.close])


def _refuse_strangers(layout: Layout, row: Row, position: int) -> None:
    """After the cells a row may hold an extension list, and nothing else."""
    rest = layout.part.mask[position : row.close].lstrip()
    if rest and not rest.startswith(b"<" + layout.prefix + b"extLst"):
        raise UnsupportedWorkbook(
            f"Row {row.number} of the worksheet holds something that cannot be edited safely. {SAVE_ANEW}"
        )


def _column(tag: bytes, previous: int, row: int) -> int:
    name = attributes(tag).get("r")
    match = None if name is None else _CELL_NAME.fullmatch(name.upper())
    column = previous + 1 if name is None else column_number(match[1]) if match and int(match[2]) == row else 0
    if not previous < column <= LAST_COLUMN:
        raise UnsupportedWorkbook(
            f"The worksheet's cells are out of order, or one stands there twice (row {row}). {SAVE_ANEW}"
        )
    return column
