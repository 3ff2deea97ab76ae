"""Columns taken away again: the workbook shows what it showed before they came (SPEC sections 7 and 8)."""

import io
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, Protection
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet
from raw_tables import Finish, as_table, raw_tables, with_totals
from raw_xlsx import differences, packed
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
    filter_range,
    raw_formulas,
    sheet_part,
    values,
)

from sheet_sync.errors import TrackerNotWritableError
from sheet_sync.grid import CellChange, SheetEdit
from sheet_sync.stores import open_store

ROWS = (ANA, BEN, CAT)
FIRST = len(HEADERS) + 1
LAST_ROW = len(ROWS) + 1
PLACES = {header: place for place, header in enumerate(OURS, start=FIRST)}


def take_away(tracker: Tracker, *headers: str, changes: tuple[CellChange, ...] = ()) -> None:
    """What undo and remove ask of the store."""
    store = open_store(tracker.path, tracker.settings)
    dropped = tuple(PLACES[header] for header in headers)
    edit = SheetEdit(SHEET, tracker.header_row, LAST_ROW, changes=changes, dropped_columns=dropped)
    store.write(edit, expecting=store.read().token, remember=False)


def shown(path: Path | io.BytesIO) -> dict[str, Any]:
    """What another reader makes of the worksheet: values, widths, hidden columns and rows, tables, filter."""
    sheet = load_workbook(path)[SHEET]
    width = max((cell.column for row in sheet.iter_rows() for cell in row if cell.value is not None), default=0)
    return {
        "values": [[cell.value for cell in row[:width]] for row in sheet.iter_rows()],
        "columns": {letters: (look.width, look.hidden, look.outlineLevel, look.min, look.max)
                    for letters, look in sheet.column_dimensions.items()},
        "rows": {number: (look.height, look.hidden) for number, look in sheet.row_dimensions.items()},
        "tables": {table.name: (table.ref, [column.name for column in table.tableColumns])
                   for table in sheet.tables.values()},
        "filter": sheet.auto_filter.ref,
        "names": {name: text.attr_text for name, text in sheet.defined_names.items()},
        "merged": sorted(map(str, sheet.merged_cells.ranges)),
    }  # fmt: skip


def ordinary(_: Workbook, sheet: Worksheet) -> None:
    for letter, width in (("A", 30), ("N", 22)):
        sheet.column_dimensions[letter].width = width


def filtered(_: Workbook, sheet: Worksheet) -> None:
    sheet.auto_filter.ref = "A1:N4"
    sheet.auto_filter.add_filter_column(0, ["Globex"])
    sheet.row_dimensions[2].hidden = True
    sheet.print_area = "A1:N4"


def one_width_for_all(_: Workbook, sheet: Worksheet) -> None:
    sheet.column_dimensions.group("A", "XFD", outline_level=0)
    sheet.column_dimensions["A"].width = 15


def grouped_and_folded(_: Workbook, sheet: Worksheet) -> None:
    sheet.column_dimensions.group("L", "Z", outline_level=1, hidden=True)


LAYOUTS = [ordinary, filtered, as_table(), with_totals, one_width_for_all, grouped_and_folded]
NAMES = ["ordinary", "filtered", "table", "totals", "one width", "folded group"]


@pytest.mark.parametrize("finish", LAYOUTS, ids=NAMES)
def test_added_and_taken_away_again_leaves_what_was_there(make: Make, tmp_path: Path, finish: Finish) -> None:
    tracker = make(ROWS, finish=finish)
    before = Path(shutil.copy(tracker.path, tmp_path / "before.xlsx"))
    look, raw = shown(before), entries(before)
    tracker.sync()
    assert shown(tracker.path)["values"] != look["values"]

    take_away(tracker, *OURS)

    assert shown(tracker.path) == look
    after = entries(tracker.path)
    kept = {"xl/tables/table1.xml", "xl/sharedStrings.xml", "docProps/app.xml"} & {*raw}
    assert {name: after[name] for name in kept} == {name: raw[name] for name in kept}
    assert defined_names(tracker.path) == defined_names(before)
    ours = {(row, column) for row in range(1, LAST_ROW + 1) for column in PLACES.values()}
    left = [at for at, _ in cells(tracker.path) if at in ours]
    assert not left


