"""What a cell holds, from Python and back, and how Google shows it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, TypeAlias

from fake_sheets.errors import NotModelledError
from fake_sheets.json_types import Cell, JsonObject

EPOCH = datetime(1899, 12, 30)
DATE: JsonObject = {"type": "DATE", "pattern": "yyyy-mm-dd"}
MOMENT: JsonObject = {"type": "DATE_TIME", "pattern": "yyyy-mm-dd hh:mm"}
ERROR_TEXTS = {
    "NULL_VALUE": "#NULL!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
    "ERROR": "#ERROR!",
    "LOADING": "Loading...",
}
_DEFAULT_PATTERNS = {"DATE": "m/d/yyyy", "DATE_TIME": "m/d/yyyy h:mm:ss", "TIME": "h:mm:ss am/pm"}
_DATE_TOKEN = re.compile(r'y+|m+|d+|h+|s+|am/pm|a/p|"[^"]*"|\\.|.', re.IGNORECASE)
_LONGEST_INTEGER = 10**15


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with the result that Google has computed: a plain value or an `Failed`."""

    text: str
    result: "str | float | bool | Failed | None" = None


@dataclass(frozen=True, slots=True)
class Failed:
    """An error value: the name of its type, "N_A" …"""

    kind: str = "N_A"


Plain: TypeAlias = str | int | float | bool | date | datetime | time | timedelta | Formula | Failed | None


def cell_of(value: Plain) -> Cell:
    """The cell that holds a Python value; a date gets its number format. A text is a text, whatever it begins with."""
    if value is None or value == "":
        return {}
    if isinstance(value, Formula):
        return _formula_cell(value)
    if isinstance(value, date):
        return dated(value)
    if isinstance(value, time | timedelta):
        return _timed(value)
    return {"userEnteredValue": extended(value)}


def dated(value: date) -> Cell:
    """A cell that holds a day or a moment."""
    shown = MOMENT if isinstance(value, datetime) else DATE
    return {"userEnteredValue": {"numberValue": serial(value)}, "userEnteredFormat": {"numberFormat": shown}}


def _timed(value: time | timedelta) -> Cell:
    """A cell that holds a time of day, or a duration, which Google counts as a part of a day."""
    since = datetime.combine(EPOCH, value) - EPOCH if isinstance(value, time) else value
    shown_as = {"type": "TIME", "pattern": "hh:mm:ss" if isinstance(value, time) else "[h]:mm:ss"}
    look = {"numberFormat": shown_as}
    return {"userEnteredValue": {"numberValue": since / timedelta(days=1)}, "userEnteredFormat": look}


def _formula_cell(formula: Formula) -> Cell:
    cell: Cell = {"userEnteredValue": {"formulaValue": formula.text}}
    if formula.result is not None:
        cell["effectiveValue"] = extended(formula.result)
    return cell


def extended(value: str | float | bool | Failed) -> JsonObject:  # noqa: FBT001 - it is a cell's value
    """A plain value as an ExtendedValue."""
    if isinstance(value, Failed):
        return {"errorValue": {"type": value.kind, "message": "Did not find value in the sheet."}}
    if isinstance(value, bool):
        return {"boolValue": value}
    return {"stringValue": value} if isinstance(value, str) else {"numberValue": value}


def serial(value: date) -> float:
    """A day or a moment as Google counts it: days since 1899-12-30."""
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    days = (moment - EPOCH) / timedelta(days=1)
    return int(days) if days == int(days) else days


def effective_value(cell: Cell) -> JsonObject | None:
    """The computed value: a formula's result, any other cell's own value."""
    entered = cell.get("userEnteredValue")
    if entered and "formulaValue" not in entered:
        return dict(entered)
    return cell.get("effectiveValue")


