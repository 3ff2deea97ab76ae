"""Whether a write landed in the rows that it was meant for, and where it is now if it did not. Pure.

A row is known by its content, never by its number: people sort, insert and delete rows while we compute.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from sheet_sync.stores.google.reading import Sheet
from sheet_sync.stores.google.requests import RowWrite
from sheet_sync.stores.google.tags import Line, key_column, places_of_tags, tag_in, tagged, takes_a_tag
from sheet_sync.stores.google.values import Raw

Rest: TypeAlias = frozenset[tuple[int, Raw]]
"""The filled cells of a row beside those that were written."""

_TELLING = 30
"""Characters of a text that stands in no other row by chance."""


@dataclass(frozen=True)
class RowState:
    """A row at the instant of a write.

    Attributes:
        row: its number then.
        beside: what stood in the columns that were not written.
        found: what stood in those that were, as it had been entered; a column for every cell that was written.
        put: what was written there.
    """

    row: int
    beside: Line
    found: Line
    put: Line

    def as_write(self) -> RowWrite:
        """What is, or was, to be written."""
        return RowWrite(self.row, {at: (self.found[at], self.put[at]) for at in self.put})


@dataclass(frozen=True)
class Plan:
    """A write, with all by which its rows are known.

    Attributes:
        worksheet: its name.
        header_row: the row of its headers.
        headers: what stands in it above the columns that are written.
        computed: the columns that formulas fill: they may say something else at any time, and prove nothing.
        rows: each as it was read, with what is to be put there.
    """

    worksheet: str
    header_row: int
    headers: Line = field(default_factory=dict)
    computed: frozenset[int] = frozenset()
    rows: tuple[RowState, ...] = ()


@dataclass(frozen=True)
class Kept:
    """What the stash keeps of the instant of a write: its rows and the header row, by their numbers."""

    shown: Mapping[int, Line] = field(default_factory=dict)
    entered: Mapping[int, Line] = field(default_factory=dict)

    def row(self, row: int) -> tuple[Line, Line]:
        """What a row showed, and what had been entered into it."""
        return self.shown.get(row, {}), self.entered.get(row, {})


def lines(cells: Mapping[tuple[int, int], Raw], width: int) -> dict[int, dict[int, Raw]]:
    """The filled cells by row, up to a column."""
    found: dict[int, dict[int, Raw]] = defaultdict(dict)
    for (row, column), raw in cells.items():
        if column <= width:
            found[row][column] = raw
    return found


def kept_in(stash: Sheet, width: int) -> Kept:
    """What a stash holds, but for the nonce, which stands right of all that."""
    return Kept(lines(stash.shown, width), lines(stash.entered, width))


def planned(sheet: Sheet, worksheet: str, header_row: int, rows: Sequence[RowWrite]) -> Plan:
    """The plan of a write, from the worksheet as it was read."""
    was = lines(sheet.shown, sheet.columns)
    computed = _computed_columns(sheet, rows)
    written = {column for row in rows for column in row.cells}
    headers = {column: was.get(header_row, {}).get(column) for column in written}
    states = [
        RowState(
            row.row,
            {at: raw for at, raw in was.get(row.row, {}).items() if at not in row.cells and at not in computed},
            {at: before for at, (before, _) in row.cells.items()},
            {at: after for at, (_, after) in row.cells.items()},
        )
        for row in rows
    ]
    return Plan(worksheet, header_row, headers, computed, tuple(states))


def displaced(plan: Plan, kept: Kept, owed: Sequence[RowState] = ()) -> tuple[RowState, ...]:
    """What a write overwrote that it was not meant to: of each row what was put there, and what is to be there again.

    Args:
        plan: the write.
        kept: the instant before it.
        owed: what earlier writes displaced. A row that is owed something, and is now hit once more, is owed that still.
    """
    header, _ = kept.row(plan.header_row)
    moved = any(header.get(at) != raw for at, raw in plan.headers.items())
    owing = {tag: one for one in owed if (tag := tag_in(one.put))}
    losses = (_loss(row, _met(row, kept, plan.computed), owing, moved=moved) for row in plan.rows)
    return tuple(loss for loss in losses if loss)


def _loss(row: RowState, met: RowState, owing: Mapping[str, RowState], *, moved: bool) -> RowState | None:
    """What one row lost: if it is another row than was meant, all of it, else what was typed there meanwhile."""
    tag = tag_in(row.found)
    if not moved and (tag_in(met.found) == tag if tag else met.beside == row.beside):
        typed = {at for at, raw in met.found.items() if raw != row.found[at]}
        return _typed(met, typed) if typed else None
    still_owed = owing.get(tag_in(met.found))
    return _with_owed(met, still_owed) if still_owed else met


def _typed(met: RowState, columns: Collection[int]) -> RowState:
    """The cells in these columns only; by the tag that was put there the row is found again, so that stays."""
    key = key_column(met.put)
    found = {at: met.found[at] for at in columns if at != key}
    put = {at: met.put[at] for at in found}
    if key is None:
        return replace(met, found=found, put=put)
    return replace(met, found={**found, key: met.put[key]}, put={**put, key: met.put[key]})


def _with_owed(met: RowState, owed: RowState) -> RowState:
    """A row that was hit once more, whose new tag stands for all that it is owed: also where this did not write."""
    found = {at: owed.found.get(at) if at in owed.put and owed.put[at] == raw else raw for at, raw in met.found.items()}
    elsewhere = [at for at in owed.put if at not in met.put]
    return replace(
        met,
        found={**found, **{at: owed.found[at] for at in elsewhere}},
        put={**met.put, **{at: owed.put[at] for at in elsewhere}},
    )


def _met(row: RowState, kept: Kept, computed: frozenset[int]) -> RowState:
    shown, entered = kept.row(row.row)
    beside = {at: raw for at, raw in shown.items() if at not in row.put and at not in computed}
    return RowState(row.row, beside, {at: entered.get(at) for at in row.put}, row.put)


def _computed_columns(sheet: Sheet, rows: Sequence[RowWrite]) -> frozenset[int]:
    """The columns in which formulas stand beside what is written, unless nothing else is there to know a row by."""
    concerned = {row.row for row in rows}
    filled = {column for row, column in sheet.shown if row in concerned}
    computed = frozenset(column for row, column in _formulas(sheet) if row in concerned)
    written = {column for row in rows for column in row.cells}
    return computed if filled - computed - written else frozenset()


def _formulas(sheet: Sheet) -> Iterable[tuple[int, int]]:
    """The cells with a formula, and those that another cell's formula fills."""
    for at in sheet.shown:
        entered = sheet.entered.get(at)
        if entered is None or entered[0] == "formulaValue":
            yield at


