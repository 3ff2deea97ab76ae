"""A spreadsheet as the API answers it.

Relied on, as Google's recorded replies show it: `sheetId` 0 and `index` 0 stand in `properties`, but a GridRange of
the first sheet has no `sheetId`; an index of 0 that is a bound stands there; false, empty lists and a `startRow` of 0
are left out; a `boolValue` of false and a `numberValue` of 0 stand. A field mask empties objects, it does not drop
them: `{"sheets": [{"data": [{}]}]}`.
"""

from collections.abc import Callable, Iterable, Sequence

from fake_sheets.areas import Area, Box, area_named, split_a1, unparsable
from fake_sheets.json_types import Cell, CellRow, JsonObject
from fake_sheets.masks import Mask, below, masked, wants
from fake_sheets.model import Attached, Sheet, Spreadsheet
from fake_sheets.protection import may_edit
from fake_sheets.values import effective_value, shown

_WHITE = {"red": 1, "green": 1, "blue": 1}
DEFAULT_FORMAT: JsonObject = {
    "backgroundColor": _WHITE,
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "fontFamily": "arial,sans,sans-serif",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": {"rgbColor": {}},
    },
    "backgroundColorStyle": {"rgbColor": _WHITE},
}
Piece = tuple[Sheet, Box]


def pieces_named(spreadsheet: Spreadsheet, ranges: Sequence[str]) -> list[Piece]:
    """The cells that A1 notation names.

    Raises:
        ApiError: a range cannot be read, or begins beyond the grid.
    """
    return [_piece_named(spreadsheet, text) for text in ranges]


def _piece_named(spreadsheet: Spreadsheet, text: str) -> Piece:
    title, cells = split_a1(text)
    titles = {sheet.title: sheet for sheet in spreadsheet.sheets}
    if title is None and cells in titles:
        title, cells = cells, None
    if title is not None and title not in titles:
        raise unparsable(text)
    sheet = titles[title] if title is not None else spreadsheet.sheets[0]
    return sheet, _box_read(sheet, area_named(cells, text) if cells else Area())


def _box_read(sheet: Sheet, area: Area) -> Box:
    """What is read of a range: it may end beyond the grid, but not begin there."""
    wanted = area.box(sheet.height, sheet.width)
    if wanted.top >= sheet.height or wanted.left >= sheet.width:
        sheet.box_of(area)
    return Box(wanted.top, wanted.left, min(wanted.bottom, sheet.height), min(wanted.right, sheet.width))


def rendered(
    spreadsheet: Spreadsheet, caller: str, *, ranges: Sequence[str], mask: Mask, grid_data: bool
) -> JsonObject:
    """The Spreadsheet message; with ranges, only of the sheets that they touch, and what lies in them."""
    pieces = pieces_named(spreadsheet, ranges)
    chosen = [sheet for sheet in spreadsheet.sheets if not ranges or any(sheet is one for one, _ in pieces)]
    if mask is not None:
        grid_data = wants(mask, "sheets", "data")
    data_mask = below(below(mask, "sheets"), "data") if mask is not None and grid_data else None
    sheets = []
    for sheet in chosen:
        boxes = [box for one, box in pieces if one is sheet] if ranges else [sheet.box]
        body = _sheet_json(spreadsheet, sheet, caller, boxes)
        if grid_data:
            body["data"] = [_grid_data(sheet, box, data_mask) for box in boxes]
        sheets.append(body)
    whole = {
        "spreadsheetId": spreadsheet.key,
        "properties": _properties(spreadsheet),
        "sheets": sheets,
        "spreadsheetUrl": f"https://docs.google.com/spreadsheets/d/{spreadsheet.key}/edit",
    }
    result: JsonObject = masked(whole, mask)
    return result


def _properties(spreadsheet: Spreadsheet) -> JsonObject:
    return {
        "title": spreadsheet.title,
        "locale": spreadsheet.locale,
        "autoRecalc": "ON_CHANGE",
        "timeZone": spreadsheet.time_zone,
        "defaultFormat": DEFAULT_FORMAT,
    }


def sheet_properties(spreadsheet: Spreadsheet, sheet: Sheet) -> JsonObject:
    """The SheetProperties message."""
    index = next(at for at, one in enumerate(spreadsheet.sheets) if one is sheet)
    grid = {"rowCount": sheet.height, "columnCount": sheet.width, **sheet.grid}
    body = {"sheetId": sheet.sheet_id, "title": sheet.title, "index": index, "sheetType": "GRID"}
    return {**body, "gridProperties": grid, **({"hidden": True} if sheet.hidden else {}), **sheet.more}


