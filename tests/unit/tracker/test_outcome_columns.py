"""Columns that state an outcome by being filled, as tables: which they are, and what their cells say."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheet_sync.grid import CellValue
from sheet_sync.tracker.outcomes.columns import (
    DATED,
    EXPLAINED,
    SAID,
    TICKED,
    StatingColumn,
    Way,
    outcome_columns,
    read_filled,
    told_outcomes,
    way_of,
)


@pytest.mark.parametrize(
    ("header", "how", "kind"),
    [
        ("Date Offer", DATED, "offer"),
        ("Offer date", DATED, "offer"),
        ("offerDate", DATED, "offer"),
        ("OFFER_DATE", DATED, "offer"),
        ("Date of Offer", DATED, "offer"),
        ("Offer Received On", DATED, "offer"),
        ("Date offer accepted", DATED, "accepted"),
        ("Date hired", DATED, "hired"),
        ("rejectedDate", DATED, "rejected"),
        ("Date rejected", DATED, "rejected"),
        ("Rejection date", DATED, "rejected"),
        ("Rejected on", DATED, "rejected"),
        ("Date of rejection:", DATED, "rejected"),
        ("Absagedatum", DATED, "rejected"),
        ("Absage am", DATED, "rejected"),
        ("Date de refus", DATED, "rejected"),
        ("Fecha de rechazo", DATED, "rejected"),
        ("Data da recusa", DATED, "rejected"),
        ("Data rifiuto", DATED, "rejected"),
        ("Datum afwijzing", DATED, "rejected"),
        ("Data odrzucenia", DATED, "rejected"),
        ("Date withdrawn", DATED, "withdrawn"),
        ("Withdrawn on", DATED, "withdrawn"),
        ("Rejection Reason", EXPLAINED, "rejected"),
        ("Rejection Stage", EXPLAINED, "rejected"),
        ("Reason for rejection", EXPLAINED, "rejected"),
        ("Absagegrund", EXPLAINED, "rejected"),
        ("Rejected?", TICKED, "rejected"),
        ("REJECTED", TICKED, "rejected"),
        ("Rejected (Y/N)", TICKED, "rejected"),
        ("Offer?", TICKED, "offer"),
        ("Offer", TICKED, "offer"),
        ("Offer received?", TICKED, "offer"),
        ("Hired?", TICKED, "hired"),
        ("Withdrawn?", TICKED, "withdrawn"),
        ("Ghosted", TICKED, "ghosted"),
        ("Absage", TICKED, "rejected"),
        ("Zusage?", TICKED, "offer"),
        ("Refusé", TICKED, "rejected"),
        ("Decision", SAID, ""),
        ("Result", SAID, ""),
        ("Stage", SAID, ""),
        ("Open/Closed", SAID, ""),
        ("Offer/Rejection", SAID, ""),
    ],
)
def test_a_header_tells_how_its_column_states_an_outcome(header: str, how: str, kind: str) -> None:
    assert way_of(header) == Way(how, kind)


@pytest.mark.parametrize(
    "header",
    [
        "Company", "Date Applied", "Deadline", "Closing date", "Date closed", "Offer Amount", "Offer deadline",
        "Salary", "Notes", "Interview date", "Follow-up date", "Job offer link", "Offre", "Oferta", "Angebot",
        "Response date", "Visa status", "Start date", "Interview status", "Priority", "Accepted formats",
    ],
)  # fmt: skip
def test_another_header_states_no_outcome(header: str) -> None:
    assert way_of(header) is None


def test_a_column_that_serves_a_field_states_no_outcome_beside_it() -> None:
    headers = {1: "Company", 2: "Status", 3: "Date Offer", 4: "Rejected?", 5: "Decision"}
    assert [*outcome_columns(headers, {1, 2})] == [3, 4, 5]
    assert [*outcome_columns(headers, {1, 2, 3, 4, 5})] == []


NOTHING = ("open", "")


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (date(2026, 11, 20), ("over", "offer")),
        (datetime(2026, 11, 20, 9), ("over", "offer")),
        ("2026-11-20", ("over", "offer")),
        ("20.11.2026", ("over", "offer")),
        ("May 5", ("over", "offer")),
        ("31/02/2026", ("over", "offer")),
        ("yes", ("over", "offer")),
        ("x", ("over", "offer")),
        (True, ("over", "offer")),
        (46346, ("over", "offer")),
        ("declined 11/20", ("over", "declined")),
        ("accepted", ("over", "accepted")),
        (None, NOTHING),
        ("", NOTHING),
        (" ", NOTHING),
        ("-", NOTHING),
        ("n/a", NOTHING),
        ("TBD", NOTHING),
        ("?", NOTHING),
        ("no", NOTHING),
        ("none", NOTHING),
        ("not yet", NOTHING),
        ("no offer", NOTHING),
        ("pending", NOTHING),
        ("expected 12/5", NOTHING),
        ("maybe in December", NOTHING),
        (False, NOTHING),
        (0, NOTHING),
        (time(9), NOTHING),
    ],
)
def test_a_column_of_days_of_offers_states_an_offer_where_it_is_filled(value: CellValue, says: tuple[str, str]) -> None:
    reading = read_filled(value, Way(DATED, "offer"))
    assert (reading.group, reading.kind) == says


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("yes", ("over", "rejected")),
        ("Y", ("over", "rejected")),
        ("x", ("over", "rejected")),
        ("✓", ("over", "rejected")),
        ("TRUE", ("over", "rejected")),
        (True, ("over", "rejected")),
        (1, ("over", "rejected")),
        (date(2026, 11, 20), ("over", "rejected")),
        ("11/20", ("over", "rejected")),
        ("Nov 20", ("over", "rejected")),
        ("yes, by email", ("over", "rejected")),
        ("Rejected", ("over", "rejected")),
        ("ja", ("over", "rejected")),
        ("oui", ("over", "rejected")),
        ("sí", ("over", "rejected")),
        ("tak", ("over", "rejected")),
        ("ghosted", ("over", "ghosted")),
        ("Offer!", ("over", "closed")),
        (None, NOTHING),
        ("no", NOTHING),
        ("No.", NOTHING),
        ("N", NOTHING),
        ("nein", NOTHING),
        ("FALSE", NOTHING),
        (False, NOTHING),
        (0, NOTHING),
        (85000, NOTHING),
        ("not yet", NOTHING),
        ("not rejected", NOTHING),
        ("maybe", NOTHING),
        ("yes?", NOTHING),
        ("interview", NOTHING),
        ("https://jobs.example/42", NOTHING),
        ("☐", NOTHING),
    ],
)
def test_a_column_of_ticks_states_a_rejection_where_it_says_yes(value: CellValue, says: tuple[str, str]) -> None:
    reading = read_filled(value, Way(TICKED, "rejected"))
    assert (reading.group, reading.kind) == says


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("not enough experience", ("over", "rejected")),
        ("Phone screen", ("over", "rejected")),
        ("position filled", ("over", "filled")),
        ("they wanted to offer less", ("over", "closed")),
        ("N/A", NOTHING),
        ("none", NOTHING),
        ("no", NOTHING),
        (None, NOTHING),
    ],
)
def test_a_reason_for_a_rejection_states_one(value: CellValue, says: tuple[str, str]) -> None:
    reading = read_filled(value, Way(EXPLAINED, "rejected"))
    assert (reading.group, reading.kind) == says


@pytest.mark.parametrize(
    ("day", "group"),
    [
        (date(2026, 11, 23), "over"),
        (date(2026, 11, 24), "open"),
        (datetime(2026, 11, 23, 18), "over"),
        (datetime(2026, 11, 24, 0), "open"),
        ("2026-11-20", "over"),
    ],
)
def test_a_day_that_is_still_to_come_is_a_plan_and_states_nothing(day: CellValue, group: str) -> None:
    column = StatingColumn("Offer date", Way(DATED, "offer"), [day])
    (told,) = told_outcomes([""], [column], date(2026, 11, 23))
    assert told.reading.group == group


@given(
    st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.datetimes(), st.dates(), st.times(), st.none()),
    st.sampled_from([DATED, EXPLAINED, TICKED, SAID]),
)
def test_reading_a_filled_cell_never_raises(value: CellValue, how: str) -> None:
    assert read_filled(value, Way(how, "rejected")).group in {"open", "goes_on", "over", "on_hold"}
