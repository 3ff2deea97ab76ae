"""Whole drafts as they are sent, what is said beside them, and the templates behind them."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from drafting import ALEX, all_drafted, drafted
from message_measures import faults

from sheet_sync.config import Person, Settings
from sheet_sync.errors import ConfigurationError

UNKNOWN = dict.fromkeys(["company", "position", "contact", "email", "phone", "talked_about", "interview_kind"], "")

THANK_YOU = """\
To: Jane Doe <jane@acme.example>
Subject: Thank you for the Data Analyst interview at Acme

Hi Jane,

Thank you for the phone interview on Tuesday, November 17, about the Data Analyst position at Acme. \
It was a pleasure to talk with you, and I appreciate the time you gave me.

I especially valued our conversation about the data platform roadmap, \
and I would be very glad to be part of the team.

I look forward to hearing from you about the next steps.

Best regards,
Alex Morgan
alex@example.com
+1 555 010 1234"""

LATE_THANK_YOU_TO_A_RECRUITER = """\
To: Jane Doe <jane@acme.example>
Subject: Thank you for the Data Analyst interview at Acme

Hi Jane,

Thank you for arranging the video interview on Tuesday, November 17, about the Data Analyst position at Acme. \
I appreciate your help and the care that you put into it. \
I am sorry that this note reaches you late.

I especially valued the conversation about the data platform roadmap, \
and I would be very glad to be part of the team.

I look forward to hearing from you about the next steps.

Best regards,
Alex Morgan
alex@example.com
+1 555 010 1234"""

FOLLOW_UP = """\
To: Jane Doe <jane@acme.example>
Subject: Following up on the Data Analyst interview at Acme

Hi Jane,

Thank you again for the on-site interview on Tuesday, November 17, about the Data Analyst position at Acme. \
I enjoyed our conversation about the data platform roadmap, and I remain very interested.

You mentioned that there might be an answer by Friday, November 20. \
Is there any news that you can share about the next steps?

If there is anything else that would help you, I am happy to send it. I look forward to hearing from you.

Best regards,
Alex Morgan
alex@example.com
+1 555 010 1234"""

VOICEMAIL = """\
Call: +1 555 010 9999 (Jane Doe)

Hello Jane, this is Alex Morgan. \
I had a phone interview with Dr. Smith at Acme on Tuesday, November 17, for the Data Analyst position.

I would like to ask whether there is news about the next steps. Please call me back at +1 555 010 1234.

Thank you for your time. Again, my number is +1 555 010 1234, and this is Alex Morgan. Goodbye."""

ASK_FOR_EVERYTHING = (
    "For a better message, add the contact's name, the email address, the company, the position and what you "
    "talked about."
)
SENTENCE_LEFT_OUT = (
    "What you talked about, “They use Spark.”, is left out of the message: it reads like a sentence, and a few "
    "words such as “the data platform roadmap” fit best."
)

NOTHING_KNOWN = """\
Subject: Following up on the interview

Hello,

Thank you again for the interview on Tuesday, November 17. \
I enjoyed our conversation and I remain very interested.

Is there any news that you can share about the next steps?

If there is anything else that would help you, I am happy to send it. I look forward to hearing from you.

