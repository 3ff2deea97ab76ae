"""The worksheets of a workbook as grids: values through calamine, and what it does not show from the raw parts.

A worksheet that cannot be read says why and stands empty: the tracker may be another one.
"""

import io
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TypeVar

from python_calamine import CalamineSheet, CalamineWorkbook

from sheet_sync.errors import TrackerNotReadableError
from sheet_sync.grid import CellValue, Covered, Grid, NamedTable, Worksheet
from sheet_sync.ooxml import Package, SheetRef, UnsupportedWorkbook, WorksheetFacts, read_facts
from sheet_sync.ooxml.errors import OWN_WORKBOOK, SAVE_ANEW
from sheet_sync.ooxml.extent import LARGEST_GRID, extent_of, most_filled
from sheet_sync.ooxml.texts import SharedTexts, wide_texts
from sheet_sync.ooxml.worksheet import Layout, open_worksheet

MOST_CELLS = 3_000_000
"""Cells of a workbook that hold something: 100,000 rows of 30 columns."""
MOST_ROWS = 120_000
"""Rows of a worksheet that hold something: the program is made for 100,000."""
MOST_TEXT = 256 << 20
"""Bytes of memory for texts that take more of it than of the file: those that cells share, and those with emoji."""

_CRASH = "PanicException"
"""How a crash of the reader arrives: as no Exception, and from a module that cannot be imported."""
_STANDARD_ERROR = 2
_DELETE_ROWS = "Delete those that you no longer need."

Answer = TypeVar("Answer")


def read_worksheets(package: Package, data: bytes, *, given: str) -> tuple[Worksheet, ...]:
    """Every worksheet, in the order of the tabs; one that cannot be read says why.

    Args:
        package: the workbook.
        data: its bytes.
        given: the workbook as the user named it.

    Raises:
        TrackerNotReadableError: the workbook as a whole cannot be read.
    """
    try:
        reader = _Reader(package, data)
    except UnsupportedWorkbook as refusal:
        raise TrackerNotReadableError(f"{given}: {refusal.reason}") from refusal
    read = {ref.index: reader.worksheet(ref) for ref in sorted(package.worksheets, key=reader.size)}
    return tuple(read[ref.index] for ref in package.worksheets)


class _Reader:
    """Reads the worksheets of one workbook, the smallest first, as long as there is room for them."""

    def __init__(self, package: Package, data: bytes) -> None:
        self._package = package
        self._texts = SharedTexts(package)
        self._values = _asked(lambda: CalamineWorkbook.from_filelike(io.BytesIO(data)), "The file is damaged.")
        self._room = {"cells": MOST_CELLS, "blanks": LARGEST_GRID, "text": MOST_TEXT}
        self._bearing = Counter(ref.name for ref in package.worksheets)
        self._sharing = Counter(ref.part.lower() for ref in package.worksheets)

    def size(self, ref: SheetRef) -> int:
        """The bytes of a worksheet's part."""
        entry = self._package.entry(ref.part)
        return 0 if entry is None else entry.size

    def worksheet(self, ref: SheetRef) -> Worksheet:
        """The worksheet with its cells, or the reason why it has none."""
        try:
            return Worksheet(ref.name, self._grid(ref), ref.visible)
        except UnsupportedWorkbook as refusal:
            return Worksheet(ref.name, Grid(), ref.visible, unreadable=refusal.reason)

    def _grid(self, ref: SheetRef) -> Grid:
        if self._bearing[ref.name] > 1:
            raise UnsupportedWorkbook("Another worksheet has the same name. Rename one of them.")
        if self._sharing[ref.part.lower()] > 1:
            raise UnsupportedWorkbook(f"Another worksheet shares its cells, as no program writes them. {SAVE_ANEW}")
        layout = open_worksheet(self._package, ref)
        self._take_room(layout)
        facts = read_facts(self._package, ref.name)
        rows = _asked(lambda: _rows(self._values.get_sheet_by_name(ref.name)), "A cell of it is damaged.")
        filled = sum(map(bool, rows))
        if filled > MOST_ROWS:
            raise UnsupportedWorkbook(
                f"It has {filled:,} filled rows; a tracker may have {MOST_ROWS:,}. {_DELETE_ROWS}"
            )
        return _grid(rows, facts)

    def _take_room(self, layout: Layout) -> None:
        """Sees to it that all worksheets together can be kept in memory."""
        self._take("cells", most_filled(layout))
        self._take("text", self._texts.shown_in(layout) + wide_texts(layout.part.mask))
        self._take("blanks", len(layout.rows) * extent_of(layout).columns)

    def _take(self, kind: str, needed: int) -> None:
        if needed > self._room[kind]:
            raise UnsupportedWorkbook(f"The worksheet holds more than can be kept in memory. {OWN_WORKBOOK}")
        self._room[kind] -= needed


def _grid(rows: Sequence[Sequence[CellValue]], facts: WorksheetFacts) -> Grid:
    return Grid(
        rows=rows,
        formulas=facts.formulas,
        unsaved=facts.unsaved,
        errors=facts.errors,
        covered=Covered((*facts.merges, *facts.blocks)),
        tables=tuple(NamedTable(table.name, table.area, table.headed, table.totals) for table in facts.tables),
        drawings=facts.drawings,
    )


def _rows(sheet: CalamineSheet) -> list[Sequence[CellValue]]:
    """The rows from the first of the worksheet; blank ones take no room, for there may be a million of them."""
    blanks: list[CellValue] = [""] * (sheet.start[1] if sheet.start else 0)
    rows = (row if row.count("") < len(row) else () for row in sheet.iter_rows())
    return [[*blanks, *row] if row else () for row in rows] if blanks else [*rows]


def _asked(question: Callable[[], Answer], refusal: str) -> Answer:
    """The answer of the reader of values.

    Raises:
        UnsupportedWorkbook: it stumbled over something, or over a defect of its own.
    """
    try:
        with _unheard():
            return question()
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == _CRASH:
            raise UnsupportedWorkbook(f"{refusal} {SAVE_ANEW}") from error
        raise


@contextmanager
def _unheard() -> Iterator[None]:
    """Nothing reaches standard error: the reader tells of its own defects there, where no user wants to read them."""
    kept = None
    with suppress(OSError):
        kept = os.dup(_STANDARD_ERROR)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, _STANDARD_ERROR)
        os.close(nowhere)
    try:
        yield
    finally:
        if kept is not None:
            os.dup2(kept, _STANDARD_ERROR)
            os.close(kept)
