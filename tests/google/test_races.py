"""A user who edits, sorts, inserts and deletes between any two requests of a sync loses nothing (SPEC section 7)."""

import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from fake_sheets import FakeSheets, RandomUser, Spreadsheet, spreadsheet_of, values
from fake_sheets.values import Plain

from sheet_sync.config import Person, Settings
from sheet_sync.errors import TrackerBusyError
from sheet_sync.stores.google.service import Patience, Service
from sheet_sync.stores.google.store import GoogleStore
from sheet_sync.sync import sync_store

TODAY = datetime(2026, 11, 23, 9)
HEADERS = ("Company", "Position", "Contact", "Interview date", "Promised reply by", "Thank-you sent", "Followed up")
INPUTS: dict[str, list[Plain]] = {
    "Position": ["Data Analyst", "Chef", "Baker", "Nurse"],
    "Contact": ["Ann Lee", "Bob Ray", "Dr. Chen"],
    "Interview date": [date(2026, 11, 22), date(2026, 11, 12), date(2026, 12, 1), date(2026, 11, 10)],
    "Thank-you sent": ["x", date(2026, 11, 13), "no"],
    "Followed up": ["x", "no"],
}
MARKS = ("Thank-you sent", "Followed up")
MOODS: Sequence[dict[str, float]] = (
    {},
    {"edit_draft": 40},
    {"sort_rows": 10, "insert_blank_row": 10, "edit_draft": 10},
)
"""What he likes to do."""
SEEDS = range(int(os.environ.get("SHEET_SYNC_RACES", "40")))


def tracker() -> Spreadsheet:
    rows = [
        (f"Company{n:02}", "Data Analyst", "Ann Lee", TODAY.date() - timedelta(days=n * 2 - 3), None, *_sent(n))
        for n in range(12)
    ]
    return spreadsheet_of({"Jobs": [HEADERS, *rows]})


def _sent(n: int) -> tuple[str | None, None]:
    return ("x" if n % 3 else None), None


def opened(server: FakeSheets, book: Spreadsheet, folder: Path) -> GoogleStore:
    google = {"credentials": str(server.key_file(folder)), "endpoint": server.url}
    patience = Patience(seconds=5, attempts=3, together=5, first_wait=0.01)
    service = Service(book.key, book.key, google, patience)
    return GoogleStore(book.key, service=service, state_folder=folder / "state")


def act_often(user: RandomUser, book: Spreadsheet) -> None:
    """Quicker than any person."""
    for _ in range(1 + user.seed % 3):
        user.act(book)


def nobody(_: Spreadsheet) -> None:
    """The user has gone to bed."""


def sync(store: GoogleStore, now: datetime = TODAY) -> None:
    sync_store(store, settings=Settings(me=Person("Alex Morgan", "alex@example.com")), now=now, confirmed=True)


def table_of(book: Spreadsheet) -> list[dict[str, object]]:
    header, *rows = values(book.sheet("Jobs"))
    return [dict(zip(header, row, strict=False)) for row in rows]


def strangers_in(rows: Sequence[dict[str, object]], user: RandomUser) -> list[object]:
    """Drafts of ours that stand beside another company than they were written for."""
    ours = [row for row in rows if row.get("Draft") and row["Draft"] not in user.drafts.values()]
    return [row for row in ours if str(row["Company"]) not in str(row["Draft"])]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_user_at_work_between_any_two_requests_loses_nothing(server: FakeSheets, tmp_path: Path, seed: int) -> None:
    book = server.add(tracker())
    sync(opened(server, book, tmp_path))
    user = RandomUser(seed, "Jobs", INPUTS, chance=1, weights=MOODS[seed % len(MOODS)], marks=MARKS)
    user.look_at(book)
    for _ in range(3):
        user.act(book, "type_input")
    server.before_request = lambda book: act_often(user, book)
    with suppress(TrackerBusyError):
        sync(opened(server, book, tmp_path), TODAY + timedelta(days=seed % 9))
    server.before_request = nobody

    sync(opened(server, book, tmp_path), TODAY + timedelta(days=seed % 9))

    assert user.complaints(book) == [], "\n".join(user.done)
    assert strangers_in(table_of(book), user) == [], "\n".join(user.done)
