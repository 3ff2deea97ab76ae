"""Which scheduler this machine has."""

import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from sheet_sync.schedulers.crontab import Crontab
from sheet_sync.schedulers.kind import Scheduler, SchedulerError
from sheet_sync.schedulers.launchd import Launchd
from sheet_sync.schedulers.systemd import Systemd
from sheet_sync.schedulers.windows import WindowsTasks


def schedulers_here(
    home: Path, system: str = sys.platform, environment: Mapping[str, str] = os.environ
) -> Sequence[Scheduler]:
    """The schedulers that a user of this system has anyway, the one to take first: cron, or else systemd.

    Raises:
        SchedulerError: there is none.
    """
    if system == "darwin":
        return (Launchd(home / "Library" / "LaunchAgents", os.getuid()),)
    if system == "win32":
        return (WindowsTasks(),)
    settings = Path(environment.get("XDG_CONFIG_HOME", ""))
    units = (settings if settings.is_absolute() else home / ".config") / "systemd" / "user"
    known: dict[str, Callable[[], Scheduler]] = {"crontab": Crontab, "systemctl": partial(Systemd, units)}
    found = [make() for program, make in known.items() if shutil.which(program)]
    if not found:
        raise SchedulerError(
            "No scheduler was found: neither cron nor systemd.",
            "Install cron (on Debian and Ubuntu: `apt install cron`).",
        )
    return found


def that_has(key: str, schedulers: Sequence[Scheduler]) -> Scheduler:
    """The one that has an entry of that key, be it made before another scheduler was installed; else the first."""
    return next((one for one in schedulers[1:] if one.has(key)), schedulers[0])
