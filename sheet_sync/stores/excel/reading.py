"""The worksheets of a workbook as grids: values through calamine, and what it does not show from the raw parts."""

import io

from python_calamine import CalamineError, CalamineWorkbook

from sheet_sync.errors import TrackerNotReadableError
from sheet_sync.grid import Covered, Grid, NamedTable, Worksheet
from sheet_sync.ooxml import Package, SheetRef, UnsupportedWorkbook, read_facts


def read_worksheets(package: Package, data: bytes, *, given: str) -> tuple[Worksheet, ...]:
    """Every worksheet, in the order of the tabs.

    Args:
        package: the workbook.
        data: its bytes.
        given: the workbook as the user named it.

    Raises:
        TrackerNotReadableError: a worksheet cannot be read.
    """
    try:
        values = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return tuple(_worksheet(package, values, ref) for ref in package.worksheets)
    except UnsupportedWorkbook as refusal:
        raise TrackerNotReadableError(f"{given}: {refusal.reason}") from refusal
    except CalamineError as error:
        raise TrackerNotReadableError(
            f"{given} cannot be read as a workbook.", "Open it in your spreadsheet program and save it as .xlsx."
        ) from error


def _worksheet(package: Package, values: CalamineWorkbook, ref: SheetRef) -> Worksheet:
    facts = read_facts(package, ref.name)
    sheet = values.get_sheet_by_name(ref.name)
    grid = Grid(
        rows=sheet.to_python(skip_empty_area=False),
        formulas=facts.formulas,
        unsaved=facts.unsaved,
        errors=facts.errors,
        covered=Covered((*facts.merges, *facts.blocks)),
        tables=tuple(NamedTable(table.name, table.area, table.headed, table.totals) for table in facts.tables),
    )
    return Worksheet(ref.name, grid, ref.visible)
