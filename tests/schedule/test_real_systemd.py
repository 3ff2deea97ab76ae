"""systemd's own user instance, which needs no cron (a job of its own, which needs to be root)."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from pty import openpty

import pytest
from real_schedulers import done, next_minute, sheet_sync, until
from workbooks import Tracker, environment

pytestmark = pytest.mark.schedulers

SYSTEMD = Path("/lib/systemd/systemd")
BOOTED = Path("/run/systemd/system")
"""Where this is, systemd is taken to run the machine; its user instances ask for no more."""
OTHERS = "[Unit]\nDescription=not ours\n[Timer]\nOnCalendar=weekly\n"
SECONDS_TO_BEGIN = 20


@pytest.fixture
def variables(tmp_path: Path, home: Path) -> Iterator[Mapping[str, str]]:
    """The way to an instance of the user's own, which finds another's timer among its units, and no cron."""
    if not (SYSTEMD.exists() and shutil.which("systemctl")) or os.geteuid():
        pytest.skip("systemd is not installed here, or this is not root")
    programs, runtime = tmp_path / "bin", tmp_path / "run"
    programs.mkdir()
    (programs / "systemctl").symlink_to(shutil.which("systemctl") or "")
    runtime.mkdir(mode=0o700)
    units(home).mkdir(parents=True)
    (units(home) / "other.timer").write_text(OTHERS)
    known = {"XDG_RUNTIME_DIR": str(runtime), "SYSTEMD_IGNORE_CHROOT": "1", "PATH": f"{programs}"}
    made = not BOOTED.exists()
    BOOTED.mkdir(parents=True, exist_ok=True)
    terminal, its = openpty()
    instance = subprocess.Popen(
        [SYSTEMD, "--user"],
        env={**os.environ, **environment(home), **known},
        stdin=its,
        stdout=its,
        stderr=its,
        start_new_session=True,
    )
    try:
        await_instance(known)
        yield known
    finally:
        instance.terminate()
        with suppress(subprocess.TimeoutExpired):
            instance.wait(SECONDS_TO_BEGIN)
        instance.kill()
        os.close(terminal)
        os.close(its)
        if made:
            BOOTED.rmdir()


def units(home: Path) -> Path:
    return home / "config" / "systemd" / "user"


def await_instance(known: Mapping[str, str]) -> None:
    deadline = time.monotonic() + SECONDS_TO_BEGIN
    asked = ["systemctl", "--user", "is-system-running"]
    while subprocess.run(asked, env={**os.environ, **known}, capture_output=True, check=False).stdout != b"running\n":
        if time.monotonic() > deadline:
            pytest.skip("no user instance of systemd can be started here")
        time.sleep(0.2)


def names(home: Path) -> list[str]:
    return sorted(path.name for path in units(home).rglob("*") if path.is_file() or path.is_symlink())


def test_the_trial_is_made_by_systemd_itself_and_nothing_of_ours_is_left_behind(
    tracker: Tracker, home: Path, variables: Mapping[str, str]
) -> None:
    before = tracker.path.read_bytes()

    assert "systemd tried it: it works." in done(home, "schedule", tracker.path, **variables)

    assert tracker.path.read_bytes() == before
    assert len(names(home)) == 4
    done(home, "schedule", "--remove", tracker.path, **variables)
    assert names(home) == ["other.timer"]
    assert (units(home) / "other.timer").read_text() == OTHERS


def test_a_trial_that_fails_says_why(tracker: Tracker, home: Path, variables: Mapping[str, str]) -> None:
    tracker.path.write_bytes(b"no workbook")

    ran = sheet_sync(home, "schedule", tracker.path, **variables)

    assert ran.code == 1
    assert "the schedule is installed, but the trial failed: " in ran.err
    assert "Excel" in ran.err


def test_a_timer_fires_by_itself_and_the_drafts_are_in_the_sheet(
    tracker: Tracker, home: Path, variables: Mapping[str, str]
) -> None:
    done(home, "schedule", "--at", next_minute(), "--no-trial", tracker.path, **variables)

    assert until(lambda: "Draft" in tracker.headers())
    assert "Alex Morgan" in tracker.get(2, "Draft")
    assert until(lambda: "the last one was on" in done(home, "schedule", tracker.path, **variables))
    done(home, "remove", tracker.path, **variables)
    assert names(home) == ["other.timer"]
