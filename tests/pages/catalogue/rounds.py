"""Rounds, reviews, rankings and decisions."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from initiatives.models import Review
from initiatives.operations import reviews
from initiatives.operations.reviews import Opinion
from tests.access.world import World
from tests.pages.states import bare, faulty, filled

ROUND = "initiatives:round"
CRITERIA = "initiatives:round_criteria"
ADD_CRITERION = "initiatives:add_criterion"
ENTRIES = "initiatives:round_entries"
EVALUATORS = "initiatives:round_evaluators"
EXTEND = "initiatives:extend_round"
CLOSE = "initiatives:close_round"
FREEZE = "initiatives:freeze_round"
RELEASE = "initiatives:release_round"
REVIEW = "initiatives:review"
RECUSE = "initiatives:recuse"
ACCOUNT = "initiatives:ranking_account"
DECISION = "initiatives:decision"


@contextmanager
def saved_elsewhere(world: World) -> Iterator[None]:
    """The evaluator saves the review in another window."""
    review = Review.objects.get(pk=world.things["begun"])
    reviews.save(
        review,
        opinion=Opinion(comment="Ask the dispatchers."),
        version=review.version,
        by=world.people["evaluator_elsewhere"],
        at=timezone.now(),
    )
    yield


LIST = (
    filled("initiatives/rounds.html", "nobody", "initiatives:rounds"),
    filled("initiatives/rounds.html", "facilitator", "initiatives:rounds"),
)
ONE = (
    bare("initiatives/round.html", "facilitator", ROUND, "bare_round"),
    filled("initiatives/round.html", "facilitator", ROUND, "ready_round"),
    filled("initiatives/round.html", "facilitator", ROUND, "marking"),
    filled("initiatives/round.html", "evaluator_elsewhere", ROUND, "marking"),
    filled("initiatives/round.html", "facilitator", ROUND, "weighed"),
    filled("initiatives/round.html", "facilitator", ROUND, "decided_round"),
    filled("initiatives/round.html", "nobody", ROUND, "done"),
    filled("initiatives/round.html", "facilitator", ROUND, "declaring"),
    filled("initiatives/round.html", "evaluator_elsewhere", ROUND, "declaring"),
    filled("initiatives/round.html", "facilitator", ROUND, "discussed"),
)
PREPARING = (
    filled("initiatives/round_form.html", "facilitator", "initiatives:prepare_round"),
    faulty(
        "initiatives/round_form.html",
        "facilitator",
        "initiatives:prepare_round",
        press="Prepare the round",
    ),
    filled("initiatives/round_form.html", "facilitator", "initiatives:change_round", "ready_round"),
    bare("initiatives/round_criteria.html", "facilitator", CRITERIA, "bare_round"),
    filled("initiatives/round_criteria.html", "facilitator", CRITERIA, "ready_round"),
    filled("initiatives/round_criteria.html", "facilitator", CRITERIA, "marking", name="fixed"),
    filled("initiatives/round_criterion.html", "facilitator", ADD_CRITERION, "ready_round"),
    faulty(
        "initiatives/round_criterion.html",
        "facilitator",
        ADD_CRITERION,
        "ready_round",
        fill={"anchor-0-text": "Nothing is saved"},
        press="Save the criterion",
    ),
    filled(
        "initiatives/round_criterion.html",
        "facilitator",
        "initiatives:change_criterion",
        "preparing",
        "criterion",
    ),
    filled("initiatives/round_entries.html", "facilitator", ENTRIES, "ready_round"),
    faulty(
        "initiatives/round_entries.html",
        "facilitator",
        ENTRIES,
        "ready_round",
        press="Enter them in the round",
    ),
    bare("initiatives/round_evaluators.html", "facilitator", EVALUATORS, "bare_round"),
    filled("initiatives/round_evaluators.html", "facilitator", EVALUATORS, "ready_round"),
    filled("initiatives/round_evaluators.html", "facilitator", EVALUATORS, "marking"),
)
RUNNING = (
    filled("initiatives/round_extend.html", "facilitator", EXTEND, "marking"),
    faulty("initiatives/round_extend.html", "facilitator", EXTEND, "marking", press="Move it"),
    filled("initiatives/round_close.html", "facilitator", CLOSE, "marking"),
    filled("initiatives/round_close.html", "facilitator", CLOSE, "weighed", name="closed"),
    filled("initiatives/round_freeze.html", "facilitator", FREEZE, "discussed"),
    filled("initiatives/round_freeze.html", "facilitator", FREEZE, "marking", name="open"),
    filled("initiatives/round_release.html", "facilitator", RELEASE, "decided_round"),
    filled("initiatives/round_release.html", "facilitator", RELEASE, "weighed", name="undecided"),
    filled("initiatives/round_release.html", "facilitator", RELEASE, "marking", name="open"),
)
REVIEWS = (
    filled("initiatives/reviews.html", "evaluator_elsewhere", "initiatives:reviews"),
    filled(
        "initiatives/reviews.html", "evaluator_elsewhere", "initiatives:reviews", query="?show=left"
    ),
    bare("initiatives/reviews.html", "evaluator", "initiatives:reviews"),
    bare("initiatives/reviews.html", "evaluator", "initiatives:reviews", query="?show=left"),
    filled("initiatives/review_declare.html", "evaluator_elsewhere", REVIEW, "asked"),
    faulty(
        "initiatives/review_declare.html",
        "evaluator_elsewhere",
        REVIEW,
        "asked",
        press="Continue",
    ),
    filled("initiatives/review.html", "evaluator_elsewhere", REVIEW, "begun"),
    filled("initiatives/review.html", "evaluator_elsewhere", REVIEW, "sent_in"),
    filled("initiatives/review.html", "evaluator_elsewhere", REVIEW, "talked_over"),
    faulty(
        "initiatives/review.html",
        "evaluator_elsewhere",
        REVIEW,
        "begun",
        meanwhile=saved_elsewhere,
        press="Save for later",
        status=409,
        name="two versions",
    ),
    faulty("initiatives/review.html", "evaluator_elsewhere", REVIEW, "begun", press="Send in"),
    filled("initiatives/review_recuse.html", "evaluator_elsewhere", RECUSE, "begun"),
    faulty(
        "initiatives/review_recuse.html",
        "evaluator_elsewhere",
        RECUSE,
        "begun",
        press="Recuse myself",
    ),
    *(
        filled("initiatives/review_closed.html", "evaluator_elsewhere", REVIEW, each)
        for each in (
            "stepped_back",
            "told",
            "left_open",
            "never_begun",
            "gone",
            "waiting",
            "late",
        )
    ),
)
RESULTS = (
    filled("initiatives/ranking.html", "facilitator", "initiatives:ranking", "weighed"),
    filled("initiatives/ranking.html", "nobody", "initiatives:ranking", "done"),
    filled("initiatives/ranking.html", "facilitator", "initiatives:ranking", "discussed"),
    *(
        filled("initiatives/ranking_account.html", "facilitator", ACCOUNT, "weighed", each)
        for each in ("told_entry", "never_begun_entry")
    ),
    filled("initiatives/ranking_account.html", "nobody", ACCOUNT, "done", "released"),
    filled("initiatives/decision.html", "nobody", DECISION, "done", "released"),
    filled("initiatives/decision.html", "facilitator", DECISION, "weighed", "told_entry"),
    filled("initiatives/decision.html", "facilitator", DECISION, "weighed", "told_too_entry"),
    faulty(
        "initiatives/decision.html",
        "facilitator",
        DECISION,
        "weighed",
        "told_too_entry",
        press="Record the decision",
    ),
)

FILLED = LIST + ONE + PREPARING + RUNNING + REVIEWS + RESULTS
EMPTY = (
    bare("initiatives/rounds.html", "nobody", "initiatives:rounds"),
    bare("initiatives/rounds.html", "facilitator", "initiatives:rounds"),
)
