"""`sheet-sync adopt`: the columns that a tracker lacks, added empty and formatted."""

from collections.abc import Iterator
from datetime import datetime

from sheet_sync.assessing import find_tracker, local
from sheet_sync.commands.findings import Finding, finding_of, unclear_lines
from sheet_sync.commands.outcomes import Outcome, counted, printable
from sheet_sync.config import Settings
from sheet_sync.grid import one_line
from sheet_sync.settings_sheet import has_worksheet, overlaid
from sheet_sync.stores import open_store
from sheet_sync.sync import Report, adopt_tracker
from sheet_sync.tracker.applications import understand


def adopt(
    tracker: str, settings: Settings, now: datetime, *, sheet: str | None, settings_worksheet: bool = False
) -> Outcome:
    """Add the missing columns to one tracker, name them, and say what is still unclear."""
    report = adopt_tracker(tracker, settings=settings, now=now, sheet=sheet, settings_worksheet=settings_worksheet)
    where = f"{printable(tracker)}, “{one_line(report.sheet)}”"
    added = f"columns added: {', '.join(report.added)}." if report.added else "it has every column already."
    document = {
        "tracker": tracker,
        "sheet": report.sheet,
        "added": list(report.added),
        "written": report.written,
        "error": None,
    }
    lines = [*_settings_lines(report, asked=settings_worksheet), *_still_unclear(tracker, settings, now, report.sheet)]
    return Outcome((f"{where}: {added}", *(f"  {line}" for line in lines)), document, notices=settings.ignored)


def _settings_lines(report: Report, *, asked: bool) -> Iterator[str]:
    if report.new_worksheet:
        yield f"The worksheet “{report.new_worksheet}” was added: type your name, email and phone there."
    elif asked:
        yield "It has a worksheet “Settings” already, which was left as it is."


def _still_unclear(tracker: str, settings: Settings, now: datetime, sheet: str) -> Iterator[str]:
    """What the tracker still leaves open, now that its columns are there."""
    book = open_store(tracker, settings).read()
    settings = overlaid(settings, book)
    table = find_tracker(book, settings, sheet)
    finding = finding_of(table, understand(table, settings, local(now, settings, book), locale=book.locale))
    yield from unclear_lines(finding)
    yield from _unreadable(finding)
    if not settings.me.name:
        add = "" if has_worksheet(book) else " (`sheet-sync adopt --settings` adds it)"
        yield f"Nobody signs the messages yet: put your name beside “Your name” in the worksheet Settings{add}."


def _unreadable(finding: Finding) -> Iterator[str]:
    if finding.problems:
        yield f"{counted(len(finding.problems), 'cell')} cannot be read; `sheet-sync check` names them."
