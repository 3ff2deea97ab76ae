"""sheet_sync: what etiquette asks for next, in the tracker itself."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sheet_sync.sync import Report, sync_tracker

__all__ = ["Report", "sync_tracker"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - an attribute may be anything
    """The library's names, imported when they are first asked for: `--help` must not pay for pandas."""
    if name in __all__:
        from sheet_sync import sync  # noqa: PLC0415 - this is the point of it

        return getattr(sync, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
