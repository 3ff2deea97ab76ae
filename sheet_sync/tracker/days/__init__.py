"""The days in a cell: dates, promises and marks as people write them (SPEC section 5). Pure."""