def cells(path: Path) -> list[tuple[tuple[int, int], etree._Element]]:
    sheet = etree.fromstring(entries(path)[sheet_part(path)])
    found = []
    for cell in sheet.iter("{*}c"):
        letters = "".join(filter(str.isalpha, cell.get("r", "")))
        number = 0
        for letter in letters:
            number = number * 26 + ord(letter) - 64
        found.append(((int(cell.get("r", "")[len(letters) :]), number), cell))
    return found


def test_taking_columns_away_changes_their_cells_and_nothing_else(make: Make, tmp_path: Path) -> None:
    tracker = make(ROWS)
    tracker.sync()
    before = Path(shutil.copy(tracker.path, tmp_path / "before.xlsx"))
    tracker.sync()

    take_away(tracker, "Draft")

    named = {(row, PLACES["Draft"]) for row in range(1, LAST_ROW + 1)}
    assert differences(without_widths(before), without_widths(tracker.path), SHEET, named) == []
    widths = column_widths(before)
    assert column_widths(tracker.path) == {column: widths[column] for column in widths if column != PLACES["Draft"]}


def without_widths(path: Path) -> bytes:
    """The workbook but for the widths of its columns."""
    parts = entries(path)
    part = sheet_part(path)
    parts[part] = re.sub(rb"<cols>.*</cols>", b"", parts[part])
    return packed(parts)


def test_cells_change_and_columns_go_in_one_write(make: Make) -> None:
    tracker = make(ROWS)
    tracker.sync()
    place = PLACES["Follow-up status"]
    change = CellChange(2, place, "Follow up now", "Waiting")

    take_away(tracker, "Draft", "Sync key", changes=(change,))

    assert values(tracker.path)[1][place - 1] == "Waiting"
    assert tracker.headers() == [*HEADERS, *OURS[:3]]


def test_a_formula_in_a_column_that_goes_stays(make: Make) -> None:
    tracker = make(ROWS)
    tracker.sync()

    def type_a_formula(sheet: Worksheet) -> None:
        sheet["R3"] = '=A3&" (mine)"'

    tracker.rework(type_a_formula)

    take_away(tracker, *OURS)

    assert raw_formulas(tracker.path) == {"R3"}
    assert tracker.headers() == [*HEADERS]


def in_the_middle(tracker: Tracker, header: str = "Mine") -> None:
    """The user adds a column at the right of ours, and draws the table over it."""

    def work(sheet: Worksheet) -> None:
        del sheet.tables["Jobs"]
        sheet.cell(1, FIRST + len(OURS), header)
        sheet.add_table(Table(displayName="Jobs", ref="A1:T4"))

    tracker.rework(work)


def test_between_the_users_columns_of_a_table_one_that_goes_leaves_a_column_named_as_excel_does(make: Make) -> None:
    tracker = make(ROWS, finish=as_table())
    tracker.sync()
    in_the_middle(tracker, "column1")

    take_away(tracker, *OURS)

    table = raw_tables(tracker.path)["Jobs"]
    assert table.ref == "A1:T4"
    assert table.columns == (*HEADERS, *(f"Column{number}" for number in range(2, 7)), "column1")
    assert [row[FIRST - 1 : FIRST + 4] for row in values(tracker.path)[1:4]] == [[None] * 5] * 3


def test_of_a_filter_that_reaches_further_nothing_is_taken(make: Make) -> None:
    tracker = make(ROWS, finish=filtered)
    tracker.sync()

    def widen(sheet: Worksheet) -> None:
        sheet.cell(1, FIRST + len(OURS), "Mine")
        sheet.auto_filter.ref = "A1:T4"

    tracker.rework(widen)
    take_away(tracker, *OURS)

    assert filter_range(tracker.path) == "A1:T4"


@pytest.mark.parametrize("finish", [filtered, as_table()], ids=["filter", "table"])
def test_a_column_by_which_rows_are_filtered_stays_until_the_filter_is_cleared(
    make: Make, untouched: Untouched, finish: Finish
) -> None:
    tracker = make(ROWS, finish=finish)
    tracker.sync()

    def filter_ours(sheet: Worksheet) -> None:
        chosen = sheet.tables["Jobs"].autoFilter if sheet.tables else sheet.auto_filter
        assert chosen is not None
        chosen.add_filter_column(PLACES["Follow-up status"] - 1, ["Waiting"])

    tracker.rework(filter_ours)
    same = untouched(tracker.path)

    with pytest.raises(TrackerNotWritableError, match=r"filtered by column O.*clear that filter"):
        take_away(tracker, *OURS)
    assert same()


