"""The two requests that a Google tracker needs, through gspread: bounded in time, tried again where that is safe."""

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import gspread
import requests
import stamina
from google.auth.exceptions import TransportError
from google.auth.transport.requests import AuthorizedSession
from gspread.exceptions import APIError

from sheet_sync.ending import ENDING
from sheet_sync.errors import ConfigurationError, TrackerBusyError
from sheet_sync.stores.google import access, quota
from sheet_sync.stores.google.quota import Quota
from sheet_sync.stores.google.reading import FIELDS, Reply, Sheet
from sheet_sync.stores.google.requests import Request
from sheet_sync.stores.google.troubles import (
    PASSING,
    ProtectedCellError,
    RefusedRequestError,
    UnansweredError,
    in_plain_words,
    is_about_certificates,
    status_of,
)

GOOGLE = "https://sheets.googleapis.com"
stamina.instrumentation.set_on_retry_hooks([])  # a repeated attempt is nobody's business; what fails in the end is told

_LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))
_TOO_MANY = 429
_LONGEST = 30.0
_BAD_REQUEST = 400
_MOVED = re.compile(
    r"exceeds grid limits|No grid with id|must be less than the grid size|no sheet|not found|already exists",
    re.IGNORECASE,
)

KEPT_FIELDS = (
    "updatedSpreadsheet.sheets(properties(sheetId,title),data(startRow,startColumn,rowData(values({}))))".format(
        "userEnteredValue,effectiveValue"
    )
)


@dataclass(frozen=True)
class Patience:
    """How long a request may take, and how often it is tried.

    Attributes:
        seconds: for one answer.
        attempts: how often at most.
        together: seconds after which no further attempt begins; those that it waited for its turn do not count.
        first_wait: seconds before the second attempt; the waits double, and jitter.
    """

    seconds: float = 60
    attempts: int = 6
    together: float = 120
    first_wait: float = 1


PATIENCE = Patience()
"""What a service has where it is told nothing else."""


