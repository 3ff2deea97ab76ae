"""`sheet-sync undo`: the last sync is taken back, cell by cell or with the whole file (SPEC section 7)."""

import json
import stat
from datetime import date
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from workbooks import ANA, BEN, CAT, HEADERS, OURS, SHEET, TODAY, Command, Untouched, values, write_tracker

LATER = "2026-12-01"
MINE = "my own words"
CONFIGURATION = '[me]\nname = "Alex Morgan"\n'


def synced(home: Path, run: Command) -> Path:
    (home / "sheet_sync.toml").write_text(CONFIGURATION)
    path = write_tracker(home / "tracker.xlsx", [ANA, BEN, CAT], finish=with_filter)
    assert run("sync", path, "--today", TODAY).code == 0
    return path


def with_filter(_: object, sheet: Worksheet) -> None:
    sheet.auto_filter.ref = "A1:N4"
    sheet.column_dimensions["A"].width = 30


def shown(path: Path) -> list[list[object]]:
    """The values of the worksheet without blank rows and columns at the end."""
    rows = values(path)
    while rows and not any(value is not None for value in rows[-1]):
        rows.pop()
    width = max((at for row in rows for at, value in enumerate(row, start=1) if value is not None), default=0)
    return [row[:width] for row in rows]


def type_into(path: Path, row: int, header: str, value: object) -> None:
    book = load_workbook(path)
    sheet = book[SHEET]
    column = [cell.value for cell in sheet[1]].index(header) + 1
    sheet.cell(row, column).value = value  # type: ignore[assignment]  # any value that a test may think of
    book.save(path)


def test_a_sync_is_taken_back_cell_by_cell(home: Path, run: Command) -> None:
    path = synced(home, run)
    before = shown(path)
    assert run("sync", path, "--today", LATER).code == 0
    assert shown(path) != before

    done = run("undo", path)

    assert (done.code, done.err) == (0, "")
    assert "cells hold again what they held before the last sync" in done.out
    assert shown(path) == before


def test_the_first_sync_is_taken_back_with_the_columns_that_it_added(home: Path, run: Command) -> None:
    original = write_tracker(home / "original.xlsx", [ANA, BEN, CAT], finish=with_filter)
    path = synced(home, run)

    done = run("undo", path)

    assert done.code == 0
    assert "Columns removed: Follow-up status, Follow-up due, Follow-up reason, Draft, Sync key." in done.out
    assert shown(path) == shown(original)
    before, after = (load_workbook(file)[SHEET] for file in (original, path))
    assert after.auto_filter.ref == before.auto_filter.ref
    assert {name: column.width for name, column in after.column_dimensions.items()} == {
        name: column.width for name, column in before.column_dimensions.items()
    }
    assert not any(column.hidden for column in after.column_dimensions.values())


def test_what_the_user_did_since_stays(home: Path, run: Command) -> None:
    path = synced(home, run)
    assert run("sync", path, "--today", LATER).code == 0
    type_into(path, 3, "Draft", MINE)
    type_into(path, 3, "Talked about", "robots")

    done = run("undo", path)

    assert done.code == 0
    headers = [*HEADERS, *OURS]
    rows = values(path)
    assert rows[2][headers.index("Draft")] == MINE
    assert rows[2][headers.index("Talked about")] == "robots"
    assert "left alone: edited, moved or deleted since" in done.out


def test_an_undo_can_be_done_once_and_what_it_took_back_is_synced_anew(home: Path, run: Command) -> None:
    path = synced(home, run)
    after = shown(path)
    assert run("undo", path).code == 0
    again = run("undo", path)
    assert again.code == 1
    assert again.err.startswith(f"sheet-sync: {path}: There is no sync to take back.")
    assert run("sync", path, "--today", TODAY).code == 0
    assert shown(path) == after


def test_the_whole_file_comes_back_byte_for_byte_and_the_present_one_is_kept(home: Path, run: Command) -> None:
    (home / "sheet_sync.toml").write_text(CONFIGURATION)
    path = write_tracker(home / "tracker.xlsx", [ANA, BEN, CAT])
    path.chmod(0o640)
    original = path.read_bytes()
    assert run("sync", path, "--today", TODAY).code == 0
    type_into(path, 3, "Talked about", "robots")
    edited = path.read_bytes()

    done = run("undo", path, "--whole-file", "--json")

    (document,) = json.loads(done.out)["trackers"]
    assert (done.code, document["error"], document["written"]) == (0, None, True)
    assert path.read_bytes() == original
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert Path(document["kept_file"]).read_bytes() == edited

    assert run("undo", path, "--whole-file").code == 0
    assert path.read_bytes() == edited


def test_without_a_backup_the_whole_file_cannot_come_back(home: Path, run: Command, untouched: Untouched) -> None:
    path = write_tracker(home / "tracker.xlsx", [ANA])
    same = untouched(path)
    done = run("undo", path, "--whole-file")
    assert done.code == 1
    assert done.err.startswith(f"sheet-sync: {path}: there is no backup of an earlier state.")
    assert same()


def test_an_undo_of_a_tracker_that_is_open_waits_for_another_time(
    home: Path, run: Command, untouched: Untouched
) -> None:
    path = synced(home, run)
    path.with_name(f"~${path.name}").write_bytes(b"\x03Ann" + b" " * 161)
    same = untouched(path)
    for arguments in ([], ["--whole-file"]):
        done = run("undo", path, *arguments)
        assert done.code == 75
        assert "is open in Excel" in done.err
    assert same()


def test_undo_says_in_json_what_it_did(home: Path, run: Command) -> None:
    path = synced(home, run)
    (document,) = json.loads(run("undo", path, "--json").out)["trackers"]
    assert document["removed"] == list(OURS)
    assert (document["kept"], document["kept_columns"], document["sheet"]) == (0, [], SHEET)
    assert document["reverted"] > 0
    (failed,) = json.loads(run("undo", path, "--json").out)["trackers"]
    assert failed["reverted"] is None
    assert "no sync to take back" in failed["error"]


def test_a_sync_that_changed_nothing_leaves_the_one_before_to_be_taken_back(home: Path, run: Command) -> None:
    path = synced(home, run)
    assert "up to date" in run("sync", path, "--today", TODAY).out
    assert run("undo", path).code == 0
    assert shown(path)[0] == list(HEADERS)


def test_marks_typed_into_an_added_column_are_never_taken_back(home: Path, run: Command) -> None:
    (home / "sheet_sync.toml").write_text(CONFIGURATION)
    headers = [header for header in HEADERS if header != "Thank-you sent"]
    path = write_tracker(home / "tracker.xlsx", [BEN, CAT], headers=headers)
    assert run("sync", path, "--today", TODAY).code == 0
    type_into(path, 2, "Thank-you sent", date(2026, 11, 23))

    done = run("undo", path)

    assert "something of yours stands in them: Thank-you sent." in done.out
    assert shown(path)[0] == [*headers, "Thank-you sent"]
