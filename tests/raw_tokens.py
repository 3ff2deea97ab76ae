"""A worksheet part compared token by token, as it is spelt: what c14n evens out (quotes, CDATA, spaces) counts here.

A lexer of its own, that shares nothing with the code under test.
"""

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>|[^<]+", re.DOTALL
)  # the order matters: markup that hides others first
_ATTRIBUTE = re.compile(r"""([^\s=]+)\s*=\s*("[^"]*"|'[^']*')""")
_NAME = re.compile(r"</?([^\s/>]+)")
_DECLARED = re.compile(r"""<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["']""")
_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}

Address = tuple[int, int]


class Decoded(NamedTuple):
    """A part as text, with how it was encoded."""

    text: str
    codec: str
    mark: bytes


def decoded(raw: bytes) -> Decoded:
    """A part as text, in the encoding that its first bytes tell."""
    for mark, codec in _MARKS.items():
        if raw.startswith(mark):
            return Decoded(raw[len(mark) :].decode(codec), codec, mark)
    wide = {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}.get(raw[:2])
    declared = _DECLARED.match(raw.decode(wide or "latin-1"))
    codec = wide or (declared[1] if declared else "utf-8")
    return Decoded(raw.decode(codec), codec, b"")


def token_differences(
    before: bytes, after: bytes, named: set[Address], free: frozenset[str] = frozenset()
) -> list[str]:
    """Where two worksheet parts differ in their spelling, but for the named cells, `spans` and the dimension.

    `free` are the root's children that are compared elsewhere.
    """
    old, new = decoded(before), decoded(after)
    if old[1:] != new[1:]:
        return [f"the worksheet's encoding changed from {old.codec} to {new.codec}"]
    present = {row for row, _ in _cells(old.text)}
    one, other = (_kept(part.text, named, present, free) for part in (old, new))
    if one == other:
        return []
    place = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    around = slice(max(0, place - 60), place + 60)
    return [f"the worksheet is spelt differently: {one[around]!r} became {other[around]!r}"]


def tokens_kept(before: bytes, after: bytes) -> bool:
    """Whether all of a styles part stands in the other one, in its order and spelling, but for counts."""
    old, new = decoded(before), decoded(after)
    waiting = iter(list(map(_uncounted, _steps(new.text))))
    return old[1:] == new[1:] and all(token in waiting for token in map(_uncounted, _steps(old.text)))


def _uncounted(step: "_Step") -> str:
    return (
        re.sub(r"\scount\s*=\s*(?:\"[^\"]*\"|'[^']*')", "", step.token.removesuffix(">").rstrip())
        if step.opens
        else step.token
    )


class _Step(NamedTuple):
    """A token, the elements that it stands in (its own included), and the row and cell that it belongs to."""

    token: str
    path: tuple[str, ...]
    row: int
    column: int
    opens: bool


def _cells(text: str) -> Iterator[Address]:
    """The rows and cells of a part; a row itself counts as its column 0."""
    for step in _steps(text):
        if step.opens and len(step.path) in (3, 4):
            yield step.row, step.column


def _steps(text: str) -> Iterator[_Step]:
    """The tokens of a part in order, each with where it stands."""
    path: list[str] = []
    row = column = 0
    for match in _TOKEN.finditer(text):
        for token in _paired(match[0]):
            kind = _kind(token)
            if kind == "opens":
                path.append(_local(token, path))
                if path[1:] == ["sheetData", "row"]:
                    row, column = _number(token, row), 0
                elif path[1:] == ["sheetData", "row", "c"]:
                    column = _number(token, column)
            inside = path[1:3] == ["sheetData", "row"]
            in_cell = path[1:4] == ["sheetData", "row", "c"]
            yield _Step(token, tuple(path), row if inside else 0, column if in_cell else 0, kind == "opens")
            if kind == "closes":
                path.pop()


def _paired(token: str) -> tuple[str, ...]:
    """A token; that of an empty element as its two tags."""
    if token.endswith("/>") and _kind(token) == "opens":
        name = _NAME.match(token)
        assert name is not None
        return token[:-2].rstrip() + ">", f"</{name[1]}>"
    return (token,)


def _kind(token: str) -> str:
    if not token.startswith("<") or token.startswith(("<!", "<?")):
        return "text"
    return "closes" if token.startswith("</") else "opens"


def _local(token: str, path: list[str]) -> str:
    """The element's name without the root's prefix; a name of another prefix stays whole."""
    name = _NAME.match(token)
    assert name is not None
    if not path:
        return name[1]
    prefix = path[0].rpartition(":")[0]
    return name[1].removeprefix(f"{prefix}:") if prefix else name[1]


def _number(token: str, previous: int) -> int:
    """The row or column that a tag names, or the next one."""
    values = {match[1]: match[2][1:-1] for match in _ATTRIBUTE.finditer(token)}
    match = re.fullmatch("([A-Za-z]*)([0-9]+)", values.get("r", ""))
    if match is None:
        return previous + 1
    number = 0
    for letter in match[1].upper():
        number = number * 26 + ord(letter) - 64
    return number or int(match[2])


def _kept(text: str, named: set[Address], present: set[int], free: frozenset[str]) -> str:
    """The part's text without what may differ."""
    kept = []
    for step in _steps(text):
        in_cell = len(step.path) > 3 and step.column
        if in_cell and (step.row, step.column) in named:
            continue
        if len(step.path) == 3 and step.row and step.row not in present and _kind(step.token) != "text":
            continue
        if len(step.path) > 1 and step.path[1] in free:
            continue
        kept.append(_evened(step))
    return "".join(kept)


def _evened(step: _Step) -> str:
    """A token without what may be stretched."""
    name = {3: "spans"}.get(len(step.path)) if step.row else "ref" if step.path[1:] == ("dimension",) else None
    if name is None or not step.opens:
        return step.token
    return re.sub(rf"\s{name}\s*=\s*(?:\"[^\"]*\"|'[^']*')", "", step.token)
