"""An Excel workbook: read with calamine, written by splicing (DESIGN section 4)."""

from sheet_sync.stores.excel.store import ExcelStore

__all__ = ["ExcelStore"]
