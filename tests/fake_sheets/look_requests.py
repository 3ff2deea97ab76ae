"""The requests about rules for formats, and about charts."""

from fake_sheets.areas import Area
from fake_sheets.batch import Work, handles
from fake_sheets.colours import with_colours
from fake_sheets.errors import NotModelledError, invalid
from fake_sheets.json_types import JsonObject
from fake_sheets.model import Attached, Sheet

_RULED = {"backgroundColor", "backgroundColorStyle", "textFormat"}
_FIRST_NEW_ID = 100_000_007
_DEFAULT_SIZE = {"widthPixels": 600, "heightPixels": 371}
_SERIES_AXIS = {"BAR": "BOTTOM_AXIS", "COLUMN": "LEFT_AXIS"}


@handles("addConditionalFormatRule")
def add_conditional_format_rule(work: Work, body: JsonObject) -> JsonObject:
    """A rule by a formula, before the one that has its index now."""
    rule, index = body["rule"], body.get("index", 0)
    sheets = {id(sheet): sheet for sheet in (work.sheet(one) for one in rule["ranges"])}
    if len(sheets) != 1:
        raise NotModelledError("a rule for formats on several worksheets")
    ((_, sheet),) = sheets.items()
    areas = tuple(Area.of(one) for one in rule["ranges"])
    for area in areas:
        work.guard(sheet, sheet.box_of(area))
    if not 0 <= index <= len(sheet.conditional_formats):
        raise NotModelledError(f"a rule for formats at index {index} of {len(sheet.conditional_formats)}")
    sheet.conditional_formats.insert(index, Attached(areas, {"booleanRule": _boolean_rule(rule)}))
    return {}


def _boolean_rule(rule: JsonObject) -> JsonObject:
    boolean = rule.get("booleanRule", {})
    condition, look = boolean.get("condition", {}), boolean.get("format", {})
    formulas = [one.get("userEnteredValue", "") for one in condition.get("values", [])]
    if condition.get("type") != "CUSTOM_FORMULA" or [text[:1] for text in formulas] != ["="]:
        raise NotModelledError(f"a rule for formats by {condition}")
    if not look or set(look) - _RULED:
        raise NotModelledError(f"a rule for the formats {sorted(look)}: only colours and styles of text can be ruled")
    return {**boolean, "format": with_colours(look)}


@handles("addChart")
def add_chart(work: Work, body: JsonObject) -> JsonObject:
    """A chart of bars over the grid. It is answered as it was asked for, without what Google adds by itself."""
    wanted = body["chart"]
    place = wanted.get("position", {}).get("overlayPosition", {})
    if "anchorCell" not in place or set(wanted["position"]) != {"overlayPosition"}:
        raise NotModelledError("a chart that does not stand over cells")
    sheet = work.sheet(place["anchorCell"])
    row, column = place["anchorCell"].get("rowIndex", 0), place["anchorCell"].get("columnIndex", 0)
    sheet.box_of(Area(row, column, row + 1, column + 1))
    _check_spec(work, sheet, wanted.get("spec", {}))
    taken = [chart["chartId"] for one in work.spreadsheet.sheets for chart in one.charts]
    number = wanted.get("chartId", max([_FIRST_NEW_ID, *taken]) + 1)
    if number in taken:
        raise invalid(f"A chart with id {number} already exists.")
    chart = {**wanted, "chartId": number, "position": {"overlayPosition": {**_DEFAULT_SIZE, **place}}}
    sheet.charts.append(chart)
    return {"chart": chart}


def _check_spec(work: Work, sheet: Sheet, spec: JsonObject) -> None:
    basic = spec.get("basicChart", {})
    kind = basic.get("chartType")
    if kind not in _SERIES_AXIS or len(basic.get("domains", [])) != 1 or not basic.get("series"):
        raise NotModelledError(f"a chart other than bars over one domain: {sorted(spec)}, {kind}")
    for series in basic["series"]:
        if series.get("targetAxis") != _SERIES_AXIS[kind]:
            raise NotModelledError(f"a series of {kind} at the axis {series.get('targetAxis')}")
    sources = [basic["domains"][0]["domain"], *(series["series"] for series in basic["series"])]
    lengths = {_length(work, sheet, data.get("sourceRange", {}).get("sources", [])) for data in sources}
    if len(lengths) != 1:
        raise NotModelledError(f"a chart whose domain and series differ in length: {sorted(lengths)}")


def _length(work: Work, sheet: Sheet, sources: list[JsonObject]) -> int:
    """How many values one source has: it is one row, or one column."""
    if len(sources) != 1:
        raise NotModelledError("a chart of several source ranges")
    other, box = work.boxed(sources[0])
    if other is not sheet:
        raise NotModelledError("a chart of another worksheet's cells")
    if min(box.height, box.width) != 1:
        raise NotModelledError(f"a chart whose source is neither a row nor a column: {box.a1}")
    return max(box.height, box.width)
