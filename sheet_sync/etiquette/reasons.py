"""Why a row has its status, and what to do about it: one or two plain sentences (SPEC section 4, "Reasons").

Reasons state the facts of the row in dates, never in "yesterday" or day counts: they must not change from day to day,
nor with the order of the rows.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

import pandas as pd
from babel.dates import format_date

from sheet_sync.etiquette import status as st
from sheet_sync.grid import one_line

Headers = Mapping[str, str]
"""The header of each field that has a column in this tracker."""

OVER = {
    "offer": "You have an offer. Congratulations!",
    "accepted": "You accepted. Congratulations!",
    "hired": "You got the job. Congratulations!",
    "declined": "This one was declined, so there is nothing more to send.",
    "rejected": "They said no, so there is nothing more to send. On to the next one.",
    "withdrawn": "You withdrew, so there is nothing more to send.",
    "cancelled": "The position was cancelled, so there is nothing more to send.",
    "filled": "The position is filled, so there is nothing more to send.",
    "ghosted": "You closed this one after their silence, so there is nothing more to send.",
}


class _Row(NamedTuple):
    """One row's facts as Python values: days are None where unknown."""

    status: str
    due: date | None
    interview: date | None
    ahead: date | None
    promised: date | None
    thanked_on: date | None
    followed_up_on: date | None
    replied_on: date | None
    follow_up_due: date | None
    owed: bool
    thanked_late: bool
    outcome: str
    outcome_group: str
    outcome_kind: str
    promised_words: str
    promised_remark: str
    doubtful_dates: tuple[tuple[str, date], ...]
    interview_problem: str
    mark_problem: str
    future_deed: str


def explain(applications: pd.DataFrame, assessed: pd.DataFrame, headers: Headers, now: datetime) -> pd.Series:
    """The reason of every row, as text on the index of `assessed`; empty where the status is.

    Args:
        applications: as `assess` takes them, with `interview_problem` and `mark_problem` (str): what cannot be read
            in the row, in a sentence.
        assessed: the answer of `assess`.
        headers: the header under which each field stands in this tracker.
        now: a deed dated later than this day is still to come.
    """
    wording = _Wording(headers)
    facts = _rows(applications, assessed, now)
    return pd.Series([wording.reason(row) if row.status else "" for row in facts], index=assessed.index, dtype="str")


def _rows(applications: pd.DataFrame, assessed: pd.DataFrame, now: datetime) -> list[_Row]:
    days = {name: _days(assessed[name]) for name in _Row._fields if name in _DAY_COLUMNS}
    plain = {
        name: (assessed if name in assessed else applications)[name].tolist()
        for name in ("status", "owed", "thanked_late", "outcome", "outcome_group", "outcome_kind")
    }
    texts = {name: applications[name].tolist() for name in _TOLD}
    columns = {**days, **plain, **texts, "future_deed": _future_deeds(applications, now).tolist()}
    return [_Row(*values) for values in zip(*(columns[name] for name in _Row._fields), strict=True)]


_TOLD = ("promised_words", "promised_remark", "doubtful_dates", "interview_problem", "mark_problem")
_DAY_COLUMNS = frozenset(
    ("due", "interview", "ahead", "promised", "thanked_on", "followed_up_on", "replied_on", "follow_up_due")
)


def _days(column: pd.Series) -> list[date | None]:
    return [None if moment is pd.NaT else moment.date() for moment in column.tolist()]


def _future_deeds(applications: pd.DataFrame, now: datetime) -> pd.Series:
    """The name of the deed that is dated in the future, the first of several; empty for none."""
    names = pd.Series("", index=applications.index, dtype="str")
    for deed in reversed(st.DEEDS):
        names = names.mask(applications[f"{deed}_on"] > pd.Timestamp(now).normalize(), deed)
    return names


@lru_cache(maxsize=4096)
def _in_words(day: date, pattern: str) -> str:
    return format_date(day, pattern, locale="en")


def _day(row: _Row, day: date | None, pattern: str = "EEE d MMM") -> str:
    """A day in words, with its year where that is not the interview's."""
    if day is None:
        return ""
    around = row.interview or row.ahead or day
    return _in_words(day, pattern if day.year == around.year else f"{pattern} y")


def _read_as(shown: str, day: date) -> str:
    """How a phrase, or a date with two readings, was understood."""
    return f"“{one_line(shown, _QUOTED)}” read as {_in_words(day, 'EEE d MMM y')}."


