"""The fields of a tracker and the columns of ours: names as data (SPEC section 3)."""

from sheet_sync.config import COLUMN_FIELDS

FIELDS = COLUMN_FIELDS

OWN_HEADERS = {
    "company": "Company",
    "position": "Position",
    "contact": "Contact",
    "email": "Contact email",
    "phone": "Contact phone",
    "channel": "Preferred channel",
    "interview_date": "Interview date",
    "interview_type": "Interview type",
    "promised_reply": "Promised reply by",
    "thank_you_sent": "Thank-you sent",
    "followed_up": "Followed up",
    "outcome": "Outcome",
    "replied": "Reply received",
    "talked_about": "Talked about",
    "language": "Language",
}
"""The header of each field in trackers of our making."""

STATUS = "Follow-up status"
DUE = "Follow-up due"
REASON = "Follow-up reason"
DRAFT = "Draft"
SYNC_KEY = "Sync key"
OURS = (STATUS, DUE, REASON, DRAFT, SYNC_KEY)
"""The columns that we write, in their order."""

OURS_BESIDE_USERS = {header: f"{header} (sheet-sync)" for header in OURS}
"""What ours is called where the user has a column of that name."""
