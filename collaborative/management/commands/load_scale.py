"""`manage.py load_scale`: a large invented collaborative, to measure with."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from collaborative import rights
from collaborative.demo.scale import CannotLoad, Size, load


class Command(BaseCommand):
    """Fills an empty database: all of what was asked for, or nothing."""

    help = "Load an invented collaborative of any size into an empty database, to measure with."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the numbers."""
        parser.add_argument("--proposals", type=int, required=True)
        parser.add_argument("--evaluators", type=int, required=True, help="in all cities together")
        parser.add_argument("--criteria", type=int, required=True, help="the marks of a review")
        parser.add_argument("--reviews", type=int, required=True, help="of each proposal")
        parser.add_argument("--draws", type=int, default=200, help="of the weights, at the close")
        parser.add_argument("--seed", type=int, default=1, help="the same gives the same marks")
        parser.add_argument(
            "--leave-open", action="store_true", help="send all reviews in, but do not close"
        )

    def handle(self, *args: Any, leave_open: bool, **options: Any) -> None:
        """Load, and say what there is now."""
        size = Size(**{name: options[name] for name in Size.__slots__})
        try:
            with rights.as_owner():  # who alone may gather statistics on the way
                round_ = load(size, at=timezone.now(), leave_open=leave_open)
        except (CannotLoad, rights.NoOwner) as refusal:
            raise CommandError(str(refusal), returncode=2) from None
        reviews = size.proposals * size.reviews
        self.stdout.write(
            f"“{round_}” is {round_.get_state_display().lower()}, with {size.proposals:,} "
            f"proposals, {reviews:,} reviews and {reviews * size.criteria:,} marks."
        )
