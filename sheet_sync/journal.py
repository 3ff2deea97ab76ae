"""What is remembered of the last write, so that it can be taken back, and its form as text (SPEC section 7)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sheet_sync.grid import CellChange, CellValue, SheetEdit, WritableValue

VERSION = 1


@dataclass(frozen=True)
class LastEdit:
    """An edit after it was written.

    Attributes:
        worksheet: its name.
        changes: every cell that was written, as it was before and after.
        added: the columns that were added.
        headers: the header of every column that was changed or added.
        identities: what tells the application of a changed row, whatever its row number.
        applications: how many applications the table held.
    """

    worksheet: str
    changes: tuple[CellChange, ...]
    added: tuple[int, ...]
    headers: Mapping[int, str] = field(default_factory=dict)
    identities: Mapping[int, str] = field(default_factory=dict)
    applications: int = 0

    @classmethod
    def of(cls, edit: SheetEdit) -> "LastEdit":
        """What is to be remembered of an edit."""
        return cls(
            edit.worksheet,
            edit.changes,
            tuple(column.column for column in edit.new_columns),
            edit.headers,
            edit.identities,
            edit.applications,
        )


def as_text(edit: LastEdit) -> str:
    """The edit as one JSON document."""
    content = {
        "sheet-sync": VERSION,
        "worksheet": edit.worksheet,
        "applications": edit.applications,
        "added": edit.added,
        "headers": edit.headers,
        "identities": edit.identities,
        "changes": [[c.row, c.column, _told(c.before), _told(c.after)] for c in edit.changes],
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> LastEdit | None:
    """The edit that a text tells of; None where it is none of ours, or of another version."""
    try:
        content = json.loads(text)
        return _from_content(content) if content.get("sheet-sync") == VERSION else None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _from_content(content: dict[str, Any]) -> LastEdit:
    return LastEdit(
        worksheet=str(content["worksheet"]),
        changes=tuple(
            CellChange(int(row), int(column), _heard(before), _heard(after))
            for row, column, before, after in content["changes"]
        ),
        added=tuple(map(int, content["added"])),
        headers={int(column): str(header) for column, header in content["headers"].items()},
        identities={int(row): str(identity) for row, identity in content["identities"].items()},
        applications=int(content["applications"]),
    )


def _told(value: CellValue) -> object:
    """A value in JSON; a day or a moment is an object, and what no cell of ours ever holds becomes its text."""
    match value:
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case str() | int() | float() | None:
            return value
        case _:
            return str(value)


def _heard(value: object) -> WritableValue:
    match value:
        case {"moment": str(moment)}:
            return datetime.fromisoformat(moment)
        case {"day": str(day)}:
            return date.fromisoformat(day)
        case str() | int() | float() | None:
            return value
        case _:
            raise TypeError("a cell holds no such value")
