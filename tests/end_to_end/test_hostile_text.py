"""The text of a cell is data (SPEC section 6): it never acts, in a draft, in a reason or in the file."""

import unicodedata
from datetime import date
from typing import Any

import pytest
from message_measures import faults
from workbooks import ANA, BEN, HEADERS, OURS, Make, Row, Tracker, raw_formulas

LONG = "All work and no play " * 1523 + "end."
TEXTS = {
    "formula": "=1+1",
    "calling formula": '=HYPERLINK("https://evil.example","x")',
    "plus formula": "+1+1",
    "at formula": "@SUM(1+1)",
    "expression": "{{ 7*7 }}",
    "raw block": "{% raw %}",
    "for loop": "{% for x in range(9) %}49{% endfor %}",
    "comment": "{# gone #}",
    "attribute": "{{ me.__class__.__mro__ }}",
    "header lines": "Acme\r\nBcc: x@y",
    "header line": "Acme\nBcc: x@y\n\nDear all",
    "many letters": LONG,
    "one long word": "x" * 32_000,
    "control characters": "Acme_x0007__x001B_[31mred",
    "line separators": "Acme\u2028Bcc: x@y\u0085Bcc: z@y",
    "zero width": "Ac\u200bme\ufeff",
    "emoji": "Rocket 🚀🚀 Labs",
    "right to left": "חברת \u202eABC\u202c אקמי",
    "placeholder": "<your name>",
    "tag": "<b>Acme</b> & Sons",
    "entity": "Acme &amp; &#10;Sons",
    "blanks": "   Acme   Corp   ",
    "quotes": "Acme \"the\" 'best' “Co”",
    "none": "None",
    "nan": "nan",
    "percent": "%s %d {0} {name}",
    "backslashes": "C:\\new\\table",
    "encoded word": "=?utf-8?q?Bcc=3A?=",
    "address": "victim@evil.example",
    "brackets": "Jane <evil@evil.example>",
    "shouting": "BANK OF AMERICA CORPORATION",
    "exclaiming": "Yahoo!!! Wow!",
    "question": "Are you sure? Really?",
}
FIELDS = ("Company", "Position", "Contact", "Contact email", "Contact phone", "Preferred channel", "Interview type",
          "Talked about", "Outcome", "Promised reply by", "Thank-you sent", "Interview date")  # fmt: skip
KNOWN_HEADER_LINES = ("To: ", "Subject: ", "Call: ")
AS_ANY = 1_000
OVERRIDES = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"


def hostile_rows(text: str) -> list[Row]:
    """The text in every field of a row of each message, and in all fields that people fill with words at once."""
    each = [{**base, field: text} for base in (ANA, BEN) for field in FIELDS]
    named = {"Company": text, "Position": text, "Contact": text, "Talked about": text, "Interview type": text}
    call = {**ANA, "Contact phone": "+1 555 010 9999", "Preferred channel": "call me"}
    return [*each, {**ANA, **named}, {**BEN, **named}, {**call, **named}]


@pytest.fixture(params=[*TEXTS])
def attacked(request: pytest.FixtureRequest, make: Make) -> tuple[str, Tracker]:
    text = TEXTS[request.param]
    tracker = make(hostile_rows(text))
    tracker.sync()
    return text, tracker


def test_text_of_a_cell_never_acts(attacked: tuple[str, Tracker]) -> None:
    text, tracker = attacked
    rows = tracker.rows()

    assert raw_formulas(tracker.path) == set()
    assert tracker.sync().written is False
    for at, row in rows.items():
        reason = row["Follow-up reason"]
        assert not any(unicodedata.category(c) == "Cc" or c in OVERRIDES for c in reason), (at, reason)
        assert "\n" not in reason
        assert len(reason) < AS_ANY, at
        if row["Draft"]:
            assert_sane(row["Draft"], at, text)


def assert_sane(draft: str, at: int, text: str) -> None:
    head, _, body = draft.partition("\n\n")
    assert all(line.startswith(KNOWN_HEADER_LINES) for line in head.split("\n")), (at, head)
    assert len({line.partition(":")[0] for line in head.split("\n")}) == len(head.split("\n")), (at, head)
    assert not any(line.startswith("Bcc") for line in draft.splitlines()), (at, draft)
    if "7*7" in text or "range(9)" in text:
        assert "49" not in draft, (at, draft)
    assert "__class__" not in draft
    assert not set(draft) & set(OVERRIDES), (at, draft)
    assert "Best regards,\nAlex Morgan" in body or "this is Alex Morgan" in body
    assert faults(draft, longest_subject=AS_ANY) == [], (at, draft)


def test_the_recipient_of_a_draft_comes_from_the_address_and_contact_alone(make: Make) -> None:
    """An address in another cell is no recipient."""
    rows: list[dict[str, Any]] = [
        {**BEN, field: "evil@evil.example"} for field in ("Company", "Position", "Talked about")
    ]
    tracker = make(rows)
    tracker.sync()

    for row in tracker.rows().values():
        assert row["Draft"].startswith("To: Sam Rivera <sam@globex.example>\n")


def test_a_row_of_nothing_but_formulas_as_text_stays_text_in_the_file(make: Make) -> None:
    tracker = make([{**BEN, "Company": "=1+1", "Position": "=2+2", "Contact": "=3+3", "Talked about": "=4+4"}])
    tracker.sync()

    for ours in OURS:
        cell = tracker.raw(2, ours)
        assert not cell.has_formula
        assert cell.kind in {"inlineStr", "s", "str", "n"}
    assert tracker.get(2, "Follow-up due") == date(2026, 11, 23)


def test_an_outcome_or_promise_of_many_letters_is_shortened_in_the_reason(make: Make) -> None:
    tracker = make([{**ANA, "Promised reply by": LONG}, {**ANA, "Outcome": f"on hold {LONG}"}])
    tracker.sync()

    for row in tracker.rows().values():
        assert len(row["Follow-up reason"]) < 300
    assert set(tracker.headers()) == {*HEADERS, *OURS}
