"""The people in a contact cell, and how to greet them (SPEC section 6)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from sheet_sync.etiquette.messages.names import PARTICLES, greeted, in_english, titles_only
from sheet_sync.etiquette.messages.reach import addresses, likeness, numbers
from sheet_sync.etiquette.messages.wording import clean, unfit, word_set


@dataclass(frozen=True, slots=True)
class Contact:
    """One person, or one function, to write to.

    Attributes:
        name: "Jane Doe", "Dr. Smith"; "" where the cell names a function ("HR") or nobody.
        greeting: what follows "Hi": "Jane", "Dr. Smith"; "" without a name.
        arranges: a recruiter or an agency: whoever arranged the interview, not the interviewer.
        email, phone: those that stand beside the name in its own cell; "" if none.
    """

    name: str = ""
    greeting: str = ""
    arranges: bool = False
    email: str = ""
    phone: str = ""

    def in_language(self, language: str) -> "Contact":
        """The contact as a message calls them: an English one says “Ms. Weber” where the cell says “Frau Weber”."""
        if language.partition("-")[0] != "en" or not self.name:
            return self
        return replace(self, name=in_english(self.name), greeting=in_english(self.greeting))


_ARRANGING = word_set(
    """
    recruiter recruiters recruiting recruitment talent hr human sourcer sourcing staffing
    agency headhunter coordinator scheduler scheduling ta
    """
)
_ROLES = _ARRANGING | word_set(
    """
    acquisition resources hiring manager director lead head vp svp evp ceo cto cfo coo cpo cio
    president founder cofounder co-founder engineer engineering developer analyst scientist designer
    architect consultant specialist officer supervisor owner executive assistant associate senior
    principal staff chief deputy generalist operations ops interviewer interviewers panelist product
    data software marketing sales finance technical tech partner contact administrator
    """
)
_GROUPS = word_set(
    """
    team teams dept department office committee panel group company inc inc. llc ltd ltd. gmbh corp
    corp. agency staffing recruiters careers jobs interviewers everyone
    """
)
_NO_NAME_BEGINS = word_set(
    """
    the a an my me i we someone somebody not don't no none same ask see via to from with and or
    various multiple several nobody yes met spoke talked they she he it two three who which whoever
    hello hi dear info sir/madam of in at for her his their our your new left waiting will
    unknown tbd tba tbc pending unsure unclear
    """
)
_DEGREES = word_set(
    """
    phd ph.d ph.d. md m.d. mba cpa jr jr. sr sr. ii iii iv esq esq. pmp sphr phr shrm-cp shrm-scp
    cfa msc bsc ma ba rn pe dds jd
    """
)
_MOST_WORDS = 5
_LONGEST_CELL = 300
_LONGEST_NAME = 80

_HERR = re.compile(r"\bHr\b")
_BETWEEN_PEOPLE = re.compile(r"(?:[;\r\n|/]|\s&\s|\s\+\s|\s(?i:and)\s)(?![^()]*\))")
_REMARK = re.compile(r"\(([^()]*)\)")
_NICKNAME = re.compile(r"^([^\W\d]+) [(\"“'‘]([^\W\d]{2,})[)\"”'’] (?=\w)")
_AFFILIATION = re.compile(r"\s(?:from|at|with|via|@|c/o)\s.*|\s@\w.*", re.IGNORECASE)
_WITH = re.compile(r"\bw/(?!\w/)\s*", re.IGNORECASE)
_CARE_OF = re.compile(r"\bc/o\b", re.IGNORECASE)
_PRONOUNS = re.compile(r"\b(?:she|he|they)/(?:her|hers|him|his|them|they)(?:/\w+)?\b", re.IGNORECASE)
_ROUND_BRACKETS = str.maketrans("[]", "()")
_MEETING_WITH = re.compile(
    r"^\s*(?:(?:met|spoke|talked|chatted|interviewed|interview|call|chat|meeting|talk)\s+)?(?:with|by|to)\s+"
    r"|^\s*met\s+",
    re.IGNORECASE,
)
_WITHIN_A_PERSON = re.compile(r"\s[-–—]\s")
_WEB = re.compile(r"(?:https?://|www\.|linkedin\.com)\S*", re.IGNORECASE)
_SOMETHING_WITH_AT = re.compile(r"[<(\[]?\s*(?:mailto:)?[^\s<(\[]+@[^\s>)\]]+[>)\]]?", re.IGNORECASE)
_NAME_WORD = re.compile(r"[^\W\d_][^\d_,;:/<>(){}\[\]=+*#@!?\"\\]*")


@lru_cache(maxsize=16384)
def contacts(cell: str, company: str = "") -> tuple[Contact, ...]:
    """The people of a contact cell in their order, the first of whom the message goes to.

    A cell that names only a function ("HR", "Acme hiring team") gives one contact without a name; a cell that
    is empty, unknown or unfit gives none. `company` tells "Google HR" from "Jane HR".
    """
    if not clean(cell) or contact_unfit(cell):
        return ()
    found: list[Contact] = []
    for piece in _BETWEEN_PEOPLE.split(_spelt_out(_WEB.sub(" ", cell))):
        for part in _comma_parts(piece):
            _add(found, _contact(part, company.casefold()))
    return tuple(found)


def _spelt_out(cell: str) -> str:
    """The cell with the strokes gone that part no people: “w/ Jane”, “c/o Hays”, “she/her”."""
    return _PRONOUNS.sub(" ", _CARE_OF.sub(" at ", _WITH.sub(" with ", cell))).translate(_ROUND_BRACKETS)


@lru_cache(maxsize=16384)
def contact_unfit(cell: str) -> str:
    """Why a whole contact cell is left out of the message; "" where it can be read."""
    return unfit(clean(_without_addresses(_WEB.sub(" ", cell))), _LONGEST_CELL, _LONGEST_CELL)


def _without_addresses(text: str) -> str:
    return _SOMETHING_WITH_AT.sub(" ", text) if "@" in text else text


def own_address(people: tuple[Contact, ...], cell: str) -> str:
    """The first person's address: beside the name, else like it, else the first that is nobody else's."""
    first, others = (people[0], people[1:]) if people else (Contact(), ())
    if first.email:
        return first.email
    free = [a for a in addresses(cell) if not _belongs_to_another(a, first, others)]
    return max(free, key=lambda address: likeness(first.name, address), default="")


def own_number(people: tuple[Contact, ...], cell: str) -> str:
    """The number of the first of the people: beside the name, else the first in the cell."""
    if people and people[0].phone:
        return people[0].phone
    return next(iter(numbers(cell)), "")


def _belongs_to_another(address: str, first: Contact, others: tuple[Contact, ...]) -> bool:
    if not others:
        return False
    likest = max(likeness(other.name, address) for other in others)
    return likest > likeness(first.name, address)


def _add(found: list[Contact], contact: Contact) -> None:
    """Take a contact up; what has no name, belongs to the person before it, else after it."""
    if not found:
        found.append(contact)
        return
    last = found[-1]
    if contact.name and last.name:
        found.append(contact)
        return
    if contact.name:
        found[-1] = replace(contact, email=contact.email or last.email, phone=contact.phone or last.phone)
        return
    found[-1] = replace(
        last,
        arranges=last.arranges or contact.arranges,
        email=last.email or contact.email,
        phone=last.phone or contact.phone,
    )


def _comma_parts(piece: str) -> Iterator[str]:
    """The people between commas: "Doe, Jane" is one, and after a full name may come a role or a degree."""
    parts = [part.strip() for part in re.split(r",(?![^()]*\))", piece)]
    parts = [part for at, part in enumerate(parts) if part and (at == 0 or part.casefold() not in _DEGREES)]
    bare = [part for part in parts if not _is_role(part)]
    if len(bare) > 1 and _surname_first(bare):
        yield " ".join([f"{bare[1]} {bare[0]}", *(f"({part})" for part in parts if part not in bare[:2])])
        return
    singles = all(" " not in part.rpartition(": ")[2] for part in bare)
    for number, part in enumerate(parts):
        remark = number > 0 and " " not in part and not singles and not _reaches(part)
        yield f"({part})" if remark else part


def _reaches(part: str) -> bool:
    """The part is an address or a number, of the person before it."""
    return "@" in part or bool(numbers(part))


def _surname_first(parts: list[str]) -> bool:
    """Two parts, the first a surname alone: "Doe, Jane", "van der Berg, Jan M."."""
    two = 2
    if len(parts) != two or any(map(_reaches, parts)):
        return False
    return all(word.casefold() in PARTICLES for word in parts[0].split()[:-1])


def _contact(part: str, company: str) -> Contact:
    """The contact that one part of a cell describes."""
    email = next(iter(addresses(part)), "")
    text = _without_addresses(part)
    phone = next(iter(numbers(text)), "")
    text = clean(text.replace(phone, " ") if phone else text)
    nickname = _nickname(text)
    said = _AFFILIATION.sub("", _MEETING_WITH.sub("", _REMARK.sub(" ", text)))
    sides = [side for labelled in reversed(said.split(": ")) for side in _WITHIN_A_PERSON.split(labelled)]
    words = next(filter(None, (_name_words(side, company) for side in sides)), [])
    name, greeting = greeted(" ".join(words)) if words else ("", "")
    return Contact(name, (nickname or greeting) if name else "", _arranges(text, words), email, phone)


def _nickname(text: str) -> str:
    """The name somebody goes by: the “Bob” of “Robert (Bob) Smith”."""
    match = _NICKNAME.match(text)
    return match[2] if match and match[2].casefold() not in _ROLES else ""


def _arranges(text: str, name: list[str]) -> bool:
    """What is said beside the name speaks of recruiting."""
    words = re.findall(r"[\w-]+", _HERR.sub(" ", text).casefold())
    return not _ARRANGING.isdisjoint(set(words) - {word.casefold() for word in name})


def _is_role(part: str) -> bool:
    """The part names what somebody does: "HR Manager", "VP of Engineering", "Director"."""
    words = re.findall(r"[\w-]+", part.casefold())
    return bool(words) and (words[0] in _ROLES or words[-1] in _ROLES) and not _name_words(part, "")


def _name_words(side: str, company: str) -> list[str]:
    """The words of a person's name, roles and degrees peeled off; none where it is no name."""
    words = side.strip(" ,.:-–—?!").split()
    while len(words) > len(("given", "family")) and words[-1].casefold() in _DEGREES:
        words.pop()
    if not _GROUPS.isdisjoint(word.casefold() for word in words):
        return []
    while words and words[-1].casefold() in _ROLES:
        words.pop()
    while words and words[0].casefold() in _ROLES:
        words.pop(0)
    return words if _is_name(words, company) else []


def _is_name(words: list[str], company: str) -> bool:
    """The words can be a person's name: not too many, letters only, no talk, and not the company's."""
    own = [word for word in words if word.casefold() not in PARTICLES]
    if not 1 <= len(own) <= _MOST_WORDS or not all(map(_NAME_WORD.fullmatch, words)):
        return False
    text = " ".join(words)
    if len(text) > _LONGEST_NAME or not clean(text) or _is_company(words, company):
        return False
    return words[0].casefold() not in _NO_NAME_BEGINS and not _is_talk(words) and not titles_only(words)


def _is_company(words: list[str], company: str) -> bool:
    """The words begin the company's name: the “Acme” of “Acme HR”, where “Acme Inc.” is the company."""
    return [word.casefold() for word in words] == re.findall(r"[\w'&-]+", company)[: len(words)]


def _is_talk(words: list[str]) -> bool:
    """Small words that names do not have: “Jane will call”; a name typed all in small letters is short."""
    longest_typed_small = 3
    small = [word for word in words if word.islower() and word not in PARTICLES]
    if not _NO_NAME_BEGINS.isdisjoint(small):
        return True
    return bool(small) and (len(small) > longest_typed_small or any(word[0].isupper() for word in words[1:]))
