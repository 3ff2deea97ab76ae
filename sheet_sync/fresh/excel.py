"""A fresh tracker as an Excel workbook. Only here, where nothing exists yet to be lost, does openpyxl write."""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Literal
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.utils import get_column_letter
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import ColumnDimension, SheetFormatProperties
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from sheet_sync.fresh import guide, layout, overview
from sheet_sync.fresh.example import HEIGHTS, Row
from sheet_sync.fresh.layout import COLUMNS, Column, Kind
from sheet_sync.grid import NewWorksheet
from sheet_sync.tracker.fields import OWN_HEADERS, STATUS

_LAST_ROW = 1_048_576
_MOMENT_FORMAT_ID = 190
_TEXT = "s"
"""The kind of a cell that stays text, though it begins with "="."""
_LINE = Border(bottom=Side("thin", color=layout.LINE))
_BODY = Font(name=layout.FONT, size=10)
_STRONG = Font(name=layout.FONT, size=10, bold=True)
_HEADER = Font(name=layout.FONT, size=10, bold=True, color="FFFFFF")
_HEADING = Font(name=layout.FONT, size=12, bold=True, color=layout.INK)
_TITLE = Font(name=layout.FONT, size=layout.TITLE_SIZE, bold=True, color=layout.INK)
_TOP = Alignment(vertical="top", horizontal="left")
_WRAPPED = Alignment(vertical="top", horizontal="left", wrap_text=True)
_LINE_HEIGHT = 13
_GUIDE_LINE = 105
"""Characters of the guide that are sure to fit on a line."""
_FONT_PART = re.compile(rb"<font>(.*?)</font>")
_FONT_ORDER = b"b i strike condense extend outline shadow u vertAlign sz color name family charset scheme".split()
_LABEL_FORMAT = b'formatCode="0;;"'
_CHART_SIZE = (16.5, 11.0)
"""Width and height, in centimetres."""


def workbook(name: str, worksheet: str, rows: Sequence[Row], settings: NewWorksheet) -> bytes:
    """The content of a new .xlsx file.

    Args:
        name: of the file, for the guide, as it is typed into a command.
        worksheet: the name of the one that holds the tracker.
        rows: the applications to begin with.
        settings: what the worksheet Settings says.
    """
    book = Workbook()
    tracker, overviewed, setting, guided = _worksheets(book, worksheet)
    _lay_out_tracker(tracker, rows)
    _lay_out_overview(overviewed, worksheet)
    _lay_out_settings(setting, settings)
    _lay_out_guide(guided, name)
    book.properties.creator = "sheet-sync"
    book.calculation = CalcProperties(fullCalcOnLoad=True)
    content = BytesIO()
    book.save(content)
    return _mended(content)


def _mended(content: BytesIO) -> bytes:
    """The package with what openpyxl does not heed: the order of a font's parts, and that labels have a format."""
    ordered = BytesIO()
    with ZipFile(content) as source, ZipFile(ordered, "w", ZIP_DEFLATED) as target:
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename == "xl/styles.xml":
                part = _FONT_PART.sub(_in_order, part)
            elif entry.filename.startswith("xl/charts/"):
                part = part.replace(_LABEL_FORMAT, _LABEL_FORMAT + b' sourceLinked="0"')
            target.writestr(entry, part)
    return ordered.getvalue()


def _in_order(font: re.Match[bytes]) -> bytes:
    members = {name: member for member, name in re.findall(rb"(<(\w+)[^>]*/>)", font[1])}
    return b"<font>" + b"".join(members[name] for name in sorted(members, key=_FONT_ORDER.index)) + b"</font>"


def _worksheets(book: Workbook, worksheet: str) -> list[Worksheet]:
    if isinstance(book.active, Worksheet):
        book.remove(book.active)
    return [book.create_sheet(title) for title in (worksheet, *layout.WORKSHEETS[1:])]


