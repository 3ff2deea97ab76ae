"""What a scheduler is asked to do: start one command every hour, which then knows whether its day's work is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from hashlib import sha256

from sheet_sync.errors import ConfigurationError

KEY_LENGTH = 12


@dataclass(frozen=True)
class Entry:
    """One tracker, folder or list that is synced once a day.

    It is started every hour, at the minute of `at`: so the day's sync comes when the machine was asleep or the file
    open at its hour, whatever the scheduler knows of such things.

    Attributes:
        target: the tracker, with its whole path.
        at: from when on in the day, in local time.
        command: the program and its arguments, with whole paths.
        environment: what the program is to find there, since a scheduler has hardly any.
    """

    target: str
    at: time
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)

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
    """Scheduler files are read line by line.

    Raises:
        ConfigurationError: a name holds a line break or another control character.
    """
    for text in (*entry.command, *entry.environment.values()):
        if any(ord(character) < ord(" ") or character == "\x7f" for character in text):
            raise ConfigurationError(
                f"{text!r} holds a line break or another control character, and cannot be scheduled.", "Rename it."
            )


def with_environment(entry: Entry) -> Sequence[str]:
    """The command after `env`, which gives it the variables that the scheduler lacks."""
    if not entry.environment:
        return entry.command
    return ("/usr/bin/env", *(f"{name}={value}" for name, value in entry.environment.items()), *entry.command)
