"""The wire: tokens, permissions, misfortunes, hooks and counts, through gspread as it is."""

import stat
import time
from pathlib import Path
from typing import Any

import gspread
import pytest
import requests
from fake_sheets import SCOPE, FakeSheets, Spreadsheet, User, faults, spreadsheet_of, value
from fake_sheets.client import Api
from fake_sheets.json_types import JsonObject
from fake_sheets.tokens import BAD_CLOCK, BAD_SIGNATURE, DISABLED_ACCOUNT, NO_ACCOUNT, write_key_file
from google.auth.exceptions import RefreshError

WRITE: JsonObject = {"updateCells": {"start": {}, "rows": [{"values": [{"note": "seen"}]}], "fields": "note"}}


@pytest.fixture
def book(server: FakeSheets) -> Spreadsheet:
    return server.add(spreadsheet_of({"Jobs": [["Company"], ["Acme"]]}))


class _Redirected(gspread.HTTPClient):
    """gspread's own client, with Google's host replaced."""

    url = ""

    def request(self, method: str, endpoint: str, *args: Any, **options: Any) -> requests.Response:  # noqa: ANN401
        address = endpoint.replace("https://sheets.googleapis.com", self.url)
        return super().request(method, address, *args, **options)


def opened(server: FakeSheets, folder: Path, scopes: tuple[str, ...] = (SCOPE,)) -> gspread.Client:
    client = gspread.service_account(server.key_file(folder), scopes=list(scopes), http_client=_Redirected)
    client.http_client.url = server.url  # type: ignore[attr-defined]
    return client


def test_gspread_reads_and_writes_through_its_own_objects(
    server: FakeSheets, book: Spreadsheet, tmp_path: Path
) -> None:
    client = opened(server, tmp_path)
    with client.http_client.session:
        sheet = client.open_by_key(book.key).worksheet("Jobs")
        sheet.add_rows(5)
        sheet.insert_note("A2", "call back")

        assert sheet.row_count == 27
        assert sheet.get_note("A2") == "call back"


def test_the_key_file_is_its_owners_alone_and_points_to_loopback(server: FakeSheets, tmp_path: Path) -> None:
    file = server.key_file(tmp_path)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "http://127.0.0.1:" in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (("invalid_grant", NO_ACCOUNT), "account not found"),
        (("disabled_client", DISABLED_ACCOUNT), "disabled"),
        (("invalid_grant", BAD_SIGNATURE), "Invalid JWT Signature."),
    ],
)
def test_the_token_is_refused_in_googles_words(
    server: FakeSheets, api: Api, book: Spreadsheet, refusal: tuple[str, str], words: str
) -> None:
    server.tokens.refusal = refusal

    with pytest.raises(RefreshError, match=words):
        api.get(book.key)

    assert server.requests == []


def test_a_clock_that_is_wrong_gets_no_token(server: FakeSheets, api: Api, book: Spreadsheet) -> None:
    server.tokens.clock = lambda: time.time() - 7200

    with pytest.raises(RefreshError, match="short-lived token"):
        api.get(book.key)

    assert "iat and exp" in BAD_CLOCK


def test_another_key_has_another_signature(server: FakeSheets, tmp_path: Path) -> None:
    file = write_key_file(tmp_path / "key.json", server.token_uri)
    assertion = "e30.e30.c2lnbmF0dXJl"
    form = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": assertion}

    reply = requests.post(server.token_uri, data=form, timeout=5)

    assert file.exists()
    assert reply.json() == {"error": "invalid_grant", "error_description": BAD_SIGNATURE}


def test_a_scope_beyond_spreadsheets_fails_the_test(server: FakeSheets, book: Spreadsheet, tmp_path: Path) -> None:
    client = opened(server, tmp_path, scopes=(SCOPE, "https://www.googleapis.com/auth/drive"))

    with client.http_client.session, pytest.raises(RefreshError, match="invalid_scope"):
        client.open_by_key(book.key)

    assert "auth/drive" in server.violations.pop()


@pytest.mark.parametrize(
    ("access", "reads", "writes"), [("viewer", 200, 403), ("none", 403, 403), ("editor", 200, 200)]
)
def test_a_sheet_is_shared_for_reading_or_writing_or_not_at_all(
    api: Api, book: Spreadsheet, access: str, reads: int, writes: int
) -> None:
    book.access = access

    assert api.session.get(api.address(book.key), timeout=5).status_code == reads
    assert api.try_update(book.key, WRITE).status_code == writes


def test_an_unknown_key_is_not_found(api: Api) -> None:
    reply = api.session.get(api.address("no-such-key"), timeout=5)

    assert reply.json()["error"] == {"code": 404, "message": "Requested entity was not found.", "status": "NOT_FOUND"}


@pytest.mark.parametrize(
    ("address", "words"),
    [("?bogus=1", "unknown query parameter 'bogus'"), ("?prettyPrint=maybe", "no truth value"), ("/values/A1", "GET")],
)
def test_what_the_api_or_the_fake_does_not_have_fails_the_test(
    server: FakeSheets, api: Api, book: Spreadsheet, address: str, words: str
) -> None:
    reply = api.session.get(api.address(book.key) + address, timeout=5)

    assert reply.status_code == 501
    assert words in server.violations.pop()


