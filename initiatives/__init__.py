"""Ideas: proposals, evaluation rounds, decisions."""
