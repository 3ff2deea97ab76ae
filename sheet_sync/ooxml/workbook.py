"""The workbook part and the package's lists of parts: what a change to a worksheet asks of them."""

import posixpath
import re

from sheet_sync.ooxml.errors import UnsupportedWorkbook
from sheet_sync.ooxml.package import Package, SheetRef, relationships_part
from sheet_sync.ooxml.references import column_letters, column_number
from sheet_sync.ooxml.styles import EMPTY_STYLES
from sheet_sync.ooxml.xmlpart import Element, Splice, XmlPart, attributes, flag, namespace, with_attribute

_FILTER_NAME = "_xlnm._FilterDatabase"
_FILTER_END = re.compile(rb"(:\$?)([A-Z]{1,3})(\$?[0-9]+\s*)\Z")
_ANY_FORMULA = re.compile(rb"<(?:[^\s<>/:]+:)?f[\s/>]")
_BEFORE_CALCULATION = ("sheets", "functionGroups", "externalReferences", "definedNames")

_CONTENT_TYPES = "[Content_Types].xml"
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_LINKS = {
    False: "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
    True: "http://purl.oclc.org/ooxml/officeDocument/relationships/",
}


def changed_workbook(
    package: Package, sheet: SheetRef, *, filter_to: int | None, recalculate: bool
) -> dict[str, bytes]:
    """The workbook part with the filter's name ending here and recalculation asked for; empty where nothing changes."""
    part = package.xml(package.workbook)
    root = part.root()
    splices = [] if filter_to is None else _filter_splices(part, root, sheet.index, filter_to)
    if recalculate and _has_formulas(package):
        splices += _calculation_splices(part, root)
    return {package.workbook: part.render(splices)} if splices else {}


def _filter_splices(part: XmlPart, root: Element, index: int, column: int) -> list[Splice]:
    names = part.child(root, "definedNames")
    splices = []
    for name in [] if names is None else part.children(names):
        values = attributes(name.tag)
        if values.get("name") == _FILTER_NAME and values.get("localSheetId") == str(index):
            match = _FILTER_END.search(part.text[name.inner : name.close])
            if match is not None and column_number(match[2]) != column:
                start, end = name.inner + match.start(2), name.inner + match.end(2)
                splices.append(Splice(start, end, column_letters(column).encode()))
    return splices


def _calculation_splices(part: XmlPart, root: Element) -> list[Splice]:
    calculation = part.child(root, "calcPr")
    if calculation is not None:
        if flag(attributes(calculation.tag).get("fullCalcOnLoad")):
            return []
        return [with_attribute(calculation, b"fullCalcOnLoad", b"1")]
    earlier = [child.end for child in part.children(root) if child.local in _BEFORE_CALCULATION]
    place = max(earlier, default=root.close)
    return [Splice(place, place, b'<%bcalcPr fullCalcOnLoad="1"/>' % root.prefix)]


def _has_formulas(package: Package) -> bool:
    if any(link.kind == "calcChain" for link in package.relationships(package.workbook)):
        return True
    parts = [sheet.part for sheet in package.worksheets if package.entry(sheet.part) is not None]
    return any(_ANY_FORMULA.search(narrow(package.read(part))) for part in parts)


def narrow(raw: bytes) -> bytes:
    """A part's markup in single bytes, to look for a tag: the other worksheets may be in any form."""
    return raw.replace(b"\0", b"") if raw.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")) else raw


def styles_part(package: Package) -> str | None:
    """The name of the styles part, or None where the workbook links to none that is there."""
    links = package.relationships(package.workbook)
    found = next((link.part for link in links if link.kind == "styles"), None)
    return found if found is not None and package.entry(found) is not None else None


def empty_styles(package: Package) -> XmlPart:
    """A styles part for a workbook that has none, in the workbook's own namespace."""
    space = namespace(package.xml(package.workbook).root())
    return XmlPart.parse(EMPTY_STYLES.replace(b"%b", space.encode()), "styles.xml")


def linked_styles(package: Package) -> tuple[str, dict[str, bytes]]:
    """A name for a new styles part, and the parts that must change so that the workbook knows it."""
    links = package.relationships(package.workbook)
    dangling = next((link.part for link in links if link.kind == "styles"), None)
    folder = posixpath.dirname(package.workbook)
    name = dangling or posixpath.join(folder, _free_name(package, folder))
    changed = {} if dangling else with_link(package, posixpath.basename(name), "styles")[1]
    return name, changed | with_type(package, name, _STYLES_TYPE)


def _free_name(package: Package, folder: str) -> str:
    names = ["styles.xml", *(f"styles{number}.xml" for number in range(2, 100))]
    return next(name for name in names if package.entry(posixpath.join(folder, name)) is None)


def with_link(package: Package, target: str, kind: str) -> tuple[str, dict[str, bytes]]:
    """The identity of a new link from the workbook to a part, and the list of links that has it."""
    name = relationships_part(package.workbook)
    part = package.xml(name)
    root = part.root()
    taken = {attributes(child.tag).get("Id", "") for child in part.children(root)}
    identity = next(f"rId{number}" for number in range(1, len(taken) + 2) if f"rId{number}" not in taken)
    link = _LINKS["purl.oclc.org" in namespace(package.xml(package.workbook).root())] + kind
    markup = f'<{root.prefix.decode()}Relationship Id="{identity}" Type="{link}" Target="{target}"/>'
    return identity, {name: part.render([last_child(root, part.encoded(markup))])}


def with_type(package: Package, name: str, content_type: str) -> dict[str, bytes]:
    """The list of types with that of a new part; nothing where it has one of that name already."""
    part = package.xml(_CONTENT_TYPES)
    root = part.root()
    for child in part.children(root):
        if attributes(child.tag).get("PartName", "").lower() == f"/{name}".lower():
            return {}
    markup = f'<{root.prefix.decode()}Override PartName="/{name}" ContentType="{content_type}"/>'
    return {_CONTENT_TYPES: part.render([last_child(root, part.encoded(markup))])}


def last_child(root: Element, markup: bytes) -> Splice:
    """Puts markup behind the last child of a list of parts."""
    if root.empty:
        raise UnsupportedWorkbook("The file is no complete Excel workbook: its list of parts is empty.")
    return Splice(root.close, root.close, markup)
