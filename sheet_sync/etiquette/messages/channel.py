"""The contact's preferred channel, in the contact's words (SPEC sections 2.5 and 6)."""

import re
from functools import lru_cache
from typing import Literal

from sheet_sync.etiquette.messages.wording import word_set

Channel = Literal["phone", "email", ""]

_CLAUSE_ENDS = re.compile(r"[,.;:!?()\n]+|\b(?:(?<!anything )but|please|just|then|so)\b")
_THEIR_PLANS = re.compile(r"(?:will|['’]ll) (?:call|phone|ring|e-?mail|write)")
_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PHONE = re.compile(r"(phon|call|tele[fp]|tel$|ring$|rings$|mobile|cell|voice-?mail|landline)")
_EMAIL = re.compile(r"(e-?mail|mail|gmail|writ|inbox)")
_DENIALS = word_set(
    """
    no not never avoid avoids without except instead hates hate dislikes dislike skip cannot dont
    doesnt wont cant than over but
    """
)
_WELCOMES = frozenset({"hesitate", "mind", "problem"})
_CONDITIONS = frozenset({"if", "unless", "emergency", "emergencies", "urgent"})


@lru_cache(maxsize=4096)
def preferred_channel(cell: str) -> Channel:
    """What “call me”, “no calls please” or “email is best” ask for; "" where neither or nothing is said.

    Where both are welcome it is email, the quieter of the two. A text message is neither, and “they’ll
    call” is their plan, not an invitation.
    """
    wanted: set[str] = set()
    refused: set[str] = set()
    said = _THEIR_PLANS.sub("", cell.casefold())
    for clause in _CLAUSE_ENDS.split(said):
        _read_clause(_WORDS.findall(clause), wanted, refused)
    return _settled(wanted, refused)


def _read_clause(words: list[str], wanted: set[str], refused: set[str]) -> None:
    """Sort the channels of one clause: those after a “no”, “instead of” or “than” are refused.

    A clause with a condition ("call only if urgent") states no preference.
    """
    if not _CONDITIONS.isdisjoint(words):
        return
    prefers, denied = False, False
    for word in words:
        channel = _channel_of(word)
        if channel:
            (refused if denied else wanted).add(channel)
        prefers = prefers or word.startswith("prefer")
        denied = word not in _WELCOMES and (denied or _denies(word) or (word == "to" and prefers and bool(wanted)))


def _channel_of(word: str) -> Channel:
    """The channel that a word names; a voicemail is heard, not read."""
    if _PHONE.match(word):
        return "phone"
    return "email" if _EMAIL.match(word) else ""


def _denies(word: str) -> bool:
    """The word refuses what follows it."""
    return word in _DENIALS or word.endswith(("n't", "n’t"))


def _settled(wanted: set[str], refused: set[str]) -> Channel:
    """One channel from what is wanted and what is refused."""
    if "email" in wanted - refused:
        return "email"
    if "phone" in wanted - refused:
        return "phone"
    if refused == {"phone"}:
        return "email"
    return "phone" if refused == {"email"} else ""
