"""Training and safety needs, and whether a shared course pays."""
