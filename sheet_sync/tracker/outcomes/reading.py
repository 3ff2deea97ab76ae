"""What an outcome says: over, goes on, on hold or still open (SPEC sections 4 and 5); the words are `outcomes.toml`.

A cell tells a story in clauses: "Interview -> Offer -> Declined". Each clause may state something, unless it denies it,
awaits it or supposes it; the last statement counts. An end, though, outlasts an advance or a pause that is only
mentioned beside it ("Rejected (homework too slow)"): only what is told as a sequel, after an arrow or a "then", or a
new beginning ("reapplied"), takes it back. What is in doubt is open: a follow-up too many embarrasses, one too few is
a chance missed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sheet_sync.tracker.outcomes.words import BEGINNING, END, Words, plain, understood, vocabulary

GOOD_ENDS = frozenset({"offer", "accepted", "hired"})
"""The ends that one is congratulated on."""

_PIECE = re.compile(
    r"(?P<number>(?<!\w)\d+(?:[./:-]\d+)+|(?<!\w)ma[iy]\s+\d{1,4}(?!\w)|(?<!\w)\d{1,2}\.?\s*ma[iy](?!\w))"
    r"|(?P<arrow>[-=~]{1,9}>|>|[→➡➔➜⇒»⟶])"
    r"|(?P<pause>(?<!\d)\.|[,;|\n\r()\[\]{}!:•·–—&+]|\s[-/\\]{1,9}|[-/\\]{1,9}\s)"
    r"|(?P<question>\?)"
    r"|(?P<slash>/)"
    r"|(?P<word>[^\W_]+)"
)


@dataclass(frozen=True)
class OutcomeReading:
    """An outcome's group ("open", "goes_on", "over", "on_hold") and the kind of its end ("offer", "rejected" …)."""

    group: str = "open"
    kind: str = ""


OPEN = OutcomeReading()


class _Clause(NamedTuple):
    """The words between two pauses; a `sequel` follows an arrow."""

    words: Words
    questioned: bool
    sequel: bool


class _Statement(NamedTuple):
    """What a phrase says; a `sequel` is told as what came later."""

    group: str
    kind: str
    sequel: bool


def read_outcome(text: str) -> OutcomeReading:
    """The group and kind of an outcome; "no offer yet" is open, and so is every word that is not known."""
    if not text:
        return OPEN
    clauses = list(_clauses(plain(text)))
    if not any(clause.words for clause in clauses):
        return _sign(text)
    statements: list[_Statement] = []
    told_before = 0
    for clause in clauses:
        listener = _Listener(clause)
        if listener.takes_back():
            del statements[told_before:]
        else:
            told_before = len(statements)
            statements += listener.stated
    return _settled(statements)


def is_hedged(text: str) -> bool:
    """A word of denial or doubt stands in the text: "expected 5 Dec", "not yet"."""
    small = vocabulary().small
    hedges = small["negations"] | small["doubts_before"] | small["doubts_after"]
    return any(clause.questioned or not hedges.isdisjoint(clause.words) for clause in _clauses(plain(text)))


def _sign(text: str) -> OutcomeReading:
    signs = vocabulary().signs
    shown = [signs[character] for character in text if character in signs]
    if not shown:
        return OPEN
    group, kind = shown[-1]
    return OutcomeReading(group, kind if group == "over" else "")


def _clauses(text: str) -> Iterator[_Clause]:
    words: list[str] = []
    questioned = sequel = False
    for piece in _PIECE.finditer(text):
        match piece.lastgroup:
            case "word":
                words.append(understood(piece.group()))
            case "slash":
                words.append("/")
            case "question":
                questioned = True
            case "pause" | "arrow":
                if words or questioned:
                    yield _Clause(_rewritten(tuple(words)), questioned, sequel)
                    words, questioned, sequel = [], False, False
                sequel |= piece.lastgroup == "arrow"
    if words or questioned:
        yield _Clause(_rewritten(tuple(words)), questioned, sequel)


