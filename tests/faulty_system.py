"""A system whose calls can be made to fail, one after the other: the disk is full, breaks, or the program is killed.

Only calls that touch a given folder count, by path or by a handle that was opened there; all others go through.
"""

import errno
import fcntl
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from sheet_sync.files import exchange

CALLS = (
    "access", "chmod", "chown", "close", "fstat", "fsync", "getxattr", "link", "listdir", "listxattr", "lstat",
    "mkdir", "open", "read", "readlink", "rename", "replace", "rmdir", "scandir", "setxattr", "stat", "unlink", "write",
)  # fmt: skip
ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES)


class Killed(BaseException):
    """The program was killed here; nothing that it still tries has any effect."""


class Mode(Enum):
    """What happens at the call that fails, and after it."""

    ONCE = "fails once"
    FROM_THEN_ON = "fails, as every later one"
    KILLED = "is never made, nor any later one"


@dataclass(frozen=True)
class Fault:
    """The `at`-th call fails, counted from 1."""

    at: int
    mode: Mode = Mode.ONCE
    number: int = errno.EIO

    def __str__(self) -> str:
        return f"call {self.at} {self.mode.value} ({errno.errorcode[self.number]})"


@dataclass
class FaultySystem:
    """Lets `fault` happen to the calls that touch `folder`; `calls` tells which were made.

    Args:
        folder: the folder that counts.
        shortest_writes: every write takes one byte of what it is given.
    """

    folder: Path
    fault: Fault | None = None
    shortest_writes: bool = False
    calls: list[str] = field(default_factory=list)
    _handles: set[int] = field(default_factory=set)

    def install(self, patch: pytest.MonkeyPatch) -> None:
        for name in CALLS:
            patch.setattr(os, name, self._counted(name, getattr(os, name)))
        patch.setattr(fcntl, "flock", self._counted_lock(fcntl.flock))
        patch.setattr(exchange, "_exchange", self._counted_exchange(exchange._exchange))  # noqa: SLF001 - a system call

    @property
    def happened(self) -> bool:
        """The run came as far as the fault."""
        return self.fault is not None and len(self.calls) >= self.fault.at

    def _counted(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - handed on
            if not arguments or not self._concerned(arguments[0]):
                return real(*arguments, **named)
            try:
                self._count(name)
            except BaseException as stopped:
                if name == "close":  # a handle is given back even if that fails
                    self._closed(arguments[0], real)
                if name == "access" and isinstance(stopped, OSError):
                    return False
                raise
            if name == "write" and self.shortest_writes:
                arguments = (arguments[0], bytes(arguments[1][:1]))
            answer = real(*arguments, **named)
            if name == "open":
                self._handles.add(answer)
            if name == "close":
                self._handles.discard(arguments[0])
            return answer

        return call

    def _closed(self, handle: int, close: Callable[[int], None]) -> None:
        self._handles.discard(handle)
        close(handle)

    def _counted_lock(self, real: Callable[[int, int], None]) -> Callable[[int, int], None]:
        def flock(handle: int, operation: int) -> None:
            if operation != fcntl.LOCK_UN and self._concerned(handle):
                self._count("flock")
            real(handle, operation)  # the system takes a lock back whatever happens

        return flock

    def _counted_exchange(self, real: Callable[[bytes, bytes], int]) -> Callable[[bytes, bytes], int]:
        def swap(first: bytes, second: bytes) -> int:
            try:
                self._count("exchange")
            except OSError as error:
                return error.errno or 0
            return real(first, second)

        return swap

    def _concerned(self, what: object) -> bool:
        if isinstance(what, int):
            return what in self._handles
        inside = os.fspath(self.folder)
        return isinstance(what, str | bytes | os.PathLike) and os.fsdecode(what).startswith(inside)

    def _count(self, name: str) -> None:
        self.calls.append(name)
        fault = self.fault
        if fault is None or len(self.calls) < fault.at:
            return
        if fault.mode is Mode.KILLED:
            raise Killed
        if len(self.calls) == fault.at or fault.mode is Mode.FROM_THEN_ON:
            raise OSError(fault.number, os.strerror(fault.number), str(self.folder))
