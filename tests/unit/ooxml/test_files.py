"""Workbooks on disk are replaced in one step, or not at all."""

import stat
from pathlib import Path

import pytest
from raw_xlsx import differences, workbook

from sheet_sync.ooxml import UnsupportedWorkbook, edit_workbook

ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'


@pytest.fixture(name="tracker")
def fixture_tracker(tmp_path: Path) -> Path:
    path = tmp_path / "jobs.xlsx"
    path.write_bytes(workbook(ROW))
    path.chmod(0o640)
    return path


def test_a_workbook_is_edited_in_place_and_keeps_its_mode(tracker: Path) -> None:
    before = tracker.read_bytes()
    edit_workbook(tracker, tracker, "Jobs", {(2, 2): "x"})
    assert differences(before, tracker, "Jobs", [(2, 2)]) == []
    assert tracker.read_bytes() != before
    assert stat.S_IMODE(tracker.stat().st_mode) == 0o640
    assert list(tracker.parent.iterdir()) == [tracker]


def test_a_workbook_is_edited_into_another_file(tracker: Path) -> None:
    before = tracker.read_bytes()
    target = tracker.with_name("copy.xlsx")
    edit_workbook(str(tracker), str(target), "Jobs", {(2, 2): "x"})
    assert tracker.read_bytes() == before
    assert differences(before, target, "Jobs", [(2, 2)]) == []
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_link_is_written_through(tracker: Path) -> None:
    link = tracker.with_name("link.xlsx")
    link.symlink_to(tracker)
    edit_workbook(link, link, "Jobs", {(2, 2): "x"})
    assert link.is_symlink()
    assert b"PK" in tracker.read_bytes()


def test_a_refusal_writes_nothing_and_leaves_nothing_behind(tracker: Path) -> None:
    before = tracker.read_bytes()
    with pytest.raises(UnsupportedWorkbook):
        edit_workbook(tracker, tracker, "Jobs", {(1, 1): "x" * 40_000})
    with pytest.raises(UnsupportedWorkbook):
        edit_workbook(tracker, tracker.with_name("new.xlsx"), "Nobody", {(1, 1): 1})
    assert tracker.read_bytes() == before
    assert list(tracker.parent.iterdir()) == [tracker]


def test_a_failure_to_replace_leaves_nothing_behind(tracker: Path) -> None:
    target = tracker.with_name("folder.xlsx")
    target.mkdir()
    with pytest.raises(OSError, match="folder"):
        edit_workbook(tracker, target, "Jobs", {(1, 1): 2})
    assert sorted(tracker.parent.iterdir()) == [target, tracker]
