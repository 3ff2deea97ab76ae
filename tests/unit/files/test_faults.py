"""Every call to the system fails in turn during a replacement; the job `crash` does the same with whole syncs."""

import errno
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest
from faulty_system import Fault, FaultySystem, Killed, Mode

from sheet_sync import files
from sheet_sync.errors import SheetSyncError

OLD, NEW = b"old", b"new content"


def replace(state: files.StateFolder) -> None:
    with state.locked():
        state.settle()
        state.back_up(OLD, keep=5)
        state.replace(NEW, expecting=files.fingerprint(OLD), note="noted")


def under(fault: Fault, folder: Path, state: files.StateFolder) -> FaultySystem:
    system = FaultySystem(folder, fault)
    with pytest.MonkeyPatch.context() as patch, suppress(SheetSyncError, Killed):
        system.install(patch)
        replace(state)
    return system


@pytest.mark.parametrize("mode", Mode, ids=lambda mode: mode.name)
def test_a_fault_at_any_call_leaves_a_whole_file_a_true_note_and_no_leftover(tmp_path: Path, mode: Mode) -> None:
    for at in count(1):
        folder = tmp_path / str(at)
        (folder / "jobs").mkdir(parents=True)
        tracker = folder / "jobs" / "tracker.xlsx"
        tracker.write_bytes(OLD)
        state = files.StateFolder(folder / "state", tracker)
        system = under(Fault(at, mode, errno.ENOSPC), folder, state)
        if not system.happened:
            assert at > 80
            break
        found = tracker.read_bytes()
        assert found in {OLD, NEW}, at
        assert state.last_note() == ("noted" if found == NEW else None), (at, system.calls)
        with state.locked():
            state.settle()
        assert tracker.read_bytes() == found
        assert [*tracker.parent.iterdir()] == [tracker], (at, system.calls)
        assert state.last_note() == ("noted" if found == NEW else None), (at, system.calls)
