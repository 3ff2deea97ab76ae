"""`sheet-sync new`: a fresh tracker, as a user makes it, syncs it and looks at it in other programs."""

import csv
import json
import re
import subprocess
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl import load_workbook
from workbooks import NAMESPACES, OURS, Command, Untouched, entries, raw_formulas, sheet_part, values, xml

from sheet_sync.etiquette.status import STATUSES

TODAY = ("--today", "2026-11-23")
WORKSHEETS = ["Applications", "Overview", "Settings", "Guide"]
LOOK = (
    "sheetViews", "sheetFormatPr", "cols", "autoFilter", "conditionalFormatting", "dataValidations", "pageSetup",
    "drawing",
)  # fmt: skip
FIGURES = 5


def look_of(path: Path, sheet: str) -> list[bytes]:
    """What of a worksheet's XML is no cell, part by part."""
    root = xml(path, sheet_part(path, sheet))
    return [etree.tostring(part) for part in root if etree.QName(part).localname in LOOK]


def found(root: etree._Element, path: str) -> Sequence[Any]:
    elements = root.xpath(path, namespaces=NAMESPACES)
    assert isinstance(elements, list)
    return elements


@pytest.fixture
def example(run: Command, home: Path) -> Path:
    assert run("new", "example.xlsx", "--example", *TODAY).code == 0
    return home / "example.xlsx"


def test_the_installed_command_makes_an_example_in_which_a_sync_shows_every_status(
    command: Command, home: Path
) -> None:
    made = command("new", "my jobs.xlsx", "--example", *TODAY)
    assert (made.code, made.err) == (0, "")
    assert made.out.splitlines()[-1] == "  See what is due: sheet-sync sync 'my jobs.xlsx'"

    guide = [row[1] for row in values(home / "my jobs.xlsx", "Guide")]
    assert any("“sheet-sync sync 'my jobs.xlsx'”" in (text or "") for text in guide)

    synced = command("sync", "my jobs.xlsx", *TODAY, "--json")

    (entry,) = json.loads(synced.out)["trackers"]
    assert set(entry["statuses"]) == set(STATUSES)
    assert entry["added"] == []
    rows = [dict(zip(values(home / "my jobs.xlsx")[0], row, strict=True)) for row in values(home / "my jobs.xlsx")[1:]]
    assert {row["Follow-up status"] for row in rows} == set(STATUSES)
    assert sum("Alex Morgan" in (row["Draft"] or "") for row in rows) == 4
    assert Counter(type(row["Follow-up due"]) for row in rows)[date] == 6


def test_a_sync_leaves_the_look_of_a_fresh_tracker_as_it_is(run: Command, example: Path) -> None:
    looks = {sheet: look_of(example, sheet) for sheet in WORKSHEETS}
    assert [len(look) for look in looks.values()] == [8, 5, 5, 4]
    before = entries(example)
    assert {"xl/charts/chart1.xml", "xl/drawings/drawing1.xml"} <= before.keys()

    assert run("sync", example, *TODAY).code == 0

    assert {sheet: look_of(example, sheet) for sheet in WORKSHEETS} == looks
    after = entries(example)
    touched = {sheet_part(example, "Applications"), "xl/styles.xml", "xl/workbook.xml"}
    assert {name: part for name, part in after.items() if name not in touched} == {
        name: part for name, part in before.items() if name not in touched
    }
    rules = "//m:dxfs/m:dxf"
    looks_of_rules = [
        [*map(etree.tostring, found(etree.fromstring(one["xl/styles.xml"]), rules))] for one in (before, after)
    ]
    assert looks_of_rules[0] == looks_of_rules[1]


def test_what_a_sync_writes_looks_as_the_column_that_was_laid_out_for_it(run: Command, example: Path) -> None:
    run("sync", example, *TODAY)

    sheet = load_workbook(example)["Applications"]
    status, due, reason, draft = (sheet.cell(2, column) for column in range(15, 19))
    assert (status.value, due.number_format) == ("Follow up now", "ddd d mmm yyyy")
    assert reason.alignment.wrap_text
    assert draft.alignment.wrap_text
    assert {cell.font.name for cell in (status, due, reason, draft)} == {"Arial"}
    assert sheet.column_dimensions["S"].hidden


