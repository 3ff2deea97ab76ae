"""What a header says: which fields it may mean, by its words alone (SPEC section 3); the words are data."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from sheet_sync.tracker.fields import OURS, OURS_BESIDE_USERS
from sheet_sync.tracker.headers.lexicon import REACHED, Certainty, Sense, Words, compact, lexicon, unlittled
from sheet_sync.tracker.headers.spelling import respelt

LONGEST = 120
"""A longer text is no header."""
_PART = 1_000
"""A header of which only a part is the word ranks behind one that is it wholly."""
_MISSPELT = 10_000
"""And a misspelt one behind every other."""
_WRAPPED = 3
"""The part before a line break, which mostly is a mere wrap: enough to tell a name, too little for a date."""
_BRIEF = 2
"""A longer explanation of a name says how to fill the column in: "Company - link to its page"."""
_BARE = 60
"""A plain "Email" ranks behind "Recruiter email": it may be anybody's."""

_OUR_HEADERS = frozenset((*OURS, *OURS_BESIDE_USERS.values()))
_NAMES = frozenset(("company", "position", "contact", "outcome"))
"""Fields of which a header may name something else as well: "Feedback / Status"."""
_DEEDS = frozenset(("thank_you_sent", "followed_up", "replied"))
_UNTRANSLATED = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})


