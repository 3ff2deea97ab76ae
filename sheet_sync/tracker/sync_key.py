"""What the hidden `Sync key` cell of a row remembers (SPEC section 3)."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

VERSION = 1


@dataclass(frozen=True)
class SyncKey:
    """The memory of one row.

    Attributes:
        company, position, contact: fingerprints of the application it was written for.
        message: the kind of the draft beside it ("thank_you", "follow_up"), empty for none.
        interview_round: the day of the interview that the draft is about.
        text: the fingerprint of the draft as we wrote it.
        thanked_until: interviews on or before this day counted as thanked when the row was first seen.
        ticks: for every tick without a date, the day of the interview round in which it was first seen.
        theirs: those of our headers that are columns of the user's own in this tracker.
    """

    company: str = ""
    position: str = ""
    contact: str = ""
    message: str = ""
    interview_round: date | None = None
    text: str = ""
    thanked_until: date | None = None
    ticks: Mapping[str, date] = field(default_factory=dict)
    theirs: tuple[str, ...] = ()

    def shares_a_name(self, names: tuple[str, str]) -> bool:
        """It was written for the application of these names, or for one of which the user has since mended one."""
        return any(mine and mine == given for mine, given in zip(self.names, names, strict=True))

    @property
    def names(self) -> tuple[str, str]:
        """The fingerprints of company and position: which application it is."""
        return self.company, self.position

    @property
    def identity(self) -> str:
        """Both names in one word; "" where the row has neither."""
        return "-".join(self.names) if any(self.names) else ""

    def is_mended_for(self, application: "SyncKey", rounds: Collection[date]) -> bool:
        """It may be for an application, of which the key holds the fingerprints, that has been given another name.

        One name of the two is the same, the contact is the same person, and the draft's interview is one of `rounds`.
        """
        same_contact = bool(self.contact) and self.contact == application.contact
        return self.shares_a_name(application.names) and same_contact and self.interview_round in rounds

    def remembers(self) -> bool:
        """It holds anything beside the row that it is for."""
        return bool(self.message or self.thanked_until or self.ticks or self.theirs)

    def as_text(self) -> str:
        """The cell's text; empty when there is nothing to remember."""
        if not self.remembers():
            return ""
        content: dict[str, Any] = {"sheet-sync": VERSION, "row": [self.company, self.position, self.contact]}
        if self.message:
            content["draft"] = [self.message, _iso(self.interview_round), self.text]
        if self.thanked_until:
            content["thanked"] = _iso(self.thanked_until)
        if self.ticks:
            content["ticks"] = {deed: _iso(day) for deed, day in sorted(self.ticks.items())}
        if self.theirs:
            content["theirs"] = list(self.theirs)
        return json.dumps(content, separators=(",", ":"))


def read_key(value: object) -> SyncKey | None:
    """The key that a cell holds; None where it holds none of ours, or one that somebody has changed."""
    if not isinstance(value, str) or not value.startswith("{"):
        return None
    try:
        content = json.loads(value)
        return _from_content(content) if "sheet-sync" in content else None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _from_content(content: dict[str, Any]) -> SyncKey:
    message, interview_round, text = _texts(content.get("draft", ("", "", "")))
    company, position, contact = _texts(content["row"])
    return SyncKey(
        company=company,
        position=position,
        contact=contact,
        message=message,
        interview_round=_day(interview_round),
        text=text,
        thanked_until=_day(content.get("thanked", "")),
        ticks={deed: date.fromisoformat(day) for deed, day in content.get("ticks", {}).items()},
        theirs=_texts(content.get("theirs", ())),
    )


def _texts(values: Collection[object]) -> tuple[str, ...]:
    texts = tuple(value for value in values if isinstance(value, str))
    if len(texts) != len(values):
        raise TypeError("a key holds nothing but text")
    return texts


def fingerprint(text: str) -> str:
    """A short hash of a name, whatever its case and spacing; "" for none."""
    return text and sha256(" ".join(text.casefold().split()).encode()).hexdigest()[:10]


def draft_fingerprint(text: str) -> str:
    """A hash of a draft's text: line ends and trailing blanks do not count, so that a re-save is no edit."""
    lines = text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return sha256("\n".join(line.rstrip() for line in lines).strip().encode(errors="replace")).hexdigest()[:16]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
