"""The forms of zips and packages: every entry that is not edited is copied byte for byte."""

import io
import struct
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from raw_xlsx import packed, part, parts_of_workbook, sheet_xml, workbook

from sheet_sync.ooxml import CellEdit, Package, UnsupportedWorkbook, WorksheetEdit, apply_edit

Edit = Callable[..., bytes]
PARTS = parts_of_workbook(sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>'))
SHEET = "xl/worksheets/sheet1.xml"


class Unseekable:
    """A target that cannot be rewound: sizes are then written behind the data."""

    def __init__(self) -> None:
        self.content = b""

    def write(self, data: bytes) -> int:
        self.content += data
        return len(data)

    def flush(self) -> None:
        """Nothing waits to be written."""

    def close(self) -> None:
        """Nothing is open."""


def zipped(parts: dict[str, bytes], change: Callable[[zipfile.ZipInfo], None] = lambda _: None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, (2020, 2, 2, 2, 2, 2))
            info.compress_type = zipfile.ZIP_DEFLATED
            change(info)
            archive.writestr(info, content)
    return buffer.getvalue()


def test_data_descriptors_are_kept_where_nothing_changes(edit: Edit) -> None:
    target = Unseekable()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in PARTS.items():
            archive.writestr(name, content)
    edited = edit(target.content, {(1, 1): 2})
    assert edited.count(b"PK\7\x08") == len(PARTS) - 1


def test_extra_fields_attributes_and_comments_stay(edit: Edit) -> None:
    def change(info: zipfile.ZipInfo) -> None:
        info.extra = struct.pack("<2H4s", 0xCAFE, 4, b"mine")
        info.comment = b"a comment"
        info.external_attr = 0o640 << 16
        info.create_version, info.extract_version = 45, 45

    edited = edit(zipped(PARTS, change), {(1, 1): 2})
    assert edited.count(b"mine") == 2 * len(PARTS)
    info = zipfile.ZipFile(io.BytesIO(edited)).getinfo(SHEET)
    assert (info.comment, info.external_attr, info.date_time[0]) == (b"a comment", 0o640 << 16, 2020)


def test_directory_entries_and_stored_entries_stay_what_they_are(edit: Edit) -> None:
    folders = {"xl/": b"", "xl/worksheets/": b""}
    edited = edit(packed(folders | PARTS, method=zipfile.ZIP_STORED), {(1, 1): 2})
    assert b"<v>2</v>" in edited
    assert {info.compress_type for info in zipfile.ZipFile(io.BytesIO(edited)).infolist()} == {zipfile.ZIP_STORED}


def test_names_with_backslashes_are_understood_and_kept(edit: Edit) -> None:
    edited = edit(packed({name.replace("/", "\\"): content for name, content in PARTS.items()}), {(1, 1): 2})
    assert b"xl\\worksheets\\sheet1.xml" in edited


@pytest.mark.parametrize("stub", [b"#!/bin/sh\n", b"x" * 70_000])
def test_bytes_before_the_zip_stay(edit: Edit, stub: bytes) -> None:
    assert edit(stub + packed(PARTS), {(1, 1): 2}).startswith(stub + b"PK")


def test_offsets_that_count_from_the_first_byte_of_all_are_understood(edit: Edit) -> None:
    buffer = io.BytesIO(b"stub" * 5)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in PARTS.items():
            archive.writestr(name, content)
    assert edit(buffer.getvalue(), {(1, 1): 2}).startswith(b"stub" * 5 + b"PK")


def test_a_comment_of_the_whole_zip_stays(edit: Edit) -> None:
    buffer = io.BytesIO(packed(PARTS))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.comment = b"made by hand"
    assert edit(buffer.getvalue(), {(1, 1): 2}).endswith(archive.comment)


def test_a_zip_with_64_bit_records_stays_one(edit: Edit) -> None:
    data = with_64_bits(packed(PARTS))
    edited = edit(data, {(1, 1): 2})
    assert (edited.count(b"PK\6\6"), edited.count(b"PK\6\7")) == (1, 1)
    assert zipfile.ZipFile(io.BytesIO(edited)).testzip() is None
    assert b"<v>2</v>" in part(edited)


def with_64_bits(data: bytes) -> bytes:
    """The zip with every size and offset of its directory moved to 64-bit fields."""
    end = data.rindex(b"PK\5\6")
    count, _, offset = struct.unpack_from("<H2L", data, end + 10)
    records, position = b"", offset
    for _ in range(count):
        fields = list(struct.unpack_from("<4s6H3L5H2L", data, position))
        name = data[position + 46 : position + 46 + fields[10]]
        extra = struct.pack("<2H3Q", 1, 24, fields[9], fields[8], fields[16])
        position += 46 + fields[10]
        fields[8], fields[9], fields[11], fields[16] = 0xFFFFFFFF, 0xFFFFFFFF, len(extra), 0xFFFFFFFF
        records += struct.pack("<4s6H3L5H2L", *fields) + name + extra
    end_64 = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, len(records), offset)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, offset + len(records), 1)
    full = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return data[:offset] + records + end_64 + locator + full


