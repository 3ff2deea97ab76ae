"""The flow back: what the last sync wrote is taken back, cell by cell or with the whole file (SPEC section 7)."""

from dataclasses import dataclass
from pathlib import Path

from sheet_sync.assessing import find_tracker
from sheet_sync.config import Settings
from sheet_sync.errors import NothingToUndoError
from sheet_sync.grid import Book
from sheet_sync.journal import LastEdit
from sheet_sync.plan.rows import identities
from sheet_sync.plan.undoing import plan_undo
from sheet_sync.settings_sheet import overlaid
from sheet_sync.stores import Restored, Store, open_store, until_it_stands
from sheet_sync.tracker.applications import names_in
from sheet_sync.tracker.table import Table


@dataclass(frozen=True)
class Undone:
    """What an undo did.

    Attributes:
        sheet: the worksheet.
        reverted: how many cells hold again what they held before.
        kept: how many stay, because they, or their rows, have changed since.
        removed: the headers of the columns that went.
        kept_columns: the headers of added columns that stay, because something else stands in them by now.
    """

    sheet: str
    reverted: int
    kept: int
    removed: tuple[str, ...]
    kept_columns: tuple[str, ...]


def undo_tracker(target: str | Path, *, settings: Settings) -> Undone:
    """Revert the cells that still hold what the last sync wrote.

    Args:
        target: a path to .xlsx or .xlsm.
        settings: the configuration.

    Raises:
        NothingToUndoError: no sync is remembered, or the last one was taken back already.
        SheetSyncError: the run failed as a whole; nothing was written.
    """
    return undo_store(open_store(target, settings), settings=settings)


def undo_store(store: Store, *, settings: Settings) -> Undone:
    """As `undo_tracker`, on a store that is open already."""
    return until_it_stands(lambda: _undone(store, settings))


def _undone(store: Store, settings: Settings) -> Undone:
    book = store.read()
    last = store.last_edit()
    if last is None:
        raise NothingToUndoError("There is no sync to take back.", _ONLY_THE_LAST)
    table = _table_of(last, book, settings)
    rows = names_in(table).applications
    names = {row: key.identity for row, key in zip(rows.index.tolist(), identities(rows), strict=True)}
    undoing = plan_undo(table, last, names)
    store.write(undoing.edit, expecting=book.token, remember=False)
    removed = tuple(table.headers[column] for column in undoing.edit.dropped_columns)
    return Undone(table.worksheet.name, undoing.reverted, undoing.kept, removed, undoing.kept_columns)


def restore_tracker(target: str | Path, *, settings: Settings) -> Restored:
    """Put the newest backup in the place of the tracker, of which a copy is kept.

    Raises:
        NothingToUndoError: there is no backup.
        SheetSyncError: the run failed as a whole; nothing was written.
    """
    return open_store(target, settings).restore()


_ONLY_THE_LAST = "Only the last sync can be taken back, and only on the machine and for the user that ran it."


def _table_of(last: LastEdit, book: Book, settings: Settings) -> Table:
    names = {worksheet.name for worksheet in book.worksheets}
    return find_tracker(book, overlaid(settings, book), last.worksheet if last.worksheet in names else None)
