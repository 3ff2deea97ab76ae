"""`sheet-sync undo`: what it says about the way back, to people and to scripts."""

from sheet_sync.commands.outcomes import Outcome, counted, printable
from sheet_sync.config import Settings
from sheet_sync.grid import one_line
from sheet_sync.undo import Undone, restore_tracker, undo_tracker


def undo(tracker: str, settings: Settings) -> Outcome:
    """Take the last sync of one tracker back, and say what came of it."""
    undone = undo_tracker(tracker, settings=settings)
    where = f"{printable(tracker)}, “{one_line(undone.sheet)}”"
    lines = [f"{where}: {_cells(undone.reverted)} again what {_held(undone.reverted)} before the last sync."]
    if undone.removed:
        lines.append(f"  Columns removed: {_listed(undone.removed)}.")
    if undone.kept_columns:
        lines.append(f"  Columns that stay, for something of yours stands in them: {_listed(undone.kept_columns)}.")
    if undone.kept:
        lines.append(f"  {counted(undone.kept, 'cell')} left alone: edited, moved or deleted since.")
    return Outcome(tuple(lines), _document(tracker, undone))


def restore(tracker: str, settings: Settings) -> Outcome:
    """Put the backup of one tracker in its place, and say where the present file is kept."""
    restored = restore_tracker(tracker, settings=settings)
    line = (
        f"{printable(tracker)}: the whole file is as it was before it was last written; as it was just now, it is kept "
        f"as {restored.kept}."
    )
    document = {"tracker": tracker, "kept_file": restored.kept, "written": True, "error": None}
    return Outcome((line,), document)


def _cells(number: int) -> str:
    return "1 cell holds" if number == 1 else f"{number} cells hold"


def _held(number: int) -> str:
    return "it held" if number == 1 else "they held"


def _listed(headers: tuple[str, ...]) -> str:
    return ", ".join(map(one_line, headers))


def _document(tracker: str, undone: Undone) -> dict[str, object]:
    return {
        "tracker": tracker,
        "sheet": undone.sheet,
        "reverted": undone.reverted,
        "kept": undone.kept,
        "removed": list(undone.removed),
        "kept_columns": list(undone.kept_columns),
        "written": True,
        "error": None,
    }