class _Wording:
    """The sentences, for the headers of one tracker."""

    def __init__(self, headers: Headers) -> None:
        self._headers = headers
        self._by_status: dict[str, Callable[[_Row], str]] = {
            st.CLOSED: self._closed,
            st.CHECK_ROW: self._check_row,
            st.NO_INTERVIEW: self._no_interview,
            st.SEND_THANK_YOU: self._send_thank_you,
            st.AHEAD: self._ahead,
            st.OTHER_ROW: self._other_row,
            st.ANSWERED: self._answered,
            st.FOLLOWED_UP: self._followed_up,
            st.THANK_YOU_OVERDUE: self._thank_you_overdue,
            st.TOO_LATE: self._too_late,
            st.WAITING: self._waiting,
            st.FOLLOW_UP_NOW: self._follow_up_now,
        }

    def reason(self, row: _Row) -> str:
        said = self._by_status[row.status](row)
        if row.status in _NOT_ABOUT_DAYS and not self._doubts_a_deed(row):
            return said
        return " ".join([said, *(_read_as(shown, day) for shown, day in row.doubtful_dates)])

    def _doubts_a_deed(self, row: _Row) -> bool:
        """A deed is still to come, perhaps because its date was read the other way round."""
        unreadable = row.interview_problem or row.mark_problem
        return row.status == st.CHECK_ROW and bool(row.future_deed) and not unreadable

    def _under(self, field: str) -> str:
        return f"“{self._headers[field]}”"

    def _already(self, what: str, field: str) -> str:
        return f"Already {what}? Type the date under {self._under(field)}." if field in self._headers else ""

    def _closed(self, row: _Row) -> str:
        known = OVER.get(row.outcome_kind)
        return known or f"“{one_line(row.outcome, _QUOTED)}” closes this one, so there is nothing more to send."

    def _check_row(self, row: _Row) -> str:
        if row.interview_problem or row.mark_problem:
            return row.interview_problem or row.mark_problem
        return self._future(row)

    def _future(self, row: _Row) -> str:
        header = self._under(_FIELD_OF_DEED[row.future_deed])
        return f"The date under {header} is still to come. Type the day on which it was done, or clear the cell."

    def _no_interview(self, _row: _Row) -> str:
        where = self._under("interview_date")
        return f"No interview yet, and without one nothing is due. Type its day under {where} when you know it."

    def _ahead(self, row: _Row) -> str:
        ask = "Ask when you can expect an answer"
        if "promised_reply" in self._headers:
            ask += f", and note it under {self._under('promised_reply')}"
        return f"Interview on {_day(row, row.ahead)}. {ask}."

    def _send_thank_you(self, row: _Row) -> str:
        day = _day(row, row.interview)
        already = self._already("sent", "thank_you_sent")
        return f"You had the interview on {day}; a thank-you goes out within 24 to 48 hours. {already}".strip()

    def _thank_you_overdue(self, row: _Row) -> str:
        day = _day(row, row.interview)
        already = self._already("sent", "thank_you_sent")
        return (
            f"The thank-you for the interview on {day} is late; a late one is still kinder than none. {already}".strip()
        )

    def _other_row(self, _row: _Row) -> str:
        return "The same application has its latest interview in another row; what to do next stands there."

    def _answered(self, row: _Row) -> str:
        if row.outcome_group == "goes_on":
            return f"“{one_line(row.outcome, _QUOTED)}” says that it goes on, so no follow-up is needed."
        on = f" on {_day(row, row.replied_on)}" if row.replied_on else ""
        return f"They replied{on}, so no follow-up is needed."

    def _followed_up(self, row: _Row) -> str:
        on = f" on {_day(row, row.followed_up_on)}" if row.followed_up_on else ""
        return f"You followed up{on}. Once is enough; now it is theirs to answer."

    def _too_late(self, row: _Row) -> str:
        comfort = "nothing is wrong with your application."
        if row.owed:
            day = _day(row, row.interview, "d MMM")
            return f"No thank-you is noted for the interview on {day}, too long ago to write now; {comfort}"
        day = _day(row, row.follow_up_due, "d MMM")
        return f"The follow-up was due on {day}, too long ago to write now; {comfort}"

    def _waiting(self, row: _Row) -> str:
        if row.outcome_group == "on_hold":
            return f"“{one_line(row.outcome, _QUOTED)}”: they have paused, so nothing is due until they write."
        due = _day(row, row.due)
        if row.thanked_late:
            thanked = _day(row, row.thanked_on)
            waiting = f"Your thank-you went out late, on {thanked}; follow up on {due} if there is no answer."
        elif row.promised:
            waiting = f"They promised an answer by {_day(row, row.promised)}; follow up on {due} if there is none."
        else:
            waiting = f"No day was promised; follow up on {due} if there is no answer."
        return " ".join(filter(None, (waiting, self._as_read(row), self._weekend(row.due))))

    def _follow_up_now(self, row: _Row) -> str:
        if row.promised:
            why = f"They promised an answer by {_day(row, row.promised)}, and it has passed."
        else:
            day, due = _day(row, row.interview), _day(row, row.due)
            why = f"No day was promised at the interview on {day}; the follow-up fell due on {due}."
        return " ".join(filter(None, (why, self._as_read(row), self._already("done", "followed_up"))))

    def _as_read(self, row: _Row) -> str:
        if not (row.promised_words and row.promised):
            return ""
        return f"{_read_as(row.promised_words, row.promised)} {row.promised_remark}".strip()

    def _weekend(self, day: date | None) -> str:
        if day is None or day.weekday() < _SATURDAY:
            return ""
        return f"That is a {_in_words(day, 'EEEE')}; Monday would be kinder."


_SATURDAY = 5
_NOT_ABOUT_DAYS = frozenset((st.CLOSED, st.CHECK_ROW, st.OTHER_ROW))
_QUOTED = 60
_FIELD_OF_DEED = {"thank_you": "thank_you_sent", "followed_up": "followed_up", "replied": "replied"}
