"""What systemd, launchd, the Windows Task Scheduler and GitHub are given."""

import plistlib
import re
import shutil
import subprocess
from collections.abc import Sequence
from datetime import time
from pathlib import Path
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest
import yaml

from sheet_sync.schedulers import Entry, Scheduler, closed_folder, schedulers_here, workflow
from sheet_sync.schedulers.crontab import Crontab
from sheet_sync.schedulers.kind import SchedulerError
from sheet_sync.schedulers.launchd import Launchd
from sheet_sync.schedulers.systemd import Systemd
from sheet_sync.schedulers.windows import WindowsTasks

AWKWARD = '/home/alex/my 100% "new" $HOME trackér.xlsx'
COMMAND = ("/opt/bin/sheet-sync", "sync", "--daily", "07:45", "--", AWKWARD)
ENTRY = Entry(AWKWARD, time(7, 45), COMMAND, {"LANG": "de_DE.UTF-8", "TZ": "Europe/Berlin"})


class Calls:
    """Takes what would be run, and refuses what holds a word."""

    def __init__(self, refuses: str = "") -> None:
        self.made: list[list[str]] = []
        self.files: list[bytes] = []
        self._refuses = refuses

    def __call__(self, command: Sequence[str], given: bytes = b"", *, allowed: Sequence[int] = (0,)) -> bytes:
        del given, allowed
        self.made.append([*command])
        self.files += [Path(word).read_bytes() for word in command if word.endswith(".xml")]
        if self._refuses and self._refuses in command:
            raise SchedulerError("refused")
        return b"there"


def systemd_words(line: str) -> list[str]:
    """As systemd.syntax(7) has it: words in double quotes, in which a backslash escapes and %% is a percent sign."""
    quoted = re.findall(r'"((?:[^"\\]|\\.)*)"', line)
    return [re.sub(r"\\(.)", r"\1", word).replace("%%", "%") for word in quoted]


def test_systemd_gets_a_service_and_a_timer_for_every_hour(tmp_path: Path) -> None:
    calls = Calls()
    systemd = Systemd(tmp_path / "user", calls)
    systemd.install(ENTRY)
    service, timer = sorted((tmp_path / "user").iterdir())
    (start,) = re.findall(r"^ExecStart=:(.*)$", service.read_text(), re.MULTILINE)
    assert systemd_words(start) == [*COMMAND]
    variables = re.findall(r"^Environment=(.*)$", service.read_text(), re.MULTILINE)
    assert [systemd_words(one)[0] for one in variables] == ["LANG=de_DE.UTF-8", "TZ=Europe/Berlin"]
    assert "OnCalendar=*-*-* *:45:00\nAccuracySec=1s\nPersistent=true" in timer.read_text()
    assert [call[2] for call in calls.made] == ["daemon-reload", "enable", "restart"]
    assert systemd.has(ENTRY.key)
    assert systemd.remove(ENTRY.key)
    assert list((tmp_path / "user").iterdir()) == []


def test_systemd_itself_finds_no_fault_with_the_units(tmp_path: Path) -> None:
    verifier = shutil.which("systemd-analyze")
    if verifier is None:
        pytest.skip("systemd-analyze is not installed here")
    program = tmp_path / "sheet-sync"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    Systemd(tmp_path, Calls()).install(Entry(AWKWARD, ENTRY.at, (str(program), *COMMAND[1:]), ENTRY.environment))
    units = [str(unit) for unit in sorted(tmp_path.glob("*.timer"))]
    verified = subprocess.run([verifier, "verify", *units], capture_output=True, text=True, check=False)
    ours = [line for line in (verified.stdout + verified.stderr).splitlines() if ENTRY.key in line]
    assert (verified.returncode, ours) == (0, [])


def test_units_that_systemd_refuses_are_not_left_behind(tmp_path: Path) -> None:
    with pytest.raises(SchedulerError):
        Systemd(tmp_path, Calls(refuses="enable")).install(ENTRY)
    assert list(tmp_path.iterdir()) == []


def test_launchd_gets_an_agent_for_every_hour(tmp_path: Path) -> None:
    calls = Calls()
    launchd = Launchd(tmp_path / "LaunchAgents", 501, calls)
    launchd.install(ENTRY)
    (agent,) = (tmp_path / "LaunchAgents").iterdir()
    told = plistlib.loads(agent.read_bytes())
    assert told["ProgramArguments"] == [*COMMAND]
    assert told["EnvironmentVariables"] == ENTRY.environment
    assert told["StartCalendarInterval"] == {"Minute": 45}
    assert [call[:3] for call in calls.made] == [
        ["launchctl", "bootout", f"gui/501/{told['Label']}"],
        ["launchctl", "bootstrap", "gui/501"],
    ]
    with launchd.tried(ENTRY):
        assert calls.made[-1] == ["launchctl", "kickstart", f"gui/501/{told['Label']}"]
    assert launchd.remove(ENTRY.key)
    assert not agent.exists()


