"""What interview cells say, as a table: text -> days | nothing | cannot be read (SPEC section 5, issue 4).

Today is Monday 23 November 2026. An answer is the days with their times ("2026-11-12 14:30 & 2026-11-19"), "nothing",
or "?" with why the cell cannot be read. "2026-04-03 or 2026-03-04" is the day that was taken, and the other one.
"""

from collections.abc import Iterable, Iterator
from datetime import date

import pytest

from sheet_sync.tracker.cells import read_interviews
from sheet_sync.tracker.days.dates import Anchor

TODAY = date(2026, 11, 23)

NO_DAY = "? It names no day."
NO_SUCH_DAY = "? There is no such day."
NO_SUCH_YEAR = "? Its year is not one between 1990 and 2100."
DAY_OR_YEAR = "? Its last number may be a day or a year: write the year with four digits."
DIGITS = "? Some of its digits may belong to a date."
WHICH = "? It does not say clearly which of its days holds."
DOUBT = "? It does not say for sure that there is an interview on that day."
OTHER = "? Its day may be that of something else."

NOTHING = [
    "", "  ", "-", "--", "—", "n/a", "N/A", "#N/A", "TBD", "tba", "NIL", "?", "no", "No.", "Not yet", "none",
    "no interview yet", "No Response", "pending", "not scheduled", "cancelled", "Cancelled!", "no show",
    "Interview cancelled by them", "nein", "noch nicht", "kein Termin", "abgesagt", "non", "pas encore", "annulé",
    "todavía no", "sin entrevista", "não", "ainda não", "non ancora", "nessuno", "nee", "nog niet", "n.v.t.", "nie",
    "jeszcze nie", "brak",
]  # fmt: skip

NO_DAY_NAMED = [
    "Y - Interview Completed", "yes", "x", "✓", "ok", "done", "completed", "scheduled", "Friday", "tomorrow",
    "next week", "see calendar", "Phone Screen", "3pm", "Nov 2026", "November", "in 2 weeks", "rejected", "8/82019 ",
    "round 1/3", "2026", "2026-11", "11/2026", "12026-11-20",
]  # fmt: skip

