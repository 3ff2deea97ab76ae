"""What the cells of deeds say (a thank-you, a follow-up, a reply): text -> done | a day | nothing | cannot be read.

The interview was on Wednesday 18 November 2026, and today is Monday the 23rd, unless the row says otherwise.
"""

from datetime import date

import pytest

from sheet_sync.tracker.cells import read_mark
from sheet_sync.tracker.days.dates import Anchor
from sheet_sync.tracker.readings import MarkReading

TODAY = date(2026, 11, 23)
INTERVIEW = date(2026, 11, 18)

NO_TICK = "? It is no date and no tick."
INTENDED = "? It says what is meant to be done, or leaves it in doubt."

DONE = [
    "TRUE", "true", "x", "X", "✓", "✔️", "✅", "☑", "yes", "Yes!", "y", "Y", "ok", "1", "done", "Done.", "sent",
    "emailed", "called", "left voicemail", "emailed Jane", "called, left a message", "thank you note sent",
    "I emailed her", "yes - via LinkedIn", "sent yesterday", "Y (card)", "replied", "received", "heard back",
    "emailed 2 people", "ja", "erledigt", "gesendet", "E-Mail geschickt", "angerufen", "oui", "fait", "envoyé",
    "mail envoyé", "message laissé", "sí", "enviado", "hecho", "llamé", "sim", "enviado por e-mail", "feito",
    "liguei", "sì", "inviato", "fatto", "chiamato", "verstuurd", "gebeld", "gedaan", "tak", "wysłane", "wysłano",
    "zrobione", "zadzwoniłam", "[x]", "[X] sent",
]  # fmt: skip

NOT_DONE = [
    "", " ", "-", "—", "FALSE", "no", "No", "n", "N", "not yet", "todo", "TODO", "to do", "pending", "n/a", "TBD",
    "NIL", "none", "☐", "❌", "0", "tried, no answer", "didn't send", "didn’t send", "not sent", "not sent 11/20",
    "not sent 2026-11-20", "yes - not", "sent? not yet", "haven't called", "No Response", "never", "nein",
    "noch nicht", "nicht gesendet", "keine Antwort", "non", "pas encore", "pas envoyé", "jamais", "todavía no",
    "no enviado", "sin respuesta", "nunca", "não", "ainda não", "não enviado", "non ancora", "non inviato", "nee",
    "nog niet", "niet verstuurd", "geen antwoord", "nie", "jeszcze nie", "nie wysłane", "brak", "[ ]", "- [ ] send",
    "☐ 11/25", "❌ 11/20", "✗ Nov 20",
]  # fmt: skip

DATED = [
    ("2026-11-20", "2026-11-20"),
    ("11/20", "2026-11-20"),
    ("11/20/2026", "2026-11-20"),
    ("20.11.", "2026-11-20"),
    ("20.11.2026", "2026-11-20"),
    ("Nov 20", "2026-11-20"),
    ("20-Nov", "2026-11-20"),
    ("sent Nov 20", "2026-11-20"),
    ("emailed Jane 11/20", "2026-11-20"),
    ("11/20 - left voicemail", "2026-11-20"),
    ("x 11/20", "2026-11-20"),
    ("✓ Nov 20, 2026", "2026-11-20"),
    ("yes, 11/20 3pm", "2026-11-20"),
    ("Fri 11/20", "2026-11-20"),
    ("Jane, Nov 20", "2026-11-20"),
    ("11/19 & 11/20", "2026-11-20"),
    ("sent 2nd email Nov 20", "2026-11-20"),
    ("gesendet am 20.11.", "2026-11-20"),
    ("20. November angerufen", "2026-11-20"),
    ("envoyé le 20 novembre", "2026-11-20"),
    ("enviado el 20 de noviembre", "2026-11-20"),
    ("enviado no dia 20/11", "2026-11-20"),
    ("inviato il 20 novembre", "2026-11-20"),
    ("verstuurd op 20 november", "2026-11-20"),
    ("wysłane 20 listopada", "2026-11-20"),
    ("2026-11-27", "2026-11-27"),
    ("3/12/2026", "2026-12-03 or 2026-03-12"),
]

