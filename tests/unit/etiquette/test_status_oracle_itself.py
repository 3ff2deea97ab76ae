"""The oracle against SPEC section 4, sentence by sentence, by hand. Today is Monday, 23 November 2026."""

from datetime import date, datetime, time
from typing import NamedTuple, Unpack

import pytest
from builders import BEFORE_ANY_INTERVIEW, Application, application
from oracle import answers

from sheet_sync.config import Rules

NOW = datetime.combine(date(2026, 11, 23), time(10))
RULES = Rules()
WEEKDAYS = Rules(weekdays_only=True)
WEEKDAYS_US = Rules(weekdays_only=True, holidays="US")


class Case(NamedTuple):
    sentence: str
    row: Application
    status: str
    due: date | None = None
    message: str = ""
    rules: Rules = RULES


def nov(day: int) -> date:
    return date(2026, 11, day)


def october(day: int) -> date:
    return date(2026, 10, day)


def at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour))


def interviewed(*days: date, **fields: Unpack[Application]) -> Application:
    """Interviewed, with nothing else known unless given."""
    fields["interviews"] = days
    return application(**fields)


def thanked(interview: date, **fields: Unpack[Application]) -> Application:
    """Interviewed, and thanked for it the same day unless another day is given."""
    fields.setdefault("thank_you_on", interview)
    return interviewed(interview, **fields)


NO_JOB = application(company=" ", position="")
ON_HOLD = "on_hold"

THE_FIRST_FOUR_LINES = [
    Case("a row that holds no application has no status", NO_JOB, ""),
    Case(
        "an unreadable interview date makes a row an application",
        application(company="", position="", interview_unreadable=True),
        "Check row",
    ),
    Case(
        "an interview date alone makes a row an application",
        interviewed(nov(22), company="", position=""),
        "Send thank-you",
        nov(23),
        "thank_you",
    ),
    Case(
        "a position alone makes a row an application",
        application(company=""),
        "No interview yet",
    ),
    Case(
        "an application that is over is closed, whatever is owed",
        interviewed(nov(22), outcome_group="over"),
        "Closed",
    ),
    Case(
        "an application that is over is closed, whatever cannot be read",
        application(interview_unreadable=True, outcome_group="over"),
        "Closed",
    ),
    Case(
        "an interview date that cannot be read is to be checked, be it one of several",
        interviewed(nov(22), interview_unreadable=True),
        "Check row",
    ),
    Case(
        "an application alone gets no follow-up, whatever its marks",
        application(promised=nov(20), followed_up_done=True, replied_unreadable=True),
        "No interview yet",
    ),
]

THE_INTERVIEW = [
    Case("a date before today has taken place", thanked(nov(22)), "Waiting", nov(29)),
    Case("a date without a time has not taken place today", interviewed(nov(23)), "Interview ahead"),
    Case(
        "a time of day that has passed has taken place",
        interviewed(at(nov(23), 9)),
        "Send thank-you",
        nov(24),
        "thank_you",
    ),
    Case("a time of day that is still to come", interviewed(at(nov(23), 11)), "Interview ahead"),
    Case(
        "the interview is the latest of those",
        interviewed(nov(22), nov(3)),
        "Send thank-you",
        nov(23),
        "thank_you",
    ),
    Case(
        "a thank-you is owed also when another interview is ahead",
        interviewed(nov(22), nov(26)),
        "Send thank-you",
        nov(23),
        "thank_you",
    ),
    Case(
        "a late thank-you is not when another interview is ahead",
        interviewed(nov(20), nov(26)),
        "Interview ahead",
    ),
    Case(
        "marks without an interview that has taken place do not count",
        interviewed(nov(26), promised=nov(20), followed_up_on=nov(21), replied_unreadable=True),
        "Interview ahead",
    ),
]

