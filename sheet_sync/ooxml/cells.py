"""A value as the XML of a cell: text stays text, dates become serial numbers."""

import math
import re
from datetime import date, datetime, time
from typing import TypeAlias

from sheet_sync.ooxml.errors import UnsupportedWorkbook
from sheet_sync.ooxml.references import Address, cell_name

Value: TypeAlias = str | int | float | bool | date | datetime | None

LONGEST_TEXT = 32_767
"""Characters (UTF-16 code units) that a cell may hold."""

_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_SURROGATE = re.compile("[\ud800-\udfff]")
_OUTER_SPACE = re.compile(r"\A\s|\s\Z|[\t\n]|  ")

_EPOCH_1900 = date(1899, 12, 30)
_EPOCH_1904 = date(1904, 1, 1)
_FIRST_1900 = date(1900, 1, 1)
_AFTER_PHANTOM = date(1900, 3, 1)
"""Excel counts a 29 February 1900 that never was: days before this one are one lower."""
_DAY_SECONDS = 86_400


def cell_xml(prefix: str, at: Address, style: int, value: Value, *, date1904: bool) -> str:
    """The `<c>` element for a value at (row, column).

    Args:
        prefix: of the part's elements, with its colon, or nothing.
        at: the cell.
        style: the index of its format.
        value: what to show; None makes an empty cell.
        date1904: dates count from 1904.

    Raises:
        UnsupportedWorkbook: the value cannot be held by a cell; the reason names the cell.
        TypeError: the value is of a type that no cell knows.
    """
    tag = f'<{prefix}c r="{cell_name(at)}"' + (f' s="{style}"' if style else "")
    match value:
        case None:
            return f"{tag}/>"
        case str():
            return _text_xml(prefix, tag, _checked_text(value, at))
        case bool():
            return f'{tag} t="b"><{prefix}v>{value:d}</{prefix}v></{prefix}c>'
        case _:
            return f"{tag}><{prefix}v>{_number(value, at, date1904=date1904)}</{prefix}v></{prefix}c>"


def _text_xml(prefix: str, tag: str, text: str) -> str:
    keep = ' xml:space="preserve"' if _OUTER_SPACE.search(text) else ""
    return f'{tag} t="inlineStr"><{prefix}is><{prefix}t{keep}>{escape_text(text)}</{prefix}t></{prefix}is></{prefix}c>'


def _checked_text(value: str, at: Address) -> str:
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    if _SURROGATE.search(text):
        raise UnsupportedWorkbook(f"The text for cell {cell_name(at)} holds half a character, which no file can keep.")
    length = len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
    if length > LONGEST_TEXT:
        raise UnsupportedWorkbook(
            f"The text for cell {cell_name(at)} has {length} characters; a cell holds {LONGEST_TEXT} at most."
        )
    return text


def escape_text(text: str) -> str:
    """Text as XML: markup escaped, what XML cannot hold written `_xHHHH_`, and what looks so kept literal."""
    text = _LOOKS_ESCAPED.sub("_x005F_", text)
    text = _UNWRITABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _number(value: object, at: Address, *, date1904: bool) -> str:
    match value:
        case date():
            return _serial(value, at, date1904=date1904)
        case int() | float():
            _refuse_endless(value, at)
            return int.__repr__(value) if isinstance(value, int) else float.__repr__(value)
        case _:
            raise TypeError(f"a cell holds no {type(value).__name__}")


def _refuse_endless(value: float, at: Address) -> None:
    try:
        finite = math.isfinite(value)
    except OverflowError:
        finite = False
    if not finite:
        raise UnsupportedWorkbook(f"The number for cell {cell_name(at)} is not one that a workbook can hold.")


def _serial(value: date, at: Address, *, date1904: bool) -> str:
    if value != value:  # noqa: PLR0124 - pandas' NaT is a datetime, and unequal to itself
        raise UnsupportedWorkbook(f"The value for cell {cell_name(at)} is no date.")
    moment = value if isinstance(value, datetime) else datetime.combine(value, time())
    day = moment.date()
    if day < (_EPOCH_1904 if date1904 else _FIRST_1900):
        raise UnsupportedWorkbook(f"The date {day} for cell {cell_name(at)} is earlier than a workbook can hold.")
    days = (day - (_EPOCH_1904 if date1904 else _EPOCH_1900)).days
    if not date1904 and day < _AFTER_PHANTOM:
        days -= 1
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6
    return str(days) if not seconds else repr(days + seconds / _DAY_SECONDS)
