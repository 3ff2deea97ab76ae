"""`sheet-sync report`: one line a tracker, for somebody who looks after many."""

from datetime import date, datetime
from pathlib import Path

from sheet_sync.assessing import assess_book
from sheet_sync.commands.outcomes import Outcome, counted, printable
from sheet_sync.config import Settings
from sheet_sync.etiquette.status import WAITING
from sheet_sync.stores import is_google_sheet, open_store


def report(tracker: str, settings: Settings, now: datetime, *, sheet: str | None) -> Outcome:
    """How one tracker stands; nothing is written."""
    found = assess_book(open_store(tracker, settings).read(), settings, now, sheet)
    assessed, edited = found.wishes.assessed, _last_edit(tracker)
    due, waiting = int(assessed["message"].ne("").sum()), int(assessed["status"].eq(WAITING).sum())
    unreadable, rows = len(found.understood.problems), int(assessed["status"].ne("").sum())
    said = [counted(rows, "application"), f"{due} due", f"{waiting} waiting"]
    said += [f"{unreadable} unreadable"] if unreadable else []
    said += [f"last edited {edited.isoformat()}"] if edited else []
    document = {
        "tracker": tracker,
        "sheet": found.table.worksheet.name,
        "rows": rows,
        "due": due,
        "waiting": waiting,
        "unreadable": unreadable,
        "last_edit": edited.isoformat() if edited else None,
        "error": None,
    }
    return Outcome((f"{printable(tracker)}: {', '.join(said)}.",), document)


def _last_edit(tracker: str) -> date | None:
    """The day on which a file was saved last, by whomever; Google tells it only to those who may see a whole Drive."""
    if is_google_sheet(tracker):
        return None
    return datetime.fromtimestamp(Path(tracker).stat().st_mtime).astimezone().date()
