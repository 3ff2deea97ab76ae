"""What was talked about, as it goes on after “our conversation about”, or why it cannot (SPEC section 6).

A job-seeker notes it for themselves: in key words, in lines, or as “she asked about my thesis”. What names a subject
is taken out of that; a clause that names none is left out, and the note beside the draft says so.
"""

import re
from functools import lru_cache

from sheet_sync.etiquette.messages.wording import Wording, calm, clean, trimmed, unstuttered, word_set, worded

_MOST_CHARACTERS, _MOST_WORDS = 200, 30

_FOR_ONESELF = re.compile(
    r"(?<!-)\b(not|no|nothing|didn['’]t|wasn['’]t|bad|rude|red flags?|awful|boring|terrible|weird|awkward|to ?do|yes|"
    r"everything|mostly|them|him|me|hated|disliked|nervous|ran out of)\b(?!-)",
    re.IGNORECASE,
)
_MONEY = re.compile(r"\b(salary|salaries|pay (?:range|raise|band|rise)|[$€£]?\d{2,3}k)\b", re.IGNORECASE)
_EMOTICON = re.compile(r"(?<!\S)[:;]-?[()DP](?!\S)")

_WHO = r"(?:we|i|she|he|they|you|both)"
_WHOM = r"(?:me|us|her|him|them|a lot|lots|a bit|mostly|briefly|together|(?:with |w/ ?|to )(?:[A-Z]\w+|her|him|them))"
_TALK = r"(?:talk|chat|conversation|discussion|call)"
_LEAD_IN = re.compile(
    rf"^(?:{_WHO} )?(?:also )?(?:really |both )?"
    rf"(?:(?:talked|spoke|chatted|asked|told|heard|learn(?:ed|t)|bonded|clicked|connected|talk|chat)"
    rf"(?: {_WHOM})* (?:about|over|on|re:?)"
    r"|discussed|covered|loved|liked|enjoyed|admired|appreciated|went over)\s"
    r"|^(?:was |were |is |she was |he was |they were |i was )?(?:very |really )?"
    r"(?:excited|curious|interested|impressed|enthusiastic) (?:about|by|in|with)\s"
    rf"|^(?:our |a )?(?:(?:great|good|nice|long|lovely|interesting|fun|brief|short|deep) )?{_TALK}"
    rf"(?: {_WHOM})* (?:about|on|re:?)\s"
    r"|^(?:a lot|lots|mostly|a bit) about\s|^(?:about|re|topics?):?\s",
    re.IGNORECASE,
)
_OPENERS = word_set("the your a an how why what where when our working using building my and")
_COMMON_NOUNS = word_set(
    """
    accessibility architecture automation backend billing budget budgets business career company content culture
    customer customers data design development diversity engineering expansion experience feedback frontend future
    growth hiking hiring hobbies infrastructure leadership learning machine management market marketing mentoring
    mentorship migration mission music onboarding portfolio pricing process processes product products progression
    project projects quality remote reporting research responsibilities roadmap sales security shared software
    startup startups strategy structure supply sustainability team teams teamwork tech technical test testing tools
    training travel user users values vision work workflow
    """
)
"""Nouns that are no names: a capital at the beginning of a cell is the spreadsheet program's."""

_TO_YOU = {"their": "your", "they": "you", "theirs": "yours"}
_THEIRS = re.compile(r"\b(theirs?|they)\b", re.IGNORECASE)
_CONTINUES = re.compile(r"(?:an? |and |at |for |from |in |of |on |or |the |to |with )")
_BULLET = re.compile(r"^\s*(?:[-–—*•·▪]|\d+[.)])\s+")
_BETWEEN_ITEMS = re.compile(r"\s*;\s*|\s/\s")


@lru_cache(maxsize=16384)
def talked_about(cell: str) -> Wording:
    """The subject of a conversation, to follow “our conversation about”."""
    found = worded(_in_one_line(cell), _MOST_CHARACTERS, _MOST_WORDS, _subject)
    why = _unfit(found.text) if found.text else ""
    return Wording("", why, found.quoted) if why else found


def _unfit(subject: str) -> str:
    """Why a subject is left out; "" where it stands well in the sentence."""
    if _FOR_ONESELF.search(subject):
        return "it reads like a note to yourself"
    if _MONEY.search(subject):
        return "money is better talked about later"
    if _reads_like_a_sentence(subject):
        return "it reads like a sentence, and a few words such as “the data platform roadmap” fit best"
    return ""


