"""An edit as the requests of a `spreadsheets.batchUpdate`, which carries them out all at once or not at all. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, TypeAlias

from sheet_sync.grid import Address, CellValue, ColumnFormat, NewColumn, NewWorksheet, SheetEdit, column_letters
from sheet_sync.stores.google.reading import STASH, Sheet, serial_of
from sheet_sync.stores.google.tags import pattern_of
from sheet_sync.stores.google.values import Raw

Request: TypeAlias = dict[str, Any]

_PIXELS_A_CHARACTER = 7
_PIXELS_BESIDE = 5
_DATE = {"type": "DATE", "pattern": "yyyy-mm-dd"}
_TOP_ALIGNED = {"verticalAlignment": "TOP"}


@dataclass(frozen=True)
class RowWrite:
    """Cells to write in one row: by column, what stands there before and after, as Google keeps it."""

    row: int
    cells: Mapping[int, tuple[Raw, Raw]]


def raw_of(value: CellValue) -> Raw:
    """A value as Google keeps it: a text is never parsed, so "=1+1" stays one; a day is a number."""
    match value:
        case None | "":
            return None
        case bool():
            return "boolValue", value
        case date():
            return "numberValue", serial_of(value)
        case int() | float():
            return "numberValue", value
        case _:
            return "stringValue", str(value)


def writing(sheet: Sheet, stash: Sheet | None, rows: Sequence[RowWrite], header_row: int, nonce: str) -> list[Request]:
    """Requests that keep what is found in the stash, row for row at the same place, and then write.

    Args:
        sheet: the worksheet to write to.
        stash: the hidden worksheet as it was read last, None where there was none.
        rows: what to write, ascending.
        header_row: kept too: it tells whether our columns are still where they were.
        nonce: of this write alone; it is kept beside it all and gives the new stash its number.
    """
    number = stash_id(nonce)
    kept = [(header_row, header_row), _span(rows)]
    columns = sorted({column for row in rows for column in row.cells})
    return [
        *fence(stash, nonce, sheet.rows, sheet.columns + 1),
        *(_copied(sheet.id, number, area, (1, sheet.columns), "PASTE_VALUES") for area in kept),
        *(_copied(sheet.id, number, _span(rows), (first, last), "PASTE_NORMAL") for first, last in _runs(columns)),
        _cells(number, 1, sheet.columns + 1, [[("stringValue", nonce)]]),
        *_written(sheet.id, rows),
    ]


def stash_id(nonce: str) -> int:
    """Google's number for the hidden worksheet that a write makes."""
    return _FIRST_STASH_ID + int(nonce, 16) % _STASH_IDS


_FIRST_STASH_ID = 1_000_000_000
_STASH_IDS = 1_000_000_000
_ADDED_ID = 735_289_201


def fence(stash: Sheet | None, nonce: str, rows: int = 1, columns: int = 1) -> list[Request]:
    """Requests that put a new stash in the place of the one that was read.

    Google refuses them, and with them all that is asked for together, once that one is gone: of two writes that come
    from the same reading only one is ever carried out, however late the other arrives.
    """
    size = {"rowCount": rows, "columnCount": columns}
    made = {"sheetId": stash_id(nonce), "title": STASH, "hidden": True, "gridProperties": size}
    gone = [{"deleteSheet": {"sheetId": stash.id}}] if stash else []
    return [*gone, {"addSheet": {"properties": made}}]


def kept_ranges(sheet: Sheet, rows: Sequence[RowWrite], header_row: int) -> list[str]:
    """Where the stash keeps what a write found, as ranges to ask for."""
    first, last = _span(rows)
    edge = column_letters(sheet.columns + 1)
    return [f"'{STASH}'!A{top}:{edge}{bottom}" for top, bottom in ((header_row, header_row), (first, last))]


def as_dates(sheet: Sheet, days: Iterable[tuple[int, int]]) -> Iterator[Request]:
    """Days are shown as days, where the cell does not do so yet."""
    for row, column in days:
        if (row, column) not in sheet.date_formats:
            yield _formatted(sheet.id, (row, row), column, {"numberFormat": _DATE})