def _lay_out_tracker(sheet: Worksheet, rows: Sequence[Row]) -> None:
    for at, column in enumerate(COLUMNS, start=1):
        _lay_out_column(sheet, at, column)
    for number, row in enumerate(rows, start=2):
        _write_row(sheet, number, row)
    for number, height in enumerate(HEIGHTS if rows else (), start=2):
        sheet.row_dimensions[number].height = height
    sheet.sheet_format = SheetFormatProperties(defaultRowHeight=layout.ROW_HEIGHT, customHeight=True)
    sheet.row_dimensions[1].height = layout.HEADER_HEIGHT
    sheet.freeze_panes = f"{get_column_letter(layout.FROZEN_COLUMNS + 1)}2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{layout.FILTERED_ROWS}"
    sheet.sheet_view.showGridLines = False
    _colour_by_status(sheet)
    _show_times(sheet)
    sheet.print_title_rows = "1:1"
    _print_on(sheet, "landscape", sheet.PAPERSIZE_A3)


def _lay_out_column(sheet: Worksheet, at: int, column: Column) -> None:
    """A format for the whole column: rows to come have it too, however many."""
    whole = sheet.column_dimensions[get_column_letter(at)]
    whole.width, whole.hidden = column.width, column.hidden
    _dress(whole, at, column)
    header = sheet.cell(1, at, column.header)
    header.font, header.alignment = _HEADER, Alignment(vertical="center", wrap_text=True)
    header.fill = PatternFill("solid", fgColor=layout.OURS_INK if column.ours else layout.INK)
    if column.choices:
        _offer(sheet, f"{get_column_letter(at)}2:{get_column_letter(at)}{_LAST_ROW}", column.choices)


def _write_row(sheet: Worksheet, number: int, row: Row) -> None:
    for at, column in enumerate(COLUMNS, start=1):
        value = next((value for field, value in row.items() if OWN_HEADERS[field] == column.header), None)
        cell = sheet.cell(number, at)
        cell.value = value
        _dress(cell, at, column)


def _dress(cells: Cell | MergedCell | ColumnDimension, at: int, column: Column) -> None:
    """The look of a cell below the header, or of all of them."""
    cells.font = _STRONG if at == 1 else _BODY
    cells.border = _LINE
    cells.alignment = _WRAPPED if layout.is_wrapped(column) else _TOP
    cells.number_format = "General" if column.kind is Kind.TEXT else layout.DAY_PATTERN


def _offer(sheet: Worksheet, cells: str, choices: Iterable[str]) -> None:
    """A drop-down that takes other words too."""
    offered = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True, showErrorMessage=False)
    offered.add(cells)
    sheet.add_data_validation(offered)


def _colour_by_status(sheet: Worksheet) -> None:
    status = get_column_letter(layout.place_of(STATUS))
    letters = [get_column_letter(layout.place_of(header)) for header in layout.COLOURED]
    cells = " ".join(f"{letter}2:{letter}{_LAST_ROW}" for letter in letters)
    for name, colour in layout.STATUS_COLOURS.items():
        filled = DifferentialStyle(fill=PatternFill("solid", bgColor=colour))
        rule = Rule(type="expression", dxf=filled, formula=[f'${status}2="{name}"'])
        sheet.conditional_formatting.add(cells, rule)


def _show_times(sheet: Worksheet) -> None:
    """A time of day is shown where one was typed, and no 00:00 elsewhere."""
    for at, column in enumerate(COLUMNS, start=1):
        if column.kind is Kind.MOMENT:
            letter = get_column_letter(at)
            timed = DifferentialStyle(numFmt=NumberFormat(_MOMENT_FORMAT_ID, layout.MOMENT_PATTERN))
            formula = f"AND(ISNUMBER({letter}2),{letter}2<>INT({letter}2))"
            rule = Rule(type="expression", dxf=timed, formula=[formula])
            sheet.conditional_formatting.add(f"{letter}2:{letter}{_LAST_ROW}", rule)


def _print_on(sheet: Worksheet, orientation: Literal["portrait", "landscape"], paper: str) -> None:
    """As wide as a page, and as long as it takes."""
    sheet.page_setup.orientation = orientation
    sheet.page_setup.paperSize = int(paper)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0


