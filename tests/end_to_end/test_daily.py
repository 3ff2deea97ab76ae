"""`sync --daily`, as a scheduler starts it every hour: once a day, and silent unless there is something to say."""

import stat
from datetime import date
from pathlib import Path

import pytest
from workbooks import BEN, Command, Make, Tracker, add_settings

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
    assert first.out == f"{tracker.path}: 1 message to send (Send thank-you: 1). The drafts are in the sheet.\n"

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

    tracker.path.write_bytes(good)
    assert run(*DAILY, "2026-11-26", tracker.path).code == 0
    assert list((home / "Desktop").iterdir()) == []
    (log,) = (state / "schedules").glob("*.log")
    assert log.read_text("utf-8").count("2026-11-23T") == 2
    assert "1 application" in log.read_text("utf-8")
    assert stat.S_IMODE(log.stat().st_mode) & 0o077 == 0 or stat.S_IMODE(log.parent.stat().st_mode) == 0o700


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


def test_only_google_sheets_are_for_github(run: Command, tracker: Tracker) -> None:
    refused = run("schedule", "--github", tracker.path)
    assert refused.code == 2
    assert "GitHub cannot see your files" in refused.err
    sheet = "https://docs.google.com/spreadsheets/d/1abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG/edit"
    printed = run("schedule", "--github", sheet)
    assert printed.out.startswith("# Made by `sheet-sync schedule --github`.")
    assert sheet not in printed.out
    assert "SHEET_SYNC_TRACKERS" in printed.err
