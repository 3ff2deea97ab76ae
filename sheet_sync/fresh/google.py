"""A fresh tracker in an empty Google Sheet, as the requests of one `spreadsheets.batchUpdate`. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sheet_sync.fresh import guide, layout, overview
from sheet_sync.fresh.example import Row
from sheet_sync.fresh.layout import COLUMNS, Column, Kind
from sheet_sync.grid import CellValue, NewWorksheet
from sheet_sync.stores.google.reading import Sheet
from sheet_sync.stores.google.requests import Request, raw_of, wide
from sheet_sync.tracker.fields import OWN_HEADERS, STATUS

_FIRST_ID = 735_290_001
_CHART_ID = 735_290_100
_SPARE_ROWS = 5
_BITS = 255
_CHART_PIXELS = {"widthPixels": 620, "heightPixels": 400}

Look = Mapping[str, Any]
"""A CellFormat of Google's."""


def requests(
    sheet: Sheet, taken: Iterable[int], worksheet: str, rows: Sequence[Row], settings: NewWorksheet
) -> list[Request]:
    """What lays out the tracker in an empty worksheet, and three more worksheets beside it.

    Args:
        sheet: the empty one.
        taken: Google's numbers of all worksheets.
        worksheet: the name that it gets.
        rows: the applications to begin with.
        settings: what the worksheet Settings says.
    """
    free = (number for number in range(_FIRST_ID, _FIRST_ID + 1_000) if number not in set(taken))
    overviewed, setting, guided = (next(free) for _ in range(3))
    return [
        *_tracker(sheet, worksheet, rows),
        *_overview(overviewed, worksheet),
        *_settings(setting, settings),
        *_guide(guided),
    ]


@dataclass(frozen=True)
class _Cell:
    """What stands in a cell, and its look."""

    value: CellValue = None
    look: Look | None = None
    is_formula: bool = False

    def as_json(self) -> dict[str, Any]:
        raw = ("formulaValue", self.value) if self.is_formula else raw_of(self.value)
        entered = {"userEnteredValue": dict([raw])} if raw else {}
        return entered | ({"userEnteredFormat": dict(self.look)} if self.look else {})


def _colour(hexadecimal: str) -> dict[str, Any]:
    channels = (int(hexadecimal[at : at + 2], 16) / _BITS for at in (0, 2, 4))
    return {"rgbColor": dict(zip(("red", "green", "blue"), channels, strict=True))}


def _filled(colour: str) -> Look:
    return {"backgroundColorStyle": _colour(colour)}


def _text(size: int = 10, *, bold: bool = False, colour: str = "000000") -> Look:
    return {"textFormat": {"fontSize": size, "bold": bold, "foregroundColorStyle": _colour(colour)}}


_TOP = {"verticalAlignment": "TOP", "horizontalAlignment": "LEFT"}
_WRAPPED = {**_TOP, "wrapStrategy": "WRAP"}
_DAY = {"numberFormat": {"type": "DATE", "pattern": layout.DAY_PATTERN}}
_MOMENT = {"numberFormat": {"type": "DATE_TIME", "pattern": layout.MOMENT_PATTERN}}
_TITLE = _text(layout.TITLE_SIZE, bold=True, colour=layout.INK)
_HEADING = _text(12, bold=True, colour=layout.INK)
_LABEL = {**_WRAPPED, **_text(bold=True)}
_PLAIN = {**_WRAPPED, **_text()}


def _header(colour: str = layout.INK) -> Look:
    middle = {"verticalAlignment": "MIDDLE", "wrapStrategy": "WRAP"}
    return {**_filled(colour), **_text(bold=True, colour="FFFFFF"), **middle}


