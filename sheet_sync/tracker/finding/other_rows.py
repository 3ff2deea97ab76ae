"""Rows of a table that hold no application: totals, sections, examples, a legend or another small table below."""

import re
from collections.abc import Iterator
from datetime import date

from sheet_sync.grid import CellValue, Grid
from sheet_sync.tracker.fields import OURS, OURS_BESIDE_USERS
from sheet_sync.tracker.finding.header_rows import HeaderRow
from sheet_sync.tracker.headers.evidence import Kind, kinds_in
from sheet_sync.tracker.headers.lexicon import Certainty
from sheet_sync.tracker.headers.senses import normalised, senses_of
from sheet_sync.tracker.vocabulary import folded, plain, shows_nothing, word_set

_EXAMPLE_ROWS = 2
_MARS = 4
"""Letters of the longest month, here "mars", that is as likely a company when it stands alone."""
_FEW = 2
_LONGEST_LABEL = 80
_MADE = frozenset((*OURS, *OURS_BESIDE_USERS.values()))
_YEAR = re.compile(r"(?:19|20)\d\d")
_PLACEHOLDER = re.compile(r"\[.*\]|<.*>")
_DATE_PATTERN = re.compile(r"[dmyjtagr]{1,4}([./-])[dmyjtagr]{1,4}\1[dmyjtagr]{1,4}")
"""A date spelled by its letters: "MM/DD/YYYY", "TT.MM.JJJJ", "jj/mm/aaaa"."""
_RULED = re.compile(r"([-=*_~#─━—–•>]{2,})\s*\w.*?\s*[-=*_~#─━—–•<]{2,}|[─━—–]\s*\w.*\s*[─━—–]")
"""A text between two rules: "--- November ---"."""
_FIGURE_BESIDE = re.compile(r"(?P<before>\d[\d.,]*)\s+(?P<of>\D+)|(?P<label>\D+?)[\s:=]+\d[\d.,]*\s*%?")


def other_rows(grid: Grid, header: HeaderRow, last_row: int) -> frozenset[int]:
    """The rows between the header and the last row that hold no application, though something stands in them."""
    return frozenset(_OtherRows(grid, header).among(last_row))


class _OtherRows:
    """Looks at the rows of one table, from the top."""

    def __init__(self, grid: Grid, header: HeaderRow) -> None:
        self._grid = grid
        self._header = header.row
        self._headers = {column: text for column, text in header.headers.items() if text not in _MADE}
        self._plain = {column: normalised(text) for column, text in self._headers.items()}
        fields = header.fields
        self._names = [column for field in ("company", "position") for column in fields.get(field, ())]
        self._wide = {
            (top, left): right for top, left, bottom, right in grid.covered.ranges if top == bottom and right > left
        }

    def among(self, last_row: int) -> Iterator[int]:
        aside = False
        after_blank = False
        for row in range(self._header + 1, last_row + 1):
            if self._is_plain_application(row) and not aside and not after_blank:
                continue
            filled = self._filled(row)
            aside = bool(filled) and (aside or (after_blank and self._starts_aside(filled)))
            after_blank = not filled
            if filled and (aside or self._is_other(row, filled)):
                yield row

    def _is_plain_application(self, row: int) -> bool:
        """The quick answer for most rows: company and position are texts, and the row is none of the first."""
        if row <= self._header + _EXAMPLE_ROWS or len(self._names) < len(("company", "position")):
            return False
        values = [self._grid.value(row, column) for column in self._names]
        named = all(isinstance(value, str) and value.strip() and not value.lstrip()[0].isdigit() for value in values)
        return named and not self._repeats_header(row)

    def _filled(self, row: int) -> dict[int, CellValue]:
        values = ((column, self._grid.value(row, column)) for column in self._headers)
        return {c: v for c, v in values if v not in (None, "", False) and not (isinstance(v, str) and shows_nothing(v))}

    def _is_other(self, row: int, filled: dict[int, CellValue]) -> bool:
        return (
            self._repeats_header(row)
            or self._is_section(row, filled)
            or self._is_total(filled)
            or _is_count(filled)
            or (row <= self._header + _EXAMPLE_ROWS and self._is_example(filled))
        )

    def _repeats_header(self, row: int) -> bool:
        """Every name and most cells say what their own headers say: a placeholder or two in a row are no header."""
        if not any(self._says_header(row, column) for column in self._names):
            return False
        filled = self._filled(row)
        alike = {column for column in filled if self._says_header(row, column)}
        named = all(column in alike for column in self._names if column in filled)
        return named and len(alike) >= _FEW and len(alike) > len(filled) / 2

    def _says_header(self, row: int, column: int) -> bool:
        value = self._grid.value(row, column)
        header = self._headers.get(column, "")
        if not isinstance(value, str) or len(value.strip()) != len(header):
            return False
        return normalised(value) == self._plain[column]

    def _is_section(self, row: int, filled: dict[int, CellValue]) -> bool:
        """One text over the columns of several, above headers, between two rules, or naming a time: "March 2026"."""
        if len(filled) != 1:
            return False
        ((column, value),) = filled.items()
        right = self._wide.get((row, column), column)
        covered = [at for at in self._headers if column <= at <= right]
        if len(covered) > _FEW and any(at in covered for at in self._names):
            return True
        if self._repeats_header(row + 1) and not self._filled(row - 1):
            return True
        return column in self._names and (_is_period(value) or _is_ruled(value))

    def _is_total(self, filled: dict[int, CellValue]) -> bool:
        """A word such as "Total" leads the row, and no name follows: a company may be called so."""
        first = min(filled)
        value = filled[first]
        if not isinstance(value, str):
            return False
        label = plain(re.sub(r"[\d%.,]+$", "", value.strip()))
        words = label.split()
        led = label in word_set("layouts", "totals")
        counted = bool(words) and words[0] in word_set("layouts", "totals") and label != plain(value)
        others = [filled[column] for column in self._names if column in filled and column != first]
        return (led or counted) and not any(map(_is_name, others))

    def _is_example(self, filled: dict[int, CellValue]) -> bool:
        """The row shows how to fill in the others: "e.g. Google", "[Company name]"."""
        texts = [folded(str(value)).strip() for value in filled.values()]
        names = [folded(str(filled[column])).strip() for column in self._names if column in filled]
        starts = tuple(word_set("layouts", "examples"))
        shown = any(_shows(text.lstrip("(*"), starts) for text in names) or any(map(_DATE_PATTERN.fullmatch, texts))
        return shown or all(map(_PLACEHOLDER.fullmatch, texts))

    def _starts_aside(self, filled: dict[int, CellValue]) -> bool:
        """A label such as "Legend", or the headers of another small table."""
        first = filled[min(filled)]
        if len(filled) <= _FEW and isinstance(first, str) and _plain_label(first) in word_set("layouts", "asides"):
            return True
        if len(filled) < _FEW or not all(map(_may_head, filled.values())):
            return False
        counted = all(_plain_label(str(text)) in _counted() for text in filled.values())
        return (counted and not filled.keys().isdisjoint(self._names)) or self._heads_another(filled)

    def _heads_another(self, filled: dict[int, CellValue]) -> bool:
        texts = [str(value) for value in filled.values()]
        if any(normalised(texts[at]) == self._plain[column] for at, column in enumerate(filled)):
            return False
        counting = any(not word_set("layouts", "figures").isdisjoint(normalised(text).split()) for text in texts)
        named = {sense.field for text in texts for sense in senses_of(text) if sense.certainty is Certainty.NAMED}
        return len(named) + counting >= _FEW and len(named) + counting >= len(texts) - 1


