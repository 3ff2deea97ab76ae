"""The checkers themselves: they must see what they are there for."""

import io
from collections.abc import Callable

import openpyxl
import pytest
from raw_xlsx import STYLES, differences, packed, parts_of_workbook, sheet_xml, workbook

from sheet_sync.ooxml import CellEdit, EditCheckFailed, Package, WorksheetEdit, apply_edit
from sheet_sync.ooxml.check import Proof, check_edit
from sheet_sync.ooxml.worksheet import open_worksheet

SHEET = "xl/worksheets/sheet1.xml"
ROWS = '<row r="1" spans="1:2"><c r="A1"><v>1</v></c><c r="B1" s="1"><v>2</v></c></row><row r="4"><c r="A4"/></row>'
PARTS = parts_of_workbook(sheet_xml(ROWS, before='<dimension ref="A1:B4"/>', after='<pageMargins left="1"/>'))
Change = Callable[[dict[str, bytes]], None]


def resaved(data: bytes) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    book["Jobs"]["A1"] = 5
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def replacing(name: str, old: str, new: str) -> Change:
    def change(parts: dict[str, bytes]) -> None:
        assert old.encode() in parts[name]
        parts[name] = parts[name].replace(old.encode(), new.encode(), 1)

    return change


def test_a_load_and_save_is_seen_through() -> None:
    data = packed(PARTS)
    assert len(differences(data, resaved(data), "Jobs", [(1, 1)], formats_may_grow=True)) > 1


def test_a_named_cell_spans_and_the_dimension_may_differ() -> None:
    rows = ROWS.replace("<v>1</v>", "<v>7</v>").replace("1:2", "1:9").replace("</row>", '<c r="C1"/></row>', 1)
    after = parts_of_workbook(sheet_xml(rows, before='<dimension ref="A1:F9"/>', after='<pageMargins left="1"/>'))
    assert differences(packed(PARTS), packed(after), "Jobs", [(1, 1), (1, 3)]) == []


HARM = [
    replacing(SHEET, "<v>2</v>", "<v>3</v>"),
    replacing(SHEET, 's="1"', 's="0"'),
    replacing(SHEET, 'left="1"', 'left="2"'),
    replacing(SHEET, '<row r="4">', '<row r="4" ht="20">'),
    replacing(SHEET, '<c r="A4"/>', ""),
    replacing(SHEET, '<row r="4"><c r="A4"/></row>', ""),
    replacing(SHEET, '<row r="4">', '<row r="3"><c r="A3"/></row><row r="4">'),
    replacing(SHEET, '<row r="4">', '\n<row r="4">'),
    replacing("xl/workbook.xml", "</workbook>", "<calcPr/></workbook>"),
    replacing("xl/styles.xml", 'numFmtId="9"', 'numFmtId="10"'),
    replacing("xl/styles.xml", 'sz val="11"', 'sz val="12"'),
    lambda parts: parts.update({"xl/new.xml": b"<a/>"}),
    lambda parts: parts.pop("xl/styles.xml") and None,
]


@pytest.mark.parametrize("change", HARM)
def test_the_independent_checker_sees_every_other_change(change: Change) -> None:
    after = dict(PARTS)
    change(after)
    assert differences(packed(PARTS), packed(after), "Jobs", [(1, 1)], formats_may_grow=True)


@pytest.mark.parametrize("change", HARM)
def test_the_proof_of_the_edit_itself_sees_every_other_change(change: Change) -> None:
    package = Package.from_bytes(packed(PARTS))
    layout = open_worksheet(package, package.sheet("Jobs"))
    after = dict(PARTS)
    change(after)
    proof = Proof(package, SHEET, layout, {1: {1: b'<c r="A1"><v>1</v></c>'}})
    with pytest.raises(EditCheckFailed, match="Nothing was written"):
        check_edit(proof, packed(after), {SHEET, "xl/styles.xml"}, set())


def test_an_edit_that_harms_anything_else_is_never_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    harmed = dict(PARTS)
    replacing(SHEET, "<v>2</v>", "<v>3</v>")(harmed)
    monkeypatch.setattr("sheet_sync.ooxml.edit.rebuild", lambda *_: packed(harmed))
    with pytest.raises(EditCheckFailed):
        apply_edit(Package.from_bytes(packed(PARTS)), WorksheetEdit("Jobs", {(1, 1): CellEdit(7)}))


def test_the_proof_sees_a_row_that_is_not_well_formed() -> None:
    package = Package.from_bytes(packed(PARTS))
    layout = open_worksheet(package, package.sheet("Jobs"))
    broken = b'<c r="A1"><v>&lost;</v></c>'
    after = PARTS | {SHEET: PARTS[SHEET].replace(b'<c r="A1"><v>1</v></c>', broken)}
    with pytest.raises(EditCheckFailed, match="well-formed"):
        check_edit(Proof(package, SHEET, layout, {1: {1: broken}}), packed(after), {SHEET}, set())


def test_appended_formats_are_allowed_only_where_they_are_expected() -> None:
    grown = STYLES.replace("</cellXfs>", "<xf/></cellXfs>").replace('cellXfs count="3"', 'cellXfs count="4"')
    before, after = workbook("", styles=STYLES), workbook("", styles=grown)
    assert differences(before, after, "Jobs", [], formats_may_grow=True) == []
    assert differences(before, after, "Jobs", []) != []
