"""The name, the address and the number of one person: nobody is greeted at another's address."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from sheet_sync.tracker.headers.lexicon import REACHED, compact, lexicon
from sheet_sync.tracker.headers.senses import normalised

_STEM = 5
"""Words that begin alike by so many letters may be cases or genders of one: "rekruter", "rekrutera"."""

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
    options = [*choices]
    found = dict(columns) if "contact" in settled else _by_name(headers, dict(columns), options)
    for field in REACHED:
        if field not in found or "contact" not in found:
            continue
        if _differ(headers, found[field][0], found["contact"][0]):
            found = _reconciled(headers, found, field, options, frozenset(settled))
        elif field not in settled:
            found = _more_their_own(headers, found, field, options)
    return found


def another_person(
    headers: Mapping[int, str], columns: _Columns, choices: Iterable[tuple[str, int]]
) -> dict[str, tuple[int, ...]]:
    """Whoever is written to where the contact's own cells are blank: the recruiter beside the interviewers.

    Arguments as for `of_one_person`, `columns` as it gives them.

    Returns:
        The other person's columns, of which an address or a number that may be anybody's is shared; none for nobody.
    """
    options = [*choices]
    first = _roles(headers[columns["contact"][0]]) if "contact" in columns else frozenset()
    free = _free(columns, "contact", options) if "contact" in columns else []
    people = {column: _roles(headers[column]) for column in free}
    other = next((at for at, roles in people.items() if (roles or first) and not _same(roles, first)), None)
    if other is None:
        return {}
    found = {field: _others_own(headers, columns, field, people[other], options) for field in REACHED}
    return {"contact": (other,), **{field: own for field, own in found.items() if own}}


def _others_own(
    headers: Mapping[int, str], columns: _Columns, field: str, roles: frozenset[str], choices: list[tuple[str, int]]
) -> tuple[int, ...]:
    """The address or number of these roles, else one that may be anybody's."""
    anybodys = [*columns.get(field, ()), *_free(columns, field, choices)]
    fitting = (
        *_fitting(headers, columns, field, roles, choices),
        *(column for column in anybodys if not _roles(headers[column])),
    )
    return fitting[:1]


def arranges(header: str) -> bool:
    """The people of a column arrange interviews and do not hold them: "Recruiter", but not "Recruiter / manager"."""
    told = [phrase for phrase in _people_named(header) if lexicon().anyone.isdisjoint(phrase)]
    return bool(told) and not any(lexicon().arranging.isdisjoint(phrase) for phrase in told)


def _by_name(
    headers: Mapping[int, str], columns: dict[str, tuple[int, ...]], choices: list[tuple[str, int]]
) -> dict[str, tuple[int, ...]]:
    """The column that says "HR name" before an "HR contact", which beside it holds something else."""
    if "contact" not in columns or _says_name(headers[columns["contact"][0]]):
        return columns
    roles = _roles(headers[columns["contact"][0]])
    names = _free(columns, "contact", choices)
    fitting = [at for at in names if _says_name(headers[at]) and _roles(headers[at]) == roles]
    return columns | {"contact": (fitting[0],)} if fitting else columns


def _says_name(header: str) -> bool:
    return not lexicon().named.isdisjoint(normalised(header).split())


def _more_their_own(
    headers: Mapping[int, str], columns: dict[str, tuple[int, ...]], field: str, choices: list[tuple[str, int]]
) -> dict[str, tuple[int, ...]]:
    """The recruiter's own number where the contact is the recruiter, before a "Contact phone" that may be anybody's."""
    roles = _roles(headers[columns["contact"][0]])
    if not roles or _roles(headers[columns[field][0]]):
        return columns
    fitting = _fitting(headers, columns, field, roles, choices)
    return columns | {field: fitting[:1]} if fitting else columns


def _fitting(
    headers: Mapping[int, str], columns: _Columns, field: str, roles: frozenset[str], choices: list[tuple[str, int]]
) -> tuple[int, ...]:
    """The free columns that may be the field and are of the same person, the best first."""
    return tuple(at for at in _free(columns, field, choices) if _same(roles, _roles(headers[at])))


def _free(columns: _Columns, field: str, choices: Iterable[tuple[str, int]]) -> list[int]:
    """The columns that may be the field and serve none, the best first."""
    taken = {column for each in columns.values() for column in each}
    return [column for each, column in choices if each == field and column not in taken]


def _reconciled(
    headers: Mapping[int, str],
    columns: dict[str, tuple[int, ...]],
    field: str,
    choices: list[tuple[str, int]],
    settled: frozenset[str],
) -> dict[str, tuple[int, ...]]:
    """Another address for the contact, else the contact of the address, else no address."""
    for changing, staying in ((field, "contact"), ("contact", field)):
        fitting = _fitting(headers, columns, changing, _roles(headers[columns[staying][0]]), choices)
        if fitting and changing not in settled:
            return columns | {changing: fitting[:1]}
    return columns if field in settled else {each: at for each, at in columns.items() if each != field}


def _differ(headers: Mapping[int, str], one: int, other: int) -> bool:
    roles = [_roles(headers[column]) for column in (one, other)]
    return bool(roles[0]) and bool(roles[1]) and not _same(roles[0], roles[1])


def _same(roles: frozenset[str], others: frozenset[str]) -> bool:
    return any(_begins_alike(role, other) for role in roles for other in others)


def _begins_alike(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) >= _STEM and longer.startswith(shorter))


def _roles(header: str) -> frozenset[str]:
    """Whose column it is, in words: "recruiter", "manager"; nobody's in particular for "Contact email"."""
    named = {word for phrase in _people_named(header) for word in (*phrase, *_initials(phrase))}
    return frozenset(word.removesuffix("s") for word in named - lexicon().anyone if len(word) > 1)


def _people_named(header: str) -> list[tuple[str, ...]]:
    words = normalised(header).split()
    phrases = [*((word,) for word in words), *pairwise(words)]
    return [phrase for phrase in phrases if _is_person(phrase)]


def _initials(phrase: Sequence[str]) -> Iterable[str]:
    """A hiring manager's column may be headed "HM email"."""
    return () if not lexicon().anyone.isdisjoint(phrase) else ("".join(word[0] for word in phrase),)


def _is_person(phrase: Iterable[str]) -> bool:
    senses = lexicon().senses.get(compact(" ".join(phrase)), ())
    return any(sense.field == "contact" for sense in senses)
