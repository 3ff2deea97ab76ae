"""An edit of a tracker as the edit of a worksheet: cells with their looks, columns, filter, protection and tables."""

from itertools import product

from sheet_sync.errors import TrackerNotWritableError
from sheet_sync.grid import Address, ColumnFormat, SheetEdit, WritableValue
from sheet_sync.ooxml import (
    CellEdit,
    ColumnEdit,
    EditCheckFailed,
    Package,
    UnsupportedWorkbook,
    WorksheetEdit,
    apply_edit,
    locked_cells,
    read_facts,
)

DATE_FORMAT = "yyyy-mm-dd"
"""The way in which we also ask people to type dates: the same in every country."""


def edited(package: Package, edit: SheetEdit, *, given: str) -> bytes:
    """The workbook with the edit applied.

    Args:
        package: the workbook as it was read.
        edit: what to write.
        given: the workbook as the user named it.

    Raises:
        TrackerNotWritableError: the worksheet's protection locks a cell, or a lossless edit cannot be assured.
    """
    try:
        facts = read_facts(package, edit.worksheet)
        _refuse_to_widen_tables(given, edit, facts.tables)
        whole = _worksheet_edit(edit, facts.auto_filter)
        if facts.protected:
            _refuse_locked(given, edit.worksheet, locked_cells(package, edit.worksheet, whole.cells))
        return apply_edit(package, whole)
    except (UnsupportedWorkbook, EditCheckFailed) as refusal:
        raise TrackerNotWritableError(f"{given}: {refusal}", "Nothing was written.") from refusal


def _refuse_locked(given: str, worksheet: str, locked: list[Address]) -> None:
    if locked:
        raise TrackerNotWritableError(
            f"{given}: the worksheet “{worksheet}” is protected, and cells of ours in it are locked; "
            "nothing was written.",
            "In Excel choose Review, Unprotect Sheet; select our columns, Format Cells, Protection, untick Locked; "
            "then protect it again.",
        )


def _refuse_to_widen_tables(
    given: str, edit: SheetEdit, tables: tuple[tuple[str, tuple[int, int, int, int]], ...]
) -> None:
    for name, (top, left, bottom, right) in tables:
        around = top <= edit.header_row <= bottom and left <= edit.like_column <= right
        if edit.new_columns and around:
            raise TrackerNotWritableError(
                f"{given}: the tracker is the Excel table “{name}”, to which columns cannot be added yet.",
                "In Excel choose Table Design, Convert to Range, save, and sync again.",
            )


def _worksheet_edit(edit: SheetEdit, auto_filter: tuple[int, int, int, int] | None) -> WorksheetEdit:
    last = max((column.column for column in edit.new_columns), default=0)
    filters_the_table = auto_filter is not None and auto_filter[0] == edit.header_row and auto_filter[3] < last
    return WorksheetEdit(
        worksheet=edit.worksheet,
        cells=_cells(edit),
        columns=[ColumnEdit(column.column, column.width, column.hidden) for column in edit.new_columns],
        filter_to_column=last if filters_the_table else None,
        recalculate=True,
    )


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
    if look is ColumnFormat.DATE and edit.like_date_column is not None:
        return CellEdit(value, like=(at[0], edit.like_date_column))
    number_format = DATE_FORMAT if look is ColumnFormat.DATE else "General"
    wrap = look is ColumnFormat.WRAPPED
    return CellEdit(value, (at[0], edit.like_column), number_format, wrap, only_if_plain=not new)
