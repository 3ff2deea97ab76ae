"""A worksheet that cannot be read stops nothing but a sync of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from raw_xlsx import packed, sheet_xml
from workbooks import ALEX, ANA, SHEET, add_settings, entries, moment, values, write_tracker

from sheet_sync import Report, sync_tracker
from sheet_sync.config import Settings
from sheet_sync.errors import NotATrackerError, TrackerNotReadableError

OTHER = "xl/worksheets/sheet2.xml"
FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
UNREADABLE = {
    "rows out of order": sheet_xml('<row r="2"/><row r="1"/>'),
    "a cell named after another row": sheet_xml('<row r="1"><c r="A99999999"><v>1</v></c></row>'),
    "a column beyond the last": sheet_xml('<row r="1"><c r="ZZZ1"><v>1</v></c></row>'),
    "a column of ten letters": sheet_xml('<row r="1"><c r="AAAAAAAAAA1"><v>1</v></c></row>'),
    "two far cells": sheet_xml(FAR),
    "a date that makes the reader panic": sheet_xml('<row r="1"><c r="A1" s="1"><v>-1e300</v></c></row>'),
    "a shared text that is not there": sheet_xml('<row r="1"><c r="A1" t="s"><v>999999</v></c></row>'),
    "no XML": b"\0\1\2",
    "an entity": b'<!DOCTYPE a [<!ENTITY b "ha">]>' + sheet_xml(""),
    "a strange root": b"<worksheet/>",
    "UTF-7": b'<?xml version="1.0" encoding="utf-7"?>' + sheet_xml(""),
}


def tracker(path: Path, other: bytes | None, name: str = "Data") -> Path:
    """A tracker with another worksheet, whose part is then exchanged, or lost."""

    def finish(book: Workbook, sheet: Worksheet) -> None:
        sheet["A2"].number_format = "yyyy-mm-dd"
        book.create_sheet(name).append(["Date", "Amount"])

    write_tracker(path, [ANA], finish=finish)
    parts = {part: content for part, content in entries(path).items() if part != OTHER}
    path.write_bytes(packed(parts if other is None else parts | {OTHER: other}))
    return path


def synced(path: Path, sheet: str | None = None) -> Report:
    settings = Settings(me=ALEX, state_folder=path.parent / "state")
    return sync_tracker(path, settings=settings, now=moment("2026-11-23"), sheet=sheet)


@pytest.mark.parametrize("other", [*UNREADABLE.values(), None], ids=[*UNREADABLE, "its part is missing"])
def test_another_worksheet_that_cannot_be_read_does_not_stop_the_sync(
    other: bytes | None, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tracker(tmp_path / "tracker.xlsx", other)
    assert synced(path).statuses == {"Follow up now": 1}
    assert "Follow up now" in values(path, SHEET)[1]
    assert entries(path).get(OTHER) == other
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("other", [*UNREADABLE.values(), None], ids=[*UNREADABLE, "its part is missing"])
def test_the_reason_is_told_to_whoever_names_that_worksheet(other: bytes | None, tmp_path: Path) -> None:
    path = tracker(tmp_path / "tracker.xlsx", other)
    before = path.read_bytes()
    with pytest.raises(TrackerNotReadableError, match=r"^The worksheet “Data” cannot be read\. \S.*\.$"):
        synced(path, "Data")
    assert path.read_bytes() == before


def test_the_reason_is_told_where_no_other_worksheet_holds_a_tracker(tmp_path: Path) -> None:
    path = tracker(tmp_path / "tracker.xlsx", None)
    path.write_bytes(packed(entries(path) | {"xl/worksheets/sheet1.xml": UNREADABLE["two far cells"]}))
    with pytest.raises(TrackerNotReadableError, match="No other worksheet holds a tracker"):
        synced(path)


def test_the_cell_that_is_far_from_all_others_is_named_with_the_way_to_it(tmp_path: Path) -> None:
    path = tracker(tmp_path / "tracker.xlsx", UNREADABLE["two far cells"])
    with pytest.raises(TrackerNotReadableError, match=r"Cell XFD1048576 .*Ctrl\+End.* delete its row and its column"):
        synced(path, "Data")


def test_a_stray_value_in_the_last_row_of_a_tracker_is_no_obstacle(tmp_path: Path) -> None:
    def finish(_: Workbook, sheet: Worksheet) -> None:
        sheet["O1048576"] = "stray"

    path = write_tracker(tmp_path / "tracker.xlsx", [ANA], finish=finish)
    assert synced(path).statuses == {"Follow up now": 1}


def test_formats_far_out_are_no_values(tmp_path: Path) -> None:
    far = FAR.replace('XFD1048576"><v>1</v></c>', 'XFD1048576" s="1"/>')
    path = tracker(tmp_path / "tracker.xlsx", sheet_xml(far))
    with pytest.raises(NotATrackerError, match="No header row"):
        synced(path, "Data")


@pytest.mark.parametrize("other", [UNREADABLE["no XML"], None])
def test_settings_that_cannot_be_read_are_never_taken_for_none(other: bytes | None, tmp_path: Path) -> None:
    path = tracker(tmp_path / "tracker.xlsx", other, "Settings")
    with pytest.raises(TrackerNotReadableError, match="The worksheet “Settings” cannot be read"):
        synced(path)


def renamed(parts: dict[str, bytes]) -> dict[str, bytes]:
    return {"xl/workbook.xml": parts["xl/workbook.xml"].replace(b'name="Data"', f'name="{SHEET}"'.encode())}


def linked_twice(parts: dict[str, bytes]) -> dict[str, bytes]:
    links = "xl/_rels/workbook.xml.rels"
    return {links: parts[links].replace(b"sheet2.xml", b"sheet1.xml")}


@pytest.mark.parametrize(
    ("change", "words"), [(renamed, "Rename one of them"), (linked_twice, "Another worksheet shares its cells")]
)
def test_two_worksheets_that_cannot_be_told_apart_are_not_synced(
    change: Callable[[dict[str, bytes]], dict[str, bytes]], words: str, tmp_path: Path
) -> None:
    path = tracker(tmp_path / "tracker.xlsx", sheet_xml(""))
    parts = entries(path)
    path.write_bytes(packed(parts | change(parts)))
    before = path.read_bytes()
    with pytest.raises(TrackerNotReadableError, match=words):
        synced(path)
    assert path.read_bytes() == before


def test_an_empty_settings_worksheet_is_no_obstacle(tmp_path: Path) -> None:
    path = write_tracker(tmp_path / "tracker.xlsx", [ANA], finish=lambda book, _: add_settings(book, {}))
    assert synced(path).written
