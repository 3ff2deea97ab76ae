"""From the words of a tracker to its statuses and reasons: outcomes, and the columns that state one."""

from collections.abc import Sequence
from datetime import date, datetime

import pytest

from sheet_sync.config import Person, Settings
from sheet_sync.grid import Book, CellValue, Grid, Worksheet
from sheet_sync.stores.memory import MemoryStore
from sheet_sync.sync import Report, sync_store

NOW = datetime(2026, 11, 23, 9)
MINE = Settings(me=Person(name="Alex Morgan"))
FIELDS = ("Company", "Position", "Interview date", "Thank-you sent", "Followed up")
INTERVIEWED = (date(2026, 11, 10), date(2026, 11, 11), None)


def synced(headers: Sequence[str], *rows: Sequence[CellValue]) -> list[dict[str, CellValue]]:
    """Rows that were interviewed and thanked for, with these columns beside: what is written into each."""
    values = [
        [f"Company {number}", "Analyst", *INTERVIEWED, *row] for number, row in enumerate(rows, start=1)
    ]  # fmt: skip
    store = MemoryStore({"Jobs": [[*FIELDS, *headers], *values]})
    sync_store(store, settings=MINE, now=NOW)
    grid = store.read().worksheets[0].grid
    written: list[list[CellValue]] = [*map(list, grid.rows)]
    return [dict(zip(map(str, written[0]), row, strict=False)) for row in written[1:]]


@pytest.mark.parametrize(
    ("outcome", "status", "reason"),
    [
        ("Offer received!", "Closed", "You have an offer. Congratulations!"),
        ("offer accepted", "Closed", "You accepted. Congratulations!"),
        ("HIRED", "Closed", "You got the job. Congratulations!"),
        ("I declined", "Closed", "This one was declined, so there is nothing more to send."),
        ("Rejcted", "Closed", "They said no, so there is nothing more to send. On to the next one."),
        ("accepted elsewhere", "Closed", "You withdrew, so there is nothing more to send."),
        ("Job Req Removed", "Closed", "The position was cancelled, so there is nothing more to send."),
        ("filled internally", "Closed", "The position is filled, so there is nothing more to send."),
        ("ghosted", "Closed", "You closed this one after their silence, so there is nothing more to send."),
        ("Archived", "Closed", "“Archived” closes this one, so there is nothing more to send."),
        ("Absage erhalten", "Closed", "They said no, so there is nothing more to send. On to the next one."),
        ("passed to next round", "Answered", "“passed to next round” says that it goes on, so no follow-up is needed."),
        ("on hold", "Waiting", "“on hold”: they have paused, so nothing is due until they write."),
    ],
)
def test_what_became_of_an_application_closes_it_or_answers_it_or_lets_it_wait(
    outcome: str, status: str, reason: str
) -> None:
    (row,) = synced(["Outcome"], [outcome])
    assert row["Follow-up status"] == status
    assert row["Follow-up reason"] == reason
    assert row["Follow-up due"] is None
    assert row["Draft"] is None


@pytest.mark.parametrize(
    "outcome", ["", "Applied", "Interviewing", "No response", "no offer yet", "rejected?", "Technical interview", "hm"]
)
def test_a_row_that_is_still_open_gets_its_follow_up(outcome: str) -> None:
    (row,) = synced(["Outcome"], [outcome])
    assert row["Follow-up status"] == "Follow up now"
    assert row["Draft"]


