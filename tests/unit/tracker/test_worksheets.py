"""Finding the table among titles, figures, groups, sections and legends; and saying what is no tracker."""

from time import perf_counter

import pytest

from sheet_sync.errors import NotATrackerError
from sheet_sync.grid import Book, CellValue, Covered, Grid, Range, Worksheet
from sheet_sync.tracker.finding.worksheets import Wanted, find_table
from sheet_sync.tracker.table import Table

Rows = list[list[CellValue]]
HEADERS: list[CellValue] = ["Company", "Position", "Interview date", "Status"]
ACME: list[CellValue] = ["Acme", "Developer", "2026-11-12", "Applied"]
GLOBEX: list[CellValue] = ["Globex", "Tester", None, "Applied"]


def found(*rows: list[CellValue], merged: tuple[Range, ...] = ()) -> Table:
    return find_table(Book((Worksheet("S", Grid(list(rows), covered=Covered(merged))),), token="t"), Wanted())


def chosen(**sheets: Rows) -> Table:
    worksheets = tuple(Worksheet(name.replace("_", " ").strip(), Grid(rows)) for name, rows in sheets.items())
    return find_table(Book(worksheets, token="t"), Wanted())


def headed(table: Table) -> dict[str, list[int]]:
    return {field: [*columns] for field, columns in table.fields.items()}


def test_figures_above_the_table_are_no_header() -> None:
    table = found(["Total applied:", 12], ["Interviews", 3, "Company goal", 5], [], HEADERS, ACME)
    assert table.header_row == 4


@pytest.mark.parametrize(
    "beside",
    [
        [["Interviews", 4], ["Offers", 2], ["Rejected", 1]],
        [["Status", "Count"], ["Rejected", 2]],
        [["Interview", "Number"], ["Offer", 2]],
        [["Company", "Email"], ["Hooli", "ann@hooli.example"]],
    ],
)
def test_what_a_blank_column_parts_from_the_table_is_none_of_its_columns(beside: Rows) -> None:
    left: Rows = [HEADERS, ACME, GLOBEX]
    empty: Rows = [[None]]
    rows: Rows = [[*row, None, *cells] for row, cells in zip(left, beside + empty, strict=False)]
    table = found(*rows)
    assert set(table.headers) == {1, 2, 3, 4}
    assert headed(table) == {"company": [1], "position": [2], "interview_date": [3], "outcome": [4]}


def test_figures_at_the_left_are_no_columns_of_the_table_either() -> None:
    table = found(["Status", "Count", None, *HEADERS], ["Rejected", 2, None, *ACME])
    assert headed(table) == {"company": [4], "position": [5], "interview_date": [6], "outcome": [7]}


def test_a_blank_column_inside_the_table_parts_nothing() -> None:
    table = found(["Company", "Position", None, "Interview date", "Status"], ["Acme", "Developer", None, None, "x"])
    assert headed(table) == {"company": [1], "position": [2], "interview_date": [4], "outcome": [5]}


GROUPED: Rows = [
    ["APPLICATION", None, None, "INTERVIEW", None, "CONTACT", None],
    ["Company", "Role", "Date", "Date", "Type", "Name", "Email"],
    ["Acme", "Developer", "2026-11-01", "2026-11-12", "phone", "Jane Doe", "jane@acme.example"],
]


@pytest.mark.parametrize("merged", [(), ((1, 1, 1, 3), (1, 4, 1, 5), (1, 6, 1, 7))])
def test_a_group_above_says_what_a_header_leaves_open(merged: tuple[Range, ...]) -> None:
    table = found(*GROUPED, merged=merged)
    assert table.header_row == 2
    assert headed(table)["interview_date"] == [4]
    assert headed(table)["interview_type"] == [5]
    assert headed(table)["contact"] == [6]
    assert table.headers[4] == "Date"


@pytest.mark.parametrize("row", [*range(1, 31)])
def test_the_header_may_stand_in_any_of_the_first_thirty_rows(row: int) -> None:
    titles: Rows = [["My job search"], [], ["Applied so far", 2, None, "Offers", 0], ["updated weekly"]]
    table = found(*[*titles, *[[]] * 30][: row - 1], HEADERS, ACME, GLOBEX)
    assert (table.header_row, table.last_row) == (row, row + 2)


