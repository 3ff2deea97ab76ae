"""Which column is which field."""

import pytest

from sheet_sync.tracker.fields import OWN_HEADERS
from sheet_sync.tracker.headers.columns import match_columns
from sheet_sync.tracker.headers.senses import ambiguous_fields, normalised


def matched(*headers: str, **named: tuple[str, ...]) -> dict[str, list[str]]:
    """Field -> the headers taken for it, in a sheet with these headers from column A on."""
    columns = dict(enumerate(headers, start=1))
    return {field: [columns[c] for c in found] for field, found in match_columns(columns, named).items()}


def test_every_header_of_our_own_is_its_field() -> None:
    found = matched(*OWN_HEADERS.values())
    assert found == {field: [header] for field, header in OWN_HEADERS.items()}


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("COMPANY NAME", "company"),
        ("  Employer ", "company"),
        ("Company Name - link to company page", "company"),
        ("company_name", "company"),
        ("roleTitle", "position"),
        ("Job Title (as posted)", "position"),
        ("Contact's Email", "email"),
        ("Contact’s Phone", "phone"),
        ("Recruiter/Contact Name", "contact"),
        ("Hiring manager / recruiter contact", "contact"),
        ("interviewDate", "interview_date"),
        ("Date\nPhone Screen", "interview_date"),
        ("Date Onsite / Final Round", "interview_date"),
        ("Expected Response Date", "promised_reply"),
        ("Thank You Sent?", "thank_you_sent"),
        ("Thank-you note", "thank_you_sent"),
        ("Followed-up", "followed_up"),
        ("Feedback / Status", "outcome"),
    ],
)
def test_a_header_is_known_whatever_its_case_spacing_and_punctuation(header: str, field: str) -> None:
    assert matched(header) == {field: [header]}


@pytest.mark.parametrize(
    "header",
    [
        "Date Applied", "Application Date", "Deadline", "Follow-up date", "Next follow-up", "Response date",
        "Response received?", "My mobile", "My email", "Reference phone", "Date Offer", "rejectedDate", "Salary",
        "Follow-up status", "Follow-up due", "Draft", "Sync key", "Draft (sheet-sync)", "Job URL", "Notes",
    ],
)  # fmt: skip
def test_a_header_that_means_something_else_is_no_field(header: str) -> None:
    assert matched(header) == {}


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Follow-up date", "followed_up"), ("Next follow-up", "followed_up"), ("Follow up", "followed_up"),
        ("Response Date", "replied"), ("Response received?", "replied"), ("Company", None), ("Salary", None),
    ],
)  # fmt: skip
def test_a_header_of_two_meanings_is_reported_as_ambiguous(header: str, field: str | None) -> None:
    assert ambiguous_fields(header)[:1] == ((field,) if field else ())


def test_of_several_headers_that_fit_the_most_exact_wins_wherever_it_stands() -> None:
    assert matched("Role", "Position", "Job title")["position"] == ["Position"]


def test_interview_dates_take_every_column_that_holds_a_round() -> None:
    found = matched("Company", "Phone screen", "First Round", "Interview date", "Onsite")
    assert found["interview_date"] == ["Phone screen", "First Round", "Interview date", "Onsite"]


def test_a_bare_interview_column_counts_only_where_no_other_says_the_date() -> None:
    assert matched("Company", "Interview")["interview_date"] == ["Interview"]
    assert matched("Company", "Interview", "Interview date")["interview_date"] == ["Interview date"]


def test_headers_named_by_hand_go_before_what_is_understood() -> None:
    found = matched("Company", "Talk", "Interview date", interview_date=("Talk",))
    assert found["interview_date"] == ["Talk"]


def test_a_column_named_for_one_field_serves_no_other() -> None:
    found = matched("Company", "Status", "Result", replied=("status",))
    assert found["replied"] == ["Status"]
    assert found["outcome"] == ["Result"]


@pytest.mark.parametrize(
    ("header", "plain"),
    [
        ("Größe_2", "große 2".replace("ß", "ss")),
        ("jobTitle", "job title"),
        ("E-mail:", "e mail"),
        ("#", ""),
        ("🎯 Role", "role"),
    ],
)
def test_a_normalised_header_is_plain_lower_case_words(header: str, plain: str) -> None:
    assert normalised(header) == plain
