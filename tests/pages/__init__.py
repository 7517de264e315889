"""The page catalogue: every template in its main states, looked at in a real browser."""
