"""A Google Sheet as a store: read, written with its own proof, and put right where that fails (SPEC section 7)."""

import re
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from sheet_sync import journal
from sheet_sync.errors import NothingToUndoError, TrackerBusyError, TrackerMovedError
from sheet_sync.grid import Book, SheetEdit
from sheet_sync.journal import LastEdit
from sheet_sync.stores import Restored
from sheet_sync.stores.google import pending as pendings
from sheet_sync.stores.google.editing import chunks_of, require_unlocked, row_writes, with_new_columns
from sheet_sync.stores.google.pending import Pending
from sheet_sync.stores.google.proving import Kept, Plan, RowState, astray, displaced, kept_in, located, planned
from sheet_sync.stores.google.reading import STASH, Reading, Reply, Sheet, read_reply, sheet_of
from sheet_sync.stores.google.requests import STASH_ID, Request, RowWrite, kept_ranges, unhiding, writing
from sheet_sync.stores.google.state import State
from sheet_sync.stores.google.troubles import RefusedRequestError, UnansweredError

_ROUNDS = 5
_NONCE_BYTES = 12
_LOCATED = re.compile(r"/d/([A-Za-z0-9_-]+)")


def key_of(target: str) -> str:
    """The key of a spreadsheet, of which its URL is another way to write it."""
    within = _LOCATED.search(target)
    return within[1] if within else target.strip()


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
            self._carry_out(reading, edit)
            if remember:
                self._state.last.keep(journal.as_text(LastEdit.of(edit)))
            else:
                self._state.last.drop()

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
                back = located(kept.plan.rows, sheet, kept.plan.computed) if sheet else []
                if sheet and back:
                    self._write_rows(reading, kept.plan, sheet, [write for _, write in back])
                    self._state.last.drop()
                    return Restored(str(self._state.newest_backup()))
        raise NothingToUndoError(f"{self._given}: nothing that a sync wrote here is remembered.")

    def _write_rows(self, reading: Reading, like: Plan, sheet: Sheet, rows: Sequence[RowWrite]) -> None:
        plan = planned(sheet, like.worksheet, like.header_row, rows)
        self._state.back_up(Pending(plan))
        self._prove(plan, sheet, reading.stash, [])

    @property
    def _service(self) -> Asked:
        if self._asked is None:
            from sheet_sync.stores.google.service import Service  # noqa: PLC0415 - the network's libraries are heavy

            self._asked = Service(key_of(self._given), self._given, self._google)
        return self._asked

    def _read(self) -> Reading:
        return read_reply(self._service.read())

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
        rows = row_writes(wider, edit)
        plan = planned(wider, edit.worksheet, edit.header_row, rows)
        self._state.back_up(Pending(plan))
        stash = reading.stash
        for chunk in chunks_of(plan, sheet, edit, reading):
            stash = self._prove(chunk.plan, wider, stash, chunk.before) or stash
        if edit.dropped_columns:
            self._service.write(unhiding(sheet, edit.dropped_columns))

    def _prove(self, plan: Plan, sheet: Sheet, stash: Sheet | None, before: Sequence[Request]) -> Sheet | None:
        """Send a write, and see where it landed; what it displaced is put back.

        Raises:
            TrackerMovedError: it did not land in the rows for which it was meant, or was not carried out.
        """
        if not plan.rows:
            self._service.write(before)
            return stash
        nonce = secrets.token_hex(_NONCE_BYTES)
        writes = [row.as_write() for row in plan.rows]
        batch = [*before, *writing(sheet, stash, writes, plan.header_row, nonce)]
        self._state.pending.keep(Pending(plan, nonce).as_text())
        try:
            reply = self._service.write(batch, kept_ranges(sheet, writes, plan.header_row))
        except RefusedRequestError as error:
            self._state.pending.drop()
            raise TrackerMovedError(f"{self._given} was changed while it was being synced.", "Try again.") from error
        except UnansweredError as error:
            self._settle()
            raise TrackerMovedError(f"{self._given}: Google did not say whether it wrote.", "Try again.") from error
        kept = _stash_in(reply)
        self._require_landed(plan, kept_in(kept, sheet.columns) if kept else Kept())
        return kept or stash or Sheet(STASH_ID, 0, 0)

    def _require_landed(self, plan: Plan, kept: Kept) -> None:
        lost = displaced(plan, kept)
        if lost:
            self._put_back(plan, lost)
            raise TrackerMovedError(f"{self._given} was changed while it was being synced.", "Try again.")
        self._state.pending.drop()

    def _settle_if_free(self) -> None:
        if self._state.pending.text() is not None:
            with self._state.locked():
                self._settle()

    def _settle(self) -> None:
        """Bring to an end what an earlier write left: if it was carried out, put back what it displaced."""
        left = pendings.from_text(self._state.pending.text())
        if left is None:
            return
        lost = left.lost
        if left.nonce:
            reading = self._read()
            carried_out = reading.stash is not None and _nonce_in(reading.stash) == left.nonce
            lost = displaced(left.plan, _kept(reading.stash)) if reading.stash and carried_out else ()
        self._put_back(left.plan, lost)

    def _put_back(self, plan: Plan, lost: Sequence[RowState]) -> None:
        """Put back what was displaced, as often as it takes.

        Raises:
            TrackerBusyError: the user is too quick; the next run goes on with it.
        """
        for _ in range(_ROUNDS):
            self._state.pending.keep(Pending(plan, "", tuple(lost)).as_text())
            reading = self._read()
            sheet = reading.sheets.get(plan.worksheet)
            back = located(lost, sheet, plan.computed, blanks=False) if sheet else []
            if sheet is None or not back:
                self._state.pending.drop()
                return
            lost = self._once_put_back(reading, sheet, plan, back)
        rows = ", ".join(str(one.row) for one in lost)
        raise TrackerBusyError(
            f"{self._given} is being changed so quickly that rows {rows} could not be put right yet.",
            "The next run goes on with it.",
        )

    def _once_put_back(
        self, reading: Reading, sheet: Sheet, plan: Plan, back: Sequence[tuple[RowState, RowWrite]]
    ) -> tuple[RowState, ...]:
        """What is displaced still, or anew: rows may have moved again in between."""
        writes = [write for _, write in back]
        again = planned(sheet, plan.worksheet, plan.header_row, writes)
        nonce = secrets.token_hex(_NONCE_BYTES)
        batch = writing(sheet, reading.stash, writes, plan.header_row, nonce)
        everything = tuple(one for one, _ in back)
        try:
            reply = self._service.write(batch, kept_ranges(sheet, writes, plan.header_row))
            kept = kept_in(found, sheet.columns) if (found := _stash_in(reply)) else Kept()
        except RefusedRequestError:
            return everything
        except UnansweredError:
            stash = self._read().stash
            if stash is None or _nonce_in(stash) != nonce:
                return everything
            kept = _kept(stash)
        missed = astray(again, kept)
        unmoved = {one.row for one in missed}
        return (*(one for one, write in back if write.row in unmoved), *missed)


def _kept(stash: Sheet) -> Kept:
    return kept_in(stash, stash.columns - 1)


def _nonce_in(stash: Sheet) -> str:
    raw = stash.entered.get((1, stash.columns))
    return str(raw[1]) if raw else ""


def _stash_in(reply: Reply) -> Sheet | None:
    sheets = reply.get("updatedSpreadsheet", {}).get("sheets", ())
    return next((sheet_of(one) for one in sheets if one["properties"].get("title") == STASH), None)
