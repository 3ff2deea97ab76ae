"""Trackers as people lay them out (SPEC section 5, the last line)."""

import io
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, Protection
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet
from raw_xlsx import differences
from workbooks import (
    ANA,
    BEN,
    CAT,
    HEADERS,
    OURS,
    SHEET,
    Command,
    Make,
    Tracker,
    Untouched,
    column_of,
    day,
    entries,
    raw_formulas,
    sheet_part,
    values,
)

from sheet_sync.errors import TrackerNotWritableError

ROWS = (ANA, BEN, CAT)
STATUSES = ["Follow up now", "Send thank-you", "No interview yet"]
BARE = ("Company", "Position", "Interview date", "Thank-you sent", "Followed up")


def statuses(tracker: Tracker) -> list[Any]:
    return [row["Follow-up status"] for row in tracker.rows().values()]


def test_title_rows_above_the_header_do_not_matter(make: Make) -> None:
    def title(_: Workbook, sheet: Worksheet) -> None:
        sheet["A1"] = "My job search"
        sheet["A3"] = "Company contacts and interview notes"
        sheet.merge_cells("A1:F1")

    tracker = make(ROWS, header_row=5, finish=title)
    report = tracker.sync()

    assert report.rows == 3
    assert statuses(tracker) == STATUSES
    assert values(tracker.path)[0][0] == "My job search"
    assert tracker.sync().written is False


def test_blank_rows_between_applications_stay_blank(make: Make) -> None:
    tracker = make([ANA, {}, BEN, {}, {}, CAT])
    report = tracker.sync()

    assert report.rows == 3
    assert statuses(tracker) == ["Follow up now", None, "Send thank-you", None, None, "No interview yet"]
    assert all(tracker.get(row, ours) is None for row in (3, 5, 6) for ours in OURS)


@pytest.mark.parametrize("total", ["Total", "TOTAL:", "Grand total", "Count"])
def test_a_totals_row_is_no_application(make: Make, total: str) -> None:
    tracker = make([ANA, BEN, {}, {"Company": total, "Position": 2}])
    report = tracker.sync()

    assert report.rows == 2
    assert all(tracker.get(5, ours) is None for ours in OURS)


def test_the_tracker_is_found_among_several_worksheets(make: Make) -> None:
    def more(book: Workbook, _: Worksheet) -> None:
        book.create_sheet("Notes", 0)["A1"] = "Company: see next sheet"
        contacts = book.create_sheet("Contacts", 1)
        contacts.append(["Company", "Contact", "Email", "Phone"])
        contacts.append(["Acme", "Jane", "jane@acme.example", "1"])
        book.create_sheet("Empty")

    tracker = make(ROWS, finish=more)
    before = {name: values(tracker.path, name) for name in ("Notes", "Contacts", "Empty")}
    report = tracker.sync()

    assert report.sheet == SHEET
    assert statuses(tracker) == STATUSES
    assert {name: values(tracker.path, name) for name in before} == before


def test_hidden_and_filtered_rows_are_synced_like_the_others_and_stay_hidden(make: Make) -> None:
    def hide(_: Workbook, sheet: Worksheet) -> None:
        sheet.auto_filter.ref = "A1:N4"
        sheet.auto_filter.add_filter_column(0, ["Globex"])
        sheet.row_dimensions[2].hidden = True
        sheet.row_dimensions[4].hidden = True
        sheet.freeze_panes = "C2"

    tracker = make(ROWS, finish=hide)
    tracker.sync()

    assert statuses(tracker) == STATUSES
    part = entries(tracker.path)[sheet_part(tracker.path)].decode()
    assert part.count('hidden="1"') == 3  # two rows, and the column of the Sync key
    assert 'state="frozen"' in part
    assert "<filter val=" in part.replace("x:", "")


