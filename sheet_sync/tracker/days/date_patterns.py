"""The shapes in which people write dates and times of day, as patterns over folded text.

The names of months and weekdays come from Babel (CLDR), other words from `dates.toml`. Nothing is built before the
first text is read that is no plain date.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sheet_sync.tracker.vocabulary import LETTER, any_of, folded, table, whole

NUMERIC = re.compile(
    r"(?<!\d)(?<!\d[/.])(\d{1,2})(?=(\s?([-/.])\s?))"
    r"(?:\s?\3\s?(\d{1,2})\s?\3\s?(\d{4})|\2(\d{1,2})\2'?(\d{2}))(?!\d)(?!\3\d)|"
    r"(?<!\d)(?<!\d[-/.])(\d{1,2}) (\d{1,2}) (\d{4})(?!\d|[-/.]\d)"
)
"""Day, month and year as numbers, or the three of them with spaces between.

Two digits are a year only where they are set off as the others are: in "20.11. 14" they may be an hour.
"""
RATIO = re.compile(r"(?<![\d:])\d:\d(?![\d:])")
"""A "1:1" is a talk between two."""
YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?!\d|\2\d)")
COMPACT = re.compile(r"(?<![\d/.,-])((?:19|20)\d\d)(\d\d)(\d\d)(?![\d/.,-])")
SLASHED = re.compile(r"(?<!\d)(?<!\d[/.])(\d{1,2})\s?/\s?(\d{1,2})(?!\d|/)")
DOTTED = re.compile(r"(?<!\d)(?<!\d[-/.])(\d{1,2})\.\s?(\d{1,2})(?:\.|(?![\d/.]))(?!\d)")
DASHED = re.compile(r"(?:^|(?<=[;,&\n]))\s*(\d{1,2})-(\d{1,2})\s*(?=$|[;,&\n])")
"""Only where nothing else stands beside it: "5-7" may be anything."""
CLOCK = re.compile(
    r"(?:(?<=\d)t|(?<![\d/.:]))(\d{1,2}):(\d{2})(?::\d{2}(?:[.,]\d+)?)?(?:\s*([ap])\.?m\b\.?)?"
    r"(?:\s*(?:z\b|[+-]\d{2}:?\d{2}))?(?!\d)"
)
MERIDIEM = re.compile(
    r"(?:(?<![\d/.:-])(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|to|and|until)\s*|(?<![\d/.:]))"
    r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap])\.?m\b\.?"
)
CLOCK_AFTER_DATE = re.compile(r"(?<=\x02)([\s,(]*)(\d{1,2})[.](\d{2})(?![\d./])")
ZONE = re.compile(r"\b(?:gmt|utc)\s?[+-]\s?\d{1,2}(?::?\d{2})?")
ADDRESS = re.compile(r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b")


@dataclass(frozen=True)
class NamePatterns:
    """What needs the names: the patterns, and the month or weekday of every name."""

    months: dict[str, int]
    weekdays: dict[str, int]
    day_month: re.Pattern[str]
    month_day: re.Pattern[str]
    month_dash_day: re.Pattern[str]
    year_month_day: re.Pattern[str]
    dotted_days: re.Pattern[str]
    weekday_before: re.Pattern[str]
    weekday_after: re.Pattern[str]
    hours: re.Pattern[str]
    hour_at: re.Pattern[str]
    fraction: re.Pattern[str]
    numbered_before: re.Pattern[str]
    opens_a_date: re.Pattern[str]
    month_name: re.Pattern[str]
    month_before: re.Pattern[str]
    either: re.Pattern[str]


@lru_cache(maxsize=1)
def name_patterns() -> NamePatterns:
    """The patterns with names in them, built at the first need."""
    months, weekdays = _names("months"), _names("weekdays")
    words = {name: any_of(map(folded, found)) for name, found in table("dates")["words"].items()}
    a_month = rf"(?<!{LETTER}){any_of(months)}(?!{LETTER})"
    month = rf"(?<!{LETTER})({any_of(months)})(?!{LETTER})"
    leading = rf"(?<!{LETTER})({any_of(months.keys() - word_set_of('everyday_months'))})(?!{LETTER})"
    either = rf"(?<!\w){words['either']}(?!\w)"
    number = rf"\d{{1,2}}(?:\s?{words['ordinals']}(?!{LETTER})|\.)?"
    through = rf"\s*(?:,|{whole(words['through'])}|{either})\s*(?:{words['articles']}\s+)?"
    of = rf"(?:{words['of']}\s+|d')?"
    no_more = rf"(?!\d|\s?[-/.:]\s?\d|\.?\s*{of}{a_month})"
    weekday = rf"(?<!{LETTER})({any_of(weekdays)})(?!{LETTER})"
    return NamePatterns(
        months=months,
        weekdays=weekdays,
        day_month=re.compile(
            rf"(?<!\d)(?<!\d[-/.:])((?:{number}{through}){{0,5}})(\d{{1,2}})(?:\s?{words['ordinals']}(?!{LETTER})|\.)?"
            rf"(?:[-/]|\s?\.\s?|\s*{of}){month}\.?"
            rf"(?:\s*[-/.,]?\s*{of}(\d{{4}})(?!\d)|([-/.]|\s*,?\s*'|\s+)(\d{{2}}){no_more})?"
        ),
        month_day=re.compile(
            rf"{leading}\.?\s*(?:the\s+)?(\d{{1,2}})(?:\s?{words['ordinals']}(?!{LETTER}))?(?!\d|[/:]\d|\.\d)"
            rf"((?:{through}{number}(?!\d|\s*{words['counted_things']}(?!{LETTER})|\s?[/.:-]\s?\d|\s*{of}{a_month})){{0,5}})"
            rf"(?:\s*[-/.,]?\s*{of}(\d{{4}})(?!\d)|\s*,?\s*'(\d{{2}})(?!\d))?"
        ),
        month_dash_day=re.compile(rf"{leading}\s?[-/]\s?(\d{{1,2}})(?:[-/](\d{{4}}|\d{{2}}))?(?!\d|[-/.:]\d)"),
        year_month_day=re.compile(rf"(?<!\d)(\d{{4}})[\s./,-]*{month}[\s./,-]*(\d{{1,2}})(?!\d|[-/.:]\d)"),
        dotted_days=re.compile(
            rf"(?<!\d)(?<!\d[-/.:])((?:\d{{1,2}}\.?{through}){{1,5}})(\d{{1,2}})\.\s?(\d{{1,2}})\.?\s?(\d{{4}}|\d{{2}})?(?!\d|[/:.]\d)"
        ),
        weekday_before=re.compile(rf"{weekday}\.?[\s,(]*(?:{words['articles']}\s+)?$"),
        weekday_after=re.compile(rf"[\s,]*\(?\s*{weekday}\.?\)?(?=\s*(?:$|[,;)&\d\x01\x02]))"),
        hours=re.compile(
            rf"(?:(?<![\d/.:-])(\d{{1,2}})\s*-\s*|(?<![\d/.:]))(\d{{1,2}})(?:[.:](\d{{2}}))?\s*"
            rf"({words['hours']})(?!{LETTER})\s*(\d{{2}})?(?!\d)"
        ),
        hour_at=re.compile(
            rf"(?<!{LETTER}){words['at']}\.?\s*(\d{{1,2}})(?:[.:h](\d{{2}}))?(?!\s*[\d/.:-]|{LETTER}|\s*{words['counted_things']}(?!{LETTER}))"
        ),
        fraction=re.compile(rf"{whole(words['counted'])}\s*([1-9])\s?/\s?([1-9])(?!\d|/)"),
        numbered_before=re.compile(rf"{whole(any_of(word_set_of('counted') | word_set_of('numbered')))}\s*$"),
        opens_a_date=re.compile(rf"(?:^|[^\w\s'])\s*(?:{words['articles']}\s+)?$|(?<!{LETTER}){words['articles']}\s+$"),
        month_name=re.compile(month),
        either=re.compile(either),
        month_before=re.compile(rf"{month}\.?\s*$"),
    )


def word_set_of(name: str) -> frozenset[str]:
    """The words of a list of `dates.toml`."""
    return frozenset(folded(word) for word in table("dates")["words"][name])


def _names(what: str) -> dict[str, int]:
    """Every name of the months (January is 1) or the weekdays (Monday is 0), folded, in all languages."""
    names = {folded(word): int(number) for number, words in table("dates")[what].items() for word in words}
    for name, number in _babel_names(what):
        names.setdefault(name, number)
    unfit = word_set_of("no_weekdays") if what == "weekdays" else frozenset()
    return {name: number for name, number in names.items() if name and name not in unfit}


def _babel_names(what: str) -> Iterator[tuple[str, int]]:
    from babel import Locale  # noqa: PLC0415 - only texts that are no plain dates need the names

    attribute = "months" if what == "months" else "days"
    for language in table("dates")["languages"]:
        for context in getattr(Locale.parse(language), attribute).values():
            for width in ("wide", "abbreviated"):
                for number, name in context.get(width, {}).items():
                    yield folded(name).rstrip("."), number
