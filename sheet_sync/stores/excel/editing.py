"""An edit of a tracker as the edit of a worksheet: cells with their looks, columns, filter, protection and tables."""

from collections.abc import Sequence
from itertools import product

from sheet_sync.errors import TrackerNotWritableError
from sheet_sync.grid import Address, ColumnFormat, Covered, NewWorksheet, Range, SheetEdit, WritableValue
from sheet_sync.ooxml import (
    CellEdit,
    ColumnEdit,
    EditCheckFailed,
    NewSheet,
    Package,
    UnsupportedWorkbook,
    WorksheetEdit,
    WorksheetFacts,
    add_worksheet,
    apply_edit,
    locked_cells,
    read_facts,
)
from sheet_sync.stores.excel.tables import TablePlan, table_plans
from sheet_sync.stores.excel.unproven import UnprovenEditError, report_of

DATE_FORMAT = "yyyy-mm-dd"
"""The way in which we also ask people to type dates: the same in every country."""


def edited(package: Package, edit: SheetEdit, *, given: str) -> bytes:
    """The workbook with the edit applied.

    Args:
        package: the workbook as it was read.
        edit: what to write.
        given: the workbook as the user named it.

    Raises:
        UnprovenEditError: the edited workbook differed from this one in more than the edit.
        TrackerNotWritableError: the worksheet's protection locks a cell, or a lossless edit cannot be assured.
    """
    whole = None
    try:
        facts = read_facts(package, edit.worksheet)
        whole = _worksheet_edit(edit, facts, table_plans(given, edit, facts.tables))
        if facts.protected and locked_cells(package, edit.worksheet, whole.cells):
            raise _locked(given, edit)
        return _with_worksheet(apply_edit(package, whole), edit.new_worksheet)
    except UnsupportedWorkbook as refusal:
        raise TrackerNotWritableError(f"{given}: {refusal}", "Nothing was written.") from refusal
    except EditCheckFailed as failure:
        raise UnprovenEditError(given, failure, report_of(package, whole, failure)) from failure


def _with_worksheet(content: bytes, added: NewWorksheet | None) -> bytes:
    """The workbook with the worksheet to add, if there is one."""
    if added is None:
        return content
    return add_worksheet(Package.from_bytes(content), NewSheet(added.name, added.rows, added.widths))


def _locked(given: str, edit: SheetEdit) -> TrackerNotWritableError:
    sheet = f"{given}: the worksheet “{edit.worksheet}” is protected, and"
    unlock = "select our columns, Format Cells, Protection, untick Locked"
    if edit.new_columns or edit.dropped_columns:
        what = "no columns can be added to it" if edit.new_columns else "our columns cannot be taken from it"
        remedy = f"In Excel choose Review, Unprotect Sheet, and run this again; then {unlock}, and protect it again."
        return TrackerNotWritableError(f"{sheet} {what}; nothing was written.", remedy)
    return TrackerNotWritableError(
        f"{sheet} cells of ours in it are locked; nothing was written.",
        f"In Excel choose Review, Unprotect Sheet; {unlock}; then protect it again.",
    )


def _worksheet_edit(edit: SheetEdit, facts: WorksheetFacts, tables: Sequence[TablePlan]) -> WorksheetEdit:
    headers = {at: CellEdit(header) for table in tables for at, header in table.headers.items()}
    totals = {at: CellEdit(None, erase=True, formula_too=True) for table in tables for at in table.totals}
    return WorksheetEdit(
        worksheet=edit.worksheet,
        cells=_erased(edit, facts) | _cells(edit) | headers | totals,
        columns=[ColumnEdit(column.column, column.width, column.hidden) for column in edit.new_columns],
        restored_columns=edit.dropped_columns,
        filter_to_column=_filter_end(edit, facts.auto_filter),
        tables=[table.edit for table in tables],
        recalculate=True,
    )


def _filter_end(edit: SheetEdit, area: Range | None) -> int | None:
    """The column with which the filter of the tracker's rows is to end; None where it stays."""
    if area is None or area[0] != edit.header_row:
        return None
    _, left, _, right = area
    end = max([right, *(column.column for column in edit.new_columns)])
    while end in edit.dropped_columns and end > left:
        end -= 1
    return None if end == right else end


def _erased(edit: SheetEdit, facts: WorksheetFacts) -> dict[Address, CellEdit]:
    """The cells of the columns to take away; formulas are the user's, and a merged range is left as it is."""
    covered = Covered((*facts.merges, *facts.blocks))
    cells = product(range(edit.header_row, edit.last_row + 1), edit.dropped_columns)
    return {at: CellEdit(None, erase=True) for at in cells if at not in facts.formulas and at not in covered}


def _cells(edit: SheetEdit) -> dict[Address, CellEdit]:
    """The new columns' headers and empty formatted cells, and over them the changes."""
    added = {column.column for column in edit.new_columns}
    header = (edit.header_row, edit.like_header_column)
    cells = {(edit.header_row, column.column): CellEdit(column.header, like=header) for column in edit.new_columns}
    for change in edit.changes:
        at = (change.row, change.column)
        cells[at] = _formatted(edit, at, change.after, new=change.column in added)
    for at in product(range(edit.header_row + 1, edit.last_row + 1) if added else (), added):
        if at not in cells:
            cells[at] = _formatted(edit, at, None, new=True)
    return cells


def _formatted(edit: SheetEdit, at: Address, value: WritableValue, *, new: bool) -> CellEdit:
    """A cell of ours as it shall look; one that the user has formatted since keeps that format."""
    look = edit.formats.get(at[1], ColumnFormat.TEXT)
    model = (at[0], edit.like_column)
    number_format: str | Address = "General"
    if look is ColumnFormat.DATE:
        number_format = edit.like_date_cell or DATE_FORMAT
        model = (at[0], edit.like_date_cell[1] if edit.like_date_cell else edit.like_column)
    wrap = look is ColumnFormat.WRAPPED
    return CellEdit(value, model, number_format, wrap, only_if_plain=not new)
