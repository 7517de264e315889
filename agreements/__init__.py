"""Promises: agreements' texts, their parties, the councils' acts, and the clerk's packet."""