WRITTEN = [
    ("24. Jänner 2026", "2026-01-24"),
    ("Nov 3 and the 5th", "2026-11-03 & 2026-11-05"),
    # Numbers, in every order and with every separator.
    ("2026-11-20", "2026-11-20"),
    ("2026/11/20", "2026-11-20"),
    ("2026.11.20", "2026-11-20"),
    ("2026-1-5", "2026-01-05"),
    ("20261120", "2026-11-20"),
    ("2026-02-04T18:07:59-07:00", "2026-02-04 18:07"),
    ("2026-11-20T14:30:00Z", "2026-11-20 14:30"),
    ("2026-11-20 14:30:15.123", "2026-11-20 14:30"),
    ("31-03-2026", "2026-03-31"),
    ("12.05.2025", "2025-05-12"),
    ("12. 05. 2025", "2025-05-12"),
    ("5.11.26", "2026-11-05"),
    ("5.11.", "2026-11-05"),
    ("25/11/2026", "2026-11-25"),
    ("11/25/2026", "2026-11-25"),
    ("11/25/26", "2026-11-25"),
    ("11 / 25 / 2026", "2026-11-25"),
    ("11-25-2026", "2026-11-25"),
    ("11\\25\\2026", "2026-11-25"),
    ("25 11 2026", "2026-11-25"),
    ("11–25–2026", "2026-11-25"),
    ("5/25/2024 8:00 AM", "2024-05-25 08:00"),
    ("9/19", "2026-09-19"),
    ("11-25", "2026-11-25"),
    ("11/11", "2026-11-11"),
    ("8/8/2026", "2026-08-08"),
    # Names of months.
    ("8-Jul", "2026-07-08"),
    ("8-Jul-19", "2019-07-08"),
    ("8-Jul-2019", "2019-07-08"),
    ("08/Jul/2019", "2019-07-08"),
    ("Jul-8", "2026-07-08"),
    ("Oct 29,2024", "2024-10-29"),
    ("Oct. 29, 2024", "2024-10-29"),
    ("october 29 2024", "2024-10-29"),
    ("29 Oct 24", "2024-10-29"),
    ("29 Oct '24", "2024-10-29"),
    ("Oct 29 '24", "2024-10-29"),
    ("2026 Nov 20", "2026-11-20"),
    ("2026-Nov-20", "2026-11-20"),
    ("Mar 10", "2027-03-10"),
    ("Nov 3rd", "2026-11-03"),
    ("3rd of November", "2026-11-03"),
    ("the 3rd of November, 2026", "2026-11-03"),
    ("November the 3rd", "2026-11-03"),
    ("Sept 5", "2026-09-05"),
    ("20Nov2026", "2026-11-20"),
    ("NOV 20", "2026-11-20"),
    ("may 5", "2027-05-05"),
    # Times of day; zones are the writer's own.
    ("Nov 12 2pm", "2026-11-12 14:00"),
    ("Nov 12, 2026 at 3pm EST", "2026-11-12 15:00"),
    ("11/25 2:30 p.m.", "2026-11-25 14:30"),
    ("11/25/2026 @ 10", "2026-11-25 10:00"),
    ("Nov 12 10-11am", "2026-11-12 10:00"),
    ("Nov 12 11-1pm", "2026-11-12 11:00"),
    ("Nov 12 10:00 - 11:30", "2026-11-12 10:00"),
    ("Nov 12 12pm", "2026-11-12 12:00"),
    ("Nov 12 13:00 GMT+1", "2026-11-12 13:00"),
    ("2pm Nov 12", "2026-11-12 14:00"),
    ("Nov 12 at 3", "2026-11-12 15:00"),
    ("Nov 12 3:30", "2026-11-12 15:30"),
    ("Nov 12 9:30", "2026-11-12 09:30"),
    ("Nov 12 03:30", "2026-11-12 03:30"),
    ("Nov 12 3:30 am", "2026-11-12 03:30"),
    ("Do, 12.11. 14:30-15:30", "2026-11-12 14:30"),
    ("12.11. 14 Uhr", "2026-11-12 14:00"),
    ("12.11.2026 14h30", "2026-11-12 14:30"),
    ("12.11.2026 10.30", "2026-11-12 10:30"),
    ("12.11.2026 um 10 Uhr", "2026-11-12 10:00"),
    ("12.11.2026 10 Uhr 30", "2026-11-12 10:30"),
    ("12 nov. à 14h", "2026-11-12 14:00"),
    ("Nov 12 (2h)", "2026-11-12"),
    ("2026-11-20 25:00", "? There is no such time of day."),
    ("Nov 20 10:75", "? There is no such time of day."),
    # Several, and spans: each day that is named.
    ("8/5/2019 & 8/14/2019", "2019-08-05 or 2019-05-08 & 2019-08-14"),
    ("11/13, 11/20", "2026-11-13 & 2026-11-20"),
    ("2026-11-03; 2026-11-20", "2026-11-03 & 2026-11-20"),
    ("2026-11-03 and 2026-11-20", "2026-11-03 & 2026-11-20"),
    ("2026-11-03\n2026-11-20 10:00", "2026-11-03 & 2026-11-20 10:00"),
    ("Nov 3-5", "2026-11-03 & 2026-11-05"),
    ("Nov 3 & 10", "2026-11-03 & 2026-11-10"),
    ("Nov 3, 5 and 9", "2026-11-03 & 2026-11-05 & 2026-11-09"),
    ("3-5 Nov 2026", "2026-11-03 & 2026-11-05"),
    ("Nov 30-Dec 2", "2026-11-30 & 2026-12-02"),
    ("Nov 30 - Dec 2", "2026-11-30 & 2026-12-02"),
    ("3.-5.11.2026", "2026-11-03 & 2026-11-05"),
    ("3./4. November", "2026-11-03 & 2026-11-04"),
    ("11/13/2026 - 11/14/2026", "2026-11-13 & 2026-11-14"),
    ("from 11/13 to 11/15", "2026-11-13 & 2026-11-15"),
    ("11/13-11/15", "2026-11-13 & 2026-11-15"),
    ("1) Nov 3 2) Nov 10", "2026-11-03 & 2026-11-10"),
    ("Dec 28 and Jan 4, 2027", "2026-12-28 & 2027-01-04"),
    ("11/13 10am, 11/20 2pm", "2026-11-13 10:00 & 2026-11-20 14:00"),
    # Weekdays beside them.
    ("Tue 24 Nov 2026", "2026-11-24"),
    ("Tuesday, November 24th, 2026", "2026-11-24"),
    ("24.11.2026 (Di)", "2026-11-24"),
    ("Di 24.11.", "2026-11-24"),
    ("11/24 Tue", "2026-11-24"),
    ("Mon 24 Nov 2026", "? 24 Nov 2026 is a Tuesday."),
    ("Monday, 11/24/2026", "? 24 Nov 2026 is a Tuesday."),
    ("24.11.2026 (Mo)", "? 24 Nov 2026 is a Tuesday."),
    ("Mo, 24.11.2026", "? 24 Nov 2026 is a Tuesday."),
    ("lundi 24 novembre", "? 24 Nov 2026 is a Tuesday."),
    # Free words around them.
    ("Phone Screen 1/22", "2027-01-22"),
    ("Interview scheduled for 2024-01-25", "2024-01-25"),
    ("onsite w/ Bob 11/13 2pm", "2026-11-13 14:00"),
    ("Nov 12 - phone with Ann Lee (45 min)", "2026-11-12"),
    ("2nd interview 11/13", "2026-11-13"),
    ("interview 2 11/13", "2026-11-13"),
    ("Round 2: Nov 12", "2026-11-12"),
    ("round 1/3 on Nov 12", "2026-11-12"),
    ("11/13 room 302", "2026-11-13"),
    ("Zoom https://zoom.example/j/123 Nov 12", "2026-11-12"),
    ("jane@acme.example Nov 12 10:00", "2026-11-12 10:00"),
    ("Nov 12, no response yet", "2026-11-12"),
    ("Nov 12, time TBD", "2026-11-12"),
    ("Recruiter: Nov 13; Manager: Nov 20; Panel: TBD", "2026-11-13 & 2026-11-20"),
    ("11/20 1:1 with the CEO", "2026-11-20"),
    ("11/13 → passed", "2026-11-13"),
    ("Fri Nov 20 2026 10:00:00 GMT+0100 (CET)", "2026-11-20 10:00"),
    ("interview was Nov 12", "2026-11-12"),
    # Eight languages.
    ("12. November 2026", "2026-11-12"),
    ("12. Nov. 2026", "2026-11-12"),
    ("Donnerstag, 12. November 2026, 10:00 Uhr", "2026-11-12 10:00"),
    ("3. März 2026", "2026-03-03"),
    ("3 Maerz 2026", "2026-03-03"),
    ("5. Mai", "2027-05-05"),
    ("12 novembre 2026", "2026-11-12"),
    ("jeudi 12 novembre 2026 à 14h30", "2026-11-12 14:30"),
    ("1er décembre 2026", "2026-12-01"),
    ("mar. 24 nov. 2026", "2026-11-24"),
    ("5 aout 2026", "2026-08-05"),
    ("12 de noviembre de 2026", "2026-11-12"),
    ("jueves 12 de noviembre a las 10:00", "2026-11-12 10:00"),
    ("3 sept 2026", "2026-09-03"),
    ("12 de novembro de 2026", "2026-11-12"),
    ("quinta-feira, 12 de novembro", "2026-11-12"),
    ("1º de março de 2026", "2026-03-01"),
    ("12 novembre alle 15", "2026-11-12 15:00"),
    ("giovedì 12 novembre 2026", "2026-11-12"),
    ("1° luglio 2026", "2026-07-01"),
    ("3 set 2026", "2026-09-03"),
    ("12 november 2026", "2026-11-12"),
    ("do. 12 nov 2026 om 10 uur", "2026-11-12 10:00"),
    ("3 mrt 2026", "2026-03-03"),
    ("12 listopada 2026 r.", "2026-11-12"),
    ("czwartek, 12 listopada, godz. 10", "2026-11-12 10:00"),
    ("12 paź 2026", "2026-10-12"),
    ("3 września", "2026-09-03"),
]

