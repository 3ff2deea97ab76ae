"""The name, the address and the number of one person: nobody is greeted at another's address."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

from sheet_sync.tracker.headers.lexicon import REACHED, compact, lexicon
from sheet_sync.tracker.headers.senses import normalised

_ANYONE = frozenset(("contact", "contacts", "person", "people", "name", "names"))
_Columns = Mapping[str, tuple[int, ...]]


def of_one_person(
    headers: Mapping[int, str], columns: _Columns, choices: Iterable[tuple[str, int]], settled: Iterable[str]
) -> dict[str, tuple[int, ...]]:
    """The columns, with addresses and numbers of the person in the contact column.

    "Recruiter" goes with "Recruiter email"; where there are only "Interviewer emails", these are left out.

    Args:
        headers: by column.
        columns: those of each field, as each was chosen alone.
        choices: every (field, column) that might have been chosen, the best first.
        settled: fields that the user named by hand.
    """
    found = dict(columns)
    options = [*choices]
    for field in REACHED:
        if field in found and "contact" in found and _differ(headers, found[field][0], found["contact"][0]):
            found = _reconciled(headers, found, field, options, frozenset(settled))
    return found


def _reconciled(
    headers: Mapping[int, str],
    columns: dict[str, tuple[int, ...]],
    field: str,
    choices: list[tuple[str, int]],
    settled: frozenset[str],
) -> dict[str, tuple[int, ...]]:
    """Another address for the contact, else the contact of the address, else no address."""
    taken = {column for each in columns.values() for column in each}
    for changing, staying in ((field, "contact"), ("contact", field)):
        roles = _roles(headers[columns[staying][0]])
        fitting = [
            column
            for each, column in choices
            if each == changing and column not in taken and roles & _roles(headers[column])
        ]
        if fitting and changing not in settled:
            return columns | {changing: (fitting[0],)}
    return columns if field in settled else {each: at for each, at in columns.items() if each != field}


def _differ(headers: Mapping[int, str], one: int, other: int) -> bool:
    roles = [_roles(headers[column]) for column in (one, other)]
    return bool(roles[0]) and bool(roles[1]) and not roles[0] & roles[1]


def _roles(header: str) -> frozenset[str]:
    """Whose column it is, in words: "recruiter", "manager"; nobody's in particular for "Contact email"."""
    words = normalised(header).split()
    phrases = [*((word,) for word in words), *pairwise(words)]
    named = {word for phrase in phrases if _is_person(phrase) for word in (*phrase, _initials(phrase))}
    return frozenset(word.removesuffix("s") for word in named - _ANYONE if len(word) > 1)


def _initials(phrase: Iterable[str]) -> str:
    """A hiring manager's column may be headed "HM email"."""
    return "".join(word[0] for word in phrase)


def _is_person(phrase: Iterable[str]) -> bool:
    senses = lexicon().senses.get(compact(" ".join(phrase)), ())
    return any(sense.field == "contact" for sense in senses)
