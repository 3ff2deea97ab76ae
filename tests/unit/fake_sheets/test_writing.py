"""batchUpdate: each request as Google applies it, all of them or none."""

from collections.abc import Sequence
from datetime import date

import pytest
from fake_sheets import (
    Failed,
    FakeSheets,
    Formula,
    Spreadsheet,
    checkboxes,
    colour_by_rule,
    dump,
    filter_over,
    filter_view,
    format_cells,
    hidden_columns,
    look,
    merge,
    protect,
    spreadsheet_of,
    value,
    values,
)
from fake_sheets.areas import Area
from fake_sheets.client import Api
from fake_sheets.json_types import JsonObject
from fake_sheets.values import Plain

JOBS: Sequence[Sequence[Plain]] = [["Company", "Day"], ["Acme", date(2026, 11, 12)], ["Globex", 7], ["Initech", None]]
BOLD = {"textFormat": {"bold": True}}


@pytest.fixture
def book(server: FakeSheets) -> Spreadsheet:
    return server.add(spreadsheet_of({"Jobs": JOBS, "Notes": [["mine"]]}))


def cells(*rows: Sequence[str | None]) -> list[JsonObject]:
    """RowData of texts; None is a cell without a value."""
    return [{"values": [{"userEnteredValue": {"stringValue": one}} if one else {} for one in row]} for row in rows]


def span(top: int, bottom: int, left: int, right: int, sheet: int = 0) -> JsonObject:
    grid_range = {"sheetId": sheet, "startRowIndex": top, "endRowIndex": bottom}
    return {**grid_range, "startColumnIndex": left, "endColumnIndex": right}


def entering(start: tuple[int, int], *rows: Sequence[str | None], sheet: int = 0) -> JsonObject:
    corner = {"sheetId": sheet, "rowIndex": start[0], "columnIndex": start[1]}
    return {"updateCells": {"start": corner, "rows": cells(*rows), "fields": "userEnteredValue"}}


def rows_of(first: int, last: int, dimension: str = "ROWS") -> JsonObject:
    return {"sheetId": 0, "dimension": dimension, "startIndex": first, "endIndex": last}


def test_texts_are_entered_as_they_are_and_looks_stay(api: Api, book: Spreadsheet) -> None:
    format_cells(book.sheet(), "A2", BOLD)

    reply = api.update(book.key, entering((1, 0), ["=1+1", "0123"], [None, "x"]))

    assert reply == {"spreadsheetId": book.key, "replies": [{}]}
    assert values(book.sheet())[1:3] == [["=1+1", "0123"], [None, "x"]]
    assert look(book.sheet(), "A2") == BOLD


def test_cells_of_a_range_that_are_not_given_are_cleared(api: Api, book: Spreadsheet) -> None:
    request = {"range": span(1, 4, 0, 2), "rows": cells(["new"]), "fields": "userEnteredValue"}

    api.update(book.key, {"updateCells": request})

    assert values(book.sheet()) == [["Company", "Day"], ["new"]]
    assert look(book.sheet(), "B2")["numberFormat"]["type"] == "DATE"


