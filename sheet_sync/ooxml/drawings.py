"""Where charts and pictures float over the cells of a worksheet. They are read and never changed."""

from collections.abc import Iterator
from itertools import islice

from sheet_sync.ooxml.errors import UnsupportedWorkbook
from sheet_sync.ooxml.package import Package, SheetRef
from sheet_sync.ooxml.references import Range
from sheet_sync.ooxml.xmlpart import Element, XmlPart, attributes, whole

MOST_DRAWINGS = 1000
_COLUMN_WIDTH, _ROW_HEIGHT = 609_600, 190_500
"""A cell of the usual size, in the units of drawings, 914,400 an inch."""


def drawn_areas(package: Package, sheet: SheetRef) -> tuple[Range, ...]:
    """The ranges over which charts and pictures float.

    Of one that tells its size alone, as if all cells had the usual one. What cannot be read counts for none: it only
    decides where new columns are best seen.
    """
    try:
        return tuple(islice(_areas(package, sheet), MOST_DRAWINGS))
    except UnsupportedWorkbook:
        return ()


def _areas(package: Package, sheet: SheetRef) -> Iterator[Range]:
    for link in package.relationships(sheet.part):
        if link.kind == "drawing":
            part = package.xml(link.part)
            found = (_area(part, anchor) for anchor in part.children(part.root()))
            yield from (area for area in found if area)


def _area(part: XmlPart, anchor: Element) -> Range | None:
    """The cells under one drawing; None for one that is anchored to no cell."""
    first, last = _corner(part, anchor, "from"), _corner(part, anchor, "to")
    if first is None:
        return None
    if last is None:
        size = part.child(anchor, "ext")
        values = {} if size is None else attributes(size.tag)
        rows, columns = (whole(values.get("cy")) or 0) // _ROW_HEIGHT, (whole(values.get("cx")) or 0) // _COLUMN_WIDTH
        last = first[0] + rows, first[1] + columns
    return (*first, *last)


def _corner(part: XmlPart, anchor: Element, name: str) -> tuple[int, int] | None:
    """The row and column of a corner, counted from 1."""
    corner = part.child(anchor, name)
    if corner is None:
        return None
    row, column = (part.child(corner, place) for place in ("row", "col"))
    if row is None or column is None:
        return None
    return (whole(part.content(row)) or 0) + 1, (whole(part.content(column)) or 0) + 1
