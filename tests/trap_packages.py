"""Zips in all the forms in which programs write workbooks, made byte by byte from their parts."""

import random
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

FULL_16, FULL_32 = 0xFFFF, 0xFFFFFFFF
STORED, DEFLATED = 0, 8


class ZipTrap(StrEnum):
    """What a zip may do that a careless program stumbles over (DESIGN section 4)."""

    DESCRIPTORS = "sizes behind the data"
    BARE_DESCRIPTORS = "sizes behind the data, without their sign"
    EXTRA_FIELDS = "extra fields"
    FOLDERS = "entries for folders"
    BACKSLASHES = "backslashes in names"
    SHUFFLED = "[Content_Types].xml not first"
    DIRECTORY_SHUFFLED = "a directory in another order than the data"
    STORED = "stored entries"
    ODD_VERSION = "an odd version needed"
    ZIP64_END = "64-bit end record and locator"
    ZIP64_FIELDS = "64-bit sizes and offsets in the directory"
    ZIP64_LOCAL = "64-bit sizes in the local headers"
    STUB = "bytes before the zip"
    GAPS = "unused bytes between entries"
    COMMENT = "a comment of the archive"
    ENTRY_COMMENTS = "comments of entries"


@dataclass(frozen=True)
class _Packed:
    """One entry: its local bytes, and what the directory says of it but for the offset."""

    local: bytes
    name: bytes
    fields: tuple[int, ...]
    sizes: tuple[int, int]


def zip_of(parts: Mapping[str, bytes], traps: frozenset[ZipTrap], dice: random.Random) -> bytes:
    """The parts as a zip that has the traps, each on some of its entries."""
    ordered = list((_folders(parts) if ZipTrap.FOLDERS in traps else {}) | dict(parts))
    if ZipTrap.SHUFFLED in traps:
        dice.shuffle(ordered)
    content = b"#!stub PK\3\4 " * dice.randint(1, 9) if ZipTrap.STUB in traps else b""
    base = len(content) if dice.random() < 0.5 else 0
    records = []
    for name in ordered:
        content += b"unused" if ZipTrap.GAPS in traps and dice.random() < 0.3 else b""
        packed = _packed(name, parts.get(name, b""), traps, dice)
        records.append(_record(packed, len(content) - base, traps, dice))
        content += packed.local
    if ZipTrap.DIRECTORY_SHUFFLED in traps:
        dice.shuffle(records)
    return content + b"".join(records) + _end(records, len(content), base, traps)


def _folders(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name[: place + 1]: b"" for name in parts for place, sign in enumerate(name) if sign == "/"}


def _packed(name: str, content: bytes, traps: frozenset[ZipTrap], dice: random.Random) -> _Packed:
    some = frozenset(trap for trap in traps if dice.random() < 0.7)
    stored = ZipTrap.STORED in some or name.endswith("/")
    data = content if stored else _deflated(content)
    raw_name = (name.replace("/", "\\") if ZipTrap.BACKSLASHES in traps else name).encode()
    bare = ZipTrap.BARE_DESCRIPTORS in some
    late = (ZipTrap.DESCRIPTORS in some or bare) and not stored
    version = dice.choice([10, 20, 21, 45, 51, 62]) if ZipTrap.ODD_VERSION in some else 20
    extra = struct.pack("<2H4s", 0xCAFE, 4, b"mine") if ZipTrap.EXTRA_FIELDS in some else b""
    sums = (zlib.crc32(content), len(data), len(content))
    shown = (0, 0, 0) if late else sums
    local_extra = extra
    if ZipTrap.ZIP64_LOCAL in some and not late:
        local_extra = struct.pack("<2H2Q", 1, 16, len(content), len(data)) + extra
        shown = (sums[0], FULL_32, FULL_32)
    method = STORED if stored else DEFLATED
    fields = (version, 8 * late, method, 0x6A40, 0x5A77)
    header = struct.pack("<4s5H3L2H", b"PK\3\4", *fields, *shown, len(raw_name), len(local_extra))
    descriptor = (b"" if bare else b"PK\7\x08") + struct.pack("<3L", *sums) if late else b""
    local = header + raw_name + local_extra + data + descriptor
    return _Packed(local, raw_name, (*fields, sums[0]), (len(data), len(content)))


def _deflated(content: bytes) -> bytes:
    deflater = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return deflater.compress(content) + deflater.flush()


def _record(packed: _Packed, offset: int, traps: frozenset[ZipTrap], dice: random.Random) -> bytes:
    some = frozenset(trap for trap in traps if dice.random() < 0.7)
    extra = struct.pack("<2H4s", 0xCAFE, 4, b"also") if ZipTrap.EXTRA_FIELDS in some else b""
    comment = b"a comment" if ZipTrap.ENTRY_COMMENTS in some else b""
    numbers = (*packed.sizes, offset)
    if ZipTrap.ZIP64_FIELDS in some:
        extra += struct.pack("<2H3Q", 1, 24, packed.sizes[1], packed.sizes[0], offset)
        numbers = (FULL_32, FULL_32, FULL_32)
    lengths = (len(packed.name), len(extra), len(comment))
    head = struct.pack("<4sH", b"PK\1\2", 0x031E) + struct.pack("<5HL", *packed.fields)
    tail = struct.pack("<2L3H2HL", *numbers[:2], *lengths, 0, 0, 0o644 << 16) + struct.pack("<L", numbers[2])
    return head + tail + packed.name + extra + comment


def _end(records: list[bytes], start: int, base: int, traps: frozenset[ZipTrap]) -> bytes:
    comment = b"made by hand" if ZipTrap.COMMENT in traps else b""
    count, size, offset = len(records), sum(map(len, records)), start - base
    wide = b""
    if ZipTrap.ZIP64_END in traps:
        wide = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, offset)
        wide += struct.pack("<4sLQL", b"PK\6\7", 0, offset + size, 1)
        count, size, offset = FULL_16, FULL_32, FULL_32
    return wide + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, size, offset, len(comment)) + comment
