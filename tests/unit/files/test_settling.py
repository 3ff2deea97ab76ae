"""What a killed replacement left is settled by the next run, and what the user saved in that instant is never lost."""

import os
import random
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from sheet_sync import files
from sheet_sync.errors import SheetSyncError, TrackerBusyError
from sheet_sync.files import exchange, replacing

OLD, NEW, USERS = b"old", b"new content", b"what the user saved"
OLD_MARK = files.fingerprint(OLD)
ENOUGH = 30
"""Replacements, and saves of the user between them."""


class KilledError(Exception):
    """Stands for the instant at which a program dies."""


def killed_at(monkeypatch: pytest.MonkeyPatch, state: files.StateFolder, place: object, call: str) -> None:
    """Replace, and die at a call; what the dying program would still do to clear up, it does not."""

    def die(*_: object, **__: object) -> None:
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(place, call, die)
        patch.setattr("sheet_sync.files.state.settle", lambda *_: None)
        patch.setattr(replacing, "_take_back", lambda *_: None)
        with state.locked(), pytest.raises(KilledError):
            state.replace(NEW, expecting=OLD_MARK, note="this one")


def settle(state: files.StateFolder) -> None:
    with state.locked():
        state.settle()


def beside(tracker: Path) -> list[str]:
    return [path.name for path in tracker.parent.iterdir() if path != tracker]


def test_half_a_file_of_ours_is_cleared_away(state: files.StateFolder, tracker: Path) -> None:
    files.partial_of(tracker).write_bytes(b"half")
    settle(state)
    settle(state)
    assert beside(tracker) == []
    assert state.backups() == []


