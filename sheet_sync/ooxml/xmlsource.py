"""The source of an XML part: its encoding, what in it is no markup, and whether it may be opened at all.

All of this takes time in proportion to the part's size, whatever stands in it, well-formed or not.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from xml.parsers import expat

from sheet_sync.ooxml.errors import SAVE_ANEW, UnsupportedWorkbook

PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml\s.*?\?>)?", re.DOTALL)
_ENCODING = re.compile(rb"\sencoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_HIDDEN = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_HIDDEN_OR_OPEN = re.compile(rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)", re.DOTALL)
_EMPTY = re.compile(rb"<[^<>\"'/!?](?:[^<>\"']++|\"[^<\"]*+\"|'[^<']*+')*+(?<=/)>")
_ASCII_SUPERSETS = re.compile(r"utf-8|ascii|iso8859-\d+|cp125\d")

LARGEST_ODD_PART = 1 << 25
"""Bytes of a part of which a second copy is needed: in another encoding than UTF-8, or with comments in it."""
DEEPEST = 10_000
"""Elements within one another; spreadsheet programs write 20."""
SHALLOW_PART = 1 << 24
"""Bytes of a part in which nothing can be so deep that it matters."""
_STRETCH = 1 << 18


def refuse_malformed(raw: bytes, name: str) -> None:
    """Raises UnsupportedWorkbook unless a part is well-formed XML without a document type, prefixes included."""
    _refuse_malformed((raw,), name, expat.ParserCreate(None, " "))


def refuse_malformed_pieces(pieces: Iterable[bytes], name: str, encoding: str | None = None) -> None:
    """As `refuse_malformed`, of XML that comes in pieces, and without a look at prefixes: it may be cut from a part.

    The encoding is the one that the XML declares, unless it is given.
    """
    _refuse_malformed(pieces, name, expat.ParserCreate(encoding))


def _refuse_malformed(pieces: Iterable[bytes], name: str, parser: expat.XMLParserType) -> None:
    def doctype(*_: object) -> None:
        raise UnsupportedWorkbook(
            f"“{name}” inside the file declares entities, which no spreadsheet program does; it may be a trap. "
            f"{SAVE_ANEW}"
        )

    parser.StartDoctypeDeclHandler = doctype
    try:
        for piece in pieces:
            parser.Parse(piece, False)  # noqa: FBT003 - the C function takes no keywords
        parser.Parse(b"", True)  # noqa: FBT003 - the same
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise UnsupportedWorkbook(f"The file is damaged: “{name}” inside it is not well-formed. {SAVE_ANEW}") from error


def in_utf8(raw: bytes, name: str) -> tuple[bytes, str]:
    """The part in UTF-8, and the encoding that it is in; raises UnsupportedWorkbook for one that cannot be spliced."""
    codec = _wide_codec(raw) or _declared_codec(raw, name)
    return (raw if codec == "utf-8" else _recoded(raw, codec, name)), codec


def _wide_codec(raw: bytes) -> str:
    if raw.startswith((codecs.BOM_UTF16_LE, b"<\0")):
        return "utf-16-le"
    return "utf-16-be" if raw.startswith((codecs.BOM_UTF16_BE, b"\0<")) else ""


def _recoded(raw: bytes, codec: str, name: str) -> bytes:
    refuse_large(raw, name)
    try:
        return raw.decode(codec).encode()
    except UnicodeError as error:
        raise UnsupportedWorkbook(
            f"“{name}” inside the file holds letters that its encoding does not have. {SAVE_ANEW}"
        ) from error


def _declared_codec(raw: bytes, name: str) -> str:
    prolog = PROLOG.match(raw)
    declared = _ENCODING.search(prolog[0]) if prolog else None
    if declared is None:
        return "utf-8"
    encoding = declared[1].decode()
    with suppress(LookupError):
        encoding = codecs.lookup(encoding).name
    if not _ASCII_SUPERSETS.fullmatch(encoding):
        raise UnsupportedWorkbook(
            f"“{name}” inside the file is written in the unusual encoding {encoding[:20]}. {SAVE_ANEW}"
        )
    return encoding


def mask_of(text: bytes) -> bytes:
    """The text with comments, CDATA and processing instructions blanked; the very same where there is none."""
    prolog = PROLOG.match(text)
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


def refuse_large(raw: bytes, name: str) -> None:
    """Raises UnsupportedWorkbook for a part too large to be kept twice."""
    if len(raw) > LARGEST_ODD_PART:
        raise UnsupportedWorkbook(f"“{name}” inside the file is too large for the form that it is in. {SAVE_ANEW}")


def refuse_deep(mask: bytes, name: str) -> None:
    """Elements within one another cost a parser 135 bytes of memory each, and the file only seven."""
    if max(_depths(mask, exact=False)) > DEEPEST and max(_depths(mask, exact=True)) > DEEPEST:
        raise UnsupportedWorkbook(
            f"“{name}” inside the file is built as no spreadsheet program does, and may be a trap. {SAVE_ANEW}"
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
