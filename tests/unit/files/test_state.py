"""The state folder: lock, backups and reports."""

import errno
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from sheet_sync import files
from sheet_sync.errors import TrackerBusyError, TrackerNotWritableError

OLD = b"old"
HOLD_THE_LOCK = """
import sys, time
from pathlib import Path
from sheet_sync import files
with files.StateFolder(Path(sys.argv[1]), Path(sys.argv[2])).locked():
    print("held", flush=True)
    time.sleep(60)
"""


def test_the_newest_backups_are_kept_and_only_their_owner_may_read_them(state: files.StateFolder) -> None:
    for number in range(7):
        state.back_up(b"%d" % number, keep=5)
    assert [copy.read_bytes() for copy in state.backups()] == [b"2", b"3", b"4", b"5", b"6"]
    assert {stat.S_IMODE(copy.stat().st_mode) for copy in state.backups()} == {0o600}


def test_the_same_content_is_not_kept_twice_so_that_failing_syncs_push_no_backup_out(state: files.StateFolder) -> None:
    first = state.back_up(OLD, keep=5)
    assert state.back_up(OLD, keep=5) == first
    assert state.backups() == [first]


def test_the_newest_backup_of_another_state_is_what_an_undo_needs(state: files.StateFolder) -> None:
    assert state.newest_backup(differing_from=OLD) is None
    for content in (b"1", b"2", OLD):
        state.back_up(content, keep=5)
    found = state.newest_backup(differing_from=OLD)
    assert found
    assert (found.content, found.path) == (b"2", state.backups()[1])


def test_no_backup_is_made_when_none_are_wanted(state: files.StateFolder) -> None:
    assert state.back_up(OLD, keep=0) is None
    assert state.backups() == []


def test_two_files_of_one_name_have_backups_of_their_own(tmp_path: Path) -> None:
    first, second = (files.StateFolder(tmp_path / "state", tmp_path / name / "t.xlsx") for name in ("a", "b"))
    first.back_up(OLD, keep=5)
    assert second.backups() == []


def test_a_backup_that_was_cut_short_is_none(state: files.StateFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = state.back_up(OLD, keep=5)

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(TrackerNotWritableError, match=r"no room is left in the folder .*backups") as raised:
        state.back_up(b"new", keep=5)
    assert "nothing was written" in raised.value.message
    assert state.backups() == [kept]


def test_reports_are_private_and_the_newest_five_are_kept(state: files.StateFolder) -> None:
    places = [state.report(f"report {number}: “quoted” \udc80") for number in range(7)]
    assert [place.exists() for place in places] == [False, False, True, True, True, True, True]
    assert places[-1].read_text(encoding="utf-8").startswith("report 6: “quoted”")
    assert stat.S_IMODE(places[-1].stat().st_mode) == 0o600
    assert places[-1].parent.parent.name == "reports"


def test_every_folder_of_ours_is_private_even_if_it_was_not(state: files.StateFolder, tmp_path: Path) -> None:
    (tmp_path / "state" / "locks").mkdir(parents=True)
    (tmp_path / "state" / "locks").chmod(0o755)
    with state.locked():
        state.back_up(OLD, keep=5)
        state.replace(b"new", expecting=files.fingerprint(OLD), note="x")
    state.report("x")
    found = [tmp_path / "state", *(tmp_path / "state").rglob("*")]
    assert {stat.S_IMODE(path.stat().st_mode) for path in found if path.is_dir()} == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in found if path.is_file()} == {0o600}


def test_a_second_sync_of_the_same_file_is_turned_away(state: files.StateFolder, tracker: Path, tmp_path: Path) -> None:
    with (
        state.locked(),
        pytest.raises(TrackerBusyError, match="being synced"),
        files.StateFolder(tmp_path / "state", tracker).locked(),
    ):
        pytest.fail("the lock was given twice")


def test_a_killed_sync_gives_the_lock_back(state: files.StateFolder, tracker: Path, tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD_THE_LOCK, tmp_path / "state", tracker], stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(TrackerBusyError), state.locked():
            pytest.fail("the lock was given twice")
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    with state.locked():
        assert state.backups() == []


@pytest.mark.parametrize("number", [errno.ENOSYS, errno.ENOLCK, errno.EIO])
def test_a_disk_that_knows_no_locks_is_refused(
    state: files.StateFolder, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def no_lock(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("fcntl.flock", no_lock)
    with pytest.raises(TrackerNotWritableError, match=r"The lock of .* failed") as raised, state.locked():
        pytest.fail("there is no lock")
    assert "XDG_STATE_HOME" in raised.value.remedy


def test_a_state_folder_that_cannot_be_made_is_named(tracker: Path, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file in its place", encoding="utf-8")
    state = files.StateFolder(tmp_path / "state", tracker)
    with pytest.raises(TrackerNotWritableError, match="state/locks") as raised, state.locked():
        pytest.fail("there is no lock")
    assert "XDG_STATE_HOME" in raised.value.remedy


def test_a_text_never_takes_the_place_of_another(tmp_path: Path) -> None:
    places = [files.write_new(tmp_path / "drafts.txt", text) for text in "abc"]
    assert [place.name for place in places] == ["drafts.txt", "drafts (2).txt", "drafts (3).txt"]
    assert [place.read_text(encoding="utf-8") for place in places] == ["a", "b", "c"]
