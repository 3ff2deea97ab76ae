"""A person's name in its proper case, and how it is greeted, in the language of the message (SPEC section 6)."""

import re
from functools import cache
from typing import TYPE_CHECKING

from sheet_sync.etiquette.messages.wording import word_set

if TYPE_CHECKING:
    from nameparser import HumanName
    from nameparser.config import Constants

_ENGLISH = word_set("mr mrs ms miss mx mister dr doctor prof professor sir dame rev hon")
_MR = word_set(
    "herr herrn hr monsieur sr señor senhor sig signor signore pan dhr meneer"
)  # German, French, Spanish and Portuguese, Italian, Polish, Dutch
_MS = word_set(
    """
    frau fräulein mme madame mlle mademoiselle sra señora srta señorita sr.ª sr.a senhora sig.ra sigra
    signora sig.na signorina pani mevr mevrouw mw
    """
)
_DOCTOR = word_set("dott dott.ssa dottore dottoressa dottssa dra dr.ª dr.a doutor doutora doktor doctora docteur")
_PROFESSOR = word_set("prof.ssa profesor profesora professeur professora professore professoressa")
_UNSAID = word_set("ing dipl.-ing mgr inż hab med phil rer nat habil lic")
"""Degrees that stand before a name in some languages, and in no English letter."""
_WITH_GIVEN_NAME = word_set("sir dame doña dona")

COURTESY = _ENGLISH | _MR | _MS | _DOCTOR | _PROFESSOR | _UNSAID | _WITH_GIVEN_NAME
PARTICLES = word_set(
    """
    de la las los del della di da do dos du le van von der den ten ter bin ibn al el y e st
    """
)

_IN_ENGLISH = {
    **dict.fromkeys(_MR, "Mr."),
    **dict.fromkeys(_MS, "Ms."),
    **dict.fromkeys(_DOCTOR, "Dr."),
    **dict.fromkeys(_PROFESSOR, "Prof."),
}
_ACADEMIC = frozenset({"Dr.", "Prof."})

# Most names are as plain as this; the parser takes its time, and the surname of “Jack Ma” for a degree.
_PLAIN_NAME = re.compile(r"[A-Z][a-z]+ [A-Z][a-z]+")
_GIVEN_NAMES_TOO = frozenset({"pan", "dona"})
"""Titles that are names of people elsewhere: “Pan Wei”, “Dona Smith”."""
_POLISH_NAME = re.compile(r"(?:[sc]k[ia]|dzk[ia]|wicz|czyk|[aeiou]k|[ąćęłńóśźż]\w*)$", re.IGNORECASE)


def greeted(text: str) -> tuple[str, str]:
    """A name in its proper case, and the part of it that follows “Hi”."""
    titles, rest = _titled(text)
    if not titles and _PLAIN_NAME.fullmatch(text):
        return text, text.partition(" ")[0]
    name = _parsed(rest)
    if any(_badly_cased(part) for part in (name.first, name.middle, name.last)):
        name.capitalize(force=True)
    title = " ".join(filter(None, (*map(_well_cased, titles), name.title)))
    whole = " ".join(filter(None, (title, name.first, name.middle, name.last))) or text
    if title and not (name.last and _UNSAID.issuperset(map(_key, titles))):
        given = bool(titles) and _key(titles[0]) in _WITH_GIVEN_NAME
        return whole, f"{title} {name.first if given else _surname(name)}"
    initial = len(name.first.strip(".")) <= 1
    return whole, whole if initial else name.first


def titles_only(words: list[str]) -> bool:
    """No name is left behind the titles: “Frau Dr.”."""
    return all(_key(word) in COURTESY for word in words)


def in_english(name: str) -> str:
    """A name or greeting as an English letter has it: “Frau Dr. Weber” -> “Dr. Weber”, “Pani Nowak” -> “Ms. Nowak”."""
    titles, rest = _titled(name)
    said = [title for title in titles if _key(title) not in _UNSAID]
    spoken = [_IN_ENGLISH.get(_key(title), title) for title in (said if said or " " in rest else titles)]
    if not _ACADEMIC.isdisjoint(spoken):
        spoken = [title for title in spoken if title not in {"Mr.", "Ms."}]
    return " ".join([*spoken, rest])


def _titled(text: str) -> tuple[list[str], str]:
    """The titles before a name, and the name; a name that is nothing but titles is one."""
    words = text.split()
    count = 0
    while count < len(words) - 1 and _is_title(words[count], words[count + 1 :]):
        count += 1
    return words[:count], " ".join(words[count:])


def _is_title(word: str, following: list[str]) -> bool:
    key = _key(word)
    if key not in _GIVEN_NAMES_TOO:
        return key in COURTESY
    return key == "pan" and any(_POLISH_NAME.search(other) for other in following)


def _key(word: str) -> str:
    return word.casefold().strip(".")


def _well_cased(title: str) -> str:
    return title.capitalize() if title.isupper() or title.islower() else title


def _parsed(text: str) -> "HumanName":
    from nameparser import HumanName  # noqa: PLC0415  most runs need no parser, and it takes 30 ms to load

    return HumanName(text, constants=_constants())


@cache
def _constants() -> "Constants":
    """The parser's own titles hold common given names, such as Dean and Earl; titles are peeled off before."""
    from nameparser.config import Constants  # noqa: PLC0415  see above

    return Constants(titles=_ENGLISH)


def _surname(name: "HumanName") -> str:
    """What follows a title: the parser takes the “von” of “Dr. von der Berg” for a given name."""
    if name.first.casefold() in PARTICLES:
        return " ".join(filter(None, (name.first, name.middle, name.last)))
    return name.last or name.first


def _badly_cased(part: str) -> bool:
    """Typed in capitals (an “AJ” aside) or without any; scripts without case are neither."""
    longest_initials = 2
    return (part.isupper() and len(part.replace(".", "")) > longest_initials) or (
        part.islower() and part not in PARTICLES
    )
