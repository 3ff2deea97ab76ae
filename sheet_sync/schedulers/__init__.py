"""Schedulers: what starts a sync every day, one file each. Knows nothing of workbooks or of what a sync does."""

from sheet_sync.schedulers.choosing import scheduler_here
from sheet_sync.schedulers.diary import FINE, Diary, Page, Standing
from sheet_sync.schedulers.entry import Entry, key_of
from sheet_sync.schedulers.github import workflow
from sheet_sync.schedulers.kind import Scheduler
from sheet_sync.schedulers.launchd import closed_folder

__all__ = [
    "FINE",
    "Diary",
    "Entry",
    "Page",
    "Scheduler",
    "Standing",
    "closed_folder",
    "key_of",
    "scheduler_here",
    "workflow",
]
