"""A user and a tracker for a scheduler of this machine."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from workbooks import BEN, Tracker, add_settings, write_tracker

from sheet_sync.config import Settings


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def tracker(tmp_path: Path) -> Tracker:
    """An interview of yesterday: a thank-you is due, whatever day it is. Its name is hard to quote."""
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    row = {**BEN, "Interview date": yesterday, "Thank-you sent": None, "Followed up": None}
    name = tmp_path / 'Ann\'s 100% "new" $HOME tracker; é.xlsx'
    path = write_tracker(name, (row,), finish=lambda book, _: add_settings(book, {"Your name": "Alex Morgan"}))
    return Tracker(path, Settings())
