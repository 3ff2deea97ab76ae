"""What single cells say, as a table: SPEC section 5 in the forms that are read today."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheet_sync.grid import CellValue
from sheet_sync.tracker.cells import (
    DateReading,
    MarkReading,
    as_text,
    is_total,
    read_interviews,
    read_mark,
    read_promise,
)

UNREADABLE = DateReading(unreadable=True)
NONE = DateReading()


def at(*parts: int) -> datetime:
    return datetime(*parts)  # type: ignore[arg-type] # year, month, day and what follows


@pytest.mark.parametrize(
    ("cell", "reading"),
    [
        (None, NONE),
        ("", NONE),
        ("   ", NONE),
        ("-", NONE),
        ("—", NONE),
        ("n/a", NONE),
        ("N/A", NONE),
        ("TBD", NONE),
        ("no", NONE),
        ("Not yet", NONE),
        ("none", NONE),
        (False, NONE),
        (date(2026, 11, 20), DateReading((at(2026, 11, 20),))),
        (at(2026, 11, 20), DateReading((at(2026, 11, 20),))),
        (at(2026, 11, 20, 14, 30), DateReading((at(2026, 11, 20, 14, 30),))),
        ("2026-11-20", DateReading((at(2026, 11, 20),))),
        ("2026-11-20 14:30", DateReading((at(2026, 11, 20, 14, 30),))),
        ("2026-11-20T14:30:00", DateReading((at(2026, 11, 20, 14, 30),))),
        ("2026-02-04T18:07:59-07:00", DateReading((at(2026, 2, 4, 18, 7),))),
        ("2026-11-03; 2026-11-20", DateReading((at(2026, 11, 3), at(2026, 11, 20)))),
        ("2026-11-03 & 2026-11-20", DateReading((at(2026, 11, 3), at(2026, 11, 20)))),
        ("2026-11-03 and 2026-11-20", DateReading((at(2026, 11, 3), at(2026, 11, 20)))),
        ("31/02/2026", UNREADABLE),
        ("2026-02-31", UNREADABLE),
        ("2026-11-03, 2026-02-31", UNREADABLE),
        ("2026-11-20 25:00", UNREADABLE),
        ("maybe", UNREADABLE),
        ("2026-11-20 perhaps", UNREADABLE),
        ("12026-11-20", UNREADABLE),
        (True, UNREADABLE),
        (5, UNREADABLE),
        (46347.0, UNREADABLE),
        (date(1900, 1, 5), UNREADABLE),
        (time(10, 0), UNREADABLE),
    ],
)
def test_an_interview_cell_is_dates_or_nothing_or_cannot_be_read(cell: CellValue, reading: DateReading) -> None:
    assert read_interviews(cell) == reading


@pytest.mark.parametrize(
    ("cell", "reading"),
    [
        (None, NONE),
        ("soon", NONE),
        ("ASAP", NONE),
        ("they'll call", NONE),
        ("unknown", NONE),
        ("?", NONE),
        (at(2026, 11, 20, 14, 30), DateReading((at(2026, 11, 20),))),
        ("2026-11-20", DateReading((at(2026, 11, 20),))),
        ("2026-11-27, 2026-11-20", DateReading((at(2026, 11, 27),))),
        ("whenever", UNREADABLE),
    ],
)
def test_a_promise_is_the_last_of_its_days(cell: CellValue, reading: DateReading) -> None:
    assert read_promise(cell) == reading


@pytest.mark.parametrize(
    ("cell", "reading"),
    [
        (None, MarkReading()),
        ("", MarkReading()),
        ("-", MarkReading()),
        ("no", MarkReading()),
        ("N", MarkReading()),
        ("FALSE", MarkReading()),
        (False, MarkReading()),
        ("not yet", MarkReading()),
        ("todo", MarkReading()),
        ("tried, no answer", MarkReading()),
        ("yes - not", MarkReading()),
        ("sent? not yet", MarkReading()),
        ("didn't send it 2026-11-20", MarkReading()),
        (True, MarkReading(done=True)),
        ("TRUE", MarkReading(done=True)),
        ("x", MarkReading(done=True)),
        ("X", MarkReading(done=True)),
        ("✓", MarkReading(done=True)),
        ("✅", MarkReading(done=True)),
        ("yes", MarkReading(done=True)),
        ("Y", MarkReading(done=True)),
        ("done!", MarkReading(done=True)),
        ("sent", MarkReading(done=True)),
        ("emailed Jane", MarkReading(done=True)),
        ("left voicemail", MarkReading(done=True)),
        ("called, left a message", MarkReading(done=True)),
        (date(2026, 11, 20), MarkReading(done=True, on=date(2026, 11, 20))),
        (at(2026, 11, 20, 9), MarkReading(done=True, on=date(2026, 11, 20))),
        ("2026-11-20", MarkReading(done=True, on=date(2026, 11, 20))),
        ("emailed Jane 2026-11-20", MarkReading(done=True, on=date(2026, 11, 20))),
        ("sent on 31/02/2026", MarkReading(unreadable=True)),
        ("maybe", MarkReading(unreadable=True)),
        ("yesterday", MarkReading(unreadable=True)),
        (3, MarkReading(unreadable=True)),
    ],
)
def test_a_mark_is_done_with_or_without_a_day_or_not_done_or_cannot_be_read(
    cell: CellValue, reading: MarkReading
) -> None:
    assert read_mark(cell) == reading


@pytest.mark.parametrize(
    ("cell", "text"),
    [(" Acme ", "Acme"), ("n/a", ""), ("None", ""), ("nan", ""), ("?", ""), (5.0, "5"), (True, ""), (None, "")],
)
def test_a_text_cell_that_says_nothing_is_unknown(cell: CellValue, text: str) -> None:
    assert as_text(cell) == text


@pytest.mark.parametrize(
    ("company", "position", "is_one"),
    [("Total", "", True), ("Totals:", "14", True), ("Total", "Engineer", False), ("TotalEnergies", "", False)],
)
def test_a_totals_row_is_told_from_a_company_of_that_name(company: str, position: str, *, is_one: bool) -> None:
    assert is_total(company, position) is is_one


@given(
    st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.datetimes(), st.dates(), st.times(), st.none())
)
def test_reading_a_cell_never_raises(cell: CellValue) -> None:
    read_interviews(cell)
    read_promise(cell)
    read_mark(cell)
    as_text(cell)
