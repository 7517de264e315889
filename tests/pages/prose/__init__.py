"""The scripts of a box for prose, in a real browser."""
