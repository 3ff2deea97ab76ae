"""One contract for every store: what is written is read back, all of it or nothing (DESIGN section 2)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from fake_sheets import FakeSheets, spreadsheet_of
from openpyxl import Workbook

from sheet_sync.errors import NothingToUndoError, TrackerBusyError
from sheet_sync.grid import CellChange, CellValue, ColumnFormat, NewColumn, NewWorksheet, SheetEdit
from sheet_sync.journal import LastEdit
from sheet_sync.stores import Store
from sheet_sync.stores.excel import ExcelStore
from sheet_sync.stores.google.store import GoogleStore
from sheet_sync.stores.memory import MemoryStore

Sheets = Mapping[str, Sequence[Sequence[CellValue]]]
Open = Callable[[Sheets], Store]
ROWS: Sequence[Sequence[CellValue]] = (
    ("Company", "Position", "Interview date"),
    ("Acme", "Data Analyst", date(2026, 11, 12)),
    ("Globex", None, None),
)
SHEET = "Jobs"


def in_memory(_: Path, sheets: Sheets) -> Store:
    return MemoryStore(dict(sheets))


def in_excel(folder: Path, sheets: Sheets) -> Store:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(folder / "tracker.xlsx")
    return ExcelStore(folder / "tracker.xlsx", state_folder=folder / "state")


def in_google(server: FakeSheets, folder: Path, sheets: Sheets) -> Store:
    spreadsheet = server.add(spreadsheet_of(sheets))
    google = {"credentials": str(server.key_file(folder)), "endpoint": server.url}
    return GoogleStore(spreadsheet.key, google=google, state_folder=folder / "state")


@pytest.fixture(params=["memory", "excel", "google"])
def open_store(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    if request.param == "google":
        server: FakeSheets = request.getfixturevalue("server")
        return lambda sheets: in_google(server, tmp_path, sheets)
    make = {"memory": in_memory, "excel": in_excel}[request.param]
    return lambda sheets: make(tmp_path, sheets)


@pytest.fixture
def store(open_store: Open) -> Store:
    return open_store({SHEET: ROWS, "Notes": [["mine"]]})


def value(store: Store, row: int, column: int, sheet: str = SHEET) -> CellValue:
    (found,) = [one.grid.value(row, column) for one in store.read().worksheets if one.name == sheet]
    return None if found == "" else found


def write(store: Store, *changes: tuple[int, int, str | float | None], new: Sequence[NewColumn] = ()) -> None:
    cells = tuple(CellChange(row, column, value(store, row, column), after) for row, column, after in changes)
    edit = SheetEdit(SHEET, header_row=1, last_row=len(ROWS), new_columns=tuple(new), changes=cells)
    store.write(edit, expecting=store.read().token)


def test_a_book_is_read_with_its_worksheets_in_order(store: Store) -> None:
    assert [sheet.name for sheet in store.read().worksheets] == [SHEET, "Notes"]
    assert value(store, 1, 1) == "Company"
    assert value(store, 2, 3) in {date(2026, 11, 12), datetime(2026, 11, 12)}  # a sheet has no zones
    assert value(store, 3, 2) is None
    assert value(store, 99, 99) is None


@pytest.mark.parametrize(
    "written",
    [
        "Waiting",
        "two\nlines\n\nand more",
        "=1+1",
        "+1 555 010 1234",
        "'quoted",
        "  blanks at both ends  ",
        "<b>&amp;</b> ]]>",
        "emoji 🚀 and ütf-8 עברית",
        "_x0041_ is no A",
        "tab\tinside",
        "0123",
        "2026-11-12",
        "TRUE",
        "#N/A",
        "x" * 32_767,
    ],
)
def test_text_is_read_back_as_it_was_written(store: Store, written: str) -> None:
    write(store, (2, 4, written))

    assert value(store, 2, 4) == written


@pytest.mark.parametrize("written", [date(2026, 11, 23), date(1999, 12, 31), date(2100, 2, 28)])
def test_a_date_is_read_back_as_the_same_day(store: Store, written: date) -> None:
    cells = (CellChange(2, 4, None, written),)
    edit = SheetEdit(SHEET, 1, 3, changes=cells, formats={4: ColumnFormat.DATE})
    store.write(edit, expecting=store.read().token)

    found = value(store, 2, 4)
    assert isinstance(found, date)
    assert (found.year, found.month, found.day) == (written.year, written.month, written.day)


@pytest.mark.parametrize("written", [1, 2.5, True, False])
def test_numbers_and_truth_values_are_read_back(store: Store, written: float) -> None:
    write(store, (2, 4, written))

    found = value(store, 2, 4)
    assert found == written
    assert isinstance(found, bool) == isinstance(written, bool)


def test_a_cell_is_cleared(store: Store) -> None:
    write(store, (2, 2, None))

    assert value(store, 2, 2) is None
    assert value(store, 2, 1) == "Acme"


def test_several_cells_are_written_at_once_and_the_others_stay(store: Store) -> None:
    write(store, (2, 1, "A"), (3, 3, "B"), (3, 1, None))

    rows = [[value(store, row, column) for column in (1, 2, 3)] for row in (2, 3)]
    assert rows[0][:2] == ["A", "Data Analyst"]
    assert rows[1] == [None, None, "B"]
    assert value(store, 1, 1, "Notes") == "mine"


def test_cells_beyond_the_edge_of_the_sheet_are_written(store: Store) -> None:
    write(store, (12, 30, "far"))

    assert value(store, 12, 30) == "far"
    assert value(store, 2, 1) == "Acme"


def test_new_columns_come_with_their_headers_and_values(store: Store) -> None:
    new = [NewColumn(4, "Follow-up status"), NewColumn(5, "Sync key", hidden=True)]
    write(store, (2, 4, "Waiting"), new=new)

    assert [value(store, 1, column) for column in (3, 4, 5)] == ["Interview date", "Follow-up status", "Sync key"]
    assert [value(store, 2, column) for column in (4, 5)] == ["Waiting", None]


def test_new_columns_without_any_value_are_added_too(store: Store) -> None:
    write(store, new=[NewColumn(4, "Draft", ColumnFormat.WRAPPED, 70)])

    assert value(store, 1, 4) == "Draft"
    assert value(store, 2, 4) is None


def test_a_state_keeps_its_token_and_a_new_state_gets_a_new_one(store: Store) -> None:
    first = store.read().token
    assert store.read().token == first

    write(store, (2, 4, "Waiting"))

    assert store.read().token != first


def test_a_stale_token_is_refused_and_nothing_is_written(store: Store) -> None:
    stale = store.read().token
    write(store, (2, 4, "Waiting"))
    edit = SheetEdit(SHEET, 1, 3, (NewColumn(5, "Draft"),), (CellChange(3, 4, None, "Closed"),))

    with pytest.raises(TrackerBusyError):
        store.write(edit, expecting=stale)

    assert value(store, 2, 4) == "Waiting"
    assert value(store, 3, 4) is None
    assert value(store, 1, 5) is None


def test_an_unknown_token_is_refused(store: Store) -> None:
    with pytest.raises(TrackerBusyError):
        store.write(SheetEdit(SHEET, 1, 3, changes=(CellChange(2, 4, None, "x"),)), expecting="never")


def test_a_write_can_follow_a_write(store: Store) -> None:
    write(store, (2, 4, "one"))
    write(store, (2, 4, "two"), (3, 4, "three"))
    write(store, (3, 4, None))

    assert [value(store, 2, 4), value(store, 3, 4)] == ["two", None]


def test_a_book_that_was_read_does_not_change_under_its_reader(store: Store) -> None:
    before = store.read()
    write(store, (2, 1, "Changed"))

    assert before.worksheets[0].grid.value(2, 1) == "Acme"


def test_a_book_may_be_empty(open_store: Open) -> None:
    store = open_store({SHEET: []})

    assert value(store, 1, 1) is None
    write(store, (1, 1, "first"))
    assert value(store, 1, 1) == "first"


def test_dropped_columns_are_gone_from_the_header_down(store: Store) -> None:
    write(store, (2, 4, "Waiting"), (2, 5, "key"), new=[NewColumn(4, "Status"), NewColumn(5, "Sync key", hidden=True)])
    edit = SheetEdit(SHEET, 1, 3, changes=(CellChange(2, 2, "Data Analyst", "Chef"),), dropped_columns=(4, 5))
    store.write(edit, expecting=store.read().token)

    assert [value(store, row, column) for row in (1, 2, 3) for column in (4, 5)] == [None] * 6
    assert [value(store, 2, column) for column in (1, 2)] == ["Acme", "Chef"]


def test_the_last_edit_is_remembered_until_another_takes_its_place(store: Store) -> None:
    assert store.last_edit() is None
    for status in ("Waiting", "Closed"):
        before = value(store, 2, 4)
        edit = SheetEdit(
            SHEET, 1, 3, changes=(CellChange(2, 4, before, status),), headers={4: "Status"}, identities={2: "acme"}
        )
        store.write(edit, expecting=store.read().token)
        assert store.last_edit() == LastEdit.of(edit)


def test_an_edit_that_is_not_to_be_remembered_leaves_no_memory(store: Store) -> None:
    write(store, (2, 4, "Waiting"))
    edit = SheetEdit(SHEET, 1, 3, changes=(CellChange(2, 4, "Waiting", None),))
    store.write(edit, expecting=store.read().token, remember=False)

    assert store.last_edit() is None


def test_a_write_that_is_refused_leaves_the_memory_of_the_one_before(store: Store) -> None:
    write(store, (2, 4, "Waiting"))
    before = store.last_edit()
    with pytest.raises(TrackerBusyError):
        store.write(SheetEdit(SHEET, 1, 3, changes=(CellChange(2, 4, None, "x"),)), expecting="never")

    assert store.last_edit() == before


def test_a_restored_tracker_is_as_it_was_before_the_last_write_and_can_be_restored_again(store: Store) -> None:
    with pytest.raises(NothingToUndoError):
        store.restore()
    write(store, (2, 4, "one"))
    write(store, (2, 4, "two"))
    stale = store.read().token

    store.restore()
    assert value(store, 2, 4) == "one"
    assert store.last_edit() is None
    with pytest.raises(TrackerBusyError):
        store.write(SheetEdit(SHEET, 1, 3, changes=(CellChange(2, 4, "two", "three"),)), expecting=stale)

    store.restore()
    assert value(store, 2, 4) == "two"


def test_a_column_between_others_is_taken_away_and_none_moves(store: Store) -> None:
    store.write(SheetEdit(SHEET, 1, len(ROWS), dropped_columns=(2,)), expecting=store.read().token)

    assert [value(store, row, 2) for row in (1, 2, 3)] == [None] * 3
    assert [value(store, 1, column) for column in (1, 3)] == ["Company", "Interview date"]


def test_what_stands_above_and_below_the_table_stays_when_its_column_is_taken_away(open_store: Open) -> None:
    store = open_store({SHEET: [["my title"], *ROWS, [None], ["my sum"]]})
    edit = SheetEdit(SHEET, header_row=2, last_row=4, dropped_columns=(1,))
    store.write(edit, expecting=store.read().token)

    assert [value(store, row, 1) for row in range(1, 7)] == ["my title", None, None, None, None, "my sum"]


def test_a_worksheet_is_added_at_the_end(store: Store) -> None:
    added = NewWorksheet("Settings", (("Setting", "Value"), ("Your name", None), ("Wait days", 7)), widths=(20, 30))
    edit = SheetEdit(SHEET, 1, 3, changes=(CellChange(2, 4, None, "Waiting"),), new_worksheet=added)

    store.write(edit, expecting=store.read().token)

    assert [sheet.name for sheet in store.read().worksheets] == [SHEET, "Notes", "Settings"]
    assert value(store, 2, 4) == "Waiting"
    assert [value(store, row, 1, "Settings") for row in (1, 2, 3, 4)] == ["Setting", "Your name", "Wait days", None]
    assert [value(store, row, 2, "Settings") for row in (1, 2, 3)] == ["Value", None, 7]


def test_a_worksheet_alone_is_an_edit_too(store: Store) -> None:
    edit = SheetEdit(SHEET, 1, 3, new_worksheet=NewWorksheet("More", (("x",),)))
    assert not edit.empty

    store.write(edit, expecting=store.read().token)

    assert value(store, 1, 1, "More") == "x"
    assert [sheet.grid.rows for sheet in store.read().worksheets][1] == [["mine"]]
