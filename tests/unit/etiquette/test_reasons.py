"""Why a row has its status, spelled out whole."""

from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest
from builders import DEEDS, application, frame

from sheet_sync.config import Rules
from sheet_sync.etiquette.reasons import explain
from sheet_sync.etiquette.status import STATUSES, assess

TODAY = datetime(2026, 11, 23)
HEADERS = {
    "interview_date": "Interview date",
    "promised_reply": "Promised reply by",
    "thank_you_sent": "Thank-you sent",
    "followed_up": "Followed up",
    "replied": "Reply received",
}


def nov(day: int, hour: int = 0) -> datetime:
    return datetime(2026, 11, day, hour)


def explained(*, now: datetime = TODAY, headers: dict[str, str] | None = None, **fields: Any) -> tuple[str, str]:  # noqa: ANN401 - the fields of a row
    """Status and reason of one row."""
    texts = {name: fields.pop(name, "") for name in ("interview_problem", "mark_problem")}
    for deed in DEEDS:
        mark = fields.pop(deed, None)
        fields |= {f"{deed}_done": True} if mark is True else {f"{deed}_on": mark} if mark else {}
    applications = frame([application(**{"company": "Acme", "position": "Analyst", **fields})])
    applications = applications.assign(
        **{name: pd.Series(text, applications.index, "str") for name, text in texts.items()}
    )
    assessed = assess(applications, Rules(), now)
    reasons = explain(applications, assessed, HEADERS if headers is None else headers, now)
    return assessed["status"].iloc[0], reasons.iloc[0]


CASES: list[tuple[str, dict[str, Any], str]] = [
    (
        "Closed",
        {"outcome": "Offer", "outcome_group": "over", "outcome_kind": "offer"},
        "You have an offer. Congratulations!",
    ),
    (
        "Closed",
        {"outcome": "Archived", "outcome_group": "over", "outcome_kind": "closed"},
        "“Archived” closes this one, so there is nothing more to send.",
    ),
    (
        "Check row",
        {"interview_unreadable": True, "interview_problem": "“31/11” cannot be read."},
        "“31/11” cannot be read.",
    ),
    (
        "No interview yet",
        {},
        "No interview yet, and without one nothing is due. Type its day under “Interview date” when you know it.",
    ),
    (
        "Send thank-you",
        {"interviews": (nov(21),)},
        "You had the interview on Sat 21 Nov; a thank-you goes out within 24 to 48 hours. "
        "Already sent? Type the date under “Thank-you sent”.",
    ),
    (
        "Interview ahead",
        {"interviews": (nov(24, 14),)},
        "Interview on Tue 24 Nov. Ask when you can expect an answer, and note it under “Promised reply by”.",
    ),
    (
        "Answered",
        {"interviews": (nov(10),), "replied": date(2026, 11, 18)},
        "They replied on Wed 18 Nov, so no follow-up is needed.",
    ),
    ("Answered", {"interviews": (nov(10),), "replied": True}, "They replied, so no follow-up is needed."),
    (
        "Answered",
        {"interviews": (nov(10),), "outcome": "Next round", "outcome_group": "goes_on"},
        "“Next round” says that it goes on, so no follow-up is needed.",
    ),
    (
        "Followed up",
        {"interviews": (nov(6),), "followed_up": date(2026, 11, 18)},
        "You followed up on Wed 18 Nov. Once is enough; now it is theirs to answer.",
    ),
    (
        "Check row",
        {"interviews": (nov(6),), "thank_you": date(2026, 12, 24)},
        "The date under “Thank-you sent” is still to come. Type the day on which it was done, or clear the cell.",
    ),
    (
        "Thank-you overdue",
        {"interviews": (nov(18),)},
        "The thank-you for the interview on Wed 18 Nov is late; a late one is still kinder than none. "
        "Already sent? Type the date under “Thank-you sent”.",
    ),
    (
        "Too late to write",
        {"interviews": (datetime(2026, 7, 27),), "thank_you": date(2026, 7, 28)},
        "The follow-up was due on 3 Aug, too long ago to write now; nothing is wrong with your application.",
    ),
    (
        "Too late to write",
        {"interviews": (nov(3),)},
        "No thank-you is noted for the interview on 3 Nov, too long ago to write now; "
        "nothing is wrong with your application.",
    ),
    (
        "Waiting",
        {"interviews": (nov(17),), "thank_you": True, "promised": date(2026, 11, 26)},
        "They promised an answer by Thu 26 Nov; follow up on Fri 27 Nov if there is none.",
    ),
    (
        "Waiting",
        {"interviews": (nov(17),), "thank_you": True, "promised": date(2026, 11, 27)},
        "They promised an answer by Fri 27 Nov; follow up on Sat 28 Nov if there is none. "
        "That is a Saturday; Monday would be kinder.",
    ),
    (
        "Waiting",
        {"interviews": (nov(17),), "thank_you": True},
        "No day was promised; follow up on Tue 24 Nov if there is no answer.",
    ),
    (
        "Waiting",
        {"interviews": (nov(12),), "thank_you": date(2026, 11, 20)},
        "Your thank-you went out late, on Fri 20 Nov; follow up on Fri 27 Nov if there is no answer.",
    ),
    (
        "Waiting",
        {"interviews": (nov(12),), "thank_you": True, "outcome": "On hold", "outcome_group": "on_hold"},
        "“On hold”: they have paused, so nothing is due until they write.",
    ),
    (
        "Follow up now",
        {"interviews": (nov(12),), "thank_you": True, "promised": date(2026, 11, 20)},
        "They promised an answer by Fri 20 Nov, and it has passed. Already done? Type the date under “Followed up”.",
    ),
    (
        "Follow up now",
        {"interviews": (nov(12),), "thank_you": True, "promised": date(2026, 11, 20), "promised_words": "next week"},
        "They promised an answer by Fri 20 Nov, and it has passed. “next week” read as Fri 20 Nov 2026. "
        "Already done? Type the date under “Followed up”.",
    ),
    (
        "Follow up now",
        {"interviews": (nov(10),), "thank_you": True},
        "No day was promised at the interview on Tue 10 Nov; the follow-up fell due on Tue 17 Nov. "
        "Already done? Type the date under “Followed up”.",
    ),
]


