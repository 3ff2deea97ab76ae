"""One bad row in a sheet of good ones: the others' results stay what they were, and the run goes through."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from time import perf_counter

import pytest
from workbooks import ALEX

from sheet_sync.config import Settings
from sheet_sync.grid import Book, CellValue, Grid, Worksheet
from sheet_sync.stores.memory import MemoryStore
from sheet_sync.sync import Report, sync_store

NOW = datetime(2026, 11, 23)  # local and naive, as the program's dates
HEADERS = (
    "Company", "Position", "Contact", "Contact email", "Contact phone", "Preferred channel", "Interview date",
    "Interview type", "Promised reply by", "Thank-you sent", "Followed up", "Outcome", "Reply received", "Talked about",
)  # fmt: skip
DECIDING = ("Interview date", "Promised reply by", "Thank-you sent", "Followed up", "Outcome", "Reply received")
GOOD: tuple[Mapping[str, CellValue], ...] = (
    {"Company": "Acme", "Position": "Analyst", "Contact": "Jane Doe", "Contact email": "jane@acme.example",
     "Interview date": date(2026, 11, 10), "Promised reply by": date(2026, 11, 20), "Thank-you sent": "x"},
    {"Company": "Globex", "Position": "Engineer", "Contact phone": "+1 555 010 9999", "Preferred channel": "call me",
     "Interview date": "3/4/2026", "Promised reply by": "next week", "Thank-you sent": "x", "Outcome": "Interviewing"},
    {"Company": "Initech", "Interview date": "2026-11-21", "Outcome": "no offer yet"},
)  # fmt: skip
BAD: Mapping[str, CellValue] = {
    "Company": "Badco", "Position": "Tester", "Contact": "Bob Bad", "Contact email": "bob@bad.example",
    "Contact phone": "+1 555 010 7777", "Interview date": date(2026, 11, 9), "Promised reply by": date(2026, 11, 30),
}  # fmt: skip
UNREADABLE = ("#N/A", "unsaved")
WRONG: tuple[CellValue, ...] = (
    "31/02/2026", "99/99/2026", "x" * 32_767, "bell\x07\x0b", True, 0, -5, 99_999_999, 1e300, 3.5, "🎉", "=1+1",
    "{{ 7*7 }}", "\n \n", "9" * 400, date(1900, 1, 1), date(9999, 12, 31), time(12, 30), "in 99999999 weeks",
    "jane@x.example",
)  # fmt: skip


def results(
    rows: list[Mapping[str, CellValue]], *, error: tuple[int, str] | None = None
) -> dict[str, dict[str, object]]:
    """What a sync would write beside each company, where `error` puts the kind of an unreadable cell in a row."""
    values: list[list[CellValue]] = [[*HEADERS], *([row.get(header) for header in HEADERS] for row in rows)]
    report = synced(Grid(values) if error is None else with_error(values, *error))
    found: dict[str, dict[str, object]] = {str(row["Company"]): {} for row in rows}
    for change in report.changes:
        found[str(rows[change.row - 2]["Company"])][change.column] = change.new
    return found


def with_error(values: list[list[CellValue]], row: int, kind: str) -> Grid:
    """The grid with its own errors and unsaved formulas, wherever the kind stands as a text in that row."""
    at = [(row, column) for column, value in enumerate(values[row - 1], start=1) if value == kind]
    blank = [[None if value in UNREADABLE else value for value in line] for line in values]
    if kind == "unsaved":
        return Grid(blank, formulas=frozenset(at), unsaved=frozenset(at))
    return Grid(blank, errors=dict.fromkeys(at, kind))


def synced(grid: Grid) -> Report:
    class Fixed(MemoryStore):
        def read(self) -> Book:
            return replace(super().read(), worksheets=(Worksheet("Jobs", grid),))

    return sync_store(Fixed({"Jobs": []}), settings=Settings(me=ALEX), now=NOW, dry_run=True)


@pytest.mark.parametrize("header", DECIDING)
def test_one_bad_cell_changes_nothing_in_the_row_above_it(header: str) -> None:
    alone = results([GOOD[0]])
    assert alone["Acme"]["Follow-up status"] == "Follow up now"
    for value in WRONG:
        beside = results([GOOD[0], {**BAD, header: value}])
        assert beside.pop("Badco")["Follow-up status"]
        assert beside == alone, value


@pytest.mark.parametrize("good", [GOOD[:1], GOOD])
@pytest.mark.parametrize("kind", UNREADABLE)
def test_an_error_or_an_unsaved_formula_changes_nothing_in_the_rows_around_it(
    good: tuple[Mapping[str, CellValue], ...], kind: str
) -> None:
    alone = results([*good])
    for header in HEADERS[2:]:
        beside = results([good[0], {**BAD, header: kind}, *good[1:]], error=(3, kind))
        assert (beside.pop("Badco")["Follow-up status"] == "Check row") is (header in DECIDING), header
        assert beside == alone, header


@pytest.mark.parametrize("value", [*WRONG, *UNREADABLE])
def test_a_row_that_is_bad_from_end_to_end_changes_nothing_in_the_others(value: CellValue) -> None:
    bad = {"Company": "Badco", **dict.fromkeys(HEADERS[1:], value)}
    error = (3, str(value)) if value in UNREADABLE else None
    beside = results([GOOD[0], bad, *GOOD[1:]], error=error)
    beside.pop("Badco")
    assert beside == results([*GOOD])


def test_long_texts_do_not_hold_a_sync_up() -> None:
    started = perf_counter()
    results([GOOD[0], *({**BAD, "Company": f"Badco {at}", "Contact": "x" * 32_767} for at in range(3))])
    assert perf_counter() - started < 5
