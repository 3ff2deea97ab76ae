"""Which trackers a run is about."""

from pathlib import Path

import pytest

from sheet_sync.errors import ConfigurationError
from sheet_sync.many.targets import Target, one_by_one, targets_of

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


def listing(folder: Path, text: str) -> list[Target]:
    listed = folder / "list.txt"
    listed.write_bytes(text.encode())
    return targets_of((), listed)


def test_a_list_may_quote_paths_and_comment_on_them_and_come_from_windows(folder: Path) -> None:
    (folder / "no 1 #2.xlsx").touch()

    found = listing(folder, "\ufeff\"b.xlsx\"\r\n\r\n # all\r\n'no 1 #2.xlsx' # hers\r\na.xlsm\t# his\r\n")

    assert names(found) == ["b.xlsx", "no 1 #2.xlsx", "a.xlsm"]


@pytest.mark.parametrize("name", ["~no_such_user/a.xlsx", "a\0b.xlsx", "a" * 5000, "https://example.com/a"])
def test_a_name_that_no_tracker_can_have_in_a_list_is_left_to_fail_alone(folder: Path, name: str) -> None:
    assert names(listing(folder, f"{name}\nb.xlsx\n")) == [Path(name).name, "b.xlsx"]


def test_an_address_in_a_list_stays_as_it_is(folder: Path) -> None:
    assert listing(folder, "https://example.com/a\n") == [Target("https://example.com/a")]


def test_links_in_a_circle_are_left_to_fail_alone(tmp_path: Path) -> None:
    (tmp_path / "loop.xlsx").symlink_to("loop.xlsx")

    assert names(targets_of([Target(str(tmp_path / "loop.xlsx"))])) == ["loop.xlsx"]


def test_a_list_that_names_nothing_is_said_to(folder: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"list.txt, the list of trackers, names none\. Write one"):
        listing(folder, "# nothing yet\n")


def test_an_empty_name_is_never_the_present_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)

    with pytest.raises(ConfigurationError, match="without a name"):
        targets_of([Target("")])


def test_a_google_sheet_is_one_however_its_address_is_written() -> None:
    key = "k" * 44
    address = f"https://docs.google.com/spreadsheets/d/{key}/edit"

    assert targets_of([Target(address), Target(f"{address}#gid=0"), Target(key)]) == [Target(address)]


def test_two_worksheets_of_one_tracker_are_two_targets_one_after_the_other(folder: Path) -> None:
    book = str(folder / "b.xlsx")

    found = targets_of(
        [Target(book, "2025"), Target(str(folder / "a.xlsm")), Target(book, "2026"), Target(book, "2025")]
    )

    assert [target.sheet for target in found] == ["2025", None, "2026"]
    assert one_by_one(dict(enumerate(found))) == [[0, 1], [2]]
