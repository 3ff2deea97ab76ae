"""The texts that cells share, and the formats, looked at before a reader of values takes them in.

A cell that names a shared text costs the file a few bytes and its reader the whole text: what all of them come to is
told beforehand, for the reader asks nobody.
"""

import re
from array import array
from collections.abc import Iterator
from functools import cached_property

from sheet_sync.ooxml.errors import OWN_WORKBOOK, UnsupportedWorkbook
from sheet_sync.ooxml.package import LARGEST_PART, Package
from sheet_sync.ooxml.worksheet import Layout
from sheet_sync.ooxml.xmlpart import XmlPart

MOST_TEXTS = 3_000_000
"""Texts that cells may share: as many as there may be cells."""

_TEXTS, _FORMATS = "sharedStrings", "styles"
_WHERE_READERS_LOOK = {_TEXTS: "xl/sharedStrings.xml", _FORMATS: "xl/styles.xml"}
_WIDE_SIGNS = tuple(bytes((lead,)) for lead in range(0xF0, 0xF5))
_WIDE = re.compile(rb"[\xf0-\xf4]")
_WIDEST = 4
"""Bytes that every letter of a text takes in memory, if one of them is an emoji."""
_REFERENCE = re.compile(rb"""t=["']s["'][^<>]*+><(?:[^\s<>/]++:)?v>\s*+([0-9]{1,9})<""")


def wide_texts(mask: bytes) -> int:
    """Bytes that a part's own texts with an emoji take in memory; the others take what the part does."""
    total, position = 0, 0
    if not any(sign in mask for sign in _WIDE_SIGNS):
        return 0
    while (found := _WIDE.search(mask, position)) is not None:
        start = max(mask.rfind(b">", position, found.start()), position)
        end = mask.find(b"<", found.start())
        position = len(mask) if end < 0 else end
        total += _WIDEST * (position - start)
    return total


class SharedTexts:
    """The shared texts of a workbook, by the bytes that each takes in memory, markup included."""

    def __init__(self, package: Package) -> None:
        """Checks them; raises UnsupportedWorkbook where a reader should not be given them."""
        self._package = package
        self._part = _checked_parts(package)
        entry = package.entry(self._part)
        self._size = 0 if entry is None else _WIDEST * entry.size

    def shown_in(self, layout: Layout) -> int:
        """Bytes that the shared texts of a worksheet's cells take in memory, or more."""
        mask, data = layout.part.mask, layout.data
        references = sum(mask.count(sign, data.inner, data.close) for sign in (b'"s"', b"'s'"))
        if references * self._size <= LARGEST_PART:
            return references * self._size
        if references * self._longest <= LARGEST_PART:
            return references * self._longest
        named = [int(match[1]) for match in _REFERENCE.finditer(mask, data.inner, data.close)]
        others = max(0, references - len(named)) * self._longest
        return others + sum(self._lengths[index] for index in named if index < len(self._lengths))

    @cached_property
    def _longest(self) -> int:
        return max(self._lengths, default=0)

    @cached_property
    def _lengths(self) -> "array[int]":
        part = XmlPart.unchecked(self._package.read(self._part), self._part)
        prefix = part.root().prefix
        ends = part.mask.count(b"</" + prefix + b"si")
        pieces = part.mask.split(b"</" + prefix + b"si>")
        if len(pieces) != ends + 1 or b"<" + prefix + b"si/" in part.mask:
            return array("Q", [self._size]) * (ends + part.mask.count(b"<" + prefix + b"si/"))
        return array("Q", (len(piece) + wide_texts(piece) for piece in pieces[:-1]))


def _checked_parts(package: Package) -> str:
    """The name of the part with the texts, if there is one; raises UnsupportedWorkbook where a part is a trap."""
    for name in _parts(package, _FORMATS):
        package.xml(name)
    found = _WHERE_READERS_LOOK[_TEXTS]
    for name in _parts(package, _TEXTS):
        part, found = XmlPart.parse(package.read(name), name), name
        if part.mask.count(b"si>") + 2 * part.mask.count(b"si/>") > 2 * MOST_TEXTS:
            raise UnsupportedWorkbook(
                f"The file holds more than {MOST_TEXTS:,} texts, more than can be kept in memory. {OWN_WORKBOOK}"
            )
    return found


def _parts(package: Package, kind: str) -> Iterator[str]:
    linked = {link.part.lower(): link.part for link in package.relationships(package.workbook) if link.kind == kind}
    fixed = _WHERE_READERS_LOOK[kind]
    return (part for part in ({fixed.lower(): fixed} | linked).values() if package.entry(part) is not None)
