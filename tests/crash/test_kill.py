"""`kill -9` at 300 random instants of a sync of 5,000 rows: the whole old file or the whole new one, every time.

Each kill is made on a fresh copy. A part of them strikes anywhere in the run; the others wait until the run makes its
backup, or has begun to write beside the tracker, and strike from there on.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from pathlib import Path
from statistics import median
from typing import Protocol

import pytest
from workbooks import ANA, BEN, CAT, Row, values, write_tracker

from sheet_sync import files

pytestmark = pytest.mark.crash

ROWS, SEED, WORKERS = 5000, 20261123, 2
TODAY = ("--today", "2026-11-23", "--quiet")
CONFIGURATION = '[me]\nname = "Alex Morgan"\nemail = "alex@example.com"\nphone = "+1 555 010 1234"\n'
LONGEST_RUN = 60.0
"""In seconds: a run that takes longer hangs."""


class Aim(Enum):
    """From which moment of a run on a kill may strike."""

    ANYWHERE = "anywhere"
    BACKUP = "from the backup on"
    WRITING = "from the new file on"


class Running(Protocol):
    """A run that can be killed."""

    def kill(self) -> None: ...

    def wait(self) -> int: ...


Start = Callable[["Copy"], Running]


@dataclass(frozen=True)
class Copy:
    """A fresh copy of the tracker, in a folder of its own."""

    folder: Path

    @property
    def tracker(self) -> Path:
        return self.folder / "jobs" / "tracker.xlsx"

    @property
    def environment(self) -> dict[str, str]:
        home = str(self.folder / "home")
        return {"HOME": home, "XDG_STATE_HOME": home, "XDG_CONFIG_HOME": home, "TZ": "UTC"}

    @property
    def state(self) -> files.StateFolder:
        return files.StateFolder(self.folder / "home" / "sheet_sync", self.tracker)

    @property
    def beside(self) -> set[str]:
        return {path.name for path in self.tracker.parent.iterdir()} - {"tracker.xlsx", "sheet_sync.toml"}

    @property
    def arguments(self) -> list[str]:
        return ["sync", str(self.tracker), *TODAY]

    def reached(self, aim: Aim) -> bool:
        """The run on this copy has come to where the aim begins."""
        kept = self.folder / "home" / "sheet_sync"
        begun = {
            Aim.ANYWHERE: [self.folder],
            Aim.BACKUP: [kept / "backups"],
            Aim.WRITING: [files.partial_of(self.tracker), kept / "journals"],  # the first one is there for an instant
        }
        return any(path.exists() for path in begun[aim])


@dataclass(frozen=True)
class Command:
    """The installed command, as a user or cron starts it."""

    process: subprocess.Popen[bytes]

    @classmethod
    def start(cls, copy: Copy) -> "Command":
        program = Path(sys.executable).with_name("sheet-sync")
        environment = {**os.environ, **copy.environment}
        return cls(subprocess.Popen([program, *copy.arguments], env=environment, stderr=subprocess.PIPE))

    def kill(self) -> None:
        self.process.kill()

    def wait(self) -> int:
        _, said = self.process.communicate(timeout=LONGEST_RUN)
        assert self.process.returncode in {0, -signal.SIGKILL}, said.decode()
        return self.process.returncode


@dataclass(frozen=True)
class Fork:
    """The command in a fork of a process that has everything loaded."""

    number: int
    exit_code: Callable[[], int]

    def kill(self) -> None:
        os.kill(self.number, signal.SIGKILL)

    def wait(self) -> int:
        return self.exit_code()


@contextmanager
def fork_server(warm_up: Copy) -> Iterator[Start]:
    """Starts runs in forks, one after the other."""
    program = Path(__file__).with_name("fork_server.py")
    server = subprocess.Popen([sys.executable, program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert server.stdin
    assert server.stdout
    asked, told = server.stdin, server.stdout

    def ask(copy: Copy) -> None:
        asked.write(json.dumps({"arguments": copy.arguments, "environment": copy.environment}).encode() + b"\n")
        asked.flush()

    def answer() -> int:
        return int(told.readline())

    def start(copy: Copy) -> Running:
        ask(copy)
        return Fork(answer(), answer)

    with server:
        ask(warm_up)
        assert answer() == 0
        yield start
        asked.close()


@dataclass(frozen=True)
class Kill:
    """One kill: how far into its stretch of the run it strikes, from 0 to 1."""

    real_command: bool
    aim: Aim
    instant: float


def planned_kills() -> list[Kill]:
    """60 of the real command and 240 of forks; half of each aimed at what happens on disk."""
    source = random.Random(SEED)  # noqa: S311 - no secret
    numbers = {(True, Aim.ANYWHERE): 30, (True, Aim.BACKUP): 15, (True, Aim.WRITING): 15}
    numbers |= {(False, Aim.ANYWHERE): 120, (False, Aim.BACKUP): 60, (False, Aim.WRITING): 60}
    kills = [Kill(real, aim, source.random()) for (real, aim), number in numbers.items() for _ in range(number)]
    source.shuffle(kills)
    return kills


class Workshop:
    """Makes copies of the tracker, measures runs, and judges what a kill has left."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._number = iter(range(1_000_000))
        self._original = folder / "original"
        (self._original / "jobs").mkdir(parents=True)
        write_tracker(self._original / "jobs" / "tracker.xlsx", [row(number) for number in range(ROWS)])
        (self._original / "jobs" / "sheet_sync.toml").write_text(CONFIGURATION, encoding="utf-8")
        self.old = (self._original / "jobs" / "tracker.xlsx").read_bytes()
        with self.fresh() as copy:
            assert Command.start(copy).wait() == 0
            self.new = copy.tracker.read_bytes()
            self.note = copy.state.last_note()
            self.drafts = sum(bool(found[-2]) for found in values(copy.tracker)[1:])
        self._stretches: dict[tuple[bool, Aim], float] = {}

    @contextmanager
    def fresh(self) -> Iterator[Copy]:
        copy = Copy(self._folder / f"copy {next(self._number)}")
        shutil.copytree(self._original, copy.folder)
        yield copy
        shutil.rmtree(copy.folder)

    def measure(self, start: Start, *, real_command: bool) -> None:
        """How long a run goes on from where each aim begins."""
        for aim in Aim:
            self._stretches[real_command, aim] = median(self._measured(start, aim) for _ in range(3))

    def _measured(self, start: Start, aim: Aim) -> float:
        with self.fresh() as copy:
            running = start(copy)
            wait_until(lambda: copy.reached(aim))
            begun = time.monotonic()
            assert running.wait() == 0
            return time.monotonic() - begun

    def strike(self, kill: Kill, start: Start, undisturbed: Start) -> str | None:
        """Kill one run and judge what is left, in a word; None if the run had ended before."""
        with self.fresh() as copy:
            running = start(copy)
            wait_until(lambda: copy.reached(kill.aim))
            time.sleep(kill.instant * self._stretches[kill.real_command, kill.aim])
            running.kill()
            if running.wait() != -signal.SIGKILL:
                return None
            word = self._judged(copy)
            assert undisturbed(copy).wait() == 0
            self._require_finished(copy)
            return word

    def _judged(self, copy: Copy) -> str:
        found = copy.tracker.read_bytes()
        assert found in {self.old, self.new}, "neither the old file nor the new one"
        assert copy.state.last_note() == (self.note if found == self.new else None)
        assert {backup.read_bytes() for backup in copy.state.backups()} <= {self.old}
        left = ", ".join(sorted(name.rsplit("-", 1)[1] for name in copy.beside))
        return f"{'new' if found == self.new else 'old'} file{f', with a leftover ({left})' if left else ''}"

    def _require_finished(self, copy: Copy) -> None:
        assert copy.tracker.read_bytes() == self.new
        assert copy.beside == set()
        assert copy.state.last_note() == self.note
        assert [backup.read_bytes() for backup in copy.state.backups()] == [self.old]
        assert not [*(copy.folder / "home").rglob("*pending*")]
        with copy.state.locked():
            pass

    @property
    def measures(self) -> str:
        return ", ".join(
            f"{'command' if real else 'fork'} {aim.value} {stretch * 1000:.0f} ms"
            for (real, aim), stretch in self._stretches.items()
        )


