"""The interview dates in a text: with free words around them, and without the days that were called off."""

import re
from datetime import datetime, time
from functools import lru_cache

from sheet_sync.tracker.days.dates import Anchor, Day, days_of
from sheet_sync.tracker.days.loose_numbers import loose_number
from sheet_sync.tracker.days.written_dates import DATE_MARK, TIME_MARK, Written, WrittenDate, written
from sheet_sync.tracker.readings import NO_DATE, DateReading, no_date_readable
from sheet_sync.tracker.vocabulary import any_of, folded, plain, stating, table, whole, word_set

NO_DAY = "It names no day."
LOOSE_DIGITS = "Some of its digits may belong to a date."
WHICH_DAY = "It does not say clearly which of its days holds."
IN_DOUBT = "It does not say for sure that there is an interview on that day."
ANOTHER_DAY = "Its day may be that of something else."


@lru_cache(maxsize=65536)
def interviews_in(text: str, anchor: Anchor) -> DateReading:
    """The interviews that a text names: each day that stands in it, of a span the first and the last."""
    if not text[:1].isdigit() and plain(text) in word_set("interviews", "none"):
        return NO_DATE
    found = written(text)
    if found.trouble:
        return no_date_readable(found.trouble)
    if not found.dates:
        return _without_dates(found)
    if found.leaves_a_choice:
        return no_date_readable(IN_DOUBT)
    return _among_words(found, anchor) if found.wordy else _read(found.dates, days_of(found.dates, anchor))


def _among_words(found: Written, anchor: Anchor) -> DateReading:
    if loose_number(found.rest):
        return no_date_readable(LOOSE_DIGITS)
    live = live_dates(found)
    if live is None:
        return no_date_readable(WHICH_DAY)
    why = _doubt(found) if live else ""
    return no_date_readable(why) if why else _read(live, days_of(live, anchor))


def _without_dates(found: Written) -> DateReading:
    called_off = stating("interviews", "cancelled").search(found.rest) and not re.search(r"\d", found.rest)
    return NO_DATE if called_off else no_date_readable(NO_DAY)


def _read(live: tuple[WrittenDate, ...], days: tuple[Day, ...]) -> DateReading:
    if wrong := next((day.why for day in days if day.day is None), ""):
        return no_date_readable(wrong)
    read = [(day.day, day.other, time(*(one.at or (0, 0)))) for one, day in zip(live, days, strict=True) if day.day]
    moments = tuple(datetime.combine(day, at) for day, _, at in read)
    return DateReading(moments, doubtful=tuple((day, other) for day, other, _ in read if other))


def _doubt(found: Written) -> str:
    """Why the days may be those of no interview; "" where nothing says so."""
    rest = stating("interviews", "harmless").sub(" ", _TO_COME.sub(" ", found.rest))
    if stating("interviews", "doubt").search(rest) or _bound().search(rest) or _alternative().search(rest):
        return IN_DOUBT
    return ANOTHER_DAY if stating("interviews", "something_else").search(rest) else ""


@lru_cache(maxsize=1)
def _bound() -> re.Pattern[str]:
    return re.compile(rf"{whole(any_of(word_set('interviews', 'bounds')))}\s*{DATE_MARK}")


@lru_cache(maxsize=1)
def _alternative() -> re.Pattern[str]:
    marks = f"[{DATE_MARK}{TIME_MARK}]"
    return re.compile(rf"(?:{marks}|\d)[\s,/.]*{whole(any_of(word_set('interviews', 'alternatives')))}\s*{marks}")


_TO_COME = re.compile(r"(?:^|[;|\n])[^;|\n\x02]*:\s*(?:tb[acd]|\?)\s*(?=$|[;|\n])")
"""A round of its own that has no day yet: "Onsite: TBD"."""
_SEPARATORS = ";,\n&+)|/"
_KINDS = {
    "cancelled": "C",
    "moved": "M",
    "moved_to": "T",
    "moved_from": "F",
    "formerly": "O",
    "was": "W",
    "arrows": "A",
}


@lru_cache(maxsize=1)
def _signs() -> tuple[re.Pattern[str], dict[str, str]]:
    """Finds what tells a day that holds from one that does not, and the letter for it."""
    letters = {folded(word): letter for name, letter in _KINDS.items() for word in table("interviews")[name]}
    letters |= dict.fromkeys(_SEPARATORS, "S") | {"(": "P"}
    return re.compile(whole(any_of(letters))), letters


def live_dates(found: Written) -> tuple[WrittenDate, ...] | None:
    """The dates that hold: not cancelled, nor moved away from. None where the text does not tell them clearly."""
    first, *between, last = (_letters(gap) for gap in found.gaps())
    gaps = [first.replace("A", ""), *(gap.replace("A", "M") for gap in between), last.replace("A", "")]
    before = gaps[:-1]
    if not (re.search("[CM]", "".join(gaps)) or any(gap.endswith("O") or _was(gap, gaps) for gap in before)):
        return None if len(before) > 1 and any(gap.endswith("W") for gap in before) else found.dates
    verdicts = [_holds(gaps, at) for at in range(len(found.dates))]
    if None in verdicts:
        return None
    return tuple(one for one, holds in zip(found.dates, verdicts, strict=True) if holds)


def _letters(gap: str) -> str:
    signs, letters = _signs()
    return "".join(letters[" ".join(match[0].split()) or match[0]] for match in signs.finditer(gap))


def _was(gap: str, gaps: list[str]) -> bool:
    """The past tense before a day: it held once, where a bracket or a move stands beside it."""
    return gap.endswith("PW") or (gap.endswith("W") and "M" in "".join(gaps))


def _holds(gaps: list[str], at: int) -> bool | None:
    """Whether the date behind this gap holds; None where that is not clear."""
    before, after = gaps[at], gaps[at + 1]
    if before.endswith("T"):
        return True
    if before.endswith(("F", "O")) or _was(before, gaps):
        return False
    behind, ahead = after.partition("S")[0], before.rpartition("S")[2]
    if re.search("C|M(?!F)", behind):
        return None if _between_two(gaps, at + 1) and "C" in behind and not re.search("[STO]", after) else False
    if "C" in ahead:
        return None if at and "S" not in before else False
    if "M" in ahead:
        return _after_a_move(gaps, at)
    return _beside_one_that_fell(gaps, at)


def _after_a_move(gaps: list[str], at: int) -> bool | None:
    """The day of "rescheduled 11/12 to 11/14" fell; that of "rescheduled: 11/14 (originally 11/12)" holds."""
    after = gaps[at + 1]
    if re.search("[FOW]$", after):
        return True
    return False if "T" in after and at + 2 < len(gaps) else None


def _between_two(gaps: list[str], at: int) -> bool:
    return 0 < at < len(gaps) - 1


def _beside_one_that_fell(gaps: list[str], at: int) -> bool | None:
    """Nothing is said of this date itself: it holds where what is said clearly belongs to the one beside it."""
    beside = ([gaps[at]] if at else []) + ([gaps[at + 1]] if at + 2 < len(gaps) else [])
    if any(re.search("C|O$|W$|MF", gap) for gap in beside) or not re.search("[CM]", "".join(gaps)):
        return True
    return None
