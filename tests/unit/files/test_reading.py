"""Reading a file: its content, or one clear sentence."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sheet_sync import files
from sheet_sync.errors import TrackerBusyError, TrackerNotReadableError

OLD = b"old"


def failing(number: int, winerror: int = 0) -> Callable[..., object]:
    """A call to the system that fails."""

    def fail(*_: object, **__: object) -> object:
        error = OSError(number, os.strerror(number))
        if winerror:
            error.winerror = winerror  # type: ignore[attr-defined]  # an attribute on Windows only
        raise error

    return fail


def test_what_cannot_be_read_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(TrackerNotReadableError, match="no such file"):
        files.read_bytes(tmp_path / "nowhere.xlsx")
    with pytest.raises(TrackerNotReadableError, match="is a folder"):
        files.read_bytes(tmp_path)


def test_a_pipe_is_no_file_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(TrackerNotReadableError, match="is no file"):
        files.read_bytes(tmp_path / "pipe")


def test_a_file_larger_than_any_tracker_is_refused_before_it_is_read(
    tracker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tracker.open("r+b") as file:
        file.truncate(512 * 1024 * 1024 + 1)
    monkeypatch.setattr(os, "read", failing(errno.EIO))
    with pytest.raises(TrackerNotReadableError, match="512 MB"):
        files.read_bytes(tracker)


@pytest.mark.parametrize("number", [errno.EBUSY, errno.ETXTBSY, errno.EAGAIN])
@pytest.mark.parametrize("call", ["open", "read"])
def test_a_file_that_another_program_holds_is_busy(
    tracker: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    monkeypatch.setattr(os, call, failing(number))
    with pytest.raises(TrackerBusyError, match="in use by another program"):
        files.read_bytes(tracker)


@pytest.mark.parametrize("winerror", [32, 33])
def test_a_sharing_violation_of_windows_is_busy(tracker: Path, monkeypatch: pytest.MonkeyPatch, winerror: int) -> None:
    monkeypatch.setattr(os, "open", failing(errno.EACCES, winerror))
    with pytest.raises(TrackerBusyError, match="in use by another program"):
        files.read_bytes(tracker)


def test_a_denied_access_is_busy_on_windows_and_a_missing_right_elsewhere(
    tracker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "open", failing(errno.EACCES))
    with pytest.raises(TrackerNotReadableError, match="may not be read"):
        files.read_bytes(tracker)
    monkeypatch.setattr("sheet_sync.files.trouble.ON_WINDOWS", True)
    with pytest.raises(TrackerBusyError):
        files.read_bytes(tracker)


@pytest.mark.parametrize("number", [errno.EIO, errno.ESTALE, errno.ENOTCONN, errno.EHOSTDOWN])
def test_a_network_folder_that_vanishes_is_named(tracker: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    monkeypatch.setattr(os, "read", failing(number))
    with pytest.raises(TrackerNotReadableError, match="cannot be reached") as raised:
        files.read_bytes(tracker)
    assert str(tracker.parent) in raised.value.message


def test_a_file_that_is_saved_while_it_is_read_is_busy(tracker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = os.read

    def meanwhile(handle: int, size: int) -> bytes:
        os.utime(tracker, (1, 1))
        return read(handle, size)

    monkeypatch.setattr(os, "read", meanwhile)
    with pytest.raises(TrackerBusyError):
        files.read_bytes(tracker)


def test_what_was_read_before_is_compared_by_content_not_by_time(tracker: Path) -> None:
    known = files.fingerprint(OLD)
    os.utime(tracker, (1, 1))
    assert files.read_unchanged(tracker, known) == OLD
    times = tracker.stat()
    tracker.write_bytes(b"new")
    os.utime(tracker, ns=(times.st_atime_ns, times.st_mtime_ns))
    with pytest.raises(TrackerBusyError, match="changed since it was read"):
        files.read_unchanged(tracker, known)


def test_a_file_that_was_deleted_or_became_a_folder_has_changed(tracker: Path) -> None:
    tracker.unlink()
    with pytest.raises(TrackerBusyError, match="changed"):
        files.read_unchanged(tracker, files.fingerprint(OLD))
    tracker.mkdir()
    with pytest.raises(TrackerBusyError, match="changed"):
        files.read_unchanged(tracker, files.fingerprint(OLD))


def test_links_lead_to_the_file_itself_however_many(tracker: Path, tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to(os.path.relpath(tracker, tmp_path))
    (tmp_path / "two").symlink_to("one")
    assert files.real_path(tmp_path / "two") == tracker.resolve()


def test_links_in_a_circle_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(TrackerNotReadableError, match="lead nowhere"):
        files.real_path(tmp_path / "a")


def test_a_link_that_cannot_be_looked_at_is_never_taken_for_a_file(
    tracker: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "link").symlink_to(tracker)
    monkeypatch.setattr(os, "lstat", failing(errno.EIO))
    with pytest.raises(TrackerNotReadableError):
        files.real_path(tmp_path / "link")
