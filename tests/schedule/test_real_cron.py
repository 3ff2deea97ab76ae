"""Debian's own cron: its `crontab` command and a daemon that fires (a job of its own, which needs to be root)."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from workbooks import BEN, Tracker, add_settings, environment, write_tracker

from sheet_sync.config import Settings

pytestmark = pytest.mark.cron

OTHERS = (
    b"# the user's own\n"
    b'MAILTO=""\n'
    b"*/7 3 * * * echo 'caf\xe9 100\\%' > /dev/null   # not UTF-8, and not ours\n"
    b"\n"
    b"\t@weekly  true # sheet-sync backup.sh\n"
)
MOST_SECONDS = 75
SHEET_SYNC = Path(sys.executable).with_name("sheet-sync")


def crontab() -> bytes:
    return subprocess.run(["crontab", "-l"], capture_output=True, check=False).stdout


def put_crontab(content: bytes) -> None:
    if content:
        subprocess.run(["crontab", "-"], input=content, check=True)
    else:
        subprocess.run(["crontab", "-r"], capture_output=True, check=False)


def is_running() -> bool:
    try:
        os.kill(int(Path("/var/run/crond.pid").read_text()), 0)
    except (OSError, ValueError):
        return False
    return True


@pytest.fixture(scope="module", autouse=True)
def cron() -> Iterator[None]:
    """The daemon, and a crontab with entries of others; what was there before is put back."""
    daemon = shutil.which("cron") or shutil.which("cron", path="/usr/sbin")
    if not (daemon and shutil.which("crontab")) or os.geteuid():
        pytest.skip("Debian's cron is not installed here, or this is not root")
    before = crontab()
    put_crontab(OTHERS)
    started = None if is_running() else subprocess.Popen([daemon, "-f"])
    time.sleep(3)  # what changes in the second in which it first looks, it would not see
    try:
        yield
    finally:
        put_crontab(before)
        if started:
            started.send_signal(signal.SIGTERM)
            started.wait()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def tracker(tmp_path: Path) -> Tracker:
    """An interview of yesterday: a thank-you is due, whatever day it is."""
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    row = {**BEN, "Interview date": yesterday, "Thank-you sent": None, "Followed up": None}
    name = tmp_path / 'Ann\'s 100% "new" $HOME tracker; é.xlsx'
    path = write_tracker(name, (row,), finish=lambda book, _: add_settings(book, {"Your name": "Alex Morgan"}))
    return Tracker(path, Settings())


def schedule(home: Path, *arguments: object) -> str:
    ran = subprocess.run(
        [SHEET_SYNC, *map(str, arguments)],
        env={**os.environ, **environment(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def until(holds: Callable[[], object]) -> bool:
    deadline = time.monotonic() + MOST_SECONDS
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.2)
    return bool(holds())


def next_minute() -> str:
    """One that cron has not begun to look at."""
    return f"{datetime.now(UTC) + timedelta(seconds=65):%H:%M}"


def test_the_trial_is_made_by_cron_itself_and_writes_nothing(tracker: Tracker, home: Path) -> None:
    before = tracker.path.read_bytes()

    assert "cron tried it: it works." in schedule(home, "schedule", tracker.path)

    assert tracker.path.read_bytes() == before
    assert crontab().startswith(OTHERS)
    assert len(crontab().splitlines()) == len(OTHERS.splitlines()) + 1
    schedule(home, "schedule", "--remove", tracker.path)
    assert crontab() == OTHERS


def test_a_trial_that_fails_says_why(tracker: Tracker, home: Path) -> None:
    tracker.path.write_bytes(b"no workbook")
    ran = subprocess.run(
        [SHEET_SYNC, "schedule", tracker.path],
        env={**os.environ, **environment(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert "the schedule is installed, but the trial failed: " in ran.stderr
    assert "Excel" in ran.stderr
    schedule(home, "schedule", "--remove", tracker.path)


def test_an_entry_fires_within_the_minute_and_the_drafts_are_in_the_sheet(tracker: Tracker, home: Path) -> None:
    schedule(home, "schedule", "--at", next_minute(), "--no-trial", tracker.path)

    assert until(lambda: "Draft" in tracker.headers())
    assert "Alex Morgan" in tracker.get(2, "Draft")
    assert tracker.get(2, "Follow-up status") == "Send thank-you"
    assert until(lambda: "the last one was on" in schedule(home, "schedule", tracker.path))

    schedule(home, "remove", tracker.path)
    assert crontab() == OTHERS
    assert "Draft" not in tracker.headers()
