"""Tests of the optimiser of year plans."""
