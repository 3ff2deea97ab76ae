"""`schedule`, `remove` and the daily runs beside a crontab: what is installed, shown, kept and taken away."""

import json
import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from workbooks import BEN, TODAY, Command, Make, Tracker, add_settings, values

from sheet_sync.schedulers import Diary, key_of

OTHERS = "0 1 * * * backup\n"
CRONTAB = """#!/bin/sh
[ -e "$CRONTAB_REFUSES" ] && { echo "you are not allowed to use this program" >&2; exit 1; }
case "$1" in
  -l) cat "$CRONTAB_FILE" 2>/dev/null || { echo "no crontab for alex" >&2; exit 1; } ;;
  -r) rm -f "$CRONTAB_FILE" ;;
  -) cat > "$CRONTAB_FILE" ;;
esac
"""


@pytest.fixture
def crontab(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that a `crontab` command of the test's gives and takes."""
    folder = home / "bin"
    folder.mkdir()
    (folder / "crontab").write_text(CRONTAB, "utf-8")
    (folder / "crontab").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    monkeypatch.setenv("CRONTAB_FILE", str(home / "the crontab"))
    monkeypatch.setenv("CRONTAB_REFUSES", str(home / "refuse"))
    monkeypatch.setattr("sheet_sync.schedulers.crontab._LOOKING", 0)
    (home / "the crontab").write_text(OTHERS, "utf-8")
    return home / "the crontab"


@pytest.fixture
def tracker(make: Make, crontab: Path) -> Tracker:
    assert crontab.exists()
    return make((BEN,), finish=lambda book, _: add_settings(book, {"Your name": "Alex Morgan"}))


def scheduled(run: Command, *arguments: object) -> str:
    done = run("schedule", "--no-trial", *arguments)
    assert done.code == 0, done.err
    return done.out


def test_another_hour_keeps_what_else_was_chosen_and_another_choice_keeps_the_hour(
    run: Command, tracker: Tracker, crontab: Path
) -> None:
    scheduled(run, "--at", "09:15", "--sheet", "Applications", tracker.path)
    scheduled(run, "--at", "07:30", tracker.path)
    scheduled(run, "--jobs", 2, tracker.path)

    (line,) = [line for line in crontab.read_text("utf-8").splitlines() if "sheet-sync" in line]
    assert line.startswith("30 * * * * ")
    assert "sync --daily 07:30 --sheet Applications --jobs 2 -- " in line
    assert "from 07:30 on" in scheduled(run, tracker.path)


def test_everything_that_is_scheduled_is_shown_where_nothing_is_named(
    run: Command, tracker: Tracker, tmp_path: Path
) -> None:
    (tmp_path / "clients").mkdir()
    shutil.copy(tracker.path, tmp_path / "clients" / "anna.xlsx")
    scheduled(run, tracker.path)
    scheduled(run, "--at", "06:00", tmp_path / "clients")

    shown = [line for line in scheduled(run).splitlines() if not line.startswith(" ")]

    assert shown == [
        f"{tmp_path / 'clients'}: synced every day from 06:00 on, by cron; none has been done yet.",
        f"{tracker.path}: synced every day from 08:00 on, by cron; none has been done yet.",
    ]


def test_what_was_taken_out_of_the_crontab_by_hand_is_said_to_be_so_and_not_put_back(
    run: Command, tracker: Tracker, crontab: Path
) -> None:
    scheduled(run, tracker.path)
    crontab.write_text(OTHERS, "utf-8")

    shown = scheduled(run)

    assert shown == f"{tracker.path}: no longer known to cron. Schedule it again, or forget it with --remove.\n"
    assert crontab.read_text("utf-8") == OTHERS


def test_a_cluster_that_does_not_answer_is_told_like_an_open_file(
    run: Command, tracker: Tracker, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sheet_sync.many.cluster._SECONDS_TO_ANSWER", 0.2)
    daily = ("sync", "--daily", "08:00", "--dask", "tcp://127.0.0.1:9", tracker.path, "--today")
    assert tracker.path.exists()
    told = [run(*daily, f"2026-11-{day}") for day in (23, 23, 25)]
    assert [(one.code, one.out) for one in told] == [(75, "")] * 3
    assert [bool(one.err) for one in told] == [False, False, True]
    (note,) = home.glob("sheet-sync needs you*")
    assert "no Dask scheduler answers there" in note.read_text("utf-8")


@pytest.mark.parametrize("option", ["--print", "--github", "--at=09:00"])
def test_removing_goes_with_no_other_wish(run: Command, tracker: Tracker, crontab: Path, option: str) -> None:
    scheduled(run, tracker.path)
    before = crontab.read_text("utf-8")

    refused = run("schedule", "--remove", option, tracker.path)

    assert refused.code == 2
    assert crontab.read_text("utf-8") == before


def test_what_cron_refuses_is_not_remembered_as_scheduled(
    run: Command, tracker: Tracker, crontab: Path, home: Path, state: Path
) -> None:
    (home / "refuse").touch()
    refused = run("schedule", "--no-trial", tracker.path)
    assert (refused.code, "not allowed" in refused.err) == (1, True)
    assert Diary(state).all() == []
    assert crontab.read_text("utf-8") == OTHERS


def test_all_forms_of_a_sheets_address_are_one_schedule(run: Command, tracker: Tracker, crontab: Path) -> None:
    key = "1abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
    forms = [f"https://docs.google.com/spreadsheets/d/{key}/edit{end}" for end in ("", "#gid=0", "?usp=sharing")]
    assert tracker.path.exists()
    for form in (*forms, key):
        scheduled(run, "--at", "08:00", form)
    assert crontab.read_text("utf-8").count("sheet-sync sync") == 1
    assert "no longer synced" in run("schedule", "--remove", forms[2]).out
    assert crontab.read_text("utf-8") == OTHERS


def test_a_schedule_goes_with_the_columns_though_its_page_was_lost(
    run: Command, tracker: Tracker, crontab: Path, state: Path
) -> None:
    scheduled(run, tracker.path)
    run("sync", tracker.path, "--today", TODAY)
    (page,) = (state / "schedules").glob("*.json")
    page.write_text('{"tar', "utf-8")

    removed = run("remove", tracker.path)

    assert "no longer synced every day" in removed.out
    assert crontab.read_text("utf-8") == OTHERS


def test_a_tracker_that_is_scheduled_with_others_is_said_to_be_so_when_its_columns_go(
    run: Command, tracker: Tracker, tmp_path: Path
) -> None:
    folder = tmp_path / "clients"
    folder.mkdir()
    for name in ("anna.xlsx", "bert.xlsx"):
        shutil.copy(tracker.path, folder / name)
    scheduled(run, folder)
    run("sync", "--daily", "00:00", folder, "--today", TODAY)

    removed = run("remove", folder / "anna.xlsx")

    assert f"It is still synced every day as a part of {folder}: take it out of there." in removed.out


def test_columns_that_went_are_told_though_the_schedule_cannot_go(run: Command, tracker: Tracker, home: Path) -> None:
    scheduled(run, tracker.path)
    run("sync", tracker.path, "--today", TODAY)
    (home / "refuse").touch()

    removed = run("remove", tracker.path)

    assert removed.code == 1
    assert "columns removed" in removed.out
    assert "its schedule could not be removed: " in removed.err
    assert "Draft" not in values(tracker.path)[0]


def test_the_note_goes_with_the_schedule(run: Command, tracker: Tracker, home: Path) -> None:
    scheduled(run, tracker.path)
    tracker.path.write_bytes(b"no workbook")
    for day in (23, 25):
        run("sync", "--daily", "08:00", tracker.path, "--today", f"2026-11-{day}")
    (note,) = home.glob("sheet-sync needs you*")
    command = note.read_text("utf-8").rsplit("daily sync: ", maxsplit=1)[1].split()
    assert Path(command[0]).exists()
    assert command[-4:] == ["schedule", "--remove", "--", str(tracker.path)]

    run("schedule", "--remove", tracker.path)

    assert not list(home.glob("sheet-sync needs you*"))


def test_the_note_goes_when_the_failing_tracker_is_no_longer_in_the_folder(
    run: Command, tracker: Tracker, home: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "clients"
    folder.mkdir()
    shutil.copy(tracker.path, folder / "anna.xlsx")
    (folder / "bert.xlsx").write_bytes(b"no workbook")
    for day in (23, 25):
        run("sync", "--daily", "08:00", folder, "--today", f"2026-11-{day}")
    assert list(home.glob("sheet-sync needs you*"))

    (folder / "bert.xlsx").unlink()
    assert run("sync", "--daily", "08:00", folder, "--today", "2026-11-25").code == 0

    assert not list(home.glob("sheet-sync needs you*"))


def test_what_a_killed_trial_left_is_put_right_by_the_next_start(
    run: Command, tracker: Tracker, crontab: Path, state: Path
) -> None:
    scheduled(run, tracker.path)
    installed = crontab.read_text("utf-8")
    key, diary = key_of(str(tracker.path)), Diary(state)
    crontab.write_text(f"{installed}* * * * * sheet-sync # sheet-sync {key} trial\n", "utf-8")
    diary.write(key, diary.read(key).with_trial(datetime.now(UTC) - timedelta(hours=2)))

    assert run("sync", "--daily", "00:00", tracker.path).code == 0

    assert crontab.read_text("utf-8") == installed
    assert "Draft" in values(tracker.path)[0]


def test_a_start_for_a_trial_that_is_over_writes_nothing(
    run: Command, tracker: Tracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheduled(run, tracker.path)
    monkeypatch.setenv("SHEET_SYNC_TRIAL", "1")
    before = tracker.path.read_bytes()
    assert run("sync", "--daily", "00:00", tracker.path).code == 0
    assert tracker.path.read_bytes() == before


def test_a_configuration_that_names_no_tracker_any_more_is_told_once_a_day(
    run: Command, tracker: Tracker, home: Path
) -> None:
    own = home / "config" / "sheet_sync" / "sheet_sync.toml"
    own.parent.mkdir(parents=True)
    own.write_text(f'[[tracker]]\ntarget = "{tracker.path}"\n', "utf-8")
    daily = ("sync", "--daily", "08:00", "--today")
    assert run(*daily, "2026-11-23").code == 0
    own.write_text("", "utf-8")

    told = [run(*daily, f"2026-11-{day}") for day in (24, 24, 25)]

    assert [(one.code, one.err.count("\n")) for one in told] == [(2, 1), (2, 0), (2, 1)]
    assert "names no tracker. Add a [[tracker]], or end the schedule." in told[0].err


def test_a_log_that_cannot_be_written_keeps_nothing_from_being_done_and_told(
    run: Command, tracker: Tracker, state: Path
) -> None:
    (state / "schedules" / f"{key_of(str(tracker.path))}.log").mkdir(parents=True)

    first = run("sync", "--daily", "08:00", tracker.path, "--today", TODAY)

    assert (first.code, first.err) == (0, "")
    assert "1 message to send" in first.out
    assert run("sync", "--daily", "08:00", tracker.path, "--today", TODAY).out == ""


def test_what_cannot_be_remembered_is_told_once_a_day_by_a_note(
    run: Command, tracker: Tracker, state: Path, home: Path
) -> None:
    state.mkdir(parents=True)
    (state / "schedules").write_text("no folder", "utf-8")

    told = [run("sync", "--daily", "08:00", tracker.path) for _ in range(3)]

    assert [(one.code, bool(one.err)) for one in told] == [(1, True), (1, False), (1, False)]
    (note,) = home.glob("sheet-sync needs you*")
    assert "schedules" in note.read_text("utf-8")
    old = datetime.now(UTC) - timedelta(days=2)
    os.utime(note, (old.timestamp(), old.timestamp()))
    assert run("sync", "--daily", "08:00", tracker.path).err


def test_a_configuration_that_the_runs_will_not_find_is_told_for_a_folder_too(
    run: Command, tracker: Tracker, home: Path, tmp_path: Path
) -> None:
    (home / "sheet_sync.toml").write_text("[rules]\nwait_days = 9\n", "utf-8")
    (tmp_path / "clients").mkdir()
    shutil.copy(tracker.path, tmp_path / "clients" / "anna.xlsx")

    done = run("schedule", "--no-trial", tmp_path / "clients")

    assert "does not count for the scheduled runs" in done.err
    assert done.err.count("\n") == 1


def test_scripts_are_told_how_a_schedule_stands(run: Command, tracker: Tracker) -> None:
    scheduled(run, tracker.path)
    tracker.path.write_bytes(b"no workbook")
    run("sync", "--daily", "08:00", tracker.path, "--today", "2026-11-23")

    (told,) = json.loads(run("schedule", tracker.path, "--json").out)["trackers"]

    assert (told["scheduler"], told["at"], told["installed"], told["last_success"]) == ("cron", "08:00", True, None)
    assert "no Excel workbook" in told["last_error"]
