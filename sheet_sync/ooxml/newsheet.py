"""A new worksheet at the end of a workbook: one more part, and one more member in each of three lists of parts."""

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from sheet_sync.ooxml.archive import Archive
from sheet_sync.ooxml.cells import escape_text
from sheet_sync.ooxml.check import check_entries, demand, members, same_entry
from sheet_sync.ooxml.errors import EditCheckFailed, UnsupportedWorkbook
from sheet_sync.ooxml.package import Package
from sheet_sync.ooxml.rebuild import pack, rebuild
from sheet_sync.ooxml.references import cell_name
from sheet_sync.ooxml.workbook import last_child, with_link, with_type
from sheet_sync.ooxml.xmlpart import XmlPart, attributes, flag, namespace, raw_attributes, whole

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


@dataclass(frozen=True)
class NewSheet:
    """A worksheet of plain texts and numbers.

    Attributes:
        name: as its tab shows it.
        rows: what stands in it, from A1.
        widths: of its columns, in characters.
    """

    name: str
    rows: Sequence[Sequence[str | int | None]]
    widths: Sequence[float] = ()


def add_worksheet(package: Package, sheet: NewSheet) -> bytes:
    """The package with one worksheet more, proved to differ in nothing else.

    Raises:
        UnsupportedWorkbook: the workbook's structure is protected, or it has a worksheet of this name.
        EditCheckFailed: the proof failed, by a defect of this package.
    """
    workbook = package.xml(package.workbook)
    _refuse_unwelcome(workbook, sheet.name)
    part = _free_part(package)
    identity, changed = with_link(package, posixpath.relpath(part, posixpath.dirname(package.workbook)), "worksheet")
    changed |= with_type(package, part, _TYPE)
    changed |= {package.workbook: _with_sheet(workbook, sheet.name, identity)}
    replaced = {package.entry_name(name): xml for name, xml in changed.items()}
    methods = {package.entry_name(name): package.entry(name) for name in changed}
    packed = {name: pack([xml], entry.method) for name, xml in replaced.items() if (entry := methods[name])}
    content = rebuild(package.archive, packed, {part: pack([_worksheet(sheet, namespace(workbook.root()))])})
    _check(package, content, set(packed), part)
    return content


def _refuse_unwelcome(workbook: XmlPart, name: str) -> None:
    protection = workbook.child(workbook.root(), "workbookProtection")
    if protection is not None and flag(attributes(protection.tag).get("lockStructure")):
        raise UnsupportedWorkbook(
            "The workbook's structure is protected, so that no worksheet can be added. In Excel choose Review, "
            "Protect Workbook, to end that."
        )
    sheets = workbook.child(workbook.root(), "sheets")
    names = [attributes(child.tag).get("name", "") for child in workbook.children(sheets)] if sheets else []
    if name.casefold() in map(str.casefold, names):
        raise UnsupportedWorkbook(f"The workbook has a worksheet named “{name}” already.")


def _free_part(package: Package) -> str:
    folder = posixpath.join(posixpath.dirname(package.workbook), "worksheets")
    parts = (posixpath.join(folder, f"sheet{number}.xml") for number in range(1, len(package.archive.entries) + 2))
    return next(part for part in parts if package.entry(part) is None)


def _with_sheet(workbook: XmlPart, name: str, identity: str) -> bytes:
    sheets = workbook.child(workbook.root(), "sheets")
    listed = [] if sheets is None else [*workbook.children(sheets)]
    if sheets is None or not listed:
        raise UnsupportedWorkbook("The file is no complete Excel workbook: it lists no worksheets.")
    taken = [whole(attributes(child.tag).get("sheetId")) or 0 for child in listed]
    neighbour = raw_attributes(listed[-1].tag)
    linked = next(name for name in neighbour if name.endswith(b":id"))
    declared = neighbour.get(b"xmlns:" + linked.removesuffix(b":id"))
    space = "" if declared is None else f' xmlns:{linked.decode().removesuffix(":id")}="{declared.decode()}"'
    tag = listed[-1].name.decode()
    markup = f'<{tag}{space} name={quoteattr(name)} sheetId="{max(taken) + 1}" {linked.decode()}="{identity}"/>'
    return workbook.render([last_child(sheets, workbook.encoded(markup))])


def _worksheet(sheet: NewSheet, space: str) -> bytes:
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>' for at, width in enumerate(sheet.widths, 1)
    )
    rows = "".join(_row(number, values) for number, values in enumerate(sheet.rows, start=1))
    around = f"<cols>{columns}</cols>" if columns else ""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<worksheet xmlns="{space}">{around}<sheetData>{rows}</sheetData></worksheet>'.encode()


def _row(number: int, values: Sequence[str | int | None]) -> str:
    cells = (_cell(cell_name((number, column)), value) for column, value in enumerate(values, start=1))
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(name: str, value: str | int | None) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, int):
        return f'<c r="{name}"><v>{value}</v></c>'
    return f'<c r="{name}" t="inlineStr"><is><t xml:space="preserve">{escape_text(value)}</t></is></c>'


def _check(package: Package, content: bytes, replaced: set[str], added: str) -> None:
    """Raises EditCheckFailed unless every old part is the same, but for one member more in each of the three lists."""
    try:
        archive = Archive.parse(content)
        check_entries(package.archive, archive, replaced, {added})
        for entry in package.archive.entries:
            if entry.name in replaced:
                before = XmlPart.parse(package.archive.read(entry), entry.name)
                after = XmlPart.parse(archive.read(same_entry(archive, entry)), entry.name)
                _check_list(entry.name, before, after, of_sheets=entry.name == package.entry_name(package.workbook))
        XmlPart.parse(archive.read(next(entry for entry in archive.entries if entry.name == added)), added)
    except UnsupportedWorkbook as error:
        raise EditCheckFailed(error.reason) from error


def _check_list(name: str, before: XmlPart, after: XmlPart, *, of_sheets: bool) -> None:
    old, new = members(before), members(after)
    if of_sheets:
        demand([one for one in old if one[0] != "sheets"] == [one for one in new if one[0] != "sheets"], name)
        old, new = _sheets(before), _sheets(after)
    demand(new[: len(old)] == old and len(new) == len(old) + 1, f"{name} differs")


def _sheets(workbook: XmlPart) -> list[tuple[str, bytes]]:
    sheets = workbook.child(workbook.root(), "sheets")
    listed = [] if sheets is None else workbook.children(sheets)
    return [(child.local, workbook.text[child.start : child.end]) for child in listed]
