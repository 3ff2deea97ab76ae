"""A cell's value as Google keeps it. Pure."""

from typing import TypeAlias

Raw: TypeAlias = tuple[str, str | float | bool] | None
"""A value as Google keeps it: its kind ("stringValue", "formulaValue" …) and what it is; None for a blank cell."""
