"""The agenda as a calendar file (RFC 5545) that calendar programs update in place."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone

from sheet_sync import files
from sheet_sync.agenda import Agenda, Entry
from sheet_sync.commands.agenda import Told, whose
from sheet_sync.commands.outcomes import Outcome, counted, printable
from sheet_sync.errors import TrackerNotWritableError
from sheet_sync.grid import lines_of, one_line
from sheet_sync.many.targets import Target
from sheet_sync.tracker.sync_key import fingerprint

PRODUCT = "-//sheet_sync//agenda//EN"
_AT = time(9)
_LASTS = timedelta(minutes=15)
_CANCELLED_FOR = timedelta(days=60)
"""So long an event that is over is told as cancelled; by then every calendar has heard of it."""
_TRACKER = "x-sheet-sync-tracker"
_VERBS = {"thank_you": "Thank", "follow_up": "Follow up with"}


@dataclass(frozen=True)
class Kept:
    """What a calendar file came to.

    Attributes:
        path: the file.
        events: how many messages it announces.
        written: it says something else than before.
    """

    path: Path
    events: int
    written: bool


def keep(path: Path, outcomes: Sequence[tuple[str, Outcome]], now: datetime) -> Outcome:
    """Write what was told of trackers as a calendar, or bring the one that is there up to date."""
    agendas = [(tracker, one.agenda if isinstance(one, Told) else None) for tracker, one in outcomes]
    kept = keep_calendar(path, agendas, now)
    what = counted(kept.events, "message")
    line = f"{printable(str(path))}: {what} {'written' if kept.written else 'as before'}."
    document = {"file": str(path), "events": kept.events, "written": kept.written, "error": None}
    return Outcome((line,), {"ics": document})


def not_kept(failed: Outcome) -> Outcome:
    """The outcome where no calendar could be written, in the form of one that was."""
    error = failed.document.get("error")
    document = {"file": failed.document["tracker"], "events": None, "written": False, "error": error}
    return replace(failed, document={"ics": document})


def keep_calendar(path: Path, agendas: Sequence[tuple[str, Agenda | None]], now: datetime) -> Kept:
    """Bring a calendar file up to date: one event per message that is due or will be.

    An event keeps its UID as long as its message is wanted; its SEQUENCE grows with each change, so that programs
    which have imported it before change theirs. What is no longer wanted stays for a while as cancelled.

    Args:
        path: the file; it need not exist.
        agendas: each with its tracker as it was given; None where it could not be read, and its events stay.
        now: an aware moment.

    Raises:
        TrackerNotWritableError: the file is not a calendar of ours, or cannot be written.
    """
    before = _events_in(path)
    wanted = dict(_wanted(agendas))
    events = [_event(uid, event, before.get(uid), now) for uid, event in wanted.items()]
    left = [old for uid, old in before.items() if uid not in wanted]
    unread = {_mark(_place(tracker)) for tracker, agenda in agendas if agenda is None}
    events += [gone for old in left if (gone := old if str(old.get(_TRACKER)) in unread else _cancelled(old, now))]
    if not events and all(agenda is None for _, agenda in agendas):
        return Kept(path, 0, written=False)
    return Kept(path, len(wanted), files.keep_text(path, _calendar(events).to_ical()))


def _calendar(events: Sequence[Event]) -> Calendar:
    calendar = Calendar()
    for name, value in (("prodid", PRODUCT), ("version", "2.0"), ("x-wr-calname", "Job search")):
        calendar.add(name, value)
    for event in sorted(events, key=lambda one: (one["dtstart"].to_ical(), str(one["summary"]), str(one["uid"]))):
        calendar.add_component(event)
    calendar.add_missing_timezones()
    if not events:  # a calendar holds something, says RFC 5545
        calendar.add_component(Timezone.from_tzinfo(ZoneInfo("UTC")))
    for zone in calendar.timezones:
        _name_each_change(zone)
    return calendar


def _name_each_change(zone: Timezone) -> None:
    """One line for each change of the clock: some programs read but the first of several on a line."""
    for part in zone.subcomponents:
        changes = part.pop("rdate", None)
        for change in changes.dts if changes else ():
            part.add("rdate", change.dt)


def _require_place(path: Path) -> None:
    remedy = "Give --ics a file such as job_search.ics."
    if str(path) == "-" or (path.exists() and not path.is_file()):
        raise TrackerNotWritableError(f"{path} is no file for a calendar.", remedy)
    if not path.resolve().parent.is_dir():
        raise TrackerNotWritableError(f"{path}: there is no folder {path.parent}.", "Make it, or name another one.")


def _events_in(path: Path) -> dict[str, Event]:
    """The events of a calendar that was written before, by their UIDs.

    Raises:
        TrackerNotWritableError: it is none of ours.
    """
    _require_place(path)
    if not path.exists():
        return {}
    foreign = TrackerNotWritableError(
        f"{path} is not a calendar that sheet-sync wrote, so it stays as it is.", "Give another file to --ics."
    )
    try:
        calendar = Calendar.from_ical(files.read_bytes(path))
    except ValueError as error:
        raise foreign from error
    if str(calendar.get("prodid")) != PRODUCT:
        raise foreign
    return {str(event["uid"]): event for event in calendar.events}


def _wanted(agendas: Sequence[tuple[str, Agenda | None]]) -> Iterator[tuple[str, dict[str, Any]]]:
    taken: Counter[str] = Counter()
    for tracker, agenda in agendas:
        place, named = _place(tracker), tracker if len(agendas) > 1 else ""
        if agenda is None:
            continue
        for entry in sorted(agenda.entries, key=lambda one: fingerprint(one.contact)):
            uid = _uid(place, entry)
            taken[uid] += 1
            event = {**_properties(entry, agenda, named), _TRACKER: _mark(place)}
            yield uid.replace("@", f"-{taken[uid]}@" if taken[uid] > 1 else "@"), event


def _place(tracker: str) -> str:
    """A tracker's name for good, in whatever words it was given."""
    return Target(tracker).place


