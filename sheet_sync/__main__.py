"""The program, as `sheet-sync` and as `python -m sheet_sync`."""

import signal
from contextlib import suppress


def main() -> None:
    """Run it. A Ctrl-C that comes before it is loaded ends it without a word; one that comes after is too late."""
    with suppress(ValueError):  # in another thread, that no signal reaches
        if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
    from sheet_sync import cli  # noqa: PLC0415 - not before signals are dealt with

    try:
        cli.main()
    finally:
        with suppress(ValueError):
            signal.signal(signal.SIGINT, signal.SIG_IGN)


if __name__ == "__main__":
    main()
