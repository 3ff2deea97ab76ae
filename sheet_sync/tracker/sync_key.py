"""What the hidden `Sync key` cell of a row remembers (SPEC section 3)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

VERSION = 1


@dataclass(frozen=True)
class SyncKey:
    """The memory of one row.

    Attributes:
        company, position: fingerprints of the application it was written for.
        message: the kind of the draft beside it ("thank_you", "follow_up"), empty for none.
        interview_round: the day of the interview that the draft is about.
        text: the fingerprint of the draft as we wrote it.
        thanked_until: interviews on or before this day counted as thanked when the row was first seen.
        ticks: for every tick without a date, the day of the interview round in which it was first seen.
        theirs: those of our headers that are columns of the user's own in this tracker.
    """

    company: str = ""
    position: str = ""
    message: str = ""
    interview_round: date | None = None
    text: str = ""
    thanked_until: date | None = None
    ticks: Mapping[str, date] = field(default_factory=dict)
    theirs: tuple[str, ...] = ()

    def is_for(self, company: str, position: str) -> bool:
        """It was written for this very application."""
        return self.company == fingerprint(company) and self.position == fingerprint(position)

    def may_be_for(self, company: str, position: str) -> bool:
        """It was written for this application, or for one of which the user has since mended a name."""
        return self.company == fingerprint(company) or self.position == fingerprint(position)

    def remembers(self) -> bool:
        """It holds anything beside the row that it is for."""
        return bool(self.message or self.thanked_until or self.ticks or self.theirs)

    def as_text(self) -> str:
        """The cell's text; empty when there is nothing to remember."""
        if not self.remembers():
            return ""
        content: dict[str, Any] = {"sheet-sync": VERSION, "row": [self.company, self.position]}
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
    """The key that a cell holds; None where it holds none of ours."""
    if not isinstance(value, str) or not value.startswith("{"):
        return None
    try:
        content = json.loads(value)
        return _from_content(content) if "sheet-sync" in content else None
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _from_content(content: dict[str, Any]) -> SyncKey:
    company, position = content["row"]
    message, interview_round, text = content.get("draft", ("", "", ""))
    return SyncKey(
        company=company,
        position=position,
        message=message,
        interview_round=_day(interview_round),
        text=text,
        thanked_until=_day(content.get("thanked", "")),
        ticks={deed: date.fromisoformat(day) for deed, day in content.get("ticks", {}).items()},
        theirs=tuple(content.get("theirs", ())),
    )


def fingerprint(text: str) -> str:
    """A short hash of a name, whatever its case and spacing."""
    return sha256(" ".join(text.casefold().split()).encode()).hexdigest()[:10]


def draft_fingerprint(text: str) -> str:
    """A hash of a draft's text: line ends and trailing blanks do not count, so that a re-save is no edit."""
    lines = text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return sha256("\n".join(line.rstrip() for line in lines).strip().encode(errors="replace")).hexdigest()[:16]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
