"""The day by which an answer was promised: a date, or what they said, counted from the interview (SPEC section 5).

The words stand in `promises.toml`. A phrase gives the last day that it may mean: who waits a day too long harms nobody.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache, partial

from sheet_sync.holiday_calendar import named_holidays, public_holidays
from sheet_sync.tracker.days.dates import Anchor, Day, days_of
from sheet_sync.tracker.days.phrases import Phrase, phrases_in
from sheet_sync.tracker.days.written_dates import Written, WrittenDate, written
from sheet_sync.tracker.readings import NO_DATE, DateReading, no_date_readable
from sheet_sync.tracker.vocabulary import plain, word_set

NOT_UNDERSTOOD = "It is no day and no phrase that is known."
NO_DAY_AFTER = "It names no day soon after the interview."
LONGEST_PROMISE = timedelta(days=330)

_FRIDAY = 4
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)
_DECEMBER = 12
_HOURS_A_DAY = 24
_EARLY, _MIDDLE = 10, 15
_MONTHS_A_QUARTER = 3
_QUARTERS = 4
_DEFAULT_REGION = "US"


@dataclass(frozen=True, slots=True)
class Said:
    """What a promise is counted from.

    Attributes:
        base: the later of the interview and the reply since; None where none has taken place.
        anchor: for the dates among the words.
        region: whose public holidays count ("US", "DE-BY"; empty for none).
    """

    base: date | None
    anchor: Anchor
    region: str = ""


@lru_cache(maxsize=65536)
def promise_in(text: str, said: Said) -> DateReading:
    """The promised day that a text names: the last of several; nothing where a phrase has no day to be counted from."""
    if plain(text) in word_set("promises", "none"):
        return NO_DATE
    found, phrases = _parsed(text)
    if found.trouble or phrases is None or not (phrases or found.dates):
        return no_date_readable(found.trouble or NOT_UNDERSTOOD)
    if _waits_for_an_interview(found, phrases, said):
        return NO_DATE
    days = [*_written_days(found, phrases, said.anchor)]
    if wrong := next((day.why for day in days if day.day is None), ""):
        return no_date_readable(wrong)
    spoken = [_resolved(phrase, said) for phrase in phrases if phrase.kind not in _WITH_DATE]
    if None in spoken:
        return no_date_readable(NO_DAY_AFTER)
    return _reading(text, days, [day for day in spoken if day], phrases, said)


def is_counted(text: str) -> bool:
    """What the text means depends on the interview: it holds a phrase, or a day without a year."""
    found, phrases = _parsed(text)
    return bool(phrases) or any(one.year is None for one in found.dates)


@lru_cache(maxsize=65536)
def _parsed(text: str) -> tuple[Written, tuple[Phrase, ...] | None]:
    found = written(text)
    phrases = None if found.trouble else phrases_in(found)
    return found, None if phrases is None or _contradictory(found, phrases) else phrases


def _contradictory(found: Written, phrases: tuple[Phrase, ...]) -> bool:
    """A span may be counted from a date beside it, and "may" is a verb as well: neither is guessed."""
    kinds = [phrase.kind for phrase in phrases]
    counts = "count" in kinds and (bool(found.dates) or len(set(kinds)) > 1)
    return counts or ("month" in kinds and (bool(found.dates) or len(set(kinds)) > 1))


def _waits_for_an_interview(found: Written, phrases: tuple[Phrase, ...], said: Said) -> bool:
    return said.base is None and (bool(phrases) or any(one.year is None for one in found.dates))


def _reading(text: str, days: list[Day], spoken: list[date], phrases: tuple[Phrase, ...], said: Said) -> DateReading:
    last = max([day.day for day in days if day.day] + spoken)
    doubtful = tuple((day.day, day.other) for day in days if day.day == last and day.other)
    remark = _holiday_remark(phrases, said)
    return DateReading(
        (datetime.combine(last, time()),),
        doubtful=doubtful,
        words=text.strip() if phrases or doubtful else "",
        remark=remark,
    )


def _holiday_remark(phrases: tuple[Phrase, ...], said: Said) -> str:
    if not any(phrase.holiday for phrase in phrases):
        return ""
    return f"The holiday is that of {said.region or _DEFAULT_REGION}."


_WITH_DATE: Mapping[str, Callable[[Phrase, date], date]] = {
    "week_of_date": lambda _, day: _friday_of(day),
    "week_after_date": lambda _, day: _friday_of(day) + _WEEK,
    "weekday_after_date": lambda phrase, day: _weekday_after(day, phrase.weekday),
    "after_date": lambda _, day: day + _DAY,
}


def _written_days(found: Written, phrases: tuple[Phrase, ...], anchor: Anchor) -> Iterator[Day]:
    """The dates of the text, each changed as the phrase around it says."""
    around = [phrase for phrase in phrases if phrase.kind in _WITH_DATE]
    for one, day in zip(found.dates, days_of(found.dates, anchor), strict=True):
        phrase = next((phrase for phrase in around if _covers(phrase.at, one)), None)
        yield _moved(day, phrase) if phrase else day


def _moved(day: Day, phrase: Phrase) -> Day:
    move = partial(_WITH_DATE[phrase.kind], phrase)
    return Day(move(day.day), move(day.other) if day.other else None) if day.day else day


def _covers(at: tuple[int, int], one: WrittenDate) -> bool:
    return at[0] <= one.start and one.end <= at[1]


def _resolved(phrase: Phrase, said: Said) -> date | None:
    """The day that a phrase means: after the base, and within a year. "End of week", said on a Friday, is that day."""
    if said.base is None:
        return None
    try:
        day = _MEANINGS[phrase.kind](phrase, said.base, said.region)
    except OverflowError:
        return None
    earliest = said.base if phrase.kind == "end_of_week" else said.base + _DAY
    return day if day and earliest <= day <= said.base + LONGEST_PROMISE else None


def _friday_of(day: date) -> date:
    return day + timedelta(days=_FRIDAY - day.weekday())


def _weekday_after(base: date, weekday: int) -> date:
    return base + timedelta(days=(weekday - base.weekday() - 1) % 7 + 1)


def _weekday_of_next_week(base: date, weekday: int) -> date:
    return base + timedelta(days=7 - base.weekday() + weekday)


def _end_of_week(base: date) -> date:
    friday = _friday_of(base)
    return friday if friday >= base else friday + _WEEK


def _month_end(year: int, month: int) -> date:
    years, months = divmod(month, _DECEMBER)
    return date(year + years, months + 1, 1) - _DAY


def _months_on(base: date, months: int, day: int = 0) -> date:
    """A day of the month that lies so many months ahead; its last day for 0, or where it is shorter than that."""
    years, month = divmod(base.month - 1 + months, _DECEMBER)
    end = _month_end(base.year + years, month + 1)
    return end.replace(day=min(day or end.day, end.day))


def _first_after(base: date, candidates: Iterator[date]) -> date | None:
    return next((day for day in candidates if day > base), None)


def _day_in_months(base: date, day: int) -> date | None:
    """The next month's day of that number, in the first month that has it; the last day of the month for 0."""
    months = (_months_on(base, ahead, day) for ahead in range(3))
    return _first_after(base, (found for found in months if day in (0, found.day)))


