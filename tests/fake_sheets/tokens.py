"""Google's token endpoint: a signed assertion for an access token, and the key file that signs it."""

import base64
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from fake_sheets.json_types import JsonObject

SCOPE = "https://www.googleapis.com/auth/spreadsheets"
GOOGLES_AUDIENCE = "https://oauth2.googleapis.com/token"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
ROBOT = "sheet-sync@job-search-123456.iam.gserviceaccount.com"
BAD_SIGNATURE = "Invalid JWT Signature."
BAD_CLOCK = (
    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
    "Check your iat and exp values in the JWT claim."
)
NO_ACCOUNT = "Invalid grant: account not found"
DISABLED_ACCOUNT = "The OAuth client was disabled."
_SKEW = 300
_LONGEST = 3600
_LIFETIME = 3599


@cache
def private_key() -> rsa.RSAPrivateKey:
    """The throw-away key of this test session: making one takes a while."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def _pem() -> str:
    return (
        private_key()
        .private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        .decode()
    )


def write_key_file(path: Path, token_uri: str, *, email: str = ROBOT) -> Path:
    """A service account's key file as the console gives it out, which only its owner can read."""
    content = {
        "type": "service_account",
        "project_id": "job-search-123456",
        "private_key_id": "0123456789abcdef0123456789abcdef01234567",
        "private_key": _pem(),
        "client_email": email,
        "client_id": "100000000000000000001",
        "auth_uri": "https://accounts.google.com/o/oauth2/auth",
        "token_uri": token_uri,
        "auth_provider_x509_cert_url": "https://www.googleapis.com/oauth2/v1/certs",
        "universe_domain": "googleapis.com",
    }
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(json.dumps(content, indent=2), encoding="utf-8")
    return path


@dataclass
class TokenOffice:
    """Gives out tokens and knows whose they are.

    Attributes:
        clock: the time as Google has it.
        refusal: (error, its description) that every assertion is answered with, where not None.
        issued: the email address of each token's owner.
        violations: assertions that no real program should make.
    """

    clock: Callable[[], float] = time.time
    refusal: tuple[str, str] | None = None
    issued: dict[str, str] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)

    def reset(self) -> None:
        """Forget the refusal and the clock; tokens stay good."""
        self.clock, self.refusal = time.time, None

    def answer(self, form: Mapping[str, str], token_uri: str) -> tuple[int, JsonObject]:
        """The status and the body of the reply."""
        if form.get("grant_type") != GRANT:
            return 400, _refused("unsupported_grant_type", f"Invalid grant_type: {form.get('grant_type', '')}")
        claims = _claims(form.get("assertion", ""))
        if claims is None:
            return 400, _refused("invalid_grant", BAD_SIGNATURE)
        if self.refusal is not None:
            return 400, _refused(*self.refusal)
        return self._judged(claims, token_uri)

    def _judged(self, claims: JsonObject, token_uri: str) -> tuple[int, JsonObject]:
        if not self._timely(claims):
            return 400, _refused("invalid_grant", BAD_CLOCK)
        if claims.get("aud") not in {GOOGLES_AUDIENCE, token_uri}:
            self.violations.append(f"a token is asked of {claims.get('aud')}")
            return 400, _refused("invalid_grant", "Invalid JWT: Failed audience check.")
        if claims.get("scope") != SCOPE:
            self.violations.append(f"a token is asked for the scope {claims.get('scope')!r}")
            return 400, _refused("invalid_scope", "Invalid OAuth scope or ID token audience provided.")
        token = f"ya29.fake-{len(self.issued) + 1}"
        self.issued[token] = claims["iss"]
        return 200, {"access_token": token, "expires_in": _LIFETIME, "token_type": "Bearer"}

    def _timely(self, claims: JsonObject) -> bool:
        now, issued, expires = self.clock(), float(claims.get("iat", 0)), float(claims.get("exp", 0))
        return issued <= now + _SKEW and now < expires and expires - issued <= _LONGEST + _SKEW


def _refused(error: str, description: str) -> JsonObject:
    return {"error": error, "error_description": description}


def _claims(assertion: str) -> JsonObject | None:
    """What an assertion claims; None unless our key signed it."""
    try:
        signed, signature = assertion.rsplit(".", 1)
        private_key().public_key().verify(_decoded(signature), signed.encode(), padding.PKCS1v15(), hashes.SHA256())
        claims: JsonObject = json.loads(_decoded(signed.split(".")[1]))
    except (ValueError, IndexError, InvalidSignature):
        return None
    return claims


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
