"""How the references in formulas follow the cells that move. Results are kept: nothing is computed here."""

import re
from collections.abc import Callable

from fake_sheets.areas import column_index, letters
from fake_sheets.errors import NotModelledError
from fake_sheets.json_types import Cell

_STRING = r'"(?:[^"]|"")*"'
_SHEET = r"(?:'(?:[^']|'')*'|[A-Za-z_]\w*)!"
_REFERENCE = re.compile(rf"({_STRING})|({_SHEET})?(?<![\w$.])(\$?)([A-Za-z]{{1,3}})(\$?)(\d+)(?![\w(!])")
_WHOLE = re.compile(r"(?<![\w$])(\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}|\$?\d+:\$?\d+)(?![\w(])")
Place = tuple[int, int]
"""(row, column), counted from 0."""


def with_references(cell: Cell, move: Callable[[str | None, re.Match[str]], str]) -> Cell:
    """The cell with every reference of its formula rewritten; `move` is told the worksheet, where one is named."""
    formula = cell.get("userEnteredValue", {}).get("formulaValue")
    if formula is None:
        return cell
    if _WHOLE.search(re.sub(_STRING, "", formula)):
        raise NotModelledError(f"moving cells of a spreadsheet with a formula over whole rows or columns: {formula}")

    def rewritten(match: re.Match[str]) -> str:
        return match[0] if match[1] else (match[2] or "") + move(match[2], match)

    text = _REFERENCE.sub(rewritten, formula)
    return cell if text == formula else {**cell, "userEnteredValue": {"formulaValue": text}}


def moved_to_row(cell: Cell, distance: int) -> Cell:
    """The cell as a sort carries it to another row: its relative references go along."""

    def move(_: str | None, match: re.Match[str]) -> str:
        row = int(match[6]) if match[5] else int(match[6]) + distance
        return f"{match[3]}{match[4]}{match[5]}{row}" if row > 0 else "#REF!"

    return with_references(cell, move)


def following(cell: Cell, title: str, *, own: bool, place: Callable[[Place], Place | None]) -> Cell:
    """The cell after rows or columns of the sheet `title` moved; `own`: the cell stands on that very sheet."""

    def move(named: str | None, match: re.Match[str]) -> str:
        meant = own if named is None else named[:-1].strip("'").replace("''", "'") == title
        return _replaced(match, place) if meant else match[0][len(named or "") :]

    return with_references(cell, move)


def _replaced(match: re.Match[str], place: Callable[[Place], Place | None]) -> str:
    at = place((int(match[6]) - 1, column_index(match[4])))
    if at is None and ":" in match.string[max(0, match.start() - 1) : match.end() + 1]:
        raise NotModelledError(f"deleting an edge of a range that a formula is about: {match.string}")
    return "#REF!" if at is None else f"{match[3]}{letters(at[1])}{match[5]}{at[0] + 1}"
