"""Replacement in one step: the whole old content or the whole new one, and all else as it was."""

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from sheet_sync import files
from sheet_sync.errors import TrackerBusyError, TrackerNotWritableError
from sheet_sync.files import exchange

OLD, NEW = b"old", b"new content"
OLD_MARK = files.fingerprint(OLD)
Failing = Callable[[str, int], None]


def cannot_exchange(_: Path, __: Path) -> bool:
    return False


@pytest.fixture(params=["exchange", "plain rename"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """With the system's exchange of two files, and on one that has none."""
    way: str = request.param
    if way == "plain rename":
        monkeypatch.setattr("sheet_sync.files.replacing.exchanged", cannot_exchange)
    return way


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Failing:
    """Makes a call to the system fail."""

    def make(call: str, number: int) -> None:
        def fail(*_: object, **__: object) -> object:
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(os, call, fail)

    return make


def replace(state: files.StateFolder, data: bytes = NEW, *, expecting: str = OLD_MARK) -> None:
    with state.locked():
        state.replace(data, expecting=expecting, note="noted")


@pytest.mark.usefixtures("either_way")
def test_the_new_content_takes_the_place_of_the_old_with_the_same_mode(state: files.StateFolder, tracker: Path) -> None:
    tracker.chmod(0o640)
    replace(state)
    assert tracker.read_bytes() == NEW
    assert stat.S_IMODE(tracker.stat().st_mode) == 0o640
    assert [*tracker.parent.iterdir()] == [tracker]
    assert state.last_note() == "noted"


@pytest.mark.usefixtures("either_way")
def test_a_file_that_changed_since_it_was_read_is_left_as_it_is(state: files.StateFolder, tracker: Path) -> None:
    with pytest.raises(TrackerBusyError):
        replace(state, expecting=files.fingerprint(b"older"))
    assert tracker.read_bytes() == OLD
    assert [*tracker.parent.iterdir()] == [tracker]
    assert state.last_note() is None


def test_extended_attributes_stay(state: files.StateFolder, tracker: Path) -> None:
    try:
        os.setxattr(tracker, "user.sheet_sync", b"mine")
    except OSError as error:
        pytest.skip(f"no extended attributes here: {error}")
    replace(state)
    assert os.getxattr(tracker, "user.sheet_sync") == b"mine"


def test_where_there_are_no_attributes_none_are_copied(
    state: files.StateFolder, tracker: Path, failing: Failing
) -> None:
    failing("listxattr", errno.ENOTSUP)
    replace(state)
    assert tracker.read_bytes() == NEW


@pytest.mark.parametrize("call", ["write", "fsync", "close"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_leaves_the_old_file_and_names_the_folder(
    state: files.StateFolder, tracker: Path, failing: Failing, call: str, number: int
) -> None:
    with state.locked():
        failing(call, number)
        with pytest.raises(TrackerNotWritableError, match="no room is left") as raised:
            state.replace(NEW, expecting=OLD_MARK, note=None)
    assert str(tracker.parent) in raised.value.message
    assert tracker.read_bytes() == OLD


REASONS = {
    errno.EROFS: "can only be read",
    errno.EACCES: "may not be written",
    errno.EPERM: "may not be written",
    errno.ESTALE: "cannot be reached",
    errno.EHOSTDOWN: "cannot be reached",
    errno.EMFILE: "Too many open files",
}


@pytest.mark.parametrize("number", REASONS)
@pytest.mark.parametrize("call", ["rename", "chmod"])
def test_a_folder_that_does_not_take_the_file_is_named_with_the_reason(
    state: files.StateFolder, tracker: Path, failing: Failing, call: str, number: int
) -> None:
    with state.locked():
        failing(call, number)
        with pytest.raises(TrackerNotWritableError, match=REASONS[number]) as raised:
            state.replace(NEW, expecting=OLD_MARK, note=None)
    assert str(tracker.parent) in raised.value.message
    assert tracker.read_bytes() == OLD


@pytest.mark.parametrize("number", [errno.EBUSY, errno.ETXTBSY, errno.EAGAIN])
def test_a_file_that_another_program_holds_is_busy(
    state: files.StateFolder, tracker: Path, failing: Failing, number: int
) -> None:
    with state.locked():
        failing("rename", number)
        with pytest.raises(TrackerBusyError, match="in use"):
            state.replace(NEW, expecting=OLD_MARK, note=None)
    assert tracker.read_bytes() == OLD


def test_a_sharing_violation_of_windows_is_busy(
    state: files.StateFolder, tracker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(*_: object) -> None:
        error = PermissionError(errno.EACCES, "The process cannot access the file")
        error.winerror = 32  # type: ignore[attr-defined]  # an attribute on Windows only
        raise error

    monkeypatch.setattr("sheet_sync.files.replacing.exchanged", cannot_exchange)
    with state.locked():
        monkeypatch.setattr(Path, "rename", held)
        with pytest.raises(TrackerBusyError, match="in use"):
            state.replace(NEW, expecting=OLD_MARK, note=None)
    assert tracker.read_bytes() == OLD


def test_short_writes_are_completed(state: files.StateFolder, tracker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: write(handle, data[:1]))
    replace(state)
    assert tracker.read_bytes() == NEW


def test_a_disk_that_takes_nothing_is_an_error_and_no_endless_loop(
    state: files.StateFolder, tracker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with state.locked():
        monkeypatch.setattr(os, "write", lambda *_: 0)
        with pytest.raises(TrackerNotWritableError):
            state.replace(NEW, expecting=OLD_MARK, note=None)
    assert tracker.read_bytes() == OLD


def test_a_disk_that_does_not_confirm_the_replacement_is_reported(
    state: files.StateFolder, tracker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync = os.fsync

    def only_files(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode) and os.path.samestat(os.fstat(handle), tracker.parent.stat()):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", only_files)
    with pytest.raises(TrackerNotWritableError, match="was written, but its disk reports"):
        replace(state)
    assert tracker.read_bytes() == NEW
    assert state.last_note() == "noted"


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP])
def test_a_disk_that_cannot_confirm_folders_is_good_enough(
    state: files.StateFolder, tracker: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    fsync = os.fsync

    def only_files(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(number, os.strerror(number))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", only_files)
    replace(state)
    assert tracker.read_bytes() == NEW


def test_a_file_without_write_permission_is_read_only_even_to_the_superuser(tracker: Path) -> None:
    tracker.chmod(0o444)
    with pytest.raises(TrackerNotWritableError, match="read-only"):
        files.require_writable(tracker)


def test_a_file_with_a_second_name_is_refused_in_plain_words(tracker: Path, tmp_path: Path) -> None:
    os.link(tracker, tmp_path / "second.xlsx")
    with pytest.raises(TrackerNotWritableError, match="has another name") as raised:
        files.require_writable(tracker)
    assert raised.value.exit_code == 1
    assert "symbolic link" in raised.value.remedy
    assert "nothing was written" in raised.value.message


@pytest.mark.parametrize("became", ["gone", "folder", "link"])
def test_a_file_that_is_no_longer_one_has_changed(state: files.StateFolder, tracker: Path, became: str) -> None:
    tracker.rename(tracker.with_name("moved.xlsx"))
    if became == "folder":
        tracker.mkdir()
    if became == "link":
        tracker.symlink_to("moved.xlsx")
    with pytest.raises(TrackerBusyError, match="changed"):
        replace(state)
    assert tracker.with_name("moved.xlsx").read_bytes() == OLD
    assert {path.name for path in tracker.parent.iterdir()} <= {"moved.xlsx", "tracker.xlsx"}
    assert tracker.is_symlink() == (became == "link")


def test_a_name_of_the_greatest_length_can_be_replaced(tmp_path: Path) -> None:
    path = tmp_path / ("ä" * 124 + ".xlsx")
    path.write_bytes(OLD)
    state = files.StateFolder(tmp_path / "state", path)
    state.back_up(OLD, keep=5)
    replace(state)
    assert path.read_bytes() == NEW


def test_two_files_exchange_their_places(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_bytes(b"1")
    second.write_bytes(b"2")
    if not exchange.exchanged(first, second):
        pytest.skip("this file system cannot exchange two files")
    assert (first.read_bytes(), second.read_bytes()) == (b"2", b"1")


def test_an_exchange_with_nothing_fails(tmp_path: Path) -> None:
    (tmp_path / "first").write_bytes(b"1")
    with pytest.raises(FileNotFoundError):
        exchange.exchanged(tmp_path / "first", tmp_path / "nowhere")


@pytest.mark.parametrize("number", [errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP])
def test_a_system_that_cannot_exchange_says_so_and_the_file_is_replaced_all_the_same(
    state: files.StateFolder, tracker: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(exchange, "_exchange", lambda *_: number)
    replace(state)
    assert tracker.read_bytes() == NEW
    assert [*tracker.parent.iterdir()] == [tracker]
