"""Small misspellings in headers ("Postion", "Recuiter"), set right by the words that headers are known to have."""

import difflib
from collections.abc import Mapping
from functools import lru_cache

from sheet_sync.tracker.headers.lexicon import Words, lexicon

SHORTEST = 5
"""Shorter words are as often other words as misspellings."""


def respelt(words: Words) -> Words:
    """The words, each that is unknown replaced by the known one a slip away; known words stay, ours or not."""
    return tuple(map(_known, words))


@lru_cache(maxsize=4096)
def _known(word: str) -> str:
    """The one nearest known word that a letter missing, doubled, wrong or swapped may have made this one."""
    if len(word) < SHORTEST or word in lexicon().vocabulary or not word.isalpha():
        return word
    a_slip_away = {known for shortened in _shortened(word) for known in _by_shortened().get(shortened, ())}
    best = difflib.get_close_matches(word, a_slip_away, n=2, cutoff=0.0)
    if len(best) > 1 and _ratio(best[0], word) == _ratio(best[1], word) and not _mean_the_same(*best):
        return word
    return best[0] if best else word


def _ratio(known: str, word: str) -> float:
    return difflib.SequenceMatcher(None, known, word).ratio()


def _mean_the_same(one: str, other: str) -> bool:
    """Words of two languages may be equally near, and it does not matter which: "Recruter" of "recruteur"."""
    fields = [{sense.field for sense in lexicon().senses.get(each, ())} for each in (one, other)]
    return bool(fields[0]) and fields[0] == fields[1]


@lru_cache(maxsize=1)
def _by_shortened() -> Mapping[str, list[str]]:
    """The known words by what is left of them without any one letter: two words a slip apart share one.

    To compare every word of the first thirty rows with every known one would take longer than all the rest of a sync.
    """
    found: dict[str, list[str]] = {}
    for word in lexicon().vocabulary:
        if len(word) >= SHORTEST:
            for shortened in _shortened(word):
                found.setdefault(shortened, []).append(word)
    return found


def _shortened(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
