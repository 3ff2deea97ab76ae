"""Pieces of work that processes of their own can load: they know the tests' folder, and no packages of tests."""

import os
import signal
import time
from functools import partial
from pathlib import Path

from sheet_sync.many.pool import Work

FAILS = 5
COUNT = 20


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


def failed(index: int, error: BaseException) -> int:
    assert isinstance(error, Exception)
    return -index


def work_a_while(number: int, *, folder: Path) -> int:
    (folder / f"{number} begun").touch()
    time.sleep(0.5)
    (folder / f"{number} done").touch()
    return number


def work_for_long(folder: Path) -> None:
    Work({number: partial(work_a_while, number, folder=folder) for number in range(COUNT)}, failed).on_processes(1)
