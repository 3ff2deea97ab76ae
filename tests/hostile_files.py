"""Damaged workbooks, made by dice from good ones, and the judge of what a sync makes of them."""

import io
import random
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from pathlib import Path

from lxml import etree
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook
from raw_allowances import tracker_differences
from raw_xlsx import RawWorkbook, packed, workbook
from workbooks import ALEX, ANA, BEN, CAT, HEADERS, OURS, add_settings, write_tracker

from sheet_sync import sync_tracker
from sheet_sync.config import Settings
from sheet_sync.errors import SheetSyncError

NOW = datetime(2026, 11, 23)
OWN_MARKS = ("Thank-you sent", "Followed up")
_PROGRAMMERS_WORDS = re.compile(
    r"Traceback|\w+Error\b|Exception|\bNone\b|unexpected|object at|\bbytes\b|codec|\bstruct\b|\bzlib\b|\bexpat\b|b'"
)
_LONGEST_LINE = 600
_MAY_CHANGE = re.compile(r"xl/(worksheets/sheet1|styles|workbook|tables/table1)\.xml")

Damage = Callable[[bytes, random.Random], bytes]


def plain_workbook(_: Path) -> bytes:
    """By hand: texts within the cells, no shared ones."""
    cell = '<c r="{}{}" t="inlineStr"><is><t>{}</t></is></c>'
    header = "".join(cell.format("ABCDEF"[at], 1, name) for at, name in enumerate(HEADERS[:6]))
    day = '<c r="G1" t="inlineStr"><is><t>Interview date</t></is></c>'
    rows = "".join(
        f'<row r="{row}" spans="1:7">'
        + "".join(cell.format("ABCDEF"[at], row, f"{name} {row}") for at, name in enumerate(HEADERS[:6]))
        + f'<c r="G{row}" s="2"><v>{46338 + row}</v></c></row>'
        for row in range(2, 6)
    )
    return workbook(f'<row r="1" spans="1:7">{header}{day}</row>{rows}')


def shared_workbook(folder: Path) -> bytes:
    """As openpyxl writes it: texts that cells share, a Settings worksheet, an archive."""

    def finish(book: Workbook, _: Worksheet) -> None:
        add_settings(book, {"Your name": "Alex Morgan", "wait_days": 6})
        book.create_sheet("Archive").append(["Company", "Salary", 3.5])

    return write_tracker(folder / "shared.xlsx", [ANA, BEN, CAT], finish=finish).read_bytes()


def rich_workbook(folder: Path) -> bytes:
    """An Excel table with a comment, formats, a formula, a merged range beside it and rows frozen."""

    def finish(_: Workbook, sheet: Worksheet) -> None:
        sheet.add_table(Table(displayName="Jobs", ref=f"A1:N{sheet.max_row}"))
        sheet["A2"].comment = Comment("call first", "Alex")
        sheet["B2"].font = Font(bold=True)
        sheet["A20"] = "=COUNTA(A2:A4)"
        sheet.merge_cells("A22:D23")
        sheet.freeze_panes = "B2"

    return write_tracker(folder / "rich.xlsx", [ANA, BEN, CAT], finish=finish).read_bytes()


def synced_workbook(folder: Path) -> bytes:
    """With our columns from yesterday."""
    path = write_tracker(folder / "synced.xlsx", [ANA, BEN, CAT])
    sync_tracker(path, settings=_settings(folder), now=datetime(2026, 11, 18))
    return path.read_bytes()


WORKBOOKS = (plain_workbook, shared_workbook, rich_workbook, synced_workbook)


def flipped_bytes(data: bytes, dice: random.Random) -> bytes:
    """Some bits of the file turned over."""
    damaged = bytearray(data)
    for _ in range(dice.choice((1, 1, 1, 2, 8))):
        damaged[dice.randrange(len(damaged))] ^= 1 << dice.randrange(8)
    return bytes(damaged)


def truncated(data: bytes, dice: random.Random) -> bytes:
    """The file cut off somewhere."""
    return data[: dice.randrange(len(data))]


def flipped_xml(data: bytes, dice: random.Random) -> bytes:
    """A part damaged within, and packed again with the right checksum."""
    parts = _parts(data)
    name = dice.choice([name for name in parts if "theme" not in name and "docProps" not in name])
    return packed(parts | {name: dice.choice(_XML_DAMAGES)(parts[name], dice)})


def _flipped_bit(part: bytes, dice: random.Random) -> bytes:
    return flipped_bytes(part, dice) if part else part


def _other_sign(part: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(part) + 1)
    signs = b"<>/\"'=& x:0123456789ABCXFDsbne-\0\xff!?[]."
    return part[:at] + bytes(dice.choices(signs, k=dice.randrange(3))) + part[at + dice.randrange(4) :]


def _other_number(part: bytes, dice: random.Random) -> bytes:
    numbers = [*re.finditer(rb"[0-9]+", part)]
    other = dice.choice((b"0", b"-1", b"1048576", b"99999999999999999999", b"1e308", b"-1e300", b"NaN", b"", b"7"))
    return _exchanged(part, numbers, other, dice)


def _other_attribute(part: bytes, dice: random.Random) -> bytes:
    values = [*re.finditer(rb'(?<==")[^"]*(?=")', part)]
    other = dice.choice((b"", b"XFD1048576", b"A1:XFD1048576", b"e", b"s", b"d", b"&#10;", b"true", b"../../../../x"))
    return _exchanged(part, values, other, dice)


