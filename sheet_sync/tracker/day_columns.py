"""Columns of days: what their cells say, given the rest of the column and of the row (SPEC section 5)."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from sheet_sync.config import Rules
from sheet_sync.grid import CellValue
from sheet_sync.tracker import cells
from sheet_sync.tracker.cells import UnreadableCell
from sheet_sync.tracker.dates import Anchor, order_of_locale, order_shown_by
from sheet_sync.tracker.promises import Said
from sheet_sync.tracker.readings import DateReading, MarkReading

Values = Sequence[CellValue | UnreadableCell]
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
        return [cells.read_interviews(value, anchor) for value in values]

    def marks(self, values: Values, rounds: Rounds) -> list[MarkReading]:
        """What the marks of every row say; one without a year is for an interview that has taken place."""
        anchor = self._anchor(values, lambda text, bare: cells.read_mark(text, bare).unreadable)
        anchor = replace(anchor, until=anchor.today)
        return [
            cells.read_mark(value, self._since(anchor, held) if _dated(value) else anchor)
            for value, held in zip(values, rounds, strict=True)
        ]

    def promises(self, values: Values, rounds: Rounds, replies: Sequence[MarkReading]) -> list[DateReading]:
        """The promised days; a phrase is counted from the later of the interview and the reply since."""
        bare = self._anchor(values, self._unreadable_promise)
        said = Said(None, bare, self._rules.holidays)
        return [
            cells.read_promise(value, self._said(bare, held, reply) if isinstance(value, str) else said)
            for value, held, reply in zip(values, rounds, replies, strict=True)
        ]

    def _unreadable_promise(self, text: str, bare: Anchor) -> bool:
        return cells.read_promise(text, Said(bare.today, bare, self._rules.holidays)).unreadable

    def _said(self, bare: Anchor, held: tuple[datetime, ...], reply: MarkReading) -> Said:
        anchor = self._since(bare, held)
        base = anchor.since[0] if anchor.since else None
        if base and reply.on and base <= reply.on <= anchor.today:
            base = reply.on
        return Said(base, anchor, self._rules.holidays)

    def _since(self, anchor: Anchor, held: tuple[datetime, ...]) -> Anchor:
        return replace(anchor, since=taken_place(held, self._now))

    def _anchor(self, values: Values, unreadable: Callable[[str, Anchor], bool]) -> Anchor:
        """How dates are written in a column: as the user says, as it shows itself, or as the spreadsheet does it."""
        today = self._now.date()
        if self._rules.date_order:
            return Anchor(today, order=self._rules.date_order, strict=True)
        bare = Anchor(today)
        texts = {value for value in values if isinstance(value, str) and _DIGIT.search(value)}
        # A cell that cannot be read is no evidence: one bad row changes no other.
        order = order_shown_by(text for text in texts if not unreadable(text, bare)) if texts else ""
        return replace(bare, order=order or order_of_locale(self._locale) if texts else "")


def _dated(value: object) -> bool:
    return isinstance(value, str) and bool(_DIGIT.search(value))


def taken_place(moments: Iterable[datetime], now: datetime) -> tuple[date, ...]:
    """The days of the interviews that have taken place (SPEC section 4), the latest first."""
    past = {at.date() for at in moments if at.date() < now.date() or (at < now and at.time() != datetime.min.time())}
    return tuple(sorted(past, reverse=True))
