"""Cells set in a workbook on disk, in one step."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from sheet_sync.ooxml.cells import Value
from sheet_sync.ooxml.edit import WorksheetEdit, apply_edit
from sheet_sync.ooxml.package import Package
from sheet_sync.ooxml.references import Address
from sheet_sync.ooxml.writing import CellEdit


def edit_workbook(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    worksheet: str,
    cells: Mapping[Address, Value],
) -> None:
    """Copies a workbook with some cells set, and nothing else changed.

    It heeds no protection and grows no table. The target is replaced in one step and keeps its mode; one that
    says all this already is not touched.

    Args:
        source: the workbook to read.
        target: where to write; may be the same file.
        worksheet: the name of the worksheet.
        cells: values by (row, column), counted from 1; None clears the cell, which keeps its format.

    Raises:
        UnsupportedWorkbook: a lossless edit cannot be assured; nothing was written.
        OSError: a file cannot be read or written.
    """
    package = Package.from_bytes(Path(source).read_bytes())
    edit = WorksheetEdit(worksheet, {at: CellEdit(value) for at, value in cells.items()})
    edited, place = apply_edit(package, edit), Path(target).resolve()
    if not place.exists() or place.read_bytes() != edited:
        _replace(place, edited, like=Path(source))


def _replace(target: Path, content: bytes, like: Path) -> None:
    """Writes beside the target and renames over it, so that nobody ever sees half a file."""
    descriptor, name = tempfile.mkstemp(prefix=".~sheet-sync-", suffix=target.suffix, dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(target if target.exists() else like, temporary)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
