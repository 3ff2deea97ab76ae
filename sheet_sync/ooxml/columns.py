"""The <cols> of a worksheet: widths and default formats of columns, split so that one column changes alone."""

from collections.abc import Collection, Sequence
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


def column_splices(layout: Layout, edits: Sequence[ColumnEdit], restored: Collection[int] = ()) -> list[Splice]:
    """The splices that apply the edits; columns that none of them names keep all they have.

    Args:
        layout: the worksheet.
        edits: the columns to shape.
        restored: columns that were shaped once, and now take after the one at their right.
    """
    if not edits and not (restored and _columns(layout)):
        return []
    pieces = [(*_span(col), raw_attributes(col.tag)) for col in _columns(layout)]
    for edit in edits:
        pieces = _applied(pieces, edit)
    if restored:
        pieces = _joined(_restored(pieces, restored), restored)
    return [_cols_splice(layout, pieces)]


_Piece = tuple[int, int, dict[bytes, bytes]]


def _cols_splice(layout: Layout, pieces: list[_Piece]) -> Splice:
    name = layout.prefix + b"col"
    inside = b"".join(start_tag(name, _bounded(values, first, last), empty=True) for first, last, values in pieces)
    element = b"<%bs>%b</%bs>" % (name, inside, name) if inside else b""
    cols = layout.elements.get("cols")
    place = (layout.data.start, layout.data.start) if cols is None else (cols.start, cols.end)
    return Splice(*place, element)


def _applied(pieces: list[_Piece], edit: ColumnEdit) -> list[_Piece]:
    rest, own = _without(pieces, edit.column)
    return sorted([*rest, (edit.column, edit.column, _shaped(own, edit))], key=lambda piece: piece[0])


def _without(pieces: list[_Piece], column: int) -> tuple[list[_Piece], dict[bytes, bytes]]:
    """The pieces around one column, and what it had itself."""
    rest: list[_Piece] = []
    own: dict[bytes, bytes] = {}
    for first, last, values in pieces:
        if not first <= column <= last:
            rest.append((first, last, values))
            continue
        own = values
        if first < column:
            rest.append((first, column - 1, values))
        if column < last:
            rest.append((column + 1, last, values))
    return rest, own


_OF_ITS_OWN = frozenset({b"width", b"hidden", b"customWidth", b"bestFit", b"outlineLevel"})
"""What a column of a range of columns does not keep when it is shaped: it shall show, and leave their group."""


def _shaped(values: dict[bytes, bytes], edit: ColumnEdit) -> dict[bytes, bytes]:
    kept = {name: value for name, value in values.items() if name not in _OF_ITS_OWN}
    shaped = kept | {b"width": f"{edit.width:g}".encode(), b"customWidth": b"1"}
    return shaped | {b"hidden": b"1"} if edit.hidden else shaped


_UNSHAPED = {b"width": b"9.140625"}
"""How Excel writes a column of the usual width, where it has to mention it at all."""


def _restored(pieces: list[_Piece], columns: Collection[int]) -> list[_Piece]:
    """Each of the columns with all that those around have in common, or with nothing where they have nothing."""
    for column in sorted(columns, reverse=True):
        pieces, own = _without(pieces, column)
        taken = _taken_over(_common(pieces, columns, column), own)
        pieces += [] if taken == _UNSHAPED else [(column, column, taken)]
    return sorted(pieces, key=lambda piece: piece[0])


def _common(pieces: list[_Piece], columns: Collection[int], column: int) -> dict[bytes, bytes]:
    """What the column at the right has, unless it was shaped on its own: as ours are, and those that a user shapes."""
    right = next((piece for piece in pieces if piece[0] <= column + 1 <= piece[1]), None)
    if right is None or column + 1 in columns or right[0] < right[1]:
        return _UNSHAPED if right is None else right[2]
    left = next((first for first in range(column, 0, -1) if first not in columns), 0)
    alike = (_said(values) == _said(right[2]) for first, last, values in pieces if first <= left <= last)
    return right[2] if any(alike) else _UNSHAPED


def _taken_over(right: dict[bytes, bytes], own: dict[bytes, bytes]) -> dict[bytes, bytes]:
    """`collapsed` marks the column beside a folded group, and stays with that column."""
    values = {name: value for name, value in right.items() if name != b"collapsed"}
    return values | {name: value for name, value in own.items() if name == b"collapsed"}


def _joined(pieces: list[_Piece], columns: Collection[int]) -> list[_Piece]:
    """The pieces with those around the columns joined again where they say the same."""
    joined: list[_Piece] = []
    for first, last, values in pieces:
        beside = joined and joined[-1][1] + 1 == first and (first in columns or first - 1 in columns)
        if beside and _said(joined[-1][2]) == _said(values):
            joined[-1] = (joined[-1][0], last, values)
        else:
            joined.append((first, last, values))
    return joined


def _said(values: dict[bytes, bytes]) -> dict[bytes, bytes]:
    return {name: value for name, value in values.items() if name not in {b"min", b"max"}}


def _bounded(values: dict[bytes, bytes], first: int, last: int) -> dict[bytes, bytes]:
    bounds = {b"min": b"%d" % first, b"max": b"%d" % last}
    return bounds | {name: value for name, value in values.items() if name not in bounds}
