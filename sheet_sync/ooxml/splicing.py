"""Cells spliced into a worksheet part: rows that are not named keep every byte."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sheet_sync.ooxml.references import Range, parse_range, range_name
from sheet_sync.ooxml.worksheet import Cell, Layout, Row, cells_of, row_at
from sheet_sync.ooxml.xmlpart import Splice, attributes, with_attribute


@dataclass(frozen=True, slots=True)
class NewCell:
    """A cell to write: its whole XML; one that is `blank` is no reason to stretch the sheet's dimension."""

    xml: bytes
    blank: bool


def row_splices(layout: Layout, rows: Mapping[int, Mapping[int, NewCell]]) -> list[Splice]:
    """The splices that write cells, given by row and column."""
    numbers = [row.number for row in layout.rows]
    splices: list[Splice] = []
    appended: dict[int, bytes] = {}
    for number in sorted(rows):
        row = row_at(layout, number)
        if row is not None:
            splices.append(Splice(row.start, row.end, _spliced_row(layout, row, rows[number])))
            continue
        following = bisect_left(numbers, number)
        appended[following] = appended.get(following, b"") + _new_row(layout, number, rows[number])
    return splices + _placed_rows(layout, appended)


def _placed_rows(layout: Layout, appended: Mapping[int, bytes]) -> list[Splice]:
    """New rows, by the index of the row that they precede."""
    data = layout.data
    if data.empty and appended:
        tag = layout.part.text[data.start : data.end].rstrip(b">").rstrip().rstrip(b"/")
        whole = tag + b">" + appended[0] + b"</" + data.name + b">"
        return [Splice(data.start, data.end, whole)]
    ends = [data.inner, *(row.end for row in layout.rows)]
    return [Splice(ends[index], ends[index], text) for index, text in appended.items()]


def _new_row(layout: Layout, number: int, cells: Mapping[int, NewCell]) -> bytes:
    name = layout.prefix + b"row"
    inside = b"".join(cells[column].xml for column in sorted(cells))
    return b'<%b r="%d">%b</%b>' % (name, number, inside, name)


def _spliced_row(layout: Layout, row: Row, cells: Mapping[int, NewCell]) -> bytes:
    opening = _opening(layout, row, cells)
    name = layout.prefix + b"row"
    text = layout.part.text
    closing = text[row.close : row.end] or b"</%b>" % name
    return b"".join([opening, *_spliced_cells(layout, row, cells), closing])


def _spliced_cells(layout: Layout, row: Row, cells: Mapping[int, NewCell]) -> Iterable[bytes]:
    """The row's inside: what stands between and around its cells stays where it is."""
    text, position = layout.part.text, row.inner
    waiting = sorted(cells)
    old: list[Cell] = cells_of(layout, row)
    pieces: list[bytes] = []
    index = 0
    for column in waiting:
        while index < len(old) and old[index].column < column:
            index += 1
        replaced = old[index] if index < len(old) and old[index].column == column else None
        start, end = (replaced.start, replaced.end) if replaced else (_gap(old, index, row.inner),) * 2
        pieces += [text[position:start], cells[column].xml]
        position = end
    pieces.append(text[position : row.close])
    return pieces


def _gap(cells: list[Cell], index: int, inner: int) -> int:
    """Where a new cell goes that precedes the cell of this index: right behind the one before."""
    return cells[index - 1].end if index else inner


def _opening(layout: Layout, row: Row, cells: Mapping[int, NewCell]) -> bytes:
    """The row's start tag, its `spans` stretched where a new cell lies outside them."""
    tag = row.tag
    spans = attributes(tag).get("spans") if b"spans" in tag else None
    wider = _wider_spans(spans, min(cells), max(cells)) if spans else None
    text = layout.part.text[row.start : row.inner]
    if row.inner == row.end:
        text = text.rstrip(b">").rstrip(b"/") + b">"
    if wider is None:
        return text
    element_tag = _with_spans(tag, wider)
    begin = 1 + len(layout.prefix + b"row")
    return text[:begin] + element_tag + text[begin + len(tag) :]


def _with_spans(tag: bytes, spans: bytes) -> bytes:
    old = attributes(tag)["spans"].encode()
    for quote in (b'"', b"'"):
        tag = tag.replace(quote + old + quote, quote + spans + quote, 1)
    return tag


def _wider_spans(spans: str, first: int, last: int) -> bytes | None:
    pairs = [pair.split(":") for pair in spans.split()]
    if not all(len(pair) == 2 and pair[0].isdigit() and pair[1].isdigit() for pair in pairs):  # noqa: PLR2004 - "1:8"
        return None
    starts, ends = [int(pair[0]) for pair in pairs], [int(pair[1]) for pair in pairs]
    if min(starts) <= first and last <= max(ends):
        return None
    return b"%d:%d" % (min([first, *starts]), max([last, *ends]))


def dimension_splices(layout: Layout, rows: Mapping[int, Mapping[int, NewCell]]) -> list[Splice]:
    """The sheet's dimension, where it has one, stretched over new cells that show something."""
    element = layout.elements.get("dimension")
    shown = [(row, column) for row, cells in rows.items() for column, cell in cells.items() if not cell.blank]
    area = None if element is None else parse_range(attributes(element.tag).get("ref", ""))
    if element is None or area is None or not shown:
        return []
    wider = _union(area, [row for row, _ in shown], [column for _, column in shown])
    if wider == area:
        return []
    return [with_attribute(layout.part, element, b"ref", range_name(wider).encode())]


def _union(area: Range, rows: list[int], columns: list[int]) -> Range:
    top, left, bottom, right = area
    return min(top, *rows), min(left, *columns), max(bottom, *rows), max(right, *columns)


def filter_splices(layout: Layout, column: int | None) -> list[Splice]:
    """The worksheet's filter stretched rightwards to this column."""
    element = layout.elements.get("autoFilter")
    area = None if element is None else parse_range(attributes(element.tag).get("ref", ""))
    if element is None or area is None or column is None or area[3] >= column:
        return []
    return [with_attribute(layout.part, element, b"ref", range_name((*area[:3], column)).encode())]