def _rewritten(words: Words) -> Words:
    """The words as the table writes them, without fillers."""
    table = vocabulary()
    result: list[str] = []
    at = 0
    while at < len(words):
        length, replacement = table.rewrites.at(words, at) or (1, words[at : at + 1])
        result += replacement
        at += length
    return tuple(word for word in result if word not in table.small["fillers"])


class _Listener:
    """Hears one clause: what it states, and whether it says anything at all."""

    def __init__(self, clause: _Clause) -> None:
        self.stated: list[_Statement] = []
        self._table = vocabulary()
        self._clause = clause
        self._tokens = (BEGINNING, *clause.words, END)
        self._hedged = clause.questioned
        self._aside = False
        self._before_break = 0
        self._sequel = clause.sequel
        self._spoke = False
        at = 0
        while at < len(self._tokens):
            phrase = self._table.statements.at(self._tokens, at)
            at += self._phrase(at, *phrase) if phrase else self._word(self._tokens[at])

    def takes_back(self) -> bool:
        """The clause only casts doubt on the one before: "Offer (expected)", "Rejected - no"."""
        words = self._clause.words
        if self._spoke or not (words or self._clause.questioned):
            return False
        small = self._table.small
        hedges = small["negations"] | small["doubts_after"]
        return (bool(words) and words[0] in small["doubts_after"]) or all(word in hedges for word in words)

    def _phrase(self, at: int, length: int, meaning: tuple[str, str]) -> int:
        group, kind = meaning
        self._spoke = True
        if kind != "stages" and not self._unsaid(at, length):
            self.stated.append(_Statement(group, kind, self._sequel))
        return length

    def _unsaid(self, at: int, length: int) -> bool:
        after_aside = self._aside or (at > 0 and self._tokens[at - 1] in self._table.small["asides"])
        return self._hedged or after_aside or self._table.denials.at(self._tokens, at + length) is not None

    def _word(self, word: str) -> int:
        small = self._table.small
        if word in small["doubts_after"]:
            del self.stated[self._before_break :]
        if word in small["breaks"]:
            self._hedged, self._aside = self._clause.questioned, False
            self._before_break = len(self.stated)
        elif word in small["sequels"]:
            self._sequel = True
        elif word in small["negations"] or word in small["doubts_before"]:
            self._hedged = True
        elif word in small["asides"] and self.stated:
            self._aside = True
        return 1


def _settled(statements: list[_Statement]) -> OutcomeReading:
    """What a story comes to."""
    settled = OPEN
    for statement in statements:
        told = OutcomeReading(statement.group, statement.kind if statement.group == "over" else "")
        if settled.group != "over" or told.group == "open":
            settled = told if told.group != "open" else OPEN
        elif told.group == "over":
            settled = OutcomeReading("over", kind_of_two(settled.kind, told.kind, sequel=statement.sequel))
        elif statement.sequel:
            settled = told
    return settled


def kind_of_two(before: str, after: str, *, sequel: bool) -> str:
    """The kind of an end told in two statements: never one to congratulate on where that is in doubt."""
    if after == "closed":
        return "closed" if before == "offer" else before
    if after == "rejected" and before in GOOD_ENDS:
        return "declined"
    if after in GOOD_ENDS and before not in GOOD_ENDS and before != "closed" and not sequel:
        return "closed"
    return after


def more_final(one: OutcomeReading, other: OutcomeReading) -> OutcomeReading:
    """The reading that counts where two columns speak: the end before anything, then what is not open.

    Of two ends the first counts, unless it is vague ("closed") or hopeful where the other is not: nobody is
    congratulated on an offer that another column says is gone.
    """
    if one.group == other.group == "over":
        gone = one.kind in GOOD_ENDS and other.kind not in {*GOOD_ENDS, "closed"}
        return other if one.kind == "closed" or gone else one
    if "over" in {one.group, other.group}:
        return one if one.group == "over" else other
    return one if one.group != "open" else other
