"""Digests: for each liaison, now and then, all that is new, waits, or is due, in one letter."""

from notifications.operations.digests.periods import due, letter

__all__ = ["due", "letter"]
