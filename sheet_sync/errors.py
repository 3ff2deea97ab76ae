"""What can stop a whole run. Each error carries its data, the way out, and its exit code (SPEC section 8)."""

from typing import ClassVar


class SheetSyncError(Exception):
    """A run failed as a whole: `message` says what is wrong and where, `remedy` what to do about it."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return " ".join(f"{self.message} {self.remedy}".split())


class ConfigurationError(SheetSyncError):
    """The configuration, or the command line, holds mistakes; the message names every one of them."""

    exit_code = 2


class TrackerBusyError(SheetSyncError):
    """The tracker is open elsewhere, being synced, or changed since it was read: try again later."""

    exit_code = 75


class TrackerMovedError(TrackerBusyError):
    """The tracker is another one than was read, and may be read and planned for anew at once."""


class TrackerNotReadableError(SheetSyncError):
    """The file is missing, no workbook, encrypted, or of a kind that cannot be edited without loss."""


class NotATrackerError(SheetSyncError):
    """No worksheet, header row or interview column was found in which to work."""


class TrackerNotWritableError(SheetSyncError):
    """The file could not be replaced: read-only, no permission, or the new package failed its check."""


class ImplausibleEditError(SheetSyncError):
    """The plan looks as if the tracker had lost something; it is carried out only when the user says so."""


class NothingToUndoError(SheetSyncError):
    """No earlier state of the tracker is remembered."""
