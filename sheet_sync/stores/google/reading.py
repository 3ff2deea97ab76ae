"""A reply of `spreadsheets.get` as worksheets: values, formulas, dates told from numbers, errors. Pure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any, TypeAlias

from sheet_sync.grid import Address, Book, CellValue, Covered, Grid, Range, Worksheet
from sheet_sync.stores.google.tags import untagged
from sheet_sync.stores.google.values import Raw

Reply: TypeAlias = Mapping[str, Any]
"""A document of Google's, as JSON gives it."""

STASH = "_sheet_sync"
"""The hidden worksheet in which a write keeps what it finds."""

_CELL = "userEnteredValue,effectiveValue,formattedValue,effectiveFormat(numberFormat)"
FIELDS = (
    "properties(locale,timeZone),sheets(properties(sheetId,title,sheetType,hidden,gridProperties(rowCount,columnCount))"
    ",merges,basicFilter,protectedRanges(range,requestingUserCanEdit,warningOnly,unprotectedRanges)"
    f",data(startRow,startColumn,rowData(values({_CELL}))))"
)
"""What is read of a spreadsheet: everything that a sync asks for, in one reply."""

_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet has no zones
_UNREADABLE_KIND = "It is no grid of cells, but a chart or data from elsewhere."


@dataclass(frozen=True)
class Sheet:
    """What a write must know of a worksheet beside its values.

    Attributes:
        id: Google's number for it.
        rows, columns: how large its grid is.
        entered: what stands in every filled cell, as it was entered.
        shown: what every filled cell comes to, as Google keeps it.
        date_formats: the cells that show their number as a day, with the pattern ("" for the locale's own).
        filter: its basic filter, as Google describes it.
        locked: the ranges that we may not edit.
        unlocked: those within them that we may.
        covered: the cells beneath merged ones.
    """

    id: int
    rows: int
    columns: int
    entered: Mapping[Address, Raw] = field(default_factory=dict)
    shown: Mapping[Address, Raw] = field(default_factory=dict)
    date_formats: Mapping[Address, str] = field(default_factory=dict)
    filter: Reply | None = None
    locked: tuple[Range, ...] = ()
    unlocked: tuple[Range, ...] = ()
    covered: Covered = field(default_factory=Covered)


@dataclass(frozen=True)
class Reading:
    """A spreadsheet as it was read: for the flow a book, for the write what lies beneath."""

    book: Book
    sheets: Mapping[str, Sheet]
    stash: Sheet | None


def read_reply(reply: Reply) -> Reading:
    """The spreadsheet that a reply describes; the token changes with anything that it says."""
    stash = next((one for one in reply.get("sheets", ()) if _title(one) == STASH), None)
    others = [one for one in reply.get("sheets", ()) if one is not stash]
    properties = reply.get("properties", {})
    book = Book(
        tuple(map(_worksheet, others)),
        token=sha256(json.dumps([properties, others], sort_keys=True).encode()).hexdigest(),
        locale=properties.get("locale", ""),
        timezone=properties.get("timeZone", ""),
    )
    return Reading(book, {_title(one): sheet_of(one) for one in others}, stash and sheet_of(stash))


def sheet_of(reply: Reply) -> Sheet:
    """A worksheet of a reply, as a write must know it."""
    grid = reply["properties"].get("gridProperties", {})
    rows, columns = grid.get("rowCount", 0), grid.get("columnCount", 0)
    cells = list(cells_in(reply))
    protected = [one for one in reply.get("protectedRanges", ()) if not _editable(one)]
    free = [part for one in protected for part in one.get("unprotectedRanges", ())]
    return Sheet(
        id=reply["properties"].get("sheetId", 0),
        rows=rows,
        columns=columns,
        entered={at: raw for at, cell in cells if (raw := raw_value(cell.get("userEnteredValue")))},
        shown={at: raw for at, cell in cells if (raw := raw_value(cell.get("effectiveValue")))},
        date_formats={at: pattern for at, cell in cells if (pattern := _date_pattern(cell)) is not None},
        filter=reply.get("basicFilter"),
        locked=tuple(range_of(one.get("range", {}), rows, columns) for one in protected),
        unlocked=tuple(range_of(one, rows, columns) for one in free),
        covered=_covered(reply),
    )


