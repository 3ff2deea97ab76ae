"""The tracker as it was found: its header row, its rows, the user's columns and ours (SPEC section 3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sheet_sync.grid import CellValue, Grid, NamedTable, Worksheet
from sheet_sync.tracker.fields import DUE, OURS, OURS_BESIDE_USERS, REASON, STATUS, SYNC_KEY
from sheet_sync.tracker.finding.header_rows import HeaderRow, evidence_below
from sheet_sync.tracker.finding.other_rows import other_rows
from sheet_sync.tracker.headers.columns import stand_in
from sheet_sync.tracker.sync_key import read_key


@dataclass(frozen=True)
class Table:
    """The tracker as it was found.

    Attributes:
        worksheet: the worksheet it stands in.
        header_row: the row of its headers, from 1.
        last_row: the last row in which any of its columns holds something, but for what stands thousands of rows below.
        headers: the text of every header, by column.
        fields: the user's columns of each field that was found.
        ours: the columns of ours that are there, by our header.
        first_run: no `Sync key` stands in the header row.
        theirs: those of our headers under which the user keeps a column of their own.
        other_rows: the rows in which something else stands than an application: totals, sections, a legend.
        rivals: the other worksheets that hold a tracker as well.
        worksheets: how many the workbook has.
        settled: the fields whose columns the user named by hand.
        stand_in: the contact, email and phone columns of whoever is written to where a row's own contact is blank.
    """

    worksheet: Worksheet
    header_row: int
    last_row: int
    headers: Mapping[int, str]
    fields: Mapping[str, tuple[int, ...]]
    ours: Mapping[str, int]
    first_run: bool
    theirs: tuple[str, ...] = ()
    other_rows: frozenset[int] = frozenset()
    rivals: tuple[str, ...] = ()
    worksheets: int = 1
    settled: frozenset[str] = frozenset()
    stand_in: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def grid(self) -> Grid:
        """The cells of its worksheet."""
        return self.worksheet.grid

    def header_of(self, field: str) -> str | None:
        """The first header of a field, as it stands in the sheet; None where the tracker has none."""
        columns = self.fields.get(field)
        return self.headers[columns[0]] if columns else None

    def has_header_like(self, header: str) -> bool:
        """A column is headed so, whatever its case and spacing."""
        return _alike(header) in map(_alike, self.headers.values())

    @property
    def named_table(self) -> NamedTable | None:
        """The table of the spreadsheet's own in whose header row most of the fields stand; None for a mere range."""
        fields = [column for columns in self.fields.values() for column in columns]
        found = {
            sum(map(table.spans, fields)): table
            for table in self.grid.tables
            if table.headed and table.area[0] == self.header_row
        }
        return found[max(found)] if any(found) else None

    def column(self, number: int) -> list[CellValue]:
        """The values of a column, from the row below the header to the last row."""
        rows = self.grid.rows[self.header_row : self.last_row]
        return [row[number - 1] if number <= len(row) else None for row in rows]


def table_below(worksheet: Worksheet, header: HeaderRow, statuses: frozenset[str]) -> Table:
    """The table below a header row.

    Args:
        worksheet: where it stands.
        header: its header row.
        statuses: the words by which columns of ours are known without their key.
    """
    headers = header.headers
    shown = {column: _shown(worksheet.grid, header.row, column, text) for column, text in headers.items()}
    last_row = _last_row(worksheet.grid, header.row, list(headers))
    bare = Table(worksheet, header.row, last_row, shown, header.fields, ours={}, first_run=True)
    return _with_ours(bare, statuses)


def with_other_rows(table: Table) -> Table:
    """The table, with the rows that hold no application told from the others."""
    header = HeaderRow(table.header_row, table.headers, table.fields)
    return replace(table, other_rows=other_rows(table.grid, header, table.last_row))


