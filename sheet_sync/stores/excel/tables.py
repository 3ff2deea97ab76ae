"""What an edit asks of the Excel tables on the worksheet: to grow by our columns, and to give them up again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sheet_sync.errors import TrackerNotWritableError
from sheet_sync.grid import Address, SheetEdit
from sheet_sync.ooxml import ExcelTable, TableEdit, free_names

_CONVERT = "In Excel choose Table Design, Convert to Range, save, and sync again."


@dataclass(frozen=True)
class TablePlan:
    """How one table takes part in an edit.

    Attributes:
        edit: its columns.
        headers: the text of header cells that must not be blank, by address.
        totals: cells of its totals row that go with their columns.
    """

    edit: TableEdit
    headers: Mapping[Address, str] = field(default_factory=dict)
    totals: Sequence[Address] = ()


def table_plans(given: str, edit: SheetEdit, tables: Collection[ExcelTable]) -> list[TablePlan]:
    """What becomes of every table that the edit concerns.

    Args:
        given: the workbook as the user named it.
        edit: what to write.
        tables: those of the worksheet.

    Raises:
        TrackerNotWritableError: the tracker's rows lie in a table to which the columns cannot be added.
    """
    for table in tables:
        why = _unfit(edit, table, tables)
        if why:
            raise TrackerNotWritableError(f"{given}: the tracker is the Excel table “{table.name}”, {why}.", _CONVERT)
        if doubled := _doubled(edit, table, tables):
            raise TrackerNotWritableError(
                f"{given}: the Excel table “{table.name}” has another column “{doubled}” already.",
                "Rename or delete that column, and sync again.",
            )
    plans = (_plan(edit, table, tables) for table in tables)
    return [plan for plan in plans if plan is not None]


def _unfit(edit: SheetEdit, table: ExcelTable, tables: Collection[ExcelTable]) -> str:
    """Why the columns of a table that holds the tracker cannot be changed; nothing where they can."""
    if table.linked and _lost(edit, table):
        return "which a query or an XML map fills; no columns can be taken from it"
    top, left, bottom, right = table.area
    holds_tracker = left <= edit.like_column <= right and top <= edit.last_row and bottom >= edit.header_row
    if not edit.new_columns or not holds_tracker:
        return ""
    if table.linked:
        return "which a query or an XML map fills; no columns can be added to it"
    if not table.headed or top != edit.header_row:
        return f"but its headers stand in row {edit.header_row}, which is not the header row of that table"
    columns = [column.column for column in edit.new_columns]
    if min(columns) <= right or _elsewhere(table, tables, columns):
        return "and there is no room for our columns directly at its right"
    return ""


def _elsewhere(table: ExcelTable, tables: Collection[ExcelTable], columns: Sequence[int]) -> bool:
    """Another table stands among these columns of the table's rows."""
    top, _, bottom, _ = table.area
    others = (other.area for other in tables if other is not table)
    return any(
        area[0] <= bottom and top <= area[2] and any(area[1] <= column <= area[3] for column in columns)
        for area in others
    )


def _doubled(edit: SheetEdit, table: ExcelTable, tables: Collection[ExcelTable]) -> str | None:
    """A name to add that the table has already: there, names differ by more than their case."""
    known = {name.casefold() for name in table.columns}
    added = _added(edit, table, tables) if _headed_by(edit, table) else ()
    return next((name for name in added if name.casefold() in known), None)


def _headed_by(edit: SheetEdit, table: ExcelTable) -> bool:
    return table.headed and table.area[0] == edit.header_row


def _lost(edit: SheetEdit, table: ExcelTable) -> list[int]:
    return sorted(column for column in edit.dropped_columns if table.area[1] <= column <= table.area[3])


def _plan(edit: SheetEdit, table: ExcelTable, tables: Collection[ExcelTable]) -> TablePlan | None:
    if not _headed_by(edit, table):
        return None
    added, lost = _added(edit, table, tables), _lost(edit, table)
    return _with_lost(table, added, lost) if added or lost else None


def _added(edit: SheetEdit, table: ExcelTable, tables: Collection[ExcelTable]) -> tuple[str, ...]:
    """The names of the new columns that follow upon the table, and of ours between that it had left out."""
    new = {column.column: column.header for column in edit.new_columns}
    left_out = {column: header for column, header in edit.headers.items() if column in edit.formats}
    names: list[str] = []
    last = column = table.area[3] + 1
    while (name := (left_out | new).get(column)) is not None and not _elsewhere(table, tables, [column]):
        names.append(name)
        column += 1
        last = column if column - 1 in new else last
    return tuple(names[: last - table.area[3] - 1])


def _with_lost(table: ExcelTable, added: tuple[str, ...], lost: Sequence[int]) -> TablePlan:
    top, left, bottom, right = table.area
    dropped = 0 if added else _at_the_edge(table, lost)
    between = [column for column in lost if column <= right - dropped]
    others = (name for place, name in enumerate(table.columns) if left + place not in lost)
    names = dict(zip(between, free_names([*others, *added], len(between)), strict=True))
    totals = [column for column in lost if column - left in table.totalled] if table.totals else []
    return TablePlan(
        TableEdit(table.part, added, dropped, {column - left: name for column, name in names.items()}),
        headers={(top, column): name for column, name in names.items()},
        totals=[(row, column) for row in range(bottom - table.totals + 1, bottom + 1) for column in totals],
    )


def _at_the_edge(table: ExcelTable, lost: Collection[int]) -> int:
    """How many of the columns to take away stand together at the right edge; a table keeps one column at least."""
    _, left, _, right = table.area
    count = 0
    while right - count in lost and right - count > left:
        count += 1
    return count