def test_a_header_below_the_thirtieth_row_is_none() -> None:
    with pytest.raises(NotATrackerError, match="in the first 30 rows of “S”"):
        found(*[[]] * 30, HEADERS, ACME)


def test_a_column_with_something_far_down_parts_no_table() -> None:
    blank: Rows = [[] for _ in range(100)]
    table = found(["Company", "Position", None, "Interview date", "Count"], *blank, ["A", "B", "see below", None, 1])
    assert [*table.headers] == [1, 2, 4, 5]


def test_a_group_above_makes_no_second_interview_of_a_bare_date() -> None:
    rows: Rows = [["JOB", None, "INTERVIEW", None], ["Company", "Role", "Date", "Interview date"], ["Acme", "Dev"]]
    assert headed(found(*rows))["interview_date"] == [4]


def test_a_title_above_the_headers_says_nothing_about_them() -> None:
    assert "interview_date" not in headed(found(["My interviews"], ["Company", "Position", "Date"], ACME[:3]))


@pytest.mark.parametrize("merged", [(), ((1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 4))])
def test_headers_in_two_lines_are_read_together(merged: tuple[Range, ...]) -> None:
    rows: Rows = [
        ["Company", "Position", "Interview", None, "Status"],
        [None, None, "Date", "Type", None],
        ["Acme", "Developer", "2026-11-12", "phone", "Applied"],
    ]
    table = found(*rows, merged=merged)
    assert table.header_row == 2
    assert headed(table) == {
        "company": [1], "position": [2], "interview_date": [3], "interview_type": [4], "outcome": [5],
    }  # fmt: skip
    assert [*table.headers.values()] == ["Company", "Position", "Date", "Type", "Status"]


def test_the_first_application_is_no_second_line_of_headers() -> None:
    for first in (["Acme"], [None, "Developer"], ["Acme", None, None, "Interview"], [None, None, None, "Phone screen"]):
        assert found(HEADERS, [*first], GLOBEX).header_row == 1


@pytest.mark.parametrize(
    ("below", "others"),
    [
        ([ACME, [], ["Legend"], ["Green", "Offer"], ["Red", "Rejected"]], {4, 5, 6}),
        ([ACME, [], ["Notes:"], ["Ask Sam about the flat"]], {4, 5}),
        ([ACME, [], ["Status", "Count"], ["Applied", 3], [], GLOBEX], {4, 5}),
        ([ACME, [], ["Contact", "Email"], ["Ann", "ann@x.example"]], {4, 5}),
        ([ACME, [], HEADERS, GLOBEX], {4}),
        ([ACME, HEADERS, GLOBEX], {3}),
        ([ACME, ["Company", "POSITION", "Interview Date", "Stage"], GLOBEX], {3}),
        ([ACME, ["Company", "Position"], GLOBEX], {3}),
        ([["March 2026"], ACME, ["April"], GLOBEX, ["Week 12"], ["2027"], [2028]], {2, 4, 6, 7, 8}),
        ([ACME, ["Total", 2]], {3}),
        ([ACME, ["Total applications: 2"]], {3}),
        ([ACME, ["Gesamt", 2]], {3}),
        ([["e.g. Google", "e.g. Engineer", "MM/DD/YYYY", "Applied"], ACME], {2}),
        ([["[Company]", "[Role]", "[date]"], ACME], {2}),
        ([["Example: Acme Inc", "Chef", "2026-11-12"], ACME], {2}),
        ([["(example) Acme", "Chef", "2026-11-12"], ACME], {2}),
        ([["Firmenname", "Stelle", "TT.MM.JJJJ"], ACME], {2}),
        ([["--- November ---"], ACME, ["=== Closed ==="], GLOBEX, ["— 2027 —"]], {2, 4, 6}),
        ([["Week of Nov 2"], ACME, ["Q4 2026"], GLOBEX, ["KW 46/2026"], ["Semaine du 2 novembre"]], {2, 4, 6, 7}),
        ([ACME, ["2 applications"]], {3}),
        ([ACME, GLOBEX, ACME, ["Totals", "2 applications"]], {5}),
        ([ACME, [], ["Total:", 2], ["Interviews:", 1], ["Response rate", 0.5], ["Offers: 0"]], {4, 5, 6, 7}),
        ([ACME, [], ["Interview", "Offer", "Rejected"], [1, 0, 0], [], GLOBEX], {4, 5}),
        ([ACME, [], ["Networking"], HEADERS, GLOBEX], {4, 5}),
    ],
)  # fmt: skip
def test_rows_that_hold_no_application_are_told_from_the_others(below: Rows, others: set[int]) -> None:
    assert found(HEADERS, *below).other_rows == others


