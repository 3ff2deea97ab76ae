"""The worksheet Overview: how many applications stand where, counted by formulas that follow the tracker."""

from dataclasses import dataclass

from sheet_sync.etiquette import status
from sheet_sync.fresh.layout import STATUS_COLOURS, letters_of
from sheet_sync.tracker.fields import DUE, OWN_HEADERS, STATUS

TITLE = "Where my applications stand"
HEADINGS = ("Status", "How many")
HEADINGS_ROW = 9
FIRST_ROW = HEADINGS_ROW + 1
LAST_ROW = HEADINGS_ROW + len(STATUS_COLOURS)
WIDTHS = (26, 16, 4)


@dataclass(frozen=True)
class Figure:
    """A figure with its label; `is_day` where it is a day."""

    label: str
    formula: str
    is_day: bool = False


def figures(worksheet: str, between: str = ",") -> tuple[Figure, ...]:
    """What stands above the counts, from row 3 on.

    Args:
        worksheet: the name of the one that holds the tracker.
        between: what separates the arguments of a function.
    """
    names, statuses, due = (_whole(worksheet, header) for header in (OWN_HEADERS["company"], STATUS, DUE))
    to_send = "+".join(f'COUNTIF({statuses}{between}"{name}")' for name in status.MESSAGES)
    counted = f"SUM(B{FIRST_ROW}:B{LAST_ROW})"
    return (
        Figure("Messages to send now", f"={to_send}"),
        Figure("Earliest due day", f'=IF(COUNT({due})=0{between}"–"{between}MIN({due}))', is_day=True),
        Figure("Rows to check", f'=COUNTIF({statuses}{between}"{status.CHECK_ROW}")'),
        Figure("Applications in all", f"=MAX(COUNTA({names})-1{between}{counted})"),
        Figure("New since the last sync", f"=MAX(COUNTA({names})-1-{counted}{between}0)"),
    )


def counts(worksheet: str, between: str = ",") -> tuple[tuple[str, str], ...]:
    """Every status with the formula that counts its rows, from `FIRST_ROW` on; the arguments as for `figures`."""
    statuses = _whole(worksheet, STATUS)
    return tuple((name, f"=COUNTIF({statuses}{between}A{row})") for row, name in enumerate(STATUS_COLOURS, FIRST_ROW))


def _whole(worksheet: str, header: str) -> str:
    """A whole column: rows to come count too, and so do those after another column was put in before it."""
    letters = letters_of(header)
    name = worksheet.replace("'", "''")
    return f"'{name}'!${letters}:${letters}"
