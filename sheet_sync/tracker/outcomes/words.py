"""The words of outcomes, made ready from `outcomes.toml`: phrases, small words, spellings."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any, Generic, TypeVar

from sheet_sync.tracker.vocabulary import table

Meaning = TypeVar("Meaning")
Words = tuple[str, ...]

BEGINNING = "^"
END = "$"

_CAMEL_CASE = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CONTRACTION = re.compile(r"(?<=\w)['’ʼ`](?=(?:t|s|ve|re|ll|m|d)\b)")
_PLAIN_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "_": " "})
_REPEATED = re.compile(r"(\w)\1{2,}")

MISSPELT_LETTERS = 7
"""Words shorter than this are taken as they stand: too many ordinary ones are but a letter apart."""
_ALIKE = 0.86


class Phrases(Generic[Meaning]):
    """Phrases of a few words with their meanings, looked up longest first."""

    def __init__(self, entries: Iterable[tuple[Words, Meaning]]) -> None:
        self._meanings = {phrase: meaning for phrase, meaning in entries if phrase}
        self._longest: dict[str, int] = {}
        for phrase in self._meanings:
            self._longest[phrase[0]] = max(len(phrase), self._longest.get(phrase[0], 0))

    def at(self, tokens: Words, start: int) -> tuple[int, Meaning] | None:
        """The longest phrase that begins at a token: how many tokens it has, and its meaning."""
        longest = self._longest.get(tokens[start]) if start < len(tokens) else None
        if longest is None:
            return None
        for length in range(min(longest, len(tokens) - start), 0, -1):
            phrase = tokens[start : start + length]
            if phrase in self._meanings:
                return length, self._meanings[phrase]
        return None

    def words(self) -> frozenset[str]:
        """Every word of every phrase."""
        return frozenset(word for phrase in self._meanings for word in phrase)


@dataclass(frozen=True)
class Vocabulary:
    """What the readers of outcomes ask for; `statements` means (group, kind), kind being the name of the list."""

    statements: Phrases[tuple[str, str]]
    denials: Phrases[bool]
    rewrites: Phrases[Words]
    small: Mapping[str, frozenset[str]]
    signs: Mapping[str, tuple[str, str]]
    beginnings: Mapping[str, str]
    ends: Mapping[str, str]
    misspelt: Mapping[str, Sequence[str]]
    known: frozenset[str]


def data() -> Mapping[str, Any]:
    """The shipped table of words."""
    return table("outcomes")


def plain(text: str) -> str:
    """A text in lower case, without accents, apostrophes of contractions, underscores and camelCase."""
    spaced = _CAMEL_CASE.sub(" ", text)
    if not spaced.isascii():
        spaced = "".join(c for c in unicodedata.normalize("NFKD", spaced) if not unicodedata.combining(c))
    return _CONTRACTION.sub("", spaced.casefold().translate(_PLAIN_LETTERS))


def spelt_out(pattern: str) -> Iterator[str]:
    """Every phrase that a pattern stands for: "a|b c" is "a c" and "b c"."""
    return map(" ".join, product(*(word.split("|") for word in pattern.split())))


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The shipped words, ready for use."""
    shipped = data()
    small = {name: frozenset(map(plain, words)) for name, words in shipped["small"].items()}
    statements = Phrases(_stated(shipped, small["fillers"]))
    denials = Phrases((phrase, True) for phrase in _phrases(shipped["small"]["denials"], small["fillers"]))
    whole = [(plain(way), plain(as_)) for as_, ways in shipped["same"].items() for way in ways]
    rewrites = Phrases((tuple(way.split()), tuple(as_.split())) for way, as_ in whole if "*" not in way)
    known = statements.words() | denials.words() | rewrites.words() | frozenset().union(*small.values())
    return Vocabulary(
        statements,
        denials,
        rewrites,
        small,
        signs={sign: _of_sign(kind) for kind, signs in shipped["signs"].items() for sign in signs},
        beginnings={way[:-1]: as_ for way, as_ in whole if way.endswith("*")},
        ends={way[1:]: as_ for way, as_ in whole if way.startswith("*")},
        misspelt=_by_first_letter(shipped["misspelt"]["words"]),
        known=known | frozenset(map(plain, shipped["misspelt"]["ordinary"])),
    )


def _stated(table: Mapping[str, Any], fillers: frozenset[str]) -> Iterator[tuple[Words, tuple[str, str]]]:
    for group in ("over", "on_hold", "goes_on", "open"):
        for kind, patterns in table[group].items():
            for phrase in _phrases(patterns, fillers):
                yield phrase, (group, kind)


def _phrases(patterns: Iterable[str], fillers: frozenset[str]) -> Iterator[Words]:
    for pattern in patterns:
        for phrase in spelt_out(pattern):
            yield tuple(word for word in plain(phrase).split() if word not in fillers)


def _of_sign(kind: str) -> tuple[str, str]:
    return ("on_hold", kind) if kind == "on_hold" else ("over", kind)


def _by_first_letter(words: Iterable[str]) -> dict[str, list[str]]:
    letters: dict[str, list[str]] = {}
    for word in words:
        letters.setdefault(word[0], []).append(word)
    return letters


@lru_cache(maxsize=65536)
def understood(word: str) -> str:
    """A word as the table has it: with small misspellings mended, and compounds taken for what they are about."""
    words = vocabulary()
    if word in words.known:
        return word
    for mended in (_REPEATED.sub(r"\1", word), _REPEATED.sub(r"\1\1", word)):
        if mended in words.known:
            return mended
    return _compound(word, words) or _misspelt(_REPEATED.sub(r"\1\1", word), words) or word


def _compound(word: str, words: Vocabulary) -> str | None:
    for beginning, as_ in words.beginnings.items():
        if word.startswith(beginning):
            return as_
    return next((as_ for end, as_ in words.ends.items() if word.endswith(end)), None)


def _misspelt(word: str, words: Vocabulary) -> str | None:
    """The word of the table that this one is but a letter away from; people get the first letter right."""
    if not MISSPELT_LETTERS <= len(word) <= 2 * MISSPELT_LETTERS:
        return None
    near = [right for right in words.misspelt.get(word[0], ()) if abs(len(right) - len(word)) <= 1]
    matches = difflib.get_close_matches(word, near, n=1, cutoff=_ALIKE)
    return matches[0] if matches else None
