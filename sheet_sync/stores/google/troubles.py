"""What goes wrong with Google, in plain words and with the way out."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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
_SETUP = "Make a new one, and take it in: `sheet-sync setup-google --key FILE`."
_ENABLE = re.compile(r"https://console\.[\w./?=&-]+")
_NOT_GOOGLE = -1
"""What the library says instead of a number where the answer is none of Google's."""


class UnansweredError(Exception):
    """A write was sent, and nobody knows whether it was carried out."""


class RefusedRequestError(Exception):
    """Google found a request impossible: the sheet is no longer the one that was read."""


class ProtectedCellError(TrackerNotWritableError):
    """The sheet may be edited, but not this cell of it."""


@contextmanager
def in_plain_words(given: str, address: str, *, writing: bool = False) -> Iterator[None]:
    """Errors of Google and of the way there, as errors of ours.

    Args:
        given: the sheet as the user named it.
        address: with whom the sheet must be shared, "" for unknown.
        writing: the sheet has been read before, and is written now.
    """
    try:
        yield
    except RefreshError as error:
        raise _of_refused_key(error, given) from error
    except APIError as error:
        raise of_answer(error, Asking(given, address, writing)) from error
    except (requests.exceptions.JSONDecodeError, requests.exceptions.InvalidHeader) as error:
        raise _stranger(given) from error
    except (TransportError, requests.RequestException, GoogleAuthError, ConnectionError) as error:
        if is_about_certificates(error):
            raise TrackerNotReadableError(f"{given}: the way to Google is not secure.", _INSECURE) from error
        raise TrackerBusyError(f"{given}: Google cannot be reached.", f"Is there a network? {_LATER}") from error


_INSECURE = (
    "Something there shows a certificate that this computer does not trust. At work it is often the company's own: ask "
    "who runs the network for its file, and set REQUESTS_CA_BUNDLE to its path. Elsewhere sign in to the network "
    "in the browser, and see that this computer's clock is right. Nothing of yours was changed."
)


def is_about_certificates(error: BaseException | None) -> bool:
    """Who answered could not prove to be Google: that does not pass by itself, and is not tried again."""
    return error is not None and ("CERTIFICATE_VERIFY_FAILED" in str(error) or is_about_certificates(error.__cause__))


@dataclass(frozen=True)
class Asking:
    """What was asked when an error was answered: see `in_plain_words`."""

    given: str
    address: str
    writing: bool = False


def of_answer(error: APIError, asking: Asking) -> SheetSyncError:
    """The error of ours that an answer of Google's stands for."""
    code, given = status_of(error), asking.given
    if error.code == _NOT_GOOGLE:
        return _stranger(given)
    if code == requests.codes.forbidden:
        return _forbidden(error, asking)
    if code in PASSING:
        return _passing(code, given)
    if code == requests.codes.not_found:
        return TrackerNotReadableError(f"{given}: Google knows no such sheet; perhaps it was deleted.", _GONE)
    if code == requests.codes.unauthorized:
        return ConfigurationError("Google no longer accepts the key.", _SETUP)
    return _refused(message_of(error), given)


def _passing(code: int, given: str) -> SheetSyncError:
    if code == requests.codes.too_many_requests:
        return TrackerBusyError(f"{given}: Google's quota of requests is used up for the moment.", _LATER)
    return TrackerBusyError(f"{given}: Google Sheets does not answer as it should ({code}).", _LATER)


def status_of(error: APIError) -> int:
    """The number of the answer; the library has -1 where a proxy answered instead of Google."""
    return int(error.response.status_code)


def message_of(error: APIError) -> str:
    """What Google says about it, "" for nothing."""
    return str(error.error.get("message", "")) if isinstance(error.error, dict) else ""


def _stranger(given: str) -> SheetSyncError:
    return TrackerBusyError(
        f"{given}: something on the way answered instead of Google: a proxy, a firewall, or the sign-in page of a "
        "network.",
        f"Does the browser of this computer reach docs.google.com? {_LATER}",
    )


