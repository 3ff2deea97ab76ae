"""Schedulers: what starts a sync every day, one file each. Knows nothing of workbooks or of what a sync does."""

from sheet_sync.schedulers.choosing import schedulers_here, that_has
from sheet_sync.schedulers.diary import FINE, LONGEST_TRIAL, Diary, Page, Standing, last_hour
from sheet_sync.schedulers.entry import TRIAL, Entry, key_of
from sheet_sync.schedulers.github import workflow
from sheet_sync.schedulers.kind import Scheduler
from sheet_sync.schedulers.launchd import closed_folder

__all__ = [
    "FINE",
    "LONGEST_TRIAL",
    "TRIAL",
    "Diary",
    "Entry",
    "Page",
    "Scheduler",
    "Standing",
    "closed_folder",
    "key_of",
    "last_hour",
    "schedulers_here",
    "that_has",
    "workflow",
]
