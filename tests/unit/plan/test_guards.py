"""A sync that looks as if the tracker had lost something stops, and goes on when it is told to."""

from collections.abc import Sequence
from datetime import date, datetime

import pytest

from sheet_sync.config import Person, Settings
from sheet_sync.errors import ImplausibleEditError
from sheet_sync.grid import CellValue, Grid, Worksheet
from sheet_sync.stores.memory import MemoryStore
from sheet_sync.sync import Report, sync_store

TODAY = datetime(2026, 11, 23)  # the program's dates are local
SETTINGS = Settings(me=Person("Alex Morgan", "alex@example.com"))
HEADERS = ("Company", "Position", "Interview date", "Thank-you sent", "Followed up", "Outcome")
Rows = list[list[CellValue]]


class Shared(MemoryStore):
    """A tracker that somebody else may rework at any time."""

    def rows(self) -> Rows:
        grid = self._book.worksheets[0].grid
        return [[grid.value(row, column) for column in range(1, grid.width + 1)] for row in range(1, grid.height + 1)]

    def rework(self, rows: Sequence[Sequence[CellValue]]) -> None:
        self._replace((Worksheet("Jobs", Grid([list(row) for row in rows])),))


def tracker(count: int) -> Shared:
    """So many applications, each with a follow-up that is due."""
    lines = [
        [f"Company {number}", "Chef", date(2026, 11, 12), date(2026, 11, 13), None, None] for number in range(count)
    ]
    store = Shared({"Jobs": [list(HEADERS), *lines]})
    assert sync(store).statuses == {"Follow up now": count}
    return store


def sync(store: Shared, *, now: datetime = TODAY, confirmed: bool = False, dry_run: bool = False) -> Report:
    return sync_store(store, settings=SETTINGS, now=now, confirmed=confirmed, dry_run=dry_run)


def set_column(store: Shared, header: str, value: CellValue, count: int) -> None:
    head, *rows = store.rows()
    for row in rows[:count]:
        row[HEADERS.index(header)] = value
    store.rework([head, *rows])


def changed_a_little(store: Shared) -> None:
    head, *rows = store.rows()
    rows[-1][HEADERS.index("Interview date")] = date(2026, 11, 11)
    store.rework([head, *rows])


@pytest.mark.parametrize(("before", "after", "stops"), [(20, 9, True), (20, 10, False), (10, 4, True), (9, 1, False)])
def test_far_fewer_applications_than_before_stop_a_sync(before: int, after: int, stops: bool) -> None:  # noqa: FBT001
    store = tracker(before)
    store.rework(store.rows()[: after + 1])
    changed_a_little(store)
    rows = store.rows()

    if not stops:
        assert sync(store).written
        return
    with pytest.raises(ImplausibleEditError, match=f"holds {after} applications; .* held {before}.*--yes"):
        sync(store)
    assert store.rows() == rows


def test_a_sync_goes_on_when_it_is_told_to_and_takes_the_new_number_for_granted() -> None:
    store = tracker(20)
    store.rework(store.rows()[:4])
    changed_a_little(store)
    assert sync(store, confirmed=True).written
    set_column(store, "Interview date", date(2026, 11, 10), 1)
    assert sync(store).written


def test_with_nothing_to_write_nothing_is_doubted() -> None:
    store = tracker(20)
    store.rework(store.rows()[:4])
    assert not sync(store).written


def test_another_worksheet_of_fewer_rows_is_no_loss() -> None:
    store = tracker(20)
    rows = store.rows()[:3]
    store._replace((Worksheet("Jobs 2027", Grid([[*HEADERS], *(row[: len(HEADERS)] for row in rows[1:])])),))
    assert sync(store).written


@pytest.mark.parametrize("value", [None, "#REF!", "31/02/2026"])
def test_interviews_that_can_no_longer_be_read_do_not_take_most_drafts_along(value: CellValue) -> None:
    store = tracker(8)
    set_column(store, "Interview date", value, 5)
    rows = store.rows()
    with pytest.raises(ImplausibleEditError, match="5 of 8 drafts would go"):
        sync(store)
    assert store.rows() == rows
    assert sync(store, confirmed=True).written


@pytest.mark.parametrize(
    ("header", "value"), [("Followed up", date(2026, 11, 23)), ("Followed up", "x"), ("Outcome", "Rejected")]
)
def test_drafts_that_go_because_the_user_sent_them_or_heard_an_answer_raise_no_doubt(
    header: str, value: CellValue
) -> None:
    store = tracker(8)
    set_column(store, header, value, 8)
    assert sync(store).written


def test_drafts_whose_time_is_over_go_without_doubt() -> None:
    store = tracker(8)
    assert sync(store, now=datetime(2027, 3, 1)).statuses == {"Too late to write": 8}  # local, as everywhere


def test_of_a_few_drafts_all_may_go() -> None:
    store = tracker(4)
    set_column(store, "Interview date", None, 4)
    assert sync(store).written


def test_a_dry_run_shows_the_changes_and_says_that_a_sync_would_stop() -> None:
    store = tracker(8)
    set_column(store, "Interview date", None, 8)
    report = sync(store, dry_run=True)
    assert len(report.changes) > 8
    assert [notice for notice in report.notices if "A sync would stop here" in notice]
