"""What may follow what: one table for each thing that lives."""

from initiatives.lifecycle.proposals import PROPOSAL

__all__ = ["PROPOSAL"]
