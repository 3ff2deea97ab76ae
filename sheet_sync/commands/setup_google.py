"""`sheet-sync setup-google`: from the key file to the first sync of a Google Sheet."""

import os
import re
import shlex
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import tomlkit
from tomlkit.exceptions import TOMLKitError

from sheet_sync.assessing import find_tracker
from sheet_sync.commands.outcomes import Outcome
from sheet_sync.config import Settings
from sheet_sync.errors import ConfigurationError, NotATrackerError
from sheet_sync.grid import CellChange, SheetEdit, one_line
from sheet_sync.settings_sheet import overlaid
from sheet_sync.stores import is_google_sheet, key_of
from sheet_sync.stores.google.editing import require_unlocked
from sheet_sync.stores.google.libraries import require_libraries
from sheet_sync.stores.google.reading import Reading, read_reply
from sheet_sync.tracker.fields import STATUS
from sheet_sync.tracker.table import Table

KEY_NAME = "google_key.json"
_TAB = re.compile(r"[#&?]gid=(\d+)")
_GUIDE = "docs/google.md tells in five steps how to get one."


@dataclass(frozen=True)
class Setup:
    """What a setup is given, and whom it may ask.

    Attributes:
        config: the configuration file that is to name the key.
        settings: what the configuration says, read anew each time.
        ask: puts a question to the user; None where nobody is there to answer.
        say: tells the user something at once.
    """

    config: Path
    settings: Callable[[], Settings]
    ask: Callable[[str], str] | None
    say: Callable[[str], None]


def set_up(setup: Setup, key: str | None, tracker: str | None, sheet: str | None) -> Outcome:
    """Take the key, say with whom to share, and try the sheet.

    Raises:
        SheetSyncError: something is not in order yet; the error says what, and the way out.
    """
    require_libraries()
    taken = _key_to_take(setup, key)
    if taken:
        _take(setup, taken)
    address = _address(setup.settings())
    setup.say(f"Share your sheet with this address, as an Editor:\n\n    {address}\n")
    wanted = tracker or (setup.ask("The address of the sheet, once it is shared") if setup.ask else "")
    document: dict[str, object] = {
        "tracker": wanted or None,
        "address": address,
        "sheet": None,
        "may_edit": None,
        "error": None,
    }
    if not wanted:
        return Outcome(("Then run: sheet-sync setup-google 'https://docs.google.com/spreadsheets/…'",), document)
    return _tried(wanted.strip(), setup.settings(), sheet, document)


def _key_to_take(setup: Setup, key: str | None) -> Path | None:
    """The key file that the user gives; None where the configuration names one already."""
    if key is None and setup.settings().google.get("credentials"):
        return None
    if key is None and setup.ask is None:
        raise ConfigurationError("No key file is given.", f"Name it: `sheet-sync setup-google --key FILE`. {_GUIDE}")
    given = key or (setup.ask("The key file that you downloaded (drag it into this window)") if setup.ask else "")
    return _dragged(given.strip())


def _dragged(text: str) -> Path:
    """The path of a file that was dragged into a terminal, which quotes it, escapes it, or makes it an address."""
    if text.startswith("file://"):
        return Path(unquote(text.removeprefix("file://")))
    plain = Path(text.strip("'\"")).expanduser()
    if os.name == "posix" and "\\" in text and not plain.exists():
        with suppress(ValueError):
            return Path("".join(shlex.split(text))).expanduser()
    return plain


def _take(setup: Setup, source: Path) -> None:
    kept = take_key(source, setup.config.parent)
    name_key(setup.config, kept)
    setup.say(f"The key is kept in {kept}, where only you can read it.")
    if source.resolve() != kept.resolve():
        setup.say(f"You can delete {source} now.")


def take_key(source: Path, folder: Path) -> Path:
    """Copy a key file into a folder of the user's, for nobody else to read.

    Raises:
        ConfigurationError: it is no key of a service account.
        OSError: it cannot be copied.
    """
    from sheet_sync.stores.google import access  # noqa: PLC0415 - Google's libraries are heavy, and may be missing

    access.key_credentials(source, private=False)
    folder.mkdir(parents=True, exist_ok=True)
    _replace(folder / KEY_NAME, source.read_bytes(), 0o600)
    return folder / KEY_NAME


