"""Dates, promises and ticks as they stand in whole sheets: what a column, a row and a spreadsheet add to a text."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

import pytest

from sheet_sync.assessing import find_tracker
from sheet_sync.config import Person, Rules, Settings
from sheet_sync.grid import Book, CellValue, Grid, Worksheet
from sheet_sync.stores.memory import MemoryStore
from sheet_sync.sync import sync_store
from sheet_sync.tracker.applications import Understood, understand

ALEX = Settings(me=Person("Alex Morgan", "alex@example.com", "+1 555 010 1234"))
NOW = datetime(2026, 11, 23, 8)
HEADERS = (
    "Company",
    "Position",
    "Interview date",
    "Promised reply by",
    "Thank-you sent",
    "Followed up",
    "Reply received",
)
SENT = date(2026, 11, 19)

Line = tuple[CellValue, ...]


def line(
    interview: CellValue = None,
    promised: CellValue = None,
    sent: CellValue = None,
    followed_up: CellValue = None,
    replied: CellValue = None,
) -> Line:
    return interview, promised, sent, followed_up, replied


def sheet(lines: Sequence[Line]) -> list[list[CellValue]]:
    return [[*HEADERS], *([f"Company {at}", "Chef", *cells] for at, cells in enumerate(lines, start=2))]


def understood(lines: Sequence[Line], *, locale: str = "", rules: Rules | None = None) -> Understood:
    book = Book((Worksheet("Jobs", Grid(sheet(lines))),), token="0", locale=locale)
    settings = replace(ALEX, rules=rules or Rules())
    return understand(find_tracker(book, settings, None), settings, NOW, locale=locale)


def interviews(lines: Sequence[Line], *, locale: str = "", rules: Rules | None = None) -> list[str]:
    moments = understood(lines, locale=locale, rules=rules).applications["interviews"]
    return [" & ".join(f"{moment:%Y-%m-%d}" for moment in row) for row in moments]


def synced(lines: Sequence[Line], *, rules: Rules | None = None) -> list[dict[str, CellValue]]:
    """Our cells of every row after a sync, by their headers."""
    store = MemoryStore({"Jobs": sheet(lines)})
    sync_store(store, settings=replace(ALEX, rules=rules or Rules()), now=NOW, confirmed=True)
    head, *rows = store.read().worksheets[0].grid.rows
    ours = range(len(HEADERS), len(head))
    return [{str(head[at]): row[at] for at in ours if head[at] != "Sync key"} for row in rows]


def reason(cells: Line, *, rules: Rules | None = None) -> str:
    (row,) = synced([cells], rules=rules)
    return str(row["Follow-up reason"])


def test_a_number_above_12_in_the_column_shows_the_order_of_all_its_dates() -> None:
    assert interviews([line("3/4/2026"), line("10/25/2026")]) == ["2026-03-04", "2026-10-25"]
    assert interviews([line("3/4/2026"), line("25/10/2026")]) == ["2026-04-03", "2026-10-25"]
    assert interviews([line("3/4"), line("Phone Screen 1/22")]) == ["2027-03-04", "2027-01-22"]


def test_a_column_that_contradicts_itself_shows_no_order() -> None:
    found = understood([line("3/4/2026"), line("10/25/2026"), line("25/10/2026")])
    assert [moment for (moment,) in found.applications["interviews"]] == [
        datetime(2026, 4, 3), datetime(2026, 10, 25), datetime(2026, 10, 25),
    ]  # fmt: skip
    assert [problem.row for problem in found.ambiguous] == [2]


@pytest.mark.parametrize(
    "other", [date(2026, 10, 25), "2026-10-25", "25.10.2026", "25 Oct 2026", "31/02/2026", "25/10/2026 or 26/10/2026"]
)
def test_real_dates_other_writings_and_cells_that_cannot_be_read_show_no_order(other: CellValue) -> None:
    assert understood([line("3/4/2026"), line(other)]).ambiguous[0].row == 2


def test_every_column_shows_its_own_order_only() -> None:
    found = understood([line("3/4/2026", "3/20/2026", "25/3/2026"), line("5/6/2026", None, "3/4/2026")])
    assert [problem.column for problem in found.ambiguous] == ["Interview date", "Interview date"]
    assert found.applications["thank_you_on"].dt.date.tolist() == [date(2026, 3, 25), date(2026, 4, 3)]


@pytest.mark.parametrize(
    ("locale", "day"),
    [
        ("en_US", "2026-03-04"), ("en-US", "2026-03-04"), ("en_GB", "2026-04-03"), ("de_DE", "2026-04-03"),
        ("pl", "2026-04-03"), ("ja_JP", "2026-04-03"), ("", "2026-04-03"), ("xx_YY", "2026-04-03"),
    ],
)  # fmt: skip
def test_the_locale_of_a_spreadsheet_tells_the_order_where_the_column_does_not(locale: str, day: str) -> None:
    assert interviews([line("3/4/2026")], locale=locale) == [day]
    assert interviews([line("3/4/2026"), line("25/10/2026")], locale=locale)[0] == "2026-04-03"


def test_the_order_that_the_user_sets_wins_and_makes_every_other_impossible() -> None:
    found = understood([line("3/4/2026"), line("25/10/2026")], locale="en_GB", rules=Rules(date_order="MDY"))
    assert found.applications["interviews"].tolist() == [(datetime(2026, 3, 4),), ()]
    assert [problem.row for problem in found.problems] == [3]
    assert found.ambiguous == ()


def test_a_date_with_two_readings_is_told_by_check_and_in_words_by_its_reason() -> None:
    cells = line("11/12/2026", None, date(2026, 12, 12))
    (told,) = understood([cells]).ambiguous
    assert (told.row, told.column, told.value) == (2, "Interview date", "11/12/2026")
    assert told.message == (
        "“11/12/2026” under “Interview date” may be Fri 11 Dec 2026 or Thu 12 Nov 2026; it is read as Fri 11 Dec 2026. "
        "Type 2026-12-11 or 2026-11-12, or set date_order."
    )
    assert reason(cells).endswith(" “11/12/2026” read as Fri 11 Dec 2026.")
    assert synced([cells])[0]["Follow-up status"] == "Interview ahead"


def test_a_phrase_is_shown_with_the_day_that_it_was_read_as() -> None:
    assert reason(line(date(2026, 11, 18), "next week", SENT)) == (
        "They promised an answer by Fri 27 Nov; follow up on Sat 28 Nov if there is none. "
        "“next week” read as Fri 27 Nov 2026. That is a Saturday; Monday would be kinder."
    )
    assert "“nach Ostern” read as Tue 30 Mar 2027. The holiday is that of DE." in reason(
        line(date(2026, 11, 18), "nach Ostern", SENT), rules=Rules(holidays="DE")
    )


@pytest.mark.parametrize(
    ("interview", "replied", "promised"),
    [
        (date(2026, 11, 12), None, "2026-11-20"),
        (date(2026, 11, 12), date(2026, 11, 19), "2026-11-27"),
        (date(2026, 11, 12), "Nov 19", "2026-11-27"),
        (date(2026, 11, 12), date(2026, 11, 5), "2026-11-20"),
        (date(2026, 11, 12), date(2026, 12, 5), "2026-11-20"),
        (date(2026, 11, 12), "x", "2026-11-20"),
        ("2026-11-05, 2026-11-19, 2026-12-03", None, "2026-11-27"),
        (datetime(2026, 11, 23, 7), None, "2026-12-04"),
        (datetime(2026, 11, 23, 9), None, "none"),
        (date(2026, 11, 23), None, "none"),
        (None, None, "none"),
    ],
)
def test_a_phrase_is_counted_from_the_later_of_the_interview_and_the_reply_since(
    interview: CellValue, replied: CellValue, promised: str
) -> None:
    found = understood([line(interview, "next week", replied=replied)])
    assert found.applications["promised"].dt.strftime("%Y-%m-%d").fillna("none").tolist() == [promised]
    assert found.problems == ()


def test_a_weekday_that_contradicts_its_date_is_told_with_its_reason() -> None:
    assert reason(line("Mon 24 Nov 2026")) == (
        "“Mon 24 Nov 2026” under “Interview date” cannot be read. 24 Nov 2026 is a Tuesday. "
        "Type a date such as 2026-11-23, or clear the cell."
    )


GOOD = [
    line("11/12/2026", "next week", "Nov 13"),
    line("3/4/2026", "by Dec 5", "x"),
    line("Nov 18", "Friday", "emailed Jane 19 Nov"),
    line("12.11.2026 10:00", "5-7 business days", "✓", "not yet", "11/20"),
    line(date(2026, 11, 20), None, "not sent"),
    line("5/6", "12/11", "5/6", "10/11", "not yet"),
]
BAD_INTERVIEWS: list[CellValue] = [
    "31/02/2026", "13/13/2026", "Feb 30", "8/82019", "Mon 24 Nov 2026", "Mon 25/12/2026", "25/12/2026?",
    "12/25/2026 or 12/26/2026", "Y - Interview Completed", "maybe 25/12", "applied 25/10/2026", "rescheduled 25/11",
    "11/25 13", "25/11/1926", 46347, 46347.5, True, "Round 2 Nov 26", "x" * 500, "\x02\x02", "2026-11-20 25:00",
]  # fmt: skip
BAD_MARKS: list[CellValue] = [
    "31/02/2026",
    "maybe 25/12/2026",
    "will send 25/12",
    "25/11/2026 13",
    "Jane?",
    7,
    "called 8/82019",
    "Mon 25/12/2026",
]
BAD_PROMISES: list[CellValue] = [
    "31/02/2026",
    "whenever 25/12/2026",
    "not before 25/12",
    "in 999 days",
    "2 weeks after 25/12/2026",
    5,
    True,
]
BAD_LINES = [
    *(line(bad) for bad in BAD_INTERVIEWS),
    *(line(date(2026, 11, 12), None, bad) for bad in BAD_MARKS),
    *(line(date(2026, 11, 12), None, SENT, bad) for bad in BAD_MARKS),
    *(line(date(2026, 11, 12), None, SENT, None, bad) for bad in BAD_MARKS),
    *(line(date(2026, 11, 12), bad, SENT) for bad in BAD_PROMISES),
]


@pytest.fixture(scope="module")
def good() -> list[dict[str, CellValue]]:
    return synced(GOOD)


@pytest.mark.parametrize("bad", BAD_LINES, ids=repr)
def test_one_bad_row_of_any_kind_is_told_and_changes_no_other(bad: Line, good: list[dict[str, CellValue]]) -> None:
    assert synced([*GOOD, bad])[:-1] == good
    assert [problem.row for problem in understood([*GOOD, bad]).problems] == [len(GOOD) + 2]


def test_good_rows_in_every_writing_are_read(good: list[dict[str, CellValue]]) -> None:
    assert "Check row" not in [row["Follow-up status"] for row in good]
