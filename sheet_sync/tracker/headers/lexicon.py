"""The words of headers, per field and language: data (`words/headers/*.toml`), put into tables for looking up."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Any, NamedTuple

from sheet_sync.tracker.vocabulary import tables_in

Words = tuple[str, ...]
"""A phrase, word by word."""

REACHED = ("email", "phone")
"""The fields by which people are reached: their words may stand beside a person."""

_NO_FIELDS = frozenset(("groups", "little", "other", "not_theirs", "explaining"))
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class Certainty(IntEnum):
    """How far a header's words alone make its column a field."""

    NAMED = 0
    """Outright."""
    ROUND = 1
    """A round of interviews, unless the cells say otherwise: "Phone screen"."""
    BARE = 2
    """The same, but not beside a column that names the date: "Interview"; or unless the cells say so: "They said"."""
    BESIDE = 3
    """A round only beside other rounds, or where dates stand below: "Onsite"."""
    PROVEN = 4
    """Only where the cells below prove it: a "Phone" that holds dates."""
    NUMBERED = 5
    """Only with a number or a date beside it: "Round 2", but no "Round"."""


_CERTAINTIES = {
    "words": Certainty.NAMED,
    "rounds": Certainty.ROUND,
    "bare": Certainty.BARE,
    "beside": Certainty.BESIDE,
    "proven": Certainty.PROVEN,
    "numbered": Certainty.NUMBERED,
}


class Sense(NamedTuple):
    """A field that a header may mean.

    Attributes:
        field: the field.
        certainty: how far the words alone make it that.
        rank: the lower, the more usual the words.
        shared: the header names another field in the same breath: "Email / phone".
    """

    field: str
    certainty: Certainty
    rank: int
    shared: bool = False


