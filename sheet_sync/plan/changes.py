"""The cells that we want against those that are there -> the changes of a run, all of them, before the first write."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from sheet_sync.grid import CellChange, CellValue, NewColumn, SheetEdit, WritableValue
from sheet_sync.plan.columns import format_of
from sheet_sync.plan.ownership import Decision, DraftCell, Message, decide, remembered
from sheet_sync.tracker.applications import BEFORE_ANY_INTERVIEW, DEED_FIELDS
from sheet_sync.tracker.fields import DRAFT, DUE, REASON, STATUS, SYNC_KEY
from sheet_sync.tracker.sync_key import SyncKey, fingerprint
from sheet_sync.tracker.table import Table

KINDS = {"thank_you": "thank_you", "late_thank_you": "thank_you", "follow_up": "follow_up"}
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


def plan_edit(
    table: Table, wishes: Wishes, keys: Mapping[int, SyncKey], adding: Mapping[str, NewColumn], today: date
) -> SheetEdit:
    """The whole effect of a run on the worksheet: the columns to add and every cell to change, by row and column."""
    places = {**table.ours, **{name: column.column for name, column in adding.items()}}
    cells = _Cells(table, {name: place for name, place in places.items() if name in _WRITTEN}, keys, today)
    wanted = list(cells.wanted(wishes))
    changes = [change for row, values in wanted for change in cells.changes(row, values)]
    return SheetEdit(
        worksheet=table.worksheet.name,
        header_row=table.header_row,
        last_row=table.last_row,
        new_columns=tuple(adding.values()),
        changes=tuple(sorted(changes, key=lambda change: (change.row, change.column))),
        formats={place: format_of(name) for name, place in places.items()},
        like_column=_plain_column(table),
        like_date_column=next((table.fields[field][0] for field in _DAY_FIELDS if field in table.fields), None),
    )


_DAY_FIELDS = ("promised_reply", "thank_you_sent", "followed_up", "replied")
"""Fields that hold days without a time of day: their format shows a day as this user likes to see it."""


def _plain_column(table: Table) -> int:
    """The column whose look ours take: that of the interview, which is seldom a link or set in bold."""
    for field in ("interview_date", "position", "company"):
        if field in table.fields:
            return table.fields[field][0]
    return min(table.headers)


_WRITTEN = (STATUS, DUE, REASON, DRAFT, SYNC_KEY)


class _Cells:
    """Our cells of one table: what stands in them, and what shall."""

    def __init__(self, table: Table, places: Mapping[str, int], keys: Mapping[int, SyncKey], today: date) -> None:
        self._grid = table.grid
        self._places = places
        self._keys = keys
        self._today = today
        self._theirs = table.theirs

    def wanted(self, wishes: Wishes) -> Iterator[tuple[int, dict[str, WritableValue]]]:
        """For every row what each of our columns shall hold."""
        facts = _rows(wishes)
        for row in facts:
            decision = self._decision(row)
            key = self._key(row, decision)
            reason = " ".join(filter(None, (decision.notice, row.reason, row.note)))
            yield (
                row.row,
                {
                    STATUS: row.status or None,
                    DUE: row.due,
                    REASON: reason or None,
                    DRAFT: decision.text or None,
                    SYNC_KEY: key.as_text() or None,
                },
            )

    def changes(self, row: int, values: Mapping[str, WritableValue]) -> Iterator[CellChange]:
        """Only cells whose value differs; never a formula, which is the user's, nor one beneath a merged cell."""
        for name, column in self._places.items():
            at = (row, column)
            if at in self._grid.formulas or at in self._grid.covered:
                continue
            before = self._grid.value(row, column)
            if not _same(before, values[name]):
                yield CellChange(row, column, None if before == "" else before, values[name])

    def _decision(self, row: "_RowFacts") -> Decision:
        if DRAFT not in self._places:
            return Decision("", SyncKey())
        key = self._keys.get(row.row)
        present = self._grid.value(row.row, self._places[DRAFT])
        return decide(
            DraftCell(
                present="" if present is None else str(present),
                key=key,
                belongs=key is not None and key.is_for(row.company, row.position),
                served=key is not None and row.has_sent(key, self._today),
                due=row.message,
            )
        )

    def _key(self, row: "_RowFacts", decision: Decision) -> SyncKey:
        memory = SyncKey(
            company=fingerprint(row.company),
            position=fingerprint(row.position),
            thanked_until=row.thanked_until if row.status else None,
            ticks=row.ticks() if row.status else {},
            theirs=self._theirs if row.status else (),
        )
        return remembered(decision.memory, memory)


@dataclass(frozen=True)
class _Deed:
    """A deed as the row marks it; `seen` is the round in which an undated tick was first seen, None for now."""

    done: bool
    on: date | None
    seen: date | None


@dataclass(frozen=True)
class _RowFacts:
    """One row's wishes as Python values."""

    row: int
    company: str
    position: str
    status: str
    due: date | None
    reason: str
    note: str
    message: Message | None
    thanked_until: date | None
    current_round: date | None
    deeds: Mapping[str, _Deed]

    def ticks(self) -> dict[str, date]:
        """The round of every tick without a date: the one in which it was first seen."""
        now = self.current_round or BEFORE_ANY_INTERVIEW
        return {name: deed.seen or now for name, deed in self.deeds.items() if deed.done and deed.on is None}

    def has_sent(self, key: SyncKey, today: date) -> bool:
        """The message that a draft was for has been marked as sent, for its interview round."""
        deed = self.deeds.get(_DEED_OF_MESSAGE.get(key.message, ""))
        if deed is None or not deed.done or key.interview_round is None:
            return False
        when = deed.on or deed.seen or self.current_round
        return when is not None and key.interview_round <= when <= today


def _rows(wishes: Wishes) -> Iterator[_RowFacts]:
    applications, assessed = wishes.applications, wishes.assessed
    deeds = {deed: _deeds(applications, deed) for deed in DEED_FIELDS}
    columns = zip(
        applications.index,
        applications["company"].tolist(),
        applications["position"].tolist(),
        assessed["status"].tolist(),
        _days(assessed["due"]),
        wishes.reasons.tolist(),
        wishes.notes.tolist(),
        assessed["message"].tolist(),
        _days(assessed["interview"]),
        wishes.drafts.tolist(),
        _days(applications["thanked_until"]),
        _days(assessed["seen_round"]),
        zip(*deeds.values(), strict=True),
        strict=True,
    )
    for row, company, position, status, due, reason, note, kind, held, text, thanked, seen, marks in columns:
        message = Message(KINDS[kind], held, text) if kind else None
        yield _RowFacts(
            row, company, position, status, due, reason, note, message, thanked, seen,
            dict(zip(deeds, marks, strict=True)),
        )  # fmt: skip


def _deeds(applications: pd.DataFrame, deed: str) -> list[_Deed]:
    done, on, seen = (applications[f"{deed}_{part}"] for part in ("done", "on", "round"))
    return [_Deed(*values) for values in zip(done.tolist(), _days(on), _days(seen), strict=True)]


def _days(column: pd.Series) -> list[date | None]:
    return [None if moment is pd.NaT else moment.date() for moment in column.tolist()]


def _same(before: CellValue, after: WritableValue) -> bool:
    """The cell already says it; a spreadsheet keeps a day as a date-time and may change line ends."""
    if after is None:
        return before in (None, "")
    if isinstance(after, str):
        return isinstance(before, str) and _lines(before) == _lines(after)
    if isinstance(before, datetime):
        before = before.date()
    return before == after


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("_x000D_\n", "\n")
