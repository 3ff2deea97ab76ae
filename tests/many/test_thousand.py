"""A career office: a thousand trackers in one run (a job of its own; `SHEET_SYNC_MANY` says how many trackers)."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

import psutil
import pytest
from workbooks import HEADERS, TODAY, environment, values, write_tracker

pytestmark = pytest.mark.many

COUNT = int(os.environ.get("SHEET_SYNC_MANY", "1000"))
DISTINCT = 25
ROWS = 200
BROKEN = 3
MOST_MEMORY = 500_000_000
AS_FAST = 1.7
WHOLE = 1000
BUSY = 75
SYNC = Path(sys.executable).with_name("sheet-sync")


def tracker(path: Path, seed: int) -> Path:
    dice = Random(seed)  # noqa: S311 - trackers, not secrets
    rows = [
        {
            "Company": f"Company {seed}-{number}",
            "Position": dice.choice(["Baker", "Nurse", "Editor"]),
            "Contact": "Ann Lee",
            "Interview date": date(2026, 11, 25) - timedelta(days=dice.randint(0, 60)),
            "Thank-you sent": dice.choice([None, "x"]),
            "Followed up": dice.choice([None, None, "x"]),
        }
        for number in range(ROWS)
    ]
    return write_tracker(path, rows, headers=HEADERS)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    distinct = [tracker(folder / f"distinct{seed}.xlsx", seed) for seed in range(DISTINCT)]
    office = folder / "office"
    office.mkdir()
    for number in range(COUNT):
        shutil.copy(distinct[number % DISTINCT], office / f"{number:04}.xlsx")
    for number in range(BROKEN):
        (office / f"{number:04}.xlsx").write_bytes(b"broken")
    return office


@dataclass(frozen=True)
class Run:
    """What a run came to: seconds, bytes at its peak, and its document."""

    seconds: float
    peak: int
    code: int
    document: dict[str, list[dict[str, object]]]

    def told(self) -> list[tuple[str, object, object, bool]]:
        """By tracker, but for its folder."""
        entries = self.document["trackers"]
        return [(Path(str(one["tracker"])).name, one["rows"], one["statuses"], bool(one["error"])) for one in entries]


@contextmanager
def measured(process: psutil.Process) -> Iterator[list[int]]:
    """The memory of a process and all that it starts, shared pages counted once."""
    peaks, over = [0], threading.Event()

    def look() -> None:
        while not over.wait(0.5):  # looking costs time that the run then lacks
            with suppress(psutil.Error):
                family = [process, *process.children(recursive=True)]
                peaks[0] = max(peaks[0], sum(one.memory_full_info().pss for one in family))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield peaks
    finally:
        over.set()
        watcher.join()


def synced(office: Path, folder: Path, *options: object) -> Run:
    """A sync of a copy of the office, by a user of its own."""
    shutil.copytree(office, folder / "office")
    began = time.monotonic()
    with (
        subprocess.Popen(
            [SYNC, "sync", folder / "office", "--today", TODAY, "--json", *map(str, options)],
            env={**os.environ, **environment(folder)},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as process,
        measured(psutil.Process(process.pid)) as peaks,
    ):
        out, _ = process.communicate()
    return Run(time.monotonic() - began, peaks[0], process.returncode, json.loads(out))


def contents(folder: Path) -> list[list[list[object]]]:
    """What stands in some of the trackers, but for the key."""
    paths = sorted((folder / "office").iterdir())[BROKEN :: max(1, COUNT // 20)]
    return [[row[:-1] for row in values(path)] for path in paths]


@pytest.fixture(scope="module")
def alone(made: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Path]:
    folder = tmp_path_factory.mktemp("alone")
    return synced(made, folder, "--jobs", 1), folder


def test_all_are_synced_faster_on_two_cores_in_bounded_memory(
    made: Path, alone: tuple[Run, Path], tmp_path: Path
) -> None:
    one, folder = alone

    both = synced(made, tmp_path, "--jobs", 2)

    ratio = one.seconds / both.seconds
    print(f"{COUNT} trackers: {one.seconds:.1f} s on one core, {both.seconds:.1f} s on two, {ratio:.2f} times as fast")  # noqa: T201 - the job's figures
    print(f"peak memory {one.peak / 1e6:.0f} and {both.peak / 1e6:.0f} MB")  # noqa: T201 - the job's figures
    assert both.told() == one.told()
    assert [error for *_, error in both.told()].count(True) == BROKEN
    assert all(rows == ROWS for _, rows, _, error in both.told() if not error)
    assert contents(tmp_path) == contents(folder)
    assert both.code == 1
    assert max(one.peak, both.peak) < MOST_MEMORY
    if COUNT >= WHOLE and (os.cpu_count() or 1) > 1:
        assert ratio >= AS_FAST
    again = json.loads(
        subprocess.run(
            [SYNC, "sync", tmp_path / "office", "--today", TODAY, "--json"],
            env={**os.environ, **environment(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        ).stdout
    )
    assert not any(one["written"] for one in again["trackers"])


@contextmanager
def dask_cluster(folder: Path, size: int = 2) -> Iterator[tuple[str, list["subprocess.Popen[bytes]"]]]:
    """A scheduler and two workers, each a process of its own."""
    told = folder / "scheduler.json"
    env = {**os.environ, **environment(folder), "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
    run = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    work = [sys.executable, "-m", "distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": env, "cwd": folder}
    processes = [subprocess.Popen([*run, "--no-dashboard", "--scheduler-file", told], **quiet)]  # type: ignore[call-overload]
    try:
        while not told.exists():
            time.sleep(0.1)
        processes += [subprocess.Popen([*work, "--scheduler-file", told], **quiet) for _ in range(size)]  # type: ignore[call-overload]
        yield json.loads(told.read_text())["address"], processes[1:]
    finally:
        for process in reversed(processes):
            process.kill()
            process.wait()


@pytest.mark.parametrize("killed", [False, True])
def test_a_cluster_does_the_same_also_when_a_worker_is_killed(
    made: Path, alone: tuple[Run, Path], tmp_path: Path, *, killed: bool
) -> None:
    one, folder = alone
    with dask_cluster(tmp_path) as (address, workers):
        after = threading.Timer(one.seconds / 4, workers[0].kill)
        if killed:
            after.start()

        run = synced(made, tmp_path, "--dask", address)

        after.cancel()
        after.join() if killed else None
        assert killed == (workers[0].poll() is not None)
    print(f"on a cluster of two: {run.seconds:.1f} s")  # noqa: T201 - the job's figures
    assert run.told() == one.told()
    assert contents(tmp_path) == contents(folder)


def told_by(folder: Path, *arguments: object) -> tuple[int, dict[str, object]]:
    """What a report says to scripts, asked for in a folder."""
    asked: list[str | Path] = [
        SYNC,
        "report",
        "office/0003.xlsx",
        "office/0004.xlsx",
        "--today",
        TODAY,
        "--json",
        *map(str, arguments),
    ]
    ran = subprocess.run(
        asked, cwd=folder, env={**os.environ, **environment(folder)}, capture_output=True, text=True, check=False
    )
    return ran.returncode, json.loads(ran.stdout)


def test_a_cluster_tells_the_same_of_trackers_that_were_named_from_here(made: Path, tmp_path: Path) -> None:
    """Through a link, too, in whose folder another configuration counts than in that of the file."""
    (tmp_path / "office").mkdir()
    (tmp_path / "office" / "sheet_sync.toml").write_text("[rules]\nwait_days = 300\n", "utf-8")
    for name in ("0003.xlsx", "0004.xlsx"):
        (tmp_path / "office" / name).symlink_to(made / name)
    with dask_cluster(tmp_path) as (address, _):
        assert told_by(tmp_path, "--dask", address) == told_by(tmp_path)


def test_a_cluster_that_nobody_works_in_is_told_in_the_document_too(made: Path, tmp_path: Path) -> None:
    (tmp_path / "office").symlink_to(made)
    with dask_cluster(tmp_path, 0) as (address, _):
        code, document = told_by(tmp_path, "--dask", address)
    assert code == BUSY
    assert [str(one["error"]).split(": ", 1)[1] for one in document["trackers"]] == [  # type: ignore[attr-defined]
        f"--dask {address}: the cluster has no workers. Start some."
    ] * 2
