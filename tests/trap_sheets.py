"""Worksheets made of traps: valid, with all kinds of cells that a workbook may hold."""

import random
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from openpyxl.utils import get_column_letter
from raw_xlsx import LINKS, SPACE
from trap_pen import Pen, XmlTrap

Address: TypeAlias = tuple[int, int]
Value: TypeAlias = str | float | date
Content: TypeAlias = Mapping[Address, Value]
STRICT_SPACE = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_LINKS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
FORMATS = 4
"""Cell formats of the styles part; the third shows dates."""
DATES = 2
_EPOCHS = {True: date(1904, 1, 1), False: date(1899, 12, 30)}


class SheetTrap(StrEnum):
    """What a worksheet or workbook may hold."""

    ROWS_WITHOUT_R = "rows without r"
    CELLS_WITHOUT_R = "cells without r"
    SPANS = "spans, right and wrong"
    DIMENSION = "a dimension, right or wrong"
    ROW_STYLES = "formats, heights and outlines of rows"
    COLUMN_STYLES = "formats of columns"
    FORMULAS = "formulas"
    SHARED_FORMULAS = "shared formulas"
    ARRAY_FORMULAS = "array formulas"
    DATA_TABLES = "data tables"
    METADATA = "cm, vm and ph"
    MERGES = "merged cells"
    DATES_1904 = "dates from 1904"
    ISO_DATES = "dates as text of ISO 8601"
    ERRORS = "error values"
    INLINE_STRINGS = "inline strings, rich ones too"
    SHARED_STRINGS = "shared strings"
    STYLE_PAST_END = "a format index past the end"
    NO_STYLES = "no styles part"
    DANGLING_STYLES = "a link to styles that are not there"
    EMPTY_STYLES = "an empty styleSheet"
    NO_CELL_FORMATS = "styles without cellXfs"
    STYLE_EXTENSIONS = "styles with dxfs and extensions"
    ABSOLUTE_TARGETS = "absolute targets"
    OTHER_NAMES = "parts under other names, the first sheet not sheet1.xml"


TEXTS = (
    "Acme", "Zoë", "名", "😀", "€", "a & b", "<f>1</f>", "</row>", '<c r="A1"/>', " padded ", "_x0041_", "=1+1",
    "two\nlines", "'quoted'", "x" * 300, "0123", "TRUE", "#N/A",
)  # fmt: skip


class Maker:
    """What all parts of one workbook share."""

    def __init__(self, traps: frozenset[StrEnum], dice: random.Random) -> None:
        self.traps, self.dice = traps, dice
        self.pen_traps = frozenset(trap for trap in traps if isinstance(trap, XmlTrap))
        self.strict = XmlTrap.STRICT in traps
        self.prefix = "x:" if XmlTrap.PREFIX in traps else ""
        self.strings: list[str] = []

    def has(self, trap: SheetTrap, chance: float = 0.3) -> bool:
        """Whether the trap is laid here."""
        return trap in self.traps and self.dice.random() < chance

    def pen(self, prefix: str | None = None) -> Pen:
        return Pen(self.pen_traps, self.dice, self.prefix if prefix is None else prefix)

    def made_up(self, rows: int, columns: int) -> dict[Address, Value]:
        """Cells here and there, some rows without any."""
        dice = self.dice
        wide = [dice.random() < 0.7 for _ in range(rows)]
        values = (*TEXTS, 1, -1.5, 0.1, 1e7, True, date(2026, 11, 23), "")
        return {
            (row, column): dice.choice(values)
            for row in range(1, rows + 1)
            for column in range(1, columns + 1)
            if wide[row - 1] and dice.random() < 0.6
        }

    def root(self, pen: Pen, name: str, inside: str) -> bytes:
        """A spreadsheet part."""
        space = {f"xmlns:{pen.prefix[:-1]}" if pen.prefix else "xmlns": STRICT_SPACE if self.strict else SPACE}
        links = {"xmlns:r": STRICT_LINKS if self.strict else LINKS}
        return pen.encoded(pen.preface() + pen.element(name, {**space, **links, **pen.namespaces()}, inside))


