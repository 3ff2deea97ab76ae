"""Workbooks made of traps: valid, written in any mix of the ways of programs (DESIGN section 4)."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from raw_xlsx import LINKS, PACKAGE, TYPES
from trap_packages import ZipTrap, zip_of
from trap_pen import Pen, XmlTrap
from trap_sheets import FORMATS, STRICT_LINKS, Address, Content, Maker, Sheet, SheetTrap

Trap: TypeAlias = XmlTrap | SheetTrap | ZipTrap
ALL_TRAPS: tuple[Trap, ...] = (*XmlTrap, *SheetTrap, *ZipTrap)


@dataclass(frozen=True)
class TrapWorkbook:
    """A workbook made of traps.

    Attributes:
        data: its bytes.
        taken: cells that nobody may write: formulas, and what lies beneath merged cells.
        free: cells that are there and may be written.
        date1904: its dates count from 1904.
    """

    data: bytes
    taken: frozenset[Address]
    free: tuple[Address, ...]
    date1904: bool
    worksheet: str = "Jobs"


def trap_workbook(
    traps: frozenset[Trap], seed: int, rows: int = 12, columns: int = 8, content: Content | None = None
) -> TrapWorkbook:
    """A workbook that has the traps.

    Args:
        traps: which ones.
        seed: of all that is chosen at random.
        rows: how many rows and columns at most.
        columns: the same.
        content: what the cells hold; made up where it is not given.
    """
    dice = random.Random(seed)  # noqa: S311 - dice of a test
    maker = Maker(traps, dice)
    sheet = Sheet(maker, content if content is not None else maker.made_up(rows, columns), invented=content is None)
    parts = _Parts(maker).around(sheet.xml())
    data = zip_of(parts, frozenset(trap for trap in traps if isinstance(trap, ZipTrap)), dice)
    taken = frozenset(sheet.taken)
    return TrapWorkbook(
        data, taken, tuple(at for at in sheet.present if at not in taken), SheetTrap.DATES_1904 in traps
    )


class _Parts:
    """The parts of one workbook."""

    def __init__(self, maker: Maker) -> None:
        self._maker = maker

    def around(self, sheet: bytes) -> dict[str, bytes]:
        other = SheetTrap.OTHER_NAMES in self._maker.traps
        first, second = ("sheets/jobs.xml", "worksheets/sheet1.xml") if other else (
            "worksheets/sheet1.xml", "worksheets/sheet2.xml")  # fmt: skip
        parts = {"xl/workbook.xml": self._workbook(), f"xl/{first}": sheet, f"xl/{second}": self._second_sheet()}
        links = [("rId1", "worksheet", first), ("rId7", "worksheet", second)]
        styles = None if SheetTrap.NO_STYLES in self._maker.traps else "look.xml" if other else "styles.xml"
        links += [("rId3", "styles", styles)] if styles else []
        if styles and SheetTrap.DANGLING_STYLES not in self._maker.traps:
            parts[f"xl/{styles}"] = _styles(self._maker)
        if self._maker.strings:
            parts["xl/sharedStrings.xml"] = self._maker.root(self._maker.pen(), "sst", "".join(self._maker.strings))
            links.append(("rId4", "sharedStrings", "sharedStrings.xml"))
        parts["xl/media/image1.png"] = self._maker.dice.randbytes(99)
        parts["xl/_rels/workbook.xml.rels"] = self._links(links, "xl/")
        parts["_rels/.rels"] = self._links([("rId1", "officeDocument", "xl/workbook.xml")], "")
        return {"[Content_Types].xml": self._types(parts)} | parts

    def _workbook(self) -> bytes:
        pen = self._maker.pen()
        sheets = [("Jobs", 3, "rId1"), ("Other & more", 9, "rId7")]
        listed = [pen.element("sheet", {"name": name, "sheetId": at, "r:id": link}) for name, at, link in sheets]
        before = pen.element("workbookPr", {"date1904": "1"} if SheetTrap.DATES_1904 in self._maker.traps else {})
        before = (pen.alternate() if pen.has(XmlTrap.ALTERNATE_CONTENT, 1) else "") + before
        return self._maker.root(pen, "workbook", before + pen.gap() + pen.listed("sheets", {}, listed) + pen.gap())

    def _second_sheet(self) -> bytes:
        pen = self._maker.pen()
        past = {"s": FORMATS + self._maker.dice.randint(0, 3)} if SheetTrap.STYLE_PAST_END in self._maker.traps else {}
        cell = pen.element("c", {"r": "A1", **past}, pen.element("v", {}, "5"))
        return self._maker.root(pen, "worksheet", pen.element("sheetData", {}, pen.element("row", {"r": 1}, cell)))

    def _links(self, links: list[tuple[str, str, str]], folder: str) -> bytes:
        pen = self._maker.pen("p:" if self._maker.prefix else "")
        kinds = STRICT_LINKS if self._maker.strict else LINKS
        slash = f"/{folder}" if SheetTrap.ABSOLUTE_TARGETS in self._maker.traps else ""
        listed = [
            pen.element("Relationship", {"Id": key, "Type": f"{kinds}/{kind}", "Target": slash + target})
            for key, kind, target in links
        ]
        return pen.encoded(pen.listed("Relationships", _space(pen, "relationships"), listed))

    def _types(self, parts: Mapping[str, bytes]) -> bytes:
        pen = self._maker.pen("t:" if self._maker.prefix else "")
        kinds = {"workbook": "sheet.main", "sheet1": "worksheet", "sheet2": "worksheet", "jobs": "worksheet"}
        kinds |= {"styles": "styles", "look": "styles", "sharedStrings": "sharedStrings"}
        named = {name: kinds.get(name.rpartition("/")[2].removesuffix(".xml")) for name in parts}
        defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "png": "image/png"}
        listed = [pen.element("Default", {"Extension": end, "ContentType": kind}) for end, kind in defaults.items()]
        listed += [
            pen.element("Override", {"PartName": f"/{name}", "ContentType": f"{TYPES}.{kind}+xml"})
            for name, kind in named.items()
            if kind
        ]
        return pen.encoded(pen.listed("Types", _space(pen, "content-types"), listed))


def _space(pen: Pen, kind: str) -> dict[str, object]:
    return {f"xmlns:{pen.prefix[:-1]}" if pen.prefix else "xmlns": f"{PACKAGE}/{kind}"}


def _styles(maker: Maker) -> bytes:
    pen = maker.pen()
    if SheetTrap.EMPTY_STYLES in maker.traps:
        return maker.root(pen, "styleSheet", "")
    one = pen.element
    plain = {"numFmtId": 0, "fontId": 0, "fillId": 0, "borderId": 0, "xfId": 0}
    aligned = one("alignment", {"horizontal": "center"}) + one("protection", {"locked": 0})
    formats = [one("xf", plain), one("xf", plain | {"numFmtId": 9}), one("xf", plain | {"numFmtId": 14})]
    formats.append(one("xf", {**plain, **pen.strange(), "numFmtId": 170}, aligned))
    code = one("numFmt", {"numFmtId": 170, "formatCode": '0.0 "Zoë"'})
    lists = [
        pen.listed("numFmts", {"count": 1}, [code]),
        pen.listed("fonts", {"count": 1, **pen.strange()}, [one("font", {}, one("sz", {"val": 11}))]),
        pen.listed("fills", {"count": 1}, [one("fill", {}, one("patternFill", {"patternType": "none"}))]),
        pen.listed("borders", {"count": 1}, [one("border")]),
        pen.listed("cellStyleXfs", {"count": 1}, [one("xf", {"numFmtId": 0})]),
    ]
    if SheetTrap.NO_CELL_FORMATS not in maker.traps:
        lists.append(pen.listed("cellXfs", {"count": FORMATS} if maker.dice.random() < 0.8 else {}, formats))
    if SheetTrap.STYLE_EXTENSIONS in maker.traps:
        different = one("numFmt", {"numFmtId": 180, "formatCode": "0"})
        lists += [pen.listed("dxfs", {"count": 1}, [one("dxf", {}, different)]), pen.extensions()]
    if pen.has(XmlTrap.ALTERNATE_CONTENT, 1):
        lists.insert(2, pen.alternate())
    return maker.root(pen, "styleSheet", "".join(pen.gap() + each for each in lists))
