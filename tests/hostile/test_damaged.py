"""Files cut off and files with flipped bytes: synced with nothing else changed, or refused in one plain line."""

import random
from collections import Counter
from pathlib import Path

import pytest
from hostile_files import WORKBOOKS, Damage, flipped_bytes, flipped_xml, judged, truncated

SOME = ((truncated, 5), (flipped_bytes, 10), (flipped_xml, 60))
ALL = ((truncated, 200), (flipped_bytes, 1_000), (flipped_xml, 4_000))
"""Of each workbook in the first list; of all of them in the second."""


def outcomes(damage: Damage, kind: int, count: int, folder: Path) -> Counter[str]:
    """What came of so many damages of one workbook; any fault fails the test, with the dice that found it."""
    good = WORKBOOKS[kind](folder)
    workplace = folder / "at work"
    workplace.mkdir()
    assert judged(good, workplace).outcome == "synced"
    faults, counts = [], Counter[str]()
    for number in range(count):
        dice = random.Random(f"{damage.__name__} {kind} {number}")  # noqa: S311 - dice of a test
        verdict = judged(damage(good, dice), workplace)
        counts[verdict.outcome] += 1
        if verdict.fault:
            faults.append(f"{damage.__name__} {kind} {number}: {verdict.fault}")
    assert faults == []
    return counts


@pytest.mark.parametrize("kind", range(len(WORKBOOKS)), ids=[make.__name__ for make in WORKBOOKS])
def test_a_damaged_workbook_is_synced_with_nothing_else_changed_or_refused(kind: int, tmp_path: Path) -> None:
    for damage, count in SOME:
        folder = tmp_path / damage.__name__
        folder.mkdir()
        assert outcomes(damage, kind, count, folder).total() == count


@pytest.mark.hostile
@pytest.mark.parametrize("kind", range(len(WORKBOOKS)), ids=[make.__name__ for make in WORKBOOKS])
@pytest.mark.parametrize(("damage", "count"), ALL, ids=[damage.__name__ for damage, _ in ALL])
def test_thousands_of_damaged_workbooks_are_synced_or_refused(
    damage: Damage, count: int, kind: int, tmp_path: Path
) -> None:
    counts = outcomes(damage, kind, count // len(WORKBOOKS), tmp_path)
    print(f"{damage.__name__}, {WORKBOOKS[kind].__name__}: {dict(counts)}")  # noqa: T201 - what the run is for
