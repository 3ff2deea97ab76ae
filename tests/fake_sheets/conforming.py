"""The quick answer whether a message conforms to the discovery document; `discovery` says where it does not."""

import json
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias

from fake_sheets.json_types import JsonObject
from fake_sheets.masks import MaskError, parsed

Check: TypeAlias = Callable[[object], bool]


@cache
def document() -> JsonObject:
    """The discovery document of Sheets v4."""
    package = find_spec("googleapiclient")
    if package is None or not package.submodule_search_locations:
        raise RuntimeError("google-api-python-client is not installed: pip install -e '.[test]'")
    folder = Path(package.submodule_search_locations[0])
    found: JsonObject = json.loads((folder / "discovery_cache/documents/sheets.v4.json").read_text("utf-8"))
    return found


def schema(name: str) -> JsonObject:
    """One of the messages: "Spreadsheet", "CellData" …"""
    found: JsonObject = document()["schemas"][name]
    return found


def conforms(name: str, value: object) -> bool:
    """The value is a message of that name."""
    return _message(name)(value)


@cache
def _message(name: str) -> Check:
    """A check of a message. Made once: replies hold a hundred thousand cells."""
    checks: dict[str, Check] = {}
    rules = schema(name).get("properties", {})

    def check(value: object) -> bool:
        if not isinstance(value, dict):
            return False
        for key, inner in value.items():
            if key not in checks:
                if key not in rules:
                    return False
                checks[key] = _check(rules[key])
            if not checks[key](inner):
                return False
        return True

    return check


def _check(rule: JsonObject) -> Check:
    if "$ref" in rule:
        return _message(rule["$ref"])
    if rule["type"] == "array":
        each = _check(rule["items"])
        return lambda value: isinstance(value, list) and all(map(each, value))
    if rule["type"] == "object":
        each = _check(rule["additionalProperties"])
        return lambda value: isinstance(value, dict) and all(map(each, value.values()))
    return _scalar(rule)


def _scalar(rule: JsonObject) -> Check:
    fits = FITS[rule["type"]]
    if "enum" in rule:
        return lambda value: fits(value) and value in rule["enum"]
    if rule.get("format") == "google-fieldmask":
        return lambda value: fits(value) and _is_mask(str(value))
    return fits


def _is_mask(text: str) -> bool:
    try:
        parsed(text)
    except MaskError:
        return False
    return True


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -(2**31) <= value < 2**31


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


FITS: dict[str, Check] = {
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": _is_integer,
    "number": _is_number,
}
