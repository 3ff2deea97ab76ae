"""An edit of the flow as rows to write, and as requests that go before them. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sheet_sync.errors import TrackerNotWritableError
from sheet_sync.grid import Address, Range, SheetEdit, column_letters
from sheet_sync.stores.google.proving import Plan, RowState
from sheet_sync.stores.google.reading import Reading, Sheet
from sheet_sync.stores.google.requests import (
    Request,
    RowWrite,
    adding_columns,
    adding_worksheet,
    as_dates,
    raw_of,
    room_for,
)
from sheet_sync.stores.google.tags import tagged
from sheet_sync.stores.google.values import Raw

LARGEST_PAYLOAD = 1_500_000
"""Bytes of values in one request: Google advises two million of everything."""


@dataclass(frozen=True)
class Chunk:
    """A part of a write that goes in one request, with the requests that go before."""

    plan: Plan
    before: Sequence[Request]


def row_writes(sheet: Sheet, edit: SheetEdit, write: str) -> list[RowWrite]:
    """The cells to write, row by row: those that change, the headers of new columns, and the columns that go.

    Every row that changes gets the tag of this write.
    """
    cells: dict[int, dict[int, tuple[Raw, Raw]]] = defaultdict(dict)
    for change in edit.changes:
        at = change.row, change.column
        cells[change.row][change.column] = sheet.entered.get(at), raw_of(change.after)
    for row, line in cells.items():
        line.update(_tag(sheet, edit, write, row, line))
    for new in edit.new_columns:
        cells[edit.header_row][new.column] = None, ("stringValue", new.header)
    for row, column in sheet.entered:
        if column in edit.dropped_columns and edit.header_row <= row <= edit.last_row:
            cells[row][column] = sheet.entered[row, column], None
    return [RowWrite(row, cells[row]) for row in sorted(cells)]


def _tag(
    sheet: Sheet, edit: SheetEdit, write: str, row: int, line: Mapping[int, tuple[Raw, Raw]]
) -> dict[int, tuple[Raw, Raw]]:
    """The cell of a row that is to hold the tag, unless it is the user's formula or lies beneath a merged one."""
    at = edit.key_column
    if at is None or at in edit.dropped_columns or row == edit.header_row or (row, at) in sheet.covered:
        return {}
    before = sheet.entered.get((row, at))
    if before and before[0] != "stringValue":
        return {}
    after = line[at][1] if at in line else before
    return {at: (before, tagged(after, write, row))}


def chunks_of(plan: Plan, sheet: Sheet, edit: SheetEdit, reading: Reading) -> Iterator[Chunk]:
    """The write in requests of a size that Google takes; the first makes room for all."""
    days = [(change.row, change.column) for change in edit.changes if isinstance(change.after, date)]
    added = {column.column for column in edit.new_columns}
    before: list[Request] = room_for(sheet, edit)
    before += adding_columns(sheet, edit) if edit.new_columns else []
    before += as_dates(sheet, ((row, column) for row, column in days if column not in added))
    if edit.new_worksheet:
        before += adding_worksheet(edit.new_worksheet, [one.id for one in reading.sheets.values()])
    for rows in _parts(plan.rows) or [()]:
        yield Chunk(replace(plan, rows=rows), before)
        before = []


def with_new_columns(sheet: Sheet, edit: SheetEdit) -> Sheet:
    """The worksheet as large as it is once there is room for the edit."""
    rows = max([sheet.rows, edit.header_row, *(change.row for change in edit.changes)])
    added = (new.column for new in edit.new_columns)
    columns = max([sheet.columns, *(change.column for change in edit.changes), *added])
    return replace(sheet, rows=rows, columns=columns)


def require_unlocked(sheet: Sheet, edit: SheetEdit, given: str) -> None:
    """Every cell to write may be written by us.

    Raises:
        TrackerNotWritableError: the sheet protects one of them.
    """
    places = [(change.row, change.column) for change in edit.changes]
    places += [(edit.header_row, column.column) for column in edit.new_columns]
    places += [(change.row, edit.key_column) for change in edit.changes if edit.key_column]
    for at in places:
        if _within(sheet.locked, at) and not _within(sheet.unlocked, at):
            raise TrackerNotWritableError(
                f"{given}: in “{edit.worksheet}” the cell {column_letters(at[1])}{at[0]} is protected.",
                "Under Data › Protect sheets and ranges, let the sync's address edit it, or take the protection away.",
            )


def _within(areas: Sequence[Range], at: Address) -> bool:
    return any(top <= at[0] <= bottom and left <= at[1] <= right for top, left, bottom, right in areas)


def _parts(rows: Sequence[RowState]) -> list[tuple[RowState, ...]]:
    parts: list[list[RowState]] = []
    size = 0
    for row in rows:
        needed = sum(60 + len(str(raw[1])) * 2 for raw in row.put.values() if raw)
        if not parts or size + needed > LARGEST_PAYLOAD:
            parts.append([])
            size = 0
        parts[-1].append(row)
        size += needed
    return [tuple(part) for part in parts]
