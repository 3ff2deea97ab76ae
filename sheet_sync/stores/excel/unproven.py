"""An edit that failed its proof: a defect of ours, with a report of it that holds no cell's content."""

import platform
from importlib import metadata

from sheet_sync.errors import TrackerNotWritableError
from sheet_sync.ooxml import EditCheckFailed, Package, WorksheetEdit

_PROGRAMS = ("sheet-sync", "python-calamine")
_MOST_ADDRESSES = 2000


class UnprovenEditError(TrackerNotWritableError):
    """The edited workbook differed from the old one in more than was asked for; nothing was written.

    Attributes:
        report: what we need to find out why, to be kept for the user to send.
    """

    def __init__(self, given: str, failure: EditCheckFailed, report: str) -> None:
        super().__init__(f"{given}: {failure}", "This is a defect of sheet-sync, not of your workbook.")
        self.report = report


def report_of(package: Package, edit: WorksheetEdit | None, failure: EditCheckFailed) -> str:
    """The difference, what was to be edited and what the package consists of: places and sizes, no content.

    Args:
        package: the workbook as it was read.
        edit: what was to be written; None where it was not known yet.
        failure: the proof that failed.
    """
    versions = [f"{name} {metadata.version(name)}" for name in _PROGRAMS]
    lines = [
        "sheet-sync: an edit of a workbook failed its check",
        f"difference: {failure.difference}",
        f"programs: {', '.join([*versions, f'Python {platform.python_version()}', platform.platform()])}",
        *([] if edit is None else _edit_lines(edit)),
        "entries (method, packed size, size, name):",
        *(f"  {e.method} {e.packed} {e.size} {e.name}" for e in package.archive.entries),
    ]
    return "\n".join(lines) + "\n"


def _edit_lines(edit: WorksheetEdit) -> list[str]:
    cells = [f"R{row}C{column}" for row, column in sorted(edit.cells)]
    more = "" if len(cells) <= _MOST_ADDRESSES else f" and {len(cells) - _MOST_ADDRESSES} more"
    return [
        f"cells: {' '.join(cells[:_MOST_ADDRESSES])}{more}",
        f"columns shaped: {[column.column for column in edit.columns]}, restored: {list(edit.restored_columns)}",
        f"filter to column: {edit.filter_to_column}",
        f"tables: {[(table.part, len(table.added), table.dropped, list(table.renamed)) for table in edit.tables]}",
    ]
