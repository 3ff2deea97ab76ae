"""A filter, of a worksheet or of a table: its right edge moved, the conditions of its columns kept."""

from collections.abc import Iterator

from sheet_sync.ooxml.errors import UnsupportedWorkbook
from sheet_sync.ooxml.references import Range, column_letters, parse_range, range_name
from sheet_sync.ooxml.xmlpart import Element, Splice, XmlPart, attributes, whole, with_attribute


def area_of(element: Element | None) -> Range | None:
    """The range that an element's `ref` names, or None."""
    return None if element is None else parse_range(attributes(element.tag).get("ref", ""))


def filter_moved(part: XmlPart, element: Element, column: int) -> list[Splice]:
    """The splices that have a filter end with this column.

    Raises:
        UnsupportedWorkbook: it hides rows by a column that would no longer be part of it.
    """
    area = area_of(element)
    if area is None or area[3] == column or area[1] > column:
        return []
    moved = with_attribute(element, b"ref", range_name((*area[:3], column)).encode())
    return [moved, *_lost_columns(part, element, area[1], column), *lost_sort(part, element, column)]


def lost_sort(part: XmlPart, parent: Element, column: int) -> Iterator[Splice]:
    """The splice that forgets how the range was sorted last, where that names columns behind this one."""
    for child in part.children(parent):
        if child.local == "sortState":
            areas = [area_of(child), *map(area_of, part.children(child))]
            if any(area is not None and area[3] > column for area in areas):
                yield Splice(child.start, child.end, b"")


def _lost_columns(part: XmlPart, element: Element, first: int, last: int) -> Iterator[Splice]:
    """Takes out what the filter says of columns behind the last; beside a condition, that one may lack its button."""
    for child in part.children(element):
        place = first + (whole(attributes(child.tag).get("colId")) or 0)
        if child.local != "filterColumn" or place <= last:
            continue
        if any(True for _ in part.children(child)):
            raise UnsupportedWorkbook(
                f"Rows are filtered by column {column_letters(place)}, which is to go: clear that filter first."
            )
        yield Splice(child.start, child.end, b"")