THE_THANK_YOU = [
    Case("owed after 2 days", interviewed(nov(21)), "Send thank-you", nov(22), "thank_you"),
    Case("owed after 3 days", interviewed(nov(20)), "Thank-you overdue", nov(21), "late_thank_you"),
    Case("owed after 14 days", interviewed(nov(9)), "Thank-you overdue", nov(10), "late_thank_you"),
    Case("owed after 15 days", interviewed(nov(8)), "Too late to write"),
    Case(
        "the days after which it lapses are a rule",
        interviewed(nov(19)),
        "Too late to write",
        rules=Rules(thank_you_lapse_days=3),
    ),
    Case(
        "a lapsed thank-you is too late even before the promised day",
        interviewed(nov(8), promised=nov(30)),
        "Too late to write",
    ),
    Case(
        "one dated before the interview belongs to an earlier round",
        interviewed(nov(3), nov(17), thank_you_on=nov(16)),
        "Thank-you overdue",
        nov(18),
        "late_thank_you",
    ),
    Case(
        "a tick of an earlier round does not count",
        interviewed(nov(3), nov(17), thank_you_done=True, thank_you_round=nov(3)),
        "Thank-you overdue",
        nov(18),
        "late_thank_you",
    ),
    Case(
        "a tick that stood before any interview does not count",
        interviewed(nov(22), thank_you_done=True, thank_you_round=BEFORE_ANY_INTERVIEW),
        "Send thank-you",
        nov(23),
        "thank_you",
    ),
    Case(
        "a tick of this round counts",
        interviewed(nov(3), nov(17), thank_you_done=True, thank_you_round=nov(17)),
        "Waiting",
        nov(24),
    ),
    Case("a tick first seen now counts", interviewed(nov(17), thank_you_done=True), "Waiting", nov(24)),
    Case(
        "one dated in the future has not been done",
        interviewed(nov(21), thank_you_on=nov(24)),
        "Send thank-you",
        nov(22),
        "thank_you",
    ),
    Case(
        "one dated in the future is reported after the 2 days",
        interviewed(nov(20), thank_you_on=nov(24)),
        "Check row",
    ),
    Case(
        "one that cannot be read is neither done nor owed",
        interviewed(nov(22), thank_you_unreadable=True),
        "Check row",
    ),
    Case(
        "interviews up to the day of the assumption count as thanked",
        interviewed(nov(13), thanked_until=nov(13)),
        "Follow up now",
        nov(20),
        "follow_up",
    ),
    Case(
        "interviews after it do not",
        interviewed(nov(14), thanked_until=nov(13)),
        "Thank-you overdue",
        nov(15),
        "late_thank_you",
    ),
    Case(
        "weekdays_only does not move the day of a thank-you",
        interviewed(nov(20)),
        "Thank-you overdue",
        nov(21),
        "late_thank_you",
        WEEKDAYS,
    ),
]

THE_ANSWER = [
    Case("a reply since the interview answers", thanked(nov(10), replied_on=nov(10)), "Answered"),
    Case(
        "a reply before the interview does not",
        thanked(nov(10), replied_on=nov(9)),
        "Follow up now",
        nov(17),
        "follow_up",
    ),
    Case(
        "a reply with a later promised day keeps the row open",
        thanked(nov(10), replied_on=nov(18), promised=nov(25)),
        "Waiting",
        nov(26),
    ),
    Case(
        "a promise for the day of the reply is not after it",
        thanked(nov(10), replied_on=nov(18), promised=nov(18)),
        "Answered",
    ),
    Case(
        "a reply tick is later than any promise",
        thanked(nov(10), replied_done=True, promised=nov(25)),
        "Answered",
    ),
    Case("a reply in the future is reported", thanked(nov(10), replied_on=nov(24)), "Check row"),
    Case("an advance answers", thanked(nov(10), outcome_group="goes_on"), "Answered"),
    Case(
        "a thank-you comes before the advance",
        interviewed(nov(22), outcome_group="goes_on"),
        "Send thank-you",
        nov(23),
        "thank_you",
    ),
    Case(
        "a late thank-you does not",
        interviewed(nov(18), outcome_group="goes_on"),
        "Answered",
    ),
]

THE_FOLLOW_UP = [
    Case("once is enough", thanked(nov(10), followed_up_on=nov(18)), "Followed up"),
    Case(
        "it stays one after a reply with a later promise",
        thanked(nov(3), followed_up_on=nov(11), replied_on=nov(12), promised=nov(20)),
        "Followed up",
    ),
    Case(
        "one of an earlier round does not count",
        thanked(nov(16), followed_up_on=nov(15)),
        "Follow up now",
        nov(23),
        "follow_up",
    ),
    Case("one in the future is reported", thanked(nov(16), followed_up_on=nov(24)), "Check row"),
    Case("one that cannot be read is reported", thanked(nov(16), followed_up_unreadable=True), "Check row"),
    Case("a promise that cannot be read is reported", thanked(nov(16), promised_unreadable=True), "Check row"),
    Case(
        "without a thank-you it answers for the round all the same",
        interviewed(nov(10), followed_up_on=nov(18)),
        "Followed up",
    ),
]

