"""Trackers as five different people would have built them by hand, years before they heard of the program."""
# ruff: noqa: E501  # rows of a sheet are read as rows

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

Cells = Sequence[Sequence[object]]


def fill(color: str) -> PatternFill:
    return PatternFill("solid", start_color=color)


def first_sheet(book: Workbook, title: str) -> Worksheet:
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    return sheet


def put_rows(sheet: Worksheet, top: int, left: int, rows: Cells) -> None:
    for row, values in enumerate(rows, start=top):
        for column, value in enumerate(values, start=left):
            if value is not None:
                sheet.cell(row, column).value = value  # type: ignore[assignment]  # any value that a cell may hold


def put_chart(sheet: Worksheet, column: int, rows: tuple[int, int], at: str) -> None:
    """A bar chart of a column's rows, the first of them its title; its top left corner stands on the cell `at`."""
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=column, min_row=rows[0], max_row=rows[1]), titles_from_data=True)
    sheet.add_chart(chart, at)


def widen(sheet: Worksheet, left: int, widths: Sequence[float]) -> None:
    for column, width in enumerate(widths, start=left):
        sheet.column_dimensions[get_column_letter(column)].width = width


STUDENT_ROWS: Cells = [
    (1, "Acme", "Junior Dev", date(2026, 10, 2), "✓", "Phone screen done", date(2026, 11, 12), None, "x", "wait to hear", "by 11/20", None),
    (2, "Globex", "Frontend Engineer", date(2026, 10, 5), None, "Interviewing", date(2026, 11, 20), date(2026, 11, 22), "not yet!!", "send thank you!!", None, None),
    (3, "Initech", "Full Stack Developer", date(2026, 10, 5), "✓", "Rejected :(", date(2026, 10, 20), None, "✓", None, None, None),
    (4, "Hooli", "SWE Intern", "10/9", None, "Applied", None, None, None, None, None, None),
    (5, "Umbrella", "React Dev", date(2026, 10, 30), "✓", "take home", date(2026, 11, 16), date(2026, 12, 1), "✓", "finish take home by Fri", None, None),
    (6, "Stark", "Apprentice", date(2026, 11, 1), None, "Ghosted", date(2026, 9, 1), None, "✓", None, None, "yes"),
    (7, "Wayne", "Web Dev", date(2026, 11, 2), None, "Phone screen done", date(2026, 11, 10), None, "✉️", "email Lucius", None, "x"),
    (8, "Wonka", "Junior Engineer", date(2026, 11, 3), None, "scheduled", "tbd", None, None, None, None, None),
    (9, "Cyberdyne", "Junior Dev", date(2026, 11, 4), None, "Interviewing", "31/02/2026", None, None, None, None, None),
]  # fmt: skip


def student(path: Path) -> Path:
    """A bootcamp student: everything in one long list, ticks, and a totals row at the end."""
    book = Workbook()
    sheet = first_sheet(book, "Job Apps")
    headers = ("#", "Company", "Postion Title", "Date Applied", "Referral?", "Status", "Phone Screen", "Tech Interview",
               "Thank you sent?", "Next steps", "They said", "Followed up?")  # fmt: skip
    put_rows(sheet, 1, 1, [headers, *STUDENT_ROWS])
    for number in range(10, 61):
        applied = date(2026, 11, 1) + timedelta(days=number % 20)
        put_rows(sheet, number + 1, 1, [(number, f"Startup {number}", "Junior Dev", applied, None, "Applied")])
    put_rows(sheet, 62, 1, [("Total", "=COUNTA(B2:B61)")])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in sheet.iter_rows(min_row=2, max_row=61):
        for cell in row:
            if isinstance(cell.value, date):
                cell.number_format = "m/d/yyyy"
    choices = DataValidation(
        type="list", formula1='"Applied,Phone screen done,Interviewing,take home,Rejected :("', allow_blank=True
    )
    choices.add("F2:F200")
    sheet.add_data_validation(choices)
    sheet.auto_filter.ref = "A1:L61"
    sheet.freeze_panes = "C2"
    widen(sheet, 1, (5, 14, 20, 12, 9, 18, 12, 14, 14, 22, 12, 12))
    book.save(path)
    return path


DESIGNER_ROWS: Cells = [
    ("Pentagram ✏️", "Brand Designer – Remote (Req #1234)", "w/ Ines Ortiz", "ines@pentagram.example", date(2026, 11, 20), "💬 Interviewing", None, "Fri", "loved the type system"),
    ("Figment (via Hays)", "Product Designer", "Bo Lindqvist, Ann Lee & Dr. Chen (CTO)", "bo@figment.example", date(2026, 11, 22), "💬 Interviewing", None, None, "She asked about my research.\nTheir new office"),
    ("Studio Nord", "UX Designer", "Kari Dahl (she/her)", "kari@nord.example", date(2026, 11, 9), "💬 Interviewing", "💌", "next week", "went really well 🥳"),
    ("Moodboard", "Visual Designer", None, None, None, "📨 Applied", None, None, None),
    ("Kern & Co", "Art Director", "Ade Obi", "ade@kern.example", date(2026, 11, 2), "🎉 Offer!", "✅", None, None),
    ("Serif Labs", "Illustrator", None, None, date(2026, 10, 28), "💔 Rejected", "✅", None, None),
]  # fmt: skip


