"""The proof: the new package is opened again and compared with the old one, all but what was asked for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sheet_sync.ooxml.archive import RECORD, Archive, Entry
from sheet_sync.ooxml.errors import EditCheckFailed, UnsupportedWorkbook
from sheet_sync.ooxml.package import Package
from sheet_sync.ooxml.rowcells import cells_of
from sheet_sync.ooxml.rowstream import RowStream, StreamedRow
from sheet_sync.ooxml.table import TableEdit
from sheet_sync.ooxml.tablecheck import check_table
from sheet_sync.ooxml.worksheet import Layout, Row, read_layout
from sheet_sync.ooxml.xmlpart import XmlPart, attributes
from sheet_sync.ooxml.xmlsource import refuse_malformed_pieces

_STRETCHED = frozenset({"dimension", "cols", "autoFilter"})
"""Elements around the cells that an edit may change."""
_APPENDED = frozenset({"numFmts", "cellXfs", "definedNames"})
"""Lists outside the worksheet that an edit may add to, or change one member of."""
_ADJUSTED = frozenset({"calcPr"})


@dataclass(frozen=True, slots=True)
class Proof:
    """What is known before the edit: the old package, its worksheet, the cells to be written and the tables to change.

    Of a cell that is to be taken away `rows` has no bytes.
    """

    package: Package
    sheet: str
    layout: Layout
    rows: Mapping[int, dict[int, bytes]]
    tables: Sequence[TableEdit] = ()


def check_edit(proof: Proof, content: bytes, replaced: set[str], added: set[str]) -> None:
    """Raises EditCheckFailed unless `content` is the old package with these cells written.

    Args:
        proof: the state before.
        content: the new package.
        replaced: the names of the zip entries that may differ, within their own limits.
        added: the names of those that may be new.
    """
    try:
        archive = Archive.parse(content)
        check_entries(proof.package.archive, archive, replaced, added)
        for old in proof.package.archive.entries:
            if old.name in replaced:
                _check_part(proof, old, archive)
    except UnsupportedWorkbook as error:
        raise EditCheckFailed(error.reason) from error


def demand(true: bool, difference: str) -> None:  # noqa: FBT001 - it reads as an assertion
    """Raises EditCheckFailed, naming the difference, where something is not true."""
    if not true:
        raise EditCheckFailed(difference)


def same_entry(archive: Archive, old: Entry) -> Entry:
    """The entry of the same name in another archive."""
    return next(entry for entry in archive.entries if entry.name == old.name)


def check_entries(old: Archive, new: Archive, replaced: set[str], added: set[str]) -> None:
    """Raises EditCheckFailed unless all entries but those named are the same bytes in the same order."""
    names = [entry.name for entry in new.entries]
    demand(names[: len(old.entries)] == [entry.name for entry in old.entries], "entries are missing")
    demand(set(names[len(old.entries) :]) == added, "entries are new")
    offset = RECORD.size - 4
    for before, after in zip(old.entries, new.entries, strict=False):
        if before.name not in replaced:
            same = old.content[before.start : before.data] == new.content[after.start : after.data]
            same = same and old.packed(before) == new.packed(after)
            same = same and before.record[:offset] == after.record[:offset]
            demand(same, f"the entry {before.name} differs")


def _check_part(proof: Proof, entry: Entry, archive: Archive) -> None:
    if entry.key.lstrip("/") == proof.sheet.lower():
        stream = RowStream(archive.unpack(same_entry(archive, entry)), proof.layout)
        refuse_malformed_pieces(_check_worksheet(proof, stream), "the worksheet", "utf-8")
        return
    after = XmlPart.parse(archive.read(same_entry(archive, entry)), entry.name)
    before = XmlPart.parse(proof.package.archive.read(entry), entry.name)
    table = next((edit for edit in proof.tables if edit.part.lower() == entry.key.lstrip("/")), None)
    if table is not None:
        check_table(entry.name, before, after, table)
        return
    old, new = members(before), members(after)
    if entry.key.endswith((".rels", "[content_types].xml")):
        demand(new[: len(old)] == old and len(new) == len(old) + 1, f"{entry.name} differs")
        return
    demand(_fixed(old) == _fixed(new), f"{entry.name} differs")
    for name in _APPENDED:
        _check_list(name, before, after)


def members(part: XmlPart) -> list[tuple[str, bytes]]:
    """The children of a part's root: their names and their bytes."""
    root = part.root()
    return [(child.local, part.text[child.start : child.end]) for child in part.children(root)]


