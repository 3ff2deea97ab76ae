"""The user's hands, and the user who does anything."""

from datetime import date

import pytest
from fake_sheets import RandomUser, Spreadsheet, User, checkboxes, filter_over, look, spreadsheet_of, value, values
from fake_sheets.values import Plain

HEADER: list[Plain] = ["Company", "Position", "Interview", "Draft"]


def tracker(rows: int = 6) -> Spreadsheet:
    table: list[list[Plain]] = [HEADER]
    for number in range(rows):
        company = f"Company {number:02d};"
        table.append([company, "Analyst", date(2026, 11, number + 1), f"Dear {company}"])
    return spreadsheet_of({"Jobs": table})


def companies(book: Spreadsheet) -> list[str]:
    return [row[0] if row else "" for row in values(book.sheet("Jobs"))[1:]]


def test_typing_keeps_the_look_and_clearing_too() -> None:
    book = tracker()
    user = User(book, "Jobs")

    user.type("C2", date(2026, 12, 1))
    user.clear("A2:B2")

    assert values(book.sheet())[1] == [None, None, date(2026, 12, 1), "Dear Company 00;"]
    user.clear("C2")
    assert look(book.sheet(), "C2")["numberFormat"]["type"] == "DATE"


def test_a_box_is_ticked_and_emptied_to_unticked() -> None:
    book = tracker()
    checkboxes(book.sheet(), "E2:E3")

    User(book, "Jobs").tick("E2")

    assert [value(book.sheet(), name) for name in ("E2", "E3")] == [True, False]
    User(book, "Jobs").clear("E2")
    assert value(book.sheet(), "E2") is False


def test_rows_are_inserted_deleted_dragged_and_cut() -> None:
    book = tracker(4)
    user = User(book, "Jobs")

    user.insert_rows(above=3)
    user.delete_rows(2)
    user.drag_rows(3, 3, above=6)
    user.cut_and_paste("A3:D3", "A7")

    assert companies(book) == ["", "", "Company 03;", "Company 01;", "", "Company 02;"]


def test_a_filter_sorts_the_columns_it_spans_and_no_others() -> None:
    book = tracker(3)
    user = User(book, "Jobs")
    user.add_filter("A1:C4")

    user.sort("A", descending=True)

    assert companies(book) == ["Company 02;", "Company 01;", "Company 00;"]
    assert value(book.sheet(), "D2") == "Dear Company 00;"


def test_filtered_rows_are_hidden() -> None:
    book = tracker(3)
    filter_over(book.sheet(), "A1:D4")

    User(book, "Jobs").filter_out("A", "Company 01;")

    assert [bool(row.get("hiddenByFilter")) for row in book.sheet().row_properties[:4]] == [False, False, True, False]


def test_worksheets_are_renamed_and_deleted() -> None:
    book = spreadsheet_of({"Jobs": [], "Notes": []})

    User(book, "Jobs").rename("Work").delete_worksheet()

    assert [sheet.title for sheet in book.sheets] == ["Notes"]


def test_columns_are_inserted_hidden_and_deleted() -> None:
    book = tracker(1)
    user = User(book, "Jobs")

    user.insert_columns("B")
    user.hide_columns("C")
    user.delete_columns("D")

    assert values(book.sheet())[0] == ["Company", None, "Position", "Draft"]
    assert book.sheet().columns[2]["hiddenByUser"]


def someone(seed: int, **weights: float) -> RandomUser:
    inputs: dict[str, list[Plain]] = {
        "Position": ["Analyst", "Engineer"],
        "Interview": [date(2026, 11, 3), None],
    }
    return RandomUser(seed, "Jobs", inputs, chance=1, weights=weights)


@pytest.mark.parametrize("seed", range(40))
def test_whatever_he_does_nothing_is_missed_where_nobody_else_acts(seed: int) -> None:
    book, user = tracker(), someone(seed, insert_column=1, hide_column=1)

    for _ in range(40):
        user(book)

    assert user.done
    assert user.complaints(book) == []
    assert user.strangers(book, "Draft") == []


def test_the_same_seed_does_the_same_again() -> None:
    runs = []
    for _ in range(2):
        book, user = tracker(), someone(7)
        for _ in range(30):
            user(book)
        runs.append((user.done, values(book.sheet())))

    assert runs[0] == runs[1]


def test_he_misses_a_draft_that_was_overwritten_and_an_input_that_changed() -> None:
    book, user = tracker(), someone(1)
    user.look_at(book)
    user.act(book, "edit_draft")
    ((marker, _),) = user.drafts.items()
    row = companies(book).index(marker) + 2

    User(book, "Jobs").type(f"D{row}", "Dear other")
    User(book, "Jobs").type("B3", "Cook")

    first, second = user.complaints(book)
    assert "Position was 'Analyst', is 'Cook'" in first
    assert "became 'Dear other'" in second


def test_he_sees_a_draft_of_another_row() -> None:
    book, user = tracker(), someone(1)
    user.look_at(book)

    User(book, "Jobs").type("D2", "Dear Company 05;")

    assert user.strangers(book, "Draft") == ["Company 00;: Draft speaks of Company 05;"]


def test_drafts_that_he_tears_off_himself_are_not_missed() -> None:
    book, user = tracker(), someone(3)
    user.look_at(book)
    user.act(book, "edit_draft")

    user.act(book, "sort_own_columns_only")

    assert user.complaints(book) == []
