"""Boring rows for tests: valid, nameless, labelled by office."""
