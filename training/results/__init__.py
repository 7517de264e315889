"""What the rows of training add up to."""
