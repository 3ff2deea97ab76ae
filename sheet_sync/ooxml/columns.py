"""The <cols> of a worksheet: widths and default formats of columns, split so that one column changes alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from sheet_sync.ooxml.worksheet import Layout
from sheet_sync.ooxml.xmlpart import Element, Splice, attributes, raw_attributes, start_tag, whole


@dataclass(frozen=True, slots=True)
class ColumnEdit:
    """Give one column (from 1) a width, in characters, and hide or show it."""

    column: int
    width: float
    hidden: bool = False


def _columns(layout: Layout) -> list[Element]:
    cols = layout.elements.get("cols")
    return [] if cols is None else [col for col in layout.part.children(cols) if col.local == "col"]


def _span(col: Element) -> tuple[int, int]:
    values = attributes(col.tag)
    return whole(values.get("min")) or 0, whole(values.get("max")) or 0


def column_styles(layout: Layout) -> list[tuple[int, int, int]]:
    """(first, last, style index) of the columns that have a default format."""
    found = []
    for col in _columns(layout):
        style = whole(attributes(col.tag).get("style"))
        if style is not None:
            found.append((*_span(col), style))
    return found


def column_splices(layout: Layout, edits: Sequence[ColumnEdit]) -> list[Splice]:
    """The splices that apply the edits; columns that none of them names keep all they have."""
    if not edits:
        return []
    pieces = [(*_span(col), raw_attributes(col.tag)) for col in _columns(layout)]
    for edit in edits:
        pieces = _applied(pieces, edit)
    name = layout.prefix + b"col"
    inside = b"".join(start_tag(name, _bounded(values, first, last), empty=True) for first, last, values in pieces)
    element = b"<%bs>%b</%bs>" % (name, inside, name)
    cols = layout.elements.get("cols")
    place = (layout.data.start, layout.data.start) if cols is None else (cols.start, cols.end)
    return [Splice(*place, element)]


_Piece = tuple[int, int, dict[bytes, bytes]]


def _applied(pieces: list[_Piece], edit: ColumnEdit) -> list[_Piece]:
    column = edit.column
    result: list[_Piece] = []
    own: dict[bytes, bytes] = {}
    for first, last, values in pieces:
        if not first <= column <= last:
            result.append((first, last, values))
            continue
        own = values
        if first < column:
            result.append((first, column - 1, values))
        if column < last:
            result.append((column + 1, last, values))
    result.append((column, column, _shaped(own, edit)))
    return sorted(result, key=lambda piece: piece[0])


def _shaped(values: dict[bytes, bytes], edit: ColumnEdit) -> dict[bytes, bytes]:
    kept = {
        name: value for name, value in values.items() if name not in {b"width", b"hidden", b"customWidth", b"bestFit"}
    }
    shaped = kept | {b"width": f"{edit.width:g}".encode(), b"customWidth": b"1"}
    return shaped | {b"hidden": b"1"} if edit.hidden else shaped


def _bounded(values: dict[bytes, bytes], first: int, last: int) -> dict[bytes, bytes]:
    bounds = {b"min": b"%d" % first, b"max": b"%d" % last}
    return bounds | {name: value for name, value in values.items() if name not in bounds}
