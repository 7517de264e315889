"""The library of criteria sets, and weights that are changed after scoring."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from initiatives.models import CriteriaSet
from initiatives.operations import library
from initiatives.operations.library import Wording
from tests.access.world import World
from tests.pages.states import bare, done, faulty, filled

SETS = "initiatives:criteria_sets"
SET = "initiatives:criteria_set"
COMPARE = "initiatives:compare_sets"
REVISE = "initiatives:revise_set"
TAKE = "initiatives:take_criteria_set"
KEEP = "initiatives:keep_criteria"
CHANGES = "initiatives:weights"
WEIGH = "initiatives:weigh_again"
POINT = "starting-point"


@contextmanager
def another_version(world: World) -> Iterator[None]:
    """Another facilitator adds a version."""
    newest = CriteriaSet.objects.filter(slug="sample-set").latest("version")
    library.add_version(
        newest,
        wording=Wording(title="Sample set", note="Sooner."),
        questions=newest.asked,
        by=world.people["facilitator"],
        at=timezone.now(),
    )
    yield


READING = (
    filled("initiatives/criteria_sets.html", "liaison", SETS),
    filled("initiatives/criteria_set.html", "facilitator", SET, POINT, "1"),
    filled("initiatives/criteria_set.html", "staff", SET, "ohio-innovation-fund", "1"),
    filled("initiatives/criteria_set.html", "facilitator", SET, "set", "1", name="earlier"),
    filled("initiatives/criteria_sets_compared.html", "liaison", COMPARE, "revised", "2", "1"),
    filled("initiatives/criteria_sets_compared.html", "liaison", COMPARE, "revised", "3", "2"),
    bare("initiatives/criteria_sets_compared.html", "liaison", COMPARE, "set", "2", "1"),
)
WRITING = (
    filled("initiatives/criteria_set_edit.html", "facilitator", REVISE, POINT, "1"),
    faulty(
        "initiatives/criteria_set_edit.html",
        "facilitator",
        REVISE,
        POINT,
        "1",
        fill={"asked-0-anchors": "Perhaps"},
        press="Add this version",
    ),
    done(
        "initiatives/criteria_set_edit.html",
        "facilitator",
        REVISE,
        "set",
        "2",
        fill={"note": "Ours."},
        meanwhile=another_version,
        press="Add this version",
        status=409,
        name="two facilitators",
    ),
)
ROUNDS = (
    filled("initiatives/round_criteria_take.html", "facilitator", TAKE, "ready_round"),
    faulty(
        "initiatives/round_criteria_take.html",
        "facilitator",
        TAKE,
        "bare_round",
        press="Take this set",
    ),
    filled("initiatives/round_criteria_keep.html", "facilitator", KEEP, "ready_round"),
    faulty(
        "initiatives/round_criteria_keep.html",
        "facilitator",
        KEEP,
        "ready_round",
        press="Keep them",
    ),
)

WEIGHTS = (
    filled("initiatives/round_criteria_weights.html", "facilitator", CHANGES, "reweighed"),
    bare("initiatives/round_criteria_weights.html", "nobody", CHANGES, "done"),
    filled("initiatives/round_criteria_weigh.html", "facilitator", WEIGH, "reweighed"),
    faulty(
        "initiatives/round_criteria_weigh.html",
        "facilitator",
        WEIGH,
        "reweighed",
        press="Compare the rankings",
    ),
    done(
        "initiatives/round_criteria_weigh.html",
        "facilitator",
        WEIGH,
        "reweighed",
        fill={"weight_savings": "25", "weight_service": "20", "reason": "As it was."},
        press="Compare the rankings",
        says="Ranking before and after",
        name="compared",
    ),
    filled(
        "initiatives/ranking.html",
        "facilitator",
        "initiatives:ranking",
        "reweighed",
        says="The weights were changed in the discussion",
    ),
    filled(
        "initiatives/round.html",
        "facilitator",
        "initiatives:round",
        "reweighed",
        says="Weights were changed in the discussion",
    ),
)

FILLED = READING + WRITING + ROUNDS + WEIGHTS
EMPTY = (bare("initiatives/criteria_sets.html", "liaison", SETS),)