def test_nothing_is_applied_when_one_request_is_refused(api: Api, book: Spreadsheet) -> None:
    before = [dump(sheet) for sheet in book.sheets]

    message = api.refusal(
        book.key,
        entering((1, 0), ["lost"]),
        {"addSheet": {"properties": {"title": "_sheet_sync"}}},
        {"deleteDimension": {"range": rows_of(1, 2)}},
        entering((0, 0), ["x"], sheet=77),
    )

    assert message == "Invalid requests[3].updateCells: No grid with id: 77"
    assert [dump(sheet) for sheet in book.sheets] == before


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (entering((24, 0), ["x"]), "Attempting to write row: 24, beyond the last requested row of: 23"),
        (entering((0, 8), ["x"]), "Attempting to write column: 8, beyond the last requested column of: 7"),
        (entering((0, 0), ["x" * 50_001]), "more than the maximum of 50000 characters in a single cell."),
        (
            {"repeatCell": {"range": span(0, 99, 0, 1), "cell": {}, "fields": "note"}},
            "Range (Jobs!A1:A99) exceeds grid limits. Max rows: 24, max columns: 8",
        ),
        ({"repeatCell": {"range": span(0, 1, 0, 1), "cell": {}}}, "At least one field must be listed in 'fields'."),
        (
            {"addSheet": {"properties": {"title": "Notes"}}},
            'A sheet with the name "Notes" already exists. Please enter another name.',
        ),
        ({"deleteDimension": {"range": rows_of(20, 30)}}, "Tried to delete row index 24 but there are only 24 rows."),
        (
            {"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 2_000_000}},
            "above the limit of 10000000 cells.",
        ),
        (
            {"updateSheetProperties": {"properties": {"title": "Notes"}, "fields": "title"}},
            "already exists. Please enter another name.",
        ),
        ({"deleteSheet": {"sheetId": 5}}, "No sheet with id: 5"),
    ],
)
def test_what_google_refuses_is_refused_in_its_words(
    api: Api, book: Spreadsheet, request_: JsonObject, words: str
) -> None:
    ((name, _),) = request_.items()

    message = api.refusal(book.key, request_)

    assert message.startswith(f"Invalid requests[0].{name}: ")
    assert words in message


def test_a_reply_shows_the_state_after_the_update(api: Api, book: Spreadsheet) -> None:
    reply = api.update(
        book.key,
        entering((1, 0), ["Acme Ltd"]),
        fields="replies,updatedSpreadsheet.sheets(properties.title,data.rowData.values.effectiveValue)",
        includeSpreadsheetInResponse=True,
        responseRanges=["Jobs!A2:B3"],
        responseIncludeGridData=True,
    )

    (sheet,) = reply["updatedSpreadsheet"]["sheets"]
    first, second = (row["values"][0]["effectiveValue"] for row in sheet["data"][0]["rowData"])
    assert (first, second) == ({"stringValue": "Acme Ltd"}, {"stringValue": "Globex"})
    assert "spreadsheetId" not in reply


@pytest.mark.parametrize("applies", [True, False])
def test_a_response_range_that_cannot_be_read_is_refused_applied_or_not(
    server: FakeSheets, api: Api, book: Spreadsheet, *, applies: bool
) -> None:
    server.habits.applies_before_reading_ranges = applies
    entry = entering((1, 0), ["new"])

    reply = api.try_update(book.key, entry, includeSpreadsheetInResponse=True, responseRanges=["Gone!A1"])

    assert reply.json()["error"]["message"] == "Unable to parse range: Gone!A1"
    assert value(book.sheet(), "A2") == ("new" if applies else "Acme")


def stashing(kind: str, source: JsonObject, target: JsonObject) -> JsonObject:
    return {"copyPaste": {"source": source, "destination": target, "pasteType": kind}}


def test_cells_are_pasted_on_a_sheet_added_in_the_same_batch(api: Api, book: Spreadsheet) -> None:
    stash = {"sheetId": 42, "title": "_sheet_sync", "hidden": True, "gridProperties": {"rowCount": 5, "columnCount": 2}}

    reply = api.update(
        book.key,
        {"addSheet": {"properties": stash}},
        stashing("PASTE_NORMAL", span(1, 3, 0, 2), span(2, 3, 0, 1, sheet=42)),
        entering((1, 0), ["after"]),
    )

    assert reply["replies"][0]["addSheet"]["properties"] == {**stash, "index": 2, "sheetType": "GRID"}
    assert values(book.sheet("_sheet_sync")) == [[], [], ["Acme", date(2026, 11, 12)], ["Globex", 7]]


def test_pasting_values_leaves_looks_and_formulas_behind(api: Api, book: Spreadsheet) -> None:
    book.sheets[0] = spreadsheet_of({"Jobs": [[Formula("=A2", "Acme"), date(2026, 1, 2)]]}).sheet()
    format_cells(book.sheet(), "C1", BOLD)

    api.update(book.key, stashing("PASTE_VALUES", span(0, 1, 0, 2), span(0, 1, 2, 4)))

    assert book.sheet().cell(0, 2) == {"userEnteredValue": {"stringValue": "Acme"}, "userEnteredFormat": BOLD}
    assert book.sheet().cell(0, 3) == {"userEnteredValue": {"numberValue": 46024}}