def _lost_or_doubled_tag(part: bytes, dice: random.Random) -> bytes:
    tags = [*re.finditer(rb"<[^>]*>", part)]
    return _exchanged(part, tags, dice.choice((b"", b"<a/>", b"<!-- -->", b"</row>", b"<c>")), dice)


def _moved_element(part: bytes, dice: random.Random) -> bytes:
    elements = [*re.finditer(rb"<(row|c|sheet|si|Relationship|xf)\b[^>]*(?:/>|>.*?</\1>)", part, re.DOTALL)]
    if not elements:
        return part
    element, at = dice.choice(elements), dice.choice(elements).start()
    return part[:at] + element[0] + part[at:]


def _exchanged(part: bytes, places: list[re.Match[bytes]], other: bytes, dice: random.Random) -> bytes:
    if not places:
        return part
    place = dice.choice(places)
    return part[: place.start()] + other + part[place.end() :]


_XML_DAMAGES: tuple[Damage, ...] = (
    *(_flipped_bit, _flipped_bit, _other_sign, _other_number),
    *(_other_attribute, _lost_or_doubled_tag, _moved_element),
)


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@dataclass(frozen=True)
class Verdict:
    """What a sync made of a file: `outcome` counts, `fault` says what it may not do, "" for nothing."""

    outcome: str
    fault: str = ""


_UNREADABLE_ZIP = (NotImplementedError, RuntimeError, zipfile.BadZipFile)
"""What the standard library says of zips that claim to need newer programs, a password, or another form."""


def judged(data: bytes, folder: Path) -> Verdict:
    """Syncs a file, and looks at what is left of it: all as it was but our columns, or an error and the same bytes."""
    path = folder / "tracker.xlsx"
    path.write_bytes(data)
    try:
        report = sync_tracker(path, settings=_settings(folder), now=NOW)
    except SheetSyncError as error:
        return Verdict(f"refused ({type(error).__name__})", _fault_of_refusal(str(error), path, data))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
        return Verdict("crashed", f"{type(error).__name__}: {error}")
    if not report.written:
        return Verdict("nothing to write", "" if path.read_bytes() == data else "changed without a word")
    fault = _fault_of_cells(data, path.read_bytes(), report.sheet)
    if fault:
        return Verdict("synced", fault)
    try:
        return _verdict_of_parts(data, path.read_bytes(), report.sheet)
    except _UNREADABLE_ZIP:
        return Verdict("synced (proved by cells alone)")


def _settings(folder: Path) -> Settings:
    return Settings(me=ALEX, state_folder=folder / "state", backups=0)


def _fault_of_refusal(line: str, path: Path, data: bytes) -> str:
    said = line.replace(str(path), path.name)
    if path.read_bytes() != data:
        return f"changed, and refused: {said}"
    beside = {found.name for found in path.parent.iterdir()} - {path.name, "state"}
    if beside:
        return f"left {beside} beside the file"
    plain = said.endswith((".", "!", "?")) and "\n" not in said and len(said) <= _LONGEST_LINE
    return "" if plain and not _PROGRAMMERS_WORDS.search(said) else f"no plain line: {said}"


def _fault_of_cells(before: bytes, after: bytes, sheet: str) -> str:
    """Whatever changed beyond the columns that are ours, as calamine reads it."""
    old, new = _grid(before, sheet), _grid(after, sheet)
    row, columns = _ours(new)
    changed = {at for at in old.keys() | new.keys() if old.get(at) != new.get(at)}
    strangers = sorted(at for at in changed if at[0] < row or at[1] not in columns)
    return f"other cells changed: {strangers[:5]}" if strangers else ""


def _verdict_of_parts(before: bytes, after: bytes, sheet: str) -> Verdict:
    """As the raw parts show it; where lxml cannot read them, no other part has changed a byte at least."""
    new = _grid(after, sheet)
    row, columns = _ours(new)
    named = product(range(row, max(number for number, _ in new) + 1), columns)
    try:
        found = tracker_differences(before, after, sheet, named)
    except (etree.LxmlError, ValueError, KeyError):
        found = [f"{name} changed" for name in sorted(_changed_parts(before, after)) if not _MAY_CHANGE.fullmatch(name)]
        return Verdict("synced (proved by bytes)", "; ".join(found))
    miscounted = _wrong_counts(before)
    return Verdict("synced", "; ".join(difference for difference in found if difference not in miscounted))


def _ours(cells: Mapping[tuple[int, int], object]) -> tuple[int, set[int]]:
    """The header row, and the columns that a sync may write."""
    headings = {at: str(value).removesuffix(" (sheet-sync)") for at, value in cells.items()}
    row = min((at[0] for at, text in headings.items() if text in OURS), default=0)
    return row, {at[1] for at, text in headings.items() if at[0] == row and text in (*OURS, *OWN_MARKS)}


def _changed_parts(before: bytes, after: bytes) -> set[str]:
    old, new = _parts(before), _parts(after)
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def _wrong_counts(data: bytes) -> set[str]:
    """What the judge of formats says of lists that were miscounted from the start."""
    book = RawWorkbook(data)
    name = book.linked("styles")
    styles = etree.fromstring("<none/>" if name is None else book.read(name))
    lists = {name: styles.find(f"{{*}}{name}") for name in ("numFmts", "cellXfs")}
    return {
        f"the count of {name} is wrong"
        for name, members in lists.items()
        if members is not None and members.get("count") != str(len(members))
    }


def _grid(data: bytes, sheet: str) -> Mapping[tuple[int, int], object]:
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return {
        (number, column): value
        for number, row in enumerate(rows, start=1)
        for column, value in enumerate(row, start=1)
        if value != ""
    }
