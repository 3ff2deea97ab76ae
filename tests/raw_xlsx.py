"""Workbooks as raw parts: made by hand, and compared entry by entry without the code under test."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from lxml import etree
from raw_tokens import token_differences, tokens_kept

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"

Addresses = Iterable[tuple[int, int]]

STYLES = (
    f'<styleSheet xmlns="{SPACE}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="9" fontId="0" fillId="1" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def sheet_xml(rows: str, *, before: str = "", after: str = "") -> bytes:
    """A worksheet part around the content of its sheetData."""
    return f'<worksheet xmlns="{SPACE}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'.encode()


def parts_of_workbook(sheet: bytes, *, workbook: str = "", styles: str | None = STYLES) -> dict[str, bytes]:
    """The parts of a small workbook with one worksheet, named Jobs; `workbook` adds to the workbook part."""
    override = '<Override PartName="/xl/{}" ContentType="{}+xml"/>'
    link = '<Relationship Id="{}" Type="{}/{}" Target="{}"/>'
    listed = [("workbook.xml", f"{TYPES}.sheet.main"), ("worksheets/sheet1.xml", f"{TYPES}.worksheet")]
    listed += [("styles.xml", f"{TYPES}.styles")] if styles else []
    links = link.format("rId1", LINKS, "worksheet", "worksheets/sheet1.xml")
    links += link.format("rId2", LINKS, "styles", "styles.xml") if styles else ""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + "".join(override.format(*pair) for pair in listed)
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        + link.format("rId1", LINKS, "officeDocument", "xl/workbook.xml")
        + "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{SPACE}" xmlns:r="{LINKS}"><sheets>'
        f'<sheet name="Jobs" sheetId="1" r:id="rId1"/></sheets>{workbook}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
    }
    parts |= {"xl/styles.xml": styles} if styles else {}
    return {name: text.encode() for name, text in parts.items()} | {"xl/worksheets/sheet1.xml": sheet}


def packed(parts: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The parts as a zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return buffer.getvalue()


def workbook(rows: str, *, before: str = "", after: str = "", more: str = "", styles: str | None = STYLES) -> bytes:
    """A small workbook whose worksheet, named Jobs, holds these rows."""
    return packed(parts_of_workbook(sheet_xml(rows, before=before, after=after), workbook=more, styles=styles))


def part(data: bytes, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    """The bytes of one part."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def differences(
    before: Path | bytes, after: Path | bytes, worksheet: str, named: Addresses, *, formats_may_grow: bool = False
) -> list[str]:
    """Every difference between two workbooks but the values of the named cells, as sentences.

    `spans` and `dimension` may differ; with `formats_may_grow` the styles part may have new formats at its end, or be
    new altogether.
    """
    old, new = RawWorkbook(before), RawWorkbook(after)
    sheet, styles = old.sheet_part(worksheet), old.linked("styles")
    created = new.linked("styles") if formats_may_grow and styles is None else None
    found = entry_differences(old, new, {sheet, styles if formats_may_grow else None, created})
    found += worksheet_differences(old.read(sheet), new.read(sheet), set(named))
    return found + (format_differences(old, new, sheet, set(named)) if formats_may_grow else [])


def format_differences(old: "RawWorkbook", new: "RawWorkbook", sheet: str, named: set[tuple[int, int]]) -> list[str]:
    """Differences between two styles parts but for formats at their ends, and cells that look different by them."""
    styles, found = old.linked("styles"), []
    if styles is not None and styles.lower() in new.entries:
        found += styles_differences(old.read(styles), new.read(styles))
    if new.linked("styles") is not None:
        found += _looks_changed(old, new, sheet, named)
    return found