class Service:
    """One spreadsheet at Google's."""

    def __init__(self, key: str, given: str, settings: Mapping[str, str], patience: Patience | None = None) -> None:
        self._given = given
        self._patience = patience or PATIENCE
        self._quotas = quota.SHARED
        self._waited = 0.0
        self._url = f"{endpoint_of(settings)}/v4/spreadsheets/{key}"
        credentials = access.credentials_of(settings)
        self._address = access.address_of(credentials)
        session = AuthorizedSession(credentials, refresh_timeout=self._patience.seconds)  # type: ignore[no-untyped-call]
        self._client = gspread.Client(auth=credentials, session=session).http_client
        self._client.timeout = self._patience.seconds

    @property
    def address(self) -> str:
        """With whom the sheet must be shared; "" where that is not known."""
        return self._address

    def read(self) -> Reply:
        """The spreadsheet, tried as often as patience allows.

        Raises:
            SheetSyncError: it cannot be read.
        """
        with in_plain_words(self._given, self._address):
            for attempt in self._attempts(_may_pass):
                with attempt, self._turn(self._quotas.reading, attempt.num):
                    reply: Reply = self._client.request("get", self._url, params={"fields": FIELDS}).json()
        return reply

    def write(self, batch: Sequence[Request], kept: Sequence[str] = ()) -> Reply:
        """Carry out all requests or none, and show what stands in some ranges then.

        Raises:
            UnansweredError: nobody knows whether it was carried out.
            RefusedRequestError: the sheet is no longer as it was read; nothing was carried out.
            SheetSyncError: nothing was carried out, for another reason.
        """
        body: dict[str, Any] = {"requests": list(batch)}
        if kept:
            body |= {
                "includeSpreadsheetInResponse": True,
                "responseRanges": list(kept),
                "responseIncludeGridData": True,
            }
        with in_plain_words(self._given, self._address, writing=True):
            for attempt in self._attempts(_was_not_heard):
                with attempt, self._turn(self._quotas.writing, attempt.num):
                    reply = self._sent(body, KEPT_FIELDS if kept else "spreadsheetId")
        return reply

    def try_editing(self, worksheet: Sheet) -> None:
        """Find out whether the sheet may be edited, by a change that changes nothing: a cell takes its own format.

        It is the last cell of the worksheet, which is hardly ever protected or merged, as a title is.

        Raises:
            SheetSyncError: it may not.
        """
        row, column = worksheet.rows, worksheet.columns
        rows, columns = {"startRowIndex": row - 1, "endRowIndex": row}, {"startColumnIndex": column - 1}
        cell = {"sheetId": worksheet.id, **rows, **columns, "endColumnIndex": column}
        itself = {"copyPaste": {"source": cell, "destination": cell, "pasteType": "PASTE_FORMAT"}}
        try:
            with suppress(ProtectedCellError):  # who may only view is refused in other words
                self.write([itself])
        except (UnansweredError, RefusedRequestError) as error:
            raise TrackerBusyError(
                f"{self._given}: Google does not say whether it may be edited.", "Try again."
            ) from error

    def _sent(self, body: Mapping[str, Any], fields: str) -> Reply:
        try:
            params: dict[str, Any] = {"fields": fields}
            reply: Reply = self._client.request("post", f"{self._url}:batchUpdate", params=params, json=body).json()
        except APIError as error:
            raise _of_failed_write(error) from error
        except (
            requests.ConnectionError,
            requests.Timeout,
            requests.exceptions.ChunkedEncodingError,
            ValueError,
        ) as error:
            raise UnansweredError from error
        return reply

    @contextmanager
    def _turn(self, requests: Quota, attempt: int) -> Iterator[None]:
        """One attempt, within the quota; where Google finds them too many, everybody waits and not this one alone."""
        with requests.turn() as waited:
            self._waited += waited
            try:
                yield
            except APIError as error:
                if status_of(error) == _TOO_MANY:
                    requests.pause(_wished_wait(error) or min(self._patience.first_wait * 2 ** (attempt - 1), _LONGEST))
                raise

    def _attempts(self, on: Callable[[Exception], bool | float]) -> Any:  # noqa: ANN401 - stamina names no type
        patience, last = self._patience, time.monotonic() + self._patience.together - self._waited

        def again(error: Exception) -> bool | float:
            return not ENDING.is_set() and time.monotonic() - self._waited < last and on(error)

        return stamina.retry_context(
            on=again, attempts=patience.attempts, timeout=None, wait_initial=patience.first_wait, wait_max=_LONGEST
        )


def endpoint_of(settings: Mapping[str, str]) -> str:
    """Where Google is asked: https, or this machine itself.

    Raises:
        ConfigurationError: the configured one is neither.
    """
    endpoint = settings.get("endpoint", GOOGLE).rstrip("/")
    parts = urlsplit(endpoint)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        return endpoint
    raise ConfigurationError(f"[google] endpoint is “{endpoint}”, which is neither https nor this computer itself.")


def _of_failed_write(error: APIError) -> Exception:
    status = status_of(error)
    if status == _BAD_REQUEST and _MOVED.search(str(error)):
        return RefusedRequestError(str(error))
    return UnansweredError() if status in PASSING - {_TOO_MANY} else error


def _may_pass(error: Exception) -> bool | float:
    """Whether a reading may succeed in a moment, or after how many seconds."""
    if isinstance(error, APIError):
        return status_of(error) in PASSING and (_wished_wait(error) or True)
    passing = requests.ConnectionError | requests.Timeout | TransportError | ValueError
    return isinstance(error, passing) and not is_about_certificates(error)


def _was_not_heard(error: Exception) -> bool | float:
    """Whether a write was refused before anything was done, so that it may be sent again."""
    if isinstance(error, APIError):
        return status_of(error) == _TOO_MANY and (_wished_wait(error) or True)
    return isinstance(error, TransportError) and not is_about_certificates(error)


def _wished_wait(error: APIError) -> float:
    """The seconds for which Google asks."""
    wish = error.response.headers.get("Retry-After", "")
    return min(float(wish), 60.0) if wish.isdigit() else 0.0
