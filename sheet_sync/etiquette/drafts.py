"""Applications that need a message -> the whole message, and what would make it better (SPEC section 6)."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from sheet_sync.config import Person, Settings
from sheet_sync.etiquette.messages import remarks, subjects, vacancies, wording
from sheet_sync.etiquette.messages.case import Case
from sheet_sync.etiquette.messages.languages import Languages
from sheet_sync.etiquette.messages.people import contact_unfit
from sheet_sync.etiquette.messages.reach import addresses, numbers
from sheet_sync.etiquette.messages.recipient import Recipient, recipient
from sheet_sync.etiquette.messages.remarks import Words

if TYPE_CHECKING:
    from sheet_sync.etiquette.messages.stationery import Stationery

NO_NAME = (
    "The draft waits for your name: type it as “me.name” in sheet_sync.toml, or beside “Your name” in a "
    "worksheet named Settings."
)
_MOST_NUMBER_WORDS = 6


_FROM_APPLICATIONS = list(Case._fields[:8])
_FROM_ASSESSED = list(Case._fields[8:12])


class Letter(NamedTuple):
    """A message: its text, its address ("" for a call), its application, and sentences to say beside it."""

    text: str
    address: str
    about: str
    notes: tuple[str, ...]


def draft(applications: pd.DataFrame, assessed: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """The messages that are due.

    Args:
        applications: one row per application; text columns, "" for unknown, among them `company`, `position`,
            `contact`, `email`, `phone`, `channel`, `talked_about` and `language`; and perhaps `contact_arranges`
            (bool), without which nobody does.
        assessed: the same index; `message` ("", "thank_you", "late_thank_you" or "follow_up"), `interview`
            and `promised` (dates, NaT for none), `interview_kind` (text).
        settings: who signs, the language, the templates.

    Returns:
        The same index; `text`, the whole message ("" where none is due or it is withheld), and `notes`,
        sentences for the row's reason ("" for none).

    Raises:
        ConfigurationError: a template is broken, or there is none in the rules' language.
    """
    languages = Languages(settings.templates, settings.rules.language)
    due = assessed["message"].ne("").to_numpy()
    drafts = pd.DataFrame({"text": "", "notes": ""}, index=applications.index, dtype="str")
    me = presentable(settings.me)
    if not me.name:
        drafts.loc[due, "notes"] = NO_NAME
    elif due.any():
        letters = _letters(_cases(applications[due], assessed[due]), me, languages)
        drafts.loc[due, "text"] = [letter.text for letter in letters]
        drafts.loc[due, "notes"] = _notes(letters)
    return drafts


def presentable(me: Person) -> Person:
    """Who signs, as far as it can stand in a message; a placeholder is nobody's name."""
    phones = (number for number in numbers(me.phone) if len(number.split()) <= _MOST_NUMBER_WORDS)
    return Person(wording.own_name(me.name).text, next(iter(addresses(me.email)), ""), next(phones, ""))


def _cases(applications: pd.DataFrame, assessed: pd.DataFrame) -> list[Case]:
    columns = [
        *(applications[name] for name in _FROM_APPLICATIONS),
        *(assessed[name] for name in _FROM_ASSESSED),
        applications.get("contact_arranges", pd.Series(data=False, index=applications.index)),
    ]
    return [Case(*values) for values in zip(*columns, strict=True)]


def _letters(cases: list[Case], me: Person, languages: Languages) -> list[Letter]:
    from sheet_sync.etiquette.messages.stationery import Stationery  # noqa: PLC0415  Jinja2 only where a message is due

    stationery = Stationery(languages)
    return [_letter(case, me, stationery, languages) for case in cases]


def _notes(letters: list[Letter]) -> list[str]:
    """Every letter's sentences, the one on other messages to its address included."""
    shared = remarks.same_address([(letter.address, letter.about) for letter in letters])
    return [" ".join([*letter.notes, *also]) for letter, also in zip(letters, shared, strict=True)]


def _letter(case: Case, me: Person, stationery: "Stationery", languages: Languages) -> Letter:
    """Write one message."""
    words = _words(case)
    to = recipient(case, may_call=_may_call(case, me))
    message = _template(case, to)
    language = stationery.written_in(message, languages.installed(case.language) or languages.language)
    to = to.in_language(language)
    body = stationery.render(message, language, _facts(case, words, to, language) | {"me": me})
    notes = (*_remarks(case, words, to, me), *_on_language(case, language, languages))
    return Letter(f"{to.header}{body}", "" if to.voicemail else to.address, words.about, notes)


def _words(case: Case) -> Words:
    """The cells of a case that its sentences are made of."""
    contact = wording.Wording("", contact_unfit(case.contact), wording.quoted(wording.clean(case.contact)))
    return Words(
        vacancies.company(case.company),
        vacancies.position(case.position),
        contact,
        subjects.talked_about(case.talked_about),
    )


def _may_call(case: Case, me: Person) -> bool:
    """A thank-you is always written, and nobody can call back a number that they are not told."""
    return case.message == "follow_up" and bool(me.phone)


def _template(case: Case, to: Recipient) -> str:
    """The template that words the message: a late thank-you is a thank-you with an excuse."""
    if case.message != "follow_up":
        return "thank_you_email"
    return "follow_up_voicemail" if to.voicemail else "follow_up_email"


def _facts(case: Case, words: Words, to: Recipient, language: str) -> dict[str, object]:
    """What a template knows (templates/en/thank_you_email.txt.j2 lists it), "" for unknown."""
    kind = wording.interview_kind(case.interview_kind)
    return {
        "contact": to.contact,
        "interviewer": to.interviewer,
        "company": words.company.text,
        "position": words.position.text,
        "talked_about": words.talked_about.text,
        "kind": kind,
        "interview": wording.interview_phrase(kind),
        "meeting": wording.meeting(kind),
        "day": _in_words(case.interview, language),
        "promised": _in_words(case.promised, language),
        "late": case.message == "late_thank_you",
    }


def _in_words(day: date, language: str) -> str:
    return "" if pd.isna(day) else wording.day_in_words(date(day.year, day.month, day.day), language)


def _remarks(case: Case, words: Words, to: Recipient, me: Person) -> Iterator[str]:
    """What is to be said beside this message."""
    email = wording.clean(case.email)
    yield from remarks.left_out(words)
    if case.message == "follow_up":
        yield from remarks.not_called(to, may_call=_may_call(case, me))
    else:
        yield from remarks.other_people(to)
    yield from remarks.unusable_address(to, email)
    yield from remarks.missing(words, to, email)


def _on_language(case: Case, language: str, languages: Languages) -> Iterator[str]:
    """A language that was asked for and is not the message's."""
    asked = wording.clean(case.language)
    if asked and languages.installed(case.language) != language:
        yield remarks.other_language(asked, language)
