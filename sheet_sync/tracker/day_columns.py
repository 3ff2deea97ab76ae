"""Columns of days: what their cells say, given the rest of the column and of the row (SPEC section 5)."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

from sheet_sync.config import Rules
from sheet_sync.grid import CellValue
from sheet_sync.tracker import cells
from sheet_sync.tracker.cells import UnreadableCell
from sheet_sync.tracker.days.dates import Anchor, order_of_locale, order_shown_by
from sheet_sync.tracker.days.promises import Said, is_counted
from sheet_sync.tracker.days.written_dates import written
from sheet_sync.tracker.readings import DateReading, MarkReading

Value = CellValue | UnreadableCell
Values = Sequence[Value]
Reading = TypeVar("Reading", DateReading, MarkReading)
Rounds = Sequence[tuple[datetime, ...]]
"""The interviews of every row."""

_DIGIT = re.compile(r"\d")


class DayReader:
    """Reads columns of days on one local day, for one user's rules and one spreadsheet's locale."""

    def __init__(self, rules: Rules, now: datetime, locale: str = "") -> None:
        self._rules = rules
        self._now = now
        self._locale = locale

    def interviews(self, values: Values) -> list[DateReading]:
        """The interviews of every row."""
        anchor = self._anchor(values, lambda text, bare: cells.read_interviews(text, bare).unreadable)
        read = _remembering(lambda value: cells.read_interviews(value, anchor))
        return [read(value) for value in values]

    def marks(self, values: Values, rounds: Rounds) -> list[MarkReading]:
        """What the marks of every row say; one without a year is for an interview that has taken place."""
        anchor = self._anchor(values, lambda text, bare: cells.read_mark(text, bare).unreadable)
        anchor = replace(anchor, until=anchor.today)
        read = _remembering(lambda value: cells.read_mark(value, anchor))
        beside = _beside(lambda value, since, _: cells.read_mark(value, replace(anchor, since=since)))
        return [
            beside(value, taken_place(held, self._now), None) if has_no_year(value) else read(value)
            for value, held in zip(values, rounds, strict=True)
        ]

    def promises(self, values: Values, rounds: Rounds, replies: Sequence[MarkReading]) -> list[DateReading]:
        """The promised days; a phrase is counted from the later of the interview and the reply since."""
        bare = self._anchor(values, self._unreadable_promise)
        read = _remembering(lambda value: cells.read_promise(value, Said(None, bare, self._rules.holidays)))
        beside = _beside(lambda value, since, reply: cells.read_promise(value, self._said(bare, since, reply)))
        return [
            beside(value, taken_place(held, self._now), reply.on)
            if isinstance(value, str) and is_counted(value)
            else read(value)
            for value, held, reply in zip(values, rounds, replies, strict=True)
        ]

    def _unreadable_promise(self, text: str, bare: Anchor) -> bool:
        return cells.read_promise(text, Said(bare.today, bare, self._rules.holidays)).unreadable

    def _said(self, bare: Anchor, since: tuple[date, ...], reply: date | None) -> Said:
        base = since[0] if since else None
        if base and reply and base <= reply <= bare.today:
            base = reply
        return Said(base, replace(bare, since=since), self._rules.holidays)

    def _anchor(self, values: Values, unreadable: Callable[[str, Anchor], bool]) -> Anchor:
        """How dates are written in a column: as the user says, as it shows itself, or as the spreadsheet does it."""
        today = self._now.date()
        if self._rules.date_order:
            return Anchor(today, order=self._rules.date_order, strict=True)
        bare = Anchor(today)
        texts = {value for value in values if isinstance(value, str) and _has_no_order(value)}
        # A cell that cannot be read is no evidence: one bad row changes no other.
        order = order_shown_by(text for text in texts if not unreadable(text, bare)) if texts else ""
        return replace(bare, order=order or order_of_locale(self._locale) if texts else "")


def _remembering(read: Callable[[Value], Reading]) -> Callable[[Value], Reading]:
    """The same for a whole column: what stands in many rows is read once."""
    told: dict[str | date, Reading] = {}

    def remembered(value: Value) -> Reading:
        if not isinstance(value, str | date):
            return read(value)
        if value not in told:
            told[value] = read(value)
        return told[value]

    return remembered


def _beside(
    read: Callable[[Value, tuple[date, ...], date | None], Reading],
) -> Callable[[Value, tuple[date, ...], date | None], Reading]:
    """The same for texts that are read by their row: alike beside the same interviews and the same reply."""
    told: dict[tuple[Value, tuple[date, ...], date | None], Reading] = {}

    def remembered(value: Value, since: tuple[date, ...], reply: date | None) -> Reading:
        if (value, since, reply) not in told:
            told[value, since, reply] = read(value, since, reply)
        return told[value, since, reply]

    return remembered


def has_no_year(value: Value) -> bool:
    """A text names a day without its year: which is meant depends on the row."""
    return (
        isinstance(value, str) and bool(_DIGIT.search(value)) and any(one.year is None for one in written(value).dates)
    )


def _has_no_order(text: str) -> bool:
    return bool(_DIGIT.search(text)) and any(not one.order for one in written(text).dates)


def taken_place(moments: Iterable[datetime], now: datetime) -> tuple[date, ...]:
    """The days of the interviews that have taken place (SPEC section 4), the latest first."""
    past = {at.date() for at in moments if at.date() < now.date() or (at < now and at.time() != datetime.min.time())}
    return tuple(sorted(past, reverse=True))