def test_the_total_that_excel_puts_below_the_last_column_goes_with_it(make: Make) -> None:
    tracker = make(ROWS, finish=with_totals)
    tracker.sync()

    def total(sheet: Worksheet) -> None:
        sheet.tables["Jobs"].tableColumns[-1].totalsRowFunction = "count"
        sheet["S5"] = "=SUBTOTAL(103,Jobs[Sync key])"

    tracker.rework(total)
    take_away(tracker, *OURS)

    assert raw_formulas(tracker.path) == {"B5"}
    assert raw_tables(tracker.path)["Jobs"].ref == "A1:N5"


def test_a_column_of_the_table_that_a_formula_names_stays_until_the_formula_is_gone(
    make: Make, untouched: Untouched
) -> None:
    def count_statuses(book: Workbook, sheet: Worksheet) -> None:
        as_table()(book, sheet)
        book.create_sheet("Summary")["A1"] = '=COUNTIF(Jobs[Follow-up status],"Waiting")'

    tracker = make(ROWS, finish=count_statuses)
    tracker.sync()
    same = untouched(tracker.path)

    with pytest.raises(TrackerNotWritableError, match=r"worksheet “Summary”.*“Jobs”.*“Follow-up status”"):
        take_away(tracker, *OURS)
    assert same()


def test_a_merged_range_among_our_cells_does_not_keep_them(make: Make) -> None:
    tracker = make(ROWS)
    tracker.sync()
    tracker.rework(lambda sheet: sheet.merge_cells("R2:R3"))

    take_away(tracker, *OURS)

    assert tracker.headers() == [*HEADERS]
    assert all(value is None for row in values(tracker.path) for value in row[FIRST - 1 :])


def lock(sheet: Worksheet) -> None:
    sheet.protection.sheet = True


def unlock_and_lock(sheet: Worksheet) -> None:
    for row in sheet["O1:S4"]:
        for cell in row:
            cell.protection = Protection(locked=False)
    lock(sheet)


def test_protected_columns_are_not_taken_away(make: Make, untouched: Untouched) -> None:
    tracker = make(ROWS)
    tracker.sync()
    tracker.rework(lock)
    same = untouched(tracker.path)

    with pytest.raises(TrackerNotWritableError, match=r"protected, and our columns cannot be taken.*Unprotect Sheet"):
        take_away(tracker, *OURS)
    assert same()


def test_unlocked_columns_of_a_protected_worksheet_are_taken_away(make: Make) -> None:
    tracker = make(ROWS)
    tracker.sync()
    tracker.rework(unlock_and_lock)

    take_away(tracker, *OURS)

    assert tracker.headers() == [*HEADERS]


@pytest.mark.libreoffice
def test_libreoffice_shows_the_same_before_and_after(make: Make, soffice: str, tmp_path: Path) -> None:
    def decorated(book: Workbook, sheet: Worksheet) -> None:
        as_table()(book, sheet)
        ordinary(book, sheet)
        sheet["A1"].font = Font(bold=True)

    views = []
    for name, finish in (("table", decorated), ("filter", filtered)):
        tracker = make(ROWS, finish=finish, name=f"{name}.xlsx")
        before = Path(shutil.copy(tracker.path, tmp_path / f"{name} before.xlsx"))
        tracker.sync()
        grown = Path(shutil.copy(tracker.path, tmp_path / f"{name} grown.xlsx"))
        take_away(tracker, *OURS)
        views.append((before, grown, tracker.path))
    converted(soffice, tmp_path, [path for view in views for path in view])

    for before, grown, after in views:
        seen = {path: shown(tmp_path / "out" / path.name) for path in (before, grown, after)}
        assert seen[after] == seen[before]
        assert [*seen[grown]["values"][0]] == [*HEADERS, *OURS]
    table = load_workbook(tmp_path / "out" / "table grown.xlsx")[SHEET].tables["Jobs"]
    assert table.ref == "A1:S4"


def converted(soffice: str, folder: Path, paths: list[Path]) -> None:
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [soffice, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "out")]
    subprocess.run([*command, *map(str, paths)], check=True, capture_output=True, timeout=120)
