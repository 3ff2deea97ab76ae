"""`sheet-sync report`: one line a tracker, for somebody who looks after many."""

from datetime import datetime

from sheet_sync.assessing import assess_book
from sheet_sync.commands.outcomes import Outcome, counted, printable
from sheet_sync.config import Settings
from sheet_sync.etiquette.status import WAITING
from sheet_sync.stores import open_store


def report(tracker: str, settings: Settings, now: datetime, *, sheet: str | None) -> Outcome:
    """How one tracker stands; nothing is written."""
    store = open_store(tracker, settings)
    book = store.read()
    found = assess_book(book, settings, now, sheet)
    assessed, saved = found.wishes.assessed, store.saved_at(book.token)
    edited = saved.astimezone().date() if saved else None
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