def test_killed_before_the_exchange_the_note_is_dropped(
    state: files.StateFolder, tracker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_at(monkeypatch, state, replacing, "exchanged")
    assert state.last_note() is None
    settle(state)
    assert (tracker.read_bytes(), beside(tracker), state.backups()) == (OLD, [], [])
    assert state.last_note() is None


def test_killed_before_the_exchange_the_note_is_dropped_whatever_the_user_saved_since(
    state: files.StateFolder, tracker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_at(monkeypatch, state, replacing, "exchanged")
    tracker.write_bytes(USERS)
    assert state.last_note() is None
    settle(state)
    assert (tracker.read_bytes(), beside(tracker), state.backups()) == (USERS, [], [])
    assert state.last_note() is None


def test_killed_after_the_exchange_the_note_is_the_last_one(
    state: files.StateFolder, tracker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_at(monkeypatch, state, replacing, "_holds")
    assert state.last_note() == "this one"
    if not beside(tracker):
        pytest.skip("this file system cannot exchange two files")
    settle(state)
    assert (tracker.read_bytes(), beside(tracker), state.backups()) == (NEW, [], [])
    assert state.last_note() == "this one"


def test_what_the_user_saved_at_the_instant_of_the_kill_returns_to_its_place(
    state: files.StateFolder, tracker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_at(monkeypatch, state, replacing, "_holds")
    files.swapped_of(tracker).write_bytes(USERS)
    settle(state)
    assert (tracker.read_bytes(), beside(tracker)) == (USERS, [])
    assert state.last_note() is None


def test_if_the_user_saved_again_since_the_earlier_one_goes_to_the_backups(
    state: files.StateFolder, tracker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_at(monkeypatch, state, replacing, "_holds")
    files.swapped_of(tracker).write_bytes(USERS)
    tracker.write_bytes(b"a later one")
    settle(state)
    assert (tracker.read_bytes(), beside(tracker)) == (b"a later one", [])
    assert [copy.read_bytes() for copy in state.backups()] == [USERS]


def test_an_unknown_leftover_goes_to_the_backups(state: files.StateFolder, tracker: Path) -> None:
    files.swapped_of(tracker).write_bytes(USERS)
    settle(state)
    assert (tracker.read_bytes(), beside(tracker)) == (OLD, [])
    assert [copy.read_bytes() for copy in state.backups()] == [USERS]


def test_of_several_saves_in_the_very_instant_the_newest_stands_in_the_end_and_an_earlier_one_in_the_backups(
    state: files.StateFolder, tracker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saves = iter([b"second save", b"third save"])

    def save(content: bytes) -> None:
        new = tracker.with_name("users own new file")
        new.write_bytes(content)
        new.replace(tracker)

    def exchanged_and_saved(first: Path, second: Path) -> bool:
        done = exchange.exchanged(first, second)
        for content in saves:
            save(content)
            break
        return done

    def read_and_saved(path: Path, expecting: str) -> bytes:
        data = files.read_unchanged(path, expecting)
        save(b"first save")
        return data

    monkeypatch.setattr(replacing, "exchanged", exchanged_and_saved)
    monkeypatch.setattr("sheet_sync.files.state.read_unchanged", read_and_saved)
    if exchange._exchange(os.fsencode(tracker), os.fsencode(tracker)):  # noqa: SLF001 - whether it can be done here
        pytest.skip("this file system cannot exchange two files")
    with state.locked(), pytest.raises(TrackerBusyError):
        state.replace(NEW, expecting=OLD_MARK, note=None)
    assert (tracker.read_bytes(), beside(tracker)) == (b"third save", [])
    assert [copy.read_bytes() for copy in state.backups()] == [b"second save"]


def test_a_leftover_that_may_not_be_removed_stops_no_reading(
    state: files.StateFolder, tracker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.partial_of(tracker).write_bytes(b"half")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)
    state.clear_leftover()
    with pytest.raises(SheetSyncError, match="may not be written"):
        settle(state)


def test_a_note_of_another_version_is_none(state: files.StateFolder, tmp_path: Path) -> None:
    with state.locked():
        state.replace(NEW, expecting=OLD_MARK, note="noted")
    (note,) = (tmp_path / "state" / "journals").iterdir()
    note.write_text("[]", encoding="utf-8")
    assert state.last_note() is None


def test_what_is_not_to_be_remembered_forgets_the_last_note_only_once_it_was_written(
    state: files.StateFolder, tracker: Path
) -> None:
    with state.locked():
        state.replace(NEW, expecting=OLD_MARK, note="noted")
        with pytest.raises(TrackerBusyError):
            state.replace(b"newer", expecting=OLD_MARK, note=None)
        assert state.last_note() == "noted"
        state.replace(b"newer", expecting=files.fingerprint(NEW), note=None)
    assert state.last_note() is None
    assert tracker.read_bytes() == b"newer"


class User(threading.Thread):
    """Saves at random instants, now by a rename, now in place, and looks whether what was saved last is there."""

    def __init__(self, path: Path, seed: int) -> None:
        super().__init__()
        self._path = path
        self._random = random.Random(seed)  # noqa: S311 - no secret
        self.saves = 0
        self.lost: list[bytes] = []
        self.done = threading.Event()

    def run(self) -> None:
        while not self.done.is_set():
            self.saves += 1
            content = b"user %d" % self.saves
            self._random.choice((self._save_by_rename, self._save_in_place))(content)
            time.sleep(self._random.uniform(0, 0.01))
            if not self._finds(content):
                self.lost.append(content)

    def _save_by_rename(self, content: bytes) -> None:
        new = self._path.with_name("users own new file")
        new.write_bytes(content)
        new.replace(self._path)

    def _save_in_place(self, content: bytes) -> None:
        with self._path.open("r+b") as file:
            time.sleep(self._random.uniform(0, 0.002))
            file.truncate(0)
            file.write(content)

    def _finds(self, content: bytes) -> bool:
        """Ours may stand there for the instant that it takes to see that the user's came between."""
        for _ in range(100):
            if self._path.read_bytes().split(b",")[0] == content:
                return True
            time.sleep(0.002)
        return False


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_is_lost_that_a_user_saves_while_files_are_replaced(
    state: files.StateFolder, tracker: Path, seed: int
) -> None:
    if exchange._exchange(os.fsencode(tracker), os.fsencode(tracker)):  # noqa: SLF001 - whether it can be done here
        pytest.skip("this file system cannot exchange two files")
    replaced = 0
    user = User(tracker, seed)
    user.start()
    deadline = time.monotonic() + 30
    while (replaced < ENOUGH or user.saves < ENOUGH) and time.monotonic() < deadline:
        with suppress(TrackerBusyError), state.locked():
            state.settle()
            data = files.read_bytes(tracker)
            ours = data.split(b",")[0] + b", and ours %d" % replaced
            state.replace(ours, expecting=files.fingerprint(data), note=None)
            replaced += 1
    user.done.set()
    user.join()
    settle(state)
    assert user.lost == []
    assert replaced >= ENOUGH
    assert beside(tracker) == []
