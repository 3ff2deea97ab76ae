"""What promise cells say, as a table: text -> day | nothing | cannot be read (SPEC section 5, issue 4).

The interview was on Wednesday 18 November 2026, and today is Monday the 23rd, unless the row says otherwise.
"""

from datetime import date

import pytest

from sheet_sync.tracker.cells import read_promise
from sheet_sync.tracker.days.dates import Anchor
from sheet_sync.tracker.days.promises import Said

TODAY = date(2026, 11, 23)
INTERVIEW = date(2026, 11, 18)

UNKNOWN = "? It is no day and no phrase that is known."
TOO_FAR = "? It names no day soon after the interview."

NOTHING = [
    "", " ", "-", "—", "n/a", "TBD", "?", "unknown", "none", "NIL", "soon", "ASAP", "they'll call", "They’ll call",
    "will let me know", "no", "not yet", "didn't say", "no timeline", "bald", "so schnell wie möglich",
    "sie melden sich", "unbekannt", "noch offen", "bientôt", "dès que possible", "ils vont appeler", "inconnu",
    "pronto", "lo antes posible", "me llamarán", "desconocido", "em breve", "o mais breve possível", "vão ligar",
    "desconhecido", "presto", "appena possibile", "mi chiameranno", "sconosciuto", "binnenkort", "zo snel mogelijk",
    "ze bellen", "onbekend", "wkrótce", "jak najszybciej", "zadzwonią", "nieznany",
]  # fmt: skip

