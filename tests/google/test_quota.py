"""Many sheets in one run keep within Google's quota together, as the server counts it, and all are synced."""

import json
import time
from collections.abc import Callable, Sequence

import pytest
from fake_sheets import FakeSheets, Spreadsheet, faults, spreadsheet_of, values
from fake_sheets.faults import Fault
from fake_sheets.service import Received
from google_user import ROWS, TODAY, GoogleUser
from workbooks import Ran

from sheet_sync.stores.google import quota, service
from sheet_sync.stores.google.quota import Quota, Quotas
from sheet_sync.stores.google.service import Patience

AT_ONCE, SPAN = 4, 0.5
REAL_SLEEP = time.sleep
Sync = Callable[..., Ran]


@pytest.fixture
def books(user: GoogleUser) -> list[Spreadsheet]:
    return [user.server.add(spreadsheet_of({"Jobs": ROWS})) for _ in range(6)]


@pytest.fixture
def sync(user: GoogleUser, books: Sequence[Spreadsheet], monkeypatch: pytest.MonkeyPatch) -> Sync:
    """A sync of all sheets, which does wait, with a small quota."""
    monkeypatch.setattr(time, "sleep", REAL_SLEEP)
    monkeypatch.setattr(quota, "SHARED", Quotas(Quota(AT_ONCE, SPAN), Quota(AT_ONCE, SPAN)))

    def run(*options: str) -> Ran:
        return user.invoke("sync", *(book.key for book in books), "--today", TODAY, *options)

    return run


def moments(server: FakeSheets, call: str) -> list[float]:
    return sorted(one.time for one in server.requests if one.call == call)


def shortest(moments: Sequence[float]) -> float:
    """The shortest time in which one more than the quota came in."""
    return min(later - earlier for earlier, later in zip(moments, moments[AT_ONCE:], strict=False))


def synced(book: Spreadsheet) -> bool:
    header, *rows = values(book.sheet("Jobs"))
    return "Draft" in header and all(row[header.index("Draft")] for row in rows)


def test_no_span_holds_more_than_the_quota_and_all_sheets_are_synced(
    sync: Sync, books: Sequence[Spreadsheet], user: GoogleUser
) -> None:
    document = json.loads(sync("--json").out)

    assert [one["error"] for one in document["trackers"]] == [None] * 6
    assert all(synced(book) for book in books)
    assert (len(moments(user.server, "get")), len(moments(user.server, "batchUpdate"))) == (12, 6)
    assert shortest(moments(user.server, "get")) >= SPAN
    assert shortest(moments(user.server, "batchUpdate")) >= SPAN


def test_writes_are_counted_apart_from_readings(
    sync: Sync, books: Sequence[Spreadsheet], user: GoogleUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quota, "SHARED", Quotas(Quota(), Quota(AT_ONCE, SPAN)))

    assert sync().code == 0

    assert all(synced(book) for book in books)
    assert shortest(moments(user.server, "batchUpdate")) >= SPAN


def test_attempts_that_failed_count_too(
    sync: Sync, books: Sequence[Spreadsheet], user: GoogleUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "PATIENCE", Patience(first_wait=0.001))
    monkeypatch.setattr(service, "_LONGEST", 0.01)
    failed: set[str] = set()

    def once_a_sheet(received: Received) -> Fault | None:
        if received.key in failed or received.call != "get":
            return None
        failed.add(received.key)
        return faults.status(500)

    user.server.fault_of = once_a_sheet

    assert sync().code == 0

    assert all(synced(book) for book in books)
    assert len(moments(user.server, "get")) == 18
    assert shortest(moments(user.server, "get")) >= SPAN


def test_the_wait_for_a_turn_eats_no_time_in_which_a_reading_is_tried_again(
    user: GoogleUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "sleep", REAL_SLEEP)
    monkeypatch.setattr(service, "PATIENCE", Patience(together=0.9, first_wait=0.001))
    monkeypatch.setattr(service, "_LONGEST", 0.01)
    user.server.faults[1] = faults.status(500)
    used_up = Quota(1, 1)
    monkeypatch.setattr(quota, "SHARED", Quotas(used_up, Quota()))
    with used_up.turn():
        began = time.monotonic()

    assert user.sync("--dry-run").code == 0

    first, second = moments(user.server, "get")
    assert first - began >= 1
    assert second - first >= 1


def test_where_google_says_that_it_is_too_much_no_sheet_is_asked_for_until_it_may_be(
    sync: Sync, books: Sequence[Spreadsheet], user: GoogleUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quota, "SHARED", Quotas(Quota(), Quota()))
    user.server.faults[1] = faults.quota(retry_after="1")

    assert sync().code == 0

    refused, *others = moments(user.server, "get")
    held = [moment for moment in others if moment > refused + 0.3]
    assert len(held) >= 12 - 4
    assert min(held) - refused >= 1
    assert all(synced(book) for book in books)
