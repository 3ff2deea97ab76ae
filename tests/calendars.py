"""A calendar program of the tests: it reads with a strict parser, and imports as RFC 5545 asks, by UID and SEQUENCE."""

from dataclasses import dataclass, field
from pathlib import Path

from ical.calendar_stream import IcsCalendarStream
from ical.event import Event, EventStatus


def events_in(path: Path) -> list[Event]:
    """The events of a file that the strict parser accepts."""
    return list(IcsCalendarStream.calendar_from_ics(path.read_bytes().decode()).events)


@dataclass
class CalendarProgram:
    """What a user has imported so far."""

    events: dict[str, Event] = field(default_factory=dict)

    def import_file(self, path: Path) -> None:
        for event in events_in(path):
            known = self.events.get(event.uid)
            if known is None or (event.sequence or 0) > (known.sequence or 0):
                self.events[event.uid] = event

    def shown(self) -> list[str]:
        """The titles of what is not cancelled, by time."""
        held = [event for event in self.events.values() if event.status != EventStatus.CANCELLED]
        return [str(event.summary) for event in sorted(held, key=lambda event: (str(event.start), event.summary))]
