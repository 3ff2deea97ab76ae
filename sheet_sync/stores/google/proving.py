"""Whether a write landed in the rows that it was meant for, and where it is now if it did not. Pure.

A row is known by its content, never by its number: people sort, insert and delete rows while we compute.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from sheet_sync.stores.google.reading import Raw, Sheet
from sheet_sync.stores.google.requests import RowWrite

Line: TypeAlias = Mapping[int, Raw]
"""The filled cells of one row, by column."""

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


def displaced(plan: Plan, kept: Kept) -> tuple[RowState, ...]:
    """The rows in which a write met anything else than what had been read, as they were at that instant."""
    header, _ = kept.row(plan.header_row)
    moved = any(header.get(at) != raw for at, raw in plan.headers.items())
    met = ((row, _met(row, kept, plan.computed)) for row in plan.rows)
    return tuple(found for row, found in met if moved or (found.beside, found.found) != (row.beside, row.found))


def astray(plan: Plan, kept: Kept) -> tuple[RowState, ...]:
    """The rows in which putting back overwrote anything else than what it was to take away.

    The rest of a row may have changed meanwhile, as long as our own text, which stands in no other, was still there.
    """
    return tuple(
        met
        for met in displaced(plan, kept)
        if (was := _row(plan, met.row)).found != met.found or not _is_telling(was.found)
    )


def _row(plan: Plan, number: int) -> RowState:
    return next(row for row in plan.rows if row.row == number)


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


def located(
    lost: Sequence[RowState], now: Sheet, computed: frozenset[int], *, blanks: bool = True
) -> list[tuple[RowState, RowWrite]]:
    """What must be written to put back what was displaced: only where our value still stands, wherever it is by now.

    Without `blanks`, cells that were blank are left: they lost nothing, and the next plan sees what stands in them.
    """
    rows = _Rows(now, computed)
    found = [(one, _back(one, row, rows.entered.get(row, {}))) for one in lost if (row := rows.take(one)) is not None]
    if not blanks:
        found = [
            (one, RowWrite(write.row, {at: two for at, two in write.cells.items() if two[1]})) for one, write in found
        ]
    return sorted(((one, write) for one, write in found if write.cells), key=lambda pair: pair[1].row)


def _back(one: RowState, row: int, line: Line) -> RowWrite:
    still = (at for at, raw in one.put.items() if line.get(at) == raw and raw != one.found[at])
    return RowWrite(row, {at: (one.put[at], one.found[at]) for at in still})


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
