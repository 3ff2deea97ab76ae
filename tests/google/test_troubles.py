"""Whatever goes wrong with Google is one plain line with the way out, and tells no secret (SPEC section 8)."""

import json
import re
import socket
import sys

import pytest
from fake_sheets import ROBOT, Fault, User, faults, protect
from fake_sheets.errors import TOO_LONG, TOO_MANY_CELLS
from fake_sheets.faults import PROJECT
from fake_sheets.tokens import BAD_CLOCK, BAD_SIGNATURE, NO_ACCOUNT
from google_user import GoogleUser
from workbooks import Ran

from sheet_sync.stores.google import service
from sheet_sync.stores.google.service import Patience


def secrets_of(user: GoogleUser) -> list[str]:
    lines = json.loads(user.key.read_text("utf-8"))["private_key"].splitlines()
    return [*lines[1:-1], *user.server.tokens.issued, "ya29."]


def line_of(ran: Ran, code: int, user: GoogleUser) -> str:
    """The one line that a failed run says, with nothing secret in it."""
    assert ran.code == code, ran.err
    (line,) = ran.err.splitlines()
    assert line.startswith("sheet-sync: ")
    assert ran.out == ""
    assert not [secret for secret in secrets_of(user) if secret in ran.err]
    return line


@pytest.mark.parametrize(
    ("fault", "code", "said"),
    [
        (faults.api_disabled(), 1, ("API is switched off", "“Enable”", f"overview?project={PROJECT} ")),
        (faults.status(403), 1, ("is not shared with", ROBOT, "“Share”", "as an Editor", "work account")),
        (faults.scope_insufficient(), 2, ("credentials of this computer", "`sheet-sync setup-google`")),
        (faults.status(404), 1, ("no such sheet", "deleted", "copy its address")),
        (faults.status(401), 2, ("no longer accepts the key", "`sheet-sync setup-google --key FILE`")),
        (faults.excel_file(), 1, ("Excel file kept in Google Drive", "Save as Google Sheets")),
        (faults.quota(), 75, ("quota", "try again later")),
        (faults.status(500), 75, ("does not answer as it should (500)", "try again later")),
        (faults.status(503), 75, ("does not answer as it should (503)", "try again later")),
        (faults.proxy_page(), 75, ("something on the way answered", "proxy", "docs.google.com")),
        (faults.proxy_page(403), 75, ("something on the way answered", "proxy")),
        (faults.proxy_page(200), 75, ("something on the way answered", "sign-in page")),
        (faults.cut(applied=False), 75, ("cannot be reached", "Is there a network?")),
        (faults.half_reply(), 75, ("cannot be reached", "Is there a network?")),
    ],
    ids=lambda value: "" if isinstance(value, Fault) else None,
)
def test_a_reading_that_google_refuses_says_what_to_do(
    user: GoogleUser, fault: Fault, code: int, said: tuple[str, ...]
) -> None:
    user.server.fault_of = lambda _: fault

    line = line_of(user.sync(), code, user)

    assert user.address in line
    assert [words for words in said if words not in line] == []
    assert not re.search(r"<\w|[{}]|APIError|Traceback", line)


def refused(message: str) -> Fault:
    return Fault(
        status=400, body=json.dumps({"error": {"code": 400, "message": message, "status": "INVALID_ARGUMENT"}})
    )


@pytest.mark.parametrize(
    ("fault", "code", "said"),
    [
        (faults.status(403), 1, (ROBOT, "for viewing only", "an Editor")),
        (refused(TOO_MANY_CELLS), 1, ("is full", "10 million cells")),
        (refused(TOO_LONG), 1, ("50,000 characters", "Shorten it")),
        (refused("You are trying to edit a protected cell or object."), 1, ("protected range", "Protect sheets")),
        (faults.quota("Write"), 75, ("quota", "try again later")),
    ],
)
def test_a_write_that_google_refuses_says_what_to_do_and_changes_nothing(
    user: GoogleUser, fault: Fault, code: int, said: tuple[str, ...]
) -> None:
    before = user.table()
    user.server.fault_of = lambda asked: fault if asked.call == "batchUpdate" else None

    line = line_of(user.sync(), code, user)

    assert [words for words in said if words not in line] == []
    assert user.table() == before