@pytest.mark.parametrize(
    "target",
    ["/xl/sheets/jobs.xml", "sheets/jobs.xml", "./sheets/jobs.xml", "../xl/sheets/JOBS.xml", "sheets%2Fjobs.xml"],
)
def test_the_worksheet_is_found_wherever_its_link_points(edit: Edit, target: str) -> None:
    parts = dict(PARTS)
    parts["xl/sheets/jobs.xml"] = parts.pop(SHEET)
    links = "xl/_rels/workbook.xml.rels"
    parts[links] = parts[links].replace(b"worksheets/sheet1.xml", target.encode())
    if "%" in target:
        package = Package.from_bytes(packed(parts))
        assert package.worksheets[0].part == "xl/sheets/jobs.xml"
    else:
        if "JOBS" in target:
            parts["xl/sheets/JOBS.xml"] = parts.pop("xl/sheets/jobs.xml")
        edited = edit(packed(parts), {(1, 1): 2})
        assert b"<v>2</v>" in part(edited, next(name for name in parts if "sheets/" in name))


def test_chart_sheets_are_no_worksheets_but_count_as_sheets() -> None:
    parts = dict(PARTS)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b"<sheets>", b'<sheets><sheet name="Chart" sheetId="7" r:id="rId9" state="hidden"/>'
    )
    links = "xl/_rels/workbook.xml.rels"
    chart = b'<Relationship Id="rId9" Type="x/chartsheet" Target="chartsheets/sheet1.xml"/></Relationships>'
    parts[links] = parts[links].replace(b"</Relationships>", chart)
    sheets = Package.from_bytes(packed(parts)).worksheets
    assert [(sheet.name, sheet.part, sheet.visible, sheet.index) for sheet in sheets] == [("Jobs", SHEET, True, 1)]


def test_the_names_of_sheets_are_read_as_they_are_meant() -> None:
    parts = dict(PARTS)
    workbook = parts["xl/workbook.xml"].replace(b'name="Jobs"', b"name='A &amp; B &#x2713;' state=\"veryHidden\"")
    (sheet,) = Package.from_bytes(packed(parts | {"xl/workbook.xml": workbook})).worksheets
    assert (sheet.name, sheet.visible) == ("A & B ✓", False)


def test_an_unknown_worksheet_is_refused_with_the_names_of_the_others() -> None:
    with pytest.raises(UnsupportedWorkbook, match="“Applications”; it has “Jobs”"):
        Package.from_bytes(workbook("")).sheet("Applications")


def test_the_name_of_a_sheet_is_read_in_the_encoding_of_its_part() -> None:
    text = '<?xml version="1.0" encoding="windows-1252"?>' + PARTS["xl/workbook.xml"].decode().replace("Jobs", "Jöbs €")
    (sheet,) = Package.from_bytes(packed(PARTS | {"xl/workbook.xml": text.encode("cp1252")})).worksheets
    assert sheet.name == "Jöbs €"


def test_a_link_without_a_target_counts_for_none() -> None:
    links = "xl/_rels/workbook.xml.rels"
    parts = PARTS | {links: PARTS[links].replace(b'Target="styles.xml"', b"")}
    edited = apply_edit(Package.from_bytes(packed(parts)), WorksheetEdit("Jobs", {(1, 1): CellEdit(date(2026, 1, 1))}))
    new = set(zipfile.ZipFile(io.BytesIO(edited)).namelist()) - set(parts)
    assert new == {"xl/styles2.xml"}
