"""What is remembered of the last write, so that it can be taken back, and its form as text (SPEC section 7)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from hashlib import sha256
from typing import Any

from sheet_sync.grid import CellValue, SheetEdit, WritableValue

VERSION = 1


@dataclass(frozen=True, slots=True)
class WrittenCell:
    """A cell that was written: what stood there before, and the `trace` of what was put there."""

    row: int
    column: int
    before: WritableValue
    trace: str


@dataclass(frozen=True)
class LastEdit:
    """An edit after it was written.

    Attributes:
        worksheet: its name.
        cells: every cell that was written, but for the headers of new columns.
        added: the columns that were added.
        headers: the header of every column that was changed or added.
        identities: what tells the application of every row, whatever its row number; "" for none.
        applications: how many applications the table held.
    """

    worksheet: str
    cells: tuple[WrittenCell, ...]
    added: tuple[int, ...]
    headers: Mapping[int, str] = field(default_factory=dict)
    identities: Mapping[int, str] = field(default_factory=dict)
    applications: int = 0

    @classmethod
    def of(cls, edit: SheetEdit) -> "LastEdit":
        """What is to be remembered of an edit."""
        return cls(
            edit.worksheet,
            tuple(WrittenCell(c.row, c.column, _kept(c.before), trace(c.after)) for c in edit.changes),
            tuple(column.column for column in edit.new_columns),
            edit.headers,
            edit.identities,
            edit.applications,
        )

    def followed_by(self, newer: "LastEdit") -> "LastEdit":
        """Both as one edit, in the places of the newer one: what was cut short, and what brought it to its end."""
        rows = rows_now(self.identities, newer.identities)
        columns = {at: _column_of(header, newer.headers, at) for at, header in self.headers.items()}
        before = {
            (rows[cell.row], columns[cell.column]): cell
            for cell in self.cells
            if cell.row in rows and cell.column in columns
        }
        later = {(cell.row, cell.column): cell for cell in newer.cells}
        cells = [replace(cell, before=before[at].before) if at in before else cell for at, cell in later.items()]
        cells += [replace(cell, row=at[0], column=at[1]) for at, cell in before.items() if at not in later]
        return replace(
            newer,
            cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))),
            added=tuple(sorted({*(columns[at] for at in self.added if at in columns), *newer.added})),
            headers={**{columns[at]: header for at, header in self.headers.items()}, **newer.headers},
        )


def _column_of(header: str, headers: Mapping[int, str], otherwise: int) -> int:
    return next((at for at, text in headers.items() if text == header), otherwise)


def rows_now(before: Mapping[int, str], now: Mapping[int, str]) -> dict[int, int]:
    """Where rows stand now: those in their place, and the only one of its names wherever it went.

    Rows of the same names that did not all stay in their places cannot be told apart.
    """
    old, new = _rows_by_identity(before), _rows_by_identity(now)
    found: dict[int, int] = {}
    for identity, rows in old.items():
        places = new.get(identity, [])
        if rows == places:
            found |= dict(zip(rows, rows, strict=True))
        elif identity and len(rows) == len(places) == 1:
            found[rows[0]] = places[0]
    blank = {row for row in old.get("", []) if not now.get(row)}
    return found | dict(zip(blank, blank, strict=True))


def _rows_by_identity(rows: Mapping[int, str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for row, identity in sorted(rows.items()):
        places.setdefault(identity, []).append(row)
    return places


def trace(value: CellValue) -> str:
    """Tells whether a cell still holds a value, without holding a message: line ends and a day's midnight are alike."""
    match value:
        case None | "":
            return ""
        case str():
            lines = value.replace("_x000D_\n", "\n").replace("\r\n", "\n")
            return sha256(lines.encode(errors="replace")).hexdigest()[:12]
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case _:
            return repr(value)


def as_text(edit: LastEdit) -> str:
    """The edit as one JSON document."""
    content = {
        "sheet-sync": VERSION,
        "worksheet": edit.worksheet,
        "applications": edit.applications,
        "added": edit.added,
        "headers": edit.headers,
        "identities": edit.identities,
        "cells": [[cell.row, cell.column, _told(cell.before), cell.trace] for cell in edit.cells],
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
        cells=tuple(
            WrittenCell(int(row), int(column), _heard(before), str(trace))
            for row, column, before, trace in content["cells"]
        ),
        added=tuple(map(int, content["added"])),
        headers={int(column): str(header) for column, header in content["headers"].items()},
        identities={int(row): str(identity) for row, identity in content["identities"].items()},
        applications=int(content["applications"]),
    )


def _kept(value: CellValue) -> WritableValue:
    """A time of day or a duration, which somebody must have typed over ours, is kept as its text."""
    return value if isinstance(value, str | int | float | date | None) else str(value)


def _told(value: WritableValue) -> object:
    """A value in JSON; a day or a moment is an object."""
    match value:
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case _:
            return value


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
