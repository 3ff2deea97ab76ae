"""Real workbooks, from a folder that the environment names: found, and edited in two ways."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from lxml import etree
from openpyxl.utils.cell import range_boundaries
from raw_allowances import tracker_differences
from raw_xlsx import RawWorkbook, differences, numbered

from sheet_sync.errors import SheetSyncError
from sheet_sync.files import fingerprint
from sheet_sync.grid import CellChange, ColumnFormat, NewColumn, SheetEdit
from sheet_sync.ooxml import UnsupportedWorkbook, edit_workbook
from sheet_sync.stores.excel import ExcelStore

Address = tuple[int, int]
Area = tuple[int, int, int, int]
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_ROWS = 40
"""Rows below a header that an edit fills at most."""
_PYTHON = re.compile(r"Traceback|Error\b|Exception|\bNone\b|object at|\bbytes\b|\bstruct\b|\bzlib\b|\bexpat\b|[{}]|b'")


class Sample(NamedTuple):
    """A workbook, and the worksheet that the index names for it; none where it has no worksheet to name."""

    path: Path
    worksheet: str


@dataclass(frozen=True)
class Outcome:
    """What became of a sample: its edited copy, or why it was refused, and what else differs."""

    sample: Sample
    target: Path
    refusal: str = ""
    differences: Sequence[str] = ()


def samples(root: Path, folder: str) -> list[Sample]:
    """The workbooks of one folder, as the index lists them."""
    with (root / "INDEX.tsv").open(encoding="utf-8", newline="") as index:
        lines = [line for line in csv.DictReader(index, delimiter="\t") if line["file"].startswith(f"{folder}/")]
    return [Sample(root / line["file"], line["worksheet"]) for line in lines]


def is_plain(refusal: str) -> bool:
    """One line of whole sentences, without a word of Python."""
    return "\n" not in refusal and refusal.endswith(".") and not _PYTHON.search(refusal)


@dataclass(frozen=True)
class Ground:
    """A worksheet as its raw XML shows it.

    Attributes:
        cells: the cells that it has.
        taken: those that hold formulas, and the ranges that merges and array formulas fill.
        tables: the ranges of Excel tables, with the ends of their data.
        protected: the sheet's protection is on.
    """

    cells: Sequence[Address]
    taken: frozenset[Address]
    blocks: Sequence[Area]
    tables: Sequence[Area]
    protected: bool

    def is_free(self, at: Address) -> bool:
        inside = (top <= at[0] <= bottom and left <= at[1] <= right for left, top, right, bottom in self.blocks)
        return at not in self.taken and not any(inside)


def ground(path: Path, worksheet: str) -> Ground:
    """Reads a worksheet with lxml alone."""
    book = RawWorkbook(path)
    part = book.sheet_part(worksheet)
    tree = etree.fromstring(book.read(part))
    cells = [(row, column, cell) for row, element in numbered(tree, "row") for column, cell in numbered(element, "c")]
    formulas = [(row, column, cell.find("{*}f")) for row, column, cell in cells]
    areas = [str(merge.get("ref")) for merge in tree.findall("{*}mergeCells/{*}mergeCell")]
    areas += [str(formula.get("ref")) for *_, formula in formulas if formula is not None and formula.get("ref")]
    protection = tree.find("{*}sheetProtection")
    return Ground(
        [(row, column) for row, column, _ in cells],
        frozenset((row, column) for row, column, formula in formulas if formula is not None),
        [area(reference) for reference in areas],
        [area(str(etree.fromstring(book.read(table)).get("ref"))) for table in tables_of(book, part)],
        protection is not None and protection.get("sheet") in {"1", "true"},
    )


def area(reference: str) -> Area:
    """(left, top, right, bottom) of a range."""
    left, top, right, bottom = range_boundaries(reference)
    return int(left or 1), int(top or 1), int(right or LAST_COLUMN), int(bottom or LAST_ROW)


def tables_of(book: RawWorkbook, part: str) -> list[str]:
    """The parts of a worksheet's tables."""
    folder, _, name = part.rpartition("/")
    linked = f"{folder}/_rels/{name}.rels".lower() in book.entries
    return [table for _, table in book.links(part).get("table", [])] if linked else []


def first_worksheet(path: Path) -> str:
    """The name of the first sheet."""
    book = RawWorkbook(path)
    return str(next(iter(etree.fromstring(book.read(book.workbook())).iter("{*}sheet"))).get("name"))


