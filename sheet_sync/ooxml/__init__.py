"""Lossless editing of an Excel workbook: cells are spliced into one worksheet part, every other byte stays.

Knows packages, worksheets and cells, and nothing of trackers (DESIGN sections 1 and 4).
"""

from sheet_sync.ooxml.columns import ColumnEdit
from sheet_sync.ooxml.edit import WorksheetEdit, apply_edit
from sheet_sync.ooxml.errors import EditCheckFailed, UnsupportedWorkbook
from sheet_sync.ooxml.facts import WorksheetFacts, read_facts
from sheet_sync.ooxml.files import edit_workbook
from sheet_sync.ooxml.package import Package, SheetRef
from sheet_sync.ooxml.writing import CellEdit

__all__ = [
    "CellEdit",
    "ColumnEdit",
    "EditCheckFailed",
    "Package",
    "SheetRef",
    "UnsupportedWorkbook",
    "WorksheetEdit",
    "WorksheetFacts",
    "apply_edit",
    "edit_workbook",
    "read_facts",
]
