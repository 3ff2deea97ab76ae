"""A Google Sheet as a store: read, written with its own proof, and put right where that fails (SPEC section 7)."""

import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from sheet_sync import journal
from sheet_sync.errors import NothingToUndoError, TrackerBusyError, TrackerMovedError
from sheet_sync.grid import Book, SheetEdit
from sheet_sync.journal import LastEdit
from sheet_sync.stores import Restored, key_of
from sheet_sync.stores.google import pending as pendings
from sheet_sync.stores.google.editing import chunks_of, require_unlocked, row_writes, with_new_columns
from sheet_sync.stores.google.pending import Pending
from sheet_sync.stores.google.proving import Kept, Plan, RowState, kept_in, located, planned
from sheet_sync.stores.google.reading import STASH, Reading, Reply, Sheet, read_reply, sheet_of
from sheet_sync.stores.google.requests import (
    Request,
    RowWrite,
    fence,
    kept_ranges,
    stash_id,
    unhiding,
    untagging,
    writing,
)
from sheet_sync.stores.google.state import State
from sheet_sync.stores.google.tags import places_of_tags, tag_in
from sheet_sync.stores.google.troubles import RefusedRequestError, UnansweredError

_ROUNDS = 5
_NONCE_BYTES = 12
_TAG_BYTES = 5


class Asked(Protocol):
    """What a store asks Google for."""

    def read(self) -> Reply:
        """The spreadsheet."""

    def write(self, batch: Sequence[Request], kept: Sequence[str] = ()) -> Reply:
        """All requests carried out or none, and what stands in some ranges then."""


