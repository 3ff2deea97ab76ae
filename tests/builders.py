"""Applications as the etiquette reads them: one dictionary a row, and the frame made of such rows."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TypedDict, Unpack, cast

import pandas as pd


class Application(TypedDict, total=False):
    """One row of a tracker, understood. Empty text and None are unknown; a day may be a date or a datetime.

    A mark (`thank_you`, `followed_up`, `replied`) is done with a date, done without one (a tick), unreadable,
    or not there. The round of a tick is the day of the interview that it was first seen after: None when it
    is seen for the first time now, BEFORE_ANY_INTERVIEW when no interview had taken place.
    """

    company: str
    position: str
    contact: str
    contact_arranges: bool
    email: str
    phone: str
    channel: str
    interview_type: str
    talked_about: str
    language: str
    outcome: str
    outcome_group: str
    outcome_kind: str
    outcome_unreadable: bool
    interviews: tuple[date, ...]
    interview_kinds: tuple[str, ...]
    interview_unreadable: bool
    promised: date | None
    promised_unreadable: bool
    promised_words: str
    promised_remark: str
    doubtful_dates: tuple[tuple[str, date], ...]
    thank_you_done: bool
    thank_you_on: date | None
    thank_you_unreadable: bool
    thank_you_round: date | None
    followed_up_done: bool
    followed_up_on: date | None
    followed_up_unreadable: bool
    followed_up_round: date | None
    replied_done: bool
    replied_on: date | None
    replied_unreadable: bool
    replied_round: date | None
    thanked_until: date | None


BEFORE_ANY_INTERVIEW = datetime(1900, 1, 1)  # the program's dates are local and naive
DEEDS = ("thank_you", "followed_up", "replied")

_DEFAULTS: dict[str, object] = {
    "company": "Acme",
    "position": "Data Analyst",
    "contact": "",
    "contact_arranges": False,
    "email": "",
    "phone": "",
    "channel": "",
    "interview_type": "",
    "talked_about": "",
    "language": "",
    "outcome": "",
    "outcome_group": "open",
    "outcome_kind": "",
    "outcome_unreadable": False,
    "interviews": (),
    "interview_kinds": (),
    "interview_unreadable": False,
    "promised": None,
    "promised_unreadable": False,
    "promised_words": "",
    "promised_remark": "",
    "doubtful_dates": (),
    "thank_you_done": False,
    "thank_you_on": None,
    "thank_you_unreadable": False,
    "thank_you_round": None,
    "followed_up_done": False,
    "followed_up_on": None,
    "followed_up_unreadable": False,
    "followed_up_round": None,
    "replied_done": False,
    "replied_on": None,
    "replied_unreadable": False,
    "replied_round": None,
    "thanked_until": None,
}
_DAYS = (
    "promised",
    *(f"{deed}_{what}" for deed in DEEDS for what in ("on", "round")),
    "thanked_until",
)
_FLAGS = (
    "contact_arranges",
    "interview_unreadable",
    "promised_unreadable",
    "outcome_unreadable",
    *(f"{deed}_{what}" for deed in DEEDS for what in ("done", "unreadable")),
)
_TUPLES = ("interviews", "interview_kinds", "doubtful_dates")
_FIRST_ROW_BELOW_THE_HEADER = 2


def application(**fields: Unpack[Application]) -> Application:
    """One row: a named job at a named company, not interviewed yet, except for the fields given.

    A mark with a date counts as done, and interviews without kinds get empty ones, unless said otherwise.
    """
    row: dict[str, object] = {**_DEFAULTS, **fields}
    unknown = row.keys() - _DEFAULTS.keys()
    if unknown:
        raise TypeError(f"no such field of an application: {', '.join(sorted(unknown))}")
    interviews = tuple(_moment(interview) for interview in fields.get("interviews", ()))
    row["interviews"] = interviews
    row["interview_kinds"] = fields.get("interview_kinds", ("",) * len(interviews))
    for field in _DAYS:
        day = row[field]
        row[field] = _moment(day) if isinstance(day, date) else None
    for deed in DEEDS:
        if f"{deed}_done" not in fields:
            row[f"{deed}_done"] = row[f"{deed}_on"] is not None
    return cast("Application", row)


def frame(rows: Sequence[Application], numbers: Sequence[int] | None = None) -> pd.DataFrame:
    """The rows as `assess` and the drafts take them, with the dtypes that the tracker gives.

    Args:
        rows: from `application`, in the order of the sheet.
        numbers: their row numbers in the sheet, ascending; counted from 2 if not given.
    """
    if numbers is None:
        numbers = range(_FIRST_ROW_BELOW_THE_HEADER, _FIRST_ROW_BELOW_THE_HEADER + len(rows))
    index = pd.Index(list(numbers), dtype="int64", name="row")
    cells = cast("Sequence[dict[str, object]]", rows)
    return pd.DataFrame(
        {field: pd.Series([row[field] for row in cells], index=index, dtype=_dtype(field)) for field in _DEFAULTS},
        index=index,
    )


def _moment(day: date) -> datetime:
    if isinstance(day, datetime):
        return day
    return datetime.combine(day, time())


def _dtype(field: str) -> str:
    if field in _DAYS:
        return "datetime64[us]"
    if field in _FLAGS:
        return "bool"
    return "object" if field in _TUPLES else "str"
