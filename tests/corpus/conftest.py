"""The real workbooks and trackers, and the programs that look at the results; each named by the environment."""

import os
import shutil
from pathlib import Path

import pytest
from real_workbooks import Outcome, add_five_columns, samples, set_three_cells


def folder_named(variable: str) -> Path:
    """The folder that a variable of the environment names; the test is skipped where it names none."""
    named = os.environ.get(variable)
    if not named:
        pytest.skip(f"{variable} names no folder of real workbooks")
    return Path(named)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real workbooks, with its INDEX.tsv."""
    return folder_named("SHEET_SYNC_CORPUS")


@pytest.fixture(scope="session")
def real_trackers() -> list[Path]:
    """The real trackers."""
    found = sorted(folder_named("SHEET_SYNC_TRACKERS").glob("*.xlsx"))
    assert found
    return found


@pytest.fixture(scope="session")
def validator() -> str:
    """The Open XML SDK's validator; without it the test is skipped, unless it is required here."""
    program = os.environ.get("SHEET_SYNC_VALIDATOR") or shutil.which("ooxml-validator")
    if program:
        return program
    if os.environ.get("SHEET_SYNC_REQUIRE_VALIDATOR"):
        pytest.fail("the Open XML SDK validator is required here, and is not installed")
    pytest.skip("the Open XML SDK validator (ooxml-validator) is not installed")


@pytest.fixture(scope="session")
def with_three_cells(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Outcome]:
    """Every ordinary workbook with three cells set."""
    folder = tmp_path_factory.mktemp("cells")
    return [set_three_cells(sample, folder / sample.path.name) for sample in samples(corpus, "ordinary")]


@pytest.fixture(scope="session")
def with_five_columns(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Outcome]:
    """Every ordinary workbook with five columns added."""
    folder = tmp_path_factory.mktemp("columns")
    return [add_five_columns(sample, folder / sample.path.name) for sample in samples(corpus, "ordinary")]
