"""`sheet-sync new`: a fresh tracker, as an Excel workbook or in an empty Google Sheet."""

import re
import shlex
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TypeAlias

from sheet_sync.assessing import local
from sheet_sync.commands.outcomes import Outcome, counted, printable
from sheet_sync.config import Rules, Settings
from sheet_sync.errors import ConfigurationError, TrackerNotWritableError
from sheet_sync.files import write_fresh
from sheet_sync.fresh import example, layout
from sheet_sync.fresh.example import Row
from sheet_sync.grid import Book, NewWorksheet, one_line
from sheet_sync.settings_sheet import fresh_worksheet
from sheet_sync.stores import is_google_sheet
from sheet_sync.tracker.fields import OWN_HEADERS

Rows: TypeAlias = Sequence[Row]

_SUFFIX = ".xlsx"
_SUGGESTED = "my_applications.xlsx"
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]|^'|'$")
_FIRST_YEAR, _LAST_YEAR = 1901, 9000
_OWN_COLUMN = "The column of this tracker, whatever the configuration says of others."
_LONGEST_NAME = 31
"""Characters of a worksheet's name as Excel counts them, to which an emoji is two."""


def make(tracker: str, settings: Settings, now: datetime, *, sheet: str | None, filled: bool) -> Outcome:
    """Make a fresh tracker where none is, and say how to begin.

    Args:
        tracker: where: a path that ends in .xlsx, or the address of an empty Google Sheet.
        settings: what holds now, for its worksheet Settings.
        now: the example is dated around this moment.
        sheet: the name of the worksheet for the applications, None for the usual one.
        filled: with an example.

    Raises:
        ConfigurationError: it cannot have such a name.
        TrackerNotWritableError: something is there already, or it cannot be written.
        SheetSyncError: Google does not answer, or does not let us.
    """
    worksheet = _worksheet_named(sheet)
    said = _of_the_example(settings) if filled else settings

    def rows_of(book: Book) -> Rows:
        return example.rows(_dated(local(now, said, book).date())) if filled else ()

    lay_out = _lay_out_in_google if is_google_sheet(tracker) else _write_workbook
    rows = lay_out(tracker, worksheet, said, rows_of)
    document = {"tracker": tracker, "sheet": worksheet, "rows": len(rows), "written": True, "error": None}
    lines = (_headline(tracker, worksheet, rows), *(f"  {line}" for line in _next_steps(tracker, said, filled=filled)))
    return Outcome(lines, document, notices=settings.ignored)


def _write_workbook(tracker: str, worksheet: str, settings: Settings, rows_of: Callable[[Book], Rows]) -> Rows:
    from sheet_sync.fresh.excel import workbook  # noqa: PLC0415 - openpyxl takes a while to load

    path = _path_of(tracker)
    rows = rows_of(Book((), ""))
    write_fresh(path, workbook(one_line(_as_typed(path.name)), worksheet, rows, _settings_worksheet(settings)))
    return rows


def _lay_out_in_google(tracker: str, worksheet: str, settings: Settings, rows_of: Callable[[Book], Rows]) -> Rows:
    from sheet_sync.stores.google.libraries import require_libraries  # noqa: PLC0415 - they may be missing

    require_libraries()
    from sheet_sync.commands.making_google import lay_out  # noqa: PLC0415 - Google's libraries are heavy

    return lay_out(tracker, worksheet, _settings_worksheet(settings), settings.google, rows_of)


def _dated(today: date) -> date:
    if not _FIRST_YEAR <= today.year <= _LAST_YEAR:
        raise ConfigurationError(
            f"There is no example around {today.isoformat()}.", f"Take a year from {_FIRST_YEAR} to {_LAST_YEAR}."
        )
    return today


def _of_the_example(settings: Settings) -> Settings:
    """Its rows show what the rules make of them unless somebody changes them; and somebody signs."""
    return replace(settings, me=settings.me if settings.me.name else example.SIGNER, rules=Rules())


def _settings_worksheet(settings: Settings) -> NewWorksheet:
    """It also names the columns for which the configuration names those of another tracker."""
    sheet = fresh_worksheet(settings)
    own = [(f"columns.{field}", OWN_HEADERS[field], _OWN_COLUMN) for field in settings.columns]
    return replace(sheet, rows=(*sheet.rows, *own))


def _as_typed(path: str) -> str:
    """A path as part of a command, to which it is no option."""
    return shlex.quote(f"./{path}" if path.startswith("-") else path)


def _worksheet_named(sheet: str | None) -> str:
    name = layout.APPLICATIONS if sheet is None else sheet.strip()
    others = [other.casefold() for other in layout.WORKSHEETS[1:]]
    too_long = len(name.encode("utf-16-le", "replace")) // 2 > _LONGEST_NAME
    if not name or too_long or _NOT_IN_NAMES.search(name) or not name.isprintable():
        raise ConfigurationError(
            f"No worksheet can be called “{one_line(name)}”.",
            f"Take at most {_LONGEST_NAME} characters, and none of [ ] : * ? / \\ among them.",
        )
    if name.casefold() in others:
        raise ConfigurationError(f"A fresh tracker has a worksheet “{name}” already.", "Choose another name.")
    return name


def _path_of(tracker: str) -> Path:
    path = Path(tracker)
    if not tracker.strip():
        raise ConfigurationError("A tracker was given without a name.", f"Name it, such as {_SUGGESTED}.")
    if path.is_dir():
        raise TrackerNotWritableError(f"{tracker} is a folder.", f"Name the file in it: {path / _SUGGESTED}")
    if path.suffix.lower() != _SUFFIX:
        raise ConfigurationError(
            f"{tracker} is no name for a fresh tracker.",
            f"Let it end in {_SUFFIX}, such as {_SUGGESTED}.",
        )
    return path


def _headline(tracker: str, worksheet: str, rows: Rows) -> str:
    made = f"an example of {counted(len(rows), 'application')}" if rows else "a fresh tracker"
    *others, last = (worksheet, *layout.WORKSHEETS[1:])
    return f"{printable(tracker)}: {made}, with the worksheets {', '.join(others)} and {last}."


def _next_steps(tracker: str, settings: Settings, *, filled: bool) -> Iterator[str]:
    if not settings.me.name:
        yield "Type your name beside “Your name” in the worksheet Settings: it signs the messages."
    close = "" if is_google_sheet(tracker) else ", save and close it"
    begin = "See what is due" if filled else f"Add your rows{close}, and see what is due"
    yield f"{begin}: sheet-sync sync {_as_typed(tracker)}"
