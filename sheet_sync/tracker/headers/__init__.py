"""What the headers mean: which column is which field, by its words and by its cells (SPEC section 3). Pure."""
