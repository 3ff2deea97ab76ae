"""The requests about whole worksheets, and about what is attached to their ranges."""

from fake_sheets.areas import Area
from fake_sheets.batch import Work, handles, mask_of
from fake_sheets.colours import with_both_forms, with_colours
from fake_sheets.dimensions import cut_to
from fake_sheets.errors import PROTECTED, NotModelledError, invalid
from fake_sheets.filtering import filter_of, hide_filtered
from fake_sheets.json_types import JsonObject
from fake_sheets.masks import merged, wants
from fake_sheets.model import Attached, Sheet, Spreadsheet
from fake_sheets.protection import guard_whole
from fake_sheets.rendering import protected_json, sheet_properties

_KEPT_GRID = ("frozenRowCount", "frozenColumnCount", "hideGridlines")
_KEPT = ("tabColor", "tabColorStyle", "rightToLeft")
_FIRST_NEW_ID = 100_000_007


@handles("addSheet")
def add_sheet(work: Work, body: JsonObject) -> JsonObject:
    """A blank worksheet, of 1000 rows and 26 columns where nothing else is said."""
    wanted = body.get("properties", {})
    book = work.spreadsheet
    sheet = Sheet(wanted.get("sheetId", _fresh_id(book)), wanted.get("title") or _fresh_title(book))
    if any(one.sheet_id == sheet.sheet_id for one in book.sheets):
        raise invalid(f"A sheet with id {sheet.sheet_id} already exists.")
    _free_title(book, sheet.title)
    if wanted.get("sheetType", "GRID") != "GRID":
        raise NotModelledError(f"a worksheet of type {wanted['sheetType']}")
    grid = wanted.get("gridProperties", {})
    book.fits_with(grid.get("rowCount", 1000) * grid.get("columnCount", 26))
    sheet.resize(grid.get("rowCount", 1000), grid.get("columnCount", 26))
    book.sheets.insert(wanted.get("index", len(book.sheets)), sheet)
    _take_over(sheet, with_colours(wanted))
    return {"properties": sheet_properties(book, sheet)}


def _fresh_id(book: Spreadsheet) -> int:
    return max([_FIRST_NEW_ID, *(sheet.sheet_id for sheet in book.sheets)]) + 1


def _fresh_title(book: Spreadsheet) -> str:
    taken = {sheet.title for sheet in book.sheets}
    return next(title for number in range(len(taken) + 1, 9999) if (title := f"Sheet{number}") not in taken)


def _free_title(book: Spreadsheet, title: str) -> None:
    titles = [sheet.title for sheet in book.sheets]
    if title in titles:
        raise invalid(f'A sheet with the name "{title}" already exists. Please enter another name.')
    if title.casefold() in map(str.casefold, titles):
        raise NotModelledError(f"a worksheet {title!r} beside one whose title differs only in case")


def _take_over(sheet: Sheet, properties: JsonObject) -> None:
    """The properties that are only kept."""
    grid = {**sheet.grid, **properties.get("gridProperties", {})}
    sheet.grid = {name: grid[name] for name in _KEPT_GRID if grid.get(name)}
    more = {**sheet.more, **properties}
    sheet.more = {name: more[name] for name in _KEPT if more.get(name)}
    sheet.hidden = properties.get("hidden", sheet.hidden)


@handles("deleteSheet")
def delete_sheet(work: Work, body: JsonObject) -> JsonObject:
    """The last worksheet to be seen stays."""
    book = work.spreadsheet
    sheet = book.by_id(body.get("sheetId", 0), "sheet")
    work.guard(sheet, sheet.box)
    if all(one.hidden for one in book.sheets if one is not sheet):
        raise invalid("You can't remove all the visible sheets in a document.")
    book.sheets = [one for one in book.sheets if one is not sheet]
    return {}


@handles("updateSheetProperties")
def update_sheet_properties(work: Work, body: JsonObject) -> JsonObject:
    """Those that the field mask names."""
    mask, wanted = mask_of(body), body.get("properties", {})
    if mask is None:
        raise NotModelledError("updateSheetProperties with the fields *")
    sheet = work.spreadsheet.by_id(wanted.get("sheetId", 0), "sheet")
    guard_whole(sheet, work.caller)
    before = sheet_properties(work.spreadsheet, sheet)
    after = merged(before, with_colours(wanted), with_both_forms(mask))
    if after["title"] != before["title"]:
        _rename(work.spreadsheet, sheet, after["title"])
    if wants(mask, "gridProperties"):
        _resize(work, sheet, after["gridProperties"])
        sheet.grid = {}
    sheet.hidden, sheet.more = False, {}
    _take_over(sheet, after)
    _check_places(work.spreadsheet, moved_to=after.get("index", 0) if wants(mask, "index") else None)
    return {}