@pytest.mark.parametrize(
    ("headers", "cells", "status", "reason"),
    [
        (["Status", "Date Offer"], ["Interviewing", date(2026, 11, 20)], "Closed", "You have an offer."),
        (["status", "rejectedDate"], ["interview", date(2026, 11, 20)], "Closed", "They said no"),
        (["Status", "Rejected?"], ["Interview", "x"], "Closed", "They said no"),
        (["Status", "Rejected?"], ["Interview", True], "Closed", "They said no"),
        (["Rejected?"], ["yes"], "Closed", "They said no"),
        (["Offer?"], ["Y"], "Closed", "You have an offer."),
        (["Status", "Rejection Reason"], ["Interview", "Not enough experience"], "Closed", "They said no"),
        (["Status", "Decision"], ["Interview", "Rejected"], "Closed", "They said no"),
        (["Status", "Decision"], ["Rejected", ""], "Closed", "They said no"),
        (["Status", "Closed?"], ["Interview", "x"], "Closed", "“Closed” closes this one"),
        (
            ["Status", "Offer date", "Rejected date"],
            ["", date(2026, 11, 12), date(2026, 11, 20)],
            "Closed",
            "They said",
        ),
        (["Status", "Offer date"], ["Rejected", date(2026, 11, 12)], "Closed", "They said no"),
        (["Status", "Rejected?"], ["Offer", "x"], "Closed", "They said no"),
        (["Status", "Offer accepted?"], ["Offer", "x"], "Closed", "You "),
        (["Status", "Rejected?"], ["Next round", "no"], "Answered", "“Next round”"),
        (["Status", "Rejected?"], ["Interview", "no"], "Follow up now", "No day was promised"),
        (["Status", "Rejected?"], ["Interview", None], "Follow up now", "No day was promised"),
        (["Status", "Rejection Reason"], ["N/A", "N/A"], "Follow up now", "No day was promised"),
        (["Status", "Date Offer"], ["Interview", "expected 12/5"], "Follow up now", "No day was promised"),
        (["Status", "Offer date"], ["Interview", date(2026, 12, 5)], "Follow up now", "No day was promised"),
        (["Status", "Deadline"], ["Interview", date(2026, 11, 20)], "Follow up now", "No day was promised"),
    ],
)
def test_columns_that_state_an_outcome_count_when_they_are_filled(
    headers: list[str], cells: list[CellValue], status: str, reason: str
) -> None:
    (row,) = synced(headers, cells)
    assert row["Follow-up status"] == status
    assert str(row["Follow-up reason"]).startswith(reason)


@pytest.mark.parametrize(
    "cells",
    [
        ["Rejected / Offer", None, None],
        ["Offer -> Rejected", None, None],
        ["Rejected - offer went to another candidate", None, None],
        ["Offer rescinded", None, None],
        ["they offered it to someone else", None, None],
        ["Interview", date(2026, 11, 12), "x"],
        ["Rejected", date(2026, 11, 12), None],
        ["Hired", None, "yes"],
        ["not hired", None, None],
        ["not accepted", None, None],
        ["They hired somebody", None, None],
    ],
)
def test_nobody_is_congratulated_on_a_rejection(cells: list[CellValue]) -> None:
    (row,) = synced(["Status", "Offer date", "Rejected?"], cells)
    assert row["Follow-up status"] == "Closed"
    assert "Congratulations" not in str(row["Follow-up reason"])


def test_a_filled_column_decides_its_own_row_only() -> None:
    rows = synced(["Status", "Rejected?"], ["Interview", ""], ["Interview", "x"], ["Interview", ""])
    assert [row["Follow-up status"] for row in rows] == ["Follow up now", "Closed", "Follow up now"]


def test_an_error_in_a_column_that_states_an_outcome_is_reported_and_gets_no_draft() -> None:
    row: list[CellValue] = ["Acme", "Analyst", *INTERVIEWED, "Interview", None]
    rows: list[list[CellValue]] = [[*FIELDS, "Status", "Rejected?"], row]
    book = Book((Worksheet("Jobs", Grid(rows, errors={(2, 7): "#N/A"})),), token="0")
    report = sync_store(_Fixed(book), settings=MINE, now=NOW)
    assert [(problem.row, problem.column) for problem in report.problems] == [(2, "Rejected?")]
    assert report.statuses == {"Check row": 1}


class _Fixed(MemoryStore):
    """A store whose book has what a plain table of values cannot: error values."""

    def __init__(self, book: Book) -> None:
        super().__init__({})
        self._book = book


def test_a_sync_that_reads_outcomes_again_changes_nothing() -> None:
    rows = [["Acme", "Analyst", *INTERVIEWED, "Interview", "x"], ["Blue", "Analyst", *INTERVIEWED, "on hold", "no"]]
    store = MemoryStore({"Jobs": [[*FIELDS, "Status", "Rejected?"], *rows]})
    sync_store(store, settings=MINE, now=NOW)
    again: Report = sync_store(store, settings=MINE, now=NOW)
    assert not again.written