def _may_head(value: CellValue) -> bool:
    return isinstance(value, str) and kinds_in(value) <= {Kind.TEXT}


def _plain_label(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]|_", " ", folded(text)).split())


def _shows(text: str, starts: tuple[str, ...]) -> bool:
    """The text starts with one of these as whole words."""
    start = next((one for one in starts if text.startswith(one)), "")
    rest = text[len(start) :]
    return bool(start) and (not start[-1].isalpha() or not rest or not rest[0].isalnum())


def _is_name(value: CellValue) -> bool:
    """A text with letters that does not count anything."""
    return isinstance(value, str) and re.search(r"[^\W\d]", value) is not None and not _counts(value)


def _is_count(filled: dict[int, CellValue]) -> bool:
    """What is counted and its figure, and nothing else: "Interviews: | 4", "12 applications"."""
    first, *others = filled.values()
    if not isinstance(first, str) or len(filled) > _FEW:
        return False
    if not others:
        return _counts(first)
    return _plain_label(first) in _counted() and isinstance(others[0], int | float)


def _counts(text: str) -> bool:
    found = _FIGURE_BESIDE.fullmatch(text.strip()) if len(text) <= _LONGEST_LABEL else None
    return found is not None and _plain_label(found["of"] or found["label"]) in word_set("layouts", "counted")


def _counted() -> frozenset[str]:
    return word_set("layouts", "counted") | word_set("layouts", "stages")


def _is_ruled(value: CellValue) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST_LABEL and _RULED.fullmatch(value.strip()) is not None


def _is_period(value: CellValue) -> bool:
    """A year, a month, a week or a quarter, as it heads the applications of that time."""
    if isinstance(value, date):
        return True
    text = plain(str(value))
    words = re.findall(r"[^\W\d_]+", text)
    numbered = re.search(r"\d", text) is not None
    times = [word for word in words if word in _months() or word in word_set("layouts", "periods")]
    if not times:
        return _YEAR.fullmatch(text) is not None
    known = all(word in times or word in word_set("layouts", "of_periods") for word in words)
    alone = len(words) == 1 and words[0] in _months() and len(words[0]) > _MARS
    return known and (numbered or alone)


def _months() -> frozenset[str]:
    return word_set("layouts", "months") | word_set("evidence", "months")