CALLED_OFF = [
    ("cancelled 11/13", "nothing"),
    ("11/13 cancelled", "nothing"),
    ("11/13 (canceled)", "nothing"),
    ("11/13 no show", "nothing"),
    ("Nov 12 - did not happen", "nothing"),
    ("12.11. abgesagt", "nothing"),
    ("12 nov. annulé", "nothing"),
    ("12/11/2026 cancelado", "nothing"),
    ("12 nov annullato", "nothing"),
    ("12 nov afgezegd", "nothing"),
    ("12 listopada odwołane", "nothing"),
    ("11/13 postponed", "nothing"),
    ("11/13 (cancelled), 11/19", "2026-11-19"),
    ("Cancelled 11/13, new date 11/19", "2026-11-19"),
    ("cancelled 11/13, rescheduled for 11/19", "2026-11-19"),
    ("rescheduled from 11/13 to 11/16", "2026-11-16"),
    ("rescheduled 11/13 to 11/16", "2026-11-16"),
    ("11/13 moved to 11/16", "2026-11-16"),
    ("postponed to 11/19", "2026-11-19"),
    ("11/16 (was 11/13)", "2026-11-16"),
    ("now 11/16, originally 11/13", "2026-11-16"),
    ("not 11/13 but 11/16", "2026-11-16"),
    ("verschoben vom 13.11. auf den 16.11.", "2026-11-16"),
    ("reporté du 13 nov au 16 nov", "2026-11-16"),
    ("spostato dal 13 nov al 16 nov", "2026-11-16"),
    ("przełożone z 13 listopada na 16 listopada", "2026-11-16"),
    ("Rescheduled: 11/16 (orig 11/13)", "2026-11-16"),
    ("rescheduled 11/16", WHICH),
    ("11/13 → 11/16", WHICH),
    ("cancelled 11/13, 11/19", WHICH),
    ("11/13 cancelled 11/19", WHICH),
    ("phone was 11/13, onsite 11/16", WHICH),
]

