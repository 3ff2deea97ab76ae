"""The edit of one worksheet: guarded, spliced, and proved before anyone sees it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sheet_sync.ooxml.cells import Value, cell_xml
from sheet_sync.ooxml.check import Proof, check_edit
from sheet_sync.ooxml.columns import ColumnEdit, column_splices, column_styles
from sheet_sync.ooxml.errors import UnsupportedWorkbook
from sheet_sync.ooxml.formats import DATE_FORMAT, DATE_TIME_FORMAT
from sheet_sync.ooxml.package import Package
from sheet_sync.ooxml.rebuild import rebuild
from sheet_sync.ooxml.references import LAST_COLUMN, LAST_ROW, Address, Range, cell_name
from sheet_sync.ooxml.splicing import NewCell, dimension_splices, filter_splices, row_splices
from sheet_sync.ooxml.styles import Styles
from sheet_sync.ooxml.workbook import changed_workbook, empty_styles, linked_styles, styles_part
from sheet_sync.ooxml.worksheet import (
    Cell,
    Layout,
    cell_at,
    cells_of,
    formula_blocks,
    has_formula,
    merged_ranges,
    read_layout,
    row_at,
)
from sheet_sync.ooxml.xmlpart import XmlPart, attributes, flag


@dataclass(frozen=True, slots=True)
class CellEdit:
    """What to put into a cell.

    Attributes:
        value: what it shall show; None clears it. A date gets a date format unless its format is one.
        like: (row, column) of the cell whose format to take where the cell has none of its own.
        number_format: a number format code ("yyyy-mm-dd") to use; None keeps the present one.
        wrap: wrap the text, aligned to the top.
    """

    value: Value
    like: Address | None = None
    number_format: str | None = None
    wrap: bool = False

    @property
    def shapes(self) -> bool:
        """It asks for a format, be the cell empty or not."""
        return self.like is not None or self.number_format is not None or self.wrap


@dataclass(frozen=True)
class WorksheetEdit:
    """Everything to change on one worksheet.

    Attributes:
        worksheet: its name.
        cells: what to write, by (row, column) from 1.
        columns: columns to shape.
        filter_to_column: stretch the worksheet's filter rightwards to this column.
        recalculate: have formulas computed anew when the workbook is opened, if it has any.
    """

    worksheet: str
    cells: Mapping[Address, CellEdit]
    columns: Sequence[ColumnEdit] = ()
    filter_to_column: int | None = None
    recalculate: bool = False


def apply_edit(package: Package, edit: WorksheetEdit) -> bytes:
    """The package with the edit applied, proved to differ in nothing else (DESIGN section 4).

    Raises:
        UnsupportedWorkbook: the workbook, or a cell of the edit, does not allow a lossless edit.
        EditCheckFailed: the proof failed, by a defect of this package.
    """
    sheet = package.sheet(edit.worksheet)
    layout = read_layout(package.xml(sheet.part))
    _refuse_outside(edit.cells)
    _refuse_taken(layout, sorted(edit.cells))
    writer = _Writer(package, layout)
    rows = writer.rows(edit.cells)
    splices = [
        *row_splices(layout, rows),
        *dimension_splices(layout, rows),
        *column_splices(layout, edit.columns),
        *filter_splices(layout, edit.filter_to_column),
    ]
    replaced, added = writer.styles_parts()
    replaced |= {sheet.part: layout.part.render(splices)} if splices else {}
    replaced |= changed_workbook(
        package, sheet, filter_to=edit.filter_to_column, recalculate=edit.recalculate and bool(rows)
    )
    if not replaced and not added:
        return package.archive.content
    names = {_entry_name(package, part): content for part, content in replaced.items()}
    content = rebuild(package.archive, names, added)
    check_edit(
        Proof(package, sheet.part, layout, rows, edit.filter_to_column), content, set(names), set(added)
    )
    return content


def _entry_name(package: Package, part: str) -> str:
    entry = package.entry(part)
    return part if entry is None else entry.name


def _refuse_outside(cells: Iterable[Address]) -> None:
    for row, column in cells:
        if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
            raise UnsupportedWorkbook(f"A worksheet has no cell in row {row}, column {column}.")


def _refuse_taken(layout: Layout, cells: Sequence[Address]) -> None:
    for area in merged_ranges(layout):
        for at in _inside(cells, area):
            if at != area[:2]:
                raise UnsupportedWorkbook(
                    f"Cell {cell_name(at)} is merged into {cell_name(area[:2])}: only that one can be written."
                )
    for area in formula_blocks(layout):
        for at in _inside(cells, area):
            raise _formula_refusal(at)


def _inside(cells: Sequence[Address], area: Range) -> Iterable[Address]:
    """Those of the sorted cells that lie in the range."""
    top, left, bottom, right = area
    among = cells[bisect_left(cells, (top, 0)) : bisect_right(cells, (bottom, LAST_COLUMN))]
    return (at for at in among if left <= at[1] <= right)


def _formula_refusal(at: Address) -> UnsupportedWorkbook:
    return UnsupportedWorkbook(f"Cell {cell_name(at)} holds a formula, which would be lost.")


class _Writer:
    """Turns cell edits into cells, choosing their formats."""

    def __init__(self, package: Package, layout: Layout) -> None:
        self._package = package
        self._layout = layout
        self._part = layout.part
        self._prefix = layout.prefix.decode()
        self._columns = column_styles(layout)
        self._styles_name = styles_part(package)
        self._opened: Styles | None = None
        self._derived: dict[tuple[int, str | None, bool, type], int] = {}
        self._row: tuple[int, dict[int, Cell]] = (0, {})
        self._models: dict[Address, Cell | None] = {}

    def rows(self, cells: Mapping[Address, CellEdit]) -> dict[int, dict[int, NewCell]]:
        """The new cells by row and column; a blank for a cell that is not there needs none."""
        rows: dict[int, dict[int, NewCell]] = {}
        for at in sorted(cells):
            edit, old = cells[at], self._cells(at[0]).get(at[1])
            if old is not None and has_formula(self._layout, old.content):
                raise _formula_refusal(at)
            if edit.value is None and old is None and not edit.shapes:
                continue
            style = self._style(at, old, edit)
            markup = cell_xml(self._prefix, at, style, edit.value, date1904=self._package.date1904)
            rows.setdefault(at[0], {})[at[1]] = NewCell(self._part.encoded(markup), edit.value is None)
        return rows

    def styles_parts(self) -> tuple[dict[str, bytes], dict[str, bytes]]:
        """The parts (replaced, added) that the new formats live in, and by which the workbook knows them."""
        content = self._opened.render() if self._opened else None
        if content is None:
            return {}, {}
        if self._styles_name is not None:
            return {self._styles_name: content}, {}
        name, replaced = linked_styles(self._package)
        return replaced, {name: content}

    def _cells(self, number: int) -> dict[int, Cell]:
        """The old cells of a row by column; the last row asked for is remembered."""
        if self._row[0] != number:
            row = row_at(self._layout, number)
            cells = [] if row is None else cells_of(self._layout, row)
            self._row = (number, {cell.column: cell for cell in cells})
        return self._row[1]

    def _model(self, at: Address) -> Cell | None:
        if at[0] == self._row[0]:
            return self._row[1].get(at[1])
        if at not in self._models:
            self._models[at] = cell_at(self._layout, at)
        return self._models[at]

    def _style(self, at: Address, old: Cell | None, edit: CellEdit) -> int:
        base = self._base(at, old, edit.like)
        if edit.number_format is None and not edit.wrap and not isinstance(edit.value, date):
            return base
        key = (base, edit.number_format, edit.wrap, _kind(edit.value))
        if key not in self._derived:
            code = edit.number_format or self._date_format(base, edit.value)
            self._derived[key] = self._styles().with_format(base, code, wrap=edit.wrap)
        return self._derived[key]

    def _base(self, at: Address, old: Cell | None, like: Address | None) -> int:
        """The format to start from: the cell's own, else that of the one it shall look like, else the row's or column's."""
        if old is not None and old.style:
            return old.style
        if like is not None:
            model = self._model(like)
            return self._default(like) if model is None else model.style or 0
        return self._default(at) if old is None else 0

    def _default(self, at: Address) -> int:
        row = row_at(self._layout, at[0])
        values = {} if row is None or b"customFormat" not in row.tag else attributes(row.tag)
        if flag(values.get("customFormat")) and values.get("s", "").isdigit():
            return int(values["s"])
        return next((style for first, last, style in self._columns if first <= at[1] <= last), 0)

    def _date_format(self, base: int, value: Value) -> str | None:
        if not isinstance(value, date) or self._styles().shows_day(base):
            return None
        return DATE_TIME_FORMAT if _kind(value) is datetime else DATE_FORMAT

    def _styles(self) -> Styles:
        if self._opened is None:
            name = self._styles_name
            part: XmlPart = empty_styles(self._package) if name is None else self._package.xml(name)
            self._opened = Styles(part)
        return self._opened


def _kind(value: Value) -> type:
    """What the format depends on: a moment, a day, or anything else."""
    if isinstance(value, datetime) and value.time() != time():
        return datetime
    return date if isinstance(value, date) else object
