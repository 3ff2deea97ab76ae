"""What holds for every text and every day, whatever the language and the style."""

from datetime import date, timedelta

import pytest
from babel.dates import format_date
from hypothesis import given, settings
from hypothesis import strategies as st

from sheet_sync.grid import CellValue
from sheet_sync.tracker.cells import as_text, read_interviews, read_mark, read_promise
from sheet_sync.tracker.days.dates import EARLIEST_YEAR, LATEST_YEAR, Anchor
from sheet_sync.tracker.days.promises import Said
from sheet_sync.tracker.readings import DateReading

unhurried = settings(deadline=None)
"""The first text of a kind loads names and holidays; what is held here is what comes of it, not how soon."""

LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl", "pl")
STYLES = (
    "y-MM-dd", "y/MM/dd", "d.M.y", "dd.MM.y", "d MMMM y", "d MMM y", "EEEE d MMMM y", "EEE d MMM y", "d-MMM-y",
)  # fmt: skip
MONTH_FIRST = ("MMMM d, y", "MMM d, y", "MMM d y", "EEEE, MMMM d, y", "EEE MMM d y")
PHRASES = (
    "tomorrow", "day after tomorrow", "Friday", "Monday", "this Friday", "next Friday", "next week", "end of next week",
    "early next week", "mid next week", "week after next", "in 3 days", "a few days", "5-7 business days", "1-2 weeks",
    "a couple of weeks", "in a month", "end of month", "next month", "mid month", "mid December", "early March", "June",
    "the 5th", "by the 31st", "KW 7", "end of quarter", "end of year", "after Thanksgiving", "before Christmas",
    "Nächste Woche", "in zwei Wochen", "vendredi", "la semaine prochaine", "próximo viernes", "em duas semanas",
    "fine mese", "volgende week", "w przyszłym tygodniu", "Friday or Monday", "24 hours",
)  # fmt: skip

days = st.dates(date(2000, 1, 1), date(2060, 12, 31))
words = st.sampled_from(
    [
        "Nov", "31", "12/25", "2026", "3.", "Friday", "next", "week", "cancelled", "to", "-", ",", "&", "10:75", "5pm",
        "or", "Feb 30", "x", "sent", "not", "mid", "December", "5-7", "business days", "(", "in", "Mo", "do", "die",
        "99999999999", "\n", "²", "٣", "\x02", "ß",
    ]
)  # fmt: skip
texts = st.one_of(st.text(), st.lists(words, max_size=8).map(" ".join), st.lists(words, max_size=8).map("".join))
values = st.one_of(
    texts, st.integers(), st.floats(), st.booleans(), st.datetimes(), st.dates(), st.times(), st.timedeltas(), st.none()
)


@unhurried
@given(values, days, st.sampled_from(["", "DMY", "MDY", "YMD", "DMY!", "MDY!", "YMD!"]), st.lists(days, max_size=2))
def test_reading_a_cell_never_raises_and_gives_only_sensible_years(
    cell: CellValue, today: date, order: str, held: list[date]
) -> None:
    since = tuple(sorted(held, reverse=True))
    anchor = Anchor(today, since=since, order=order.rstrip("!"), strict=order.endswith("!"))
    as_text(cell)
    interviews = read_interviews(cell, anchor)
    promise = read_promise(cell, Said(held[0] if held else None, anchor, "US"))
    mark = read_mark(cell, anchor)

    found = [*(moment.date() for moment in (*interviews.dates, *promise.dates)), *([mark.on] if mark.on else [])]
    assert all(EARLIEST_YEAR <= day.year <= LATEST_YEAR for day in found)
    assert not (interviews.unreadable and interviews.dates)
    assert not (promise.unreadable and promise.dates)
    assert not (mark.unreadable and mark.done)


@unhurried
@given(days, st.sampled_from(LANGUAGES), st.sampled_from(STYLES))
def test_a_date_written_in_any_style_and_language_is_read_back(day: date, language: str, style: str) -> None:
    written = format_date(day, style, locale=language)
    assert days_of(read_interviews(written, Anchor(date(2026, 11, 23)))) == [day]


