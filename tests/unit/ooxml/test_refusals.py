"""What is refused, each in words that a job-seeker understands."""

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable

import pytest
from raw_xlsx import LINKS, PACKAGE, packed, part, parts_of_workbook, sheet_xml, workbook

from sheet_sync.ooxml import Package, UnsupportedWorkbook, read_facts

Edit = Callable[..., bytes]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PARTS = parts_of_workbook(sheet_xml(""))
SHEET = "xl/worksheets/sheet1.xml"


def refusal(data: bytes) -> str:
    with pytest.raises(UnsupportedWorkbook) as caught:
        read_facts(Package.from_bytes(data), "Jobs")
    assert str(caught.value) == caught.value.reason
    return caught.value.reason


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no Excel workbook"),
        (b"Company,Position\n", "no Excel workbook"),
        (OLE + bytes(600), "old .xls"),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password"),
        (packed({"readme.txt": b"hello"}), "no Excel workbook"),
        (
            packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}),
            "OpenDocument",
        ),
        (packed({"_rels/.rels": PARTS["_rels/.rels"]}), "missing"),
        (packed(PARTS | {"_xmlsignatures/origin.sigs": b""}), "digitally signed"),
        (packed(PARTS | {"xl/revisions/revisionHeaders.xml": b"<a/>"}), "shared"),
        (packed(PARTS | {"xl/workbook.xml": b'<w:document xmlns:w="w"/>'}), "no Excel workbook"),
        (packed(PARTS | {"_rels/.rels": PARTS["_rels/.rels"].replace(b".xml", b".bin")}), "xlsb"),
        (packed({name: content for name, content in PARTS.items() if name != SHEET}), "is missing"),
        (packed(PARTS | {SHEET: b"<worksheet>"}), "not well-formed"),
        (packed(PARTS | {SHEET: b'<chartsheet xmlns="x"/>'}), "kind"),
        (packed(PARTS | {SHEET: sheet_xml("").replace(b"<sheetData></sheetData>", b"")}), "no place"),
    ],
)
def test_what_is_no_workbook_that_can_be_edited_is_named(data: bytes, words: str) -> None:
    assert words in refusal(data)


BOMB = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]>' + sheet_xml(
    '<row r="1"><c r="A1" t="str"><v>&c;</v></c></row>'
)


@pytest.mark.parametrize("name", [SHEET, "xl/workbook.xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"])
def test_document_types_and_entities_are_refused_in_every_part_that_is_read(name: str) -> None:
    assert "entities" in refusal(packed(PARTS | {name: BOMB}))


def test_every_truncation_is_refused() -> None:
    data = packed(PARTS)
    for length in range(len(data)):
        assert refusal(data[:length])


def test_a_wrong_checksum_is_refused() -> None:
    data = packed(PARTS)
    checksum = struct.pack("<L", zlib.crc32(PARTS["xl/styles.xml"]))
    assert "damaged" in refusal(data.replace(checksum, b"\0\0\0\0"))


def test_two_entries_of_one_name_are_refused() -> None:
    buffer = io.BytesIO(packed(PARTS))
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(SHEET.upper(), b"")
    assert "twice" in refusal(buffer.getvalue())


def test_a_locked_entry_is_refused() -> None:
    data = bytearray(packed(PARTS))
    data[data.rindex(b"PK\1\2") + 8] |= 1
    assert "password" in refusal(bytes(data))


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    assert "unpacks" in refusal(packed(PARTS | {"xl/media/image1.png": bytes(100_000_000)}))


def test_a_zip_that_understates_its_size_is_refused() -> None:
    name = b"xl/media/image1.png"
    data = bytearray(packed(PARTS | {name.decode(): bytes(1_000_000)}))
    struct.pack_into("<L", data, data.rindex(b"PK\1\2") + 24, 10)
    assert "damaged" in refusal(bytes(data))


def test_an_unknown_way_of_packing_is_refused_for_a_part_that_is_read() -> None:
    assert "newer programs" in refusal(packed(PARTS, method=zipfile.ZIP_BZIP2))


