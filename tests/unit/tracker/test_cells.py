"""What single cells say that are no text: SPEC section 5. What texts say stands in the tables beside this file."""

from datetime import date, datetime, time

import pytest

from sheet_sync.grid import CellValue
from sheet_sync.tracker.cells import (
    UnreadableCell,
    as_shown,
    as_text,
    is_total,
    read_interviews,
    read_mark,
    read_promise,
)
from sheet_sync.tracker.days.dates import Anchor
from sheet_sync.tracker.days.promises import Said
from sheet_sync.tracker.readings import DateReading, MarkReading

TODAY = Anchor(date(2026, 11, 23))
SAID = Said(date(2026, 11, 12), TODAY)
ERROR = UnreadableCell("#N/A", "Mend the formula.")


@pytest.mark.parametrize(
    ("cell", "moments"),
    [
        (None, ()),
        (False, ()),
        ("", ()),
        ("   ", ()),
        (date(2026, 11, 20), (datetime(2026, 11, 20),)),
        (datetime(2026, 11, 20), (datetime(2026, 11, 20),)),
        (datetime(2026, 11, 20, 14, 30), (datetime(2026, 11, 20, 14, 30),)),
        (date(1990, 1, 1), (datetime(1990, 1, 1),)),
        (date(2100, 12, 31), (datetime(2100, 12, 31),)),
    ],
)
def test_a_real_date_is_an_interview_and_an_empty_cell_is_none(cell: CellValue, moments: tuple[datetime, ...]) -> None:
    assert read_interviews(cell, TODAY) == DateReading(moments)


@pytest.mark.parametrize(
    "cell", [True, 5, 5.5, 46347.0, 1e300, float("nan"), date(1900, 1, 5), date(1989, 12, 31), time(10, 0), ERROR]
)
def test_a_number_an_hour_an_error_or_a_day_of_no_sensible_year_is_no_interview_that_could_be_read(
    cell: CellValue | UnreadableCell,
) -> None:
    reading = read_interviews(cell, TODAY)
    assert reading.unreadable
    assert reading.dates == ()


@pytest.mark.parametrize("cell", [46347, 46347.0, 46347.5, "46347", " 46347,5 "])
def test_a_number_that_a_spreadsheet_could_show_as_a_date_is_reported_as_that_date(cell: CellValue) -> None:
    why = "It is a number; formatted as a date it would be Sat 21 Nov 2026."
    assert read_interviews(cell, TODAY) == DateReading(unreadable=True, why=why)
    assert read_promise(cell, SAID) == DateReading(unreadable=True, why=why)
    assert read_mark(cell, TODAY) == MarkReading(unreadable=True, why=why)


@pytest.mark.parametrize("cell", [44885, 12345, 99999, "20123", 3])
def test_a_number_years_away_is_not_said_to_be_a_date(cell: CellValue) -> None:
    """44885 is 21 Nov 2022 in one workbook, and 21 Nov 2026 in one that counts from 1904."""
    assert read_interviews(cell, TODAY) == DateReading(unreadable=True, why=read_interviews(5, TODAY).why)
    assert read_interviews(cell, TODAY).why == ""


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (None, None),
        (False, None),
        (date(2026, 11, 20), datetime(2026, 11, 20)),
        (datetime(2026, 11, 20, 14, 30), datetime(2026, 11, 20)),
    ],
)
def test_a_promise_is_a_day_whatever_its_hour(cell: CellValue, day: datetime | None) -> None:
    assert read_promise(cell, SAID) == DateReading((day,) if day else ())


@pytest.mark.parametrize(
    ("cell", "reading"),
    [
        (None, MarkReading()),
        (False, MarkReading()),
        (0, MarkReading()),
        (True, MarkReading(done=True)),
        (1, MarkReading(done=True)),
        (1.0, MarkReading(done=True)),
        (date(2026, 11, 20), MarkReading(done=True, on=date(2026, 11, 20))),
        (datetime(2026, 11, 20, 9), MarkReading(done=True, on=date(2026, 11, 20))),
        ("\ufeff", MarkReading()),
        (3, MarkReading(unreadable=True)),
        (float("inf"), MarkReading(unreadable=True)),
        (time(10, 0), MarkReading(unreadable=True)),
        (ERROR, MarkReading(unreadable=True)),
    ],
)
def test_a_mark_is_a_day_or_a_ticked_box(cell: CellValue | UnreadableCell, reading: MarkReading) -> None:
    assert read_mark(cell, TODAY) == reading


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (" Acme ", "Acme"), ("n/a", ""), ("None", ""), ("nan", ""), ("?", ""), ("—", ""), ("NIL", ""), ("Tbd.", ""),
        ("N.A.", ""), ("k.A.", ""), (5.0, "5"), (5.5, "5.5"), (True, ""), (None, ""), (ERROR, ""),
        (date(2026, 11, 20), "2026-11-20"), ("\ufeff", ""), ("\u200b \u200d\u2060", ""), ("\u00ad\n", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_text_cell_that_says_nothing_is_unknown(cell: CellValue | UnreadableCell, text: str) -> None:
    assert as_text(cell) == text


@pytest.mark.parametrize(("cell", "shown"), [(ERROR, "#N/A"), ("n/a", "n/a"), (5.0, "5"), (True, "True")])
def test_a_message_shows_a_cell_as_its_user_sees_it(cell: CellValue | UnreadableCell, shown: str) -> None:
    assert as_shown(cell) == shown


@pytest.mark.parametrize(
    ("company", "position", "is_one"),
    [("Total", "", True), ("Totals:", "14", True), ("Total", "Engineer", False), ("TotalEnergies", "", False)],
)
def test_a_totals_row_is_told_from_a_company_of_that_name(company: str, position: str, *, is_one: bool) -> None:
    assert is_total(company, position) is is_one
