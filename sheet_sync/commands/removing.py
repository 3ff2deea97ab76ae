"""`sheet-sync remove`: our columns go; drafts that the user edited are kept in a text file."""

from datetime import date
from pathlib import Path

from sheet_sync import files
from sheet_sync.commands.outcomes import Outcome, printable
from sheet_sync.config import Settings
from sheet_sync.grid import one_line
from sheet_sync.plan.removing import EditedDraft
from sheet_sync.removal import remove_tracker


def remove(tracker: str, settings: Settings, today: date, *, sheet: str | None) -> Outcome:
    """Take our columns out of one tracker, and say where edited drafts are kept."""

    def keep(drafts: list[EditedDraft]) -> Path:
        place = Path(tracker)
        return files.write_new(place.with_name(f"{place.stem} drafts {today.isoformat()}.txt"), drafts_text(drafts))

    removed = remove_tracker(tracker, settings=settings, keep=keep, sheet=sheet)
    where = f"{printable(tracker)}, “{one_line(removed.sheet)}”"
    lines = [f"{where}: columns removed: {', '.join(map(one_line, removed.removed))}."]
    if not removed.removed:
        lines = [f"{where}: no column of ours is in it."]
    if removed.drafts:
        lines.append(f"  The drafts that you edited are kept in {removed.drafts}.")
    document = {
        "tracker": tracker,
        "sheet": removed.sheet,
        "removed": list(removed.removed),
        "drafts_file": str(removed.drafts) if removed.drafts else None,
        "written": bool(removed.removed),
        "error": None,
    }
    return Outcome(tuple(lines), document)


def drafts_text(drafts: list[EditedDraft]) -> str:
    """The drafts one after the other, each under a line that says whose it is."""
    return "\n".join(f"{_title(draft)}\n\n{draft.text.strip()}\n" for draft in drafts)


def _title(draft: EditedDraft) -> str:
    names = ", ".join(filter(None, map(one_line, (draft.company, draft.position))))
    return f"===== Row {draft.row}{f': {names}' if names else ''} ====="
