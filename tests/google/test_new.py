"""`sheet-sync new` with the address of an empty Google Sheet (SPEC section 8)."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from fake_sheets import (
    FakeSheets,
    Spreadsheet,
    User,
    faults,
    hidden_columns,
    look,
    spreadsheet_of,
    value,
    values,
)
from google_user import TODAY, GoogleUser

from sheet_sync.etiquette.status import STATUSES

WORKSHEETS = ["Applications", "Overview", "Settings", "Guide"]
STATUS_COLUMN = 14


def an_empty_sheet(server: FakeSheets, **properties: Any) -> Spreadsheet:  # noqa: ANN401 - of a Spreadsheet
    """As Google makes one, but smaller; whatever is counted in it comes to 0."""
    book = spreadsheet_of({"Sheet1": []}, **properties)
    book.result_of = lambda _: 0
    return server.add(book)


@pytest.fixture
def book(server: FakeSheets) -> Spreadsheet:
    return an_empty_sheet(server)


def address(book: Spreadsheet) -> str:
    return f"https://docs.google.com/spreadsheets/d/{book.key}/edit#gid=0"


def new(user: GoogleUser, book: Spreadsheet, *options: str) -> Any:  # noqa: ANN401 - as invoke gives it
    return user.invoke("new", address(book), "--today", TODAY, *options)


def drop_downs(book: Spreadsheet) -> dict[int, dict[str, Any]]:
    """The rule of each column of the tracker, in the last row of the sheet."""
    last = book.sheet("Applications").rows[-1]
    return {column: cell["dataValidation"] for column, cell in last.items() if "dataValidation" in cell}


def test_an_empty_sheet_becomes_a_tracker_in_one_request(user: GoogleUser, book: Spreadsheet) -> None:
    made = new(user, book)

    assert (made.code, made.err) == (0, "")
    assert "a fresh tracker, with the worksheets Applications, Overview, Settings and Guide" in made.out
    assert user.calls() == ["get", "batchUpdate"]
    assert [sheet.title for sheet in book.sheets] == WORKSHEETS
    tracker = book.sheet("Applications")
    assert values(tracker)[0][-5:] == ["Follow-up status", "Follow-up due", "Follow-up reason", "Draft", "Sync key"]
    assert tracker.grid == {"frozenRowCount": 1, "frozenColumnCount": 2, "hideGridlines": True}
    assert hidden_columns(tracker) == [18]
    assert tracker.basic_filter
    assert look(tracker, "P900")["numberFormat"] == {"type": "DATE", "pattern": "ddd d mmm yyyy"}
    assert look(tracker, "R900")["wrapStrategy"] == "WRAP"
    rules = [
        rule.body["booleanRule"]["condition"]["values"][0]["userEnteredValue"] for rule in tracker.conditional_formats
    ]
    assert sorted(rules) == sorted(f'=$O2="{status}"' for status in STATUSES)


def test_its_lists_take_other_words_and_its_chart_shows_every_count(user: GoogleUser, book: Spreadsheet) -> None:
    new(user, book)

    assert [*drop_downs(book)] == [5, 7, 12]
    assert not any(rule["strict"] for rule in drop_downs(book).values())
    overview = book.sheet("Overview")
    (chart,) = overview.charts
    spec = chart["spec"]["basicChart"]
    names, counts = spec["domains"][0]["domain"], spec["series"][0]["series"]
    for column, source in enumerate((names, counts)):
        (area,) = source["sourceRange"]["sources"]
        rows = range(area["startRowIndex"], area["endRowIndex"])
        assert area["startColumnIndex"] == column
        assert {values(overview)[row][0] for row in rows} == set(STATUSES)
    formulas = [
        cell["userEnteredValue"]["formulaValue"]
        for row in overview.rows
        if (cell := row.get(1)) and "effectiveValue" in cell
    ]
    assert len(formulas) == len(STATUSES) + 5
    assert not any("," in formula for formula in formulas)  # half of the world's spreadsheets would not read it


def test_an_example_is_synced_to_every_status_and_keeps_its_look(user: GoogleUser, book: Spreadsheet) -> None:
    assert new(user, book, "--example").code == 0
    tracker = book.sheet("Applications")
    rules, filtered, charts = [*tracker.conditional_formats], tracker.basic_filter, [*book.sheet("Overview").charts]
    lists = drop_downs(book)

    synced = user.invoke("sync", address(book), "--today", TODAY, "--json")

    (entry,) = json.loads(synced.out)["trackers"]
    assert set(entry["statuses"]) == set(STATUSES)
    assert entry["added"] == []
    assert {row[STATUS_COLUMN] for row in values(tracker)[1:]} == set(STATUSES)
    assert value(tracker, "P2") == date(2026, 11, 21)
    assert sum("Alex Morgan" in str(row[17]) for row in values(tracker)[1:] if len(row) > 17) == 4
    assert (tracker.conditional_formats, tracker.basic_filter, drop_downs(book)) == (rules, filtered, lists)
    assert book.sheet("Overview").charts == charts
    assert "everything is up to date" in user.invoke("sync", address(book), "--today", TODAY).out


def test_the_example_is_dated_by_the_clock_of_the_sheet(
    user: GoogleUser, server: FakeSheets, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = an_empty_sheet(server, time_zone="Pacific/Kiritimati")
    monkeypatch.setattr("sheet_sync.cli.options.Options.now", lambda _: datetime(2026, 11, 22, 20, tzinfo=UTC))

    assert user.invoke("new", address(book), "--example").code == 0

    assert value(book.sheet("Applications"), "G4") == datetime(2026, 11, 22, 9)


def test_a_sheet_in_which_anything_stands_is_left_as_it_is(user: GoogleUser, book: Spreadsheet) -> None:
    User(book, "Sheet1").type("C7", "mine")

    refused = new(user, book)

    assert refused.code == 1
    assert "is not empty: something stands in “Sheet1”. It was left as it is." in refused.err
    assert len(refused.err.splitlines()) == 1
    assert user.calls() == ["get"]
    assert [sheet.title for sheet in book.sheets] == ["Sheet1"]


def test_a_name_that_is_taken_is_told_before_anything_is_written(user: GoogleUser, server: FakeSheets) -> None:
    book = server.add(spreadsheet_of({"Sheet1": [], "guide": []}))

    refused = new(user, book)

    assert (refused.code, user.calls()) == (1, ["get"])
    assert "has a worksheet “guide” already. Delete it, or give it another name." in refused.err


def test_who_may_only_look_is_told_so_and_nothing_changes(user: GoogleUser, book: Spreadsheet) -> None:
    book.access = "viewer"

    refused = new(user, book)

    assert refused.code == 1
    assert "Editor" in refused.err
    assert [sheet.title for sheet in book.sheets] == ["Sheet1"]


@pytest.mark.parametrize("applied", [True, False])
def test_where_google_does_not_answer_the_user_is_told_to_look(
    user: GoogleUser, book: Spreadsheet, *, applied: bool
) -> None:
    user.server.faults[2] = faults.cut(applied=applied)

    failed = new(user, book)

    assert failed.code == 75
    assert "Google did not say whether the tracker was laid out. Look at it in the browser" in failed.err
    assert [sheet.title for sheet in book.sheets] == (WORKSHEETS if applied else ["Sheet1"])


def test_a_sheet_that_changes_meanwhile_is_not_touched(user: GoogleUser, book: Spreadsheet) -> None:
    def add_a_guide(changed: Spreadsheet) -> None:
        if len(user.server.requests) > 1:
            changed.sheets.append(spreadsheet_of({"": [], "Guide": [["mine"]]}).sheets[1])

    user.server.before_request = add_a_guide

    refused = new(user, book)

    assert refused.code == 75
    assert "was changed meanwhile. Nothing was written." in refused.err
    assert values(book.sheet("Guide")) == [["mine"]]
    assert book.sheets[0].title == "Sheet1"
