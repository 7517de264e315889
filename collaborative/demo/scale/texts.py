"""What the invented proposals say."""

from collections.abc import Sequence
from random import Random

from initiatives.questions import TICKED

SERVICES: Sequence[tuple[str, str]] = (
    ("fleet", "One workshop for heavy vehicles"),
    ("technology", "A shared help desk"),
    ("public-works", "Salt and sand bought together"),
    ("police", "A common range for training"),
    ("fire", "Testing of hoses and ladders"),
    ("purchasing", "One contract for office goods"),
    ("people", "Courses for new supervisors"),
    ("parks", "A pool of mowing machines"),
    ("administration", "Printing of utility bills"),
    ("community", "Inspectors for peak seasons"),
)
"""Category and title."""
SENTENCES = (
    "Each city keeps its own {thing} for work that comes up a few weeks a year.",
    "Quotes for {thing} were asked for separately, and the prices differed by a fifth.",
    "Two positions that look after {thing} have been open for more than a year.",
    "The vendor of {thing} gives a lower price from a larger yearly quantity on.",
    "Residents wait longer for {thing} in the season when everybody needs the same crew.",
    "An agreement on {thing} would name a lead city, a yearly plan and a way to leave.",
    "Costs of {thing} would follow the hours used, reported each quarter.",
    "The present contract for {thing} ends next June and can be extended by a year.",
    "Overtime for {thing} rose in the last three budgets.",
    "Nothing about {thing} changes for residents except the name on the truck.",
)
THINGS = (  # noqa: SIM905 - as a list it takes sixty lines and says no more
    "air filters, ambulances, asphalt, barricades, batteries, body cameras, brine, brush chippers, "
    "bucket trucks, cemetery plots, chainsaws, crack sealing, culverts, defibrillators, dispatch "
    "consoles, dump trucks, election notices, excavators, fence posts, fire hoses, first aid, fuel "
    "cards, garage doors, generators, gravel, guard rails, hydrants, interpreters, jetting, "
    "ladders, lawn mowers, leaf pickup, legal notices, library carts, manholes, meter reading, "
    "mosquito control, mulch, paint striping, park benches, payroll, permit counters, playgrounds, "
    "plow blades, police radios, pool chemicals, pumps, radar trailers, recycling, road salt, "
    "sanders, scanners, server rooms, sewer cameras, sidewalk ramps, signal cabinets, software, "
    "storm drains, street lights, street sweepers, tires, towing, traffic counts, tree trimming, "
    "uniforms, water samples, weed control"
).split(", ")
COMMENTS = (
    "Sample comment. The figures are plain, and the lead city has done this before.",
    "Sample comment. The saving depends on a price that nobody has confirmed yet.",
    "Sample comment. Worth doing with two cities first.",
    "Sample comment. The need is real; the way to leave is not described.",
)
"""What evaluators say about a proposal as a whole."""
LENGTH = 12
"""Sentences an answer, about 900 characters."""


PROSE = ("problem", "who_feels_it", "idea", "shared", "risks", "people_affected", "measures")


def answers(number: int, chance: Random, *, lead: str, others: Sequence[str]) -> dict[str, str]:
    """Return every needed answer of a proposal, by its key; `lead` and `others` are slugs."""
    category, title = SERVICES[number % len(SERVICES)]
    return {
        "title": f"Sample {number + 1}: {title}",
        "category": category,
        **{key: _prose(chance) for key in PROSE},
        f"how__{lead}": _prose(chance),
        "legal_basis": "Sample text. Sections 70.210 to 70.320, RSMo.",
        "one_time_cost_cash": str(chance.randrange(1_000, 50_000)),
        "yearly_cost_cash": str(chance.randrange(1_000, 250_000)),
        "yearly_saving_cash": str(chance.randrange(1_000, 400_000)),
        **{f"wanted__{slug}": TICKED for slug in others},
    }


def _prose(chance: Random) -> str:
    """Return one answer about a few things, so that a search finds some proposals and not all."""
    things = chance.sample(THINGS, 3)
    sentences = chance.choices(SENTENCES, k=LENGTH)
    return " ".join(
        ["Sample text.", *(each.format(thing=chance.choice(things)) for each in sentences)]
    )
