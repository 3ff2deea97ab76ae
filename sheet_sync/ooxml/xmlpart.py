"""An XML part as bytes: elements found where they stand, so that only what changes is ever rewritten.

Every part is first read by expat, so that the scanner may rely on well-formed XML: outside comments, CDATA and
processing instructions every "<" begins a tag. Those three are blanked in a mask of the same length.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple
from xml.parsers import expat

from sheet_sync.ooxml.errors import UnsupportedWorkbook

ATTRIBUTES = rb"(?:\s++[^\s=<>\"'/]++\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'))*+"
_ATTRIBUTE = re.compile(rb"\s++([^\s=<>\"'/]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)')")
_TAG = re.compile(rb"<([^\s=<>\"'/!?]++)(" + ATTRIBUTES + rb")\s*+(/?)>")
_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml\s.*?\?>)?", re.DOTALL)
_ENCODING = re.compile(rb"\sencoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_HIDDEN = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_HIDDEN_OR_OPEN = re.compile(rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)", re.DOTALL)
_EMPTY = re.compile(rb"<[^<>\"'/!?](?:[^<>\"']++|\"[^<\"]*+\"|'[^<']*+')*+(?<=/)>")
_AFTER_NAME = frozenset((b" ", b"\t", b"\r", b"\n", b"/", b">"))
_REFERENCE = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_MARKED = re.compile(r"<!--.*?-->|<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_WHOLE = re.compile(r"[0-9]{1,9}")
_ASCII_SUPERSETS = re.compile(r"utf-8|ascii|iso8859-\d+|cp125\d")

LARGEST_ODD_PART = 1 << 26
"""Bytes of a part of which a second copy is needed: in another encoding than UTF-8, or with comments in it."""
MOST_CHILDREN = 1_000_000
"""Elements side by side: Excel itself writes 65,000 formats at most; rows and cells are found in another way."""
DEEPEST = 10_000
"""Elements within one another; spreadsheet programs write 20."""
_SHALLOW_PART, _STRETCH = 1 << 24, 1 << 18
_SAVE_ANEW = "Open it in Excel or LibreOffice and save it anew."

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
        if len(part.mask) > _SHALLOW_PART:
            _refuse_deep(part.mask, name)
        refuse_malformed(raw, name)
        return part

    @classmethod
    def unchecked(cls, raw: bytes, name: str) -> "XmlPart":
        """Opens a part that is known to be well-formed, or checked elsewhere."""
        codec = _wide_codec(raw) or _declared_codec(raw, name)
        text = raw if codec == "utf-8" else _recoded(raw, codec, name)
        mask = mask_of(text)
        if mask is not text:
            _refuse_large(raw, name)
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
        start = self.mask.find(b"<", _PROLOG.match(self.mask).end())  # type: ignore[union-attr]  # matches anything
        return element_at(self.mask, start)

    def children(self, parent: Element) -> Iterator[Element]:
        """The elements directly inside, in order."""
        position, left = parent.inner, MOST_CHILDREN
        while (position := self.mask.find(b"<", position, parent.close)) >= 0:
            if not left:
                raise UnsupportedWorkbook("The file holds longer lists than any spreadsheet program writes.")
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


def refuse_malformed(raw: bytes, name: str, encoding: str | None = None) -> None:
    """Raises UnsupportedWorkbook unless the bytes are well-formed XML without a document type.

    The encoding is the one that the XML declares, unless it is given.
    """
    refuse_malformed_pieces((raw,), name, encoding)


def refuse_malformed_pieces(pieces: Iterable[bytes], name: str, encoding: str | None = None) -> None:
    """As `refuse_malformed`, of XML that comes in pieces."""

    def doctype(*_: object) -> None:
        raise UnsupportedWorkbook(f"“{name}” inside the file declares entities, which no spreadsheet program does.")

    parser = expat.ParserCreate(encoding)
    parser.StartDoctypeDeclHandler = doctype
    try:
        for piece in pieces:
            parser.Parse(piece, False)  # noqa: FBT003 - the C function takes no keywords
        parser.Parse(b"", True)  # noqa: FBT003 - the same
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise UnsupportedWorkbook(
            f"The file is damaged: “{name}” inside it is not well-formed. {_SAVE_ANEW}"
        ) from error


def _wide_codec(raw: bytes) -> str:
    if raw.startswith((codecs.BOM_UTF16_LE, b"<\0")):
        return "utf-16-le"
    return "utf-16-be" if raw.startswith((codecs.BOM_UTF16_BE, b"\0<")) else ""


def _recoded(raw: bytes, codec: str, name: str) -> bytes:
    _refuse_large(raw, name)
    try:
        return raw.decode(codec).encode()
    except UnicodeError as error:
        raise UnsupportedWorkbook(
            f"“{name}” inside the file holds letters that its encoding does not have. {_SAVE_ANEW}"
        ) from error


def _declared_codec(raw: bytes, name: str) -> str:
    prolog = _PROLOG.match(raw)
    declared = _ENCODING.search(prolog[0]) if prolog else None
    if declared is None:
        return "utf-8"
    encoding = declared[1].decode()
    with suppress(LookupError):
        encoding = codecs.lookup(encoding).name
    if not _ASCII_SUPERSETS.fullmatch(encoding):
        raise UnsupportedWorkbook(
            f"“{name}” inside the file is written in the unusual encoding {encoding[:20]}. {_SAVE_ANEW}"
        )
    return encoding


def mask_of(text: bytes) -> bytes:
    """The text with comments, CDATA and processing instructions blanked; the very same where there is none."""
    prolog = _PROLOG.match(text)
    body = prolog.end() if prolog else 0
    if text.find(b"<!", body) < 0 and text.find(b"<?", body) < 0:
        return text
    return _blanked(text, _HIDDEN_OR_OPEN)


def blanked(text: bytes) -> bytes:
    """The text with everything blanked that is no element and no plain text, the XML declaration included."""
    return _blanked(text, _HIDDEN)


def _blanked(text: bytes, hidden: re.Pattern[bytes]) -> bytes:
    mask = bytearray(text)
    for match in hidden.finditer(text):
        mask[match.start() : match.end()] = b" " * (match.end() - match.start())
    return bytes(mask)


def _refuse_large(raw: bytes, name: str) -> None:
    if len(raw) > LARGEST_ODD_PART:
        raise UnsupportedWorkbook(f"“{name}” inside the file is too large for the form that it is in. {_SAVE_ANEW}")


def _refuse_deep(mask: bytes, name: str) -> None:
    """Elements within one another cost a parser 135 bytes of memory each, and the file only seven."""
    if max(_depths(mask, exact=False)) > DEEPEST and max(_depths(mask, exact=True)) > DEEPEST:
        raise UnsupportedWorkbook(
            f"“{name}” inside the file is built as no spreadsheet program does, and may be a trap. {_SAVE_ANEW}"
        )


def _depths(mask: bytes, *, exact: bool) -> Iterator[int]:
    """How many elements are open, stretch by stretch; quickly told, a ">" that is no tag's counts as one more."""
    depth = 0
    for start in range(0, len(mask), _STRETCH):
        end = start + _STRETCH
        if exact:
            tags, empty = mask.count(b"<", start, end), sum(1 for _ in _EMPTY.finditer(mask, start, end))
        else:
            tags, empty = mask.count(b">", start, end), mask.count(b"/>", start, end)
        depth += tags - empty - 2 * mask.count(b"</", start, end)
        yield depth


def element_at(mask: bytes, position: int) -> Element:
    """The element whose tag begins at `position`."""
    match = _TAG.match(mask, position)
    if match is None:
        raise UnsupportedWorkbook("The file holds XML of a form that cannot be edited safely.")
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
    raise UnsupportedWorkbook("The file holds XML of a form that cannot be edited safely.")


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
