"""`sheet-sync new` with the address of an empty Google Sheet: the same tracker, laid out there."""

from collections.abc import Callable, Mapping, Sequence

from sheet_sync.errors import TrackerBusyError, TrackerNotWritableError
from sheet_sync.fresh import google, layout
from sheet_sync.fresh.example import Row
from sheet_sync.grid import Book, NewWorksheet, one_line
from sheet_sync.stores import key_of
from sheet_sync.stores.google.reading import Reading, Sheet, read_reply
from sheet_sync.stores.google.service import Service
from sheet_sync.stores.google.troubles import RefusedRequestError, UnansweredError


def lay_out(
    tracker: str,
    worksheet: str,
    settings: NewWorksheet,
    google_settings: Mapping[str, str],
    rows_of: Callable[[Book], Sequence[Row]],
) -> Sequence[Row]:
    """Lay out a tracker in an empty sheet, in one request that is carried out whole or not at all.

    Args:
        tracker: the address or key of the sheet.
        worksheet: the name of the worksheet for the applications.
        settings: its worksheet Settings.
        google_settings: how Google is reached.
        rows_of: the applications to begin with, in a sheet of that time zone.

    Returns:
        The applications.

    Raises:
        TrackerNotWritableError: the sheet is not empty, or may not be edited.
        TrackerBusyError: it changed meanwhile, or Google does not answer.
    """
    service = Service(key_of(tracker), tracker, google_settings)
    reading = read_reply(service.read())
    empty = _empty_worksheet(tracker, reading, worksheet)
    rows = rows_of(reading.book)
    taken = [one.id for one in reading.sheets.values()]
    try:
        service.write(google.requests(empty, taken, worksheet, rows, settings))
    except RefusedRequestError as error:
        raise TrackerBusyError(f"{tracker} was changed meanwhile. Nothing was written.", "Try again.") from error
    except UnansweredError as error:
        raise TrackerBusyError(
            f"{tracker}: Google did not say whether the tracker was laid out.",
            "Look at it in the browser; if it is still empty, try again.",
        ) from error
    return rows


def _empty_worksheet(tracker: str, reading: Reading, worksheet: str) -> Sheet:
    """The first worksheet, of a spreadsheet in which nothing stands.

    Raises:
        TrackerNotWritableError: something stands in it, or a name is taken.
    """
    full = [name for name, sheet in reading.sheets.items() if not _is_empty(sheet)]
    if full:
        raise TrackerNotWritableError(
            f"{tracker} is not empty: something stands in “{one_line(full[0])}”. It was left as it is.",
            "Make a new sheet in the browser, share it in the same way, and name its address.",
        )
    first, *others = reading.sheets
    wanted = {name.casefold() for name in (worksheet, *layout.WORKSHEETS[1:])}
    clashing = [name for name in others if name.casefold() in wanted]
    clashing += [first] if first.casefold() in wanted - {worksheet.casefold()} else []
    if clashing:
        raise TrackerNotWritableError(
            f"{tracker} has a worksheet “{one_line(clashing[0])}” already.", "Delete it, or give it another name."
        )
    return reading.sheets[first]


def _is_empty(sheet: Sheet) -> bool:
    """Nothing stands in it, and nothing is prepared; a worksheet without rows is a chart's."""
    return not (sheet.entered or sheet.shown or sheet.covered.ranges or sheet.filter) and bool(sheet.rows)
