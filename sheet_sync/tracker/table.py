"""Finding the tracker in a book: the worksheet, its header row, the user's columns and ours (SPEC section 3)."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias

from sheet_sync.errors import ConfigurationError, NotATrackerError, TrackerNotReadableError
from sheet_sync.grid import Book, CellValue, Grid, NamedTable, Worksheet, one_line
from sheet_sync.tracker.columns import EvidenceOf, match_columns
from sheet_sync.tracker.evidence import ROWS_SEEN, evidence_of
from sheet_sync.tracker.fields import DUE, OURS, OURS_BESIDE_USERS, REASON, STATUS, SYNC_KEY
from sheet_sync.tracker.headers import normalised
from sheet_sync.tracker.sync_key import read_key

HEADER_WITHIN_ROWS = 30
SETTINGS_WORKSHEET = "settings"
_OUR_HEADERS = frozenset((*OURS, *OURS_BESIDE_USERS.values()))


@dataclass(frozen=True)
class Table:
    """The tracker as it was found.

    Attributes:
        worksheet: the worksheet it stands in.
        header_row: the row of its headers, from 1.
        last_row: the last row in which any of its columns holds something.
        headers: the text of every header, by column.
        fields: the user's columns of each field that was found.
        ours: the columns of ours that are there, by our header.
        first_run: no `Sync key` stands in the header row.
        theirs: those of our headers under which the user keeps a column of their own.
    """

    worksheet: Worksheet
    header_row: int
    last_row: int
    headers: Mapping[int, str]
    fields: Mapping[str, tuple[int, ...]]
    ours: Mapping[str, int]
    first_run: bool
    theirs: tuple[str, ...] = ()

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


@dataclass(frozen=True)
class Wanted:
    """What a run looks for.

    Attributes:
        named: headers named by hand, by field.
        source: where they were named.
        sheet: the worksheet named by hand.
        statuses: the words that are statuses of ours.
    """

    named: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    source: str = ""
    sheet: str | None = None
    statuses: frozenset[str] = frozenset()


def find_table(book: Book, wanted: Wanted) -> Table:
    """The best tracker of a book: with an interview date before without, then with the most fields, then rows.

    Args:
        book: what a store read.
        wanted: what the user names by hand, and the statuses by which columns of ours are known without their key.

    Raises:
        NotATrackerError: there is no such worksheet, or none with the headers of a tracker.
        TrackerNotReadableError: the worksheet named, or the only one that may hold the tracker, cannot be read.
        ConfigurationError: a header that is named by hand is not there.
    """
    candidates = _worksheets(book, wanted.sheet)
    tables = [table for worksheet in candidates for table in _tables_in(worksheet, wanted)]
    if not tables:
        _require_readable(candidates)
        raise NotATrackerError(_nothing_found(candidates), _HEADERS_NEEDED)
    best = max(tables, key=_fitness)
    _require_named_columns(best, wanted)
    return best


_HEADERS_NEEDED = (
    "A tracker has a header row with a company or a position and one more known column, such as “Interview date” or "
    "“Contact”."
)


def _worksheets(book: Book, sheet: str | None) -> Sequence[Worksheet]:
    if sheet is None:
        return [ws for ws in book.worksheets if normalised(ws.name) != SETTINGS_WORKSHEET]
    chosen = [ws for ws in book.worksheets if ws.name == sheet]
    if not chosen:
        names = ", ".join(f"“{ws.name}”" for ws in book.worksheets)
        raise NotATrackerError(f"There is no worksheet “{sheet}”.", f"The worksheets are {names}.")
    return chosen


def _require_readable(candidates: Sequence[Worksheet]) -> None:
    """The tracker may stand in a worksheet that cannot be read."""
    unreadable = [worksheet for worksheet in candidates if worksheet.unreadable]
    if unreadable:
        elsewhere = "" if len(candidates) == 1 else "No other worksheet holds a tracker. "
        name, reason = unreadable[0].name, unreadable[0].unreadable
        raise TrackerNotReadableError(f"The worksheet “{name}” cannot be read. {elsewhere}{reason}")


def _nothing_found(candidates: Sequence[Worksheet]) -> str:
    names = ", ".join(f"“{ws.name}”" for ws in candidates)
    if not any(any(_texts(row).values()) for ws in candidates for row in ws.grid.rows):
        return f"The workbook is empty (worksheets: {names or 'none'})."
    return f"No header row of a tracker was found in the first {HEADER_WITHIN_ROWS} rows of {names}."


def _fitness(table: Table) -> tuple[bool, bool, int, int]:
    has_interview = "interview_date" in table.fields
    return has_interview, table.worksheet.visible, len(table.fields), table.last_row - table.header_row


def _tables_in(worksheet: Worksheet, wanted: Wanted) -> list[Table]:
    """The likeliest table of a worksheet, if there is one: the header row that names the most fields."""
    likely = [match for row in range(1, HEADER_WITHIN_ROWS + 1) for match in _matches(worksheet.grid, row, wanted)]
    if not likely:
        return []
    row, headers, fields = max(likely, key=lambda match: len(match[2]))
    bare = _bare_table(worksheet, row, headers, fields)
    return [_with_ours(bare, wanted.statuses)]


_Match: TypeAlias = tuple[int, dict[int, str], dict[str, tuple[int, ...]]]


def _matches(grid: Grid, row: int, wanted: Wanted) -> Iterator[_Match]:
    """The row as the header of a tracker: of one beside the tables that begin there, else of one in each of them."""
    texts = _texts(grid.rows[row - 1]) if row <= grid.height else {}
    tables = [table for table in grid.tables if _stands_alone(table, row, texts)]
    for own in (None, *tables):
        others = [table for table in tables if table is not own]
        headers = {column: text for column, text in texts.items() if not any(o.spans(column) for o in others)}
        fields = match_columns(headers, wanted.named, _evidence_below(grid, row))
        if _is_tracker(fields):
            yield row, headers, fields
            if own is None:
                return


def _stands_alone(table: NamedTable, row: int, headers: Mapping[int, str]) -> bool:
    """It begins in this row with no header directly beside it, and holds no columns of ours."""
    top, left, _, right = table.area
    return table.headed and top == row and not {left - 1, right + 1} & headers.keys() and not _ours_in(table, headers)


def _evidence_below(grid: Grid, header_row: int) -> EvidenceOf:
    """What the cells below a header row say, by column."""
    rows = grid.rows[header_row : header_row + ROWS_SEEN]
    return lambda column: evidence_of(row[column - 1] if column <= len(row) else None for row in rows)


def _ours_in(table: NamedTable, headers: Mapping[int, str]) -> bool:
    """The table holds columns of ours: it is no other than the tracker's."""
    return any(table.spans(column) and text in _OUR_HEADERS for column, text in headers.items())


