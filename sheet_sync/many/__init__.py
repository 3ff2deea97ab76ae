"""Many trackers in one run: which they are, and where their work is done. Knows nothing of what the work is."""
