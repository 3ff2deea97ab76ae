"""Which columns a run adds, and where."""

from collections.abc import Sequence
from typing import Any

import pytest

from sheet_sync.errors import TrackerNotWritableError
from sheet_sync.grid import Book, CellValue, Covered, Grid, NamedTable, Range, Worksheet
from sheet_sync.plan.columns import columns_to_add, hidden_columns
from sheet_sync.tracker.fields import FIELDS, OURS
from sheet_sync.tracker.finding.worksheets import Wanted, find_table

USERS: list[CellValue] = ["Company", "Position", "Interview date"]


def added(
    *rows: list[CellValue],
    adopting: bool = False,
    covered: Sequence[Range] = (),
    **facts: Any,  # noqa: ANN401 - of a grid
) -> dict[str, tuple[str, int]]:
    grid = Grid(list(rows), covered=Covered(covered), **facts)
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


@pytest.mark.parametrize("facts", [{"formulas": frozenset({(2, 6)})}, {"errors": {(2, 6): "#N/A"}}])
def test_columns_do_not_land_on_a_formula_or_an_error_that_shows_no_value(facts: dict[str, Any]) -> None:
    assert min(place for _, place in added(USERS, ["A"], **facts).values()) > 6


def test_columns_do_not_land_on_another_table_though_it_is_blank() -> None:
    tables = (NamedTable("Other", (2, 6, 9, 7)),)
    assert min(place for _, place in added(USERS, ["A"], tables=tables).values()) == 8


JOBS = NamedTable("Jobs", (1, 1, 9, 3))


def test_columns_come_directly_beside_a_table_whatever_stands_further_right() -> None:
    found = added([*USERS, *[None] * 7, "Week"], ["Acme", *[None] * 9, 47], tables=(JOBS,))
    assert [place for _, place in found.values()] == [4, 5, 6, 7, 8, 9, 10]


@pytest.mark.parametrize(("blanks", "insert"), [(6, "1 column"), (5, "2 columns"), (0, "7 columns")])
def test_without_room_beside_a_table_the_number_of_columns_to_insert_is_told(blanks: int, insert: str) -> None:
    message = rf"“Jobs” in “S”.*7 more columns.*Insert {insert} between C and {'DEFGHIJ'[blanks]}"
    with pytest.raises(TrackerNotWritableError, match=message):
        added(USERS, ["Acme", None, None, *[None] * blanks, "x"], tables=(JOBS,))


def test_columns_of_ours_that_the_user_left_out_of_the_table_are_no_obstacle() -> None:
    headers: list[CellValue] = [*USERS, "Thank-you sent", "Followed up", *OURS[:3], OURS[4]]
    found = added(headers, ["Acme"], adopting=True, tables=(JOBS,))
    assert min(place for _, place in found.values()) == 10


def test_a_run_that_adds_nothing_asks_for_no_room() -> None:
    assert added([*USERS, "Follow-up status", "Sync key", "x"], tables=(JOBS,)) == {}


def test_a_field_whose_header_is_taken_by_another_column_is_marked_as_ours() -> None:
    grid = Grid([[*USERS, "followed up"], ["Acme"]])
    table = find_table(Book((Worksheet("S", grid),), "t"), Wanted(named={"outcome": ("followed up",)}))
    columns = columns_to_add(table, adopting=False)
    assert columns["followed_up"].header == "Followed up (sheet-sync)"


def test_where_something_reaches_to_the_last_column_the_user_is_told_to_make_room() -> None:
    with pytest.raises(TrackerNotWritableError, match="no room for 7 more columns at the right"):
        added(USERS, ["Acme"], covered=[(2, 1, 1_048_576, 16_384)])


def notice_of(*rows: list[CellValue], drawings: tuple[Range, ...]) -> tuple[str, ...]:
    table = find_table(Book((Worksheet("S", Grid(list(rows), drawings=drawings)),), "t"), Wanted())
    return hidden_columns(table, columns_to_add(table, adopting=False))


def test_columns_stay_beside_the_table_under_a_chart_and_a_notice_says_so() -> None:
    drawings: tuple[Range, ...] = ((2, 5, 9, 6),)
    assert added(USERS, ["Acme"], drawings=drawings)["thank_you_sent"][1] == 4
    assert notice_of(USERS, ["Acme"], drawings=drawings) == (
        "In “S” a chart or picture stands over the new columns E to F: move it to see them.",
    )


@pytest.mark.parametrize("area", [(5, 5, 9, 6), (2, 40, 9, 45), (1, 1, 2, 3)])
def test_a_chart_below_the_table_or_far_from_our_columns_hides_nothing(area: Range) -> None:
    assert notice_of(USERS, ["Acme"], drawings=(area,)) == ()


def test_columns_that_cannot_touch_the_table_stand_at_the_right_of_its_charts() -> None:
    beside = [*USERS, None, "Stage", "Count"]
    assert added(beside, ["Acme"], drawings=((2, 5, 9, 12),))["thank_you_sent"][1] == 13
    assert added(beside, ["Acme"], drawings=((2, 5, 9, 16_384),))["thank_you_sent"][1] == 7
