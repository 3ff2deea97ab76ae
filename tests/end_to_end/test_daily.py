"""`sync --daily`, as a scheduler starts it every hour: once a day, and silent unless there is something to say."""

import os
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from workbooks import BEN, TODAY, Command, Make, Tracker, add_settings, environment, values

DAILY = ("sync", "--daily", "08:00", "--today")


@pytest.fixture
def tracker(make: Make) -> Tracker:
    return make((BEN,), finish=lambda book, _: add_settings(book, {"Your name": "Alex Morgan"}))


def opened_in_libreoffice(tracker: Tracker) -> Path:
    lock = tracker.path.with_name(f".~lock.{tracker.path.name}#")
    lock.write_text(",somebody,elsewhere,23.11.2026 09:00,file:///tmp;")
    return lock


def test_it_says_once_a_day_what_is_due_and_is_silent_otherwise(run: Command, tracker: Tracker) -> None:
    first = run(*DAILY, "2026-11-23", tracker.path)
    assert (first.code, first.err) == (0, "")
    assert first.out == f"{tracker.path}: 1 message to send (Send thank-you: 1). See the sheet.\n"

    tracker.type(2, "Thank-you sent", date(2026, 11, 23))
    again = run(*DAILY, "2026-11-23", tracker.path)
    assert (again.code, again.out, again.err) == (0, "", "")
    assert tracker.get(2, "Follow-up status") == "Send thank-you"

    quiet = run(*DAILY, "2026-11-24", tracker.path)
    assert (quiet.code, quiet.out, quiet.err) == (0, "", "")
    assert tracker.get(2, "Follow-up status") == "Waiting"


def test_a_tracker_that_is_open_is_tried_again_at_the_next_start_without_a_word(run: Command, tracker: Tracker) -> None:
    lock = opened_in_libreoffice(tracker)
    busy = run(*DAILY, "2026-11-23", tracker.path)
    assert (busy.code, busy.out, busy.err) == (75, "", "")
    lock.unlink()
    assert "1 message to send" in run(*DAILY, "2026-11-23", tracker.path).out


def test_a_failure_is_told_once_a_day_and_after_two_days_by_a_note_that_goes_away(
    run: Command, tracker: Tracker, home: Path, state: Path
) -> None:
    (home / "Desktop").mkdir()
    good = tracker.path.read_bytes()
    tracker.path.write_bytes(b"no workbook")
    told = [run(*DAILY, f"2026-11-{day}", tracker.path) for day in (23, 23, 24)]
    assert [(one.code, one.out, one.err.count("\n")) for one in told] == [(1, "", 1), (1, "", 0), (1, "", 1)]
    assert list((home / "Desktop").iterdir()) == []

    run(*DAILY, "2026-11-25", tracker.path)
    (note,) = (home / "Desktop").iterdir()
    assert note.name.startswith("sheet-sync needs you")
    assert str(tracker.path) in note.read_text("utf-8")
    assert "since Mon 23 Nov 2026" in note.read_text("utf-8")
    assert "take its line out of your crontab." in note.read_text("utf-8")

    tracker.path.write_bytes(good)
    assert run(*DAILY, "2026-11-26", tracker.path).code == 0
    assert list((home / "Desktop").iterdir()) == []
    (log,) = (state / "schedules").glob("*.log")
    assert log.read_text("utf-8").count("2026-11-23T") == 2
    assert "1 application" in log.read_text("utf-8")
    assert stat.S_IMODE(log.parent.stat().st_mode) == 0o700