def test_pasting_the_value_of_an_error_keeps_the_error(api: Api, book: Spreadsheet) -> None:
    book.sheets[0] = spreadsheet_of({"Jobs": [[Formula("=VLOOKUP(1,B:B,1)", Failed("N_A"))]]}).sheet()

    api.update(book.key, stashing("PASTE_VALUES", span(0, 1, 0, 1), span(0, 1, 2, 3)))

    assert book.sheet().cell(0, 2) == {"userEnteredValue": {"errorValue": {"type": "N_A"}}}
    assert value(book.sheet(), "C1") == "#N/A"


def test_pasting_formats_leaves_values_and_fills_the_destination(api: Api, book: Spreadsheet) -> None:
    format_cells(book.sheet(), "A1", BOLD)

    api.update(book.key, stashing("PASTE_FORMAT", span(0, 1, 0, 1), span(1, 3, 0, 1)))

    assert [look(book.sheet(), name) for name in ("A2", "A3", "A4")] == [BOLD, BOLD, {}]
    assert value(book.sheet(), "A2") == "Acme"


def test_filtered_rows_are_copied_or_not_as_the_test_says(server: FakeSheets, api: Api, book: Spreadsheet) -> None:
    filter_over(book.sheet(), "A1:B4")
    book.sheet().row_properties[1] = {"pixelSize": 21, "hiddenByFilter": True}
    server.habits.copies_filtered_rows = False

    api.update(book.key, stashing("PASTE_VALUES", span(1, 3, 0, 1), span(5, 6, 0, 1)))

    assert values(book.sheet())[5:] == [["Globex"]]


def test_a_format_is_repeated_over_a_column_and_keeps_the_rest(api: Api, book: Spreadsheet) -> None:
    format_cells(book.sheet(), "B2", BOLD)
    wrapped = {"userEnteredFormat": {"wrapStrategy": "WRAP"}}
    column = {"sheetId": 0, "startColumnIndex": 1, "endColumnIndex": 2}

    api.update(book.key, {"repeatCell": {"range": column, "cell": wrapped, "fields": "userEnteredFormat.wrapStrategy"}})

    assert look(book.sheet(), "B2").keys() == {"numberFormat", "textFormat", "wrapStrategy"}
    assert look(book.sheet(), "B24") == {"wrapStrategy": "WRAP"}
    assert value(book.sheet(), "B3") == 7


def test_a_colour_is_answered_in_both_of_googles_forms(api: Api, book: Spreadsheet) -> None:
    red = {"userEnteredFormat": {"backgroundColor": {"red": 1, "green": 0, "blue": 0.5}}}
    request = {"range": span(0, 1, 0, 1), "cell": red, "fields": "userEnteredFormat(backgroundColor)"}

    api.update(book.key, {"repeatCell": request})

    assert look(book.sheet(), "A1")["backgroundColorStyle"] == {"rgbColor": {"red": 1, "blue": 0.49803922}}


def test_a_colour_is_cleared_in_both_forms(api: Api, book: Spreadsheet) -> None:
    format_cells(book.sheet(), "A1", {"backgroundColor": {}, "backgroundColorStyle": {"rgbColor": {}}, **BOLD})
    request = {"range": span(0, 1, 0, 1), "cell": {}, "fields": "userEnteredFormat.backgroundColor"}

    api.update(book.key, {"repeatCell": request})

    assert look(book.sheet(), "A1") == BOLD