@unhurried
@given(days, st.sampled_from(MONTH_FIRST))
def test_a_date_with_its_month_first_is_read_back(day: date, style: str) -> None:
    written = format_date(day, style, locale="en")
    assert days_of(read_interviews(written, Anchor(date(2026, 11, 23)))) == [day]


@unhurried
@given(days, st.sampled_from(["/", "-", " "]), st.sampled_from(["DMY", "MDY"]))
def test_a_date_in_numbers_is_read_back_in_the_order_that_is_known(day: date, separator: str, order: str) -> None:
    numbers = [day.day, day.month] if order == "DMY" else [day.month, day.day]
    written = separator.join(map(str, [*numbers, day.year]))
    assert days_of(read_interviews(written, Anchor(date(2026, 11, 23), order=order))) == [day]


@unhurried
@given(days, st.sampled_from(["/", "-"]))
def test_without_a_known_order_no_reading_is_earlier_than_the_day_that_was_meant(day: date, separator: str) -> None:
    for numbers in ([day.day, day.month], [day.month, day.day]):
        reading = read_interviews(separator.join(map(str, [*numbers, day.year])), Anchor(date(2026, 11, 23)))
        (taken,) = days_of(reading)
        assert taken >= day
        assert taken == day or reading.doubtful == ((taken, day),)


@unhurried
@given(days, st.integers(1, 6))
def test_a_weekday_that_is_not_that_of_its_date_is_always_reported(day: date, off: int) -> None:
    wrong = format_date(day + timedelta(days=off), "EEEE", locale="en")
    assert read_interviews(f"{wrong}, {day:%d %b %Y}", Anchor(day)).unreadable


@unhurried
@given(days, st.integers(-180, 180), st.sampled_from(LANGUAGES))
def test_a_day_without_a_year_is_found_within_half_a_year_of_today(today: date, away: int, language: str) -> None:
    day = today + timedelta(days=away)
    written = format_date(day, "d MMMM", locale=language)
    assert days_of(read_interviews(written, Anchor(today))) == [day]


@unhurried
@given(days, st.integers(0, 364), st.sampled_from(LANGUAGES))
def test_a_promise_without_a_year_is_the_first_such_day_since_the_interview(
    interview: date, later: int, language: str
) -> None:
    day = interview + timedelta(days=later)
    if (day.month, day.day) == (interview.month, interview.day):
        day = interview
    said = Said(interview, Anchor(interview + timedelta(days=3), since=(interview,)))
    assert days_of(read_promise(format_date(day, "d MMMM", locale=language), said)) == [day]


@unhurried
@given(days, st.sampled_from(PHRASES), st.sampled_from(["", "US", "DE", "PL"]))
def test_a_phrase_never_means_its_base_or_a_day_before_it(base: date, phrase: str, region: str) -> None:
    reading = read_promise(phrase, Said(base, Anchor(base + timedelta(days=5), since=(base,)), region))
    assert all(base < day <= base + timedelta(days=330) for day in days_of(reading))
    assert reading.words == ("" if reading.unreadable else phrase)


@unhurried
@given(
    days, st.sampled_from(["end of week", "EOW", "this week", "Ende der Woche", "fin de semaine", "koniec tygodnia"])
)
def test_the_end_of_the_week_is_its_friday_and_on_a_friday_that_day(base: date, phrase: str) -> None:
    (day,) = days_of(read_promise(phrase, Said(base, Anchor(base, since=(base,)))))
    assert day.isoweekday() == 5
    assert 0 <= (day - base).days < 7


@pytest.mark.parametrize("digits", range(1, 6))
def test_a_long_text_of_digits_is_read_in_no_time(digits: int) -> None:
    """A text of 400 characters is the longest that is searched: a shape that backtracks would take minutes."""
    for piece in ("1" * digits + "/", "1" * digits + " - ", "Nov " + "1" * digits + ", ", "a " * digits + "1 "):
        read_interviews((piece * 400)[:400], Anchor(date(2026, 11, 23)))


def days_of(reading: DateReading) -> list[date]:
    return [moment.date() for moment in reading.dates]
