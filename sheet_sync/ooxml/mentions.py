"""Formulas that name a column of an Excel table: without that column they would make the workbook a damaged one."""

import re
from collections.abc import Collection, Iterator

from sheet_sync.ooxml.cells import escape_text
from sheet_sync.ooxml.errors import UnsupportedWorkbook
from sheet_sync.ooxml.package import Package, SheetRef
from sheet_sync.ooxml.references import Address, cell_name
from sheet_sync.ooxml.rowcells import cells_of
from sheet_sync.ooxml.table import ExcelTable, TableEdit, columns_of
from sheet_sync.ooxml.workbook import narrow
from sheet_sync.ooxml.worksheet import open_worksheet
from sheet_sync.ooxml.xmlpart import attributes

_SLICER = re.compile(rb"<(?:[^\s<>/:]+:)?tableSlicerCache(\s[^<>]*)>")
_FORMULA = r"<(?:[^\s<>/:]+:)?(?:f|definedName|calculatedColumnFormula|totalsRowFormula)(?:\s[^<>]*)?>"


def refuse_mentions(
    package: Package, sheet: SheetRef, table: ExcelTable, edit: TableEdit, erased: Collection[Address]
) -> None:
    """Raises UnsupportedWorkbook where a formula names a column that the edit takes away or renames.

    Args:
        package: the workbook.
        sheet: the worksheet with the table.
        table: the table.
        edit: what becomes of its columns.
        erased: the cells that go too, whatever they hold.
    """
    kept = len(table.columns) - edit.dropped
    lost = [name for place, name in enumerate(table.columns) if place >= kept or place in edit.renamed]
    if lost:
        _refuse_slicers(package, table, lost)
        pattern = _mention(table.name, lost)
        for place in _places(package, sheet, pattern, table, erased):
            raise UnsupportedWorkbook(
                f"A formula in {place} refers to a column of the Excel table “{table.name}” that is to go "
                f"({', '.join(f'“{name}”' for name in lost)}): delete that formula first."
            )


def _refuse_slicers(package: Package, table: ExcelTable, lost: Collection[str]) -> None:
    """The buttons of a slicer are about one column of a table, and know it by its numbers."""
    part = package.xml(table.part)
    number = attributes(part.root().tag).get("id")
    columns = {attributes(column.tag).get("id"): attributes(column.tag).get("name") for column in columns_of(part)}
    for entry in package.archive.entries:
        found = _SLICER.search(narrow(package.archive.read(entry))) if "slicercaches/" in entry.key else None
        values = attributes(found[1]) if found else {}
        name = columns.get(values.get("column"))
        if values.get("tableId") == number and name in lost:
            raise UnsupportedWorkbook(
                f"A slicer of the Excel table “{table.name}” is about its column “{name}”, which is to go: "
                "delete that slicer first."
            )


def _mention(table: str, columns: list[str]) -> re.Pattern[bytes]:
    """Finds such a formula in the XML of any part: there it always names the table, and brackets every column."""
    names = "|".join(re.escape(_in_formula(name)) for name in columns)
    named = rf"(?=[^<]*{re.escape(escape_text(table))}\[)[^<]*\[(?:{names})\]"
    return re.compile(f"{_FORMULA}{named}".encode(), re.IGNORECASE)


def _in_formula(column: str) -> str:
    """A column's name as a formula in a file spells it: some signs stand behind an apostrophe."""
    return escape_text(re.sub(r"(['\[\]#@])", r"'\1", column))


def _places(
    package: Package, sheet: SheetRef, pattern: re.Pattern[bytes], table: ExcelTable, erased: Collection[Address]
) -> Iterator[str]:
    for other in package.worksheets:
        if package.entry(other.part) is None:
            continue
        if other.part == sheet.part:
            yield from _cells(package, sheet, pattern, erased)
        elif pattern.search(narrow(package.read(other.part))):
            yield f"the worksheet “{other.name}”"
        tables = (link.part for link in package.relationships(other.part) if link.kind == "table")
        if any(part != table.part and pattern.search(narrow(package.read(part))) for part in tables):
            yield "another Excel table"
    if pattern.search(narrow(package.read(package.workbook))):
        yield "the list of names (Formulas, Name Manager)"


def _cells(package: Package, sheet: SheetRef, pattern: re.Pattern[bytes], erased: Collection[Address]) -> Iterator[str]:
    layout = open_worksheet(package, sheet)
    for row in layout.rows.values():
        if pattern.search(layout.part.text, row.inner, row.close):
            pieces = cells_of(layout, row)
            for column, cell in zip(pieces.columns, pieces.cells, strict=True):
                if pattern.search(cell) and (row.number, column) not in erased:
                    yield f"cell {cell_name((row.number, column))}"
