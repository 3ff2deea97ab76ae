"""Who asks Google: a service account's key file, or the credentials of the machine (SPEC section 9)."""

import json
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import google.auth
from google.auth import environment_vars
from google.auth.exceptions import GoogleAuthError, RefreshError
from google.auth.transport import Request
from google.oauth2 import service_account

from sheet_sync.errors import ConfigurationError

SCOPES = ("https://www.googleapis.com/auth/spreadsheets",)
"""Nothing beside spreadsheets: no other file of the user's can be seen."""

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_SETUP = "`sheet-sync setup-google` shows how to get one."


class KeyCredentials(service_account.Credentials):
    """A service account's credentials, which ask nobody but the server that gives tokens."""

    def before_request(self, request: Request, method: str, url: str, headers: dict[str, str]) -> None:  # noqa: ARG002
        """Put a valid token into the headers.

        The library's own would also ask another server, in the background, in which regions the account may work.
        """
        if not self.valid:
            self._refresh_by(request)
        self.apply(headers)  # type: ignore[no-untyped-call]

    def _refresh_by(self, request: Request) -> None:
        try:
            self.refresh(request)  # type: ignore[no-untyped-call]
        except TypeError as error:  # the library takes any reply of 200 for a table, a page in HTML too
            raise RefreshError("<html>") from error  # type: ignore[no-untyped-call]


def credentials_of(google_settings: Mapping[str, str]) -> Any:  # noqa: ANN401 - the library has no type in common
    """The credentials that the configuration names, or else those of the machine.

    Raises:
        ConfigurationError: there are none, others can read them, or the file is no key of a service account.
    """
    named = google_settings.get("credentials", "")
    return key_credentials(Path(named).expanduser()) if named else _of_the_machine()


def address_of(credentials: object) -> str:
    """The address with which a sheet must be shared; "" where the credentials are no service account's."""
    return str(getattr(credentials, "service_account_email", ""))


def key_credentials(path: Path, *, private: bool = True) -> KeyCredentials:
    """The credentials that a service account's key file gives.

    Args:
        path: the file.
        private: nobody else may be able to read it.

    Raises:
        ConfigurationError: it is missing or no such file, or others can read it.
    """
    if private:
        _require_private(path)
    try:
        content = json.loads(path.read_bytes())
        if not isinstance(content, dict) or content.get("type") != "service_account":
            raise ConfigurationError(f"{path} is not the key of a service account.", _other_kind(content))
        found: KeyCredentials = KeyCredentials.from_service_account_info(content, scopes=SCOPES)  # type: ignore[no-untyped-call]
    except OSError as error:
        raise ConfigurationError(f"The key file {path} cannot be read: {error.strerror}.") from error
    except (ValueError, TypeError, AttributeError, GoogleAuthError):  # never the libraries' words: they may cite it
        raise ConfigurationError(
            f"{path} is damaged, or no key file of Google's.", f"Download a new key. {_SETUP}"
        ) from None
    return found


def _of_the_machine() -> Any:  # noqa: ANN401 - as above
    """What GOOGLE_APPLICATION_CREDENTIALS names, or else what `gcloud` or a server of Google's has left here."""
    named = os.environ.get(environment_vars.CREDENTIALS, "")  # as the library reads it; it would not mind who else can
    if named and _is_key_file(Path(named)):
        return key_credentials(Path(named))
    try:
        found, _ = google.auth.default(scopes=SCOPES)
    except GoogleAuthError as error:
        raise ConfigurationError(_no_credentials(named), _SETUP) from error
    return found


def _is_key_file(path: Path) -> bool:
    with suppress(OSError, ValueError):
        content = json.loads(path.read_bytes())
        return isinstance(content, dict) and content.get("type") == "service_account"
    return False


def _no_credentials(named: str) -> str:
    if named:
        return f"GOOGLE_APPLICATION_CREDENTIALS names {named}, which is no key file of Google's."
    return (
        "No key for Google Sheets was found: neither `credentials` under [google] in the configuration nor "
        "GOOGLE_APPLICATION_CREDENTIALS names one."
    )


def _other_kind(content: object) -> str:
    if isinstance(content, dict) and {"installed", "web"} & content.keys():
        return (
            f"It belongs to an OAuth client, whose access ends after a week. Make a key of a service account. {_SETUP}"
        )
    return f"Download the JSON key of a service account. {_SETUP}"


def _require_private(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise ConfigurationError(
            f"The key for Google Sheets {path} cannot be read: {error.strerror}.",
            "Put its path under [google] as `credentials`.",
        ) from error
    if os.name == "posix" and mode & _OTHERS:
        raise ConfigurationError(
            f"Others can read the key {path}, and with it your sheets.", f"Run: chmod 600 '{path}'"
        )
