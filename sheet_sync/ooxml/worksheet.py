"""A worksheet part: where its rows and cells stand, found without reading more than is asked for.

The grammar is kept strictly (rows within sheetData, cells within rows, both in ascending order); whatever departs
from it is refused, for then nobody can say which cell is meant.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from sheet_sync.ooxml.errors import SAVE_ANEW, UnsupportedWorkbook
from sheet_sync.ooxml.package import Package, SheetRef
from sheet_sync.ooxml.references import LAST_ROW, Range, parse_range
from sheet_sync.ooxml.xmlpart import ATTRIBUTES, MAIN, Element, XmlPart, attributes, namespace, whole
from sheet_sync.ooxml.xmlsource import mask_of

_LONGEST_PREFIX = 100
_PLAIN_ROW = re.compile(rb'\s+r="([1-9][0-9]*)"')


class Row(NamedTuple):
    """Where a row stands: its bytes are [start, end), its cells [inner, close); `tag` is its attributes' raw text."""

    number: int
    tag: bytes
    start: int
    inner: int
    close: int
    end: int


@dataclass(frozen=True)
class Layout:
    """A worksheet part taken apart.

    Attributes:
        part: the part itself.
        root: its root element.
        prefix: the prefix of its elements, with its colon, or nothing.
        elements: the root's children by name, the first of each.
        rows: every row by its number, ascending.
    """

    part: XmlPart
    root: Element
    prefix: bytes
    elements: dict[str, Element]
    rows: dict[int, Row]

    @property
    def data(self) -> Element:
        """The sheetData element."""
        return self.elements["sheetData"]

    @cached_property
    def plain(self) -> bool:
        """Nothing among the cells is a comment or CDATA, and no cell holds an extension that might hold cells."""
        text = self.part.text
        return self.part.mask is text and text.find(b"extLst", self.data.inner, self.data.close) < 0


def open_worksheet(package: Package, sheet: SheetRef) -> Layout:
    """Takes a worksheet of the package apart; asked again, the package remembers."""
    known = package.opened.get(sheet.part)
    if isinstance(known, Layout):
        return known
    layout = read_layout(XmlPart.parse(package.read(sheet.part), sheet.part))
    package.opened.clear()
    package.opened[sheet.part] = layout
    return layout


def read_layout(part: XmlPart) -> Layout:
    """Takes a worksheet part apart; raises UnsupportedWorkbook where its form leaves doubts."""
    root = part.root()
    if root.local != "worksheet" or namespace(root) not in MAIN or len(root.prefix) > _LONGEST_PREFIX:
        raise UnsupportedWorkbook(f"The worksheet is of a kind that only newer programs know. {SAVE_ANEW}")
    elements: dict[str, Element] = {}
    for child in part.children(root):
        if child.prefix == root.prefix:
            if child.local == "sheetData" and "sheetData" in elements:
                raise UnsupportedWorkbook(f"The worksheet holds its rows in two places. {SAVE_ANEW}")
            elements.setdefault(child.local, child)
    if "sheetData" not in elements:
        raise UnsupportedWorkbook(f"The worksheet has no place for cells. {SAVE_ANEW}")
    rows = {row.number: row for row in _rows(part.mask, elements["sheetData"], root.prefix)}
    return Layout(part, root, root.prefix, elements, rows)


@cache
def row_patterns(prefix: bytes) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """The opening tag of a row, with what may precede it, its attributes and its closing slash; the closing tag."""
    name = re.escape(prefix + b"row")
    opening = re.compile(rb"\s*+(<" + name + rb"(?=[\s/>])(" + ATTRIBUTES + rb")\s*+(/?)>)")
    return opening, re.compile(b"</" + name + rb"\s*+>")


def _rows(mask: bytes, data: Element, prefix: bytes) -> Iterator[Row]:
    opening, closing = row_patterns(prefix)
    position, previous = data.inner, 0
    while (match := opening.match(mask, position, data.close)) is not None:
        tag, start, inner = match[2], match.start(1), match.end()
        last = None if match[3] else closing.search(mask, inner, data.close)
        close, position = last.span() if last else (inner, inner)
        previous = row_number(tag, previous)
        yield Row(previous, tag, start, inner, close, position)
    if mask[position : data.close].strip():
        raise UnsupportedWorkbook(
            f"The worksheet holds something between its rows that cannot be edited safely. {SAVE_ANEW}"
        )


def row_number(tag: bytes, previous: int) -> int:
    """The number of a row by its attributes, or by the row before; raises UnsupportedWorkbook where it is too low."""
    plain = _PLAIN_ROW.match(tag)
    text = plain[1].decode() if plain else attributes(tag).get("r", str(previous + 1))
    number = whole(text) or 0
    if not previous < number <= LAST_ROW:
        raise UnsupportedWorkbook(
            f"The worksheet's rows are out of order, or one stands there twice (row {previous + 1}). {SAVE_ANEW}"
        )
    return number


@cache
def _formula_pattern(prefix: bytes) -> re.Pattern[bytes]:
    return re.compile(b"<" + re.escape(prefix + b"f") + rb"(?=[\s/>])(" + ATTRIBUTES + b")")


def has_formula(layout: Layout, cell: bytes) -> bool:
    """Whether a cell, given by its bytes, holds a formula."""
    return b"f" in cell and _formula_pattern(layout.prefix).search(mask_of(cell)) is not None


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
