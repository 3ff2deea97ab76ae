"""What `sync` and `check` print: for people, for scripts, for cron (SPEC section 8)."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from workbooks import (
    ANA,
    BEN,
    CAT,
    HEADERS,
    OURS,
    Command,
    Untouched,
    add_settings,
    day,
    environment,
    values,
    write_tracker,
)

TODAY = ("--today", "2026-11-23")
UNREADABLE = {"Company": "Hooli", "Position": "Chef", "Interview date": "31/02/2026"}


def signed(book: Workbook, _: Worksheet) -> None:
    add_settings(book, {"Your name": "Alex Morgan"})


def tracker(folder: Path) -> Path:
    return write_tracker(folder / "tracker.xlsx", [ANA, BEN, CAT, UNREADABLE], finish=signed)


def document(out: str) -> Any:  # noqa: ANN401  # JSON
    assert out.startswith("{")
    return json.loads(out)


def test_sync_json_is_one_document_of_the_specified_shape(command: Command, tmp_path: Path) -> None:
    path = tracker(tmp_path)

    ran = command("sync", "--json", path, *TODAY)
    whole = document(ran.out)

    assert ran.code == 0
    assert ran.err == ""
    assert list(whole) == ["today", "trackers"]
    assert whole["today"] == "2026-11-23"
    (one,) = whole["trackers"]
    assert list(one) == ["tracker", "sheet", "rows", "statuses", "added", "changes", "problems", "written", "error"]
    assert one["tracker"] == str(path)
    assert one["sheet"] == "Applications"
    assert one["rows"] == 4
    assert one["statuses"] == {"Follow up now": 1, "Send thank-you": 1, "No interview yet": 1, "Check row": 1}
    assert one["added"] == list(OURS)
    assert one["written"] is True
    assert one["error"] is None
    (problem,) = one["problems"]
    assert {**problem, "message": ""} == {"row": 5, "column": "Interview date", "value": "31/02/2026", "message": ""}
    assert problem["message"]
    assert all(list(change) == ["row", "column", "old", "new"] for change in one["changes"])
    assert {"row": 2, "column": "Follow-up status", "old": None, "new": "Follow up now"} in one["changes"]
    assert {"row": 2, "column": "Follow-up due", "old": None, "new": "2026-11-19"} in one["changes"]
    assert {change["column"] for change in one["changes"]} == set(OURS) - {"Sync key"}


def test_the_changes_of_a_later_sync_name_old_and_new_values(run: Command, tmp_path: Path) -> None:
    path = tracker(tmp_path)
    run("sync", path, *TODAY)

    (one,) = document(run("sync", "--json", path, "--today", "2026-11-25").out)["trackers"]

    changes = {(change["row"], change["column"]): (change["old"], change["new"]) for change in one["changes"]}
    assert set(changes) == {(3, "Follow-up status"), (3, "Follow-up reason"), (3, "Draft")}
    assert changes[3, "Follow-up status"] == ("Send thank-you", "Thank-you overdue")
    assert changes[3, "Draft"][0].startswith("To: Sam Rivera")


def test_a_dry_run_prints_what_would_change_and_writes_nothing(
    run: Command, home: Path, tmp_path: Path, untouched: Untouched
) -> None:
    path = tracker(tmp_path)
    same = untouched(path)

    plain = run("sync", "--dry-run", path, *TODAY)
    dry = document(run("sync", "--dry-run", "--json", path, *TODAY).out)["trackers"][0]

    assert plain.code == 0
    assert "Follow up now" in plain.out
    assert "row 2" in plain.out
    assert same()
    assert dry["written"] is False
    assert not [found for found in home.rglob("*") if found.is_file()]

    wet = document(run("sync", "--json", path, *TODAY).out)["trackers"][0]
    assert {**dry, "written": True} == wet


def test_quiet_prints_nothing_but_errors(command: Command, tmp_path: Path) -> None:
    path = tracker(tmp_path)

    ran = command("sync", "--quiet", path, tmp_path / "missing.xlsx", *TODAY)

    assert ran.code == 1
    assert ran.out == ""
    assert len(ran.err.splitlines()) == 1


def test_an_unreadable_cell_is_reported_and_does_not_change_the_exit_code_of_sync(run: Command, tmp_path: Path) -> None:
    path = tracker(tmp_path)

    ran = run("sync", path, *TODAY)

    assert ran.code == 0
    assert "1 cell cannot be read" in ran.out


def test_check_exits_1_when_a_cell_cannot_be_read_and_touches_nothing(
    run: Command, tmp_path: Path, untouched: Untouched
) -> None:
    path = tracker(tmp_path)
    same = untouched(path)

    ran = run("check", path)

    assert ran.code == 1
    assert "row 5" in ran.out
    assert "31/02/2026" in ran.out
    assert same()


def test_check_json_is_one_document_of_the_specified_shape(run: Command, tmp_path: Path) -> None:
    headers = ("Salary", "Company Name", "Role", "Phone screen", "Onsite", "Follow-up Date", "Response date")
    rows = [{"Company Name": "Acme", "Role": "Chef", "Phone screen": day("2026-11-20")}]
    path = write_tracker(tmp_path / "t.xlsx", rows, headers=headers, header_row=4)

    ran = run("check", "--json", path)
    whole = document(ran.out)

    assert ran.code == 0
    assert ran.err == ""
    assert list(whole) == ["trackers"]
    (one,) = whole["trackers"]
    assert one == {
        "tracker": str(path),
        "sheet": "Applications",
        "header_row": 4,
        "columns": {
            "company": ["Company Name"],
            "position": ["Role"],
            "interview_date": ["Phone screen", "Onsite"],
        },
        "unused": ["Salary"],
        "ambiguous": ["Follow-up Date", "Response date"],
        "missing": one["missing"],
        "problems": [],
        "error": None,
    }
    assert set(one["missing"]) >= {"promised_reply", "thank_you_sent", "followed_up", "replied", "outcome", "contact"}
    assert not set(one["missing"]) & set(one["columns"])


@pytest.mark.parametrize("header", ["Follow-up Date", 'Follow-up "date"', "Follow-up\nDate"])
def test_the_line_that_check_shows_for_an_ambiguous_header_settles_it(
    run: Command, tmp_path: Path, header: str
) -> None:
    path = write_tracker(tmp_path / "t.xlsx", [], headers=("Company", "Role", "Interview date", header))

    (line,) = [line for line in run("check", path).out.splitlines() if "followed_up = " in line]
    assert "(D)" in line
    (tmp_path / "sheet_sync.toml").write_text(f"[columns]\n{line.partition('   if ')[0].strip()}\n")
    (one,) = document(run("check", "--json", path).out)["trackers"]

    assert one["ambiguous"] == []
    assert one["columns"]["followed_up"] == [header]


@pytest.mark.parametrize("header", ["Salary", 'The "real" pay', "Back\\slash", "Two\nlines 📅"])
def test_the_line_that_check_shows_for_each_missing_field_names_an_unused_column(
    run: Command, tmp_path: Path, header: str
) -> None:
    path = write_tracker(tmp_path / "t.xlsx", [], headers=("Company", "Role", header))
    (found,) = document(run("check", "--json", path).out)["trackers"]
    shown = [line.partition("   if ") for line in run("check", path).out.splitlines() if "(C) is “" in line]

    assert [line.split()[0] for line, _, _ in shown] == found["missing"]
    for line, _, _ in shown:
        (tmp_path / "sheet_sync.toml").write_text(f"[columns]\n{line.strip()}\n", encoding="utf-8")
        (one,) = document(run("check", "--json", path).out)["trackers"]
        assert one["unused"] == []
        assert one["columns"][line.split()[0]] == [header]


def test_a_column_that_states_an_outcome_is_not_called_unused_and_a_language_not_missing(
    run: Command, tmp_path: Path
) -> None:
    path = write_tracker(tmp_path / "t.xlsx", [], headers=("Company", "Role", "Interview date", "Rejected?"))
    (one,) = document(run("check", "--json", path).out)["trackers"]
    assert one["unused"] == []
    assert "language" not in one["missing"]
    assert "Also read for the outcome: “Rejected?” (D)" in run("check", path).out


def test_check_shows_no_lines_for_missing_fields_where_every_column_is_used(run: Command, tmp_path: Path) -> None:
    path = write_tracker(tmp_path / "t.xlsx", [], headers=("Company", "Role"))
    out = run("check", path).out
    assert "Missing: Contact" in out
    assert " = [" not in out


def test_check_and_sync_count_the_same_applications(run: Command, tmp_path: Path) -> None:
    rows = [ANA, {"Interview date": "31/02/2026"}, {"Position": "Chef"}, {"Contact": "nobody yet"}]
    path = write_tracker(tmp_path / "t.xlsx", rows)
    (synced,) = document(run("sync", "--dry-run", "--json", path, *TODAY).out)["trackers"]
    assert synced["rows"] == 3
    assert "3 applications." in run("check", path, *TODAY).out


def test_check_works_on_a_tracker_without_interview_date(run: Command, tmp_path: Path) -> None:
    path = write_tracker(tmp_path / "t.xlsx", [{"Company": "Acme"}], headers=("Company", "Role", "Status"))

    ran = run("check", "--json", path)

    assert ran.code == 0
    (one,) = document(ran.out)["trackers"]
    assert "interview_date" in one["missing"]
    assert one["error"] is None


def test_check_after_a_sync_counts_our_columns_neither_as_unused_nor_as_the_users(run: Command, tmp_path: Path) -> None:
    path = write_tracker(tmp_path / "t.xlsx", [ANA])
    run("sync", path, *TODAY)

    (one,) = document(run("check", "--json", path).out)["trackers"]

    assert one["unused"] == []
    assert one["ambiguous"] == []
    assert sorted(header for headers in one["columns"].values() for header in headers) == sorted(HEADERS)


def test_what_stands_in_a_cell_cannot_act_on_the_terminal(run: Command, tmp_path: Path) -> None:
    nasty = {**UNREADABLE, "Company": "Evil_x001B_[31m", "Interview date": "soon_x001B_[2J\nsecond line"}
    path = write_tracker(tmp_path / "t.xlsx", [nasty])

    for ran in (run("check", path), run("sync", "--dry-run", "--verbose", path, *TODAY)):
        assert "\x1b" not in ran.out + ran.err
        assert all(line.isprintable() for line in (ran.out + ran.err).splitlines())


def test_several_trackers_are_each_synced_and_reported_in_their_order(run: Command, tmp_path: Path) -> None:
    paths = [write_tracker(tmp_path / f"{name}.xlsx", [row]) for name, row in (("a", ANA), ("b", BEN), ("c", CAT))]

    whole = document(run("sync", "--json", *paths, *TODAY).out)

    assert [one["tracker"] for one in whole["trackers"]] == [*map(str, paths)]
    statuses = [values(path)[1][len(HEADERS)] for path in paths]
    assert statuses == ["Follow up now", "Send thank-you", "No interview yet"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a file that is always full")
@pytest.mark.parametrize("options", [(), ("--json",)])
def test_what_cannot_be_printed_is_one_line_and_no_traceback(
    tmp_path: Path, home: Path, options: tuple[str, ...]
) -> None:
    program = [str(Path(sys.executable).with_name("sheet-sync")), "report", str(tracker(tmp_path)), *TODAY, *options]

    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            program,
            env={**os.environ, **environment(home)},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert (done.returncode, done.stderr) == (1, "sheet-sync: No space left on device.\n")
