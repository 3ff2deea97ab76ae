"""Five people's trackers at their first sync, without a line of configuration (SPEC sections 3 to 7)."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from five_trackers import designer, engineer, manager, put_chart, student, writer
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from raw_allowances import tracker_differences
from workbooks import ALEX, TODAY, Command, Tracker, column_of, raw_formulas, values

from sheet_sync.config import Settings

HELD_ROWS = 100


class Person(NamedTuple):
    """A tracker, how it is to be understood, and the status of every row that has one."""

    make: Callable[[Path], Path]
    sheet: str
    header_row: int
    statuses: dict[int, str]
    greetings: dict[int, str]
    added: tuple[str, ...] = ()


PEOPLE = {
    "a bootcamp student": Person(
        student,
        "Job Apps",
        1,
        {
            2: "Follow up now",
            3: "Send thank-you",
            4: "Closed",
            5: "No interview yet",
            6: "Interview ahead",
            7: "Closed",
            8: "Followed up",
            9: "No interview yet",
            10: "Check row",
            **dict.fromkeys(range(11, 62), "No interview yet"),
        },
        {2: "Hi Acme hiring team,", 3: "Hi Globex hiring team,"},
    ),
    "a designer": Person(
        designer,
        "✨ Board",
        9,
        {
            10: "Thank-you overdue",
            11: "Send thank-you",
            12: "Follow up now",
            13: "No interview yet",
            14: "Closed",
            15: "Closed",
        },
        {10: "Hi Ines,", 11: "Hi Bo,", 12: "Hi Kari,"},
        ("Followed up",),
    ),
    "a German engineer": Person(
        engineer,
        "2026",
        3,
        {
            4: "Follow up now",
            5: "Send thank-you",
            6: "Closed",
            7: "Closed",
            8: "No interview yet",
            9: "No interview yet",
            10: "Check row",
            11: "Followed up",
        },
        {4: "Hi Dr. Weber,", 5: "Hi Mr. Klein,"},
    ),
    "a manager": Person(
        manager,
        "Pipeline",
        2,
        {3: "Waiting", 4: "Check row", 5: "Follow up now", 6: "Interview ahead", 7: "Followed up", 8: "Closed"},
        {5: "Hi Tim,"},
    ),
    "someone who writes everything in one column": Person(
        writer,
        "Sheet1",
        1,
        {
            2: "Follow up now",
            3: "Send thank-you",
            4: "Check row",
            5: "Closed",
            6: "Interview ahead",
            7: "No interview yet",
        },
        {2: "Hi Acme hiring team,", 3: "Hi Globex hiring team,"},
        ("Thank-you sent", "Followed up"),
    ),
}
ADDED = ("Follow-up status", "Follow-up due", "Follow-up reason", "Draft", "Sync key")
A_HOLE = re.compile(r"None|\bnan\b|\{\{|<your|[^\S\n]{2}|\ba interview|\bundefined\b", re.IGNORECASE)


@pytest.fixture(params=PEOPLE.values(), ids=[name.replace(" ", "-") for name in PEOPLE])
def person(request: pytest.FixtureRequest) -> Person:
    found = request.param
    assert isinstance(found, Person)
    return found


def tracker_of(person: Person, folder: Path, state: Path) -> Tracker:
    path = person.make(folder / "tracker.xlsx")
    return Tracker(path, Settings(me=ALEX, state_folder=state), person.header_row, person.sheet)


def test_their_tracker_works_at_the_first_try(person: Person, tmp_path: Path, state: Path) -> None:
    tracker = tracker_of(person, tmp_path, state)
    original = tmp_path / "original.xlsx"
    shutil.copyfile(tracker.path, original)

    report = tracker.sync()

    assert report.sheet == person.sheet
    assert report.added == (*person.added, *ADDED)
    rows = tracker.rows()
    assert {at: row["Follow-up status"] for at, row in rows.items() if row["Follow-up status"]} == person.statuses
    drafts = {at: row["Draft"] for at, row in rows.items() if row["Draft"]}
    assert drafts.keys() == person.greetings.keys()
    for at, greeting in person.greetings.items():
        assert greeting in drafts[at]
        assert ALEX.name in drafts[at]
        assert not A_HOLE.search(drafts[at]), drafts[at]
    assert [at for at, row in rows.items() if row["Follow-up status"] and not row["Follow-up reason"]] == []
    assert tracker_differences(original, tracker.path, person.sheet, our_cells(tracker)) == []
    assert tracker.sync().written is False


def our_cells(tracker: Tracker) -> set[tuple[int, int]]:
    """The columns that the first sync added, from the header down."""
    headers = values(tracker.path, tracker.sheet)[tracker.header_row - 1]
    last = headers.index("Sync key") + 1
    first = min(headers.index(header) + 1 for header in ADDED) - 2
    added = [
        column for column in range(first, last + 1) if headers[column - 1] in (*ADDED, "Thank-you sent", "Followed up")
    ]
    return {(row, column) for row in range(tracker.header_row, HELD_ROWS) for column in added}


LATER = {
    "a bootcamp student": {
        "2026-11-13": {2: "Waiting", 3: "Interview ahead", 6: "Interview ahead"},
        "2026-11-24": {2: "Follow up now", 3: "Send thank-you", 6: "Interview ahead"},
        "2026-11-30": {2: "Follow up now", 3: "Thank-you overdue", 6: "Interview ahead"},
        "2027-03-01": {2: "Too late to write", 3: "Too late to write", 6: "Answered"},
    },
    "a designer": {
        "2026-11-21": {10: "Send thank-you", 11: "Interview ahead", 12: "Follow up now"},
        "2026-11-30": {10: "Thank-you overdue", 11: "Thank-you overdue", 12: "Follow up now"},
        "2027-03-01": {10: "Too late to write", 11: "Too late to write", 12: "Too late to write"},
    },
    "a German engineer": {
        "2026-11-18": {4: "Waiting", 5: "Interview ahead"},
        "2026-11-30": {4: "Follow up now", 5: "Thank-you overdue"},
        "2027-03-01": {4: "Too late to write", 5: "Too late to write"},
    },
    "a manager": {
        "2026-11-21": {3: "Waiting", 5: "Follow up now", 6: "Interview ahead"},
        "2026-12-01": {3: "Waiting", 6: "Send thank-you"},
        "2026-12-05": {3: "Follow up now", 6: "Thank-you overdue"},
        "2027-03-01": {3: "Too late to write", 5: "Too late to write", 6: "Too late to write"},
    },
    "someone who writes everything in one column": {
        "2026-11-24": {2: "Follow up now", 3: "Send thank-you", 6: "Interview ahead"},
        "2026-11-26": {2: "Follow up now", 3: "Thank-you overdue", 6: "Send thank-you"},
        "2027-03-01": {2: "Too late to write", 3: "Too late to write", 6: "Too late to write"},
    },
}


@pytest.mark.parametrize("name", PEOPLE, ids=lambda name: name.replace(" ", "-"))
def test_their_tracker_stays_right_from_before_the_interviews_to_months_later(
    name: str, tmp_path: Path, state: Path
) -> None:
    tracker = tracker_of(PEOPLE[name], tmp_path, state)
    original = tmp_path / "original.xlsx"
    shutil.copyfile(tracker.path, original)

    for today, statuses in LATER[name].items():
        tracker.sync(today)
        rows = tracker.rows()
        assert {at: rows[at]["Follow-up status"] for at in statuses} == statuses, today
        for row in rows.values():
            assert bool(row["Draft"]) == (row["Follow-up status"] in WITH_DRAFT), (today, row)
            assert not A_HOLE.search(str(row["Draft"] or "")), row["Draft"]
    assert tracker_differences(original, tracker.path, tracker.sheet, our_cells(tracker)) == []


WITH_DRAFT = {"Send thank-you", "Thank-you overdue", "Follow up now"}


def test_the_messages_of_the_five_say_what_their_cells_say(tmp_path: Path, state: Path) -> None:
    drafts = {}
    for number, name in enumerate(PEOPLE):
        (tmp_path / str(number)).mkdir()
        tracker = tracker_of(PEOPLE[name], tmp_path / str(number), state)
        tracker.sync()
        drafts[name] = {at: (row["Draft"], row["Follow-up reason"]) for at, row in tracker.rows().items()}

    pentagram, _ = drafts["a designer"][10]
    assert pentagram.startswith(
        "To: Ines Ortiz <ines@pentagram.example>\nSubject: Thank you for the Brand Designer int"
    )
    assert "about the Brand Designer position at Pentagram. It was" in pentagram
    assert "our conversation about the type system," in pentagram
    figment, other_people = drafts["a designer"][11]
    assert "position at Figment. It was" in figment
    assert "our conversation about my research and your new office," in figment
    assert "Ann Lee and Dr. Chen each deserve a separate thank-you." in other_people
    nord, left_out = drafts["a designer"][12]
    assert "went really well" not in nord
    assert "“went really well”, is left out of the message" in left_out
    _, acme = drafts["a bootcamp student"][2]
    assert "They promised an answer by Fri 20 Nov" in acme
    weber, _ = drafts["a German engineer"][4]
    assert weber.startswith('To: "Dr. Weber" <weber@siemag.example>\n')
    assert "about the Entwicklungsingenieur position at Siemag AG" in weber
    fabrikam, _ = drafts["a manager"][5]
    assert fabrikam.startswith("To: Tim Ott <tim@otto.example>\n")
    _, contoso = drafts["a manager"][4]
    assert "“sent 11/12” read as Fri 11 Dec 2026" in contoso


def test_a_recruiter_who_held_no_interview_is_thanked_for_arranging_it(tmp_path: Path, state: Path) -> None:
    tracker = tracker_of(PEOPLE["a manager"], tmp_path, state)
    book = load_workbook(tracker.path)
    sheet = book[tracker.sheet]
    sheet["H5"], sheet["G5"] = sheet["G5"].value, None
    sheet["L5"] = None
    book.save(tracker.path)

    tracker.sync("2026-11-11")

    draft = tracker.rows()[5]["Draft"]
    assert draft.startswith("To: Tim Ott <tim@otto.example>\n")
    assert "Thank you for arranging the " in draft


def test_our_columns_are_found_wherever_they_are_moved(tmp_path: Path, state: Path) -> None:
    tracker = tracker_of(PEOPLE["someone who writes everything in one column"], tmp_path, state)
    tracker.sync()
    before = {at: row["Follow-up reason"] for at, row in tracker.rows().items()}

    book = load_workbook(tracker.path)
    sheet = book[tracker.sheet]
    columns = [[cell.value for cell in column] for column in sheet.iter_cols()]
    for at, column in enumerate([*reversed(columns[4:]), *columns[:4]], start=1):
        for row, value in enumerate(column, start=1):
            sheet.cell(row, at).value = value
        sheet.column_dimensions[get_column_letter(at)].hidden = False
    book.save(tracker.path)
    report = tracker.sync()

    assert report.added == ()
    assert not report.changes
    assert {at: row["Follow-up reason"] for at, row in tracker.rows().items()} == before
    with_new_draft = column_of(load_workbook(tracker.path)[tracker.sheet], 1, "Draft")
    assert with_new_draft == 2


def test_check_names_the_worksheet_its_rivals_and_the_letters_of_the_columns(run: Command, tmp_path: Path) -> None:
    ran = run("check", engineer(tmp_path / "t.xlsx"), "--today", TODAY)

    assert ran.code == 1
    first, rival, *lines = ran.out.splitlines()
    assert "worksheet “2026”, one of 2, headers in row 3, 8 applications" in first
    assert "“2025” looks like a tracker as well" in rival
    assert any(re.fullmatch(r"  Interview date +F +“Vorstellungsgespräch am”", line) for line in lines)
    assert any("Not used: “Beworben am” (E)" in line for line in lines)
    assert "“30.02.2026”" in lines[-1]


def test_check_shows_who_is_written_to_where_nobody_interviewed(run: Command, tmp_path: Path) -> None:
    path = manager(tmp_path / "t.xlsx")

    table = run("check", path, "--today", TODAY).out
    document = json.loads(run("check", path, "--today", TODAY, "--json").out)["trackers"][0]

    assert re.search(r"^  Contact +E +“Interviewers”, else “Recruiter” \(C\)$", table, re.MULTILINE)
    assert re.search(r"^  Contact email +F +“Interviewer emails”, else “Recruiter email” \(D\)$", table, re.MULTILINE)
    assert document["columns"]["contact"] == ["Interviewers"]
    assert document["columns"]["email"] == ["Interviewer emails"]
    assert document["unused"] == []


def test_adopt_says_what_it_added_and_what_is_still_unclear(run: Command, tmp_path: Path) -> None:
    path = student(tmp_path / "t.xlsx")
    book = load_workbook(path)
    book["Job Apps"]["M1"] = "Follow-up date"
    book.save(path)

    ran = run("adopt", path, "--today", TODAY)

    assert ran.code == 0
    assert "columns added: Contact, Contact email" in ran.out
    assert 'promised_reply = ["' not in ran.out
    assert "“Follow-up date” (M)" in ran.out
    assert "1 cell cannot be read; `sheet-sync check` names them." in ran.out
    assert "Nobody signs the messages yet" in ran.out


def test_the_figures_around_a_dashboard_stay_what_they_were(tmp_path: Path, state: Path) -> None:
    tracker = tracker_of(PEOPLE["a designer"], tmp_path, state)
    tracker.sync()

    grid = values(tracker.path, tracker.sheet)
    assert [row[11:13] for row in grid[8:12]] == [["Stage", "Count"], ["Applied", 1], ["Interviewing", 3], ["Offer", 1]]
    assert raw_formulas(tracker.path, tracker.sheet) == {"C5"}
    assert [row[1] for row in grid[17:20]] == ["Legend", "💬 Interviewing", "📨 Applied"]


def test_our_columns_are_not_hidden_behind_the_chart_of_a_dashboard(tmp_path: Path, state: Path) -> None:
    tracker = tracker_of(PEOPLE["a designer"], tmp_path, state)

    report = tracker.sync()

    chart_from_l_over_nine_columns = 12 + 9
    headers = values(tracker.path, tracker.sheet)[tracker.header_row - 1]
    assert headers.index("Followed up") + 1 == chart_from_l_over_nine_columns
    assert report.notices == ()


def test_a_chart_that_stands_over_our_columns_is_said_to(run: Command, tmp_path: Path) -> None:
    path = student(tmp_path / "t.xlsx")
    book = load_workbook(path)
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    put_chart(sheet, 1, (1, 9), "N3")
    book.save(path)

    ran = run("sync", path, "--today", TODAY)

    assert "In “Job Apps” a chart or picture stands over the new columns N to P: move it to see them." in ran.err


def test_adopt_with_settings_adds_a_worksheet_in_which_a_name_suffices(run: Command, tmp_path: Path) -> None:
    path = student(tmp_path / "t.xlsx")

    ran = run("adopt", "--settings", path, "--today", TODAY)

    assert ran.code == 0
    assert "The worksheet “Settings” was added" in ran.out
    settings = {row[0]: row[1] for row in values(path, "Settings")}
    assert settings["Wait days"] == 7
    assert settings["Weekdays only"] == "no"
    assert settings["Language"] == "en"

    book = load_workbook(path)
    (name,) = [cell for cell in book["Settings"]["A"] if cell.value == "Your name"]
    book["Settings"].cell(name.row, 2, "Robin Fox")
    book.save(path)
    assert run("sync", path, "--today", TODAY).code == 0
    drafts = [row["Draft"] for row in Tracker(path, Settings(), 1, "Job Apps").rows().values() if row["Draft"]]
    assert drafts
    assert all("Robin Fox" in draft for draft in drafts)

    again = run("adopt", "--settings", path, "--today", TODAY)
    assert "It has a worksheet “Settings” already" in again.out
