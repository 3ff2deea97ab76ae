"""Applications that need a message, made for tests: everything known, unless a test says otherwise."""

from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from sheet_sync.config import Person, Rules, Settings
from sheet_sync.etiquette.drafts import draft

ALEX = Person("Alex Morgan", "alex@example.com", "+1 555 010 1234")

KNOWN: dict[str, str] = {
    "company": "Acme",
    "position": "Data Analyst",
    "contact": "Jane Doe",
    "email": "jane@acme.example",
    "phone": "+1 555 010 9999",
    "channel": "",
    "interview_type": "",
    "talked_about": "the data platform roadmap",
    "language": "",
    "outcome": "",
}
ASSESSED: dict[str, Any] = {
    "message": "thank_you",
    "interview": pd.Timestamp("2026-11-17 14:30"),
    "interview_kind": "phone",
    "promised": pd.NaT,
}


class Draft(NamedTuple):
    """One draft, as the product gives it."""

    text: str
    notes: str


def drafted(*, me: Person = ALEX, templates: Path | None = None, rules_language: str = "en", **cells: object) -> Draft:
    """The draft for one application with these cells; `message`, `interview` and so on are meant too."""
    return all_drafted([cells], Settings(me=me, templates=templates, rules=Rules(language=rules_language)))[0]


def all_drafted(rows: list[dict[str, object]], settings: Settings | None = None) -> list[Draft]:
    """The drafts for several applications, in their order."""
    whole = pd.DataFrame([KNOWN | ASSESSED | row for row in rows], index=pd.RangeIndex(2, 2 + len(rows), name="row"))
    assessed = whole[list(ASSESSED)].astype({"interview": "datetime64[us]", "promised": "datetime64[us]"})
    drafts = draft(whole[list(KNOWN)].astype("str"), assessed, settings or Settings(me=ALEX))
    return [Draft(text, notes) for text, notes in zip(drafts["text"], drafts["notes"], strict=True)]