def test_every_status_has_a_colour_and_no_list_refuses_another_word(example: Path) -> None:
    sheet = xml(example, sheet_part(example, "Applications"))
    formulas = [rule.findtext("m:formula", "", NAMESPACES) for rule in found(sheet, "//m:cfRule")]
    for status in STATUSES:
        assert f'$O2="{status}"' in formulas
    rules = found(sheet, "//m:dataValidation")
    assert sorted(rule.get("sqref", "")[0] for rule in rules) == ["F", "H", "M"]
    assert not any(rule.get("showErrorMessage") in {"1", "true"} for rule in rules)


def test_an_empty_tracker_is_ready_for_its_first_sync_and_its_first_row(
    run: Command, home: Path, untouched: Untouched
) -> None:
    made = run("new", "jobs.xlsx")
    assert "Type your name beside “Your name”" in made.out
    path = home / "jobs.xlsx"
    same = untouched(path)
    assert "0 applications, everything is up to date" in run("sync", path, *TODAY).out
    assert same()

    book = load_workbook(path)
    typed: dict[int, str | date] = {1: "Acme", 2: "Baker", 7: date(2026, 11, 9), 10: date(2026, 11, 10)}
    for column, value in typed.items():
        book["Applications"].cell(2, column, value)
    book["Settings"]["B2"] = "Ana Silva"
    book.save(path)
    assert run("sync", path, *TODAY).code == 0

    header, first = values(path)[:2]
    row = dict(zip(header, first, strict=True))
    assert header[-5:] == [*OURS]
    assert (row["Follow-up status"], row["Follow-up due"]) == ("Follow up now", date(2026, 11, 16))
    assert row["Draft"].endswith("Ana Silva")


def test_the_settings_say_who_signs_where_the_configuration_does(run: Command, home: Path) -> None:
    (home / "sheet_sync.toml").write_text('[me]\nname = "Bo Lee"\nphone = "555 1"\n[rules]\nwait_days = 9\n', "utf-8")

    said = run("new", "jobs.xlsx").out

    settings = {row[0]: row[1] for row in values(home / "jobs.xlsx", "Settings")}
    assert (settings["Your name"], settings["Your phone"], settings["Wait days"]) == ("Bo Lee", "555 1", 9)
    assert "Type your name" not in said


def test_columns_that_the_configuration_names_for_another_tracker_do_not_stop_a_fresh_one(
    run: Command, home: Path
) -> None:
    (home / "sheet_sync.toml").write_text(
        '[columns]\ninterview_date = ["Onsite", "Final"]\nreplied = "Got an answer"\n', "utf-8"
    )

    assert run("new", "mine.xlsx", "--example", *TODAY).code == 0

    (entry,) = json.loads(run("sync", "mine.xlsx", *TODAY, "--json").out)["trackers"]
    assert set(entry["statuses"]) == set(STATUSES)


def test_what_begins_with_an_equals_sign_stays_text_in_the_settings(run: Command, home: Path) -> None:
    (home / "sheet_sync.toml").write_text('[me]\nname = "=Bob"\n', "utf-8")

    run("new", "mine.xlsx", *TODAY)

    assert raw_formulas(home / "mine.xlsx", "Settings") == set()
    assert values(home / "mine.xlsx", "Settings")[1][1] == "=Bob"


def test_a_name_that_looks_like_an_option_is_told_so_that_it_is_none(run: Command) -> None:
    made = run("new", "--", "-x.xlsx")
    assert made.out.splitlines()[-1].endswith("sheet-sync sync ./-x.xlsx")
    assert run("sync", "./-x.xlsx").code == 0


def test_the_bars_of_what_is_not_there_bear_no_zeros(example: Path) -> None:
    (chart,) = [part for name, part in entries(example).items() if name.startswith("xl/charts/")]
    (labels,) = found(etree.fromstring(chart), "//*[local-name()='dLbls']/*[local-name()='numFmt']")
    assert dict(labels.attrib) == {"formatCode": "0;;", "sourceLinked": "0"}


