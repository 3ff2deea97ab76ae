"""Which columns a run adds, and where (SPEC section 3)."""

from collections.abc import Iterable

from sheet_sync.grid import ColumnFormat, NewColumn
from sheet_sync.tracker.fields import (
    DRAFT,
    DUE,
    FIELDS,
    OURS,
    OURS_BESIDE_USERS,
    OWN_HEADERS,
    REASON,
    STATUS,
    SYNC_KEY,
)
from sheet_sync.tracker.table import Table

FIRST_RUN_FIELDS = ("thank_you_sent", "followed_up")
"""Nobody could tell the program otherwise what was done."""

_DATE_FIELDS = frozenset(("interview_date", "promised_reply", "thank_you_sent", "followed_up", "replied"))
_WIDTHS = {STATUS: 20, DUE: 14, REASON: 48, DRAFT: 70, SYNC_KEY: 12}
_FORMATS = {DUE: ColumnFormat.DATE, REASON: ColumnFormat.WRAPPED, DRAFT: ColumnFormat.WRAPPED}


def fields_to_add(table: Table, *, adopting: bool) -> tuple[str, ...]:
    """The user's fields that get a column: those of the first run, or with `adopt` all that are missing."""
    if adopting:
        return tuple(field for field in FIELDS if field not in table.fields and field != "language")
    wanted = FIRST_RUN_FIELDS if table.first_run else ()
    return tuple(field for field in wanted if field not in table.fields)


def columns_to_add(table: Table, *, adopting: bool) -> dict[str, NewColumn]:
    """The columns to add at the right of the table, by field or by our header, in their order."""
    fields = fields_to_add(table, adopting=adopting)
    ours = [header for header in OURS if header not in table.ours] if table.first_run or adopting else []
    names = [*fields, *ours]
    places = _free_places(table, len(names))
    return {name: _column(table, name, place) for name, place in zip(names, places, strict=True)}


def format_of(name: str) -> ColumnFormat:
    """How the cells of a column look, by field or by our header."""
    if name in OWN_HEADERS:
        return ColumnFormat.DATE if name in _DATE_FIELDS else ColumnFormat.TEXT
    return _FORMATS.get(name, ColumnFormat.TEXT)


def _column(table: Table, name: str, place: int) -> NewColumn:
    if name in OWN_HEADERS:
        return NewColumn(place, OWN_HEADERS[name], format_of(name))
    header = OURS_BESIDE_USERS[name] if name in table.theirs else name
    return NewColumn(place, header, format_of(name), _WIDTHS[name], hidden=name == SYNC_KEY)


def _free_places(table: Table, count: int) -> Iterable[int]:
    """Right beside the table when nothing stands there; else at the right of all that does."""
    beside = max(table.headers) + 1
    block = range(beside, beside + count)
    rows = table.grid.rows[table.header_row - 1 :]
    merged = [column for row, column in table.grid.covered if row >= table.header_row]
    taken = any(value not in (None, "") for row in rows for value in row[beside - 1 : beside - 1 + count])
    if taken or any(column in block for column in merged):
        beside = max([beside, table.grid.width + 1, *(column + 1 for column in merged)])
    return range(beside, beside + count)
