"""What a write is about to do, and what it must put back: kept on disk, for a run that dies in between. Pure."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sheet_sync.stores.google.proving import Kept, Plan, RowState, displaced
from sheet_sync.stores.google.tags import Line
from sheet_sync.stores.google.values import Raw

_VERSION = 2


@dataclass(frozen=True)
class Pending:
    """A write that was sent, or what it displaced.

    Attributes:
        plan: the write.
        nonce: what the stash holds once it was carried out; "" where that is settled already.
        lost: what earlier writes displaced, and must be put back.
        tags: the writes that did so, whose tags are to be taken away in the end.
    """

    plan: Plan
    nonce: str = ""
    lost: tuple[RowState, ...] = ()
    tags: tuple[str, ...] = ()

    def owed(self, kept: Kept | None) -> tuple[RowState, ...]:
        """What is to be put back; `kept` is the instant before the write, None where it was not carried out."""
        return *self.lost, *(displaced(self.plan, kept, self.lost) if kept else ())

    def as_text(self) -> str:
        """One JSON document."""
        content = {
            "sheet-sync": _VERSION,
            "nonce": self.nonce,
            "worksheet": self.plan.worksheet,
            "header_row": self.plan.header_row,
            "headers": _told_line(self.plan.headers),
            "computed": sorted(self.plan.computed),
            "rows": [_told(row) for row in self.plan.rows],
            "lost": [_told(row) for row in self.lost],
            "tags": self.tags,
        }
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def from_text(text: str | None) -> Pending | None:
    """What a text tells of; None where it is none of ours, or of another version."""
    try:
        content = json.loads(text or "null")
        return _pending(content) if content and content.get("sheet-sync") == _VERSION else None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _pending(content: dict[str, Any]) -> Pending:
    rows, lost = (tuple(map(_heard, content[name])) for name in ("rows", "lost"))
    plan = Plan(
        str(content["worksheet"]),
        int(content["header_row"]),
        _heard_line(content["headers"]),
        frozenset(map(int, content["computed"])),
        rows,
    )
    return Pending(plan, str(content["nonce"]), lost, tuple(map(str, content["tags"])))


def _told(row: RowState) -> list[Any]:
    return [row.row, *map(_told_line, (row.beside, row.found, row.put))]


def _told_line(line: Line) -> list[Any]:
    return sorted(line.items())


def _heard(told: Sequence[Any]) -> RowState:
    row, beside, found, put = told
    return RowState(int(row), *map(_heard_line, (beside, found, put)))


def _heard_line(told: Sequence[Any]) -> dict[int, Raw]:
    return {int(at): None if raw is None else (str(raw[0]), raw[1]) for at, raw in told}
