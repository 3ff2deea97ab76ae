"""sheet_sync.toml and the Settings worksheet -> frozen Settings; all mistakes reported at once (SPEC section 9)."""

import difflib
import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from sheet_sync.errors import ConfigurationError
from sheet_sync.setting_values import wrong_value

FILE_NAME = "sheet_sync.toml"


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

    def __post_init__(self) -> None:
        """Whoever makes rules has them checked; the language is, when its messages are looked for.

        Raises:
            ConfigurationError: a value is wrong: all of them named.
        """
        values = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "language"}
        wrong = [f"rules.{name} {why}." for name, value in values.items() if (why := wrong_value(name, value))]
        if wrong:
            raise ConfigurationError(" ".join(wrong))


@dataclass(frozen=True)
class Settings:
    """Everything a run may be told, frozen.

    Attributes:
        me: who signs.
        rules: the etiquette's numbers.
        columns: the user's headers by field name, where they are named by hand.
        columns_source: where they are named.
        templates: a folder of messages that override the shipped ones, file by file.
        google: credentials and endpoint for Google Sheets.
        trackers: those that a run is about when none is named, each with its worksheet ("" for the best one).
        backups: how many copies of a tracker are kept; 0 for none.
        state_folder: where locks and backups live; None for the user's own state folder.
        ignored: settings that stand where they do not count, each in a sentence.
    """

    me: Person = field(default_factory=Person)
    rules: Rules = field(default_factory=Rules)
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    columns_source: str = "settings"
    templates: Path | None = None
    google: Mapping[str, str] = field(default_factory=dict)
    trackers: tuple[tuple[str, str], ...] = ()
    backups: int = 5
    state_folder: Path | None = None
    ignored: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """One header may be named without a list around it."""
        columns = {name: _headers(headers) for name, headers in self.columns.items()}
        object.__setattr__(self, "columns", columns)


@dataclass(frozen=True)
class Places:
    """Where configuration is looked for, in this order; any of them may be missing."""

    named: Path | None = None
    tracker_folder: Path | None = None
    current_folder: Path | None = None
    user_folder: Path | None = None

    def chosen(self) -> Path | None:
        """The one file that counts; the one named on the command line even if it is missing."""
        folders = (self.tracker_folder, self.current_folder, self.user_folder)
        files = (folder / FILE_NAME for folder in folders if folder)
        return self.named or next((file for file in files if _is_file(file)), None)

    def trusted(self) -> Path | None:
        """The file that may choose templates and servers: named, or the user's own."""
        own = self.user_folder / FILE_NAME if self.user_folder else None
        return self.named or (own if own and _is_file(own) else None)


def _is_file(path: Path) -> bool:
    """It is a file that can be seen; in a folder that may not be entered none can."""
    return os.path.isfile(path)  # noqa: PTH113 - it raises nothing


def load_settings(places: Places) -> Settings:
    """The settings of the configuration files.

    Raises:
        ConfigurationError: a file is missing or no TOML, or holds unknown keys or wrong values: all of them named.
    """
    chosen, trusted = places.chosen(), places.trusted()
    content = _content(chosen) if chosen else {}
    settings = settings_from(content, str(chosen))
    private = {key: content[key] for key in _TRUSTED_KEYS if key in content}
    if chosen == trusted:
        return _with_trusted(settings, content, chosen)
    settings = replace(settings, ignored=tuple(_ignored(key, chosen, places) for key in private))
    return _with_trusted(settings, _checked_content(trusted), trusted) if trusted else settings


_TRUSTED_KEYS = ("templates", "google", "tracker")


def _checked_content(path: Path) -> dict[str, Any]:
    content = _content(path)
    settings_from(content, str(path))
    return content


def _ignored(key: str, chosen: Path | None, places: Places) -> str:
    own = places.user_folder / FILE_NAME if places.user_folder else "the user's configuration folder"
    return f"{chosen}: “{key}” counts only from --config or {own}, so it is ignored here."


def _with_trusted(settings: Settings, content: Mapping[str, Any], path: Path | None) -> Settings:
    templates = content.get("templates")
    folder = path_beside(path, templates) if path and templates else None
    google = dict(content.get("google", {}))
    if path and google.get("credentials"):
        google["credentials"] = str(path_beside(path, google["credentials"]))
    trackers = tuple((_target(path, one["target"]), one.get("sheet", "")) for one in content.get("tracker", ()))
    return replace(settings, templates=folder, google=google, trackers=trackers)


def _target(path: Path | None, target: str) -> str:
    """A tracker's path starts from the file that names it; the address or key of a Google Sheet is none."""
    return target if path is None else named_beside(path, target)


def path_beside(file: Path, name: str) -> Path:
    """The path that a file means by a name: from its folder, or from home after "~", where that is known."""
    return file.parent / os.path.expanduser(name)  # noqa: PTH111 - an unknown "~user" is no reason to fail


def named_beside(file: Path, target: str) -> str:
    """A tracker that a file names: an address or the key of a Google Sheet as it is, a path from the file's folder."""
    path = path_beside(file, target)
    key = re.fullmatch(r"[A-Za-z0-9_-]{40,}", target) is not None and not os.path.exists(path)  # noqa: PTH110 - as above
    return target if key or "://" in target else str(path)


