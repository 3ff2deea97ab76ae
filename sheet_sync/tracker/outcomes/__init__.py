"""What an outcome says, and which columns say it (SPEC sections 4 and 5). Pure."""
