"""An edit that fails its proof, by a fault put in here: nothing is written, and a report is kept for us."""

import re
from pathlib import Path

import pytest
from workbooks import ANA, BEN, Make, Untouched, entries, sheet_part

from sheet_sync.errors import TrackerNotWritableError


@pytest.fixture(autouse=True)
def faulty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is edited, the old package comes out, without the cells that were to be written."""
    monkeypatch.setattr("sheet_sync.ooxml.edit.rebuild", lambda archive, *_: archive.content)


def test_nothing_is_written_and_the_error_names_a_report_without_any_cells_content(
    make: Make, untouched: Untouched
) -> None:
    tracker = make([ANA, BEN])
    same = untouched(tracker.path)

    with pytest.raises(TrackerNotWritableError, match=r"failed its check.*defect of sheet-sync.*report") as raised:
        tracker.sync()

    assert same()
    assert tracker.backups() == []
    (place,) = re.findall(r"report (\S+\.txt)", str(raised.value))
    report = Path(place).read_text(encoding="utf-8")
    assert "difference: " in report
    assert "R2C15" in report
    assert re.search(r"sheet-sync \d.*Python 3", report)
    for name, content in entries(tracker.path).items():
        assert re.search(rf"^  \d+ \d+ {len(content)} {re.escape(name)}$", report, re.MULTILINE), name
    assert sheet_part(tracker.path) in report
    words = [word for row in (ANA, BEN) for value in row.values() for word in re.findall(r"[A-Za-z]{4,}", str(value))]
    assert words
    assert not [word for word in words if word in report]
