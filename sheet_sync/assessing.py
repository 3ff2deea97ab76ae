"""The first half of the flow, which changes nothing: understand, assess, draft, plan."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import pandas as pd

from sheet_sync.config import Settings
from sheet_sync.errors import NotATrackerError
from sheet_sync.etiquette import reasons, status
from sheet_sync.etiquette.drafts import draft
from sheet_sync.grid import Book, NewColumn, SheetEdit
from sheet_sync.plan.changes import plan_edit
from sheet_sync.plan.columns import columns_to_add
from sheet_sync.plan.rows import Wishes
from sheet_sync.settings_sheet import overlaid
from sheet_sync.tracker.applications import Understood, understand
from sheet_sync.tracker.fields import OWN_HEADERS
from sheet_sync.tracker.finding.worksheets import Wanted, find_table
from sheet_sync.tracker.table import Table


@dataclass(frozen=True)
class Assessment:
    """What is known of a tracker, and what a sync of it would change.

    Attributes:
        table: the tracker as it was found.
        settings: those of the run, with the tracker's own over them.
        now: the local moment for which all this holds.
        understood: its applications, their problems, and what is remembered of them.
        adding: the columns to add, by field or by our header.
        wishes: what every row should say; `applications` and `assessed` among it.
        edit: the whole effect of a sync.
    """

    table: Table
    settings: Settings
    now: datetime
    understood: Understood
    adding: Mapping[str, NewColumn]
    wishes: Wishes
    edit: SheetEdit


def assess_book(book: Book, settings: Settings, now: datetime, sheet: str | None = None) -> Assessment:
    """Everything that a sync decides, of a tracker that was read.

    Raises:
        SheetSyncError: there is no tracker in it, or none with interviews; its settings are wrong.
    """
    settings = overlaid(settings, book)
    now = local(now, settings, book)
    table = find_tracker(book, settings, sheet)
    _require_interviews(table)
    understood = understand(table, settings, now, locale=book.locale)
    adding = columns_to_add(table, adopting=False)
    applications = assuming_thanked(understood.applications, {*adding, *unfinished(table, book)}, now)
    assessed = status.assess(applications, settings.rules, now)
    explained = reasons.explain(applications, assessed, _headers(table, adding), now)
    drafts = draft(applications, assessed, settings)
    wishes = Wishes(applications, assessed, explained, drafts["text"], drafts["notes"])
    edit = plan_edit(table, wishes, understood.keys, adding, now.date())
    return Assessment(table, settings, now, understood, adding, wishes, edit)


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


def unfinished(table: Table, book: Book) -> list[str]:
    """The fields whose columns were only just added, by a sync that did not reach every row."""
    return [field for field in table.fields if table.header_of(field) in book.unfinished]


def assuming_thanked(applications: pd.DataFrame, adding: Collection[str], now: datetime) -> pd.DataFrame:
    """With the column for it only just added, nobody could have said that an older thank-you was sent."""
    if "thank_you_sent" not in adding:
        return applications
    assumed = status.assumed_thanked(applications, now)
    return applications.assign(thanked_until=applications["thanked_until"].fillna(assumed))


def _headers(table: Table, adding: Mapping[str, NewColumn]) -> dict[str, str]:
    found = {name: " ".join((table.header_of(name) or "").split()) for name in table.fields}
    return found | {name: column.header for name, column in adding.items() if name in OWN_HEADERS}
