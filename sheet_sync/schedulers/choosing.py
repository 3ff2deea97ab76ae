"""Which scheduler this machine has."""

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from sheet_sync.schedulers.crontab import Crontab
from sheet_sync.schedulers.kind import Scheduler, SchedulerError
from sheet_sync.schedulers.launchd import Launchd
from sheet_sync.schedulers.systemd import Systemd
from sheet_sync.schedulers.windows import WindowsTasks


def scheduler_here(home: Path, system: str = sys.platform, environment: Mapping[str, str] = os.environ) -> Scheduler:
    """The scheduler that a user of this system has anyway: cron, or systemd where there is no cron.

    Raises:
        SchedulerError: there is none.
    """
    if system == "darwin":
        return Launchd(home / "Library" / "LaunchAgents", os.getuid())
    if system == "win32":
        return WindowsTasks()
    if shutil.which("crontab"):
        return Crontab()
    if shutil.which("systemctl"):
        settings = Path(environment.get("XDG_CONFIG_HOME", ""))
        return Systemd((settings if settings.is_absolute() else home / ".config") / "systemd" / "user")
    raise SchedulerError(
        "No scheduler was found: neither cron nor systemd.", "Install cron (on Debian and Ubuntu: `apt install cron`)."
    )
