"""Small misspellings in headers ("Postion", "Recuiter"), set right by the words that headers are known to have."""

import difflib
from collections.abc import Iterable, Mapping
from functools import lru_cache

from sheet_sync.tracker.lexicon import Words, lexicon

SHORTEST = 5
"""Shorter words are as often other words as misspellings."""
_ALIKE = 0.83
_ALIKE_SHORT = 0.8
"""One slip of the finger, a letter missing, doubled, wrong or swapped, is alike; two are from twelve letters on."""


def respelt(words: Words) -> Words:
    """The words, each that is unknown replaced by the known one that is nearest; known words stay, ours or not."""
    return tuple(map(_known, words))


@lru_cache(maxsize=4096)
def _known(word: str) -> str:
    vocabulary = lexicon().vocabulary
    if len(word) < SHORTEST or word in vocabulary or not word.isalpha():
        return word
    cutoff = _ALIKE if len(word) > SHORTEST else _ALIKE_SHORT
    return next(iter(difflib.get_close_matches(word, _beginning().get(word[0], ()), n=1, cutoff=cutoff)), word)


@lru_cache(maxsize=1)
def _beginning() -> Mapping[str, Iterable[str]]:
    """The known words that are long enough, by their first letter, which is the one that fingers hit."""
    found: dict[str, list[str]] = {}
    for word in sorted(lexicon().vocabulary):
        if len(word) >= SHORTEST:
            found.setdefault(word[0], []).append(word)
    return found