class RawWorkbook:
    """A package, read by the standard library."""

    def __init__(self, source: Path | bytes) -> None:
        self.raw = source if isinstance(source, bytes) else source.read_bytes()
        self.file = zipfile.ZipFile(io.BytesIO(self.raw))
        self.entries = {info.filename.replace("\\", "/").lower(): info for info in self.file.infolist()}

    def read(self, name: str) -> bytes:
        """The bytes of a part."""
        return self.file.read(self.entries[name.lower()])

    def region(self, info: zipfile.ZipInfo) -> bytes:
        """All bytes from the local header on to the next entry: packed bytes, data descriptor, and what is unused."""
        later = [other.header_offset for other in self.entries.values() if other.header_offset > info.header_offset]
        return self.raw[info.header_offset : min(later, default=self.file.start_dir)]

    def around(self) -> tuple[bytes, bytes]:
        """What stands before the first entry, and the comment of the archive."""
        return self.raw[: min(info.header_offset for info in self.entries.values())], self.file.comment

    def worksheets(self) -> list[str]:
        """The parts of all worksheets."""
        targets = [target for _, target in self.links(self.workbook()).get("worksheet", [])]
        return [target for target in targets if target.lower() in self.entries]

    def workbook(self) -> str:
        """The name of the workbook part."""
        return self.links("")["officeDocument"][0][1]

    def linked(self, kind: str) -> str | None:
        """The part that the workbook links to by this kind, where it is there."""
        targets = [target for _, target in self.links(self.workbook()).get(kind, []) if target.lower() in self.entries]
        return targets[0] if targets else None

    def sheet_part(self, worksheet: str) -> str:
        """The part of a worksheet, by its name."""
        tree = etree.fromstring(self.read(self.workbook()))
        targets = dict(self.links(self.workbook())["worksheet"])
        for sheet in tree.iter("{*}sheet"):
            identity = next((value for name, value in sheet.attrib.items() if str(name).endswith("}id")), "")
            if sheet.get("name") == worksheet and identity in targets:
                return targets[str(identity)]
        raise KeyError(worksheet)

    def links(self, source: str) -> dict[str, list[tuple[str, str]]]:
        """The (id, part) pairs that a part links to, by their kinds."""
        folder, name = posixpath.split(source)
        found: dict[str, list[tuple[str, str]]] = {}
        for link in etree.fromstring(self.read(posixpath.join(folder, "_rels", f"{name}.rels"))).iter(
            "{*}Relationship"
        ):
            path = posixpath.join("/", folder, str(link.get("Target")).replace("\\", "/"))
            kind = str(link.get("Type")).rpartition("/")[2]
            found.setdefault(kind, []).append((str(link.get("Id")), posixpath.normpath(path).lstrip("/")))
        return found


def entry_differences(old: RawWorkbook, new: RawWorkbook, changing: set[str | None]) -> list[str]:
    """Every entry that is missing, new or not the same bytes, but for those that may change."""
    allowed = {name.lower() for name in changing if name}
    fresh = [name for name in new.entries if name not in old.entries]
    if fresh and set(fresh) <= allowed:
        allowed |= {"[content_types].xml", "xl/_rels/workbook.xml.rels"}
    found = [f"{name} is new" for name in fresh if name not in allowed]
    if list(old.entries) != [name for name in new.entries if name in old.entries]:
        found.append("entries are missing or in another order")
    if old.around() != new.around():
        found.append("the bytes before the zip, or its comment, differ")
    for name, info in old.entries.items():
        if name in new.entries and name not in allowed:
            if old.region(info) != new.region(new.entries[name]):
                found.append(f"{name} is not the same, byte for byte")
            if _directory_facts(info) != _directory_facts(new.entries[name]):
                found.append(f"{name} has another record in the directory")
    return found


def _directory_facts(info: zipfile.ZipInfo) -> tuple[object, ...]:
    """What the central directory says of an entry, but for where it is."""
    return (
        *(info.filename, info.date_time, info.compress_type, info.comment, info.create_system, info.create_version),
        *(info.extract_version, info.flag_bits, info.internal_attr, info.external_attr, info.CRC, info.file_size),
    )


def worksheet_differences(
    before: bytes, after: bytes, named: set[tuple[int, int]], free: frozenset[str] = frozenset()
) -> list[str]:
    """What differs in a worksheet part but the named cells, first by its meaning, then by its spelling.

    `free` are children of the root that are compared elsewhere.
    """
    return _tree_differences(before, after, named, free) or token_differences(before, after, named, free)


def _tree_differences(before: bytes, after: bytes, named: set[tuple[int, int]], free: frozenset[str]) -> list[str]:
    old, new = etree.fromstring(before), etree.fromstring(after)
    present = {number for number, _ in numbered(old, "row")}
    for tree in (old, new):
        _blank(tree, named, present)
        for name in free:
            for child in tree.findall(f"{{*}}{name}"):
                remove(child)
    old_text, new_text = canonical(old), canonical(new)
    if old_text == new_text:
        return []
    place = next((at for at, (one, other) in enumerate(zip(old_text, new_text, strict=False)) if one != other), 0)
    around = slice(max(0, place - 60), place + 60)
    return [f"the worksheet differs: {old_text[around]!r} became {new_text[around]!r}"]