@pytest.mark.parametrize("encoding", ["utf-7", "shift_jis", "no-such"])
def test_an_encoding_that_cannot_be_spliced_is_refused(encoding: str) -> None:
    declared = f'<?xml version="1.0" encoding="{encoding}"?>'.encode()
    assert refusal(packed(PARTS | {SHEET: declared + sheet_xml("")}))


@pytest.mark.parametrize(
    ("rows", "at", "words"),
    [
        ('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>', (1, 1), "A1 holds a formula"),
        ('<row r="1"><c r="A1"><f t="shared" si="0"/><v>2</v></c></row>', (1, 1), "A1 holds a formula"),
        ('<row r="1"><c r="A1"><f t="array" ref="A1:B3">x</f></c></row>', (3, 2), "B3 holds a formula"),
        ("<row r=\"1\"><c r=\"A1\"><f t='dataTable' ref='A1:B3'/></c></row>", (2, 1), "A2 holds a formula"),
    ],
)
@pytest.mark.parametrize("value", ["x", None])
def test_a_formula_is_never_overwritten(edit: Edit, rows: str, at: tuple[int, int], words: str, value: object) -> None:
    with pytest.raises(UnsupportedWorkbook, match=words):
        edit(workbook(rows), {at: value})


def test_a_merged_cell_is_written_at_its_first_cell_only(edit: Edit) -> None:
    merged = workbook("", after='<mergeCells count="1"><mergeCell ref="B2:C3"/></mergeCells>')
    edit(merged, {(2, 2): "x", (2, 4): "y", (4, 2): "z"})
    with pytest.raises(UnsupportedWorkbook, match="C3 is merged into B2"):
        edit(merged, {(3, 3): "x"})


def test_a_document_of_another_program_is_no_workbook() -> None:
    links = f'<Relationships xmlns="{PACKAGE}/relationships"/>'.encode()
    assert "no Excel workbook" in refusal(packed({"_rels/.rels": links, "word/document.xml": b"<a/>"}))


def with_end(data: bytes, **fields: int) -> bytes:
    """The zip with other numbers in its end record."""
    places = {"disk": (4, "<H"), "count": (10, "<H"), "size": (12, "<L"), "offset": (16, "<L")}
    changed, end = bytearray(data), data.rindex(b"PK\5\6")
    for name, value in fields.items():
        place, form = places[name]
        struct.pack_into(form, changed, end + place, value)
    return bytes(changed)


def with_record(data: bytes, place: int, form: str, value: int) -> bytes:
    """The zip with another number in the last record of its directory."""
    changed = bytearray(data)
    struct.pack_into(form, changed, data.rindex(b"PK\1\2") + place, value)
    return bytes(changed)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (with_end(packed(PARTS), disk=3), "split over several files"),
        (with_end(packed(PARTS), count=60_000), "60,000 pieces"),
        (with_end(packed(PARTS), count=len(PARTS) + 1), "cut off"),
        (with_end(packed(PARTS), size=0), "cut off"),
        (with_end(packed(PARTS), size=0xFFFFFF00), "may be a trap"),
        (with_end(packed(PARTS), offset=0xFFFFFF00), "missing"),
        (with_record(packed(PARTS), 42, "<L", 0xFFFFFF00), "cut off"),
        (with_record(packed(PARTS), 20, "<L", 0xFFFFFF00), "missing"),
        (with_record(packed(PARTS), 42, "<L", 0), "two names"),
        (with_record(packed(PARTS), 10, "<H", 0), "packed in two ways"),
        (with_record(packed(PARTS), 24, "<L", 2**31), "far more than a workbook"),
        (packed({"a" * 300: b""} | PARTS), "impossible name"),
        (packed(PARTS).replace(b"xl/styles.xml", b"xl/st\0les.xml"), "impossible name"),
        (packed(PARTS | {SHEET.replace("/", "\\"): b""}), "twice"),
        (packed({f"xl/media/{number}": b"" for number in range(20_001)} | PARTS), "pieces"),
    ],
)
def test_a_zip_that_lies_is_refused(data: bytes, words: str) -> None:
    assert words in refusal(data)


