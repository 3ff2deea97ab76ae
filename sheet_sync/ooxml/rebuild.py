"""A zip written anew around a few changed entries, every other byte copied as it was."""

import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from sheet_sync.ooxml.archive import (
    DEFLATED,
    END,
    END_64,
    EXTRA,
    FLAG_DESCRIPTOR,
    FLAG_UTF8,
    FULL_16,
    FULL_32,
    LOCAL,
    LOCATOR_64,
    RECORD,
    ZIP64_EXTRA,
    Archive,
    Entry,
    extra_fields,
)
from sheet_sync.ooxml.errors import UnsupportedWorkbook

_LEVEL = 6
_VERSION = 20
_NEW_YEAR_1980 = (1 << 5) | 1
"""The zip's first day, in its own notation: a time stamp that tells nothing."""


class Packed(NamedTuple):
    """The content of an entry, packed as it will stand in the zip."""

    method: int
    crc: int
    size: int
    content: bytes


def pack(pieces: Iterable[bytes | memoryview], method: int = DEFLATED) -> Packed:
    """Packs content that comes in pieces, which are never held all at once unless they are only to be stored."""
    deflater = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS) if method == DEFLATED else None
    crc = size = 0
    packed = []
    for piece in pieces:
        crc, size = zlib.crc32(piece, crc), size + len(piece)
        packed.append(deflater.compress(piece) if deflater else bytes(piece))
    packed.append(deflater.flush() if deflater else b"")
    return Packed(method, crc, size, b"".join(packed))


def rebuild(archive: Archive, replaced: Mapping[str, Packed], added: Mapping[str, Packed]) -> bytes:
    """The zip with the entries `replaced` (by name) given new content, and those `added` at its end."""
    records: dict[int, bytes] = {}
    pieces: list[bytes | memoryview] = []
    position = 0
    for start, end, entry in _regions(archive):
        piece: bytes | memoryview = memoryview(archive.content)[start:end]
        if entry is not None:
            offset, record = position - archive.base, entry.record
            if entry.name in replaced:
                piece, record = _replaced(archive, entry, replaced[entry.name])
            records[entry.start] = _moved(record, offset)
        pieces.append(piece)
        position += len(piece)
    ordered = [records[entry.start] for entry in archive.entries]
    for name, content in added.items():
        piece, record = _new_entry(name, content)
        ordered.append(_moved(record, position - archive.base))
        pieces.append(piece)
        position += len(piece)
    return b"".join([*pieces, *_directory(archive, ordered, position)])


def _regions(archive: Archive) -> Iterator[tuple[int, int, Entry | None]]:
    """(start, end, entry) over all bytes before the directory; what precedes the first entry has none."""
    ordered = sorted(archive.entries, key=lambda entry: entry.start)
    ends = [*(entry.start for entry in ordered), archive.directory]
    yield 0, ends[0], None
    for entry, end in zip(ordered, ends[1:], strict=True):
        yield entry.start, end, entry


def _replaced(archive: Archive, entry: Entry, new: Packed) -> tuple[bytes, bytes]:
    """The new local entry and its record: name, times, attributes and way of packing stay."""
    sums = (new.crc, len(new.content), new.size)
    flags = entry.flags & ~FLAG_DESCRIPTOR
    need, _, method, time, date, *_, name_length, _ = LOCAL.unpack_from(archive.content, entry.start)[1:]
    name_end = entry.start + LOCAL.size + name_length
    extra = _without_zip64(archive.content[name_end : entry.data])
    header = LOCAL.pack(b"PK\3\4", need, flags, method, time, date, *sums, name_length, len(extra))
    name = archive.content[entry.start + LOCAL.size : name_end]
    return b"".join((header, name, extra, new.content)), _replaced_record(entry, flags, sums)


