"""Finding the tracker: which worksheet, which header row, which rows are none of its applications. Pure."""
