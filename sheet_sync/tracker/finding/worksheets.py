"""Choosing the worksheet that holds the tracker, and saying plainly why none does (SPEC section 3)."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sheet_sync.errors import ConfigurationError, NotATrackerError, TrackerNotReadableError
from sheet_sync.grid import Book, Worksheet, one_line
from sheet_sync.tracker.finding.header_rows import find_header_row
from sheet_sync.tracker.finding.other_layouts import nothing_found
from sheet_sync.tracker.headers.senses import normalised
from sheet_sync.tracker.table import Table, table_below, with_other_rows, with_stand_in
from sheet_sync.tracker.vocabulary import word_set

SETTINGS_WORKSHEET = "settings"
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True)
class Wanted:
    """What a run looks for.

    Attributes:
        named: headers named by hand, by field.
        source: where they were named.
        sheet: the worksheet named by hand.
        statuses: the words that are statuses of ours.
    """

    named: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    source: str = ""
    sheet: str | None = None
    statuses: frozenset[str] = frozenset()


def find_table(book: Book, wanted: Wanted) -> Table:
    """The best tracker of a book: with an interview date before without, then what seems to list applications.

    Between worksheets that are as good in that, the one with the most fields counts, then the one with the most rows.
    Of worksheets that are called alike but for their year, "Jobs 2025" and "Jobs 2026", it is the latest one.

    Args:
        book: what a store read.
        wanted: what the user names by hand, and the statuses by which columns of ours are known without their key.

    Raises:
        NotATrackerError: there is no such worksheet, or none with the headers of a tracker.
        TrackerNotReadableError: the worksheet named, or the only one that may hold the tracker, cannot be read.
        ConfigurationError: a header that is named by hand is not there.
    """
    candidates = _worksheets(book, wanted.sheet)
    tables = [table for worksheet in candidates for table in _tables_in(worksheet, wanted)]
    if not tables:
        _require_readable(candidates)
        raise NotATrackerError(*nothing_found(candidates))
    best = _latest(max(tables, key=_fitness), tables)
    _require_named_columns(best, wanted)
    rivals = tuple(table.worksheet.name for table in tables if table is not best)
    return replace(with_stand_in(with_other_rows(best)), rivals=rivals, worksheets=len(book.worksheets))


def _worksheets(book: Book, sheet: str | None) -> Sequence[Worksheet]:
    if sheet is None:
        return [ws for ws in book.worksheets if normalised(ws.name) != SETTINGS_WORKSHEET]
    chosen = [ws for ws in book.worksheets if ws.name == sheet] or [
        ws for ws in book.worksheets if ws.name.strip().casefold() == sheet.strip().casefold()
    ]
    if not chosen:
        names = ", ".join(f"“{one_line(ws.name)}”" for ws in book.worksheets)
        raise NotATrackerError(f"There is no worksheet “{sheet}”.", f"The worksheets are {names}.")
    return chosen


def _tables_in(worksheet: Worksheet, wanted: Wanted) -> list[Table]:
    """The likeliest table of a worksheet, if there is one."""
    header = find_header_row(worksheet.grid, wanted.named)
    if header is None:
        return []
    return [replace(table_below(worksheet, header, wanted.statuses), settled=frozenset(wanted.named))]


def _fitness(table: Table) -> tuple[bool, bool, bool, int, int, int]:
    sheet = table.worksheet
    has_interview = "interview_date" in table.fields
    in_use = not _is_called(sheet, "set_aside")
    rows = table.last_row - table.header_row
    return has_interview, sheet.visible, in_use, _of_applications(table), len(table.fields), rows


def _of_applications(table: Table) -> int:
    """How much says that applications are listed, and not the people of a network: an outcome, and the name."""
    sheet = table.worksheet
    told = ("outcome" in table.fields) + _is_called(sheet, "applications")
    return -1 if _is_called(sheet, "people") and "interview_date" not in table.fields else told


def _is_called(worksheet: Worksheet, what: str) -> bool:
    """Its name has one of these words: "Archive", "Copy of Jobs" and "Template" are `set_aside`."""
    words = normalised(worksheet.name).split()
    return not word_set("layouts", what).isdisjoint((*words, " ".join(words)))


def _latest(best: Table, tables: Sequence[Table]) -> Table:
    """Of the worksheets called like the best one but for the year, the latest in which anything stands."""
    alike = [table for table in tables if _is_alike(best, table) and table.last_row > table.header_row]
    return max(alike, key=_year, default=best)


def _is_alike(best: Table, other: Table) -> bool:
    """Called alike but for the year, and as fit in what matters most."""
    names = {_YEAR.sub("", table.worksheet.name).strip().casefold() for table in (best, other)}
    return len(names) == 1 and _year(best) > 0 and _fitness(other)[:3] == _fitness(best)[:3]


def _year(table: Table) -> int:
    return max(map(int, _YEAR.findall(table.worksheet.name)), default=0)


def _require_readable(candidates: Sequence[Worksheet]) -> None:
    """The tracker may stand in a worksheet that cannot be read."""
    unreadable = [worksheet for worksheet in candidates if worksheet.unreadable]
    if unreadable:
        elsewhere = "" if len(candidates) == 1 else "No other worksheet holds a tracker. "
        name, reason = unreadable[0].name, unreadable[0].unreadable
        raise TrackerNotReadableError(f"The worksheet “{name}” cannot be read. {elsewhere}{reason}")


def _require_named_columns(table: Table, wanted: Wanted) -> None:
    """A misspelt header must not make a round of interviews vanish without a word."""
    known = {normalised(header): header for header in table.headers.values()}
    for named, names in wanted.named.items():
        wrong = [name for name in names if normalised(name) not in known]
        if wrong:
            nearest = difflib.get_close_matches(normalised(wrong[0]), known, n=1, cutoff=0.0)
            hint = f"; did you mean “{one_line(known[nearest[0]])}”?" if nearest else "."
            sheet = table.worksheet.name
            raise ConfigurationError(
                f"{wanted.source}: columns.{named} names “{wrong[0]}”, which is no header of “{sheet}”{hint}"
            )
