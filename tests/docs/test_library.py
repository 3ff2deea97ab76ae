"""The library as its page shows it: it runs, and a strict type checker agrees."""

import re
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

import sheet_sync

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "library.md").read_text("utf-8")


def example() -> str:
    shown = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert shown
    return shown[1]


def test_the_example_of_the_library_runs(tmp_path: Path) -> None:
    (tmp_path / "sample_tracker.xlsx").write_bytes((ROOT / "sample_tracker.xlsx").read_bytes())

    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", example()], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "follow_up Northwind Energy To: Jane Doe" in done.stdout
    assert "1 no_such_file.xlsx" in done.stdout
    assert (tmp_path / "sample_tracker.xlsx").read_bytes() == (ROOT / "sample_tracker.xlsx").read_bytes()


def test_the_example_of_the_library_is_typed(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(example() + "\nreveal_type(report.changes)\nreveal_type(entry.due)\n", "utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(ROOT / ".mypy_cache"), str(program)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout
    assert "tuple[sheet_sync.sync.Change, ...]" in done.stdout
    assert '"datetime.date"' in done.stdout


def test_the_page_names_everything_that_the_library_has() -> None:
    named = set(re.findall(r"`(\w+)", "\n".join(line for line in PAGE.splitlines() if line.startswith("| `"))))

    assert named >= {*sheet_sync.__all__}
    assert all(getattr(sheet_sync, name) for name in sheet_sync.__all__)


def test_a_name_that_the_library_does_not_have_is_an_error() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = sheet_sync.no_such_name  # type: ignore[attr-defined]  # and mypy says so too
    assert dir(sheet_sync) == sorted(sheet_sync.__all__)


def test_the_installed_package_says_that_it_is_typed() -> None:
    assert (resources.files("sheet_sync") / "py.typed").is_file()
