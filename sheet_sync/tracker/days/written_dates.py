"""The dates that stand in a text, exactly as they are written: what they mean is decided in `dates.py`.

A text is searched shape by shape, the surest first, and what was found is blotted out, so that no digit is read twice.
dateparser and dateutil do not fit here: both take a lone number or month for a date, pass over a weekday that
contradicts its date, and give one reading where there are two.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from sheet_sync.tracker.days import date_patterns as shapes
from sheet_sync.tracker.days import times_of_day
from sheet_sync.tracker.vocabulary import LETTER, folded

LONGEST = 400
"""A longer text is a story, and no cell to find a date in."""
DATE_MARK = "\x02"
TIME_MARK = "\x01"

_DIGIT = re.compile(r"\d")
_SHORTEST_WEEKDAY_IN_A_SENTENCE = 3
_MINUTES = 60
_SINGLE_DIGITS = 10


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """One date as it is written.

    Attributes:
        first: the first of the two numbers, with the month as a number.
        second: the second of them.
        order: "DMY" or "MDY" where the writing says which of them is the day, else "".
        year: as written; None without one.
        short: the year has two digits.
        weekday: the weekday beside it, Monday is 0.
        at: the time of day beside it, hour and minute.
        alternative: it is one of several, of which only one is meant: "Dec 1 or 2".
        start: where it begins in the text.
        end: and where it ends.
    """

    first: int
    second: int
    order: str = ""
    year: int | None = None
    short: bool = False
    weekday: int | None = None
    at: tuple[int, int] | None = None
    alternative: bool = False
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Written:
    """The dates of a text, in their order, and what stands around them.

    Attributes:
        dates: all that were found.
        rest: the folded text with every date and time blotted out by marks, each as long as what it hides.
        trouble: why the digits cannot all be trusted, in a sentence; "" if they can.
    """

    dates: tuple[WrittenDate, ...]
    rest: str
    trouble: str = ""

    @property
    def wordy(self) -> bool:
        """Anything stands beside the dates and their times."""
        return bool(self.rest.strip(f"{DATE_MARK}{TIME_MARK} "))

    @property
    def leaves_a_choice(self) -> bool:
        """Only one of the days is meant, and it does not say which: "Dec 1 or 2"."""
        return any(date.alternative for date in self.dates)

    def gaps(self) -> list[str]:
        """What stands before, between and after the dates: one more than there are dates."""
        starts = [*(date.start for date in self.dates), len(self.rest)]
        ends = [0, *(date.end for date in self.dates)]
        return [self.rest[end:start] for end, start in zip(ends, starts, strict=True)]


_PLAIN = re.compile(
    r"\s*(?:(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
    r"|(\d{1,2})([/.-])(\d{1,2})\7(\d{4}|\d\d)|(\d{1,2})/(\d{1,2}))\s*"
)


@lru_cache(maxsize=131072)
def written(text: str) -> Written:
    """The dates of a text."""
    return _plainly(text) or _searched(text)


def _plainly(text: str) -> Written | None:
    """The text is one date in numbers and nothing else, as most are."""
    match = _PLAIN.fullmatch(text)
    if not match:
        return None
    year, month, day, hour, minute, first, separator, second, last, lone, lone_second = match.groups()
    at = (int(hour), int(minute)) if hour else None
    if at and (at[0] >= times_of_day.HOURS or at[1] >= _MINUTES):
        return None
    if year:
        found = WrittenDate(int(month), int(day), "MDY", int(year), at=at)
    elif lone:
        found = WrittenDate(int(lone), int(lone_second))
    else:
        found = WrittenDate(
            int(first), int(second), "DMY" if separator == "." else "", int(last), short=len(last) == len("26")
        )
    return Written((replace(found, end=len(text)),), DATE_MARK * len(text))


def _searched(text: str) -> Written:
    if len(text) > LONGEST:
        return Written((), "", "It is too long to find the date in it.")
    search = _Search(folded(text))
    return search.result()


class _Search:
    """One text while it is searched."""

    def __init__(self, text: str) -> None:
        self._text = shapes.ADDRESS.sub(_blank, text)
        self._found: list[WrittenDate] = []
        self._times: list[tuple[int, tuple[int, int]]] = []
        self._trouble = ""

    def result(self) -> Written:
        if _DIGIT.search(self._text):
            self._names = shapes.name_patterns()
            self._search()
        dates = self._with_times(sorted(self._found, key=lambda date: date.start))
        return Written(tuple(dates), self._text, self._trouble)

    def _search(self) -> None:
        signs, searched = frozenset(self._text), self._text
        for needed, step in self._steps():
            if needed and signs.isdisjoint(needed):
                continue
            step()
            if self._text is not searched and not _DIGIT.search(self._text):
                break
            searched = self._text
        self._found = [self._with_weekday(date) for date in self._found]

    def _steps(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """The shapes to look for, the surest first; each with the signs of which it needs one."""
        names = self._names
        named = bool(names.month_name.search(self._text))
        yield "-/.", partial(self._take, shapes.YEAR_FIRST, _year_first)
        if named:
            yield "", partial(self._take, names.year_month_day, self._year_month_day)
        yield "+-", partial(self._drop, shapes.ZONE, _blank)
        yield ":", partial(self._take_times, shapes.CLOCK, times_of_day.clock)
        yield "m", partial(self._take_times, shapes.MERIDIEM, times_of_day.meridiem)
        yield "hug", partial(self._take_times, names.hours, times_of_day.hours)
        yield ":", partial(self._drop, shapes.RATIO, _blank)
        yield ".", partial(self._take, names.dotted_days, self._dotted_days)
        yield "-/. ", partial(self._take, shapes.NUMERIC, _numeric)
        yield "", partial(self._take, shapes.COMPACT, _compact)
        if named:
            yield "", partial(self._take, names.day_month, self._day_month)
            yield "-/", partial(self._take, names.month_dash_day, self._month_dash_day)
            yield "", partial(self._take, names.month_day, self._month_day)
        yield "/", partial(self._drop, names.fraction, _small_fraction)
        yield ".", partial(self._take_times, shapes.CLOCK_AFTER_DATE, lambda match: (int(match[2]), int(match[3])))
        yield "/", partial(self._take, shapes.SLASHED, self._slashed)
        yield ".", partial(self._take, shapes.DOTTED, _day_and_month)
        yield "", partial(self._take_times, names.hour_at, times_of_day.hour_at)
        if not self._found:
            yield "-", partial(self._take, shapes.DASHED, _two_numbers)

    def _drop(self, shape: re.Pattern[str], by: Callable[[re.Match[str]], str]) -> None:
        self._text = shape.sub(by, self._text)

    def _take(self, shape: re.Pattern[str], read: Callable[[re.Match[str]], Iterator[WrittenDate]]) -> None:
        for match in shape.finditer(self._text):
            dates = [replace(date, start=match.start(), end=match.end()) for date in read(match)]
            if dates:
                self._found += dates
                self._blot(match.start(), match.end(), DATE_MARK)

    def _take_times(self, shape: re.Pattern[str], read: Callable[[re.Match[str]], tuple[int, int] | None]) -> None:
        for match in shape.finditer(self._text):
            at = read(match)
            if at is None:
                continue
            if at[0] >= times_of_day.HOURS or at[1] >= _MINUTES:
                self._trouble = self._trouble or "There is no such time of day."
            self._times.append((match.start(), at))
            self._blot(match.start(), match.end(), TIME_MARK)

    def _blot(self, start: int, end: int, mark: str) -> None:
        self._text = self._text[:start] + mark * (end - start) + self._text[end:]

    def _year_month_day(self, match: re.Match[str]) -> Iterator[WrittenDate]:
        yield WrittenDate(self._names.months[match[2]], int(match[3]), "MDY", int(match[1]))

    def _day_month(self, match: re.Match[str]) -> Iterator[WrittenDate]:
        earlier, day, name, year, joint, short = match.groups()
        before = self._text[: match.start()]
        if "-" in self._text[match.end(2) : match.start(3)] and self._names.month_before.search(before):
            return  # "Nov 30-Dec 2" is two days after their months
        if (earlier or joint == " ") and self._names.numbered_before.search(before):
            self._trouble = "It may be the number of a round or a day of the month."
        if joint is not None and joint.isspace() and not self._names.opens_a_date.search(before):
            self._trouble = "Its last number may be a day or a year: write the year with four digits."
        month = self._names.months[name]
        for number in (*_numbers(earlier), int(day)):
            yield WrittenDate(number, month, "DMY", *_year(year, short), alternative=self._is_choice(earlier))

    def _month_day(self, match: re.Match[str]) -> Iterator[WrittenDate]:
        name, day, later, year, short = match.groups()
        month, more = self._names.months[name], _numbers(later)
        if len(more) == 1 and more[0] >= _SINGLE_DIGITS and later.lstrip().startswith(",") and not (year or short):
            self._trouble = "Its last number may be a day or a year: write the year with four digits."
        for number in (int(day), *more):
            yield WrittenDate(month, number, "MDY", *_year(year, short), alternative=self._is_choice(later))

    def _is_choice(self, days: str | None) -> bool:
        return bool(self._names.either.search(days or ""))

    def _dotted_days(self, match: re.Match[str]) -> Iterator[WrittenDate]:
        earlier, day, month, year = match.groups()
        full, short = (None, year) if len(year or "") == len("26") else (year, None)
        for number in (*_numbers(earlier), int(day)):
            choice = self._is_choice(earlier)
            yield WrittenDate(number, int(month), "DMY", *_year(full, short), alternative=choice)

    def _slashed(self, match: re.Match[str]) -> Iterator[WrittenDate]:
        month = self._names.month_before.search(self._text[: match.start()])
        if month and month[1] not in shapes.word_set_of("everyday_months"):
            self._trouble = "It may be two days of the month, or a day and a month."
        yield from _two_numbers(match)

    def _month_dash_day(self, match: re.Match[str]) -> Iterator[WrittenDate]:
        name, day, year = match.groups()
        if not year and int(day) >= _SINGLE_DIGITS:
            self._trouble = "Its number may be a day or a year: write the year with four digits."
        short = year if year and len(year) == len("26") else None
        yield WrittenDate(self._names.months[name], int(day), "MDY", *_year(None if short else year, short))

    def _with_weekday(self, date: WrittenDate) -> WrittenDate:
        """The date with the weekday that stands directly before or after it, which it then covers."""
        before = self._names.weekday_before.search(self._text[: date.start])
        if before and self._counts(before):
            self._blot(before.start(), date.start, DATE_MARK)
            return replace(date, weekday=self._names.weekdays[before[1]], start=before.start())
        after = self._names.weekday_after.match(self._text, date.end)
        if after and (len(after[1]) >= _SHORTEST_WEEKDAY_IN_A_SENTENCE or "(" in after[0]):
            self._blot(date.end, after.end(), DATE_MARK)
            return replace(date, weekday=self._names.weekdays[after[1]], end=after.end())
        return date

    def _counts(self, weekday: re.Match[str]) -> bool:
        """Two letters are a weekday only where they begin something: "so" and "do" are words as well."""
        before = self._text[: weekday.start()].rstrip()
        if weekday[1] in shapes.word_set_of("dotted_weekdays") and not re.search("[.,]", weekday[0]):
            return False
        return len(weekday[1]) >= _SHORTEST_WEEKDAY_IN_A_SENTENCE or not re.search(rf"({LETTER}|\d)$", before)

    def _with_times(self, dates: list[WrittenDate]) -> list[WrittenDate]:
        """Each time of day goes to the date before it; to the one after it where a time comes first of all."""
        if not dates or not self._times:
            return dates
        times_first = min(self._times)[0] < dates[0].start
        for start, at in sorted(self._times):
            earlier = [number for number, date in enumerate(dates) if date.start < start]
            beside = len(earlier) - (0 if times_first else 1)
            if beside < len(dates) and dates[beside].at is None:
                dates[beside] = replace(dates[beside], at=at)
        return dates


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _small_fraction(match: re.Match[str]) -> str:
    """Blot out "1/3" of "round 1/3", a part of a whole; "round 9/3" is none."""
    return _blank(match) if int(match[1]) <= int(match[2]) else match[0]


def _numbers(text: str | None) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", text or "")))


def _year(year: str | None, short: str | None) -> tuple[int | None, bool]:
    return (int(year), False) if year else (int(short), True) if short else (None, False)


def _year_first(match: re.Match[str]) -> Iterator[WrittenDate]:
    yield WrittenDate(int(match[3]), int(match[4]), "MDY", int(match[1]))


def _compact(match: re.Match[str]) -> Iterator[WrittenDate]:
    yield WrittenDate(int(match[2]), int(match[3]), "MDY", int(match[1]))


def _numeric(match: re.Match[str]) -> Iterator[WrittenDate]:
    first, _, sign, second, year, short_second, short, *spaced = match.groups()
    if first is None:
        yield WrittenDate(int(spaced[0]), int(spaced[1]), "", int(spaced[2]))
    else:
        order = "DMY" if sign == "." else ""
        yield WrittenDate(int(first), int(second or short_second), order, *_year(year, short))


def _two_numbers(match: re.Match[str]) -> Iterator[WrittenDate]:
    yield WrittenDate(int(match[1]), int(match[2]))


def _day_and_month(match: re.Match[str]) -> Iterator[WrittenDate]:
    yield WrittenDate(int(match[1]), int(match[2]), "DMY")
