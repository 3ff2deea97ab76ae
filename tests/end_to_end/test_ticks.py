"""Ticks without a date count for the round in which they were first seen (SPEC sections 3 and 4)."""

from datetime import date

import pytest
from workbooks import Make


@pytest.mark.parametrize("mark", ["Followed up", "Thank-you sent"])
def test_a_tick_in_a_new_row_of_the_same_application_is_its_own(make: Make, mark: str) -> None:
    job = {"Company": "Acme", "Position": "Engineer"}
    first = {**job, "Interview date": date(2026, 10, 20), "Thank-you sent": "x", "Followed up": "x"}
    tracker = make([first])
    tracker.sync("2026-11-01")
    later = {**job, "Interview date": date(2026, 11, 12), "Thank-you sent": date(2026, 11, 12), mark: "x"}
    for header, value in later.items():
        tracker.type(3, header, value)

    tracker.sync("2026-11-23")

    assert tracker.get(2, "Follow-up status") == "See other row"
    assert tracker.get(3, "Follow-up status") == ("Followed up" if mark == "Followed up" else "Follow up now")
    assert not tracker.sync("2026-11-23").written


def test_a_tick_of_the_last_round_does_not_count_for_the_next(make: Make) -> None:
    tracker = make(
        [{"Company": "Acme", "Position": "Dev", "Interview date": date(2026, 11, 10), "Thank-you sent": "x"}]
    )
    tracker.sync("2026-11-12")
    tracker.type(2, "Interview date", date(2026, 11, 20))

    tracker.sync("2026-11-21")

    assert tracker.get(2, "Follow-up status") == "Send thank-you"


def test_a_tick_made_on_the_very_day_counts_for_that_interview(make: Make) -> None:
    tracker = make(
        [{"Company": "Acme", "Position": "Dev", "Interview date": date(2026, 11, 20), "Thank-you sent": "x"}]
    )
    for today, status in (
        ("2026-11-20", "Interview ahead"),
        ("2026-11-21", "Waiting"),
        ("2026-11-27", "Follow up now"),
    ):
        tracker.sync(today)
        assert tracker.get(2, "Follow-up status") == status, today


def test_a_tick_that_stood_there_before_the_interview_does_not_count_for_it(make: Make) -> None:
    tracker = make(
        [{"Company": "Acme", "Position": "Dev", "Interview date": date(2026, 11, 20), "Thank-you sent": "x"}]
    )
    tracker.sync("2026-11-18")
    tracker.sync("2026-11-21")

    assert tracker.get(2, "Follow-up status") == "Send thank-you"


def test_a_tick_taken_away_and_made_again_counts_anew(make: Make) -> None:
    tracker = make(
        [{"Company": "Acme", "Position": "Dev", "Interview date": date(2026, 11, 10), "Thank-you sent": "x"}]
    )
    tracker.sync("2026-11-12")
    tracker.type(2, "Interview date", date(2026, 11, 20))
    tracker.type(2, "Thank-you sent", None)
    tracker.sync("2026-11-21")
    tracker.type(2, "Thank-you sent", "x")

    tracker.sync("2026-11-21")

    assert tracker.get(2, "Follow-up status") == "Waiting"
