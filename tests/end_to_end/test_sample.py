"""The sample tracker, synced by the command as the README says, and read by others than the product."""

import csv
import subprocess
import sys
from datetime import date
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from lxml import etree
from message_measures import faults, taken_apart
from raw_xlsx import differences
from workbooks import (
    OURS,
    SHEET,
    Command,
    Untouched,
    column_widths,
    defined_names,
    entries,
    filter_range,
    raw_formulas,
    run_command,
    values,
)

REPOSITORY = Path(__file__).parents[2]
TODAY = "2026-11-23"
HEADER_ROW = 3
FIRST_OF_OURS = 15

# Worked out by hand from SPEC section 4: row, company, status, due.
EXPECTED = (
    (4, "Northwind Energy", "Follow up now", date(2026, 11, 21)),  # promised by Fri 20
    (5, "Harbour Logistics", "Follow up now", date(2026, 11, 17)),  # a week after Tue 10
    (6, "Saint Brigid Hospital", "Send thank-you", date(2026, 11, 22)),  # interview on Sat 21
    (7, "Bluebird Software", "Thank-you overdue", date(2026, 11, 19)),  # interview on Wed 18, not thanked
    (8, "Acme Robotics", "Waiting", date(2026, 11, 28)),  # promised by Fri 27
    (9, "City Library", "Waiting", date(2026, 11, 24)),  # a week after Tue 17
    (10, "City Library", "See other row", None),  # the first round of the row above
    (11, "Fjord Outdoor", "Interview ahead", None),
    (12, "Maple Credit Union", "No interview yet", None),
    (13, "Kestrel Media", "Followed up", None),
    (14, "Lumen Labs", "Answered", None),
    (15, "Orchard Foods", "Closed", None),
    (16, "Pinecrest School", "Closed", None),
    (17, "Granite Insurance", "Too late to write", None),
    (18, "Tandem Bikes", "Check row", None),  # 31 November
)
TO_WRITE = {"Follow up now", "Send thank-you", "Thank-you overdue"}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample as its script makes it: the one in the repository may have been synced by its reader."""
    path = tmp_path_factory.mktemp("made") / "sample_tracker.xlsx"
    subprocess.run([sys.executable, REPOSITORY / "scripts" / "make_sample.py", path], check=True)
    return path


@pytest.fixture(scope="module")
def synced_once(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    sample = Path(copy(sample, folder / "sample_tracker.xlsx"))
    assert run_command(folder, "sync", sample, "--today", TODAY).code == 0
    return sample


@pytest.fixture
def synced(synced_once: Path, tmp_path: Path) -> Path:
    return Path(copy(synced_once, tmp_path / "sample_tracker.xlsx"))


def test_the_sample_in_the_repository_is_the_one_that_the_script_makes(sample: Path) -> None:
    users = [row[: FIRST_OF_OURS - 1] for row in values(REPOSITORY / "sample_tracker.xlsx")]
    assert users == [row[: FIRST_OF_OURS - 1] for row in values(sample)]


def rows_of(path: Path) -> dict[int, dict[str, Any]]:
    grid = values(path)
    headers = grid[HEADER_ROW - 1]
    return {at: dict(zip(headers, row, strict=True)) for at, row in enumerate(grid, start=1) if at > HEADER_ROW}


def test_every_row_of_the_sample_has_the_status_and_due_day_worked_out_by_hand(synced: Path) -> None:
    rows = rows_of(synced)
    found = tuple((at, row["Company"], row["Follow-up status"], row["Follow-up due"]) for at, row in rows.items())

    assert found == EXPECTED


def test_the_sample_shows_every_status_there_is() -> None:
    assert {status for _, _, status, _ in EXPECTED} == {
        "Closed", "Check row", "No interview yet", "Send thank-you", "Interview ahead", "See other row", "Answered",
        "Followed up", "Thank-you overdue", "Too late to write", "Waiting", "Follow up now",
    }  # fmt: skip


def test_every_row_of_the_sample_has_a_reason_and_only_those_to_write_have_a_draft(synced: Path) -> None:
    for at, row in rows_of(synced).items():
        assert row["Follow-up reason"], at
        assert bool(row["Draft"]) == (row["Follow-up status"] in TO_WRITE), at


def test_every_draft_of_the_sample_is_a_good_message(synced: Path) -> None:
    drafts = [row["Draft"] for row in rows_of(synced).values() if row["Draft"]]

    assert {taken_apart(draft).kind for draft in drafts} == {"thank_you", "follow_up", "voicemail"}
    assert [faults(draft) for draft in drafts] == [[]] * len(drafts)
    assert all("Alex Morgan" in draft for draft in drafts)


def test_the_reasons_of_the_sample_speak_as_specified(synced: Path) -> None:
    reasons = {row["Company"]: row["Follow-up reason"] for row in rows_of(synced).values()}

    assert reasons["Northwind Energy"].startswith(
        "They promised an answer by Fri 20 Nov, and it has passed. Already done? Type the date under “Followed up”."
    )
    assert reasons["Acme Robotics"].startswith(
        "They promised an answer by Fri 27 Nov; follow up on Sat 28 Nov if there is none."
    )
    assert reasons["Fjord Outdoor"] == (
        "Interview on Tue 24 Nov. Ask when you can expect an answer, and note it under “Promised reply by”."
    )
    assert reasons["Kestrel Media"] == ("You followed up on Wed 18 Nov. Once is enough; now it is theirs to answer.")
    assert reasons["Orchard Foods"] == "You have an offer. Congratulations!"
    assert "“31/11/2026”" in reasons["Tandem Bikes"]
    assert "Interview date" in reasons["Tandem Bikes"]
    assert "Tom Okafor" in reasons["Bluebird Software"]


def test_a_second_sync_of_the_sample_touches_nothing(synced: Path, command: Command, untouched: Untouched) -> None:
    same = untouched(synced)

    ran = command("sync", synced, "--today", TODAY)

    assert ran.code == 0
    assert "up to date" in ran.out
    assert same()


def test_the_reasons_do_not_change_from_one_day_to_the_next(synced: Path, command: Command) -> None:
    before = {at: row for at, row in rows_of(synced).items() if row["Company"] != "City Library"}

    assert command("sync", synced, "--today", "2026-11-22").code == 0  # the day before: the statuses are the same
    after = rows_of(synced)

    for at, row in before.items():
        if row["Follow-up status"] == after[at]["Follow-up status"]:
            assert row["Follow-up reason"] == after[at]["Follow-up reason"]


def without_ours(part: bytes) -> bytes:
    """A worksheet part without our columns' cells, and without what may change when columns are added."""
    tree = etree.fromstring(part)
    for name in ("cols", "autoFilter", "dimension"):
        for element in tree.findall(f"{{*}}{name}"):
            tree.remove(element)
    for row in tree.iter("{*}row"):
        row.attrib.pop("spans", "")
        for cell in row.findall("{*}c"):
            letters = "".join(filter(str.isalpha, cell.get("r", "")))
            if len(letters) == 1 and ord(letters) - ord("A") + 1 >= FIRST_OF_OURS:
                row.remove(cell)
    return bytes(etree.tostring(tree, method="c14n"))


