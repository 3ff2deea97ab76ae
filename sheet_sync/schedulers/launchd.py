"""launchd: an agent of the user on macOS, which also starts what was missed while the machine slept."""

import plistlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sheet_sync.files import keep_text
from sheet_sync.schedulers import kind
from sheet_sync.schedulers.entry import Entry, require_one_line

Run = Callable[..., bytes]
_NOT_LOADED = (3, 5, 36, 113)


class Launchd:
    """The agents of a user of macOS.

    Attributes:
        folder: the user's LaunchAgents.
        user: the number of the user.
    """

    name = "launchd"
    seconds_to_start = 30

    def __init__(self, folder: Path, user: int, run: Run = kind.run) -> None:
        self._folder = folder
        self._domain = f"gui/{user}"
        self._run = run

    def texts(self, entry: Entry) -> Mapping[str, str]:
        """The agent's property list."""
        require_one_line(entry)
        agent = {
            "Label": _label(entry.key),
            "ProgramArguments": list(entry.command),
            "EnvironmentVariables": dict(entry.environment),
            "StartCalendarInterval": {"Minute": entry.at.minute},
            "ProcessType": "Background",
        }
        return {str(self._agent(entry.key)): plistlib.dumps(agent).decode()}

    def has(self, key: str) -> bool:
        """Our agent of that key is there."""
        return self._agent(key).exists()

    def install(self, entry: Entry) -> None:
        """Write the agent, and load it in the place of an older one."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for path, text in self.texts(entry).items():
            keep_text(Path(path), text.encode())
        self._unload(entry.key)
        try:
            self._run(["launchctl", "bootstrap", self._domain, str(self._agent(entry.key))])
        except kind.SchedulerError:
            self._agent(entry.key).unlink(missing_ok=True)
            raise

    def remove(self, key: str) -> bool:
        """Unload the agent, and delete its file."""
        if not self.has(key):
            return False
        self._unload(key)
        self._agent(key).unlink(missing_ok=True)
        return True

    @contextmanager
    def tried(self, entry: Entry) -> Iterator[None]:
        """The agent is started now."""
        self._run(["launchctl", "kickstart", f"{self._domain}/{_label(entry.key)}"])
        yield

    def end_trial(self, key: str) -> None:
        """A trial leaves nothing."""

    def _unload(self, key: str) -> None:
        self._run(["launchctl", "bootout", f"{self._domain}/{_label(key)}"], allowed=(0, *_NOT_LOADED))

    def _agent(self, key: str) -> Path:
        return self._folder / f"{_label(key)}.plist"


def _label(key: str) -> str:
    return f"sheet-sync.{key}"


def closed_folder(tracker: Path, home: Path) -> str:
    """The folder that macOS closes to background jobs, and that holds the tracker; "" for none."""
    for name in ("Desktop", "Documents", "Downloads", "Library/Mobile Documents", "Library/CloudStorage"):
        if tracker.is_relative_to(home / name):
            return str(home / name)
    return "" if not tracker.is_relative_to("/Volumes") else "/Volumes"
