"""Spreadsheets from plain Python values, and what a test reads from them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import count
from typing import Any

from fake_sheets.areas import Area, Box, area_named
from fake_sheets.filtering import filter_of
from fake_sheets.json_types import Cell, JsonObject
from fake_sheets.model import Attached, Sheet, Spreadsheet
from fake_sheets.values import Plain, cell_of, plain

_keys = count(1)
_ids = count(1)


def spreadsheet_of(sheets: Mapping[str, Sequence[Sequence[Plain]]], **properties: Any) -> Spreadsheet:  # noqa: ANN401
    """A spreadsheet under a fresh key, its first worksheet with the id 0, as Google's are."""
    book = Spreadsheet(fresh_key(), **properties)
    for title, rows in sheets.items():
        book.sheets.append(sheet_of(rows, title=title, sheet_id=1000 * len(book.sheets)))
    return book


def fresh_key() -> str:
    """A key as Google's are: 44 characters."""
    return f"1{next(_keys):06d}".ljust(44, "x")


def sheet_of(
    rows: Sequence[Sequence[Plain]],
    *,
    title: str = "Sheet1",
    sheet_id: int = 0,
    spare_rows: int = 20,
    spare_columns: int = 6,
) -> Sheet:
    """A worksheet with these values from A1, and some room beside them."""
    sheet = Sheet(sheet_id, title)
    width = max(map(len, rows), default=0)
    sheet.resize(max(1, len(rows) + spare_rows), max(1, width + spare_columns))
    for index, row in enumerate(rows):
        cells = {column: cell_of(value) for column, value in enumerate(row)}
        sheet.rows[index] = {column: cell for column, cell in cells.items() if cell}
    return sheet


def area(a1: str) -> Area:
    """The range that A1 notation names; "" is the whole worksheet."""
    return area_named(a1, a1) if a1 else Area()


def box(sheet: Sheet, a1: str) -> Box:
    """The cells that A1 notation names; "" are all."""
    return sheet.box_of(area(a1))


def _each(sheet: Sheet, a1: str) -> Iterable[tuple[int, int]]:
    where = box(sheet, a1)
    return [(row, column) for row in where.rows for column in where.columns]


def give(sheet: Sheet, a1: str, **fields: Any) -> None:  # noqa: ANN401 - any field of CellData
    """Give cells a `note`, `hyperlink`, `dataValidation` …"""
    for row, column in _each(sheet, a1):
        sheet.put(row, column, {**sheet.cell(row, column), **fields})


def format_cells(sheet: Sheet, a1: str, look: JsonObject) -> None:
    """Add to the userEnteredFormat of cells."""
    for row, column in _each(sheet, a1):
        cell = sheet.cell(row, column)
        sheet.put(row, column, {**cell, "userEnteredFormat": {**cell.get("userEnteredFormat", {}), **look}})


def checkboxes(sheet: Sheet, a1: str) -> None:
    """Boxes to tick: those without a value are unticked, and FALSE."""
    rule = {"condition": {"type": "BOOLEAN"}, "strict": True, "showCustomUi": True}
    for row, column in _each(sheet, a1):
        cell = sheet.cell(row, column)
        sheet.put(row, column, {"userEnteredValue": {"boolValue": False}, **cell, "dataValidation": rule})


def merge(sheet: Sheet, a1: str) -> None:
    """Merge cells, without a look at their values."""
    sheet.merges.append(area(a1))


def filter_over(sheet: Sheet, a1: str, **body: Any) -> None:  # noqa: ANN401 - `criteria` or `filterSpecs`
    """A basic filter; rows that it hides are hidden by `filtering.hide_filtered`, or by `User.filter_out`."""
    sheet.basic_filter = filter_of(box(sheet, a1), body)


def filter_view(sheet: Sheet, a1: str, title: str = "Filter 1") -> int:
    """A filter view; its id."""
    number = next(_ids)
    sheet.filter_views.append(Attached((area(a1),), {"filterViewId": number, "title": title}))
    return number


def protect(
    sheet: Sheet, a1: str = "", *, editors: Sequence[str] = (), warning_only: bool = False, free: Sequence[str] = ()
) -> int:
    """A protected range, which the owner and the editors may edit; "" protects the worksheet. Its id."""
    number = next(_ids)
    body: JsonObject = {"protectedRangeId": number}
    body |= {"warningOnly": True} if warning_only else {}
    body["editors"] = {"users": ["owner@example.com", *editors]}
    sheet.protected_ranges.append(Attached((area(a1),), body, tuple(area(one) for one in free)))
    return number


def colour_by_rule(sheet: Sheet, a1: str, formula: str) -> None:
    """A conditional format."""
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}
    rule = {"condition": condition, "format": {"backgroundColor": {"red": 1}}}
    sheet.conditional_formats.append(Attached((area(a1),), {"booleanRule": rule}))


def hide_columns(sheet: Sheet, *columns: int) -> None:
    """Hide columns, counted from 0."""
    for column in columns:
        sheet.columns[column] = {**sheet.columns[column], "hiddenByUser": True}


def values(sheet: Sheet) -> list[list[Any]]:
    """The plain values, up to the last one of each row and the last row with any."""
    rows = [_values_of(row) for row in sheet.rows]
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _values_of(row: Mapping[int, Cell]) -> list[Any]:
    filled = [at for at, cell in row.items() if plain(cell) is not None]
    return [plain(row.get(at, {})) for at in range(max(filled, default=-1) + 1)]


def value(sheet: Sheet, a1: str) -> Any:  # noqa: ANN401 - whatever the cell holds
    """The plain value of one cell."""
    where = box(sheet, a1)
    return plain(sheet.cell(where.top, where.left))


def look(sheet: Sheet, a1: str) -> JsonObject:
    """The userEnteredFormat of one cell."""
    where = box(sheet, a1)
    found: JsonObject = sheet.cell(where.top, where.left).get("userEnteredFormat", {})
    return found


def hidden_columns(sheet: Sheet) -> list[int]:
    """The columns that are hidden, counted from 0."""
    return [at for at, properties in enumerate(sheet.columns) if properties.get("hiddenByUser")]


def dump(sheet: Sheet, *, without_columns: Collection[int] = (), ranges: bool = True) -> JsonObject:
    """Everything about a worksheet outside some columns, to be compared; `ranges`: filters and the like too."""
    kept = {name: held for name, held in vars(sheet).items() if name not in _BY_COLUMN}
    if not ranges:
        kept = {name: held for name, held in kept.items() if name not in _RANGES}
    cells = [{at: cell for at, cell in row.items() if at not in without_columns} for row in sheet.rows]
    columns = [held for at, held in enumerate(sheet.columns) if at not in without_columns]
    return {**{name: _copied(held) for name, held in kept.items()}, "rows": cells, "columns": columns}


def _copied(held: object) -> object:
    return held.copy() if isinstance(held, list | dict) else held


_BY_COLUMN = {"rows", "columns"}
_RANGES = {"basic_filter", "filter_views", "protected_ranges", "conditional_formats", "merges"}