ENGLISH = [
    ("tomorrow", "Thu 2026-11-19"),
    ("day after tomorrow", "Fri 2026-11-20"),
    ("Friday", "Fri 2026-11-20"),
    ("Fri", "Fri 2026-11-20"),
    ("on Friday", "Fri 2026-11-20"),
    ("this Friday", "Fri 2026-11-20"),
    ("Wednesday", "Wed 2026-11-25"),
    ("next Friday", "Fri 2026-11-27"),
    ("Friday next week", "Fri 2026-11-27"),
    ("Monday or Tuesday", "Tue 2026-11-24"),
    ("Mon/Tue", "Tue 2026-11-24"),
    ("by EOD Friday", "Fri 2026-11-20"),
    ("Friday 5pm EST", "Fri 2026-11-20"),
    ("end of week", "Fri 2026-11-20"),
    ("by the end of the week", "Fri 2026-11-20"),
    ("EOW", "Fri 2026-11-20"),
    ("later this week", "Fri 2026-11-20"),
    ("next week", "Fri 2026-11-27"),
    ("Next week!", "Fri 2026-11-27"),
    ("end of next week", "Fri 2026-11-27"),
    ("early next week", "Wed 2026-11-25"),
    ("mid next week", "Thu 2026-11-26"),
    ("week after next", "Fri 2026-12-04"),
    ("week of Nov 30", "Fri 2026-12-04"),
    ("in 3 days", "Sat 2026-11-21"),
    ("3 days", "Sat 2026-11-21"),
    ("a few days", "Sat 2026-11-21"),
    ("48 hours", "Fri 2026-11-20"),
    ("24-48h", "Fri 2026-11-20"),
    ("within a week", "Wed 2026-11-25"),
    ("in a week or two", "Wed 2026-12-02"),
    ("in two weeks", "Wed 2026-12-02"),
    ("1-2 weeks", "Wed 2026-12-02"),
    ("1 - 2 wks", "Wed 2026-12-02"),
    ("one or two weeks", "Wed 2026-12-02"),
    ("a couple of weeks", "Wed 2026-12-02"),
    ("a fortnight", "Wed 2026-12-02"),
    ("two weeks from now", "Wed 2026-12-02"),
    ("over the next 2 weeks", "Wed 2026-12-02"),
    ("5-7 business days", "Fri 2026-11-27"),
    ("within 5 to 7 working days", "Fri 2026-11-27"),
    ("10 business days", "Wed 2026-12-02"),
    ("1 month", "Fri 2026-12-18"),
    ("1-2 months", "Mon 2027-01-18"),
    ("end of month", "Mon 2026-11-30"),
    ("EOM", "Mon 2026-11-30"),
    ("next month", "Thu 2026-12-31"),
    ("early next month", "Thu 2026-12-10"),
    ("mid December", "Tue 2026-12-15"),
    ("mid-December", "Tue 2026-12-15"),
    ("early December", "Thu 2026-12-10"),
    ("mid to late December", "Thu 2026-12-31"),
    ("end of the day tomorrow", "Thu 2026-11-19"),
    ("no more than 2 weeks", "Wed 2026-12-02"),
    ("end of December", "Thu 2026-12-31"),
    ("December", "Thu 2026-12-31"),
    ("by Dec 2026", "Thu 2026-12-31"),
    ("end of year", "Thu 2026-12-31"),
    ("the 5th", "Sat 2026-12-05"),
    ("by the 20th", "Fri 2026-11-20"),
    ("by Dec 5", "Sat 2026-12-05"),
    ("before Dec 5", "Sat 2026-12-05"),
    ("after Dec 5", "Sun 2026-12-06"),
    ("12/15", "Tue 2026-12-15"),
    ("2026-12-05", "Sat 2026-12-05"),
    ("2026-11-27, 2026-11-20", "Fri 2026-11-27"),
    ("Nov 27 or Dec 1", "Tue 2026-12-01"),
    ("Nov 27-30", "Mon 2026-11-30"),
    ("Friday 27 Nov", "Fri 2026-11-27"),
    ("they said they'd get back to me by next Friday", "Fri 2026-11-27"),
    ("Recruiter will call on Friday", "Fri 2026-11-20"),
    ("after Thanksgiving", "Fri 2026-11-27"),
    ("by Thanksgiving", "Thu 2026-11-26"),
    ("before Christmas", "Fri 2026-12-25"),
    ("after Christmas", "Mon 2026-12-28"),
    ("before the holidays", "Fri 2026-12-25"),
    ("after the holidays", "Mon 2027-01-04"),
    ("after New Year", "Mon 2027-01-04"),
    ("Dec 1 or 2", "Wed 2026-12-02"),
    ("between Dec 1 and 5", "Sat 2026-12-05"),
    ("from Dec 1 to Dec 5", "Sat 2026-12-05"),
    ("less than a week", "Wed 2026-11-25"),
    ("2w", "Wed 2026-12-02"),
    ("5 bus. days", "Wed 2026-11-25"),
    ("next business day", "Thu 2026-11-19"),
    ("one week after the interview", "Wed 2026-11-25"),
    ("in the coming days", "Sat 2026-11-21"),
    ("in the coming weeks", "Wed 2026-12-09"),
    ("this coming week", "Fri 2026-11-27"),
    ("next week or the week after", "Fri 2026-12-04"),
    ("after the weekend", "Mon 2026-11-23"),
    ("after Friday", "Sat 2026-11-21"),
    ("second week of December", "Mon 2026-12-14"),
    ("last week of November", "Mon 2026-11-30"),
    ("second half of December", "Thu 2026-12-31"),
    ("Q1", "Wed 2027-03-31"),
    ("end of Q4", "Thu 2026-12-31"),
    ("early Q1 2027", "Sun 2027-01-31"),
    ("the week after Thanksgiving", "Fri 2026-12-04"),
    ("the Monday after Thanksgiving", "Mon 2026-11-30"),
    ("Monday after Dec 5", "Mon 2026-12-07"),
    ("week after Dec 5", "Fri 2026-12-11"),
    ("in the new year", "Mon 2027-01-04"),
    ("beginning of next year", "Sun 2027-01-31"),
    ("Jane said Friday", "Fri 2026-11-20"),
    ("Friday (per Dr. Lee)", "Fri 2026-11-20"),
]

