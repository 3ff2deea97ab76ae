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
from workbooks import run_command

pytestmark = pytest.mark.corpus

Errors = Counter[tuple[str, str]]


def errors_of(validator: str, path: Path) -> Errors:
    """The errors that the Open XML SDK finds: the part and what is wrong, wherever in the part it stands."""
    done = subprocess.run([validator, path], capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)
    verdict = json.loads(done.stdout)
    return Counter((str(error["path"]), str(error["description"])) for error in verdict["errors"])


def new_errors(validator: str, pairs: Sequence[tuple[Path, Path]]) -> dict[str, Errors]:
    """The errors of each (original, edited) that the original has not, by the name of the edited."""
    paths = list(dict.fromkeys(path for pair in pairs for path in pair))
    with ThreadPoolExecutor(2) as programs:
        errors = dict(zip(paths, programs.map(lambda path: errors_of(validator, path), paths), strict=True))
    found = {str(after): errors[after] - errors[before] for before, after in pairs}
    return {name: new for name, new in found.items() if new}


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


def test_the_validator_finds_no_error_in_a_fresh_tracker_nor_once_it_is_synced(validator: str, tmp_path: Path) -> None:
    for command in (("new", "fresh.xlsx"), ("new", "example.xlsx", "--example"), ("sync", "example.xlsx")):
        assert run_command(tmp_path, *command).code == 0
        assert errors_of(validator, tmp_path / command[1]) == Counter()


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
