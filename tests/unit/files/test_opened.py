"""A file that is open in a spreadsheet program is known by its lock file, if that is not one left behind."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from sheet_sync import files
from sheet_sync.errors import TrackerBusyError

HERE = socket.gethostname()


def excel_lock(name: str) -> bytes:
    """As Excel writes it: the name in the machine's own letters, padded, and again as UTF-16."""
    narrow = name.encode("cp1252", errors="replace")
    wide = len(name).to_bytes(2, "little") + name.encode("utf-16-le")
    return (bytes([len(name)]) + narrow).ljust(55) + wide + b" \0" * (54 - len(name))


def libreoffice_lock(tracker: Path, name: str, host: str) -> Path:
    lock = tracker.with_name(f".~lock.{tracker.name}#")
    lock.write_text(f"{name},ann,{host},23.11.2026 10:00,file:///home/ann/profile;", encoding="utf-8")
    return lock


@contextmanager
def only_running(monkeypatch: pytest.MonkeyPatch, *names: str) -> Iterator[None]:
    """The machine runs these programs, whatever it really runs."""
    with monkeypatch.context() as patch:
        running = [SimpleNamespace(info={"name": name}) for name in names]
        patch.setattr(psutil, "process_iter", lambda _: iter(running))
        yield


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (excel_lock("Ann Lee"), "Excel by Ann Lee"),
        (excel_lock("Łucja Żak"), "Excel by Łucja Żak"),
        (excel_lock("José"), "Excel by José"),
        (b"\x04Jane" + b" " * 50, "Excel by Jane"),
        (b"\x05Ren\xe9e" + b" " * 20, "Excel by Renée"),
        (b"\xffshort", "Excel by short"),
        (b"", "Excel"),
        (bytes(165), "Excel"),
    ],
)
def test_excel_s_lock_file_names_the_user_twice_and_either_will_do(tracker: Path, content: bytes, said: str) -> None:
    tracker.with_name("~$tracker.xlsx").write_bytes(content)
    assert str(files.opened_elsewhere(tracker)) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [("Ann Lee", "LibreOffice by Ann Lee"), ("", "LibreOffice by ann"), ("Lee\\, Ann", "LibreOffice by Lee, Ann")],
)
def test_libreoffice_s_lock_file_names_the_user(tracker: Path, name: str, said: str) -> None:
    libreoffice_lock(tracker, name, "elsewhere")
    assert str(files.opened_elsewhere(tracker)) == said


def test_no_lock_file_no_program(tracker: Path) -> None:
    assert files.opened_elsewhere(tracker) is None


def test_libreoffice_s_lock_is_stale_when_it_is_of_this_machine_and_no_libreoffice_runs(
    tracker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = libreoffice_lock(tracker, "Ann Lee", HERE.upper())
    with only_running(monkeypatch, "init", "bash", ""):
        assert files.opened_elsewhere(tracker) is None
    for program in ("soffice.bin", "soffice", "SOFFICE.EXE"):
        with only_running(monkeypatch, "init", program):
            assert str(files.opened_elsewhere(tracker)) == "LibreOffice by Ann Lee"
    assert lock.exists()


def test_a_libreoffice_that_really_runs_is_found(tracker: Path, tmp_path: Path) -> None:
    program = Path(shutil.copy(shutil.which("sleep") or "", tmp_path / "soffice.bin"))
    libreoffice_lock(tracker, "Ann Lee", HERE)
    running = subprocess.Popen([program, "30"])
    try:
        with pytest.raises(TrackerBusyError) as raised:
            files.require_closed(tracker, given=tracker)
        assert raised.value.message == f"{tracker} is open in LibreOffice by Ann Lee."
        assert "delete" not in raised.value.remedy
    finally:
        running.kill()
        running.wait()


def test_a_lock_of_another_machine_is_never_stale(tracker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    libreoffice_lock(tracker, "Ann Lee", f"{HERE}.somewhere.example")
    with only_running(monkeypatch, "init"):
        assert files.opened_elsewhere(tracker)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b",,,", b"Ann"])
def test_a_lock_that_does_not_say_where_is_never_stale(
    tracker: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    tracker.with_name(".~lock.tracker.xlsx#").write_bytes(content)
    with only_running(monkeypatch, "init"):
        assert files.opened_elsewhere(tracker)


def test_a_lock_that_is_no_file_is_never_stale(tracker: Path) -> None:
    tracker.with_name(".~lock.tracker.xlsx#").mkdir()
    assert str(files.opened_elsewhere(tracker)) == "LibreOffice"


def test_where_the_system_hides_processes_no_lock_is_stale(tracker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    libreoffice_lock(tracker, "Ann Lee", HERE)
    monkeypatch.setattr(psutil, "pids", lambda: [os.getpid()])
    with only_running(monkeypatch, "python"):
        assert files.opened_elsewhere(tracker)


def test_excel_s_lock_may_come_from_another_machine_and_says_how_to_go_on(tracker: Path) -> None:
    lock = tracker.with_name("~$tracker.xlsx")
    lock.write_bytes(excel_lock("Ann Lee"))
    os.utime(lock, (1_795_428_000, 1_795_428_000))
    with pytest.raises(TrackerBusyError, match=r"open in Excel by Ann Lee, since 2026-11-2\d \d\d:00") as raised:
        files.require_closed(tracker, given=tracker)
    assert "delete the file “~$tracker.xlsx” beside it" in raised.value.remedy
    assert raised.value.exit_code == 75


def test_on_windows_an_excel_lock_that_nobody_holds_is_stale(tracker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tracker.with_name("~$tracker.xlsx").write_bytes(excel_lock("Ann Lee"))
    monkeypatch.setattr("sheet_sync.files.trouble.ON_WINDOWS", True)
    assert files.opened_elsewhere(tracker) is None

    def held(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", held)
    opened = files.opened_elsewhere(tracker)
    assert opened
    assert opened.certain


def test_a_file_with_the_longest_possible_name_has_no_lock(tmp_path: Path) -> None:
    longest = tmp_path / ("x" * 250 + ".xlsx")
    longest.write_bytes(b"")
    assert files.opened_elsewhere(longest) is None
