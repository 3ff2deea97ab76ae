"""Rows and columns that come, go and move, and everything that follows them."""

from collections.abc import Callable

from fake_sheets.areas import Area, Box
from fake_sheets.batch import Work, handles, mask_of
from fake_sheets.cells import inherited
from fake_sheets.errors import NotModelledError, invalid
from fake_sheets.formulas import Place, following
from fake_sheets.json_types import Cell, CellRow, JsonObject
from fake_sheets.masks import merged
from fake_sheets.model import COLUMN_WIDTH, ROW_HEIGHT, Sheet, Spreadsheet
from fake_sheets.protection import guard_whole

ROWS, COLUMNS = "ROWS", "COLUMNS"


def size(sheet: Sheet, dimension: str) -> int:
    """How many rows or columns there are."""
    return sheet.height if dimension == ROWS else sheet.width


def strip(sheet: Sheet, dimension: str, start: int, end: int) -> Box:
    """The cells of some rows or columns."""
    return Box(start, 0, end, sheet.width) if dimension == ROWS else Box(0, start, sheet.height, end)


@handles("appendDimension")
def append_dimension(work: Work, body: JsonObject) -> JsonObject:
    """Blank rows at the foot, or columns at the right."""
    sheet = work.sheet(body)
    length = body.get("length", 0)
    if length < 1:
        raise NotModelledError("appendDimension of nothing")
    guard_whole(sheet, work.caller)
    work.spreadsheet.fits_with(length * (sheet.width if body["dimension"] == ROWS else sheet.height))
    rows = length if body["dimension"] == ROWS else 0
    sheet.resize(sheet.height + rows, sheet.width + length - rows)
    return {}


@handles("insertDimension")
def insert_dimension(work: Work, body: JsonObject) -> JsonObject:
    """Blank rows or columns before an index, with the formats of a neighbour."""
    wanted = body["range"]
    sheet, dimension = work.sheet(wanted), wanted["dimension"]
    start, end = wanted.get("startIndex", 0), wanted["endIndex"]
    before = body.get("inheritFromBefore", False)
    if start >= size(sheet, dimension) + before:
        raise invalid(
            f"range.startIndex[{start}] must be less than the grid size[{size(sheet, dimension)}] "
            "if inheritFromBefore is false."
        )
    if before and start == 0:
        raise invalid("inheritFromBefore cannot be true if inserting at index 0.")
    if _inside_protected(sheet, dimension, start):
        work.guard(sheet, strip(sheet, dimension, start - 1, start + 1))
    work.spreadsheet.fits_with((end - start) * size(sheet, COLUMNS if dimension == ROWS else ROWS))
    insert(work.spreadsheet, sheet, dimension, (start, end), heir_of=start - 1 if before else start)
    return {}


def _inside_protected(sheet: Sheet, dimension: str, at: int) -> bool:
    boxes = [kept.areas[0].box(sheet.height, sheet.width) for kept in sheet.protected_ranges]
    sides = [(box.top, box.bottom) if dimension == ROWS else (box.left, box.right) for box in boxes]
    return any(first < at < last for first, last in sides)


def insert(book: Spreadsheet, sheet: Sheet, dimension: str, span: tuple[int, int], heir_of: int) -> None:
    """Insert rows or columns at `span`; they inherit the formats of the row or column `heir_of`."""
    start, end = span
    count = end - start
    if dimension == ROWS:
        fresh = {at: look for at, cell in sheet.rows[heir_of].items() if (look := inherited(cell))}
        sheet.rows[start:start] = [fresh] * count
        sheet.row_properties[start:start] = [ROW_HEIGHT] * count
    else:
        sheet.rows = [_with_inserted(row, start, count, heir_of) for row in sheet.rows]
        sheet.columns[start:start] = [COLUMN_WIDTH] * count
    sheet.move_attachments(lambda area: area.inserted(dimension, start, count))
    follow(book, sheet, _along(dimension, lambda index: index + count if index >= start else index))


def _with_inserted(row: CellRow, start: int, count: int, heir_of: int) -> CellRow:
    moved = {at + count if at >= start else at: cell for at, cell in row.items()}
    look: Cell = inherited(row.get(heir_of, {}))
    return {**moved, **dict.fromkeys(range(start, start + count), look)} if look else moved


def _along(dimension: str, move: Callable[[int], int | None]) -> Callable[[Place], Place | None]:
    def place(at: Place) -> Place | None:
        index = move(at[0] if dimension == ROWS else at[1])
        if index is None:
            return None
        return (index, at[1]) if dimension == ROWS else (at[0], index)

    return place


def follow(book: Spreadsheet, moved: Sheet, place: Callable[[Place], Place | None]) -> None:
    """Let every formula's references follow the cells that moved."""
    for sheet in book.sheets:
        for index, row in enumerate(sheet.rows):
            if any("formulaValue" in cell.get("userEnteredValue", {}) for cell in row.values()):
                own = sheet is moved
                sheet.rows[index] = {at: following(cell, moved.title, own=own, place=place) for at, cell in row.items()}


