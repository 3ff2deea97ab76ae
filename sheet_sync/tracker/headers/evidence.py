"""What the cells below a header say: dates, addresses, numbers, ticks … from a sample of those that are filled."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import lru_cache
from itertools import islice

from sheet_sync.grid import CellValue
from sheet_sync.tracker.days.dates import Anchor
from sheet_sync.tracker.days.promises import Said, promise_in
from sheet_sync.tracker.vocabulary import folded, word_set

ROWS_SEEN = 2000
CELLS_SEEN = 60
"""A sample is enough, whatever the length of the sheet."""
_LETTERS_SEEN = 500
"""The beginning of a cell is enough too: looking for an address in 32,767 letters takes seconds."""


class Kind(Enum):
    """What a cell holds."""

    DATE = "date"
    ADDRESS = "email address"
    NUMBER = "phone number"
    LINK = "link"
    TICK = "tick"
    TEXT = "text"


@dataclass(frozen=True)
class Evidence:
    """How many of a column's sampled cells hold what; cells that say nothing do not count.

    Attributes:
        filled: how many say something.
        counts: how many hold each kind.
        one_value: every one of them says the same.
        sample: what stands in them.
    """

    filled: int = 0
    counts: Mapping[Kind, int] = field(default_factory=dict)
    one_value: bool = False
    sample: tuple[CellValue, ...] = ()

    def promised(self) -> float:
        """The part of the filled cells that say when an answer comes, or that one will: "by 11/20", "soon"."""
        return sum(map(_is_promise, self.sample)) / self.filled if self.filled else 0.0

    def share(self, *kinds: Kind) -> float:
        """The part of the filled cells that hold one of these kinds, 0 where nothing is filled."""
        return min(1.0, sum(self.counts.get(kind, 0) for kind in kinds) / self.filled) if self.filled else 0.0


def evidence_of(values: Iterable[CellValue]) -> Evidence:
    """The evidence of a column's cells, from the top."""
    told = ((value, kinds) for value in islice(values, ROWS_SEEN) if (kinds := kinds_in(value)))
    sample = [*islice(told, CELLS_SEEN)]
    values = tuple(value for value, _ in sample)
    counts = Counter(kind for _, kinds in sample for kind in kinds)
    return Evidence(len(sample), counts, len({*values}) == 1, values)


def kinds_in(value: CellValue) -> frozenset[Kind]:
    """What one cell holds; nothing for a blank, an unticked box, or a word such as "n/a" and "not yet"."""
    if isinstance(value, str):
        return _in_text(value[:_LETTERS_SEEN])
    if value is None or value is False:
        return frozenset()
    if value is True:
        return frozenset((Kind.TICK,))
    if isinstance(value, date):
        return frozenset((Kind.DATE,))
    fewest_digits = 7
    long_number = isinstance(value, int | float) and len(f"{value:.0f}") >= fewest_digits
    return frozenset((Kind.NUMBER if long_number else Kind.TEXT,))


_SOME_DAY = date(2026, 1, 1)
"""What promises are counted from, where only matters whether they are any."""


def _is_promise(value: CellValue) -> bool:
    if not isinstance(value, str):
        return isinstance(value, date)
    return not promise_in(value[:_LETTERS_SEEN], Said(_SOME_DAY, Anchor(_SOME_DAY))).unreadable


_ADDRESS = re.compile(r"[^\s<>(),;:]+@[^\s<>(),;:]+\.[^\W\d_]{2,}")
_LINK = re.compile(r"(?:https?://|www\.)\S+|\S*linkedin\.com\S*", re.IGNORECASE)
_NUMBER = re.compile(r"\+?[\d\s().\-]{9,}")
_FIGURES = re.compile(r"(?<!\d)\d{1,4}[./-]\d{1,2}(?:[./-]\d{1,4})?(?!\d)")
_FEWEST_DIGITS = 7
_SURE_DIGITS = 9


@lru_cache(maxsize=8192)
def _in_text(text: str) -> frozenset[Kind]:
    words = " ".join(re.findall(r"[\w✓✔☑✅x]+", folded(text)))
    if not words or words in word_set("evidence", "nothing"):
        return frozenset()
    if words in word_set("evidence", "ticks"):
        return frozenset((Kind.TICK,))
    unlinked = _LINK.sub(" ", text)
    unaddressed = _ADDRESS.sub(" ", unlinked)
    found = {Kind.ADDRESS} if unaddressed != unlinked else set()
    if unlinked != text and not found:
        return frozenset((Kind.LINK,))
    if _is_number(unaddressed):
        found.add(Kind.NUMBER)
    elif _is_dated(unaddressed):
        found.add(Kind.DATE)
    if re.search(r"[^\W\d_]{2}", unaddressed) and Kind.DATE not in found:
        found.add(Kind.TEXT)
    return frozenset(found or (Kind.TEXT,))


def _is_number(text: str) -> bool:
    digits = sum(map(str.isdigit, text))
    if digits < _FEWEST_DIGITS or ":" in text:
        return False
    return text.strip().startswith(("+", "(", "00")) or (digits >= _SURE_DIGITS and bool(_NUMBER.search(text)))


def _is_dated(text: str) -> bool:
    return bool(_FIGURES.search(text)) or bool(_months().search(folded(text)))


@lru_cache(maxsize=1)
def _months() -> re.Pattern[str]:
    """A day beside the name of a month: "8-Jul", "Oct 29, 2024", "3 de mayo"."""
    month = rf"(?:{'|'.join(sorted(word_set('evidence', 'months')))})[^\W\d_]{{0,9}}"
    return re.compile(rf"\d{{1,2}}(?:st|nd|rd|th|er|e|o|\.)?[\s-]*(?:de |of )?{month}\b|\b{month}\.?[\s-]*\d{{1,2}}")
