"""A worksheet read piece by piece says what it says when it is read whole, and never stands in memory as a whole."""

import tracemalloc
from collections.abc import Iterator

import pytest
from raw_xlsx import SPACE, sheet_xml

from sheet_sync.ooxml import UnsupportedWorkbook
from sheet_sync.ooxml.rowcells import cells_of
from sheet_sync.ooxml.rowstream import RowStream
from sheet_sync.ooxml.worksheet import Layout, read_layout
from sheet_sync.ooxml.xmlpart import XmlPart

PLAIN = '<row r="1"><c r="A1"><v>1</v></c></row><row r="3"/><row r="7" spans="1:2"><c r="B7" t="s"><v>0</v></c></row>'
HIDDEN = (
    '<!-- <row r="9"> --> <row><c><v>1</v></c></row><?x </row> ?>\n<row r="4"><c r="A4" t="str"><v><![CDATA[</row>]]>'
    "</v></c></row><!-- </sheetData> --> "
)
SHEETS = {
    "plain": sheet_xml(PLAIN, before='<dimension ref="A1:B7"/>', after='<pageMargins left="1"/>'),
    "empty": f'<worksheet xmlns="{SPACE}"><sheetData/><pageMargins left="1"/></worksheet>'.encode(),
    "no rows": sheet_xml(" <!-- nothing --> "),
    "hidden": sheet_xml(HIDDEN, before="<!-- <sheetData> -->"),
    "prefixed": sheet_xml(PLAIN).replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(b"xmlns=", b"xmlns:x="),
    "utf-16": ("\ufeff" + sheet_xml(PLAIN + '<row r="8"><c r="A8"><v>ä€😀</v></c></row>').decode()).encode("utf-16-le"),
}


def pieces(raw: bytes, size: int) -> Iterator[bytes]:
    return (raw[start : start + size] for start in range(0, len(raw), size))


def read_whole(layout: Layout) -> list[tuple[int, list[bytes]]]:
    return [(row.number, list(cells_of(layout, row).cells)) for row in layout.rows.values()]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 50, 10_000])
@pytest.mark.parametrize("name", SHEETS)
def test_pieces_of_any_size_give_the_same_rows_and_cells(name: str, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sheet_sync.ooxml.rowstream._BLOCK", 1)
    layout = read_layout(XmlPart.parse(SHEETS[name], name))
    stream = RowStream(pieces(SHEETS[name], size), layout)
    rows, text = [], stream.head
    for piece, row, gap in stream.rows():
        rows.append((row.number, list(cells_of(piece, row).cells)))
        text += gap + piece.part.text[row.start : row.end]
    assert rows == read_whole(layout)
    assert text + stream.tail() == layout.part.text


@pytest.mark.parametrize("cut", [b"<sheetData>", b"</row>", b"</c>"])
def test_a_worksheet_that_breaks_off_is_refused(cut: bytes) -> None:
    layout = read_layout(XmlPart.parse(SHEETS["plain"], "plain"))
    raw = SHEETS["plain"].partition(cut)[0]
    with pytest.raises(UnsupportedWorkbook, match="breaks off"):
        [*RowStream(pieces(raw, 7), layout).rows()]


def test_of_a_large_worksheet_only_a_piece_is_ever_held() -> None:
    row = b"<row>" + b"<c><v>12345</v></c>" * 1000 + b"</row>"
    small = sheet_xml("")
    head, tail = small.split(b"</sheetData>")
    parts = [head, *[row] * 1500, b"</sheetData>" + tail]
    tracemalloc.start()
    rows = sum(1 for _ in RowStream(iter(parts), read_layout(XmlPart.parse(small, "like"))).rows())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert rows == 1500
    assert peak < sum(map(len, parts)) / 4
