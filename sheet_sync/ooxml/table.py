"""Excel tables: what their parts say of them, and columns added, renamed or taken away in place (SPEC section 7)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sheet_sync.ooxml.errors import UnsupportedWorkbook
from sheet_sync.ooxml.filters import area_of, filter_moved, lost_sort
from sheet_sync.ooxml.package import Package, SheetRef
from sheet_sync.ooxml.references import Range, range_name
from sheet_sync.ooxml.xmlpart import (
    Element,
    Splice,
    XmlPart,
    attributes,
    raw_attributes,
    start_tag,
    whole,
    with_attribute,
)

_TOTALS = frozenset({b"totalsRowFunction", b"totalsRowLabel"})


@dataclass(frozen=True)
class ExcelTable:
    """An Excel table on a worksheet.

    Attributes:
        part: the name of its part in the package.
        name: as formulas and Table Design call it.
        area: all of it, header and totals rows included.
        columns: the names of its columns.
        totalled: those of its columns, counted from 0, that show something in the totals row.
        headed: its first row holds the names.
        totals: how many totals rows stand at its end.
        linked: a query or an XML map fills it.
    """

    part: str
    name: str
    area: Range
    columns: tuple[str, ...] = ()
    totalled: frozenset[int] = frozenset()
    headed: bool = True
    totals: int = 0
    linked: bool = False


@dataclass(frozen=True)
class TableEdit:
    """Other columns for one table.

    Attributes:
        part: the name of the table's part.
        added: the names of the columns to add at its right edge.
        dropped: how many columns to take away there.
        renamed: other names, by the column's place in the table, counted from 0; their totals go.
    """

    part: str
    added: tuple[str, ...] = ()
    dropped: int = 0
    renamed: Mapping[int, str] = field(default_factory=dict)


def read_tables(package: Package, sheet: SheetRef) -> Iterator[ExcelTable]:
    """The tables of a worksheet; one whose range cannot be read counts for none."""
    for link in package.relationships(sheet.part):
        if link.kind == "table":
            part = package.xml(link.part)
            area = area_of(part.root())
            if area is not None:
                yield _table(package, link.part, part, area)


def _table(package: Package, name: str, part: XmlPart, area: Range) -> ExcelTable:
    root = part.root()
    values = attributes(root.tag)
    columns = columns_of(part)
    tags = [raw_attributes(column.tag) for column in columns]
    queried = any(link.kind == "queryTable" for link in package.relationships(name))
    return ExcelTable(
        part=name,
        name=values.get("displayName") or values.get("name", ""),
        area=area,
        columns=tuple(attributes(column.tag).get("name", "") for column in columns),
        totalled=frozenset(place for place, tag in enumerate(tags) if _TOTALS & tag.keys()),
        headed=values.get("headerRowCount", "1") != "0",
        totals=whole(values.get("totalsRowCount")) or 0,
        linked=queried or values.get("tableType", "worksheet") != "worksheet",
    )


def columns_of(part: XmlPart) -> list[Element]:
    """The elements of a table's part that tell of its columns."""
    parent = part.child(part.root(), "tableColumns")
    return [] if parent is None else [child for child in part.children(parent) if child.local == "tableColumn"]


def changed_table(part: XmlPart, edit: TableEdit) -> bytes:
    """The part of a table with its columns edited.

    Raises:
        UnsupportedWorkbook: the part does not list its columns, or a column to take away is one that filters rows.
    """
    root = part.root()
    area, columns = area_of(root), columns_of(part)
    parent = part.child(root, "tableColumns")
    if area is None or parent is None or len(columns) <= edit.dropped or len(columns) != area[3] - area[1] + 1:
        raise UnsupportedWorkbook("The file does not say rightly which columns its Excel table has.")
    right = area[3] + len(edit.added) - edit.dropped
    splices = [with_attribute(root, b"ref", range_name((*area[:3], right)).encode()), *lost_sort(part, root, right)]
    own_filter = part.child(root, "autoFilter")
    splices += [] if own_filter is None else filter_moved(part, own_filter, right)
    splices += _renamed(part, columns, edit.renamed)
    splices += _resized(part, parent, columns, edit)
    return part.render(splices)


def _renamed(part: XmlPart, columns: list[Element], names: Mapping[int, str]) -> Iterator[Splice]:
    for place, name in names.items():
        column = columns[place]
        values = {key: value for key, value in raw_attributes(column.tag).items() if key not in _TOTALS}
        values[b"name"] = part.encoded(_quoted(name))
        yield Splice(column.start, column.inner, start_tag(column.name, values, empty=column.empty))
        for child in part.children(column):
            if child.local == "totalsRowFormula":
                yield Splice(child.start, child.end, b"")


def _resized(part: XmlPart, parent: Element, columns: list[Element], edit: TableEdit) -> Iterator[Splice]:
    kept = columns[: len(columns) - edit.dropped]
    total = len(kept) + len(edit.added)
    if total != len(columns) and b"count" in raw_attributes(parent.tag):
        yield with_attribute(parent, b"count", b"%d" % total)
    first = 1 + max(whole(attributes(column.tag).get("id")) or 0 for column in columns)
    name = parent.prefix.decode() + "tableColumn"
    added = "".join(f'<{name} id="{i}" name="{_quoted(text)}"/>' for i, text in enumerate(edit.added, start=first))
    if added or edit.dropped:
        yield Splice(kept[-1].end, columns[-1].end, part.encoded(added))


def _quoted(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return escaped.replace("\r\n", "_x000a_").replace("\n", "_x000a_")


def free_names(taken: Iterable[str], count: int) -> Iterator[str]:
    """Names for columns without a header, as Excel makes them: "Column1" and so on, none of them taken."""
    known = {name.casefold() for name in taken}
    names = (f"Column{number}" for number in range(1, len(known) + count + 1))
    free = (name for name in names if name.casefold() not in known)
    return (name for name, _ in zip(free, range(count), strict=False))