OTHER_LANGUAGES = [
    ("1. oder 2. Dezember", "Wed 2026-12-02"),
    ("zwischen 1. und 5. Dezember", "Sat 2026-12-05"),
    ("in den nächsten Tagen", "Sat 2026-11-21"),
    ("ein paar Wochen", "Wed 2026-12-09"),
    ("Freitagnachmittag", "Fri 2026-11-20"),
    ("nach den Feiertagen", "Mon 2027-01-04"),
    ("im neuen Jahr", "Mon 2027-01-04"),
    ("sous 5 à 7 jours", "Wed 2026-11-25"),
    ("entre le 1er et le 5 décembre", "Sat 2026-12-05"),
    ("une quinzaine", "Wed 2026-12-02"),
    ("courant décembre", "Thu 2026-12-31"),
    ("de 5 a 7 días hábiles", "Fri 2026-11-27"),
    ("máximo 2 semanas", "Wed 2026-12-02"),
    ("primera semana de diciembre", "Thu 2026-12-10"),
    ("a fines de mes", "Mon 2026-11-30"),
    ("de 5 a 7 dias úteis", "Fri 2026-11-27"),
    ("nos próximos dias", "Sat 2026-11-21"),
    ("tra il 1 e il 5 dicembre", "Sat 2026-12-05"),
    ("dopo le feste", "Mon 2027-01-04"),
    ("na het weekend", "Mon 2026-11-23"),
    ("vrijdagmiddag", "Fri 2026-11-20"),
    ("w ciągu tygodnia", "Wed 2026-11-25"),
    ("za miesiąc", "Fri 2026-12-18"),
    ("pod koniec miesiąca", "Mon 2026-11-30"),
    ("morgen", "Thu 2026-11-19"),
    ("übermorgen", "Fri 2026-11-20"),
    ("Freitag", "Fri 2026-11-20"),
    ("bis Freitag", "Fri 2026-11-20"),
    ("Fr.", "Fri 2026-11-20"),
    ("nächsten Freitag", "Fri 2026-11-27"),
    ("Nächste Woche", "Fri 2026-11-27"),
    ("Anfang nächster Woche", "Wed 2026-11-25"),
    ("Ende der Woche", "Fri 2026-11-20"),
    ("Ende nächster Woche", "Fri 2026-11-27"),
    ("übernächste Woche", "Fri 2026-12-04"),
    ("in 2 Wochen", "Wed 2026-12-02"),
    ("in zwei Wochen", "Wed 2026-12-02"),
    ("innerhalb von 5 Werktagen", "Wed 2026-11-25"),
    ("Ende des Monats", "Mon 2026-11-30"),
    ("Mitte Dezember", "Tue 2026-12-15"),
    ("bis zum 5. Dezember", "Sat 2026-12-05"),
    ("bis 5.12.", "Sat 2026-12-05"),
    ("KW 49", "Fri 2026-12-04"),
    ("demain", "Thu 2026-11-19"),
    ("vendredi", "Fri 2026-11-20"),
    ("d’ici vendredi", "Fri 2026-11-20"),
    ("vendredi prochain", "Fri 2026-11-27"),
    ("la semaine prochaine", "Fri 2026-11-27"),
    ("en fin de semaine", "Fri 2026-11-20"),
    ("fin de la semaine prochaine", "Fri 2026-11-27"),
    ("dans deux semaines", "Wed 2026-12-02"),
    ("sous 10 jours", "Sat 2026-11-28"),
    ("5 jours ouvrés", "Wed 2026-11-25"),
    ("fin du mois", "Mon 2026-11-30"),
    ("mi-décembre", "Tue 2026-12-15"),
    ("mañana", "Thu 2026-11-19"),
    ("el viernes", "Fri 2026-11-20"),
    ("la próxima semana", "Fri 2026-11-27"),
    ("la semana que viene", "Fri 2026-11-27"),
    ("a finales de semana", "Fri 2026-11-20"),
    ("en dos semanas", "Wed 2026-12-02"),
    ("10 días hábiles", "Wed 2026-12-02"),
    ("fin de mes", "Mon 2026-11-30"),
    ("antes del 5 de diciembre", "Sat 2026-12-05"),
    ("amanhã", "Thu 2026-11-19"),
    ("até sexta-feira", "Fri 2026-11-20"),
    ("na próxima semana", "Fri 2026-11-27"),
    ("semana que vem", "Fri 2026-11-27"),
    ("em duas semanas", "Wed 2026-12-02"),
    ("5 dias úteis", "Wed 2026-11-25"),
    ("fim do mês", "Mon 2026-11-30"),
    ("meados de dezembro", "Tue 2026-12-15"),
    ("domani", "Thu 2026-11-19"),
    ("entro venerdì", "Fri 2026-11-20"),
    ("la settimana prossima", "Fri 2026-11-27"),
    ("fine settimana", "Fri 2026-11-20"),
    ("tra due settimane", "Wed 2026-12-02"),
    ("5 giorni lavorativi", "Wed 2026-11-25"),
    ("fine mese", "Mon 2026-11-30"),
    ("metà dicembre", "Tue 2026-12-15"),
    ("overmorgen", "Fri 2026-11-20"),
    ("uiterlijk vrijdag", "Fri 2026-11-20"),
    ("volgende week", "Fri 2026-11-27"),
    ("eind volgende week", "Fri 2026-11-27"),
    ("eind van de week", "Fri 2026-11-20"),
    ("over twee weken", "Wed 2026-12-02"),
    ("binnen 5 werkdagen", "Wed 2026-11-25"),
    ("eind van de maand", "Mon 2026-11-30"),
    ("jutro", "Thu 2026-11-19"),
    ("do piątku", "Fri 2026-11-20"),
    ("w piątek", "Fri 2026-11-20"),
    ("w przyszłym tygodniu", "Fri 2026-11-27"),
    ("do końca tygodnia", "Fri 2026-11-20"),
    ("za tydzień", "Wed 2026-11-25"),
    ("za dwa tygodnie", "Wed 2026-12-02"),
    ("w ciągu 5 dni roboczych", "Wed 2026-11-25"),
    ("do końca miesiąca", "Mon 2026-11-30"),
    ("do 5 grudnia", "Sat 2026-12-05"),
    ("do 5.12.", "Sat 2026-12-05"),
    ("w połowie grudnia", "Tue 2026-12-15"),
]

