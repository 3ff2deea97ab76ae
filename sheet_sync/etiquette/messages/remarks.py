"""What to say beside a draft: what was left out, what is missing, who else to think of (SPEC section 4)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sheet_sync.etiquette.messages.recipient import Recipient
from sheet_sync.etiquette.messages.wording import Wording, language_name, quoted


@dataclass(frozen=True, slots=True)
class Words:
    """The cells of a row that a message's sentences are made of; `contact` is about the cell as a whole."""

    company: Wording
    position: Wording
    contact: Wording
    talked_about: Wording

    @property
    def about(self) -> str:
        """Which application this is, for a note on another row: “Data Analyst at Acme”."""
        return " at ".join(filter(None, (self.position.text, self.company.text))) or "another application"


def left_out(words: Words) -> Iterator[str]:
    """The cells whose text cannot stand in the message, and why."""
    cells = (
        ("The company {}", words.company),
        ("The position {}", words.position),
        ("The contact {}", words.contact),
        ("What you talked about, {},", words.talked_about),
    )
    for phrase, cell in cells:
        if cell.left_out:
            yield f"{phrase.format(cell.quoted)} is left out of the message: {cell.left_out}."


def not_called(to: Recipient, *, may_call: bool) -> Iterator[str]:
    """What a call needs, where the contact prefers one and this is none."""
    if to.prefers != "phone" or to.voicemail:
        return
    if not to.number:
        yield "The contact prefers a call: add the phone number for one."
    elif not may_call:
        yield (
            "The contact prefers a call: for one, add your own number, as “me.phone” in sheet_sync.toml or "
            "beside “Your phone” in a worksheet named Settings."
        )


def unusable_address(to: Recipient, email_cell: str) -> Iterator[str]:
    """What stands where an address belongs, and is none, or another person's."""
    if email_cell and not to.address and not to.voicemail:
        yield f"{quoted(email_cell)} is no email address for this message."


def missing(words: Words, to: Recipient, email_cell: str) -> Iterator[str]:
    """One sentence that asks for everything that would make the message better."""
    wanted = [
        (not to.contact.name and not words.contact.left_out, "the contact's name"),
        (not to.voicemail and not to.address and not email_cell, "the email address"),
        (words.company.missing and not to.voicemail, "the company"),
        (words.position.missing, "the position"),
        (words.talked_about.missing and not to.voicemail, "what you talked about"),
    ]
    names = [name for lacks, name in wanted if lacks]
    if names:
        yield f"For a better message, add {listed(names)}."


def other_people(to: Recipient) -> Iterator[str]:
    """Those who deserve a thank-you of their own."""
    names = [other.name for other in to.others if other.name]
    if len(names) == 1:
        yield f"{names[0]} deserves a separate thank-you."
    elif names:
        yield f"{listed(names)} each deserve a separate thank-you."


def other_language(asked: str, language: str) -> str:
    """The language that was asked for, and the one that the message is in."""
    used = language_name(language)
    return f"There are no templates for the language {quoted(asked)}, so the message is in {used}."


def same_address(letters: Sequence[tuple[str, str]]) -> list[list[str]]:
    """For each (address, about) a sentence on the others to the same address, whatever the order of rows."""
    groups: dict[str, list[int]] = defaultdict(list)
    for number in sorted(range(len(letters)), key=lambda number: letters[number][1]):
        groups[letters[number][0].casefold()].append(number)
    return [_shared(number, groups[address.casefold()], letters) for number, (address, _) in enumerate(letters)]


def _shared(number: int, group: list[int], letters: Sequence[tuple[str, str]]) -> list[str]:
    """The sentence for one letter of a group; the group is in the order of what the letters are about."""
    address = letters[number][0]
    if not address or len(group) == 1:
        return []
    other = letters[group[1] if group[0] == number else group[0]][1]
    a_pair = 2
    if len(group) > a_pair:
        return [f"The messages about {other} and others go to the same address."]
    return [f"The message about {other} goes to the same address."]


def listed(names: Sequence[str]) -> str:
    """Names in a row: “a, b and c”."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