def cells_in(reply: Reply) -> Iterator[tuple[Address, Reply]]:
    """Every cell that a worksheet's reply tells of, with its address."""
    for block in reply.get("data", ()):
        top, left = block.get("startRow", 0) + 1, block.get("startColumn", 0) + 1
        for row, line in enumerate(block.get("rowData", ()), top):
            for column, cell in enumerate(line.get("values", ()), left):
                yield (row, column), cell


def raw_value(value: Reply | None) -> Raw:
    """A value with its kind; an error by its type. An empty text is as blank as no value."""
    for kind, content in (value or {}).items():
        if kind == "errorValue":
            return kind, str(content.get("type", ""))
        if content != "":
            return kind, content
    return None


def range_of(grid_range: Reply, rows: int, columns: int) -> Range:
    """Google's half-open range, whose open sides reach to the edge of the grid, as (top, left, bottom, right)."""
    return (
        grid_range.get("startRowIndex", 0) + 1,
        grid_range.get("startColumnIndex", 0) + 1,
        grid_range.get("endRowIndex", rows),
        grid_range.get("endColumnIndex", columns),
    )


def serial_of(day: date) -> float:
    """A day or a moment as the number that a spreadsheet keeps."""
    moment = day if isinstance(day, datetime) else datetime.combine(day, time())
    return (moment - _FIRST_DAY) / timedelta(days=1)


def _title(reply: Reply) -> str:
    return str(reply["properties"]["title"])


def _editable(protection: Reply) -> bool:
    return bool(protection.get("requestingUserCanEdit") or protection.get("warningOnly"))


def _worksheet(reply: Reply) -> Worksheet:
    properties = reply["properties"]
    visible = not properties.get("hidden", False)
    if properties.get("sheetType", "GRID") != "GRID":
        return Worksheet(_title(reply), Grid(), visible, unreadable=_UNREADABLE_KIND)
    return Worksheet(_title(reply), _grid(reply), visible)


def _grid(reply: Reply) -> Grid:
    cells = list(cells_in(reply))
    return Grid(
        rows=_rows(cells),
        formulas=frozenset(at for at, cell in cells if _is_computed(cell)),
        errors={at: cell.get("formattedValue", "#ERROR!") for at, cell in cells if _is_error(cell)},
        covered=_covered(reply),
    )


def _covered(reply: Reply) -> Covered:
    size = reply["properties"].get("gridProperties", {})
    edges = size.get("rowCount", 0), size.get("columnCount", 0)
    return Covered(tuple(range_of(merged, *edges) for merged in reply.get("merges", ())))


def _rows(cells: Sequence[tuple[Address, Reply]]) -> list[list[CellValue]]:
    rows: list[list[CellValue]] = []
    for (row, column), cell in cells:
        value = _value(cell)
        if value is None:
            continue
        rows.extend([] for _ in range(row - len(rows)))
        rows[row - 1].extend([None] * (column - len(rows[row - 1])))
        rows[row - 1][column - 1] = value
    return rows


def _is_computed(cell: Reply) -> bool:
    """The cell holds a formula, or another cell's formula fills it."""
    entered = cell.get("userEnteredValue", {})
    return "formulaValue" in entered or (not entered and bool(cell.get("effectiveValue")))


def _is_error(cell: Reply) -> bool:
    return "errorValue" in cell.get("effectiveValue", {})


def _value(cell: Reply) -> CellValue:
    match cell.get("effectiveValue"):
        case {"numberValue": number}:
            return _number(number, cell)
        case {"boolValue": truth}:
            return bool(truth)
        case {"stringValue": text}:
            return untagged(str(text)) or None
        case _:
            return None


def _number(number: float, cell: Reply) -> CellValue:
    kind = _number_format(cell).get("type")
    if kind not in {"DATE", "DATE_TIME", "TIME"}:
        return int(number) if float(number).is_integer() else number
    try:
        moment = _FIRST_DAY + timedelta(days=round(number * 86_400) / 86_400)
    except OverflowError:
        return number
    if kind == "TIME" and 0 <= number < 1:
        return moment.time()
    return moment if moment.time() != time() else moment.date()


def _date_pattern(cell: Reply) -> str | None:
    shown = _number_format(cell)
    return shown.get("pattern", "") if shown.get("type") in {"DATE", "DATE_TIME"} else None


def _number_format(cell: Reply) -> Reply:
    found: Reply = cell.get("effectiveFormat", {}).get("numberFormat", {})
    return found
