"""Windows: a task of the user, started every hour and, where that was missed, as soon as it can be."""

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from sheet_sync.schedulers import kind
from sheet_sync.schedulers.entry import Entry, require_one_line

Run = Callable[..., bytes]
_TASK = """<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>{title}</Description></RegistrationInfo>
  <Triggers>
    <TimeTrigger>
      <Repetition><Interval>PT1H</Interval><StopAtDurationEnd>false</StopAtDurationEnd></Repetition>
      <StartBoundary>{start}</StartBoundary>
      <Enabled>true</Enabled>
    </TimeTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author"><LogonType>InteractiveToken</LogonType><RunLevel>LeastPrivilege</RunLevel></Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT1H</ExecutionTimeLimit>
  </Settings>
  <Actions Context="Author">
    <Exec><Command>{program}</Command><Arguments>{arguments}</Arguments></Exec>
  </Actions>
</Task>
"""
_NO_TASK = 1
_LONG_AGO = date(2024, 1, 1)


class WindowsTasks:
    """The task scheduler of Windows, which gives a task the user's own environment."""

    name = "the Windows Task Scheduler"
    seconds_to_start = 30

    def __init__(self, run: Run = kind.run) -> None:
        self._run = run

    def texts(self, entry: Entry) -> Mapping[str, str]:
        """The task as XML."""
        require_one_line(entry)
        program, *arguments = entry.command
        text = _TASK.format(
            title=escape(entry.title),
            start=f"{_LONG_AGO.isoformat()}T{entry.at:%H:%M}:00",
            program=escape(program),
            arguments=escape(subprocess.list2cmdline(arguments)),
        )
        return {_name(entry.key): text}

    def has(self, key: str) -> bool:
        """Our task of that key is there."""
        return bool(self._run(["schtasks", "/Query", "/TN", _name(key)], allowed=(0, _NO_TASK)).strip())

    def install(self, entry: Entry) -> None:
        """Create the task, in the place of an older one."""
        handle, path = tempfile.mkstemp(suffix=".xml")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(self.texts(entry)[_name(entry.key)].encode("utf-16"))
            self._run(["schtasks", "/Create", "/F", "/TN", _name(entry.key), "/XML", path])
        finally:
            Path(path).unlink(missing_ok=True)

    def remove(self, key: str) -> bool:
        """Delete the task."""
        there = self.has(key)
        if there:
            self._run(["schtasks", "/Delete", "/F", "/TN", _name(key)])
        return there

    @contextmanager
    def tried(self, entry: Entry) -> Iterator[None]:
        """The task is started now."""
        self._run(["schtasks", "/Run", "/TN", _name(entry.key)])
        yield

    def end_trial(self, key: str) -> None:
        """A trial leaves nothing."""


def _name(key: str) -> str:
    return rf"sheet-sync\{key}"