def test_the_note_pops_up_on_the_desktop_that_cron_knows_nothing_of(
    run: Command, tracker: Tracker, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = home / "bin" / "notify-send"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$DBUS_SESSION_BUS_ADDRESS" "$@" > "{home}/popped up"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    tracker.path.unlink()
    for day in (23, 25):
        run(*DAILY, f"2026-11-{day}", tracker.path)

    bus, title, *text = (home / "popped up").read_text().splitlines()
    assert bus == f"unix:path=/run/user/{os.getuid()}/bus"
    assert title == "sheet-sync needs you"
    assert "could not be brought up to date" in "".join(text)


@pytest.fixture
def office(make: Make, tmp_path: Path) -> Path:
    """A folder of three trackers: two with a message to send, and one that is none."""
    folder = tmp_path / "clients"
    folder.mkdir()
    for name in ("anna", "bert"):
        make((BEN,), name=f"clients/{name}.xlsx", finish=lambda book, _: add_settings(book, {"Your name": "Alex"}))
    (folder / "carl.xlsx").write_bytes(b"no workbook")
    return folder


def test_of_a_folder_each_tracker_is_tried_again_by_itself_and_told_of_once(
    run: Command, office: Path, make: Make, state: Path
) -> None:
    lock = office / ".~lock.bert.xlsx#"
    lock.write_text(",somebody,elsewhere,23.11.2026 09:00,file:///tmp;")
    first = run(*DAILY, "2026-11-23", office)
    assert first.code == 1
    assert first.out == (
        f"{office}: 1 message to send in 1 tracker. See the sheets.\n  {office}/anna.xlsx (Send thank-you: 1)\n"
    )
    assert first.err.startswith(f"sheet-sync: {office}/carl.xlsx: ")
    assert first.err.count("\n") == 1

    lock.unlink()
    make((BEN,), name="clients/new.xlsx", finish=lambda book, _: add_settings(book, {"Your name": "Dora"}))
    second = run(*DAILY, "2026-11-23", office)
    assert (second.code, second.err) == (1, "")
    assert second.out.startswith(f"{office}: 2 messages to send in 2 trackers.")
    (log,) = (state / "schedules").glob("*.log")
    assert log.read_text("utf-8").count(f"{office}/anna.xlsx") == 1
    assert (run(*DAILY, "2026-11-23", office).out, run(*DAILY, "2026-11-24", office).err.count("\n")) == ("", 1)


def test_the_trackers_of_a_list_and_of_the_configuration_are_synced_daily(
    run: Command, office: Path, home: Path, tmp_path: Path
) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text("clients/anna.xlsx\n", "utf-8")
    said = run(*DAILY, "2026-11-23", "--trackers", listed).out
    assert said.startswith(f"{office}/anna.xlsx: 1 message to send (Send thank-you: 1).")
    assert "Draft" in values(office / "anna.xlsx")[0]

    own = home / "config" / "sheet_sync" / "sheet_sync.toml"
    own.parent.mkdir(parents=True)
    own.write_text(f'[[tracker]]\ntarget = "{office}/bert.xlsx"\n', "utf-8")
    assert run(*DAILY, "2026-11-23").out.startswith(f"{office}/bert.xlsx: 1 message to send")
    assert run(*DAILY, "2026-11-23").out == ""


def test_a_list_that_cannot_be_read_is_told_once_a_day_too(run: Command, office: Path, tmp_path: Path) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text(f"{office}/anna.xlsx\n", "utf-8")
    run(*DAILY, "2026-11-23", "--trackers", listed)
    listed.rename(tmp_path / "elsewhere.txt")

    told = [run(*DAILY, f"2026-11-{day}", "--trackers", listed) for day in (24, 24, 25)]

    assert [(one.code, one.err.count("\n")) for one in told] == [(2, 1), (2, 0), (2, 1)]
    assert str(listed) in told[0].err
    (tmp_path / "elsewhere.txt").rename(listed)
    assert run(*DAILY, "2026-11-25", "--trackers", listed).code == 0


def test_two_starts_at_once_do_the_work_of_the_day_once(home: Path, tracker: Tracker, state: Path) -> None:
    asked: list[str | Path] = [Path(sys.executable).with_name("sheet-sync"), *DAILY, TODAY, tracker.path]
    started = [
        subprocess.Popen(asked, env={**os.environ, **environment(home)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    said = [program.communicate(timeout=60) for program in started]

    assert [program.returncode for program in started] == [0] * 4
    assert b"".join(err for _, err in said) == b""
    assert sum(out.count(b"1 message to send") for out, _ in said) == 1
    (log,) = (state / "schedules").glob("*.log")
    assert log.read_text("utf-8").count(f"{TODAY}T") == 1


def test_the_log_never_grows_beyond_its_bound(run: Command, tracker: Tracker, state: Path) -> None:
    run(*DAILY, "2026-11-23", tracker.path)
    (log,) = (state / "schedules").glob("*.log")
    for day in range(24, 30):
        log.write_text("x" * 199_990, "utf-8")
        assert run(*DAILY, f"2026-11-{day}", tracker.path).code == 0
        assert "1 application" in log.read_text("utf-8")

    logs = list((state / "schedules").glob("*.log*"))
    assert len(logs) == 4
    assert sum(one.stat().st_size for one in logs) < 800_000


@pytest.mark.parametrize("option", ["--dry-run", "--json"])
def test_what_a_scheduler_has_no_use_for_is_refused(run: Command, tracker: Tracker, option: str) -> None:
    refused = run(*DAILY, TODAY, tracker.path, option)
    assert refused.code == 2
    assert "--daily goes with neither --dry-run nor --json." in refused.err


def test_on_a_quiet_day_verbose_says_kindly_that_waiting_is_right(run: Command, tracker: Tracker) -> None:
    tracker.type(2, "Thank-you sent", date(2026, 11, 23))
    said = run("sync", "--verbose", "--today", "2026-11-24", tracker.path)
    assert "  Nothing to send. Waiting is right: " in said.out
    assert "Nothing to send" not in run("sync", "--today", "2026-11-24", tracker.path).out


def test_what_would_be_scheduled_is_printed_and_nothing_is_installed(
    run: Command, tracker: Tracker, state: Path
) -> None:
    said = run("schedule", "--print", "--at", "07:45", tracker.path)
    assert said.code == 0
    assert "sync --daily 07:45" in said.out
    assert str(tracker.path) in said.out
    assert not (state / "schedules").exists()


def test_a_list_and_the_configuration_are_scheduled_as_a_whole(run: Command, office: Path, home: Path) -> None:
    (home / "list.txt").write_text(f"{office}/anna.xlsx\n{office}/bert.xlsx\n", "utf-8")
    said = run("schedule", "--print", "--trackers", "list.txt", "--jobs", "2").out
    assert said.count("sync --daily 08:00") == 1
    assert f"--jobs 2 --trackers {home}/list.txt" in said

    (home / "mine.toml").write_text(f'[[tracker]]\ntarget = "{office}/anna.xlsx"\n', "utf-8")
    said = run("schedule", "--print", "--config", "mine.toml").out
    assert f"sync --daily 08:00 --config {home}/mine.toml #" in said


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ((), "Missing argument 'TRACKER...'."),
        (("--trackers", "no.txt"), "no.txt, the list of trackers, cannot be read: No such file or directory."),
    ],
)
def test_what_is_not_there_is_not_scheduled(run: Command, state: Path, asked: tuple[str, ...], said: str) -> None:
    refused = run("schedule", *asked)
    assert refused.code == 2
    assert said in refused.err
    assert not (state / "schedules").exists()


def test_only_google_sheets_are_for_github(run: Command, tracker: Tracker) -> None:
    refused = run("schedule", "--github", tracker.path)
    assert refused.code == 2
    assert "GitHub cannot see your files" in refused.err
    sheet = "https://docs.google.com/spreadsheets/d/1abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG/edit"
    printed = run("schedule", "--github", sheet)
    assert printed.out.startswith("# Made by `sheet-sync schedule --github`.")
    assert sheet not in printed.out
    assert "SHEET_SYNC_TRACKERS" in printed.err