def test_who_may_only_view_is_told_so_by_the_real_refusal(user: GoogleUser) -> None:
    user.book.access = "viewer"

    assert "for viewing only" in line_of(user.sync(), 1, user)


def test_who_was_not_invited_is_told_with_whom_to_share(user: GoogleUser) -> None:
    user.book.access = "none"

    assert f"is not shared with {ROBOT}" in line_of(user.sync(), 1, user)


def test_a_key_of_no_sheet_is_called_so(user: GoogleUser) -> None:
    user.server.service.spreadsheets.clear()

    assert "no such sheet" in line_of(user.sync(), 1, user)


def test_a_worksheet_that_was_renamed_is_missed_by_its_name(user: GoogleUser) -> None:
    User(user.book, "Jobs").rename("Applications 2026")

    line = line_of(user.sync("--sheet", "Jobs"), 1, user)

    assert "“Jobs”" in line
    assert "“Applications 2026”" in line


def test_a_protected_range_over_our_cells_is_named_with_the_way_to_open_it(user: GoogleUser) -> None:
    assert user.sync().code == 0
    protect(user.book.sheet("Jobs"), "A1:Z50")
    User(user.book, "Jobs").type("E2", "2026-11-20")

    line = line_of(user.sync("--yes"), 1, user)

    assert "is protected" in line
    assert "Protect sheets and ranges" in line


@pytest.mark.parametrize(
    ("refusal", "code", "said"),
    [
        (BAD_SIGNATURE, 2, "no longer accepts the key"),
        (NO_ACCOUNT, 2, "no longer accepts the key"),
        (BAD_CLOCK, 1, "this computer's clock is wrong. Set the clock"),
    ],
)
def test_a_key_that_google_refuses_says_why(user: GoogleUser, refusal: str, code: int, said: str) -> None:
    user.server.tokens.refusal = ("invalid_grant", refusal)

    assert said in line_of(user.sync(), code, user)
    assert user.calls() == []


@pytest.mark.parametrize("status", [200, 502])
def test_a_page_instead_of_a_token_is_laid_to_the_proxy(
    user: GoogleUser, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setattr(user.server.tokens, "answer", lambda *_: (status, "<html>Sign in</html>"))

    assert "something on the way answered" in line_of(user.sync(), 75, user)


def test_a_clock_that_is_off_is_found_by_google_itself(user: GoogleUser) -> None:
    user.server.tokens.clock = lambda: 0.0

    assert "clock is wrong" in line_of(user.sync(), 1, user)


def test_without_a_network_the_next_run_does_it(user: GoogleUser) -> None:
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{unheard.getsockname()[1]}"
        user.configure(user.key, nowhere)
        assert "cannot be reached" in line_of(user.sync(), 75, user)


def write_key(user: GoogleUser, content: str) -> None:
    user.key.write_text(content, encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("no json", "damaged"),
        ("[]", "not the key of a service account"),
        ('{"installed": {"client_id": "x"}}', "OAuth client"),
        ('{"type": "service_account"}', "damaged"),
        ('{"type": "service_account", "client_email": "a@b", "token_uri": "x", "private_key": "hush"}', "damaged"),
        ('{"type": "service_account", "client_email": 1, "token_uri": 2, "private_key": 3}', "damaged"),
    ],
)
def test_a_malformed_key_file_is_called_so_and_never_cited(user: GoogleUser, content: str, said: str) -> None:
    write_key(user, content)

    ran = user.sync("--verbose")

    assert ran.code == 2
    assert said in ran.err.splitlines()[0]
    assert str(user.key) in ran.err.splitlines()[0]
    assert "hush" not in ran.err


def test_a_key_that_others_can_read_is_refused_with_the_command_that_helps(user: GoogleUser) -> None:
    user.key.chmod(0o644)

    assert f"Run: chmod 600 '{user.key}'" in line_of(user.sync(), 2, user)