@pytest.mark.parametrize(("status", "fields", "reason"), CASES, ids=[f"{case[0]}-{n}" for n, case in enumerate(CASES)])
def test_the_reason_says_why_and_what_to_do(status: str, fields: dict[str, Any], reason: str) -> None:
    assert explained(**fields) == (status, reason)


def test_every_status_but_see_other_row_is_spelled_out_above() -> None:
    assert {case[0] for case in CASES} == set(STATUSES) - {"See other row"}


@pytest.mark.parametrize("now", [datetime(2026, 12, 31), datetime(2027, 1, 1)])
def test_a_day_of_another_year_than_the_interview_is_shown_with_its_year_whatever_the_day(now: datetime) -> None:
    _, reason = explained(now=now, interviews=(datetime(2026, 12, 29),), thank_you=True)
    assert reason == "No day was promised; follow up on Tue 5 Jan 2027 if there is no answer."


def test_a_reason_never_points_to_a_column_that_is_not_there() -> None:
    few = {"interview_date": "When"}
    assert explained(headers=few, interviews=(nov(24, 14),))[1] == (
        "Interview on Tue 24 Nov. Ask when you can expect an answer."
    )
    assert explained(headers=few, interviews=(nov(21),))[1].endswith("within 24 to 48 hours.")


def test_a_long_outcome_is_quoted_short() -> None:
    _, reason = explained(outcome="closed " * 5000, outcome_group="over", outcome_kind="closed")
    assert len(reason) < 140


@pytest.mark.parametrize("later", range(1, 6))
def test_a_reason_does_not_change_from_day_to_day(later: int) -> None:
    fields: dict[str, Any] = {"interviews": (nov(10),), "thank_you": True}
    assert explained(**fields) == explained(now=nov(23 + later), **fields)
