"""Field masks: `sheets(properties.title,data/rowData)`, as Google accepts them in `fields`."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, TypeAlias

from fake_sheets.json_types import JsonObject

Mask: TypeAlias = "dict[str, Mask] | None"
"""The fields that are wanted, each with those below it; None: everything below."""
_TOKEN = re.compile(r"[A-Za-z0-9_]+|[(),./*]")


class MaskError(ValueError):
    """A text that is no field mask."""


@cache
def parsed(text: str) -> Mask:
    """The tree of a mask; shared, so never to be changed."""
    tokens = _TOKEN.findall(text)
    if not tokens or "".join(tokens) != text:
        raise MaskError(f"{text!r} cannot be read")
    mask = _list(tokens)
    if tokens:
        raise MaskError(f"{text!r} goes on after its end")
    return mask


def _list(tokens: list[str]) -> Mask:
    mask = _path(tokens)
    while tokens[:1] == [","]:
        tokens.pop(0)
        mask = _joined(mask, _path(tokens))
    return mask


def _path(tokens: list[str]) -> Mask:
    name = tokens.pop(0) if tokens else ""
    if name == "*":
        return None
    if not re.fullmatch(r"\w+", name):
        raise MaskError(f"a name was expected where {name!r} stands")
    return {_camel(name): _below(tokens)}


def _below(tokens: list[str]) -> Mask:
    following = tokens[0] if tokens else ""
    if following in (".", "/"):
        tokens.pop(0)
        return _path(tokens)
    if following != "(":
        return None
    tokens.pop(0)
    inner = _list(tokens)
    if not tokens or tokens.pop(0) != ")":
        raise MaskError("a bracket is not closed")
    return inner


def _camel(name: str) -> str:
    return re.sub(r"_([a-z])", lambda match: match[1].upper(), name)


def _joined(one: Mask, other: Mask) -> Mask:
    if one is None or other is None:
        return None
    return {name: _both(name, one, other) for name in {**one, **other}}


def _both(name: str, one: dict[str, Mask], other: dict[str, Mask]) -> Mask:
    if name in one and name in other:
        return _joined(one[name], other[name])
    return one[name] if name in one else other[name]


def below(mask: Mask, name: str) -> Mask:
    """What is wanted of a field that is wanted."""
    return None if mask is None else mask[name]


def wants(mask: Mask, *path: str) -> bool:
    """A field is wanted, in whole or in part."""
    for name in path:
        if mask is None:
            return True
        if name not in mask:
            return False
        mask = mask[name]
    return True


def masked(value: Any, mask: Mask) -> Any:  # noqa: ANN401 - any JSON goes in, and the like of it comes out
    """What a mask leaves of a value: emptied objects stay, as Google leaves them."""
    if mask is None:
        return value
    if isinstance(value, list):
        return [masked(item, mask) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: masked(value[name], inner) for name, inner in mask.items() if name in value}


def merged(old: JsonObject, new: JsonObject, mask: Mask) -> JsonObject:
    """The old object with the fields of the mask as the new one has them; those that it lacks are cleared."""
    if mask is None:
        return new
    result = dict(old)
    for name, inner in mask.items():
        value = new.get(name)
        if inner is not None:
            value = merged(old.get(name, {}), new.get(name, {}), inner) or None
        if value is None:
            result.pop(name, None)
        else:
            result[name] = value
    return result


def unknown_path(mask: Mask, message: str, schemas: JsonObject) -> str | None:
    """The first path of the mask that the message does not have."""
    return next(_unknown(mask, message, schemas, ""), None)


def _unknown(mask: Mask, message: str | None, schemas: JsonObject, before: str) -> Iterator[str]:
    for name, inner in (mask or {}).items():
        properties = schemas[message].get("properties", {}) if message else {}
        if name not in properties:
            yield before + name
        else:
            yield from _unknown(inner, _message_of(properties[name]), schemas, f"{before}{name}.")


def _message_of(rule: JsonObject) -> str | None:
    inner = rule.get("items") or rule.get("additionalProperties") or rule
    reference: str | None = inner.get("$ref")
    return reference
