"""The styles part: cell formats found or appended, those that are there never touched."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from sheet_sync.ooxml.errors import SAVE_ANEW, UnsupportedWorkbook
from sheet_sync.ooxml.formats import builtin_identity, shows_day
from sheet_sync.ooxml.xmlpart import (
    Element,
    Splice,
    XmlPart,
    attributes,
    raw_attributes,
    start_tag,
    whole,
    with_attribute,
)

EMPTY_STYLES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<styleSheet xmlns="%b">'
    b'<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    b'<fills count="2"><fill><patternFill patternType="none"/></fill>'
    b'<fill><patternFill patternType="gray125"/></fill></fills>'
    b'<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    b'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    b'<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    b'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    b"</styleSheet>"
)
"""What a workbook without styles part gets, once a date or wrapped text needs a format."""

_BEFORE_FORMATS = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs")
_FIRST_CUSTOM = 164
_ANY_IDENTITY = re.compile(rb"""\snumFmtId\s*=\s*["']([0-9]{1,9})["']""")
"""Conditional formats number theirs from the same range."""

_Key: TypeAlias = tuple[frozenset[tuple[bytes, bytes]], bytes]


@dataclass(frozen=True, slots=True)
class CellFormat:
    """An `<xf>`: its attributes, ready for double quotes, and what is inside it."""

    values: dict[bytes, bytes]
    inside: bytes

    @property
    def key(self) -> _Key:
        """What makes two formats the same."""
        return frozenset(self.values.items()), self.inside

    @property
    def number_format(self) -> int:
        """The id of its number format."""
        return whole(self.values.get(b"numFmtId", b"").decode("utf-8", "replace")) or 0


_PLAIN = CellFormat({b"numFmtId": b"0"}, b"")
"""What a cell looks like where the workbook has no format at all."""


def _is_format(member: Element) -> bool:
    """Programs differ in whether a stranger among the formats counts as one: then no index can be trusted."""
    if member.local != "xf":
        raise UnsupportedWorkbook(f"The file's list of cell formats is damaged. {SAVE_ANEW}")
    return True


class Styles:
    """The cell formats of a workbook, growing as new ones are asked for.

    `named` tells which indexes the worksheets name. One past the end means the first format; a new format must not
    take its place, or a cell that nobody edits would change its look.
    """

    def __init__(self, part: XmlPart, named: Callable[[], Collection[int]] = frozenset) -> None:
        self._named = cache(named)
        self._part = part = _opened(part)
        self._root = part.root()
        self._prefix = self._root.prefix
        self._elements = {child.local: child for child in reversed(list(part.children(self._root)))}
        self._formats = [self._parsed(xf) for xf in self._members("cellXfs") if _is_format(xf)]
        self._codes = self._number_formats()
        self._known = {cell_format.key: index for index, cell_format in reversed(list(enumerate(self._formats)))}
        self._old_formats = len(self._formats)
        self._new_codes: list[tuple[int, str]] = []

    def with_format(self, base: int, code: str | int | None, *, wrap: bool) -> int:
        """The index of the format `base` with a number format and wrapped text; an identical one is found first.

        Args:
            base: the index of the format to start from.
            code: a number format, or the index of a format that has it; None keeps that of `base`.
            wrap: wrap the text, aligned to the top.
        """
        present = self._base(base)
        changed = present if code is None else self._numbered(present, code)
        changed = self._wrapped(changed) if wrap else changed
        if changed is present:
            return base if base < len(self._formats) else 0
        return self._index(changed)

    def _index(self, wanted: CellFormat) -> int:
        if not self._formats:
            self._formats.append(_PLAIN)
        if wanted.key not in self._known:
            self._append(wanted)
        return self._known[wanted.key]

    def _append(self, cell_format: CellFormat) -> None:
        while len(self._formats) in self._named():
            self._formats.append(self._formats[0])
        self._known[cell_format.key] = len(self._formats)
        self._formats.append(cell_format)

    def inside(self, base: int) -> bytes:
        """The elements inside a format: its alignment and protection."""
        return self._base(base).inside

    def shows_day(self, base: int) -> bool:
        """Whether numbers in this format appear as dates."""
        identity = self._base(base).number_format
        return shows_day(identity, self._codes.get(identity))

    def render(self) -> bytes | None:
        """The part's new bytes, or None where nothing was added."""
        if len(self._formats) == self._old_formats:
            return None
        return self._part.render([*self._code_splices(), *self._format_splices()])

    def _members(self, name: str) -> list[Element]:
        parent = self._elements.get(name)
        return [] if parent is None else list(self._part.children(parent))

    def _parsed(self, xf: Element) -> CellFormat:
        return CellFormat(raw_attributes(xf.tag), self._part.text[xf.inner : xf.close].strip())

    def _number_formats(self) -> dict[int, str]:
        pairs = (attributes(member.tag) for member in self._members("numFmts"))
        codes = {whole(pair.get("numFmtId")): pair.get("formatCode", "") for pair in pairs}
        return {identity: code for identity, code in codes.items() if identity is not None}

    def _base(self, index: int) -> CellFormat:
        """The format of this index; one past the end counts as the first, as spreadsheet programs take it."""
        if index < len(self._formats):
            return self._formats[index]
        return self._formats[0] if self._formats else _PLAIN

    def _numbered(self, base: CellFormat, code: str | int) -> CellFormat:
        identity = self._base(code).number_format if isinstance(code, int) else self._identity(code)
        if base.number_format == identity:
            return base
        return CellFormat(base.values | {b"numFmtId": b"%d" % identity, b"applyNumberFormat": b"1"}, base.inside)

    def _identity(self, code: str) -> int:
        """The id of a number format, a new one where the workbook has none like it."""
        builtin = builtin_identity(code)
        if builtin is not None:
            return builtin
        for identity, known in self._codes.items():
            if known == code:
                return identity
        used = map(int, _ANY_IDENTITY.findall(self._part.mask))
        identity = max([_FIRST_CUSTOM - 1, *self._codes, *used]) + 1
        self._codes[identity] = code
        self._new_codes.append((identity, code))
        return identity

    def _wrapped(self, base: CellFormat) -> CellFormat:
        name = self._prefix + b"alignment"
        inside = XmlPart.fragment(b"<x>" + base.inside + b"</x>")
        root = inside.root()
        old = next((child for child in inside.children(root) if child.name == name), None)
        values = raw_attributes(old.tag) if old else {}
        new = start_tag(name, values | {b"vertical": b"top", b"wrapText": b"1"}, empty=True)
        rest = inside.text[old.end : root.close] if old else base.inside
        if old and values.get(b"vertical") == b"top" and values.get(b"wrapText") in {b"1", b"true"}:
            return base
        return CellFormat(base.values | {b"applyAlignment": b"1"}, new + rest)

    def _xf(self, cell_format: CellFormat) -> bytes:
        name = self._prefix + b"xf"
        opening = start_tag(name, cell_format.values, empty=not cell_format.inside)
        return opening + cell_format.inside + b"</%b>" % name if cell_format.inside else opening

    def _format_splices(self) -> list[Splice]:
        new = b"".join(map(self._xf, self._formats[self._old_formats :]))
        return self._appended("cellXfs", new, len(self._formats), self._after(_BEFORE_FORMATS))

    def _code_splices(self) -> list[Splice]:
        if not self._new_codes:
            return []
        name = (self._prefix + b"numFmt").decode()
        markup = "".join(
            f'<{name} numFmtId="{identity}" formatCode="{_quoted(code)}"/>' for identity, code in self._new_codes
        )
        total = len(self._members("numFmts")) + len(self._new_codes)
        return self._appended("numFmts", self._part.encoded(markup), total, self._root.inner)

    def _appended(self, local: str, new: bytes, total: int, place: int) -> list[Splice]:
        """The splices that add members to a list of the part, which is made at `place` where it is missing."""
        parent = self._elements.get(local)
        name = self._prefix + local.encode()
        if parent is None:
            return [Splice(place, place, b'<%b count="%d">%b</%b>' % (name, total, new, name))]
        if parent.empty:
            values = raw_attributes(parent.tag) | {b"count": b"%d" % total}
            return [Splice(parent.start, parent.end, start_tag(name, values, empty=False) + new + b"</%b>" % name)]
        count = [with_attribute(parent, b"count", b"%d" % total)] if b"count" in parent.tag else []
        return [*count, Splice(parent.close, parent.close, new)]

    def _after(self, names: tuple[str, ...]) -> int:
        return max([self._root.inner, *(self._elements[name].end for name in names if name in self._elements)])


def _opened(part: XmlPart) -> XmlPart:
    """The part with `<styleSheet/>` written as a pair of tags, to have an inside to add to."""
    root = part.root()
    if not root.empty:
        return part
    pair = part.text[root.start : root.end].removesuffix(b"/>") + b"></" + root.name + b">"
    text, mask = (form[: root.start] + pair + form[root.end :] for form in (part.text, part.mask))
    return XmlPart(text, mask, part.codec)


def _quoted(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
