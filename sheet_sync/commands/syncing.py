"""`sheet-sync sync`: what it says about a sync, to people and to scripts."""

from datetime import datetime
from typing import Any

from sheet_sync.agenda import agenda_of
from sheet_sync.commands.agenda import quiet_line
from sheet_sync.commands.outcomes import (
    Outcome,
    as_json,
    counted,
    printable,
    problem_document,
    problem_line,
)
from sheet_sync.config import Settings
from sheet_sync.etiquette.status import MESSAGES
from sheet_sync.grid import one_line
from sheet_sync.sync import Change, Report, sync_tracker

_SHOWN = 72


def sync(
    tracker: str,
    settings: Settings,
    now: datetime,
    *,
    sheet: str | None,
    dry_run: bool,
    confirmed: bool,
    verbose: bool,
) -> Outcome:
    """Sync one tracker and say what came of it."""
    report = sync_tracker(tracker, settings=settings, now=now, dry_run=dry_run, sheet=sheet, confirmed=confirmed)
    lines = [_headline(tracker, report, dry_run=dry_run), *_facts(report, dry_run=dry_run)]
    if dry_run:
        lines += [_change_line(change) for change in report.changes]
    if verbose:
        lines += [problem_line(problem) for problem in report.problems]
        lines += _quiet_day(tracker, report, settings, now, sheet)
    return Outcome(tuple(lines), _document(tracker, report), notices=report.notices)


def _headline(tracker: str, report: Report, *, dry_run: bool) -> str:
    where = f"{printable(tracker)}, “{one_line(report.sheet)}”"
    rows = counted(report.rows, "application")
    if not report.changes and not report.added:
        return f"{where}: {rows}, everything is up to date."
    cells = counted(len(report.changes), "cell")
    return f"{where}: {rows}, {cells} {'would change' if dry_run else 'written'}."


def _facts(report: Report, *, dry_run: bool) -> list[str]:
    lines = [f"  {name}: {number}" for name, number in report.statuses.items()]
    if report.added:
        lines.append(f"  Columns {'to add' if dry_run else 'added'}: {', '.join(report.added)}.")
    if report.unmarked:
        rows = counted(report.unmarked, "row asks", "rows ask")
        lines.append(
            f"  {rows} for a message only because nothing says that it was sent; "
            "type the date where you sent it already."
        )
    if report.problems:
        cells = counted(len(report.problems), "cell")
        lines.append(f"  {cells} cannot be read; `sheet-sync check` names them.")
    return lines


def _quiet_day(tracker: str, report: Report, settings: Settings, now: datetime, sheet: str | None) -> list[str]:
    if MESSAGES & report.statuses.keys():
        return []
    return [f"  {quiet_line(agenda_of(tracker, settings=settings, now=now, sheet=sheet))}"]


def _change_line(change: Change) -> str:
    return f"  row {change.row}, {change.column}: {_shown(change.old)} → {_shown(change.new)}"


def _shown(value: object) -> str:
    if value in (None, ""):
        return "(blank)"
    return one_line(str(value), _SHOWN)


def _document(tracker: str, report: Report) -> dict[str, Any]:
    return {
        "tracker": tracker,
        "sheet": report.sheet,
        "rows": report.rows,
        "statuses": dict(report.statuses),
        "added": list(report.added),
        "changes": [
            {"row": c.row, "column": c.column, "old": as_json(c.old), "new": as_json(c.new)} for c in report.changes
        ],
        "problems": [problem_document(problem) for problem in report.problems],
        "written": report.written,
        "error": None,
    }
