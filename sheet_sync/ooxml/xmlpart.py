"""An XML part as bytes: elements found where they stand, so that only what changes is ever rewritten.

Every part is first read by expat, so that the scanner may rely on well-formed XML: outside comments, CDATA and
processing instructions every "<" begins a tag. Those three are blanked in a mask of the same length.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sheet_sync.ooxml.errors import SAVE_ANEW, UnsupportedWorkbook
from sheet_sync.ooxml.xmlsource import (
    PROLOG,
    SHALLOW_PART,
    in_utf8,
    mask_of,
    refuse_deep,
    refuse_large,
    refuse_malformed,
)

ATTRIBUTES = rb"(?:\s++[^\s=<>\"'/]++\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'))*+"
_ATTRIBUTE = re.compile(rb"\s++([^\s=<>\"'/]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)')")
_TAG = re.compile(rb"<([^\s=<>\"'/!?]++)(" + ATTRIBUTES + rb")\s*+(/?)>")
_AFTER_NAME = frozenset((b" ", b"\t", b"\r", b"\n", b"/", b">"))
_REFERENCE = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_MARKED = re.compile(r"<!--.*?-->|<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_WHOLE = re.compile(r"[0-9]{1,9}")

MOST_CHILDREN = 1_000_000
"""Elements side by side: Excel itself writes 65,000 formats at most; rows and cells are found in another way."""

MAIN = frozenset(
    {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
    }
)
"""The namespace of spreadsheets, as Excel writes it and as its strict variant does."""


class Splice(NamedTuple):
    """Replace the bytes from `start` to `end` by `text`."""

    start: int
    end: int
    text: bytes


class Element(NamedTuple):
    """Where an element stands: its bytes are [start, end), what is inside it [inner, close).

    `name` has its prefix; `tag` is the raw text of its attributes; an `empty` one is written `<a/>`.
    """

    name: bytes
    tag: bytes
    start: int
    inner: int
    close: int
    end: int

    @property
    def empty(self) -> bool:
        """It is written `<a/>`, with no closing tag."""
        return self.close == self.end

    @property
    def local(self) -> str:
        """The name without prefix."""
        return self.name.rpartition(b":")[2].decode("utf-8", "replace")

    @property
    def prefix(self) -> bytes:
        """The prefix with its colon, or nothing."""
        return b"".join(self.name.rpartition(b":")[:2])


@dataclass(frozen=True, slots=True)
class XmlPart:
    """A part in a form to scan and splice.

    Attributes:
        text: its content in UTF-8, whatever encoding the part is in.
        mask: `text` with comments, CDATA and processing instructions blanked.
        codec: the encoding that the part is in, and will be again.
    """

    text: bytes
    mask: bytes
    codec: str = "utf-8"

    @classmethod
    def parse(cls, raw: bytes, name: str) -> "XmlPart":
        """Checks and opens a part; raises UnsupportedWorkbook where it is no XML, or has a DTD or an odd encoding."""
        part = cls.unchecked(raw, name)
        if len(part.mask) > SHALLOW_PART:
            refuse_deep(part.mask, name)
        refuse_malformed(raw, name)
        return part

    @classmethod
    def unchecked(cls, raw: bytes, name: str) -> "XmlPart":
        """Opens a part that is known to be well-formed, or checked elsewhere."""
        text, codec = in_utf8(raw, name)
        mask = mask_of(text)
        if mask is not text:
            refuse_large(raw, name)
        return cls(text, mask, codec)

    @classmethod
    def fragment(cls, text: bytes) -> "XmlPart":
        """A piece of a part that was checked as a whole."""
        return cls(text, mask_of(text))

    def render(self, splices: Iterable[Splice]) -> bytes:
        """The part's bytes, in its own encoding, with the splices applied; they must not overlap."""
        return b"".join(self.pieces(sorted(splices, key=lambda splice: splice[:2])))

    def pieces(self, splices: Iterable[Splice]) -> Iterator[bytes | memoryview]:
        """As `render`, in pieces, of splices that come in their order: they may be made while they are asked for."""
        position = 0
        view = memoryview(self.text)
        for start, end, replacement in splices:
            yield self._in_own_encoding(view[position:start])
            yield self._in_own_encoding(replacement)
            position = end
        yield self._in_own_encoding(view[position:])

    def _in_own_encoding(self, text: bytes | memoryview) -> bytes | memoryview:
        return text if self.codec == "utf-8" else str(text, "utf-8").encode(self.codec)

    def encoded(self, text: str) -> bytes:
        """New text (markup or escaped) as bytes to splice in; letters that the part's encoding lacks as references."""
        if self.codec == "utf-8":
            return text.encode()
        return text.encode(self.codec, "xmlcharrefreplace").decode(self.codec).encode()

    def root(self) -> Element:
        """The root element."""
        start = self.mask.find(b"<", PROLOG.match(self.mask).end())  # type: ignore[union-attr]  # matches anything
        return element_at(self.mask, start)

    def children(self, parent: Element) -> Iterator[Element]:
        """The elements directly inside, in order."""
        position, left = parent.inner, MOST_CHILDREN
        while (position := self.mask.find(b"<", position, parent.close)) >= 0:
            if not left:
                raise UnsupportedWorkbook(f"The file holds longer lists than spreadsheet programs write. {SAVE_ANEW}")
            child = element_at(self.mask, position)
            yield child
            position, left = child.end, left - 1

    def child(self, parent: Element, local: str) -> Element | None:
        """The first child of this name in the parent's namespace."""
        name = parent.prefix + local.encode()
        return next((child for child in self.children(parent) if child.name == name), None)

    def content(self, element: Element) -> str:
        """The text inside an element without children, CDATA included."""
        return _plain(self.text[element.inner : element.close].decode("utf-8", "replace"))


