"""The names of what JSON holds."""

from typing import Any, TypeAlias

JsonObject: TypeAlias = dict[str, Any]
Cell: TypeAlias = JsonObject
"""A CellData without what is computed from it. Never changed in place, so that a copied row may share it."""
CellRow: TypeAlias = dict[int, Cell]
"""The cells of a row that are not blank, by column, counted from 0. Never changed in place either."""
