"""A workbook as a package of parts: which worksheets it has, where they live, and whether it may be edited at all."""

import posixpath
from dataclasses import dataclass, field
from urllib.parse import unquote

from sheet_sync.ooxml.archive import LONGEST_NAME, Archive, Entry
from sheet_sync.ooxml.errors import OWN_WORKBOOK, UnsupportedWorkbook
from sheet_sync.ooxml.xmlpart import MAIN, Element, XmlPart, attributes, flag, namespace

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS = "Open it in Excel or LibreOffice and save it as .xlsx."

LARGEST_PART = 192 << 20
"""Bytes of a worksheet or of the texts that all share: 100,000 rows with their messages have 150 MB."""
LARGEST_LIST = 32 << 20
"""Bytes of any other part: styles, links, tables."""
MOST_SHEETS = 2_000


@dataclass(frozen=True, slots=True)
class SheetRef:
    """A worksheet of the workbook.

    Attributes:
        name: as its tab shows it.
        part: the name of its part in the package.
        visible: neither hidden nor very hidden.
        index: its place among all sheets, chart sheets included, from 0 (what `localSheetId` counts).
    """

    name: str
    part: str
    visible: bool
    index: int


@dataclass(frozen=True, slots=True)
class Relationship:
    """A link from one part to another: the last word of its type ("worksheet"), and the part it names."""

    identity: str
    kind: str
    part: str


@dataclass(frozen=True)
class Package:
    """An opened workbook.

    Attributes:
        archive: the zip it came in.
        workbook: the name of the workbook part.
        worksheets: in the order of the tabs; chart sheets and dialogs are none.
        date1904: dates count from 1904 instead of 1900.
        opened: the worksheet that was taken apart last, for the next that asks.
    """

    archive: Archive
    workbook: str
    worksheets: tuple[SheetRef, ...]
    date1904: bool
    opened: dict[str, object] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Package":
        """Opens a workbook; raises UnsupportedWorkbook for what is none, or may not be edited (DESIGN section 4)."""
        _refuse_other_files(data)
        archive = Archive.parse(data)
        _refuse_untouchable(archive)
        workbook = _workbook_part(archive)
        part = XmlPart.parse(_read(archive, workbook, LARGEST_LIST), workbook)
        root = part.root()
        if root.local != "workbook" or namespace(root) not in MAIN:
            raise UnsupportedWorkbook(f"The file is no Excel workbook. {_SAVE_AS}")
        properties = part.child(root, "workbookPr")
        date1904 = properties is not None and flag(attributes(properties.tag).get("date1904"))
        return cls(archive, workbook, _worksheets(archive, workbook, part, root), date1904)

    def sheet(self, name: str) -> SheetRef:
        """The worksheet of this name; raises UnsupportedWorkbook where there is none."""
        for sheet in self.worksheets:
            if sheet.name == name:
                return sheet
        names = ", ".join(f"“{sheet.name}”" for sheet in self.worksheets) or "none"
        raise UnsupportedWorkbook(f"The workbook has no worksheet named “{name}”; it has {names}.")

    def entry(self, part: str) -> Entry | None:
        """The zip entry of a part, or None where it is missing."""
        return _find(self.archive, part)

    def read(self, part: str) -> bytes:
        """The bytes of a part; raises UnsupportedWorkbook where it is missing, or too large to be kept in memory."""
        return _read(self.archive, part, LARGEST_PART)

    def entry_name(self, part: str) -> str:
        """The name that the zip has for a part."""
        entry = self.entry(part)
        return part if entry is None else entry.name

    def xml(self, part: str) -> XmlPart:
        """A part beside the worksheets, opened as XML."""
        return XmlPart.parse(_read(self.archive, part, LARGEST_LIST), part)

    def relationships(self, part: str) -> tuple[Relationship, ...]:
        """The links that a part has to other parts of the package, each of those once."""
        links = _relationships(self.archive, part)
        return tuple({(link.kind, link.part.lower()): link for link in reversed(links)}.values())[::-1]