def _tracker(sheet: Sheet, worksheet: str, rows: Sequence[Row]) -> Iterator[Request]:
    height, width = max(sheet.rows, layout.FILTERED_ROWS), max(sheet.columns, len(COLUMNS))
    shown = {"frozenRowCount": 1, "frozenColumnCount": layout.FROZEN_COLUMNS, "hideGridlines": True}
    size = {"rowCount": height, "columnCount": width, **shown}
    properties = {"sheetId": sheet.id, "title": worksheet, "gridProperties": size}
    named = f"title,gridProperties({','.join(size)})"
    yield {"updateSheetProperties": {"properties": properties, "fields": named}}
    for at, column in enumerate(COLUMNS, start=1):
        yield from _column(sheet.id, at, column)
    header = [_Cell(column.header, _header(layout.OURS_INK if column.ours else layout.INK)) for column in COLUMNS]
    yield _cells(sheet.id, 1, [header])
    for number, row in enumerate(rows, start=2):
        yield from _row(sheet.id, number, row)
    yield from _colours(sheet.id)
    filtered = {"sheetId": sheet.id, "startRowIndex": 0, "startColumnIndex": 0, "endColumnIndex": len(COLUMNS)}
    yield {"setBasicFilter": {"filter": {"range": filtered}}}


def _column(sheet: int, at: int, column: Column) -> Iterator[Request]:
    """The looks of a column below its header. Interviews show their time as they were typed, by Google's own lights."""
    look: Look = {**(_WRAPPED if layout.is_wrapped(column) else _TOP), **_text(bold=at == 1)}
    look = {**look, **_DAY} if column.kind is Kind.DAY else look
    below = {"sheetId": sheet, "startRowIndex": 1, "startColumnIndex": at - 1, "endColumnIndex": at}
    fields = f"userEnteredFormat({','.join(look)})"
    yield {"repeatCell": {"range": below, "cell": {"userEnteredFormat": look}, "fields": fields}}
    yield wide(sheet, at, column.width)
    if column.hidden:
        place = {"sheetId": sheet, "dimension": "COLUMNS", "startIndex": at - 1, "endIndex": at}
        hidden = {"properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
        yield {"updateDimensionProperties": {"range": place, **hidden}}
    if column.choices:
        yield _offered(below, column.choices)


def _offered(cells: Mapping[str, int], choices: Sequence[str]) -> Request:
    """A drop-down that takes other words too."""
    condition = {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": choice} for choice in choices]}
    return {
        "setDataValidation": {
            "range": dict(cells),
            "rule": {"condition": condition, "strict": False, "showCustomUi": True},
        }
    }


def _row(sheet: int, number: int, row: Row) -> Iterator[Request]:
    """The cells of an example; those that hold days are shown as days."""
    values = {OWN_HEADERS[field]: value for field, value in row.items()}
    line = [_Cell(values.get(column.header)) for column in COLUMNS]
    yield _cells(sheet, number, [line], "userEnteredValue")
    for at, cell in enumerate(line):
        if isinstance(cell.value, date):
            shown = _MOMENT if _has_time(cell.value) else _DAY
            place = {"sheetId": sheet, "rowIndex": number - 1, "columnIndex": at}
            dated = [{"values": [{"userEnteredFormat": shown}]}]
            yield {"updateCells": {"start": place, "rows": dated, "fields": "userEnteredFormat.numberFormat"}}


def _has_time(day: date) -> bool:
    return isinstance(day, datetime) and day.time() != time()


def _colours(sheet: int) -> Iterator[Request]:
    status = layout.letters_of(STATUS)
    places = [layout.place_of(header) for header in layout.COLOURED]
    cells = [{"sheetId": sheet, "startRowIndex": 1, "startColumnIndex": at - 1, "endColumnIndex": at} for at in places]
    for index, (name, colour) in enumerate(layout.STATUS_COLOURS.items()):
        condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": f'=${status}2="{name}"'}]}
        rule = {"ranges": cells, "booleanRule": {"condition": condition, "format": dict(_filled(colour))}}
        yield {"addConditionalFormatRule": {"rule": rule, "index": index}}


def _overview(sheet: int, worksheet: str) -> Iterator[Request]:
    yield _added(sheet, layout.OVERVIEW, overview.LAST_ROW, 10)
    yield from _wide(sheet, overview.WIDTHS)
    lines: dict[int, list[_Cell]] = {1: [_Cell(overview.TITLE, _TITLE)]}
    for row, figure in enumerate(overview.figures(worksheet, overview.GOOGLE), start=3):
        look = {**_LABEL, **_DAY} if figure.is_day else _LABEL
        lines[row] = [_Cell(figure.label, _PLAIN), _Cell(figure.formula, look, is_formula=True)]
    lines[overview.HEADINGS_ROW] = [_Cell(heading, _header()) for heading in overview.HEADINGS]
    for row, (name, formula) in enumerate(overview.counts(worksheet, overview.GOOGLE), start=overview.FIRST_ROW):
        status = {**_PLAIN, **_filled(layout.STATUS_COLOURS[name])}
        lines[row] = [_Cell(name, status), _Cell(formula, _LABEL, is_formula=True)]
    yield _cells(sheet, 1, [lines.get(row, []) for row in range(1, overview.LAST_ROW + 1)])
    yield {"addChart": {"chart": _chart(sheet)}}


def _chart(sheet: int) -> dict[str, Any]:
    def column(at: int) -> dict[str, Any]:
        rows = {"startRowIndex": overview.FIRST_ROW - 1, "endRowIndex": overview.LAST_ROW}
        source = {"sheetId": sheet, **rows, "startColumnIndex": at, "endColumnIndex": at + 1}
        return {"sourceRange": {"sources": [source]}}

    series = {
        "series": column(1),
        "targetAxis": "BOTTOM_AXIS",
        "colorStyle": _colour(layout.BAR_COLOUR),
        "dataLabel": {"type": "DATA", "placement": "OUTSIDE_END"},
    }
    basic = {
        "chartType": "BAR",
        "legendPosition": "NO_LEGEND",
        "domains": [{"domain": column(0)}],
        "series": [series],
        "headerCount": 0,
    }
    anchor = {"sheetId": sheet, "rowIndex": 1, "columnIndex": 3}
    return {
        "chartId": _CHART_ID,
        "spec": {"basicChart": basic, "altText": overview.TITLE},
        "position": {"overlayPosition": {"anchorCell": anchor, **_CHART_PIXELS}},
    }


def _settings(sheet: int, settings: NewWorksheet) -> Iterator[Request]:
    headings, *rows = settings.rows
    yield _added(sheet, settings.name, len(rows) + 1, len(headings), frozen=1)
    yield from _wide(sheet, settings.widths)
    lines = [[_Cell(heading, _header()) for heading in headings]]
    for label, value, meaning in rows:
        lines.append([_Cell(label, _LABEL), _Cell(value, {**_PLAIN, **_filled(layout.ENTRY)}), _Cell(meaning, _PLAIN)])
    yield _cells(sheet, 1, lines)
    for row, (label, *_) in enumerate(rows, start=1):
        if label in layout.SETTING_CHOICES:
            cell = {"startRowIndex": row, "endRowIndex": row + 1, "startColumnIndex": 1, "endColumnIndex": 2}
            yield _offered({"sheetId": sheet, **cell}, layout.SETTING_CHOICES[str(label)])


def _guide(sheet: int) -> Iterator[Request]:
    lines = [[_Cell(guide.TITLE, _TITLE)], []]
    for heading, steps in (*guide.sections(), (guide.WHAT_STATUSES_MEAN, tuple(layout.STATUS_MEANINGS.items()))):
        lines.append([_Cell(heading, _HEADING)])
        for label, text in steps:
            colour = layout.STATUS_COLOURS.get(label)
            lines.append([_Cell(label, {**_LABEL, **(_filled(colour) if colour else {})}), _Cell(text, _PLAIN)])
        lines.append([])
    yield _added(sheet, layout.GUIDE, len(lines), len(guide.WIDTHS))
    yield from _wide(sheet, guide.WIDTHS)
    yield _cells(sheet, 1, lines)


def _added(sheet: int, title: str, rows: int, columns: int, *, frozen: int = 0) -> Request:
    size = {"rowCount": rows + _SPARE_ROWS, "columnCount": columns, "hideGridlines": True, "frozenRowCount": frozen}
    return {"addSheet": {"properties": {"sheetId": sheet, "title": title, "gridProperties": size}}}


def _wide(sheet: int, widths: Sequence[float]) -> Iterator[Request]:
    return (wide(sheet, column, width) for column, width in enumerate(widths, start=1))


def _cells(
    sheet: int, row: int, lines: Sequence[Sequence[_Cell]], fields: str = "userEnteredValue,userEnteredFormat"
) -> Request:
    start = {"sheetId": sheet, "rowIndex": row - 1, "columnIndex": 0}
    rows = [{"values": [cell.as_json() for cell in line]} for line in lines]
    return {"updateCells": {"start": start, "rows": rows, "fields": fields}}
