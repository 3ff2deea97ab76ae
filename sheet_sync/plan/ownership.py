"""Who owns the text in a `Draft` cell, and what becomes of it (SPEC section 6): the user's edits are sacred."""

from dataclasses import dataclass, replace
from datetime import date

from sheet_sync.tracker.sync_key import SyncKey, draft_fingerprint

NAMES = {"thank_you": "thank-you", "follow_up": "follow-up"}


@dataclass(frozen=True)
class Message:
    """A message that is due: its kind ("thank_you", "follow_up"), the day of its interview, and the fresh text."""

    kind: str
    interview_round: date
    text: str


@dataclass(frozen=True)
class DraftCell:
    """The draft of one row as it stands, and what is known of it.

    Attributes:
        present: the text in the cell, "" for none.
        key: what `Sync key` says of the row; None for nothing.
        belongs: the key was made for the application that now stands in the row.
        of_this_row: the interview that the draft is about is one of the row's.
        served: the message that the draft is for has been marked as sent.
        due: the message that the row asks for now; None for none.
    """

    present: str
    key: SyncKey | None
    belongs: bool
    of_this_row: bool
    served: bool
    due: Message | None


@dataclass(frozen=True)
class Decision:
    """What becomes of a draft.

    Attributes:
        text: what shall stand in the cell; None leaves what the user typed as it was typed.
        memory: what the key shall say of it.
        notice: what the reason says first about a text that stays.
    """

    text: str | None
    memory: SyncKey
    notice: str = ""


NOTHING = Decision("", SyncKey())
"""An empty cell, and nothing to remember of it."""


def decide(cell: DraftCell) -> Decision:
    """Write, rewrite, clear or leave alone: SPEC section 6, "The user's edits are sacred"."""
    if not cell.present.strip() or _is_ours(cell):
        return _fresh(cell)
    if cell.key is None or not cell.key.message:
        return Decision(None, SyncKey(), _OWN_TEXT if cell.due else "")
    if not cell.belongs or not (cell.due or cell.of_this_row):
        return Decision(None, cell.key, _ANOTHER_ROW)
    if cell.due is None or _is_for(cell.key, cell.due):
        return Decision(None, cell.key)
    if cell.served:
        return _fresh(cell)
    return Decision(None, cell.key, _ANOTHER_MESSAGE.format(NAMES.get(cell.key.message, "message")))


_OWN_TEXT = "The draft here is your own text, so it stays; empty the cell for a fresh one."
_ANOTHER_ROW = (
    "The draft here was written for another row or interview and edited by you, so it stays; empty the cell to drop it."
)
_ANOTHER_MESSAGE = (
    "The draft here is an earlier {} that you edited, so it stays; empty the cell for the one that is due now."
)


def _fresh(cell: DraftCell) -> Decision:
    if cell.due is None:
        return NOTHING
    memory = SyncKey(
        message=cell.due.kind,
        interview_round=cell.due.interview_round,
        text=draft_fingerprint(cell.due.text),
    )
    return Decision(cell.due.text, memory if cell.due.text else SyncKey())


def _is_ours(cell: DraftCell) -> bool:
    """Nobody has changed the text since we wrote it, or it is word for word what we would write now."""
    found = draft_fingerprint(cell.present)
    written = cell.key.text if cell.key else ""
    return found == written or (cell.due is not None and found == draft_fingerprint(cell.due.text))


def _is_for(key: SyncKey, due: Message) -> bool:
    return key.message == due.kind and key.interview_round == due.interview_round


def remembered(memory: SyncKey, row: SyncKey) -> SyncKey:
    """The row's key with the memory of its draft: a fresh or untouched draft is for the row in which it stands."""
    whose = memory if memory.company or memory.position else row
    return replace(
        row,
        company=whose.company,
        position=whose.position,
        contact=whose.contact,
        message=memory.message,
        interview_round=memory.interview_round,
        text=memory.text,
    )
