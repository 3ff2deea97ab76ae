"""What other programs say of edited real workbooks: no new error, and still opened."""

import json
import subprocess
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from libreoffice import opened
from real_workbooks import Outcome

pytestmark = pytest.mark.corpus

Errors = Counter[tuple[str, str]]


def errors_of(validator: str, path: Path) -> Errors:
    """The errors that the Open XML SDK finds: the part and what is wrong, wherever in the part it stands."""
    done = subprocess.run([validator, path], capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)
    verdict = json.loads(done.stdout)
    return Counter((str(error["path"]), str(error["description"])) for error in verdict["errors"])


def new_errors(validator: str, pairs: Sequence[tuple[Path, Path]]) -> dict[str, Errors]:
    """The errors of each (original, edited) that the original has not, by the name of the edited."""
    with ThreadPoolExecutor(2) as programs:
        before = programs.map(lambda pair: errors_of(validator, pair[0]), pairs)
        after = programs.map(lambda pair: errors_of(validator, pair[1]), pairs)
        found = {str(pair[1]): new - old for pair, old, new in zip(pairs, before, after, strict=True)}
    return {name: errors for name, errors in found.items() if errors}


def edited(outcomes: Sequence[Outcome]) -> list[tuple[Path, Path]]:
    return [(outcome.sample.path, outcome.target) for outcome in outcomes if not outcome.refusal]


def test_the_validator_finds_no_error_that_was_not_there_before(
    validator: str, with_three_cells: list[Outcome], with_five_columns: list[Outcome]
) -> None:
    pairs = edited(with_three_cells) + edited(with_five_columns)
    found = new_errors(validator, pairs)
    print(f"\nvalidated: {len(pairs)} edited workbooks; with a new error: {len(found)}")  # noqa: T201 - what the run is for
    assert found == {}
    assert pairs


def test_the_validator_sees_a_workbook_that_breaks_the_schema(validator: str, tmp_path: Path) -> None:
    from raw_xlsx import workbook  # noqa: PLC0415 - one test needs a workbook made by hand

    sound, broken = tmp_path / "sound.xlsx", tmp_path / "broken.xlsx"
    sound.write_bytes(workbook('<row r="1"><c r="A1"><v>1</v></c></row>'))
    broken.write_bytes(workbook('<row r="1"><c r="A1" t="nonsense"><v>1</v></c></row>'))
    assert new_errors(validator, [(sound, broken)])


@pytest.mark.libreoffice
def test_libreoffice_opens_every_result_that_it_opened_before(
    soffice: str, with_three_cells: list[Outcome], with_five_columns: list[Outcome], tmp_path: Path
) -> None:
    pairs = edited(with_three_cells) + edited(with_five_columns)
    originals = sorted({before for before, _ in pairs})
    before = opened(soffice, originals, tmp_path / "before")
    after = opened(soffice, [target for _, target in pairs], tmp_path / "after")
    print(f"\nopened by LibreOffice: {len(before)} of {len(originals)} before, {len(after)} of {len(pairs)} after")  # noqa: T201 - what the run is for
    assert [str(target) for source, target in pairs if source in before and target not in after] == []
    assert len(before) > len(originals) / 2
