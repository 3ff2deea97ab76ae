"""Finding the tracker in a book, and our columns in it."""

import pytest

from sheet_sync.errors import ConfigurationError, NotATrackerError
from sheet_sync.grid import Book, CellValue, Grid, NamedTable, Worksheet
from sheet_sync.tracker.fields import DRAFT, OURS, SYNC_KEY
from sheet_sync.tracker.finding.worksheets import Wanted, find_table
from sheet_sync.tracker.sync_key import SyncKey, fingerprint
from sheet_sync.tracker.table import Table

USERS: list[CellValue] = ["Company", "Position", "Interview date"]
STATUSES = frozenset({"Waiting", "Closed"})
KEY = SyncKey(fingerprint("Acme"), fingerprint("Dev"), theirs=(DRAFT,)).as_text()


def book(**sheets: list[list[CellValue]]) -> Book:
    return Book(tuple(Worksheet(name, Grid(rows)) for name, rows in sheets.items()), token="t")


def found(*rows: list[CellValue], **wanted: object) -> Table:
    return find_table(book(S=list(rows)), Wanted(statuses=STATUSES, **wanted))  # type: ignore[arg-type]


def test_the_header_may_stand_below_a_title_and_blank_rows() -> None:
    table = found(["My search"], [], ["", *USERS], ["", "Acme", "Dev", None])
    assert table.header_row == 3
    assert table.fields["company"] == (2,)
    assert table.last_row == 4


def test_the_worksheet_with_interview_dates_is_chosen_before_one_with_more_columns() -> None:
    sheets = book(Leads=[["Company", "Position", "Contact", "Email", "Phone", "Status"], ["A"]], Mine=[USERS, ["Acme"]])
    assert find_table(sheets, Wanted()).worksheet.name == "Mine"
    assert find_table(sheets, Wanted(sheet="Leads")).worksheet.name == "Leads"


def test_the_settings_worksheet_is_no_tracker() -> None:
    with pytest.raises(NotATrackerError):
        find_table(book(Settings=[USERS]), Wanted())


def test_a_worksheet_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(NotATrackerError, match=r"no worksheet “X”.*“S”"):
        found(USERS, sheet="X")


@pytest.mark.parametrize("rows", [[], [[None]], [["", ""]]])
def test_an_empty_workbook_is_said_to_be_empty(rows: list[list[CellValue]]) -> None:
    with pytest.raises(NotATrackerError, match="empty"):
        found(*rows)


def test_one_known_column_is_no_tracker() -> None:
    with pytest.raises(NotATrackerError, match="No header row"):
        found(["Company", "Revenue"], ["Acme", 5])


def test_a_header_named_by_hand_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ConfigurationError, match=r"columns.interview_date names “Intervew date”.*“Interview date”"):
        found([*USERS, "Onsite"], named={"interview_date": ("Onsite", "Intervew date")})


def test_without_a_sync_key_it_is_the_first_run_and_a_draft_column_is_the_users() -> None:
    table = found([*USERS, "Draft"], ["Acme", "Dev", None, "mine"])
    assert table.first_run
    assert table.ours == {}
    assert table.theirs == (DRAFT,)


def test_with_a_sync_key_the_columns_of_our_names_are_ours() -> None:
    table = found([*USERS, *OURS], ["Acme", "Dev"])
    assert not table.first_run
    assert table.ours == {header: column for column, header in enumerate(OURS, start=4)}


def test_a_column_that_was_the_users_at_the_first_run_stays_the_users_when_ours_is_deleted() -> None:
    table = found([*USERS, "Draft", "Follow-up status", "Sync key"], ["Acme", "Dev", None, "mine", "Waiting", KEY])
    assert DRAFT not in table.ours
    assert table.theirs == (DRAFT,)


def test_ours_stands_beside_a_column_of_the_users_of_the_same_name() -> None:
    table = found([*USERS, "Draft", "Draft (sheet-sync)", "Sync key"], ["Acme", "Dev", None, "mine", "", KEY])
    assert table.ours[DRAFT] == 5


def test_a_sync_key_column_of_the_users_own_is_not_taken_for_ours() -> None:
    table = found([*USERS, "Sync key"], ["Acme", "Dev", None, "abc"])
    assert table.first_run
    assert table.theirs == (SYNC_KEY,)


def test_our_columns_are_known_again_when_only_their_key_was_deleted() -> None:
    table = found([*USERS, *OURS[:-1]], ["Acme", "Dev", None, "Waiting", None, "why", "text"])
    assert table.first_run
    assert set(table.ours) == set(OURS) - {SYNC_KEY}


