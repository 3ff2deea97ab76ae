"""A worksheet part: where its rows and cells stand, found without reading more than is asked for.

The grammar is kept strictly (rows within sheetData, cells within rows, both in ascending order); whatever departs
from it is refused, for then nobody can say which cell is meant.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from sheet_sync.ooxml.errors import UnsupportedWorkbook
from sheet_sync.ooxml.references import LAST_ROW, Address, Range, column_number, parse_range
from sheet_sync.ooxml.xmlpart import ATTRIBUTES, MAIN, Element, XmlPart, attributes, namespace

_PLAIN_ROW = re.compile(rb'\s+r="([1-9][0-9]*)"')
_PLAIN_CELL = re.compile(rb'\s+r="([A-Z]+)([1-9][0-9]*)"(?:\s+s="([0-9]+)")?')
_CELL_NAME = re.compile(r"([A-Z]{1,3})([1-9][0-9]*)")
_SPACE = re.compile(rb"\s*")


class Row(NamedTuple):
    """Where a row stands: its bytes are [start, end), its cells [inner, close); `tag` is its attributes' raw text."""

    number: int
    tag: bytes
    start: int
    inner: int
    close: int
    end: int


class Cell(NamedTuple):
    """Where a cell stands: its bytes are [start, end); `style` is the index of its format, None where it has none.

    `content` is what is inside it, with comments and CDATA blanked.
    """

    column: int
    tag: bytes
    style: int | None
    start: int
    end: int
    content: bytes | None


@dataclass(frozen=True)
class Layout:
    """A worksheet part taken apart.

    Attributes:
        part: the part itself.
        root: its root element.
        prefix: the prefix of its elements, with its colon, or nothing.
        elements: the root's children by name, the first of each.
        rows: every row, ascending.
    """

    part: XmlPart
    root: Element
    prefix: bytes
    elements: dict[str, Element]
    rows: tuple[Row, ...]

    @property
    def data(self) -> Element:
        """The sheetData element."""
        return self.elements["sheetData"]


def read_layout(part: XmlPart) -> Layout:
    """Takes a worksheet part apart; raises UnsupportedWorkbook where its form leaves doubts."""
    root = part.root()
    if root.local != "worksheet" or namespace(root) not in MAIN:
        raise UnsupportedWorkbook("The worksheet is of a kind that only newer programs know.")
    elements: dict[str, Element] = {}
    for child in part.children(root):
        if child.prefix == root.prefix:
            if child.local == "sheetData" and "sheetData" in elements:
                raise UnsupportedWorkbook("The worksheet holds its rows in two places.")
            elements.setdefault(child.local, child)
    if "sheetData" not in elements:
        raise UnsupportedWorkbook("The worksheet has no place for cells.")
    rows = tuple(_rows(part.mask, elements["sheetData"], root.prefix))
    return Layout(part, root, root.prefix, elements, rows)


@cache
def _row_patterns(prefix: bytes) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    name = re.escape(prefix + b"row")
    opening = re.compile(rb"\s*+(<" + name + rb"(?=[\s/>])(" + ATTRIBUTES + rb")\s*+(/?)>)")
    return opening, re.compile(b"</" + name + rb"\s*+>")


def _rows(mask: bytes, data: Element, prefix: bytes) -> Iterator[Row]:
    opening, closing = _row_patterns(prefix)
    position, previous = data.inner, 0
    while (match := opening.match(mask, position, data.close)) is not None:
        tag, start, inner = match[2], match.start(1), match.end()
        last = None if match[3] else closing.search(mask, inner, data.close)
        close, position = last.span() if last else (inner, inner)
        previous = _row_number(tag, previous)
        yield Row(previous, tag, start, inner, close, position)
    if mask[position : data.close].strip():
        raise UnsupportedWorkbook(
            "The worksheet holds something between its rows that cannot be edited safely."
        )


def _row_number(tag: bytes, previous: int) -> int:
    plain = _PLAIN_ROW.match(tag)
    text = plain[1].decode() if plain else attributes(tag).get("r", str(previous + 1))
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not previous < number <= LAST_ROW:
        raise UnsupportedWorkbook(
            f"The worksheet's rows are out of order, or one stands there twice (row {text})."
        )
    return number


