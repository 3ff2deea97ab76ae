"""A sync asks Google for little: counted at the server (SPEC section 7)."""

from datetime import date, timedelta

import pytest
from fake_sheets import Spreadsheet, User, spreadsheet_of
from google_user import ROWS, GoogleUser


def larger(rows: int) -> Spreadsheet:
    days = (date(2026, 11, 22) - timedelta(days=number % 40) for number in range(rows))
    return spreadsheet_of({"Jobs": [ROWS[0], *((f"Firm {day}", "Chef", "Ann Lee", None, day, None) for day in days)]})


@pytest.mark.parametrize("rows", [2, 300])
def test_a_sync_asks_once_without_changes_thrice_with_and_four_times_where_columns_are_added(
    user: GoogleUser, rows: int
) -> None:
    if rows > len(ROWS):
        made = larger(rows)
        user.server.add(made).key = user.book.key
        user.server.service.spreadsheets[user.book.key] = made
    book = user.server.service.spreadsheets[user.book.key]

    assert user.sync().code == 0
    assert user.calls() == ["get", "get", "batchUpdate"]  # one less than the four that are allowed

    user.server.forget_requests()
    assert user.sync().code == 0
    assert user.calls() == ["get"]

    User(book, "Jobs").type("E2", date(2026, 11, 10))
    User(book, "Jobs").type("E3", date(2026, 11, 21))
    user.server.forget_requests()
    assert user.sync().code == 0
    assert user.calls() == ["get", "get", "batchUpdate"]


def test_a_dry_run_and_a_check_ask_once_and_write_nothing(user: GoogleUser) -> None:
    assert user.sync("--dry-run").code == 0
    assert user.invoke("check", user.address).code == 0

    assert user.calls() == ["get", "get"]


def test_a_token_is_asked_for_once_in_a_run(user: GoogleUser) -> None:
    before = len(user.server.tokens.issued)

    user.sync()

    assert len(user.server.tokens.issued) == before + 1
