"""The phrases of `promises.toml`, found in a text: which of them stand there, and what is left beside them.

Names are blotted out by marks before the phrases are looked for, as dates are, so that no pattern holds every name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from sheet_sync.tracker.days import date_patterns
from sheet_sync.tracker.days.written_dates import DATE_MARK, TIME_MARK, Written
from sheet_sync.tracker.vocabulary import LETTER, any_of, folded, plain, stating, table, whole

WEEKDAY_MARK, MONTH_MARK, HOLIDAY_MARK = "\x03", "\x04", "\x05"

_SHORTEST_WEEKDAY_IN_A_SENTENCE = 3
_HARMLESS_SIGNS = re.compile(rf"[\s.,;:!()'\"/&+<>=~{DATE_MARK}{TIME_MARK}-]*")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase: its kind (a key of `promises.toml`, or "count") and what fills it; `at` is where it stands."""

    kind: str
    at: tuple[int, int] = (0, 0)
    number: int = 0
    unit: str = ""
    weekday: int = 0
    month: int = 0
    year: int = 0
    holiday: str = ""


@dataclass(frozen=True, slots=True)
class _Marked:
    """A text whose names are blotted out, and the names by where they begin."""

    text: str
    weekdays: dict[int, int]
    months: dict[int, tuple[int, int]]
    holidays: dict[int, str]


@lru_cache(maxsize=1)
def _weekdays() -> dict[str, int]:
    """The weekdays that are no month and no little word as well."""
    names = date_patterns.name_patterns()
    long = {name: day for name, day in names.weekdays.items() if len(name) >= _SHORTEST_WEEKDAY_IN_A_SENTENCE}
    return {name: day for name, day in long.items() if name not in names.months}


def _day_parts() -> list[str]:
    return [folded(word) for word in table("promises")["day_parts"]["words"]]


@lru_cache(maxsize=1)
def _holidays() -> dict[str, str]:
    return {folded(word): name for name, words in table("promises")["holidays"].items() for word in words}


@lru_cache(maxsize=1)
def _names() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    months = date_patterns.name_patterns().months
    return (
        re.compile(whole(rf"({any_of(_holidays())})")),
        re.compile(rf"(?<!{LETTER})({any_of(_weekdays())}){any_of(_day_parts())}?(?!{LETTER})\.?"),
        re.compile(rf"(?<!{LETTER})({any_of(months)})(?!{LETTER})\.?(?:,?\s+(?:of\s+|de\s+)?((?:19|20)\d\d)(?!\d))?"),
    )


def _marked(text: str) -> _Marked:
    marked = _Marked("", {}, {}, {})
    months = date_patterns.name_patterns().months

    def holiday(match: re.Match[str]) -> str:
        marked.holidays[match.start()] = _holidays()[" ".join(match[1].split())]
        return HOLIDAY_MARK * len(match[0])

    def weekday(match: re.Match[str]) -> str:
        marked.weekdays[match.start()] = _weekdays()[match[1]]
        return WEEKDAY_MARK * len(match[0])

    def month(match: re.Match[str]) -> str:
        marked.months[match.start()] = (months[match[1]], int(match[2] or 0))
        return MONTH_MARK * len(match[0])

    for shape, mark in zip(_names(), (holiday, weekday, month), strict=True):
        text = shape.sub(mark, text)
    return _Marked(text, marked.weekdays, marked.months, marked.holidays)


class _Shape(NamedTuple):
    """Finds the phrases of a kind; only where the mark stands that they all hold, if there is one."""

    kind: str
    pattern: re.Pattern[str]
    mark: str = ""


class _Counts(NamedTuple):
    """Finds a count of units, and each of its numbers."""

    shape: re.Pattern[str]
    number: re.Pattern[str]
    numbers: dict[str, int]
    units: dict[str, str]


@lru_cache(maxsize=1)
def _count() -> _Counts:
    """The shapes of "1-2 weeks", with the numbers and the units by their words."""
    promises = table("promises")
    numbers = {folded(word): int(number) for number, words in promises["numbers"].items() for word in words}
    units = {folded(word): unit for unit, words in promises["units"].items() for word in words}
    number = rf"(?:\d{{1,3}}|{any_of(numbers)}(?!{LETTER}))"
    between = rf"\s*{whole(any_of(map(folded, promises['range']['words'])))}\s*"
    before, after = (any_of(map(folded, promises["beside_count"][side])) for side in ("before", "after"))
    shape = re.compile(
        whole(
            rf"(?:{before}\s+)?(?<![\d/.:-])(?P<number>{number}(?:{between}{number})?)(?!\d)\s*(?:{before}\s+|of\s+)?"
            rf"(?P<unit>{any_of(units)})(?!{LETTER})(?:\s+{after})?"
        )
    )
    return _Counts(shape, re.compile(rf"\d+|{any_of(numbers)}(?!{LETTER})"), numbers, units)


