"""Whether a text marks a deed as done, and when (SPEC section 5): a tick or a date, with free words around it."""

import re
from functools import lru_cache

from sheet_sync.tracker.days.dates import Anchor, Day, days_of
from sheet_sync.tracker.days.interviews import LOOSE_DIGITS
from sheet_sync.tracker.days.loose_numbers import loose_number
from sheet_sync.tracker.days.written_dates import written
from sheet_sync.tracker.readings import NO_MARK, MarkReading, no_mark_readable
from sheet_sync.tracker.vocabulary import LETTER, any_of, folded, plain, stating, whole, word_set

INTENDED = "It says what is meant to be done, or leaves it in doubt."
NO_TICK = "It is no date and no tick."


@lru_cache(maxsize=65536)
def mark_in(text: str, anchor: Anchor) -> MarkReading:
    """What a text marks: of several dates the last; a negation anywhere wins."""
    said = folded(text)
    if plain(text) in word_set("marks", "not_done") or said.strip() in word_set("marks", "not_done"):
        return NO_MARK
    if stating("marks", "negations").search(stating("marks", "no_negations").sub(" ", said)):
        return NO_MARK
    if stating("marks", "intentions").search(said):
        return no_mark_readable(INTENDED)
    return _ticked(plain(text)) or _dated(text, anchor)


def _ticked(said: str) -> MarkReading | None:
    """A tick and not a digit beside it."""
    if said in word_set("marks", "ticks"):
        return MarkReading(done=True)
    if re.search(r"\d", said):
        return None
    return MarkReading(done=True) if _says_done(said) else no_mark_readable(NO_TICK)


def _says_done(said: str) -> bool:
    return bool(_tick_first().match(said) or stating("marks", "done").search(said))


@lru_cache(maxsize=1)
def _tick_first() -> re.Pattern[str]:
    return re.compile(whole(any_of(word_set("marks", "ticks"))) + rf"(?!\d|(?<=\d){LETTER})")


def _dated(text: str, anchor: Anchor) -> MarkReading:
    found = written(text)
    if found.trouble or loose_number(found.rest):
        return no_mark_readable(found.trouble or LOOSE_DIGITS)
    if not found.dates:
        return MarkReading(done=True) if _says_done(plain(text)) else no_mark_readable(NO_TICK)
    days = days_of(found.dates, anchor)
    if wrong := next((day.why for day in days if day.day is None), ""):
        return no_mark_readable(wrong)
    return _last(days)


def _last(days: tuple[Day, ...]) -> MarkReading:
    last, other = max(((day.day, day.other) for day in days if day.day), key=lambda each: each[0])
    return MarkReading(done=True, on=last, doubtful=((last, other),) if other else ())