def _forbidden(error: APIError, asking: Asking) -> SheetSyncError:
    reasons = {str(detail.get("reason", "")) for detail in _details(error)}
    message = message_of(error)
    if "SERVICE_DISABLED" in reasons or "has not been used" in message or "is disabled" in message:
        return _switched_off(message)
    if "ACCESS_TOKEN_SCOPE_INSUFFICIENT" in reasons or "insufficient authentication scopes" in message:
        return ConfigurationError(
            "The credentials of this computer are not good for Google Sheets.",
            "Use the key of a service account: `sheet-sync setup-google` takes it.",
        )
    if _PROTECTED in message:
        return _refused(message, asking.given)
    return _only_for_viewing(asking) if asking.writing else _not_shared(asking)


def _switched_off(message: str) -> SheetSyncError:
    where = _ENABLE.search(message)
    return TrackerNotReadableError(
        "The Google Sheets API is switched off in the project of your key.",
        f"Open {where[0] if where else 'the Google Cloud console'} and press “Enable”, wait a minute, and try again.",
    )


def _not_shared(asking: Asking) -> SheetSyncError:
    whom = asking.address or "the account of your key"
    return TrackerNotReadableError(
        f"{asking.given} is not shared with {whom}.",
        f"In the sheet press “Share”, and add {whom} as an Editor. Where a work account forbids sharing outside, copy "
        "the sheet into a private account.",
    )


def _only_for_viewing(asking: Asking) -> SheetSyncError:
    whom = asking.address or "the account of your key"
    return TrackerNotWritableError(
        f"{asking.given} is shared with {whom} for viewing only.",
        f"In the sheet press “Share”, and make {whom} an Editor.",
    )


_PROTECTED = "protected cell or object"
_REFUSALS = (
    (
        _PROTECTED,
        ProtectedCellError,
        "a protected range covers cells that must be written.",
        "In the sheet, under Data › Protect sheets and ranges, let the sync's address edit our columns.",
    ),
    (
        "limit of 10000000 cells",
        TrackerNotWritableError,
        "the sheet is full (10 million cells).",
        "Delete worksheets or blank rows, and try again.",
    ),
    (
        "maximum of 50000 characters",
        TrackerNotWritableError,
        "a text is longer than the 50,000 characters that Google takes in a cell.",
        "Shorten it, or the template that makes it.",
    ),
    (
        "not supported for this document",
        TrackerNotReadableError,
        "it is an Excel file kept in Google Drive, not a Google Sheet.",
        "Open it there, choose File › Save as Google Sheets, and use the address of the copy.",
    ),
)
"""What Google says, the error that it is, and what we say."""


def _refused(message: str, given: str) -> SheetSyncError:
    for said, kind, problem, remedy in _REFUSALS:
        if said in message:
            return kind(f"{given}: {problem}", remedy)
    return TrackerNotWritableError(f"{given}: Google refused: {message}")


def _details(error: APIError) -> list[dict[str, Any]]:
    details = error.error.get("details", []) if isinstance(error.error, dict) else []
    return [detail for detail in details if isinstance(detail, dict)]


def _of_refused_key(error: RefreshError, given: str) -> SheetSyncError:
    said = str(error.args[0]) if error.args else ""
    if getattr(error, "retryable", False):
        return TrackerBusyError(f"{given}: Google does not check the key at the moment.", _LATER)
    if "iat and exp" in said or "short-lived" in said:
        return TrackerNotReadableError(
            f"{given}: Google refuses the key because this computer's clock is wrong.", "Set the clock, and try again."
        )
    if "<html" in said.lower() or "<!doctype" in said.lower():
        return _stranger(given)
    return ConfigurationError("Google no longer accepts the key: it was deleted, or its account was.", _SETUP)
