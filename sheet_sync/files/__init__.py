"""Files: reading, locks, backups and replacement in one step. Knows nothing of workbooks (SPEC section 7).

Whatever fails here is one of our errors with a clear line; and a program that is killed at any instant leaves the whole
old file or the whole new one, and what else it leaves is settled by the next run.
"""

from sheet_sync.files.documents import Document
from sheet_sync.files.fresh import write_fresh
from sheet_sync.files.leftovers import partial_of, swapped_of
from sheet_sync.files.opened import Opened, opened_elsewhere, require_closed
from sheet_sync.files.reading import fingerprint, read_bytes, read_unchanged, real_path
from sheet_sync.files.replacing import require_writable
from sheet_sync.files.state import Backup, StateFolder
from sheet_sync.files.texts import keep_private, keep_text, write_new

__all__ = [
    "Backup",
    "Document",
    "Opened",
    "StateFolder",
    "fingerprint",
    "keep_private",
    "keep_text",
    "opened_elsewhere",
    "partial_of",
    "read_bytes",
    "read_unchanged",
    "real_path",
    "require_closed",
    "require_writable",
    "swapped_of",
    "write_fresh",
    "write_new",
]