def test_a_key_that_others_can_read_is_refused_from_the_environment_too(
    user: GoogleUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    user.configure()
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(user.key))
    assert user.sync().code == 0

    user.key.chmod(0o640)

    assert "chmod 600" in line_of(user.sync(), 2, user)


def test_a_missing_key_and_no_key_at_all_name_the_way_to_one(user: GoogleUser, monkeypatch: pytest.MonkeyPatch) -> None:
    user.configure(user.home / "gone.json")
    assert "gone.json" in line_of(user.sync(), 2, user)

    user.configure()
    assert "`sheet-sync setup-google`" in line_of(user.sync(), 2, user)

    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(user.home / "nowhere.json"))
    assert "nowhere.json" in line_of(user.sync(), 2, user)


def test_a_relative_key_is_looked_for_beside_the_configuration_that_names_it(user: GoogleUser) -> None:
    user.configure("my_key.json")
    user.key.rename(user.config.with_name("my_key.json"))

    assert user.sync().code == 0


def test_missing_libraries_are_one_line_with_the_command_that_installs_them(
    user: GoogleUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "gspread", None)

    assert "pip install 'sheet-sync[google]'" in line_of(user.sync(), 1, user)


def test_errors_in_json_are_the_same_line(user: GoogleUser) -> None:
    user.book.access = "none"

    ran = user.sync("--json")

    (tracker,) = json.loads(ran.out)["trackers"]
    assert ran.err == f"sheet-sync: {tracker['error']}\n"
    assert tracker["written"] is None


def test_nothing_secret_is_kept_or_said_by_a_sync(user: GoogleUser) -> None:
    user.server.faults[4] = faults.status(403)
    said = [user.sync("--verbose", "--json"), user.sync("--verbose", "--json")]

    kept = [path for path in (user.home / "state").rglob("*") if path.is_file()]
    texts = [ran.out + ran.err for ran in said] + [path.read_text("utf-8") for path in kept]

    assert kept
    assert [secret for secret in secrets_of(user) for text in texts if secret in text] == []


@pytest.mark.parametrize("fault", [faults.status(500), faults.quota(), faults.cut(applied=False), faults.status(408)])
def test_a_reading_is_tried_again_a_few_times_with_growing_waits(
    user: GoogleUser, waits: list[float], fault: Fault
) -> None:
    user.server.fault_of = lambda _: fault

    assert user.sync().code == 75

    assert len(user.calls()) == service.PATIENCE.attempts == 6
    assert len(waits) == 5
    assert all(2**n <= wait <= 2**n + 1 for n, wait in enumerate(waits))  # a second of jitter


def test_the_waits_of_two_runs_differ(user: GoogleUser, waits: list[float]) -> None:
    user.server.fault_of = lambda _: faults.status(500)
    user.sync()
    user.sync()

    assert waits[:5] != waits[5:]


@pytest.mark.parametrize(("wish", "waited"), [("7", 7.0), ("3600", 60.0)])
def test_google_s_wish_to_be_asked_later_is_heard_within_reason(
    user: GoogleUser, waits: list[float], wish: str, waited: float
) -> None:
    user.server.faults[1] = faults.quota(retry_after=wish)
    user.server.faults[4] = faults.quota("Write", retry_after=wish)

    assert user.sync().code == 0

    assert waits == [waited, waited]
    assert user.calls() == ["get", "get", "get", "batchUpdate", "batchUpdate"]


@pytest.mark.parametrize("number", [1, 3])
def test_a_server_that_says_nothing_is_not_waited_for_any_longer(
    user: GoogleUser, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(service, "PATIENCE", Patience(seconds=0.2, attempts=2))
    user.server.faults[number] = faults.stall(30, applied="never")

    ran = user.sync()

    assert (ran.code, ran.err) == (0, "")
    assert [row["Follow-up status"] for row in user.table()] == ["Follow up now", "Send thank-you"]


def test_a_refusal_that_will_not_pass_is_not_tried_again(user: GoogleUser, waits: list[float]) -> None:
    user.server.fault_of = lambda _: faults.status(404)

    user.sync()

    assert (user.calls(), waits) == (["get"], [])