def _sheet_json(spreadsheet: Spreadsheet, sheet: Sheet, caller: str, boxes: Sequence[Box]) -> JsonObject:
    def near(area: Area) -> bool:
        box = area.box(sheet.height, sheet.width)
        return any(box.meets(one) for one in boxes)

    def those(kept: Iterable[Attached], render: Callable[[Attached], JsonObject]) -> list[JsonObject]:
        return [render(one) for one in kept if any(map(near, one.areas))]

    filters = [sheet.basic_filter] if sheet.basic_filter else []
    optional = {
        "merges": [area.as_json(sheet.sheet_id) for area in sheet.merges if near(area)],
        "conditionalFormats": those(sheet.conditional_formats, lambda one: _rule_json(sheet, one)),
        "filterViews": those(sheet.filter_views, lambda one: _ranged(sheet, one)),
        "protectedRanges": those(sheet.protected_ranges, lambda one: protected_json(sheet, one, caller)),
        "charts": [*sheet.charts],
        "basicFilter": next(iter(those(filters, lambda one: _ranged(sheet, one))), None),
    }
    kept = {name: value for name, value in optional.items() if value}
    return {"properties": sheet_properties(spreadsheet, sheet), **kept}


def _ranged(sheet: Sheet, kept: Attached) -> JsonObject:
    return {"range": kept.areas[0].as_json(sheet.sheet_id), **kept.body}


def _rule_json(sheet: Sheet, kept: Attached) -> JsonObject:
    return {"ranges": [area.as_json(sheet.sheet_id) for area in kept.areas], **kept.body}


def protected_json(sheet: Sheet, kept: Attached, caller: str) -> JsonObject:
    """A protected range as the caller sees it: only who may edit it sees its editors."""
    body = _ranged(sheet, kept)
    if kept.exempt:
        body["unprotectedRanges"] = [area.as_json(sheet.sheet_id) for area in kept.exempt]
    if may_edit(kept, caller):
        return {**body, "requestingUserCanEdit": True}
    return {name: value for name, value in body.items() if name != "editors"}


def _grid_data(sheet: Sheet, box: Box, mask: Mask) -> JsonObject:
    """The cells of a box; what the mask does not want is not computed."""
    data: JsonObject = {"startRow": box.top, "startColumn": box.left}
    if wants(mask, "rowData"):
        values_mask = below(below(mask, "rowData"), "values") if wants(mask, "rowData", "values") else {}
        data["rowData"] = _row_data(sheet.rows[box.top : box.bottom], box, values_mask)
    data["rowMetadata"] = sheet.row_properties[box.top : box.bottom]
    data["columnMetadata"] = sheet.columns[box.left : box.right]
    return {name: value for name, value in data.items() if value}


def _row_data(rows: Sequence[CellRow], box: Box, mask: Mask) -> list[JsonObject]:
    """Up to the last row that is not blank, each up to its last cell that is not blank."""
    found = []
    for row in rows:
        last = max((at for at in row if box.left <= at < box.right), default=box.left - 1)
        values = [_cell_json(row[at], mask) if at in row else {} for at in range(box.left, last + 1)]
        found.append({"values": values} if values else {})
    while found and not found[-1]:
        found.pop()
    return found


def _cell_json(cell: Cell, mask: Mask) -> JsonObject:
    names = _CELL_FIELDS if mask is None else [name for name in _CELL_FIELDS if name in mask]
    rendered_fields = {name: _CELL_FIELDS[name](cell) for name in names}
    return {name: masked(value, below(mask, name)) for name, value in rendered_fields.items() if value is not None}


def effective_format(cell: Cell) -> JsonObject | None:
    """The format with the spreadsheet's defaults below it."""
    entered = cell.get("userEnteredFormat", {})
    text = {**DEFAULT_FORMAT["textFormat"], **entered.get("textFormat", {})}
    return {**DEFAULT_FORMAT, "hyperlinkDisplayType": "PLAIN_TEXT", **entered, "textFormat": text}


_CELL_FIELDS: dict[str, Callable[[Cell], object]] = {
    "userEnteredValue": lambda cell: cell.get("userEnteredValue"),
    "effectiveValue": effective_value,
    "formattedValue": shown,
    "userEnteredFormat": lambda cell: cell.get("userEnteredFormat"),
    "effectiveFormat": effective_format,
    "hyperlink": lambda cell: cell.get("hyperlink"),
    "note": lambda cell: cell.get("note"),
    "textFormatRuns": lambda cell: cell.get("textFormatRuns"),
    "dataValidation": lambda cell: cell.get("dataValidation"),
}
