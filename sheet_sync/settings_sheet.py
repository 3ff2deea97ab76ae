"""The worksheet named `Settings` in a tracker: setting in the first column, value in the second (SPEC section 9)."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from sheet_sync.config import Rules, Settings, settings_from
from sheet_sync.errors import TrackerNotReadableError
from sheet_sync.grid import Book, CellValue, NewWorksheet, Worksheet

WORKSHEET = "Settings"
_LABELS = {
    "your name": "me.name",
    "your email": "me.email",
    "your e mail": "me.email",
    "your email address": "me.email",
    "your phone": "me.phone",
    "your phone number": "me.phone",
    "your number": "me.phone",
}
_MEANINGS = {
    "Your name": "signs the messages",
    "Your email": "below your name in the messages",
    "Your phone": "the same, and the number to call back",
    "wait_days": "days to wait after an interview when no answer was promised",
    "after_promise_days": "days to wait after the day by which they promised an answer",
    "lapse_after_days": "days after which a follow-up that was due is too late to write",
    "thank_you_lapse_days": "days after an interview during which a late thank-you is still kind",
    "weekdays_only": "yes: a follow-up that falls on a weekend waits for Monday",
    "holidays": "a country or region whose public holidays count too: US, GB, DE-BY …",
    "timezone": "such as Europe/Berlin; blank: that of the computer",
    "date_order": "how 3/4/2026 is meant: MDY, DMY or YMD; blank: as the column shows it",
    "language": "the language of the messages",
}
_PLAIN_LABELS = tuple(label for label in _MEANINGS if " " in label)
_HEADINGS = frozenset(("setting", "settings", "option", "name of setting"))


def overlaid(settings: Settings, book: Book) -> Settings:
    """The settings, with those of the tracker's own `Settings` worksheet over them.

    `me` is taken whole from the worksheet when it says any of it: nobody signs with another's name or number. A
    worksheet of that name in which nothing is a setting of ours is the user's, and left alone.

    Raises:
        ConfigurationError: it names settings that do not exist, or gives wrong values: all of them named.
        TrackerNotReadableError: nobody can tell what it says.
    """
    sheet = next((ws for ws in book.worksheets if ws.name.strip().casefold() == WORKSHEET.casefold()), None)
    if sheet is not None and sheet.unreadable:
        raise TrackerNotReadableError(f"The worksheet “{sheet.name}” cannot be read. {sheet.unreadable}")
    content = _content(sheet) if sheet else {}
    if not any(table in content for table in ("me", "rules", "columns")):
        return settings
    said = settings_from(content, f"worksheet “{sheet.name}”" if sheet else "", _ALLOWED, _PLAIN_LABELS)
    given_rules = content.get("rules", {})
    return replace(
        settings,
        me=said.me if content.get("me") else settings.me,
        rules=replace(settings.rules, **{key: getattr(said.rules, key) for key in given_rules}),
        columns={**settings.columns, **said.columns},
        columns_source=said.columns_source if said.columns else settings.columns_source,
    )


_ALLOWED = ("me", "rules", "columns")


def has_worksheet(book: Book) -> bool:
    """The book has a worksheet of this name, whatever stands in it."""
    return any(ws.name.strip().casefold() == WORKSHEET.casefold() for ws in book.worksheets)


def fresh_worksheet(settings: Settings) -> NewWorksheet:
    """A worksheet that says what holds now, for the user to change: who signs, and the rules (SPEC section 9)."""
    me, rules = settings.me, settings.rules
    values = {"Your name": me.name, "Your email": me.email, "Your phone": me.phone}
    stated = {name: getattr(rules, name) for name in Rules.__dataclass_fields__}
    rows = [(_label(name), _shown(value), _MEANINGS[name]) for name, value in {**values, **stated}.items()]
    return NewWorksheet(WORKSHEET, (("Setting", "Value", "What it does"), *rows), widths=(24, 28, 68))


def _label(name: str) -> str:
    return name if name in _MEANINGS and " " in name else name.replace("_", " ").capitalize()


def _shown(value: str | int) -> str | int:
    """A setting as people write it."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def _content(sheet: Worksheet) -> dict[str, Any]:
    """The rows as the tables of a configuration file; rows that name no setting keep their words as a key."""
    content: dict[str, Any] = {}
    for label, value in _rows(sheet):
        table, _, key = _setting(label).partition(".")
        if key:
            content.setdefault(table, {})[key] = _value(table, key, value)
        else:
            content[table] = value
    return content


def _rows(sheet: Worksheet) -> Iterator[tuple[str, CellValue]]:
    for row in sheet.grid.rows:
        label, value = [*row[:2], None, None][:2]
        if isinstance(label, str) and label.strip() and value not in (None, "") and _plain(label) not in _HEADINGS:
            yield label.strip(), value


def _setting(label: str) -> str:
    """The dotted name of a setting: "Your name", "me.name", "wait_days", "Wait days" and "columns.company" all work."""
    plain = _plain(label)
    if plain in _LABELS:
        return _LABELS[plain]
    underscored = plain.replace(" ", "_")
    if underscored in Rules.__dataclass_fields__:
        return f"rules.{underscored}"
    table, _, key = label.strip().casefold().partition(".")
    return f"{table.strip()}.{key.strip()}" if key and table.strip() in _ALLOWED else label


def _plain(label: str) -> str:
    return " ".join(re.sub(r"[\W_]", " ", label.casefold()).split())


def _value(table: str, key: str, value: CellValue) -> object:
    """A cell as the value that a configuration file would hold."""
    if table == "columns":
        return [part.strip() for part in re.split(r"[;\n]", str(value)) if part.strip()]
    if key == "weekdays_only" and isinstance(value, str):
        return {"true": True, "yes": True, "false": False, "no": False}.get(value.strip().casefold(), value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if table == "rules" and key.endswith("_days") and isinstance(value, str) and value.strip().isdigit():
        return int(value)
    if key == "date_order" and isinstance(value, str):
        value = value.upper()
    if table == "me" or (isinstance(value, date) and not isinstance(value, str)):
        return str(value).strip()
    return value.strip() if isinstance(value, str) else value