def _in_month(phrase: Phrase, base: date, day: int) -> date | None:
    years = [phrase.year] if phrase.year else [base.year, base.year + 1]
    return _first_after(base, (_months_on(date(year, phrase.month, 1), 0, day) for year in years))


def _count(phrase: Phrase, base: date, region: str) -> date | None:
    if phrase.unit == "working_day":
        return _working_days_on(base, phrase.number, region)
    if phrase.unit == "month":
        return _months_on(base, phrase.number, base.day)
    days = {"day": 1, "week": 7, "fortnight": 14}
    number = -(-phrase.number // _HOURS_A_DAY) if phrase.unit == "hour" else phrase.number * days[phrase.unit]
    return base + timedelta(days=number)


def _working_days_on(base: date, days: int, region: str) -> date:
    import numpy as np  # noqa: PLC0415 - pandas has loaded it long before

    free = public_holidays(region, (base.year, base.year + 1, base.year + 2, base.year + 3, base.year + 4))
    start = np.busday_offset(np.datetime64(base), 0, roll="backward", holidays=[*free])
    found: date = np.busday_offset(start, days, holidays=[*free]).astype(object)
    return found


def _iso_week(phrase: Phrase, base: date) -> date | None:
    fridays = []
    for year in (base.year, base.year + 1):
        try:
            fridays.append(date.fromisocalendar(year, phrase.number, _FRIDAY + 1))
        except ValueError:
            continue
    return _first_after(base, iter(fridays))


def _holidays_named(name: str, base: date, region: str) -> list[date]:
    """The coming holiday of that name, with the days that follow it under the same name.

    The name is a part of its English name in the calendar.
    """
    named = named_holidays(region or _DEFAULT_REGION, (base.year, base.year + 1))
    coming = sorted(day for day, title in named.items() if name in title and day > base)
    return [day for day in coming if day - coming[0] <= timedelta(days=3)]


def _by_holiday(phrase: Phrase, base: date, region: str) -> date | None:
    return next(iter(_holidays_named(phrase.holiday.split("|")[0], base, region)), None)


def _after_holiday(phrase: Phrase, base: date, region: str) -> date | None:
    """The first working day after it."""
    last = _last_of_holiday(phrase, base, region)
    return _working_days_on(last, 1, region or _DEFAULT_REGION) if last else None


def _last_of_holiday(phrase: Phrase, base: date, region: str) -> date | None:
    days = _holidays_named(phrase.holiday.split("|")[-1], base, region)
    return days[-1] if days else None


def _week_after_holiday(phrase: Phrase, base: date, region: str) -> date | None:
    last = _last_of_holiday(phrase, base, region)
    return _weekday_of_next_week(last, _FRIDAY) if last else None


def _weekday_after_holiday(phrase: Phrase, base: date, region: str) -> date | None:
    last = _last_of_holiday(phrase, base, region)
    return _weekday_after(last, phrase.weekday) if last else None


def _in_quarter(phrase: Phrase, base: date, month: int) -> date | None:
    """The end of a month of the quarter: its first month is 1."""
    if phrase.number not in range(1, _QUARTERS + 1):
        return None
    return _in_month(replace(phrase, month=_MONTHS_A_QUARTER * (phrase.number - 1) + month), base, 0)


Meaning = Callable[[Phrase, date, str], date | None]
_MEANINGS: Mapping[str, Meaning] = {
    "tomorrow": lambda _, base, __: base + _DAY,
    "day_after_tomorrow": lambda _, base, __: base + 2 * _DAY,
    "two_days": lambda _, base, __: base + 2 * _DAY,
    "one_week": lambda _, base, __: base + _WEEK,
    "two_weeks": lambda _, base, __: base + 2 * _WEEK,
    "weekday": lambda said, base, _: _weekday_after(base, said.weekday),
    "weekday_of_next_week": lambda said, base, _: _weekday_of_next_week(base, said.weekday),
    "weekday_in_a_week": lambda said, base, _: _weekday_after(base, said.weekday) + _WEEK,
    "end_of_week": lambda _, base, __: _end_of_week(base),
    "early_next_week": lambda _, base, __: _weekday_of_next_week(base, _FRIDAY - 2),
    "mid_next_week": lambda _, base, __: _weekday_of_next_week(base, _FRIDAY - 1),
    "next_week": lambda _, base, __: _weekday_of_next_week(base, _FRIDAY),
    "week_after_next": lambda _, base, __: _weekday_of_next_week(base, _FRIDAY) + _WEEK,
    "end_of_month": lambda _, base, __: _day_in_months(base, 0),
    "mid_month": lambda _, base, __: _day_in_months(base, _MIDDLE),
    "next_month": lambda _, base, __: _months_on(base, 1),
    "early_next_month": lambda _, base, __: _months_on(base, 1, _EARLY),
    "mid_next_month": lambda _, base, __: _months_on(base, 1, _MIDDLE),
    "end_of_quarter": lambda _, base, __: _months_on(base, (-base.month) % _MONTHS_A_QUARTER),
    "end_of_year": lambda _, base, __: date(base.year, _DECEMBER, 31),
    "month": lambda said, base, _: _in_month(said, base, 0),
    "early_month": lambda said, base, _: _in_month(said, base, _EARLY),
    "mid_month_named": lambda said, base, _: _in_month(said, base, _MIDDLE),
    "day_of_month": lambda said, base, _: _day_in_months(base, said.number) if said.number else None,
    "count": _count,
    "few_days": lambda _, base, __: base + 3 * _DAY,
    "few_weeks": lambda _, base, __: base + 3 * _WEEK,
    "one_month": lambda _, base, __: _months_on(base, 1, base.day),
    "next_working_day": lambda _, base, region: _working_days_on(base, 1, region),
    "after_weekend": lambda _, base, __: _weekday_of_next_week(base, 0),
    "after_weekday": lambda said, base, _: _weekday_after(base, said.weekday) + _DAY,
    "second_week_of_month": lambda said, base, _: _in_month(said, base, 14),
    "third_week_of_month": lambda said, base, _: _in_month(said, base, 21),
    "fourth_week_of_month": lambda said, base, _: _in_month(said, base, 28),
    "quarter": lambda said, base, _: _in_quarter(said, base, 3),
    "early_quarter": lambda said, base, _: _in_quarter(said, base, 1),
    "mid_quarter": lambda said, base, _: _in_quarter(said, base, 2),
    "early_next_year": lambda _, base, __: date(base.year + 1, 1, 31),
    "iso_week": lambda said, base, _: _iso_week(said, base),
    "by_holiday": _by_holiday,
    "week_after_holiday": _week_after_holiday,
    "weekday_after_holiday": _weekday_after_holiday,
    "after_holiday": _after_holiday,
}
"""What every kind of phrase means, counted from the base; early is until Wednesday, or the tenth."""