def _mark(place: str) -> str:
    """By which the events of a tracker are known."""
    return sha256(place.encode(errors="surrogateescape")).hexdigest()[:16]


def _uid(place: str, entry: Entry) -> str:
    """The same wherever the row goes, as long as its names and the day of its interview stay."""
    facts = (place, fingerprint(entry.company), fingerprint(entry.position), entry.kind, entry.interview.isoformat())
    return f"{sha256(' '.join(facts).encode(errors='surrogateescape')).hexdigest()[:32]}@sheet-sync"


def _properties(entry: Entry, agenda: Agenda, tracker: str) -> dict[str, Any]:
    """What an event says; `tracker` is named where there are several.

    A message that is overdue moves to today, as a calendar shows what is to come.
    """
    begins = _moment(max(entry.due, agenda.today) if entry.is_due else entry.due, agenda.timezone)
    text = "\n\n".join(filter(None, (entry.reason, entry.draft, tracker)))
    whom = f"{one_line(entry.contact)}, " if entry.contact else ""
    return {
        "summary": f"{_VERBS[entry.kind]} {whom}{whose(entry)}",
        "description": "\n".join(lines_of(text)),
        "dtstart": begins,
        "dtend": begins + _LASTS,
    }


def _moment(on: date, timezone: str) -> datetime:
    """Nine o'clock in the tracker's time zone; without one, wherever the user is."""
    return datetime.combine(on, _AT, tzinfo=ZoneInfo(timezone) if timezone else None)


def _event(uid: str, wanted: dict[str, Any], before: Event | None, now: datetime) -> Event:
    """The event as it was, while it says the same; else a newer one of the same UID."""
    event = Event()
    event.add("uid", uid)
    for name, value in wanted.items():
        event.add(name, value)
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add_component(_alarm(wanted["summary"]))
    return _dated(event, before, now)


def _alarm(text: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", timedelta())
    return alarm


def _cancelled(old: Event, now: datetime) -> Event | None:
    """An event that is no longer wanted, as cancelled; None once that has been told for long enough."""
    if str(old.get("status")) == "CANCELLED":
        cancelled: datetime = old.decoded("last-modified")
        return old if now - cancelled < _CANCELLED_FOR else None
    event = Event()
    for name in ("uid", "summary", "dtstart", "dtend", *((_TRACKER,) if _TRACKER in old else ())):
        event[name] = old[name]
    event.add("status", "CANCELLED")
    event.add("transp", "TRANSPARENT")
    return _dated(event, old, now)


def _dated(event: Event, before: Event | None, now: datetime) -> Event:
    if before is not None and _says(event) == _says(before):
        return before
    event.add("sequence", int(before.get("sequence", 0)) + 1 if before is not None else 0)
    for name in ("dtstamp", "last-modified"):
        event.add(name, now.astimezone(ZoneInfo("UTC")))
    return event


def _says(event: Event) -> list[tuple[str, bytes]]:
    """All but when it was written."""
    stamps = {"SEQUENCE", "DTSTAMP", "LAST-MODIFIED"}
    return sorted((name, value.to_ical()) for name, value in event.items() if name.upper() not in stamps)