UNREADABLE = [
    ("Q5", TOO_FAR),
    ("nobody said Friday", UNKNOWN),
    ("if Jane said Friday", UNKNOWN),
    ("not until Dec 5", UNKNOWN),
    ("2 weeks from Friday", UNKNOWN),
    ("whenever", UNKNOWN),
    ("yes", UNKNOWN),
    ("x", UNKNOWN),
    ("5", UNKNOWN),
    ("today", UNKNOWN),
    ("EOD", UNKNOWN),
    ("maybe next week", UNKNOWN),
    ("next week?", UNKNOWN),
    ("not before Friday", UNKNOWN),
    ("not next week", UNKNOWN),
    ("Jane is on vacation next week", UNKNOWN),
    ("two weeks after Dec 5", UNKNOWN),
    ("two weeks after Friday", UNKNOWN),
    ("2 weeks from Nov 20", UNKNOWN),
    ("they may call by Friday", UNKNOWN),
    ("in 0 days", TOO_FAR),
    ("in 999 days", TOO_FAR),
    ("12 months", TOO_FAR),
    ("KW 99", TOO_FAR),
    ("after Easter", TOO_FAR),
    ("early November", TOO_FAR),
    ("31/02/2026", "? There is no such day."),
    ("by Nov 31", "? There is no such day."),
    ("Mon 24 Nov 2026", "? 24 Nov 2026 is a Tuesday."),
    ("by Friday, Dec 5", "? 5 Dec 2026 is a Saturday."),
]

TABLE = [*((text, "nothing") for text in NOTHING), *ENGLISH, *OTHER_LANGUAGES, *UNREADABLE]


@pytest.mark.parametrize(("text", "answer"), TABLE)
def test_a_promise_is_a_day_or_nothing_or_cannot_be_read(text: str, answer: str) -> None:
    assert read(text, INTERVIEW) == answer


BASES = [
    # "Friday" is the first one after: said on a Friday, a week later.
    ("2026-11-19", "Friday", "Fri 2026-11-20"),
    ("2026-11-20", "Friday", "Fri 2026-11-27"),
    ("2026-11-21", "Friday", "Fri 2026-11-27"),
    # "End of week" is a Friday too: said on a Friday, that day.
    ("2026-11-20", "end of week", "Fri 2026-11-20"),
    ("2026-11-20", "Ende der Woche", "Fri 2026-11-20"),
    ("2026-11-21", "end of week", "Fri 2026-11-27"),
    ("2026-11-16", "end of week", "Fri 2026-11-20"),
    # "Next week" is the week after this one, whatever the day.
    ("2026-11-16", "next week", "Fri 2026-11-27"),
    ("2026-11-20", "next week", "Fri 2026-11-27"),
    ("2026-11-22", "next week", "Fri 2026-11-27"),
    ("2026-11-20", "next Monday", "Mon 2026-11-23"),
    ("2026-11-16", "next Monday", "Mon 2026-11-23"),
    # Working days.
    ("2026-11-20", "1 business day", "Mon 2026-11-23"),
    ("2026-11-21", "1 business day", "Mon 2026-11-23"),
    ("2026-11-22", "5 business days", "Fri 2026-11-27"),
    # Months and years.
    ("2026-11-29", "end of month", "Mon 2026-11-30"),
    ("2026-11-30", "end of month", "Thu 2026-12-31"),
    ("2026-01-31", "1 month", "Sat 2026-02-28"),
    ("2028-01-31", "next month", "Tue 2028-02-29"),
    ("2026-12-30", "in 3 days", "Sat 2027-01-02"),
    ("2026-12-30", "next week", "Fri 2027-01-08"),
    ("2026-12-30", "by Jan 5", "Tue 2027-01-05"),
    ("2026-12-18", "early January", "Sun 2027-01-10"),
    ("2026-12-31", "end of year", TOO_FAR),
    ("2028-02-28", "tomorrow", "Tue 2028-02-29"),
    ("2027-12-20", "by Feb 29", "Tue 2028-02-29"),
    ("2026-11-18", "by Feb 29", "? There is no such day."),
    ("2027-01-31", "the 31st", "Wed 2027-03-31"),
    # A day without a year is the first on or after the interview.
    ("2026-11-18", "Nov 18", "Wed 2026-11-18"),
    ("2026-11-18", "Nov 17", "Wed 2027-11-17"),
    ("2026-11-18", "3/4", "Sat 2027-04-03"),
]


