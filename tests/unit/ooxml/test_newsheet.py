"""A worksheet is added to a workbook, of which everything else stays the same, byte for byte."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from libreoffice import opened
from lxml import etree
from openpyxl import Workbook, load_workbook
from raw_xlsx import SPACE, packed, parts_of_workbook, sheet_xml

from sheet_sync.ooxml import EditCheckFailed, NewSheet, Package, UnsupportedWorkbook, add_worksheet, newsheet
from sheet_sync.ooxml.rebuild import rebuild

LISTS = {"[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml"}
SHEET = NewSheet("Settings", (("Setting", "Value"), ("Your name", "=A & <b>"), (None, 7)), (20, 30))


def made_by_openpyxl() -> bytes:
    book = Workbook()
    book.create_sheet("Second")["A1"] = "=1+1"
    book.create_sheet("Hidden").sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def made_by_hand() -> bytes:
    return packed(parts_of_workbook(sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>'), workbook="<definedNames/>"))


def with_prefixes() -> bytes:
    parts = parts_of_workbook(sheet_xml(""))
    book = parts["xl/workbook.xml"].decode().replace("xmlns:r=", "xmlns:rel=").replace("r:id=", "rel:id=")
    for name in ("workbook", "sheets", "sheet"):
        book = book.replace(f"<{name} ", f"<x:{name} ").replace(f"<{name}>", f"<x:{name}>")
        book = book.replace(f"</{name}>", f"</x:{name}>")
    parts["xl/workbook.xml"] = book.replace("xmlns=", "xmlns:x=").encode()
    return packed(parts)


def content(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_new_worksheet_has_an_identity_of_its_own_where_others_were_deleted() -> None:
    parts = parts_of_workbook(sheet_xml(""))
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'sheetId="1"', b'sheetId="2"')
    after = content(add_worksheet(Package.from_bytes(packed(parts)), SHEET))
    sheets = etree.fromstring(after["xl/workbook.xml"]).findall("{*}sheets/*")
    assert [sheet.get("sheetId") for sheet in sheets] == ["2", "3"]


@pytest.mark.parametrize("make", [made_by_openpyxl, made_by_hand, with_prefixes])
def test_every_old_part_stays_the_same_but_three_lists_that_grow_by_one(make: Callable[[], bytes]) -> None:
    data = make()

    before, after = content(data), content(add_worksheet(Package.from_bytes(data), SHEET))

    (new,) = after.keys() - before.keys()
    assert [name for name in before if before[name] != after[name]] == [name for name in before if name in LISTS]
    for name in LISTS:
        listed = "{*}sheets/*" if name == "xl/workbook.xml" else "*"
        old, grown = (etree.fromstring(parts[name]).findall(listed) for parts in (before, after))
        assert [etree.tostring(child) for child in grown[:-1]] == [etree.tostring(child) for child in old]
        assert len(grown) == len(old) + 1
    assert etree.fromstring(after[new]).tag == f"{{{SPACE}}}worksheet"


@pytest.mark.parametrize("make", [made_by_openpyxl, made_by_hand, with_prefixes])
def test_the_worksheet_is_the_last_and_reads_as_it_was_written(make: Callable[[], bytes]) -> None:
    data = make()
    before = load_workbook(io.BytesIO(data)).sheetnames

    book = load_workbook(io.BytesIO(add_worksheet(Package.from_bytes(data), SHEET)))

    assert book.sheetnames == [*before, "Settings"]
    sheet = book["Settings"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Setting", "Value"],
        ["Your name", "=A & <b>"],
        [None, 7],
    ]
    assert sheet["B2"].data_type == "s"
    assert sheet.column_dimensions["B"].width == 30


def test_a_name_that_is_taken_is_refused() -> None:
    with pytest.raises(UnsupportedWorkbook, match="“SECOND” already"):
        add_worksheet(Package.from_bytes(made_by_openpyxl()), NewSheet("SECOND", ()))


def test_a_workbook_whose_structure_is_protected_is_refused_with_the_way_out() -> None:
    parts = parts_of_workbook(sheet_xml(""), workbook='<workbookProtection lockStructure="1"/>')
    with pytest.raises(UnsupportedWorkbook, match=r"structure is protected.*Protect Workbook"):
        add_worksheet(Package.from_bytes(packed(parts)), SHEET)


def test_a_part_that_would_be_lost_fails_the_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(newsheet, "rebuild", lambda archive, replaced, _: rebuild(archive, replaced, {}))
    with pytest.raises(EditCheckFailed):
        add_worksheet(Package.from_bytes(made_by_hand()), SHEET)


@pytest.mark.libreoffice
def test_libreoffice_opens_it(soffice: str, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(add_worksheet(Package.from_bytes(made_by_openpyxl()), SHEET))
    assert opened(soffice, [path], tmp_path / "run") == {path}