@lru_cache(maxsize=1)
def _patterns() -> tuple[_Shape, ...]:
    """Every kind of phrase with a pattern for all its wordings, the longest first."""
    wordings = table("promises")["phrases"]
    shapes = {kind: "|".join(map(_wording, _longest_first(texts))) for kind, texts in wordings.items()}
    return (
        _Shape("count", _count().shape),
        *(
            _Shape(kind, re.compile(whole(f"(?:{shape})")), _mark_in_all(wordings[kind]))
            for kind, shape in shapes.items()
        ),
    )


def _mark_in_all(wordings: list[str]) -> str:
    places = {"weekday": WEEKDAY_MARK, "month": MONTH_MARK, "holiday": HOLIDAY_MARK, "date": DATE_MARK}
    return next((mark for place, mark in places.items() if all(f"{{{place}}}" in text for text in wordings)), "")


def _longest_first(wordings: list[str]) -> list[str]:
    return sorted(map(folded, wordings), key=len, reverse=True)


@lru_cache(maxsize=1)
def _places() -> dict[str, str]:
    ordinal = rf"(?:{any_of(date_patterns.word_set_of('ordinals'))}(?!{LETTER})|\.(?!\d))"
    return {
        "n": r"\d{1,2}(?!\d|\s*[-/])",
        "day": rf"\d{{1,2}}(?:{ordinal}(?!\s*[-/]\s*\d)|(?=\s*(?:$|[,;)])))",
        "year": r"(?:19|20)\d\d(?!\d)",
        "date": f"{DATE_MARK}+",
        "weekday": f"{WEEKDAY_MARK}+",
        "month": f"{MONTH_MARK}+",
        "holiday": f"{HOLIDAY_MARK}+",
    }


def _wording(text: str) -> str:
    """A wording as a pattern."""
    parts = re.split(r"\{(\w+)\}", text)
    literal = [re.escape(part).replace(r"\ ", r"\s+") for part in parts[::2]]
    filled = [_places()[place] for place in parts[1::2]]
    return "".join(piece for pair in zip(literal, [*filled, ""], strict=True) for piece in pair)


def phrases_in(found: Written) -> tuple[Phrase, ...] | None:
    """The phrases of a text from left to right, of those that begin together the longest.

    None where anything else stands there that is not known to change nothing.
    """
    weekdays = date_patterns.name_patterns().weekdays
    if (alone := plain(found.rest)) in weekdays and alone not in date_patterns.name_patterns().months:
        return (Phrase("weekday", weekday=weekdays[alone]),)
    marked = _marked(found.rest)
    phrases = tuple(_found(marked))
    rest = marked.text
    for phrase in phrases:
        start, end = phrase.at
        rest = rest[:start] + " " * (end - start) + rest[end:]
    left = stating("promises", "around").sub(" ", _attribution().sub(" ", rest))
    return phrases if _HARMLESS_SIGNS.fullmatch(left) else None


@lru_cache(maxsize=1)
def _attribution() -> re.Pattern[str]:
    """Finds who said it: "Jane said", "per Dr. Lee"."""
    words = {name: any_of(map(folded, found)) for name, found in table("promises")["attribution"].items()}
    name = rf"(?<!{LETTER})(?:{words['titles']}\.?\s+)?(?!{words['nobody']}(?!{LETTER})){LETTER}+"
    return re.compile(rf"{name}\s+{words['said']}(?!{LETTER})|(?<!{LETTER}){words['according_to']}\s+{name}")


def _found(marked: _Marked) -> Iterator[Phrase]:
    at, shapes = 0, [shape for shape in _patterns() if shape.mark in marked.text]
    while matches := [(match, shape) for shape in shapes if (match := shape.pattern.search(marked.text, at))]:
        match, shape = min(matches, key=lambda each: (each[0].start(), -each[0].end()))
        yield _counted(match) if shape.kind == "count" else _filled(shape.kind, match, marked)
        at = max(match.end(), at + 1)
        # What was not found from here on is not found further on either.
        shapes = [shape for _, shape in matches]


def _counted(match: re.Match[str]) -> Phrase:
    """A count of units: of "5-7" the upper bound."""
    counts = _count()
    ends = counts.number.findall(match["number"])
    number = max(int(end) if end.isdigit() else counts.numbers[" ".join(end.split())] for end in ends)
    return Phrase("count", match.span(), number, counts.units[" ".join(match["unit"].split())])


def _filled(kind: str, match: re.Match[str], marked: _Marked) -> Phrase:
    within = range(*match.span())
    month, year = next((name for at, name in marked.months.items() if at in within), (0, 0))
    digits = re.findall(r"(?<!\d)\d{1,2}(?!\d)", match[0])
    full_year = re.search(r"(?<!\d)\d{4}(?!\d)", match[0])
    return Phrase(
        kind,
        match.span(),
        number=int(digits[-1]) if digits else 0,
        weekday=next((day for at, day in marked.weekdays.items() if at in within), 0),
        month=month,
        year=int(full_year[0]) if full_year else year,
        holiday=next((name for at, name in marked.holidays.items() if at in within), ""),
    )
