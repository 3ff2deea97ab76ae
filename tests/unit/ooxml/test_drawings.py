"""Where charts float over a worksheet, told by the anchors in its drawing."""

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor

from sheet_sync.ooxml.facts import read_facts
from sheet_sync.ooxml.package import Package

DRAWING = "xl/drawings/drawing1.xml"


def with_chart(path: Path, anchor: TwoCellAnchor | str) -> Path:
    book = Workbook()
    chart = BarChart()
    chart.anchor = anchor  # type: ignore[assignment]  # what the library takes besides a text
    (sheet,) = book.worksheets
    sheet.add_chart(chart)
    book.save(path)
    return path


def drawings(path: Path) -> tuple[tuple[int, int, int, int], ...]:
    return read_facts(Package.from_bytes(path.read_bytes()), "Sheet").drawings


def test_a_chart_covers_the_cells_from_its_first_corner_to_its_last(tmp_path: Path) -> None:
    corners = TwoCellAnchor(_from=AnchorMarker(col=3, row=1), to=AnchorMarker(col=7, row=9))
    assert drawings(with_chart(tmp_path / "t.xlsx", corners)) == ((2, 4, 10, 8),)


def test_a_chart_of_a_given_size_covers_as_many_cells_of_the_usual_size(tmp_path: Path) -> None:
    assert drawings(with_chart(tmp_path / "t.xlsx", "D2")) == ((2, 4, 16, 12),)


@pytest.mark.parametrize("damage", [b"no XML", b"<x/>", b"<wsDr><twoCellAnchor><from/></twoCellAnchor></wsDr>"])
def test_a_damaged_drawing_stands_over_nothing_and_stops_nobody(tmp_path: Path, damage: bytes) -> None:
    whole = with_chart(tmp_path / "t.xlsx", "D2")
    path = tmp_path / "damaged.xlsx"
    with zipfile.ZipFile(whole) as given, zipfile.ZipFile(path, "w") as made:
        for name in given.namelist():
            made.writestr(name, damage if name == DRAWING else given.read(name))
    assert drawings(path) == ()