def _rename(book: Spreadsheet, sheet: Sheet, title: str) -> None:
    others = Spreadsheet("", sheets=[one for one in book.sheets if one is not sheet])
    _free_title(others, title)
    if any(
        "!" in str(cell.get("userEnteredValue", {}).get("formulaValue", ""))
        for one in book.sheets
        for row in one.rows
        for cell in row.values()
    ):
        raise NotModelledError("renaming a worksheet where formulas name worksheets")
    sheet.title = title


def _resize(work: Work, sheet: Sheet, grid: JsonObject) -> None:
    height, width = grid.get("rowCount", 0), grid.get("columnCount", 0)
    if height < 1 or width < 1:
        raise NotModelledError("a worksheet without rows or columns")
    work.spreadsheet.fits_with(height * width - sheet.height * sheet.width)
    cut_to(work, sheet, height, width)
    sheet.resize(height, width)


def _check_places(book: Spreadsheet, moved_to: int | None) -> None:
    if all(one.hidden for one in book.sheets):
        raise invalid("You can't hide all the sheets in a document.")
    if moved_to is not None:
        raise NotModelledError(f"moving a worksheet to index {moved_to}")


@handles("setBasicFilter")
def set_basic_filter(work: Work, body: JsonObject) -> JsonObject:
    """The one filter of the worksheet, in the place of the one before."""
    wanted = body["filter"]
    sheet, box = work.boxed(wanted["range"])
    guard_whole(sheet, work.caller)
    before = sheet.basic_filter
    sheet.basic_filter = filter_of(box, wanted)
    hide_filtered(sheet, before)
    return {}


@handles("clearBasicFilter")
def clear_basic_filter(work: Work, body: JsonObject) -> JsonObject:
    """Without it nothing is filtered away."""
    sheet = work.sheet(body)
    guard_whole(sheet, work.caller)
    before, sheet.basic_filter = sheet.basic_filter, None
    hide_filtered(sheet, before)
    return {}


@handles("updateFilterView")
def update_filter_view(work: Work, body: JsonObject) -> JsonObject:
    """The fields of a filter view that the mask names."""
    wanted, mask = body["filter"], mask_of(body)
    for sheet in work.spreadsheet.sheets:
        for index, kept in enumerate(sheet.filter_views):
            if kept.body["filterViewId"] == wanted.get("filterViewId"):
                whole = {"range": kept.areas[0].as_json(sheet.sheet_id), **kept.body}
                after = merged(whole, wanted, mask)
                sheet.filter_views[index] = _view_of(work, after)
                return {}
    raise invalid(f"No filter view with id: {wanted.get('filterViewId')}")


def _view_of(work: Work, body: JsonObject) -> Attached:
    sheet, _ = work.boxed(body["range"])
    kept = {name: value for name, value in body.items() if name != "range"}
    return Attached((Area.of(body["range"]).closed(sheet.height, sheet.width),), kept)


@handles("addProtectedRange")
def add_protected_range(work: Work, body: JsonObject) -> JsonObject:
    """The caller is always among those who may edit it."""
    wanted = body["protectedRange"]
    if wanted.get("namedRangeId") or wanted.get("tableId"):
        raise NotModelledError("protecting a named range or a table")
    sheet = work.sheet(wanted.get("range", {}))
    area = Area.of(wanted.get("range", {}))
    if any(kept.areas[0].box(sheet.height, sheet.width).holds(sheet.box_of(area)) for kept in sheet.protected_ranges):
        raise NotModelledError(f"protecting what is protected already ({PROTECTED})")
    kept = Attached((area,), _protection(work, wanted), tuple(map(Area.of, wanted.get("unprotectedRanges", []))))
    sheet.protected_ranges.append(kept)
    return {"protectedRange": {**protected_json(sheet, kept, work.caller), "editors": {}}}  # as recorded of Google


def _protection(work: Work, wanted: JsonObject) -> JsonObject:
    taken = [kept.body["protectedRangeId"] for sheet in work.spreadsheet.sheets for kept in sheet.protected_ranges]
    users = [*wanted.get("editors", {}).get("users", []), work.caller]
    number = wanted.get("protectedRangeId", max([_FIRST_NEW_ID, *taken]) + 1)
    optional = {name: wanted[name] for name in ("description", "warningOnly") if wanted.get(name)}
    return {"protectedRangeId": number, **optional, "editors": {"users": list(dict.fromkeys(users))}}
