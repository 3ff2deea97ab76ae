"""Requests and replies checked against Google's own description of the API, which google-api-python-client carries."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from fake_sheets.json_types import JsonObject
from fake_sheets.masks import MaskError, parsed, unknown_path

_BOOLEANS = {"true", "false", "True", "False"}  # as gspread sends them; the server reads either


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


def method(name: str) -> JsonObject:
    """One of the methods of `spreadsheets`: "get" or "batchUpdate"."""
    found: JsonObject = document()["resources"]["spreadsheets"]["methods"][name]
    return found


def faults_in_message(name: str, value: object) -> list[str]:
    """Every way in which a message differs from its schema."""
    return list(_in_message(name, value, name))


def faults_in_query(method_name: str, query: Mapping[str, Sequence[str]]) -> list[str]:
    """Every parameter of the address that the method does not have, or not with such a value."""
    known = {**document()["parameters"], **method(method_name).get("parameters", {})}
    return [fault for name, values in query.items() for fault in _in_parameter(name, values, known)]


def _in_parameter(name: str, values: Sequence[str], known: JsonObject) -> Iterator[str]:
    rule = known.get(name)
    if rule is None or rule["location"] != "query":
        yield f"unknown query parameter {name!r}"
        return
    if len(values) > 1 and not rule.get("repeated"):
        yield f"query parameter {name!r} is given {len(values)} times"
    for value in values:
        if rule["type"] == "boolean" and value not in _BOOLEANS:
            yield f"query parameter {name!r} is no truth value: {value!r}"
        if "enum" in rule and value not in rule["enum"]:
            yield f"query parameter {name!r} is none of its values: {value!r}"


def _in_message(name: str, value: object, where: str) -> Iterator[str]:
    properties = schema(name).get("properties", {})
    if not isinstance(value, dict):
        yield f"{where} is no object: {value!r}"
        return
    for key, inner in value.items():
        if key not in properties:
            yield f"{where} has no field {key!r}"
        elif inner is None:
            yield f"{where}.{key} is null"
        else:
            yield from _in_value(properties[key], inner, f"{where}.{key}")


def _in_value(rule: JsonObject, value: object, where: str) -> Iterator[str]:
    if "$ref" in rule:
        yield from _in_message(rule["$ref"], value, where)
    elif rule["type"] == "array":
        yield from _in_array(rule["items"], value, where)
    elif rule["type"] == "object":
        yield from _in_map(rule, value, where)
    else:
        yield from _in_scalar(rule, value, where)


def _in_array(items: JsonObject, value: object, where: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{where} is no array: {value!r}"
        return
    for index, inner in enumerate(value):
        yield from _in_value(items, inner, f"{where}[{index}]")


def _in_map(rule: JsonObject, value: object, where: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{where} is no object: {value!r}"
        return
    for key, inner in value.items():
        yield from _in_value(rule["additionalProperties"], inner, f"{where}.{key}")


def _in_scalar(rule: JsonObject, value: object, where: str) -> Iterator[str]:
    if not _FITS[rule["type"]](value):
        yield f"{where} is no {rule['type']}: {value!r}"
    elif "enum" in rule and value not in rule["enum"]:
        yield f"{where} is none of its values: {value!r}"
    elif rule.get("format") == "google-fieldmask":
        yield from _in_mask(str(value), where)


def _in_mask(text: str, where: str) -> Iterator[str]:
    try:
        parsed(text)
    except MaskError as error:
        yield f"{where} is no field mask: {error}"


def unknown_field(text: str, message: str) -> str | None:
    """The first path of a field mask that the message does not have."""
    return unknown_path(parsed(text), message, document()["schemas"])


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -(2**31) <= value < 2**31


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_FITS: dict[str, Callable[[object], bool]] = {
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": _is_integer,
    "number": _is_number,
}