def name_key(config: Path, key: Path) -> None:
    """Write the key's place into the configuration; whatever else stands there stays as it is.

    Raises:
        ConfigurationError: the configuration is no TOML.
        OSError: it cannot be written.
    """
    text = config.read_bytes().decode("utf-8-sig") if config.exists() else ""
    try:
        content = tomlkit.parse(text)
    except TOMLKitError as error:
        raise ConfigurationError(f"{config} is not valid TOML: {error}.", "Correct it, and try again.") from error
    table = content.setdefault("google", tomlkit.table())
    if not hasattr(table, "keys"):
        raise ConfigurationError(f"{config}: google must be a table: [google].")
    table["credentials"] = key.name
    mode = config.stat().st_mode & 0o777 if config.exists() else 0o600
    _replace(config.resolve(), tomlkit.dumps(content).encode(), mode)


def _replace(path: Path, content: bytes, mode: int) -> None:
    """Put a file in its place in one step; it is never there in part, nor for others to read in between."""
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _address(settings: Settings) -> str:
    from sheet_sync.stores.google import access  # noqa: PLC0415 - as above

    return access.address_of(access.credentials_of(settings.google))


def _tried(tracker: str, settings: Settings, sheet: str | None, document: dict[str, object]) -> Outcome:
    if not is_google_sheet(tracker):
        raise ConfigurationError(
            f"{tracker} is not the address of a Google Sheet.",
            "Copy it from the browser: https://docs.google.com/spreadsheets/…",
        )
    from sheet_sync.stores.google.service import Service  # noqa: PLC0415 - as above

    service = Service(key_of(tracker), tracker, settings.google)
    reading = read_reply(service.read())
    for worksheet in [one for one in reading.sheets.values() if one.rows][:1]:  # a chart's has no cells
        service.try_editing(worksheet)
    table = _tracker_in(reading, tracker, settings, sheet)
    found = table.worksheet.name
    _require_unlocked(reading, table, tracker)
    lines = [f"{tracker}: it can be read and edited; the tracker is in “{one_line(found)}”."]
    lines += _other_tab(reading, tracker, found)
    lines += _first_sync(tracker, overlaid(settings, reading.book), sheet)
    return Outcome(tuple(lines), document | {"sheet": found, "may_edit": True})


def _tracker_in(reading: Reading, tracker: str, settings: Settings, sheet: str | None) -> Table:
    try:
        return find_tracker(reading.book, overlaid(settings, reading.book), sheet)
    except NotATrackerError as error:
        raise NotATrackerError(f"{tracker} can be read and edited, but: {error.message}", error.remedy) from error


def _require_unlocked(reading: Reading, table: Table, tracker: str) -> None:
    """The first cells that a sync would write may be edited."""
    column = table.ours.get(STATUS, max(table.headers) + 1)
    cells = tuple(CellChange(row, column, None, None) for row in (table.header_row, table.header_row + 1))
    name = table.worksheet.name
    require_unlocked(reading.sheets[name], SheetEdit(name, table.header_row, table.last_row, changes=cells), tracker)


def _other_tab(reading: Reading, tracker: str, found: str) -> Iterator[str]:
    """The address names a tab, as the browser shows it; the tracker was found in another."""
    named = _TAB.search(tracker)
    shown = [name for name, one in reading.sheets.items() if named and one.id == int(named[1])]
    if shown and shown != [found]:
        tab = one_line(shown[0])
        yield f"  The address shows “{tab}”; if that is the tracker, say so: --sheet {shlex.quote(tab)}"


def _first_sync(tracker: str, settings: Settings, sheet: str | None) -> Iterator[str]:
    named = f" --sheet {shlex.quote(sheet)}" if sheet else ""
    command = f"sheet-sync sync {shlex.quote(tracker)}{named}"
    if not settings.me.name:
        yield f"  Nobody signs yet; this adds a worksheet for it: sheet-sync adopt --settings {shlex.quote(tracker)}"
    yield f"  To see what a sync would write: {command} --dry-run"
    yield f"  The first sync: {command}"
