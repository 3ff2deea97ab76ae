"""`sheet-sync check`: which sheet, header row and columns were found, and every cell that cannot be read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sheet_sync.commands.outcomes import Outcome, counted, problem_document, problem_line
from sheet_sync.config import Settings
from sheet_sync.grid import Problem, one_line
from sheet_sync.settings_sheet import overlaid
from sheet_sync.stores import open_store
from sheet_sync.sync import find_tracker, local
from sheet_sync.tracker.applications import Understood, understand
from sheet_sync.tracker.columns import unsettled
from sheet_sync.tracker.fields import FIELDS, OWN_HEADERS
from sheet_sync.tracker.outcome_columns import outcome_columns
from sheet_sync.tracker.table import Table


@dataclass(frozen=True)
class Finding:
    """What was found in a tracker: headers as they stand in the sheet."""

    sheet: str
    header_row: int
    columns: Mapping[str, list[str]]
    outcome_columns: list[str]
    unused: list[str]
    ambiguous: Mapping[str, tuple[str, ...]]
    missing: list[str]
    problems: tuple[Problem, ...]
    ambiguous_dates: tuple[Problem, ...]


def check(tracker: str, settings: Settings, now: datetime, *, sheet: str | None) -> Outcome:
    """Look at one tracker and say how it is understood; it changes nothing."""
    book = open_store(tracker, settings).read()
    settings = overlaid(settings, book)
    table = find_tracker(book, settings, sheet)
    understood = understand(table, settings, local(now, settings, book), locale=book.locale)
    finding = _finding(table, understood)
    exit_code = 1 if finding.problems else 0
    return Outcome(tuple(_lines(tracker, finding)), _document(tracker, finding), exit_code, notices=settings.ignored)


def _finding(table: Table, understood: Understood) -> Finding:
    taken = {column for columns in table.fields.values() for column in columns} | {*table.ours.values()}
    free = [column for column in table.headers if column not in taken]
    stating = outcome_columns(table.headers, taken)
    doubtful = unsettled(table.headers, table.fields, free)
    return Finding(
        sheet=table.worksheet.name,
        header_row=table.header_row,
        columns={
            field: [table.headers[column] for column in table.fields[field]]
            for field in FIELDS
            if field in table.fields
        },
        outcome_columns=[table.headers[column] for column in stating],
        unused=[table.headers[column] for column in free if column not in doubtful and column not in stating],
        ambiguous={table.headers[column]: fields for column, fields in doubtful.items()},
        missing=[field for field in FIELDS if field not in table.fields and field != "language"],
        problems=understood.problems,
        ambiguous_dates=understood.ambiguous,
    )


def _lines(tracker: str, finding: Finding) -> list[str]:
    lines = [f"{tracker}: worksheet “{one_line(finding.sheet)}”, headers in row {finding.header_row}."]
    width = max(map(len, OWN_HEADERS.values()))
    lines += [f"  {OWN_HEADERS[field]:{width}}  {_quoted(headers)}" for field, headers in finding.columns.items()]
    if finding.outcome_columns:
        lines.append(f"  Also read for the outcome: {_quoted(finding.outcome_columns)}")
    if finding.unused:
        lines.append(f"  Not used: {_quoted(finding.unused)}")
    lines += [line for header, fields in finding.ambiguous.items() for line in _ambiguous_lines(header, fields)]
    if finding.missing:
        lines.append(f"  Missing: {', '.join(OWN_HEADERS[field] for field in finding.missing)}")
    if "interview_date" in finding.missing:
        lines.append("  Without an interview date nothing can be synced; `sheet-sync adopt` adds the column.")
    if finding.problems:
        lines.append(f"  {counted(len(finding.problems), 'cell')} cannot be read:")
    lines += [f"  {problem_line(problem)}" for problem in finding.problems]
    if finding.ambiguous_dates:
        lines.append(f"  {counted(len(finding.ambiguous_dates), 'date')} may be read in two ways; the later is taken:")
    return lines + [f"  {problem_line(problem)}" for problem in finding.ambiguous_dates]


def _quoted(headers: list[str]) -> str:
    return ", ".join(f"“{one_line(header)}”" for header in headers)


def _ambiguous_lines(header: str, fields: tuple[str, ...]) -> Iterator[str]:
    """What a column of several meanings may be, and the line of configuration that says so."""
    shown = one_line(header)
    for field in fields:
        setting = f'[columns] {field} = ["{shown}"]'
        yield f"  “{shown}” may mean something else; if it is “{OWN_HEADERS[field]}”, configure {setting}"


def _document(tracker: str, finding: Finding) -> dict[str, Any]:
    return {
        "tracker": tracker,
        "sheet": finding.sheet,
        "header_row": finding.header_row,
        "columns": dict(finding.columns),
        "unused": finding.unused,
        "ambiguous": [*finding.ambiguous],
        "missing": finding.missing,
        "problems": [problem_document(problem) for problem in finding.problems],
        **_ambiguous_dates(finding),
        "error": None,
    }


def _ambiguous_dates(finding: Finding) -> dict[str, Any]:
    """The dates that may be read in two ways, in the shape of problems; only in documents of trackers that have any."""
    dates = [problem_document(problem) for problem in finding.ambiguous_dates]
    return {"ambiguous_dates": dates} if dates else {}
