"""Dates that people type as text, from the file to the reason and to `check`."""

import json
import re
from pathlib import Path

from workbooks import TODAY, Command, write_tracker

ROWS = [
    {
        "Company": "Acme",
        "Position": "Chef",
        "Interview date": "Nov 18, 2026 2pm",
        "Promised reply by": "next week",
        "Thank-you sent": "x",
    },
    {"Company": "Globex", "Position": "Chef", "Interview date": "11/12/2026", "Thank-you sent": "emailed Jane 12 Dec"},
    {"Company": "Initech", "Position": "Chef", "Interview date": "31/02/2026"},
]


def tracker(folder: Path) -> Path:
    return write_tracker(folder / "tracker.xlsx", [dict(row) for row in ROWS])


def test_check_tells_a_date_with_two_readings_apart_from_one_that_cannot_be_read(run: Command, tmp_path: Path) -> None:
    path = tracker(tmp_path)
    ran = run("check", path, "--today", TODAY, "--json")
    (found,) = json.loads(ran.out)["trackers"]

    assert ran.code == 1
    assert [(problem["row"], problem["value"]) for problem in found["problems"]] == [(4, "31/02/2026")]
    (doubtful,) = found["ambiguous_dates"]
    assert list(doubtful) == ["row", "column", "value", "message"]
    assert (doubtful["row"], doubtful["column"], doubtful["value"]) == (3, "Interview date", "11/12/2026")

    said = run("check", path, "--today", TODAY).out
    assert "1 cell cannot be read" in said
    assert "1 date may be read in two ways" in said
    assert "read as Fri 11 Dec 2026" in said


def test_a_date_with_two_readings_is_nothing_to_mend(run: Command, tmp_path: Path) -> None:
    path = write_tracker(tmp_path / "tracker.xlsx", [dict(ROWS[1])])
    assert run("check", path, "--today", TODAY).code == 0


def test_the_order_that_the_configuration_sets_settles_it(run: Command, tmp_path: Path) -> None:
    path = tracker(tmp_path)
    (tmp_path / "sheet_sync.toml").write_text('[rules]\ndate_order = "MDY"\n', encoding="utf-8")
    (found,) = json.loads(run("check", path, "--today", TODAY, "--json").out)["trackers"]
    assert "ambiguous_dates" not in found


def test_a_promise_with_two_readings_is_told_once(run: Command, tmp_path: Path) -> None:
    row = {"Company": "Acme", "Position": "Chef", "Interview date": "2026-11-10", "Promised reply by": "11/12/2026"}
    path = write_tracker(tmp_path / "tracker.xlsx", [{**row, "Thank-you sent": "x"}])
    (synced,) = json.loads(run("sync", path, "--today", TODAY, "--json").out)["trackers"]
    (reason,) = [change["new"] for change in synced["changes"] if change["column"] == "Follow-up reason"]
    assert reason.count("“11/12/2026” read as Fri 11 Dec 2026") == 1


def test_each_line_that_check_shows_for_doubtful_dates_settles_them(run: Command, tmp_path: Path) -> None:
    path = tracker(tmp_path)
    lines = re.findall(r'date_order = "\w+"', run("check", path, "--today", TODAY).out)
    assert len(lines) == 2
    for line in lines:
        (tmp_path / "sheet_sync.toml").write_text(f"[rules]\n{line}\n", encoding="utf-8")
        (found,) = json.loads(run("check", path, "--today", TODAY, "--json").out)["trackers"]
        assert "ambiguous_dates" not in found
        assert [problem["row"] for problem in found["problems"]] == [4]


def test_a_sync_reads_phrases_and_says_how(run: Command, tmp_path: Path) -> None:
    path = tracker(tmp_path)
    (synced,) = json.loads(run("sync", path, "--today", TODAY, "--json").out)["trackers"]
    changes = {(change["row"], change["column"]): change["new"] for change in synced["changes"]}

    assert changes[2, "Follow-up status"] == "Waiting"
    assert changes[2, "Follow-up due"] == "2026-11-28"
    assert "“next week” read as Fri 27 Nov 2026." in changes[2, "Follow-up reason"]
    assert changes[3, "Follow-up status"] == "Interview ahead"
    assert changes[3, "Follow-up reason"].endswith("“11/12/2026” read as Fri 11 Dec 2026.")
    assert changes[4, "Follow-up status"] == "Check row"
    assert "There is no such day." in changes[4, "Follow-up reason"]
