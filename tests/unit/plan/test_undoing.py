"""The last sync is taken back, cell by cell: what has changed since stays."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

import pytest

from sheet_sync.config import Person, Settings
from sheet_sync.errors import NothingToUndoError
from sheet_sync.grid import CellValue, Grid, Worksheet
from sheet_sync.journal import LastEdit, WrittenCell, as_text, from_text, trace
from sheet_sync.stores.memory import MemoryStore
from sheet_sync.sync import sync_store
from sheet_sync.undo import Undone, undo_store

TODAY, LATER = datetime(2026, 11, 23), datetime(2026, 12, 2)  # the program's dates are local
SETTINGS = Settings(me=Person("Alex Morgan", "alex@example.com"))
HEADERS = ("Company", "Position", "Interview date", "Promised reply by", "Outcome")
ADDED = ("Thank-you sent", "Followed up", "Follow-up status", "Follow-up due", "Follow-up reason", "Draft", "Sync key")
ROWS: tuple[tuple[CellValue, ...], ...] = (
    ("Acme", "Chef", date(2026, 11, 22), None, None),
    ("Globex", "Writer", date(2026, 11, 12), date(2026, 11, 27), None),
    ("Initech", "Baker", date(2026, 11, 12), None, None),
    ("Hooli", "Cook", None, None, None),
)
Rows = list[list[CellValue]]


class Shared(MemoryStore):
    """A tracker whose user reworks it between two runs."""

    def rows(self) -> Rows:
        grid = self._book.worksheets[0].grid
        return [
            [None if grid.value(row, column) == "" else grid.value(row, column) for column in range(1, grid.width + 1)]
            for row in range(1, grid.height + 1)
        ]

    def rework(self, rows: Sequence[Sequence[CellValue]]) -> None:
        (sheet,) = self._book.worksheets
        self._replace((replace(sheet, grid=Grid([list(row) for row in rows])),))

    def type(self, row: int, header: str, value: CellValue) -> None:
        rows = self.rows()
        rows[row - 1][rows[0].index(header)] = value
        self.rework(rows)

    def get(self, row: int, header: str) -> CellValue:
        rows = self.rows()
        return rows[row - 1][rows[0].index(header)]


def new_tracker() -> Shared:
    return Shared({"Jobs": [list(HEADERS), *map(list, ROWS)]})


def synced() -> Shared:
    store = new_tracker()
    sync(store)
    return store


def sync(store: Shared, now: datetime = TODAY) -> None:
    assert sync_store(store, settings=SETTINGS, now=now).written


def undo(store: Shared) -> Undone:
    return undo_store(store, settings=SETTINGS)


def trimmed(rows: Rows) -> Rows:
    """Without blanks at the right."""
    while rows and all(not row or row[-1] is None for row in rows):
        rows = [row[:-1] for row in rows if row]
    return rows


def test_a_sync_and_its_undo_leave_what_was_there() -> None:
    store = synced()
    before = store.rows()
    sync(store, LATER)
    assert store.rows() != before
    undone = undo(store)
    assert store.rows() == before
    assert (undone.kept, undone.removed) == (0, ())
    assert undone.reverted > 4


def test_the_columns_of_the_first_sync_go_with_it() -> None:
    store = synced()
    undone = undo(store)
    assert undone.removed == ADDED
    assert trimmed(store.rows()) == [[*HEADERS], *map(list, ROWS)]


def test_an_added_column_stays_when_the_user_has_typed_into_it() -> None:
    store = synced()
    store.type(2, "Thank-you sent", date(2026, 11, 23))
    undone = undo(store)
    assert undone.kept_columns == ("Thank-you sent",)
    assert store.get(2, "Thank-you sent") == date(2026, 11, 23)
    assert "Draft" not in store.rows()[0]


def test_a_draft_that_was_edited_since_stays_and_so_does_its_memory() -> None:
    store = synced()
    store.type(2, "Draft", "my own words")
    key = store.get(2, "Sync key")
    undone = undo(store)
    assert (store.get(2, "Draft"), store.get(2, "Sync key")) == ("my own words", key)
    assert undone.kept == 2
    assert undone.kept_columns == ("Draft", "Sync key")


def test_cells_are_found_in_the_rows_and_columns_to_which_they_moved() -> None:
    store = synced()
    before = {row[0]: row for row in store.rows()}
    sync(store, LATER)
    head, *rows = store.rows()
    new: list[CellValue] = ["Umbrella", "Vet"]
    store.rework([["note", *row] for row in (head, new, *reversed(rows))])
    assert undo(store).kept == 0
    after = {row[1]: row[1:] for row in store.rows()}
    assert {name: row for name, row in after.items() if name != "Umbrella"} == before


def test_of_a_row_that_was_deleted_nothing_lands_in_another() -> None:
    store = synced()
    before = {row[0]: row for row in store.rows()}
    sync(store, LATER)
    head, *rows = store.rows()
    store.rework([head, *rows[1:]])
    assert undo(store).kept > 0
    assert all(row == before[row[0]] for row in store.rows())


def with_twins() -> Shared:
    twins = [["Acme", "Chef", date(2026, 11, day), None, None] for day in (12, 13)]
    store = Shared({"Jobs": [list(HEADERS), *twins, list(ROWS[3])]})
    sync(store)
    return store


def test_rows_of_the_same_names_go_back_where_they_all_stand_as_they_stood() -> None:
    store = with_twins()
    before = store.rows()
    store.type(3, "Outcome", "Rejected")
    sync(store)
    undo(store)
    store.type(3, "Outcome", None)
    assert store.rows() == before


def test_rows_of_the_same_names_that_were_moved_are_left_alone_and_others_go_back() -> None:
    store = with_twins()
    for row in (2, 3, 4):
        store.type(row, "Outcome", "Rejected")
    sync(store)
    head, first, second, other = store.rows()
    store.rework([head, other, first, second])
    undo(store)
    assert store.rows()[2:] == [first, second]
    assert store.get(2, "Follow-up status") == "No interview yet"


def test_only_the_last_sync_can_be_taken_back_and_only_once() -> None:
    store = synced()
    sync(store, LATER)
    undo(store)
    with pytest.raises(NothingToUndoError, match="no sync to take back"):
        undo(store)


def test_in_a_tracker_that_was_never_synced_there_is_nothing_to_take_back() -> None:
    with pytest.raises(NothingToUndoError):
        undo(new_tracker())


def test_what_the_undo_took_back_the_next_sync_writes_again() -> None:
    store = synced()
    after = store.rows()
    undo(store)
    sync(store)
    assert store.rows() == after


def test_what_is_remembered_survives_as_text() -> None:
    cells = (
        WrittenCell(2, 3, None, ""),
        WrittenCell(3, 3, "text\n“x”", trace("y")),
        WrittenCell(4, 3, date(2026, 11, 23), trace(date(2026, 11, 24))),
        WrittenCell(5, 3, datetime(2026, 11, 23, 15), trace(1.5)),  # local
        WrittenCell(6, 3, 7, trace(True)),  # noqa: FBT003 - a cell's value
    )
    edit = LastEdit("Jobs", cells, (3,), {3: "Draft"}, {2: "a-b", 3: ""}, 4)
    assert from_text(as_text(edit)) == edit


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"sheet-sync": 99}', '{"sheet-sync": 1}', "[" * 100_000])
def test_a_text_that_is_none_of_ours_remembers_nothing(text: str) -> None:
    assert from_text(text) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (None, "", True),
        (date(2026, 11, 23), datetime(2026, 11, 23), True),  # as a workbook gives a day back
        (date(2026, 11, 23), datetime(2026, 11, 23, 1), False),
        ("a\nb", "a\r\nb", True),
        ("a", "b", False),
        ("1", 1, False),
    ],
)
def test_a_trace_tells_whether_a_cell_holds_what_was_written(one: CellValue, other: CellValue, same: bool) -> None:  # noqa: FBT001
    assert (trace(one) == trace(other)) is same


def test_a_worksheet_of_another_name_is_found_by_what_stands_in_it() -> None:
    store = synced()
    store._replace(tuple(Worksheet("Renamed", sheet.grid) for sheet in store.read().worksheets))
    assert undo(store).removed == ADDED
