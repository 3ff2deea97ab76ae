"""Trackers that are Excel tables: they grow by our columns, and shrink when those go (SPEC sections 3 and 7)."""

from collections.abc import Mapping
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet
from raw_tables import Finish, RawTable, as_table, raw_tables, with_columns, with_totals
from workbooks import ANA, BEN, CAT, HEADERS, OURS, SHEET, Make, Tracker, Untouched, entries, sheet_part, values

from sheet_sync.errors import TrackerNotWritableError

ROWS = (ANA, BEN, CAT)
STATUSES = ["Follow up now", "Send thank-you", "No interview yet"]
MARKS = ("Thank-you sent", "Followed up")
BARE = tuple(header for header in HEADERS if header not in MARKS)


def statuses(tracker: Tracker) -> list[Any]:
    return [row["Follow-up status"] for row in tracker.rows().values()]


def changed_entries(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> set[str]:
    assert list(before) == list(after)
    return {name for name in before if before[name] != after[name]}


def test_a_table_grows_by_our_columns_and_keeps_all_the_rest(make: Make) -> None:
    tracker = make(ROWS, finish=as_table())
    before = entries(tracker.path)
    report = tracker.sync()

    assert raw_tables(tracker.path) == {"Jobs": RawTable("A1:S4", "A1:S4", (*HEADERS, *OURS))}
    assert statuses(tracker) == STATUSES
    assert report.added == OURS
    after = entries(tracker.path)
    assert changed_entries(before, after) == {"xl/tables/table1.xml", sheet_part(tracker.path), "xl/styles.xml"}
    assert tracker.sync().written is False


def test_a_later_sync_leaves_the_table_alone(make: Make) -> None:
    tracker = make(ROWS, finish=as_table())
    tracker.sync()
    before = entries(tracker.path)

    assert tracker.sync("2026-11-30").written
    assert changed_entries(before, entries(tracker.path)) == {sheet_part(tracker.path)}


def test_the_columns_of_the_first_run_all_become_part_of_the_table(make: Make) -> None:
    rows = [{header: value for header, value in row.items() if header not in MARKS} for row in ROWS]
    tracker = make(rows, headers=BARE, finish=as_table("A1:L4"))
    tracker.sync()

    assert raw_tables(tracker.path)["Jobs"].columns == (*BARE, *MARKS, *OURS)


def test_a_totals_row_stays_blank_in_our_columns_and_is_no_application(make: Make) -> None:
    tracker = make(ROWS, finish=with_totals)
    report = tracker.sync()

    assert report.rows == 3
    assert raw_tables(tracker.path)["Jobs"][:2] == ("A1:S5", "A1:S4")
    assert all(tracker.get(5, ours) is None for ours in OURS)
    assert statuses(tracker)[:3] == STATUSES


def test_a_totals_row_that_holds_words_in_every_column_is_no_application(make: Make) -> None:
    def totals(book: Workbook, sheet: Worksheet) -> None:
        with_totals(book, sheet)
        for column in range(1, len(HEADERS) + 1):
            sheet.cell(5, column, "Acme")

    tracker = make(ROWS, finish=totals)

    assert tracker.sync().rows == 3
    assert all(tracker.get(5, ours) is None for ours in OURS)


def test_rows_typed_below_a_table_without_totals_are_applications(make: Make) -> None:
    tracker = make(ROWS, finish=as_table("A1:N3"))

    assert tracker.sync().rows == 3
    assert raw_tables(tracker.path)["Jobs"].ref == "A1:S3"
    assert statuses(tracker) == STATUSES


def test_a_table_need_not_start_in_the_first_cell(make: Make) -> None:
    def shift(book: Workbook, sheet: Worksheet) -> None:
        sheet.insert_cols(1, 2)
        sheet["A1"] = "My search"
        as_table("C4:P7")(book, sheet)

    tracker = make(ROWS, header_row=4, finish=shift)
    tracker.sync()

    assert raw_tables(tracker.path)["Jobs"][:2] == ("C4:U7", "C4:U7")
    assert [row["Follow-up status"] for row in tracker.rows().values()] == STATUSES


def test_of_several_tables_only_the_trackers_grows(make: Make) -> None:
    def more(book: Workbook, sheet: Worksheet) -> None:
        sheet.move_range("A1:N4", rows=5)
        for at, name, texts in (("A1", "Above", ("Week", "Sent")), ("A15", "Below", ("Company", "Contact", "Email")),
                                ("Z6", "Beside", ("Company", "Contact", "Email"))):  # fmt: skip
            start = sheet[at]
            for offset, text in enumerate(texts):
                sheet.cell(start.row, start.column + offset, text)
                sheet.cell(start.row + 1, start.column + offset, "Hooli")
            end = sheet.cell(start.row + 1, start.column + len(texts) - 1)
            as_table(f"{at}:{end.coordinate}", name)(book, sheet)
        as_table("A6:N9")(book, sheet)

    tracker = make(ROWS, finish=more)
    before = raw_tables(tracker.path)
    report = Tracker(tracker.path, tracker.settings, header_row=6).sync()
    after = raw_tables(tracker.path)

    assert report.rows == 3
    assert after["Jobs"][:2] == ("A6:S9", "A6:S9")
    assert {name: after[name] for name in ("Above", "Below", "Beside")} == {
        name: before[name] for name in ("Above", "Below", "Beside")
    }
    assert [row[14] for row in values(tracker.path)[6:9]] == STATUSES
    assert [row[14] for row in values(tracker.path)[9:]] == [None] * (len(values(tracker.path)) - 9)


@pytest.mark.parametrize("what", ["a remark", "=1+1", "#N/A", None])
def test_without_room_at_its_right_a_table_is_refused_with_the_number_of_columns_to_insert(
    make: Make, untouched: Untouched, what: str | None
) -> None:
    def crowd(book: Workbook, sheet: Worksheet) -> None:
        as_table()(book, sheet)
        if what is None:
            sheet.merge_cells("Q3:R3")
            sheet["Q3"] = "wide"
        else:
            sheet["Q3"] = what

    tracker = make(ROWS, finish=crowd)
    same = untouched(tracker.path)

    with pytest.raises(TrackerNotWritableError, match=r"“Jobs”.*5 more columns.*Q3.*Insert 3 columns between N and Q"):
        tracker.sync()
    assert same()

    tracker.rework(lambda sheet: sheet.move_range("Q3", cols=3) if what else sheet.unmerge_cells("Q3:R3"))
    tracker.rework(lambda sheet: sheet.move_range("Q3", cols=3) if what is None else None)
    tracker.sync()
    assert raw_tables(tracker.path)["Jobs"].ref == "A1:S4"


def test_another_table_in_the_way_is_refused_even_where_its_cells_are_blank(make: Make) -> None:
    def crowd(book: Workbook, sheet: Worksheet) -> None:
        as_table()(book, sheet)
        sheet["P9"] = "Week"
        as_table("P9:P12", "Weeks")(book, sheet)

    with pytest.raises(TrackerNotWritableError, match=r"P9.*Insert 4 columns between N and P"):
        make(ROWS, finish=crowd).sync()


def headless(_: Workbook, sheet: Worksheet) -> None:
    sheet.add_table(with_columns(Table(displayName="Jobs", ref="A2:N4", headerRowCount=0)))


def headed_above(book: Workbook, sheet: Worksheet) -> None:
    sheet.insert_rows(1)
    for column in range(1, len(HEADERS) + 1):
        sheet.cell(1, column, f"Column{column}")
    as_table("A1:N5")(book, sheet)


def filled_by_a_query(_: Workbook, sheet: Worksheet) -> None:
    sheet.add_table(Table(displayName="Jobs", ref="A1:N4", tableType="queryTable"))


@pytest.mark.parametrize("finish", [headless, headed_above, filled_by_a_query])
def test_a_table_that_cannot_grow_is_refused_with_the_way_out(make: Make, untouched: Untouched, finish: Finish) -> None:
    tracker = make(ROWS, finish=finish)
    same = untouched(tracker.path)

    with pytest.raises(TrackerNotWritableError, match=r"tracker\.xlsx.*table “Jobs”.*Convert to Range"):
        tracker.sync()
    assert same()


@pytest.mark.parametrize("header", ["Draft", "draft", "DRAFT"])
def test_a_column_of_the_users_by_our_name_gets_ours_beside_it(make: Make, header: str) -> None:
    rows = [{**ANA, header: "mine"}, BEN, CAT]
    tracker = make(rows, headers=(*HEADERS, header), finish=as_table("A1:O4"))
    tracker.sync()

    assert raw_tables(tracker.path)["Jobs"].columns[-2:] == ("Draft (sheet-sync)", "Sync key")
    assert tracker.get(2, header) == "mine"
    assert tracker.get(3, "Draft (sheet-sync)")
    assert tracker.sync().written is False


def test_a_name_that_the_table_has_already_is_never_given_twice(make: Make, untouched: Untouched) -> None:
    headers = (*HEADERS, "Draft", "DRAFT (Sheet-Sync)")
    tracker = make(ROWS, headers=headers, finish=as_table("A1:P4"))
    same = untouched(tracker.path)

    with pytest.raises(TrackerNotWritableError, match=r"another column “Draft \(sheet-sync\)” already.*Rename"):
        tracker.sync()
    assert same()


def resized(tracker: Tracker, ref: str) -> None:
    """The user drags the corner of the table."""

    def work(sheet: Worksheet) -> None:
        del sheet.tables["Jobs"]
        sheet.add_table(Table(displayName="Jobs", ref=ref))

    tracker.rework(work)


@pytest.mark.parametrize("ref", ["A1:N4", "A1:P4", "A1:R4"])
def test_adopt_draws_the_table_over_our_columns_again_wherever_the_user_has_dragged_its_edge(
    make: Make, ref: str
) -> None:
    tracker = make(ROWS, finish=as_table())
    tracker.sync()
    resized(tracker, "A1:N4")
    tracker.delete_column("Draft")
    resized(tracker, ref)

    report = tracker.adopt()

    assert report.added == ("Draft",)
    columns = (*HEADERS, *(ours for ours in OURS if ours != "Draft"), "Draft")
    assert raw_tables(tracker.path)["Jobs"] == RawTable("A1:S4", "A1:S4", columns)
    tracker.sync()
    assert statuses(tracker) == STATUSES
    assert tracker.get(2, "Draft")


def test_a_table_that_the_user_made_of_our_columns_alone_grows_instead(make: Make) -> None:
    tracker = make(ROWS, finish=as_table())
    tracker.sync()
    resized(tracker, "A1:N4")
    tracker.delete_column("Draft")
    tracker.rework(lambda sheet: sheet.add_table(Table(displayName="Ours", ref="O1:R4")))

    tracker.adopt()

    found = raw_tables(tracker.path)
    assert (found["Jobs"].ref, found["Ours"].ref) == ("A1:N4", "O1:S4")


def test_columns_of_the_users_beside_the_table_are_not_drawn_into_it(make: Make, untouched: Untouched) -> None:
    tracker = make(ROWS, headers=(*HEADERS, "Salary"), finish=as_table("A1:N4"))
    same = untouched(tracker.path)

    with pytest.raises(TrackerNotWritableError, match=r"something stands in O1.*Insert 5 columns between N and O"):
        tracker.sync()
    assert same()


def test_our_headers_look_like_the_tables_own_whatever_stands_further_right(make: Make) -> None:
    def statistics(book: Workbook, sheet: Worksheet) -> None:
        as_table()(book, sheet)
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        sheet["X1"] = "Statistics"

    tracker = make(ROWS, finish=statistics)
    tracker.sync()

    assert load_workbook(tracker.path)[SHEET]["R1"].font.bold