@handles("deleteDimension")
def delete_dimension(work: Work, body: JsonObject) -> JsonObject:
    """Rows or columns, with everything in them."""
    wanted = body["range"]
    sheet, dimension = work.sheet(wanted), wanted["dimension"]
    start, end = wanted.get("startIndex", 0), wanted.get("endIndex", size(sheet, wanted["dimension"]))
    name = "row" if dimension == ROWS else "column"
    if end > size(sheet, dimension):
        tried = max(start, size(sheet, dimension))
        raise invalid(
            f"Cannot delete a {name} that doesn't exist. Tried to delete {name} index {tried} "
            f"but there are only {size(sheet, dimension)} {name}s."
        )
    if end - start >= size(sheet, dimension):
        raise invalid(f"You can't delete all the {name}s on the sheet.")
    work.guard(sheet, strip(sheet, dimension, start, end))
    delete(work.spreadsheet, sheet, dimension, start, end)
    return {}


def delete(book: Spreadsheet, sheet: Sheet, dimension: str, start: int, end: int) -> None:
    """Delete rows or columns."""
    if dimension == ROWS:
        del sheet.rows[start:end], sheet.row_properties[start:end]
    else:
        sheet.rows = [_without(row, start, end) for row in sheet.rows]
        del sheet.columns[start:end]
    sheet.move_attachments(lambda area: area.deleted(dimension, start, end))

    def move(index: int) -> int | None:
        if start <= index < end:
            return None
        return index - (end - start) if index >= end else index

    follow(book, sheet, _along(dimension, move))


def _without(row: CellRow, start: int, end: int) -> CellRow:
    return {at - (end - start) * (at >= end): cell for at, cell in row.items() if not start <= at < end}


def cut_to(work: Work, sheet: Sheet, height: int, width: int) -> None:
    """Delete the rows and columns beyond a size."""
    for dimension, kept in ((ROWS, height), (COLUMNS, width)):
        if kept < size(sheet, dimension):
            work.guard(sheet, strip(sheet, dimension, kept, size(sheet, dimension)))
            delete(work.spreadsheet, sheet, dimension, kept, size(sheet, dimension))


@handles("updateDimensionProperties")
def update_dimension_properties(work: Work, body: JsonObject) -> JsonObject:
    """Widths, heights, and what is hidden."""
    wanted, mask = body["range"], mask_of(body)
    sheet, dimension = work.sheet(wanted), wanted["dimension"]
    start, end = wanted.get("startIndex", 0), wanted.get("endIndex", size(sheet, dimension))
    if end > size(sheet, dimension) or start >= end:
        sheet.box_of(Area(start, None, end, None) if dimension == ROWS else Area(None, start, None, end))
    guard_whole(sheet, work.caller)
    kept = sheet.row_properties if dimension == ROWS else sheet.columns
    for index in range(start, end):
        kept[index] = {name: value for name, value in merged(kept[index], body["properties"], mask).items() if value}
    return {}


@handles("moveDimension")
def move_dimension(work: Work, body: JsonObject) -> JsonObject:
    """Rows to another place of the same worksheet; the destination is counted before they are taken away."""
    source, target = body["source"], body.get("destinationIndex", 0)
    sheet = work.sheet(source)
    start, end = source.get("startIndex", 0), source["endIndex"]
    if source["dimension"] != ROWS:
        raise NotModelledError("moveDimension of columns")
    if end > sheet.height or target > sheet.height or start < target < end:
        raise NotModelledError("moveDimension beyond the grid or into itself")
    work.guard(sheet, strip(sheet, ROWS, min(start, target), max(end, target)))
    move_rows(work.spreadsheet, sheet, start, end, target)
    return {}


def move_rows(book: Spreadsheet, sheet: Sheet, start: int, end: int, target: int) -> None:
    """Move whole rows before the row `target`."""
    window = Box(min(start, target), 0, max(end, target), sheet.width)
    areas = [*sheet.merges, *(area for kept in sheet.attachments() for area in (*kept.areas, *kept.exempt))]
    if any(not _undisturbed(area.box(sheet.height, sheet.width), window) for area in areas):
        raise NotModelledError("moving rows across the edge of a filter, a protection or merged cells")
    order = [*range(start), *range(end, sheet.height)]
    at = target if target <= start else target - (end - start)
    order[at:at] = range(start, end)
    sheet.rows = [sheet.rows[row] for row in order]
    sheet.row_properties = [sheet.row_properties[row] for row in order]
    places = {source: index for index, source in enumerate(order)}
    follow(book, sheet, _along(ROWS, lambda index: places.get(index, index)))


def _undisturbed(box: Box, window: Box) -> bool:
    return (box.top <= window.top and window.bottom <= box.bottom) or not box.meets(window)