def _in_one_line(cell: str) -> str:
    """The lines of a cell as items of a list, unless a line merely goes on with the one before."""
    lines = [line for line in (_BULLET.sub("", line).strip() for line in cell.splitlines()) if clean(line)]
    joined = ""
    for line in lines:
        ends = not joined or joined.endswith((",", ";", ":"))
        between = " " if ends or _CONTINUES.match(line) else "; "
        joined = f"{joined}{between}{line}".strip()
    return joined


def _subject(text: str) -> str:
    """The subject alone, as it goes on after “about”: “We talked about Their roadmap.” -> “your roadmap”."""
    items = [_item(item) for item in _BETWEEN_ITEMS.split(_EMOTICON.sub(" ", text))]
    return trimmed(_spoken_list(", ".join(filter(None, items))))


def _item(text: str) -> str:
    """One subject: what leads up to it gone, said to the employer's face, without a capital that is no name's."""
    parts = (_without_lead_in(part) for part in trimmed(unstuttered(clean(text))).split(", "))
    said = _THEIRS.sub(lambda word: _TO_YOU[word[0].lower()], ", ".join(filter(None, parts)))
    subject = calm(re.sub(r"^(?:her|his) (?=\w)", "your ", said, flags=re.IGNORECASE))
    first, _, rest = subject.partition(" ")
    name = rest[:1].isupper()
    if first.lower() in _OPENERS or (first.lower() in _COMMON_NOUNS and first.istitle() and not name):
        first = first.lower()
    return trimmed(f"{first} {rest}")


def _without_lead_in(text: str) -> str:
    return _LEAD_IN.sub("", text, count=1)


_DESCRIBES = re.compile(r"(?:who|which|that|where|like|such|including|especially|mainly|e\.g\.|i\.e\.)\b")


def _spoken_list(text: str) -> str:
    """Key words between commas, as they are said: “dbt, hiring” -> “dbt and hiring”."""
    longest_item = 5
    items = text.split(", ")
    if " and " in text or any(len(item.split()) > longest_item or _DESCRIBES.match(item) for item in items):
        return text
    return " and ".join(filter(None, (", ".join(items[:-1]), items[-1])))


_SPEAKERS = word_set("i we you he she it they there that this")
_CLAUSE_OPENERS = word_set(
    """
    asked ask asks told tell said send sent remember need needs want wants wanted should must could would might
    follow prepare brush check bring mention mentioned email call read look review
    went was were is are seems seemed seem felt looked looks sounds sounded gave give got had has clicked bonded knew
    knows know ran met ended started stayed came took made did does talked spoke chatted discussed explained described
    learned learnt heard showed presented demoed loved liked enjoyed likes loves thinks thought hopes hoped agreed
    bonding looking hoping waiting wondering thinking trying
    both really very super so pretty quite too excited happy sad
    """
)
"""What a note begins with that tells something, instead of naming it."""

_QUESTION_WORDS = word_set("how why what where when whether who which")
_VERBS = re.compile(
    r"\b(is|are|was|were|am|will|has|have|had|said|told|uses|wants|needs|loves|likes|asked|mentioned|went|got|gave|"
    r"seems|seemed|felt|loved|liked|knows|enjoyed)\b"
)
_MERE_PRAISE = re.compile(
    r"(?:good|great|nice|cool|fun|lovely|interesting|friendly)(?: \w+)? "
    r"(?:vibes?|people|fit|chat|talk|conversation|interview|call|feeling|guys?|team|rapport|company|place|atmosphere|"
    r"energy|person|manager)$"
)


def _reads_like_a_sentence(subject: str) -> bool:
    """Several sentences, a question, or words that tell instead of naming: nothing to follow “about”."""
    if re.search(r"[!?]", subject) or _SENTENCE_ENDS.search(subject):
        return True
    return any(map(_tells, re.split(r", | and ", subject.casefold())))


def _tells(item: str) -> bool:
    words = re.split(r"[\s’']", item)
    if words[0] in _QUESTION_WORDS:
        return False
    told = words[0] in _SPEAKERS or words[0] in _CLAUSE_OPENERS or _MERE_PRAISE.match(item) is not None
    return told or _says_something(" ".join(words))


def _says_something(words: str) -> bool:
    """A verb that no “that” or “which” before it makes a mere description: “the team uses Spark”."""
    verb = _VERBS.search(words)
    return verb is not None and not re.search(r"\b(that|which|who|how|why|what)\b", words[: verb.start()])


_SENTENCE_ENDS = re.compile(
    r"\b(?!(?:inc|ltd|corp|bros|mrs|prof|asst|assoc|dept|univ|intl|mgr|eng|exec)\.)(\w{3,})\.\s+", re.IGNORECASE
)