def test_statistics_beside_the_table_are_not_written_over(make: Make) -> None:
    def statistics(_: Workbook, sheet: Worksheet) -> None:
        sheet["P2"], sheet["Q2"] = "Applications", "=COUNTA(A2:A99)"
        sheet["P3"], sheet["Q3"] = "Interviews", 2

    tracker = make(ROWS, finish=statistics)
    tracker.sync()
    grid = values(tracker.path)

    assert grid[1][15] == "Applications"
    assert grid[2][15:17] == ["Interviews", 2]
    assert raw_formulas(tracker.path) == {"Q2"}
    assert statuses(tracker) == STATUSES
    assert tracker.sync().written is False


def test_statistics_directly_beside_the_table_are_not_written_over(make: Make) -> None:
    def statistics(_: Workbook, sheet: Worksheet) -> None:
        sheet["O3"] = "Interviews: 2"
        sheet["S9"] = "far below"

    tracker = make(ROWS, finish=statistics)
    tracker.sync()
    grid = values(tracker.path)

    assert grid[2][14] == "Interviews: 2"
    assert grid[8][18] == "far below"
    assert statuses(tracker)[:3] == STATUSES


def test_statistics_below_the_table_are_not_written_over(make: Make) -> None:
    def statistics(_: Workbook, sheet: Worksheet) -> None:
        sheet["O20"], sheet["P20"] = "Sum", 7

    tracker = make(ROWS, finish=statistics)
    tracker.sync()

    assert values(tracker.path)[19][14:16] == ["Sum", 7]
    assert statuses(tracker)[:3] == STATUSES


def test_merged_cells_in_the_table_are_heeded(make: Make) -> None:
    def merge(_: Workbook, sheet: Worksheet) -> None:
        sheet.merge_cells("A2:A3")

    tracker = make([ANA, {"Position": "Developer", "Interview date": day("2026-11-22")}], finish=merge)
    tracker.sync()

    assert statuses(tracker) == ["Follow up now", "Send thank-you"]
    assert values(tracker.path)[2][0] is None


def test_dates_of_the_1904_system_are_the_days_they_show(make: Make) -> None:
    def mac(book: Workbook, _: Worksheet) -> None:
        book.epoch = CALENDAR_MAC_1904

    tracker = make(ROWS, finish=mac)
    tracker.sync()

    assert statuses(tracker) == STATUSES
    assert tracker.get(2, "Follow-up due") == date(2026, 11, 19)
    assert "Thursday, November 12" in tracker.get(2, "Draft")
    assert tracker.sync().written is False


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (datetime(2026, 11, 22, 14, 30), "Send thank-you"),  # a sheet has no zones
        (date(2026, 11, 22), "Send thank-you"),
        ("2026-11-22", "Send thank-you"),
        (" 2026-11-22 ", "Send thank-you"),
        ("2026-11-22 14:30", "Send thank-you"),
        ("2026-11-22T14:30:00", "Send thank-you"),
        ("2026-11-12; 2026-11-22", "Send thank-you"),
        ("2026-11-24", "Interview ahead"),
        ("2026-11-23", "Interview ahead"),
        ("2026-02-30", "Check row"),
        ("2026-11-12; 2026-11-31", "Check row"),
        ("soonish", "Check row"),
        (46348, "Check row"),
        (True, "Check row"),
        ("-", "No interview yet"),
        ("TBD", "No interview yet"),
        ("n/a", "No interview yet"),
        ("not yet", "No interview yet"),
        ("  ", "No interview yet"),
    ],
)
def test_an_interview_date_is_read_as_people_write_it(make: Make, value: object, status: str) -> None:
    tracker = make([{**BEN, "Interview date": value}])
    tracker.sync()

    assert statuses(tracker) == [status]
    if status == "Check row":
        assert "Interview date" in tracker.get(2, "Follow-up reason")


def with_formula(tracker: Tracker, header: str, formula: str, saved: str) -> None:
    """Put a formula with a saved value, an XML fragment, into row 2; openpyxl cannot save values."""
    address: list[str] = []

    def work(sheet: Worksheet) -> None:
        cell = sheet.cell(2, column_of(sheet, 1, header))
        cell.value = f"={formula}"
        cell.number_format = "yyyy-mm-dd"
        address.append(cell.coordinate)

    tracker.rework(work)
    replace_in_sheet(tracker.path, {f"<f>{formula}</f><v />": f"<f>{formula}</f>{saved}", "<v></v>": saved})
    assert raw_formulas(tracker.path) == set(address)


