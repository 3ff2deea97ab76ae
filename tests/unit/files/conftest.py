"""A file to replace, and a state folder of its own."""

from pathlib import Path

import pytest

from sheet_sync import files

OLD = b"old"


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    folder = tmp_path / "jobs"
    folder.mkdir()
    path = folder / "tracker.xlsx"
    path.write_bytes(OLD)
    return path


@pytest.fixture
def state(tracker: Path, tmp_path: Path) -> files.StateFolder:
    return files.StateFolder(tmp_path / "state", tracker)
