"""A synced tracker compared with the one before: the closed list of SPEC section 7, and nothing beyond it."""

import re
from collections.abc import Iterable
from copy import deepcopy
from itertools import pairwise
from pathlib import Path

from lxml import etree
from raw_xlsx import (
    RawWorkbook,
    canonical,
    column_number,
    entry_differences,
    format_differences,
    remove,
    worksheet_differences,
)

Address = tuple[int, int]
_STRETCHED = frozenset({"cols", "autoFilter"})


def tracker_differences(
    before: Path | bytes, after: Path | bytes, worksheet: str, named: Iterable[Address]
) -> list[str]:
    """Every difference between two workbooks that no sync may make, as sentences.

    Args:
        before: the workbook as it was.
        after: as the sync left it.
        worksheet: the tracker's name.
        named: the cells that may differ; widths, filters and tables may reach as far as their columns.
    """
    old, new, cells = RawWorkbook(before), RawWorkbook(after), set(named)
    sheet, book = old.sheet_part(worksheet), old.workbook()
    tables = _tables(old, sheet)
    created = new.linked("styles") if old.linked("styles") is None else None
    found = entry_differences(old, new, {sheet, book, old.linked("styles"), created, *tables})
    found += worksheet_differences(old.read(sheet), new.read(sheet), cells, _STRETCHED)
    found += _surrounding_differences(old.read(sheet), new.read(sheet), {column for _, column in cells})
    found += _workbook_differences(old, new, book)
    for table in tables:
        found += _table_differences(table, old.read(table), new.read(table))
    return found + format_differences(old, new, sheet, cells)


def _tables(book: RawWorkbook, sheet: str) -> list[str]:
    folder, _, name = sheet.rpartition("/")
    if f"{folder}/_rels/{name}.rels".lower() not in book.entries:
        return []
    return [part for _, part in book.links(sheet).get("table", []) if part.lower() in book.entries]


def _surrounding_differences(before: bytes, after: bytes, ours: set[int]) -> list[str]:
    old, new = etree.fromstring(before), etree.fromstring(after)
    found = []
    if _columns(old, ours) != _columns(new, ours):
        found.append("the width or format of another column differs")
    filters = [_filter(tree.find("{*}autoFilter")) for tree in (old, new)]
    if filters[0][1] != filters[1][1] or _narrower(filters[1][0], filters[0][0]):
        found.append(f"the filter {filters[0]} became {filters[1]}")
    return found


def _columns(tree: etree._Element, ours: set[int]) -> list[tuple[int, int, dict[str, str]]]:
    """(first, last, attributes) of the columns that are not ours, in pieces that no spelling changes."""
    pieces = []
    for column in tree.findall("{*}cols/{*}col"):
        values = {str(name): str(value) for name, value in column.attrib.items()}
        first, last = int(values.pop("min")), int(values.pop("max"))
        edges = sorted({first, last + 1, *(edge for at in ours for edge in (at, at + 1) if first < edge <= last)})
        spans = [(left, right - 1) for left, right in pairwise(edges)]
        pieces += [(*span, values) for span in spans if span[0] not in ours]
    return pieces


def _filter(element: etree._Element | None) -> tuple[str, bytes]:
    """The range of a filter, and the rest of it."""
    if element is None:
        return "", b""
    rest = deepcopy(element)
    rest.tail = None
    return str(rest.attrib.pop("ref", "")), canonical(rest)


def _narrower(new: str, old: str) -> bool:
    """A range ends elsewhere than further to the right."""
    corners = [re.fullmatch(r"\$?([A-Z]+)\$?([0-9]+):\$?([A-Z]+)\$?([0-9]+)", each) for each in (new, old)]
    if new == old:
        return False
    if corners[0] is None or corners[1] is None:
        return True
    (left, top, right, bottom), (old_left, old_top, old_right, old_bottom) = (
        match.groups() for match in corners if match
    )
    same = (left, top, bottom) == (old_left, old_top, old_bottom)
    return not same or column_number(right) <= column_number(old_right)


def _workbook_differences(old: RawWorkbook, new: RawWorkbook, book: str) -> list[str]:
    before, after = etree.fromstring(old.read(book)), etree.fromstring(new.read(book))
    had = {calculation.get("fullCalcOnLoad") for calculation in before.findall("{*}calcPr")}
    asks = {calculation.get("fullCalcOnLoad") for calculation in after.findall("{*}calcPr")} - {None, "0"}
    asked = bool(asks) and had <= {None, "0"}
    found = ["it is computed anew without having formulas"] if asked and not _has_formulas(old) else []
    for tree in (before, after):
        for calculation in tree.findall("{*}calcPr"):
            calculation.attrib.pop("fullCalcOnLoad", "")
            if not calculation.attrib:
                remove(calculation)
        for name in tree.findall("{*}definedNames/{*}definedName[@name='_xlnm._FilterDatabase']"):
            name.text = re.sub(r"\$?[A-Z]+(\$?[0-9]+\s*)$", r"\1", name.text or "")
    return found + ([] if canonical(before) == canonical(after) else ["the workbook part differs"])


def _has_formulas(book: RawWorkbook) -> bool:
    trees = (etree.fromstring(book.read(part)) for part in book.worksheets())
    return any(tree.find(".//{*}f") is not None for tree in trees)


def _table_differences(name: str, before: bytes, after: bytes) -> list[str]:
    old, new = etree.fromstring(before), etree.fromstring(after)
    columns = len(old.findall("{*}tableColumns/{*}tableColumn"))
    same = True
    for element in (old.find("."), old.find("{*}autoFilter")):
        other = None if element is None else new.find("." if element is old else "{*}autoFilter")
        if element is not None and other is not None:
            same = same and not _narrower(str(other.get("ref")), str(element.get("ref")))
    for column in new.findall("{*}tableColumns/{*}tableColumn")[columns:]:
        remove(column)
    for tree in (old, new):
        for element in (tree, *tree.findall("{*}autoFilter"), *tree.findall("{*}tableColumns")):
            element.attrib.pop("ref", "")
            element.attrib.pop("count", "")
    return [] if same and canonical(old) == canonical(new) else [f"{name} differs"]
