"""A server that cannot prove to be Google, as a company's proxy, is told from a network that is not there."""

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID
from fake_sheets.tokens import private_key
from google_user import GoogleUser

ADVICE = ("not secure", "the company's own", "REQUESTS_CA_BUNDLE", "clock is right")


def certificate(folder: Path) -> Path:
    """A key and a certificate that it signed itself, in one file."""
    name, key = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Proxy of Company")]), private_key()
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(1))
    pem = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    kind, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path = folder / "proxy.pem"
    path.write_bytes(key.private_bytes(serialization.Encoding.PEM, kind, plain) + pem)
    return path


def greet(listener: socket.socket, context: ssl.SSLContext) -> None:
    """Show the certificate to whoever comes, until the listener is closed."""
    with suppress(OSError):
        while True:
            connection, _ = listener.accept()
            with suppress(OSError), closing(connection):
                context.wrap_socket(connection, server_side=True).close()


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[str]:
    """The address of a server with a certificate that nobody trusts."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(tmp_path))
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=greet, args=(listener, context), daemon=True)
    thread.start()
    yield f"https://127.0.0.1:{listener.getsockname()[1]}"
    with suppress(OSError):
        listener.shutdown(socket.SHUT_RDWR)  # wakes the thread
    listener.close()
    thread.join(10)


def test_a_certificate_that_nobody_trusts_is_laid_to_the_company_and_not_tried_again(
    user: GoogleUser, proxy: str, waits: list[float]
) -> None:
    user.configure(user.key, proxy)

    ran = user.sync()

    assert (ran.code, waits) == (1, [])
    assert [words for words in ADVICE if words not in ran.err] == []
    assert len(ran.err.splitlines()) == 1


def test_so_it_is_where_the_token_is_asked_for(user: GoogleUser, proxy: str, waits: list[float]) -> None:
    user.key.write_text(json.dumps(json.loads(user.key.read_text("utf-8")) | {"token_uri": proxy}), "utf-8")

    for ran in (user.sync(), user.invoke("setup-google", user.address)):
        assert (ran.code, waits) == (1, [])
        assert [words for words in ADVICE if words not in ran.err] == []


def test_a_file_of_certificates_that_is_not_there_is_named(
    user: GoogleUser, proxy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere/company.pem")
    user.configure(user.key, proxy)

    ran = user.sync()

    assert (ran.code, "/nowhere/company.pem" in ran.err) == (1, True)
    assert len(ran.err.splitlines()) == 1
