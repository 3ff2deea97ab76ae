"""The edit of one worksheet: guarded, spliced, and proved before anyone sees it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from sheet_sync.ooxml.check import Proof, check_edit
from sheet_sync.ooxml.columns import ColumnEdit, column_splices
from sheet_sync.ooxml.errors import UnsupportedWorkbook
from sheet_sync.ooxml.package import Package
from sheet_sync.ooxml.rebuild import rebuild
from sheet_sync.ooxml.references import LAST_COLUMN, LAST_ROW, Address, Range, cell_name
from sheet_sync.ooxml.rowcells import cells_of
from sheet_sync.ooxml.splicing import (
    WrittenRow,
    dimension_splices,
    filter_splices,
    new_row_splices,
    spliced_row,
)
from sheet_sync.ooxml.workbook import changed_workbook
from sheet_sync.ooxml.worksheet import Layout, formula_blocks, merged_ranges, open_worksheet
from sheet_sync.ooxml.writing import CellEdit, CellWriter, formula_refusal
from sheet_sync.ooxml.xmlpart import Splice


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
    layout = open_worksheet(package, sheet)
    cells = sorted(edit.cells)
    _refuse_outside(cells)
    _refuse_taken(layout, cells)
    writer = CellWriter(package, layout)
    written, splices = _written_rows(layout, writer, edit.cells, cells)
    splices += _surroundings(layout, edit, written)
    replaced, added = writer.styles_parts()
    replaced |= {sheet.part: layout.part.render(splices)} if splices else {}
    filter_to = edit.filter_to_column if "autoFilter" in layout.elements else None
    replaced |= changed_workbook(package, sheet, filter_to=filter_to, recalculate=edit.recalculate and bool(written))
    if not replaced:
        return package.archive.content
    names = {package.entry_name(part): content for part, content in replaced.items()}
    content = rebuild(package.archive, names, added)
    check_edit(Proof(package, sheet.part, layout, written), content, set(names), set(added))
    return content


def _written_rows(
    layout: Layout, writer: CellWriter, edits: Mapping[Address, CellEdit], order: Sequence[Address]
) -> tuple[dict[int, Mapping[int, bytes]], list[Splice]]:
    """The new cells by row and column, and the splices that write them."""
    written: dict[int, Mapping[int, bytes]] = {}
    splices: list[Splice] = []
    appended: list[WrittenRow] = []
    for number, members in groupby(order, key=lambda at: at[0]):
        row = layout.rows.get(number)
        old = None if row is None else cells_of(layout, row)
        cells = writer.cells(number, {at[1]: edits[at] for at in members}, old)
        if not cells:
            continue
        written[number] = cells
        if row is None or old is None:
            appended.append(WrittenRow(number, cells))
        else:
            splices.append(spliced_row(layout, row, cells, old))
    return written, splices + new_row_splices(layout, appended)


def _surroundings(layout: Layout, edit: WorksheetEdit, written: Mapping[int, Mapping[int, bytes]]) -> Iterator[Splice]:
    """The splices around the rows: dimension, columns, filter."""
    shown = [at for at in edit.cells if edit.cells[at].value is not None]
    yield from dimension_splices(layout, shown if written else [])
    yield from column_splices(layout, edit.columns)
    yield from filter_splices(layout, edit.filter_to_column)


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
            raise formula_refusal(at)


def _inside(cells: Sequence[Address], area: Range) -> Iterator[Address]:
    """Those of the sorted cells that lie in the range."""
    top, left, bottom, right = area
    among = cells[bisect_left(cells, (top, 0)) : bisect_right(cells, (bottom, LAST_COLUMN))]
    return (at for at in among if left <= at[1] <= right)
