"""The drafts that are more than ours when our columns go: those that the user typed or changed."""

from dataclasses import dataclass

from sheet_sync.tracker.applications import Understood
from sheet_sync.tracker.fields import DRAFT
from sheet_sync.tracker.sync_key import draft_fingerprint
from sheet_sync.tracker.table import Table


@dataclass(frozen=True)
class EditedDraft:
    """A draft with the user's hand in it, and whose it is: the row's number, company and position."""

    row: int
    company: str
    position: str
    text: str


def edited_drafts(table: Table, understood: Understood) -> list[EditedDraft]:
    """The drafts that do not stand as they were written, from the top."""
    column = table.ours.get(DRAFT)
    if column is None:
        return []
    names = understood.applications[["company", "position"]].to_dict("index")
    found = []
    for row, value in enumerate(table.column(column), start=table.header_row + 1):
        text = "" if value is None else str(value)
        key = understood.keys.get(row)
        if text.strip() and draft_fingerprint(text) != (key.text if key else ""):
            whose = names.get(row, {})
            found.append(EditedDraft(row, whose.get("company", ""), whose.get("position", ""), text))
    return found
