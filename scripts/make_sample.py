"""Makes sample_tracker.xlsx: a job-seeker's tracker that shows every status as of 2026-11-23.

Run `python scripts/make_sample.py [PATH]` with openpyxl installed. Our own columns are not yet in it: the first sync
adds them. The same script always makes the same cells.
"""

import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

HEADER_ROW = 3
HEADERS = (
    ("Company", 22),
    ("Position", 24),
    ("Contact", 24),
    ("Contact email", 30),
    ("Contact phone", 18),
    ("Preferred channel", 16),
    ("Interview date", 17),
    ("Interview type", 15),
    ("Promised reply by", 15),
    ("Thank-you sent", 14),
    ("Followed up", 14),
    ("Reply received", 14),
    ("Outcome", 18),
    ("Talked about", 32),
)
DATE_HEADERS = ("Interview date", "Promised reply by", "Thank-you sent", "Followed up", "Reply received")
DROP_DOWNS = {
    "Preferred channel": ("email", "phone"),
    "Interview type": ("phone", "video", "in person", "panel"),
    "Outcome": ("Applied", "Interviewing", "Next round", "On hold", "Offer", "Rejected", "Withdrawn"),
}
LAST_FORMATTED_ROW = 40
PLAIN_HEIGHT = 40
EMAIL_HEIGHT = 212
CALL_HEIGHT = 110
"""Points. Rows that will hold a draft have room for it: a row keeps its height when a draft is written into it."""
HEIGHTS = {1: EMAIL_HEIGHT, 2: CALL_HEIGHT, 3: EMAIL_HEIGHT, 4: EMAIL_HEIGHT}
STATUS_COLOURS = {
    "Follow up now": "FFE2B8",
    "Send thank-you": "FFE2B8",
    "Thank-you overdue": "FFCFC2",
    "Check row": "FFF3A3",
    "Waiting": "DCE9F7",
    "Interview ahead": "DCE9F7",
    "Followed up": "DDF0DC",
    "Answered": "DDF0DC",
    "Closed": "E6E6E6",
    "See other row": "E6E6E6",
    "Too late to write": "E6E6E6",
}
INK = "1F3B4D"

Cell = str | date | datetime | None


