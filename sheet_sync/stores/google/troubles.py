"""What goes wrong with Google, in plain words and with the way out."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests
from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
from gspread.exceptions import APIError

from sheet_sync.errors import (
    ConfigurationError,
    SheetSyncError,
    TrackerBusyError,
    TrackerNotReadableError,
    TrackerNotWritableError,
)

PASSING = frozenset((408, 429, 500, 502, 503, 504))
"""Answers that may be another one in a moment."""

_LATER = "Nothing of yours was changed; try again later."
_GONE = "Open it in the browser, and copy its address anew."
_ENABLE = re.compile(r"https://console\.[\w./?=&-]+")


class UnansweredError(Exception):
    """A write was sent, and nobody knows whether it was carried out."""


class RefusedRequestError(Exception):
    """Google found a request impossible: the sheet is no longer the one that was read."""


@contextmanager
def in_plain_words(given: str, address: str) -> Iterator[None]:
    """Errors of Google and of the way there, as errors of ours.

    Args:
        given: the sheet as the user named it.
        address: with whom the sheet must be shared, "" for unknown.
    """
    try:
        yield
    except RefreshError as error:
        raise _refused_credentials(error) from error
    except APIError as error:
        raise of_answer(error, given, address) from error
    except (TransportError, requests.RequestException, GoogleAuthError, ConnectionError) as error:
        raise TrackerBusyError(f"{given}: Google cannot be reached.", f"Is there a network? {_LATER}") from error


def of_answer(error: APIError, given: str, address: str) -> SheetSyncError:
    """The error of ours that an answer of Google's stands for."""
    code, message = status_of(error), message_of(error)
    if code == 403:  # noqa: PLR2004 - as HTTP numbers it
        return _forbidden(error, message, given, address)
    if code == 404:  # noqa: PLR2004
        return TrackerNotReadableError(f"{given}: Google knows no such sheet; perhaps it was deleted.", _GONE)
    if code == 401:  # noqa: PLR2004
        return ConfigurationError("Google no longer accepts the key.", "Make a new one with `sheet-sync setup-google`.")
    if code == 429:  # noqa: PLR2004
        return TrackerBusyError(f"{given}: Google's quota of requests is used up for the moment.", _LATER)
    if code in PASSING:
        return TrackerBusyError(f"{given}: Google Sheets does not answer as it should ({code}).", _LATER)
    return _unwritable(message, given)


def status_of(error: APIError) -> int:
    """The number of the answer; the library has -1 where a proxy answered instead of Google."""
    return int(error.response.status_code)


def message_of(error: APIError) -> str:
    """What Google says about it, "" for nothing."""
    return str(error.error.get("message", "")) if isinstance(error.error, dict) else ""


def _forbidden(error: APIError, message: str, given: str, address: str) -> SheetSyncError:
    reasons = {str(detail.get("reason", "")) for detail in _details(error)}
    if "SERVICE_DISABLED" in reasons or "has not been used" in message or "is disabled" in message:
        where = _ENABLE.search(message)
        return ConfigurationError(
            "The Google Sheets API is switched off in the project of your key.",
            f"Open {where[0] if where else 'the Google Cloud console'}, press “Enable”, wait a minute, and try again.",
        )
    if "protected" in message:
        return _unwritable(message, given)
    whom = address or "the address of your key"
    return TrackerNotReadableError(
        f"{given} is not shared with {whom}, or only for viewing.",
        f"In the sheet press “Share”, and add {whom} as an Editor. Where a work account forbids sharing outside, copy "
        "the sheet into a private account.",
    )


def _unwritable(message: str, given: str) -> SheetSyncError:
    if "protected" in message:
        return TrackerNotWritableError(
            f"{given}: a protected range covers cells that must be written.",
            "In the sheet, under Data › Protect sheets and ranges, let the sync's address edit our columns.",
        )
    if "limit of 10000000 cells" in message:
        return TrackerNotWritableError(
            f"{given}: the sheet is full (10 million cells).", "Delete worksheets or blank rows, and try again."
        )
    if "not supported for this document" in message:
        return TrackerNotReadableError(
            f"{given} is an Excel file kept in Google Drive, not a Google Sheet.",
            "Open it there, choose File › Save as Google Sheets, and use the address of the copy.",
        )
    return TrackerNotWritableError(f"{given}: Google refused: {message}")


def _details(error: APIError) -> list[dict[str, Any]]:
    details = error.error.get("details", []) if isinstance(error.error, dict) else []
    return [detail for detail in details if isinstance(detail, dict)]


def _refused_credentials(error: RefreshError) -> SheetSyncError:
    said = " ".join(map(str, error.args))
    if getattr(error, "retryable", False):
        return TrackerBusyError("Google does not check the key at the moment.", _LATER)
    if "iat and exp" in said or "short-lived" in said:
        return ConfigurationError(
            "Google refuses the key because this computer's clock is wrong.", "Set the clock, and try again."
        )
    return ConfigurationError(
        "Google no longer accepts the key: it was deleted, or its account was.",
        "Make a new one with `sheet-sync setup-google`.",
    )
