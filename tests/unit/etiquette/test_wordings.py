"""What people really type about a job and a talk, and how it stands in the message."""

import pytest
from drafting import drafted
from message_measures import faults


@pytest.mark.parametrize(
    ("cell", "phrase"),
    [
        ("loved the type system", "about the type system,"),
        ("asked about research", "about research,"),
        ("She asked about my side projects", "about my side projects,"),
        ("Loved the type system.\nShe asked about my thesis.", "about the type system and my thesis,"),
        ("- roadmap\n- team culture", "about roadmap and team culture,"),
        ("Talked about scaling, liked my demo", "about scaling and my demo,"),
        ("great chat about design systems", "about design systems,"),
        ("chatted w/ Jane about dogs", "about dogs,"),
        ("bonded over hiking", "about hiking,"),
        ("Excited about the roadmap", "about the roadmap,"),
        ("her trip to Japan", "about your trip to Japan,"),
        ("Portfolio review", "about portfolio review,"),
        ("Kubernetes", "about Kubernetes,"),
        ("Design Systems", "about Design Systems,"),
        ("the CEO, who loves jazz", "about the CEO, who loves jazz,"),
        ("design systems / accessibility", "about design systems and accessibility,"),
    ],
)
def test_the_subject_is_taken_out_of_a_note(cell: str, phrase: str) -> None:
    draft = drafted(talked_about=cell)
    assert f"our conversation {phrase}" in draft.text
    assert faults(draft.text) == []
    assert draft.notes == ""


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("went well", "it reads like a sentence"),
        ("really nice people", "it reads like a sentence"),
        ("good vibes", "it reads like a sentence"),
        ("Mentioned team is growing", "it reads like a sentence"),
        ("portfolio went down well", "it reads like a sentence"),
        ("both into climbing", "it reads like a sentence"),
        ("need to send portfolio", "it reads like a sentence"),
        ("looking for someone senior", "it reads like a sentence"),
        ("She loves dogs. I said I could start in Jan.", "it reads like a sentence"),
        ("ran out of time", "it reads like a note to yourself"),
        ("salary expectations", "money is better talked about later"),
        ("start at 80k", "money is better talked about later"),
    ],
)
def test_a_note_that_names_no_subject_is_left_out_and_the_reason_says_why(cell: str, why: str) -> None:
    draft = drafted(talked_about=cell)
    assert "conversation" not in draft.text
    assert f"is left out of the message: {why}" in draft.notes


@pytest.mark.parametrize(
    ("cell", "phrase"),
    [
        ("Acme Inc.", "position at Acme Inc. It was"),
        ("Acme (via Hays)", "position at Acme. It was"),
        ("Acme via Hays", "position at Acme. It was"),
        ("ACME", "position at ACME. It was"),
        ("Google (Alphabet)", "position at Google. It was"),
        ("Private Bank", "position at Private Bank. It was"),
    ],
)
def test_a_company_is_named_without_what_was_noted_behind_it(cell: str, phrase: str) -> None:
    assert phrase in drafted(company=cell).text


@pytest.mark.parametrize("cell", ["Confidential", "Confidential (via Hays)", "Stealth startup", "via Hays"])
def test_a_company_that_is_not_to_be_named_is_not_greeted_as_one(cell: str) -> None:
    draft = drafted(company=cell, contact="")
    assert draft.text.split("\n\n")[1] == "Hello,"
    assert f"The company “{cell}” is left out of the message: it names no company." in draft.notes


@pytest.mark.parametrize(
    ("cell", "title"),
    [
        ("Summer internship position", "Summer internship"),
        ("Sr. Dev – Remote (Req #1234)", "Sr. Dev"),
        ("Software Engineer II, Payments", "Software Engineer II, Payments"),
        ("Entwickler (m/w/d) 80-100%", "Entwickler"),
        ("Data Analyst - req 12345", "Data Analyst"),
        ("Data Analyst R0012345", "Data Analyst"),
        ("Dev (hybrid, NYC)", "Dev"),
        ("Dev - $120k", "Dev"),
        ("Senior Dev role at Acme", "Senior Dev"),
        ("Analyst (Payments)", "Analyst (Payments)"),
        ("24/7 Support Engineer", "24/7 Support Engineer"),
        ("C# Developer", "C# Developer"),
        ("Remote Sensing Analyst", "Remote Sensing Analyst"),
    ],
)
def test_a_position_is_named_as_one_says_it(cell: str, title: str) -> None:
    draft = drafted(position=cell)
    assert f"Subject: Thank you for the {title} interview" in draft.text
    assert f" about the {title} position at Acme." in draft.text


@pytest.mark.parametrize("cell", ["job", "The opening", "Various"])
def test_a_cell_that_names_no_position_makes_none(cell: str) -> None:
    draft = drafted(position=cell)
    assert "Subject: Thank you for the interview with Acme" in draft.text
    assert "it names no position" in draft.notes


@pytest.mark.parametrize(
    ("kind", "subject", "thanks"),
    [
        ("Coffee chat w/ Jane", "Data Analyst coffee chat at Acme", "Thank you for the coffee chat on"),
        ("informal chat", "Data Analyst chat at Acme", "Thank you for the chat on"),
        ("Informational", "Data Analyst interview at Acme", "Thank you for the informational interview on"),
        ("take-home", "Data Analyst take-home assignment at Acme", "Thank you for the take-home assignment on"),
        ("Phone screen", "Data Analyst interview at Acme", "Thank you for the phone screen on"),
        ("Assessment center", "Data Analyst interview at Acme", "Thank you for the interview on"),
    ],
)
def test_what_is_no_interview_is_not_called_one(kind: str, subject: str, thanks: str) -> None:
    text = drafted(interview_kind=kind).text
    assert f"Subject: Thank you for the {subject}\n" in text
    assert thanks in text


def test_nobody_is_thanked_for_a_talk_at_a_take_home_assignment() -> None:
    thanks = drafted(interview_kind="take-home", talked_about="")
    follow_up = drafted(message="follow_up", interview_kind="take-home", talked_about="")
    assert "talk with you" not in thanks.text
    assert "conversation" not in follow_up.text


def test_a_foreign_title_becomes_an_english_one_in_the_address_and_the_greeting() -> None:
    text = drafted(contact="Frau Dr. Weber").text
    assert text.startswith('To: "Dr. Weber" <jane@acme.example>\n')
    assert "\n\nHi Dr. Weber,\n\n" in text