def designer(path: Path) -> Path:
    """A designer: a dashboard with a title, figures and a chart around the list, colours, emoji, merged cells."""
    book = Workbook()
    board = first_sheet(book, "✨ Board")
    put_rows(board, 2, 2, [("✨ job hunt 2026 ✨",)])
    board.merge_cells("B2:J3")
    board["B2"].font = Font(size=22, bold=True, color="7A3E9D")
    board["B2"].alignment = Alignment(horizontal="center", vertical="center")
    put_rows(board, 5, 2, [("📨 Applied", "=COUNTA(B10:B15)", None, "💬 Interviews", 4, None, "🎉 Offers", 1)])
    for cell in board[5]:
        cell.fill = fill("F3E8FA")
    put_rows(board, 7, 2, [("WHO", None, None, None, "WHEN", "HOW IT GOES")])
    board.merge_cells("B7:E7")
    board.merge_cells("G7:J7")
    headers = ("🏢 Company", "🎨 Role", "👤 Contact", "✉️ Email", "📅 Interview", "🚦 Status", "💌 Thank-you sent",
               "🤞 They'll answer by", "📝 Talked about")  # fmt: skip
    put_rows(board, 9, 2, [headers, *DESIGNER_ROWS])
    thin = Side(style="thin", color="D9C6E8")
    for cell in board[9][1:10]:
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), fill("7A3E9D")
        cell.alignment = Alignment(horizontal="center", wrap_text=True)
    for row in board.iter_rows(min_row=10, max_row=15, min_col=2, max_col=10):
        for cell in row:
            cell.border = Border(bottom=thin)
            cell.number_format = "d mmm" if cell.column == 6 else cell.number_format
    put_rows(board, 18, 2, [("Legend",), ("💬 Interviewing", "talking"), ("📨 Applied", "waiting")])
    put_rows(board, 9, 12, [("Stage", "Count"), ("Applied", 1), ("Interviewing", 3), ("Offer", 1)])
    put_chart(board, 13, (9, 12), "L14")
    green = CellIsRule(operator="equal", formula=['"🎉 Offer!"'], fill=fill("C6EFCE"))  # type: ignore[no-untyped-call]
    board.conditional_formatting.add("G10:G15", green)
    widen(board, 1, (3, 18, 18, 16, 26, 14, 18, 16, 18, 24, 3, 14, 8))
    moods = book.create_sheet("🎨 Moodboard")
    put_rows(moods, 1, 1, [("Company", "Colour"), ("Pentagram", "red")])
    book.save(path)
    return path


ENGINEER_ROWS: Cells = [
    ("Siemag AG", "Entwicklungsingenieur (m/w/d)", "Frau Dr. Weber", "weber@siemag.example", "01.10.2026", "12.11.2026", "20.11.2026", "13.11.2026", None, "läuft"),
    ("Bosser GmbH", "Systemingenieur", "Herr Klein", "klein@bosser.example", "05.10.2026", "22.11.2026", "nächste Woche", None, None, "läuft"),
    ("Contitex", "Testingenieur", None, None, "06.10.2026", "03.11.2026", None, "04.11.2026", None, "Absage"),
    ("Lupe Optik", "Konstrukteur", "Frau Sommer", "sommer@lupe.example", "07.10.2026", "05.11.2026", None, "ja", None, "Zusage!"),
    ("Werkstatt Nord", "Ingenieur", None, None, "12.10.2026", None, None, None, None, "beworben"),
    ("Altmann KG", "Projektingenieur", "Herr Vogt", "vogt@altmann.example", "15.10.2026", "noch offen", None, "noch offen", None, "Einladung"),
    ("Kessel & Sohn", "Ingenieur", "Frau Beil", "beil@kessel.example", "16.10.2026", "30.02.2026", None, None, None, "läuft"),
    ("Metallbau Ost", "Ingenieur", "Herr Arndt", "arndt@mbo.example", "18.10.2026", "10.11.2026", None, "erledigt", "18.11.2026", "läuft"),
]  # fmt: skip