def _blank(tree: etree._Element, named: set[tuple[int, int]], present: set[int]) -> None:
    """Takes out what may differ: the named cells, rows that are there only for them, spans and the dimension."""
    for dimension in tree.findall("{*}dimension"):
        dimension.attrib.clear()
    for number, row in numbered(tree, "row"):
        row.attrib.pop("spans", "")
        cells = list(numbered(row, "c"))
        for column, cell in cells:
            cell.set("r", f"R{number}C{column} {cell.get('r', '')}")
            if (number, column) in named:
                remove(cell)
        row.set("r", f"{number} {row.get('r', '')}")
        if number not in present and not len(row) and {column for column, _ in cells}:
            remove(row)
        elif not len(row) and not (row.text or "").strip():
            row.text = None
    data = tree.find("{*}sheetData")
    if data is not None and not len(data) and not (data.text or "").strip():
        data.text = None


def numbered(parent: etree._Element, name: str) -> Iterable[tuple[int, etree._Element]]:
    """Rows or cells with their numbers, which count on where they are not written."""
    number = 0
    data = parent.find("{*}sheetData") if name == "row" else parent
    for element in [] if data is None else data.findall(f"{{*}}{name}"):
        match = re.fullmatch(r"([A-Za-z]*)([0-9]+)", element.get("r", ""))
        if match is None:
            number += 1
        else:
            number = int(match[2]) if name == "row" else column_number(match[1])
        yield number, element


def column_number(letters: str) -> int:
    """The number of a column: “AB” is 28."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def remove(element: etree._Element) -> None:
    """Removes an element, but not the text that follows it."""
    parent, previous = element.getparent(), element.getprevious()
    assert parent is not None
    if element.tail and previous is not None:
        previous.tail = (previous.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def canonical(tree: etree._Element) -> bytes:
    """A tree in the one spelling of all that mean the same."""
    return bytes(etree.tostring(tree, method="c14n", with_comments=True))


def _looks_changed(old: RawWorkbook, new: RawWorkbook, sheet: str, named: set[tuple[int, int]]) -> list[str]:
    """Cells whose format index was past the end and now means a format that is not the first."""
    before, after = (_formats(book) for book in (old, new))
    changed = {index for index in range(len(before), len(after)) if after[index] != after[0]}
    return [
        f"the format {index}, past the end before, changes the look of a cell in {part}"
        for part in old.worksheets()
        for index in _used_formats(etree.fromstring(old.read(part)), named if part == sheet else set()) & changed
    ]


def _formats(book: RawWorkbook) -> list[bytes]:
    name = book.linked("styles")
    return [] if name is None else _taken_out(etree.fromstring(book.read(name)), "cellXfs")


def _used_formats(tree: etree._Element, named: set[tuple[int, int]]) -> set[int]:
    """The format indexes of a worksheet's columns, rows and cells, but for those of the named cells."""
    found = {column.get("style", "0") for column in tree.findall("{*}cols/{*}col")}
    for number, row in numbered(tree, "row"):
        found.add(row.get("s", "0"))
        found |= {cell.get("s", "0") for column, cell in numbered(row, "c") if (number, column) not in named}
    return {int(index) for index in found if index.isdigit()}


def styles_differences(before: bytes, after: bytes) -> list[str]:
    """Differences between two styles parts but for formats at their ends."""
    old, new = etree.fromstring(before), etree.fromstring(after)
    found = []
    for name in ("numFmts", "cellXfs"):
        if not _count_is_true(new, name):
            found.append(f"the count of {name} is wrong")
        old_members, new_members = _taken_out(old, name), _taken_out(new, name)
        if new_members[: len(old_members)] != old_members:
            found.append(f"the {name} that were there differ")
    if canonical(old) != canonical(new) or not tokens_kept(before, after):
        found.append("the styles differ elsewhere")
    return found


def _count_is_true(tree: etree._Element, name: str) -> bool:
    parent = tree.find(f"{{*}}{name}")
    members = 0 if parent is None else len(list(parent.iterchildren("*")))
    return parent is None or parent.get("count", str(members)) == str(members)


def _taken_out(tree: etree._Element, name: str) -> list[bytes]:
    parent = tree.find(f"{{*}}{name}")
    if parent is None:
        return []
    members = [bytes(etree.tostring(member, method="c14n", with_tail=False)) for member in parent.iterchildren("*")]
    remove(parent)
    return members
