"""A tracker in Google Sheets, which its owner edits while we work (SPEC section 7)."""
