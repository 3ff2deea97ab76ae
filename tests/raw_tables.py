"""Excel tables in tests: made with openpyxl, read from their raw parts and held against the cells."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from lxml import etree
from openpyxl import Workbook
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn
from openpyxl.worksheet.worksheet import Worksheet
from workbooks import HEADERS, entries, values

Finish = Callable[[Workbook, Worksheet], None]


class RawTable(NamedTuple):
    """A table as its part has it."""

    ref: str
    filter: str | None
    columns: tuple[str, ...]


def raw_tables(path: Path) -> dict[str, RawTable]:
    """The tables by name; each is found to agree with the cells and with itself, as Excel demands."""
    parts = entries(path)
    trees = [etree.fromstring(content) for name, content in sorted(parts.items()) if name.startswith("xl/tables/table")]
    return {tree.get("displayName", ""): _checked(tree, path) for tree in trees}


def _checked(tree: etree._Element, path: Path) -> RawTable:
    columns = tree.findall(".//{*}tableColumn")
    names = tuple(column.get("name", "") for column in columns)
    left, top, right, _ = range_boundaries(tree.get("ref", ""))
    assert left is not None
    assert top is not None
    assert right is not None
    if tree.get("headerRowCount") != "0":
        assert [*names] == values(path)[top - 1][left - 1 : right]
    assert len({name.casefold() for name in names}) == len(names)
    assert len({column.get("id") for column in columns}) == len(columns)
    listed = tree.find("{*}tableColumns")
    assert listed is not None
    assert listed.get("count") == str(len(names))
    own_filter = tree.find("{*}autoFilter")
    return RawTable(tree.get("ref", ""), None if own_filter is None else own_filter.get("ref"), names)


def as_table(ref: str = "A1:N4", name: str = "Jobs") -> Finish:
    """Makes a range a table, named as its cells are."""
    return lambda _, sheet: sheet.add_table(Table(displayName=name, ref=ref))


def with_columns(table: Table, headers: Sequence[str] = HEADERS) -> Table:
    """The table with its columns listed, for openpyxl to leave alone."""
    table.tableColumns = [TableColumn(id=number, name=header) for number, header in enumerate(headers, start=1)]
    return table


def with_totals(_: Workbook, sheet: Worksheet) -> None:
    """Three rows and one of totals, as Excel makes them: a label in the first column, a count in another."""
    table = with_columns(Table(displayName="Jobs", ref="A1:N5", totalsRowCount=1))
    table.autoFilter = AutoFilter(ref="A1:N4")
    table.tableColumns[0].totalsRowLabel = "Total"
    table.tableColumns[1].totalsRowFunction = "count"
    sheet["A5"], sheet["B5"] = "Total", "=SUBTOTAL(103,Jobs[Position])"
    sheet.add_table(table)