def test_inserted_rows_are_blank_and_everything_below_follows(api: Api, book: Spreadsheet) -> None:
    sheet = book.sheet()
    sheet.put(1, 3, {"userEnteredValue": {"formulaValue": '=B2&"B2"&Notes!B2&$B$1'}})
    merge(sheet, "C3:D3")
    filter_over(sheet, "A1:B4")
    protect(sheet, "A4:B4", warning_only=True)
    colour_by_rule(sheet, "A:B", "=TRUE")

    api.update(book.key, {"insertDimension": {"range": rows_of(1, 3), "inheritFromBefore": False}})

    assert values(sheet)[3][0] == "Acme"
    assert sheet.cell(3, 3)["userEnteredValue"] == {"formulaValue": '=B4&"B2"&Notes!B2&$B$1'}
    assert look(sheet, "B3")["numberFormat"]["type"] == "DATE"
    assert sheet.merges == [Area(4, 2, 5, 4)]
    assert sheet.basic_filter
    assert sheet.basic_filter.areas == (Area(0, 0, 6, 2),)
    assert sheet.protected_ranges[0].areas == (Area(5, 0, 6, 2),)
    assert sheet.conditional_formats[0].areas == (Area(None, 0, None, 2),)


def test_columns_come_and_go_with_their_cells(api: Api, book: Spreadsheet) -> None:
    api.update(
        book.key,
        {"updateDimensionProperties": {
            "range": rows_of(1, 2, "COLUMNS"), "properties": {"hiddenByUser": True, "pixelSize": 60}, "fields": "*"}},
        {"insertDimension": {"range": rows_of(1, 2, "COLUMNS"), "inheritFromBefore": True}},
        {"deleteDimension": {"range": rows_of(0, 1, "COLUMNS")}},
        {"appendDimension": {"sheetId": 0, "dimension": "COLUMNS", "length": 2}},
    )  # fmt: skip

    assert values(book.sheet())[:2] == [[None, "Day"], [None, date(2026, 11, 12)]]
    assert hidden_columns(book.sheet()) == [1]
    assert book.sheet().width == 10


def test_a_range_is_sorted_with_blanks_last(api: Api, book: Spreadsheet) -> None:
    specs = [{"dimensionIndex": 1, "sortOrder": "DESCENDING"}]

    api.update(book.key, {"sortRange": {"range": span(1, 4, 0, 2), "sortSpecs": specs}})

    assert [row[0] for row in values(book.sheet())] == ["Company", "Acme", "Globex", "Initech"]


def test_rows_are_moved(api: Api, book: Spreadsheet) -> None:
    api.update(book.key, {"moveDimension": {"source": rows_of(1, 2), "destinationIndex": 4}})

    assert [row[0] for row in values(book.sheet())] == ["Company", "Globex", "Initech", "Acme"]


def test_merging_keeps_the_first_value(api: Api, book: Spreadsheet) -> None:
    api.update(book.key, {"mergeCells": {"range": span(0, 1, 0, 2), "mergeType": "MERGE_ALL"}})

    assert values(book.sheet())[0] == ["Company"]
    assert book.sheet().merges == [Area(0, 0, 1, 2)]


def test_a_sheet_is_renamed_hidden_frozen_and_deleted(api: Api, book: Spreadsheet) -> None:
    frozen = {"properties": {"sheetId": 0, "title": "Work", "gridProperties": {"frozenRowCount": 1}}}

    api.update(book.key, {"updateSheetProperties": {**frozen, "fields": "title,gridProperties.frozenRowCount"}})
    api.update(book.key, {"deleteSheet": {"sheetId": 1000}})

    (found,) = api.get(book.key)["sheets"]
    assert found["properties"]["title"] == "Work"
    assert found["properties"]["gridProperties"] == {"rowCount": 24, "columnCount": 8, "frozenRowCount": 1}
    hiding = {"properties": {"sheetId": 0, "hidden": True}, "fields": "hidden"}
    message = api.refusal(book.key, {"updateSheetProperties": hiding})
    assert message == "Invalid requests[0].updateSheetProperties: You can't hide all the sheets in a document."


def test_a_filter_is_widened_and_hides_the_rows_it_hid(api: Api, book: Spreadsheet) -> None:
    hiding = {"criteria": {"0": {"hiddenValues": ["Acme"]}}}
    api.update(book.key, {"setBasicFilter": {"filter": {"range": span(0, 4, 0, 2), **hiding}}})
    (sheet,) = api.get(book.key, ranges="Jobs!A1", fields="sheets.basicFilter")["sheets"]
    wider = {**sheet["basicFilter"], "range": {**sheet["basicFilter"]["range"], "endColumnIndex": 5}}

    api.update(book.key, {"setBasicFilter": {"filter": wider}})

    assert book.sheet().row_properties[1].get("hiddenByFilter")
    api.update(book.key, {"clearBasicFilter": {"sheetId": 0}})
    assert not book.sheet().row_properties[1].get("hiddenByFilter")


