"""The one exception that ends a start: a sentence for the person, and an exit code."""


class CannotStart(Exception):
    """The services cannot start or go on; `str()` is the sentence to show.

    Exit code 1 means that the machine or the services refuse, 2 that what was asked is not
    understood.
    """

    def __init__(self, sentence: str, *, exit_code: int = 1) -> None:
        """Keep the sentence and the exit code."""
        super().__init__(sentence)
        self.exit_code = exit_code