@cache
def _cell_pattern(prefix: bytes) -> re.Pattern[bytes]:
    name = re.escape(prefix + b"c")
    content = rb"([^<]*+(?:<(?!/" + name + rb"[\s>])[^<]*+)*+)"
    return re.compile(
        rb"\s*+(<"
        + name
        + rb"(?=[\s/>])("
        + ATTRIBUTES
        + rb")\s*+(?:/>|>"
        + content
        + b"</"
        + name
        + rb"\s*+>))"
    )


def cells_of(layout: Layout, row: Row) -> list[Cell]:
    """The cells of a row, ascending; raises UnsupportedWorkbook where they are out of order or not cells."""
    mask, pattern = layout.part.mask, _cell_pattern(layout.prefix)
    cells: list[Cell] = []
    position, previous = row.inner, 0
    while (match := pattern.match(mask, position, row.close)) is not None:
        whole, tag, content = match.span(1), match[2], match[3]
        previous, style = _cell_place(tag, previous, row.number)
        cells.append(Cell(previous, tag, style, *whole, content))
        position = match.end()
    _refuse_strangers(layout, row, position)
    return cells


def _refuse_strangers(layout: Layout, row: Row, position: int) -> None:
    """After the cells a row may hold an extension list, and nothing else."""
    rest = layout.part.mask[position : row.close].lstrip()
    if rest and not rest.startswith(b"<" + layout.prefix + b"extLst"):
        raise UnsupportedWorkbook(
            f"Row {row.number} of the worksheet holds something that cannot be edited safely."
        )


def _cell_place(tag: bytes, previous: int, row: int) -> tuple[int, int | None]:
    plain = _PLAIN_CELL.match(tag)
    if plain is not None and (plain[3] is not None or b"s=" not in tag):
        column, named_row, style = column_number(plain[1]), int(plain[2]), plain[3]
        if column <= previous or named_row != row:
            raise _misplaced(plain[1].decode() + plain[2].decode(), row)
        return column, None if style is None else int(style)
    return _cell_place_slowly(tag, previous, row)


def _cell_place_slowly(tag: bytes, previous: int, row: int) -> tuple[int, int | None]:
    values = attributes(tag)
    style = values.get("s", "")
    index = int(style) if style.isascii() and style.isdigit() else None
    if "r" not in values:
        return previous + 1, index
    match = _CELL_NAME.fullmatch(values["r"].upper())
    if match is None or int(match[2]) != row or column_number(match[1]) <= previous:
        raise _misplaced(values["r"], row)
    return column_number(match[1]), index


def _misplaced(name: str, row: int) -> UnsupportedWorkbook:
    return UnsupportedWorkbook(
        f"The worksheet's cells are out of order, or one stands there twice ({name} in row {row})."
    )


@cache
def _formula_pattern(prefix: bytes) -> re.Pattern[bytes]:
    return re.compile(b"<" + re.escape(prefix + b"f") + rb"(?=[\s/>])(" + ATTRIBUTES + b")")


def has_formula(layout: Layout, content: bytes | None) -> bool:
    """Whether what is inside a cell holds a formula."""
    return bool(content) and _formula_pattern(layout.prefix).search(content or b"") is not None


def formula_blocks(layout: Layout) -> Iterator[Range]:
    """The ranges that array formulas and data tables fill: their cells belong to one formula."""
    data = layout.data
    for match in _formula_pattern(layout.prefix).finditer(layout.part.mask, data.inner, data.close):
        if b"ref" in match[1]:
            values = attributes(match[1])
            area = parse_range(values.get("ref", ""))
            if values.get("t") in {"array", "dataTable"} and area is not None:
                yield area


def merged_ranges(layout: Layout) -> Iterator[Range]:
    """The merged ranges."""
    merges = layout.elements.get("mergeCells")
    if merges is not None:
        for merge in layout.part.children(merges):
            area = parse_range(attributes(merge.tag).get("ref", ""))
            if area is not None:
                yield area


def cell_at(layout: Layout, at: Address) -> Cell | None:
    """The cell at (row, column), or None where the part has none."""
    row = row_at(layout, at[0])
    return (
        None if row is None else next((cell for cell in cells_of(layout, row) if cell.column == at[1]), None)
    )


def row_at(layout: Layout, number: int) -> Row | None:
    """The row of this number, or None where the part has none."""
    low, high = 0, len(layout.rows)
    while low < high:
        middle = (low + high) // 2
        if layout.rows[middle].number < number:
            low = middle + 1
        else:
            high = middle
    found = layout.rows[low] if low < len(layout.rows) else None
    return found if found is not None and found.number == number else None