def test_a_filter_view_is_widened(api: Api, book: Spreadsheet) -> None:
    number = filter_view(book.sheet(), "A1:B4")
    wider = {"filterViewId": number, "range": span(0, 4, 0, 5)}

    api.update(book.key, {"updateFilterView": {"filter": wider, "fields": "range"}})

    assert api.get(book.key)["sheets"][0]["filterViews"][0]["range"]["endColumnIndex"] == 5


def test_a_rule_is_set_and_taken_away(api: Api, book: Spreadsheet) -> None:
    rule = {"condition": {"type": "BOOLEAN"}, "strict": True}

    api.update(book.key, {"setDataValidation": {"range": span(1, 3, 2, 3), "rule": rule}})
    api.update(book.key, {"setDataValidation": {"range": span(1, 2, 2, 3)}})

    assert book.sheet().cell(1, 2) == {}
    assert book.sheet().cell(2, 2) == {"dataValidation": rule}


RULE = {
    "ranges": [span(1, 4, 0, 1)],
    "booleanRule": {
        "condition": {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": '=$B2="x"'}]},
        "format": {"backgroundColor": {"red": 1}},
    },
}


def test_rules_for_formats_stand_where_they_were_put(api: Api, book: Spreadsheet) -> None:
    colour_by_rule(book.sheet(), "A1", "=TRUE")

    api.update(book.key, {"addConditionalFormatRule": {"rule": RULE, "index": 1}})
    api.update(book.key, {"addConditionalFormatRule": {"rule": RULE, "index": 0}})

    rules = api.get(book.key)["sheets"][0]["conditionalFormats"]
    formulas = [rule["booleanRule"]["condition"]["values"][0]["userEnteredValue"] for rule in rules]
    assert formulas == ['=$B2="x"', "=TRUE", '=$B2="x"']
    assert rules[0]["booleanRule"]["format"]["backgroundColorStyle"] == {"rgbColor": {"red": 1}}


def chart_of(bottom: int = 4, *, axis: str = "BOTTOM_AXIS") -> JsonObject:
    def column(left: int, bottom: int = 4) -> JsonObject:
        return {"sourceRange": {"sources": [span(1, bottom, left, left + 1)]}}

    series = [{"series": column(1, bottom), "targetAxis": axis}]
    spec = {"basicChart": {"chartType": "BAR", "domains": [{"domain": column(0)}], "series": series}}
    return {"spec": spec, "position": {"overlayPosition": {"anchorCell": {"rowIndex": 1, "columnIndex": 3}}}}


def test_a_chart_stands_over_its_cell_in_the_size_that_google_gives_it(api: Api, book: Spreadsheet) -> None:
    reply = api.update(book.key, {"addChart": {"chart": chart_of()}})

    (chart,) = api.get(book.key)["sheets"][0]["charts"]
    assert reply["replies"][0]["addChart"]["chart"] == chart
    size = {"widthPixels": 600, "heightPixels": 371}
    assert chart["position"]["overlayPosition"] == {"anchorCell": {"rowIndex": 1, "columnIndex": 3}, **size}


def test_a_formula_comes_to_what_the_test_says(api: Api, book: Spreadsheet) -> None:
    book.result_of = {"=SUM(B:B)": 7}.__getitem__
    entered = {"userEnteredValue": {"formulaValue": "=SUM(B:B)"}}
    start = {"rowIndex": 0, "columnIndex": 3}

    api.update(
        book.key, {"updateCells": {"start": start, "rows": [{"values": [entered]}], "fields": "userEnteredValue"}}
    )

    assert value(book.sheet(), "D1") == 7


def test_a_formula_whose_cell_is_deleted_refers_to_nothing(api: Api, book: Spreadsheet) -> None:
    book.sheet().put(0, 3, {"userEnteredValue": {"formulaValue": "=A2&A4&LOG10(A3)"}})

    api.update(book.key, {"deleteDimension": {"range": rows_of(1, 2)}})

    assert book.sheet().cell(0, 3)["userEnteredValue"] == {"formulaValue": "=#REF!&A3&LOG10(A2)"}


def test_a_sort_takes_the_references_of_formulas_along(api: Api, book: Spreadsheet) -> None:
    book.sheet().put(1, 2, {"userEnteredValue": {"formulaValue": "=A2&A$1"}})
    specs = [{"dimensionIndex": 0, "sortOrder": "DESCENDING"}]

    api.update(book.key, {"sortRange": {"range": span(1, 4, 0, 3), "sortSpecs": specs}})

    assert book.sheet().cell(3, 2)["userEnteredValue"] == {"formulaValue": "=A4&A$1"}


@pytest.mark.parametrize("whole", [True, False])
def test_what_is_protected_from_the_caller_is_not_edited(api: Api, book: Spreadsheet, *, whole: bool) -> None:
    protect(book.sheet(), "" if whole else "A2:B2")

    message = api.refusal(book.key, entering((2, 0), ["fine"]), entering((1, 1), ["x"]))

    assert "You are trying to edit a protected cell or object." in message
    assert value(book.sheet(), "A3") == "Globex"


def test_what_is_free_within_a_protected_sheet_is_edited(api: Api, book: Spreadsheet) -> None:
    protect(book.sheet(), free=["B2:B4"])

    api.update(book.key, entering((1, 1), ["x"]))

    assert value(book.sheet(), "B2") == "x"


def test_the_caller_protects_a_range_and_may_edit_it(api: Api, book: Spreadsheet) -> None:
    wanted = {"range": span(0, 4, 1, 2), "description": "ours", "editors": {"users": ["me@example.com"]}}

    reply = api.update(book.key, {"addProtectedRange": {"protectedRange": wanted}}, entering((1, 1), ["x"]))

    answered = reply["replies"][0]["addProtectedRange"]["protectedRange"]
    assert answered["requestingUserCanEdit"]
    assert answered["editors"] == {}
    assert "sheetId" not in answered["range"]


@pytest.mark.parametrize(
    "request_",
    [
        {"findReplace": {"find": "a", "replacement": "b", "allSheets": True}},
        {"updateCells": {"start": {}, "rows": [{"values": [{"value": "x"}]}], "fields": "*"}},
        {"updateCells": {"start": {}, "rows": [{"values": [{"userEnteredValue": {"formulaValue": "=1"}}]}],
                         "fields": "*"}},
        {"updateCells": {"start": {}, "rows": cells(["x"]), "fields": "formattedValue"}},
        {"repeatCell": {"range": span(0, 2, 0, 1), "cell": {"userEnteredValue": {"formulaValue": "=A1"}},
                        "fields": "userEnteredValue"}},
        {"addConditionalFormatRule": {"rule": RULE, "index": 1}},
        {"addConditionalFormatRule": {"rule": {**RULE, "booleanRule": {"condition": {"type": "BLANK"}}}}},
        {"addChart": {"chart": chart_of(bottom=3)}},
        {"addChart": {"chart": chart_of(axis="LEFT_AXIS")}},
        {"updateCells": {"start": {"rowIndex": "1"}, "rows": cells(["x"]), "fields": "note"}},
        {"copyPaste": {"source": span(0, 1, 0, 1), "destination": span(1, 2, 0, 1), "pasteType": "PASTE_ALL"}},
        {"updateCells": {"start": {"rowIndex": 1, "columnIndex": 2}, "rows": cells(["x"]),
                         "fields": "userEnteredValue"}},
    ],
)  # fmt: skip
def test_what_is_not_modelled_fails_the_test(
    google: FakeSheets, server: FakeSheets, api: Api, request_: JsonObject
) -> None:
    book = server.add(spreadsheet_of({"Jobs": JOBS}))
    checkboxes(book.sheet(), "C2")

    reply = api.try_update(book.key, request_)

    assert reply.status_code == 501
    assert "does not model" in reply.json()["error"]["message"]
    assert len(google.violations) == 1
    google.violations.clear()
