"""What an outcome says: over, goes on, on hold or still open (SPEC sections 4 and 5); the words are `outcomes.toml`."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any


@dataclass(frozen=True)
class OutcomeReading:
    """An outcome's group ("open", "goes_on", "over", "on_hold") and the kind of its end ("offer", "rejected" …)."""

    group: str = "open"
    kind: str = ""


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / "outcomes.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=65536)
def read_outcome(text: str) -> OutcomeReading:
    """The group and kind of an outcome; "no offer yet" is open, and so is every word that is not known."""
    plain = re.sub(r"[^\w\s'’]|_", " ", text.casefold())
    for group in _words()["outcome"]:
        for word, kind in _longest_first(group):
            if _stated(word, plain):
                return OutcomeReading(group, kind if group == "over" else "")
    return OutcomeReading()


@lru_cache(maxsize=8)
def _longest_first(group: str) -> tuple[tuple[str, str], ...]:
    """The words of a group with their kinds, the longest first: "offer declined" is no "offer"."""
    pairs = [(word, kind) for kind, kind_words in _words()["outcome"][group].items() for word in kind_words]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


_NEGATIONS = (
    r"no|not|never|without|yet to be|isn['’]t|wasn['’]t|haven['’]t been|hasn['’]t been|"
    r"awaiting|await|waiting for|hoping for|pending"
)
_NEGATED = rf"(?:\b(?:{_NEGATIONS})\s+(?:been\s+|an?\s+|any\s+|the\s+|yet\s+)*)"


def _stated(word: str, text: str) -> bool:
    """The word stands in the text as a word of its own, and is not negated."""
    pattern = re.escape(word).replace(r"\ ", r"\s+")
    stated = re.search(rf"(?<!\w){pattern}(?!\w)", text)
    return bool(stated) and not re.search(rf"{_NEGATED}{pattern}(?!\w)", text)