def engineer(path: Path) -> Path:
    """A German engineer: German headers, every date typed as text, one worksheet a year."""
    book = Workbook()
    headers = ("Firma", "Stelle", "Ansprechpartner", "E-Mail", "Beworben am", "Vorstellungsgespräch am", "Rückmeldung bis",
               "Danke gesendet am", "Nachgefasst am", "Stand")  # fmt: skip
    for name, rows in (("2025", [("Altfirma", "Ingenieur", None, None, "01.02.2025")] * 12), ("2026", ENGINEER_ROWS)):
        sheet = first_sheet(book, name) if name == "2025" else book.create_sheet(name)
        put_rows(sheet, 1, 1, [("Bewerbungen " + name,)])
        put_rows(sheet, 3, 1, [headers, *rows])
        for cell in sheet[3]:
            cell.font, cell.border = Font(bold=True), Border(bottom=Side(style="medium"))
        widen(sheet, 1, (18, 22, 18, 24, 13, 24, 16, 18, 16, 12))
    book.save(path)
    return path


MANAGER_ROWS: Cells = [
    ("Northwind", "VP Operations", "Carla Ruiz (Heads & Co)", "carla@heads.example", "Jane Doe, Bob Roe & Dr. Chen (CFO)", "jane@northwind.example; bob@northwind.example",
     date(2026, 10, 28), datetime(2026, 11, 5, 9), datetime(2026, 11, 20, 14), None, date(2026, 12, 4), "x", None, "In process"),
    ("Contoso", "COO", None, None, "Ann Lee\nMax Frei", "ann@contoso.example, max@contoso.example",
     date(2026, 10, 1), date(2026, 10, 12), date(2026, 10, 26), date(2026, 11, 11), "1-2 weeks", "sent 11/12", None, "Final round done"),
    ("Fabrikam", "Director, EMEA", "Tim Ott (Otto & Co)", "tim@otto.example", None, None, date(2026, 11, 10), None, None, None, "by Nov 18", "yes", None, "In process"),
    ("Tailspin", "General Manager", "Eve Moss", "eve@moss.example", "Dr. Hal Orr", "hal@tailspin.example",
     date(2026, 11, 3), date(2026, 11, 30), None, None, None, "Y", None, "In process"),
    ("Litware", "Head of Ops", None, None, "Pat Kim", "pat@litware.example", date(2026, 9, 14), date(2026, 9, 21), None, None, None, "yes", "10/5/2026", "On hold"),
    ("Adatum", "COO", None, None, "Lee Wu", "lee@adatum.example", date(2026, 11, 2), None, None, None, None, "yes", None, "Withdrew"),
]  # fmt: skip


def manager(path: Path) -> Path:
    """A manager: a recruiter, a panel and a column for every round; several people in a cell."""
    book = Workbook()
    sheet = first_sheet(book, "Pipeline")
    put_rows(sheet, 1, 1, [("Company", None, "Search firm", None, "Panel", None, "Rounds"), (None,)])
    for area in ("A1:B1", "C1:D1", "E1:F1", "G1:J1"):
        sheet.merge_cells(area)
    headers = ("Company", "Role", "Recruiter", "Recruiter email", "Interviewers", "Interviewer emails", "Recruiter call",
               "Hiring manager interview", "Panel interview", "Final round", "Decision by", "Thank-you notes sent",
               "Followed up", "Outcome")  # fmt: skip
    put_rows(sheet, 2, 1, [headers, *MANAGER_ROWS])
    for number in (1, 2):
        for cell in sheet[number]:
            cell.font, cell.fill = Font(bold=True, color="FFFFFF"), fill("1F3864")
    for row in sheet.iter_rows(min_row=3, max_row=8):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(cell.value, datetime):
                cell.number_format = "d-mmm hh:mm"
            elif isinstance(cell.value, date):
                cell.number_format = "d-mmm"
    choices = DataValidation(type="list", formula1='"In process,On hold,Offer,Rejected,Withdrew"')
    choices.add("N3:N40")
    sheet.add_data_validation(choices)
    notes = book.create_sheet("Compensation")
    put_rows(notes, 1, 1, [("Company", "Base", "Bonus", "Equity"), ("Northwind", 210_000, "20%", None)])
    widen(sheet, 1, (14, 16, 22, 22, 16, 28, 14, 16, 16, 14, 14, 14, 14, 16))
    book.save(path)
    return path


WRITER_ROWS: Cells = [
    ("Acme", "Copywriter", "Phone Screen 11/12 w/ Jane, said they'd call next week", None),
    ("Globex", "Editor", "Phone Screen 11/10, onsite 11/22 with Sam and Lee", None),
    ("Initech", "Content lead", "Applied 10/2, no response yet", None),
    ("Hooli", "Writer", "Phone screen 10/20 - rejected 11/2 :(", "rejected"),
    ("Umbrella", "Technical writer", "talked to recruiter, interview scheduled for 2026-11-25", None),
    ("Wonka", "Storyteller", None, "applied"),
]


def writer(path: Path) -> Path:
    """Someone who writes everything in one column."""
    book = Workbook()
    sheet = first_sheet(book, "Sheet1")
    put_rows(sheet, 1, 1, [("company ", "job", "interview", "status"), *WRITER_ROWS])
    widen(sheet, 1, (12, 18, 60, 12))
    book.save(path)
    return path
