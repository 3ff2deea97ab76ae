"""What each command does beyond the sync itself, and how it says so."""