def room_for(sheet: Sheet, edit: SheetEdit) -> list[Request]:
    """Requests that make the grid as large as the edit needs it: a write beyond it is an error."""
    lowest = max((change.row for change in edit.changes), default=0)
    columns = [*(change.column for change in edit.changes), *(new.column for new in edit.new_columns)]
    missing = (("ROWS", lowest - sheet.rows), ("COLUMNS", max(columns, default=0) - sheet.columns))
    return [
        {"appendDimension": {"sheetId": sheet.id, "dimension": dimension, "length": length}}
        for dimension, length in missing
        if length > 0
    ]


def adding_columns(sheet: Sheet, edit: SheetEdit) -> list[Request]:
    """Requests that give new columns their looks. They were blank; what is typed there meanwhile, the proof shows."""
    looks = [request for column in edit.new_columns for request in _new_column(sheet, edit, column)]
    return looks + _wider_filter(sheet, edit)


def adding_worksheet(added: NewWorksheet, taken: Iterable[int]) -> list[Request]:
    """Requests that add a worksheet, with what stands in it."""
    number = next(one for one in range(_ADDED_ID, _ADDED_ID + 1_000) if one not in set(taken))
    width = max(map(len, added.rows), default=1)
    size = {"rowCount": max(len(added.rows), 100), "columnCount": max(width, 6)}
    return [
        {"addSheet": {"properties": {"sheetId": number, "title": added.name, "gridProperties": size}}},
        _cells(number, 1, 1, [[raw_of(value) for value in row] for row in added.rows]),
        *(wide(number, column, width) for column, width in enumerate(added.widths, 1)),
    ]


def unhiding(sheet: Sheet, columns: Sequence[int]) -> list[Request]:
    """Requests that leave columns as plain as any."""
    return [
        _dimension(sheet.id, first, last, {"hiddenByUser": False, "pixelSize": 100}, "hiddenByUser,pixelSize")
        for first, last in _runs(columns)
    ]


def _new_column(sheet: Sheet, edit: SheetEdit, column: NewColumn) -> list[Request]:
    at, body = column.column, (edit.header_row + 1, None)
    like = edit.like_header_column
    looks: dict[str, Any] = dict(_TOP_ALIGNED)
    if column.format is ColumnFormat.DATE:
        looks["numberFormat"] = _date_like(sheet, edit.like_date_cell)
    if column.format is ColumnFormat.WRAPPED:
        looks["wrapStrategy"] = "WRAP"
    header = {"startRowIndex": edit.header_row - 1, "endRowIndex": edit.header_row}
    return [
        {
            "copyPaste": {
                "source": {"sheetId": sheet.id, **header, "startColumnIndex": like - 1, "endColumnIndex": like},
                "destination": {"sheetId": sheet.id, **header, "startColumnIndex": at - 1, "endColumnIndex": at},
                "pasteType": "PASTE_FORMAT",
            }
        },
        {"setDataValidation": {"range": {**_below(sheet, edit), "startColumnIndex": at - 1, "endColumnIndex": at}}},
        _formatted(sheet.id, body, at, looks),
        wide(sheet.id, at, column.width),
        *([_dimension(sheet.id, at, at, {"hiddenByUser": True}, "hiddenByUser")] if column.hidden else []),
    ]


def _below(sheet: Sheet, edit: SheetEdit) -> dict[str, int]:
    return {"sheetId": sheet.id, "startRowIndex": edit.header_row - 1}


def _date_like(sheet: Sheet, cell: Address | None) -> Mapping[str, str]:
    """A day of the user's own shows how this user likes to see one."""
    pattern = sheet.date_formats.get(cell) if cell else None
    return _DATE if not pattern else {"type": "DATE", "pattern": pattern}