@dataclass(frozen=True)
class Lexicon:
    """The words of all languages together, for trackers mix them.

    Attributes:
        senses: what whole headers mean, written without spaces.
        loose: the same of those that have little words, "of" or "the", written without these.
        little: these words.
        ambiguous: the fields that headers of several meanings may be, likewise.
        about: for `email` and `phone` what may stand beside their words: people, with their rank, and "of".
        anyone: words for people that do not say who: "contact", "person".
        named: words that announce somebody's name.
        arranging: words for people who arrange interviews and do not hold them.
        numbers: words for a phone number where they stand beside a person, and for nothing elsewhere.
        dates, ordinals: what makes of a round's name its date, and what numbers rounds.
        not_theirs: words of columns about the user, or about a reference.
        explaining: phrases after a round's name which say that no date is kept there.
        about_names: phrases after "Company", "Position" … which say that something about these is kept there.
        vocabulary: every word of any header that is known, ours or not.
    """

    senses: Mapping[str, tuple[Sense, ...]]
    loose: Mapping[str, tuple[Sense, ...]]
    little: frozenset[str]
    ambiguous: Mapping[str, tuple[str, ...]]
    about: Mapping[str, Mapping[Words, int]]
    anyone: frozenset[str]
    named: frozenset[str]
    arranging: frozenset[str]
    numbers: frozenset[Words]
    dates: frozenset[Words]
    ordinals: frozenset[Words]
    not_theirs: frozenset[str]
    explaining: frozenset[Words]
    about_names: frozenset[Words]
    vocabulary: frozenset[str]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The shipped words."""
    languages = [_Language(table) for table in _tables()]
    little = _joined(languages, "little", "words")
    senses, loose = _senses(languages, little)
    return Lexicon(
        senses=senses,
        loose=loose,
        little=little,
        ambiguous=_ambiguous(languages),
        about={field: _ranked(languages, field) for field in REACHED},
        anyone=_joined(languages, "contact", "anyone"),
        named=_joined(languages, "contact", "named"),
        arranging=_joined(languages, "contact", "arranging"),
        numbers=_split(languages, "phone", "numbers"),
        dates=_split(languages, "interview_date", "dates"),
        ordinals=_split(languages, "interview_date", "ordinals"),
        not_theirs=_joined(languages, "not_theirs", "words"),
        explaining=_split(languages, "explaining", "other"),
        about_names=_split(languages, "explaining", "names"),
        vocabulary=frozenset(word for language in languages for word in language.words()),
    )


class _Language:
    """The table of one language, its phrases filled in as they are asked for."""

    def __init__(self, table: Mapping[str, Mapping[str, str]]) -> None:
        self._table = table
        self._groups = {name: _listed(words) for name, words in table["groups"].items()}
        self.fields = [name for name in table if name not in _NO_FIELDS]

    def phrases(self, section: str, key: str) -> Iterator[str]:
        """The phrases of a list in their order, "{person} name" as "contact name", "recruiter name" and so on."""
        for phrase in _listed(self._table[section].get(key, "")):
            yield from self._filled(phrase)

    def _filled(self, phrase: str) -> list[str]:
        named = _PLACEHOLDER.search(phrase)
        if not named:
            return [phrase]
        filled = (phrase.replace(named[0], word, 1) for word in self._groups[named[1]])
        return [each for partly in filled for each in self._filled(partly)]

    def words(self) -> Iterator[str]:
        """Every word of the table."""
        for section in self._table.values():
            for phrases in section.values():
                yield from _PLACEHOLDER.sub(" ", phrases).replace(",", " ").split()


def _tables() -> Iterator[Mapping[str, Any]]:
    languages = tables_in("headers")
    yield languages.pop("en")
    yield from languages.values()


def _listed(words: str) -> list[str]:
    return [" ".join(word.split()) for word in words.split(",") if word.strip()]


_Senses = dict[str, tuple[Sense, ...]]


def _senses(languages: Iterable[_Language], little: frozenset[str]) -> tuple[_Senses, _Senses]:
    """What each header means, and what those mean that have little words, without these."""
    exact: _Senses = {}
    loose: _Senses = {}
    for language, field in _fields(languages):
        for key, certainty in _CERTAINTIES.items():
            for rank, phrase in enumerate(language.phrases(field, key)):
                sense = Sense(field, certainty, rank)
                words = phrase.split()
                _add(exact, compact(phrase), sense)
                if not little.isdisjoint(words):
                    _add(loose, compact(" ".join(unlittled(words, little))), sense)
    return exact, loose


def _add(senses: _Senses, header: str, sense: Sense) -> None:
    """Of a field the first, surest sense counts."""
    known = senses.get(header, ())
    if all(each.field != sense.field for each in known):
        senses[header] = (*known, sense)


def _ambiguous(languages: Iterable[_Language]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for language, field in _fields(languages):
        for phrase in language.phrases(field, "ambiguous"):
            found.setdefault(compact(phrase), {})[field] = None
    return {header: tuple(fields) for header, fields in found.items()}


def _fields(languages: Iterable[_Language]) -> Iterator[tuple[_Language, str]]:
    return ((language, field) for language in languages for field in language.fields)


def _ranked(languages: Iterable[_Language], field: str) -> dict[Words, int]:
    ranks: dict[Words, int] = {}
    for language in languages:
        for rank, phrase in enumerate(language.phrases(field, "about")):
            ranks.setdefault(tuple(phrase.split()), rank)
    return ranks


def _joined(languages: Iterable[_Language], section: str, key: str) -> frozenset[str]:
    return frozenset(phrase for language in languages for phrase in language.phrases(section, key))


def _split(languages: Iterable[_Language], section: str, key: str) -> frozenset[Words]:
    return frozenset(tuple(phrase.split()) for phrase in _joined(languages, section, key))


def unlittled(words: Sequence[str], little: frozenset[str]) -> Words:
    """The words without the little ones between them; at either end they tell of more: "# of offers", "Company A"."""
    return (*words[:1], *(word for word in words[1:-1] if word not in little), *words[1:][-1:])


def compact(phrase: str) -> str:
    """A phrase without its spaces: "e mail" and "email", "follow up" and "followup" are one."""
    return phrase.replace(" ", "")
