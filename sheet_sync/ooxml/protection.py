"""Which cells a worksheet's protection locks."""

import re
from collections.abc import Iterable

from sheet_sync.ooxml.package import Package
from sheet_sync.ooxml.references import Address
from sheet_sync.ooxml.worksheet import open_worksheet
from sheet_sync.ooxml.writing import CellWriter

_UNLOCKED = re.compile(rb"""<(?:[\w.-]+:)?protection\b[^>]*\slocked\s*=\s*["'](?:0|false)["']""")


def locked_cells(package: Package, worksheet: str, cells: Iterable[Address]) -> list[Address]:
    """Those of the cells that nobody may write while the worksheet is protected: all that are not unlocked.

    Raises:
        UnsupportedWorkbook: the worksheet cannot be read.
    """
    writer = CellWriter(package, open_worksheet(package, package.sheet(worksheet)))
    return [at for at in cells if not _UNLOCKED.search(writer.format_of(at))]
