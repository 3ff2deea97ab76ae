"""Reading: grid data, ranges and field masks as Google's recorded replies show them."""

from collections.abc import Sequence
from datetime import date

import pytest
from fake_sheets import Failed, FakeSheets, Formula, checkboxes, filter_over, merge, protect, spreadsheet_of
from fake_sheets.builders import give, hide_columns
from fake_sheets.client import Api
from fake_sheets.json_types import JsonObject
from fake_sheets.values import Plain

JOBS: Sequence[Sequence[Plain]] = [
    ["Company", "Interview", "Done"],
    ["Acme", date(2026, 11, 12)],
    [],
    ["Globex", None, True],
]
VALUES = "sheets.data.rowData.values"


def test_properties_alone_are_read_without_grid_data(server: FakeSheets, api: Api) -> None:
    book = server.add(spreadsheet_of({"Jobs": JOBS, "Notes": []}, locale="de_DE"))

    found = api.get(book.key)

    assert found["spreadsheetId"] == book.key
    assert found["properties"]["locale"] == "de_DE"
    assert [sheet["properties"]["title"] for sheet in found["sheets"]] == ["Jobs", "Notes"]
    assert found["sheets"][0]["properties"]["sheetId"] == 0
    assert found["sheets"][0]["properties"]["index"] == 0
    assert "data" not in found["sheets"][0]


def test_rows_end_at_their_last_filled_cell_and_blanks_between_are_empty(server: FakeSheets, api: Api) -> None:
    book = server.add(spreadsheet_of({"Jobs": JOBS}))

    (data,) = api.get(book.key, includeGridData="true")["sheets"][0]["data"]

    assert [len(row.get("values", [])) for row in data["rowData"]] == [3, 2, 0, 3]
    assert data["rowData"][2] == {}
    assert data["rowData"][3]["values"][1] == {}
    assert "startRow" not in data
    assert len(data["rowMetadata"]) == book.sheet().height
    assert data["columnMetadata"][0] == {"pixelSize": 100}


def test_a_date_is_a_number_with_a_format_and_is_shown_by_it(server: FakeSheets, api: Api) -> None:
    book = server.add(spreadsheet_of({"Jobs": JOBS}))

    data = api.get(book.key, ranges="Jobs!B2", fields=VALUES)["sheets"][0]["data"][0]
    cell = data["rowData"][0]["values"][0]

    assert cell["userEnteredValue"] == cell["effectiveValue"] == {"numberValue": 46338}
    assert cell["formattedValue"] == "2026-11-12"
    assert cell["effectiveFormat"]["numberFormat"]["type"] == "DATE"


@pytest.mark.parametrize(
    ("written", "answered"),
    [
        (Formula("=1+1", 2), ({"formulaValue": "=1+1"}, {"numberValue": 2}, "2")),
        (True, ({"boolValue": True}, {"boolValue": True}, "TRUE")),
        (0, ({"numberValue": 0}, {"numberValue": 0}, "0")),
        (2.5, ({"numberValue": 2.5}, {"numberValue": 2.5}, "2.5")),
        ("=no formula", ({"stringValue": "=no formula"}, {"stringValue": "=no formula"}, "=no formula")),
    ],
)
def test_a_value_is_read_as_entered_as_computed_and_as_shown(
    server: FakeSheets, api: Api, written: Plain, answered: tuple[JsonObject, JsonObject, str]
) -> None:
    book = server.add(spreadsheet_of({"Jobs": [[written]]}))

    cell = api.get(book.key, fields=VALUES)["sheets"][0]["data"][0]["rowData"][0]["values"][0]

    assert (cell["userEnteredValue"], cell["effectiveValue"], cell["formattedValue"]) == answered


def test_a_failed_formula_shows_its_error(server: FakeSheets, api: Api) -> None:
    book = server.add(spreadsheet_of({"Jobs": [[Formula("=NA()", Failed("N_A"))]]}))

    cell = api.get(book.key, fields=VALUES)["sheets"][0]["data"][0]["rowData"][0]["values"][0]

    assert cell["effectiveValue"]["errorValue"]["type"] == "N_A"
    assert cell["formattedValue"] == "#N/A"


def test_ranges_choose_worksheets_and_begin_where_they_say(server: FakeSheets, api: Api) -> None:
    book = server.add(spreadsheet_of({"Jobs": JOBS, "My notes": [["a"]]}))

    found = api.get(book.key, ranges=["'Jobs'!B2:C4", "Jobs!A:A"], fields="sheets(properties.title,data)")

    (sheet,) = found["sheets"]
    assert [(one.get("startRow"), one.get("startColumn")) for one in sheet["data"]] == [(1, 1), (None, None)]
    assert len(sheet["data"][0]["rowMetadata"]) == 3


def test_a_field_mask_empties_and_does_not_drop(server: FakeSheets, api: Api) -> None:
    book = server.add(spreadsheet_of({"Jobs": []}))

    assert api.get(book.key, fields=f"{VALUES}.note") == {"sheets": [{"data": [{}]}]}
    assert api.get(book.key, fields="sheets/properties(title,sheet_id),spreadsheetId") == {
        "sheets": [{"properties": {"title": "Jobs", "sheetId": 0}}],
        "spreadsheetId": book.key,
    }


def test_an_unknown_field_is_refused_as_google_does(server: FakeSheets, api: Api) -> None:
    book = server.add(spreadsheet_of({"Jobs": []}))

    reply = api.session.get(api.address(book.key), params={"fields": "sheets.sheetProperties"}, timeout=5)

    assert reply.status_code == 400
    (violation,) = reply.json()["error"]["details"][0]["fieldViolations"]
    assert violation["description"].endswith("Cannot find matching fields for path 'sheets.sheetProperties'.")


def test_what_is_attached_to_ranges_is_read_with_the_first_sheets_id_left_out(server: FakeSheets, api: Api) -> None:
    book = server.add(spreadsheet_of({"Jobs": JOBS, "Notes": [["a", "b"]]}))
    jobs, notes = book.sheets
    filter_over(jobs, "A1:C4")
    merge(notes, "A1:B1")
    protect(jobs, "A1:A4")
    protect(jobs, warning_only=True)

    first, second = api.get(book.key)["sheets"]

    whole = {"startRowIndex": 0, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 3}
    assert first["basicFilter"] == {"range": whole}
    assert second["merges"][0]["sheetId"] == 1000
    strict, lenient = first["protectedRanges"]
    assert "requestingUserCanEdit" not in strict
    assert "editors" not in strict
    assert lenient["requestingUserCanEdit"]
    assert lenient["range"] == {}


def test_notes_checkboxes_and_hidden_columns_are_read(server: FakeSheets, api: Api) -> None:
    book = server.add(spreadsheet_of({"Jobs": JOBS}))
    give(book.sheet(), "A2", note="call back", hyperlink="https://acme.example")
    checkboxes(book.sheet(), "C2:C3")
    hide_columns(book.sheet(), 1)

    data = api.get(book.key, includeGridData="true")["sheets"][0]["data"][0]

    assert data["rowData"][1]["values"][0]["note"] == "call back"
    assert data["rowData"][2]["values"][2]["effectiveValue"] == {"boolValue": False}
    assert data["rowData"][2]["values"][2]["dataValidation"]["condition"] == {"type": "BOOLEAN"}
    assert data["columnMetadata"][1] == {"pixelSize": 100, "hiddenByUser": True}
