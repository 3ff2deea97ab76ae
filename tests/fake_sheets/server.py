"""The fake on the wire: a threaded HTTP server on loopback."""

import json
import socket
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

from fake_sheets.discovery import without_nulls
from fake_sheets.errors import ApiError, NotModelledError, error_body
from fake_sheets.faults import NOT_SIGNED_IN, Ending, Fault
from fake_sheets.json_types import JsonObject
from fake_sheets.model import Spreadsheet
from fake_sheets.service import Habits, Received, Service
from fake_sheets.tokens import TokenOffice, write_key_file

Hook = Callable[[Spreadsheet], None]
"""What happens between two requests: called with the spreadsheet, while no request is served."""
_PREFIX = "/v4/spreadsheets/"
_POLL = 0.02  # seconds until the server notices that it shall end


class FakeSheets:
    """A Google Sheets server for tests; see the package's docstring.

    Attributes:
        violations: every request that the API or the fake does not know, and every reply that would not conform.
        requests: what was asked and answered, in order; requests for tokens apart.
        faults: misfortunes by the request's number, counted from 1 since `reset` or `forget_requests`.
        fault_of: asked for a misfortune where `faults` holds none.
        before_request, after_request: the user's moments, before a request is applied and after it.
        habits: how the fake behaves where it is not known how Google does.
        tokens: the token endpoint.
    """

    def __init__(self) -> None:
        self.service = Service()
        self.tokens = TokenOffice()
        self.lock = threading.RLock()
        self.closing = threading.Event()
        self._http = _Listener(("127.0.0.1", 0), _Conversation)
        self._http.fake = self
        self._thread = threading.Thread(target=self._http.serve_forever, args=(_POLL,), name="fake-sheets")
        self.reset()

    def reset(self) -> None:
        """Forget spreadsheets, requests, faults and hooks; the address and the tokens stay."""
        with self.lock:
            self.service.spreadsheets.clear()
            self.service.habits = Habits()
            self.tokens.reset()
            self.faults: dict[int, Fault] = {}
            self.fault_of: Callable[[Received], Fault | None] = lambda _: None
            self.before_request: Hook = lambda _: None
            self.after_request: Hook = lambda _: None
            self.violations: list[str] = []
            self.tokens.violations = self.violations
            self.forget_requests()

    def forget_requests(self) -> None:
        """Count requests from 1 again."""
        self.requests: list[Received] = []

    @property
    def habits(self) -> Habits:
        return self.service.habits

    @property
    def url(self) -> str:
        """The endpoint, for the configuration: `http://127.0.0.1:…`."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    @property
    def token_uri(self) -> str:
        return f"{self.url}/token"

    def add(self, spreadsheet: Spreadsheet) -> Spreadsheet:
        """Serve a spreadsheet under its key."""
        with self.lock:
            self.service.spreadsheets[spreadsheet.key] = spreadsheet
        return spreadsheet

    def key_file(self, folder: Path) -> Path:
        """A service account's key file in that folder, good for this server."""
        return write_key_file(folder / "service_account.json", self.token_uri)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.hang_up()
        self._http.server_close()
        self._thread.join()

    def receive(self, method: str, address: str, body: bytes) -> Received | None:
        """Note a request; None for an address that the API does not have, or that is not modelled."""
        parts = urlsplit(address)
        call, key = _call_of(method, parts.path)
        with self.lock:
            query = parse_qs(parts.query, keep_blank_values=True)
            number = len(self.requests) + 1
            received = Received(number, method, parts.path, query, {}, time.monotonic(), call=call, key=key)
            self.requests.append(received)
            if not call or not self._read_body(received, body):
                self.violations.append(f"request {number} is not modelled: {method} {parts.path}")
                return None
        return received

    def _read_body(self, received: Received, body: bytes) -> bool:
        try:
            received.body = without_nulls(json.loads(body)) if body else {}
        except ValueError:
            return False
        return isinstance(received.body, dict)

    def fault_for(self, received: Received) -> Fault | None:
        """The misfortune of a request."""
        with self.lock:
            return self.faults.get(received.number) or self.fault_of(received)

    def apply(self, received: Received, token: str) -> tuple[int, JsonObject]:
        """Serve a request, with the user's moments around it: the status and the body."""
        with self.lock:
            caller = self.tokens.issued.get(token)
            if caller is None:
                return 401, error_body(401, NOT_SIGNED_IN)
            try:
                return self._served(received, caller)
            except ApiError as error:
                return error.code, error.body
            except Exception as error:  # noqa: BLE001 - whatever goes wrong here must fail the test, not the thread
                return self._violated(received, error)

    def _served(self, received: Received, caller: str) -> tuple[int, JsonObject]:
        spreadsheet = self.service.spreadsheets.get(received.key)
        if spreadsheet is None:
            return 200, self.service.answer(received, caller)
        self.before_request(spreadsheet)
        try:
            return 200, self.service.answer(received, caller)
        finally:
            self.after_request(spreadsheet)

    def _violated(self, received: Received, error: Exception) -> tuple[int, JsonObject]:
        known = isinstance(error, NotModelledError)
        text = f"request {received.number}: {error}" if known else f"request {received.number}: {error!r}"
        self.violations.append(text)
        return 501, error_body(501, f"The fake does not model this. {text}")


