"""The text of a cell, made fit to stand in a message: it is data and never acts (SPEC section 6)."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, match_skeleton

from sheet_sync.grid import one_line


def word_set(text: str) -> frozenset[str]:
    """The words of a text, where a list of them is read more easily than so many strings."""
    return frozenset(text.split())


_UNKNOWN = word_set(
    """
    none nan nat n/a na n.a null nil undefined tbd tba tbc unknown unsure unclear pending #n/a
    #ref! #ref #value! #value #name #null <na
    """
) | {"not known", "not sure", "not yet", "no idea", "to be determined", "to be decided", "to be confirmed"}

# Emoji are "other symbols"; their variation selectors are the only marks that mean nothing on their own.
_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "So", "Me"})
_VARIATION_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))

_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|<|>|^\[.*\]$")
_LINK = re.compile(r"https?:|www\.|\S@\S", re.IGNORECASE)
_NOBODY = frozenset(("your name", "my name", "name", "first last", "firstname lastname"))
_QUOTED_LENGTH = 41
_SHOUTED_LENGTH = 5
_ACRONYM_LENGTH = 3
_ABBREVIATED = word_set("inc ltd co sr jr")
_SMALL_WORDS = word_set("a an and at for from in of on or the to with")


@dataclass(frozen=True, slots=True)
class Wording:
    """What a cell contributes to a message.

    Attributes:
        text: words that can stand in a sentence; "" where the cell holds nothing known, or nothing fit.
        left_out: why the cell's text cannot stand in a message; "" where it can, or where there is none.
        quoted: the beginning of the cell's text, for the note that says so.
    """

    text: str = ""
    left_out: str = ""
    quoted: str = ""

    @property
    def missing(self) -> bool:
        """The cell holds nothing: there is something to ask for."""
        return not self.text and not self.left_out


def clean(cell: str) -> str:
    """A cell on one line: white space collapsed, control characters and emoji dropped; "" if unknown."""
    text = " ".join(_plain(cell).split()).replace(" ,", ",").replace(" ;", ";")
    return "" if _unknown(text) else text


def quoted(text: str) -> str:
    """The beginning of a text in quotation marks, for a note about it."""
    return f"“{one_line(text, _QUOTED_LENGTH)}”"


def unfit(text: str, characters: int, words: int) -> str:
    """Why a cleaned text cannot stand in a message of measured length; "" if it can."""
    if text.startswith("="):
        return "it looks like a formula"
    if _PLACEHOLDER.search(text):
        return "it looks like a placeholder"
    if _LINK.search(text):
        return "it holds a link or an address"
    if len(text) > characters or len(text.split()) > words:
        return "it is too long for a message"
    return ""


def own_name(cell: str) -> Wording:
    """The name that signs: a placeholder is nobody's."""
    return worded("" if cell.strip().casefold() in _NOBODY else cell, 60, 6, name_of)


_KINDS = (
    ("take-home", r"\btake[ -]?home|\bhome ?work|\bhackerrank|\bcodility|\bassignment|\bassessment\b(?! cent)"),
    ("coffee chat", r"\bcoffee\b"),
    ("informal chat", r"\binformal (chat|talk|call)"),
    ("informational", r"\binformational\b"),
    ("phone screen", r"(phone|telephone|call)\W*(pre-?)?screen"),
    ("panel", r"\bpanel"),
    ("final-round", r"\bfinal"),
    ("technical", r"\btech|\bcoding|\blive code|\bwhiteboard"),
    ("case", r"\bcase\b"),
    ("behavioral", r"\bbehaviou?ral"),
    ("group", r"\bgroup\b"),
    ("in-person", r"\bin[ -]?person|\bface[ -]to[ -]face|\bf2f\b|\bin (the )?office"),
    ("on-site", r"\bon[ -]?site"),
    (
        "video",
        r"\b(video|zoom|google meet|skype|webex|virtual)|^teams\b|\b(ms|microsoft) teams|\bteams call",
    ),
    ("phone", r"\b(tele)?phone|\bcall\b|\bcalled\b"),
    ("screening", r"\bscreen"),
    ("second-round", r"\b(second|2nd)\b"),
)


@lru_cache(maxsize=1024)
def interview_kind(cell: str) -> str:
    """The kind of interview that a cell or a header names: “Zoom call” -> “video”; "" where none is known."""
    text = clean(cell).casefold()
    return next((kind for kind, pattern in _KINDS if re.search(pattern, text)), "")


_CALLED_SO = {
    "phone screen": "phone screen",
    "coffee chat": "coffee chat",
    "informal chat": "chat",
    "take-home": "take-home assignment",
}
"""Kinds that nobody calls an interview."""


