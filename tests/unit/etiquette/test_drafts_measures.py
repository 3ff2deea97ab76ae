"""The measures of a good message hold for every combination of known and unknown, short and long, kind or nasty."""

import re
from itertools import product
from typing import Any

import pandas as pd
import pytest
from drafting import all_drafted, drafted
from hypothesis import given, settings
from hypothesis import strategies as st
from message_measures import faults, taken_apart

from sheet_sync.config import Person, Settings

MESSAGES = ["thank_you", "late_thank_you", "follow_up"]
LONGEST_NAME = "Prof. Dr. von der Leyenstein"
LONG_COMPANY = "The First United Society of Very Small Trading Companies"
LONG_POSITION = "Senior Vice President of Data and Analytics for North America"
LONG_SUBJECT = (
    "how the data team and the people in finance plan to move all of their old reports to a new platform in May, "
    "and what that may cost"
)
ALTERNATIVES: dict[str, list[object]] = {
    "company": ["", "Acme Inc.", LONG_COMPANY],
    "position": ["", "Sr. Analyst", LONG_POSITION],
    "contact": [
        "",
        "Jane Doe",
        "HR",
        f"{LONGEST_NAME} (HR); Dr. Maria del Carmen Lee",
        "Jane Doe (recruiter)",
        "Dr. Smith; Ann Lee",
    ],
    "email": ["", "jane@acme.example"],
    "phone": ["", "+1 555 010 9999"],
    "talked_about": ["", "hiking", LONG_SUBJECT],
    "promised": [pd.NaT, pd.Timestamp("2026-11-20")],
    "message": [*MESSAGES],
}
SIGNERS = [
    Person("Alex", "", "5550101234"),
    Person("María José de la Cruz García", "alex@example.com", "+1 (555) 010 1234 ext 77"),
    Person("Alex Morgan", "alex@example.com", ""),
]


def combinations() -> list[dict[str, object]]:
    return [dict(zip(ALTERNATIVES, values, strict=True)) for values in product(*ALTERNATIVES.values())]


@pytest.mark.parametrize("me", SIGNERS, ids=lambda me: me.name)
def test_every_combination_of_known_and_unknown_fields_makes_a_good_message(me: Person) -> None:
    rows = combinations()
    drafts = all_drafted(rows, Settings(me=me))
    failing = [(row, faults(d.text), d.text) for row, d in zip(rows, drafts, strict=True) if faults(d.text)]
    assert failing == []


@pytest.mark.parametrize("message", MESSAGES)
@pytest.mark.parametrize(
    "kind",
    [
        "",
        "phone",
        "Phone screen",
        "video",
        "Zoom",
        "Onsite",
        "In person",
        "panel",
        "Technical",
        "Final round",
        "2nd",
        "Coffee chat",
        "take-home",
        "informal chat",
    ],
)
def test_every_kind_of_interview_makes_a_good_message(message: str, kind: str) -> None:
    assert faults(drafted(message=message, interview_kind=kind).text) == []


def test_a_message_whose_interview_has_no_day_is_still_a_good_one() -> None:
    rows = [{"message": message, "interview": pd.NaT, "position": "", "company": ""} for message in MESSAGES]
    calls = [{**row, "email": "", "contact": ""} for row in rows]
    assert [faults(d.text) for d in all_drafted(rows + calls)] == [[]] * 6


@pytest.mark.parametrize("length", range(1, 81, 7))
def test_a_subject_keeps_to_sixty_characters_however_long_its_fields(length: int) -> None:
    for message, company in product(MESSAGES, ["", "Acme", "A" * length]):
        text = drafted(message=message, company=company, position="B" + "b" * (length - 1)).text
        assert len(taken_apart(text).subject) <= 60


NASTY = st.sampled_from(
    [
        "{{ 7*7 }}",
        "{% raw %}",
        "{# hush #}",
        "{x}",
        "%s %(name)s",
        "=HYPERLINK(1)",
        "<your name>",
        "[Company]",
        "jane@x.example\r\nBcc: evil@x.example",
        "Acme\nSubject: hello",
        "To: other@x.example",
        "None",
        "nan",
        "n/a",
        "TBD",
        "???",
        "!!!",
        "-",
        "GREAT HELP WANTED",
        "Yahoo!",
        "Who is it?",
        "🚀 Rocket 🚀",
        "\x00\x07bell",
        "\u202eright to left",
        "a  b ,  c",
        "x" * 500,
        "word " * 60,
        "Jane Doe, Jane Doe, Jane Doe",
        "mailto:jane@x.example?subject=hi",
        "call me",
        "They use Spark. She hikes.",
        "'; DROP TABLE applications; --",
        "\\n",
        '"quoted"',
    ]
)
ENDS_IN_AN_ARTICLE = re.compile(r"\ban?\W*$", re.IGNORECASE)
"""A position such as "0 a" makes "the 0 a interview", and the article is not ours."""
TEXT = st.one_of(NASTY, st.text(max_size=60), st.text(alphabet="abcXYZ .,;:!?<>{}()/\\\"'@=\n\t", max_size=90)).filter(
    lambda text: not ENDS_IN_AN_ARTICLE.search(text)
)
CELL_NAMES = [
    "company",
    "position",
    "contact",
    "email",
    "phone",
    "channel",
    "talked_about",
    "language",
    "interview_kind",
]
CELLS = st.fixed_dictionaries(
    {
        **dict.fromkeys(CELL_NAMES, TEXT),
        "message": st.sampled_from(MESSAGES),
        "promised": st.sampled_from([pd.NaT, pd.Timestamp("2026-11-20")]),
    }
)


@given(CELLS)
@settings(deadline=None)
def test_whatever_stands_in_the_cells_the_message_is_a_good_one(cells: dict[str, Any]) -> None:
    draft = drafted(**cells)
    assert faults(draft.text) == []
    assert "49" not in draft.text
    assert "evil@x.example" not in draft.text
    assert "\n" not in draft.notes


@given(name=TEXT, email=TEXT, phone=TEXT)
@settings(deadline=None)
def test_whatever_stands_in_the_settings_the_message_is_a_good_one_or_is_withheld(
    name: str, email: str, phone: str
) -> None:
    draft = drafted(me=Person(name, email, phone), email="", message="follow_up")
    assert faults(draft.text) == [] if draft.text else draft.notes
