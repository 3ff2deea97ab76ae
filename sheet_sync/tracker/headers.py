"""Which row is the header, and which column is which field (SPEC section 3): by name, aliases as data."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from sheet_sync.tracker.fields import OURS, OURS_BESIDE_USERS

WEAK = 1000
"""A weak word ranks behind every whole-hearted one."""
VARIANT = 100
"""So does a header of which only a part is the word."""

_OUR_HEADERS = frozenset((*OURS, *OURS_BESIDE_USERS.values()))


@dataclass(frozen=True)
class Aliases:
    """For every field the words that name it, each with its rank (0 is the most usual), and the ambiguous ones."""

    ranks: Mapping[str, tuple[tuple[str, int], ...]]
    ambiguous: Mapping[str, str]


@lru_cache(maxsize=1)
def aliases() -> Aliases:
    """The shipped table of header words."""
    table = tomllib.loads((resources.files(__package__) / "aliases.toml").read_text(encoding="utf-8"))
    ranks: dict[str, list[tuple[str, int]]] = {}
    for field, lists in table.items():
        words = [*enumerate(lists["words"]), *enumerate(lists.get("weak", ()), start=WEAK)]
        for rank, word in words:
            ranks.setdefault(word, []).append((field, rank))
    ambiguous = {word: field for field, lists in table.items() for word in lists.get("ambiguous", ())}
    return Aliases({word: tuple(fields) for word, fields in ranks.items()}, ambiguous)


def normalised(header: str) -> str:
    """A header as plain lower-case words: no accents, punctuation, possessives or camelCase."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
    plain = "".join(c for c in unicodedata.normalize("NFKD", spaced) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w]|_", " ", re.sub(r"['’]s\b", "", plain.casefold())).split())


def _variants(header: str) -> Iterator[tuple[str, int]]:
    """The header whole, then without what people explain in parentheses or after a dash."""
    yield normalised(header), 0
    unexplained = re.sub(r"\([^)]*\)|\[[^]]*\]", " ", header)
    yield normalised(unexplained), VARIANT
    yield normalised(re.split(r"\s[-–—:]\s|\n|:", unexplained.strip())[0]), 2 * VARIANT


@lru_cache(maxsize=4096)
def fields_of(header: str) -> Mapping[str, int]:
    """The fields that a header may be, each with its rank: the lower, the more exact."""
    found: dict[str, int] = {}
    if header in _OUR_HEADERS:
        return found
    for words, penalty in _variants(header):
        for field, rank in aliases().ranks.get(words, ()):
            found.setdefault(field, rank + penalty)
    return found


def ambiguous_field(header: str) -> str | None:
    """The field that an ambiguous header ("Follow-up date") would be if the user said so; None for any other header."""
    return aliases().ambiguous.get(normalised(header))


def match_columns(headers: Mapping[int, str], named: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[int, ...]]:
    """Field -> its columns, of the headers by column; what is `named` by hand goes before what is understood.

    Every field but `interview_date` has one column, the most exact and then the leftmost; a column serves one field.
    """
    matched = {field: _columns_named(headers, names) for field, names in named.items()}
    matched = {field: columns for field, columns in matched.items() if columns}
    taken = {column for columns in matched.values() for column in columns}
    candidates = sorted(
        (rank, column, field)
        for column, header in headers.items()
        if column not in taken
        for field, rank in fields_of(header).items()
        if field not in named
    )
    for field, columns in _assigned(candidates).items():
        matched[field] = columns
    return matched


def _columns_named(headers: Mapping[int, str], names: Iterable[str]) -> tuple[int, ...]:
    wanted = {normalised(name) for name in names}
    exact = tuple(column for column, header in headers.items() if header in names)
    return exact or tuple(column for column, header in headers.items() if normalised(header) in wanted)


def _assigned(candidates: Iterable[tuple[int, int, str]]) -> dict[str, tuple[int, ...]]:
    """The best candidates first: (rank, column, field) -> the columns of each field."""
    columns: dict[str, tuple[int, ...]] = {}
    taken: set[int] = set()
    for rank, column, field in candidates:
        another_round = field == "interview_date" and rank < WEAK
        if column in taken or (field in columns and not another_round):
            continue
        columns[field] = tuple(sorted((*columns.get(field, ()), column)))
        taken.add(column)
    return columns
