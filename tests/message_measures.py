"""The measures of a good message (SPEC section 6), taken from its text alone."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple


class Message(NamedTuple):
    """A draft taken apart: its kind, its subject, and the paragraphs beside greeting and signature."""

    kind: str
    headers: list[str]
    subject: str
    body: str
    paragraphs: list[str]


WORDS = {"thank_you": (40, 125), "follow_up": (35, 120), "voicemail": (45, 90)}
QUESTIONS = {"thank_you": 0, "follow_up": 1, "voicemail": 0}
LONGEST_SUBJECT = 60
MOST_PARAGRAPHS = 3
MOST_SENTENCES = 4

HOLES = ["<", "{{", "}}", "{%", "{#", "  ", " ,", "\n\n\n", " \n", "\t", ",,", ".."]
HOLE_WORDS = re.compile(
    r"\b(None|nan|NaT|NaN|null|undefined)\b|(?<![^ ])(?<!the )a (interview|on-site|in-person)\b"
    r"|\ban (phone|video)\b| \.(?=\s|$)"
)
UNWELCOME = re.compile(
    r"just (checking in|following up|wanted to)|haven.t heard|not heard|did you get|asap|as soon as possible|urgent"
    r"|immediately|still waiting|other offers?|need an answer|must hear|deadline|disappoint|bother|overdue|by now"
    r"|sorry to|to whom it may|circle back|touch base",
    re.IGNORECASE,
)
ABBREVIATION = re.compile(
    r"\b(\w{1,2}|Prof|Mrs|Inc|Ltd|Corp|Bros|Asst|Assoc|Dept|Univ|Intl|Mgr|Eng|Exec)\.$", re.IGNORECASE
)
SHOUTED = re.compile(r"\b[A-Z]{4,}\s+[A-Z]{4,}\b|\b(VERY|PLEASE|REALLY|NOW|MUST)\b")


def faults(text: str, *, longest_subject: int = LONGEST_SUBJECT) -> list[str]:
    """What is wrong with a draft; an empty list for a good one."""
    message = taken_apart(text)
    return [
        *_length(message),
        *_asking(message),
        *_subject(message, longest_subject),
        *_form(message),
        *_tone(message),
        *_holes(text, message),
    ]


def taken_apart(text: str) -> Message:
    """The parts of a draft; its kind shows in its first lines."""
    head, _, body = text.partition("\n\n")
    headers = head.split("\n")
    subject = next((line.removeprefix("Subject: ") for line in headers if line.startswith("Subject: ")), "")
    blocks = body.split("\n\n")
    if text.startswith("Call:"):
        return Message("voicemail", headers, "", body, blocks)
    kind = "thank_you" if subject.lower().startswith("thank you") else "follow_up"
    return Message(kind, headers, subject, body, blocks[1:-1])


def word_count(message: Message) -> int:
    """The words beside greeting and signature."""
    return sum(len(paragraph.split()) for paragraph in message.paragraphs)


def _length(message: Message) -> Iterator[str]:
    least, most = WORDS[message.kind]
    words = word_count(message)
    if not least <= words <= most:
        yield f"{words} words, outside {least} to {most}"


def _asking(message: Message) -> Iterator[str]:
    questions = message.body.count("?")
    if questions != QUESTIONS[message.kind]:
        yield f"{questions} questions"
    if message.kind == "voicemail" and "call me back" not in message.body:
        yield "does not ask to be called back"


def _subject(message: Message, longest: int) -> Iterator[str]:
    if message.kind == "voicemail":
        return
    if not message.subject.strip():
        yield "no subject"
    if len(message.subject) > longest:
        yield f"a subject of {len(message.subject)} characters"


def _form(message: Message) -> Iterator[str]:
    known = {"voicemail": ["Call"]}.get(message.kind, ["To", "Subject"])
    names = [header.partition(": ")[0] for header in message.headers]
    if names not in (known, known[1:]):
        yield f"header lines {names}"
    if len(message.paragraphs) > MOST_PARAGRAPHS:
        yield f"{len(message.paragraphs)} paragraphs"
    for paragraph in message.paragraphs:
        if sentence_count(paragraph) > MOST_SENTENCES or "\n" in paragraph:
            yield f"a paragraph of {sentence_count(paragraph)} sentences: {paragraph}"
        if not paragraph.endswith((".", "?", "!")):
            yield f"a paragraph without an end: {paragraph}"
    if message.kind != "voicemail":
        yield from _greeting_and_signature(message)


def _greeting_and_signature(message: Message) -> Iterator[str]:
    blocks = message.body.split("\n\n")
    if not re.fullmatch(r"(Hi|Hello|Dear)\b[^\n]*,", blocks[0]):
        yield f"greeting {blocks[0]!r}"
    if not re.match(r"[A-Z][a-z ]+,\n\S", blocks[-1]):
        yield f"signature {blocks[-1]!r}"


def sentence_count(paragraph: str) -> int:
    """The full stops, question and exclamation marks that end a sentence rather than an abbreviation."""
    ends = re.finditer(r"\S+[.!?](?=\s|$)", paragraph)
    return sum(1 for end in ends if not ABBREVIATION.search(end[0]))


def _tone(message: Message) -> Iterator[str]:
    spoken = f"{message.subject}\n{message.body}"
    if spoken.count("!") > 1:
        yield "more than one exclamation mark"
    if SHOUTED.search(spoken):
        yield "capitals for emphasis"
    if any(unicodedata.category(character) in {"So", "Cs", "Co"} for character in spoken):
        yield "an emoji"
    if unwelcome := UNWELCOME.search(spoken):
        yield f"the phrase {unwelcome[0]!r}"


def _holes(text: str, message: Message) -> Iterator[str]:
    spoken = f"{message.subject}\n\n{message.body}"
    yield from (f"the hole {hole!r}" for hole in HOLES if hole in spoken)
    if hole := HOLE_WORDS.search(spoken):
        yield f"the hole {hole[0]!r}"
    if text != text.strip():
        yield "blanks around the text"
    if any(unicodedata.category(character) == "Cc" for character in text.replace("\n", "")):
        yield "a control character"