Best regards,
Alex Morgan
alex@example.com
+1 555 010 1234"""


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        ({}, THANK_YOU),
        (
            {"message": "late_thank_you", "interview_kind": "Zoom", "contact": "Jane Doe (recruiter)"},
            LATE_THANK_YOU_TO_A_RECRUITER,
        ),
        (
            {"message": "follow_up", "interview_kind": "Onsite", "promised": pd.Timestamp("2026-11-20")},
            FOLLOW_UP,
        ),
        (
            {"message": "follow_up", "contact": "Jane Doe (recruiter); Dr. Smith", "channel": "call me"},
            VOICEMAIL,
        ),
        ({**UNKNOWN, "message": "follow_up"}, NOTHING_KNOWN),
    ],
)
def test_a_draft_is_a_whole_message(cells: dict[str, Any], text: str) -> None:
    assert drafted(**cells).text == text


def test_a_draft_that_lacks_nothing_needs_no_note() -> None:
    assert drafted().notes == ""


def test_only_rows_with_a_message_get_a_draft() -> None:
    drafts = all_drafted([{}, {"message": ""}, {"message": "follow_up"}])
    assert [bool(draft.text) for draft in drafts] == [True, False, True]
    assert drafts[1].notes == ""


@pytest.mark.parametrize("name", ["", "<your name>", "{{ name }}", "n/a"])
def test_without_a_name_to_sign_with_the_draft_is_withheld_and_the_note_says_where_to_type_it(name: str) -> None:
    draft = drafted(me=Person(name))
    assert draft.text == ""
    assert "“me.name” in sheet_sync.toml" in draft.notes
    assert "“Your name” in a worksheet named Settings" in draft.notes


@pytest.mark.parametrize(
    ("cells", "header"),
    [
        ({}, "To: Jane Doe <jane@acme.example>"),
        ({"email": ""}, "Call: +1 555 010 9999 (Jane Doe)"),
        ({"email": "", "contact": ""}, "Call: +1 555 010 9999"),
        ({"email": "", "message": "thank_you"}, "Subject: Thank you for the Data Analyst interview at Acme"),
        ({"channel": "call me"}, "Call: +1 555 010 9999 (Jane Doe)"),
        ({"channel": "call me", "message": "late_thank_you"}, "To: Jane Doe <jane@acme.example>"),
        ({"channel": "call me", "phone": ""}, "To: Jane Doe <jane@acme.example>"),
        ({"channel": "call me", "me": Person("Alex")}, "To: Jane Doe <jane@acme.example>"),
        ({"channel": "email", "email": ""}, "Subject: Following up on the Data Analyst interview at Acme"),
        ({"contact": "Dr. Smith"}, 'To: "Dr. Smith" <jane@acme.example>'),
        ({"email": "jane@acme.example\r\nBcc: x@y.example"}, "To: Jane Doe <jane@acme.example>"),
        ({"contact": "Jane Doe\r\nBcc: x@y.example"}, "To: Jane Doe <jane@acme.example>"),
    ],
)
def test_the_first_line_says_where_the_message_goes(cells: dict[str, Any], header: str) -> None:
    text = drafted(**{"message": "follow_up", **cells}).text
    assert text.partition("\n")[0] == header


def test_a_voicemail_speaks_its_own_number_twice_and_its_own_name_at_start_and_end() -> None:
    spoken = drafted(message="follow_up", channel="call me").text.partition("\n\n")[2]
    first, *_, last = spoken.split("\n\n")
    assert spoken.count(ALEX.phone) == 2
    assert ALEX.name in first
    assert ALEX.name in last


@pytest.mark.parametrize(
    ("cells", "greeting"),
    [
        ({"contact": "Dr. Smith"}, "Hi Dr. Smith,"),
        ({"contact": "HR"}, "Hi Acme hiring team,"),
        ({"contact": ""}, "Hi Acme hiring team,"),
        ({"contact": "", "company": ""}, "Hello,"),
    ],
)
def test_an_email_greets_whom_it_knows(cells: dict[str, Any], greeting: str) -> None:
    assert drafted(**cells).text.split("\n\n")[1] == greeting


@pytest.mark.parametrize(
    ("cells", "note"),
    [
        ({"talked_about": ""}, "For a better message, add what you talked about."),
        (
            {"contact": "?", "talked_about": "n/a"},
            "For a better message, add the contact's name and what you talked about.",
        ),
        (
            UNKNOWN,
            ASK_FOR_EVERYTHING,
        ),
        ({"email": "jane at acme"}, "“jane at acme” is no email address for this message."),
        ({"contact": "Jane Doe; Dr. Smith"}, "Dr. Smith deserves a separate thank-you."),
        ({"contact": "Jane; Ann; Bob"}, "Ann and Bob each deserve a separate thank-you."),
        (
            {"company": "{{ 7*7 }}"},
            "The company “{{ 7*7 }}” is left out of the message: it looks like a placeholder.",
        ),
        (
            {"position": "x" * 90},
            f"The position “{'x' * 40}…” is left out of the message: it is too long for a message.",
        ),
        ({"contact": "=A1"}, "The contact “=A1” is left out of the message: it looks like a formula."),
        (
            {"talked_about": "They use Spark."},
            SENTENCE_LEFT_OUT,
        ),
        (
            {"language": "Klingon"},
            "There are no templates for the language “Klingon”, so the message is in English.",
        ),
        (
            {"message": "follow_up", "channel": "call me", "phone": ""},
            "The contact prefers a call: add the phone number for one.",
        ),
        (
            {"message": "follow_up", "channel": "call me", "contact": "", "talked_about": ""},
            "For a better message, add the contact's name.",
        ),
    ],
)
def test_the_note_says_what_was_left_out_and_what_would_help(cells: dict[str, Any], note: str) -> None:
    assert drafted(**cells).notes == note


def test_a_call_that_lacks_the_own_number_says_where_to_type_it() -> None:
    notes = drafted(message="follow_up", channel="call me", me=Person("Alex")).notes
    assert "“me.phone” in sheet_sync.toml" in notes


def test_messages_to_the_same_address_know_of_each_other_whatever_their_order() -> None:
    rows: list[dict[str, object]] = [{"position": "Analyst"}, {"position": "Engineer"}, {"email": "x@y.example"}]
    forth = [draft.notes for draft in all_drafted(rows)]
    back = [draft.notes for draft in all_drafted(rows[::-1])][::-1]
    assert forth == back
    assert forth[0] == "The message about Engineer at Acme goes to the same address."
    assert forth[2] == ""


@pytest.mark.parametrize(
    ("cell", "phrase"),
    [
        ("Their roadmap.", "our conversation about your roadmap"),
        ("We talked about hiking", "our conversation about hiking"),
        ("The team\nin Berlin", "our conversation about the team in Berlin"),
        ("dbt, Spark; hiring plans", "our conversation about dbt, Spark and hiring plans"),
        ("how to reduce churn?", "our conversation about how to reduce churn"),
    ],
)
def test_what_was_talked_about_reads_on_in_the_sentence(cell: str, phrase: str) -> None:
    assert phrase in drafted(talked_about=cell).text


@pytest.mark.parametrize(
    ("kind", "phrase"),
    [
        ("phone", "the phone interview on"),
        ("Phone screen", "the phone screen on"),
        ("MS Teams", "the video interview on"),
        ("On-site", "the on-site interview on"),
        ("in person", "the in-person interview on"),
        ("Final round", "the final-round interview on"),
        ("Interview date", "the interview on"),
        ("mystery", "the interview on"),
    ],
)
def test_the_kind_of_interview_is_woven_in_where_it_is_known(kind: str, phrase: str) -> None:
    assert phrase in drafted(interview_kind=kind).text


@pytest.mark.parametrize(
    ("cell", "phrase"),
    [
        ("The Data Analyst role", "about the Data Analyst position at"),
        ("SENIOR ML ENGINEER", "about the Senior ML Engineer position at"),
        (".NET Developer", "about the .NET Developer position at"),
    ],
)
def test_a_position_stands_well_in_its_sentence(cell: str, phrase: str) -> None:
    assert phrase in drafted(position=cell).text


@pytest.mark.parametrize("language", ["", "en", "EN", "English", "en-GB"])
def test_an_installed_language_is_known_by_its_code_or_name(language: str) -> None:
    assert drafted(language=language) == drafted(rules_language=language) == drafted()


@pytest.mark.parametrize("language", ["../en", "/etc", ".", "Klingon", "xx"])
def test_a_language_is_never_a_path_and_an_unknown_one_is_said_to_be(language: str) -> None:
    draft = drafted(language=language)
    assert draft.text == drafted().text
    assert f"“{language}”" in draft.notes or language == "."


@pytest.mark.parametrize("language", ["../en", "/etc", ".", "Klingon", "xx"])
def test_a_configured_language_without_messages_is_an_error(language: str) -> None:
    with pytest.raises(ConfigurationError, match="no messages are installed"):
        drafted(rules_language=language)


def test_a_configured_folder_of_templates_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no folder"):
        drafted(templates=tmp_path / "nowhere")


@pytest.mark.parametrize("place", ["thank_you_email.txt.j2", "en/thank_you_email.txt.j2"])
def test_a_template_of_the_users_own_overrides_the_shipped_one_alone(tmp_path: Path, place: str) -> None:
    written(tmp_path / place, "Subject: Hi\n\nHi {{ contact.greeting }} on {{ day }}")
    assert drafted(templates=tmp_path).text.endswith("Subject: Hi\n\nHi Jane on Tuesday, November 17")
    assert drafted(templates=tmp_path, message="follow_up").text == drafted(message="follow_up").text


def test_a_folder_of_another_language_installs_it_with_its_own_dates(tmp_path: Path) -> None:
    written(tmp_path / "de" / "thank_you_email.txt.j2", "Subject: Danke\n\nam {{ day }}")
    rows: list[dict[str, object]] = [{"language": "Deutsch"}, {"language": "de", "message": "follow_up"}]
    german, english = all_drafted(rows, Settings(me=ALEX, templates=tmp_path))
    assert german.text.endswith("am Dienstag, 17. November")
    assert "Tuesday, November 17" in english.text
    assert "so the message is in English" in english.notes


@pytest.mark.parametrize(
    ("source", "line", "problem"),
    [
        ("Subject: x\n\n{{ compny }}", 3, "'compny' is undefined"),
        ("Subject: x\n{% if %}", 2, "Expected an expression"),
        ("Subject: x\n\n{{ 1 / 0 }}", 3, "division by zero"),
        ("Subject: x\n{{ me.__class__.__mro__ }}", 2, "__class__"),
        ("Hello", 0, "an email begins with a line “Subject: …”"),
    ],
)
def test_a_broken_template_is_named_with_its_line_and_its_problem(
    tmp_path: Path, source: str, line: int, problem: str
) -> None:
    path = written(tmp_path / "thank_you_email.txt.j2", source)
    with pytest.raises(ConfigurationError) as caught:
        drafted(templates=tmp_path)
    assert f"{path}, line {line}" in caught.value.message if line else str(path) in caught.value.message
    assert problem in caught.value.message


def test_a_template_cannot_reach_outside_its_folder(tmp_path: Path) -> None:
    written(tmp_path / "secret.txt", "secret")
    written(tmp_path / "mine" / "thank_you_email.txt.j2", "Subject: x\n\n{% include '../secret.txt' %}")
    with pytest.raises(ConfigurationError):
        drafted(templates=tmp_path / "mine")


def test_a_good_draft_shows_no_faults_and_a_bad_one_every_one_of_them() -> None:
    assert faults(THANK_YOU) == []
    bad = THANK_YOU.replace("about the Data", "about  the {{ x }}").replace("the team.", "the team?")
    assert {"1 questions", "the hole '{{'", "the hole '  '"} <= set(faults(bad))


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("email", ["jane@x", "jane at x dot com", "see LinkedIn"])
def test_an_address_that_cannot_be_read_makes_no_phone_call(email: str) -> None:
    draft = drafted(message="follow_up", email=email, phone="+1 555 010 9999")
    assert draft.text.startswith("Subject: ")
    assert f"“{email}” is no email address" in draft.notes


@pytest.mark.parametrize("kind", ["HR interview", "Recruiter screen", "phone screen"])
def test_a_recruiter_who_alone_held_the_interview_is_not_thanked_for_arranging_it(kind: str) -> None:
    assert "arranging" not in drafted(contact="Jane Doe (HR)", interview_kind=kind).text
    assert "arranging" in drafted(contact="Jane Doe (HR)", interview_kind="onsite").text


@pytest.mark.parametrize(
    "note", ["nothing special", "bad vibe and rude CTO", "Didn't go well", "to do: send portfolio"]
)
def test_a_note_to_oneself_stays_out_of_the_message(note: str) -> None:
    draft = drafted(talked_about=note)
    assert "conversation about" not in draft.text
    assert "left out of the message" in draft.notes


def test_they_and_their_are_said_to_the_employers_face() -> None:
    assert "about hiking and your new office," in drafted(talked_about="hiking and their new office :)").text