def test_what_is_there_already_is_left_as_it_is(run: Command, example: Path, untouched: Untouched) -> None:
    same = untouched(example)

    again = run("new", example)

    assert (again.code, again.out) == (1, "")
    assert again.err == f"sheet-sync: {example} is there already, and was left as it is. Choose another name.\n"
    assert same()


def test_a_name_that_will_not_do_is_told_in_one_line_and_nothing_is_made(run: Command, home: Path) -> None:
    (home / "jobs").mkdir()
    before = sorted(home.rglob("*"))
    for arguments, code, told in (
        (("jobs",), 1, "Name the file in it: jobs/my_applications.xlsx"),
        (("jobs.xlsm",), 2, "Let it end in .xlsx"),
        (("none/jobs.xlsx",), 1, "there is no folder “none”"),
        (("jobs.xlsx", "--sheet", "a/b"), 2, "No worksheet can be called “a/b”."),
        (("jobs.xlsx", "--sheet", "guide"), 2, "has a worksheet “guide” already"),
        (("jobs.xlsx", "--sheet", "💼" * 16), 2, "No worksheet can be called “💼"),
        (("jobs.xlsx", "--example", "--today", "9999-12-31"), 2, "There is no example around 9999-12-31."),
        (("",), 2, "A tracker was given without a name."),
    ):
        made = run("new", *arguments)
        assert (made.code, told in made.err, len(made.err.splitlines())) == (code, True, 1), made.err
    assert sorted(home.rglob("*")) == before


def test_the_worksheet_may_have_another_name_which_the_overview_knows(run: Command, home: Path) -> None:
    made = run("new", "jobs.xlsx", "--sheet", "Bob's 2026", "--json")

    assert json.loads(made.out) == {
        "trackers": [{"tracker": "jobs.xlsx", "sheet": "Bob's 2026", "rows": 0, "written": True, "error": None}]
    }
    formulas = found(xml(home / "jobs.xlsx", sheet_part(home / "jobs.xlsx", "Overview")), "//m:f")
    counting = [formula.text for formula in formulas if "COUNTIF" in formula.text]
    assert len(counting) == len(STATUSES)
    assert all("'Bob''s 2026'!$" in formula for formula in counting)
    assert run("check", "jobs.xlsx").out.startswith("jobs.xlsx: worksheet “Bob's 2026”")


@pytest.mark.libreoffice
def test_libreoffice_counts_in_the_overview_what_a_sync_wrote_since_it_saved_the_file(
    run: Command, example: Path, soffice: str, tmp_path: Path
) -> None:
    assert len(raw_formulas(example, "Overview")) == len(STATUSES) + FIGURES
    saved = converted(soffice, example, "xlsx", tmp_path / "saved")
    assert set(counted(converted(soffice, saved, CSV_OF_OVERVIEW, tmp_path / "before")).values()) == {"0"}
    assert run("sync", saved, *TODAY).code == 0

    rows = overview_in(converted(soffice, saved, CSV_OF_OVERVIEW, tmp_path / "after"))

    expected = Counter(row[14] for row in values(saved)[1:])
    assert {status: rows[status] for status in STATUSES} == {status: str(expected[status]) for status in STATUSES}
    assert (rows["Messages to send now"], rows["Rows to check"]) == ("4", "1")
    assert re.search(r"\b17\b.*2026", rows["Earliest due day"])
    assert (rows["Applications in all"], rows["New since the last sync"]) == ("15", "0")


CSV_OF_OVERVIEW = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2"


def converted(soffice: str, path: Path, kind: str, folder: Path) -> Path:
    """What LibreOffice makes of a workbook, in a folder of its own."""
    profile = f"-env:UserInstallation=file://{folder.parent}/profile"
    command = [soffice, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (made,) = folder.iterdir()
    return made


def overview_in(shown: Path) -> dict[str, str]:
    return dict(row[:2] for row in csv.reader(shown.read_text("utf-8").splitlines()) if len(row) > 1)


def counted(shown: Path) -> dict[str, str]:
    return {status: number for status, number in overview_in(shown).items() if status in STATUSES}
