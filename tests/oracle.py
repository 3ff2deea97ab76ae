"""SPEC section 4 read row by row in plain Python: a second opinion on what etiquette asks for.

Written from the text alone, without a look at `sheet_sync.etiquette`, and without pandas: slow and literal.
"Choice:" marks what the text leaves to its reader.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple, cast

import holidays
from builders import Application

from sheet_sync.config import Rules

THANK_YOU_DAYS = 2  # "at most 2 days after the interview", and late beyond that
SATURDAY = 5

STATUS_OF_RULE = {
    1: "",
    2: "Closed",
    3: "Check row",
    4: "No interview yet",
    5: "Send thank-you",
    6: "Interview ahead",
    7: "See other row",
    8: "Answered",
    9: "Followed up",
    10: "Check row",
    11: "Thank-you overdue",
    12: "Too late to write",
    13: "Waiting",
    14: "Follow up now",
}
MESSAGE_OF_RULE = {5: "thank_you", 11: "late_thank_you", 14: "follow_up"}


class Answer(NamedTuple):
    """What etiquette asks for, and which line of the SPEC's table said so."""

    rule: int
    status: str
    due: date | None
    message: str


def answers(sheet: Sequence[Application], rules: Rules, now: datetime) -> list[Answer]:
    """The answer for every row of a sheet, from the top row down."""
    return [_answer(Row(sheet, place, rules, now)) for place in range(len(sheet))]


def _answer(row: "Row") -> Answer:
    rule = next(number for number, applies in _TABLE if applies(row))
    # "On hold" gets no draft: the lines that would write, or wait to write, become a wait without a day.
    # Choice: a thank-you that line 5 asks for is on hold too, whatever the lines below it would say.
    if row.data["outcome_group"] == "on_hold" and rule in {5, 11, 12, 13, 14}:
        return Answer(rule, "Waiting", None, "")
    return Answer(rule, STATUS_OF_RULE[rule], _due_of_rule(rule, row), MESSAGE_OF_RULE.get(rule, ""))


def _due_of_rule(rule: int, row: "Row") -> date | None:
    if rule in {5, 11}:
        # Choice: weekdays_only leaves it alone, as it is said to move "a due follow-up".
        return row.interview + timedelta(days=1)
    if rule in {13, 14}:
        return row.due
    return None


@dataclass(frozen=True)
class Row:
    """A row of the sheet, with the words of the SPEC as its properties."""

    sheet: Sequence[Application]
    place: int
    rules: Rules
    now: datetime

    @property
    def data(self) -> Application:
        return self.sheet[self.place]

    @property
    def today(self) -> date:
        return self.now.date()

    # Interviews

    @property
    def moments(self) -> list[datetime]:
        return [cast("datetime", interview) for interview in self.data["interviews"]]

    @property
    def has_interview_date(self) -> bool:
        return bool(self.moments)

    def has_taken_place(self, interview: datetime) -> bool:
        """Whether it is "a date before today, or a date with a time of day that has passed"."""
        if interview.date() < self.today:
            return True
        # Choice: at the very minute for which it is set an interview begins; it has not taken place.
        return interview.time() != time() and interview < self.now

    @property
    def latest_moment(self) -> datetime | None:
        return max(filter(self.has_taken_place, self.moments), default=None)

    @property
    def has_interview(self) -> bool:
        return self.latest_moment is not None

    @property
    def interview(self) -> date:
        """The day of *the interview*: "the latest one that has taken place"."""
        if self.latest_moment is None:
            raise ValueError("asked for the day of an interview where none has taken place")
        return self.latest_moment.date()

    @property
    def days_since_interview(self) -> int:
        return (self.today - self.interview).days

    @property
    def has_interview_ahead(self) -> bool:
        return not all(map(self.has_taken_place, self.moments))

    # Promise and deeds

    @property
    def promised(self) -> date | None:
        """The promised day, unless it is of an earlier round; "a promise on the day itself counts"."""
        promised = _day(self.data["promised"])
        return promised if promised is not None and promised >= self.interview else None

    def is_done(self, deed: "Deed") -> bool:
        """Say whether the deed counts as done for the interview."""
        if deed.unreadable or not deed.done:
            return False
        if deed.on is not None:
            return self.interview <= deed.on <= self.today
        # Choice: a tick of a later round than the interview (whose date was corrected, or removed) counts
        # as a deed of that day would. When in doubt, do not write.
        return deed.round is None or deed.round >= self.interview

    @property
    def thank_you(self) -> "Deed":
        data = self.data
        return Deed(
            data["thank_you_done"],
            _day(data["thank_you_on"]),
            data["thank_you_unreadable"],
            _day(data["thank_you_round"]),
        )

    @property
    def follow_up(self) -> "Deed":
        data = self.data
        return Deed(
            data["followed_up_done"],
            _day(data["followed_up_on"]),
            data["followed_up_unreadable"],
            _day(data["followed_up_round"]),
        )

    @property
    def reply(self) -> "Deed":
        data = self.data
        return Deed(
            data["replied_done"],
            _day(data["replied_on"]),
            data["replied_unreadable"],
            _day(data["replied_round"]),
        )

    @property
    def is_assumed_thanked(self) -> bool:
        until = _day(self.data["thanked_until"])
        return until is not None and self.interview <= until

    @property
    def owes_thank_you(self) -> bool:
        """A thank-you is owed when none was sent; "a mark that cannot be read counts as neither"."""
        return not (self.is_done(self.thank_you) or self.thank_you.unreadable or self.is_assumed_thanked)

    # The follow-up's due day

    @property
    def due(self) -> date:
        due = self.due_without_thank_you
        pushed_to = self.due_after_late_thank_you
        if pushed_to is not None:
            due = max(due, pushed_to)
        return _working_day_from(due, self.rules.holidays) if self.rules.weekdays_only else due

    @property
    def due_without_thank_you(self) -> date:
        if self.promised is not None:
            return self.promised + timedelta(days=self.rules.after_promise_days)
        return self.interview + timedelta(days=self.rules.wait_days)

    @property
    def due_after_late_thank_you(self) -> date | None:
        """The day before which a late note rules out a follow-up; a tick is not *known* to be late."""
        sent = self.thank_you.on
        if sent is None or not self.is_done(self.thank_you):
            return None
        slow = (sent - self.interview).days > THANK_YOU_DAYS
        is_late = slow if self.promised is None else sent >= self.promised
        return sent + timedelta(days=self.rules.wait_days) if is_late else None

    # Other rows

    @property
    def job(self) -> tuple[str, str]:
        return _folded(self.data["company"]), _folded(self.data["position"])

    def gives_way_to(self, other: "Row") -> bool:
        """Say whether the other row is the one of the two to look at.

        Choice: a closed row, or one with a second date that cannot be read, is another row all the same.
        """
        if other.place == self.place or other.job != self.job:
            return False
        mine, theirs = self.latest_moment, other.latest_moment
        if mine is None or theirs is None:
            return False
        return theirs > mine or (theirs == mine and other.place < self.place)


