"""Number formats: which built-in one a code means, and whether a format shows a day."""

import re

_BUILTIN = {
    "General": 0,
    "0": 1,
    "0.00": 2,
    "#,##0": 3,
    "#,##0.00": 4,
    "0%": 9,
    "0.00%": 10,
    "@": 49,
}
"""Formats without a locale: the built-in dates show differently in every country, and so are never chosen."""

_BUILTIN_DAYS = frozenset({14, 15, 16, 17, 22, *range(27, 32), 36, *range(50, 59)})
_NOT_SHOWN = re.compile(r'"[^"]*"?|\[[^\]]*\]?|\\.|_.|\*.', re.DOTALL)

DATE_FORMAT = "yyyy-mm-dd"
DATE_TIME_FORMAT = "yyyy-mm-dd hh:mm"


def builtin_identity(code: str) -> int | None:
    """The id of the built-in format with this code, or None."""
    return _BUILTIN.get(code)


def shows_day(identity: int, code: str | None) -> bool:
    """Whether a number in this format appears as a date, and not as a mere number or time of day."""
    if code is None:
        return identity in _BUILTIN_DAYS
    visible = _NOT_SHOWN.sub("", code.split(";", 1)[0]).lower()
    return "general" not in visible and ("y" in visible or "d" in visible)
