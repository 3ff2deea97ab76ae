"""One row's wishes as Python values, for the decisions that are taken row by row."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from sheet_sync.plan.ownership import Message
from sheet_sync.tracker.memory import BEFORE_ANY_INTERVIEW, DEED_FIELDS
from sheet_sync.tracker.sync_key import SyncKey, fingerprint

KINDS = {"thank_you": "thank_you", "late_thank_you": "thank_you", "follow_up": "follow_up"}
"""Being late changes the words of a message, and not which message it is."""
_DEED_OF_MESSAGE = {"thank_you": "thank_you", "follow_up": "followed_up"}


@dataclass(frozen=True)
class Wishes:
    """What every row should say, before the drafts that stand there are heard.

    All on the index "row" of the applications: `applications` and `assessed` as `assess` has them; `reasons`, `drafts`
    and `notes` are text, "" for none.
    """

    applications: pd.DataFrame
    assessed: pd.DataFrame
    reasons: pd.Series
    drafts: pd.Series
    notes: pd.Series


@dataclass(frozen=True)
class Deed:
    """A deed as the row marks it; `seen` is the round in which an undated tick was first seen, None for now."""

    done: bool
    on: date | None
    seen: date | None


@dataclass(frozen=True)
class WishedRow:
    """What one row should say, and the facts by which its draft is judged.

    Attributes:
        row: the sheet's row number.
        identity: a key with nothing but the fingerprints of the application.
        rounds: the days of its interviews.
        status, due, reason, note: what our columns shall say; the note is what the draft adds to the reason.
        message: the message that is due; None for none.
        thanked_until: interviews until this day count as thanked.
        current_round: the round for which a tick seen now counts; None before any interview.
        deeds: how the row marks them.
    """

    row: int
    identity: SyncKey
    rounds: Collection[date]
    status: str
    due: date | None
    reason: str
    note: str
    message: Message | None
    thanked_until: date | None
    current_round: date | None
    deeds: Mapping[str, Deed]

    def ticks(self, draft: SyncKey) -> dict[str, date]:
        """The round of every tick without a date: the one in which it was first seen.

        `draft` is what is remembered of an edited draft that stays: a tick that was there before it is still no sign
        that it was sent, even where the row has been given another name since.
        """
        now = self.current_round or BEFORE_ANY_INTERVIEW
        undated = {name: deed for name, deed in self.deeds.items() if deed.done and deed.on is None}
        return {name: draft.ticks.get(name) or deed.seen or now for name, deed in undated.items()}

    def has_sent(self, key: SyncKey, today: date) -> bool:
        """The message that a draft was for has been marked as sent, for its interview round.

        A tick that the key remembers is not new, even where the row has been given another name since.
        """
        name = _DEED_OF_MESSAGE.get(key.message, "")
        deed = self.deeds.get(name)
        if deed is None or not deed.done or key.interview_round is None:
            return False
        when = deed.on or deed.seen or key.ticks.get(name) or self.current_round
        return when is not None and key.interview_round <= when <= today


def wished_rows(wishes: Wishes) -> Iterator[WishedRow]:
    """The rows of the wishes, in their order."""
    applications, assessed = wishes.applications, wishes.assessed
    columns = {
        "row": applications.index.tolist(),
        "identity": identities(applications),
        "rounds": [{moment.date() for moment in moments} for moments in applications["interviews"]],
        "status": assessed["status"].tolist(),
        "due": days(assessed["due"]),
        "reason": wishes.reasons.tolist(),
        "note": wishes.notes.tolist(),
        "message": _messages(assessed, wishes.drafts),
        "thanked_until": days(applications["thanked_until"]),
        "current_round": days(assessed["seen_round"]),
        "deeds": _deeds(applications),
    }
    return (WishedRow(*values) for values in zip(*columns.values(), strict=True))


def identities(applications: pd.DataFrame) -> list[SyncKey]:
    """For every application a key with nothing but its fingerprints."""
    contact = (applications["contact"] + " " + applications["email"]).str.strip()
    names = zip(applications["company"].tolist(), applications["position"].tolist(), contact.tolist(), strict=True)
    return [SyncKey(fingerprint(company), fingerprint(position), fingerprint(who)) for company, position, who in names]


def _messages(assessed: pd.DataFrame, drafts: pd.Series) -> list[Message | None]:
    facts = zip(assessed["message"].tolist(), days(assessed["interview"]), drafts.tolist(), strict=True)
    return [Message(KINDS[kind], held, text) if kind and held else None for kind, held, text in facts]


def _deeds(applications: pd.DataFrame) -> list[dict[str, Deed]]:
    columns = []
    for deed in DEED_FIELDS:
        done, on, seen = (applications[f"{deed}_{part}"] for part in ("done", "on", "round"))
        columns.append([Deed(*values) for values in zip(done.tolist(), days(on), days(seen), strict=True)])
    return [dict(zip(DEED_FIELDS, marks, strict=True)) for marks in zip(*columns, strict=True)]


def days(column: pd.Series) -> list[date | None]:
    """A column of datetime64 as days, None for NaT."""
    return [None if moment is pd.NaT else moment.date() for moment in column.tolist()]