def test_a_zip_whose_entries_overlap_is_refused() -> None:
    parts = {"xl/a.bin": b"a" * 5_000} | PARTS
    data = bytearray(packed(parts, method=zipfile.ZIP_STORED))
    struct.pack_into("<L", data, data.index(b"PK\1\2") + 20, 6_000)
    struct.pack_into("<L", data, data.index(b"PK\1\2") + 24, 6_000)
    assert "overlap" in refusal(bytes(data))


def test_a_comment_that_looks_like_the_end_of_the_zip_is_refused() -> None:
    buffer = io.BytesIO(packed(PARTS))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.comment = b"PK\5\6" + bytes(18)
    assert "no Excel workbook" in refusal(buffer.getvalue())


@pytest.mark.parametrize("name", ["../../evil.txt", "/etc/passwd", "C:\\evil.txt", "xl/../../evil", "", "."])
def test_a_name_that_points_out_of_the_zip_is_never_followed(edit: Edit, name: str) -> None:
    assert part(edit(packed({name: b"mine"} | PARTS), {(1, 1): 2}), name) == b"mine"


@pytest.mark.parametrize(
    "target", ["../../../../etc/passwd", "file:///etc/passwd", "https://host.example/x.xml", "", "#"]
)
def test_a_worksheet_that_lies_outside_the_file_is_missing(target: str) -> None:
    links = "xl/_rels/workbook.xml.rels"
    moved = PARTS[links].replace(b"worksheets/sheet1.xml", target.encode())
    assert refusal(packed(PARTS | {links: moved}))


def test_parts_that_link_in_circles_are_followed_once(edit: Edit) -> None:
    link = f'<Relationship Id="rId1" Type="{LINKS}/table" Target="../worksheets/sheet1.xml"/>'
    links = f'<Relationships xmlns="{PACKAGE}/relationships">{link}</Relationships>'.encode()
    assert edit(packed(PARTS | {"xl/worksheets/_rels/sheet1.xml.rels": links}), {(1, 1): 2})


@pytest.mark.parametrize(
    ("sheets", "words"),
    [
        (b"<sheets/>", "no worksheet named"),
        (b"", "lists no worksheets"),
        (b'<sheets><sheet name="%b"/></sheets>' % (b"x" * 60_000), "longer names"),
        (b"<sheets>" + b'<sheet name="x"/>' * 2_001 + b"</sheets>", "more worksheets"),
    ],
)
def test_a_workbook_whose_list_of_worksheets_makes_no_sense_is_refused(sheets: bytes, words: str) -> None:
    book = PARTS["xl/workbook.xml"]
    start, end = book.index(b"<sheets>"), book.index(b"</sheets>") + len(b"</sheets>")
    assert words in refusal(packed(PARTS | {"xl/workbook.xml": book[:start] + sheets + book[end:]}))


@pytest.mark.parametrize(
    "sheet",
    [
        sheet_xml("").decode().encode("utf-32"),
        b'<?xml version="1.0" encoding="cp037"?>' + sheet_xml(""),
        ('<?xml version="1.0" encoding="cp037"?>' + sheet_xml("").decode()).encode("cp037"),
        b'<?xml version="1.0" encoding="zlib"?>' + sheet_xml(""),
        b'<?xml version="1.0" encoding="unicode_escape"?>' + sheet_xml(""),
        b"\xef\xbb\xbf" + b'<?xml version="1.0" encoding="utf-16"?>' + sheet_xml(""),
        sheet_xml('<row r="1"><c r="A1" t="str"><v>\xff</v></c></row>').decode().encode("latin-1"),
        sheet_xml("").replace(b"<sheetData>", b"<sheetData>\xed\xa0\x80"),
        sheet_xml("").replace(b"<sheetData>", b"<sheetData>&#xD800;"),
        sheet_xml("").replace(b"<sheetData>", b"<sheetData>\0"),
        sheet_xml("").replace(b"<sheetData>", b"<sheetData>&#0;"),
        sheet_xml("").replace(b"<sheetData>", b"<x:sheetData>").replace(b"</sheetData>", b"</x:sheetData>"),
    ],
)
def test_letters_that_are_none_are_refused(sheet: bytes) -> None:
    assert refusal(packed(PARTS | {SHEET: sheet})).endswith(("save it anew.", "save it as .xlsx."))
