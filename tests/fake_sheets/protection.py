"""Who may edit which cells."""

from fake_sheets.areas import Area, Box
from fake_sheets.errors import PROTECTED, invalid
from fake_sheets.model import Attached, Sheet

OWNER = "owner@example.com"


def may_edit(kept: Attached, caller: str) -> bool:
    """The caller may edit the protected cells; the owner always may."""
    return kept.body.get("warningOnly", False) or caller in {OWNER, *kept.body.get("editors", {}).get("users", [])}


def guard(sheet: Sheet, box: Box, caller: str) -> None:
    """Refuse to edit cells that are protected from the caller.

    Raises:
        ApiError: one of them is.
    """
    for kept in sheet.protected_ranges:
        if not may_edit(kept, caller) and _touches(sheet, kept, box):
            raise invalid(PROTECTED)


def guard_whole(sheet: Sheet, caller: str) -> None:
    """Refuse to change the build of a worksheet that is protected as a whole."""
    if any(kept.areas[0] == Area() for kept in sheet.protected_ranges):
        guard(sheet, sheet.box, caller)


def _touches(sheet: Sheet, kept: Attached, box: Box) -> bool:
    protected = kept.areas[0].box(sheet.height, sheet.width)
    common = Box(
        max(box.top, protected.top),
        max(box.left, protected.left),
        min(box.bottom, protected.bottom),
        min(box.right, protected.right),
    )
    free = [area.box(sheet.height, sheet.width) for area in kept.exempt]
    return box.meets(protected) and not any(one.holds(common) for one in free)
