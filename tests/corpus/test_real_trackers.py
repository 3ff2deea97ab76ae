"""Real trackers, named by the environment: adopted where they must be, synced, and nothing else changed."""

import json
import shutil
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from libreoffice import opened
from python_calamine import CalamineWorkbook
from raw_allowances import tracker_differences
from workbooks import TODAY, run_command

pytestmark = pytest.mark.corpus

Cells = dict[tuple[int, int], Any]
Synced = list[tuple[Path, Path, dict[str, Any]]]


def cells(path: Path, sheet: str) -> Cells:
    """What calamine reads in a worksheet, blanks left out."""
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    table = {(row, column): value for row, line in enumerate(rows, 1) for column, value in enumerate(line, 1)}
    return {at: value for at, value in table.items() if not isinstance(value, str) or value.strip()}


def is_marked(error: str | None) -> bool:
    return bool(error) and "interview date" in str(error)


@pytest.fixture(scope="session")
def synced(
    real_trackers: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[Path, Path, dict[str, Any]]]:
    """(original, copy, report) of every tracker: adopted where it has no interview date, then synced."""
    home = tmp_path_factory.mktemp("home")
    found = []
    for original in real_trackers:
        copy = home / original.name
        shutil.copyfile(original, copy)
        report = sync(home, copy)
        if is_marked(report["error"]):
            assert copy.read_bytes() == original.read_bytes()
            run_command(home, "adopt", copy, "--today", TODAY)
            report = sync(home, copy) | {"adopted": True}
        found.append((original, copy, report))
    return found


def sync(home: Path, path: Path) -> dict[str, Any]:
    ran = run_command(home, "sync", path, "--today", TODAY, "--json")
    (report,) = json.loads(ran.out)["trackers"]
    assert (ran.code == 0) == (report["error"] is None), ran.err
    return dict(report)


def test_every_real_tracker_is_synced_or_told_what_is_missing(synced: Synced) -> None:
    for original, _, report in synced:
        said = report["error"] or f"{report['rows']} rows, {report['statuses']}, {len(report['problems'])} problems"
        print(f"\n{original.name}: {'adopted, then ' if report.get('adopted') else ''}{said}", end="")  # noqa: T201 - what the run is for
    assert [report["error"] for _, _, report in synced if report["error"] and not report["error"].endswith(".")] == []
    assert any(report["error"] is None for _, _, report in synced)


def test_nothing_of_a_real_tracker_changes_but_our_columns(synced: Synced) -> None:
    counts = Counter[str]()
    for original, copy, report in synced:
        if report["error"]:
            assert copy.read_bytes() == original.read_bytes()
            continue
        before, after = cells(original, report["sheet"]), cells(copy, report["sheet"])
        right = max(column for _, column in before)
        named = {(row, column) for row in range(1, 2000) for column in range(right + 1, right + 30)}
        assert tracker_differences(original, copy, report["sheet"], named) == []
        assert {at: value for at, value in after.items() if at not in named} == before
        assert any(after[at] == "Sync key" for at in after if at in named)
        assert not [at for at, value in after.items() if at in named and isinstance(value, date) and value < BEGINNING]
        counts["compared"] += 1
    print(f"\ntrackers: {dict(counts)}")  # noqa: T201 - the count is what the run is for
    assert counts["compared"]


BEGINNING = datetime(2000, 1, 1)


def test_a_second_sync_leaves_a_real_tracker_untouched(synced: Synced, tmp_path: Path) -> None:
    for _, copy, report in synced:
        stamp = (copy.read_bytes(), copy.stat().st_mtime_ns)
        again = sync(tmp_path, copy)
        assert again["error"] == report["error"]
        assert not again["written"]
        assert (copy.read_bytes(), copy.stat().st_mtime_ns) == stamp


@pytest.mark.libreoffice
def test_libreoffice_opens_every_synced_tracker(soffice: str, synced: Synced, tmp_path: Path) -> None:
    copies = [copy for _, copy, _ in synced]
    assert opened(soffice, copies, tmp_path) == set(copies)