def _replaced_record(entry: Entry, flags: int, sums: tuple[int, int, int]) -> bytes:
    fields = list(RECORD.unpack_from(entry.record))
    name_end = RECORD.size + fields[10]
    extra_end = name_end + fields[11]
    extra = _without_zip64(entry.record[name_end:extra_end])
    fields[3], fields[7:10], fields[11], fields[16] = flags, sums, len(extra), 0
    return RECORD.pack(*fields) + entry.record[RECORD.size : name_end] + extra + entry.record[extra_end:]


def _without_zip64(extra: bytes) -> bytes:
    return b"".join(field for kind, field in extra_fields(extra) if kind != ZIP64_EXTRA)


def _new_entry(name: str, new: Packed) -> tuple[bytes, bytes]:
    raw_name = name.encode()
    flags = 0 if name.isascii() else FLAG_UTF8
    sums = (new.crc, len(new.content), new.size)
    common = (flags, new.method, 0, _NEW_YEAR_1980, *sums, len(raw_name), 0)
    local = LOCAL.pack(b"PK\3\4", _VERSION, *common)
    record = RECORD.pack(b"PK\1\2", _VERSION, _VERSION, *common, 0, 0, 0, 0, 0)
    return local + raw_name + new.content, record + raw_name


def _moved(record: bytes, offset: int) -> bytes:
    """The record pointing at `offset`; where the old one kept its offset in 64 bits, so does the new one."""
    if offset >= FULL_32:
        raise UnsupportedWorkbook("The file is larger than 4 GB.")
    fields = RECORD.unpack_from(record)
    name_end = RECORD.size + fields[10]
    extra_end = name_end + fields[11]
    extra = record[name_end:extra_end]
    if fields[16] != FULL_32 or ZIP64_EXTRA not in dict(extra_fields(extra)):
        return RECORD.pack(*fields[:16], offset) + record[RECORD.size :]
    skipped = 8 * (fields[9] == FULL_32) + 8 * (fields[8] == FULL_32)
    return record[:name_end] + _wide_offset(extra, skipped, offset) + record[extra_end:]


def _wide_offset(extra: bytes, skipped: int, offset: int) -> bytes:
    pieces = []
    for kind, field in extra_fields(extra):
        position = EXTRA.size + skipped
        wide = kind == ZIP64_EXTRA
        pieces.append(field[:position] + struct.pack("<Q", offset) + field[position + 8 :] if wide else field)
    return b"".join(pieces)


def _directory(archive: Archive, ordered: list[bytes], start: int) -> Iterator[bytes]:
    """The central directory, whatever followed it, and the end records with counts, size and offset made true."""
    yield from ordered
    between = archive.content[archive.directory_end : archive.end if archive.end_64 is None else archive.end_64]
    yield between
    size = sum(map(len, ordered)) + len(between)
    totals = (len(ordered), size, start - archive.base)
    if archive.end_64 is not None:
        yield _end_64(archive, *totals, start + size)
    yield _end(archive, *totals)
    yield archive.content[archive.end + END.size :]


def _end(archive: Archive, count: int, size: int, offset: int) -> bytes:
    fields = list(END.unpack_from(archive.content, archive.end))
    if archive.end_64 is None and (count >= FULL_16 or offset >= FULL_32):
        raise UnsupportedWorkbook("The file is larger than 4 GB.")
    fields[3] = fields[3] if fields[3] == FULL_16 else count
    fields[4] = fields[4] if fields[4] == FULL_16 else count
    fields[5] = fields[5] if fields[5] == FULL_32 else size
    fields[6] = fields[6] if fields[6] == FULL_32 else offset
    return END.pack(*fields)


def _end_64(archive: Archive, count: int, size: int, offset: int, position: int) -> bytes:
    where = archive.end_64 or 0
    fields = [*END_64.unpack_from(archive.content, where)[:6], count, count, size, offset]
    locator = archive.end - LOCATOR_64.size
    signature, disk, _, disks = LOCATOR_64.unpack_from(archive.content, locator)
    between = archive.content[where + END_64.size : locator]
    return END_64.pack(*fields) + between + LOCATOR_64.pack(signature, disk, position - archive.base, disks)