@pytest.mark.parametrize(
    ("tracker", "closed"),
    [
        ("/Users/a/Documents/jobs/t.xlsx", "/Users/a/Documents"),
        ("/Users/a/Library/Mobile Documents/t.xlsx", "/Users/a/Library/Mobile Documents"),
        ("/Volumes/stick/t.xlsx", "/Volumes"),
        ("/Users/a/jobs/t.xlsx", ""),
        ("/Users/a/Documents2/t.xlsx", ""),
    ],
)
def test_the_folders_that_macos_closes_are_known(tracker: str, closed: str) -> None:
    assert closed_folder(Path(tracker), Path("/Users/a")) == closed


def test_windows_gets_a_task_for_every_hour_that_catches_up_after_sleep() -> None:
    calls = Calls()
    windows = WindowsTasks(calls)
    windows.install(ENTRY)
    assert calls.made[0][:5] == ["schtasks", "/Create", "/F", "/TN", rf"sheet-sync\{ENTRY.key}"]
    (content,) = calls.files
    assert content.startswith(b"\xff\xfe")
    task = ET.fromstring(content.decode("utf-16"))  # noqa: S314 - our own
    told = {element.tag.rpartition("}")[2]: element.text for element in task.iter()}
    assert (told["Interval"], told["StartWhenAvailable"], told["MultipleInstancesPolicy"]) == (
        "PT1H",
        "true",
        "IgnoreNew",
    )
    assert (told["StartBoundary"] or "").endswith("T07:45:00")
    assert told["Command"] == COMMAND[0]
    assert told["Arguments"] == 'sync --daily 07:45 -- "/home/alex/my 100% \\"new\\" $HOME trackér.xlsx"'
    assert windows.remove(ENTRY.key)
    assert calls.made[-1][1] == "/Delete"


@pytest.mark.parametrize(
    ("system", "programs", "kind"),
    [
        ("darwin", (), Launchd),
        ("win32", (), WindowsTasks),
        ("linux", ("crontab", "systemctl"), Crontab),
        ("linux", ("systemctl",), Systemd),
        ("freebsd", ("crontab",), Crontab),
    ],
)
def test_each_system_has_the_scheduler_that_is_there_anyway(
    system: str, programs: Sequence[str], kind: type[Scheduler], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: name if name in programs else None)
    assert type(schedulers_here(Path("/home/alex"), system, {})[0]) is kind


def test_a_system_without_any_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(SchedulerError, match="apt install cron"):
        schedulers_here(Path("/home/alex"), "linux", {})


@pytest.mark.parametrize(
    ("zone", "at", "crons"),
    [
        ("UTC", time(8), ["0 8 * * *"]),
        ("Europe/Berlin", time(8, 10), ["10 6 * * *", "10 7 * * *"]),
        ("Asia/Kolkata", time(8), ["30 2 * * *"]),
        ("Pacific/Auckland", time(0, 30), ["30 11 * * *", "30 12 * * *"]),
    ],
)
def test_github_starts_it_at_that_hour_in_winter_and_in_summer(zone: str, at: time, crons: list[str]) -> None:
    content = yaml.safe_load(workflow(at, ZoneInfo(zone), ("--sheet", "Ann's jobs"), 2026))
    assert [one["cron"] for one in content[True]["schedule"]] == crons  # YAML 1.1 reads `on` as true
    assert content["jobs"]["sync"]["env"] == {"TZ": zone}


def test_githubs_shell_keeps_the_key_private_and_syncs_the_listed_sheets(tmp_path: Path) -> None:
    content = yaml.safe_load(workflow(time(8), ZoneInfo("UTC"), ("--sheet", "Ann's jobs"), 2026))
    script = content["jobs"]["sync"]["steps"][-1]["run"]
    program = tmp_path / "sheet-sync"
    program.write_text(
        '#!/bin/sh\nprintf "%s|" "$@"; cat "$6"; cat "$GOOGLE_APPLICATION_CREDENTIALS"\n'
        'ls -l "$GOOGLE_APPLICATION_CREDENTIALS" | cut -c1-10; echo "[$KEY$TRACKERS]"; exit $CODE\n'
    )
    program.chmod(0o755)

    def run(code: int) -> "subprocess.CompletedProcess[str]":
        env = {
            "PATH": f"{tmp_path}:/usr/bin:/bin",
            "RUNNER_TEMP": str(tmp_path),
            "KEY": '{"a": "$b"}',
            "TRACKERS": "one\ntwo",
            "CODE": str(code),
        }
        return subprocess.run(["/bin/bash", "-e", "-c", script], env=env, capture_output=True, text=True, check=False)

    listed = tmp_path / "trackers.txt"
    assert run(0).stdout == (
        f"sync|--quiet|--sheet|Ann's jobs|--trackers|{listed}|one\ntwo\n" + '{"a": "$b"}-rw-------\n[]\n'
    )
    assert [run(code).returncode for code in (0, 75, 1)] == [0, 0, 1]
