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
    return _worded("" if cell.strip().casefold() in _NOBODY else cell, 60, 6, _name)


@lru_cache(maxsize=16384)
def company(cell: str) -> Wording:
    """A company's name, to follow “at”: “ACME WIDGETS INC.” -> “Acme Widgets Inc”."""
    return _worded(cell, 80, 9, _name)


@lru_cache(maxsize=16384)
def position(cell: str) -> Wording:
    """A position's title, to stand in “the … position”: “The Data Analyst role” -> “Data Analyst”."""
    return _worded(cell, 80, 10, _position_title)


_FOR_ONESELF = re.compile(
    r"(?<!-)\b(not|no|nothing|didn['’]t|wasn['’]t|bad|rude|red flags?|awful|boring|terrible|weird|awkward|to ?do|yes|"
    r"everything|mostly|them|him|me)\b(?!-)",
    re.IGNORECASE,
)
_EMOTICON = re.compile(r"(?<!\S)[:;]-?[()DP](?!\S)")


@lru_cache(maxsize=16384)
def talked_about(cell: str) -> Wording:
    """The subject of a conversation, to follow “our conversation about”."""
    worded = _worded(cell, 200, 30, _subject)
    if worded.text and _FOR_ONESELF.search(worded.text):
        return Wording("", "it reads like a note to yourself", worded.quoted)
    if worded.text and _reads_like_a_sentence(worded.text):
        why = "it reads like a sentence, and a few words such as “the data platform roadmap” fit best"
        return Wording("", why, worded.quoted)
    return worded


_KINDS = (
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


def interview_phrase(kind: str) -> str:
    """What the interview is called in an English sentence, after “the”: “video interview”, “phone screen”."""
    return kind if kind == "phone screen" else f"{kind} interview".strip()


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


def _worded(cell: str, characters: int, words: int, shaped: Callable[[str], str]) -> Wording:
    """A cell's words in the given shape, or why they are left out."""
    text = clean(cell)
    if not text:
        return Wording()
    why = unfit(text, characters, words)
    return Wording("" if why else shaped(text), why, quoted(text))


def _name(text: str) -> str:
    """A company's or a person's name without marks that end a sentence; one word in capitals is how it is spelt."""
    name = _trimmed(_unpunctuated(text))
    return calm(name) if " " in name else name


def _position_title(text: str) -> str:
    """A position's title without the words that the message puts around it."""
    title = _trimmed(_unpunctuated(text))
    title = re.sub(r"^(the|an?) (?=\S)", "", title, flags=re.IGNORECASE)
    return calm(re.sub(r"(?<=\S) (position|role|job|vacancy|opening)$", "", title, flags=re.IGNORECASE))


_LEAD_IN = re.compile(
    r"^((we |i )?(also )?((talked|spoke|chatted|talk|chat) about|discussed) |(about|re|topics?):? "
    r"|(our )?(talk|chat|conversation|discussion) about )",
    re.IGNORECASE,
)
_OPENERS = word_set(
    """
    the your a an how why what where when your our his her its working using building
    """
)


_TO_YOU = {"their": "your", "they": "you", "theirs": "yours"}
_THEIRS = re.compile(r"\b(theirs?|they)\b", re.IGNORECASE)


def _subject(text: str) -> str:
    """The subject alone, as it goes on after “about”: “We talked about Their roadmap.” -> “your roadmap”."""
    said = _THEIRS.sub(lambda word: _TO_YOU[word[0].lower()], _EMOTICON.sub(" ", text))
    subject = calm(_LEAD_IN.sub("", _trimmed(_single_marks(clean(said.replace(";", ","))))))
    first, _, rest = subject.partition(" ")
    if first.lower() in _OPENERS:
        first = first.lower()
    return _spoken_list(_trimmed(f"{first} {rest}"))


def _spoken_list(text: str) -> str:
    """Key words between commas, as they are said: “dbt, hiring” -> “dbt and hiring”."""
    longest_item = 3
    items = text.split(", ")
    if " and " in text or any(len(item.split()) > longest_item for item in items):
        return text
    return " and ".join(filter(None, (", ".join(items[:-1]), items[-1])))


_SPEAKERS = word_set("i we you he she it they there that this asked told said need send remember")
_QUESTION_WORDS = word_set("how why what where when whether who which")
_VERBS = re.compile(
    r"\b(is|are|was|were|am|will|has|have|had|said|told|uses|wants|needs|loves|likes|asked|mentioned)\b"
)


def _reads_like_a_sentence(subject: str) -> bool:
    """Several sentences, a question, or one that has its own speaker and verb: nothing to follow “about”."""
    if re.search(r"[!?]", subject) or _FULL_STOP.search(subject):
        return True
    words = re.split(r"[\s’']", subject.casefold())
    if words[0] in _QUESTION_WORDS:
        return False
    return words[0] in _SPEAKERS or _says_something(" ".join(words))


def _says_something(words: str) -> bool:
    """A verb that no “that” or “which” before it makes a mere description: “the team uses Spark”."""
    verb = _VERBS.search(words)
    return verb is not None and not re.search(r"\b(that|which|who|how|why|what)\b", words[: verb.start()])


_FULL_STOP = re.compile(
    r"\b(?!(?:inc|ltd|corp|bros|mrs|prof|asst|assoc|dept|univ|intl|mgr|eng|exec)\.)(\w{3,})\.\s+",
    re.IGNORECASE,
)


def _unpunctuated(text: str) -> str:
    """The text without marks that would end the sentence around it; abbreviations keep their dots."""
    return _FULL_STOP.sub(r"\1, ", _single_marks(clean(re.sub(r"[!?]", "", text))))


def _single_marks(text: str) -> str:
    """No doubled punctuation, and no full stop that stands alone."""
    return re.sub(r"([.,;:])\1+", r"\1", re.sub(r" \.(?= |$)", ".", text))


_MARKS = " .,;:!?*|·•–—-"
_LEADING_MARKS = re.compile(rf"^[{_MARKS}]*?(?=\.[A-Za-z]|[^{_MARKS}]|$)")


def _trimmed(text: str) -> str:
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
