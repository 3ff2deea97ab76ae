"""Which cell formats the worksheets name, by their indexes."""

import re
from collections.abc import Iterator

from sheet_sync.ooxml.package import Package
from sheet_sync.ooxml.worksheet import Layout

_SHEETS = frozenset({"worksheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"})
_OF_CELL_OR_ROW = re.compile(rb"""s\s*+=\s*+["']0*+([0-9]{1,9})["']""")
_OF_COLUMN = re.compile(rb"""style\s*+=\s*+["']0*+([0-9]{1,9})["']""")


def formats_named(package: Package) -> frozenset[int]:
    """Every index that a cell, row or column of any sheet names, be there a format of this index or not.

    Attributes that merely look like one are counted too: an index too many does no harm.
    """
    return frozenset(int(index) for text in _sheets(package) for index in _indexes(text))


def _indexes(text: bytes) -> set[bytes]:
    return {match[1] for pattern in (_OF_CELL_OR_ROW, _OF_COLUMN) for match in pattern.finditer(text)}


def _sheets(package: Package) -> Iterator[bytes]:
    """The markup of all sheets in single bytes; one that was taken apart already is not unpacked again."""
    for link in package.relationships(package.workbook):
        if link.kind in _SHEETS and package.entry(link.part) is not None:
            known = package.opened.get(link.part)
            yield known.part.text if isinstance(known, Layout) else package.read(link.part).replace(b"\0", b"")
