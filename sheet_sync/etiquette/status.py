"""The status of every application (SPEC section 4): vectorised, pure, first match wins."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd

from sheet_sync.config import Rules
from sheet_sync.etiquette.due import THANK_YOU_WITHIN_DAYS, follow_up_due, thanked_late

DEEDS = ("thank_you", "followed_up", "replied")
DAY = pd.Timedelta(days=1)

CLOSED = "Closed"
CHECK_ROW = "Check row"
NO_INTERVIEW = "No interview yet"
SEND_THANK_YOU = "Send thank-you"
AHEAD = "Interview ahead"
OTHER_ROW = "See other row"
ANSWERED = "Answered"
FOLLOWED_UP = "Followed up"
THANK_YOU_OVERDUE = "Thank-you overdue"
TOO_LATE = "Too late to write"
WAITING = "Waiting"
FOLLOW_UP_NOW = "Follow up now"
STATUSES = (
    CLOSED,
    CHECK_ROW,
    NO_INTERVIEW,
    SEND_THANK_YOU,
    AHEAD,
    OTHER_ROW,
    ANSWERED,
    FOLLOWED_UP,
    THANK_YOU_OVERDUE,
    TOO_LATE,
    WAITING,
    FOLLOW_UP_NOW,
)
MESSAGES = {SEND_THANK_YOU: "thank_you", THANK_YOU_OVERDUE: "late_thank_you", FOLLOW_UP_NOW: "follow_up"}


def assess(applications: pd.DataFrame, rules: Rules, now: datetime) -> pd.DataFrame:
    """What etiquette asks for in every row.

    Args:
        applications: one row per application, as `sheet_sync.tracker.applications` makes it; the index is the row.
        rules: the numbers of SPEC section 9.
        now: a naive local date-time; "today" is its date.

    Returns:
        On the same index: `status` (str, "" for none), `due` (datetime64 at midnight, NaT for none), `message`
        ("", "thank_you", "late_thank_you", "follow_up"), and the facts they rest on: `interview` (the latest that
        has taken place, with its time of day), `interview_kind`, `ahead` (the next to come), `seen_round` (the
        round for which a tick seen today counts), `promised` (the promise that counts), `thanked_on`,
        `followed_up_on`, `replied_on` (NaT when undated), `owed`, `thanked_late` and `follow_up_due`.
    """
    facts = _gather_facts(applications, rules, now)
    status = _first_match(applications, facts, rules)
    due = _shown_due(status, facts).mask(applications["outcome_group"] == "on_hold")
    return facts.table.assign(status=status, due=due, message=status.map(MESSAGES).fillna("").astype("str"))


@dataclass(frozen=True)
class _Facts:
    """What the rules ask about, column by column, on the index of the applications."""

    table: pd.DataFrame
    today: pd.Timestamp
    done: dict[str, pd.Series]
    future: pd.Series
    unreadable_mark: pd.Series

    def __getitem__(self, column: str) -> pd.Series:
        return self.table[column]

    @property
    def interview_day(self) -> pd.Series:
        day: pd.Series = self.table["interview"].dt.normalize()
        return day

    @property
    def days_since_interview(self) -> pd.Series:
        days: pd.Series = (self.today - self.interview_day).dt.days
        return days


def interview_rounds(applications: pd.DataFrame, now: datetime) -> pd.DataFrame:
    """The interviews of every row, told apart by the clock: `interview`, `interview_kind`, `ahead`, `seen_round`."""
    rounds = applications[["interviews", "interview_kinds"]].explode(["interviews", "interview_kinds"])
    rounds = rounds[rounds["interviews"].notna()]
    at = rounds["interviews"].astype("datetime64[us]")
    day = at.dt.normalize()
    today = pd.Timestamp(now).normalize()
    taken_place = (day < today) | ((at != day) & (at < pd.Timestamp(now)))
    index = applications.index
    past = rounds.assign(interviews=at)[taken_place].sort_values("interviews", kind="stable")
    latest = past[~past.index.duplicated(keep="last")]
    return pd.DataFrame(
        {
            "interview": latest["interviews"].reindex(index),
            "interview_kind": latest["interview_kinds"].reindex(index).fillna("").astype("str"),
            "ahead": at[~taken_place].groupby(level=0).min().reindex(index),
            "today": day[day == today].groupby(level=0).max().reindex(index),
        }
    ).pipe(_with_seen_round)


def _with_seen_round(rounds: pd.DataFrame) -> pd.DataFrame:
    """A tick seen now is for the interview; before there is one, for that of this very day: people tick on the day."""
    seen_round = rounds["interview"].dt.normalize().fillna(rounds["today"])
    return rounds.drop(columns="today").assign(seen_round=seen_round)


def _gather_facts(applications: pd.DataFrame, rules: Rules, now: datetime) -> _Facts:
    rounds = interview_rounds(applications, now)
    today = pd.Timestamp(now).normalize()
    day = rounds["interview"].dt.normalize()
    promised = applications["promised"].where(applications["promised"] >= day)
    done = {deed: _counts_for(applications, deed, day, today) for deed in DEEDS}
    on = {deed: applications[f"{deed}_on"].where(done[deed]) for deed in DEEDS}
    assumed = (applications["thanked_until"] >= day).fillna(value=False)
    thanked = done["thank_you"] | assumed
    owed = day.notna() & ~thanked & ~applications["thank_you_unreadable"] & ~applications["outcome_unreadable"]
    table = rounds.assign(
        promised=promised,
        thanked_on=on["thank_you"],
        followed_up_on=on["followed_up"],
        replied_on=on["replied"],
        owed=owed,
        thanked_late=thanked_late(day, promised, on["thank_you"]),
        follow_up_due=follow_up_due(day, promised, on["thank_you"], rules),
    )
    future = pd.concat([applications[f"{deed}_on"] > today for deed in DEEDS], axis=1).any(axis=1)
    marks = ["promised", "outcome", *DEEDS]
    unreadable = pd.concat([applications[f"{mark}_unreadable"] for mark in marks], axis=1).any(axis=1)
    return _Facts(table, today, done, future, unreadable)


def _counts_for(applications: pd.DataFrame, deed: str, interview_day: pd.Series, today: pd.Timestamp) -> pd.Series:
    """The deed is done for the interview: dated on or after it and not in the future, or ticked in its round."""
    on = applications[f"{deed}_on"]
    first_seen = applications[f"{deed}_round"]
    dated = (on >= interview_day) & (on <= today)
    ticked = on.isna() & (first_seen.isna() | (first_seen >= interview_day))
    return applications[f"{deed}_done"] & interview_day.notna() & (dated | ticked)


def _first_match(applications: pd.DataFrame, facts: _Facts, rules: Rules) -> pd.Series:
    """SPEC section 4, the table: one line a row, in its order."""
    outcome = applications["outcome_group"]
    unreadable = applications["interview_unreadable"]
    nowhere = (applications["company"] == "") & (applications["position"] == "")
    no_interview = applications["interviews"].str.len() == 0
    since = facts.days_since_interview
    owed = facts["owed"]
    lapse = pd.Timedelta(days=rules.lapse_after_days)
    lapsed = facts.today > facts["follow_up_due"] + lapse
    matches = [
        (nowhere & no_interview & ~unreadable, ""),
        (outcome == "over", CLOSED),
        (unreadable, CHECK_ROW),
        (no_interview, NO_INTERVIEW),
        (owed & (since <= THANK_YOU_WITHIN_DAYS), SEND_THANK_YOU),
        (facts["ahead"].notna(), AHEAD),
        (has_later_row(applications, facts["interview"]), OTHER_ROW),
        (_answered(facts) | (outcome == "goes_on"), ANSWERED),
        (facts.done["followed_up"], FOLLOWED_UP),
        (facts.unreadable_mark | facts.future, CHECK_ROW),
        (owed & (since <= rules.thank_you_lapse_days), THANK_YOU_OVERDUE),
        ((owed & (since > rules.thank_you_lapse_days)) | lapsed, TOO_LATE),
        (facts.today < facts["follow_up_due"], WAITING),
    ]
    conditions, statuses = zip(*matches, strict=True)
    chosen = np.select([condition.to_numpy(dtype=bool) for condition in conditions], statuses, FOLLOW_UP_NOW)
    status = pd.Series(chosen, index=applications.index, dtype="str")
    return status.mask((outcome == "on_hold") & status.isin([*MESSAGES, TOO_LATE]), WAITING)


def _answered(facts: _Facts) -> pd.Series:
    """A reply since the interview, and no promised day after it; an undated reply is later than any promise."""
    reopened = facts["promised"] > facts["replied_on"]
    return facts.done["replied"] & ~reopened


def has_later_row(applications: pd.DataFrame, interview: pd.Series) -> pd.Series:
    """Another row of the same company and position has a later interview that took place, or the same further up."""
    company, position = (
        applications[field].str.casefold().str.split().str.join(" ") for field in ("company", "position")
    )
    named = interview.notna() & (company != "")
    rows = pd.DataFrame({"company": company, "position": position, "interview": interview})[named]
    order = rows.sort_values("interview", ascending=False, kind="stable")
    main = ~order.duplicated(["company", "position"], keep="first")
    return (~main).reindex(applications.index, fill_value=False)


def _shown_due(status: pd.Series, facts: _Facts) -> pd.Series:
    thank_you = status.isin([SEND_THANK_YOU, THANK_YOU_OVERDUE])
    follow_up = status.isin([WAITING, FOLLOW_UP_NOW])
    due: pd.Series = facts["follow_up_due"].where(follow_up)
    return due.mask(thank_you, facts.interview_day + DAY)


def assumed_thanked(applications: pd.DataFrame, now: datetime) -> pd.Series:
    """The interviews that count as thanked at the moment when `Thank-you sent` is added (SPEC section 3).

    The day of each row's interview where it is more than 2 days old, NaT elsewhere.
    """
    day: pd.Series = interview_rounds(applications, now)["interview"].dt.normalize()
    return day.where(day < pd.Timestamp(now).normalize() - THANK_YOU_WITHIN_DAYS * DAY)
