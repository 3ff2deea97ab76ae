"""`sheet-sync watch`, the installed command, beside a user who saves."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from workbooks import BEN, TODAY, Command, Make, Tracker, add_settings, environment

PATIENCE = 20.0


@pytest.fixture
def tracker(make: Make) -> Tracker:
    return make((BEN,), finish=lambda book, _: add_settings(book, {"Your name": "Alex Morgan"}))


@pytest.fixture
def watching(tracker: Tracker, home: Path) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        [Path(sys.executable).with_name("sheet-sync"), "watch", tracker.path, "--today", TODAY],
        env={**os.environ, **environment(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        yield program
        program.kill()


def until(holds: Callable[[], object]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.1)
    return bool(holds())


def test_a_tracker_is_synced_when_it_is_saved_and_closed_until_ctrl_c(
    tracker: Tracker, watching: "subprocess.Popen[str]"
) -> None:
    assert until(lambda: "Draft" in tracker.headers())
    lock = tracker.path.with_name(f".~lock.{tracker.path.name}#")
    lock.write_text(",somebody,elsewhere,23.11.2026 09:00,file:///tmp;")

    tracker.type(2, "Thank-you sent", date(2026, 11, 23))
    time.sleep(4)
    assert tracker.get(2, "Follow-up status") == "Send thank-you"
    lock.unlink()

    assert until(lambda: tracker.get(2, "Follow-up status") == "Waiting")
    watching.send_signal(signal.SIGINT)
    out, err = watching.communicate(timeout=PATIENCE)
    assert watching.returncode == 0
    assert err.startswith(f"sheet-sync: {tracker.path} is open in LibreOffice")
    assert err.count("\n") == 1
    assert [line for line in out.splitlines() if not line.startswith(" ")] == [
        f"{tracker.path}, “Applications”: 1 application, 4 cells written.",
        f"{tracker.path}, “Applications”: 1 application, 4 cells written.",
    ]


def test_a_file_that_is_not_there_is_said_to_be_missing_and_is_not_awaited_for_ever(run: Command, home: Path) -> None:
    ran = run("watch", "typo.xlsx", "no_folder/tracker.xlsx", cwd=home)

    assert ran.code == 1
    assert [line.split(". ")[0] for line in ran.err.splitlines()] == [
        "sheet-sync: typo.xlsx: there is no such file",
        "sheet-sync: no_folder/tracker.xlsx: there is no such file",
    ]


def test_a_watch_has_no_json_document(run: Command, tracker: Tracker) -> None:
    ran = run("watch", tracker.path, "--json")

    assert (ran.code, ran.out) == (2, "")
    assert "A watch has no end, and no JSON document" in ran.err