def relationships_part(part: str) -> str:
    """The name of the part that holds the relationships of `part`."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _refuse_other_files(data: bytes) -> None:
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise UnsupportedWorkbook(
                "The workbook is protected by a password: remove it in Excel and save the file anew."
            )
        raise UnsupportedWorkbook(f"The file is an old .xls workbook. {_SAVE_AS}")
    if b"PK\5\6" not in data:
        if data.startswith(b"PK\3\4"):
            raise UnsupportedWorkbook("The file is incomplete: its end is missing. Copy or download it again.")
        raise UnsupportedWorkbook(f"The file is no Excel workbook. {_SAVE_AS}")


def _refuse_untouchable(archive: Archive) -> None:
    names = {entry.key for entry in archive.entries}
    if any(name.startswith("_xmlsignatures/") for name in names):
        raise UnsupportedWorkbook(
            "The workbook is digitally signed, and any change would break the signature. Remove the signature first."
        )
    if any(name.startswith("xl/revisions/") for name in names):
        raise UnsupportedWorkbook(
            "The workbook is shared and keeps a log of changes. In Excel, end its sharing (Review, Unshare Workbook)."
        )
    if "mimetype" in names and "content.xml" in names:
        raise UnsupportedWorkbook(f"The file is an OpenDocument file. {_SAVE_AS}")


def _find(archive: Archive, part: str) -> Entry | None:
    return archive.named.get(part.lower())


def _read(archive: Archive, part: str, largest: int) -> bytes:
    entry = _find(archive, part)
    if entry is None:
        raise UnsupportedWorkbook(
            f"The file is no complete Excel workbook: “{part[:LONGEST_NAME]}” is missing from it. {_SAVE_AS}"
        )
    if entry.size > largest:
        raise UnsupportedWorkbook(
            f"“{part}” inside the file has {entry.size >> 20} MB, more than the {largest >> 20} that can be kept "
            "in memory. "
            f"{OWN_WORKBOOK}"
        )
    return archive.read(entry)


def _workbook_part(archive: Archive) -> str:
    if _find(archive, "_rels/.rels") is None:
        raise UnsupportedWorkbook(f"The file is no Excel workbook. {_SAVE_AS}")
    for link in _relationships(archive, ""):
        if link.kind == "officeDocument":
            if link.part.lower().endswith(".bin"):
                raise UnsupportedWorkbook(f"The file is a binary workbook (.xlsb). {_SAVE_AS}")
            return link.part
    raise UnsupportedWorkbook(f"The file is no Excel workbook. {_SAVE_AS}")


def _relationships(archive: Archive, part: str) -> tuple[Relationship, ...]:
    name = relationships_part(part)
    if _find(archive, name) is None:
        return ()
    xml = XmlPart.parse(_read(archive, name, LARGEST_LIST), name)
    root = xml.root()
    links = (attributes(child.tag) for child in xml.children(root) if child.local == "Relationship")
    return tuple(
        Relationship(link.get("Id", ""), link.get("Type", "").rpartition("/")[2], _target(part, link.get("Target", "")))
        for link in links
        if link.get("TargetMode") != "External"
    )


def _target(source: str, target: str) -> str:
    path = unquote(target.partition("#")[0]).replace("\\", "/")
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(source), path)).lstrip("/")


def _worksheets(archive: Archive, workbook: str, part: XmlPart, root: Element) -> tuple[SheetRef, ...]:
    links = {link.identity: link for link in _relationships(archive, workbook)}
    sheets = part.child(root, "sheets")
    if sheets is None:
        raise UnsupportedWorkbook(f"The file is no complete Excel workbook: it lists no worksheets. {_SAVE_AS}")
    found: list[SheetRef] = []
    for index, sheet in enumerate(part.children(sheets)):
        values = attributes(sheet.tag)
        if index >= MOST_SHEETS or len(values.get("name", "")) > LONGEST_NAME:
            raise UnsupportedWorkbook(
                "The file has more worksheets, or longer names of them, than a spreadsheet program writes. "
                "Copy your tracker into a new workbook."
            )
        link = links.get(_relationship_id(values))
        if link is not None and link.kind == "worksheet":
            visible = values.get("state", "visible") == "visible"
            found.append(SheetRef(values.get("name", ""), link.part, visible, index))
    return tuple(found)


def _relationship_id(values: dict[str, str]) -> str:
    return next((value for name, value in values.items() if name.rpartition(":")[1:] == (":", "id")), "")
