"""Columns that state an outcome beside the outcome column: "Date Offer", "Rejected?", "Decision" (SPEC section 5)."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sheet_sync.grid import CellValue
from sheet_sync.tracker.cells import UnreadableCell, as_text
from sheet_sync.tracker.headers.senses import normalised, senses_of
from sheet_sync.tracker.outcomes.reading import OPEN, OutcomeReading, is_hedged, kind_of_two, more_final, read_outcome
from sheet_sync.tracker.outcomes.words import data, plain, spelt_out

DATED = "dated"
"""Filled with a day, or with what tells of it, such a column says that it is so."""
TICKED = "ticked"
"""Filled with a yes, a tick or a day it says so; other words are read as an outcome."""
EXPLAINED = "explained"
"""Filled with whatever explains it ("Rejection reason"), it says so."""
SAID = "said"
"""Read as the outcome column is."""

_NUMERIC_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}")


@dataclass(frozen=True)
class Way:
    """How such a column is read, and the kind of the end that it states."""

    how: str
    kind: str = ""


@dataclass(frozen=True)
class StatingColumn:
    """A column that states an outcome: its header, how it is read, and its values from the first row down."""

    header: str
    way: Way
    values: Sequence[CellValue | UnreadableCell]


@dataclass(frozen=True)
class ToldOutcome:
    """What a row says of its outcome, and the words that say so."""

    text: str
    reading: OutcomeReading


def outcome_columns(headers: Mapping[int, str], taken: Collection[int], *, settled: bool = False) -> dict[int, Way]:
    """The columns that state an outcome beside the outcome column, and how each is read.

    Args:
        headers: the text of every header, by column.
        taken: the columns that serve a field, or are ours.
        settled: the user named the outcome column by hand, so no other is read like it.
    """
    ways = {column: way_of(header) for column, header in headers.items() if column not in taken}
    return {column: way for column, way in ways.items() if way and not (settled and way.how == SAID)}


def way_of(header: str) -> Way | None:
    """How a column of this header states an outcome; None where it does not."""
    words = normalised(header)
    if words in _ways():
        return _ways()[words]
    of_an_interview = "interview" in words.split()
    names_outcome = not of_an_interview and any(sense.field == "outcome" for sense in senses_of(header))
    return Way(SAID) if names_outcome else None


@lru_cache(maxsize=1)
def _ways() -> Mapping[str, Way]:
    table = data()["columns"]
    ways = {header: Way(SAID) for pattern in table[SAID]["headers"] for header in spelt_out(pattern)}
    for how in (TICKED, EXPLAINED, DATED):
        for kind, patterns in table[how].items():
            ways |= {header: Way(how, kind) for pattern in patterns for header in spelt_out(pattern)}
    return ways


def told_outcomes(
    texts: Iterable[str], beside: Iterable[StatingColumn], today: date | None = None
) -> list[ToldOutcome]:
    """What every row says, from its outcome and the columns beside it: the more final counts (`more_final`).

    Args:
        texts: the outcomes.
        beside: the columns beside them.
        today: a real date later than this is a plan, and states nothing.
    """
    texts = [*texts]
    of_text = {text: ToldOutcome(text, read_outcome(text)) for text in {*texts}}
    told = [of_text[text] for text in texts]
    for column in beside:
        of_value = {value: _told_beside(column, value, today) for value in {*column.values}}
        told = [_more_final(one, of_value[value]) for one, value in zip(told, column.values, strict=True)]
    return told


def _told_beside(column: StatingColumn, value: CellValue | UnreadableCell, today: date | None) -> ToldOutcome:
    if today and _is_later(value, today):
        return ToldOutcome("", OPEN)
    text = as_text(value) if column.way.how == SAID else column.header.strip(" ?")
    return ToldOutcome(text, read_filled(value, column.way))


def _is_later(value: CellValue | UnreadableCell, today: date) -> bool:
    day = value.date() if isinstance(value, datetime) else value
    return isinstance(day, date) and day > today


def _more_final(one: ToldOutcome, other: ToldOutcome) -> ToldOutcome:
    return one if more_final(one.reading, other.reading) == one.reading else other


def read_filled(value: CellValue | UnreadableCell, way: Way) -> OutcomeReading:
    """What a cell of such a column states; open where it is blank, denies it, or leaves it in doubt."""
    text = as_text(value)
    told = read_outcome(text)
    if way.how == SAID:
        return told
    if told.group == "over" and told.kind != "closed":
        return OutcomeReading("over", kind_of_two(way.kind, told.kind, sequel=False))
    return OutcomeReading("over", way.kind) if _is_filled(value, text, way.how) else OPEN


def _is_filled(value: CellValue | UnreadableCell, text: str, how: str) -> bool:
    if isinstance(value, bool | date):
        return bool(value)
    if isinstance(value, str):
        return _says_so(" ".join(plain(text).split()).strip(" .,;:!"), how)
    if isinstance(value, int | float):
        return value == 1 if how == TICKED else value != 0
    return False


def _says_so(text: str, how: str) -> bool:
    """The words of a cell, in plain letters, say that it is so."""
    answers = data()["columns"]["answers"]
    if not text or text in answers["no"]:
        return False
    if how == EXPLAINED:
        return True
    if is_hedged(text):
        return False
    answer = text.split(maxsplit=1)[0].strip(",;:-")
    return how == DATED or answer in answers["yes"] or _holds_a_day(text, answers["months"])


def _holds_a_day(text: str, months: Iterable[str]) -> bool:
    if _NUMERIC_DATE.search(text):
        return True
    words = re.findall(r"[^\W\d_]+", text)
    return bool(re.search(r"\d", text)) and any(word.startswith(tuple(months)) for word in words)
