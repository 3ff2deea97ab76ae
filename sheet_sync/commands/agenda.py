"""`sheet-sync agenda`: what to send today and next, for people, on a terminal, and for scripts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import StringIO
from typing import Any

from sheet_sync.agenda import LATER, OVERDUE, THIS_WEEK, TODAY, Agenda, Entry, Meeting, agenda_of
from sheet_sync.commands.outcomes import Outcome, printable
from sheet_sync.config import Settings
from sheet_sync.grid import lines_of, one_line

TITLES = {OVERDUE: "Overdue", TODAY: "Today", THIS_WEEK: "This week", LATER: "Later"}
_KINDS = {"thank_you": "thank-you", "follow_up": "follow-up"}
_NAMED = 3
_ANY_HEIGHT = 25
"""Lines; without it the width would not count on a terminal that calls itself dumb."""
_NARROWEST_TABLE = 60
"""Columns of a terminal; on a narrower one its words would be cut to nothing."""


@dataclass(frozen=True)
class Told(Outcome):
    """What came of one tracker, with the agenda itself for the calendar; None where it was not asked for."""

    agenda: Agenda | None = None


def agenda(
    tracker: str, settings: Settings, now: datetime, *, sheet: str | None, width: int = 0, kept: bool = False
) -> Told:
    """The agenda of one tracker, for a terminal of that width, 0 for none; `kept` where it itself is wanted too."""
    found = agenda_of(tracker, settings=settings, now=now, sheet=sheet)
    title = f"{printable(tracker)}, “{one_line(found.sheet)}”, {day(found.today)}:"
    body = [*_on_terminal(found, width)] if width >= _NARROWEST_TABLE else [*_plain(found)]
    return Told((title, *body), _document(tracker, found), agenda=found if kept else None)


def day(on: date) -> str:
    """A day as people read it: "Mon 23 Nov"."""
    return f"{on:%a} {on.day} {on:%b}"


def whose(one: Entry | Meeting) -> str:
    """The application that it is about, as far as the row names it."""
    named = f"{one_line(one.company)} ({one_line(one.position)})" if one.company and one.position else ""
    return named or one_line(one.company or one.position) or f"row {one.row}"


def quiet_line(found: Agenda) -> str:
    """What is said when nothing is to be sent."""
    waiting = [entry for entry in found.entries if not entry.is_due]
    if not waiting:
        return "Nothing to send."
    named = [f"{one_line(entry.company) or whose(entry)} until {day(entry.due)}" for entry in waiting[:_NAMED]]
    more = f" and {len(waiting) - _NAMED} more" if len(waiting) > _NAMED else ""
    return f"Nothing to send. Waiting is right: {', '.join(named)}{more}."


def _grouped(entries: Sequence[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    for when, title in TITLES.items():
        if group := [entry for entry in entries if entry.when == when]:
            yield title, group


def _plain(found: Agenda) -> Iterator[str]:
    if not any(entry.is_due for entry in found.entries):
        yield f"  {quiet_line(found)}"
    for title, group in _grouped(found.entries):
        yield f"  {title}"
        for entry in group:
            yield f"    {_headline(entry)}"
            yield from (f"      {line}".rstrip() for line in _text_of(entry))
    yield from _plain_meetings(found.meetings)


def _headline(entry: Entry) -> str:
    to = f" to {one_line(entry.contact)}" if entry.contact else ""
    return f"{day(entry.due):<10}  {_KINDS[entry.kind]}{to}, {whose(entry)}"


def _text_of(entry: Entry) -> list[str]:
    """The message; where there is none, what the reason says."""
    return lines_of(entry.draft or entry.reason)


def _plain_meetings(meetings: Iterable[Meeting]) -> Iterator[str]:
    if meetings:
        yield "  Interviews ahead"
    for meeting in meetings:
        yield f"    {_moment(meeting.at)}  {whose(meeting)}"


def _moment(at: datetime) -> str:
    return day(at.date()) if at.time() == time() else f"{day(at.date())}, {at:%H:%M}"


def _on_terminal(found: Agenda, width: int) -> Iterator[str]:
    """Tables, and beneath them the messages that can be sent now."""
    from rich.console import Console  # noqa: PLC0415 - only for a terminal
    from rich.table import Table  # noqa: PLC0415 - the same
    from rich.text import Text  # noqa: PLC0415 - the same

    table = Table()
    for name in ("When", "Due", "What", "To", "For"):
        table.add_column(name, no_wrap=name in {"When", "Due", "What"}, overflow="fold")
    for title, group in _grouped(found.entries):
        for entry in group:
            style = {"Overdue": "bold red", "Today": "bold"}.get(title, "")
            cells = (title, day(entry.due), _KINDS[entry.kind], one_line(entry.contact), whose(entry))
            table.add_row(*(Text(cell) for cell in cells), style=style)
    for meeting in found.meetings:
        table.add_row("Ahead", _moment(meeting.at), "interview", "", Text(whose(meeting)), style="dim")
    console = Console(file=StringIO(), width=width, height=_ANY_HEIGHT, force_terminal=True, highlight=False)
    if table.row_count:
        console.print(table)
    for entry in found.entries:
        if entry.is_due:
            console.rule(Text(f"{_KINDS[entry.kind]}, {whose(entry)}"), align="left")
            console.print(Text("\n".join(_text_of(entry))))
    if not any(entry.is_due for entry in found.entries):
        console.print(Text(quiet_line(found)))
    shown = console.file
    assert isinstance(shown, StringIO)  # noqa: S101 - it was made eight lines above
    yield from shown.getvalue().splitlines()


def _document(tracker: str, found: Agenda) -> dict[str, Any]:
    return {
        "tracker": tracker,
        "sheet": found.sheet,
        "entries": [_entry_document(entry) for entry in found.entries],
        "interviews": [
            {"row": one.row, "company": one.company, "position": one.position, "at": _at(one.at)}
            for one in found.meetings
        ],
        "error": None,
    }


def _at(moment: datetime) -> str:
    return moment.date().isoformat() if moment.time() == time() else moment.isoformat()


def _entry_document(entry: Entry) -> dict[str, Any]:
    return {
        "row": entry.row,
        "company": entry.company,
        "position": entry.position,
        "contact": entry.contact,
        "status": entry.status,
        "message": entry.kind,
        "interview": entry.interview.isoformat(),
        "due": entry.due.isoformat(),
        "when": entry.when,
        "draft": entry.draft or None,
        "reason": entry.reason,
    }
