"""What Google answers when it refuses, and what the fake says when it is asked for more than it knows."""

from fake_sheets.json_types import JsonObject

STATUS_NAMES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    408: "DEADLINE_EXCEEDED",
    409: "ABORTED",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    502: "UNAVAILABLE",
    503: "UNAVAILABLE",
}
PROTECTED = (
    "You are trying to edit a protected cell or object. "
    "Please contact the spreadsheet owner to remove protection if you need to edit."
)
TOO_LONG = "Your input contains more than the maximum of 50000 characters in a single cell."
TOO_MANY_CELLS = "This action would increase the number of cells in the workbook above the limit of 10000000 cells."


class ApiError(Exception):
    """A refusal as Google words it."""

    def __init__(self, code: int, message: str, details: list[JsonObject] | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.details = details or []

    def within(self, request: str) -> "ApiError":
        """The same, told of one of the requests of a batch."""
        return ApiError(self.code, f"Invalid {request}: {self.message}", self.details)

    @property
    def body(self) -> JsonObject:
        """The reply's body."""
        return error_body(self.code, self.message, self.details)


class NotModelledError(Exception):
    """The fake is asked for something that it does not know: the test fails, it never guesses."""


def error_body(
    code: int, message: str, details: list[JsonObject] | None = None, status: str | None = None
) -> JsonObject:
    error: JsonObject = {"code": code, "message": message, "status": status or STATUS_NAMES[code]}
    if details:
        error["details"] = details
    return {"error": error}


def invalid(message: str) -> ApiError:
    return ApiError(400, message)


def bad_request(message: str, field: str, description: str) -> ApiError:
    """A refusal that names the field, as Google adds it in the details."""
    violation = {"field": field, "description": description}
    return ApiError(
        400,
        message,
        [{"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation]}],
    )
