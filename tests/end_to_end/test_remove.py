"""`sheet-sync remove`: our columns go, and what the user wrote into them is kept (SPEC section 8)."""

import json
import stat
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from workbooks import ANA, BEN, CAT, HEADERS, OURS, SHEET, TODAY, Command, Untouched, values, write_tracker

CONFIGURATION = '[me]\nname = "Alex Morgan"\n'
MINE = "Hi Jane,\n\nmy own words.\n\nAlex"


@pytest.fixture
def tracker(home: Path, run: Command) -> Path:
    (home / "sheet_sync.toml").write_text(CONFIGURATION)
    path = write_tracker(home / "tracker.xlsx", [ANA, BEN, CAT])
    assert run("sync", path, "--today", TODAY).code == 0
    return path


def rework(path: Path, row: int, column: int, value: object) -> None:
    book = load_workbook(path)
    book[SHEET].cell(row, column).value = value  # type: ignore[assignment]  # any value that a test may think of
    book.save(path)


def shown(path: Path) -> list[list[object]]:
    rows = values(path)
    width = max((at for row in rows for at, value in enumerate(row, start=1) if value is not None), default=0)
    return [row[:width] for row in rows]


def test_our_columns_go_and_the_users_stay(tracker: Path, home: Path, run: Command) -> None:
    original = write_tracker(home / "original.xlsx", [ANA, BEN, CAT])
    done = run("remove", tracker)
    assert (done.code, done.err) == (0, "")
    assert f"columns removed: {', '.join(OURS)}." in done.out
    assert shown(tracker) == shown(original)
    assert [*home.glob("*.txt")] == []
    sheet = load_workbook(tracker)[SHEET]
    assert not any(column.hidden for column in sheet.column_dimensions.values())


def test_edited_drafts_are_kept_in_a_text_file_that_overwrites_none(tracker: Path, home: Path, run: Command) -> None:
    draft = [*HEADERS, *OURS].index("Draft") + 1
    rework(tracker, 2, draft, MINE)
    taken = home / "tracker drafts 2026-11-23.txt"
    taken.write_text("mine, too")

    done = run("remove", tracker, "--today", TODAY)

    kept = home / "tracker drafts 2026-11-23 (2).txt"
    assert done.code == 0
    assert f"The drafts that you edited are kept in {kept}." in done.out
    assert kept.read_text() == f"===== Row 2: Acme, Data Analyst =====\n\n{MINE}\n"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert taken.read_text() == "mine, too"


def test_when_the_columns_cannot_go_no_text_file_is_left(
    tracker: Path, home: Path, run: Command, untouched: Untouched
) -> None:
    rework(tracker, 2, [*HEADERS, *OURS].index("Draft") + 1, MINE)
    tracker.with_name(f"~${tracker.name}").write_bytes(b"\x03Ann" + b" " * 161)
    same = untouched(tracker)
    done = run("remove", tracker)
    assert done.code == 75
    assert same()
    assert [*home.glob("*.txt")] == []


def test_a_formula_in_one_of_our_cells_stays(tracker: Path, run: Command) -> None:
    due = [*HEADERS, *OURS].index("Follow-up due") + 1
    rework(tracker, 4, due, "=1+1")
    assert run("remove", tracker).code == 0
    assert load_workbook(tracker)[SHEET].cell(4, due).value == "=1+1"


def test_a_tracker_without_our_columns_is_not_touched(home: Path, run: Command, untouched: Untouched) -> None:
    path = write_tracker(home / "tracker.xlsx", [ANA])
    same = untouched(path)
    done = run("remove", path)
    assert done.code == 0
    assert "no column of ours is in it" in done.out
    assert same()


def test_a_users_own_draft_column_stays(home: Path, run: Command) -> None:
    (home / "sheet_sync.toml").write_text(CONFIGURATION)
    path = write_tracker(home / "tracker.xlsx", [{**ANA, "Draft": "my cover letter"}], headers=[*HEADERS, "Draft"])
    assert run("sync", path, "--today", TODAY).code == 0
    assert run("remove", path).code == 0
    assert shown(path)[0] == [*HEADERS, "Draft"]
    assert shown(path)[1][len(HEADERS)] == "my cover letter"


def test_columns_of_the_user_to_the_right_of_ours_stay_where_they_are(tracker: Path, run: Command) -> None:
    place = len(HEADERS) + len(OURS) + 1

    def add(sheet: Worksheet) -> None:
        sheet.cell(1, place, "Salary")
        sheet.cell(2, place, 70_000)

    book = load_workbook(tracker)
    add(book[SHEET])
    book.save(tracker)
    assert run("remove", tracker).code == 0
    assert values(tracker)[0][place - 1] == "Salary"
    assert values(tracker)[1][place - 1] == 70_000
    assert values(tracker)[0][len(HEADERS) : place - 1] == [None] * len(OURS)


def test_after_the_end_a_new_sync_begins_anew(tracker: Path, run: Command) -> None:
    before = shown(tracker)
    assert run("remove", tracker).code == 0
    assert run("undo", tracker).code == 1
    assert run("sync", tracker, "--today", TODAY).code == 0
    assert shown(tracker) == before


def test_remove_says_in_json_what_it_did(tracker: Path, run: Command) -> None:
    (document,) = json.loads(run("remove", tracker, "--json").out)["trackers"]
    assert document == {
        "tracker": str(tracker),
        "sheet": SHEET,
        "removed": list(OURS),
        "drafts_file": None,
        "written": True,
        "error": None,
    }
