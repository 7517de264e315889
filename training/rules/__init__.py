"""Who may do what in training, and why not."""

from training.rules.overview import why_not_read_courses

__all__ = ["why_not_read_courses"]
