"""Every call to the system fails in turn during a sync: nothing is lost, and the next run puts it right."""

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from faulty_system import ERRORS, Fault, FaultySystem, Killed, Mode
from workbooks import ALEX, ANA, BEN, CAT, Tracker, write_tracker

from sheet_sync import files
from sheet_sync.config import Settings
from sheet_sync.errors import SheetSyncError

MODES = [(Mode.KILLED, ERRORS[0]), *((mode, number) for mode in (Mode.ONCE, Mode.FROM_THEN_ON) for number in ERRORS)]
EARLIER, LATER = "2026-11-20", "2026-11-23"


class Stage:
    """A tracker that was synced once, as it is before the second sync and after it, to be set up anew at will."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tracker = self._tracker(folder / "now")
        self._before = folder / "before"
        write_tracker(self._tracker(folder / "now", make=True).path, [ANA, BEN, CAT])
        self.tracker.sync(EARLIER)
        self.old = self.tracker.path.read_bytes()
        self.old_note = self.state.last_note()
        shutil.copytree(folder / "now", self._before)
        self.tracker.sync(LATER)
        self.new = self.tracker.path.read_bytes()
        self.new_note = self.state.last_note()
        assert self.old != self.new
        assert None not in {self.old_note, self.new_note}
        assert self.old_note != self.new_note

    @staticmethod
    def _tracker(folder: Path, *, make: bool = False) -> Tracker:
        if make:
            (folder / "jobs").mkdir(parents=True)
        return Tracker(folder / "jobs" / "tracker.xlsx", Settings(me=ALEX, state_folder=folder / "state"))

    @property
    def state(self) -> files.StateFolder:
        return files.StateFolder(self.tracker.settings.state_folder, self.tracker.path)

    def set_up(self) -> None:
        shutil.rmtree(self.folder / "now")
        shutil.copytree(self._before, self.folder / "now")

    def sync(self, system: FaultySystem) -> BaseException | None:
        """Sync on a system that may fail; what came of it."""
        with pytest.MonkeyPatch.context() as patch:
            system.install(patch)
            try:
                self.tracker.sync(LATER)
            except (Exception, Killed) as stopped:  # noqa: BLE001 - it is looked at
                return stopped
        return None

    def require_whole(self, stopped: BaseException | None) -> None:
        """The file is the whole old or the whole new one, what is remembered fits it, and the message is true."""
        found = self.tracker.path.read_bytes()
        assert found in {self.old, self.new}
        assert self.state.last_note() == (self.new_note if found == self.new else self.old_note)
        assert {copy.read_bytes() for copy in self.state.backups()} <= {*self._first_backup(), self.old}
        if stopped is None:
            assert found == self.new
        elif not isinstance(stopped, Killed):
            assert isinstance(stopped, SheetSyncError), repr(stopped)
            line = str(stopped)
            assert line
            assert "\n" not in line
            assert "tracker.xlsx" in line
            if "as it was" in line or "nothing was written" in line.lower():
                assert found == self.old, line
            if "was written" in line.lower().replace("nothing was written", ""):
                assert found == self.new, line

    def _first_backup(self) -> list[bytes]:
        return [copy.read_bytes() for copy in sorted((self._before / "state" / "backups").rglob("*.xlsx"))]

    def require_put_right(self) -> None:
        """The next undisturbed sync succeeds, and all is as if nothing had happened."""
        self.tracker.sync(LATER)
        assert self.tracker.path.read_bytes() == self.new
        assert [path.name for path in self.tracker.path.parent.iterdir()] == ["tracker.xlsx"]
        assert self.state.last_note() == self.new_note
        backup = self.state.newest_backup(differing_from=self.new)
        assert backup
        assert backup.content == self.old
        assert len(self.state.backups()) == len(self._first_backup()) + 1
        assert not list((self.folder / "now" / "state").rglob("*pending*"))


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return Stage(tmp_path_factory.mktemp("faults").resolve())


def faults(mode: Mode, number: int) -> Iterator[Fault]:
    at = 0
    while True:
        at += 1
        yield Fault(at, mode, number)


@pytest.mark.crash
@pytest.mark.parametrize(("mode", "number"), MODES, ids=str)
def test_a_fault_at_any_call_of_a_sync_loses_nothing(stage: Stage, mode: Mode, number: int) -> None:
    outcomes: Counter[str] = Counter()
    for fault in faults(mode, number):
        stage.set_up()
        system = FaultySystem(stage.folder / "now", fault)
        stopped = stage.sync(system)
        if not system.happened:
            break
        try:
            stage.require_whole(stopped)
            stage.require_put_right()
        except (AssertionError, SheetSyncError) as wrong:
            wrong.add_note(f"{fault}: {system.calls[fault.at - 1]}, after {system.calls[: fault.at][-6:]}: {stopped!r}")
            raise
        outcomes[type(stopped).__name__ if stopped else "went on"] += 1
    assert outcomes.total() > 100
    print(f"\n{mode.value}, {fault.number}: {outcomes.total()} calls, {dict(outcomes)}")  # noqa: T201 - the job's counts


@pytest.mark.crash
def test_the_shortest_writes_make_the_same_file(stage: Stage) -> None:
    stage.set_up()
    system = FaultySystem(stage.folder / "now", shortest_writes=True)
    assert stage.sync(system) is None
    assert system.calls.count("write") > len(stage.new)
    stage.require_whole(None)
    stage.require_put_right()
