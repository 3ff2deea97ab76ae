"""Times of day, from what the shapes of `date_patterns.py` matched: (hour, minute)."""

import re

HOURS = 24

_FIRST_HOUR_OF_WORK = 7
_NOON = 12


def clock(match: re.Match[str]) -> tuple[int, int]:
    """The time of "14:30" and "2:30 pm"."""
    hour = _hour(int(match[1]), match[3])
    return hour if match[3] else _by_day(match[1]), int(match[2])


def hour_at(match: re.Match[str]) -> tuple[int, int]:
    """The time of "at 3" and "um 10"."""
    return _by_day(match[1]), int(match[2] or 0)


def _by_day(hour: str) -> int:
    """An hour without more: nobody is interviewed at night, so that "at 3" is in the afternoon; "03:00" is not."""
    number = int(hour)
    return number + _NOON if len(hour) == 1 and 1 <= number < _FIRST_HOUR_OF_WORK else number


def meridiem(match: re.Match[str]) -> tuple[int, int]:
    """The beginning of a span; in "11-1pm" it lies before noon, in "2-3pm" after it."""
    from_hour, from_minute, hour, minute, half = match.groups()
    end = _hour(int(hour), half)
    if from_hour is None:
        return end, int(minute or 0)
    start = _hour(int(from_hour), half)
    return (start if start <= end else int(from_hour)), int(from_minute or 0)


def _hour(hour: int, half: str | None) -> int:
    if half == "p":
        return hour + _NOON if hour < _NOON else hour
    return 0 if half == "a" and hour == _NOON else hour


def hours(match: re.Match[str]) -> tuple[int, int] | None:
    """The hour of "14h30" and "10-11 Uhr"; "2h" and "48h" are durations."""
    from_hour, hour, minute, unit, minute_behind = match.groups()
    start = int(from_hour or hour)
    if start >= HOURS or (unit[0] == "h" and start < _FIRST_HOUR_OF_WORK):
        return None
    return start, 0 if from_hour else int(minute or minute_behind or 0)
