"""What can go wrong between the program and Google, to be scripted by a test."""

import json
from dataclasses import dataclass
from enum import Enum

from fake_sheets.errors import error_body
from fake_sheets.json_types import JsonObject

PROJECT = "123456789012"
_ACTIVATION = f"https://console.developers.google.com/apis/api/sheets.googleapis.com/overview?project={PROJECT}"


class Ending(Enum):
    """How the exchange ends."""

    ANSWERED = "answered"
    CUT = "cut"
    HALF = "half"


@dataclass(frozen=True, slots=True)
class Fault:
    """One request's misfortune.

    Attributes:
        applies: the request is applied all the same.
        stall: seconds to wait; before it is applied where `late`, else after it.
        late: it is applied only after the wait.
        ending: a whole answer, the connection cut instead of one, or half of one.
        status, body, html, retry_after: the answer; a status of 0 is the true answer.
    """

    applies: bool = False
    stall: float = 0
    late: bool = False
    ending: Ending = Ending.ANSWERED
    status: int = 0
    body: str = ""
    html: bool = False
    retry_after: str | None = None


def status(code: int, *, retry_after: str | None = None, applied: bool = False) -> Fault:
    """Google's usual answer of that status: 400, 401, 403, 404, 408, 429, 500, 502 or 503."""
    return _answer(code, _BODIES[code], retry_after=retry_after, applied=applied)


def api_disabled() -> Fault:
    """403: the API was never switched on in the project of the key."""
    message = (
        f"Google Sheets API has not been used in project {PROJECT} before or it is disabled. "
        f"Enable it by visiting {_ACTIVATION} then retry. If you enabled this API recently, "
        "wait a few minutes for the action to propagate to our systems and retry."
    )
    link = {"description": "Google developers console API activation", "url": _ACTIVATION}
    metadata = {
        "consumer": f"projects/{PROJECT}",
        "service": "sheets.googleapis.com",
        "serviceTitle": "Google Sheets API",
        "containerInfo": PROJECT,
        "activationUrl": _ACTIVATION,
    }
    reason = _reason("SERVICE_DISABLED", metadata)
    help_link = {"@type": "type.googleapis.com/google.rpc.Help", "links": [link]}
    return _answer(403, error_body(403, message, [reason, help_link]))


def scope_insufficient() -> Fault:
    """403: the token is for other services only."""
    metadata = {
        "service": "sheets.googleapis.com",
        "method": "google.apps.sheets.v4.SpreadsheetsService.GetSpreadsheet",
    }
    details = [_reason("ACCESS_TOKEN_SCOPE_INSUFFICIENT", metadata)]
    return _answer(403, error_body(403, "Request had insufficient authentication scopes.", details))


def quota(kind: str = "Read", *, retry_after: str | None = None) -> Fault:
    """429: too many requests in this minute; `kind` is "Read" or "Write"."""
    limit = f"{kind} requests per minute per user"
    message = (
        f"Quota exceeded for quota metric '{kind} requests' and limit '{limit}' of service "
        f"'sheets.googleapis.com' for consumer 'project_number:{PROJECT}'."
    )
    metadata = {
        "quota_limit": f"{kind}RequestsPerMinutePerUser",
        "quota_limit_value": "60",
        "quota_location": "global",
        "quota_metric": f"sheets.googleapis.com/{kind.lower()}_requests",
        "quota_unit": "1/min/{project}/{user}",
        "consumer": f"projects/{PROJECT}",
        "service": "sheets.googleapis.com",
    }
    details = [_reason("RATE_LIMIT_EXCEEDED", metadata)]
    return _answer(429, error_body(429, message, details), retry_after=retry_after)


def excel_file() -> Fault:
    """400: what the key names is an Excel file that Drive keeps."""
    message = "This operation is not supported for this document"
    return _answer(400, error_body(400, message, status="FAILED_PRECONDITION"))


def cut(*, applied: bool) -> Fault:
    """The connection breaks instead of a reply, before or after the request is applied."""
    return Fault(applies=applied, ending=Ending.CUT)


def half_reply(*, applied: bool = True) -> Fault:
    """The reply breaks off in the middle."""
    return Fault(applies=applied, ending=Ending.HALF)


def stall(seconds: float, *, applied: str = "before") -> Fault:
    """The reply comes after `seconds`. `applied` "before" the wait, only "after" it, or "never" (then a cut)."""
    ending = Ending.CUT if applied == "never" else Ending.ANSWERED
    return Fault(applies=applied != "never", stall=seconds, late=applied == "after", ending=ending)


def proxy_page(code: int = 502) -> Fault:
    """A page in HTML from something on the way."""
    page = f"<html><head><title>{code} Bad Gateway</title></head><body><h1>{code}</h1><p>proxy</p></body></html>"
    return Fault(status=code, body=page, html=True)


def _answer(code: int, body: JsonObject, *, retry_after: str | None = None, applied: bool = False) -> Fault:
    return Fault(applies=applied, status=code, body=json.dumps(body), retry_after=retry_after)


def _reason(reason: str, metadata: JsonObject) -> JsonObject:
    return {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": reason,
        "domain": "googleapis.com",
        "metadata": metadata,
    }


NOT_SIGNED_IN = (
    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid "
    "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project."
)
_BODIES: dict[int, JsonObject] = {
    400: error_body(400, "Request contains an invalid argument."),
    401: error_body(401, NOT_SIGNED_IN),
    403: error_body(403, "The caller does not have permission"),
    404: error_body(404, "Requested entity was not found."),
    408: error_body(408, "The request timed out."),
    429: error_body(429, "Resource has been exhausted (e.g. check quota)."),
    500: error_body(500, "Internal error encountered."),
    502: error_body(502, "Bad Gateway"),
    503: error_body(503, "The service is currently unavailable."),
}