def plain(cell: Cell) -> Any:  # noqa: ANN401 - str, float, bool, date or datetime, as the cell has it
    """The value of a cell for a test: dates as dates, an error as its text, None for a blank."""
    value = effective_value(cell)
    if not value:
        return None
    ((kind, held),) = value.items()
    if kind == "errorValue":
        return ERROR_TEXTS[held["type"]]
    number_format = cell.get("userEnteredFormat", {}).get("numberFormat", {}).get("type", "")
    if kind == "numberValue" and number_format in {"DATE", "DATE_TIME"}:
        return _moment_of(held, number_format)
    return held


def _moment_of(held: float, number_format: str) -> date:
    moment = EPOCH + timedelta(days=held)
    return moment.date() if number_format == "DATE" else moment


def shown(cell: Cell) -> str | None:
    """The text that the user sees (formattedValue); None for a blank."""
    value = effective_value(cell)
    if not value:
        return None
    ((kind, held),) = value.items()
    if kind == "numberValue":
        return _shown_number(held, cell.get("userEnteredFormat", {}).get("numberFormat", {}))
    if kind == "errorValue":
        return ERROR_TEXTS[held["type"]]
    return str(held).upper() if kind == "boolValue" else held or None


def _shown_number(number: float, number_format: JsonObject) -> str:
    kind = number_format.get("type", "NUMBER")
    if number_format.get("pattern") == "[h]:mm:ss":
        return str(timedelta(days=number))
    pattern = number_format.get("pattern") or _DEFAULT_PATTERNS.get(kind, "")
    if kind in _DEFAULT_PATTERNS:
        return shown_date(EPOCH + timedelta(days=number), pattern)
    if pattern in _NUMBER_PATTERNS:
        return _NUMBER_PATTERNS[pattern](number)
    raise NotModelledError(f"how a number is shown in the format {number_format}")


def _general(number: float) -> str:
    if number == int(number) and abs(number) < _LONGEST_INTEGER:
        return str(int(number))
    return format(number, ".10g")


_NUMBER_PATTERNS: dict[str, Callable[[float], str]] = {
    "": _general,
    "General": _general,
    "@": _general,
    "0": lambda number: f"{number:.0f}",
    "0.00": lambda number: f"{number:.2f}",
    "#,##0": lambda number: f"{number:,.0f}",
    "#,##0.00": lambda number: f"{number:,.2f}",
    "0%": lambda number: f"{number:.0%}",
    "0.00%": lambda number: f"{number:.2%}",
    '"$"#,##0.00': lambda number: f"${number:,.2f}",
    '"$"#,##0': lambda number: f"${number:,.0f}",
}


@lru_cache(maxsize=4096)
def shown_date(moment: datetime, pattern: str) -> str:
    """A moment in one of the patterns for dates; an m after hours is minutes."""
    tokens = _DATE_TOKEN.findall(pattern)
    has_half_days = any(token.lower() in {"am/pm", "a/p"} for token in tokens)
    text, after_hours = "", False
    for token in tokens:
        after_hours = after_hours or token[0].lower() == "h"
        text += _date_part(moment, token, minutes=after_hours, half_days=has_half_days)
        after_hours = after_hours and token[0].lower() not in "ms"
    return text


def _date_part(moment: datetime, token: str, *, minutes: bool, half_days: bool) -> str:
    letter, length = token[0].lower(), len(token)
    if token.lower() in {"am/pm", "a/p"}:
        return f"{moment:%p}"
    if letter == "h":
        return str((moment.hour - 1) % 12 + 1 if half_days else moment.hour).zfill(length)
    if letter == "m" and minutes:
        return str(moment.minute).zfill(length)
    named = {"ddd": "%a", "dddd": "%A", "mmm": "%b", "mmmm": "%B", "yy": "%y", "yyyy": "%Y"}
    if token.lower() in named:
        return moment.strftime(named[token.lower()])
    numbers = {"d": moment.day, "m": moment.month, "s": moment.second}
    return str(numbers[letter]).zfill(length) if letter in numbers else token.strip('"\\')
