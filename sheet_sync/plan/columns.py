"""Which columns a run adds, and where (SPEC section 3)."""

from collections.abc import Iterable, Iterator, Mapping

from sheet_sync.errors import TrackerNotWritableError
from sheet_sync.grid import Address, ColumnFormat, NamedTable, NewColumn, Range, column_letters
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

LAST_COLUMN = 16_384
"""A worksheet has no more."""

_DATE_FIELDS = frozenset(("interview_date", "promised_reply", "thank_you_sent", "followed_up", "replied"))
WIDTHS = {STATUS: 20, DUE: 14, REASON: 48, DRAFT: 70, SYNC_KEY: 12}
"""Of our columns, in characters."""
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
        return NewColumn(place, _unlike_any(table, OWN_HEADERS[name]), format_of(name))
    header = OURS_BESIDE_USERS[name] if name in table.theirs else _unlike_any(table, name)
    return NewColumn(place, header, format_of(name), WIDTHS[name], hidden=name == SYNC_KEY)


def _unlike_any(table: Table, header: str) -> str:
    """The header, marked as ours where the user has one like it: no two columns of an Excel table have one name."""
    return f"{header} (sheet-sync)" if table.has_header_like(header) else header


def _free_places(table: Table, count: int) -> Iterable[int]:
    """Right beside the table when nothing stands there; else at the right of all that does.

    Raises:
        TrackerNotWritableError: there is no room.
    """
    within = table.named_table
    if within is not None and count:
        return _places_beside(table, within, count)
    beside = max(table.headers) + 1
    if _taken(table, range(beside, beside + count)) is not None:
        merged = (last + 1 for _, last in table.grid.covered.columns_from(table.header_row))
        tables = (area[3] + 1 for area in _areas_below(table))
        filled = (column + 1 for _, column in (*table.grid.formulas, *table.grid.errors))
        beside = max([beside, table.grid.width + 1, *merged, *tables, *filled])
        beside = _in_sight(table, beside, count)
    if beside + count - 1 > LAST_COLUMN:
        raise TrackerNotWritableError(
            f"In “{table.worksheet.name}” there is no room for {count} more {_columns(count)} at the right: something "
            "reaches to the last one, perhaps merged cells or a table.",
            "In your spreadsheet program, delete or unmerge what stands far out at the right, and run this again.",
        )
    return range(beside, beside + count)


def _in_sight(table: Table, beside: int, count: int) -> int:
    """Where columns that do not touch the table anyway are under no chart, if there is room."""
    seen = max([beside, *(area[3] + 1 for area in _drawings_over(table, range(beside, LAST_COLUMN)))])
    return seen if seen + count - 1 <= LAST_COLUMN else beside


def hidden_columns(table: Table, adding: Mapping[str, NewColumn]) -> tuple[str, ...]:
    """The sentence that says that a chart or picture floats over new columns; none where all are seen.

    Columns torn from the table would be worse: sorting would tear its rows.
    """
    places = [new.column for new in adding.values() if not new.hidden]
    hidden = [at for at in places if _drawings_over(table, range(at, at + 1))]
    if not hidden:
        return ()
    first, last = column_letters(min(hidden)), column_letters(max(hidden))
    where = f"column {first}" if first == last else f"columns {first} to {last}"
    return (f"In “{table.worksheet.name}” a chart or picture stands over the new {where}: move it to see them.",)


def _drawings_over(table: Table, columns: range) -> list[Range]:
    """Those that float over any of these columns, beside the rows of the table."""
    return [
        area
        for area in table.grid.drawings
        if area[0] <= table.last_row and table.header_row <= area[2]
        if area[1] < columns.stop and columns.start <= area[3]
    ]


def _places_beside(table: Table, within: NamedTable, count: int) -> Iterable[int]:
    """Directly at the right of a table of the spreadsheet's own, so that it can grow: sorting it moves whole rows.

    Raises:
        TrackerNotWritableError: something stands there; the user alone can make room.
    """
    last = within.area[3]
    while _made_by_us(table, last + 1):
        last += 1
    taken = _taken(table, range(last + 1, last + count + 1))
    if taken is None:
        return range(last + 1, last + count + 1)
    row, column = taken
    raise TrackerNotWritableError(
        f"The tracker is the table “{within.name}” in “{table.worksheet.name}”, and at its right there is no room for "
        f"{count} more {_columns(count)}: something stands in {column_letters(column)}{row}.",
        f"Insert {(missing := last + count + 1 - column)} {_columns(missing)} between {column_letters(last)} and "
        f"{column_letters(column)}, or move what stands there, and run this again.",
    )


def _columns(number: int) -> str:
    return "column" if number == 1 else "columns"


def _made_by_us(table: Table, column: int) -> bool:
    header = table.headers.get(column, "").removesuffix(" (sheet-sync)")
    return header in OURS or header in OWN_HEADERS.values()


def _areas_below(table: Table) -> Iterator[Range]:
    return (other.area for other in table.grid.tables if other.area[2] >= table.header_row)


def _taken(table: Table, block: range) -> Address | None:
    """The first cell in these columns, from the header row down, that is not free; None where all are."""
    grid, top = table.grid, table.header_row
    taken = [at for at in (*grid.formulas, *grid.errors) if at[0] >= top and at[1] in block]
    taken += [
        (row, column)
        for row, values in enumerate(grid.rows[top - 1 :], start=top)
        for column, value in enumerate(values[block.start - 1 : block.stop - 1], start=block.start)
        if value not in (None, "")
    ]
    taken += [
        (max(top, area[0]), max(block.start, area[1]))
        for area in _areas_below(table)
        if area[1] < block.stop and block.start <= area[3]
    ]
    merged = table.grid.covered.columns_from(top)
    taken += [(top, max(block.start, first)) for first, last in merged if first < block.stop and block.start <= last]
    return min(taken, key=lambda at: (at[1], at[0]), default=None)