def replace_in_sheet(path: Path, replacements: Mapping[str, str]) -> None:
    part = sheet_part(path)
    parts = entries(path)
    text = parts[part].decode()
    changed = text
    for old, new in replacements.items():
        changed = changed.replace(old, new)
    assert changed != text or not any(replacements.values())
    parts[part] = changed.encode()
    pack(path, parts)


def pack(path: Path, parts: Mapping[str, bytes]) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    path.write_bytes(buffer.getvalue())


def test_a_formula_gives_its_saved_value_and_the_workbook_is_set_to_recalculate(make: Make) -> None:
    tracker = make([BEN])
    with_formula(tracker, "Interview date", "DATE(2026,11,22)", "<v>46348</v>")
    tracker.sync()

    assert statuses(tracker) == ["Send thank-you"]
    assert "Sunday, November 22" in tracker.get(2, "Draft")
    assert b'fullCalcOnLoad="1"' in entries(tracker.path)["xl/workbook.xml"]


@pytest.mark.parametrize("header", ["Interview date", "Promised reply by", "Followed up", "Reply received"])
def test_a_formula_without_a_saved_value_in_a_deciding_cell_cannot_be_read(make: Make, header: str) -> None:
    tracker = make([ANA])
    with_formula(tracker, header, "DATE(2026,11,22)", "")
    tracker.sync()

    assert statuses(tracker) == ["Check row"]
    assert header in tracker.get(2, "Follow-up reason")
    assert "save" in tracker.get(2, "Follow-up reason")
    assert tracker.get(2, "Draft") is None


@pytest.mark.parametrize("header", ["Interview date", "Promised reply by", "Thank-you sent", "Followed up"])
def test_an_error_value_in_a_deciding_cell_cannot_be_read(make: Make, header: str) -> None:
    tracker = make([ANA])
    tracker.type(2, header, "#N/A")
    tracker.sync()

    assert tracker.raw(2, header).kind == "e"
    assert statuses(tracker) == ["Check row"]
    assert "#N/A" in tracker.get(2, "Follow-up reason")


def test_a_workbook_without_formulas_is_not_set_to_recalculate(make: Make) -> None:
    tracker = make(ROWS)
    before = entries(tracker.path)["xl/workbook.xml"]
    tracker.sync()

    assert entries(tracker.path)["xl/workbook.xml"] == before


def test_a_protected_worksheet_is_refused_in_plain_words(make: Make, untouched: Untouched) -> None:
    def protect(_: Workbook, sheet: Worksheet) -> None:
        sheet.protection.sheet = True

    tracker = make(ROWS, finish=protect)
    same = untouched(tracker.path)

    with pytest.raises(TrackerNotWritableError, match=r"tracker\.xlsx.*Applications.*protected.*Unprotect"):
        tracker.sync()
    assert same()


def test_a_protected_worksheet_in_which_our_cells_are_unlocked_is_synced(make: Make) -> None:
    tracker = make(ROWS)
    tracker.sync()
    first = tracker.headers().index("Follow-up status") + 1

    def unlock_ours(sheet: Worksheet) -> None:
        for row in range(2, sheet.max_row + 1):
            for column in range(first, first + 5):
                sheet.cell(row, column).protection = Protection(locked=False)
        sheet.protection.sheet = True

    tracker.rework(unlock_ours)
    tracker.type(2, "Draft", None)

    assert tracker.sync().written
    assert tracker.get(2, "Draft")


