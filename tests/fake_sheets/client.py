"""A plain client of the API for the fake's own tests: requests go out as they are written."""

from dataclasses import dataclass
from typing import Any

import requests

from fake_sheets.json_types import JsonObject
from fake_sheets.server import FakeSheets

TIMEOUT = 10


@dataclass
class Api:
    """Asks the server, and gives what it answered."""

    server: FakeSheets
    session: requests.Session

    def get(self, key: str, **query: Any) -> JsonObject:  # noqa: ANN401 - a parameter of the address
        """A spreadsheet as `spreadsheets.get` gives it."""
        reply = self.session.get(self.address(key), params=query, timeout=TIMEOUT)
        assert reply.status_code == requests.codes.ok, reply.text
        found: JsonObject = reply.json()
        return found

    def update(self, key: str, *changes: JsonObject, fields: str = "", **options: Any) -> JsonObject:  # noqa: ANN401
        """The reply of a batchUpdate of these requests."""
        reply = self.try_update(key, *changes, fields=fields, **options)
        assert reply.status_code == requests.codes.ok, reply.text
        found: JsonObject = reply.json()
        return found

    def try_update(
        self,
        key: str,
        *changes: JsonObject,
        fields: str = "",
        timeout: float = TIMEOUT,
        **options: Any,  # noqa: ANN401 - any option of a batchUpdate
    ) -> requests.Response:
        """The same, be it refused."""
        body = {"requests": list(changes), **options}
        query = {"fields": fields} if fields else {}
        return self.session.post(f"{self.address(key)}:batchUpdate", json=body, params=query, timeout=timeout)

    def refusal(self, key: str, *changes: JsonObject) -> str:
        """The words of the error that a batchUpdate is answered with."""
        reply = self.try_update(key, *changes)
        assert reply.status_code == requests.codes.bad_request, reply.text
        error = reply.json()["error"]
        assert (error["code"], error["status"]) == (400, "INVALID_ARGUMENT")
        message: str = error["message"]
        return message

    def address(self, key: str) -> str:
        return f"{self.server.url}/v4/spreadsheets/{key}"
