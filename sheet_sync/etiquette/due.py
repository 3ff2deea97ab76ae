"""The day on which the next message is due (SPEC section 4, "Due day"). All days are local dates at midnight."""

import numpy as np
import pandas as pd

from sheet_sync.config import Rules
from sheet_sync.holiday_calendar import public_holidays

THANK_YOU_WITHIN_DAYS = 2


def follow_up_due(interview_day: pd.Series, promised: pd.Series, thanked_on: pd.Series, rules: Rules) -> pd.Series:
    """The due day of the follow-up, as datetime64 at midnight; NaT where there is no interview.

    Args:
        interview_day: the day of the interview.
        promised: the promised day that counts, NaT for none.
        thanked_on: the day of the thank-you that counts, NaT where it is unknown or not sent.
        rules: `wait_days`, `after_promise_days`, `weekdays_only`, `holidays`.
    """
    wait = pd.Timedelta(days=rules.wait_days)
    by_promise = promised + pd.Timedelta(days=rules.after_promise_days)
    due = by_promise.where(promised.notna(), interview_day + wait)
    late = thanked_late(interview_day, promised, thanked_on)
    due = due.mask(late & (due < thanked_on + wait), thanked_on + wait)
    return _moved_to_working_days(due, rules) if rules.weekdays_only else due


def thanked_late(interview_day: pd.Series, promised: pd.Series, thanked_on: pd.Series) -> pd.Series:
    """The thank-you is known to be late: it did the follow-up's job, so the follow-up waits from the note on.

    Late is more than 2 days after an interview without a promise, or on the promised day or later.
    """
    unpromised = promised.isna() & (thanked_on > interview_day + pd.Timedelta(days=THANK_YOU_WITHIN_DAYS))
    return unpromised | (thanked_on >= promised)


def _moved_to_working_days(due: pd.Series, rules: Rules) -> pd.Series:
    known = due.notna()
    days = due[known].to_numpy().astype("datetime64[D]")
    if not len(days):
        return due
    years = range(int(str(days.min())[:4]), int(str(days.max())[:4]) + 2)
    free = np.array(public_holidays(rules.holidays, tuple(years)), dtype="datetime64[D]")
    moved = np.busday_offset(days, 0, roll="forward", holidays=free)
    return due.where(~known, pd.Series(moved.astype("datetime64[us]"), index=due.index[known]))