def interview_phrase(kind: str) -> str:
    """What the interview is called in an English sentence, after “the”: “video interview”, “phone screen”."""
    return _CALLED_SO.get(kind) or f"{kind} interview".strip()


def meeting(kind: str) -> str:
    """What the interview is called in a subject, after the position: “interview”, “coffee chat”."""
    return "interview" if kind == "phone screen" else _CALLED_SO.get(kind, "interview")


@lru_cache(maxsize=4096)
def day_in_words(day: date, language: str) -> str:
    """The day as people of that language say it, without the year: “Tuesday, November 17”."""
    return format_date(day, _day_pattern(language), locale=language.replace("-", "_"))


@lru_cache(maxsize=64)
def language_name(language: str) -> str:
    """A language as notes call it: “en” -> “English”."""
    return Locale.parse(language.replace("-", "_")).get_display_name("en") or language


@lru_cache(maxsize=64)
def _day_pattern(language: str) -> str:
    """A language's own order of weekday, day and month, with both names in full."""
    skeletons = Locale.parse(language.replace("-", "_")).datetime_skeletons
    known = match_skeleton("MMMMEd", skeletons) or "MEd"
    pattern = str(skeletons[known].pattern)
    return re.sub(r"[MLl]{3,}", "MMMM", re.sub(r"[Ec]+", "EEEE", pattern))


def _plain(cell: str) -> str:
    """The characters of a cell that can be printed, and its white space."""
    if cell.isascii() and cell.isprintable():
        return cell
    return "".join(character for character in unicodedata.normalize("NFC", cell) if _kept(character))


def _kept(character: str) -> bool:
    if character.isspace():
        return True
    return unicodedata.category(character) not in _DROPPED_CATEGORIES and character not in _VARIATION_SELECTORS


def _unknown(text: str) -> bool:
    return not any(map(str.isalnum, text)) or text.casefold().strip(" .?!-–—_()[]<>") in _UNKNOWN


def worded(cell: str, characters: int, words: int, shaped: Callable[[str], str]) -> Wording:
    """A cell's words in the given shape, or why they are left out; `characters` and `words` are its bounds."""
    text = clean(cell)
    if not text:
        return Wording()
    why = unfit(text, characters, words)
    return Wording("" if why else shaped(text), why, quoted(text))


def name_of(text: str) -> str:
    """A company's or a person's name without marks that end a sentence; one word in capitals is how it is spelt."""
    name = trimmed(unpunctuated(text))
    return calm(name) if " " in name else name


_FULL_STOP = re.compile(
    r"\b(?!(?:inc|ltd|corp|bros|mrs|prof|asst|assoc|dept|univ|intl|mgr|eng|exec)\.)(\w{3,})\.\s+",
    re.IGNORECASE,
)


def unpunctuated(text: str) -> str:
    """The text without marks that would end the sentence around it; abbreviations keep their dots."""
    return _FULL_STOP.sub(r"\1, ", unstuttered(clean(re.sub(r"[!?]", "", text))))


def unstuttered(text: str) -> str:
    """No doubled punctuation, and no full stop that stands alone."""
    return re.sub(r"([.,;:])\1+", r"\1", re.sub(r" \.(?= |$)", ".", text))


_MARKS = " .,;:!?*|·•–—-"
_LEADING_MARKS = re.compile(rf"^[{_MARKS}]*?(?=\.[A-Za-z]|[^{_MARKS}]|$)")


def trimmed(text: str) -> str:
    """The text without the bullets before it and the punctuation after it (the dot of “.NET” stays)."""
    return _LEADING_MARKS.sub("", text.rstrip(_MARKS), count=1)


_SHOUTED = re.compile(r"\b[^\W\d_a-z]{4,}(?:\s+[^\W\d_a-z]{4,})+\b")


def calm(text: str) -> str:
    """A text typed in capitals, without the shouting: “SENIOR ML ENGINEER” -> “Senior ML Engineer”."""
    words = text.split()
    if text.isupper() and max(map(len, words)) >= _SHOUTED_LENGTH:
        return " ".join(map(_calm_word, words))
    return _SHOUTED.sub(lambda shouted: " ".join(map(_calm_word, shouted[0].split())), text)


def _calm_word(word: str) -> str:
    if word.lower() in _SMALL_WORDS:
        return word.lower()
    acronym = len(word.strip("(),.")) <= _ACRONYM_LENGTH and word.strip("(),.").lower() not in _ABBREVIATED
    return word if acronym else word.capitalize()