@pytest.mark.parametrize("code", [400, 403, 404, 408, 429, 500, 502, 503])
def test_a_fault_answers_as_google_and_leaves_the_sheet(
    server: FakeSheets, api: Api, book: Spreadsheet, code: int
) -> None:
    server.faults[1] = faults.status(code, retry_after="3")

    reply = api.try_update(book.key, WRITE)

    assert reply.status_code == reply.json()["error"]["code"] == code
    assert reply.headers["Retry-After"] == "3"
    assert "note" not in book.sheet().cell(0, 0)
    assert [(one.call, one.status) for one in server.requests] == [("batchUpdate", code)]


def test_the_faults_of_setup_carry_their_reasons(server: FakeSheets, api: Api, book: Spreadsheet) -> None:
    server.faults = {1: faults.api_disabled(), 2: faults.scope_insufficient(), 3: faults.quota(retry_after="1")}

    errors = [api.try_update(book.key, WRITE).json()["error"] for _ in range(3)]

    reasons = [error["details"][0]["reason"] for error in errors]
    assert reasons == ["SERVICE_DISABLED", "ACCESS_TOKEN_SCOPE_INSUFFICIENT", "RATE_LIMIT_EXCEEDED"]
    assert "has not been used in project 123456789012 before or it is disabled" in errors[0]["message"]


@pytest.mark.parametrize(
    ("fault", "applied"),
    [(faults.cut(applied=False), False), (faults.cut(applied=True), True), (faults.half_reply(), True)],
)
def test_a_connection_breaks_before_or_after_the_update(
    server: FakeSheets, api: Api, book: Spreadsheet, fault: faults.Fault, *, applied: bool
) -> None:
    server.faults[1] = fault

    with pytest.raises(requests.exceptions.RequestException):
        api.try_update(book.key, WRITE)

    assert ("note" in book.sheet().cell(0, 0)) == applied


@pytest.mark.parametrize(
    ("applied", "when"), [("before", [True, True]), ("after", [False, True]), ("never", [False] * 2)]
)
def test_a_stalled_request_is_applied_before_the_wait_or_after_it_or_never(
    server: FakeSheets, api: Api, book: Spreadsheet, applied: str, when: list[bool]
) -> None:
    api.get(book.key)
    server.faults[2] = faults.stall(0.3, applied=applied)

    with pytest.raises(requests.exceptions.ReadTimeout):
        api.try_update(book.key, WRITE, timeout=0.1)

    soon = "note" in book.sheet().cell(0, 0)
    time.sleep(0.4)
    assert [soon, "note" in book.sheet().cell(0, 0)] == when


def test_a_token_that_ended_is_renewed(server: FakeSheets, api: Api, book: Spreadsheet) -> None:
    api.get(book.key)
    server.tokens.issued.clear()

    api.get(book.key)

    assert [one.status for one in server.requests] == [200, 401, 200]


def test_a_proxys_page_is_html(server: FakeSheets, api: Api, book: Spreadsheet) -> None:
    server.fault_of = lambda received: faults.proxy_page(503) if received.call == "get" else None

    reply = api.session.get(api.address(book.key), timeout=5)

    assert reply.status_code == 503
    assert reply.text.startswith("<html>")


def test_the_user_acts_before_and_after_a_request(server: FakeSheets, api: Api, book: Spreadsheet) -> None:
    server.before_request = lambda book: User(book, "Jobs").type("A2", "typed before")
    server.after_request = lambda book: User(book, "Jobs").type("A2", "typed after")

    found = api.get(book.key, fields="sheets.data.rowData.values.formattedValue")

    assert found["sheets"][0]["data"][0]["rowData"][1]["values"][0]["formattedValue"] == "typed before"
    assert value(book.sheet(), "A2") == "typed after"


def test_a_hook_that_fails_fails_the_test(server: FakeSheets, api: Api, book: Spreadsheet) -> None:
    server.before_request = lambda book: User(book, "Gone").delete_rows(1)

    assert api.session.get(api.address(book.key), timeout=5).status_code == 501
    assert "StopIteration" in server.violations.pop()


def test_requests_are_counted_with_what_they_asked(server: FakeSheets, api: Api, book: Spreadsheet) -> None:
    api.get(book.key, ranges=["Jobs!A1", "Jobs!A2"])
    api.update(book.key, WRITE)

    first, second = server.requests
    assert (first.number, first.method, first.query["ranges"]) == (1, "GET", ["Jobs!A1", "Jobs!A2"])
    assert (second.call, second.body["requests"], second.status) == ("batchUpdate", [WRITE], 200)
    assert first.time <= second.time


def test_a_server_starts_and_ends_within_moments() -> None:
    begin = time.monotonic()
    with FakeSheets() as server, requests.Session() as session:
        assert session.get(f"{server.url}/v4/spreadsheets/none", timeout=5).status_code == 401

    assert time.monotonic() - begin < 1