def _lay_out_overview(sheet: Worksheet, worksheet: str) -> None:
    _title(sheet, overview.TITLE, overview.WIDTHS)
    for row, figure in enumerate(overview.figures(worksheet, overview.EXCEL), start=3):
        _put(sheet, row, 1, figure.label)
        cell = _put(sheet, row, 2, figure.formula, _STRONG)
        cell.number_format = layout.DAY_PATTERN if figure.is_day else "0"
    for at, heading in enumerate(overview.HEADINGS, start=1):
        _head(sheet, overview.HEADINGS_ROW, at, heading)
    for row, (name, formula) in enumerate(overview.counts(worksheet, overview.EXCEL), start=overview.FIRST_ROW):
        _put(sheet, row, 1, name).fill = PatternFill("solid", fgColor=layout.STATUS_COLOURS[name])
        _put(sheet, row, 2, formula, _STRONG).number_format = "0"
    sheet.add_chart(_chart(sheet), "D2")
    _print_on(sheet, "landscape", sheet.PAPERSIZE_A4)


def _chart(sheet: Worksheet) -> BarChart:
    chart = BarChart()
    chart.type, chart.style, chart.legend = "bar", 10, None
    chart.width, chart.height = _CHART_SIZE  # type: ignore[assignment]  # any number will do
    chart.title = None
    first, last = overview.FIRST_ROW, overview.LAST_ROW
    chart.add_data(Reference(sheet, min_col=2, min_row=first, max_row=last))
    chart.set_categories(Reference(sheet, min_col=1, min_row=first, max_row=last))
    chart.gapWidth = 40
    chart.series[0].graphicalProperties = GraphicalProperties(solidFill=layout.BAR_COLOUR)
    chart.dataLabels = DataLabelList(
        numFmt="0;;", showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False
    )
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.delete = False
    chart.y_axis.delete = True
    chart.y_axis.majorGridlines = None
    return chart


def _lay_out_settings(sheet: Worksheet, settings: NewWorksheet) -> None:
    for at, width in enumerate(settings.widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    headings, *rows = settings.rows
    for at, heading in enumerate(headings, start=1):
        _head(sheet, 1, at, str(heading))
    for row, (label, value, meaning) in enumerate(rows, start=2):
        _put(sheet, row, 1, label, _STRONG)
        entry = _put(sheet, row, 2, value)
        entry.fill = PatternFill("solid", fgColor=layout.ENTRY)
        if isinstance(value, str):
            entry.data_type = _TEXT
        _put(sheet, row, 3, meaning)
        if label in layout.SETTING_CHOICES:
            _offer(sheet, f"B{row}", layout.SETTING_CHOICES[str(label)])
    sheet.freeze_panes = "A2"
    sheet.sheet_view.showGridLines = False
    _print_on(sheet, "landscape", sheet.PAPERSIZE_A4)


def _lay_out_guide(sheet: Worksheet, name: str) -> None:
    _title(sheet, guide.TITLE, guide.WIDTHS)
    row = 3
    for heading, steps in guide.sections(name):
        row = _section(sheet, row, heading, steps)
    _section(sheet, row, guide.WHAT_STATUSES_MEAN, tuple(layout.STATUS_MEANINGS.items()))
    _print_on(sheet, "portrait", sheet.PAPERSIZE_A4)
    sheet.page_setup.fitToHeight = 1


def _section(sheet: Worksheet, row: int, heading: str, lines: Sequence[tuple[str, str]]) -> int:
    """A heading with its lines; the row at which the next one begins."""
    sheet.cell(row, 1, heading).font = _HEADING
    for at, (label, text) in enumerate(lines, start=row + 1):
        cell = _put(sheet, at, 1, label, _STRONG)
        if label in layout.STATUS_COLOURS:
            cell.fill = PatternFill("solid", fgColor=layout.STATUS_COLOURS[label])
        _put(sheet, at, 2, text)
        sheet.row_dimensions[at].height = _LINE_HEIGHT * (1 + len(text) // _GUIDE_LINE) + 5
    return row + len(lines) + 2


def _title(sheet: Worksheet, title: str, widths: Sequence[float]) -> None:
    sheet.cell(1, 1, title).font = _TITLE
    sheet.row_dimensions[1].height = 30
    for at, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.sheet_view.showGridLines = False


def _head(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = _put(sheet, row, column, text, _HEADER)
    cell.fill = PatternFill("solid", fgColor=layout.INK)
    cell.alignment = Alignment(vertical="center", horizontal="left")


def _put(sheet: Worksheet, row: int, column: int, value: str | int | None, font: Font = _BODY) -> Cell:
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError("a new worksheet has no merged cells")
    cell.value = value
    cell.font, cell.border, cell.alignment = font, _LINE, _WRAPPED
    return cell
