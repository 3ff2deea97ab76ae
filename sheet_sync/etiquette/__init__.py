"""The domain: what etiquette asks for next, why, and in which words. Pure."""