def _content(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise ConfigurationError(f"{path}: there is no such configuration file.") from error
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(_said_twice(path, str(error)) or f"{path} is not valid TOML: {error}.") from error


def _said_twice(path: Path, error: str) -> str:
    """What to do about a setting or a section that stands twice; "" for another mistake."""
    where = re.search(r"line \d+", error)
    place = f"{path}, {where[0]}" if where else str(path)
    if error.startswith("Cannot overwrite a value"):
        return f'{place}: this setting stands in the file twice. Keep one; several headers make a list: ["A", "B"].'
    if re.match(r"Cannot declare .* twice", error):
        return f"{place}: this section stands in the file twice. Put its settings below the first one."
    return ""


COLUMN_FIELDS = (
    "company", "position", "contact", "email", "phone", "channel", "interview_date", "interview_type",
    "promised_reply", "thank_you_sent", "followed_up", "outcome", "replied", "talked_about", "language",
)  # fmt: skip
_TABLES = {
    "me": tuple(f.name for f in fields(Person)),
    "rules": tuple(f.name for f in fields(Rules)),
    "columns": COLUMN_FIELDS,
    "google": ("credentials", "endpoint"),
}
_EVERYWHERE = ("templates", "backups", "tracker", *_TABLES)


def settings_from(
    content: Mapping[str, Any], where: str, allowed: tuple[str, ...] = _EVERYWHERE, labels: tuple[str, ...] = ()
) -> Settings:
    """The settings that a table of tables holds, but for those that only a trusted file may choose.

    Args:
        content: the tables.
        where: the place that messages name.
        allowed: the keys that count there.
        labels: other names for settings, by which a mistyped one is known.

    Raises:
        ConfigurationError: it holds unknown keys or wrong values: all of them named, with `where` they stand.
    """
    mistakes = list(_mistakes(content, where, allowed, labels))
    if mistakes:
        raise ConfigurationError(" ".join(mistakes))
    return Settings(
        me=Person(**content.get("me", {})),
        rules=Rules(**content.get("rules", {})),
        columns=content.get("columns", {}),
        columns_source=where,
        backups=content.get("backups", Settings.backups),
    )


def _headers(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _mistakes(
    content: Mapping[str, Any], where: str, allowed: tuple[str, ...], labels: tuple[str, ...]
) -> Iterator[str]:
    for key, value in content.items():
        if key not in allowed:
            elsewhere = key in _TABLES and isinstance(value, dict)
            names = [f"{key}.{name}" for name in value] if elsewhere else [key]
            yield from (_unknown(where, name, allowed, labels=labels) for name in names)
        elif key == "tracker":
            yield from _mistakes_in_trackers(value, where)
        elif key not in _TABLES:
            wrong = wrong_value(key, value)
            yield from [f"{where}: {key} {wrong}."] if wrong else []
        elif not isinstance(value, dict):
            yield f"{where}: {key} must be a table: [{key}]."
        else:
            yield from _mistakes_in_table(key, value, where)


def _mistakes_in_trackers(value: object, where: str) -> Iterator[str]:
    entries = value if isinstance(value, list) else [value]
    for entry in entries:
        if not isinstance(entry, dict) or not isinstance(value, list):
            yield f"{where}: tracker must be a list of tables: [[tracker]]."
            return
        unknown = [key for key in entry if key not in _TRACKER_KEYS]
        yield from (_unknown(where, key, _TRACKER_KEYS, "tracker.") for key in unknown)
        if not isinstance(entry.get("target"), str) or not entry["target"].strip():
            yield f"{where}: a [[tracker]] needs its target: a path, or the address of a Google Sheet, in quotes."
        if not isinstance(entry.get("sheet", ""), str):
            yield f"{where}: tracker.sheet must be text in quotes."


_TRACKER_KEYS = ("target", "sheet")


def _mistakes_in_table(table: str, values: Mapping[str, Any], where: str) -> Iterator[str]:
    for key, value in values.items():
        if key not in _TABLES[table]:
            yield _unknown(where, key, _TABLES[table], f"{table}.")
            continue
        wrong = _wrong_header(value) if table == "columns" else wrong_value(key, value)
        if wrong:
            yield f"{where}: {table}.{key} {wrong}."


def _unknown(where: str, key: str, known: tuple[str, ...], table: str = "", labels: tuple[str, ...] = ()) -> str:
    names = [*labels, *(f"{table}{name}" for name in known)]
    if not table:
        names += [f"{name}.{key}" for name in known if name in _TABLES for key in _TABLES[name]]
    nearest = max(names, key=lambda name: _likeness(key, name))
    return f"{where}: there is no setting “{table}{key}”; did you mean “{nearest}”?"


def _likeness(key: str, name: str) -> float:
    """How near a mistyped key comes to a setting's name, with or without its table."""
    plain, known = (text.casefold().replace(" ", "_") for text in (key, name))
    parts = (known, known.rsplit(".", maxsplit=1)[-1])
    return max(difflib.SequenceMatcher(None, plain, part).ratio() for part in parts)


def _wrong_header(value: object) -> str:
    names = value if isinstance(value, list) else [value]
    good = bool(names) and all(isinstance(name, str) and name.strip() for name in names)
    return "" if good else "must be a header, or a list of headers, in quotes"
