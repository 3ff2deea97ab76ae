"""Where work is done: in this process, in several, or on other machines; one piece that fails harms no other."""

import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import BaseContext
from threading import Event, Lock, Thread
from typing import Generic, TypeVar

from sheet_sync.ending import ENDING

Result = TypeVar("Result")
Task = Callable[[], Result]

_MOST_ON_WINDOWS = 61
"""Processes: the system waits for no more."""

_AHEAD = 2
"""Tasks handed out for each process: one at work, one waiting; so few are in doubt when a process dies."""

_LOOKS_UP = 0.2
"""In seconds: how long it may take at most until a request to end is seen."""

_ASKING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""The signals by which the program is asked to end: Ctrl-C, whatever ends programs, a window that is closed."""


def end() -> None:
    """Ask everything that this process has under way to end."""
    ENDING.set()
    for child in multiprocessing.active_children():
        if child.pid and os.name != "nt":
            with suppress(ProcessLookupError):
                os.kill(child.pid, signal.SIGINT)


@contextmanager
def ending_together() -> Iterator[None]:
    """Whatever stops the work that is done here stops all of it; in the main thread, so do signals.

    They raise nothing: an exception that comes wherever the program happens to be may be lost there. The work sees by
    itself that it is to end, and a second signal ends the program on the spot.
    """
    ENDING.clear()
    before = {one: now for one in _ASKING if (now := signal.getsignal(one)) is not signal.SIG_IGN}
    try:
        with suppress(ValueError):  # another thread, that no signal reaches
            for one in before:
                signal.signal(one, _end_by_signal)
        yield
    except BaseException:
        end()
        raise
    finally:
        with suppress(ValueError):
            for one, handler in before.items():
                signal.signal(one, handler)


def _end_by_signal(*_: object) -> None:
    if ENDING.is_set():
        os._exit(1)
    end()


class Work(Generic[Result]):
    """Tasks, and what came of those that are done.

    Args:
        tasks: each with its number; they must be picklable where they go to another process.
        failed: what came of a task that raised an error, or whose process died.
        done: called after each.
    """

    def __init__(
        self,
        tasks: Mapping[int, Task[Result]],
        failed: Callable[[int, BaseException], Result],
        done: Callable[[], object] = lambda: None,
    ) -> None:
        self._tasks = dict(tasks)
        self._failed = failed
        self._done = done
        self._results: dict[int, Result] = {}
        self._waiting = [*tasks]

    def __len__(self) -> int:
        return len(self._tasks)

    def results(self) -> dict[int, Result]:
        """What came of each by its number: of all of them, unless the work was ended before."""
        return dict(self._results)

    def on(self, executor: Executor, at_once: int) -> None:
        """Do everything on an executor that mends itself: threads, a cluster.

        Args:
            executor: any of `concurrent.futures`.
            at_once: how many tasks it holds at most.
        """
        for index in self._round(executor, at_once):
            self._keep(index, BrokenExecutor("the executor is gone"))
        for index in self._waiting:
            self._keep(index, BrokenExecutor("the executor is gone"))

    def on_processes(self, processes: int) -> None:
        """Do everything on the cores of this machine. A process that dies is replaced, and its task blamed alone.

        Whatever ends this process, the others bring to its end what they are at, and end too.
        """
        self._tasks = {index: partial(_to_the_end, task) for index, task in self._tasks.items()}
        while self._waiting:
            with _pool(processes) as pool:
                doubtful = self._round(pool, processes * _AHEAD)
            for index in doubtful:
                self._alone(index)

    def _round(self, executor: Executor, at_once: int) -> list[int]:
        """Work until all is done, or the executor breaks: then the tasks that it held, of which one did it."""
        held: dict[Future[Result], int] = {}
        try:
            while self._waiting or held:
                _require_going_on()
                while self._waiting and len(held) < at_once:
                    held[executor.submit(self._tasks[self._waiting[0]])] = self._waiting[0]
                    del self._waiting[0]
                for future in wait(held, timeout=_LOOKS_UP, return_when=FIRST_COMPLETED).done:
                    self._hear(future, held[future])
                    del held[future]
        except BrokenExecutor:
            return sorted(held.values())
        except BaseException:
            end()
            _shut_down(executor, held)
            for future, index in held.items():
                if not future.cancelled():
                    with suppress(BrokenExecutor):
                        self._hear(future, index)
            raise
        return []

    def _hear(self, future: Future[Result], index: int) -> None:
        try:
            self._keep(index, future.result())
        except BrokenExecutor:
            raise
        except Exception as error:  # noqa: BLE001 - one piece that fails harms no other
            self._keep(index, error)

    def _alone(self, index: int) -> None:
        _require_going_on()
        with _pool(1) as pool:
            try:
                future = pool.submit(self._tasks[index])
                while not future.done():
                    wait([future], timeout=_LOOKS_UP)
                self._keep(index, future.result())
            except Exception as error:  # noqa: BLE001 - the same
                self._keep(index, error)

    def _keep(self, index: int, result: Result | BaseException) -> None:
        self._results[index] = self._failed(index, result) if isinstance(result, BaseException) else result
        self._done()


def _require_going_on() -> None:
    """Raise what a request to end comes to, where nothing is lost by it."""
    if ENDING.is_set():
        raise KeyboardInterrupt


def _shut_down(executor: Executor, held: Iterable[Future[Result]]) -> None:
    """Let what has begun come to its end, and nothing else begin."""
    if isinstance(executor, ProcessPoolExecutor):
        executor.shutdown(wait=True, cancel_futures=True)
        return
    for future in held:
        future.cancel()
    executor.shutdown(wait=True)


def _pool(processes: int) -> ProcessPoolExecutor:
    at_most = min(processes, _MOST_ON_WINDOWS) if os.name == "nt" else processes
    return ProcessPoolExecutor(at_most, mp_context=_context(), initializer=_begin, initargs=gc.get_threshold())


def _context() -> BaseContext:
    """Processes forked from one that has loaded what they need share its memory, where there is such a thing."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["sheet_sync.commands.syncing", "sheet_sync.stores.excel"])
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ASKING)
    try:
        resource_tracker.ensure_running()  # which lets some of the signals through again
        signal.pthread_sigmask(signal.SIG_BLOCK, _ASKING)
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return context


def _begin(*collecting: int) -> None:
    """Ctrl-C reaches every process of a terminal; a write that is under way is brought to its end.

    Until here the signals were held back, as the server holds them back and all that is forked from it: a process that
    is only half begun would print a traceback.

    Args:
        collecting: how often this process is to look for cycles, which is as often as the one that started it.
    """
    gc.set_threshold(*collecting)
    for one in _ASKING:
        signal.signal(one, lambda *_: ENDING.set())
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ASKING)
    Thread(target=_end_with_the_parent, daemon=True).start()


_AT_WORK = Lock()
_ORPHANED = Event()


def _to_the_end(task: Task[Result]) -> Result:
    with _AT_WORK:
        result = task()
    if _ORPHANED.is_set():
        os._exit(1)
    return result


def _end_with_the_parent() -> None:
    """A process that was killed tells nobody: its workers would wait for the next task for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        _ORPHANED.set()
        _AT_WORK.acquire()
        os._exit(1)
