"""Which columns a run adds, and where."""

from collections.abc import Sequence

from sheet_sync.grid import Book, CellValue, Covered, Grid, Range, Worksheet
from sheet_sync.plan.columns import columns_to_add
from sheet_sync.tracker.fields import FIELDS, OURS
from sheet_sync.tracker.table import Wanted, find_table

USERS: list[CellValue] = ["Company", "Position", "Interview date"]


def added(*rows: list[CellValue], adopting: bool = False, covered: Sequence[Range] = ()) -> dict[str, tuple[str, int]]:
    grid = Grid(list(rows), covered=Covered(covered))
    table = find_table(Book((Worksheet("S", grid),), "t"), Wanted())
    return {name: (c.header, c.column) for name, c in columns_to_add(table, adopting=adopting).items()}


def test_the_first_run_adds_the_two_marks_and_then_ours_at_the_right_of_the_table() -> None:
    found = added(USERS, ["Acme"])
    assert [*found] == ["thank_you_sent", "followed_up", *OURS]
    assert [place for _, place in found.values()] == [4, 5, 6, 7, 8, 9, 10]
    assert found["thank_you_sent"][0] == "Thank-you sent"


def test_marks_that_the_user_keeps_are_not_added() -> None:
    assert [*added([*USERS, "Thanked", "Followed up on"])] == [*OURS]


def test_a_column_of_the_users_with_our_name_gets_ours_beside_it() -> None:
    assert added([*USERS, "Draft"], ["A", None, None, "my text"])["Draft"][0] == "Draft (sheet-sync)"


def test_a_later_run_adds_nothing_even_where_the_user_deleted_a_column() -> None:
    assert added([*USERS, "Follow-up status", "Sync key"]) == {}


def test_adopt_adds_every_missing_column_but_the_optional_language() -> None:
    found = added(USERS, adopting=True)
    assert set(found) == set(FIELDS) - {"company", "position", "interview_date", "language"} | set(OURS)


def test_adopt_brings_back_a_column_that_the_user_deleted() -> None:
    found = added([*USERS, "Thank-you sent", "Followed up", *OURS[:3], OURS[4]], adopting=True)
    assert found["Draft"] == ("Draft", 10 + len(found) - 1)


def test_columns_do_not_land_on_what_stands_beside_the_table() -> None:
    found = added([*USERS, None, "Totals"], ["Acme", None, None, None, 7, "x"])
    assert found["thank_you_sent"][1] == 7


def test_columns_do_not_land_beneath_a_merged_range() -> None:
    covered = [(2, 5, 2, 7)]
    assert min(place for _, place in added(USERS, ["A"], covered=covered).values()) > 7
