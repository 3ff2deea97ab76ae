"""The cells that we want against those that are there -> the changes of a run, all of them, before the first write."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

import pandas as pd

from sheet_sync.grid import Address, CellChange, CellValue, Grid, NewColumn, SheetEdit, WritableValue
from sheet_sync.plan.columns import format_of
from sheet_sync.plan.ownership import Decision, DraftCell, decide, remembered
from sheet_sync.plan.rows import WishedRow, Wishes, days, identities, wished_rows
from sheet_sync.tracker.fields import DRAFT, DUE, OURS, REASON, STATUS, SYNC_KEY
from sheet_sync.tracker.sync_key import SyncKey
from sheet_sync.tracker.table import Table

_DAY_FIELDS = ("promised_reply", "thank_you_sent", "followed_up", "replied")
"""Fields that hold days without a time of day: their format shows a day as this user likes to see it."""


def plan_edit(
    table: Table, wishes: Wishes, keys: Mapping[int, SyncKey], adding: Mapping[str, NewColumn], today: date
) -> SheetEdit:
    """The whole effect of a run on the worksheet: the columns to add and every cell to change, by row and column.

    Args:
        table: the tracker as it was found.
        wishes: what every row should say.
        keys: what each row's `Sync key` remembers, by row.
        adding: the columns to add, by field or by our header.
        today: a deed dated later than this day has not been done.
    """
    wished = [*wished_rows(wishes)]
    ours = {name: place for name, place in _places(table, adding).items() if name in OURS}
    cells = _Cells(table, ours, _Memory(keys, frozenset(row.identity.names for row in wished)), today)
    changes = [change for row in wished for change in cells.changes(row.row, cells.wanted(row))]
    return _edit(table, adding, changes, {row.row: row.identity.identity for row in wished})


def plan_adoption(
    table: Table, applications: pd.DataFrame, keys: Mapping[int, SyncKey], adding: Mapping[str, NewColumn]
) -> SheetEdit:
    """The columns to add, and in `Sync key` what must be remembered of the moment when they are added.

    Args:
        table: the tracker as it was found.
        applications: `thanked_until` among them: interviews that count as thanked from now on.
        keys: what each row's `Sync key` remembers, by row.
        adding: the columns to add, by field or by our header.
    """
    rows, keys_of_rows = applications.index.tolist(), identities(applications)
    named = {row: identity.identity for row, identity in zip(rows, keys_of_rows, strict=True)}
    if not adding:
        return _edit(table, adding, [], named)
    column = _places(table, adding)[SYNC_KEY]
    changes: list[CellChange] = []
    for row, identity, thanked in zip(rows, keys_of_rows, days(applications["thanked_until"]), strict=True):
        key = replace(keys.get(row, identity), thanked_until=thanked, theirs=table.theirs)
        if any(identity.names):
            changes += _change(table.grid, (row, column), key.as_text() or None)
    return _edit(table, adding, changes, named)


def _places(table: Table, adding: Mapping[str, NewColumn]) -> dict[str, int]:
    """The columns of ours, and those to add, by our header or by field."""
    return {**table.ours, **{name: column.column for name, column in adding.items()}}


def _edit(
    table: Table, adding: Mapping[str, NewColumn], changes: list[CellChange], named: Mapping[int, str]
) -> SheetEdit:
    """The changes with all that a store must know of their surroundings; `named` has the identity of every row."""
    touched = {*(change.column for change in changes), *(table.ours.values() if adding else ())}
    first_added = min((column.column for column in adding.values()), default=None)
    return SheetEdit(
        worksheet=table.worksheet.name,
        header_row=table.header_row,
        last_row=table.last_row,
        new_columns=tuple(adding.values()),
        changes=tuple(sorted(changes, key=lambda change: (change.row, change.column))),
        formats={place: format_of(name) for name, place in _places(table, adding).items()},
        like_header_column=max(column for column in table.headers if first_added is None or column < first_added),
        like_column=_plain_column(table),
        like_date_cell=_day_cell(table),
        key_column=_places(table, adding).get(SYNC_KEY),
        headers={
            **{column: header for column, header in table.headers.items() if column in touched},
            **{column.column: column.header for column in adding.values()},
        },
        identities=named,
        applications=sum(map(bool, named.values())),
    )


def _day_cell(table: Table) -> Address | None:
    """The first cell that shows a day, in the first column of days that has any; else the first of such a column."""
    columns = [table.fields[field][0] for field in _DAY_FIELDS if field in table.fields]
    for column in columns:
        for row, value in enumerate(table.column(column), start=table.header_row + 1):
            if isinstance(value, date):
                return row, column
    return (table.header_row + 1, columns[0]) if columns else None


def _plain_column(table: Table) -> int:
    """The column whose look ours take: that of the interview, which is seldom a link or set in bold."""
    for field in ("interview_date", "position", "company"):
        if field in table.fields:
            return table.fields[field][0]
    return min(table.headers)


@dataclass(frozen=True)
class _Memory:
    """What the keys remember, by row, and the names of all the applications that stand in the table now."""

    keys: Mapping[int, SyncKey]
    applications: frozenset[tuple[str, str]]

    def belongs(self, key: SyncKey, row: WishedRow) -> bool:
        """The key was made for this row, whose name may have been mended since: no other row bears the old one."""
        if key.names == row.identity.names:
            return True
        return key.names not in self.applications and key.is_mended_for(row.identity, row.rounds)


class _Cells:
    """Our cells of one table: what stands in them, and what shall."""

    def __init__(self, table: Table, places: Mapping[str, int], memory: _Memory, today: date) -> None:
        self._grid = table.grid
        self._places = places
        self._memory = memory
        self._today = today
        self._theirs = table.theirs

    def wanted(self, row: WishedRow) -> dict[str, WritableValue]:
        """What our columns shall hold in a row; a draft that stays as the user typed it is not among them."""
        decision = self._decision(row)
        reason = " ".join(filter(None, (decision.notice, row.reason, row.note)))
        values: dict[str, WritableValue] = {
            STATUS: row.status or None,
            DUE: row.due,
            REASON: reason or None,
            SYNC_KEY: self._key_text(row, decision) or None,
        }
        return values if decision.text is None else {**values, DRAFT: decision.text or None}

    def changes(self, row: int, values: Mapping[str, WritableValue]) -> Iterator[CellChange]:
        """The cells of a row whose value differs from what is wanted."""
        for name, column in self._places.items():
            if name in values:
                yield from _change(self._grid, (row, column), values[name])

    def _decision(self, row: WishedRow) -> Decision:
        if DRAFT not in self._places:
            return Decision("", SyncKey())
        key = self._memory.keys.get(row.row)
        present = self._grid.value(row.row, self._places[DRAFT])
        return decide(
            DraftCell(
                present="" if present is None else str(present),
                key=key,
                belongs=key is not None and self._memory.belongs(key, row),
                of_this_row=key is not None and key.interview_round in row.rounds,
                served=key is not None and row.has_sent(key, self._today),
                due=row.message,
            )
        )

    def _key_text(self, row: WishedRow, decision: Decision) -> str:
        ticks = row.ticks(decision.memory) if row.status else {}
        of_the_row = row.thanked_until or ticks or self._theirs
        if not row.status or not of_the_row:
            return remembered(decision.memory, row.identity).as_text() if decision.memory.remembers() else ""
        memory = replace(row.identity, thanked_until=row.thanked_until, ticks=ticks, theirs=self._theirs)
        return remembered(decision.memory, memory).as_text()


def _change(grid: Grid, at: Address, after: WritableValue) -> list[CellChange]:
    """The change of one cell, if it differs; never of a formula, which is the user's, nor beneath a merged cell."""
    before = grid.value(*at)
    if at in grid.formulas or at in grid.covered or same_value(before, after):
        return []
    return [CellChange(*at, None if before == "" else before, after)]


def same_value(before: CellValue, after: WritableValue) -> bool:
    """The cell `before` says `after` already; a spreadsheet keeps a day as a date-time and may change line ends."""
    if after is None:
        return before in (None, "")
    if isinstance(after, str):
        return isinstance(before, str) and _lines(before) == _lines(after)
    if isinstance(before, datetime):
        before = before.date()
    return before == after


def _lines(text: str) -> str:
    return text.replace("_x000D_\n", "\n").replace("\r\n", "\n")
