"""A file is synced a moment after it was saved and closed, and never in answer to our own write."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sheet_sync.commands.outcomes import Outcome
from sheet_sync.commands.watching import keep_synced


class Desk:
    """A file, the program that has it open, and how often it was synced."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.is_open = False
        self.is_whole_folder = False
        self.synced = 0
        self.at_once: Callable[[Path], object] = lambda _: None
        path.write_text("0")

    def save(self, text: str) -> set[Path]:
        self.path.write_text(text * 3)
        return {self.path}

    def sync(self, path: Path) -> Outcome:
        if self.is_open:
            return Outcome(("open",), exit_code=75)
        if path.read_text().endswith("synced"):
            return Outcome(("up to date",), {"written": False})
        self.synced += 1
        path.write_text(f"{path.read_text()} synced")
        self.at_once(path)
        return Outcome((f"synced {self.synced}",), {"written": True})

    def files(self) -> list[Path]:
        return sorted(self.path.parent.glob("*.xlsx")) if self.is_whole_folder else [self.path]

    def watched(self, moments: Iterator[set[Path]]) -> list[str]:
        return [outcome.lines[0] for outcome in keep_synced(self.files, moments, self.sync)]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "tracker.xlsx")


def test_it_is_synced_at_once_and_after_each_save_and_not_after_our_own_write(desk: Desk) -> None:
    def moments() -> Iterator[set[Path]]:
        yield {desk.path}  # our own write
        yield desk.save("one")
        yield {desk.path}
        yield set()
        yield desk.save("two")

    assert desk.watched(moments()) == ["synced 1", "synced 2", "synced 3"]


def test_that_it_is_open_is_said_once_and_once_it_is_closed_it_is_synced(
    desk: Desk,
) -> None:
    def moments() -> Iterator[set[Path]]:
        desk.is_open = True
        yield desk.save("one")
        yield set()
        assert desk.synced == 1
        desk.is_open = False
        yield set()
        assert desk.synced == 2

    assert desk.watched(moments()) == ["synced 1", "open", "synced 2"]


def test_a_file_that_is_put_into_a_watched_folder_is_synced(desk: Desk) -> None:
    desk.is_whole_folder = True

    def moments() -> Iterator[set[Path]]:
        yield set()
        new = desk.path.with_name("new.xlsx")
        new.write_text("new")
        yield {new}
        yield set()

    assert desk.watched(moments()) == ["synced 1", "synced 2"]
    assert desk.path.with_name("new.xlsx").read_text() == "new synced"


def test_a_file_that_is_gone_for_a_moment_is_awaited(desk: Desk) -> None:
    def moments() -> Iterator[set[Path]]:
        desk.path.unlink()
        yield {desk.path}
        yield desk.save("back")
        yield {desk.path.with_name("another.xlsx")}

    assert desk.watched(moments()) == ["synced 1", "synced 2"]


def test_what_is_saved_while_a_sync_comes_to_its_end_is_synced_too(desk: Desk) -> None:
    def save_once(path: Path) -> None:
        desk.at_once = lambda _: None
        path.write_text("typed meanwhile")

    desk.at_once = save_once

    assert desk.watched(iter([{desk.path}, set(), set()])) == ["synced 1", "synced 2"]


def test_a_save_that_nobody_told_of_is_seen_when_some_time_has_passed(desk: Desk) -> None:
    def moments() -> Iterator[set[Path]]:
        yield {desk.path}
        desk.save("one")
        yield set()
        yield set()

    assert desk.watched(moments()) == ["synced 1", "synced 2"]
