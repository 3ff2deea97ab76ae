"""Schedulers: what starts a sync every day, one file each. Knows nothing of workbooks or of what a sync does."""

from sheet_sync.schedulers.choosing import scheduler_here
from sheet_sync.schedulers.diary import Diary, Page
from sheet_sync.schedulers.entry import Entry
from sheet_sync.schedulers.kind import Scheduler

__all__ = ["Diary", "Entry", "Page", "Scheduler", "scheduler_here"]