def test_everything_in_the_sample_but_our_columns_stays_as_it_was(sample: Path, synced: Path) -> None:
    before, after = entries(sample), entries(synced)
    changed = {name for name in before if before[name] != after.get(name)}

    assert list(before) == list(after)
    assert changed == {"xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"}
    assert without_ours(before["xl/worksheets/sheet1.xml"]) == without_ours(after["xl/worksheets/sheet1.xml"])
    book_before, book_after = (etree.fromstring(parts["xl/workbook.xml"]) for parts in (before, after))
    for name in (*book_before.iter("{*}definedName"), *book_after.iter("{*}definedName")):
        name.text = ""
    assert etree.tostring(book_before, method="c14n") == etree.tostring(book_after, method="c14n")
    assert not raw_formulas(synced)


def test_the_styles_of_the_sample_are_only_appended_to(sample: Path, synced: Path) -> None:
    before, after = (etree.fromstring(entries(path)["xl/styles.xml"]) for path in (sample, synced))
    for name in ("numFmts", "cellXfs"):
        old, new = (
            [etree.tostring(child, method="c14n") for element in tree.findall(f"{{*}}{name}") for child in element]
            for tree in (before, after)
        )
        assert new[: len(old)] == old
        for tree in (before, after):
            for element in tree.findall(f"{{*}}{name}"):
                tree.remove(element)
    assert etree.tostring(before, method="c14n") == etree.tostring(after, method="c14n")


def test_a_later_sync_of_the_sample_changes_our_cells_alone(synced: Path, command: Command, tmp_path: Path) -> None:
    before = Path(copy(synced, tmp_path / "before.xlsx"))

    assert command("sync", synced, "--today", "2026-11-30").code == 0

    ours = {(row, column) for row in range(1, 40) for column in range(FIRST_OF_OURS, FIRST_OF_OURS + len(OURS))}
    assert before.read_bytes() != synced.read_bytes()
    assert differences(before, synced, SHEET, ours, formats_may_grow=True) == []
    assert differences(before, synced, SHEET, set(), formats_may_grow=True) != []


def test_the_filter_of_the_sample_reaches_over_our_columns(sample: Path, synced: Path) -> None:
    assert filter_range(sample) == "A3:N18"
    assert filter_range(synced) == "A3:S18"
    assert defined_names(synced)["_xlnm._FilterDatabase"].replace("'", "") == "Applications!$A$3:$S$18"


def test_the_sync_key_of_the_sample_is_hidden_and_the_rest_is_wide_enough(sample: Path, synced: Path) -> None:
    widths = column_widths(synced)

    assert [number for number, look in widths.items() if look.get("hidden") == "1"] == [19]
    assert 60 <= float(widths[18]["width"]) <= 80
    assert {number: widths[number] for number in range(1, 15)} == column_widths(sample)


def as_shown(due: date | None) -> str:
    """In the format of the sample's own dates."""
    return f"{due.day} {due:%b %Y}" if due else ""


@pytest.mark.libreoffice
def test_libreoffice_shows_the_statuses_and_drafts_of_the_sample(synced: Path, soffice: str, tmp_path: Path) -> None:
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        soffice,
        profile,
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76",
        "--outdir",
        str(tmp_path),
        str(synced),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with (tmp_path / "sample_tracker.csv").open(encoding="utf-8", newline="") as file:
        shown = list(csv.reader(file))

    headers = shown[HEADER_ROW - 1]
    rows = [dict(zip(headers, row, strict=True)) for row in shown[HEADER_ROW:]]
    found = [(row["Company"], row["Follow-up status"], row["Follow-up due"]) for row in rows if row["Company"]]
    assert found == [(company, status, as_shown(due)) for _, company, status, due in EXPECTED]
    assert rows[0]["Draft"] == rows_of(synced)[4]["Draft"]
