"""Where a contact can be reached: strict addresses and numbers out of free cells (SPEC section 6)."""

import re
import unicodedata
from functools import lru_cache

_ADDRESS = re.compile(
    r"(?=.{6,254}$)(?=[^@]{1,64}@)"
    r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+'-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
)
_OTHER_HEADERS = re.compile(r"\b(?:b?cc|subject|from|reply-to)\s*:", re.IGNORECASE)
_MISTYPED = re.compile(r"(?<![@\w.+-])[a-z0-9._+-]+,[^\s,;<>@]+@\S+")
"""A comma for a dot: what is left of “jane,doe@x.example” after it is a stranger's address."""
_NOBODY = re.compile(r"(no|do-?not)[-_.]?reply", re.IGNORECASE)
_NUMBER = re.compile(r"\+?\(?\d[\d ().\-]{4,}\d(?: ?(?:x|ext\.?) ?\d{1,6})?", re.IGNORECASE)
_FEWEST_DIGITS, _MOST_DIGITS = 7, 21
_PLAIN_NAME = re.compile(r"[\w' -]*")


@lru_cache(maxsize=16384)
def addresses(cell: str) -> tuple[str, ...]:
    """The email addresses in a cell, in order; what only looks like one, or is read by nobody, is none.

    What stands after “Bcc:” and the like was not meant to be written to.
    """
    if "@" not in cell:
        return ()
    meant = _MISTYPED.sub(" ", _OTHER_HEADERS.split(cell)[0])
    tokens = (_bare(token) for token in re.split(r"[\s,;<>()\[\]|/\"“”]+", meant))
    return tuple(dict.fromkeys(t for t in tokens if _ADDRESS.fullmatch(t) and not _NOBODY.match(t)))


@lru_cache(maxsize=16384)
def numbers(cell: str) -> tuple[str, ...]:
    """The phone numbers in a cell, in order and as they were written."""
    pieces = re.split(r"[,;|\r\n]| / | or ", re.sub(r"(?<=\d)\.0$", "", cell.strip()))
    found = (_NUMBER.search(" ".join(piece.split())) for piece in pieces)
    return tuple(_closed(match[0]) for match in found if match and _long_enough(match[0]))


def mailbox(name: str, address: str) -> str:
    """A recipient in a header: `Jane Doe <jane@acme.example>`, the name quoted if it holds specials."""
    if not name:
        return address
    if _PLAIN_NAME.fullmatch(name):
        return f"{name} <{address}>"
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}" <{address}>'


def likeness(name: str, address: str) -> int:
    """How much of a name an address spells out; 0 where it may be anybody's."""
    local = _letters(address.partition("@")[0])
    tokens = set(re.split(r"[^a-z]+", local))
    return sum(_resemblance(word, local, tokens) for word in re.split(r"[^a-z]+", _letters(name)) if word)


def _resemblance(word: str, local: str, tokens: set[str]) -> int:
    """A word of its own says more than letters within another: the “ann” of “ann.lee”, not of “joanne”."""
    shortest_part = 3
    if len(word) > 1 and word in tokens:
        return 2
    return 1 if len(word) >= shortest_part and word in local else 0


def _letters(text: str) -> str:
    """The text in plain small letters, accents dropped, as addresses spell names."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()


def _bare(token: str) -> str:
    """A token without what clings to an address: “mailto:”, a link's query, the dot that ends a sentence."""
    return re.sub(r"(?i)^(?:mailto|e-?mail|to):", "", token).partition("?")[0].strip(".,:'")


def _closed(number: str) -> str:
    """The number without a bracket that opens before it and closes behind it, or never: “(555 010 9999”."""
    return number if ")" in number else number.replace("(", "")


def _long_enough(number: str) -> bool:
    return _FEWEST_DIGITS <= sum(map(str.isdigit, number)) <= _MOST_DIGITS
