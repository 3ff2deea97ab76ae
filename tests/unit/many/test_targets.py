"""Which trackers a run is about."""

from pathlib import Path

import pytest

from sheet_sync.errors import ConfigurationError
from sheet_sync.many.targets import Target, targets_of

SHEET = "https://docs.google.com/spreadsheets/d/abc/edit"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.xlsx", "a.xlsm", "~$b.xlsx", ".~lock.b.xlsx#", ".hidden.xlsx", "notes.txt", "c.XLSX"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "deeper.xlsx").mkdir()
    return tmp_path


def names(targets: list[Target]) -> list[str]:
    return [Path(target.given).name for target in targets]


def test_a_folder_stands_for_its_workbooks_without_the_marks_of_open_ones(folder: Path) -> None:
    assert names(targets_of([Target(str(folder))])) == ["a.xlsm", "b.xlsx", "c.XLSX"]


def test_an_empty_folder_is_named_itself_and_fails_alone(tmp_path: Path) -> None:
    assert targets_of([Target(str(tmp_path))]) == [Target(str(tmp_path))]


def test_a_tracker_that_is_named_twice_is_synced_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    (folder / "link.xlsx").symlink_to(folder / "b.xlsx")

    found = targets_of([Target("b.xlsx"), Target(str(folder / "b.xlsx")), Target("link.xlsx"), Target(SHEET)] * 2)

    assert found == [Target("b.xlsx"), Target(SHEET)]


def test_the_paths_of_a_list_start_from_its_folder(folder: Path) -> None:
    listed = folder / "list.txt"
    listed.write_text(f"# mine\n\nb.xlsx\n  {SHEET}  \nno_such.xlsx\n", "utf-8")

    assert targets_of([], listed) == [
        Target(str(folder / "b.xlsx")),
        Target(SHEET),
        Target(str(folder / "no_such.xlsx")),
    ]


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_list_that_cannot_be_read_is_an_error_of_usage(tmp_path: Path, content: bytes | None) -> None:
    listed = tmp_path / "list.txt"
    if content is not None:
        listed.write_bytes(content)

    with pytest.raises(ConfigurationError, match=r"list\.txt, the list of trackers, cannot be read"):
        targets_of([], listed)
