"""Work in this process, in several, in threads: one piece that fails harms no other."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from sheet_sync.many.pool import Work


def double(number: int) -> int:
    if number == FAILS:
        raise ValueError("no")
    return number * 2


def die(number: int, *, killer: int) -> int:
    if number == killer:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * 2


def die_once(number: int, *, mark: Path) -> int:
    if number == FAILS and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number * 2


FAILS = 5
COUNT = 20


def failed(index: int, error: BaseException) -> int:
    assert isinstance(error, Exception)
    return -index


EXPECTED = [-index if index == FAILS else index * 2 for index in range(COUNT)]


def test_on_threads_everything_comes_back_in_its_order_and_a_failure_stands_for_itself() -> None:
    calls: list[None] = []
    work = Work([partial(double, number) for number in range(COUNT)], failed, lambda: calls.append(None))

    with ThreadPoolExecutor(3) as threads:
        work.on(threads, 3)

    assert work.results() == EXPECTED
    assert len(calls) == COUNT


def test_on_processes_everything_comes_back_in_its_order_and_a_failure_stands_for_itself() -> None:
    work = Work([partial(double, number) for number in range(COUNT)], failed)

    work.on_processes(2)

    assert work.results() == EXPECTED


def test_a_task_that_kills_its_process_harms_no_other() -> None:
    work = Work([partial(die, number, killer=FAILS) for number in range(COUNT)], failed)

    work.on_processes(2)

    assert work.results() == EXPECTED


def test_a_task_whose_process_was_killed_by_chance_is_done_after_all(tmp_path: Path) -> None:
    work = Work([partial(die_once, number, mark=tmp_path / "mark") for number in range(COUNT)], failed)

    work.on_processes(2)

    assert work.results() == [number * 2 for number in range(COUNT)]