def _fixed(members: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    return [member for member in members if member[0] not in _APPENDED | _ADJUSTED]


def _check_list(name: str, before: XmlPart, after: XmlPart) -> None:
    """The list kept its members; only the name of a filter, which is stretched in place, may differ."""
    old, new = _list(name, before), _list(name, after)
    for one, other in zip(old, new, strict=False):
        demand(one == other or b"_xlnm._FilterDatabase" in one, f"a member of {name} differs")
    demand(len(old) <= len(new), f"members of {name} are missing")
    demand(name != "definedNames" or len(old) == len(new), f"{name} grew")


def _list(name: str, part: XmlPart) -> list[bytes]:
    parent = part.child(part.root(), name)
    return [] if parent is None else [part.text[child.start : child.end] for child in part.children(parent)]


def _check_worksheet(proof: Proof, new: RowStream) -> Iterator[bytes]:
    """Compares row by row, so that of the new worksheet only a piece is ever held.

    The XML of what was written, as one element: it has yet to be found well-formed.
    """
    yield b"<x>"
    yield from _check_rows(proof, new.rows())
    frame = read_layout(XmlPart.fragment(new.head + new.tail()))
    demand(_frame(proof.layout) == _frame(frame), "something around the cells differs")
    demand(proof.layout.data.tag == frame.data.tag, "the worksheet's list of rows differs")
    demand(_after_rows(proof.layout) == _after_rows(frame), "something behind the last row differs")
    yield from _surroundings(frame)
    yield b"</x>"


def _surroundings(layout: Layout) -> list[bytes]:
    """The elements around the cells that may differ: beside the changed rows, all that has yet to be well-formed."""
    changing = (layout.elements[name] for name in _STRETCHED if name in layout.elements)
    return [layout.part.text[element.start : element.end] for element in changing]


def _check_rows(proof: Proof, new: Iterable[StreamedRow]) -> Iterator[bytes]:
    """Compares all rows; the bytes of those that were written have yet to be found well-formed."""
    before = _rows(proof.layout)
    waiting = next(before, None)
    for piece, row, gap in new:
        if waiting is not None and waiting[0].number == row.number:
            demand(waiting[1] == gap, f"something before row {row.number} differs")
            yield from _check_row(proof, piece, waiting[0], row)
            waiting = next(before, None)
        else:
            demand(row.number in proof.rows and not gap, f"row {row.number} is new")
            yield from _check_cells(proof, piece, {}, row)
    demand(waiting is None, "rows are missing")


def _rows(layout: Layout) -> Iterator[tuple[Row, bytes]]:
    """The rows, each with what stands before it."""
    position = layout.data.inner
    for row in layout.rows.values():
        yield row, layout.part.text[position : row.start]
        position = row.end


def _after_rows(layout: Layout) -> bytes:
    last = next(reversed(layout.rows.values()), None)
    return layout.part.text[layout.data.inner if last is None else last.end : layout.data.close]


def _frame(layout: Layout) -> bytes:
    """All of the part that stands around the rows, but for what an edit may change."""
    changing = [layout.elements[name] for name in _STRETCHED if name in layout.elements]
    pieces, position = [], 0
    for element in sorted([*changing, layout.data], key=lambda element: element.start):
        pieces.append(layout.part.text[position : element.start])
        position = element.end
    return b"".join([*pieces, layout.part.text[position:]])


def _check_row(proof: Proof, new: Layout, before: Row, after: Row) -> Iterable[bytes]:
    """Compares a row; returns what of it has yet to be found well-formed."""
    old = proof.layout
    if before.number not in proof.rows:
        same = old.part.text[before.start : before.end] == new.part.text[after.start : after.end]
        demand(same, f"row {before.number} differs")
        return []
    if before.tag != after.tag:
        demand(
            _without_spans(before.tag) == _without_spans(after.tag),
            f"the format of row {before.number} differs",
        )
    pieces = cells_of(old, before)
    return _check_cells(proof, new, dict(zip(pieces.columns, pieces.cells, strict=True)), after)


def _without_spans(tag: bytes) -> dict[str, str]:
    return {name: value for name, value in attributes(tag).items() if name != "spans"}


def _check_cells(proof: Proof, new: Layout, old: dict[int, bytes], row: Row) -> Iterable[bytes]:
    """The row holds the old cells, and in place of those named, or beside them, the new ones."""
    expected = {column: cell for column, cell in (old | proof.rows[row.number]).items() if cell}
    pieces = cells_of(new, row)
    demand(
        dict(zip(pieces.columns, pieces.cells, strict=True)) == expected,
        f"a cell of row {row.number} differs",
    )
    return [new.part.text[row.start : row.end]]
