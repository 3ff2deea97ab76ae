"""Cells spliced into a worksheet part, or out of it: rows that are not named keep every byte."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sheet_sync.ooxml.filters import filter_moved
from sheet_sync.ooxml.references import Address, Range, parse_range, range_name
from sheet_sync.ooxml.rowcells import RowCells
from sheet_sync.ooxml.worksheet import Layout, Row
from sheet_sync.ooxml.xmlpart import Element, Splice, attributes, whole, with_attribute


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """A row to write: its number, and the XML of its new cells by column; none for a cell to take away."""

    number: int
    cells: Mapping[int, bytes]


def spliced_row(layout: Layout, row: Row, new: Mapping[int, bytes], old: RowCells) -> Splice:
    """The splice that writes cells into a row that is there; what stands around its cells stays where it is.

    A new cell without any bytes takes the old one away.
    """
    name = layout.prefix + b"row"
    closing = layout.part.text[row.close : row.end] or b"</%b>" % name
    columns, cells, gaps = list(old.columns), list(old.cells), list(old.gaps)
    for column, xml in sorted(new.items()):
        index = bisect_left(columns, column)
        if index < len(columns) and columns[index] == column:
            cells[index] = xml
        else:
            columns.insert(index, column)
            cells.insert(index, xml)
            gaps.insert(index, b"")
    inside = RowCells(tuple(columns), cells, gaps, old.tail).joined()
    return Splice(row.start, row.end, _opening(layout, row, new) + inside + closing)


def new_row_splice(layout: Layout, new: WrittenRow, numbers: Sequence[int]) -> Splice:
    """The splice that adds a row behind the one that precedes it; `numbers` are those of the rows that are there."""
    index = bisect_left(numbers, new.number)
    place = layout.rows[numbers[index - 1]].end if index else layout.data.inner
    return Splice(place, place, _new_row(layout, new))


def filled_data_splice(layout: Layout, rows: Sequence[Splice]) -> Splice:
    """The splice that opens `<sheetData/>` to take up rows."""
    data = layout.data
    tag = _opened(layout.part.text[data.start : data.end])
    inside = b"".join(row.text for row in rows)
    return Splice(data.start, data.end, tag + inside + b"</" + data.name + b">")


def _new_row(layout: Layout, row: WrittenRow) -> bytes:
    name = layout.prefix + b"row"
    inside = b"".join(xml for _, xml in sorted(row.cells.items()))
    return b'<%b r="%d">%b</%b>' % (name, row.number, inside, name)


def _opened(tag: bytes) -> bytes:
    """`<a/>` as `<a>`."""
    return tag.removesuffix(b"/>").rstrip() + b">"


def _opening(layout: Layout, row: Row, cells: Mapping[int, bytes]) -> bytes:
    """The row's start tag, its `spans` stretched where a new cell lies outside them."""
    text = layout.part.text[row.start : row.inner]
    if row.inner == row.end:
        text = _opened(text)
    if b"spans" not in row.tag:
        return text
    spans = attributes(row.tag).get("spans", "")
    wider = _wider_spans(spans, min(cells), max(cells))
    if wider is None:
        return text
    start, end, value = with_attribute(Element(layout.prefix + b"row", row.tag, 0, 0, 0, 0), b"spans", wider)
    return text[:start] + value + text[end:]


def _wider_spans(spans: str, first: int, last: int) -> bytes | None:
    numbers = [whole(number) for number in spans.replace(":", " ").split()]
    bounds = [number for number in numbers if number is not None]
    if not bounds or len(bounds) < len(numbers):
        return None
    if min(bounds) <= first and last <= max(bounds):
        return None
    return b"%d:%d" % (min(first, *bounds), max(last, *bounds))


def dimension_splices(layout: Layout, shown: Sequence[Address]) -> list[Splice]:
    """The sheet's dimension, where it has one, stretched over these cells."""
    element = layout.elements.get("dimension")
    area = None if element is None else parse_range(attributes(element.tag).get("ref", ""))
    if element is None or area is None or not shown:
        return []
    wider = _union(area, [row for row, _ in shown], [column for _, column in shown])
    if wider == area:
        return []
    return [with_attribute(element, b"ref", range_name(wider).encode())]


def _union(area: Range, rows: Sequence[int], columns: Sequence[int]) -> Range:
    top, left, bottom, right = area
    return min(top, *rows), min(left, *columns), max(bottom, *rows), max(right, *columns)


def filter_splices(layout: Layout, column: int | None) -> list[Splice]:
    """The worksheet's filter made to end with this column."""
    element = layout.elements.get("autoFilter")
    return [] if element is None or column is None else filter_moved(layout.part, element, column)
