"""Trackers for tests: made and typed into with openpyxl, read with calamine and from the raw XML.

What the user does to a tracker is done here with openpyxl, which is no part of the product; what the product did is
read with other libraries than those that it writes with.
"""

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Protocol

from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from sheet_sync import Report, sync_tracker
from sheet_sync.config import Person, Settings
from sheet_sync.sync import adopt_tracker

HEADERS = (
    "Company", "Position", "Contact", "Contact email", "Contact phone", "Preferred channel", "Interview date",
    "Interview type", "Promised reply by", "Thank-you sent", "Followed up", "Outcome", "Reply received", "Talked about",
)  # fmt: skip
OURS = ("Follow-up status", "Follow-up due", "Follow-up reason", "Draft", "Sync key")
ALEX = Person("Alex Morgan", "alex@example.com", "+1 555 010 1234")
SHEET = "Applications"
TODAY = "2026-11-23"
NAMESPACES = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}

Row = Mapping[str, object]
Rows = Sequence[Row]
Untouched = Callable[[Path], Callable[[], bool]]
"""Remembers a file; the answer says later whether it is still the same."""


@dataclass(frozen=True)
class Ran:
    """What a run of the command said, and how it ended."""

    code: int
    out: str
    err: str


def run_command(
    home: Path, *arguments: object, cwd: Path | None = None, variables: Mapping[str, str] | None = None
) -> Ran:
    """Run the installed `sheet-sync` for a user whose home is a folder of the test's."""
    done = subprocess.run(
        [Path(sys.executable).with_name("sheet-sync"), *map(str, arguments)],
        cwd=cwd or home,
        env={**os.environ, **environment(home), **(variables or {})},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert "Traceback" not in done.stdout + done.stderr
    return Ran(done.returncode, done.stdout, done.stderr)


def environment(home: Path) -> dict[str, str]:
    """What makes a folder a user's home."""
    return {
        "HOME": str(home),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "TZ": "UTC",
    }


class Command(Protocol):
    """Runs the installed `sheet-sync`."""

    def __call__(self, *arguments: object, cwd: Path | None = None) -> Ran: ...


class Make(Protocol):
    """Makes a tracker of some rows; the keywords are those of `write_tracker`."""

    def __call__(self, rows: Rows, **how: Any) -> "Tracker": ...  # noqa: ANN401  # handed on


ANA: Row = {
    "Company": "Acme",
    "Position": "Data Analyst",
    "Contact": "Jane Doe",
    "Contact email": "jane@acme.example",
    "Interview date": date(2026, 11, 12),
    "Interview type": "video",
    "Thank-you sent": date(2026, 11, 13),
    "Talked about": "the data platform roadmap",
}
"""A follow-up is due, since 19 November 2026."""
BEN: Row = {
    "Company": "Globex",
    "Position": "Test Engineer",
    "Contact": "Sam Rivera",
    "Contact email": "sam@globex.example",
    "Interview date": date(2026, 11, 22),
    "Interview type": "phone",
    "Talked about": "the gripper test rig",
}
"""A thank-you is due, on 23 November 2026."""
CAT: Row = {"Company": "Initech", "Position": "Writer", "Outcome": "Applied"}
"""No interview yet."""


def day(text: str) -> date:
    return date.fromisoformat(text)


def moment(text: str) -> datetime:
    return datetime.combine(day(text), time())


def write_tracker(
    path: Path,
    rows: Rows,
    *,
    headers: Sequence[str] = HEADERS,
    header_row: int = 1,
    finish: Callable[[Workbook, Worksheet], None] | None = None,
) -> Path:
    """A workbook with one worksheet, `Applications`; `finish` may add to it before it is saved."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEET
    for column, header in enumerate(headers, start=1):
        sheet.cell(header_row, column, header)
    for at, row in enumerate(rows, start=header_row + 1):
        for header, value in row.items():
            put(sheet, at, list(headers).index(header) + 1, value)
    if finish:
        finish(book, sheet)
    book.save(path)
    return path


def put(sheet: Worksheet, row: int, column: int, value: object) -> None:
    """Type a value as a user does; a text that starts with "=" is text, as after an apostrophe."""
    cell = sheet.cell(row, column)
    cell.value = value  # type: ignore[assignment]  # any value that a test may think of
    if isinstance(value, str) and value.startswith("="):
        cell.data_type = "s"


def add_settings(book: Workbook, settings: Mapping[str, object], name: str = "Settings") -> None:
    """A Settings worksheet: setting in the first column, value in the second."""
    sheet = book.create_sheet(name)
    for row in settings.items():
        sheet.append(row)


@dataclass(frozen=True)
class Tracker:
    """A tracker on disk, and what a user and the program do to it."""

    path: Path
    settings: Settings
    header_row: int = 1
    sheet: str = SHEET

    def sync(self, today: str = TODAY, *, dry_run: bool = False, **changed: Any) -> Report:  # noqa: ANN401  # settings
        settings = replace(self.settings, **changed)
        return sync_tracker(self.path, settings=settings, now=moment(today), dry_run=dry_run)

    def adopt(self, today: str = TODAY) -> Report:
        return adopt_tracker(self.path, settings=self.settings, now=moment(today))

    def rows(self) -> dict[int, dict[str, Any]]:
        """Every row below the header, by its number: header -> value, None for a blank."""
        grid = values(self.path, self.sheet)
        headers = grid[self.header_row - 1]
        return {
            number: dict(zip(headers, row, strict=True))
            for number, row in enumerate(grid, start=1)
            if number > self.header_row
        }

    def get(self, row: int, header: str) -> Any:  # noqa: ANN401  # a cell may hold anything
        return self.rows()[row].get(header)

    def headers(self) -> list[str]:
        return [header for header in values(self.path, self.sheet)[self.header_row - 1] if header]

    def type(self, row: int, header: str, value: object) -> None:
        """The user types a value, or clears a cell with None, and saves."""
        self.rework(lambda sheet: put(sheet, row, column_of(sheet, self.header_row, header), value))

    def delete_column(self, header: str) -> None:
        self.rework(lambda sheet: sheet.delete_cols(column_of(sheet, self.header_row, header)))

    def rework(self, work: Callable[[Worksheet], None]) -> None:
        """The user does something to the worksheet, and saves."""
        book = load_workbook(self.path, keep_vba=self.path.suffix == ".xlsm")
        work(book[self.sheet])
        book.save(self.path)

    def backups(self) -> list[Path]:
        assert self.settings.state_folder
        return sorted((self.settings.state_folder / "backups").rglob("*.xls*"))

    def raw(self, row: int, header: str) -> "RawCell":
        column = values(self.path, self.sheet)[self.header_row - 1].index(header) + 1
        return raw_cell(self.path, self.sheet, f"{get_column_letter(column)}{row}")


def column_of(sheet: Worksheet, header_row: int, header: str) -> int:
    """The column under a header, the last of several."""
    found = [cell.column for cell in sheet[header_row] if cell.value == header]
    assert found, header
    return found[-1]


def values(path: Path, sheet: str = SHEET) -> list[list[Any]]:
    """The values of a worksheet as calamine reads them, from A1; None for a blank."""
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return [[None if value == "" else value for value in row] for row in rows]


@dataclass(frozen=True)
class RawCell:
    """A cell as it stands in the XML; `look` is its format with the parts that it names."""

    text: str
    has_formula: bool
    kind: str
    look: Mapping[str, str]


def entries(path: Path) -> dict[str, bytes]:
    """The parts of a package by name."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def xml(path: Path, part: str) -> etree._Element:
    return etree.fromstring(entries(path)[part])


def sheet_part(path: Path, sheet: str = SHEET) -> str:
    """The name of a worksheet's part."""
    relations = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    book = xml(path, "xl/workbook.xml")
    (named,) = [element for element in _all(book, "//m:sheet") if element.get("name") == sheet]
    targets = {element.get("Id"): element.get("Target") for element in xml(path, "xl/_rels/workbook.xml.rels")}
    return "xl/" + (targets[named.get(relations)] or "").removeprefix("/xl/")


def raw_cell(path: Path, sheet: str, address: str) -> RawCell:
    (cell,) = _all(xml(path, sheet_part(path, sheet)), f"//m:c[@r='{address}']")
    kind = cell.get("t", "n")
    text = "".join(str(piece) for piece in _all(cell, ".//m:t/text()")) or "".join(map(str, _all(cell, "m:v/text()")))
    if kind == "s":
        shared = _all(xml(path, "xl/sharedStrings.xml"), "m:si")[int(text)]
        text = "".join(str(piece) for piece in _all(shared, ".//m:t/text()"))
    return RawCell(text, bool(_all(cell, "m:f")), kind, _look(path, int(cell.get("s", "0"))))


def raw_formulas(path: Path, sheet: str = SHEET) -> set[str]:
    """The addresses of all cells with a formula."""
    cells = _all(xml(path, sheet_part(path, sheet)), "//m:c[m:f]")
    return {cell.get("r", "") for cell in cells}


def _look(path: Path, number: int) -> Mapping[str, str]:
    styles = xml(path, "xl/styles.xml")
    xf = _all(styles, "//m:cellXfs/m:xf")[number]
    codes = {element.get("numFmtId"): element.get("formatCode") for element in _all(styles, "//m:numFmt")}
    alignment = _all(xf, "m:alignment")
    look = {name: xf.get(name, "0") for name in ("fontId", "fillId", "borderId")}
    look["format"] = codes.get(xf.get("numFmtId")) or xf.get("numFmtId", "0")
    look["wrap"] = alignment[0].get("wrapText", "0") if alignment else "0"
    look["vertical"] = alignment[0].get("vertical", "") if alignment else ""
    return look


def _all(element: etree._Element, path: str) -> Sequence[Any]:
    found = element.xpath(path, namespaces=NAMESPACES)
    assert isinstance(found, list)
    return found


def column_widths(path: Path, sheet: str = SHEET) -> dict[int, dict[str, str]]:
    """The attributes of `<cols>` for every column that they name."""
    columns = _all(xml(path, sheet_part(path, sheet)), "m:cols/m:col")
    return {
        number: {str(name): str(value) for name, value in column.attrib.items()}
        for column in columns
        for number in range(int(column.get("min")), int(column.get("max")) + 1)
    }


def filter_range(path: Path, sheet: str = SHEET) -> str | None:
    found = _all(xml(path, sheet_part(path, sheet)), "m:autoFilter")
    return found[0].get("ref") if found else None


def defined_names(path: Path) -> dict[str, str]:
    return {name.get("name"): name.text or "" for name in _all(xml(path, "xl/workbook.xml"), "//m:definedName")}
