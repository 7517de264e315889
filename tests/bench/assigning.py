"""How long it takes to assign evaluators to many proposals, without a database."""

from random import Random
from time import perf_counter

from initiatives.assigning import Case, Evaluator, Proposal, Standing, Terms, propose

CITIES = 5
KINDS = "abcdefghij"
WISHES = 20


def large_case(proposals: int, evaluators: int) -> Case:
    """A round in which each proposal gets three reviews by three cities other than its lead."""
    random = Random(1)
    ideas = tuple(
        Proposal(f"EJC-2026-{number:04}", random.choice(KINDS)) for number in range(proposals)
    )
    keys = [idea.key for idea in ideas]
    people = tuple(
        Evaluator(
            f"{number:03}",
            f"Evaluator {number}",
            f"City {number % CITIES}",
            frozenset(random.sample(KINDS, 3)),
            frozenset(random.sample(keys, min(WISHES, proposals))),
        )
        for number in range(evaluators)
    )
    barred = {
        (idea.key, person.key): "The city leads it."
        for idea in ideas
        for lead in [f"City {random.randrange(CITIES)}"]
        for person in people
        if person.city == lead
    }
    return Case(Terms(each=3, of_one_city=1), ideas, people, barred)


def without_one(case: Case) -> Case:
    """The same round as it stands once assigned, after one evaluator has left."""
    city = {person.key: person.city for person in case.evaluators}
    standing = tuple(Standing(*pair, city[pair[1]]) for pair in sorted(propose(case).pairs))
    return Case(case.terms, case.proposals, case.evaluators[1:], case.barred, standing)


def seconds(case: Case) -> float:
    """How long one assignment takes."""
    begun = perf_counter()
    propose(case)
    return perf_counter() - begun
