"""Which column is which field (SPEC section 3): by the words of its header, and by what the cells below say."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from sheet_sync.tracker.headers.evidence import Evidence, Kind
from sheet_sync.tracker.headers.lexicon import REACHED, Certainty, Sense
from sheet_sync.tracker.headers.one_person import another_person, of_one_person
from sheet_sync.tracker.headers.senses import ambiguous_fields, normalised, senses_of

Columns = dict[str, tuple[int, ...]]
"""Field -> its columns."""
EvidenceOf = Callable[[int], Evidence]
"""What the cells of a column say; asked only for columns whose header may be a field."""

_MOST = 0.5
_SOME = 0.25
"""A column of rounds may also hold "passed", "no", "with Jane": from one date in four on it is one."""

_SURELY = 3
"""So many ticks or numbers at least must speak against a company or position: one may well be called "X" or "1"."""

_NOBODY_YET = 5_000
"""A column of names that is empty so far ranks behind one with names: a name is better than none."""

_OWN = 4
"""The same address or number in so many rows or more, and in no row another, is the user's own, as in an export."""

_NEVER = {
    "company": (Kind.DATE, Kind.TICK, Kind.ADDRESS, Kind.NUMBER),
    "position": (Kind.DATE, Kind.TICK, Kind.ADDRESS, Kind.NUMBER, Kind.LINK),
    "contact": (Kind.DATE, Kind.TICK, Kind.LINK),
    "email": (Kind.DATE, Kind.TICK, Kind.NUMBER, Kind.LINK),
    "phone": (Kind.DATE, Kind.TICK, Kind.ADDRESS, Kind.LINK),
    "outcome": (Kind.DATE, Kind.ADDRESS, Kind.NUMBER, Kind.LINK),
    "interview_type": (Kind.DATE, Kind.LINK),
}
"""What most cells of a field never are: a header above such cells means something else."""

_DONE_OR_PLANNED = ("followed_up", "replied")
"""Fields whose column may be one of ours, added because nobody could say that the user's own is it."""

_HELD = {"email": Kind.ADDRESS, "phone": Kind.NUMBER}


def _nothing_known(_column: int) -> Evidence:
    return Evidence()


@dataclass(frozen=True, order=True)
class _Candidate:
    """A column that may be a field, the best first."""

    certainty: Certainty
    rank: int
    column: int
    field: str
    shared: bool = False


def match_columns(
    headers: Mapping[int, str], named: Mapping[str, tuple[str, ...]], evidence: EvidenceOf = _nothing_known
) -> Columns:
    """Field -> its columns, of the headers by column; what is `named` by hand goes before what is understood.

    Every field but `interview_date` has one column, the most exact and then the leftmost; a column serves one field,
    unless its header names an address and a number in one breath.
    """
    matched = {field: _columns_named(headers, names) for field, names in named.items()}
    matched = {field: columns for field, columns in matched.items() if columns}
    taken = {column for columns in matched.values() for column in columns}
    free = {column: header for column, header in headers.items() if column not in taken}
    candidates = _candidates(free, named, evidence)
    return of_one_person(headers, matched | _assigned(candidates), _choices(candidates), settled=named)


def stand_in(
    headers: Mapping[int, str], columns: Columns, named: Collection[str], evidence: EvidenceOf = _nothing_known
) -> Columns:
    """The columns of another person, who is written to where a row's contact is blank; none where nobody is.

    Args:
        headers: by column.
        columns: those of each field, as `match_columns` gives them.
        named: the fields whose columns the user named by hand; a contact so named stands alone.
        evidence: what the cells of a column say.
    """
    if "contact" in named:
        return {}
    return another_person(headers, columns, _choices(_candidates(headers, named, evidence)))


def _candidates(headers: Mapping[int, str], named: Collection[str], evidence: EvidenceOf) -> list[_Candidate]:
    seen = cache(evidence)
    return [
        _Candidate(sense.certainty, sense.rank, column, sense.field, sense.shared)
        for column, header in headers.items()
        for sense in _admissible(senses_of(header), seen, column)
        if sense.field not in named
    ]


def _choices(candidates: Iterable[_Candidate]) -> list[tuple[str, int]]:
    return [(candidate.field, candidate.column) for candidate in sorted(candidates)]


