"""What single cells say: text, interview dates, promises and marks (SPEC section 5).

Each reader takes one value and never raises; what it cannot read it says so. Today real dates, date-times, ISO text and
the words of `words.toml` are understood.
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from importlib import resources
from typing import Any

from sheet_sync.grid import CellValue

EARLIEST_YEAR = 1990
LATEST_YEAR = 2100

_ISO_DATE = re.compile(
    r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?(?!\d)"
)
_BETWEEN_DATES = re.compile(r"[\s,;&+/|]*(?:\band\b)?[\s,;&+/|]*", re.IGNORECASE)


@dataclass(frozen=True)
class DateReading:
    """The dates of a cell; `unreadable` when it holds something that is no date and does not say "none" either."""

    dates: tuple[datetime, ...] = ()
    unreadable: bool = False


@dataclass(frozen=True)
class MarkReading:
    """Whether a deed is marked done, and when (None for a tick without a date)."""

    done: bool = False
    on: date | None = None
    unreadable: bool = False


class UnreadableCell:
    """Stands in a column for a cell without a value to read: an error, or a formula whose result was not saved."""

    def __init__(self, shown: str, remedy: str) -> None:
        self.shown = shown
        self.remedy = remedy


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """The shipped table of words."""
    return tomllib.loads((resources.files(__package__) / "words.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=16)
def _word_set(*names: str) -> frozenset[str]:
    return frozenset(word for name in names for word in words()[name])


def as_text(value: CellValue | UnreadableCell) -> str:
    """A cell as text, "" for one that says nothing ("n/a", "-", an error)."""
    if isinstance(value, str):
        return _told(value)
    if value is None or isinstance(value, bool | UnreadableCell):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date | time) else str(value)


@lru_cache(maxsize=65536)
def _told(text: str) -> str:
    return "" if _says(text, "blank") else text.strip()


def as_shown(value: CellValue | UnreadableCell) -> str:
    """A cell as a person sees it, for messages about it."""
    if isinstance(value, UnreadableCell):
        return value.shown
    return as_text(value) or str(value)


def read_interviews(value: CellValue | UnreadableCell) -> DateReading:
    """The interview dates of a cell, each at midnight or with its time of day."""
    return _read_dates(value, "no_interview")


def read_promise(value: CellValue | UnreadableCell) -> DateReading:
    """The promised day of a cell, the last of several, as one date at midnight."""
    reading = _read_dates(value, "no_promise")
    if not reading.dates:
        return reading
    last = max(reading.dates)
    return DateReading((datetime(last.year, last.month, last.day),))  # noqa: DTZ001 - local days have no zone


def _read_dates(value: CellValue | UnreadableCell, says_none: str) -> DateReading:
    if isinstance(value, str):
        return _dates_in_text(value, says_none)
    if value is None or value is False:
        return DateReading()
    moment = as_moment(value)
    return DateReading((moment,)) if moment else DateReading(unreadable=True)


def as_moment(value: object) -> datetime | None:
    """A real date or date-time of a sensible year as a naive date-time; None for anything else."""
    if isinstance(value, datetime):
        moment = value.replace(tzinfo=None)
    elif isinstance(value, date):
        moment = datetime(value.year, value.month, value.day)  # noqa: DTZ001 - local days have no zone
    else:
        return None
    return moment if EARLIEST_YEAR <= moment.year <= LATEST_YEAR else None


@lru_cache(maxsize=65536)
def _dates_in_text(text: str, says_none: str) -> DateReading:
    if not text.strip() or _says(text, "blank", says_none):
        return DateReading()
    found = _iso_dates(text)
    rest = _ISO_DATE.sub("", text)
    if not found or not _BETWEEN_DATES.fullmatch(rest):
        return DateReading(unreadable=True)
    return DateReading(found)


def _iso_dates(text: str) -> tuple[datetime, ...]:
    """Every ISO date of a text in order; none at all when one of them is impossible."""
    try:
        moments = tuple(_iso_moment(match) for match in _ISO_DATE.finditer(text))
    except ValueError:
        return ()
    return moments if all(EARLIEST_YEAR <= moment.year <= LATEST_YEAR for moment in moments) else ()


def _iso_moment(match: re.Match[str]) -> datetime:
    year, month, day, hour, minute = (int(part or 0) for part in match.groups())
    return datetime(year, month, day, hour, minute)  # noqa: DTZ001 - written as the writer's local time


def read_mark(value: CellValue | UnreadableCell) -> MarkReading:
    """Whether a cell marks a deed as done: a date, a tick, or words; a negation anywhere wins."""
    if isinstance(value, bool):
        return MarkReading(done=value)
    if isinstance(value, str):
        return _mark_in_text(value)
    if value is None:
        return MarkReading()
    moment = as_moment(value)
    return MarkReading(done=True, on=moment.date()) if moment else MarkReading(unreadable=True)


@lru_cache(maxsize=65536)
def _mark_in_text(text: str) -> MarkReading:
    if not text.strip() or _says(text, "blank", "not_done"):
        return MarkReading()
    plain = _plain(text)
    if set(re.findall(r"[\w'’]+", plain)) & _word_set("negations"):
        return MarkReading()
    dates = _iso_dates(text)
    if dates:
        return MarkReading(done=True, on=max(dates).date())
    holds_a_date = bool(re.search(r"\d", plain))
    ticked = _begins_with_word(plain, _word_set("done")) and not holds_a_date
    return MarkReading(done=True) if ticked else MarkReading(unreadable=True)


def _begins_with_word(text: str, choices: frozenset[str]) -> bool:
    return any(text == word or re.match(rf"{re.escape(word)}(?!\w)", text) for word in choices)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).strip(".,;:!() ")


def _says(text: str, *names: str) -> bool:
    known = _word_set(*names)
    return _plain(text) in known or text.strip().casefold() in known


def is_total(company: str, position: str) -> bool:
    """A total below the table: the company cell says so and the position is no name of one."""
    return _plain(company) in _word_set("totals") and not re.search(r"[^\W\d]", position)