class Sheet:
    """A worksheet part around some content.

    Attributes:
        present: the cells that it has.
        taken: cells that nobody may write.
    """

    def __init__(self, maker: Maker, content: Content, *, invented: bool) -> None:
        self._maker, self._dice, self._pen = maker, maker.dice, maker.pen()
        self._content, self._invented = content, invented
        self._rows: dict[int, list[int]] = {}
        for row, column in sorted(content):
            self._rows.setdefault(row, []).append(column)
        self._blocks: dict[Address, int] = {}
        self._shared: dict[int, tuple[int, int]] = {}
        self.present: list[Address] = sorted(content)
        self.taken: set[Address] = set()

    def xml(self) -> bytes:
        """The part's bytes."""
        pen = self._pen
        data = pen.listed("sheetData", {}, list(self._row_elements()))
        before = "".join(pen.gap() + each for each in (*self._dimension(), *self._columns()))
        after = "".join(pen.gap() + each for each in (*self._merges(), *self._extras()))
        return self._maker.root(pen, "worksheet", before + pen.gap() + data + after + pen.gap())

    def _has(self, trap: SheetTrap, chance: float = 0.3) -> bool:
        return self._maker.has(trap, chance)

    def _dimension(self) -> Iterator[str]:
        if SheetTrap.DIMENSION in self._maker.traps:
            yield self._pen.element("dimension", {"ref": self._dice.choice(("A1", "A1:C5", "B2:XFD1048576"))})

    def _columns(self) -> Iterator[str]:
        if SheetTrap.COLUMN_STYLES in self._maker.traps:
            columns = [{"min": 1, "max": 2, "width": 9, "style": 1}, {"min": 4, "max": 9, "width": 20, "style": 2}]
            yield self._pen.listed("cols", {}, [self._pen.element("col", values) for values in columns])

    def _merges(self) -> Iterator[str]:
        if SheetTrap.MERGES not in self._maker.traps or not self._invented:
            return
        first = max(self._rows, default=0) // 2
        areas = [
            (row, left, row, left + self._dice.randint(1, 2)) for row in range(max(1, first), first + 3)
            for left in (1, 5) if self._dice.random() < 0.5
        ]  # fmt: skip
        areas = [area for area in areas if not self._block_in(area)]
        for top, left, _, right in areas:
            self.taken.update((top, column) for column in range(left + 1, right + 1))
        if areas:
            members = [self._pen.element("mergeCell", {"ref": _range(*area)}) for area in areas]
            yield self._pen.listed("mergeCells", {"count": len(members)}, members)

    def _block_in(self, area: tuple[int, int, int, int]) -> bool:
        return any((area[0], column) in self.taken for column in range(area[1], area[3] + 1))

    def _extras(self) -> Iterator[str]:
        pen = self._pen
        yield pen.element("pageMargins", dict.fromkeys(("left", "right", "top", "bottom", "header", "footer"), 1))
        if pen.has(XmlTrap.ALTERNATE_CONTENT, 1):
            yield pen.alternate()
        if pen.has(XmlTrap.EXT_LISTS, 1):
            yield pen.extensions()

    def _row_elements(self) -> Iterator[str]:
        previous = 0
        for number in range(1, max(self._rows, default=0) + 1):
            columns = self._rows.get(number, [])
            if not columns and self._dice.random() < 0.5:
                continue
            named = number != previous + 1 or not self._has(SheetTrap.ROWS_WITHOUT_R, 0.7)
            previous = number
            yield self._row(number, columns, named=named)

    def _row(self, number: int, columns: list[int], *, named: bool) -> str:
        pen, values = self._pen, {"r": number} if named else {}
        extra: dict[str, object] = {}
        if self._has(SheetTrap.SPANS, 0.7):
            extra["spans"] = self._dice.choice(("1:3", "1:16384", "2:2 4:9", "5:1"))
        if self._has(SheetTrap.ROW_STYLES, 0.5):
            extra |= {"s": 1, "customFormat": 1, "ht": 20, "hidden": self._dice.randint(0, 1)}
        cells = list(self._cells(number, columns))
        cells += [pen.extensions()] if pen.has(XmlTrap.EXT_LISTS, 0.2) else []
        return pen.listed("row", {**extra, **values, **pen.strange()}, cells)

    def _cells(self, row: int, columns: list[int]) -> Iterator[str]:
        previous = 0
        for column in columns:
            named = column != previous + 1 or not self._has(SheetTrap.CELLS_WITHOUT_R, 0.7)
            previous = column
            yield self._cell((row, column), {"r": _name((row, column))} if named else {})

    def _cell(self, at: Address, values: dict[str, object]) -> str:
        style, kind, inside = self._formula(at) or self._typed(self._content[at])
        values |= {"s": style} if style else {}
        values |= {"t": kind} if kind else {}
        if self._has(SheetTrap.METADATA):
            values |= self._dice.choice(({"cm": 1}, {"vm": 1}, {"ph": 1}))
        shuffled = list({**values, **self._pen.strange()}.items())
        if self._dice.random() < 0.3:
            self._dice.shuffle(shuffled)
        more = self._pen.extensions() if inside and self._pen.has(XmlTrap.CELL_EXT_LISTS) else ""
        return self._pen.element("c", dict(shuffled), inside + more)

    def _formula(self, at: Address) -> tuple[int, str, str] | None:
        """The format, type and inside of a cell with a formula, or within another's."""
        if not self._invented:
            return None
        one, value = self._pen.element, self._pen.element("v", {}, "1")
        if at in self._blocks:
            return 0, "", value
        column, (last, index) = at[1], self._shared.get(at[1], (0, 0))
        if at[0] <= last:
            self.taken.add(at)
            return 0, "", one("f", {"t": "shared", "si": index}) + value
        if self._has(SheetTrap.SHARED_FORMULAS, 0.1):
            self._shared[column] = (at[0] + 3, len(self._shared) + last)
            self.taken.add(at)
            area = _range(*at, at[0] + 3, column)
            return 0, "", one("f", {"t": "shared", "ref": area, "si": self._shared[column][1]}, "1+1") + value
        if self._has(SheetTrap.FORMULAS, 0.15):
            self.taken.add(at)
            kind, result = self._dice.choice((("", value), ("str", one("v", {}, "a")), ("", "")))
            return 1, kind, one("f", {}, self._pen.text("A1<2")) + result
        return self._block(at)

    def _block(self, at: Address) -> tuple[int, str, str] | None:
        """The head of an array formula or a data table of two rows and columns."""
        block = {(at[0] + down, at[1] + right) for down in (0, 1) for right in (0, 1)}
        clear = not block & (self.taken | set(self._blocks)) and all(
            last < at[0] for last, _ in (self._shared.get(at[1] + right, (0, 0)) for right in (0, 1))
        )
        area, value = _range(*at, at[0] + 1, at[1] + 1), self._pen.element("v", {}, "1")
        formulas: dict[SheetTrap, tuple[dict[str, object], str]] = {
            SheetTrap.ARRAY_FORMULAS: ({"t": "array", "ref": area}, "1+1"),
            SheetTrap.DATA_TABLES: ({"t": "dataTable", "ref": area, "dt2D": 1, "r1": "A1", "r2": "A2"}, ""),
        }
        for trap, (values, text) in formulas.items():
            if clear and self._has(trap, 0.05):
                self._blocks |= dict.fromkeys(block, 1)
                self.taken |= block
                return 0, "", self._pen.element("f", values, text) + value
        return None

    def _typed(self, value: Value) -> tuple[int, str, str]:
        """The format, type and inside of a cell with a value; where content is given, a date looks like one."""
        past = FORMATS + self._dice.randint(0, 2) if self._has(SheetTrap.STYLE_PAST_END) else None
        style = self._dice.randrange(FORMATS) if self._invented else 0
        style = past if past is not None and not isinstance(value, date) else style
        match value:
            case bool():
                return style, "b", self._pen.element("v", {}, str(int(value)))
            case str():
                return (style, *self._text(value))
            case date():
                return (DATES, *self._date(value))
            case _:
                return style, self._dice.choice(("", "n")), self._pen.element("v", {}, repr(value))

    def _date(self, value: date) -> tuple[str, str]:
        if self._has(SheetTrap.ISO_DATES, 0.5):
            return "d", self._pen.element("v", {}, value.isoformat())
        serial = (value - _EPOCHS[SheetTrap.DATES_1904 in self._maker.traps]).days
        return "", self._pen.element("v", {}, str(serial))

    def _text(self, text: str) -> tuple[str, str]:
        one, pen = self._pen.element, self._pen
        if not text:
            return "", ""
        if text == "#N/A" and self._has(SheetTrap.ERRORS, 1):
            return "e", one("v", {}, text)
        keep: dict[str, object] = {"xml:space": "preserve"} if text != text.strip() or "\n" in text else {}
        if self._has(SheetTrap.SHARED_STRINGS, 0.6):
            self._maker.strings.append(one("si", {}, self._runs(text, keep)))
            return "s", one("v", {}, str(len(self._maker.strings) - 1))
        if self._has(SheetTrap.INLINE_STRINGS, 0.6):
            return "inlineStr", one("is", {}, self._runs(text, keep))
        return "str", one("v", keep, pen.text(text))

    def _runs(self, text: str, keep: dict[str, object]) -> str:
        """Plain text, or rich text in two runs with a reading aid."""
        one, pen = self._pen.element, self._pen
        if self._dice.random() < 0.6 or text != text.strip():
            return one("t", keep, pen.text(text))
        first, second = text[: len(text) // 2], text[len(text) // 2 :]
        look = one("rPr", {}, one("b"))
        runs = [one("r", {}, one("t", {"xml:space": "preserve"}, pen.text(first))) if first else ""]
        runs.append(one("r", {}, look + one("t", {"xml:space": "preserve"}, pen.text(second))))
        reading = one("rPh", {"sb": 0, "eb": 1}, one("t", {}, "reading")) if self._dice.random() < 0.3 else ""
        return "".join(runs) + reading


def _name(at: Address) -> str:
    return f"{get_column_letter(at[1])}{at[0]}"


def _range(top: int, left: int, bottom: int, right: int) -> str:
    return f"{_name((top, left))}:{_name((bottom, right))}"
