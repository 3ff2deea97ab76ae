"""A message and its parts: whom it goes to and how, what may stand in it, and the templates."""