def test_a_format_that_the_user_gave_to_our_cells_is_kept(make: Make) -> None:
    tracker = make([ANA])
    tracker.sync()
    reason, due = (tracker.headers().index(header) + 1 for header in ("Follow-up reason", "Follow-up due"))

    def format_ours(sheet: Worksheet) -> None:
        sheet.cell(2, reason).alignment = Alignment(wrap_text=False, horizontal="right")
        sheet.cell(2, due).number_format = "dd/mm/yy"

    tracker.rework(format_ours)
    tracker.type(2, "Promised reply by", date(2026, 11, 20))
    assert {change.column for change in tracker.sync().changes} >= {"Follow-up reason", "Follow-up due"}

    sheet = load_workbook(tracker.path)[SHEET]
    assert not sheet.cell(2, reason).alignment.wrap_text
    assert sheet.cell(2, reason).alignment.horizontal == "right"
    assert sheet.cell(2, due).number_format == "dd/mm/yy"


def test_a_cell_of_ours_beneath_a_merged_range_is_passed_over(make: Make) -> None:
    tracker = make([ANA, BEN])
    tracker.sync()
    draft = tracker.headers().index("Draft") + 1
    tracker.rework(lambda sheet: sheet.merge_cells(start_row=2, end_row=3, start_column=draft, end_column=draft))

    tracker.sync("2026-11-24")

    assert [tracker.get(row, "Follow-up status") for row in (2, 3)] == ["Follow up now", "Send thank-you"]


@pytest.mark.parametrize(("formula", "computed_anew"), [("=1+1", True), (None, False)])
def test_formulas_are_computed_anew_when_the_workbook_is_opened(
    make: Make, formula: str | None, *, computed_anew: bool
) -> None:
    def add_formula(book: Workbook, _: Worksheet) -> None:
        book.create_sheet("Sums")["A1"] = formula
        book.calculation.fullCalcOnLoad = False

    tracker = make(ROWS, finish=add_formula)
    tracker.sync()

    assert (b'fullCalcOnLoad="1"' in entries(tracker.path)["xl/workbook.xml"]) is computed_anew


def test_a_small_table_beside_the_tracker_is_not_taken_for_it(make: Make) -> None:
    def add_statistics(_: Workbook, sheet: Worksheet) -> None:
        for at, text in (("T1", "Week"), ("U1", "Sent"), ("T2", "47"), ("U2", "five")):
            sheet[at] = text
        sheet.add_table(Table(displayName="Stats", ref="T1:U2"))

    tracker = make(ROWS, finish=add_statistics)
    tracker.sync()

    assert statuses(tracker) == STATUSES


def test_our_headers_look_like_the_tables_even_when_something_stands_between(make: Make) -> None:
    def decorate(_: Workbook, sheet: Worksheet) -> None:
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        sheet.cell(3, len(HEADERS) + 3, "a remark")

    tracker = make(ROWS, finish=decorate)
    tracker.sync()

    assert load_workbook(tracker.path)[SHEET].cell(1, tracker.headers().index("Draft") + 1).font.bold


@pytest.mark.parametrize("outcome", ['=IF(A1="","","Rejected")', "#N/A"])
def test_an_outcome_without_a_value_to_read_gets_no_draft(make: Make, outcome: str) -> None:
    def write(_: Workbook, sheet: Worksheet) -> None:
        cell = sheet.cell(2, HEADERS.index("Outcome") + 1, outcome)
        cell.data_type = "f" if outcome.startswith("=") else "e"

    tracker = make([ANA], finish=write)
    report = tracker.sync()

    assert tracker.get(2, "Follow-up status") == "Check row"
    assert "“Outcome” cannot be read" in tracker.get(2, "Follow-up reason")
    assert tracker.get(2, "Draft") is None
    assert [problem.column for problem in report.problems] == ["Outcome"]


def test_protection_of_another_worksheet_does_not_matter(make: Make) -> None:
    def protect(book: Workbook, _: Worksheet) -> None:
        book.create_sheet("Guide").protection.sheet = True

    tracker = make(ROWS, finish=protect)
    tracker.sync()

    assert statuses(tracker) == STATUSES


