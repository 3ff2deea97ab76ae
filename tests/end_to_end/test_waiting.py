"""`--wait SECONDS`: a tracker that is busy is tried again until it is free or the time is over."""

import threading
import time
from pathlib import Path

import pytest
from workbooks import ANA, TODAY, Command, Untouched, values, write_tracker

LOCK = b"\x07Ann Lee" + b" " * 157


@pytest.fixture
def tracker(home: Path) -> Path:
    return write_tracker(home / "tracker.xlsx", [ANA])


@pytest.fixture
def lock(tracker: Path) -> Path:
    """The file that Excel keeps beside a workbook that somebody has open."""
    path = tracker.with_name(f"~${tracker.name}")
    path.write_bytes(LOCK)
    return path


def test_a_tracker_that_is_closed_in_time_is_synced(tracker: Path, lock: Path, run: Command) -> None:
    closing = threading.Timer(0.8, lock.unlink)
    closing.start()
    done = run("sync", tracker, "--today", TODAY, "--wait", 30)
    closing.join()
    assert done.code == 0
    assert "Waiting for it." in done.err
    assert "Ann Lee" in done.err
    assert "Follow-up status" in values(tracker)[0]


@pytest.mark.parametrize("command", ["sync", "adopt", "remove"])
def test_when_the_time_is_over_the_answer_is_75_and_nothing_was_written(
    command: str, tracker: Path, lock: Path, run: Command, untouched: Untouched
) -> None:
    if command == "remove":
        lock.unlink()
        assert run("sync", tracker, "--today", TODAY).code == 0
        lock.write_bytes(LOCK)
    same = untouched(tracker)
    begun = time.monotonic()
    done = run(command, tracker, "--wait", "0.4")
    assert 0.4 <= time.monotonic() - begun < 10
    assert done.code == 75
    assert done.err.splitlines()[-1].startswith(f"sheet-sync: {tracker} is open in Excel by Ann Lee")
    assert same()


def test_without_the_option_nobody_waits(tracker: Path, lock: Path, run: Command) -> None:
    assert lock.exists()
    begun = time.monotonic()
    done = run("sync", tracker, "--today", TODAY)
    assert done.code == 75
    assert "Waiting" not in done.err
    assert time.monotonic() - begun < 5


def test_an_error_that_no_waiting_mends_is_told_at_once(home: Path, run: Command) -> None:
    begun = time.monotonic()
    assert run("sync", home / "none.xlsx", "--wait", 60).code == 1
    assert time.monotonic() - begun < 5


def test_a_negative_time_is_wrong_usage(tracker: Path, run: Command) -> None:
    assert run("sync", tracker, "--wait", "-1").code == 2


def test_what_looks_like_an_accident_is_synced_with_yes(home: Path, run: Command, untouched: Untouched) -> None:
    many = [{**ANA, "Company": f"Company {number}"} for number in range(12)]
    path = write_tracker(home / "many.xlsx", many)
    assert run("sync", path, "--today", TODAY).code == 0
    write_tracker(path, [*many[:3], ANA])
    same = untouched(path)

    stopped = run("sync", path, "--today", TODAY)
    assert stopped.code == 1
    assert "holds 4 applications; when it was last written, it held 12. Nothing was written." in stopped.err
    assert len(stopped.err.splitlines()) == 1
    assert same()
    shown = run("sync", path, "--today", TODAY, "--dry-run")
    assert (shown.code, same()) == (0, True)
    assert "A sync would stop here" in shown.err
    assert run("sync", path, "--today", TODAY, "--yes").code == 0
