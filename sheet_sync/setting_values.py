"""What a setting may hold (SPEC section 9)."""

import re


def wrong_value(key: str, value: object) -> str:
    """What is wrong with a value, as the end of a sentence; "" when nothing is."""
    if key == "weekdays_only":
        return "" if isinstance(value, bool) else "must be true or false"
    if key == "backups" or key.endswith("_days"):
        good = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST_DAYS
        return "" if good else f"must be a whole number from 0 to {_MOST_DAYS}"
    if not isinstance(value, str):
        return "must be text in quotes"
    return _wrong_text(key, value) if value else ""


_MOST_DAYS = 3650


def _wrong_text(key: str, value: str) -> str:
    if key == "date_order":
        return "" if value in ("MDY", "DMY", "YMD") else "must be “MDY”, “DMY” or “YMD”"
    if key == "timezone":
        return "" if _is_timezone(value) else f"is no time zone (“{value}”); one is “Europe/Berlin”"
    if key == "holidays":
        return "" if _is_holiday_region(value) else f"is no known country or region (“{value}”); one is “US” or “DE-BY”"
    if key == "language":
        return "" if re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z]{2,4})?", value) else "must be a language such as “en”"
    if key == "endpoint":
        return "" if _is_safe_endpoint(value) else "must be an https:// address, or http:// on this machine"
    return ""


def _is_timezone(name: str) -> bool:
    import zoneinfo  # noqa: PLC0415 - only for configurations that name one

    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _is_holiday_region(region: str) -> bool:
    import holidays  # noqa: PLC0415 - only for configurations that ask for holidays

    country, _, subdivision = region.partition("-")
    known = holidays.list_supported_countries(include_aliases=True)
    return country in known and (not subdivision or subdivision in known[country])


def _is_safe_endpoint(address: str) -> bool:
    from urllib.parse import urlsplit  # noqa: PLC0415 - only for configurations that name an endpoint

    parts = urlsplit(address)
    loopback = parts.hostname in ("localhost", "127.0.0.1", "::1")
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and loopback))