IN_DOUBT = [
    ("maybe 11/13", DOUBT),
    ("11/13?", DOUBT),
    ("2026-11-20 perhaps", DOUBT),
    ("11/13 (TBC)", DOUBT),
    ("11/13 or 11/14", DOUBT),
    ("between 11/13 and 11/15", DOUBT),
    ("week of 11/16", DOUBT),
    ("by 11/13", DOUBT),
    ("after Nov 12", DOUBT),
    ("vielleicht 12.11.", DOUBT),
    ("12. oder 13. November", DOUBT),
    ("Nov 3 or 5", DOUBT),
    ("3 ou 5 novembre 2026", DOUBT),
    ("Nov 2/4", "? It may be two days of the month, or a day and a month."),
    ("17.11.26, 9-10", DIGITS),
    ("applied 11/13", OTHER),
    ("interview 11/13, follow up 11/20", OTHER),
    ("Nov 12; thank you sent Nov 13", OTHER),
    ("beworben am 1.11.", OTHER),
    ("11/13 14", DIGITS),
    ("12.11. 14", DIGITS),
    ("Nov 20 - 10 minute call", DIGITS),
    ("11/3-5", DIGITS),
    ("Nov 12, 26", DAY_OR_YEAR),
    ("Round 2 Nov 26", DAY_OR_YEAR),
    ("Jul-19", "? Its number may be a day or a year: write the year with four digits."),
]

IMPOSSIBLE = [
    ("31/02/2026", NO_SUCH_DAY),
    ("13/13/2026", NO_SUCH_DAY),
    ("2026-02-31", NO_SUCH_DAY),
    ("2026-13-01", NO_SUCH_DAY),
    ("0/5/2026", NO_SUCH_DAY),
    ("00.11.2026", NO_SUCH_DAY),
    ("Feb 30", NO_SUCH_DAY),
    ("Nov 31", NO_SUCH_DAY),
    ("31. November 2026", NO_SUCH_DAY),
    ("12.25.2025", NO_SUCH_DAY),
    ("29/2/2026", NO_SUCH_DAY),
    ("29/2/2024", "2024-02-29"),
    ("2026-11-03, 2026-02-31", NO_SUCH_DAY),
    ("40/11/2026", NO_SUCH_DAY),
    ("11/13/1989", NO_SUCH_YEAR),
    ("2101-01-01", NO_SUCH_YEAR),
    ("11/13/0026", NO_SUCH_YEAR),
    ("11/13/99", "? Its year is in doubt: write it with four digits."),
    ("x" * 400 + " 11/13", "? It is too long to find the date in it."),
]

TABLE = [
    *((text, "nothing") for text in NOTHING),
    *((text, NO_DAY) for text in NO_DAY_NAMED),
    *WRITTEN,
    *CALLED_OFF,
    *IN_DOUBT,
    *IMPOSSIBLE,
]


@pytest.mark.parametrize(("text", "answer"), TABLE)
def test_an_interview_cell_says_days_or_nothing_or_cannot_be_read(text: str, answer: str) -> None:
    assert read(text, Anchor(TODAY)) == answer


