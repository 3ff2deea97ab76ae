"""The edit of one worksheet: guarded, spliced, and proved before anyone sees it."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby

from sheet_sync.ooxml.check import Proof, check_edit
from sheet_sync.ooxml.columns import ColumnEdit, column_splices
from sheet_sync.ooxml.errors import UnsupportedWorkbook
from sheet_sync.ooxml.mentions import refuse_mentions
from sheet_sync.ooxml.package import Package, SheetRef
from sheet_sync.ooxml.rebuild import Packed, pack, rebuild
from sheet_sync.ooxml.references import LAST_COLUMN, LAST_ROW, Address, Range, cell_name
from sheet_sync.ooxml.rowcells import cells_of
from sheet_sync.ooxml.splicing import (
    WrittenRow,
    dimension_splices,
    filled_data_splice,
    filter_splices,
    new_row_splice,
    spliced_row,
)
from sheet_sync.ooxml.table import TableEdit, changed_table, read_tables
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
        restored_columns: columns that were shaped once, and now take after the one at their right.
        filter_to_column: the column with which the worksheet's filter is to end.
        tables: the Excel tables whose columns change; their header cells are among `cells`.
        recalculate: have formulas computed anew when the workbook is opened, if it has any.
    """

    worksheet: str
    cells: Mapping[Address, CellEdit]
    columns: Sequence[ColumnEdit] = ()
    restored_columns: Collection[int] = ()
    filter_to_column: int | None = None
    tables: Sequence[TableEdit] = ()
    recalculate: bool = False


def apply_edit(package: Package, edit: WorksheetEdit) -> bytes:
    """The package with the edit applied, proved to differ in nothing else (DESIGN section 4).

    Raises:
        UnsupportedWorkbook: the workbook, or a cell of the edit, does not allow a lossless edit.
        EditCheckFailed: the proof failed, by a defect of this package.
    """
    sheet = package.sheet(edit.worksheet)
    layout = open_worksheet(package, sheet)
    _refuse_outside(edit.cells)
    _refuse_taken(layout, sorted(edit.cells))
    _refuse_mentioned(package, sheet, edit)
    written: dict[int, dict[int, bytes]] = {}
    writer = CellWriter(package, layout)
    worksheet = _packed_worksheet(package, sheet, edit, _row_splices(layout, writer, edit.cells, written))
    changed, added = writer.styles_parts()
    filter_to = edit.filter_to_column if filter_splices(layout, edit.filter_to_column) else None
    changed |= changed_workbook(package, sheet, filter_to=filter_to, recalculate=edit.recalculate and bool(written))
    changed |= {table.part: changed_table(package.xml(table.part), table) for table in edit.tables}
    packed = worksheet | {package.entry_name(part): _packed(package, part, [xml]) for part, xml in changed.items()}
    if not packed:
        return package.archive.content
    content = rebuild(package.archive, packed, {name: pack([xml]) for name, xml in added.items()})
    check_edit(Proof(package, sheet.part, layout, written, edit.tables), content, set(packed), set(added))
    return content


def _packed(package: Package, part: str, pieces: Iterable[bytes | memoryview]) -> Packed:
    entry = package.entry(part)
    return pack(pieces) if entry is None else pack(pieces, entry.method)


def _packed_worksheet(
    package: Package, sheet: SheetRef, edit: WorksheetEdit, rows: Iterator[Splice]
) -> dict[str, Packed]:
    """The new worksheet by its name in the zip; empty where nothing changes.

    Each row is spliced, packed and forgotten before the next: the new worksheet is never held as a whole.
    """
    layout = open_worksheet(package, sheet)
    first = next(rows, None)
    around = sorted(_surroundings(layout, edit), key=lambda splice: splice.start)
    if first is None and not around:
        return {}
    inside: Iterator[Splice] = chain([] if first is None else [first], rows)
    if layout.data.empty and first is not None:
        inside = iter([filled_data_splice(layout, [*inside])])
    above = [splice for splice in around if splice.start <= layout.data.start]
    pieces = layout.part.pieces(chain(above, inside, around[len(above) :]))
    return {package.entry_name(sheet.part): _packed(package, sheet.part, pieces)}


def _row_splices(
    layout: Layout,
    writer: CellWriter,
    edits: Mapping[Address, CellEdit],
    written: dict[int, dict[int, bytes]],
) -> Iterator[Splice]:
    """The splices of the rows, in their order; `written` takes up the new cells by row and column."""
    numbers = list(layout.rows)
    for number, members in groupby(sorted(edits), key=lambda at: at[0]):
        row = layout.rows.get(number)
        old = None if row is None else cells_of(layout, row)
        cells = writer.cells(number, {at[1]: edits[at] for at in members}, old)
        if cells:
            written[number] = cells
            if row is None or old is None:
                yield new_row_splice(layout, WrittenRow(number, cells), numbers)
            else:
                yield spliced_row(layout, row, cells, old)


def _surroundings(layout: Layout, edit: WorksheetEdit) -> Iterator[Splice]:
    """The splices around the rows: dimension, columns, filter."""
    yield from dimension_splices(layout, [at for at in edit.cells if edit.cells[at].value is not None])
    yield from column_splices(layout, edit.columns, edit.restored_columns)
    yield from filter_splices(layout, edit.filter_to_column)


def _refuse_mentioned(package: Package, sheet: SheetRef, edit: WorksheetEdit) -> None:
    losing = {table.part: table for table in edit.tables if table.dropped or table.renamed}
    erased = {at for at, cell in edit.cells.items() if cell.erase}
    for table in read_tables(package, sheet) if losing else ():
        if table.part in losing:
            refuse_mentions(package, sheet, table, losing[table.part], erased)


def _refuse_outside(cells: Iterable[Address]) -> None:
    for row, column in cells:
        if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
            raise UnsupportedWorkbook(f"A worksheet has no cell in row {row}, column {column}.")


def _refuse_taken(layout: Layout, cells: Sequence[Address]) -> None:
    rows: dict[int, list[int]] = {}
    for row, column in cells:
        rows.setdefault(column, []).append(row)
    for area in merged_ranges(layout):
        for at in _inside(rows, area):
            if at != area[:2]:
                raise UnsupportedWorkbook(
                    f"Cell {cell_name(at)} is merged into {cell_name(area[:2])}: only that one can be written."
                )
    for area in formula_blocks(layout):
        for at in _inside(rows, area):
            raise formula_refusal(at)


def _inside(rows: Mapping[int, Sequence[int]], area: Range) -> Iterator[Address]:
    """Those cells, given by the ascending rows of each column, that lie in the range."""
    top, left, bottom, right = area
    for column in rows:
        if left <= column <= right:
            among = range(bisect_left(rows[column], top), bisect_right(rows[column], bottom))
            yield from ((rows[column][index], column) for index in among)
