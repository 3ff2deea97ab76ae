"""What a tracker asks for today and next: the first half of the flow, read and told, nothing written."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from sheet_sync.assessing import Assessment, assess_book
from sheet_sync.config import Settings
from sheet_sync.etiquette.status import AHEAD, SEND_THANK_YOU, WAITING
from sheet_sync.plan.rows import KINDS
from sheet_sync.stores import open_store
from sheet_sync.tracker.fields import DRAFT, REASON

OVERDUE, TODAY, THIS_WEEK, LATER = "overdue", "today", "this week", "later"
_SUNDAY = 6


@dataclass(frozen=True)
class Entry:
    """One message that is due, or will be.

    Attributes:
        row: the sheet's row number.
        company, position, contact: as they stand in the row, "" for unknown.
        status: as the sheet has it after a sync.
        kind: "thank_you" or "follow_up".
        interview: the day of the interview that it is about.
        due: the day on which it is due.
        when: "overdue", "today", "this week" (until Sunday) or "later".
        draft: the message, as it stands in the sheet after a sync; "" while it is not due yet, or withheld.
        reason: why, in a sentence or two.
    """

    row: int
    company: str
    position: str
    contact: str
    status: str
    kind: str
    interview: date
    due: date
    when: str
    draft: str
    reason: str

    @property
    def is_due(self) -> bool:
        """It can be sent now."""
        return self.when in (OVERDUE, TODAY)


@dataclass(frozen=True)
class Meeting:
    """An interview to come; `at` has a time of day where one is known."""

    row: int
    company: str
    position: str
    at: datetime


@dataclass(frozen=True)
class Agenda:
    """What a tracker asks for.

    Attributes:
        sheet: the worksheet that holds it.
        today: the local day for which this holds.
        timezone: the zone of that day, "" where nobody named one.
        entries: the messages, by their day and then by row.
        meetings: the interviews to come, likewise.
    """

    sheet: str
    today: date
    timezone: str
    entries: tuple[Entry, ...]
    meetings: tuple[Meeting, ...]


def agenda_of(target: str | Path, *, settings: Settings, now: datetime, sheet: str | None = None) -> Agenda:
    """Read a tracker and tell what it asks for; it need never have been synced.

    Args:
        target: a path to .xlsx or .xlsm, or the URL or key of a Google Sheet.
        settings: the configuration; a worksheet named `Settings` in the tracker goes over it.
        now: a naive local date-time, or an aware one, which is then taken in the tracker's time zone.
        sheet: the name of the worksheet, where the best one is not meant.

    Raises:
        SheetSyncError: it cannot be read, or is no tracker.
    """
    book = open_store(target, settings).read()
    found = assess_book(book, settings, now, sheet)
    return Agenda(
        sheet=found.table.worksheet.name,
        today=found.now.date(),
        timezone=found.settings.rules.timezone or book.timezone,
        entries=tuple(sorted(_entries(found), key=lambda entry: (entry.due, entry.row))),
        meetings=tuple(sorted(_meetings(found), key=lambda meeting: (meeting.at, meeting.row))),
    )


def _rows(found: Assessment) -> Iterator[tuple[int, Any]]:
    """The applications with their statuses, by row."""
    columns = found.wishes.applications[["company", "position", "contact"]].join(found.wishes.assessed)
    return zip(columns.index.tolist(), columns.itertuples(index=False), strict=True)


def _entries(found: Assessment) -> Iterator[Entry]:
    says = _AfterASync(found)
    for row, line in _rows(found):
        waiting = line.status == WAITING
        if not (line.message or waiting) or pd.isna(line.due):
            continue
        due = line.due.date()
        yield Entry(
            row=row,
            company=line.company,
            position=line.position,
            contact=line.contact,
            status=line.status,
            kind="follow_up" if waiting else KINDS[line.message],
            interview=line.interview.date(),
            due=due,
            when=_when(line.status, due, found.now.date()),
            draft="" if waiting else says.text(row, DRAFT),
            reason=says.text(row, REASON),
        )


def _meetings(found: Assessment) -> Iterator[Meeting]:
    for row, line in _rows(found):
        if line.status in {AHEAD, SEND_THANK_YOU} and not pd.isna(line.ahead):
            yield Meeting(row, line.company, line.position, line.ahead.to_pydatetime())


def _when(status: str, due: date, today: date) -> str:
    """A thank-you is in time for two days, from the interview on."""
    if status == WAITING:
        return THIS_WEEK if due <= today + timedelta(days=_SUNDAY - today.weekday()) else LATER
    return OVERDUE if due < today and status != SEND_THANK_YOU else TODAY


class _AfterASync:
    """What our columns say after a sync, in which a draft that the user edited stays."""

    def __init__(self, found: Assessment) -> None:
        self._grid = found.table.grid
        added = {name: column.column for name, column in found.adding.items()}
        self._columns = {**added, **found.table.ours}
        self._changed = {(change.row, change.column): change.after for change in found.edit.changes}
        self._fresh = {DRAFT: found.wishes.drafts, REASON: found.wishes.reasons}

    def text(self, row: int, header: str) -> str:
        """The text of a cell of ours; without that column, what it would say."""
        column = self._columns.get(header)
        if column is None:
            return str(self._fresh[header][row])
        value = self._changed.get((row, column), self._grid.value(row, column))
        return "" if value is None else str(value)
