"""What the dates in a cell mean: the order of day and month, the year, the weekday (SPEC section 5).

Nothing is guessed: a date that is impossible as it is read, or that contradicts the weekday beside it, cannot be read.
Of two readings that are both possible the later is taken, and both are kept to be shown.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from sheet_sync.tracker.days.written_dates import WrittenDate, written

EARLIEST_YEAR = 1990
LATEST_YEAR = 2100
LONGEST_WAIT = timedelta(days=183)
"""A promise for a day of the year that lies further ahead belongs to an earlier round, if the row has one."""

_CENTURY = 100
_YEARS_NEARBY = 20
_LEAP_YEAR = 2000
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's days have no zone
_SERIAL_PAST = timedelta(days=3 * 365)
_SERIAL_FUTURE = timedelta(days=366)

NO_SUCH_DAY = "There is no such day."
NO_SUCH_YEAR = f"Its year is not one between {EARLIEST_YEAR} and {LATEST_YEAR}."
NO_YEAR = "Its year is in doubt: write it with four digits."


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a date without a year belongs.

    Attributes:
        today: the local day. A date takes the year that puts it nearest to it, unless there are interviews.
        since: the interviews that have taken place, the latest first: the date takes the first year that puts it on or
            after the latest; on or after an earlier one where it would lie beyond `until` otherwise.
        until: the last day on which it may lie; None for half a year after the interview.
        order: how day and month are written here: "DMY", "MDY", "YMD", "" where nothing tells.
        strict: the user said so, so that no other order is possible.
    """

    today: date
    since: tuple[date, ...] = ()
    until: date | None = None
    order: str = ""
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A date as it was read; `other` is the reading that is possible too, `why` says why there is none."""

    day: date | None = None
    other: date | None = None
    why: str = ""


def days_of(dates: tuple[WrittenDate, ...], anchor: Anchor) -> tuple[Day, ...]:
    """The meaning of the dates of one cell; one without a year lies nearest to one beside it that has a year."""
    dated = [one for one in dates if one.year is not None]
    beside = next((found.day for one in dated if (found := day_of(one, anchor)).day), None)
    around = Anchor(beside, order=anchor.order, strict=anchor.strict) if beside else anchor
    return tuple(day_of(one, anchor if one.year is not None else around) for one in dates)


@lru_cache(maxsize=65536)
def day_of(one: WrittenDate, anchor: Anchor) -> Day:
    """The meaning of one date."""
    readings = [*_readings(one, anchor)]
    days = {day for year, month, day_number in readings if (day := _day(year, month, day_number, one, anchor))}
    if not days:
        return Day(why=_why_impossible(one, anchor))
    order = _order(one, anchor)
    days = {day for day in days if _as_written(day, order) == (one.first, one.second)} or days
    fitting = {day for day in days if one.weekday in (None, day.weekday())}
    if not fitting:
        return Day(why=_contradiction(max(days)))
    return Day(max(fitting), min(fitting) if len(fitting) > 1 else None)


def _order(one: WrittenDate, anchor: Anchor) -> str:
    """The order in which this date is written, as far as it is known: who writes the year first, the month second."""
    return one.order or ("MDY" if anchor.order == "YMD" and one.year is None else anchor.order)


def _readings(one: WrittenDate, anchor: Anchor) -> Iterator[tuple[int | None, int, int]]:
    """(year, month, day) in every order that the writing and the user allow."""
    order = _order(one, anchor) if one.order or anchor.strict else ""
    if one.short and not one.order and anchor.order == "YMD":
        yield one.first, one.second, one.year or 0
        return
    if order != "MDY":
        yield one.year, one.second, one.first
    if order != "DMY":
        yield one.year, one.first, one.second


def _as_written(day: date, order: str) -> tuple[int, int]:
    return {"MDY": (day.month, day.day), "DMY": (day.day, day.month)}.get(order, (0, 0))


def _day(year: int | None, month: int, day: int, one: WrittenDate, anchor: Anchor) -> date | None:
    if year is None:
        return _placed(month, day, anchor)
    found = _possible(_full_year(year, anchor.today) if one.short else year, month, day)
    return found if found and EARLIEST_YEAR <= found.year <= LATEST_YEAR else None


def _possible(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _full_year(short: int, today: date) -> int:
    """The year nearest to today that ends so; 0, which is none, where that is too far away to be meant."""
    centuries = range(today.year // _CENTURY - 1, today.year // _CENTURY + 2)
    nearest = min((century * _CENTURY + short for century in centuries), key=lambda year: abs(year - today.year))
    return nearest if abs(nearest - today.year) <= _YEARS_NEARBY else 0


def _placed(month: int, day: int, anchor: Anchor) -> date | None:
    """A day of the year with its year."""
    if not anchor.since:
        years = (_possible(anchor.today.year + step, month, day) for step in (1, 0, -1))
        return min(filter(None, years), key=lambda found: abs(found - anchor.today), default=None)
    first = [_on_or_after(base, month, day) for base in anchor.since]
    likely = (
        found
        for found, base in zip(first, anchor.since, strict=True)
        if found and found <= (anchor.until or base + LONGEST_WAIT)
    )
    return next(likely, first[0])


def _on_or_after(base: date, month: int, day: int) -> date | None:
    years = (_possible(base.year + step, month, day) for step in (0, 1))
    return next((found for found in years if found and found >= base), None)


def _why_impossible(one: WrittenDate, anchor: Anchor) -> str:
    possible = orders_of(one)
    if anchor.strict and possible and _order(one, anchor) not in {*possible, "YMD"}:
        return f"It is no day in the order of date_order, {anchor.order}."
    if one.year is not None and possible:
        return NO_YEAR if one.short and not anchor.strict else NO_SUCH_YEAR
    return NO_SUCH_DAY


def in_words(day: date) -> str:
    """A day as messages name it: "Fri 3 Apr 2026"."""
    from babel.dates import format_date  # noqa: PLC0415 - only for messages that are seldom needed

    return format_date(day, "EEE d MMM y", locale="en")


def _contradiction(day: date) -> str:
    from babel.dates import format_date  # noqa: PLC0415 - only for messages that are seldom needed

    return f"{format_date(day, 'd MMM y', locale='en')} is a {format_date(day, 'EEEE', locale='en')}."


def orders_of(one: WrittenDate) -> frozenset[str]:
    """The orders of day and month in which a date is possible, whatever its year."""
    readings = {"DMY": (one.first, one.second), "MDY": (one.second, one.first)}
    fixed = {one.order: readings[one.order]} if one.order else readings
    year = _LEAP_YEAR if one.year is None or one.short or not one.year else one.year
    return frozenset(order for order, (day, month) in fixed.items() if _possible(year, month, day))


def order_shown_by(texts: Iterable[str]) -> str:
    """The order that some texts show by a number above 12, where they agree; "" if they do not, or do not tell."""
    shown = {
        order
        for text in texts
        for one in written(text).dates
        if not one.order and len(orders := orders_of(one)) == 1
        for order in orders
    }
    return shown.pop() if len(shown) == 1 else ""


@lru_cache(maxsize=64)
def order_of_locale(locale: str) -> str:
    """How a spreadsheet's locale ("en_GB", "de-DE") writes dates; "" for none, or one that is not known."""
    if not locale:
        return ""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - only a spreadsheet with a locale needs it

    try:
        pattern = Locale.parse(locale.replace("-", "_")).date_formats["short"].pattern
    except (UnknownLocaleError, ValueError, TypeError):
        return ""
    order = "".join(letter for letter in dict.fromkeys(pattern.upper()) if letter in "DMY")
    return order if order in ("DMY", "MDY", "YMD") else ""


def as_moment(value: object) -> datetime | None:
    """A real date or date-time of a sensible year as a naive date-time; None for anything else."""
    if isinstance(value, datetime):
        moment = value.replace(tzinfo=None)
    elif isinstance(value, date):
        moment = datetime(value.year, value.month, value.day)  # noqa: DTZ001 - local days have no zone
    else:
        return None
    return moment if EARLIEST_YEAR <= moment.year <= LATEST_YEAR else None


def moment_of_serial(number: float, today: date) -> datetime | None:
    """The date that a spreadsheet keeps as this number, where it is near enough to be one: 46347 is 21 Nov 2026.

    Three years back and one ahead: in a workbook that counts from 1904 the same number lies four years off, so that one
    is never taken for the other.
    """
    if not 1 <= number <= 100_000:  # noqa: PLR2004 - beyond, there is no date that could be meant
        return None
    moment = (_EPOCH + timedelta(days=number) + timedelta(seconds=30)).replace(second=0, microsecond=0)
    return moment if today - _SERIAL_PAST <= moment.date() <= today + _SERIAL_FUTURE else None
