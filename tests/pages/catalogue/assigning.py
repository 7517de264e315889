"""Conflicts declared before any text opens, what evaluators know, and the proposed assignment."""

from tests.pages.states import bare, done, filled

EVALUATORS = "initiatives:round_evaluators"
ASSIGNMENT = "initiatives:round_assignment"
PROGRESS = "initiatives:round_progress"
TITLES = "initiatives:declarations"
EXPERTISE = "initiatives:expertise"
TEMPLATE = "initiatives/round_assignment.html"
TERMS = "?each=1&of_one_city=1&cap=&seed=1"

FILLED = (
    filled("initiatives/declarations.html", "evaluator_elsewhere", TITLES, "declaring"),
    bare("initiatives/declarations.html", "evaluator", TITLES, "declaring"),
    done(
        "initiatives/declarations.html",
        "evaluator_elsewhere",
        TITLES,
        "declaring",
        press="I have no conflict in the 1 title left",
    ),
    filled("initiatives/expertise.html", "evaluator_elsewhere", EXPERTISE),
    filled("initiatives/round_evaluators.html", "facilitator", EVALUATORS, "declaring"),
    filled(TEMPLATE, "facilitator", ASSIGNMENT, "declaring", query=TERMS),
    filled(TEMPLATE, "facilitator", ASSIGNMENT, "marking", query=TERMS),
    filled(
        TEMPLATE,
        "facilitator",
        ASSIGNMENT,
        "declaring",
        query="?each=40&of_one_city=1&cap=&seed=1",
        says="The rules cannot all be kept.",
        name="impossible",
    ),
    filled(
        TEMPLATE,
        "facilitator",
        ASSIGNMENT,
        "declaring",
        query="?each=&of_one_city=1&cap=&seed=1",
        has_problems=True,
        name="with errors",
    ),
    filled("initiatives/round_progress.html", "facilitator", PROGRESS, "declaring"),
    filled("initiatives/round_progress.html", "facilitator", PROGRESS, "marking"),
    bare("initiatives/round_progress.html", "facilitator", PROGRESS, "bare_round"),
)
EMPTY = ()
