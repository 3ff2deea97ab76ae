"""The worksheet Overview: how many applications stand where, counted by formulas that follow the tracker."""

from dataclasses import dataclass

from sheet_sync.etiquette import status
from sheet_sync.fresh.layout import STATUS_COLOURS, place_of
from sheet_sync.grid import column_letters
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


def figures(worksheet: str) -> tuple[Figure, ...]:
    """What stands above the counts, from row 3 on.

    Args:
        worksheet: the name of the one that holds the tracker.
    """
    names, statuses, due = (_whole(worksheet, header) for header in (OWN_HEADERS["company"], STATUS, DUE))
    to_send = "+".join(f'COUNTIF({statuses},"{name}")' for name in status.MESSAGES)
    counted = f"SUM(B{FIRST_ROW}:B{LAST_ROW})"
    return (
        Figure("Messages to send now", f"={to_send}"),
        Figure("Earliest due day", f'=IF(COUNT({due})=0,"–",MIN({due}))', is_day=True),
        Figure("Rows to check", f'=COUNTIF({statuses},"{status.CHECK_ROW}")'),
        Figure("Applications in all", f"=MAX(COUNTA({names})-1,{counted})"),
        Figure("New since the last sync", f"=MAX(COUNTA({names})-1-{counted},0)"),
    )


def counts(worksheet: str) -> tuple[tuple[str, str], ...]:
    """Every status with the formula that counts its rows, from `FIRST_ROW` on."""
    statuses = _whole(worksheet, STATUS)
    return tuple((name, f"=COUNTIF({statuses},A{row})") for row, name in enumerate(STATUS_COLOURS, FIRST_ROW))


def _whole(worksheet: str, header: str) -> str:
    """A whole column: rows to come count too, and so do those after another column was put in before it."""
    letters = column_letters(place_of(header))
    name = worksheet.replace("'", "''")
    return f"'{name}'!${letters}:${letters}"
