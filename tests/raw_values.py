"""The values of a worksheet read from its raw XML, by lxml and the standard library alone."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeAlias

from lxml import etree
from raw_xlsx import RawWorkbook, numbered

Value: TypeAlias = str | float | bool | datetime | None
_LAST_DAY = 2_958_466
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_DAY_CODE = re.compile("[yd]", re.IGNORECASE)


def raw_values(source: Path | bytes, worksheet: str) -> dict[tuple[int, int], Value]:
    """Every cell that a worksheet's part holds: text, number, truth, moment, or None for an empty one."""
    book = RawWorkbook(source)
    tree = etree.fromstring(book.read(book.sheet_part(worksheet)))
    days, epoch = _day_formats(book), _epoch(book)
    found: dict[tuple[int, int], Value] = {}
    for row, element in numbered(tree, "row"):
        for column, cell in numbered(element, "c"):
            value = _value(cell)
            if isinstance(value, float) and 0 <= value < _LAST_DAY and int(cell.get("s", "0")) in days:
                value = epoch + timedelta(days=value)
            found[row, column] = value
    return found


def _value(cell: etree._Element) -> Value:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        texts = [*cell.findall("{*}is/{*}t"), *cell.findall("{*}is/{*}r/{*}t")]
        return _unescaped("".join(piece for text in texts for piece in _texts(text)))
    value = cell.find("{*}v")
    if value is None:
        return None
    text = "".join(_texts(value))
    if kind == "b":
        return text == "1"
    return float(text) if kind == "n" and text else text


def _texts(element: etree._Element) -> list[str]:
    """An element's own text, around comments."""
    return [element.text or "", *(child.tail or "" for child in element)]


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def _epoch(book: RawWorkbook) -> datetime:
    tree = etree.fromstring(book.read(book.workbook()))
    properties = tree.find("{*}workbookPr")
    since_1904 = properties is not None and properties.get("date1904") in {"1", "true"}
    return datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)


def _day_formats(book: RawWorkbook) -> set[int]:
    """The indexes of the cell formats that show a day."""
    name = book.linked("styles")
    if name is None:
        return set()
    tree = etree.fromstring(book.read(name))
    codes: Mapping[str, str] = {
        str(code.get("numFmtId")): str(code.get("formatCode")) for code in tree.findall("{*}numFmts/{*}numFmt")
    }
    formats = enumerate(tree.findall("{*}cellXfs/{*}xf"))
    return {index for index, xf in formats if _shows_day(str(xf.get("numFmtId", "0")), codes)}


def _shows_day(identity: str, codes: Mapping[str, str]) -> bool:
    if identity in codes:
        return _DAY_CODE.search(re.sub(r'"[^"]*"|\[[^\]]*\]', "", codes[identity])) is not None
    return identity in {"14", "15", "16", "17", "22"}
