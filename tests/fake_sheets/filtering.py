"""Basic filters: their criteria, and the rows that they hide."""

from fake_sheets.areas import Box, area_of
from fake_sheets.errors import NotModelledError
from fake_sheets.json_types import JsonObject
from fake_sheets.model import Attached, Sheet
from fake_sheets.values import shown


def filter_of(box: Box, wanted: JsonObject) -> Attached:
    """A filter as Google keeps it, its criteria in the old form and the new one."""
    if wanted.get("sortSpecs") or wanted.get("tableId"):
        raise NotModelledError("a filter that sorts, or one of a table")
    old = {int(column): criteria for column, criteria in wanted.get("criteria", {}).items()}
    new = {spec.get("columnIndex", 0): spec.get("filterCriteria", {}) for spec in wanted.get("filterSpecs", [])}
    if old and new and old != new:
        raise NotModelledError("a filter whose criteria and filterSpecs differ")
    return Attached((area_of(box),), _both_forms(new or old))


def _both_forms(criteria: dict[int, JsonObject]) -> JsonObject:
    if not criteria:
        return {}
    specs = [{"filterCriteria": one, **({"columnIndex": column} if column else {})} for column, one in criteria.items()]
    return {"criteria": {str(column): one for column, one in criteria.items()}, "filterSpecs": specs}


def hide_filtered(sheet: Sheet, before: Attached | None) -> None:
    """Hide the rows that the filter hides, and no others."""
    present = sheet.basic_filter
    if before and present and before.body == present.body and before.areas[0].top == present.areas[0].top:
        return
    box = present.areas[0].box(sheet.height, sheet.width) if present else Box(0, 0, 0, 0)
    criteria = {int(column): one for column, one in (present.body if present else {}).get("criteria", {}).items()}
    for row in range(sheet.height):
        hidden = box.top < row < box.bottom and any(_hides(sheet, row, *one) for one in criteria.items())
        mark_filtered(sheet, row, hidden=hidden)


def mark_filtered(sheet: Sheet, row: int, *, hidden: bool) -> None:
    """Note whether a filter hides the row."""
    properties = {name: value for name, value in sheet.row_properties[row].items() if name != "hiddenByFilter"}
    sheet.row_properties[row] = {**properties, "hiddenByFilter": True} if hidden else properties


def _hides(sheet: Sheet, row: int, column: int, criteria: JsonObject) -> bool:
    if set(criteria) - {"hiddenValues"}:
        raise NotModelledError(f"a filter with the criteria {criteria}")
    return (shown(sheet.cell(row, column)) or "") in criteria.get("hiddenValues", [])
