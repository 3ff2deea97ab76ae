"""One application that needs a message, as the modules that write it hand it on."""

from datetime import date
from typing import NamedTuple


class Case(NamedTuple):
    """One row that needs a message: its cells ("" for unknown), and what was worked out (NaT for no day).

    `contact_arranges`: the column of its contact is one of recruiters.
    """

    company: str
    position: str
    contact: str
    email: str
    phone: str
    channel: str
    talked_about: str
    language: str
    message: str
    interview: date
    interview_kind: str
    promised: date
    contact_arranges: bool = False