def _call_of(method: str, path: str) -> tuple[str, str]:
    """(method of the API, spreadsheet key); ("", "") for what is not modelled."""
    key, _, verb = unquote(path.removeprefix(_PREFIX)).partition(":")
    if not path.startswith(_PREFIX) or "/" in key:
        return "", ""
    return {("GET", ""): ("get", key), ("POST", "batchUpdate"): ("batchUpdate", key)}.get((method, verb), ("", ""))


class _Listener(ThreadingHTTPServer):
    """Threads that are waited for, on connections that can be hung up."""

    daemon_threads = False
    request_queue_size = 64
    fake: FakeSheets

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        self._open: set[socket.socket] = set()

    def process_request(self, request: socket.socket | tuple[bytes, socket.socket], client_address: object) -> None:
        if isinstance(request, socket.socket):
            request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End every connection, so that no thread waits for one."""
        for connection in list(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is none of our concern."""


class _Conversation(BaseHTTPRequestHandler):
    """One client's requests."""

    protocol_version = "HTTP/1.1"
    server: _Listener

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named by the standard library
        """Say nothing: the tests look at `requests`."""

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_PUT(self) -> None:
        self._serve()

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fake = self.server.fake
        if self.command == "POST" and self.path == "/token":
            with fake.lock:
                status, reply = fake.tokens.answer(dict(parse_qsl(body.decode())), fake.token_uri)
            self._send(status, json.dumps(reply))
            return
        received = fake.receive(self.command, self.path, body)
        if received is None:
            self._send(501, json.dumps(error_body(501, f"The fake does not model {self.command} {self.path}")))
            return
        self._exchange(fake, received, fake.fault_for(received) or Fault(applies=True))

    def _exchange(self, fake: FakeSheets, received: Received, fault: Fault) -> None:
        if fault.late:
            fake.closing.wait(fault.stall)
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        status, reply = fake.apply(received, token) if fault.applies else (fault.status, {})
        text = json.dumps(reply)
        if fault.status:
            status, text = fault.status, fault.body
        if not fault.late:
            fake.closing.wait(fault.stall) if fault.stall else None
        received.status = 0 if fault.ending is Ending.CUT else status
        self._end(fault, status or 200, text)

    def _end(self, fault: Fault, status: int, text: str) -> None:
        if fault.ending is Ending.CUT:
            self._hang_up()
            return
        headers = {"Retry-After": fault.retry_after} if fault.retry_after else {}
        kind = "text/html" if fault.html else "application/json"
        self._send(status, text, headers, kind, half=fault.ending is Ending.HALF)

    def _send(
        self,
        status: int,
        text: str,
        headers: Mapping[str, str] | None = None,
        kind: str = "application/json",
        *,
        half: bool = False,
    ) -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=UTF-8")
        self.send_header("Content-Length", str(len(content)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content[: len(content) // 2] if half else content)
        if half:
            self._hang_up()

    def _hang_up(self) -> None:
        self.close_connection = True
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