def november(day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment of November 2026."""
    return datetime(2026, 11, day, hour, minute)  # noqa: DTZ001 - a spreadsheet's moments have no zone


# In the order of HEADERS.
ROWS: Sequence[tuple[Cell, ...]] = (
    ("Northwind Energy", "Data Analyst", "Jane Doe", "jane.doe@northwind.example", None, "email",
     november(12, 10), "video", november(20), november(13), None, None, "Interviewing",
     "the wind-farm maintenance forecasts"),
    ("Harbour Logistics", "Operations Planner", "Marcus Bell", "m.bell@harbour.example", "+1 555 010 7711", "phone",
     november(10, 14, 30), "in person", None, november(11), None, None, "Interviewing",
     "the new night-shift schedule"),
    ("Saint Brigid Hospital", "Patient Services Coordinator", "Dr. Ann Lee", "ann.lee@brigid.example", None, None,
     november(21, 9), "in person", None, None, None, None, "Interviewing", "the weekend clinic"),
    ("Bluebird Software", "Product Manager", "Priya Nair; Tom Okafor", "priya.nair@bluebird.example", None, "email",
     november(18, 13), "panel", november(27), None, None, None, "Interviewing", "onboarding for small teams"),
    ("Acme Robotics", "Test Engineer", "Sam Rivera", "sam.rivera@acme.example", None, "email",
     november(16, 11), "video", november(27), november(17), None, None, "Interviewing", "the gripper test rig"),
    ("City Library", "Digital Archivist", "Helen Marsh", "h.marsh@library.example", None, None,
     november(17, 15), "in person", None, november(18), None, None, "Interviewing", "the map collection"),
    ("City Library", "Digital Archivist", "Helen Marsh", "h.marsh@library.example", None, None,
     november(5), "phone", None, november(6), None, november(9), "Interviewing", None),
    ("Fjord Outdoor", "Brand Designer", "Ingrid Solberg", "ingrid@fjord.example", None, None,
     november(24, 14), "video", None, None, None, None, "Interviewing", None),
    ("Maple Credit Union", "Junior Accountant", None, "jobs@maplecu.example", None, None,
     None, None, None, None, None, None, "Applied", None),
    ("Kestrel Media", "Content Editor", "Owen Price", "owen.price@kestrel.example", None, "email",
     november(6), "video", november(13), november(7), november(18), None, "Interviewing", "the climate newsletter"),
    ("Lumen Labs", "Research Assistant", "Dr. Okonkwo", "okonkwo@lumen.example", None, None,
     november(11), "in person", None, november(12), None, november(19), "Interviewing", None),
    ("Orchard Foods", "Supply Chain Analyst", "Rosa Jimenez", "rosa@orchard.example", None, None,
     november(3), "video", None, november(4), None, november(17), "Offer", None),
    ("Pinecrest School", "Science Teacher", "Mr. Haddad", "haddad@pinecrest.example", None, None,
     november(9), "panel", None, november(10), None, november(16), "Rejected", None),
    ("Granite Insurance", "Claims Adviser", "Lena Fox", "lena.fox@granite.example", None, None,
     datetime(2026, 9, 15), "phone", None, datetime(2026, 9, 16), None, None, "Interviewing", None),  # noqa: DTZ001
    ("Tandem Bikes", "Workshop Manager", "Joe Park", "joe@tandem.example", None, None,
     "31/11/2026", "in person", None, None, None, None, "Interviewing", None),
)  # fmt: skip


def make_sample(path: Path) -> None:
    """Write the sample workbook to `path`."""
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError("a new workbook starts with a worksheet")
    sheet.title = "Applications"
    _write_title(sheet)
    _write_headers(sheet)
    _write_rows(sheet)
    _add_drop_downs(sheet)
    _colour_by_status(sheet)
    _write_settings(book.create_sheet("Settings"))
    book.properties.creator = "sheet-sync"
    book.save(path)


def _write_title(sheet: Worksheet) -> None:
    sheet["A1"] = "My job search, autumn 2026"
    sheet["A1"].font = Font(name="Arial", size=18, bold=True, color=INK)
    sheet.row_dimensions[1].height = 30


def _write_headers(sheet: Worksheet) -> None:
    for column, (header, width) in enumerate(HEADERS, start=1):
        cell = sheet.cell(HEADER_ROW, column, header)
        cell.font = Font(name="Arial", size=10, bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=INK)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[HEADER_ROW].height = 32
    sheet.freeze_panes = sheet.cell(HEADER_ROW + 1, 3)
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{get_column_letter(len(HEADERS))}{HEADER_ROW + len(ROWS)}"
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0


def _write_rows(sheet: Worksheet) -> None:
    line = Border(bottom=Side("thin", color="D5DCE1"))
    for at, values in enumerate(ROWS, start=HEADER_ROW + 1):
        sheet.row_dimensions[at].height = HEIGHTS.get(at - HEADER_ROW, PLAIN_HEIGHT)
        for column, value in enumerate(values, start=1):
            cell = sheet.cell(at, column, value)
            cell.font = Font(name="Arial", size=10, bold=column == 1)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.border = line
            if HEADERS[column - 1][0] in DATE_HEADERS:
                timed = isinstance(value, datetime) and value.hour
                cell.number_format = "d mmm yyyy, hh:mm" if timed else "d mmm yyyy"
                cell.alignment = Alignment(vertical="top", horizontal="left")


def _add_drop_downs(sheet: Worksheet) -> None:
    for column, (header, _) in enumerate(HEADERS, start=1):
        if header in DROP_DOWNS:
            choices = DataValidation(type="list", formula1=f'"{",".join(DROP_DOWNS[header])}"', allow_blank=True)
            choices.showErrorMessage = False
            letter = get_column_letter(column)
            choices.add(f"{letter}{HEADER_ROW + 1}:{letter}{LAST_FORMATTED_ROW}")
            sheet.add_data_validation(choices)


def _colour_by_status(sheet: Worksheet) -> None:
    """Colours beside the table, where the first sync puts `Follow-up status` and the due day next to it."""
    status = get_column_letter(len(HEADERS) + 1)
    due = get_column_letter(len(HEADERS) + 2)
    area = f"{status}{HEADER_ROW + 1}:{due}{LAST_FORMATTED_ROW}"
    for words, colour in STATUS_COLOURS.items():
        formula = f'${status}{HEADER_ROW + 1}="{words}"'
        fill = PatternFill("solid", bgColor=colour)
        sheet.conditional_formatting.add(area, FormulaRule([formula], fill=fill, font=Font(color=INK)))


def _write_settings(sheet: Worksheet) -> None:
    rows = (
        ("Setting", "Value", "What it does"),
        ("Your name", "Alex Morgan", "Signs every message"),
        ("Your email", "alex.morgan@mail.example", "Stands beneath your name"),
        ("Your phone", "+1 555 010 1234", "Where they can call you back"),
        ("wait_days", 7, "Days from the interview to the follow-up when no answer was promised"),
    )
    for at, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(at, column, value)
            cell.font = Font(name="Arial", size=10, bold=at == 1, color="FFFFFF" if at == 1 else "000000")
            cell.alignment = Alignment(horizontal="left")
            if at == 1:
                cell.fill = PatternFill("solid", fgColor=INK)
    for letter, width in (("A", 18), ("B", 28), ("C", 66)):
        sheet.column_dimensions[letter].width = width


if __name__ == "__main__":
    make_sample(Path(sys.argv[1] if len(sys.argv) > 1 else "sample_tracker.xlsx"))