def element_at(mask: bytes, position: int) -> Element:
    """The element whose tag begins at `position`."""
    match = _TAG.match(mask, position)
    if match is None:
        raise UnsupportedWorkbook(f"The file is written in a form that cannot be edited safely. {SAVE_ANEW}")
    name, tag, slash = match.groups()
    end = match.end()
    if slash:
        return Element(name, tag, position, end, end, end)
    close = _closing(mask, name, end)
    return Element(name, tag, position, end, close, mask.find(b">", close) + 1)


def _closing(mask: bytes, name: bytes, position: int) -> int:
    """Where the closing tag of the element whose inside begins at `position` stands."""
    depth = 1
    for close in _named(mask, b"</" + name, position, len(mask)):
        for opened in _named(mask, b"<" + name, position, close):
            tag = _TAG.match(mask, opened)
            depth += tag is None or not tag[3]
        depth -= 1
        if not depth:
            return close
        position = close + 1
    raise UnsupportedWorkbook(f"The file is written in a form that cannot be edited safely. {SAVE_ANEW}")


def _named(mask: bytes, sign: bytes, start: int, end: int) -> Iterator[int]:
    """Where tags begin with `sign`, and their names end with it; patterns would be compiled for every name anew."""
    while (start := mask.find(sign, start, end)) >= 0:
        if mask[start + len(sign) : start + len(sign) + 1] in _AFTER_NAME:
            yield start
        start += len(sign)


def attributes(tag: bytes) -> dict[str, str]:
    """The attributes of an element by their names, prefixes included."""
    return {
        match[1].decode("utf-8", "replace"): _plain((match[2] or match[3] or b"").decode("utf-8", "replace"))
        for match in _ATTRIBUTE.finditer(tag)
    }


def raw_attributes(tag: bytes) -> dict[bytes, bytes]:
    """The attributes as they stand, ready to be written within double quotes."""
    return {
        match[1]: match[2] if match[2] is not None else match[3].replace(b'"', b"&quot;")
        for match in _ATTRIBUTE.finditer(tag)
    }


def start_tag(name: bytes, values: dict[bytes, bytes], *, empty: bool) -> bytes:
    """A start tag with these attributes."""
    pairs = b"".join(b' %b="%b"' % pair for pair in values.items())
    return b"<%b%b%b>" % (name, pairs, b"/" if empty else b"")


def with_attribute(element: Element, name: bytes, value: bytes) -> Splice:
    """The splice that gives one attribute a value and leaves the rest of the tag as it stands."""
    begin = element.start + 1 + len(element.name)
    for match in _ATTRIBUTE.finditer(element.tag):
        if match[1] == name:
            group = 2 if match[2] is not None else 3
            return Splice(begin + match.start(group), begin + match.end(group), value)
    return Splice(begin + len(element.tag), begin + len(element.tag), b' %b="%b"' % (name, value))


def whole(text: str | None) -> int | None:
    """An attribute's number, or None where it is none; no index of a workbook has more than nine digits."""
    return int(text) if text is not None and _WHOLE.fullmatch(text) else None


def flag(value: str | None) -> bool:
    """An attribute's truth, as the schema spells it."""
    return value in {"1", "true", "on"}


def namespace(element: Element) -> str:
    """The namespace that a root element declares for its own prefix."""
    prefix = element.prefix.rstrip(b":").decode()
    return attributes(element.tag).get(f"xmlns:{prefix}" if prefix else "xmlns", "")


def _plain(text: str) -> str:
    if "<!" in text:
        text = _MARKED.sub(lambda marked: (marked[1] or "").replace("&", "&amp;"), text)
    return _REFERENCE.sub(_referred, text)


def _referred(match: re.Match[str]) -> str:
    if match[3]:
        return _NAMED[match[3]]
    return chr(int(match[1], 16) if match[1] else int(match[2]))