def with_stand_in(table: Table) -> Table:
    """The table, with the columns of whoever is written to where a row's own contact is blank."""
    headers = {column: text for column, text in table.headers.items() if column not in table.ours.values()}
    evidence = evidence_below(table.grid, table.header_row)
    return replace(table, stand_in=stand_in(headers, dict(table.fields), table.settled, evidence))


def _shown(grid: Grid, row: int, column: int, text: str) -> str:
    """A header as it stands in the sheet, or in the line above."""
    value = grid.value(row, column)
    return value if isinstance(value, str) and value.strip() else text


def _with_ours(table: Table, statuses: frozenset[str]) -> Table:
    key = _key_column(table)
    if key is None:
        if _key_was_deleted(table, statuses):
            return replace(table, ours=_ours(table, ()))
        return replace(table, theirs=tuple(sorted(filter(table.has_header_like, OURS))))
    theirs = _theirs(table, key)
    return replace(table, ours={**_ours(table, theirs), SYNC_KEY: key}, theirs=theirs, first_run=False)


_LONGEST_GAP = 10_000
"""Blank rows after which nothing belongs to the table: a stray value in the sheet's last row is no application."""


def _last_row(grid: Grid, header_row: int, columns: list[int]) -> int:
    last = header_row
    for row, values in enumerate(grid.rows[header_row : _end(grid, header_row, columns)], start=header_row + 1):
        if any(values[column - 1] not in (None, "") for column in columns if column <= len(values)):
            last = row
        elif row - last > _LONGEST_GAP:
            break
    return last


def _end(grid: Grid, header_row: int, columns: list[int]) -> int:
    """The row at which no application can stand any more: a table's totals, or another table below."""
    end = grid.height
    for table in grid.tables:
        top, _, bottom, _ = table.area
        if not any(map(table.spans, columns)):
            continue
        if table.totals and top <= header_row < bottom:
            end = min(end, bottom - table.totals)
        elif table.headed and top > header_row + 1:
            end = min(end, top - 1)
    return end


def _alike(header: str) -> str:
    return " ".join(header.casefold().split())


def _columns_headed(table: Table, header: str) -> list[int]:
    return [column for column, text in table.headers.items() if text == header]


def _key_column(table: Table) -> int | None:
    """The `Sync key` column: one whose cells are keys or blank, for a user may keep a column of that name."""
    named = _columns_headed(table, OURS_BESIDE_USERS[SYNC_KEY]) + _columns_headed(table, SYNC_KEY)
    for column in named:
        filled = [value for value in table.column(column) if value not in (None, "")]
        if not filled or any(read_key(value) for value in filled):
            return column
    return None


def _theirs(table: Table, key_column: int) -> tuple[str, ...]:
    keys = filter(None, map(read_key, table.column(key_column)))
    remembered = {header for key in keys for header in key.theirs}
    beside = {h for h, ours in OURS_BESIDE_USERS.items() if table.has_header_like(h) and _columns_headed(table, ours)}
    return tuple(sorted(remembered | beside))


def _ours(table: Table, theirs: Sequence[str]) -> dict[str, int]:
    found = {}
    for header in OURS[:-1]:
        beside = _columns_headed(table, OURS_BESIDE_USERS[header])
        plain = [] if header in theirs else _columns_headed(table, header)
        if beside or plain:
            found[header] = (beside or plain)[-1]
    return found


def _key_was_deleted(table: Table, statuses: frozenset[str]) -> bool:
    """Our columns without their key: status, due date and reason side by side, filled as only we fill them."""
    columns = [_columns_headed(table, header)[-1:] for header in (STATUS, DUE, REASON)]
    if not all(columns):
        return False
    rows = list(zip(*(table.column(column[0]) for column in columns), strict=True))
    filled = [row for row in rows if any(value not in (None, "") for value in row)]
    return bool(filled) and all(
        status in statuses and reason and (due in (None, "") or isinstance(due, date)) for status, due, reason in filled
    )
