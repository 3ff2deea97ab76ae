"""New cells for a worksheet: their XML, and the formats they are given."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial

from sheet_sync.ooxml.cells import Value, cell_xml
from sheet_sync.ooxml.columns import column_styles
from sheet_sync.ooxml.errors import UnsupportedWorkbook
from sheet_sync.ooxml.formats import DATE_FORMAT, DATE_TIME_FORMAT
from sheet_sync.ooxml.formatuse import formats_named
from sheet_sync.ooxml.package import Package
from sheet_sync.ooxml.references import Address, cell_name
from sheet_sync.ooxml.rowcells import RowCells, cell_at, style_of
from sheet_sync.ooxml.styles import Styles
from sheet_sync.ooxml.workbook import empty_styles, linked_styles, styles_part
from sheet_sync.ooxml.worksheet import Layout, has_formula
from sheet_sync.ooxml.xmlpart import attributes, element_at, flag, whole


@dataclass(frozen=True, slots=True)
class CellEdit:
    """What to put into a cell.

    Attributes:
        value: what it shall show; None clears it. A date gets a date format unless its format is one.
        like: (row, column) of the cell whose format to take where the cell has none of its own.
        number_format: a number format code ("yyyy-mm-dd") to use, or (row, column) of the cell that shows days in the
            format to use; None keeps the present one.
        wrap: wrap the text, aligned to the top.
        only_if_plain: use `number_format` and `wrap` only where the cell has no format of its own.
        erase: leave no cell there, neither value nor format; a formula only with `formula_too`.
    """

    value: Value
    like: Address | None = None
    number_format: str | Address | None = None
    wrap: bool = False
    only_if_plain: bool = False
    erase: bool = False
    formula_too: bool = False

    @property
    def shapes(self) -> bool:
        """It asks for a format, be the cell empty or not."""
        return self.like is not None or self.number_format is not None or self.wrap


class CellWriter:
    """Turns edits of cells into XML, choosing the formats on the way."""

    def __init__(self, package: Package, layout: Layout) -> None:
        self._package = package
        self._layout = layout
        self._prefix = layout.prefix.decode()
        self._column_styles = column_styles(layout)
        self._styles_name = styles_part(package)
        self._opened: Styles | None = None
        self._derived: dict[tuple[int, str | Address | None, bool, type], int] = {}
        self._models: dict[Address, bytes | None] = {}

    def cells(self, row: int, edits: Mapping[int, CellEdit], old: RowCells | None) -> dict[int, bytes]:
        """The XML of the new cells of a row, by column: empty for one to take away. Nothing where nothing was.

        Raises:
            UnsupportedWorkbook: a formula would be lost, or a value is one that no cell can hold.
        """
        written: dict[int, bytes] = {}
        for column, edit in edits.items():
            before = None if old is None else old.cell(column)
            if before is None and edit.value is None and not edit.shapes:
                continue
            if before is not None and not edit.formula_too and has_formula(self._layout, before):
                raise formula_refusal((row, column))
            if edit.erase and not _places_next(old, column):
                written[column] = b""
                continue
            style = 0 if edit.erase else self._style((row, column), before, edit, old)
            xml = cell_xml(self._prefix, (row, column), style, edit.value, date1904=self._package.date1904)
            written[column] = self._layout.part.encoded(xml)
        return written

    def format_of(self, at: Address) -> bytes:
        """What is inside the cell format that holds at an address, be there a cell or not."""
        return self._styles().inside(self._index(at))

    def _index(self, at: Address) -> int:
        model = self._model(at)
        return self._default(at) if model is None else style_of(model) or 0

    def styles_parts(self) -> tuple[dict[str, bytes], dict[str, bytes]]:
        """The parts (replaced, added) that the new formats live in, and by which the workbook knows them."""
        content = self._opened.render() if self._opened else None
        if content is None:
            return {}, {}
        if self._styles_name is not None:
            return {self._styles_name: content}, {}
        name, replaced = linked_styles(self._package)
        return replaced, {name: content}

    def _style(self, at: Address, old: bytes | None, edit: CellEdit, row: RowCells | None) -> int:
        base = self._base(at, old, edit.like, row)
        keeps_own = edit.only_if_plain and old is not None and bool(style_of(old))
        wanted, wrap = (None, False) if keeps_own else (edit.number_format, edit.wrap)
        if wanted is None and not wrap and not isinstance(edit.value, date):
            return base
        key = (base, wanted, wrap, _kind(edit.value))
        if key not in self._derived:
            code = self._of_days(wanted) if isinstance(wanted, tuple) else wanted or self._date_format(base, edit.value)
            self._derived[key] = self._styles().with_format(base, code, wrap=wrap)
        return self._derived[key]

    def _base(self, at: Address, old: bytes | None, like: Address | None, row: RowCells | None) -> int:
        """The format to start from: the cell's own, else its model's, else the row's or the column's."""
        own = None if old is None else style_of(old)
        if own:
            return own
        if like is not None:
            model = row.cell(like[1]) if row is not None and like[0] == at[0] else self._model(like)
            return self._default(like) if model is None else style_of(model) or 0
        return self._default(at) if old is None else 0

    def _model(self, at: Address) -> bytes | None:
        if at not in self._models:
            self._models[at] = cell_at(self._layout, at)
        return self._models[at]

    def _default(self, at: Address) -> int:
        row = self._layout.rows.get(at[0])
        values = {} if row is None or b"customFormat" not in row.tag else attributes(row.tag)
        style = whole(values.get("s"))
        if flag(values.get("customFormat")) and style is not None:
            return style
        return next((style for first, last, style in self._column_styles if first <= at[1] <= last), 0)

    def _of_days(self, at: Address) -> int | str:
        """The format in which a cell shows a day; our own where it shows none."""
        index = self._index(at)
        return index if self._styles().shows_day(index) else DATE_FORMAT

    def _date_format(self, base: int, value: Value) -> str | None:
        if not isinstance(value, date) or self._styles().shows_day(base):
            return None
        return DATE_TIME_FORMAT if _kind(value) is datetime else DATE_FORMAT

    def _styles(self) -> Styles:
        if self._opened is None:
            name = self._styles_name
            part = empty_styles(self._package) if name is None else self._package.xml(name)
            self._opened = Styles(part, partial(formats_named, self._package))
        return self._opened


def _places_next(old: RowCells | None, column: int) -> bool:
    """The cell behind this one has no address of its own: it stands where it does by standing behind this one."""
    if old is None or column not in old.columns[:-1]:
        return False
    following = old.cells[old.columns.index(column) + 1]
    return "r" not in attributes(element_at(following, 0).tag)


def formula_refusal(at: Address) -> UnsupportedWorkbook:
    """The refusal to overwrite a formula."""
    return UnsupportedWorkbook(f"Cell {cell_name(at)} holds a formula, which would be lost.")


def _kind(value: Value) -> type:
    """What the format depends on: a moment, a day, or anything else."""
    if isinstance(value, datetime) and value.time() != time():
        return datetime
    return date if isinstance(value, date) else object
