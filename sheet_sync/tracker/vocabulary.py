"""Words as they are compared, and the tables of words that the readers of cells share: data, never code."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, TypeAlias

_WORDS = resources.files("sheet_sync.tracker") / "words"

LETTER = r"[^\W\d_]"
"""A letter of any alphabet, as a pattern."""

_NOT_WITHIN_A_WORD = rf"(?!(?<={LETTER}){LETTER})"
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("’‘ʼ`´", "'"),
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("\\⁄∕", "/"),
        "º": "°",
        "ł": "l",
        "Ł": "l",
    }
)


def folded(text: str) -> str:
    """A text in lower case, without accents, with one kind of dash, quote and slash."""
    if text.isascii():
        return text.casefold().replace("\\", "/").replace("`", "'")
    plain = unicodedata.normalize("NFKC", text.translate(_ALIKE)).casefold().translate(_ALIKE)
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))


def shows_nothing(text: str) -> bool:
    """Nothing of a text can be seen: blanks, and characters without a shape, as pasting from the web leaves them."""
    return all(letter.isspace() or unicodedata.category(letter) == "Cf" for letter in text)


@lru_cache(maxsize=8)
def table(name: str) -> Mapping[str, Any]:
    """A shipped table of words, by the name of its file."""
    return _loaded(_WORDS / f"{name}.toml")


def tables_in(folder: str) -> dict[str, Mapping[str, Any]]:
    """The tables of a folder of words, by the names of their files."""
    files = (file for file in (_WORDS / folder).iterdir() if file.name.endswith(".toml"))
    return {file.name.removesuffix(".toml"): _loaded(file) for file in sorted(files, key=lambda file: file.name)}


def _loaded(file: Traversable) -> Mapping[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def word_set(name: str, *lists: str) -> frozenset[str]:
    """The words of some lists of a table."""
    return frozenset(folded(word) for each in lists for word in table(name)[each])


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of these words, the longest that fits, with any space between their parts.

    Words that begin alike share their beginning: hundreds of them are tried in the time of a few.
    """
    tree: _Tree = {}
    for word in words:
        branch = tree
        for letter in word:
            branch = branch.setdefault(letter, {})
        branch[_END] = {}
    return _grown(tree)


_Tree: TypeAlias = "dict[str, _Tree]"
_END = ""


def _grown(tree: _Tree) -> str:
    branches = [_letter(letter) + _grown(branch) for letter, branch in sorted(tree.items()) if letter != _END]
    if not branches:
        return ""
    return f"(?:{'|'.join(branches)}){'?' if _END in tree else ''}"


def _letter(letter: str) -> str:
    return r"\s+" if letter == " " else re.escape(letter)


def whole(pattern: str) -> str:
    """A pattern that must not go on as the same word at either side, where it begins or ends with a letter."""
    # One way to match, not two: in a repetition every choice doubles the time.
    return rf"{_NOT_WITHIN_A_WORD}{pattern}{_NOT_WITHIN_A_WORD}"


@lru_cache(maxsize=64)
def stating(name: str, *lists: str) -> re.Pattern[str]:
    """Finds the words of some lists of a table in a folded text."""
    return re.compile(whole(any_of(word_set(name, *lists))))


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """A cell's text as it is compared with a list of whole cells: folded, on one line, without punctuation around."""
    return " ".join(folded(text).split()).strip(".,;:!() ")
