"""What a worksheet without a tracker seems to be, in plain words, and what its owner can do."""

from collections.abc import Callable, Iterator, Sequence

from sheet_sync.grid import CellValue, Grid, Worksheet, column_letters, one_line
from sheet_sync.tracker.finding.header_rows import HEADER_WITHIN_ROWS, names_a_tracker, texts_in
from sheet_sync.tracker.headers.columns import match_columns
from sheet_sync.tracker.vocabulary import folded, word_set

_HEADERS_NEEDED = (
    "A tracker has a header row with a company or a position and one more known column, such as “Interview date” or "
    "“Contact”."
)
_COLUMNS_SEEN = 5
_ROWS_SEEN = 60
_DAYS_OF_A_WEEK = 5
_DAYS_OF_A_MONTH = 28
_SEVERAL = 3
_NAMES_SHOWN = 8


def nothing_found(candidates: Sequence[Worksheet]) -> tuple[str, str]:
    """Why none of the worksheets holds a tracker, and the way out."""
    names = ", ".join(f"“{one_line(sheet.name)}”" for sheet in candidates)
    written = [sheet for sheet in candidates if any(map(_filled, sheet.grid.rows))]
    if not written:
        return f"The workbook is empty (worksheets: {names or 'none'}).", _HEADERS_NEEDED
    for seems in _LAYOUTS:
        for sheet in written:
            if said := seems(sheet.grid):
                what, remedy = said
                return f"No tracker was found: the worksheet “{one_line(sheet.name)}” {what}.", remedy
    nothing = f"No header row of a tracker was found in the first {HEADER_WITHIN_ROWS} rows of {names}."
    return f"{nothing} {_nearest(written)}".strip(), _HEADERS_NEEDED


def _filled(row: Sequence[CellValue]) -> bool:
    return any(value not in (None, "") and not (isinstance(value, str) and not value.strip()) for value in row)


def _transposed(grid: Grid) -> tuple[str, str] | None:
    """The fields stand below each other, in one of the first columns."""
    for column in range(1, min(grid.width, _COLUMNS_SEEN) + 1):
        cells = [grid.value(row, column) for row in range(1, min(grid.height, _ROWS_SEEN) + 1)]
        fields = match_columns(texts_in(cells), {})
        if names_a_tracker(fields) and len(fields) >= _SEVERAL:
            where = f"has its headers below each other in column {column_letters(column)}, not in one row"
            return where, (
                "Each application needs a row of its own: select all, copy, and paste into a new worksheet with "
                "Paste Special, Transpose."
            )
    return None


def _calendar(grid: Grid) -> tuple[str, str] | None:
    if not any(_is_week(row) or _is_month(row) for row in grid.rows[:HEADER_WITHIN_ROWS]):
        return None
    return "seems to be a calendar, with a column for each day", _LIST_NEEDED


def _is_week(row: Sequence[CellValue]) -> bool:
    """Most days of a week side by side, and nothing else."""
    texts = [*texts_in(row).values()]
    starts = [folded(text).split()[0].strip(".,") for text in texts]
    days = {start for start in starts if _is_day(start)}
    return len(days) >= _DAYS_OF_A_WEEK and len(texts) <= len(days) + _SEVERAL


def _is_day(word: str) -> bool:
    days = word_set("layouts", "weekdays")
    return word in days or (word[:3] in days and word.endswith(("day", "tag", "di", "dag", "feira")))


def _is_month(row: Sequence[CellValue]) -> bool:
    """The days of a month side by side."""
    numbers = {int(value) for value in row if isinstance(value, int | float) and not isinstance(value, bool)}
    return set(range(1, _DAYS_OF_A_MONTH + 1)) <= numbers


def _board(grid: Grid) -> tuple[str, str] | None:
    """The stages stand side by side, with nothing but cards below."""
    for at, row in enumerate(grid.rows[:HEADER_WITHIN_ROWS], start=1):
        texts = [" ".join(folded(text).split()) for text in texts_in(row).values()]
        if any(isinstance(grid.value(at + 1, column), int | float) for column in texts_in(row)):
            continue
        stages = {text for text in texts if _plain(text) in word_set("layouts", "stages")}
        if len(stages) >= _SEVERAL and len(stages) > len(texts) / 2:
            return "seems to be a board, with a column for each stage", _LIST_NEEDED
    return None


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text).split())


def _dashboard(grid: Grid) -> tuple[str, str] | None:
    """Several labels of what is counted, with figures beside or below them."""
    counted = 0
    for at, row in enumerate(grid.rows[:_ROWS_SEEN], start=1):
        for column, text in texts_in(row).items():
            label = _plain(folded(text))
            near = (grid.value(at, column + 1), grid.value(at + 1, column))
            counted += label in word_set("layouts", "counted") and any(isinstance(v, int | float) for v in near)
    if counted < _SEVERAL:
        return None
    return "seems to be a dashboard of figures", (
        "The list that it counts is the tracker: if it stands in another file, run sheet-sync on that one. "
        + _HEADERS_NEEDED
    )


_LIST_NEEDED = (
    "sheet-sync reads a list with one row for each application. Add a worksheet with such a list, or start one with "
    "the headers Company, Position, Contact, Interview date."
)

_LAYOUTS: tuple[Callable[[Grid], tuple[str, str] | None], ...] = (_transposed, _calendar, _board, _dashboard)


def _nearest(written: Sequence[Worksheet]) -> str:
    """The row that comes nearest to a header, with what it says."""
    rows = [(sheet, number, texts) for sheet in written for number, texts in _text_rows(sheet.grid)]
    sheet, number, texts = max(
        rows, key=lambda row: (len(match_columns(row[2], {})), len(row[2])), default=(None, 0, {})
    )
    if sheet is None or len(texts) < len(("one", "another")):
        return ""
    shown = [f"“{one_line(text, 40)}”" for text in texts.values()][:_NAMES_SHOWN]
    return f"Row {number} of “{one_line(sheet.name)}” comes nearest; it says {', '.join(shown)}."


def _text_rows(grid: Grid) -> Iterator[tuple[int, dict[int, str]]]:
    for number, row in enumerate(grid.rows[:HEADER_WITHIN_ROWS], start=1):
        yield number, texts_in(row)
