"""What single cells say: text, interview dates, promises and marks (SPEC section 5).

Each reader takes one value and never raises; what it cannot read it says so. What texts say is told in `interviews.py`,
`promises.py` and `marks.py`; the words stand in the files beside them.
"""

import re
from datetime import date, datetime, time
from functools import lru_cache

from sheet_sync.grid import CellValue
from sheet_sync.tracker.days.dates import Anchor, as_moment, in_words, moment_of_serial
from sheet_sync.tracker.days.interviews import interviews_in
from sheet_sync.tracker.days.marks import mark_in
from sheet_sync.tracker.days.promises import Said, promise_in
from sheet_sync.tracker.readings import (
    NO_DATE,
    NO_MARK,
    DateReading,
    MarkReading,
    no_date_readable,
    no_mark_readable,
)
from sheet_sync.tracker.vocabulary import folded, plain, shows_nothing, word_set

_SERIAL = re.compile(r"\s*\d{5}(?:[.,]\d+)?\s*")


class UnreadableCell:
    """Stands in a column for a cell without a value to read: an error, or a formula whose result was not saved."""

    def __init__(self, shown: str, remedy: str) -> None:
        self.shown = shown
        self.remedy = remedy


def as_text(value: CellValue | UnreadableCell) -> str:
    """A cell as text, "" for one that says nothing ("n/a", "-", an error)."""
    if isinstance(value, str):
        return "" if says_nothing(value) else value.strip()
    if value is None or isinstance(value, bool | UnreadableCell):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date | time) else str(value)


def as_shown(value: CellValue | UnreadableCell) -> str:
    """A cell as a person sees it, for messages about it."""
    if isinstance(value, UnreadableCell):
        return value.shown
    return as_text(value) or str(value)


def says_nothing(text: str) -> bool:
    """A cell is blank, or says that there is nothing to say: "n/a", "-", "TBD"."""
    return not text[:1].isdigit() and _known_as_blank(text)


@lru_cache(maxsize=65536)
def _known_as_blank(text: str) -> bool:
    known = word_set("general", "blank")
    return shows_nothing(text) or plain(text) in known or folded(text).strip() in known


def read_interviews(value: CellValue | UnreadableCell, anchor: Anchor) -> DateReading:
    """The interview dates of a cell, each at midnight or with its time of day."""
    if isinstance(value, str) and not _SERIAL.fullmatch(value):
        return NO_DATE if says_nothing(value) else interviews_in(value, anchor)
    return _real_date(value, anchor)


def read_promise(value: CellValue | UnreadableCell, said: Said) -> DateReading:
    """The promised day of a cell, the last of several, as one date at midnight."""
    if isinstance(value, str) and not _SERIAL.fullmatch(value):
        return NO_DATE if says_nothing(value) else promise_in(value, said)
    reading = _real_date(value, said.anchor)
    return DateReading(tuple(map(_midnight, reading.dates))) if reading.dates else reading


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _real_date(value: CellValue | UnreadableCell, anchor: Anchor) -> DateReading:
    if value is None or value is False:
        return NO_DATE
    moment = as_moment(value)
    return DateReading((moment,)) if moment else no_date_readable(_about_number(value, anchor.today))


def read_mark(value: CellValue | UnreadableCell, anchor: Anchor) -> MarkReading:
    """Whether a cell marks a deed as done: a date, a tick, or words; a negation anywhere wins."""
    if isinstance(value, str) and not _SERIAL.fullmatch(value):
        return NO_MARK if says_nothing(value) and not _leaves_open(value) else mark_in(value, anchor)
    if value is None or value is False:
        return NO_MARK
    moment = as_moment(value)
    if moment:
        return MarkReading(done=True, on=moment.date())
    if isinstance(value, int | float) and value in (0, 1):
        return MarkReading(done=bool(value))
    return no_mark_readable(_about_number(value, anchor.today))


def _leaves_open(text: str) -> bool:
    """A "?" promises nothing, but whether a message was sent it leaves in doubt: it is neither done nor owed."""
    return plain(text) in word_set("marks", "in_doubt")


def _about_number(value: object, today: date) -> str:
    """What a number would be if its cell were formatted as a date: a hint, for it may be anything else."""
    if isinstance(value, str):
        value = float(value.strip().replace(",", "."))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    moment = moment_of_serial(value, today)
    return f"It is a number; formatted as a date it would be {in_words(moment.date())}." if moment else ""


def is_total(company: str, position: str) -> bool:
    """A total below the table: the company cell says so and the position is no name of one."""
    return plain(company) in word_set("general", "totals") and not re.search(r"[^\W\d]", position)
