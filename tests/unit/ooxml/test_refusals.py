"""What is refused, each in words that a job-seeker understands."""

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable

import pytest
from raw_xlsx import PACKAGE, packed, parts_of_workbook, sheet_xml, workbook

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