def _wider_filter(sheet: Sheet, edit: SheetEdit) -> list[Request]:
    """A filter that ends where our columns begin takes them in, or a sort would tear rows apart."""
    area = (sheet.filter or {}).get("range", {})
    first = min(column.column for column in edit.new_columns)
    last = max(column.column for column in edit.new_columns)
    if area.get("endColumnIndex") != first - 1 or area.get("startRowIndex", 0) != edit.header_row - 1:
        return []
    return [{"setBasicFilter": {"filter": {**(sheet.filter or {}), "range": {**area, "endColumnIndex": last}}}}]


def untagging(sheet: Sheet, writes: Iterable[str]) -> list[Request]:
    """A request that takes the tags of some writes away again, wherever they stand at that instant."""
    return [
        {
            "findReplace": {
                "find": pattern_of(writes),
                "replacement": "",
                "searchByRegex": True,
                "matchCase": True,
                "sheetId": sheet.id,
            }
        }
    ]


def _copied(sheet: int, stash: int, rows: tuple[int, int], columns: tuple[int, int], how: str) -> Request:
    area = {
        "startRowIndex": rows[0] - 1,
        "endRowIndex": rows[1],
        "startColumnIndex": columns[0] - 1,
        "endColumnIndex": columns[1],
    }
    source, destination = {"sheetId": sheet, **area}, {"sheetId": stash, **area}
    return {"copyPaste": {"source": source, "destination": destination, "pasteType": how}}


def _written(sheet_id: int, rows: Sequence[RowWrite]) -> Iterator[Request]:
    """The cells, in blocks: rows that follow each other, and in which the same columns side by side are written."""
    spans = [(row.row, span, row) for row in rows for span in _runs(sorted(row.cells))]
    spans.sort(key=lambda one: (one[1], one[0]))
    numbered = ((one[1], one[0] - index, one) for index, one in enumerate(spans))
    for (span, _), block in groupby(numbered, key=lambda one: one[:2]):
        lines = [one for _, _, one in block]
        values = [[row.cells[column][1] for column in range(span[0], span[1] + 1)] for _, _, row in lines]
        yield _cells(sheet_id, lines[0][0], span[0], values)


def _cells(sheet_id: int, row: int, column: int, values: Sequence[Sequence[Raw]]) -> Request:
    start = {"sheetId": sheet_id, "rowIndex": row - 1, "columnIndex": column - 1}
    rows = [{"values": [{"userEnteredValue": dict([raw])} if raw else {} for raw in line]} for line in values]
    return {"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue"}}


def _formatted(sheet_id: int, rows: tuple[int, int | None], column: int, looks: Mapping[str, Any]) -> Request:
    area = {"sheetId": sheet_id, "startRowIndex": rows[0] - 1}
    area |= {"endRowIndex": rows[1]} if rows[1] else {}
    area |= {"startColumnIndex": column - 1, "endColumnIndex": column}
    fields = f"userEnteredFormat({','.join(looks)})"
    return {"repeatCell": {"range": area, "cell": {"userEnteredFormat": dict(looks)}, "fields": fields}}


def wide(sheet_id: int, column: int, characters: float) -> Request:
    """A request that makes a column so many characters wide."""
    pixels = round(characters * _PIXELS_A_CHARACTER + _PIXELS_BESIDE)
    return _dimension(sheet_id, column, column, {"pixelSize": pixels}, "pixelSize")


def _dimension(sheet_id: int, first: int, last: int, properties: Mapping[str, Any], fields: str) -> Request:
    place = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": first - 1, "endIndex": last}
    return {"updateDimensionProperties": {"range": place, "properties": dict(properties), "fields": fields}}


def _span(rows: Sequence[RowWrite]) -> tuple[int, int]:
    return rows[0].row, rows[-1].row


def _runs(columns: Sequence[int]) -> list[tuple[int, int]]:
    """Columns, ascending, as (first, last) of those that stand side by side."""
    runs: list[tuple[int, int]] = []
    for column in columns:
        if runs and column == runs[-1][1] + 1:
            runs[-1] = runs[-1][0], column
        else:
            runs.append((column, column))
    return runs
