"""`sheet-sync check`: which sheet, header row and columns were found, and every cell that cannot be read."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sheet_sync.assessing import find_tracker, local
from sheet_sync.commands.findings import Finding, finding_of, naming_line, unclear_lines
from sheet_sync.commands.outcomes import Outcome, counted, printable, problem_document, problem_line
from sheet_sync.config import Settings
from sheet_sync.grid import column_letters, one_line
from sheet_sync.settings_sheet import overlaid
from sheet_sync.stores import open_store
from sheet_sync.tracker.applications import understand
from sheet_sync.tracker.fields import OWN_HEADERS
from sheet_sync.tracker.table import Table

_DATE_ORDERS = 'date_order = "DMY" (the day first) or date_order = "MDY" (the month first)'
_NO_INTERVIEWS = "Without an interview date nothing can be synced; `sheet-sync adopt` adds the column."


def check(tracker: str, settings: Settings, now: datetime, *, sheet: str | None) -> Outcome:
    """Look at one tracker and say how it is understood; it changes nothing."""
    book = open_store(tracker, settings).read()
    settings = overlaid(settings, book)
    table = find_tracker(book, settings, sheet)
    understood = understand(table, settings, local(now, settings, book), locale=book.locale)
    finding = finding_of(table, understood)
    exit_code = 1 if finding.problems else 0
    lines = (_heading(tracker, finding), *(f"  {line}" for line in _lines(finding)))
    return Outcome(lines, _document(tracker, finding), exit_code, notices=settings.ignored)


def _heading(tracker: str, finding: Finding) -> str:
    table = finding.table
    among = f", one of {table.worksheets}" if table.worksheets > 1 else ""
    where = f"{printable(tracker)}: worksheet “{one_line(table.worksheet.name)}”{among}"
    return f"{where}, headers in row {table.header_row}, {counted(finding.applications, 'application')}."


def _lines(finding: Finding) -> Iterator[str]:
    yield from _rivals(finding.table)
    yield from _set_aside(finding)
    yield from _aligned([("Read as", "in", "your header"), *_columns(finding)])
    if finding.stating:
        yield f"Also read for the outcome: {_quoted(finding, finding.stating)}"
    if finding.unused:
        yield f"Not used: {_quoted(finding, finding.unused)}"
    yield from unclear_lines(finding)
    yield from _missing(finding)
    if "interview_date" in finding.missing:
        yield _NO_INTERVIEWS
    if finding.problems:
        yield f"{counted(len(finding.problems), 'cell')} cannot be read:"
    yield from map(problem_line, finding.problems)
    if finding.ambiguous_dates:
        yield f"{counted(len(finding.ambiguous_dates), 'date')} may be read in two ways; the later is taken:"
    yield from map(problem_line, finding.ambiguous_dates)
    if finding.ambiguous_dates:
        yield f"Put {_DATE_ORDERS} into sheet_sync.toml, in its section [rules], to say which it is."


def _missing(finding: Finding) -> Iterator[str]:
    """The fields without a column, with the line of configuration that names a column of the user's for each."""
    if not finding.missing:
        return
    yield f"Missing: {', '.join(OWN_HEADERS[field] for field in finding.missing)}"
    if not finding.unused:
        return
    column = finding.unused[0]
    header = one_line(finding.table.headers[column])
    yield "Is one of these a column that is not used? Name it in sheet_sync.toml, in its section [columns], such as:"
    for field in finding.missing:
        setting = naming_line(field, header)
        yield f"  {setting}   if “{header}” ({column_letters(column)}) is “{OWN_HEADERS[field]}”"


def _rivals(table: Table) -> Iterator[str]:
    """The other worksheets that could be the tracker."""
    if table.rivals:
        names = ", ".join(f"“{one_line(name)}”" for name in table.rivals)
        what = "looks like a tracker as well" if len(table.rivals) == 1 else "look like trackers as well"
        yield f"{names} {what}; --sheet NAME chooses another."


def _set_aside(finding: Finding) -> Iterator[str]:
    """How many rows are taken for no applications, where these are most: they may well be some."""
    others = finding.table.other_rows
    if len(others) > finding.applications:
        total = len(others) + finding.applications
        yield (
            f"{len(others)} of {counted(total, 'row')} below the headers are taken for no applications but totals, "
            f"sections, examples, notes or repeated headers, the first in row {min(others)}. If they are applications, "
            "fill in their company and position, and leave no blank row above them."
        )


def _columns(finding: Finding) -> Iterator[tuple[str, str, str]]:
    """Each column of a field: what it is read as, its letters, and its header as it stands in the sheet."""
    for field, columns in finding.columns.items():
        for column in columns:
            said = OWN_HEADERS[field] if column == columns[0] else ""
            header = f"“{one_line(finding.table.headers[column])}”"
            yield said, column_letters(column), f"{header}{_else(finding, field, columns)}"


def _else(finding: Finding, field: str, columns: Sequence[int]) -> str:
    """The column of whoever is written to where a row's own contact is blank."""
    others = [column for column in finding.table.stand_in.get(field, ()) if column not in columns]
    return f", else {_quoted(finding, others)}" if others else ""


def _aligned(rows: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    widths = [max(len(row[at]) for row in rows) for at in range(2)]
    for said, letters, header in rows:
        yield f"{said:{widths[0]}}  {letters:{widths[1]}}  {header}"


def _quoted(finding: Finding, columns: Sequence[int]) -> str:
    headers = finding.table.headers
    return ", ".join(f"“{one_line(headers[column])}” ({column_letters(column)})" for column in columns)


def _document(tracker: str, finding: Finding) -> dict[str, Any]:
    return {
        "tracker": tracker,
        "sheet": finding.table.worksheet.name,
        "header_row": finding.table.header_row,
        "columns": {field: finding.headers(columns) for field, columns in finding.columns.items()},
        "unused": finding.headers(finding.unused),
        "ambiguous": finding.headers(tuple(finding.ambiguous)),
        "missing": [*finding.missing],
        "problems": [problem_document(problem) for problem in finding.problems],
        **_ambiguous_dates(finding),
        "error": None,
    }


def _ambiguous_dates(finding: Finding) -> dict[str, Any]:
    """The dates that may be read in two ways, in the shape of problems; only in documents of trackers that have any."""
    dates = [problem_document(problem) for problem in finding.ambiguous_dates]
    return {"ambiguous_dates": dates} if dates else {}
