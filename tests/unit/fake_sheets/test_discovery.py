"""The validator and the field masks, by themselves."""

import pytest
from fake_sheets.conforming import conforms, document
from fake_sheets.discovery import faults_in_message, faults_in_query
from fake_sheets.masks import MaskError, masked, merged, parsed, unknown_path


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("CellData", [], "CellData is no object: []"),
        ("CellData", {"value": "x"}, "CellData has no field 'value'"),
        ("CellData", {"note": 1}, "CellData.note is no string: 1"),
        ("CellData", {"note": None}, "CellData.note is null"),
        ("RowData", {"values": {}}, "RowData.values is no array: {}"),
        ("RowData", {"values": [{}, {"notes": ""}]}, "RowData.values[1] has no field 'notes'"),
        ("SheetProperties", {"index": True}, "SheetProperties.index is no integer: True"),
        ("SheetProperties", {"index": 1.5}, "SheetProperties.index is no integer: 1.5"),
        ("SheetProperties", {"sheetType": "GRIDS"}, "SheetProperties.sheetType is none of its values: 'GRIDS'"),
        ("SheetProperties", {"sheetType": []}, "SheetProperties.sheetType is no string: []"),
        ("ExtendedValue", {"numberValue": "1"}, "ExtendedValue.numberValue is no number: '1'"),
        ("BasicFilter", {"criteria": {"0": {"hidden": []}}}, "BasicFilter.criteria.0 has no field 'hidden'"),
        ("RepeatCellRequest", {"fields": "a(b"}, "RepeatCellRequest.fields is no field mask: a bracket is not closed"),
    ],
)
def test_every_difference_from_the_document_is_found(name: str, value: object, fault: str) -> None:
    assert faults_in_message(name, value) == [fault]
    assert not conforms(name, value)


def test_a_message_that_conforms_has_no_fault() -> None:
    cell = {"userEnteredValue": {"numberValue": 1}, "userEnteredFormat": {"numberFormat": {"type": "DATE"}}}

    assert faults_in_message("GridData", {"startRow": 1, "rowData": [{}, {"values": [{}, cell]}]}) == []


def test_a_query_is_checked() -> None:
    assert faults_in_query("get", {"ranges": ["A1", "B1"], "includeGridData": ["False"], "fields": ["*"]}) == []
    assert faults_in_query("batchUpdate", {"ranges": ["A1"]}) == ["unknown query parameter 'ranges'"]
    assert faults_in_query("get", {"fields": ["a", "b"]}) == ["query parameter 'fields' is given 2 times"]
    assert faults_in_query("get", {"alt": ["xml"]}) == ["query parameter 'alt' is none of its values: 'xml'"]


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("*", None),
        ("a", {"a": None}),
        ("a,b(c,d/e),f.g", {"a": None, "b": {"c": None, "d": {"e": None}}, "f": {"g": None}}),
        ("a.b,a.c", {"a": {"b": None, "c": None}}),
        ("a.b,a", {"a": None}),
        ("row_data.user_entered_value", {"rowData": {"userEnteredValue": None}}),
        ("a(b(c),d)", {"a": {"b": {"c": None}, "d": None}}),
    ],
)
def test_a_field_mask_is_read(text: str, tree: object) -> None:
    assert parsed(text) == tree


@pytest.mark.parametrize("text", ["", "a,", "a(", "a(b", "a)", "a b", "a..b", "(a)", "a(b)c", "a-b"])
def test_what_is_no_field_mask_is_refused(text: str) -> None:
    with pytest.raises(MaskError):
        parsed(text)


def test_a_mask_leaves_what_it_names_and_merges_only_that() -> None:
    old, new = {"a": {"x": 1, "y": 2}, "b": 3}, {"a": {"x": 5}, "c": 6}

    assert masked([old], parsed("a.x,c")) == [{"a": {"x": 1}}]
    assert merged(old, new, parsed("a.x,b")) == {"a": {"x": 5, "y": 2}}
    assert merged(old, new, None) == new


def test_an_unknown_path_is_named() -> None:
    schemas = document()["schemas"]

    assert unknown_path(parsed("sheets.data.rowData.values.note,spreadsheetId"), "Spreadsheet", schemas) is None
    assert unknown_path(parsed("sheets.basicFilter.criteria"), "Spreadsheet", schemas) is None
    assert unknown_path(parsed("sheets(properties.name)"), "Spreadsheet", schemas) == "sheets.properties.name"
    assert unknown_path(parsed("spreadsheetId.x"), "Spreadsheet", schemas) == "spreadsheetId.x"
