"""Which row holds a table's headers (SPEC section 3): perhaps in two lines, perhaps beside figures of another kind."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sheet_sync.grid import CellValue, Grid, NamedTable
from sheet_sync.tracker.fields import OURS, OURS_BESIDE_USERS, OWN_HEADERS
from sheet_sync.tracker.headers.columns import EvidenceOf, match_columns
from sheet_sync.tracker.headers.evidence import ROWS_SEEN, evidence_of
from sheet_sync.tracker.headers.lexicon import lexicon
from sheet_sync.tracker.headers.senses import normalised
from sheet_sync.tracker.vocabulary import word_set

HEADER_WITHIN_ROWS = 30
OUR_HEADERS = frozenset((*OURS, *OURS_BESIDE_USERS.values()))
_ROWS_BESIDE = 200
"""A column is blank when nothing stands in so many rows below its header."""
_NAMING = ("company", "position")

Named: TypeAlias = Mapping[str, tuple[str, ...]]
"""Headers named by hand, by field."""


@dataclass(frozen=True)
class HeaderRow:
    """A row that may be the header of a tracker.

    Attributes:
        row: its number.
        headers: the text of every header, by column.
        fields: the columns of each field that the headers name.
        two_lines: some of them are understood by the line above only.
    """

    row: int
    headers: Mapping[int, str]
    fields: Mapping[str, tuple[int, ...]]
    two_lines: bool = False


def find_header_row(grid: Grid, named: Named) -> HeaderRow | None:
    """The row that names the most fields, of those that may head a tracker; None where there is none."""
    likely = [found for row in range(1, HEADER_WITHIN_ROWS + 1) for found in _header_rows(grid, row, named)]
    return max(likely, key=lambda found: (len(found.fields), found.two_lines), default=None)


def texts_in(row: Sequence[CellValue]) -> dict[int, str]:
    """The texts of a row, by column."""
    return {
        column: value.strip() for column, value in enumerate(row, start=1) if isinstance(value, str) and value.strip()
    }


def names_a_tracker(fields: Mapping[str, object]) -> bool:
    """A worksheet is a tracker when it has a company or a position and one more of the fields."""
    return not fields.keys().isdisjoint(_NAMING) and len(fields) > 1


def _header_rows(grid: Grid, row: int, named: Named) -> Iterator[HeaderRow]:
    """The row as the header of a tracker: of one beside the tables that begin there, else of one in each of them."""
    texts = _texts(grid, row)
    tables = [table for table in grid.tables if _stands_alone(table, row, texts)]
    evidence = evidence_below(grid, row)
    for own in (None, *tables):
        others = [table for table in tables if table is not own]
        headers = {column: text for column, text in texts.items() if not any(o.spans(column) for o in others)}
        headers = _without_neighbours(grid, row, headers, named)
        fields = match_columns(headers, named, evidence)
        if names_a_tracker(fields):
            yield HeaderRow(row, headers, fields)
        yield from _in_two_lines(grid, HeaderRow(row, headers, fields), named)
        if own is None and names_a_tracker(fields):
            return


def _texts(grid: Grid, row: int) -> dict[int, str]:
    return texts_in(grid.rows[row - 1]) if 1 <= row <= grid.height else {}


def _stands_alone(table: NamedTable, row: int, headers: Mapping[int, str]) -> bool:
    """It begins in this row with no header directly beside it, and holds no columns of ours."""
    top, left, _, right = table.area
    return table.headed and top == row and not {left - 1, right + 1} & headers.keys() and not _ours_in(table, headers)


def _ours_in(table: NamedTable, headers: Mapping[int, str]) -> bool:
    """The table holds columns of ours: it is no other than the tracker's."""
    return any(table.spans(column) and text in OUR_HEADERS for column, text in headers.items())


def evidence_below(grid: Grid, header_row: int) -> EvidenceOf:
    """What the cells below a header row say, by column."""
    rows = grid.rows[header_row : header_row + ROWS_SEEN]
    return lambda column: evidence_of(row[column - 1] if column <= len(row) else None for row in rows)


def _without_neighbours(grid: Grid, row: int, texts: Mapping[int, str], named: Named) -> dict[int, str]:
    """The headers without those of figures, or of another list, that a blank column parts from the table."""
    parts = _parts(grid, row, texts)
    if len(parts) < len(("one", "another")):
        return dict(texts)
    fields = [match_columns({column: texts[column] for column in part}, named) for part in parts]
    main = max(range(len(parts)), key=lambda at: len(fields[at]))
    beside_ours = any(text in OUR_HEADERS for text in texts.values())
    kept: dict[int, str] = {}
    for at, part in enumerate(parts):
        own = {column: texts[column] for column in part}
        twice = any(field in fields[at] and field in fields[main] for field in _NAMING)
        if at != main and (twice or _holds_figures(grid, row, own)):
            own = {column: text for column, text in own.items() if beside_ours and _made_by_us(text)}
        kept |= own
    return kept


