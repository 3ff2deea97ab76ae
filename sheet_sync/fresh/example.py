"""An example: a handful of applications, dated around a day so that after a sync every status shows."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from sheet_sync.config import Person
from sheet_sync.grid import WritableValue

SIGNER = Person("Alex Morgan", "alex.morgan@mail.example", "+1 555 010 1234")
"""Who signs the example, where the user has not said who they are."""

HEIGHTS = (212, 110, 212, 212)
"""Points: the first rows have room for the drafts that a sync will write, three emails and a call."""

Row: TypeAlias = Mapping[str, WritableValue]
"""Values by field (SPEC section 3)."""

_SATURDAY = 5
_INTERVIEWING = "Interviewing"


def rows(today: date) -> Sequence[Row]:
    """The applications as of a day; what can be is on working days."""
    days = _Days(today)
    return [*_to_write(days), *_under_way(days), *_over(days)]


class _Days:
    """Days around today."""

    def __init__(self, today: date) -> None:
        self.today = today

    def ago(self, days: int) -> date:
        """A working day, so many days ago or up to two days earlier."""
        day = self.today - timedelta(days)
        return day - timedelta(max(0, day.weekday() - _SATURDAY + 1))

    def ahead(self, days: int) -> date:
        """A working day, in so many days or up to two days later."""
        day = self.today + timedelta(days)
        return day + timedelta((7 - day.weekday()) if day.weekday() >= _SATURDAY else 0)


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute))


def _after(day: date, days: int = 1) -> date:
    return day + timedelta(days)


def _row(company: str, position: str, outcome: str, **cells: WritableValue) -> Row:
    return {"company": company, "position": position, "outcome": outcome, **cells}


def _to_write(days: _Days) -> Iterator[Row]:
    promised = days.ago(11)
    yield _row(
        "Northwind Energy", "Data Analyst", _INTERVIEWING, contact="Jane Doe", email="jane.doe@northwind.example",
        channel="email", interview_date=_at(promised, 10), interview_type="video", promised_reply=days.ago(3),
        thank_you_sent=_after(promised), talked_about="the wind-farm maintenance forecasts",
    )  # fmt: skip
    called = days.ago(13)
    yield _row(
        "Harbour Logistics", "Operations Planner", _INTERVIEWING, contact="Marcus Bell",
        email="m.bell@harbour.example", phone="+1 555 010 7711", channel="phone",
        interview_date=_at(called, 14, 30), interview_type="in person", thank_you_sent=_after(called),
        talked_about="the new night-shift schedule",
    )  # fmt: skip
    yield _row(
        "Saint Brigid Hospital", "Patient Services Coordinator", _INTERVIEWING, contact="Dr. Ann Lee",
        email="ann.lee@brigid.example", interview_date=_at(days.today - timedelta(1), 9), interview_type="in person",
        promised_reply="in two weeks", talked_about="the weekend clinic",
    )  # fmt: skip
    yield _row(
        "Bluebird Software", "Product Manager", _INTERVIEWING, contact="Priya Nair; Tom Okafor",
        email="priya.nair@bluebird.example", channel="email", interview_date=_at(days.ago(5), 13),
        interview_type="panel", promised_reply=days.ahead(4), talked_about="onboarding for small teams",
    )  # fmt: skip
    yield _row(
        "Tandem Bikes", "Workshop Manager", _INTERVIEWING, contact="Joe Park", email="joe@tandem.example",
        interview_date=f"31/11/{days.today.year}", interview_type="in person",
    )  # fmt: skip


def _under_way(days: _Days) -> Iterator[Row]:
    yield _row(
        "Fjord Outdoor", "Brand Designer", _INTERVIEWING, contact="Ingrid Solberg", email="ingrid@fjord.example",
        interview_date=_at(days.ahead(1), 14), interview_type="video",
    )  # fmt: skip
    promised = days.ago(7)
    yield _row(
        "Acme Robotics", "Test Engineer", _INTERVIEWING, contact="Sam Rivera", email="sam.rivera@acme.example",
        channel="email", interview_date=_at(promised, 11), interview_type="video", promised_reply=days.ahead(4),
        thank_you_sent=_after(promised), talked_about="the gripper test rig",
    )  # fmt: skip
    second, first = days.ago(4), days.ago(17)
    library = {"contact": "Helen Marsh", "email": "h.marsh@library.example"}
    yield _row(
        "City Library", "Digital Archivist", _INTERVIEWING, **library, interview_date=_at(second, 15),
        interview_type="in person", thank_you_sent=_after(second), talked_about="the map collection",
    )  # fmt: skip
    yield _row(
        "City Library", "Digital Archivist", _INTERVIEWING, **library, interview_date=first, interview_type="phone",
        thank_you_sent=_after(first), replied=_after(first, 3),
    )  # fmt: skip
    yield _row("Maple Credit Union", "Junior Accountant", "Applied", email="jobs@maplecu.example")


def _over(days: _Days) -> Iterator[Row]:
    asked = days.ago(18)
    yield _row(
        "Kestrel Media", "Content Editor", _INTERVIEWING, contact="Owen Price", email="owen.price@kestrel.example",
        interview_date=_at(asked, 16), interview_type="video", promised_reply=days.ago(11),
        thank_you_sent=_after(asked), followed_up=days.ago(5), talked_about="the climate newsletter",
    )  # fmt: skip
    answered = days.ago(12)
    yield _row(
        "Lumen Labs", "Research Assistant", "Next round", contact="Dr. Okonkwo", email="okonkwo@lumen.example",
        interview_date=answered, interview_type="in person", thank_you_sent=_after(answered), replied=days.ago(4),
    )  # fmt: skip
    offered = days.ago(20)
    yield _row(
        "Orchard Foods", "Supply Chain Analyst", "Offer", contact="Rosa Jimenez", email="rosa@orchard.example",
        interview_date=offered, interview_type="video", thank_you_sent=_after(offered), replied=days.ago(6),
    )  # fmt: skip
    lost = days.ago(14)
    yield _row(
        "Pinecrest School", "Science Teacher", "Rejected", contact="Mr. Haddad", email="haddad@pinecrest.example",
        interview_date=lost, interview_type="panel", thank_you_sent=_after(lost), replied=days.ago(7),
    )  # fmt: skip
    forgotten = days.ago(69)
    yield _row(
        "Granite Insurance", "Claims Adviser", _INTERVIEWING, contact="Lena Fox", email="lena.fox@granite.example",
        interview_date=forgotten, interview_type="phone", thank_you_sent=_after(forgotten),
    )  # fmt: skip
