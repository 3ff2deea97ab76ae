"""Ranges: Google's GridRange, open at any side, and the boxes of cells that they come to; A1 notation."""

import re
from dataclasses import dataclass, replace

from fake_sheets.errors import invalid
from fake_sheets.json_types import JsonObject

_A1 = re.compile(r"\$?([A-Za-z]{0,3})\$?(\d*)")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of cells, counted from 0, without its last row and column."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def rows(self) -> range:
        return range(self.top, self.bottom)

    @property
    def columns(self) -> range:
        return range(self.left, self.right)

    def meets(self, other: "Box") -> bool:
        """They have a cell in common."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def holds(self, other: "Box") -> bool:
        """The other lies wholly within."""
        across = self.left <= other.left and other.right <= self.right
        return across and self.top <= other.top and other.bottom <= self.bottom

    def has(self, row: int, column: int) -> bool:
        return self.top <= row < self.bottom and self.left <= column < self.right

    @property
    def a1(self) -> str:
        first = f"{letters(self.left)}{self.top + 1}"
        last = f"{letters(self.right - 1)}{self.bottom}"
        return first if first == last else f"{first}:{last}"


@dataclass(frozen=True, slots=True)
class Area:
    """A range as Google keeps it: a side that is None is open, and reaches to the edge of the sheet."""

    top: int | None = None
    left: int | None = None
    bottom: int | None = None
    right: int | None = None

    @classmethod
    def of(cls, grid_range: JsonObject) -> "Area":
        """Without its sheet."""
        return cls(
            grid_range.get("startRowIndex"),
            grid_range.get("startColumnIndex"),
            grid_range.get("endRowIndex"),
            grid_range.get("endColumnIndex"),
        )

    def box(self, height: int, width: int) -> Box:
        """The cells of it on a sheet of such a size."""
        bottom = height if self.bottom is None else self.bottom
        return Box(self.top or 0, self.left or 0, bottom, width if self.right is None else self.right)

    def closed(self, height: int, width: int) -> "Area":
        """The same with its open sides at the edges of the sheet."""
        box = self.box(height, width)
        return Area(box.top, box.left, box.bottom, box.right)

    def as_json(self, sheet_id: int) -> JsonObject:
        """As Google answers it: the id of the first sheet, 0, is left out, a start of 0 is not."""
        bounds = {
            "sheetId": sheet_id or None,
            "startRowIndex": self.top,
            "endRowIndex": self.bottom,
            "startColumnIndex": self.left,
            "endColumnIndex": self.right,
        }
        return {name: bound for name, bound in bounds.items() if bound is not None}

    def inserted(self, dimension: str, at: int, count: int) -> "Area":
        """After rows or columns were inserted before index `at`: those within it make it grow."""
        first, last = self._sides(dimension)
        first = first + count if first is not None and at <= first else first
        last = last + count if last is not None and at < last else last
        return self._with(dimension, first, last)

    def deleted(self, dimension: str, start: int, end: int) -> "Area | None":
        """After rows or columns were deleted; None when nothing is left of it."""
        first, last = (None if side is None else _after_deletion(side, start, end) for side in self._sides(dimension))
        gone = first is not None and last is not None and first >= last
        return None if gone else self._with(dimension, first, last)

    def _sides(self, dimension: str) -> tuple[int | None, int | None]:
        return (self.top, self.bottom) if dimension == "ROWS" else (self.left, self.right)

    def _with(self, dimension: str, first: int | None, last: int | None) -> "Area":
        if dimension == "ROWS":
            return replace(self, top=first, bottom=last)
        return replace(self, left=first, right=last)


def _after_deletion(side: int, start: int, end: int) -> int:
    return side - max(0, min(side, end) - start)


def area_of(box: Box) -> Area:
    return Area(box.top, box.left, box.bottom, box.right)


def letters(column: int) -> str:
    """A column, counted from 0, as the spreadsheet calls it."""
    name, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def column_index(name: str) -> int:
    """The column that the spreadsheet calls so, counted from 0."""
    index = 0
    for letter in name.upper():
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def split_a1(text: str) -> tuple[str | None, str | None]:
    """(worksheet, cells) of A1 notation; what is not named is None. A lone name may be a worksheet or cells."""
    match = re.fullmatch(r"(?:'((?:[^']|'')*)'|([^'!]+))(?:!(.+))?", text)
    if match is None:
        raise unparsable(text)
    quoted, plain, cells = match.groups()
    if quoted is not None:
        return quoted.replace("''", "'"), cells
    return (plain, cells) if cells is not None else (None, plain)


def area_named(text: str, whole: str) -> Area:
    """The cells of A1 notation without a worksheet: A1, A1:B2, A:C, 2:5, A2:C."""
    first, _, last = text.partition(":")
    top, left = _corner(first, whole)
    bottom, right = _corner(last, whole) if last else (top, left)
    if not last and (top is None or left is None):
        raise unparsable(whole)
    return Area(top, left, None if bottom is None else bottom + 1, None if right is None else right + 1)


def _corner(text: str, whole: str) -> tuple[int | None, int | None]:
    match = _A1.fullmatch(text)
    if match is None or not any(match.groups()):
        raise unparsable(whole)
    column, row = match.groups()
    return int(row) - 1 if row else None, column_index(column) if column else None


def unparsable(text: str) -> Exception:
    return invalid(f"Unable to parse range: {text}")
