"""Work in this process, in several, in threads: one piece that fails harms no other."""

import gc
import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from pieces_of_work import COUNT, FAILS, die, die_once, double, failed

from sheet_sync.ending import ENDING
from sheet_sync.many.pool import Work

EXPECTED = {index: -index if index == FAILS else index * 2 for index in range(COUNT)}


def test_on_threads_everything_comes_back_by_its_number_and_a_failure_stands_for_itself() -> None:
    calls: list[None] = []
    work = Work({number: partial(double, number) for number in range(COUNT)}, failed, lambda: calls.append(None))

    with ThreadPoolExecutor(3) as threads:
        work.on(threads, 3)

    assert work.results() == EXPECTED
    assert len(calls) == COUNT


def test_on_processes_everything_comes_back_by_its_number_and_a_failure_stands_for_itself() -> None:
    work = Work({number: partial(double, number) for number in range(COUNT)}, failed)

    work.on_processes(2)

    assert work.results() == EXPECTED


def test_processes_look_for_cycles_as_seldom_as_the_one_that_started_them() -> None:
    before = gc.get_threshold()
    gc.set_threshold(123_456, 7, 8)
    try:
        work = Work(dict.fromkeys(range(2), gc.get_threshold), lambda _, error: (repr(error),))
        work.on_processes(2)
    finally:
        gc.set_threshold(*before)

    assert work.results() == dict.fromkeys(range(2), (123_456, 7, 8))


def test_a_task_that_kills_its_process_harms_no_other() -> None:
    work = Work({number: partial(die, number, killer=FAILS) for number in range(COUNT)}, failed)

    work.on_processes(2)

    assert work.results() == EXPECTED


def test_a_task_whose_process_was_killed_by_chance_is_done_after_all(tmp_path: Path) -> None:
    work = Work({number: partial(die_once, number, mark=tmp_path / "mark") for number in range(COUNT)}, failed)

    work.on_processes(2)

    assert work.results() == {number: number * 2 for number in range(COUNT)}


@pytest.mark.parametrize("processes", [0, 2])
def test_work_that_is_to_end_before_it_has_begun_ends_at_once(processes: int) -> None:
    work = Work({number: partial(double, number) for number in range(COUNT)}, failed)
    ENDING.set()
    try:
        with pytest.raises(KeyboardInterrupt):
            work.on_processes(processes) if processes else work.on(ThreadPoolExecutor(1), 1)
    finally:
        ENDING.clear()
    assert work.results() == {}


def test_when_the_program_is_killed_its_processes_end_with_what_they_are_at(tmp_path: Path) -> None:
    script = (
        f"from pathlib import Path; from pieces_of_work import work_for_long; work_for_long(Path({str(tmp_path)!r}))"
    )
    path = os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")])
    program = subprocess.Popen(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": path},
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    )
    until((tmp_path / "0 begun").exists)

    program.kill()
    program.wait()

    until(lambda: not lives(program.pid))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0 begun", "0 done"]


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def lives(session: int) -> bool:
    """Some process of its group does."""
    try:
        os.killpg(session, 0)
    except ProcessLookupError:
        return False
    return True
