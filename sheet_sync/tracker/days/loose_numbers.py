"""Numbers that are left beside the dates of a text: some belong to a word, others may be a part of a date."""

import re

from sheet_sync.tracker.days.date_patterns import name_patterns
from sheet_sync.tracker.vocabulary import LETTER

_NUMBER = re.compile(r"\d+")
_WORD_BEFORE = re.compile(rf"({LETTER}|#)\s?[#.:-]?\s?$")
_WORD_AFTER = re.compile(rf"(?:st|nd|rd|th|\s?[).:]|\s?-)?\s?{LETTER}")
_NUMBERING = re.compile(r"(?:^|[\s\x01\x02,;(])$")
_YEAR_DIGITS = 4
_IDENTIFIER_DIGITS = 3


def loose_number(rest: str) -> bool:
    """A number is left that belongs to no word, and may be a part of a date that could not be read."""
    return any(not _belongs(rest, match) for match in _NUMBER.finditer(rest))


def _belongs(rest: str, match: re.Match[str]) -> bool:
    before, after = rest[: match.start()], rest[match.end() :]
    if re.search(r"[\d\x02]\s?[-/.]\s?$", before) or re.match(r"\s?[-/.]\s?[\d\x02]", after):
        return False
    if len(match[0]) >= _IDENTIFIER_DIGITS and len(match[0]) != _YEAR_DIGITS:
        return True
    if re.match(r"[).:]\s", after) and _NUMBERING.search(before):
        return True
    beside_a_month = name_patterns().month_name.search(before[-12:] + " " + after[:12])
    return not beside_a_month and bool(_WORD_BEFORE.search(before) or _WORD_AFTER.match(after))
