"""What holds for every tracker, whatever stands in it: a sync in memory, and a second look at the outcome."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from sheet_sync.config import Person, Settings
from sheet_sync.grid import CellValue
from sheet_sync.stores.memory import MemoryStore
from sheet_sync.sync import Report, sync_store

ALEX = Settings(me=Person("Alex Morgan", "alex@example.com", "+1 555 010 1234"))
TODAY = datetime(2026, 11, 23)  # the program's dates are local
HEADERS = (
    "Company", "Position", "Contact", "Contact email", "Contact phone", "Preferred channel", "Interview date",
    "Interview type", "Promised reply by", "Thank-you sent", "Followed up", "Outcome", "Reply received", "Talked about",
)  # fmt: skip
OURS = ("Follow-up status", "Follow-up due", "Follow-up reason", "Draft", "Sync key")
SHEET = "Applications"
MINE = "Hi,\n\nmy own words.\n\nAlex"

Line = tuple[CellValue, ...]
Table = list[list[CellValue]]

days = st.integers(-45, 8).map(lambda days: date(2026, 11, 23) + timedelta(days=days))
near = st.integers(-12, 2).map(lambda days: date(2026, 11, 23) + timedelta(days=days))
oddities = st.sampled_from(["", "-", "n/a", "soon", "31/02/2026", "=1+1", "{{ 7*7 }}", "x", "not yet", True, False, 7])
marks = st.one_of(st.none(), st.none(), days, st.sampled_from(["x", "yes", "no", "not yet", "perhaps", True]))
words = st.text(max_size=12) | st.sampled_from(["Acme", "Globex", "Data Analyst", "Jane Doe", "=1+1", "<your name>"])
companies = st.sampled_from(["Acme", "acme ", "Globex", "", None]) | words
positions = st.sampled_from(["Data Analyst", "Chef", "", None]) | words
emails = st.sampled_from([None, "jane@acme.example", "a@b.example; c@d.example", "no address"])
phones = st.sampled_from([None, "+1 555 010 9999", 5550109999])
channels = st.sampled_from([None, "email", "call me", "phone"])
outcomes = st.sampled_from([None, "Interviewing", "Offer", "Rejected", "On hold", "no offer yet", "Next round"]) | words
afternoons = near.map(lambda day: datetime(day.year, day.month, day.day, 15))  # local, as in a sheet
interviews = st.one_of(near, days, st.none(), oddities, afternoons)
lines = st.tuples(
    companies, positions, words, emails, phones, channels, interviews, words, st.one_of(st.none(), days, oddities),
    marks, marks, outcomes, marks, words,
)  # fmt: skip
tables = st.lists(lines, min_size=1, max_size=6)

owing = st.tuples(
    st.sampled_from(["Acme", "Globex", "Hooli"]), st.sampled_from(["Chef", "Writer"]), words, emails, phones, channels,
    st.just(date(2026, 11, 22)), words, st.none(), st.none(), st.none(), st.none(), st.none(), words,
)  # fmt: skip
"""Rows for which a thank-you is due."""

promise = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


class Sheet:
    """A tracker in memory, which its user can type into."""

    def __init__(self, rows: Sequence[Sequence[CellValue]]) -> None:
        self.store = MemoryStore({SHEET: [list(row) for row in rows]})

    @classmethod
    def of(cls, table: Sequence[Line]) -> "Sheet":
        return cls([HEADERS, *table])

    def rows(self) -> Table:
        grid = self.store.read().worksheets[0].grid
        return [
            [blank_as_none(grid.value(row, column)) for column in range(1, grid.width + 1)]
            for row in range(1, grid.height + 1)
        ]

    def sync(self, now: datetime = TODAY, *, dry_run: bool = False) -> Report:
        return sync_store(self.store, settings=ALEX, now=now, dry_run=dry_run, confirmed=True)

    def ours(self) -> list[dict[str, CellValue]]:
        rows = self.rows()
        start = len(HEADERS)
        return [dict(zip(rows[0][start:], row[start:], strict=True)) for row in rows[1:]]  # type: ignore[arg-type]  # headers

    def theirs(self) -> Table:
        return [row[: len(HEADERS)] for row in self.rows()]

    def typed(self, row: int, header: str, value: CellValue) -> "Sheet":
        rows = self.rows()
        rows[row][[*HEADERS, *OURS].index(header)] = value
        return Sheet(rows)


def blank_as_none(value: CellValue) -> CellValue:
    return None if value == "" else value


@promise
@given(tables)
def test_a_second_sync_changes_nothing(table: list[Line]) -> None:
    sheet = Sheet.of(table)
    sheet.sync()
    before = sheet.rows()

    again = sheet.sync()

    assert again.written is False
    assert again.changes == ()
    assert sheet.rows() == before


@promise
@given(tables, st.integers(0, 40))
def test_only_our_columns_change(table: list[Line], later: int) -> None:
    sheet = Sheet.of(table)
    before = sheet.theirs()

    sheet.sync()
    sheet.sync(TODAY + timedelta(days=later))

    assert sheet.theirs() == before
    assert sheet.rows()[0] == [*HEADERS, *OURS]


@promise
@given(tables, st.randoms(use_true_random=False))
def test_shuffled_rows_get_shuffled_results(table: list[Line], random: Any) -> None:  # noqa: ANN401  # a Random
    named = Counter(same_application(line) for line in table)
    assume(all(count == 1 for count in named.values()))
    order = list(range(len(table)))
    random.shuffle(order)

    straight, shuffled = Sheet.of(table), Sheet.of([table[at] for at in order])
    straight.sync()
    shuffled.sync()

    results = straight.ours()
    assert shuffled.ours() == [results[at] for at in order]


def same_application(line: Line) -> tuple[str, str]:
    """Rows of one application are told apart by their order, so they are left out."""
    company, position = (" ".join(str(value or "").casefold().split()) for value in line[:2])
    return company, position


@promise
@given(tables, st.randoms(use_true_random=False))
def test_whole_rows_sorted_after_a_sync_need_no_other_sync(table: list[Line], random: Any) -> None:  # noqa: ANN401  # a Random
    named = Counter(same_application(line) for line in table)
    assume(all(count == 1 for count in named.values()))
    sheet = Sheet.of(table)
    sheet.sync()
    head, *rows = sheet.rows()
    random.shuffle(rows)

    assert Sheet([head, *rows]).sync().changes == ()


@promise
@given(st.lists(owing, min_size=1, max_size=4), lines, st.data())
def test_an_edited_draft_survives_whatever_becomes_of_its_row_while_the_thank_you_is_not_sent(
    table: list[Line], other: Line, data: st.DataObject
) -> None:
    sheet = Sheet.of(table)
    sheet.sync()
    row = data.draw(st.integers(1, len(table)))
    assume(sheet.ours()[row - 1]["Draft"])
    sheet = sheet.typed(row, "Draft", MINE)
    for _ in range(3):
        header = data.draw(st.sampled_from([name for name in HEADERS if name != "Thank-you sent"]))
        sheet = sheet.typed(row, header, other[HEADERS.index(header)])
        later = data.draw(st.integers(0, 40))
        sheet.sync(TODAY + timedelta(days=later))
        sheet.sync(TODAY + timedelta(days=later))

        assert sheet.ours()[row - 1]["Draft"] == MINE


@promise
@given(st.lists(owing, min_size=2, max_size=4, unique_by=lambda line: line[:2]), st.data())
def test_an_edited_draft_that_a_partial_sort_put_into_another_row_is_never_shown_without_a_word(
    table: list[Line], data: st.DataObject
) -> None:
    sheet = Sheet.of(table)
    sheet.sync()
    row = data.draw(st.integers(1, len(table)))
    assume(sheet.ours()[row - 1]["Draft"])
    rows = sheet.typed(row, "Draft", MINE).rows()
    order = data.draw(st.permutations(range(1, len(rows))))
    moved = [[*rows[order[at - 1]][: len(HEADERS)], *rows[at][len(HEADERS) :]] for at in range(1, len(rows))]
    sheet = Sheet([rows[0], *moved])

    sheet.sync()

    kept = [ours for ours in sheet.ours() if ours["Draft"] == MINE]
    assert len(kept) == 1
    said = str(kept[0]["Follow-up reason"]).startswith("The draft here was written for another row")
    assert said == (order[row - 1] != row)


@promise
@given(tables, oddities, st.sampled_from(HEADERS[2:]))
def test_one_bad_row_harms_no_other(table: list[Line], bad: CellValue, header: str) -> None:
    bad_row: list[CellValue] = ["Bad Company", "Bad Position", *[None] * (len(HEADERS) - 2)]
    bad_row[HEADERS.index("Interview date")] = "31/02/2026"
    bad_row[HEADERS.index(header)] = bad
    without, beside = Sheet.of(table), Sheet.of([*table, tuple(bad_row)])

    without.sync()
    beside.sync()

    shorter = without.ours()
    assert beside.ours()[: len(shorter)] == shorter


@promise
@given(tables, st.integers(0, 30))
def test_a_dry_run_lists_exactly_what_a_sync_writes(table: list[Line], later: int) -> None:
    sheet = Sheet.of(table)
    for now in (TODAY, TODAY + timedelta(days=later)):
        before = sheet.rows()
        dry = sheet.sync(now, dry_run=True)
        assert sheet.rows() == before
        wet = sheet.sync(now)
        after = sheet.rows()

        assert dry.written is False
        assert (dry.changes, dry.added, dry.statuses, dry.problems) == (
            wet.changes,
            wet.added,
            wet.statuses,
            wet.problems,
        )
        assert {(change.row, change.column): (change.old, change.new) for change in dry.changes} == changed(
            before, after
        )


def changed(before: Table, after: Table) -> dict[tuple[int, str], tuple[CellValue, CellValue]]:
    """The cells below the header that differ, `Sync key` apart."""
    found = {}
    for row, line in enumerate(after[1:], start=2):
        old = [*before[row - 1], *[None] * len(line)] if row <= len(before) else [None] * len(line)
        for column, value in enumerate(line):
            header = str(after[0][column])
            if old[column] != value and header != "Sync key":
                found[row, header] = (old[column], value)
    return found


@promise
@given(tables)
def test_every_row_has_a_status_or_holds_no_application(table: list[Line]) -> None:
    sheet = Sheet.of(table)
    report = sheet.sync()

    assert report.rows == sum(report.statuses.values())
    for ours in sheet.ours():
        assert bool(ours["Follow-up status"]) == bool(ours["Follow-up reason"])
        if ours["Draft"]:
            assert ours["Follow-up status"] in {"Send thank-you", "Thank-you overdue", "Follow up now"}
            assert isinstance(ours["Follow-up due"], date)
