"""What a run may cost, as ratios within one run (DESIGN section 7): a noisy machine is noisy for both."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from openpyxl import Workbook

from sheet_sync.ooxml import edit_workbook

pytestmark = pytest.mark.bench

COMMAND = str(Path(sys.executable).with_name("sheet-sync"))
TODAY = date(2026, 11, 23)
HEADERS = (
    "Company", "Position", "Contact", "Contact email", "Contact phone", "Preferred channel", "Interview date",
    "Interview type", "Promised reply by", "Thank-you sent", "Followed up", "Outcome", "Reply received", "Talked about",
    "Location", "Salary", "Link", "Notes",
)  # fmt: skip
THE_LIBRARIES = (sys.executable, "-c", "import pandas, python_calamine")


class Cost(NamedTuple):
    """Seconds, and the largest memory in megabytes."""

    seconds: float
    megabytes: float


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "sheet_sync.toml").write_text('[me]\nname = "Alex Morgan"\nemail = "alex@example.com"\n')
    return tmp_path


def run(home: Path, *command: str) -> Cost:
    begun = time.perf_counter()
    environment = {**os.environ, "HOME": str(home), "XDG_STATE_HOME": str(home / "state")}
    process = subprocess.Popen(command, cwd=home, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return Cost(time.perf_counter() - begun, usage.ru_maxrss / 1024)


def ratio(home: Path, one: Sequence[str], other: Sequence[str], *, times: int, before: Callable[[], object]) -> float:
    """The median of the paired ratios: the two take turns, so that a slow minute slows both."""
    ratios = []
    for _ in range(times):
        before()
        ratios.append(run(home, *one).seconds / run(home, *other).seconds)
    print(f"{statistics.median(ratios):.2f} of {sorted(round(r, 2) for r in ratios)}")  # noqa: T201 - the figure is what the run is for
    return statistics.median(ratios)


def sync(path: Path, today: date = TODAY) -> tuple[str, ...]:
    return COMMAND, "sync", "--quiet", "--today", today.isoformat(), str(path)


def tracker(path: Path, rows: int, *, due_every: int = 10) -> Path:
    """So many applications of which every `due_every`th asks for a follow-up, most others had an interview long ago."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Applications")
    sheet.append(HEADERS)
    for row in range(rows):
        held = TODAY - timedelta(days=12 if row % due_every == 0 else 60 + row % 300)
        thanked = held + timedelta(days=1) if row % due_every == 0 else None
        sheet.append([
            f"Company {row}", f"Analyst {row % 97}", "Jane Doe", f"jane{row}@acme.example", "+1 555 010 1234", None,
            held, "video", None, thanked, None, "Interviewing", None, "the roadmap", "Berlin", 50_000 + row,
            f"https://jobs.example/{row}", "found through a friend",
        ])  # fmt: skip
    book.save(path)
    return path


def test_help_costs_little_more_than_python_itself(home: Path) -> None:
    found = ratio(home, (COMMAND, "--help"), (sys.executable, "-c", "pass"), times=15, before=lambda: None)
    assert found < 6


def test_a_sync_of_200_rows_that_changes_nothing_costs_little_more_than_its_libraries(home: Path) -> None:
    path = tracker(home / "tracker.xlsx", 200)
    run(home, *sync(path))
    assert ratio(home, sync(path), THE_LIBRARIES, times=11, before=lambda: None) < 1.5


def test_a_sync_of_200_rows_with_20_drafts_costs_twice_its_libraries_at_most(home: Path) -> None:
    path = tracker(home / "tracker.xlsx", 200)
    earlier = TODAY - timedelta(days=6)
    run(home, *sync(path, earlier))
    before = path.read_bytes()
    assert ratio(home, sync(path), THE_LIBRARIES, times=11, before=lambda: path.write_bytes(before)) < 2


OPENPYXL = """
import sys
from openpyxl import load_workbook
book = load_workbook(sys.argv[1])
sheet = book["Applications"]
for row in range(2, sheet.max_row + 1):
    for column in range(19, 23):
        text = "Dear Jane, thank you for the interview." if column == 22 and row % 10 == 2 else row
        sheet.cell(row, column).value = text
book.save(sys.argv[2])
"""


def test_100_000_rows_take_half_the_time_of_a_load_and_save_and_bounded_memory(home: Path) -> None:
    path = tracker(home / "tracker.xlsx", 100_000)
    script = home / "load_and_save.py"
    script.write_text(OPENPYXL)
    other = run(home, sys.executable, str(script), str(path), str(home / "saved.xlsx"))
    cost = run(home, *sync(path))
    print(f"first sync of 100,000 rows: {cost}, openpyxl: {other}")  # noqa: T201 - the figure is what the run is for
    assert cost.megabytes < 1200
    assert cost.seconds < other.seconds / 2


def test_three_cells_in_100_000_rows_cost_three_times_reading_and_packing_at_most(home: Path) -> None:
    path = tracker(home / "tracker.xlsx", 100_000)
    run(home, *sync(path))
    edit_workbook(path, path, "Applications", {(row, 12): "Rejected" for row in (12, 50_002, 99_992)})
    script = home / "read_and_pack.py"
    script.write_text(READ_AND_PACK)
    other = run(home, sys.executable, str(script), str(path))
    cost = run(home, *sync(path))
    print(f"100,000 rows again: {cost}, reading and packing: {other}")  # noqa: T201 - the figure is what the run is for
    assert cost.seconds < 3 * other.seconds


READ_AND_PACK = """
import sys, zipfile, zlib
from python_calamine import CalamineWorkbook
CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_name("Applications").to_python(skip_empty_area=False)
zlib.compress(zipfile.ZipFile(sys.argv[1]).read("xl/worksheets/sheet1.xml"), 6)
"""
