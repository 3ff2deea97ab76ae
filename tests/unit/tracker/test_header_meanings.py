"""What headers mean, as a table for each language, and what never matters."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheet_sync.tracker.fields import FIELDS
from sheet_sync.tracker.headers.columns import match_columns
from sheet_sync.tracker.headers.senses import LONGEST, ambiguous_fields, normalised, senses_of

HERE = Path(__file__).parent
MEANINGS = tomllib.loads((HERE / "header_meanings.toml").read_text(encoding="utf-8"))


def meanings() -> Iterator[tuple[str, str, str]]:
    for language, table in MEANINGS.items():
        for meaning, headers in table.items():
            for header in headers.split(" | "):
                yield language, header, meaning


def taken(*headers: str) -> dict[str, list[str]]:
    """Field -> the headers taken for it, in an empty sheet."""
    columns = dict(enumerate(headers, start=1))
    return {field: [columns[at] for at in found] for field, found in match_columns(columns, {}).items()}


@pytest.mark.parametrize(("language", "header", "meaning"), [*meanings()])
def test_a_header_alone_means_what_the_table_says(language: str, header: str, meaning: str) -> None:
    expected = {meaning: [header]} if meaning in FIELDS else {}
    assert taken(header) == expected, language
    assert bool(ambiguous_fields(header)) == (meaning == "ambiguous") or meaning in FIELDS


@pytest.mark.parametrize(
    ("misspelt", "meant"),
    [
        ("Compnay", "Company"), ("Comapny name", "Company name"), ("Positon", "Position"), ("Recuiter", "Recruiter"),
        ("Interviw date", "Interview date"), ("Organistaion", "Organisation"), ("Contacct", "Contact"),
        ("Expected Responce Date", "Expected Response Date"), ("Folowed up", "Followed up"),
        ("Unternehmnen", "Unternehmen"), ("Entreprisse", "Entreprise"),
    ],
)  # fmt: skip
def test_a_slip_of_the_finger_is_understood(misspelt: str, meant: str) -> None:
    assert [*taken(misspelt)] == [*taken(meant)]


@pytest.mark.parametrize(
    "header",
    [
        "Contract",
        "Contacts made",
        "Contrast",
        "State",
        "Stats",
        "Country",
        "Rule",
        "Rose",
        "Pole",
        "Tile",
        "Potion",
        "Contcat",
    ],
)
def test_another_word_is_never_taken_for_a_misspelling(header: str) -> None:
    assert taken(header) == {}


def test_a_header_spelt_right_wins_over_a_misspelt_one() -> None:
    assert taken("Compnay", "Employer")["company"] == ["Employer"]


@pytest.mark.parametrize(
    "header", ["Contact\nDate", "Job\nLink", "Company\nWebsite", "Status\nDate", "Phone\nScreen notes"]
)
def test_a_line_break_is_a_space(header: str) -> None:
    assert taken(header) == {}


def test_a_legend_below_a_header_is_none_of_it() -> None:
    assert taken("Status\nApplied, Interview, Offer, Rejected") == {
        "outcome": ["Status\nApplied, Interview, Offer, Rejected"]
    }


def test_a_long_text_is_no_header() -> None:
    assert senses_of("Interview date: " + "x" * LONGEST) == ()


KNOWN = [header for _, header, meaning in meanings() if meaning in FIELDS and not set("(/,") & set(header)]


@given(st.sampled_from(KNOWN), st.sampled_from([str.lower, str.upper, str.title]))
def test_case_never_matters(header: str, cased: type[str]) -> None:
    spoken = normalised(header)
    assert [*taken(cased(spoken))] == [*taken(spoken)]


@given(st.sampled_from(KNOWN), st.sampled_from(["  ", "\n", "_", " \t "]), st.sampled_from(["", ":", "*", " ✨", "  "]))
def test_spacing_and_what_clings_to_a_header_never_matter(header: str, space: str, clinging: str) -> None:
    spoken = normalised(header)
    assert [*taken(spoken.replace(" ", space) + clinging)] == [*taken(spoken)]


HEADERS = st.lists(st.sampled_from([header for _, header, _ in meanings()]), unique_by=normalised, max_size=12)


@given(HEADERS, st.randoms(use_true_random=False))
def test_the_fields_found_do_not_depend_on_the_order_of_columns(headers: list[str], random: object) -> None:
    shuffled = headers[:]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert {*taken(*shuffled)} == {*taken(*headers)}


@given(HEADERS, st.sampled_from(["Salary", "Notes", "Zebra", "Date Applied", "Follow-up date", "Ünknown ✨"]))
def test_a_column_that_is_no_field_changes_nothing_for_the_others(headers: list[str], another: str) -> None:
    assert taken(another, *headers) == taken(*headers)


@given(st.text(max_size=60))
def test_any_text_may_stand_in_a_header_row(text: str) -> None:
    assert {sense.field for sense in senses_of(text)} <= set(FIELDS)
    assert set(ambiguous_fields(text)) <= set(FIELDS)
