"""Whom a message goes to, and by which channel (SPEC sections 2.5 and 6)."""

import re
from dataclasses import dataclass, replace

from sheet_sync.etiquette.messages.case import Case
from sheet_sync.etiquette.messages.channel import Channel, preferred_channel
from sheet_sync.etiquette.messages.people import Contact, contacts, own_address, own_number
from sheet_sync.etiquette.messages.reach import mailbox
from sheet_sync.etiquette.messages.wording import clean


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a message goes to, and how.

    Attributes:
        contact: the first of the people in the contact cell; nameless where there is none.
        others: the other people, with names.
        address, number: the contact's own; "" for unknown.
        prefers: the channel that the contact asked for.
        voicemail: the message is spoken, not written.
    """

    contact: Contact
    others: tuple[Contact, ...]
    address: str
    number: str
    prefers: Channel
    voicemail: bool

    def in_language(self, language: str) -> "Recipient":
        """The recipient as a message in that language calls them."""
        others = tuple(other.in_language(language) for other in self.others)
        return replace(self, contact=self.contact.in_language(language), others=others)

    @property
    def interviewer(self) -> str:
        """Whom the interview was with, where the recipient only arranged it; "" otherwise."""
        if not self.contact.arranges:
            return ""
        return next((other.name for other in self.others if not other.arranges), "")

    @property
    def header(self) -> str:
        """The lines that say where the message goes; none for an email without an address."""
        if self.voicemail:
            name = f" ({self.contact.name})" if self.contact.name else ""
            return f"Call: {self.number}{name}\n\n"
        return f"To: {mailbox(self.contact.name, self.address)}\n" if self.address else ""


def recipient(case: Case, *, may_call: bool) -> Recipient:
    """The recipient that a row names.

    A call is made only where the contact prefers it, or where a number is all there is (an address that cannot be
    read is one all the same); `may_call` is false for a message that is never spoken, and where there is no number to
    be called back at.
    """
    people = contacts(case.contact, case.company)
    if case.contact_arranges:
        people = tuple(replace(person, arranges=True) for person in people)
    contact, others = (people[0], people[1:]) if people else (Contact(), ())
    if _held_it(contact, others, case.interview_kind):
        contact = replace(contact, arranges=False)
    address, number = own_address(people, case.email), own_number(people, case.phone)
    prefers = preferred_channel(case.channel)
    wanted = prefers == "phone" or (not prefers and not address and not clean(case.email))
    return Recipient(contact, others, address, number, prefers, may_call and bool(number) and wanted)


_WITH_A_RECRUITER = re.compile(r"\b(hr|recruit\w*|screen\w*|talent|intro\w*)\b", re.IGNORECASE)


def _held_it(contact: Contact, others: tuple[Contact, ...], kind: str) -> bool:
    """A recruiter who is the only one named at a recruiter's screening is who held it."""
    alone = not any(other.name for other in others)
    return contact.arranges and alone and _WITH_A_RECRUITER.search(kind) is not None
