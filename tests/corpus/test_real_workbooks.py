"""Real workbooks, named by the environment, survive an edit with nothing else changed."""

import csv
import os
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from raw_xlsx import differences

from sheet_sync.ooxml import Package, UnsupportedWorkbook, edit_workbook, read_facts
from sheet_sync.ooxml.rowcells import cells_of
from sheet_sync.ooxml.worksheet import open_worksheet

pytestmark = pytest.mark.corpus

WHERE = "SHEET_SYNC_CORPUS"


class Sample(NamedTuple):
    path: Path
    worksheet: str


def samples(folder: str) -> Iterator[Sample]:
    root = os.environ.get(WHERE)
    if not root:
        pytest.skip(f"{WHERE} names no folder of real workbooks")
    with (Path(root) / "INDEX.tsv").open(encoding="utf-8", newline="") as index:
        for line in csv.DictReader(index, delimiter="\t"):
            if line["file"].startswith(f"{folder}/"):
                yield Sample(Path(root) / line["file"], line["worksheet"])


def three_cells(path: Path, worksheet: str) -> dict[tuple[int, int], str | float | date]:
    """An existing cell without formula, if there is one, a new one in an existing row, one beyond the last row."""
    package = Package.from_bytes(path.read_bytes())
    layout = open_worksheet(package, package.sheet(worksheet))
    facts = read_facts(package, worksheet)
    covered = {
        (row, column)
        for top, left, bottom, right in (*facts.merges, *facts.blocks)
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }
    taken = facts.formulas | covered
    rows = {number: cells_of(layout, row).columns for number, row in layout.rows.items()}
    last_row, last_column = max(rows, default=0), max((max(columns, default=0) for columns in rows.values()), default=0)
    existing = ((row, column) for row, columns in rows.items() for column in columns if (row, column) not in taken)
    cells: dict[tuple[int, int], str | float | date] = {(last_row + 2, 3): date(2026, 11, 23)}
    cells |= {next(existing, (last_row + 3, 1)): "=1+1"}
    beside = next(((row, last_column + 2) for row in rows if (row, last_column + 2) not in taken), None)
    return cells | ({} if beside is None else {beside: 12.5})


def outcome(sample: Sample, target: Path) -> str:
    try:
        worksheet = sample.worksheet or Package.from_bytes(sample.path.read_bytes()).worksheets[0].name
        cells = three_cells(sample.path, worksheet)
        edit_workbook(sample.path, target, worksheet, cells)
    except UnsupportedWorkbook:
        assert not target.exists()
        return "refused"
    assert differences(sample.path, target, worksheet, cells, formats_may_grow=True) == [], sample.path.name
    return "edited"


def test_every_ordinary_workbook_takes_three_cells_and_nothing_else_changes(tmp_path: Path) -> None:
    counts = Counter(outcome(sample, tmp_path / sample.path.name) for sample in samples("ordinary"))
    print(dict(counts))  # noqa: T201 - the count is what the run is for
    assert counts["edited"] >= 0.98 * counts.total()


def test_every_odd_workbook_is_edited_without_loss_or_refused_in_words(tmp_path: Path) -> None:
    def tolerant(sample: Sample) -> str:
        try:
            return outcome(sample, tmp_path / sample.path.name)
        except IndexError:
            return "without worksheet"

    counts = Counter(tolerant(sample) for sample in samples("refuse_or_edit"))
    print(dict(counts))  # noqa: T201 - the count is what the run is for
    assert set(counts) <= {"edited", "refused", "without worksheet"}
