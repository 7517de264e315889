"""What may follow what: one table for each thing that lives."""

from initiatives.lifecycle.proposals import PROPOSAL
from initiatives.lifecycle.rounds import REVIEW, ROUND

__all__ = ["PROPOSAL", "REVIEW", "ROUND"]
