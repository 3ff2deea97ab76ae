"""Which columns are ours, and which are never written (SPEC section 3)."""

from datetime import date

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from workbooks import ANA, BEN, CAT, HEADERS, OURS, Make, Tracker, column_of, raw_formulas, values

DAYS = ("2026-11-23", "2026-11-30", "2026-12-20")


def own_column(make: Make, header: str) -> Tracker:
    """A tracker in which the user keeps a column of such a name: something in two rows, nothing in the third."""
    rows = [{**ANA, header: "mine 1"}, {**BEN, header: "mine 2"}, CAT]
    return make(rows, headers=(*HEADERS, header))


def of_the_user(tracker: Tracker, header: str) -> list[object]:
    found = [row[len(HEADERS)] for row in values(tracker.path)]
    assert found[0] == header
    return found[1:]


@pytest.mark.parametrize("header", [*OURS, "Follow-Up Due", "DRAFT", "follow-up status", "Draft "])
def test_a_column_of_the_users_own_by_our_name_is_never_written(make: Make, header: str) -> None:
    tracker = own_column(make, header)

    for today in DAYS:
        tracker.sync(today)
        assert of_the_user(tracker, header) == ["mine 1", "mine 2", None], today


@pytest.mark.parametrize("header", OURS)
def test_beside_the_users_own_column_ours_is_called_sheet_sync(make: Make, header: str) -> None:
    tracker = own_column(make, header)
    report = tracker.sync()

    assert report.added == tuple(f"{ours} (sheet-sync)" if ours == header else ours for ours in OURS)
    assert tracker.sync().written is False
    if header != "Sync key":
        assert tracker.get(2, f"{header} (sheet-sync)") is not None


def test_two_columns_of_the_users_own_by_our_names_settle_at_once(make: Make) -> None:
    rows = [{**ANA, "Draft": "mine", "Follow-up due": "soon"}, BEN]
    tracker = make(rows, headers=(*HEADERS, "Draft", "Follow-up due"))

    assert tracker.sync().written
    assert not tracker.sync().written


@pytest.mark.parametrize(
    ("header", "ours"),
    [("Follow-Up Due", "Follow-up due"), ("DRAFT", "Draft"), ("draft", "Draft"), ("Draft ", "Draft")],
)
def test_a_header_like_ours_in_another_case_or_spacing_changes_the_name_of_ours_for_good(
    make: Make, header: str, ours: str
) -> None:
    tracker = own_column(make, header)
    report = tracker.sync()

    assert report.added == tuple(f"{name} (sheet-sync)" if name == ours else name for name in OURS)
    assert tracker.sync().written is False
    assert tracker.get(2, f"{ours} (sheet-sync)") is not None
    tracker.delete_column(f"{ours} (sheet-sync)")
    assert tracker.adopt().added == (f"{ours} (sheet-sync)",)
    assert of_the_user(tracker, header) == ["mine 1", "mine 2", None]


@pytest.mark.parametrize("header", OURS)
def test_the_users_own_column_stays_theirs_when_ours_is_deleted(make: Make, header: str) -> None:
    tracker = own_column(make, header)
    tracker.sync()
    tracker.delete_column(f"{header} (sheet-sync)")

    for today in DAYS:
        tracker.sync(today)
        assert of_the_user(tracker, header) == ["mine 1", "mine 2", None], today


def test_the_users_own_column_stays_theirs_when_the_sync_key_is_deleted(make: Make) -> None:
    tracker = own_column(make, "Draft")
    tracker.sync()
    tracker.delete_column("Sync key")

    for today in DAYS:
        tracker.sync(today)
        assert of_the_user(tracker, "Draft") == ["mine 1", "mine 2", None], today


@pytest.mark.parametrize("header", ["Follow-up status", "Follow-up due", "Follow-up reason", "Draft"])
def test_a_column_of_ours_that_the_user_deleted_stays_away_and_the_others_go_on(make: Make, header: str) -> None:
    tracker = make([ANA, BEN, CAT])
    tracker.sync()
    tracker.delete_column(header)
    left = [ours for ours in OURS if ours != header]

    for today in DAYS[1:]:
        assert tracker.sync(today).added == ()
    assert tracker.headers() == [*HEADERS, *left]
    if header != "Follow-up status":
        assert tracker.get(3, "Follow-up status") == "Too late to write"
    if header != "Follow-up reason":
        assert tracker.get(3, "Follow-up reason").startswith("No thank-you is noted")


@pytest.mark.parametrize("header", ["Follow-up status", "Follow-up due", "Follow-up reason", "Draft"])
def test_adopt_brings_a_deleted_column_of_ours_back_and_the_next_sync_fills_it(make: Make, header: str) -> None:
    tracker = make([ANA, BEN, CAT])
    tracker.sync()
    before = [row[header] for row in tracker.rows().values()]
    tracker.delete_column(header)
    tracker.sync()

    report = tracker.adopt()
    assert report.added == (header,)
    assert [row[header] for row in tracker.rows().values()] == [None] * 3

    tracker.sync()
    assert [row[header] for row in tracker.rows().values()] == before
    assert sorted(tracker.headers()) == sorted([*HEADERS, *OURS])


