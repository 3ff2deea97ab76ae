"""Cell references: "B7" and "A1:D20" to numbers and back. Rows and columns count from 1."""

import re
from functools import cache
from typing import TypeAlias

Address: TypeAlias = tuple[int, int]
"""(row, column)."""
Range: TypeAlias = tuple[int, int, int, int]
"""(top, left, bottom, right), all inclusive."""

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})", re.IGNORECASE)


@cache
def column_number(letters: str | bytes) -> int:
    """The number of a column: "A" is 1, "AB" is 28."""
    text = letters if isinstance(letters, str) else letters.decode("ascii")
    number = 0
    for letter in text.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


@cache
def column_letters(column: int) -> str:
    """The letters of a column: 28 is "AB"."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(at: Address) -> str:
    """(7, 2) is "B7"."""
    return f"{column_letters(at[1])}{at[0]}"


def range_name(area: Range) -> str:
    """(1, 1, 20, 4) is "A1:D20"; a single cell has no colon."""
    first, last = cell_name(area[:2]), cell_name(area[2:])
    return first if first == last else f"{first}:{last}"


def parse_cell(text: str) -> Address | None:
    """The address that `text` names, or None where it names none inside the sheet."""
    match = _CELL.fullmatch(text)
    if match is None:
        return None
    row, column = int(match[2]), column_number(match[1])
    return (row, column) if row <= LAST_ROW and column <= LAST_COLUMN else None


def parse_range(text: str) -> Range | None:
    """The range that `text` names ("A1:D20" or "B7"), or None where it names none."""
    first, _, last = text.strip().partition(":")
    start, end = parse_cell(first), parse_cell(last or first)
    if start is None or end is None:
        return None
    return min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1])
