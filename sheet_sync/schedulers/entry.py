"""What a scheduler is asked to do: start one command every hour, which then knows whether its day's work is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from hashlib import sha256
from unicodedata import category

from sheet_sync.errors import ConfigurationError

KEY_LENGTH = 12
TRIAL = "SHEET_SYNC_TRIAL"
"""The variable that tells a start that it is for a trial and nothing else."""
_UNWRITABLE = ("Cc", "Cs")
"""Control characters, and bytes of a file name that are no text."""
_NO_XML = "\ufffe\uffff"


@dataclass(frozen=True)
class Entry:
    """One tracker, folder or list that is synced once a day.

    It is started every hour, at the minute of `at`: so the day's sync comes when the machine was asleep or the file
    open at its hour, whatever the scheduler knows of such things.

    Attributes:
        target: the tracker, folder, list or configuration, with its whole path.
        at: from when on in the day, in local time.
        command: the program and its arguments, with whole paths.
        environment: what the program is to find there, since a scheduler has hardly any.
        options: those in the command that the user chose, by their names.
    """

    target: str
    at: time
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What tells this entry from others, in the scheduler and in the state folder."""
        return key_of(self.target)

    @property
    def title(self) -> str:
        """For people who look into their scheduler."""
        return f"sheet-sync: {self.target}, daily from {self.at:%H:%M}"


def key_of(target: str) -> str:
    """The key of the entry of a tracker."""
    return sha256(target.encode(errors="surrogateescape")).hexdigest()[:KEY_LENGTH]


def require_one_line(entry: Entry) -> None:
    """Scheduler files are text, read line by line.

    Raises:
        ConfigurationError: a name holds a line break, or another character that no such file can hold.
    """
    for text in (entry.target, *entry.command, *entry.environment.values()):
        if any(category(character) in _UNWRITABLE or character in _NO_XML for character in text):
            raise ConfigurationError(
                f"{text!r} holds a line break or another control character, and cannot be scheduled.", "Rename it."
            )


def with_environment(entry: Entry) -> Sequence[str]:
    """The command after `env`, which gives it the variables that the scheduler lacks.

    Raises:
        ConfigurationError: `env` would take the program for one more variable.
    """
    if not entry.environment:
        return entry.command
    if "=" in entry.command[0]:
        raise ConfigurationError(
            f"{entry.command[0]!r} holds a =, and cannot be scheduled.", "Install sheet-sync in a folder without it."
        )
    return ("/usr/bin/env", *(f"{name}={value}" for name, value in entry.environment.items()), *entry.command)
