"""Locks, backups and replacement in one step."""

import os
import stat
from pathlib import Path

import pytest

from sheet_sync import files
from sheet_sync.errors import TrackerBusyError, TrackerNotReadableError, TrackerNotWritableError

OLD, NEW = b"old", b"new"


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    path = tmp_path / "tracker.xlsx"
    path.write_bytes(OLD)
    return path


def test_the_new_content_takes_the_place_of_the_old_with_the_same_mode(tracker: Path) -> None:
    tracker.chmod(0o640)
    files.replace_in_one_step(tracker, NEW, expecting=files.fingerprint(OLD))
    assert tracker.read_bytes() == NEW
    assert stat.S_IMODE(tracker.stat().st_mode) == 0o640
    assert [*tracker.parent.iterdir()] == [tracker]


def test_a_file_that_changed_since_it_was_read_is_left_as_it_is(tracker: Path) -> None:
    with pytest.raises(TrackerBusyError):
        files.replace_in_one_step(tracker, NEW, expecting=files.fingerprint(b"older"))
    assert tracker.read_bytes() == OLD
    assert [*tracker.parent.iterdir()] == [tracker]


def test_a_disk_that_takes_no_more_leaves_the_old_file(tracker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(TrackerNotWritableError, match="No space left"):
        files.replace_in_one_step(tracker, NEW, expecting=files.fingerprint(OLD))
    assert tracker.read_bytes() == OLD
    assert [*tracker.parent.iterdir()] == [tracker]


def test_the_newest_backups_are_kept_and_only_their_owner_may_read_them(tracker: Path, tmp_path: Path) -> None:
    state = files.StateFolder(tmp_path / "state", tracker)
    for number in range(7):
        state.back_up(b"%d" % number, keep=5)
    assert [copy.read_bytes() for copy in state.backups()] == [b"2", b"3", b"4", b"5", b"6"]
    assert {stat.S_IMODE(copy.stat().st_mode) for copy in state.backups()} == {0o600}


def test_no_backup_is_made_when_none_are_wanted(tracker: Path, tmp_path: Path) -> None:
    state = files.StateFolder(tmp_path / "state", tracker)
    assert state.back_up(OLD, keep=0) is None
    assert state.backups() == []


def test_two_files_of_one_name_have_backups_of_their_own(tmp_path: Path) -> None:
    first, second = (files.StateFolder(tmp_path / "state", tmp_path / name / "t.xlsx") for name in ("a", "b"))
    first.back_up(OLD, keep=5)
    assert second.backups() == []


def test_a_second_sync_of_the_same_file_is_turned_away(tracker: Path, tmp_path: Path) -> None:
    state = files.StateFolder(tmp_path / "state", tracker)
    with (
        state.locked(),
        pytest.raises(TrackerBusyError, match="being synced"),
        files.StateFolder(tmp_path / "state", tracker).locked(),
    ):
        pytest.fail("the lock was given twice")


@pytest.mark.parametrize(
    ("lock", "content", "said"),
    [
        ("~$tracker.xlsx", b"\x04Jane" + b" " * 50, "Excel by Jane"),
        ("~$tracker.xlsx", b"", "Excel"),
        (".~lock.tracker.xlsx#", b",ann,laptop,23.11.2026 10:00,file:///x;", "LibreOffice"),
        (".~lock.tracker.xlsx#", b"Ann Lee,ann,laptop,23.11.2026 10:00,file:///x;", "LibreOffice by Ann Lee"),
    ],
)
def test_a_file_open_in_a_spreadsheet_program_is_known_by_its_lock(
    tracker: Path, lock: str, content: bytes, said: str
) -> None:
    assert files.opened_elsewhere(tracker) is None
    tracker.with_name(lock).write_bytes(content)
    assert files.opened_elsewhere(tracker) == said


def test_a_file_without_write_permission_is_read_only_even_to_the_superuser(tracker: Path) -> None:
    tracker.chmod(0o444)
    with pytest.raises(TrackerNotWritableError, match="read-only"):
        files.require_writable(tracker)


def test_what_cannot_be_read_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(TrackerNotReadableError, match="no such file"):
        files.read_bytes(tmp_path / "nowhere.xlsx")
    with pytest.raises(TrackerNotReadableError, match="is a folder"):
        files.read_bytes(tmp_path)


def test_the_leftover_of_a_killed_sync_is_cleared_away(tracker: Path) -> None:
    files.leftover_of(tracker).write_bytes(b"half")
    files.remove_leftover(tracker)
    files.remove_leftover(tracker)
    assert [*tracker.parent.iterdir()] == [tracker]