THE_DUE_DAY = [
    Case("a week after the interview", thanked(nov(16)), "Follow up now", nov(23), "follow_up"),
    Case("not before that", thanked(nov(17)), "Waiting", nov(24)),
    Case(
        "the day after the promised day",
        thanked(nov(19), promised=nov(22)),
        "Follow up now",
        nov(23),
        "follow_up",
    ),
    Case("never on the promised day", thanked(nov(10), promised=nov(23)), "Waiting", nov(24)),
    Case(
        "a promise for the day of the interview counts",
        thanked(nov(19), promised=nov(19)),
        "Waiting",
        # The note of the 19th was sent on the promised day: it did the follow-up's job.
        nov(26),
    ),
    Case("a promise of an earlier round does not count", thanked(nov(19), promised=nov(18)), "Waiting", nov(26)),
    Case(
        "a thank-you after 2 days does not push it",
        thanked(nov(14), thank_you_on=nov(16)),
        "Follow up now",
        nov(21),
        "follow_up",
    ),
    Case("a thank-you after 3 days does", thanked(nov(14), thank_you_on=nov(17)), "Waiting", nov(24)),
    Case(
        "a late thank-you before the promised day does not",
        thanked(nov(14), thank_you_on=nov(19), promised=nov(20)),
        "Follow up now",
        nov(21),
        "follow_up",
    ),
    Case(
        "a thank-you on the promised day does",
        thanked(nov(19), thank_you_on=nov(20), promised=nov(20)),
        "Waiting",
        nov(27),
    ),
    Case(
        "a late tick is not known to be late",
        interviewed(nov(14), thank_you_done=True, thank_you_round=nov(14)),
        "Follow up now",
        nov(21),
        "follow_up",
    ),
    Case(
        "30 days past it there is still time",
        thanked(october(17)),
        "Follow up now",
        october(24),
        "follow_up",
    ),
    Case("31 days past it, it is too late", thanked(october(16)), "Too late to write"),
    Case(
        "the days of waiting are rules",
        thanked(nov(12), promised=nov(20)),
        "Waiting",
        nov(24),
        rules=Rules(after_promise_days=4),
    ),
    Case(
        "on weekdays only, a Saturday moves to Monday",
        thanked(nov(20), promised=nov(27)),
        "Waiting",
        nov(30),
        rules=WEEKDAYS,
    ),
    Case(
        "without that it stays",
        thanked(nov(20), promised=nov(27)),
        "Waiting",
        nov(28),
    ),
    Case(
        "on weekdays only, Thanksgiving moves to Friday",
        thanked(nov(20), promised=nov(25)),
        "Waiting",
        nov(27),
        rules=WEEKDAYS_US,
    ),
    Case(
        "Thanksgiving is a working day where no holidays are set",
        thanked(nov(20), promised=nov(25)),
        "Waiting",
        nov(26),
        rules=WEEKDAYS,
    ),
    Case(
        "holidays alone move nothing",
        thanked(nov(20), promised=nov(25)),
        "Waiting",
        nov(26),
        rules=Rules(holidays="US"),
    ),
    Case(
        "it lapses from the day it was moved to",
        thanked(october(17)),
        "Follow up now",
        october(26),
        "follow_up",
        Rules(weekdays_only=True, lapse_after_days=28),
    ),
]

ON_HOLD_GETS_NO_DRAFT = [
    Case("a thank-you on hold", interviewed(nov(22), outcome_group=ON_HOLD), "Waiting"),
    Case("an overdue thank-you on hold", interviewed(nov(18), outcome_group=ON_HOLD), "Waiting"),
    Case("a wait on hold", thanked(nov(18), outcome_group=ON_HOLD), "Waiting"),
    Case("a follow-up on hold", thanked(nov(10), outcome_group=ON_HOLD), "Waiting"),
    Case("on hold for too long", thanked(october(10), outcome_group=ON_HOLD), "Waiting"),
    Case("on hold, and answered", thanked(nov(10), replied_on=nov(11), outcome_group=ON_HOLD), "Answered"),
    Case("on hold before any interview", application(outcome_group=ON_HOLD), "No interview yet"),
]

CASES = [
    *THE_FIRST_FOUR_LINES,
    *THE_INTERVIEW,
    *THE_THANK_YOU,
    *THE_ANSWER,
    *THE_FOLLOW_UP,
    *THE_DUE_DAY,
    *ON_HOLD_GETS_NO_DRAFT,
]


@pytest.mark.parametrize("case", CASES, ids=[case.sentence for case in CASES])
def test_one_row_is_answered_as_the_spec_says(case: Case) -> None:
    answer = answers([case.row], case.rules, NOW)[0]

    assert (answer.status, answer.due, answer.message) == (case.status, case.due, case.message)


def statuses(*rows: Application) -> list[str]:
    return [answer.status for answer in answers(rows, RULES, NOW)]


def test_the_row_with_the_later_interview_tells() -> None:
    assert statuses(thanked(nov(10)), thanked(nov(16))) == ["See other row", "Follow up now"]


def test_of_the_same_interview_the_row_further_up_tells() -> None:
    assert statuses(thanked(nov(16)), thanked(nov(16))) == ["Follow up now", "See other row"]


def test_names_are_the_same_whatever_their_case_and_spacing() -> None:
    upper = thanked(nov(16), company="ACME  Corp ", position="data analyst")
    lower = thanked(nov(16), company="Acme Corp", position="Data\nAnalyst")

    assert statuses(upper, lower) == ["Follow up now", "See other row"]


def test_another_position_is_another_application() -> None:
    assert statuses(thanked(nov(16)), thanked(nov(16), position="Engineer")) == ["Follow up now"] * 2


def test_rows_without_a_company_are_never_the_same_application() -> None:
    assert statuses(thanked(nov(16), company=""), thanked(nov(16), company="")) == ["Follow up now"] * 2


def test_an_interview_ahead_in_another_row_is_not_yet_later() -> None:
    assert statuses(thanked(nov(16)), interviewed(nov(26))) == ["Follow up now", "Interview ahead"]


def test_a_thank_you_is_owed_for_the_interview_of_either_row() -> None:
    assert statuses(interviewed(nov(21)), interviewed(nov(22))) == ["Send thank-you"] * 2


def test_another_row_tells_even_where_it_is_closed() -> None:
    assert statuses(thanked(nov(10)), thanked(nov(16), outcome_group="over")) == ["See other row", "Closed"]