@lru_cache(maxsize=8192)
def normalised(header: str) -> str:
    """A header as plain lower-case words: no accents, punctuation, possessives, camelCase or digits that cling."""
    numbered = re.sub(r"(?<=\w)\s*#(?!\s*\d)", " number ", header.replace("(s)", "s"))
    spaced = re.sub(
        r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})|(?<=\d)(?=[A-Z][a-z]{3})|(?<=[a-z]{2})(?=\d)", " ", numbered
    )
    decomposed = unicodedata.normalize("NFKD", spaced.translate(_UNTRANSLATED))
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w]|_", " ", re.sub(r"['’]s\b", "", plain.casefold())).split())


class _Variant(NamedTuple):
    """The words of a header, or of the part of it that counts; `dropped` explain them; `part` is how much was cut."""

    words: Words
    dropped: Words = ()
    part: int = 0


@lru_cache(maxsize=4096)
def senses_of(header: str) -> tuple[Sense, ...]:
    """The fields that a header may mean, of each the surest and most exact sense."""
    if header in _OUR_HEADERS or len(header) > LONGEST:
        return ()
    found = _first(_readings(header, respell=False)) or _first(_readings(header, respell=True))
    return tuple(_asked(sense) if "?" in header else sense for sense in found.values())


def _first(readings: Iterable[Iterable[Sense]]) -> dict[str, Sense]:
    """What the first reading that means anything says, of each field the surest sense."""
    for senses in readings:
        found: dict[str, Sense] = {}
        for sense in senses:
            found.setdefault(sense.field, sense)
        if found:
            return found
    return {}


def _asked(sense: Sense) -> Sense:
    """A question ("Phone screen?") asks for a tick: a date only where the cells prove it."""
    is_round = sense.field == "interview_date" and sense.certainty is not Certainty.NAMED
    return sense._replace(certainty=Certainty.PROVEN) if is_round else sense


def _readings(header: str, *, respell: bool) -> Iterator[list[Sense]]:
    """What the header means as a whole, else without its explanations, else part by part, the most exact first."""
    penalty = _MISSPELT if respell else 0
    parts = [sense._replace(rank=sense.rank + 3 * _PART + penalty) for sense in _of_parts(header, respell=respell)]
    if any(sense.field == "contact" and sense.shared for sense in parts):
        yield [sense._replace(shared=False) for sense in parts]
    for variant in _variants(header):
        words = respelt(variant.words) if respell else variant.words
        if not respell or words != variant.words:
            admitted = _admitted(_looked_up(words), variant, header)
            yield [sense._replace(rank=sense.rank + variant.part * _PART + penalty) for sense in admitted]
    yield parts


def _variants(header: str) -> Iterator[_Variant]:
    """The header whole, then without what people explain in parentheses or after a dash."""
    whole = _words(header)
    yield _Variant(whole)
    if enumerated := re.match(r"\d{1,2}[.)]\s+", header.strip()):
        yield _Variant(_words(header.strip()[enumerated.end() :]), (), 1)
    unexplained = re.sub(r"\([^)]*\)|\[[^]]*\]", " ", header)
    shorter = _words(unexplained)
    if shorter != whole:
        yield _Variant(shorter, _words(" ".join(re.findall(r"\([^)]*\)|\[[^]]*\]", header))), 1)
    for part, mark in ((2, r"\s[-–—]|[-–—]\s|:|\?\s"), (_WRAPPED, r"\n")):
        first, *rest = re.split(mark, unexplained.strip(), maxsplit=1)
        if rest and rest[0]:
            yield _Variant(_words(first), _words(rest[0]), part)


def _words(text: str) -> Words:
    return tuple(normalised(text).split())


def _admitted(senses: Iterable[Sense], variant: _Variant, header: str) -> Iterator[Sense]:
    """Without columns about the user or a reference, nor those whose explanation speaks of another thing."""
    for sense in senses:
        if sense.field in ("contact", *REACHED) and not lexicon().not_theirs.isdisjoint(_words(header)):
            continue
        if not _explained_away(sense, variant):
            yield sense


def _explained_away(sense: Sense, variant: _Variant) -> bool:
    """What was cut off says that something else is kept here: "Company - website", "Interview (notes)"."""
    if sense.field in _NAMES:
        return len(variant.dropped) <= _BRIEF and _names_any(variant.dropped, lexicon().about_names)
    if variant.part == _WRAPPED:
        return True
    return sense.field not in _DEEDS and _names_any(variant.dropped, lexicon().explaining)


def _names_any(words: Words, phrases: Iterable[Words]) -> bool:
    return any(words[at : at + len(phrase)] == phrase for phrase in phrases for at in range(len(words)))


def _looked_up(words: Words) -> Iterator[Sense]:
    """What these words mean: as a whole, as a round with its number or date, as somebody's address or number."""
    for sense in _meant(words):
        if sense.certainty is not Certainty.NUMBERED:
            yield sense._replace(rank=sense.rank + _BARE) if sense.field in REACHED else sense
    yield from _numbered_contact(words)
    yield from _round(words)
    if not _is_person(words):
        for field in REACHED:
            yield from _reached(words, field)


def _meant(words: Words) -> tuple[Sense, ...]:
    """What exactly these words mean, else what they mean without little ones: "Name of the contact"."""
    exact = lexicon().senses.get(compact(" ".join(words)), ())
    if exact:
        return exact
    known = lexicon()
    key = compact(" ".join(unlittled(words, known.little)))
    loose = () if key in known.ambiguous else known.senses.get(key) or known.loose.get(key, ())
    return tuple(sense._replace(rank=sense.rank + _PART) for sense in loose)


def _is_person(words: Words) -> bool:
    """Somebody, by the whole of these words: a "phone interviewer" is no number."""
    return any(sense.field == "contact" for sense in _meant(words))


def _numbered_contact(words: Words) -> Iterator[Sense]:
    """One contact of several: "Interviewer name 1"."""
    if words and words[-1].isdigit():
        for sense in _meant(words[:-1]):
            if sense.field == "contact":
                yield sense._replace(rank=sense.rank + _PART)


def _round(words: Words) -> Iterator[Sense]:
    """A round's name, numbered or with a word for its date: "Date of the 2nd phone screen"."""
    for each in dict.fromkeys((words, unlittled(words, lexicon().little))):
        yield from _numbered_or_dated(each)


def _numbered_or_dated(words: Words) -> Iterator[Sense]:
    undated, dated = _without(words, lexicon().dates)
    name, numbered = _without(undated, lexicon().ordinals)
    for each in (name, undated) if dated else (name,):
        for sense in _meant(each):
            if sense.field != "interview_date" or not (dated or numbered) or sense.certainty is Certainty.PROVEN:
                continue
            yield sense._replace(certainty=Certainty.NAMED if dated else Certainty.ROUND)


def _reached(words: Words, field: str) -> Iterator[Sense]:
    """An address or a number beside whose it is: "Recruiter's email"."""
    about = lexicon().about[field]
    numbers = lexicon().numbers if field == "phone" else frozenset()
    unnumbered, number = _without(words, numbers)
    rest, whose = _without(unnumbered, about)
    if not whose and not number:
        return
    rank = min((about[phrase] for phrase in whose), default=_BARE)
    if not rest and words[-1:] in number and any(map(_is_person, whose)):
        yield Sense(field, Certainty.NAMED, rank)
    for sense in _meant(rest):
        if sense.field == field and sense.certainty is Certainty.NAMED:
            yield sense._replace(rank=rank)


def _without(words: Words, phrases: Iterable[Words]) -> tuple[Words, list[Words]]:
    """The words without certain phrases, the longest first, and the phrases that were there."""
    known = phrases if isinstance(phrases, frozenset | dict) else frozenset(phrases)
    kept: list[str] = []
    found: list[Words] = []
    at = 0
    while at < len(words):
        lengths = range(min(5, len(words) - at), 0, -1)
        length = next((n for n in lengths if words[at : at + n] in known), 0)
        if length:
            found.append(words[at : at + length])
        else:
            kept.append(words[at])
        at += length or 1
    return tuple(kept), found


_AND = r"[&+,]|\s(?:and|or|und|oder|et|ou|lub|y)\s"
_BETWEEN_PARTS = re.compile(rf"\s*(?:[/|]|{_AND})\s*", re.IGNORECASE)


def _of_parts(header: str, *, respell: bool) -> list[Sense]:
    """What "Recruiter / HR contact" names in several breaths: one field, or two that share the column."""
    parts = [words for part in _BETWEEN_PARTS.split(header) if (words := _words(part))]
    if len(parts) < len(("one", "another")):
        return []
    spelt = [respelt(part) for part in parts] if respell else parts
    whole = _Variant(_words(header))
    for reading in (spelt, *_distributed(spelt)):
        means = [{sense.field: sense for sense in _admitted(_looked_up(words), whole, header)} for words in reading]
        if all(means):
            return _agreed(means) or _dated_beside_others(spelt, whole, header)
    only_slashes = not re.search(_AND, header, re.IGNORECASE)
    if only_slashes:
        return _named_beside_others(spelt, whole, header)
    return _company_and_address(spelt, header) or _dated_beside_others(spelt, whole, header)


def _distributed(parts: list[Words]) -> Iterator[list[Words]]:
    """What the parts have in common put to each: "Contact email/phone", "Recruiter/HR email"."""
    first, last = parts[0], parts[-1]
    if len(first) > 1:
        yield [first, *((*first[:-1], *part) for part in parts[1:])]
    if len(last) > 1:
        yield [*((*part, *last[1:]) for part in parts[:-1]), last]


def _agreed(means: list[dict[str, Sense]]) -> list[Sense]:
    """The fields that all parts may mean; else those that share a column: address and number, contact with either."""
    common = set.intersection(*(set(fields) for fields in means))
    if common:
        return [min((fields[field] for fields in means), key=lambda sense: sense[1:]) for field in sorted(common)]
    named = [sense for fields in means for sense in fields.values() if sense.certainty is Certainty.NAMED]
    fields = {sense.field for sense in named}
    if fields == set(REACHED):
        return [sense._replace(shared=True) for sense in named]
    anybodys = all(sense.rank >= _BARE for sense in named if sense.field in REACHED)
    if "interview_date" in fields <= {"interview_date", "contact", "interview_type"}:
        return [sense for sense in named if sense.field == "interview_date"][:1]
    with_contact = "contact" in fields <= {"contact", *REACHED} and anybodys
    return [sense._replace(shared=True) for sense in named if with_contact and sense.field == "contact"]


def _named_beside_others(parts: list[Words], whole: _Variant, header: str) -> list[Sense]:
    """The one name among the parts, where what stands beside it is no field: "Feedback / Status"."""
    named = [sense for words in parts for sense in _admitted(_looked_up(words), whole, header)]
    fields = {sense.field for sense in named}
    return named[:1] if len(fields) == 1 and fields <= _NAMES else _dated_beside_others(parts, whole, header)


def _company_and_address(parts: list[Words], header: str) -> list[Sense]:
    """The company, where all that stands beside it is about it: "Company name, address, phone"."""
    first, *others = parts
    known = lexicon()
    if any(_without(words, known.dates)[1] or not _names_any(words, known.about_names) for words in others):
        return []
    means = _admitted(_looked_up(first), _Variant(_words(header)), header)
    return [sense for sense in means if sense.field == "company"][:1]


def _dated_beside_others(parts: list[Words], whole: _Variant, header: str) -> list[Sense]:
    """The day of an interview with what came of it or where it was, but no other day: "Phone screen date / outcome"."""
    first, *others = parts
    known = lexicon()
    if any(_without(words, known.dates)[1] or compact(" ".join(words)) in known.ambiguous for words in others):
        return []
    means = _admitted(_looked_up(first), whole, header)
    return [sense for sense in means if sense.field == "interview_date" and sense.certainty is Certainty.NAMED][:1]


@lru_cache(maxsize=4096)
def ambiguous_fields(header: str) -> tuple[str, ...]:
    """The fields that an ambiguous header ("Follow-up date") would be if the user said so; none for any other."""
    if header in _OUR_HEADERS or len(header) > LONGEST:
        return ()
    for variant in _variants(header):
        unnumbered = _without(variant.words, lexicon().ordinals)[0]
        unlittle = unlittled(variant.words, lexicon().little)
        for words in (variant.words, unnumbered, unlittle, respelt(variant.words)):
            fields = lexicon().ambiguous.get(compact(" ".join(words)), ())
            unexplained = tuple(field for field in fields if field in _DEEDS or not _another_thing(field, variant))
            if unexplained:
                return unexplained
    return _in_one_cell(header)


def _another_thing(field: str, variant: _Variant) -> bool:
    """What was cut off says which day it is: "Date (applied)"."""
    return bool(variant.dropped) and _explained_away(Sense(field, Certainty.PROVEN, 0), variant)


def _in_one_cell(header: str) -> tuple[str, ...]:
    """Company and position in one column, which nobody can tell apart."""
    parts = [_looked_up(words) for part in _BETWEEN_PARTS.split(header) if (words := _words(part))]
    fields = {sense.field for senses in parts for sense in senses if sense.certainty is Certainty.NAMED}
    return ("company", "position") if fields == {"company", "position"} else ()
