"""Sorting as Google does it: numbers, then texts whatever their case, then truth values; blanks always last."""

from collections.abc import Sequence
from typing import TypeAlias

from fake_sheets.areas import Box
from fake_sheets.errors import NotModelledError
from fake_sheets.formulas import moved_to_row
from fake_sheets.json_types import Cell, CellRow
from fake_sheets.model import Sheet
from fake_sheets.values import effective_value

SortKey: TypeAlias = tuple[int, float, str]
_RANKS = {"numberValue": 0, "stringValue": 1, "boolValue": 2, "errorValue": 3}


def sort_rows(sheet: Sheet, box: Box, keys: Sequence[tuple[int, bool]]) -> None:
    """Sort the cells of a box by (column, descending) pairs; rows with equal keys keep their order."""
    if any(area.box(sheet.height, sheet.width).meets(box) for area in sheet.merges):
        raise NotModelledError("sorting a range with merged cells")
    if any(sheet.row_properties[row].get("hiddenByFilter") for row in box.rows):
        raise NotModelledError("sorting a range with rows that a filter hides")
    order = list(box.rows)
    for column, descending in reversed(keys):
        order = _sorted(sheet, order, column, descending=descending)
    reorder(sheet, box, order)


def reorder(sheet: Sheet, box: Box, order: Sequence[int]) -> None:
    """Let the cells of a box stand in another order of rows."""
    before = [sheet.rows[row] for row in box.rows]
    for row, source in zip(box.rows, order, strict=True):
        sheet.rows[row] = _with_columns_of(sheet.rows[row], before[source - box.top], box, row - source)


def _with_columns_of(row: CellRow, source: CellRow, box: Box, distance: int) -> CellRow:
    stays = {at: cell for at, cell in row.items() if not box.left <= at < box.right}
    comes = {at: moved_to_row(cell, distance) for at, cell in source.items() if box.left <= at < box.right}
    return {**stays, **comes}


def _sorted(sheet: Sheet, order: list[int], column: int, *, descending: bool) -> list[int]:
    filled = [row for row in order if effective_value(sheet.cell(row, column))]
    blank = [row for row in order if not effective_value(sheet.cell(row, column))]
    return [*sorted(filled, key=lambda row: _key(sheet.cell(row, column)), reverse=descending), *blank]


def _key(cell: Cell) -> SortKey:
    ((kind, held),) = (effective_value(cell) or {"stringValue": ""}).items()
    if kind in {"numberValue", "boolValue"}:
        return _RANKS[kind], float(held), ""
    return _RANKS[kind], 0, str(held).casefold()
