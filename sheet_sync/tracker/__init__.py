"""Understanding a sheet: its header, its columns and what its cells say. Pure."""
