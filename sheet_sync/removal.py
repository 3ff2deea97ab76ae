"""The flow that ends it: our columns go, and drafts that the user edited are handed over (SPEC section 8)."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sheet_sync.assessing import find_tracker
from sheet_sync.config import Settings
from sheet_sync.grid import SheetEdit
from sheet_sync.plan.removing import EditedDraft, edited_drafts
from sheet_sync.settings_sheet import overlaid
from sheet_sync.stores import Store, open_store, until_it_stands
from sheet_sync.tracker.applications import names_in
from sheet_sync.tracker.table import Table

Keep = Callable[[list[EditedDraft]], Path]
"""Puts drafts where the user finds them, and says where."""


@dataclass(frozen=True)
class Removed:
    """What a removal did: the worksheet, the headers of the columns that went, and the file that holds the drafts."""

    sheet: str
    removed: tuple[str, ...]
    drafts: Path | None


def remove_tracker(target: str | Path, *, settings: Settings, keep: Keep, sheet: str | None = None) -> Removed:
    """Take our columns out of a tracker.

    Args:
        target: a path to .xlsx or .xlsm.
        settings: the configuration.
        keep: is given the drafts that the user edited, if there are any, before they go.
        sheet: the name of the worksheet, where the best one is not meant.

    Raises:
        SheetSyncError: the run failed as a whole; nothing was written, and no file was made.
    """
    return remove_from_store(open_store(target, settings), settings=settings, keep=keep, sheet=sheet)


def remove_from_store(store: Store, *, settings: Settings, keep: Keep, sheet: str | None = None) -> Removed:
    """As `remove_tracker`, on a store that is open already."""
    return until_it_stands(lambda: _removed(store, settings, keep, sheet))


def _removed(store: Store, settings: Settings, keep: Keep, sheet: str | None) -> Removed:
    book = store.read()
    table = find_tracker(book, overlaid(settings, book), sheet)
    if not table.ours:
        return Removed(table.worksheet.name, (), None)
    drafts = edited_drafts(table, names_in(table))
    kept = keep(drafts) if drafts else None
    try:
        store.write(_removal(table), expecting=book.token, remember=False)
    except BaseException:
        if kept is not None:
            kept.unlink(missing_ok=True)
        raise
    headers = tuple(table.headers[column] for column in sorted(table.ours.values()))
    return Removed(table.worksheet.name, headers, kept)


def _removal(table: Table) -> SheetEdit:
    return SheetEdit(
        worksheet=table.worksheet.name,
        header_row=table.header_row,
        last_row=table.last_row,
        dropped_columns=tuple(sorted(table.ours.values())),
        headers=table.headers,
    )
