"""Whether a spreadsheet program has a file open: the lock files that Excel and LibreOffice put beside it."""

import os
import re
import socket
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sheet_sync.errors import TrackerBusyError
from sheet_sync.files import system, trouble

_LARGEST_LOCK = 1 << 16
_EXCEL_NAME_AS_UTF16 = 55
"""Where an Excel lock file holds the name a second time, in bytes."""
_LIBREOFFICE_PROGRAMS = ("soffice", "oosplash", "libreoffice")


@dataclass(frozen=True)
class Opened:
    """A program that has a file open.

    Attributes:
        program: its name.
        user: for whom, "" where it does not say so.
        lock: the file by which it says so.
        since: since when that stands there.
        certain: the program was found to be running; its lock file may not be one that was left behind.
    """

    program: str
    user: str
    lock: Path
    since: datetime
    certain: bool

    def __str__(self) -> str:
        return f"{self.program} by {self.user}" if self.user else self.program


def require_closed(path: Path, *, given: Path) -> None:
    """No spreadsheet program has the file open, under this name or the one that the user gave.

    Raises:
        TrackerBusyError: one has.
    """
    opened = opened_elsewhere(path) or opened_elsewhere(given)
    if opened is None:
        return
    remedy = "Nothing was written; close it, or leave it to the next run."
    if opened.certain:
        raise TrackerBusyError(f"{given} is open in {opened}.", remedy)
    raise TrackerBusyError(
        f"{given} is open in {opened}, since {opened.since:%Y-%m-%d %H:%M}.",
        f"{remedy} If nobody has it open, delete the file “{opened.lock.name}” beside it.",
    )


def opened_elsewhere(path: Path) -> Opened | None:
    """The program that has the file open; None where none says so, or none that says so can be running any more.

    Raises:
        TrackerNotReadableError: the folder cannot be looked into.
    """
    looks = {f"~${path.name}": _opened_in_excel, f".~lock.{path.name}#": _opened_in_libreoffice}
    for name, look in looks.items():
        lock = path.with_name(name)
        with trouble.reading(path), suppress(FileNotFoundError):  # it may be closed at this very moment
            opened = look(lock) if system.exists(lock) else None
            if opened:
                return opened
    return None


def _since(lock: Path) -> datetime:
    return datetime.fromtimestamp(lock.lstat().st_mtime).astimezone()


def _content(lock: Path) -> bytes:
    """Nothing for a lock file that cannot be read: it says so much that somebody has the file open."""
    try:
        return system.read_whole(lock, _LARGEST_LOCK)
    except OSError:
        return b""


def _opened_in_excel(lock: Path) -> Opened | None:
    """Excel on this machine holds its lock file open; from another, through a shared folder, nobody holds it here."""
    if trouble.ON_WINDOWS and not _is_held(lock):
        return None
    return Opened("Excel", _excel_user(_content(lock)), lock, _since(lock), certain=trouble.ON_WINDOWS)


def _is_held(lock: Path) -> bool:
    try:
        os.close(os.open(lock, os.O_RDWR))
    except PermissionError:
        return True
    return False


def _excel_user(content: bytes) -> str:
    """The name stands there twice: a byte for its length with its letters, and further on the same as UTF-16."""
    wide = content[_EXCEL_NAME_AS_UTF16:]
    length = 2 * int.from_bytes(wide[:2], "little")
    if length and len(wide) >= 2 + length:
        return _one_line(wide[2 : 2 + length].decode("utf-16-le", errors="ignore"))
    narrow = content[1 : 1 + content[0]] if content else b""
    return _one_line(narrow.decode("cp1252", errors="ignore"))


def _opened_in_libreoffice(lock: Path) -> Opened | None:
    """Its lock file holds `name,system user,host,date,profile;`, each comma in a name after a backslash."""
    fields = [_unescaped(field) for field in re.split(r"(?<!\\),", _content(lock).decode(errors="ignore"))]
    name, system_user, host = (*fields, "", "", "")[:3]
    here = _is_this_machine(host)
    if here and not _libreoffice_runs():
        return None
    return Opened("LibreOffice", _one_line(name) or _one_line(system_user), lock, _since(lock), certain=here)


def _unescaped(field: str) -> str:
    return re.sub(r"\\(.)", r"\1", field)


def _is_this_machine(host: str) -> bool:
    """LibreOffice adds the domain where the network knows it; asking for that takes time, so it comes last."""
    named, ours = host.casefold(), socket.gethostname().casefold()
    if not named or not ours:
        return False
    return named == ours or (named.split(".")[0] == ours.split(".")[0] and named == socket.getfqdn().casefold())


def _libreoffice_runs() -> bool:
    """Some LibreOffice runs on this machine, as far as the system lets us see; if it hides processes, one may."""
    import psutil  # noqa: PLC0415 - only where a lock file is there

    try:
        if psutil.POSIX and 1 not in psutil.pids():
            return True
        names = [process.info["name"] or "" for process in psutil.process_iter(["name"])]
    except (psutil.Error, OSError):
        return True
    return any(name.lower().startswith(_LIBREOFFICE_PROGRAMS) for name in names)


def _one_line(name: str) -> str:
    return "".join(c for c in name if c.isprintable()).strip()[:60]
