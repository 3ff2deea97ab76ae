"""Which column is which field where the headers leave it open: by the cells below, in a sample."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import pytest

from sheet_sync.config import Settings
from sheet_sync.grid import Book, CellValue, Grid, Worksheet
from sheet_sync.tracker.applications import understand
from sheet_sync.tracker.finding.worksheets import Wanted, find_table
from sheet_sync.tracker.headers.columns import match_columns, unsettled
from sheet_sync.tracker.headers.evidence import CELLS_SEEN, ROWS_SEEN, Kind, evidence_of, kinds_in
from sheet_sync.tracker.table import Table

DAY = date(2026, 11, 3)
FILLED: dict[str, list[CellValue]] = {"Company": ["Acme", "Globex", "Initech"], "Role": ["Dev", "Analyst", "Tester"]}


Cells = Mapping[str, Sequence[CellValue]]
"""Columns by their headers."""


def table(columns: Cells) -> Table:
    """A tracker with these columns beside company and role."""
    every: dict[str, Sequence[CellValue]] = {**FILLED, **columns}
    height = max(map(len, every.values()))
    padded = [[*cells, *[None] * (height - len(cells))] for cells in every.values()]
    grid = Grid([[*every], *([*row] for row in zip(*padded, strict=True))])
    return find_table(Book((Worksheet("S", grid),), token="t"), Wanted())


def fields(columns: Cells) -> dict[str, list[str]]:
    """Field -> its headers, beside company and position."""
    found = table(columns)
    named = {field: [found.headers[at] for at in at_all] for field, at_all in found.fields.items()}
    return {field: headers for field, headers in named.items() if field not in ("company", "position")}


def doubts(columns: Cells) -> dict[str, tuple[str, ...]]:
    """The free headers that might be a field, and which."""
    found = table(columns)
    taken = {at for at_all in found.fields.values() for at in at_all}
    free = [at for at in found.headers if at not in taken]
    return {found.headers[at]: possible for at, possible in unsettled(found.headers, found.fields, free).items()}


@pytest.mark.parametrize(
    ("header", "cells", "field"),
    [
        ("Contact", ["jane@acme.example", "al@globex.example"], "email"),
        ("Contact", ["Jane Doe <jane@acme.example>", "Al Bo"], "contact"),
        ("Contact", ["+1 555 010 9999", "(555) 010-1234"], "phone"),
        ("Contact", ["Jane Doe", "Al Bo"], "contact"),
        ("Contact", [None, None], "contact"),
        ("Contact", ["n/a", "-"], "contact"),
        ("Contact", [DAY, DAY], None),
        ("Contact", ["https://www.linkedin.com/in/jane", "linkedin.com/in/al"], None),
        ("Recruiter info", ["jane@acme.example", "al@globex.example"], "email"),
        ("Email", ["yes", "y", "x"], None),
        ("Email", [DAY, DAY], None),
        ("Email ID", ["806", "807"], None),
        ("Contact email", ["me@mail.example"] * 5, None),
        ("Contact email", ["me@mail.example"] * 2, "email"),
        ("Contact email", ["me@mail.example"] * 4 + ["jane@acme.example"], "email"),
        ("Contact phone", ["555-010-9999"] * 5, None),
        ("Phone", ["555-010-9999", 5550101234], "phone"),
        ("Phone", [DAY, "12.11.2026", None], "interview_date"),
        ("Phone", ["1/22", "Oct 29, 2026"], "interview_date"),
        ("HR", ["Jane Doe", "Al Bo"], "contact"),
        ("HR", [DAY, DAY], "interview_date"),
        ("Interview", [DAY, None], "interview_date"),
        ("Interview", ["Y", "N", "Y"], None),
        ("Interview", ["phone", "Zoom"], None),
        ("Interview", ["no", "not yet", "TBD"], "interview_date"),
        ("Interview", [True, False, True], None),
        ("Phone screen", ["passed", "1/22", "no", "8-Jul"], "interview_date"),
        ("Phone screen", ["passed", "done"], None),
        ("Phone screen?", ["1/22", "2/3"], "interview_date"),
        ("Phone screen?", [None], None),
        ("Onsite", [DAY], "interview_date"),
        ("Onsite", ["Remote", "Hybrid"], None),
        ("Onsite", [None], None),
        ("Final", [datetime(2026, 11, 3, 14)], "interview_date"),
        ("Interview date", ["soon", "next week some time"], "interview_date"),
        ("Status", [DAY, DAY], None),
        ("Status", ["Applied", "Offer"], "outcome"),
    ],
)  # fmt: skip
def test_the_cells_decide_what_the_header_leaves_open(header: str, cells: list[CellValue], field: str | None) -> None:
    found = fields({header: cells, "Topics": [None]})
    assert found == ({field: [header]} if field else {}) | {"talked_about": ["Topics"]}


@pytest.mark.parametrize(
    ("header", "cells", "promised"),
    [
        ("They said", ["by 11/20", "next week", None], True),
        ("They said", [None, None], True),
        ("They said", [DAY], True),
        ("What they said", ["soon", "1-2 weeks", "great portfolio!"], True),
        ("They said", ["great culture fit", "they liked my demo", "Friday"], False),
        ("Haben gesagt", ["nächste Woche"], True),
        ("Ils ont dit", ["la semaine prochaine"], True),
        ("Me dijeron", ["la próxima semana"], True),
        ("Disseram", ["semana que vem"], True),
        ("Hanno detto", ["la prossima settimana"], True),
        ("Ze zeiden", ["volgende week"], True),
        ("Powiedzieli", ["w przyszłym tygodniu"], True),
    ],
)
def test_what_they_said_is_a_promise_unless_the_cells_deny_it(
    header: str, cells: list[CellValue], *, promised: bool
) -> None:
    found = fields({header: cells, "Interview": [DAY], "Interview date": [DAY]})
    assert found.get("promised_reply", []) == ([header] if promised else [])
    assert doubts({header: cells}) == ({} if promised else {header: ("promised_reply",)})


def test_an_exact_header_of_promises_goes_before_what_they_said() -> None:
    assert fields({"They said": ["Friday"], "Decision by": [DAY]}) == {"promised_reply": ["Decision by"]}


def test_a_job_column_full_of_links_is_not_the_position() -> None:
    links: list[CellValue] = ["https://acme.example/1", "https://globex.example/2"]
    rows: list[list[CellValue]] = [
        ["Company", "Job", "Status"],
        ["Acme", links[0], "Open"],
        ["Globex", links[1], "Open"],
    ]
    assert set(find_table(Book((Worksheet("S", Grid(rows)),), token="t"), Wanted()).fields) == {"company", "outcome"}


def test_one_column_may_hold_address_and_number_where_its_header_names_both() -> None:
    both: list[CellValue] = ["jane@acme.example, +1 555 010 9999", "al@globex.example"]
    assert fields({"Contact Email/Phone": both}) == {
        "email": ["Contact Email/Phone"],
        "phone": ["Contact Email/Phone"],
    }
    assert fields({"Contact Email/Phone": ["jane@acme.example"]}) == {"email": ["Contact Email/Phone"]}
    assert fields({"Contact Email/Phone": ["555-010-9999"]}) == {"phone": ["Contact Email/Phone"]}


def test_a_bare_interview_that_holds_dates_is_a_round_beside_a_date_that_is_named() -> None:
    assert fields({"Interview": [DAY], "Second interview date": [DAY]})["interview_date"] == [
        "Interview",
        "Second interview date",
    ]
    assert fields({"Interview": [None], "Second interview date": [DAY]})["interview_date"] == ["Second interview date"]


def test_an_empty_onsite_is_a_round_only_beside_others() -> None:
    assert fields({"Phone screen": [None], "Onsite": [None]})["interview_date"] == ["Phone screen", "Onsite"]
    assert fields({"Onsite": [None], "Status": [None]}) == {"outcome": ["Status"]}


def test_what_may_be_a_field_is_reported_with_the_fields_it_could_be() -> None:
    assert doubts({"Interview": ["Y", "N"], "Status": ["Open"]}) == {"Interview": ("interview_date",)}
    assert doubts({"Onsite": [None], "Status": ["Open"]}) == {"Onsite": ("interview_date",)}
    assert doubts({"Contact": [DAY], "Status": ["Open"]}) == {"Contact": ("contact",)}
    assert doubts({"Name": [None], "Status": ["Open"]}) == {"Name": ("contact",)}
    assert doubts({"Réponse": [None], "Contact": [None]}) == {"Réponse": ("outcome", "replied")}
    assert doubts({"Réponse": [None], "Statut": [None]}) == {"Réponse": ("replied",)}
    assert doubts({"Follow up date": [DAY], "Salary": [1], "Status": [None]}) == {"Follow up date": ("followed_up",)}


@pytest.mark.parametrize(
    ("cell", "kinds"),
    [
        (DAY, {Kind.DATE}), ("3/4", {Kind.DATE}), ("Mar 10", {Kind.DATE}), ("am 3. Mai", {Kind.DATE}),
        ("2026-02-04T18:07:59-07:00", {Kind.DATE}), ("12.05.2025", {Kind.DATE}),
        ("8/5/2019 & 8/14/2019", {Kind.DATE}), ("jane@acme.example", {Kind.ADDRESS}),
        ("Jane <jane@acme.example>", {Kind.ADDRESS, Kind.TEXT}), ("+49 30 1234567", {Kind.NUMBER}),
        ("jane@acme.example / 555-010-9999", {Kind.ADDRESS, Kind.NUMBER}),
        ("Jane 555-010-9999", {Kind.NUMBER, Kind.TEXT}),
        ("✓", {Kind.TICK}), ("oui", {Kind.TICK}), (True, {Kind.TICK}), (False, set()), (None, set()), ("  ", set()),
        ("—", set()), ("N/A", set()), ("not yet", set()), ("https://x.example/a", {Kind.LINK}),
        ("Zoom", {Kind.TEXT}), (7, {Kind.TEXT}),
    ],
)  # fmt: skip
def test_a_cell_is_told_by_its_look(cell: CellValue, kinds: set[Kind]) -> None:
    assert kinds_in(cell) == kinds


def test_a_sample_of_a_long_column_is_looked_at() -> None:
    assert evidence_of([DAY] * 100_000).filled == CELLS_SEEN
    assert evidence_of([None] * ROWS_SEEN + [DAY] * 10).filled == 0


@pytest.mark.parametrize(
    ("headers", "contact", "email"),
    [
        (("Recruiter", "Recruiter email", "Interviewers", "Interviewer emails"), "Interviewers", "Interviewer emails"),
        (("Recruiter", "Recruiter email", "Interviewers"), "Recruiter", "Recruiter email"),
        (("HR contact", "HR name", "HR email"), "HR name", "HR email"),
        (("Rekruter", "E-mail rekrutera"), "Rekruter", "E-mail rekrutera"),
        (("Recruiter", "Contact email", "Recruiter email"), "Recruiter", "Recruiter email"),
        (("Ansprechpartner", "Recruiter E-Mail"), "Ansprechpartner", "Recruiter E-Mail"),
        (("Interviewer emails", "Interviewers", "Recruiter"), "Interviewers", "Interviewer emails"),
        (("Recruiter", "Interviewer email"), "Recruiter", None),
        (("Contact", "Recruiter email"), "Contact", "Recruiter email"),
        (("Recruiter", "Email"), "Recruiter", "Email"),
        (("Recruiter", "Contact email"), "Recruiter", "Contact email"),
        (("Hiring manager", "HR email", "Hiring manager's email"), "Hiring manager", "Hiring manager's email"),
    ],
)
def test_the_address_is_of_the_person_who_is_greeted(headers: tuple[str, ...], contact: str, email: str | None) -> None:
    named = dict(enumerate(("Company", *headers), start=1))
    found = {field: named[columns[0]] for field, columns in match_columns(named, {}).items()}
    assert (found["contact"], found.get("email")) == (contact, email)


def test_a_column_of_interviewers_that_is_empty_so_far_gives_way_to_one_with_names() -> None:
    assert fields({"Interviewers": [None], "Recruiter": ["Jane Doe"]}) == {"contact": ["Recruiter"]}
    assert fields({"Interviewers": ["Ann Lee"], "Recruiter": ["Jane Doe"]}) == {"contact": ["Interviewers"]}


def test_the_first_company_below_a_header_with_an_explanation_is_no_second_line_of_it() -> None:
    rows: list[list[CellValue]] = [
        ["Company Name - link to its page", "Point of Contact", "Job Title"],
        ["Sony", None, None],
        ["Adobe", None, None],
    ]
    found = find_table(Book((Worksheet("S", Grid(rows)),), token="t"), Wanted())
    assert (found.header_row, found.headers[1]) == (1, "Company Name - link to its page")


def test_an_outcome_named_by_hand_silences_other_results_but_no_day_of_a_rejection() -> None:
    rows: list[list[CellValue]] = [
        ["Company", "Role", "Interview date", "Stage", "Decision", "Rejected on"],
        ["Acme", "Dev", DAY, "Interviewing", "Rejected", None],
        ["Globex", "Dev", DAY, "Interviewing", None, DAY],
    ]
    book = Book((Worksheet("S", Grid(rows)),), token="t")
    now = datetime(2026, 11, 23)
    groups = {
        named: understand(find_table(book, wanted), Settings(), now).applications["outcome_group"].tolist()
        for named, wanted in {"": Wanted(), "Stage": Wanted(named={"outcome": ("Stage",)})}.items()
    }
    assert groups[""] == ["over", "over"]
    assert groups["Stage"] == ["open", "over"]


PANEL = ("Interviewers", "Interviewer emails", "Recruiter", "Recruiter email")


@pytest.mark.parametrize(
    ("headers", "cells", "told"),
    [
        (PANEL, ("Jane", "j@x.example", "Tim", "t@x.example"), ("Jane", "j@x.example", False)),
        (PANEL, (None, None, "Tim", "t@x.example"), ("Tim", "t@x.example", True)),
        (PANEL, ("n/a", "TBD", "Tim", None), ("Tim", "", True)),
        (PANEL, (None, "j@x.example", "Tim", "t@x.example"), ("", "j@x.example", False)),
        (PANEL, ("Jane", None, "Tim", "t@x.example"), ("Jane", "", False)),
        (PANEL, (None, None, None, "t@x.example"), ("", "t@x.example", True)),
        (PANEL, (None, None, None, None), ("", "", False)),
        (("Interviewers", "Recruiter", "Contact email"), (None, "Tim", "t@x.example"), ("Tim", "t@x.example", True)),
        (("Contact", "Hiring manager"), (None, "Ann"), ("Ann", "", False)),
        (("Recruiter", "Recruiter / hiring manager"), (None, "Ann"), ("", "", True)),
    ],
)
def test_where_a_row_names_no_interviewer_it_is_for_whoever_arranged_the_interview(
    headers: tuple[str, ...], cells: tuple[CellValue, ...], told: tuple[str, str, bool]
) -> None:
    known: tuple[CellValue, ...] = ("Jane Doe", "jane@acme.example", "Al Bo", "al@bo.example")
    filled = [known[("email" in header) + 2 * ("ecruiter" in header)] for header in headers]
    columns = {header: [cell, full, full] for header, cell, full in zip(headers, cells, filled, strict=True)}
    first = understand(table(columns), Settings(), datetime(2026, 11, 23)).applications.iloc[0]
    assert (first["contact"], first["email"], bool(first["contact_arranges"])) == told
