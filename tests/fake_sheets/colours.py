"""Colours as Google keeps them: eight bits a channel, black channels left out, in an old form and a new one."""

from fake_sheets.json_types import JsonObject
from fake_sheets.masks import Mask

_BITS = 255
_NAMES = ("backgroundColor", "foregroundColor", "tabColor")


def with_colours(fields: JsonObject) -> JsonObject:
    """A format, or a worksheet's properties, with each colour in both forms, whichever was set."""
    result: JsonObject = {}
    for name, value in fields.items():
        plain_name = name.removesuffix("Style")
        if name == "textFormat":
            result[name] = with_colours(value)
        elif plain_name not in _NAMES or "themeColor" in value:
            result[name] = value
        elif name == plain_name or "rgbColor" in value:  # a style without a colour is none
            colour = _kept(value if name == plain_name else value["rgbColor"])
            result |= {plain_name: colour, f"{plain_name}Style": {"rgbColor": colour}}
    return result


def with_both_forms(mask: Mask) -> Mask:
    """A mask that names one form of a colour names the other one too."""
    if mask is None:
        return None
    twins: dict[str, Mask] = {_twin(name): None for name in mask if name.removesuffix("Style") in _NAMES}
    return {**twins, **{name: with_both_forms(inner) for name, inner in mask.items()}}


def _twin(name: str) -> str:
    return name.removesuffix("Style") if name.endswith("Style") else f"{name}Style"


def _kept(colour: JsonObject) -> JsonObject:
    channels = {name: round(int(value * _BITS) / _BITS, 8) for name, value in colour.items()}
    return {name: int(value) if value == 1 else value for name, value in channels.items() if value}