ORDERS = [
    # Nothing tells: the later reading, and the other is shown.
    ("", "3/4/2026", "2026-04-03 or 2026-03-04"),
    ("", "4/3/2026", "2026-04-03 or 2026-03-04"),
    ("", "10-11-2026", "2026-11-10 or 2026-10-11"),
    ("", "11/12", "2026-12-11 or 2026-11-12"),
    ("", "3.4.2026", "2026-04-03"),
    ("", "2026-03-04", "2026-03-04"),
    ("", "2026/3/4", "2026-03-04"),
    # A weekday beside it does: 4 March 2026 is a Wednesday, 3 April a Friday.
    ("", "Wed 3/4/2026", "2026-03-04"),
    ("", "Fri 3/4/2026", "2026-04-03"),
    ("", "Mon 3/4/2026", "? 3 Apr 2026 is a Friday."),
    # The column or the spreadsheet's locale does; what is possible in one order only is no matter of taste.
    ("DMY", "3/4/2026", "2026-04-03"),
    ("MDY", "3/4/2026", "2026-03-04"),
    ("MDY", "3-4-26", "2026-03-04"),
    ("MDY", "3/4", "2027-03-04"),
    ("MDY", "25/12/2026", "2026-12-25"),
    ("MDY", "3.4.2026", "2026-04-03"),
    ("MDY", "Fri 3/4/2026", "? 4 Mar 2026 is a Wednesday."),
    ("YMD", "26/03/04", "2026-03-04"),
    ("YMD", "3/4", "2027-03-04"),
    ("YMD", "3/4/2026", "2026-04-03 or 2026-03-04"),
    # The user does: no other order is possible.
    ("DMY!", "3/4/2026", "2026-04-03"),
    ("MDY!", "3/4/2026", "2026-03-04"),
    ("MDY!", "25/12/2026", "? It is no day in the order of date_order, MDY."),
    ("DMY!", "12/25/2026", "? It is no day in the order of date_order, DMY."),
    ("MDY!", "25.12.2026", "2026-12-25"),
    ("YMD!", "26-03-04", "2026-03-04"),
    ("YMD!", "26-13-04", NO_SUCH_DAY),
]


@pytest.mark.parametrize(("order", "text", "answer"), ORDERS)
def test_the_order_of_day_and_month_is_never_guessed(order: str, text: str, answer: str) -> None:
    assert read(text, Anchor(TODAY, order=order.rstrip("!"), strict=order.endswith("!"))) == answer


YEARS = [
    # The year that puts the day nearest to today.
    ("2026-12-31", "Jan 2", "2027-01-02"),
    ("2027-01-01", "Dec 31", "2026-12-31"),
    ("2027-01-01", "31.12.", "2026-12-31"),
    ("2026-07-01", "Jan 1", "2026-01-01"),
    ("2026-07-03", "Jan 1", "2027-01-01"),
    ("2026-11-23", "May 25", "2026-05-25"),
    ("2026-11-23", "May 24", "2027-05-24"),
    ("2026-11-23", "Nov 23", "2026-11-23"),
    ("2028-01-15", "Feb 29", "2028-02-29"),
    ("2028-03-15", "29.2.", "2028-02-29"),
    ("2026-11-23", "Feb 29", NO_SUCH_DAY),
    # Beside a date with a year, the nearest to that.
    ("2026-11-23", "Aug 5 & Aug 14, 2019", "2019-08-05 & 2019-08-14"),
    ("2026-11-23", "Dec 30, 2019; Jan 3", "2019-12-30 & 2020-01-03"),
    # Two digits: the century nearest to today.
    ("2026-11-23", "20.11.25", "2025-11-20"),
    ("2026-11-23", "20.11.07", "2007-11-20"),
    ("1999-11-23", "20.11.01", "2001-11-20"),
]


@pytest.mark.parametrize(("today", "text", "answer"), YEARS)
def test_a_day_without_a_year_is_the_one_nearest_to_today(today: str, text: str, answer: str) -> None:
    assert read(text, Anchor(date.fromisoformat(today))) == answer


def read(text: str, anchor: Anchor) -> str:
    reading = read_interviews(text, anchor)
    if reading.unreadable:
        assert reading.dates == ()
        return f"? {reading.why}"
    others = dict(reading.doubtful)
    days = (f"{moment:%Y-%m-%d %H:%M}".removesuffix(" 00:00") for moment in reading.dates)
    return " & ".join(_with_others(days, others)) or "nothing"


def _with_others(days: Iterable[str], others: dict[date, date]) -> Iterator[str]:
    for day in days:
        other = others.get(date.fromisoformat(day[:10]))
        yield f"{day} or {other}" if other else day
