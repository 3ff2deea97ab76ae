"""What we want against what is there: the columns to add, who owns a draft, and the cells that change."""
