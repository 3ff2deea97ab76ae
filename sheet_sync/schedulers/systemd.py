"""systemd: a service and a timer of the user, where there is no cron."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sheet_sync.files import keep_text
from sheet_sync.schedulers import kind
from sheet_sync.schedulers.entry import Entry, require_one_line

Run = Callable[..., bytes]
_BUSY = 75


class Systemd:
    """The user's own instance of systemd; `folder` holds its units."""

    name = "systemd"
    seconds_to_start = 30

    def __init__(self, folder: Path, run: Run = kind.run) -> None:
        self._folder = folder
        self._run = run

    def texts(self, entry: Entry) -> Mapping[str, str]:
        """A service that does it once, and a timer that starts it."""
        require_one_line(entry)
        return {
            str(self._unit(entry.key, "service")): _service(entry),
            str(self._unit(entry.key, "timer")): _timer(entry),
        }

    def has(self, key: str) -> bool:
        """Our timer of that key is there."""
        return self._unit(key, "timer").exists()

    def install(self, entry: Entry) -> None:
        """Write both units, and start the timer."""
        texts = self.texts(entry)
        self._folder.mkdir(parents=True, exist_ok=True)
        for path, text in texts.items():
            keep_text(Path(path), text.encode())
        timer = self._unit(entry.key, "timer").name
        try:
            self._control("daemon-reload")
            self._control("enable", timer)
            self._control("restart", timer)
        except kind.SchedulerError:
            self._forget(entry.key)
            raise

    def remove(self, key: str) -> bool:
        """Stop the timer, and delete both units."""
        if not self.has(key):
            return False
        self._control("disable", "--now", self._unit(key, "timer").name)
        self._forget(key)
        self._control("daemon-reload")
        return True

    @contextmanager
    def tried(self, entry: Entry) -> Iterator[None]:
        """The service is started now."""
        self._control("start", "--no-block", self._unit(entry.key, "service").name)
        yield

    def end_trial(self, key: str) -> None:
        """A trial leaves nothing."""

    def _forget(self, key: str) -> None:
        for kind_of_unit in ("timer", "service"):
            self._unit(key, kind_of_unit).unlink(missing_ok=True)

    def _unit(self, key: str, kind_of_unit: str) -> Path:
        return self._folder / f"sheet-sync-{key}.{kind_of_unit}"

    def _control(self, *words: str) -> None:
        self._run(["systemctl", "--user", *words])


def _service(entry: Entry) -> str:
    """The colon keeps systemd from reading $ as the beginning of a variable."""
    variables = "".join(f"Environment={_quoted(f'{name}={value}')}\n" for name, value in entry.environment.items())
    command = " ".join(_quoted(word) for word in entry.command)
    return (
        f"[Unit]\nDescription={entry.title.replace('%', '%%')}\n\n"
        f"[Service]\nType=oneshot\nSuccessExitStatus={_BUSY}\nTimeoutStartSec=1h\n{variables}ExecStart=:{command}\n"
    )


def _timer(entry: Entry) -> str:
    return (
        f"[Unit]\nDescription={entry.title.replace('%', '%%')}\n\n"
        f"[Timer]\nOnCalendar=*-*-* *:{entry.at:%M}:00\nAccuracySec=1s\nPersistent=true\n\n"
        "[Install]\nWantedBy=timers.target\n"
    )


def _quoted(word: str) -> str:
    """As systemd reads a word: % begins a specifier, and a backslash escapes."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'
