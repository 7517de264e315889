"""The members: cities, organisations, people in office, invitations."""
