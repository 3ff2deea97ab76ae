"""What stands around our columns stays as it is: merges, groups, hidden rows, print areas, drop-downs, colours."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from raw_tables import Finish
from workbooks import (
    ANA,
    BEN,
    CAT,
    HEADERS,
    OURS,
    SHEET,
    Make,
    Tracker,
    Untouched,
    column_widths,
    defined_names,
    entries,
    sheet_part,
    values,
)

from sheet_sync.errors import TrackerNotWritableError

ROWS = (ANA, BEN, CAT)
STATUSES = ["Follow up now", "Send thank-you", "No interview yet"]
FIRST = len(HEADERS) + 1
_OURS_TO_CHANGE = {"sheetData", "cols", "dimension"}


def statuses(tracker: Tracker) -> list[Any]:
    return [row["Follow-up status"] for row in tracker.rows().values()]


def around(path: Path) -> dict[str, bytes]:
    """Every element of the worksheet but its cells and the widths of its columns, and the start tags of its rows."""
    sheet = etree.fromstring(entries(path)[sheet_part(path)])
    found = {etree.QName(child).localname: etree.tostring(child, method="c14n") for child in sheet}
    rows = [dict(row.attrib) for row in sheet.iter("{*}row")]
    kept = [{name: value for name, value in row.items() if name != "spans"} for row in rows]
    return {name: xml for name, xml in found.items() if name not in _OURS_TO_CHANGE} | {"rows": repr(kept).encode()}


def merged_title(_: Workbook, sheet: Worksheet) -> None:
    sheet.insert_rows(1, 2)
    sheet["A1"] = "My search"
    sheet.merge_cells("A1:S1")


def merged_header(_: Workbook, sheet: Worksheet) -> None:
    sheet.insert_rows(1, 2)
    sheet.move_range("A3:N3", rows=-1)
    for column in range(1, len(HEADERS) + 1):
        sheet.merge_cells(start_row=2, end_row=3, start_column=column, end_column=column)


def folded_rows(_: Workbook, sheet: Worksheet) -> None:
    sheet.row_dimensions.group(2, 3, outline_level=1, hidden=True)
    sheet.row_dimensions[4].height = 33


def filtered_rows(_: Workbook, sheet: Worksheet) -> None:
    sheet.auto_filter.ref = "A1:S4"
    sheet.auto_filter.add_filter_column(0, ["Globex"])
    sheet.row_dimensions[2].hidden = True


def looks(_: Workbook, sheet: Worksheet) -> None:
    choice = DataValidation(type="list", formula1='"Applied,Offer"', sqref="L2:L99")
    sheet.add_data_validation(choice)
    fill = PatternFill("solid", bgColor="FFFF00")
    rule = CellIsRule(operator="equal", formula=['"Acme"'], fill=fill)  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add("A2:N99", rule)
    sheet.freeze_panes = "B2"
    sheet.sheet_view.zoomScale = 85


def printed(book: Workbook, sheet: Worksheet) -> None:
    sheet.print_area = "A1:N4"
    sheet.print_title_rows = "1:1"
    book.defined_names["mine"] = DefinedName("mine", attr_text=f"{SHEET}!$A$1:$N$4")


@pytest.mark.parametrize("finish", [folded_rows, filtered_rows, looks, printed])
def test_what_stands_around_the_columns_stays(make: Make, finish: Finish) -> None:
    tracker = make(ROWS, finish=finish)
    before, names = around(tracker.path), defined_names(tracker.path)
    tracker.sync()

    assert statuses(tracker) == STATUSES
    assert around(tracker.path) == before
    assert defined_names(tracker.path) == names


@pytest.mark.parametrize(("finish", "header_row"), [(merged_title, 3), (merged_header, 2)])
def test_merged_titles_and_headers_stay_merged(make: Make, finish: Finish, header_row: int) -> None:
    made = make(ROWS, finish=finish)
    tracker = Tracker(made.path, made.settings, header_row)
    before = around(tracker.path)["mergeCells"]
    tracker.sync()

    assert tracker.headers() == [*HEADERS, *OURS]
    assert [row[FIRST - 1] for row in values(tracker.path)][-3:] == STATUSES
    assert around(tracker.path)["mergeCells"] == before
    assert tracker.sync().written is False


def test_a_heading_merged_across_all_columns_between_the_rows_is_not_written_over(make: Make) -> None:
    def heading(_: Workbook, sheet: Worksheet) -> None:
        sheet["A5"] = "Last year"
        sheet.merge_cells("A5:P5")

    tracker = make(ROWS, finish=heading)
    tracker.sync()

    assert values(tracker.path)[4][0] == "Last year"
    assert tracker.headers() == [*HEADERS, *OURS]
    assert column_widths(tracker.path).keys() == set(range(17, 22))


@pytest.mark.parametrize("folded", [True, False])
def test_our_columns_show_though_they_fall_into_a_group_and_the_group_stays(make: Make, *, folded: bool) -> None:
    tracker = make(
        ROWS, finish=lambda _, sheet: sheet.column_dimensions.group("L", "Z", outline_level=1, hidden=folded)
    )
    before = column_widths(tracker.path)
    tracker.sync()
    after = column_widths(tracker.path)

    ours = range(FIRST, FIRST + len(OURS))
    assert [after[column].get("hidden", "0") for column in ours] == ["0"] * 4 + ["1"]
    assert not [column for column in ours if after[column].keys() & {"outlineLevel", "collapsed"}]
    bounds = {"min": "", "max": ""}
    for column in {*before} - {*ours}:
        assert after[column] | bounds == before[column] | bounds


def test_columns_are_not_added_to_a_protected_worksheet(make: Make, untouched: Untouched) -> None:
    def protect(_: Workbook, sheet: Worksheet) -> None:
        sheet.protection.sheet = True

    tracker = make(ROWS, finish=protect)
    same = untouched(tracker.path)

    with pytest.raises(TrackerNotWritableError, match=r"protected, and no columns can be added.*Unprotect Sheet"):
        tracker.sync()
    assert same()


@pytest.mark.libreoffice
def test_libreoffice_shows_our_columns_in_a_folded_group_and_all_that_stands_around(
    make: Make, soffice: str, tmp_path: Path
) -> None:
    def everything(book: Workbook, sheet: Worksheet) -> None:
        for finish in (looks, printed, folded_rows):
            finish(book, sheet)
        sheet.column_dimensions.group("L", "Z", outline_level=1, hidden=True)

    tracker = make(ROWS, finish=everything)
    tracker.sync()
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [soffice, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "out")]
    subprocess.run([*command, str(tracker.path)], check=True, capture_output=True, timeout=120)

    sheet = load_workbook(tmp_path / "out" / tracker.path.name)[SHEET]
    spans = [(look.min or 0, look.max or 0) for look in sheet.column_dimensions.values() if look.hidden]
    hidden = {column for first, last in spans for column in range(first, last + 1)}
    assert hidden == {12, 13, 14, 19, *range(20, 27)}
    assert [number for number, look in sheet.row_dimensions.items() if look.hidden] == [2, 3]
    assert sheet.print_area == f"'{SHEET}'!$A$1:$N$4"
    assert [str(rule.sqref) for rule in sheet.data_validations.dataValidation] == ["L2:L99"]
    assert [str(area.sqref) for area in sheet.conditional_formatting] == ["A2:N99"]
    assert [sheet.cell(row, FIRST).value for row in (2, 3, 4)] == STATUSES
