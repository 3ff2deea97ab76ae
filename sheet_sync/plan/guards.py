"""Guards: a plan that looks as if the tracker had lost something is not carried out unasked (DESIGN section 6)."""

from collections.abc import Iterator

import pandas as pd

from sheet_sync.grid import SheetEdit
from sheet_sync.journal import LastEdit
from sheet_sync.tracker.fields import DRAFT
from sheet_sync.tracker.table import Table

FEWEST_APPLICATIONS = 10
"""In a smaller tracker, many rows may well go at once."""
FEWEST_DRAFTS = 5
"""Of fewer drafts, most may well go at once."""

_FACTS_ARE_MISSING = frozenset({"", "Check row", "No interview yet"})
"""The statuses of a row that has a draft to lose because its interview can no longer be read.

Elsewhere a draft goes because the user marked its message as sent or the row as decided, or because its time is over.
"""


def doubts(table: Table, edit: SheetEdit, assessed: pd.DataFrame, last: LastEdit | None) -> Iterator[str]:
    """What makes a plan look like the result of an accident, as sentences; none for nearly every plan.

    Args:
        table: the tracker as it was found.
        edit: the plan.
        assessed: on the index "row", `status` among its columns.
        last: the edit that was written last, where it is remembered.
    """
    yield from _missing_applications(edit, last)
    yield from _vanishing_drafts(table, edit, assessed)


def _missing_applications(edit: SheetEdit, last: LastEdit | None) -> Iterator[str]:
    before = last.applications if last is not None and last.worksheet == edit.worksheet else 0
    if before >= FEWEST_APPLICATIONS and edit.applications < before / 2:
        yield (
            f"The worksheet “{edit.worksheet}” holds {edit.applications} applications; "
            f"when it was last written, it held {before}."
        )


def _vanishing_drafts(table: Table, edit: SheetEdit, assessed: pd.DataFrame) -> Iterator[str]:
    column = table.ours.get(DRAFT)
    if column is None:
        return
    standing = sum(value not in (None, "") for value in table.column(column))
    statuses = assessed["status"].to_dict()
    vanishing = sum(
        change.column == column and change.after in (None, "") and statuses.get(change.row, "") in _FACTS_ARE_MISSING
        for change in edit.changes
    )
    if standing >= FEWEST_DRAFTS and vanishing > standing / 2:
        yield f"{vanishing} of {standing} drafts would go, because the interviews of their rows can no longer be read."
