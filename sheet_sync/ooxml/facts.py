"""What a reader of values cannot see of a worksheet: formulas, errors, merges, filter, protection, tables."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from sheet_sync.ooxml.drawings import drawn_areas
from sheet_sync.ooxml.errors import OWN_WORKBOOK, UnsupportedWorkbook
from sheet_sync.ooxml.package import Package
from sheet_sync.ooxml.references import Address, Range, parse_range
from sheet_sync.ooxml.rowcells import cells_of
from sheet_sync.ooxml.table import ExcelTable, read_tables
from sheet_sync.ooxml.worksheet import Layout, Row, formula_blocks, has_formula, merged_ranges, open_worksheet
from sheet_sync.ooxml.xmlpart import XmlPart, attributes, flag

MOST_FORMULAS = 500_000
"""Formulas and error values of a worksheet: five in each of 100,000 rows."""
MOST_RANGES = 100_000
"""Merged ranges of a worksheet, and formulas that fill ranges: one in each of 100,000 rows."""


@dataclass(frozen=True)
class WorksheetFacts:
    """Facts about a worksheet, addresses as (row, column) from 1, ranges as (top, left, bottom, right).

    Attributes:
        formulas: the cells that hold a formula.
        blocks: the ranges that array formulas and data tables fill: no cell of theirs can be written on its own.
        unsaved: those formula cells for which the file holds no result.
        errors: the text of every error value, "#N/A" and the like.
        merges: the merged ranges.
        auto_filter: the range of the worksheet's own filter.
        protected: the sheet's protection is switched on.
        tables: the Excel tables.
        drawings: the ranges over which charts and pictures float.
    """

    formulas: frozenset[Address] = frozenset()
    blocks: tuple[Range, ...] = ()
    unsaved: frozenset[Address] = frozenset()
    errors: dict[Address, str] = field(default_factory=dict)
    merges: tuple[Range, ...] = ()
    auto_filter: Range | None = None
    protected: bool = False
    tables: tuple[ExcelTable, ...] = ()
    drawings: tuple[Range, ...] = ()


def read_facts(package: Package, worksheet: str) -> WorksheetFacts:
    """Reads the facts of a worksheet, by its name; raises UnsupportedWorkbook where its form leaves doubts."""
    sheet = package.sheet(worksheet)
    layout = open_worksheet(package, sheet)
    formulas: set[Address] = set()
    unsaved: set[Address] = set()
    errors: dict[Address, str] = {}
    for at, cell in _telling_cells(layout):
        if has_formula(layout, cell):
            formulas.add(at)
            if not _saved(cell):
                unsaved.add(at)
        if b'"e"' in cell or b"'e'" in cell:
            errors |= _error(cell, at)
        if len(formulas) + len(errors) > MOST_FORMULAS:
            raise UnsupportedWorkbook(f"The worksheet has more than {MOST_FORMULAS:,} formulas. {OWN_WORKBOOK}")
    return WorksheetFacts(
        frozenset(formulas),
        _bounded(formula_blocks(layout)),
        frozenset(unsaved),
        errors,
        _bounded(merged_ranges(layout)),
        _auto_filter(layout),
        _protected(layout),
        tuple(read_tables(package, sheet)),
        drawn_areas(package, sheet),
    )


def _bounded(ranges: Iterable[Range]) -> tuple[Range, ...]:
    found = tuple(islice(ranges, MOST_RANGES + 1))
    if len(found) > MOST_RANGES:
        raise UnsupportedWorkbook(f"The worksheet has more than {MOST_RANGES:,} merged ranges. {OWN_WORKBOOK}")
    return found


def _telling_cells(layout: Layout) -> Iterator[tuple[Address, bytes]]:
    """The cells of all rows that may hold a formula or an error; the others need not be taken apart."""
    for row in _telling_rows(layout):
        pieces = cells_of(layout, row)
        for column, cell in zip(pieces.columns, pieces.cells, strict=True):
            yield (row.number, column), cell


def _telling_rows(layout: Layout) -> Iterator[Row]:
    mask, data, rows = layout.part.mask, layout.data, [*layout.rows.values()]
    starts = [row.start for row in rows]
    telling: set[int] = set()
    for sign in (b"<" + layout.prefix + b"f", b'"e"', b"'e'"):
        position = data.inner
        while (position := mask.find(sign, position, data.close)) >= 0:
            telling.add(bisect_right(starts, position) - 1)
            position = rows[bisect_right(starts, position) - 1].end
    return (rows[index] for index in sorted(telling))


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


def _auto_filter(layout: Layout) -> Range | None:
    element = layout.elements.get("autoFilter")
    return None if element is None else parse_range(attributes(element.tag).get("ref", ""))


def _protected(layout: Layout) -> bool:
    element = layout.elements.get("sheetProtection")
    return element is not None and flag(attributes(element.tag).get("sheet"))
