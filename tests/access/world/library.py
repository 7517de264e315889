"""Two versions of a criteria set, which whoever is signed in may read."""

from tests.access.world.things import SIGNED_IN, World
from tests.factories.library import CriteriaSetFactory


def add_library(world: World) -> None:
    """Add a set with a canary in what is said of it and in what it asks."""
    for version in (1, 2):
        made = CriteriaSetFactory(
            slug="sample-set",
            version=version,
            title=world.canary("set-title", *SIGNED_IN),
            note=world.canary(f"set-note-{version}", *SIGNED_IN),
        )
    world.things |= {"set": made.slug, "set_key": made.pk}
