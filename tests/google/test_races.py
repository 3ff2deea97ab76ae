"""A user who edits, sorts, inserts and deletes between any two requests of a sync loses nothing (SPEC section 7).

`SHEET_SYNC_RACES` says how many seeds each test takes.
"""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from fake_sheets import FakeSheets, RandomUser, Spreadsheet, faults, spreadsheet_of, values
from fake_sheets.faults import Fault
from fake_sheets.service import Received
from fake_sheets.values import Plain

from sheet_sync.config import Person, Settings
from sheet_sync.errors import SheetSyncError
from sheet_sync.stores.google.reading import Reply
from sheet_sync.stores.google.requests import Request
from sheet_sync.stores.google.service import Patience, Service
from sheet_sync.stores.google.store import GoogleStore
from sheet_sync.stores.google.tags import untagged
from sheet_sync.sync import sync_store
from sheet_sync.tracker.sync_key import fingerprint, read_key

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
SEEDS = range(int(os.environ.get("SHEET_SYNC_RACES", "6")))


def tracker() -> Spreadsheet:
    rows = [
        (f"Company{n:02}", "Data Analyst", "Ann Lee", TODAY.date() - timedelta(days=n * 2 - 3), None, *_sent(n))
        for n in range(12)
    ]
    return spreadsheet_of({"Jobs": [HEADERS, *rows]})


def _sent(n: int) -> tuple[str | None, None]:
    return ("x" if n % 3 else None), None


def opened(server: FakeSheets, book: Spreadsheet, folder: Path, killed_at: int = -1) -> GoogleStore:
    google = {"credentials": str(server.key_file(folder)), "endpoint": server.url}
    patience = Patience(seconds=0.5, attempts=3, together=5, first_wait=0.001)
    service = MortalService(Service(book.key, book.key, google, patience), killed_at)
    return GoogleStore(book.key, service=service, state_folder=folder / "state")


class Killed(BaseException):
    """The program is gone, without a word."""


@dataclass
class MortalService:
    """Dies around its nth request, counted from 0: before it is sent where n is even, else before it is heard."""

    service: Service
    killed_at: int
    count: int = 0

    def read(self) -> Reply:
        return self._lived_through(self.service.read)

    def write(self, batch: Sequence[Request], kept: Sequence[str] = ()) -> Reply:
        return self._lived_through(lambda: self.service.write(batch, kept))

    def _lived_through(self, asked: Callable[[], Reply]) -> Reply:
        moment, self.count = self.count, self.count + 2
        if self.killed_at == moment:
            raise Killed
        reply = asked()
        if self.killed_at == moment + 1:
            raise Killed
        return reply


def act_often(user: RandomUser, book: Spreadsheet) -> None:
    """Quicker than any person."""
    for _ in range(1 + user.seed % 3):
        user.act(book)


def nobody(_: Spreadsheet) -> None:
    """The user has gone to bed."""


def no_fault(_: Received) -> Fault | None:
    """The line is good."""
    return None


def sync(store: GoogleStore, now: datetime = TODAY) -> None:
    sync_store(store, settings=Settings(me=Person("Alex Morgan", "alex@example.com")), now=now, confirmed=True)


def misfortune(rng: Random) -> Fault | None:
    """One request in four comes to grief, carried out or not."""
    applied = rng.random() < 1 / 2
    kinds = [
        faults.status(429),
        faults.status(500, applied=applied),
        faults.status(503, applied=applied),
        faults.cut(applied=applied),
        faults.half_reply(applied=applied),
        faults.stall(0.6, applied=rng.choice(["before", "after", "never"])) if rng.random() < 1 / 4 else None,
    ]
    return rng.choice(kinds) if rng.random() < 1 / 4 else None


@dataclass
class Race:
    """A tracker, and the user at work in it, while a sync runs; in every second race it is the first sync of all."""

    server: FakeSheets
    folder: Path
    seed: int
    book: Spreadsheet = field(init=False)
    user: RandomUser = field(init=False)

    def __post_init__(self) -> None:
        self.book = self.server.add(tracker())
        if self.seed // len(MOODS) % 2:
            sync(opened(self.server, self.book, self.folder))
        weights = MOODS[self.seed % len(MOODS)]
        self.user = RandomUser(self.seed, "Jobs", INPUTS, chance=1, weights=weights, marks=MARKS)
        self.user.look_at(self.book)
        for _ in range(3):
            self.user.act(self.book, "type_input")

    def run(self, act: Callable[[RandomUser, Spreadsheet], None], killed_at: int = -1) -> None:
        """A sync with the user at work; then one in peace, and one that finds nothing to do."""
        later = TODAY + timedelta(days=self.seed % 9)
        self.server.before_request = lambda book: act(self.user, book)
        with suppress(SheetSyncError, Killed):
            sync(opened(self.server, self.book, self.folder, killed_at), later)
        act(self.user, self.book)
        self.server.before_request, self.server.fault_of = nobody, no_fault
        sync(opened(self.server, self.book, self.folder), later)
        self.server.forget_requests()
        sync(opened(self.server, self.book, self.folder), later)

    def complaints(self) -> list[str]:
        writes = [request.call for request in self.server.requests if request.method != "GET"]
        return self.user.complaints(self.book) + self._strangers() + writes

    def _strangers(self) -> list[str]:
        """Drafts of ours, and keys, that stand beside another company than they were made for."""
        header, *lines = values(self.book.sheet("Jobs"))
        rows = [dict(zip(header, line, strict=False)) for line in lines]
        ours = [row for row in rows if row.get("Draft") and row["Draft"] not in self.user.drafts.values()]
        strange = [f"a stranger's draft: {row}" for row in ours if str(row["Company"]) not in str(row["Draft"])]
        keys = [(row, key) for row in rows if (key := read_key(untagged(str(row.get("Sync key")))))]
        return strange + [f"{row}" for row, key in keys if key.company != fingerprint(str(row["Company"]))]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_user_who_acts_once_between_any_two_requests_loses_nothing(
    server: FakeSheets, tmp_path: Path, seed: int
) -> None:
    race = Race(server, tmp_path, seed)

    race.run(RandomUser.act)

    assert race.complaints() == [], "\n".join(race.user.done)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_user_quicker_than_any_person_loses_nothing(server: FakeSheets, tmp_path: Path, seed: int) -> None:
    race = Race(server, tmp_path, seed)

    race.run(act_often)

    assert race.complaints() == [], "\n".join(race.user.done)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_lost_where_google_fails_as_well(server: FakeSheets, tmp_path: Path, seed: int) -> None:
    race, rng = Race(server, tmp_path, seed), Random(seed)  # noqa: S311 - chance, not secrets
    server.fault_of = lambda _: misfortune(rng)

    race.run(RandomUser.act)

    assert race.complaints() == [], "\n".join(race.user.done)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_lost_where_the_program_is_killed_as_well(server: FakeSheets, tmp_path: Path, seed: int) -> None:
    race = Race(server, tmp_path, seed)

    race.run(RandomUser.act, killed_at=seed % 14)

    assert race.complaints() == [], "\n".join(race.user.done)
