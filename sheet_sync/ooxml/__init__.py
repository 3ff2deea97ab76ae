"""Lossless editing of an Excel workbook: cells are spliced into one worksheet part, every other byte stays.

Knows packages, worksheets and cells, and nothing of trackers (DESIGN sections 1 and 4). What it offers is loaded when
it is first asked for: importing the package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sheet_sync.ooxml.columns import ColumnEdit
    from sheet_sync.ooxml.edit import WorksheetEdit, apply_edit
    from sheet_sync.ooxml.errors import EditCheckFailed, UnsupportedWorkbook
    from sheet_sync.ooxml.facts import WorksheetFacts, read_facts
    from sheet_sync.ooxml.files import edit_workbook
    from sheet_sync.ooxml.newsheet import NewSheet, add_worksheet
    from sheet_sync.ooxml.package import Package, SheetRef
    from sheet_sync.ooxml.protection import locked_cells
    from sheet_sync.ooxml.table import ExcelTable, TableEdit, free_names
    from sheet_sync.ooxml.writing import CellEdit

__all__ = [
    "CellEdit",
    "ColumnEdit",
    "EditCheckFailed",
    "ExcelTable",
    "NewSheet",
    "Package",
    "SheetRef",
    "TableEdit",
    "UnsupportedWorkbook",
    "WorksheetEdit",
    "WorksheetFacts",
    "add_worksheet",
    "apply_edit",
    "edit_workbook",
    "free_names",
    "locked_cells",
    "read_facts",
]

_HOMES = {
    "CellEdit": "writing",
    "ColumnEdit": "columns",
    "EditCheckFailed": "errors",
    "ExcelTable": "table",
    "NewSheet": "newsheet",
    "Package": "package",
    "SheetRef": "package",
    "TableEdit": "table",
    "UnsupportedWorkbook": "errors",
    "WorksheetEdit": "edit",
    "WorksheetFacts": "facts",
    "add_worksheet": "newsheet",
    "apply_edit": "edit",
    "edit_workbook": "files",
    "free_names": "table",
    "locked_cells": "protection",
    "read_facts": "facts",
}


if not TYPE_CHECKING:  # a type checker knows every name, and must go on to complain of the others

    def __getattr__(name: str) -> object:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