def three_cells(on: Ground) -> dict[Address, str | float | date]:
    """A cell that is there, a new one in a row that is there, and one beyond the last row."""
    bottom = max([0, *(row for row, _ in on.cells)])
    right = max([0, *(column for _, column in on.cells)])
    existing = next((at for at in on.cells if on.is_free(at)), (bottom + 3, 1))
    beside = next(((row, right + 2) for row, _ in on.cells if on.is_free((row, right + 2))), (bottom + 3, 5))
    cells: dict[Address, str | float | date] = {existing: "=1+1", beside: 12.5, (bottom + 2, 3): date(2026, 11, 23)}
    return {at: value for at, value in cells.items() if at[0] <= LAST_ROW and at[1] <= LAST_COLUMN}


def set_three_cells(sample: Sample, target: Path) -> Outcome:
    """Sets three cells in a copy, and compares."""
    try:
        worksheet = sample.worksheet or first_worksheet(sample.path)
        cells = three_cells(ground(sample.path, worksheet))
    except Exception:  # noqa: BLE001 - lxml and zipfile cannot read it either: whatever is asked for must be refused
        worksheet, cells = sample.worksheet or "Sheet1", {(1, 1): "x"}
    try:
        edit_workbook(sample.path, target, worksheet, cells)
    except UnsupportedWorkbook as refusal:
        return Outcome(sample, target, refusal.reason)
    found = differences(sample.path, target, worksheet, cells, formats_may_grow=True)
    return Outcome(sample, target, differences=found)


ADDED = ("Status", "Due", "Reason", "Draft of a message", "Key")
FORMATS = (ColumnFormat.TEXT, ColumnFormat.DATE, ColumnFormat.TEXT, ColumnFormat.WRAPPED, ColumnFormat.TEXT)


def _place(on: Ground) -> tuple[int, int, int, int]:
    """The header's row, the last one, the column to look like, and the one behind which there is room."""
    for left, top, right, bottom in on.tables:
        beside = (right + 1, top, right + len(ADDED), bottom)
        others = [(column, row, column, row) for row, column in on.cells]
        others += [*on.blocks, *(table for table in on.tables if table != (left, top, right, bottom))]
        if not any(_meet(beside, other) for other in others):
            return top, bottom, right, right
    rows = [row for row, _ in on.cells] or [1]
    far = [column for _, column in on.cells] + [right for _, _, right, _ in (*on.blocks, *on.tables)]
    right = max([1, *(column for column in far if column < LAST_COLUMN - len(ADDED))])
    return min(rows), max(rows), right + 1 if on.tables else right, right


def _meet(one: Area, other: Area) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def five_columns(on: Ground, worksheet: str) -> SheetEdit:
    """Five new columns at the right of all that is there, below the header of a table where there is one."""
    top, bottom, like, right = _place(on)
    bottom = min(bottom, top + _ROWS)
    shapes = zip(range(right + 1, right + 6), ADDED, FORMATS, strict=True)
    columns = [NewColumn(at, header, look, 70 if look is ColumnFormat.WRAPPED else 18) for at, header, look in shapes]
    columns[-1] = NewColumn(right + 5, "Key", hidden=True)
    values: tuple[str | date, ...] = ("Waiting", date(2026, 11, 23), "=1+1", "Dear all,\n\nthank you.", "_x0041_")
    return SheetEdit(
        worksheet=worksheet,
        header_row=top,
        last_row=bottom,
        new_columns=tuple(columns),
        changes=tuple(
            CellChange(row, right + 1 + place, None, value)
            for row in range(top + 1, bottom + 1, 2)
            for place, value in enumerate(values)
        ),
        formats={column.column: column.format for column in columns},
        like_header_column=like,
        like_column=like,
        headers={column.column: column.header for column in columns},
    )


def add_five_columns(sample: Sample, target: Path) -> Outcome:
    """Adds five columns to a copy through the store, and compares."""
    target.write_bytes(sample.path.read_bytes())
    edit = five_columns(ground(sample.path, sample.worksheet), sample.worksheet)
    store = ExcelStore(target, backups=0, state_folder=target.parent / "state")
    try:
        store.write(edit, expecting=fingerprint(target.read_bytes()))
    except SheetSyncError as refusal:
        assert target.read_bytes() == sample.path.read_bytes()
        target.unlink()
        return Outcome(sample, target, str(refusal).partition(f"{target}: ")[2])
    named = _named(edit)
    return Outcome(sample, target, differences=tracker_differences(sample.path, target, sample.worksheet, named))


def _named(edit: SheetEdit) -> Iterator[Address]:
    for row in range(edit.header_row, edit.last_row + 1):
        yield from ((row, column.column) for column in edit.new_columns)


def counted(outcomes: Sequence[Outcome]) -> Counter[str]:
    """How many were edited, and how many refused for which reason."""
    return Counter(outcome.refusal or "edited" for outcome in outcomes)
