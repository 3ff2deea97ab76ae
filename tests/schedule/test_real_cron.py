"""Debian's own cron: its `crontab` command and a daemon that fires (a job of its own, which needs to be root)."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from real_schedulers import done, next_minute, sheet_sync, until
from workbooks import Tracker

pytestmark = pytest.mark.schedulers

OTHERS = (
    b"# the user's own\n"
    b'MAILTO=""\n'
    b"*/7 3 * * * echo 'caf\xe9 100\\%' > /dev/null   # not UTF-8, and not ours\n"
    b"\n"
    b"\t@weekly  true # sheet-sync backup.sh\n"
)


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


def test_the_trial_is_made_by_cron_itself_and_writes_nothing(tracker: Tracker, home: Path) -> None:
    before = tracker.path.read_bytes()

    assert "cron tried it: it works." in done(home, "schedule", tracker.path)

    assert tracker.path.read_bytes() == before
    assert crontab().startswith(OTHERS)
    assert len(crontab().splitlines()) == len(OTHERS.splitlines()) + 1
    done(home, "schedule", "--remove", tracker.path)
    assert crontab() == OTHERS


def test_a_trial_that_fails_says_why(tracker: Tracker, home: Path) -> None:
    tracker.path.write_bytes(b"no workbook")
    ran = sheet_sync(home, "schedule", tracker.path)
    assert ran.code == 1
    assert "the schedule is installed, but the trial failed: " in ran.err
    assert "Excel" in ran.err
    done(home, "schedule", "--remove", tracker.path)


def test_an_entry_fires_within_the_minute_and_the_drafts_are_in_the_sheet(tracker: Tracker, home: Path) -> None:
    done(home, "schedule", "--at", next_minute(), "--no-trial", tracker.path)

    assert until(lambda: "Draft" in tracker.headers())
    assert "Alex Morgan" in tracker.get(2, "Draft")
    assert tracker.get(2, "Follow-up status") == "Send thank-you"
    assert until(lambda: "the last one was on" in done(home, "schedule", tracker.path))

    done(home, "remove", tracker.path)
    assert crontab() == OTHERS
    assert "Draft" not in tracker.headers()
