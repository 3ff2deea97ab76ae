"""The one data flow, top to bottom: open, read, understand, assess, draft, plan, write."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pandas as pd

from sheet_sync.assessing import assess_book, assuming_thanked, find_tracker, local, unfinished
from sheet_sync.config import Settings
from sheet_sync.errors import ImplausibleEditError
from sheet_sync.etiquette import status
from sheet_sync.grid import CellValue, NewColumn, Problem, SheetEdit
from sheet_sync.plan.changes import plan_adoption
from sheet_sync.plan.columns import columns_to_add, hidden_columns
from sheet_sync.plan.guards import doubts
from sheet_sync.settings_sheet import fresh_worksheet, has_worksheet, overlaid
from sheet_sync.stores import Store, open_store, until_it_stands
from sheet_sync.tracker.applications import Understood, understand
from sheet_sync.tracker.fields import SYNC_KEY
from sheet_sync.tracker.table import Table


@dataclass(frozen=True)
class Change:
    """One of our cells as a run changes it; `column` is its header."""

    row: int
    column: str
    old: CellValue
    new: CellValue


@dataclass(frozen=True)
class Report:
    """What a sync found and did.

    Attributes:
        sheet: the worksheet that holds the tracker.
        today: the local day for which it was synced.
        rows: the number of applications.
        statuses: how many rows have each status.
        added: the headers of the columns that were added, in their order.
        changes: our cells, `Sync key` not among them.
        problems: the cells that cannot be read.
        written: the tracker was changed; False too for a dry run.
        unmarked: rows that ask for a message only because nothing says that it was sent.
        notices: sentences about the configuration, and about what hides new columns.
        new_worksheet: the name of the worksheet that was added, "" for none.
    """

    sheet: str
    today: str
    rows: int
    statuses: Mapping[str, int]
    added: tuple[str, ...]
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    written: bool
    unmarked: int = 0
    notices: tuple[str, ...] = field(default=())
    new_worksheet: str = ""


def sync_tracker(  # noqa: PLR0913 - all that one run is asked for
    target: str | Path,
    *,
    settings: Settings,
    now: datetime,
    dry_run: bool = False,
    sheet: str | None = None,
    confirmed: bool = False,
) -> Report:
    """Bring one tracker up to date, in one write or none.

    Args:
        target: a path to .xlsx or .xlsm.
        settings: the configuration; a worksheet named `Settings` in the tracker goes over it.
        now: a naive local date-time, or an aware one, which is then taken in the tracker's time zone.
        dry_run: make the report and write nothing.
        sheet: the name of the worksheet, where the best one is not meant.
        confirmed: write even what looks as if the tracker had lost something.

    Raises:
        SheetSyncError: the run failed as a whole; nothing was written.
    """
    store = open_store(target, settings)
    return sync_store(store, settings=settings, now=now, dry_run=dry_run, sheet=sheet, confirmed=confirmed)


def sync_store(  # noqa: PLR0913 - the same
    store: Store,
    *,
    settings: Settings,
    now: datetime,
    dry_run: bool = False,
    sheet: str | None = None,
    confirmed: bool = False,
) -> Report:
    """As `sync_tracker`, on a store that is open already."""
    return until_it_stands(
        lambda: _synced(store, settings=settings, now=now, dry_run=dry_run, sheet=sheet, confirmed=confirmed)
    )


def _synced(  # noqa: PLR0913 - the same
    store: Store, *, settings: Settings, now: datetime, dry_run: bool, sheet: str | None, confirmed: bool
) -> Report:
    book = store.read()
    found = assess_book(book, settings, now, sheet)
    table, edit, assessed = found.table, found.edit, found.wishes.assessed
    doubted = () if confirmed or edit.empty else tuple(doubts(table, edit, assessed, store.last_edit()))
    if not dry_run and not edit.empty:
        _require_confirmed(doubted)
        store.write(edit, expecting=book.token)
    report = _report(table, found.understood, assessed, edit, found.now)
    added = (*book.unfinished, *report.added)
    unmarked = _unmarked(assessed, found.adding)
    hidden = hidden_columns(table, found.adding)
    notices = (
        *found.settings.ignored,
        *hidden,
        *(f"{doubt} A sync would stop here, unless with --yes." for doubt in doubted),
    )
    written = not dry_run and not edit.empty
    return replace(report, added=added, written=written, unmarked=unmarked, notices=notices)


def adopt_tracker(
    target: str | Path,
    *,
    settings: Settings,
    now: datetime,
    sheet: str | None = None,
    settings_worksheet: bool = False,
) -> Report:
    """Add every column that the tracker lacks, the user's and ours, empty and formatted (SPEC section 3).

    With `settings_worksheet`, a worksheet named `Settings` too, where there is none; it says what holds now.

    Other arguments and errors as for `sync_tracker`.
    """
    store = open_store(target, settings)
    return until_it_stands(
        lambda: _adopted(store, settings=settings, now=now, sheet=sheet, settings_worksheet=settings_worksheet)
    )


def _adopted(store: Store, *, settings: Settings, now: datetime, sheet: str | None, settings_worksheet: bool) -> Report:
    book = store.read()
    settings = overlaid(settings, book)
    now = local(now, settings, book)
    table = find_tracker(book, settings, sheet)
    understood = understand(table, settings, now, locale=book.locale)
    adding = columns_to_add(table, adopting=True)
    applications = assuming_thanked(understood.applications, {*adding, *unfinished(table, book)}, now)
    edit = plan_adoption(table, applications, understood.keys, adding)
    if settings_worksheet and not has_worksheet(book):
        edit = replace(edit, new_worksheet=fresh_worksheet(settings))
    if not edit.empty:
        store.write(edit, expecting=book.token)
    assessed = status.assess(applications, settings.rules, now)
    named = edit.new_worksheet.name if edit.new_worksheet else ""
    return replace(_report(table, understood, assessed, edit, now), written=not edit.empty, new_worksheet=named)


def _require_confirmed(doubted: tuple[str, ...]) -> None:
    if doubted:
        raise ImplausibleEditError(
            f"{' '.join(doubted)} Nothing was written.",
            "If that is right, say so once with `sheet-sync sync --yes`; if not, take back what happened to the sheet.",
        )


def _report(table: Table, understood: Understood, assessed: pd.DataFrame, edit: SheetEdit, now: datetime) -> Report:
    headers = {**table.headers, **{column.column: column.header for column in edit.new_columns}}
    keys = {table.ours.get(SYNC_KEY), *(column.column for column in edit.new_columns if column.hidden)}
    counted = Counter(name for name in assessed["status"] if name)
    return Report(
        sheet=table.worksheet.name,
        today=now.date().isoformat(),
        rows=sum(counted.values()),
        statuses={name: counted[name] for name in status.STATUSES if name in counted},
        added=tuple(column.header for column in edit.new_columns),
        changes=tuple(
            Change(change.row, headers[change.column], change.before, change.after)
            for change in edit.changes
            if change.column not in keys
        ),
        problems=understood.problems,
        written=False,
    )


_COLUMN_OF_MESSAGE = {
    "thank_you": "thank_you_sent",
    "late_thank_you": "thank_you_sent",
    "follow_up": "followed_up",
}


def _unmarked(assessed: pd.DataFrame, adding: Mapping[str, NewColumn]) -> int:
    """The rows that ask for a message of which the tracker had no column to say that it was sent."""
    return int(assessed["message"].map(_COLUMN_OF_MESSAGE).isin([*adding]).sum())