def _parts(grid: Grid, row: int, texts: Mapping[int, str]) -> list[list[int]]:
    """The columns with headers, parted where a column between is wholly blank."""
    parts: list[list[int]] = []
    for column in sorted(texts):
        if parts and not any(_blank(grid, row, between) for between in range(parts[-1][-1] + 1, column)):
            parts[-1].append(column)
        else:
            parts.append([column])
    return parts


def _blank(grid: Grid, row: int, column: int) -> bool:
    return all(grid.value(at, column) in (None, "") for at in range(row, min(grid.height, row + _ROWS_BESIDE) + 1))


def _holds_figures(grid: Grid, row: int, headers: Mapping[int, str]) -> bool:
    """A small table of counts, or a label with its figure at the right: "Interviews | 4"."""
    if any(not word_set("layouts", "figures").isdisjoint(normalised(text).split()) for text in headers.values()):
        return True
    values = [grid.value(row, column + 1) for column in headers]
    return any(isinstance(value, int | float) and not isinstance(value, bool) for value in values)


def _made_by_us(text: str) -> bool:
    return text in OUR_HEADERS or text in OWN_HEADERS.values()


def _in_two_lines(grid: Grid, lower: HeaderRow, named: Named) -> Iterator[HeaderRow]:
    """The row with the line above it, where only both say what a column holds: "INTERVIEW", and below it "Date"."""
    if not _all_texts(grid, lower):
        return
    labels = _labels_above(grid, lower.row)
    if len(labels) < len(("one", "another")):
        return
    taken = {column for columns in lower.fields.values() for column in columns}
    both = {c: f"{label} {lower.headers[c]}" for c, label in _spread(grid, lower, labels).items() if c not in taken}
    evidence = evidence_below(grid, lower.row)
    explained = {
        field: columns
        for field, columns in match_columns(both, {}, evidence).items()
        if field not in lower.fields and not (field in _NAMING and _is_a_name(lower.headers[columns[0]]))
    }
    if not explained:
        return
    taken |= {column for columns in explained.values() for column in columns}
    above = {column: text for column, text in labels.items() if column not in lower.headers}
    inherited = match_columns(above, named, evidence)
    fields = {**inherited, **explained, **lower.fields}
    if names_a_tracker(fields) and not _below_names(grid, lower, labels, taken, named):
        headers = dict(sorted({**lower.headers, **above}.items()))
        yield HeaderRow(lower.row, headers, fields, two_lines=True)


def _is_a_name(text: str) -> bool:
    """No word of any header: below "Company (with a link)" it is the first company, no second line of the header."""
    said = {*normalised(text).split()} - lexicon().little
    return lexicon().vocabulary.isdisjoint(said)


def _all_texts(grid: Grid, lower: HeaderRow) -> bool:
    values = grid.rows[lower.row - 1] if lower.headers else ()
    shown_how = any(text.startswith(("[", "<")) for text in lower.headers.values())
    return bool(lower.headers) and not shown_how and all(isinstance(value, str | None) for value in values)


def _labels_above(grid: Grid, row: int) -> dict[int, str]:
    """The line above; it may be merged over two rows, of which the lower is then blank."""
    return _texts(grid, row - 1) or (_texts(grid, row - 2) if row - 1 in _merged_down(grid, row - 2) else {})


def _merged_down(grid: Grid, row: int) -> set[int]:
    return {bottom for top, _, bottom, _ in grid.covered.ranges if top == row}


def _spread(grid: Grid, lower: HeaderRow, labels: Mapping[int, str]) -> dict[int, str]:
    """The label above each header: it reaches as far as it is merged, or where none is, up to the next."""
    wide = {left: right for top, left, _, right in grid.covered.ranges if top in (lower.row - 1, lower.row - 2)}
    merged = any(left in labels and right > left for left, right in wide.items())
    found = {}
    for column in lower.headers:
        start = max((at for at in labels if at <= column), default=0)
        if start and (start == column or (column <= wide.get(start, start) if merged else True)):
            found[column] = labels[start]
    return found


def _below_names(grid: Grid, lower: HeaderRow, labels: Mapping[int, str], taken: set[int], named: Named) -> bool:
    """Something that is no header stands below "Company" or "Position": the row is the first of the applications."""
    above = match_columns(labels, named, evidence_below(grid, lower.row - 1))
    names = [column for field in _NAMING for column in above.get(field, ())]
    return any(column in lower.headers and column not in taken for column in names)
