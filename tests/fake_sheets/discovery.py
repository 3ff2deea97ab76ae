"""Requests and replies checked against Google's own description of the API, which google-api-python-client carries."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fake_sheets.conforming import FITS, conforms, document, schema
from fake_sheets.json_types import JsonObject
from fake_sheets.masks import MaskError, parsed, unknown_path

_BOOLEANS = {"true", "false", "True", "False"}  # as gspread sends them; the server reads either


def method(name: str) -> JsonObject:
    """One of the methods of `spreadsheets`: "get" or "batchUpdate"."""
    found: JsonObject = document()["resources"]["spreadsheets"]["methods"][name]
    return found


def faults_in_message(name: str, value: object) -> list[str]:
    """Every way in which a message differs from its schema."""
    return [] if conforms(name, value) else list(_in_message(name, value, name))


def without_nulls(value: Any) -> Any:  # noqa: ANN401 - any JSON goes in, and the like of it comes out
    """What was sent without its nulls: a field that is null is one that is not there, in what Google receives."""
    if isinstance(value, list):
        return [without_nulls(item) for item in value]
    if isinstance(value, dict):
        return {name: without_nulls(inner) for name, inner in value.items() if inner is not None}
    return value


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
    if not FITS[rule["type"]](value):
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
