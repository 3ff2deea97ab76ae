"""The one data flow, top to bottom: open, read, understand, assess, draft, plan, write."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from sheet_sync.config import Settings
from sheet_sync.errors import ImplausibleEditError, NotATrackerError
from sheet_sync.etiquette import reasons, status
from sheet_sync.etiquette.drafts import draft
from sheet_sync.grid import Book, CellValue, NewColumn, Problem, SheetEdit
from sheet_sync.plan.changes import plan_adoption, plan_edit
from sheet_sync.plan.columns import columns_to_add, hidden_columns
from sheet_sync.plan.guards import doubts
from sheet_sync.plan.rows import Wishes
from sheet_sync.settings_sheet import fresh_worksheet, has_worksheet, overlaid
from sheet_sync.stores import Store, open_store, until_it_stands
from sheet_sync.tracker.applications import Understood, understand
from sheet_sync.tracker.fields import OWN_HEADERS, SYNC_KEY
from sheet_sync.tracker.finding.worksheets import Wanted, find_table
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
    settings = overlaid(settings, book)
    now = local(now, settings, book)
    table = find_tracker(book, settings, sheet)
    _require_interviews(table)
    understood = understand(table, settings, now, locale=book.locale)
    adding = columns_to_add(table, adopting=False)
    applications = _assuming_thanked(understood.applications, {*adding, *_unfinished(table, book)}, now)
    assessed = status.assess(applications, settings.rules, now)
    explained = reasons.explain(applications, assessed, _headers(table, adding), now)
    drafts = draft(applications, assessed, settings)
    wishes = Wishes(applications, assessed, explained, drafts["text"], drafts["notes"])
    edit = plan_edit(table, wishes, understood.keys, adding, now.date())
    doubted = () if confirmed or edit.empty else tuple(doubts(table, edit, assessed, store.last_edit()))
    if not dry_run and not edit.empty:
        _require_confirmed(doubted)
        store.write(edit, expecting=book.token)
    report = _report(table, understood, assessed, edit, now)
    added = (*book.unfinished, *report.added)
    unmarked = _unmarked(assessed, adding)
    hidden = hidden_columns(table, adding)
    notices = (
        *settings.ignored,
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
    applications = _assuming_thanked(understood.applications, {*adding, *_unfinished(table, book)}, now)
    edit = plan_adoption(table, applications, understood.keys, adding)
    if settings_worksheet and not has_worksheet(book):
        edit = replace(edit, new_worksheet=fresh_worksheet(settings))
    if not edit.empty:
        store.write(edit, expecting=book.token)
    assessed = status.assess(applications, settings.rules, now)
    named = edit.new_worksheet.name if edit.new_worksheet else ""
    return replace(_report(table, understood, assessed, edit, now), written=not edit.empty, new_worksheet=named)


def find_tracker(book: Book, settings: Settings, sheet: str | None) -> Table:
    """The tracker of a book, by the configuration and the house's own statuses."""
    return find_table(book, Wanted(settings.columns, settings.columns_source, sheet, frozenset(status.STATUSES)))


def local(now: datetime, settings: Settings, book: Book) -> datetime:
    """`now` as a naive date-time: in the time zone configured, else the book's, else its own."""
    if now.tzinfo is None:
        return now
    zone = settings.rules.timezone or book.timezone
    return (now.astimezone(ZoneInfo(zone)) if zone else now).replace(tzinfo=None)


def _require_interviews(table: Table) -> None:
    if "interview_date" in table.fields:
        return
    seen = ", ".join(f"“{' '.join(header.split())}”" for header in table.headers.values())
    raise NotATrackerError(
        f"The worksheet “{table.worksheet.name}” has no column for the interview date; it has {seen}.",
        "`sheet-sync adopt` adds one. If one of these is yours, name it in sheet_sync.toml: "
        '[columns] interview_date = ["its header"].',
    )


def _require_confirmed(doubted: tuple[str, ...]) -> None:
    if doubted:
        raise ImplausibleEditError(
            f"{' '.join(doubted)} Nothing was written.",
            "If that is right, say so once with `sheet-sync sync --yes`; if not, take back what happened to the sheet.",
        )


def _unfinished(table: Table, book: Book) -> list[str]:
    """The fields whose columns were only just added, by a sync that did not reach every row."""
    return [field for field in table.fields if table.header_of(field) in book.unfinished]


def _assuming_thanked(applications: pd.DataFrame, adding: Collection[str], now: datetime) -> pd.DataFrame:
    """With the column for it only just added, nobody could have said that an older thank-you was sent."""
    if "thank_you_sent" not in adding:
        return applications
    assumed = status.assumed_thanked(applications, now)
    return applications.assign(thanked_until=applications["thanked_until"].fillna(assumed))


def _headers(table: Table, adding: Mapping[str, NewColumn]) -> dict[str, str]:
    found = {name: " ".join((table.header_of(name) or "").split()) for name in table.fields}
    return found | {name: column.header for name, column in adding.items() if name in OWN_HEADERS}


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
