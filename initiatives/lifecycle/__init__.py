"""What may follow what: one table for each thing that lives."""

from initiatives.lifecycle.meetings import MEETING
from initiatives.lifecycle.proposals import PROPOSAL
from initiatives.lifecycle.rounds import REVIEW, ROUND
from initiatives.lifecycle.sponsorships import SPONSORSHIP

__all__ = ["MEETING", "PROPOSAL", "REVIEW", "ROUND", "SPONSORSHIP"]
