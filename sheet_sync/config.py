"""sheet_sync.toml and the Settings worksheet -> frozen Settings (SPEC section 9)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Person:
    """Who signs the messages. Empty text is unknown."""

    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Rules:
    """The etiquette's numbers: all `_days` in days; `holidays` a country or region ("US", "DE-BY") or empty."""

    wait_days: int = 7
    after_promise_days: int = 1
    lapse_after_days: int = 30
    thank_you_lapse_days: int = 14
    weekdays_only: bool = False
    holidays: str = ""
    timezone: str = ""
    date_order: str = ""
    language: str = "en"


@dataclass(frozen=True)
class Settings:
    """Everything a run may be told, frozen.

    Attributes:
        me: who signs.
        rules: the etiquette's numbers.
        columns: the user's headers by field name, where they are named by hand.
        templates: a folder of messages that override the shipped ones, file by file.
        backups: how many copies of a tracker are kept; 0 for none.
        state_folder: where locks and backups live; None for the user's own state folder.
    """

    me: Person = field(default_factory=Person)
    rules: Rules = field(default_factory=Rules)
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    templates: Path | None = None
    backups: int = 5
    state_folder: Path | None = None
