"""The zip beneath a workbook: its entries found, tested and read. Writing is in rebuild.py (DESIGN section 4)."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from sheet_sync.ooxml.errors import OWN_WORKBOOK, SAVE_ANEW, UnsupportedWorkbook

END = struct.Struct("<4s4H2LH")
END_64 = struct.Struct("<4sQ2H2L4Q")
LOCATOR_64 = struct.Struct("<4sLQL")
RECORD = struct.Struct("<4s6H3L5H2L")
LOCAL = struct.Struct("<4s5H3L2H")
EXTRA = struct.Struct("<2H")

STORED, DEFLATED = 0, 8
FULL_16, FULL_32 = 0xFFFF, 0xFFFFFFFF
ZIP64_EXTRA = 1
FLAG_ENCRYPTED, FLAG_DESCRIPTOR, FLAG_UTF8 = 0x1, 0x8, 0x800

LARGEST_FILE = 1 << 28
"""Bytes of a workbook: while it is written, three of them are in memory."""
LARGEST_TOTAL = 1 << 30
"""Bytes that all entries may unpack to; they are tested piece by piece, and only few are ever kept."""
MOST_ENTRIES, LARGEST_DIRECTORY = 20_000, 1 << 23
"""Entries, and bytes of their table of contents: a workbook with a thousand pictures has a tenth of them."""
LONGEST_NAME = 255
"""Letters of an entry's name."""
SMALL_TOTAL, LARGEST_RATIO = 1 << 26, 250
"""A package above the first number of bytes may unpack to so many times its size: worksheets reach 100."""
_LARGEST_COMMENT = FULL_16
_CHUNK = 1 << 20

_DAMAGED = f"The file is damaged or incomplete: {{detail}}. {SAVE_ANEW}"


def damaged(detail: str) -> UnsupportedWorkbook:
    """The refusal of a broken zip; `detail` is a clause without a full stop."""
    return UnsupportedWorkbook(_DAMAGED.format(detail=detail))


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the zip.

    Attributes:
        name: with "/" between folders, whatever the zip has.
        record: its whole record in the central directory.
        start: where its local header begins in the file; `data` where its packed bytes do.
        packed: the number of packed bytes; `size` of unpacked ones.
    """

    name: str
    record: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    start: int
    data: int

    @property
    def key(self) -> str:
        """What names the part: part names ignore case."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Archive:
    """A zip in memory: `entries` in the order of the directory.

    Attributes:
        base: bytes before the zip proper, from which its offsets count.
        directory: where the central directory begins; `directory_end` where its records end.
        end: where the end record stands; `end_64` its 64-bit sibling, if any.
        named: every entry by the part that it holds: its key without a leading slash.
    """

    content: bytes
    entries: tuple[Entry, ...]
    base: int
    directory: int
    directory_end: int
    end: int
    end_64: int | None
    named: dict[str, Entry] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def parse(cls, content: bytes) -> "Archive":
        """Finds the entries and tests each; raises UnsupportedWorkbook for a broken or locked zip, or a bomb."""
        if len(content) > LARGEST_FILE:
            raise UnsupportedWorkbook(
                f"The file has {len(content) >> 20} MB, more than the {LARGEST_FILE >> 20} that can be kept in memory. "
                f"{OWN_WORKBOOK}"
            )
        try:
            archive = _parse(content)
        except (struct.error, OverflowError) as error:
            raise damaged("its table of contents is cut off") from error
        _refuse_oddities(archive)
        return archive

    def packed(self, entry: Entry) -> memoryview:
        """The packed bytes of the entry."""
        return memoryview(self.content)[entry.data : entry.data + entry.packed]

    def read(self, entry: Entry) -> bytes:
        """The unpacked bytes of the entry; raises UnsupportedWorkbook where they are not what the zip says."""
        return b"".join(self.unpack(entry))

    def unpack(self, entry: Entry) -> Iterator[bytes]:
        """The unpacked bytes in pieces, never more than the zip announced, checked against their checksum."""
        pieces = _inflated(self, entry) if entry.method == DEFLATED else _stored(self, entry)
        checksum = size = 0
        for piece in pieces:
            checksum, size = zlib.crc32(piece, checksum), size + len(piece)
            if size > entry.size:
                break
            yield piece
        if size != entry.size or checksum != entry.crc:
            raise damaged(f"“{entry.name}” inside it is not what it should be")


def _stored(archive: Archive, entry: Entry) -> Iterator[bytes]:
    if entry.method != STORED:
        raise UnsupportedWorkbook(
            f"“{entry.name}” inside the file is packed in a way that only newer programs know. {SAVE_ANEW}"
        )
    yield bytes(archive.packed(entry))


def _inflated(archive: Archive, entry: Entry) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    waiting: bytes | memoryview = archive.packed(entry)
    try:
        while not inflater.eof:
            piece = inflater.decompress(waiting, _CHUNK)
            waiting = inflater.unconsumed_tail
            if not piece and not waiting:
                break
            yield piece
    except zlib.error as error:
        raise damaged(f"“{entry.name}” inside it cannot be unpacked") from error


