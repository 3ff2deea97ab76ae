"""How a cell changes when the API writes to it."""

from fake_sheets.colours import with_both_forms, with_colours
from fake_sheets.errors import TOO_LONG, NotModelledError, invalid
from fake_sheets.json_types import Cell, JsonObject
from fake_sheets.masks import Mask, merged
from fake_sheets.values import effective_value, extended

LONGEST_TEXT = 50_000
WRITABLE: dict[str, Mask] = dict.fromkeys(
    ("userEnteredValue", "userEnteredFormat", "dataValidation", "note", "textFormatRuns")
)
_VALUE_FIELDS = ("userEnteredValue", "effectiveValue", "hyperlink", "textFormatRuns")
_FORMAT_FIELDS = ("userEnteredFormat", "dataValidation")


def changed(cell: Cell, new: Cell, mask: Mask) -> Cell:
    """The cell with the fields of the mask as `new` has them.

    Raises:
        ApiError: Google refuses the value.
        NotModelledError: what Google makes of it is not known here.
    """
    fields = WRITABLE if mask is None else mask
    _refuse_unknown(new, fields)
    if "userEnteredFormat" in fields and new.get("userEnteredFormat"):
        new = {**new, "userEnteredFormat": with_colours(new["userEnteredFormat"])}
    result = merged(cell, new, with_both_forms(fields))
    if result.get("userEnteredValue") != cell.get("userEnteredValue"):
        result = {name: value for name, value in result.items() if name not in {"effectiveValue", "hyperlink"}}
        check_validation(result)
    return {name: value for name, value in result.items() if value not in ("", {}, [])}


def _refuse_unknown(new: Cell, fields: dict[str, Mask]) -> None:
    unknown = set(fields) - set(WRITABLE)
    if unknown:
        raise NotModelledError(f"writing the fields {sorted(unknown)} of a cell")
    if "userEnteredValue" in fields:
        check_value(new.get("userEnteredValue"))


def check_value(value: JsonObject | None) -> None:
    """Refuse a value that Google refuses, or of which it is not known here what Google makes of it."""
    if value is None:
        return
    if set(value) - {"stringValue", "numberValue", "boolValue", "formulaValue"} or len(value) != 1:
        raise NotModelledError(f"entering {value}: it would have to be computed")
    if value.get("stringValue") == "":
        raise NotModelledError("entering an empty stringValue: leave userEnteredValue out to clear a cell")
    if len(value.get("stringValue", "")) > LONGEST_TEXT:
        raise invalid(TOO_LONG)


def check_validation(cell: Cell) -> None:
    """Refuse to say what Google makes of a value that a strict rule forbids."""
    rule = cell.get("dataValidation", {})
    value = cell.get("userEnteredValue")
    if value and rule.get("strict") and not _allowed(rule["condition"], value):
        raise NotModelledError(f"entering {value} where {rule['condition']} is demanded")


def _allowed(condition: JsonObject, value: JsonObject) -> bool:
    if condition["type"] == "BOOLEAN":
        return "boolValue" in value
    choices = [choice["userEnteredValue"] for choice in condition.get("values", [])]
    return condition["type"] == "ONE_OF_LIST" and value.get("stringValue") in choices


def pasted(target: Cell, source: Cell, kind: str) -> Cell:
    """The cell after another was pasted onto it.

    Raises:
        NotModelledError: a formula would have to be computed anew, or the kind is not modelled.
    """
    if kind == "PASTE_VALUES":
        return _with_values(target, _value_alone(source))
    if kind == "PASTE_FORMAT":
        return {**_without(target, _FORMAT_FIELDS), **_only(source, _FORMAT_FIELDS)}
    if kind != "PASTE_NORMAL":
        raise NotModelledError(f"pasting with {kind}")
    if "formulaValue" in source.get("userEnteredValue", {}):
        raise NotModelledError("pasting a formula with PASTE_NORMAL: it would have to be computed anew")
    return source


def _with_values(target: Cell, values: Cell) -> Cell:
    result = {**_without(target, _VALUE_FIELDS), **values}
    check_validation(result)
    return result


def _value_alone(source: Cell) -> Cell:
    value = effective_value(source)
    if value and "errorValue" in value:  # without its message, which says more of the formula than of the value
        value = {"errorValue": {"type": value["errorValue"]["type"]}}
    return {"userEnteredValue": value} if value and value != extended("") else {}


def _only(cell: Cell, names: tuple[str, ...]) -> Cell:
    return {name: cell[name] for name in names if name in cell}


def _without(cell: Cell, names: tuple[str, ...]) -> Cell:
    return {name: value for name, value in cell.items() if name not in names}


def inherited(neighbour: Cell) -> Cell:
    """What the cell of an inserted row or column has from its neighbour: the format and the rule, not the value."""
    return _only(neighbour, _FORMAT_FIELDS)
