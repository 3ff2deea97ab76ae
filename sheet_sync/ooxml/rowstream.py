"""A worksheet part read piece by piece: the rows one after the other, and never the whole of it at once."""

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sheet_sync.ooxml.errors import UnsupportedWorkbook
from sheet_sync.ooxml.worksheet import Layout, Row, row_number, row_patterns
from sheet_sync.ooxml.xmlpart import ATTRIBUTES, Element, XmlPart
from sheet_sync.ooxml.xmlsource import blanked

_BLOCK = 1 << 20
_STILL_OPEN = re.compile(rb"<[!?]")


class StreamedRow(NamedTuple):
    """A row, the piece of the part in which it stands, and the bytes between it and the row before."""

    piece: Layout
    row: Row
    gap: bytes


class RowStream:
    """The part in three: `head` up to the rows, then the `rows`, then the `tail`; to be asked for in this order.

    Args:
        pieces: the part's bytes, in its own encoding.
        like: the worksheet as it was, for its encoding and the prefix of its elements.

    Raises:
        UnsupportedWorkbook: the part has not the form of a worksheet.
    """

    def __init__(self, pieces: Iterable[bytes], like: Layout) -> None:
        self._pieces = _in_utf8(pieces, like.part.codec)
        self._prefix = like.prefix
        self._buffer = b""
        opening = re.compile(b"<" + re.escape(like.data.name) + rb"(?=[\s/>])" + ATTRIBUTES + rb"\s*+(/?)>")
        while (found := opening.search(self._mask())) is None:
            self._read_on()
        self._empty = bool(found[1])
        self.head = self._taken(found.end())

    def rows(self) -> Iterator[StreamedRow]:
        """Every row, in the order in which they stand."""
        number = 0
        while not self._empty:
            position, mask = 0, self._mask()
            piece = self._piece(mask)
            for row in _complete_rows(mask, self._prefix, number):
                yield StreamedRow(piece, row, self._buffer[position : row.start])
                number, position = row.number, row.end
            self._taken(position)
            if mask[position:].lstrip().startswith(b"</" + self._prefix + b"sheetData"):
                return
            self._read_on()

    def tail(self) -> bytes:
        """All that follows the last row."""
        return b"".join([self._buffer, *self._pieces])

    def _mask(self) -> bytes:
        """The buffer without comments and the like, as far as none is cut off."""
        if b"<!" not in self._buffer and b"<?" not in self._buffer:
            return self._buffer
        mask = blanked(self._buffer)
        cut = _STILL_OPEN.search(mask)
        return mask if cut is None else mask[: cut.start()]

    def _piece(self, mask: bytes) -> Layout:
        """The buffer as a worksheet of its own, in which the cells of its rows can be found."""
        data = Element(self._prefix + b"sheetData", b"", 0, 0, len(mask), len(mask))
        return Layout(XmlPart(self._buffer, mask), data, self._prefix, {"sheetData": data}, {})

    def _taken(self, end: int) -> bytes:
        taken, self._buffer = self._buffer[:end], self._buffer[end:]
        return taken

    def _read_on(self) -> None:
        """Twice what is there already, so that a long row is not looked through again and again."""
        wanted = max(_BLOCK, 2 * len(self._buffer))
        pieces, size = [self._buffer], len(self._buffer)
        for piece in self._pieces:
            pieces.append(piece)
            size += len(piece)
            if size >= wanted:
                break
        if size == len(self._buffer):
            raise UnsupportedWorkbook("The worksheet breaks off among its rows.")
        self._buffer = b"".join(pieces)


def _complete_rows(mask: bytes, prefix: bytes, previous: int) -> Iterator[Row]:
    opening, closing = row_patterns(prefix)
    position = 0
    while (match := opening.match(mask, position)) is not None:
        inner = close = position = match.end()
        if not match[3]:
            last = closing.search(mask, inner)
            if last is None:
                return
            close, position = last.span()
        previous = row_number(match[2], previous)
        yield Row(previous, match[2], match.start(1), inner, close, position)


def _in_utf8(pieces: Iterable[bytes], codec: str) -> Iterator[bytes]:
    if codec == "utf-8":
        yield from pieces
        return
    decoder = codecs.getincrementaldecoder(codec)()
    for piece in pieces:
        yield decoder.decode(piece).encode()
    yield decoder.decode(b"", final=True).encode()
