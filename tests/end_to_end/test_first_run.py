"""What the first sync adds to a tracker, and what it assumes (SPEC section 3)."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet
from workbooks import (
    ANA,
    BEN,
    CAT,
    OURS,
    Command,
    Make,
    Row,
    column_of,
    column_widths,
    day,
    defined_names,
    filter_range,
    write_tracker,
)

BARE = ("Company", "Position", "Interview date")


def bare(interview: object, company: str = "Acme") -> Row:
    return {"Company": company, "Position": "Data Analyst", "Interview date": interview}


@pytest.mark.parametrize(
    ("headers", "added"),
    [
        (BARE, ("Thank-you sent", "Followed up", *OURS)),
        ((*BARE, "Thank you note"), ("Followed up", *OURS)),
        ((*BARE, "Followed-up on"), ("Thank-you sent", *OURS)),
        ((*BARE, "Followed up", "Thank-you sent"), OURS),
        ((*BARE, "Follow-up date", "Next follow up"), ("Thank-you sent", "Followed up", *OURS)),
    ],
)
def test_the_first_sync_adds_what_is_missing_at_the_right_in_order(
    make: Make, headers: Sequence[str], added: Sequence[str]
) -> None:
    tracker = make([bare(day("2026-11-22"))], headers=headers)

    report = tracker.sync()

    assert report.added == tuple(added)
    assert tracker.headers() == [*headers, *added]


def test_only_the_first_sync_adds_columns(make: Make) -> None:
    tracker = make([ANA])
    tracker.sync()
    tracker.delete_column("Followed up")

    report = tracker.sync("2026-11-24")

    assert report.added == ()
    assert "Followed up" not in tracker.headers()


def test_the_added_columns_look_like_the_table_they_join(make: Make) -> None:
    def dress(_: Workbook, sheet: Worksheet) -> None:
        for cell in sheet[1]:
            cell.font = Font(name="Georgia", bold=True, color="FFFFFF")
            cell.fill = PatternFill("solid", fgColor="1F3B4D")
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                cell.border = Border(bottom=Side("thin"))
                cell.alignment = Alignment(horizontal="center")

    tracker = make([bare(day("2026-11-22")), bare(None, "Globex")], headers=BARE, finish=dress)
    tracker.sync()

    header = tracker.raw(1, "Interview date").look
    for added in ("Thank-you sent", "Followed up", *OURS):
        look = tracker.raw(1, added).look
        assert (look["fontId"], look["fillId"]) == (header["fontId"], header["fillId"]), added
    for row in (2, 3):
        line = tracker.raw(row, "Company").look["borderId"]
        assert {tracker.raw(row, added).look["borderId"] for added in OURS} == {line}
        for dated in ("Thank-you sent", "Followed up", "Follow-up due"):
            assert "yy" in tracker.raw(row, dated).look["format"], dated
        for wrapped in ("Follow-up reason", "Draft"):
            look = tracker.raw(row, wrapped).look
            assert (look["wrap"], look["vertical"]) == ("1", "top"), wrapped


def test_all_due_days_are_shown_as_the_first_day_of_the_users_column_is(make: Make) -> None:
    def mixed(_: Workbook, sheet: Worksheet) -> None:
        column = column_of(sheet, 1, "Promised reply by")
        sheet.cell(3, column, date(2026, 12, 4)).number_format = "ddd d mmm"
        sheet.cell(5, column, date(2026, 12, 5)).number_format = "yyyy-mm-dd"

    tracker = make(
        [
            ANA,
            dict(ANA) | {"Position": "Analyst"},
            dict(ANA) | {"Position": "Tester"},
            dict(ANA) | {"Position": "Cook"},
        ],
        finish=mixed,
    )
    tracker.sync()

    assert {tracker.raw(row, "Follow-up due").look["format"] for row in range(2, 6)} == {"ddd d mmm"}


def test_only_the_sync_key_is_hidden_and_the_draft_is_about_70_wide(make: Make) -> None:
    tracker = make([ANA])
    tracker.sync()

    widths = column_widths(tracker.path)
    headers = tracker.headers()

    assert [headers[number - 1] for number, look in widths.items() if look.get("hidden") == "1"] == ["Sync key"]
    assert 65 <= float(widths[headers.index("Draft") + 1]["width"]) <= 75


def test_a_due_day_is_a_real_date(make: Make) -> None:
    tracker = make([ANA])
    tracker.sync()

    assert tracker.get(2, "Follow-up due") == date(2026, 11, 19)
    assert tracker.raw(2, "Follow-up due").kind == "n"


def test_a_worksheet_filter_is_extended_over_our_columns_with_its_defined_name(make: Make) -> None:
    def add_filter(_: Workbook, sheet: Worksheet) -> None:
        sheet.auto_filter.ref = "A1:N3"

    tracker = make([ANA, BEN], finish=add_filter)
    tracker.sync()

    assert filter_range(tracker.path) == "A1:S3"
    assert defined_names(tracker.path)["_xlnm._FilterDatabase"].replace("'", "") == "Applications!$A$1:$S$3"


def test_a_tracker_without_a_filter_gets_none(make: Make) -> None:
    tracker = make([ANA])
    tracker.sync()

    assert filter_range(tracker.path) is None


# When the column for it is only just added, nobody could have said that an older thank-you was sent.


def test_an_interview_more_than_2_days_old_counts_as_thanked_when_the_column_is_added(make: Make) -> None:
    tracker = make([bare(day("2026-11-20"), "Old"), bare(day("2026-11-21"), "New")], headers=BARE)
    tracker.sync("2026-11-23")

    assert tracker.get(2, "Follow-up status") == "Waiting"
    assert tracker.get(2, "Follow-up due") == date(2026, 11, 27)
    assert tracker.get(2, "Thank-you sent") is None
    assert tracker.get(3, "Follow-up status") == "Send thank-you"


def test_it_still_counts_as_thanked_days_later(make: Make) -> None:
    tracker = make([bare(day("2026-11-20"))], headers=BARE)
    for today, status in (
        ("2026-11-23", "Waiting"),
        ("2026-11-24", "Waiting"),
        ("2026-11-26", "Waiting"),
        ("2026-11-27", "Follow up now"),
        ("2026-12-20", "Follow up now"),
        ("2026-12-28", "Too late to write"),
    ):
        tracker.sync(today)
        assert tracker.get(2, "Follow-up status") == status, today


def test_it_still_counts_as_thanked_when_a_sort_left_our_columns_behind(make: Make) -> None:
    tracker = make([bare(day("2026-11-12"), "Old"), bare(None, "New")], headers=BARE)
    tracker.sync("2026-11-23")

    def sort_the_users_columns(sheet: Worksheet) -> None:
        for column in range(1, len(BARE) + 1):
            one, other = sheet.cell(2, column), sheet.cell(3, column)
            one.value, other.value = other.value, one.value

    tracker.rework(sort_the_users_columns)
    tracker.sync("2026-11-24")
    tracker.sync("2026-11-25")

    assert [tracker.get(row, "Follow-up status") for row in (2, 3)] == ["No interview yet", "Follow up now"]


def test_it_still_counts_as_thanked_when_the_companys_name_was_mended(make: Make) -> None:
    tracker = make([bare(day("2026-11-12"), "Acme Robotcis")], headers=BARE)
    tracker.sync("2026-11-23")
    tracker.type(2, "Company", "Acme Robotics")
    tracker.sync("2026-11-24")

    assert tracker.get(2, "Follow-up status") == "Follow up now"


def test_a_new_interview_in_such_a_row_is_owed_its_own_thank_you(make: Make) -> None:
    tracker = make([bare(day("2026-11-12"))], headers=BARE)
    tracker.sync("2026-11-23")
    tracker.type(2, "Interview date", day("2026-11-24"))

    tracker.sync("2026-11-25")
    assert tracker.get(2, "Follow-up status") == "Send thank-you"
    tracker.sync("2026-11-28")
    assert tracker.get(2, "Follow-up status") == "Thank-you overdue"


def test_a_row_typed_after_the_first_sync_is_not_assumed_to_be_thanked(make: Make) -> None:
    tracker = make([bare(day("2026-11-12"))], headers=BARE)
    tracker.sync("2026-11-23")
    tracker.type(3, "Company", "Globex")
    tracker.type(3, "Interview date", day("2026-11-18"))

    tracker.sync("2026-11-24")

    assert tracker.get(2, "Follow-up status") == "Follow up now"
    assert tracker.get(3, "Follow-up status") == "Thank-you overdue"


def test_nothing_is_assumed_where_the_user_has_a_column_for_thank_yous(make: Make) -> None:
    tracker = make([bare(day("2026-11-18"))], headers=(*BARE, "Thank-you sent"))
    tracker.sync("2026-11-23")

    assert tracker.get(2, "Follow-up status") == "Thank-you overdue"


def test_adopt_before_the_first_sync_assumes_the_same(make: Make) -> None:
    tracker = make([bare(day("2026-11-18"))], headers=BARE)
    tracker.adopt("2026-11-23")
    tracker.sync("2026-11-26")

    assert tracker.get(2, "Follow-up status") == "Follow up now"
    assert tracker.get(2, "Thank-you sent") is None


def test_the_first_sync_says_what_it_added_and_how_many_rows_ask_for_want_of_a_mark(
    run: Command, tmp_path: Path
) -> None:
    rows = [bare(day("2026-11-12"), "Acme"), bare(day("2026-11-22"), "Globex"), bare(None, "Initech")]
    path = write_tracker(tmp_path / "t.xlsx", rows, headers=BARE)

    ran = run("sync", path, "--today", "2026-11-23")

    assert ran.code == 0
    assert ran.err == ""
    assert "Thank-you sent, Followed up, Follow-up status" in ran.out
    assert "2 rows ask for a message only because nothing says that it was sent" in ran.out

    again = run("sync", path, "--today", "2026-11-23")

    assert "added" not in again.out
    assert "only because" not in again.out


def test_rows_that_could_have_been_marked_are_not_counted_as_asking_for_want_of_a_mark(make: Make) -> None:
    tracker = make([ANA, BEN, CAT])

    assert tracker.sync().unmarked == 0
