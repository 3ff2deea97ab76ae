"""What was found in a tracker, and what is unclear about it: what `check` and `adopt` tell."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sheet_sync.grid import Problem, column_letters, one_line
from sheet_sync.tracker.applications import Understood, applications_in
from sheet_sync.tracker.fields import FIELDS, OWN_HEADERS
from sheet_sync.tracker.headers.columns import unsettled
from sheet_sync.tracker.outcomes.columns import outcome_columns
from sheet_sync.tracker.table import Table


@dataclass(frozen=True)
class Finding:
    """What was found in a tracker.

    Attributes:
        table: the tracker; headers are told as they stand in the sheet.
        columns: the columns of each field, in the order of the fields.
        stating: columns beside the outcome that state one.
        unused: columns of no field.
        ambiguous: columns that may be a field if the user says so, with those fields.
        missing: fields without a column.
        problems: the cells that cannot be read.
        ambiguous_dates: the dates that may be read in two ways.
        applications: how many rows hold one.
    """

    table: Table
    columns: Mapping[str, tuple[int, ...]]
    stating: tuple[int, ...]
    unused: tuple[int, ...]
    ambiguous: Mapping[int, tuple[str, ...]]
    missing: tuple[str, ...]
    problems: tuple[Problem, ...]
    ambiguous_dates: tuple[Problem, ...]
    applications: int

    def headers(self, columns: tuple[int, ...]) -> list[str]:
        """The headers of some columns, as they stand in the sheet."""
        return [self.table.headers[column] for column in columns]


def finding_of(table: Table, understood: Understood) -> Finding:
    """What is found in a table, and what is not."""
    taken = {column for columns in table.fields.values() for column in columns} | {*table.ours.values()}
    taken |= {column for columns in table.stand_in.values() for column in columns}
    free = [column for column in table.headers if column not in taken]
    stating = outcome_columns(table.headers, taken, settled="outcome" in table.settled)
    doubtful = unsettled(table.headers, table.fields, free)
    return Finding(
        table=table,
        columns={field: table.fields[field] for field in FIELDS if field in table.fields},
        stating=tuple(stating),
        unused=tuple(column for column in free if column not in doubtful and column not in stating),
        ambiguous=doubtful,
        missing=tuple(field for field in FIELDS if field not in table.fields and field != "language"),
        problems=understood.problems,
        ambiguous_dates=understood.ambiguous,
        applications=len(applications_in(understood.applications)),
    )


def unclear_lines(finding: Finding) -> Iterator[str]:
    """Each column that may mean several things, with the line of configuration that would settle it."""
    if finding.ambiguous:
        yield (
            "Not sure about these; what is right can be put into sheet_sync.toml, in its section [columns], each name "
            "once:"
        )
    for column, fields in finding.ambiguous.items():
        header = one_line(finding.table.headers[column])
        for field in fields:
            setting = naming_line(field, header)
            yield f"  {setting}   if “{header}” ({column_letters(column)}) is “{OWN_HEADERS[field]}”"


def naming_line(field: str, header: str) -> str:
    """The line of configuration that names a column by hand (SPEC section 9)."""
    return f"{field} = [{json.dumps(header, ensure_ascii=False)}]"