class Deed(NamedTuple):
    """A mark in the sheet: done with a date or without (a tick), unreadable, or none of them."""

    done: bool
    on: date | None
    unreadable: bool
    round: date | None


# The table of section 4, line by line.


def _holds_no_application(row: Row) -> bool:
    """Line 1: "no company, no position and no interview date"; an unreadable date is a date."""
    return row.job == ("", "") and not row.has_interview_date and not row.data["interview_unreadable"]


def _is_over(row: Row) -> bool:
    return row.data["outcome_group"] == "over"


def _has_unreadable_interview(row: Row) -> bool:
    return row.data["interview_unreadable"]


def _has_no_interview(row: Row) -> bool:
    return not row.has_interview_date


def _is_to_be_thanked(row: Row) -> bool:
    return row.has_interview and row.owes_thank_you and row.days_since_interview <= THANK_YOU_DAYS


def _has_interview_ahead(row: Row) -> bool:
    return row.has_interview_ahead


def _is_told_by_another_row(row: Row) -> bool:
    """Line 7; rows that name no company are never taken for the same application."""
    others = (Row(row.sheet, place, row.rules, row.now) for place in range(len(row.sheet)))
    return row.job[0] != "" and any(row.gives_way_to(other) for other in others)


def _is_answered(row: Row) -> bool:
    """Line 8. Choice: a promise that cannot be read is no promised day, so that the reply answers the row."""
    if row.data["outcome_group"] == "goes_on":
        return True
    if not row.is_done(row.reply):
        return False
    if row.reply.on is None:  # "A reply tick without a date is later than any promise."
        return True
    return row.promised is None or row.promised <= row.reply.on


def _is_followed_up(row: Row) -> bool:
    return row.is_done(row.follow_up)


def _has_questionable_mark(row: Row) -> bool:
    """Line 10: a promise or mark that cannot be read, or a deed in the future."""
    deeds = (row.thank_you, row.follow_up, row.reply)
    unreadable = row.data["promised_unreadable"] or any(deed.unreadable for deed in deeds)
    in_future = any(deed.done and deed.on is not None and deed.on > row.today for deed in deeds)
    return unreadable or in_future


def _is_to_be_thanked_late(row: Row) -> bool:
    return row.owes_thank_you and row.days_since_interview <= row.rules.thank_you_lapse_days


def _is_too_late(row: Row) -> bool:
    """Line 12. Choice: a lapsed thank-you rules the follow-up out even where its day is still ahead."""
    return row.owes_thank_you or (row.today - row.due).days > row.rules.lapse_after_days


def _is_not_due(row: Row) -> bool:
    return row.today < row.due


def _is_due(row: Row) -> bool:
    return row.today >= row.due


_TABLE: tuple[tuple[int, Callable[[Row], bool]], ...] = (
    (1, _holds_no_application),
    (2, _is_over),
    (3, _has_unreadable_interview),
    (4, _has_no_interview),
    (5, _is_to_be_thanked),
    (6, _has_interview_ahead),
    (7, _is_told_by_another_row),
    (8, _is_answered),
    (9, _is_followed_up),
    (10, _has_questionable_mark),
    (11, _is_to_be_thanked_late),
    (12, _is_too_late),
    (13, _is_not_due),
    (14, _is_due),
)


def _day(moment: date | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


@cache
def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _working_day_from(day: date, country: str) -> date:
    while day.weekday() >= SATURDAY or (country != "" and day in _public_holidays(country)):
        day += timedelta(days=1)
    return day


@cache
def _public_holidays(code: str) -> holidays.HolidayBase:
    """Holidays of "US" or "DE-BY". Choice: days off in lieu ("observed") are public holidays too."""
    country, _, region = code.partition("-")
    return holidays.country_holidays(country, subdiv=region or None)