def test_columns_of_our_names_with_the_users_own_words_are_not_taken_for_ours() -> None:
    table = found([*USERS, *OURS[:-1]], ["Acme", "Dev", None, "next week", None, "why", "text"])
    assert table.ours == {}
    assert set(table.theirs) == set(OURS[:-1])


@pytest.mark.parametrize("header", ["draft", "DRAFT", " Draft ", "Follow-up  Due"])
def test_a_header_like_ours_is_the_users_whatever_its_case_and_spacing(header: str) -> None:
    assert len(found([*USERS, header], ["Acme", "Dev", None, "mine"]).theirs) == 1


def within(*rows: list[CellValue], tables: tuple[NamedTable, ...]) -> Table:
    return find_table(Book((Worksheet("S", Grid(list(rows), tables=tables)),), token="t"), Wanted())


JOBS: list[list[CellValue]] = [USERS, ["Acme", "Dev"], ["Globex", "Dev"], ["3", 2]]


@pytest.mark.parametrize(("totals", "last"), [(0, 4), (1, 3), (2, 2)])
def test_the_rows_end_above_the_totals_of_a_table(totals: int, last: int) -> None:
    assert within(*JOBS, tables=(NamedTable("Jobs", (1, 1, 4, 3), totals=totals),)).last_row == last


def test_the_rows_end_above_another_table_below() -> None:
    rows: list[list[CellValue]] = [*JOBS, [], ["Company", "Contact"], ["Hooli", "Ann"]]
    tables = (NamedTable("Jobs", (1, 1, 4, 3)), NamedTable("People", (6, 1, 7, 2)))
    assert within(*rows, tables=tables).last_row == 4
    assert within(*rows, tables=tables[1:]).last_row == 4
    assert within(*rows, tables=()).last_row == 7


def test_rows_below_a_table_without_totals_belong_to_it() -> None:
    assert within(*JOBS, tables=(NamedTable("Jobs", (1, 1, 2, 3)),)).last_row == 4


def test_the_columns_of_another_table_in_the_same_rows_are_none_of_the_trackers() -> None:
    rows: list[list[CellValue]] = [
        [*USERS, None, "Contact", "Email"],
        ["Acme", "Dev", None, None, "Ann", "a@b.example"],
    ]
    tables = (NamedTable("People", (1, 5, 2, 6)), NamedTable("Jobs", (1, 1, 2, 3)))
    for known in (tables, tables[:1]):
        table = within(*rows, tables=known)
        assert set(table.fields) == {"company", "position", "interview_date"}
        assert set(table.headers) == {1, 2, 3}
    assert "contact" in within(*rows, tables=()).fields


def test_a_table_over_some_of_the_trackers_columns_does_not_part_it_from_the_others() -> None:
    tables = (NamedTable("Some", (1, 3, 2, 4)),)
    table = within([*USERS, "Status"], ["Acme", "Dev", None, "Rejected"], tables=tables)
    assert set(table.fields) == {"company", "position", "interview_date", "outcome"}


def test_our_columns_are_found_though_the_user_has_made_them_a_table_of_their_own() -> None:
    rows: list[list[CellValue]] = [[*USERS, *OURS], ["Acme", "Dev"]]
    tables = (NamedTable("Jobs", (1, 1, 2, 3)), NamedTable("Ours", (1, 4, 2, 8)))
    assert set(within(*rows, tables=tables).ours) == set(OURS)


def test_the_table_of_the_tracker_is_the_one_in_whose_header_row_its_fields_stand() -> None:
    beside, jobs = NamedTable("Weeks", (1, 5, 9, 6)), NamedTable("Jobs", (1, 1, 4, 3))
    assert within(*JOBS, tables=(beside, jobs)).named_table == jobs
    assert within(*JOBS, tables=(beside,)).named_table is None
    assert within(*JOBS, tables=(NamedTable("Jobs", (1, 1, 4, 3), headed=False),)).named_table is None
    assert within(["title"], *JOBS, tables=(jobs,)).named_table is None


def test_a_stray_value_thousands_of_rows_below_is_no_row_of_the_table() -> None:
    rows: list[list[CellValue]] = [["Company", "Contact"], ["Acme", "Jane"], *[[] for _ in range(500)], ["Globex"]]
    far: list[list[CellValue]] = [*rows, *[[] for _ in range(20_000)], [None, "stray"]]
    assert found(*rows).last_row == found(*far).last_row == 503