def test_macros_of_an_xlsm_are_kept(make: Make) -> None:
    tracker = make(ROWS, name="tracker.xlsm")
    parts = entries(tracker.path)
    macros = bytes(range(256)) * 40
    kinds = (
        parts["[Content_Types].xml"]
        .replace(b"spreadsheetml.sheet.main+xml", b"macroEnabled.main+xml")
        .replace(b"openxmlformats-officedocument.macroEnabled", b"ms-excel.sheet.macroEnabled")
    )
    binary = b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    parts["[Content_Types].xml"] = kinds.replace(b"</Types>", binary)
    kind = b"http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    link = b'<Relationship Id="rId99" Type="%s" Target="vbaProject.bin"/>' % kind
    relations = parts["xl/_rels/workbook.xml.rels"]
    parts["xl/_rels/workbook.xml.rels"] = relations.replace(b"</Relationships>", link + b"</Relationships>")
    pack(tracker.path, {**parts, "xl/vbaProject.bin": macros})
    before = tracker.path.read_bytes()

    tracker.sync()
    synced = tracker.path.read_bytes()
    tracker.sync("2026-11-25")

    assert statuses(tracker) == ["Follow up now", "Thank-you overdue", "No interview yet"]
    after = entries(tracker.path)
    assert after["xl/vbaProject.bin"] == macros
    assert after["[Content_Types].xml"] == parts["[Content_Types].xml"]
    assert before != synced
    ours = {(row, column) for row in range(1, 9) for column in range(15, 20)}
    assert differences(synced, tracker.path, SHEET, ours, formats_may_grow=True) == []


def test_formulas_elsewhere_keep_their_saved_values(make: Make) -> None:
    tracker = make(ROWS)
    with_formula(tracker, "Contact phone", "1+1", "<v>2</v>")
    tracker.sync()

    assert tracker.raw(2, "Contact phone").text == "2"
    assert raw_formulas(tracker.path) == {"E2"}


def test_a_wide_tracker_of_another_making_is_synced_too(make: Make) -> None:
    headers = ("#", "Date applied", "Company Name", "Job Title", "Salary", "Recruiter", "E-mail", "Phone screen",
               "Onsite", "Status", "Notes", "Response date", "My mobile")  # fmt: skip
    row = {
        "Company Name": "Acme", "Job Title": "Chef", "Recruiter": "Ann Lee", "E-mail": "ann@acme.example",
        "Phone screen": day("2026-11-10"), "Onsite": day("2026-11-22"), "Status": "Interviewing",
        "Response date": day("2026-11-23"), "My mobile": "+1 555 010 0000", "#": 1,
    }  # fmt: skip
    tracker = make([row], headers=headers)
    tracker.sync()

    assert statuses(tracker) == ["Send thank-you"]
    draft = tracker.get(2, "Draft")
    assert "Sunday, November 22" in draft
    assert "Ann Lee <ann@acme.example>" in draft
    assert "0000" not in draft


def test_our_own_headers_only_are_used_from_a_tracker_with_look_alikes(make: Make) -> None:
    assert set(BARE) < set(HEADERS)
    headers = (*BARE, "Follow-up date", "Reference email", "My phone")
    row = {"Company": "Acme", "Position": "Chef", "Interview date": day("2026-11-12"),
           "Thank-you sent": day("2026-11-13"), "Follow-up date": day("2026-11-20"),
           "Reference email": "boss@old.example", "My phone": "5"}  # fmt: skip
    tracker = make([row], headers=headers)
    tracker.sync()

    assert statuses(tracker) == ["Follow up now"]
    assert "boss@old.example" not in tracker.get(2, "Draft")


def test_check_tells_how_many_rows_it_takes_for_no_applications_where_these_are_most(run: Command, make: Make) -> None:
    def legend(_: Workbook, sheet: Worksheet) -> None:
        for row, words in enumerate(("Legend", "Green: offer", "Red: rejected", "Grey: applied"), start=6):
            sheet.cell(row, 1, words)

    tracker = make(ROWS, finish=legend)
    most = run("check", tracker.path)
    book = load_workbook(tracker.path)
    book[SHEET].delete_rows(6, 2)
    book.save(tracker.path)
    few = run("check", tracker.path)

    assert "4 of 7 rows below the headers are taken for no applications" in most.out
    assert "the first in row 6" in most.out
    assert "taken for no applications" not in few.out