def located(lost: Sequence[RowState], now: Sheet, computed: frozenset[int], write: str) -> list[RowWrite]:
    """What must be written to put back what was displaced: only where our value still stands, wherever it is by now.

    Args:
        lost: what was displaced.
        now: the worksheet as it stands.
        computed: the columns that prove nothing, of the write that displaced it.
        write: tells this write from all others: its tag goes to the rows.
    """
    rows = _Rows(now, computed)
    places = places_of_tags(now.entered)
    back: dict[int, dict[int, Raw]] = defaultdict(dict)
    for one in reversed(lost):  # the newest first: what it hit may have been displaced already
        tag = tag_in(one.put)
        found = places.get(tag, []) if tag else [(row, 0) for row in [rows.take(one)] if row is not None]
        for row, at in found:
            line = {**rows.entered.get(row, {}), **back[row]}
            back[row].update(_back(one, line, at, tag and f"{write}-{row}"))
    return [_as_write(row, rows.entered.get(row, {}), back[row]) for row in sorted(back) if back[row]]


def _as_write(row: int, line: Line, after: Line) -> RowWrite:
    return RowWrite(row, {at: (line.get(at), raw) for at, raw in after.items()})


def _back(one: RowState, line: Line, key: int, tag: str) -> dict[int, Raw]:
    """The cells of one row to put back, and its new tag; `key` is where the old one stands, 0 for none."""
    old_key = key_column(one.put) or 0
    shift = key - old_key if key else 0
    back = {
        at + shift: one.found[at]
        for at, raw in one.put.items()
        if at != old_key and line.get(at + shift) == raw and raw != one.found[at]
    }
    if not tag or (not back and one.put[old_key] == one.found[old_key]):
        return back
    found = one.found[old_key]
    return {**back, key: tagged(found, *tag.split("-")) if takes_a_tag(found) else found}


class _Rows:
    """The rows of a worksheet as they are now, each of which is taken for one displaced row at most."""

    def __init__(self, now: Sheet, computed: frozenset[int]) -> None:
        self.entered = lines(now.entered, now.columns)
        self._shown = lines(now.shown, now.columns)
        self._computed = computed
        self._by_rest: dict[frozenset[int], dict[Rest, list[int]]] = {}
        self._taken: set[int] = set()

    def take(self, one: RowState) -> int | None:
        """The row that holds now what was put into the displaced one: told by the rest of it, else by our texts."""
        row = self._best(one, self._alike_beside(one))
        if row is None and _is_telling(one.put):
            row = self._best(one, [row for row in self.entered if len(self._still(one, row)) == len(one.put)])
        if row is not None:
            self._taken.add(row)
        return row

    def _best(self, one: RowState, rows: Iterable[int]) -> int | None:
        held = [row for row in rows if row not in self._taken and self._holds(one, row)]
        return max(held, key=lambda row: (len(self._still(one, row)), row == one.row), default=None)

    def _alike_beside(self, one: RowState) -> Sequence[int]:
        """The rows with the same content beside the columns that were written."""
        written = frozenset(one.put)
        if written not in self._by_rest:
            self._by_rest[written] = self._grouped(written)
        return self._by_rest[written].get(self._rest(one.beside, written), [])

    def _grouped(self, written: frozenset[int]) -> dict[Rest, list[int]]:
        groups: dict[Rest, list[int]] = defaultdict(list)
        for row in sorted({*self.entered, *self._shown}):
            groups[self._rest(self._shown.get(row, {}), written)].append(row)
        return groups

    def _rest(self, line: Line, written: frozenset[int]) -> Rest:
        return frozenset((at, raw) for at, raw in line.items() if at not in written and at not in self._computed)

    def _still(self, one: RowState, row: int) -> list[int]:
        """The columns in which stands what was put there."""
        return [at for at, raw in one.put.items() if self.entered.get(row, {}).get(at) == raw]

    def _holds(self, one: RowState, row: int) -> bool:
        """Something of ours still stands there; where only blanks were put, all of them do."""
        still = self._still(one, row)
        return any(one.put[at] for at in still) or (not any(one.put.values()) and len(still) == len(one.put))


def _is_telling(put: Line) -> bool:
    """One of the values is a text that would hardly stand in another row too."""
    return any(raw is not None and len(str(raw[1])) >= _TELLING for raw in put.values())