@pytest.mark.parametrize(("interview", "text", "answer"), BASES)
def test_a_phrase_is_counted_from_the_interview(interview: str, text: str, answer: str) -> None:
    assert read(text, date.fromisoformat(interview)) == answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("next week", "nothing"),
        ("Friday", "nothing"),
        ("5-7 business days", "nothing"),
        ("by Dec 5", "nothing"),
        ("2026-12-05", "Sat 2026-12-05"),
        ("soon", "nothing"),
        ("whenever", UNKNOWN),
    ],
)
def test_without_an_interview_a_phrase_is_neither_read_nor_reported(text: str, answer: str) -> None:
    assert read(text, None) == answer


@pytest.mark.parametrize(
    ("region", "text", "answer"),
    [
        ("US", "6 business days", "Fri 2026-11-27"),
        ("US", "5 business days", "Wed 2026-11-25"),
        ("", "6 business days", "Thu 2026-11-26"),
        ("DE", "after Christmas", "Mon 2026-12-28"),
        ("DE", "nach Weihnachten", "Mon 2026-12-28"),
        ("DE", "nach Ostern", "Tue 2027-03-30"),
        ("DE", "after Thanksgiving", TOO_FAR),
    ],
)
def test_holidays_are_those_of_the_region_that_the_rules_name(region: str, text: str, answer: str) -> None:
    assert read(text, INTERVIEW, region) == answer


def test_a_phrase_is_kept_to_show_how_it_was_read_and_a_plain_date_is_not() -> None:
    assert read_promise(" next week ", said(INTERVIEW)).words == "next week"
    assert read_promise("by Dec 5", said(INTERVIEW)).words == ""


def test_a_holiday_is_said_with_whose_it_is() -> None:
    assert read_promise("after Thanksgiving", said(INTERVIEW)).remark == "The holiday is that of US."
    assert read_promise("nach Ostern", said(INTERVIEW, "DE")).remark == "The holiday is that of DE."
    assert read_promise("next week", said(INTERVIEW)).remark == ""


def test_a_promise_with_two_readings_takes_the_later_and_shows_both() -> None:
    reading = read_promise("12/11/2026", said(INTERVIEW))
    assert [moment.date() for moment in reading.dates] == [date(2026, 12, 11)]
    assert reading.doubtful == ((date(2026, 12, 11), date(2026, 11, 12)),)
    assert reading.words == "12/11/2026"


def test_a_promise_of_an_earlier_round_is_not_put_off_for_a_year() -> None:
    rounds = (date(2026, 11, 18), date(2026, 11, 3))
    reading = read_promise("Nov 10", Said(rounds[0], Anchor(TODAY, since=rounds)))
    assert [moment.date() for moment in reading.dates] == [date(2026, 11, 10)]


def said(interview: date | None, region: str = "") -> Said:
    return Said(interview, Anchor(TODAY, since=(interview,) if interview else ()), region)


def read(text: str, interview: date | None, region: str = "") -> str:
    reading = read_promise(text, said(interview, region))
    if reading.unreadable:
        assert reading.dates == ()
        return f"? {reading.why}"
    return " & ".join(f"{moment:%a %Y-%m-%d}" for moment in reading.dates) or "nothing"
