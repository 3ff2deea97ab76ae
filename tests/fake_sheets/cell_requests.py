"""The requests that change cells."""

import re
from collections.abc import Iterator
from typing import TypeAlias

from fake_sheets.areas import Area, Box, area_of
from fake_sheets.batch import Work, handles, mask_of
from fake_sheets.cells import changed, pasted
from fake_sheets.errors import NotModelledError, invalid
from fake_sheets.json_types import Cell, CellRow, JsonObject
from fake_sheets.masks import Mask
from fake_sheets.model import Sheet
from fake_sheets.sorting import sort_rows
from fake_sheets.values import extended

Write: TypeAlias = tuple[int, int, Cell]
"""(row, column, what is written there)."""


@handles("updateCells")
def update_cells(work: Work, body: JsonObject) -> JsonObject:
    """From `start`, the cells given; over `range`, all of its cells: those not given are cleared."""
    if ("start" in body) == ("range" in body):
        raise NotModelledError("updateCells with both of start and range, or neither")
    mask = mask_of(body)
    sheet = work.sheet(body.get("start") or body.get("range") or {})
    rows = [row.get("values", []) for row in body.get("rows", [])]
    writes = list(_from_start(sheet, body["start"], rows) if "start" in body else _over_range(sheet, body, rows))
    _write_all(work, sheet, writes, mask)
    return {}


def _from_start(sheet: Sheet, start: JsonObject, rows: list[list[Cell]]) -> Iterator[Write]:
    top, left = start.get("rowIndex", 0), start.get("columnIndex", 0)
    _within(rows, Box(top, left, sheet.height, sheet.width))
    for row, cells in enumerate(rows, top):
        yield from ((row, column, cell) for column, cell in enumerate(cells, left))


def _over_range(sheet: Sheet, body: JsonObject, rows: list[list[Cell]]) -> Iterator[Write]:
    box = sheet.box_of(Area.of(body["range"]))
    _within(rows, box)
    for row in box.rows:
        given = rows[row - box.top] if row - box.top < len(rows) else []
        padded = [*given, *({} for _ in range(box.width - len(given)))]
        yield from ((row, column, cell) for column, cell in enumerate(padded, box.left))


def _within(rows: list[list[Cell]], box: Box) -> None:
    if len(rows) > box.height:
        raise invalid(f"Attempting to write row: {box.bottom}, beyond the last requested row of: {box.bottom - 1}")
    if max(map(len, rows), default=0) > box.width:
        raise invalid(f"Attempting to write column: {box.right}, beyond the last requested column of: {box.right - 1}")


def _write_all(work: Work, sheet: Sheet, writes: list[Write], mask: Mask) -> None:
    for row, column, cell in writes:
        if sheet.protected_ranges:
            work.guard(sheet, Box(row, column, row + 1, column + 1))
        work.write(sheet, row, column, _computed(work, changed(sheet.cell(row, column), cell, mask)))


def _computed(work: Work, cell: Cell) -> Cell:
    """The cell with what its formula comes to, as the test says."""
    formula = cell.get("userEnteredValue", {}).get("formulaValue")
    if formula is None or "effectiveValue" in cell:
        return cell
    if not formula.startswith("="):
        raise NotModelledError(f"entering the formula {formula!r}")
    return {**cell, "effectiveValue": extended(work.spreadsheet.result_of(formula))}


@handles("repeatCell")
def repeat_cell(work: Work, body: JsonObject) -> JsonObject:
    """The same into every cell of a range."""
    mask = mask_of(body)
    sheet, box = work.boxed(body["range"])
    work.guard(sheet, box)
    if "formulaValue" in body.get("cell", {}).get("userEnteredValue", {}):
        raise NotModelledError("repeating a formula: its references would have to follow")
    for row in box.rows:
        for column in box.columns:
            work.write(sheet, row, column, changed(sheet.cell(row, column), body.get("cell", {}), mask))
    return {}


@handles("findReplace")
def find_replace(work: Work, body: JsonObject) -> JsonObject:
    """Take a pattern out of the texts of a worksheet, wherever they stand."""
    if not body.get("searchByRegex") or not body.get("matchCase") or "sheetId" not in body:
        raise NotModelledError("findReplace other than a pattern, with its case, in one sheet")
    if body.get("replacement") or body.get("includeFormulas"):
        raise NotModelledError("findReplace that puts something in, or looks into formulas")
    sheet, pattern = work.sheet(body), re.compile(body["find"])
    found = [
        (row, column, rest)
        for row, cells in enumerate(sheet.rows)
        for column, cell in cells.items()
        if (rest := _without(pattern, cell)) is not None
    ]
    for row, column, rest in found:
        work.guard(sheet, Box(row, column, row + 1, column + 1))
        kept = {name: held for name, held in sheet.cell(row, column).items() if name != "userEnteredValue"}
        work.write(sheet, row, column, {**kept, **({"userEnteredValue": {"stringValue": rest}} if rest else {})})
    return {"valuesChanged": len(found), "occurrencesChanged": len(found)} if found else {}