UNREADABLE = [
    ("maybe", INTENDED),
    ("sent?", INTENDED),
    ("will send 11/20", INTENDED),
    ("planned 11/20", INTENDED),
    ("should call Jane", INTENDED),
    ("remind me Nov 20", INTENDED),
    ("cancelled 11/20", INTENDED),
    ("wird gesendet", INTENDED),
    ("almost sent", INTENDED),
    ("nearly done", INTENDED),
    ("casi listo", INTENDED),
    ("quasi fatto", INTENDED),
    ("?", INTENDED),
    ("unknown", NO_TICK),
    ("18th", NO_TICK),
    ("1st", NO_TICK),
    ("1e400", NO_TICK),
    ("yesterday", NO_TICK),
    ("Jane", NO_TICK),
    ("email", NO_TICK),
    ("Friday", NO_TICK),
    ("5 days", NO_TICK),
    ("sent on 31/02/2026", "? There is no such day."),
    ("Nov 31", "? There is no such day."),
    ("Mon 11/20/2026", "? 20 Nov 2026 is a Friday."),
    ("called 8/82019", "? Some of its digits may belong to a date."),
    ("sent 11/20 13", "? Some of its digits may belong to a date."),
]

TABLE = [
    *((text, "done") for text in DONE),
    *((text, "nothing") for text in NOT_DONE),
    *DATED,
    *UNREADABLE,
]


@pytest.mark.parametrize(("text", "answer"), TABLE)
def test_a_mark_is_done_with_or_without_a_day_or_not_done_or_cannot_be_read(text: str, answer: str) -> None:
    assert read(text, INTERVIEW) == answer


YEARS = [
    # The first year that puts the day on or after the interview.
    ("2026-11-18", "2026-11-23", "Nov 18", "2026-11-18"),
    ("2026-12-30", "2027-01-05", "Jan 2", "2027-01-02"),
    ("2026-12-30", "2027-01-05", "12/31", "2026-12-31"),
    ("2024-11-18", "2026-11-23", "Nov 20", "2024-11-20"),
    ("2026-11-18", "2026-11-23", "Nov 17", "2027-11-17"),
    ("2028-02-20", "2028-03-05", "Feb 29", "2028-02-29"),
    ("2026-02-20", "2026-03-05", "Feb 29", "? There is no such day."),
    # Several rounds: a day after an earlier one belongs to that, rather than to next year.
    ("2026-11-03 2026-11-18", "2026-11-23", "Nov 4", "2026-11-04"),
    ("2026-11-03 2026-11-18", "2026-11-23", "Nov 20", "2026-11-20"),
    ("2025-11-10 2026-11-18", "2026-11-23", "Nov 20", "2026-11-20"),
    # None has taken place: the nearest.
    ("", "2026-11-23", "Nov 20", "2026-11-20"),
]


@pytest.mark.parametrize(("interviews", "today", "text", "answer"), YEARS)
def test_a_day_without_a_year_is_the_first_since_the_interview(
    interviews: str, today: str, text: str, answer: str
) -> None:
    held = sorted(map(date.fromisoformat, interviews.split()), reverse=True)
    assert shown(read_mark(text, anchor(date.fromisoformat(today), *held))) == answer


def anchor(today: date, *held: date) -> Anchor:
    return Anchor(today, since=held, until=today)


def read(text: str, interview: date) -> str:
    return shown(read_mark(text, anchor(TODAY, interview)))


def shown(reading: MarkReading) -> str:
    if reading.unreadable:
        assert (reading.done, reading.on) == (False, None)
        return f"? {reading.why}"
    if reading.on is None:
        return "done" if reading.done else "nothing"
    assert reading.done
    others = [f" or {other}" for _, other in reading.doubtful]
    return f"{reading.on}{''.join(others)}"
