"""What the library of criteria sets shows: a set with two versions that differ in everything."""

from tests.access.world import World
from tests.factories.library import CriteriaSetFactory
from tests.initiatives.sets import brought


def add_library(world: World) -> None:
    """Add the portal's own sets, and one with two versions."""
    brought()
    first = CriteriaSetFactory(slug="revised", title="Criteria of 2026", source="The first round.")
    (savings,) = first.questions
    CriteriaSetFactory(
        slug="revised",
        version=2,
        title="Criteria of 2027",
        note="Savings weigh less.",
        source="The first round, and what the liaisons said.",
        questions=[
            {"label": "Lawful", "key": "lawful", "kind": "gate", "anchors": {"1": "It is"}},
            {"label": "Service", "key": "service", "weight": "50"},
            {**savings, "weight": "50", "remark_below": 0, "guidance": "How much less is paid?"},
        ],
    )
    CriteriaSetFactory(
        slug="revised",
        version=3,
        title="Criteria of 2027",
        note="Service alone.",
        questions=[{"label": "Service", "key": "service", "weight": "100"}],
    )
    world.things["revised"] = "revised"