def _texts(row: Sequence[CellValue]) -> dict[int, str]:
    return {
        column: value.strip() for column, value in enumerate(row, start=1) if isinstance(value, str) and value.strip()
    }


def _is_tracker(fields: Mapping[str, object]) -> bool:
    return ("company" in fields or "position" in fields) and len(fields) > 1


def _bare_table(
    worksheet: Worksheet, row: int, headers: Mapping[int, str], fields: Mapping[str, tuple[int, ...]]
) -> Table:
    """The table as the user made it: none of its columns is known to be ours."""
    shown = {column: str(worksheet.grid.value(row, column)) for column in headers}
    last_row = _last_row(worksheet.grid, row, list(headers))
    return Table(worksheet, row, last_row, shown, fields, ours={}, first_run=True)


def _with_ours(table: Table, statuses: frozenset[str]) -> Table:
    key = _key_column(table)
    if key is None:
        if _key_was_deleted(table, statuses):
            return replace(table, ours=_ours(table, ()))
        return replace(table, theirs=tuple(sorted(filter(table.has_header_like, OURS))))
    theirs = _theirs(table, key)
    return replace(table, ours={**_ours(table, theirs), SYNC_KEY: key}, theirs=theirs, first_run=False)


def _last_row(grid: Grid, header_row: int, columns: list[int]) -> int:
    for row in range(min(grid.height, _end(grid, header_row, columns)), header_row, -1):
        if any(grid.value(row, column) not in (None, "") for column in columns):
            return row
    return header_row


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


def _require_named_columns(table: Table, wanted: Wanted) -> None:
    """A misspelt header must not make a round of interviews vanish without a word."""
    known = {normalised(header): header for header in table.headers.values()}
    for named, names in wanted.named.items():
        wrong = [name for name in names if normalised(name) not in known]
        if wrong:
            nearest = difflib.get_close_matches(normalised(wrong[0]), known, n=1, cutoff=0.0)
            hint = f"; did you mean “{one_line(known[nearest[0]])}”?" if nearest else "."
            sheet = table.worksheet.name
            raise ConfigurationError(
                f"{wanted.source}: columns.{named} names “{wrong[0]}”, which is no header of “{sheet}”{hint}"
            )