def unsettled(headers: Mapping[int, str], fields: Collection[str], free: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """The free columns that might be a field if the user said so, with the fields that each could be.

    Their headers mean one thing to some and another to others, or their cells do not hold what the header says.
    """
    found = {column: _possible(headers[column], fields) for column in free}
    return {column: possible for column, possible in found.items() if possible}


def _possible(header: str, fields: Collection[str]) -> tuple[str, ...]:
    ambiguous = ambiguous_fields(header)
    missing = tuple(field for field in ambiguous if field not in fields)
    if ambiguous:
        return missing or tuple(field for field in ambiguous if field in _DONE_OR_PLANNED)
    doubted = {sense.field for sense in senses_of(header) if sense.certainty is not Certainty.PROVEN}
    return tuple(sorted(doubted - set(fields)))


def _columns_named(headers: Mapping[int, str], names: Iterable[str]) -> tuple[int, ...]:
    wanted = {normalised(name) for name in names}
    exact = tuple(column for column, header in headers.items() if header in names)
    return exact or tuple(column for column, header in headers.items() if normalised(header) in wanted)


def _admissible(senses: Iterable[Sense], evidence: EvidenceOf, column: int) -> Iterator[Sense]:
    """The senses that the cells allow, a doubtful one that they prove made sure."""
    for sense in senses:
        if sense.field == "interview_date":
            yield from _as_round(sense, evidence, column)
        elif sense.field == "contact":
            yield from _as_contact(sense, evidence(column))
        elif not _denied(sense, evidence(column)):
            yield sense


def _as_round(sense: Sense, evidence: EvidenceOf, column: int) -> Iterator[Sense]:
    if sense.certainty is Certainty.NAMED:
        yield sense
        return
    told = evidence(column)
    if told.share(Kind.DATE) >= _SOME:
        proven = sense.certainty is not Certainty.PROVEN or told.share(Kind.DATE) > _MOST
        yield from [sense._replace(certainty=Certainty.ROUND)] if proven else []
    elif not told.filled and sense.certainty is not Certainty.PROVEN:
        yield sense


def _as_contact(sense: Sense, told: Evidence) -> Iterator[Sense]:
    """Names, or bare addresses or numbers of contacts, which make the column theirs."""
    if not told.filled:
        yield sense._replace(rank=sense.rank + _NOBODY_YET)
        return
    bare = told.share(Kind.TEXT) < _MOST
    reached = next((field for field in REACHED if told.share(_HELD[field]) > _MOST and bare), "")
    if reached:
        yield sense._replace(field=reached)
    elif not _denied(sense, told):
        yield sense


def _denied(sense: Sense, told: Evidence) -> bool:
    if sense.field in REACHED and told.one_value and told.filled >= _OWN:
        return True
    if sense.field == "promised_reply" and sense.certainty is Certainty.BARE:
        return bool(told.filled) and told.promised() <= _MOST
    if sense.shared or sense.field == "email":
        return bool(told.filled) and not told.share(_HELD[sense.field])
    kinds = _NEVER.get(sense.field, ())
    if told.filled < _SURELY and sense.field in ("company", "position"):
        kinds = tuple(kind for kind in kinds if kind not in (Kind.TICK, Kind.NUMBER))
    return told.share(*kinds) > _MOST


def _assigned(candidates: Iterable[_Candidate]) -> Columns:
    """The columns of each field, the best candidates first."""
    columns: Columns = {}
    serving: dict[int, bool] = {}
    for candidate in sorted(_beside_dates(candidates)):
        if not _still_wanted(candidate, columns):
            continue
        if candidate.column in serving and not (candidate.shared and serving[candidate.column]):
            continue
        columns[candidate.field] = tuple(sorted((*columns.get(candidate.field, ()), candidate.column)))
        serving[candidate.column] = candidate.shared
    return columns


def _beside_dates(candidates: Iterable[_Candidate]) -> list[_Candidate]:
    """Without a bare "Interview" where another column says "Interview date"."""
    every = list(candidates)
    dated = any(c.field == "interview_date" and c.certainty is Certainty.NAMED for c in every)
    return [c for c in every if not (dated and c.field == "interview_date" and c.certainty is Certainty.BARE)]


def _still_wanted(candidate: _Candidate, columns: Columns) -> bool:
    """Interview dates take every round, an "Onsite" only beside others; other fields take one column."""
    known = candidate.field in columns
    if candidate.field != "interview_date":
        return not known
    return known if candidate.certainty is Certainty.BESIDE else True