def _parse(content: bytes) -> Archive:
    end = _end_position(content)
    _, disk, _, _, count, size, offset, _ = END.unpack_from(content, end)
    if disk not in (0, FULL_16):
        raise UnsupportedWorkbook("The file is one part of a zip that was split over several files. Join them first.")
    end_64 = _end_64_position(content, end)
    if end_64 is not None:
        *_, count, size, offset = END_64.unpack_from(content, end_64)
    if count > MOST_ENTRIES or size > LARGEST_DIRECTORY:
        raise UnsupportedWorkbook(
            f"The file is made of {count:,} pieces, far more than a workbook; it may be a trap. {SAVE_ANEW}"
        )
    directory = (end if end_64 is None else end_64) - size
    base = directory - offset
    if directory < 0 or base < 0:
        raise damaged("a piece of it is missing")
    entries, directory_end = _entries(content, directory, count, base)
    named: dict[str, Entry] = {}
    for entry in entries:
        named.setdefault(entry.key.lstrip("/"), entry)
    return Archive(content, entries, base, directory, directory_end, end, end_64, named)


def _end_position(content: bytes) -> int:
    position = len(content)
    earliest = max(0, len(content) - END.size - _LARGEST_COMMENT)
    while (position := content.rfind(b"PK\5\6", earliest, position)) >= 0:
        if position + END.size <= len(content):
            comment = END.unpack_from(content, position)[-1]
            if position + END.size + comment <= len(content):
                return position
    raise damaged("its end is missing")


def _end_64_position(content: bytes, end: int) -> int | None:
    locator = end - LOCATOR_64.size
    if locator < 0 or content[locator : locator + 4] != b"PK\6\7":
        return None
    position = content.rfind(b"PK\6\6", 0, locator)
    if position < 0:
        raise damaged("its table of contents is missing")
    return position


def _entries(content: bytes, directory: int, count: int, base: int) -> tuple[tuple[Entry, ...], int]:
    entries, position = [], directory
    for _ in range(count):
        fields = RECORD.unpack_from(content, position)
        following = position + RECORD.size + fields[10] + fields[11] + fields[12]
        if fields[0] != b"PK\1\2" or following > len(content):
            raise damaged("its table of contents is cut off")
        entries.append(_entry(content, content[position:following], base, directory))
        position = following
    return tuple(entries), position


def _entry(content: bytes, record: bytes, base: int, directory: int) -> Entry:
    _, _, _, flags, method, _, _, crc, packed, size, name_length, extra_length, *_, offset = RECORD.unpack_from(record)
    raw_name = record[RECORD.size : RECORD.size + name_length]
    extra = record[RECORD.size + name_length : RECORD.size + name_length + extra_length]
    size, packed, offset = _wide_fields(extra, size, packed, offset)
    start = base + offset
    signature, _, _, local_method, *_, local_name, local_extra = LOCAL.unpack_from(content, start)
    data = start + LOCAL.size + local_name + local_extra
    if signature != b"PK\3\4" or data + packed > directory:
        raise damaged("a piece of it is missing")
    name = decoded_name(raw_name, flags)
    if len(name) > LONGEST_NAME or "\0" in name:
        raise damaged("a piece of it has an impossible name")
    if local_method != method:
        raise damaged(f"“{name}” inside it is packed in two ways")
    if decoded_name(content[start + LOCAL.size : start + LOCAL.size + local_name], flags) != name:
        raise damaged(f"“{name}” inside it goes by two names")
    return Entry(name, record, flags, method, crc, packed, size, start, data)


def decoded_name(raw: bytes, flags: int) -> str:
    """An entry's name with forward slashes; some writers of Windows use the other ones."""
    encoding = "utf-8" if flags & FLAG_UTF8 else "cp437"
    return raw.decode(encoding, errors="replace").replace("\\", "/")


def extra_fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    """The (kind, whole field) pairs of an extra block; a ragged end comes as kind -1."""
    position = 0
    while position + EXTRA.size <= len(extra):
        kind, length = EXTRA.unpack_from(extra, position)
        following = position + EXTRA.size + length
        if following > len(extra):
            break
        yield kind, extra[position:following]
        position = following
    if position < len(extra):
        yield -1, extra[position:]


def _wide_fields(extra: bytes, *narrow: int) -> Iterator[int]:
    wide = next((field[EXTRA.size :] for kind, field in extra_fields(extra) if kind == ZIP64_EXTRA), b"")
    for value in narrow:
        if value != FULL_32 or not wide:
            yield value
            continue
        yield struct.unpack_from("<Q", wide)[0]
        wide = wide[8:]


def _refuse_oddities(archive: Archive) -> None:
    files = [entry for entry in archive.entries if not entry.name.endswith("/")]
    if any(entry.flags & FLAG_ENCRYPTED for entry in files):
        raise UnsupportedWorkbook("The file is locked with a password. Remove the password and save it anew.")
    if len({entry.key for entry in files}) < len(files):
        raise damaged("it holds the same piece twice")
    _refuse_overlaps(archive)
    _refuse_bomb(archive, sum(entry.size for entry in files))
    for entry in files:
        if entry.method in (STORED, DEFLATED):
            for _ in archive.unpack(entry):
                pass


def _refuse_overlaps(archive: Archive) -> None:
    for before, after in pairwise(sorted(archive.entries, key=lambda entry: entry.start)):
        if before.data + before.packed > after.start:
            raise damaged("its pieces overlap")


def _refuse_bomb(archive: Archive, total: int) -> None:
    limit = max(SMALL_TOTAL, LARGEST_RATIO * len(archive.content))
    if total > min(limit, LARGEST_TOTAL):
        raise UnsupportedWorkbook(
            "The file unpacks to far more than a workbook of its size should; it may be a trap. If you trust it, "
            "copy your tracker into a new workbook."
        )
