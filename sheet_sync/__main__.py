"""`python -m sheet_sync` is the installed command."""

from sheet_sync.cli import main

main()
