"""A user's machine of its own for every test: nothing of the real one counts."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from workbooks import ALEX, Command, Make, Ran, Rows, Tracker, Untouched, environment, run_command, write_tracker

from sheet_sync.cli import main
from sheet_sync.config import Settings


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home directory with nothing in it, for this process too."""
    folder = tmp_path / "home"
    folder.mkdir()
    for name, value in environment(folder).items():
        monkeypatch.setenv(name, value)
    return folder


@pytest.fixture
def state(home: Path) -> Path:
    """Where the command keeps locks and backups."""
    return home / "state" / "sheet_sync"


@pytest.fixture
def command(home: Path) -> Command:
    def run(*arguments: object, cwd: Path | None = None) -> Ran:
        return run_command(home, *arguments, cwd=cwd)

    return run


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command in this process, which takes a tenth of the time."""

    def invoke(*arguments: object, cwd: Path | None = None) -> Ran:
        monkeypatch.chdir(cwd or home)
        with pytest.raises(SystemExit) as stopped:
            main([*map(str, arguments)])
        captured = capsys.readouterr()
        return Ran(int(stopped.value.code or 0), captured.out, captured.err)

    return invoke


@pytest.fixture
def make(tmp_path: Path, state: Path) -> Make:
    """A maker of trackers that are synced in this process, signed by Alex Morgan."""

    def made(rows: Rows, **how: Any) -> Tracker:  # noqa: ANN401  # handed on to write_tracker
        name = how.pop("name", "tracker.xlsx")
        path = write_tracker(tmp_path / name, rows, **how)
        return Tracker(path, Settings(me=ALEX, state_folder=state), how.get("header_row", 1))

    return made


@pytest.fixture
def untouched() -> Untouched:
    """Remembers a file; the answer says whether it is still the same, byte for byte and with the same time."""

    def remember(path: Path) -> Callable[[], bool]:
        before = (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino)
        return lambda: (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino) == before

    return remember