def _without(pattern: re.Pattern[str], cell: Cell) -> str | None:
    """The text of a cell once the pattern is gone; None where it is not found."""
    text = cell.get("userEnteredValue", {}).get("stringValue", "")
    if not pattern.search(text):
        return None
    rest = pattern.sub("", text)
    if rest and not rest.startswith("{"):
        raise NotModelledError("findReplace that leaves what Google may take for a number, a day or a formula")
    return rest


@handles("copyPaste")
def copy_paste(work: Work, body: JsonObject) -> JsonObject:
    """Cells onto others, as often as they fit; all of them even where the destination is smaller."""
    if body.get("pasteOrientation", "NORMAL") != "NORMAL":
        raise NotModelledError("copyPaste that transposes")
    sheet, source = work.boxed(body["source"])
    rows = _copied_rows(work, sheet, source)
    target = work.sheet(body["destination"])
    box = _destination(target, Area.of(body["destination"]), len(rows), source.width)
    work.guard(target, box)
    if any(
        area.box(one.height, one.width).meets(where)
        for one, where in ((sheet, source), (target, box))
        for area in one.merges
    ):
        raise NotModelledError("copyPaste of merged cells, or onto them")
    for row in box.rows:
        _paste_row(work, target, row, rows[(row - box.top) % len(rows)], (source, box, body))
    return {}


def _paste_row(work: Work, target: Sheet, row: int, cells: CellRow, how: tuple[Box, Box, JsonObject]) -> None:
    source, box, body = how
    for column in box.columns:
        copied = cells.get(source.left + (column - box.left) % source.width, {})
        kind = body.get("pasteType", "PASTE_NORMAL")
        work.write(target, row, column, pasted(target.cell(row, column), copied, kind))


def _copied_rows(work: Work, sheet: Sheet, source: Box) -> list[CellRow]:
    """The rows as they stand before anything is pasted; the server decides whether filtered ones are among them."""
    rows = [
        sheet.rows[row]
        for row in source.rows
        if work.copies_filtered_rows or not sheet.row_properties[row].get("hiddenByFilter")
    ]
    if not rows:
        raise NotModelledError("copyPaste of rows that are all filtered away")
    return rows


def _destination(target: Sheet, area: Area, height: int, width: int) -> Box:
    box = area.box(target.height, target.width)
    rows, columns = max(box.height, height), max(box.width, width)
    if rows % height or columns % width:
        raise NotModelledError("copyPaste onto a range that the source does not fit into evenly")
    return target.box_of(area_of(Box(box.top, box.left, box.top + rows, box.left + columns)))


@handles("setDataValidation")
def set_data_validation(work: Work, body: JsonObject) -> JsonObject:
    """A rule for every cell of a range; without a rule, none."""
    sheet, box = work.boxed(body["range"])
    work.guard(sheet, box)
    for row in box.rows:
        if sheet.row_properties[row].get("hiddenByFilter") and not body.get("filteredRowsIncluded"):
            continue
        for column in box.columns:
            sheet.put(row, column, changed(sheet.cell(row, column), _ruled(body), {"dataValidation": None}))
    return {}


def _ruled(body: JsonObject) -> Cell:
    return {"dataValidation": body["rule"]} if body.get("rule") else {}


@handles("mergeCells")
def merge_cells(work: Work, body: JsonObject) -> JsonObject:
    """One merged range, or one for each row or column; only the first cell keeps its value."""
    sheet, box = work.boxed(body["range"])
    work.guard(sheet, box)
    if any(area.box(sheet.height, sheet.width).meets(box) for area in sheet.merges):
        raise NotModelledError("merging cells of which some are merged already")
    for merged in _merged_boxes(box, body.get("mergeType", "MERGE_ALL")):
        sheet.merges.append(area_of(merged))
        _keep_first_value(sheet, merged)
    return {}


def _merged_boxes(box: Box, kind: str) -> list[Box]:
    if kind == "MERGE_ROWS":
        return [Box(row, box.left, row + 1, box.right) for row in box.rows]
    if kind == "MERGE_COLUMNS":
        return [Box(box.top, column, box.bottom, column + 1) for column in box.columns]
    return [box]


def _keep_first_value(sheet: Sheet, merged: Box) -> None:
    for row in merged.rows:
        for column in merged.columns:
            if sheet.merged_over(row, column):
                sheet.put(row, column, changed(sheet.cell(row, column), {}, {"userEnteredValue": None}))


@handles("sortRange")
def sort_range(work: Work, body: JsonObject) -> JsonObject:
    """The rows of a range by one or more of its columns; columns beside the range stay."""
    sheet, box = work.boxed(body["range"])
    work.guard(sheet, box)
    keys = [(spec.get("dimensionIndex", 0), spec.get("sortOrder") == "DESCENDING") for spec in body["sortSpecs"]]
    sort_rows(sheet, box, keys)
    return {}