class GoogleStore:
    """A tracker in Google Sheets, which its owner may be editing.

    Args:
        target: its URL or key.
        google: the settings under [google].
        backups: how many former states of our cells are kept.
        state_folder: where they are kept; None for the user's own state folder.
        service: who is asked.
    """

    def __init__(
        self,
        target: str,
        *,
        google: Mapping[str, str] | None = None,
        backups: int = 5,
        state_folder: Path | None = None,
        service: Asked | None = None,
    ) -> None:
        self._given = target
        self._google = dict(google or {})
        self._state = State(state_folder, key_of(target), backups)
        self._asked = service
        self._newer: Reading | None = None
        self._read_twice: Reading | None = None

    def read(self) -> Book:
        """Every worksheet but our own, with values, formulas, dates and errors.

        Raises:
            SheetSyncError: it cannot be read.
        """
        self._read_twice, self._newer = self._newer, None
        if self._read_twice is not None:
            return self._read_twice.book
        self._settle_if_free()
        return self._read().book

    def last_edit(self) -> LastEdit | None:
        """What the last write changed; None where nothing is remembered."""
        text = self._state.last.text()
        return None if text is None else journal.from_text(text)

    def saved_at(self, token: str) -> None:
        """Google tells it only to those who may see a whole Drive."""

    def write(self, edit: SheetEdit, *, expecting: str, remember: bool = True) -> None:
        """Write the edit's cells to the rows for which they were computed, wherever these are.

        Raises:
            TrackerMovedError: the sheet is another one than was read; nothing of the user's was changed.
            TrackerBusyError: the sheet is being synced already, or Google does not answer.
            TrackerNotWritableError: it may not be edited, or is full.
        """
        self._newer = None
        with self._state.locked():
            self._settle()
            reading = self._as_expected(expecting)
            whole = self._state.begin(LastEdit.of(edit))
            self._carry_out(reading, edit)
            self._state.finish(whole if remember else None)

    def restore(self) -> Restored:
        """Give our cells what they held before the last write, in the rows that can still be told.

        Raises:
            NothingToUndoError: nothing is kept, or nothing of it still stands.
            TrackerBusyError: the sheet is being synced already, or Google does not answer.
        """
        self._newer = self._read_twice = None
        with self._state.locked():
            self._settle()
            reading = self._read()
            for kept in self._state.backups():
                sheet = reading.sheets.get(kept.plan.worksheet)
                back = located(kept.plan.rows, sheet, kept.plan.computed, _tag()) if sheet else []
                if sheet and back:
                    self._write_rows(reading, kept.plan, sheet, back)
                    self._state.last.drop()
                    return Restored(str(self._state.newest_backup()))
        raise NothingToUndoError(f"{self._given}: nothing that a sync wrote here is remembered.")

    def _write_rows(self, reading: Reading, like: Plan, sheet: Sheet, rows: Sequence[RowWrite]) -> None:
        plan = planned(sheet, like.worksheet, like.header_row, rows)
        self._state.back_up(Pending(plan))
        self._prove(Pending(plan), sheet, reading.stash, [])

    @property
    def _service(self) -> Asked:
        if self._asked is None:
            from sheet_sync.stores.google.service import Service  # noqa: PLC0415 - the network's libraries are heavy

            self._asked = Service(key_of(self._given), self._given, self._google)
        return self._asked

    def _read(self) -> Reading:
        reading = read_reply(self._service.read())
        return replace(reading, book=replace(reading.book, unfinished=self._state.unfinished_columns()))

    def _as_expected(self, token: str) -> Reading:
        """What was read, if it is still so; a state that was read twice is taken without a third look.

        Raises:
            TrackerMovedError: it is another one by now.
        """
        twice, self._read_twice = self._read_twice, None
        if twice is not None and twice.book.token == token:
            return twice
        again = self._read()
        if again.book.token != token:
            self._newer = again
            raise TrackerMovedError(f"{self._given} was changed while it was being synced.", "Try again.")
        return again

    def _carry_out(self, reading: Reading, edit: SheetEdit) -> None:
        sheet = reading.sheets.get(edit.worksheet)
        if sheet is None:
            raise TrackerMovedError(f"{self._given} has no worksheet “{edit.worksheet}” any more.")
        require_unlocked(sheet, edit, self._given)
        wider = with_new_columns(sheet, edit)
        plan = planned(wider, edit.worksheet, edit.header_row, row_writes(wider, edit, _tag()))
        self._state.back_up(Pending(plan))
        if edit.new_columns:
            self._state.keep_unfinished(column.header for column in edit.new_columns)
        stash = reading.stash
        for chunk in chunks_of(plan, sheet, edit, reading):
            stash = self._prove(Pending(chunk.plan), wider, stash, chunk.before) or stash
        if edit.dropped_columns:
            with suppress(RefusedRequestError, UnansweredError):
                self._service.write(unhiding(sheet, edit.dropped_columns))

    def _prove(self, part: Pending, sheet: Sheet, stash: Sheet | None, before: Sequence[Request]) -> Sheet | None:
        """Send a write, and see where it landed; what it displaced is put back.

        Raises:
            TrackerMovedError: it did not land in the rows for which it was meant, or was not carried out.
        """
        if not part.plan.rows:
            self._write_beside(before)
            return stash
        try:
            kept_now = self._sent(part, sheet, stash, before)
        except RefusedRequestError as error:
            self._state.pending.drop()
            raise TrackerMovedError(f"{self._given} was changed while it was being synced.", "Try again.") from error
        except UnansweredError as error:
            self._settle()
            raise TrackerMovedError(f"{self._given}: Google did not say whether it wrote.", "Try again.") from error
        owed = part.owed(kept_in(kept_now, sheet.columns))
        if owed:
            self._put_back(replace(part, lost=owed))
            raise TrackerMovedError(f"{self._given} was changed while it was being synced.", "Try again.")
        self._state.pending.drop()
        return kept_now

    def _write_beside(self, batch: Sequence[Request]) -> None:
        """Send what touches no row.

        Raises:
            TrackerMovedError: it was not carried out, as far as can be told.
        """
        try:
            self._service.write(batch)
        except (RefusedRequestError, UnansweredError) as error:
            raise TrackerMovedError(f"{self._given}: Google did not say whether it wrote.", "Try again.") from error

    def _sent(self, part: Pending, sheet: Sheet, stash: Sheet | None, before: Sequence[Request] = ()) -> Sheet:
        """Send a write, noted on disk before: the stash after it.

        Raises:
            RefusedRequestError: it was not carried out.
            UnansweredError: nobody knows whether it was.
        """
        nonce = secrets.token_hex(_NONCE_BYTES)
        writes = [row.as_write() for row in part.plan.rows]
        batch = [*before, *writing(sheet, stash, writes, part.plan.header_row, nonce)]
        self._state.pending.keep(replace(part, nonce=nonce).as_text())
        reply = self._service.write(batch, kept_ranges(sheet, writes, part.plan.header_row))
        return _stash_in(reply) or Sheet(stash_id(nonce), 0, 0)

    def _settle_if_free(self) -> None:
        if self._state.pending.text() is not None:
            with self._state.locked():
                self._settle()

    def _settle(self) -> None:
        """Bring to an end what an earlier write left: what it displaced, if it was carried out, is put back."""
        left = pendings.from_text(self._state.pending.text())
        if left is None:
            return
        lost = self._owed_by(left) if left.nonce else left.lost
        if lost:
            self._put_back(replace(left, nonce="", lost=lost))
        else:
            self._state.pending.drop()

    def _owed_by(self, left: Pending) -> tuple[RowState, ...]:
        """What is to be put back of a write of which nobody knows; if it was not carried out, it never will be.

        Raises:
            TrackerBusyError: Google does not say; the next run asks again.
        """
        for _ in range(_ROUNDS):
            stash = self._read().stash
            if stash is not None and _nonce_in(stash) == left.nonce:
                return left.owed(_kept(stash))
            if self._fenced(stash):
                return left.owed(None)
        raise TrackerBusyError(f"{self._given}: Google does not say whether it wrote.", "Try again later.")

    def _fenced(self, stash: Sheet | None) -> bool:
        """Any write that was sent before can no longer be carried out, as late as it may arrive."""
        try:
            self._service.write(fence(stash, secrets.token_hex(_NONCE_BYTES)))
        except (RefusedRequestError, UnansweredError):
            return False
        return True

    def _put_back(self, left: Pending) -> None:
        """Put back what was displaced, as often as it takes, and take away the tags that this needed.

        Raises:
            TrackerBusyError: the user is too quick; the next run goes on with it.
        """
        for _ in range(_ROUNDS):
            self._state.pending.keep(left.as_text())
            reading = self._read()
            sheet = reading.sheets.get(left.plan.worksheet) or _holding(reading, left.lost)
            write = _tag()
            back = located(left.lost, sheet, left.plan.computed, write) if sheet else []
            if sheet is None or not back:
                self._finish_putting_back(sheet, left)
                return
            left = self._once_put_back(reading, sheet, replace(left, tags=(*left.tags, write)), back)
        rows = ", ".join(str(row) for row in sorted({one.row for one in left.lost}))
        raise TrackerBusyError(
            f"{self._given} is being changed so quickly that rows {rows} could not be put right yet.",
            "The next run goes on with it.",
        )

    def _finish_putting_back(self, sheet: Sheet | None, left: Pending) -> None:
        if sheet and left.tags:
            with suppress(RefusedRequestError, UnansweredError):
                self._service.write(untagging(sheet, left.tags))
        self._state.pending.drop()

    def _once_put_back(self, reading: Reading, sheet: Sheet, left: Pending, back: Sequence[RowWrite]) -> Pending:
        """What is owed then: what was before, as far as it can be found still, and what this displaced anew."""
        again = replace(left, plan=planned(sheet, left.plan.worksheet, left.plan.header_row, back))
        try:
            kept = kept_in(self._sent(again, sheet, reading.stash), sheet.columns)
        except RefusedRequestError:
            return left
        except UnansweredError:
            return replace(again, lost=self._owed_by(self._noted(again)))
        return replace(again, lost=again.owed(kept))

    def _noted(self, sent: Pending) -> Pending:
        """A write as it was noted before it was sent, with the nonce by which it is known."""
        return pendings.from_text(self._state.pending.text()) or sent


def _holding(reading: Reading, lost: Sequence[RowState]) -> Sheet | None:
    """The worksheet in which the tags of rows stand: it may have been given another name."""
    tags = {tag_in(one.put) for one in lost} - {""}
    return next((one for one in reading.sheets.values() if tags & places_of_tags(one.entered).keys()), None)


def _tag() -> str:
    return secrets.token_hex(_TAG_BYTES)


def _kept(stash: Sheet) -> Kept:
    return kept_in(stash, stash.columns - 1)


def _nonce_in(stash: Sheet) -> str:
    raw = stash.entered.get((1, stash.columns))
    return str(raw[1]) if raw else ""


def _stash_in(reply: Reply) -> Sheet | None:
    sheets = reply.get("updatedSpreadsheet", {}).get("sheets", ())
    return next((sheet_of(one) for one in sheets if one["properties"].get("title") == STASH), None)