@pytest.mark.parametrize(
    "row",
    [
        ["Total", "Engineer"], ["Acme"], ["Mars"], ["May Company"], ["Marathon 2"], [None, "Developer"],
        ["Key Systems", "Developer"], ["Notes", "Editor", "2026-11-12", "Applied"], ["Examplify", "Chef"],
        ["Total Wine", None, None, "Applied"], ["Exxon", "Chef"], ["7-Eleven"], ["Count Media", "Analyst", None, "x"],
        ["Q2 Holdings"], ["Week"], ["3M"], ["23andMe", "Chef"], [7, "Chef"], ["3 Interviews Ltd"], ["--"],
        ["Offers", "Clerk"], ["Acme", "Position", "Interview date", "Status"],
        ["Company", "Chef", "Interview date", "Status"],
        ["Company", None, "2026-11-12", "Applied"],
        [None, None, "Interview", "Applied"], ["March of Dimes 5"], ["A" * 200 + " " * 30_000 + "b"],
    ],
)  # fmt: skip
def test_an_application_is_not_taken_for_something_else(row: list[CellValue]) -> None:
    assert found(HEADERS, row, ACME, [], row, GLOBEX).other_rows == set()


def test_an_application_above_headers_that_are_repeated_stays_one() -> None:
    assert found(HEADERS, GLOBEX, ["Acme"], HEADERS, ACME).other_rows == {4}


def test_a_worksheet_is_known_by_its_name_in_any_case() -> None:
    book = Book(tuple(Worksheet(name, Grid([HEADERS, ACME])) for name in ("Jobs", "Old jobs")), token="t")
    assert find_table(book, Wanted(sheet=" OLD JOBS")).worksheet.name == "Old jobs"
    with pytest.raises(NotATrackerError, match="no worksheet “Jobbs”"):
        find_table(book, Wanted(sheet="Jobbs"))


def test_a_section_merged_over_the_columns_is_no_application() -> None:
    table = found(HEADERS, ["Dream jobs"], ACME, merged=((2, 1, 2, 4),))
    assert table.other_rows == {2}
    assert found(HEADERS, ["Dream jobs"], ACME).other_rows == set()


def test_an_interview_date_in_a_hidden_worksheet_counts_more_than_a_list_in_sight() -> None:
    hidden = Worksheet("Hidden", Grid([HEADERS, ACME]), visible=False)
    leads = Worksheet("Leads", Grid([["Company", "Position", "Status"], ACME]))
    assert find_table(Book((leads, hidden), token="t"), Wanted()).worksheet.name == "Hidden"


def test_an_example_stands_in_one_of_the_first_two_rows() -> None:
    example: list[CellValue] = ["Example Media", "Chef", "2026-11-12"]
    assert found(HEADERS, ACME, example, example).other_rows == {3}


def test_a_label_of_thousands_of_blanks_is_looked_at_in_no_time() -> None:
    started = perf_counter()
    labels: Rows = [[start + " " * 32_000 + "b"] for start in ("-- a", "offers", "-- c")]
    assert found(HEADERS, ACME, *labels).other_rows == set()
    assert perf_counter() - started < 3


def test_of_the_worksheets_of_several_years_the_latest_that_is_filled_is_chosen() -> None:
    old: Rows = [[*HEADERS, "Contact"], ACME, ACME, ACME]
    table = chosen(Jobs_2025=old, Jobs_2026=[HEADERS, GLOBEX], Jobs_2027=[HEADERS])
    assert table.worksheet.name == "Jobs 2026"
    assert table.rivals == ("Jobs 2025", "Jobs 2027")
    assert table.worksheets == 3


def test_years_are_compared_among_worksheets_of_one_name_only() -> None:
    assert chosen(Leads_2027=[["Company", "Status"], ["Acme"]], Jobs=[HEADERS, ACME]).worksheet.name == "Jobs"


