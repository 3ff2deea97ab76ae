"""The example that `new` makes shows what the program does, on whatever day it is made."""

from datetime import date, datetime, time, timedelta

import pytest

from sheet_sync.assessing import Assessment, assess_book
from sheet_sync.config import Settings
from sheet_sync.etiquette.status import STATUSES
from sheet_sync.fresh.example import HEIGHTS, SIGNER, rows
from sheet_sync.fresh.layout import COLUMNS, STATUS_COLOURS, STATUS_MEANINGS
from sheet_sync.grid import Book, Grid, Worksheet
from sheet_sync.tracker.fields import OWN_HEADERS

DAYS = [date(2026, 11, 23) + timedelta(number) for number in range(7)]
DAYS += [date(2028, 2, 29), date(2027, 1, 1), date(2027, 3, 28), date(2026, 12, 31)]


def assessed(today: date) -> Assessment:
    """The example as a sheet, and what a sync of it that day decides."""
    fields = {header: field for field, header in OWN_HEADERS.items()}
    headers = [column.header for column in COLUMNS]
    cells = [[row.get(fields.get(header, "")) for header in headers] for row in rows(today)]
    book = Book((Worksheet("Applications", Grid([headers, *cells])),), "t")
    return assess_book(book, Settings(me=SIGNER), datetime.combine(today, time(8)))


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_every_status_shows_whatever_day_it_is(today: date) -> None:
    found = assessed(today)

    assert set(found.wishes.assessed["status"]) == set(STATUSES)
    assert [problem.value for problem in found.understood.problems] == [f"31/11/{today.year}"]


def test_the_rows_that_get_a_draft_are_those_that_have_room_for_one() -> None:
    drafts = assessed(date(2026, 11, 23)).wishes.drafts

    assert [row for row, text in drafts.items() if text] == [*range(2, 2 + len(HEIGHTS))]


def test_every_status_has_a_colour_and_a_meaning() -> None:
    assert set(STATUS_COLOURS) == set(STATUS_MEANINGS) == set(STATUSES)