def row(number: int) -> Row:
    """A row that asks for a follow-up, a thank-you or, three of five, nothing yet."""
    made = dict((ANA, BEN, CAT, CAT, CAT)[number % 5])
    made |= {"Company": f"Company {number}", "Contact email": f"person{number}@company{number}.example"}
    if number % 5 == 0:
        held = date(2026, 11, 6) + timedelta(days=number % 10)
        made |= {"Interview date": held, "Thank-you sent": held + timedelta(days=1)}
    return made


def wait_until(reached: Callable[[], bool]) -> None:
    until = time.monotonic() + LONGEST_RUN
    while not reached():
        assert time.monotonic() < until, "the run never came that far"
        time.sleep(0.0002)


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("kills").resolve())


def test_a_kill_at_any_instant_leaves_a_whole_file_and_the_next_sync_finishes_it(workshop: Workshop) -> None:
    assert workshop.drafts >= 2 * ROWS / 5
    kills = planned_kills()
    words: Counter[str] = Counter()
    with workshop.fresh() as one, workshop.fresh() as two, fork_server(one) as first, fork_server(two) as second:
        workshop.measure(Command.start, real_command=True)
        workshop.measure(first, real_command=False)
        with ThreadPoolExecutor(WORKERS) as pool:
            halves = [(kills[::2], first), (kills[1::2], second)]
            for counted in pool.map(lambda half: struck(workshop, *half), halves):
                words += counted
    aimed = Counter(kill.aim.value for kill in kills)
    print(f"\n{len(kills)} kills of syncs of {ROWS} rows, {workshop.drafts} drafts: {dict(aimed)}")  # noqa: T201 - counts
    print(f"stretches: {workshop.measures}\nleft: {dict(words)}")  # noqa: T201 - the job's counts
    assert words.total() == len(kills) == 300


def struck(workshop: Workshop, kills: list[Kill], fork: Start) -> Counter[str]:
    """What the kills left; one that came too late is made again, earlier."""
    words: Counter[str] = Counter()
    for kill in kills:
        word, earlier = None, kill
        while word is None:
            word = workshop.strike(earlier, Command.start if kill.real_command else fork, fork)
            earlier = replace(earlier, instant=earlier.instant * 0.8)
        words[word] += 1
    return words
