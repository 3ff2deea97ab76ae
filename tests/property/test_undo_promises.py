"""Between a sync and its undo anything may happen: nothing of the user's is lost, nothing lands in a wrong row."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sheet_sync.config import Person, Settings
from sheet_sync.grid import CellValue, Grid, Worksheet
from sheet_sync.stores.memory import MemoryStore
from sheet_sync.sync import sync_store
from sheet_sync.undo import undo_store

ALEX = Settings(me=Person("Alex Morgan", "alex@example.com", "+1 555 010 1234"))
TODAY = datetime(2026, 11, 23)  # the program's dates are local
THEIRS = ("Company", "Position", "Interview date", "Promised reply by", "Thank-you sent", "Followed up", "Outcome")
OURS = ("Follow-up status", "Follow-up due", "Follow-up reason", "Draft", "Sync key")
HEADERS = (*THEIRS, *OURS)
FREE = range(2, len(THEIRS))
"""The columns in which the user types between sync and undo."""

Line = list[CellValue]
days = st.integers(-40, 5).map(lambda days: date(2026, 11, 23) + timedelta(days=days))
marks = st.one_of(st.none(), days, st.sampled_from(["x", "no"]))
outcomes = st.sampled_from([None, "Rejected", "Offer", "On hold"])
lines = st.tuples(
    st.sampled_from(["Acme", "Globex", "Hooli", "Initech"]), st.sampled_from(["Chef", "Writer", None]),
    st.one_of(days, days, st.none()), st.one_of(st.none(), days), marks, marks, outcomes,
)  # fmt: skip
tables = st.lists(lines, min_size=1, max_size=6)
typed = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from([*FREE]), st.one_of(days, st.none(), st.just("x"))), max_size=4
)
promise = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


class Shared(MemoryStore):
    """A tracker that its user reworks between two runs."""

    def rows(self) -> list[Line]:
        """The rows below the header, as wide as the header; "" is a blank."""
        grid = self._book.worksheets[0].grid
        return [
            [
                None if grid.value(row, column) == "" else grid.value(row, column)
                for column in range(1, len(HEADERS) + 1)
            ]
            for row in range(2, grid.height + 1)
        ]

    def rework(self, rows: list[Line]) -> None:
        self._replace((Worksheet("Jobs", Grid([list(HEADERS), *rows])),))


def synced_twice(table: list[tuple[CellValue, ...]], later: int) -> tuple[Shared, list[Line]]:
    """A tracker after two syncs, and its rows as they were between them; one row at least changed its status."""
    store = Shared({"Jobs": [list(THEIRS), *map(list, table)]})
    sync_store(store, settings=ALEX, now=TODAY, confirmed=True)
    between = store.rows()
    outcome = THEIRS.index("Outcome")
    between[0][outcome] = None if between[0][outcome] in ("Rejected", "Offer") else "Rejected"
    store.rework(between)
    assert sync_store(store, settings=ALEX, now=TODAY + timedelta(days=later), confirmed=True).written
    return store, between


def names(row: Line) -> tuple[CellValue, ...]:
    return tuple(row[:2])


@promise
@given(tables, st.integers(1, 40))
def test_an_undo_leaves_the_tracker_as_it_was_before_the_sync(table: list[tuple[CellValue, ...]], later: int) -> None:
    store, between = synced_twice(table, later)
    undo_store(store, settings=ALEX)
    assert store.rows() == between


@promise
@given(tables, st.integers(1, 40), typed, st.randoms(use_true_random=False))
def test_whatever_the_user_types_and_sorts_stays_and_every_row_gets_its_own_cells_back(
    table: list[tuple[CellValue, ...]],
    later: int,
    edits: list[tuple[int, int, CellValue]],
    random: Any,  # noqa: ANN401 - a Random
) -> None:
    store, between = synced_twice(table, later)
    counted = Counter(map(names, between))
    rows = store.rows()
    for row, column, value in edits:
        rows[row % len(rows)][column] = value
    random.shuffle(rows)
    store.rework(rows)

    undo_store(store, settings=ALEX)

    before = {names(row): row for row in between}
    for now, then in zip(store.rows(), rows, strict=True):
        assert now[: len(THEIRS)] == then[: len(THEIRS)]
        if counted[names(now)] == 1:
            assert now[len(THEIRS) :] == before[names(now)][len(THEIRS) :]


@promise
@given(tables, st.integers(1, 40), st.integers(0, 5), st.integers(0, 5))
def test_an_edited_draft_and_a_deleted_row_are_left_as_they_are(
    table: list[tuple[CellValue, ...]], later: int, edited: int, deleted: int
) -> None:
    store, between = synced_twice(table, later)
    rows = store.rows()
    rows[edited % len(rows)][HEADERS.index("Draft")] = "my own words"
    mine = names(rows[edited % len(rows)])
    del rows[deleted % len(rows)]
    store.rework(rows)

    undo_store(store, settings=ALEX)

    after = store.rows()
    assert len(after) == len(rows)
    was_edited = [row for row in after if row[HEADERS.index("Draft")] == "my own words"]
    assert len(was_edited) == sum(row[HEADERS.index("Draft")] == "my own words" for row in rows)
    allowed = [row[len(THEIRS) :] for row in [*between, *rows]]
    for row in after:
        if names(row) != mine:
            assert row[len(THEIRS) :] in allowed
