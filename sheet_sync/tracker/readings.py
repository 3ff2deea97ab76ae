"""What the readers of cells answer."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class DateReading:
    """The dates of a cell.

    Attributes:
        dates: each at midnight or with its time of day.
        unreadable: something stands there that is no date and does not say "none" either.
        why: what is wrong, in a sentence, where that helps to mend it.
        doubtful: for every date that has two readings the one that was taken and the other.
        words: a phrase that was counted from another day, such as "next week".
        remark: what that rests on, in a sentence.
    """

    dates: tuple[datetime, ...] = ()
    unreadable: bool = False
    why: str = ""
    doubtful: tuple[tuple[date, date], ...] = ()
    words: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class MarkReading:
    """Whether a deed is marked done, and when (None for a tick without a date); the rest as for `DateReading`."""

    done: bool = False
    on: date | None = None
    unreadable: bool = False
    why: str = ""
    doubtful: tuple[tuple[date, date], ...] = ()


NO_DATE = DateReading()
NO_MARK = MarkReading()


def no_date_readable(why: str = "") -> DateReading:
    """A cell whose dates cannot be read."""
    return DateReading(unreadable=True, why=why)


def no_mark_readable(why: str = "") -> MarkReading:
    """A mark that cannot be read."""
    return MarkReading(unreadable=True, why=why)
