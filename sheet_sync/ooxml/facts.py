"""What a reader of values cannot see of a worksheet: formulas, errors, merges, filter, protection, tables."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sheet_sync.ooxml.errors import UnsupportedWorkbook
from sheet_sync.ooxml.package import Package
from sheet_sync.ooxml.references import Address, Range, parse_range
from sheet_sync.ooxml.rowcells import cells_of
from sheet_sync.ooxml.table import ExcelTable, read_tables
from sheet_sync.ooxml.worksheet import Layout, Row, formula_blocks, has_formula, merged_ranges, open_worksheet
from sheet_sync.ooxml.xmlpart import XmlPart, attributes, flag

_MOST_BLOCK_CELLS = 2_000_000
"""Cells of one array formula that are still listed one by one."""


@dataclass(frozen=True)
class WorksheetFacts:
    """Facts about a worksheet, addresses as (row, column) from 1, ranges as (top, left, bottom, right).

    Attributes:
        formulas: the cells that hold a formula, or lie within an array formula or data table.
        unsaved: those formula cells for which the file holds no result.
        errors: the text of every error value, "#N/A" and the like.
        merges: the merged ranges.
        auto_filter: the range of the worksheet's own filter.
        protected: the sheet's protection is switched on.
        tables: the Excel tables.
    """

    formulas: frozenset[Address] = frozenset()
    unsaved: frozenset[Address] = frozenset()
    errors: dict[Address, str] = field(default_factory=dict)
    merges: tuple[Range, ...] = ()
    auto_filter: Range | None = None
    protected: bool = False
    tables: tuple[ExcelTable, ...] = ()


def read_facts(package: Package, worksheet: str) -> WorksheetFacts:
    """Reads the facts of a worksheet, by its name; raises UnsupportedWorkbook where its form leaves doubts."""
    sheet = package.sheet(worksheet)
    layout = open_worksheet(package, sheet)
    formulas: set[Address] = set()
    unsaved: set[Address] = set()
    errors: dict[Address, str] = {}
    for row in _telling_rows(layout):
        pieces = cells_of(layout, row)
        for column, cell in zip(pieces.columns, pieces.cells, strict=True):
            at = (row.number, column)
            if has_formula(layout, cell):
                formulas.add(at)
                if not _saved(cell):
                    unsaved.add(at)
            if b'"e"' in cell or b"'e'" in cell:
                errors |= _error(cell, at)
    formulas.update(_block_cells(layout))
    return WorksheetFacts(
        frozenset(formulas),
        frozenset(unsaved),
        errors,
        tuple(merged_ranges(layout)),
        _auto_filter(layout),
        _protected(layout),
        tuple(read_tables(package, sheet)),
    )


def _telling_rows(layout: Layout) -> Iterator[Row]:
    """The rows that may hold a formula or an error; the others need not be taken apart."""
    mask, formula = layout.part.mask, b"<" + layout.prefix + b"f"
    for row in layout.rows.values():
        if any(mask.find(sign, row.inner, row.close) >= 0 for sign in (formula, b'"e"', b"'e'")):
            yield row


def _parsed(cell: bytes) -> tuple[str, str | None]:
    """The type of a cell, and the text of its value, None where it has no value."""
    part = XmlPart.fragment(cell)
    root = part.root()
    value = part.child(root, "v")
    return attributes(root.tag).get("t", "n"), None if value is None else part.content(value)


def _saved(cell: bytes) -> bool:
    kind, value = _parsed(cell)
    return bool(value) or (kind == "str" and value is not None)


def _error(cell: bytes, at: Address) -> dict[Address, str]:
    kind, value = _parsed(cell)
    return {at: value or ""} if kind == "e" else {}


def _block_cells(layout: Layout) -> Iterator[Address]:
    last_row = max(layout.rows, default=0)
    for top, left, bottom, right in formula_blocks(layout):
        rows = range(top, min(bottom, last_row) + 1)
        if len(rows) * (right - left + 1) > _MOST_BLOCK_CELLS:
            raise UnsupportedWorkbook("The worksheet holds an array formula over more cells than a tracker has.")
        for row in rows:
            yield from ((row, column) for column in range(left, right + 1))


def _auto_filter(layout: Layout) -> Range | None:
    element = layout.elements.get("autoFilter")
    return None if element is None else parse_range(attributes(element.tag).get("ref", ""))


def _protected(layout: Layout) -> bool:
    element = layout.elements.get("sheetProtection")
    return element is not None and flag(attributes(element.tag).get("sheet"))
