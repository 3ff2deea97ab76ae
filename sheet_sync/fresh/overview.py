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
class Dialect:
    """How a program wants its formulas.

    Attributes:
        between: what separates the arguments of a function.
        recounted: what makes a number be counted anew whenever the file is opened.
    """

    between: str = ","
    recounted: str = ""


EXCEL = Dialect(recounted="+0*TODAY()")
"""LibreOffice trusts the results in a file that it saved itself, also once a sync has written there since; but what
asks for the day it counts anew."""
GOOGLE = Dialect(between=";")
"""Google takes a semicolon whatever the language of the spreadsheet, and a comma in half of them."""


@dataclass(frozen=True)
class Figure:
    """A figure with its label; `is_day` where it is a day."""

    label: str
    formula: str
    is_day: bool = False


def figures(worksheet: str, dialect: Dialect) -> tuple[Figure, ...]:
    """What stands above the counts, from row 3 on.

    Args:
        worksheet: the name of the one that holds the tracker.
        dialect: that of the program.
    """
    names, due = (_whole(worksheet, header) for header in (OWN_HEADERS["company"], DUE))
    counted, between = f"SUM(B{FIRST_ROW}:B{LAST_ROW})", dialect.between
    to_send = "+".join(map(_count_of, status.MESSAGES))
    earliest = f'=IF(COUNT({due}){dialect.recounted}=0{between}"–"{between}MIN({due}))'
    return (
        Figure("Messages to send now", f"={to_send}"),
        Figure("Earliest due day", earliest, is_day=True),
        Figure("Rows to check", f"={_count_of(status.CHECK_ROW)}"),
        Figure("Applications in all", f"=MAX(COUNTA({names})-1{between}{counted})"),
        Figure("New since the last sync", f"=MAX(COUNTA({names})-1-{counted}{between}0)"),
    )


def _count_of(name: str) -> str:
    """The cell in which a status is counted."""
    return f"B{FIRST_ROW + [*STATUS_COLOURS].index(name)}"


def counts(worksheet: str, dialect: Dialect) -> tuple[tuple[str, str], ...]:
    """Every status with the formula that counts its rows, from `FIRST_ROW` on; the arguments as for `figures`."""
    statuses = _whole(worksheet, STATUS)
    return tuple(
        (name, f"=COUNTIF({statuses}{dialect.between}A{row}){dialect.recounted}")
        for row, name in enumerate(STATUS_COLOURS, FIRST_ROW)
    )


def _whole(worksheet: str, header: str) -> str:
    """A whole column: rows to come count too, and so do those after another column was put in before it."""
    letters = letters_of(header)
    name = worksheet.replace("'", "''")
    return f"'{name}'!${letters}:${letters}"
