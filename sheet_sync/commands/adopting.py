"""`sheet-sync adopt`: the columns that a tracker lacks, added empty and formatted."""

from datetime import datetime

from sheet_sync.commands.outcomes import Outcome
from sheet_sync.config import Settings
from sheet_sync.grid import one_line
from sheet_sync.sync import adopt_tracker


def adopt(tracker: str, settings: Settings, now: datetime, *, sheet: str | None) -> Outcome:
    """Add the missing columns to one tracker and name them."""
    report = adopt_tracker(tracker, settings=settings, now=now, sheet=sheet)
    where = f"{tracker}, “{one_line(report.sheet)}”"
    added = f"columns added: {', '.join(report.added)}." if report.added else "it has every column already."
    document = {
        "tracker": tracker,
        "sheet": report.sheet,
        "added": list(report.added),
        "written": report.written,
        "error": None,
    }
    return Outcome((f"{where}: {added}",), document)