def test_a_deleted_sync_key_is_added_again_and_nothing_else(make: Make) -> None:
    tracker = make([ANA, BEN, CAT])
    tracker.sync()
    before = {row: [cells[ours] for ours in OURS[:-1]] for row, cells in tracker.rows().items()}
    tracker.delete_column("Sync key")

    report = tracker.sync()

    assert report.added == ("Sync key",)
    assert {row: [cells[ours] for ours in OURS[:-1]] for row, cells in tracker.rows().items()} == before
    tracker.type(3, "Thank-you sent", date(2026, 11, 23))
    tracker.sync()
    assert tracker.get(3, "Draft") is None  # the draft was known to be ours


def test_adopt_adds_every_field_that_is_missing_empty_and_formatted(make: Make) -> None:
    headers = ("Company", "Position", "Status")
    tracker = make([{"Company": "Acme", "Position": "Writer", "Status": "Applied"}], headers=headers)

    report = tracker.adopt()

    assert report.added == (*(h for h in HEADERS if h not in {"Company", "Position", "Outcome"}), *OURS)
    assert all(tracker.get(2, added) is None for added in report.added)
    assert "yy" in tracker.raw(2, "Interview date").look["format"]
    assert tracker.adopt().added == ()


@pytest.mark.parametrize("header", ["Follow-up status", "Follow-up due", "Follow-up reason", "Draft"])
def test_a_formula_in_one_of_our_cells_is_left_alone(make: Make, header: str) -> None:
    tracker = make([ANA, BEN])
    tracker.sync()
    column: list[str] = []

    def add_formula(sheet: Worksheet) -> None:
        cell = sheet.cell(2, column_of(sheet, 1, header))
        cell.value = '=A2&" (mine)"'
        column.append(cell.coordinate)

    tracker.rework(add_formula)
    tracker.type(2, "Promised reply by", date(2026, 12, 4))
    report = tracker.sync("2026-11-24")

    assert raw_formulas(tracker.path) == set(column)
    assert not [change for change in report.changes if (change.row, change.column) == (2, header)]
    assert tracker.sync("2026-11-24").written is False


def test_the_cells_of_a_row_that_was_emptied_are_cleared(make: Make) -> None:
    tracker = make([ANA, BEN, CAT])
    tracker.sync()
    for header in ANA:
        tracker.type(2, header, None)

    tracker.sync()

    assert [tracker.get(2, ours) for ours in OURS] == [None] * 5
    assert tracker.get(3, "Follow-up status") == "Send thank-you"


def test_our_columns_are_found_wherever_the_user_has_moved_them(make: Make) -> None:
    tracker = make([ANA, BEN, CAT])
    tracker.sync()
    before = tracker.rows()

    def move_to_the_front(sheet: Worksheet) -> None:
        table = [[cell.value for cell in row] for row in sheet.iter_rows()]
        for at, row in enumerate(table, start=1):
            for column, value in enumerate([*row[-5:], *row[:-5]], start=1):
                sheet.cell(at, column).value = value

    tracker.rework(move_to_the_front)

    assert tracker.sync().written is False
    tracker.sync("2026-11-24")
    assert {row: cells["Company"] for row, cells in tracker.rows().items()} == {
        row: cells["Company"] for row, cells in before.items()
    }
    assert tracker.headers() == [*OURS, *HEADERS]


def test_adopt_leaves_every_draft_and_what_is_remembered_of_it(make: Make) -> None:
    tracker = make([ANA, BEN, CAT])
    tracker.sync()
    drafts = [tracker.get(row, "Draft") for row in (2, 3, 4)]
    tracker.delete_column("Follow-up reason")

    tracker.adopt()
    tracker.sync()

    assert [tracker.get(row, "Draft") for row in (2, 3, 4)] == drafts
    assert drafts[1]
    tracker.type(3, "Contact", "Kim Park")
    tracker.sync()
    assert "Hi Kim," in tracker.get(3, "Draft")


def test_adopt_leaves_a_formula_in_a_key_cell_alone(make: Make) -> None:
    tracker = make([{**ANA, "Draft": "mine"}, BEN], headers=(*HEADERS, "Draft"))
    tracker.sync()
    tracker.delete_column("Follow-up reason")
    place = tracker.headers().index("Sync key") + 1

    def type_a_formula(sheet: Worksheet) -> None:
        sheet.cell(2, place, "=1+1")

    tracker.rework(type_a_formula)

    assert tracker.adopt().written
    assert raw_formulas(tracker.path)


def test_the_users_own_column_stays_theirs_after_adopt_too(make: Make) -> None:
    tracker = own_column(make, "Draft")
    tracker.adopt()
    tracker.sync()
    tracker.delete_column("Draft (sheet-sync)")
    tracker.sync()

    assert of_the_user(tracker, "Draft") == ["mine 1", "mine 2", None]


def test_the_users_own_column_stays_theirs_although_the_tracker_was_empty_at_first(make: Make) -> None:
    tracker = make([], headers=(*HEADERS, "Draft"))
    tracker.sync()
    for header, value in BEN.items():
        tracker.type(2, header, value)
    tracker.sync()
    tracker.delete_column("Draft (sheet-sync)")
    tracker.sync()

    assert of_the_user(tracker, "Draft") == [None]