@pytest.mark.parametrize("people", ["Contacts", "People", "My network", "Netzwerk", "Contatti", "Kontakty"])
@pytest.mark.parametrize("tracker", ["Jobs", "Applications", "Sheet1", "Bewerbungen 2026"])
def test_a_list_of_people_is_no_tracker_beside_one_of_applications(people: str, tracker: str) -> None:
    contacts: Rows = [["Company", "Role", "Name", "Email", "Status"], ["Acme", "Recruiter", "Al", "a@x.example", "met"]]
    jobs: Rows = [["Company", "Position", "Status"], ["Acme", "Developer", "Applied"]]
    sheets = {people: contacts * 3, tracker: jobs}
    assert chosen(**sheets).worksheet.name == tracker
    assert chosen(**dict(reversed(sheets.items()))).worksheet.name == tracker


def test_what_has_an_outcome_or_is_called_applications_is_the_tracker() -> None:
    leads: Rows = [["Company", "Position", "Contact", "Email"], ["Acme", "Dev", "Jane Doe", "j@x.example"]]
    bare: Rows = [["Company", "Position", "Phone"], ["Acme", "Developer", "+1 555 010 1234"]]
    with_outcome: Rows = [["Company", "Position", "Status"], ["Acme", "Developer", "Applied"]]
    assert chosen(Leads=leads, Mine=with_outcome).worksheet.name == "Mine"
    assert chosen(Leads=leads, Applications=bare).worksheet.name == "Applications"
    assert chosen(Contacts=[*leads, []], Leads=leads).worksheet.name == "Leads"
    assert chosen(Leads=leads, Mine=bare).worksheet.name == "Leads"


def test_people_with_an_interview_date_are_a_tracker_all_the_same() -> None:
    dated: Rows = [["Company", "Contact", "Interview date"], ["Acme", "Jane Doe", "2026-11-12"]]
    jobs: Rows = [["Company", "Position", "Status"], ["Acme", "Developer", "Applied"]]
    assert chosen(Contacts=dated, Jobs=jobs).worksheet.name == "Contacts"


@pytest.mark.parametrize("name", ["Archive", "Copy of Jobs", "Jobs (old)", "Template", "EXAMPLE", "Archiv", "Vorlage"])
def test_a_worksheet_that_was_set_aside_is_chosen_last(name: str) -> None:
    more: Rows = [[*HEADERS, "Contact"], ACME, ACME]
    beside: dict[str, Rows] = {name: more, "Jobs": [HEADERS, GLOBEX]}
    alone: dict[str, Rows] = {name: more, "Notes": [["x"]]}
    assert chosen(**beside).worksheet.name == "Jobs"
    assert chosen(**alone).worksheet.name == name


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["Company", "Acme"], ["Position", "Dev"], ["Interview date"], ["Contact", "Jane"]], "column A.*Transpose"),
        ([[], [None, "Firma", "X"], [None, "Stelle", "Y"], [None, "Ansprechpartner"]], "column B.*Transpose"),
        ([["November"], ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], [None, 1, 2, 3]], "calendar"),
        ([["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]], "calendar"),
        ([["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag"]], "calendar"),
        ([["lundi", "mardi", "mercredi", "jeudi", "vendredi"]], "calendar"),
        ([["Company", *range(1, 32)], ["Acme"]], "calendar"),
        ([["Job hunt"], ["To apply", "Applied", "Interview", "Offer"], ["Acme", "Globex"]], "board.*each stage"),
        ([["Offen", "Beworben", "Gespräch", "Zusage", "Absage"], ["Acme"]], "board.*each stage"),
        ([["Wishlist", "Applied", "Offer", "Link", "Pay", "Town"], ["x"]], "Row 1 of “S” comes nearest"),
        ([["Applications", 9], ["Interviews", 3]], "No header row"),
        ([["Stats"], ["Total applications", 9], ["Interviews", 3], ["Response rate", 0.3]], "dashboard of figures"),
        ([["Applications", "Interviews", "Offers"], [9, 3, 1]], "dashboard of figures"),
        ([["Applied", "Interviews", "Offers", "Rejections"], [9, 3, 1, 0]], "dashboard of figures"),
        ([["Employer", "Salary", "Link"], ["Acme", 5, "x"]], "Row 1 of “S” comes nearest.*“Employer”, “Salary”"),
    ],
)  # fmt: skip
def test_what_is_no_tracker_is_called_what_it_seems_to_be(rows: Rows, said: str) -> None:
    with pytest.raises(NotATrackerError, match=said):
        found(*rows)
