"""Why no assignment keeps all the rules, in sentences that name whom and what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NoReturn

from initiatives.assigning.network import HALF, Network, Place
from initiatives.assigning.openings import Openings
from initiatives.assigning.terms import CannotAssign, Evaluator, Proposal

MOST_NAMED = 6
"""So many proposals or people are named; the rest is counted."""
MOST_SENTENCES = 10


def explain(network: Network) -> NoReturn:
    """Raise what stands in the way: of single proposals if of any, else of many together.

    Needs an answer of `network` in which the lacks are as few as possible.
    """
    short = list(_alone(network.openings))
    if len(short) > MOST_SENTENCES:
        more = f"{len(short) - MOST_SENTENCES} more proposals lack evaluators in the same way."
        short = [*short[:MOST_SENTENCES], more]
    raise CannotAssign(short or [_together(network)])


def _alone(openings: Openings) -> Iterator[str]:
    """Name each proposal that could not be served even if nobody had anything else to do."""
    able: defaultdict[str, list[Evaluator]] = defaultdict(list)
    for proposal, evaluator in openings.possible:
        if openings.free(evaluator, openings.most):
            able[proposal.key].append(evaluator)
    for proposal in openings.proposals:
        people, need = able[proposal.key], openings.needs[proposal.key]
        by_city = Counter(evaluator.city for evaluator in people)
        given = sum(min(n, openings.rooms[proposal.key, city]) for city, n in by_city.items())
        if given < need:
            yield _short_of_people(openings, proposal, people, need)


def _short_of_people(
    openings: Openings, proposal: Proposal, people: Sequence[Evaluator], need: int
) -> str:
    terms = openings.case.terms
    begun = terms.each - need
    asks = f"Proposal {proposal.key} needs {_count(terms.each, 'evaluator')}"
    if begun:
        asks += f", of whom {begun} {'has' if begun == 1 else 'have'} begun"
    if len(people) >= need:
        cities = _listed(sorted({evaluator.city for evaluator in people}))
        return (
            f"{asks}, at most {terms.of_one_city} of one city; "
            f"{'the others' if begun else 'those'} who may review it come from {cities} alone."
        )
    if people:
        others = "" if not begun else " other" if len(people) == 1 else " others"
        names = _listed([evaluator.name for evaluator in people])
        asks = f"{asks}; only {len(people)}{others} may review it: {names}."
    else:
        asks = f"{asks}; nobody {'else ' if begun else ''}may review it."
    return " ".join([asks, *_reasons(openings, proposal)])


def _reasons(openings: Openings, proposal: Proposal) -> list[str]:
    """Say once each why others may not, and who has no time left."""
    case = openings.case
    barred = {
        case.barred.get((proposal.key, evaluator.key), "") for evaluator in openings.evaluators
    }
    full = [
        evaluator.name
        for one, evaluator in openings.possible
        if one == proposal and not openings.free(evaluator, openings.most)
    ]
    said = sorted(barred - {""})
    if full:
        said.append(f"{_listed(full)} {'has' if len(full) == 1 else 'have'} no room for another.")
    return said


def _together(network: Network) -> str:
    """Tell of the proposals that want the same people more than these can serve them.

    The prices of the least lack cut the network where it is too narrow: what lies behind the
    cut needs more than can come through it.
    """
    openings, terms = network.openings, network.openings.case.terms
    cut = {
        row for row, price in zip(network.rows, network.prices, strict=True) if abs(price) > HALF
    }
    proposals = [one for one in openings.proposals if one in cut]
    people = [one for one in openings.evaluators if one in cut]
    places = [row for row in cut if isinstance(row, Place)]
    wanted = sum(openings.needs[one.key] for one in proposals)
    given = sum(openings.free(one, openings.most) for one in people)
    in_places = sum(openings.rooms[place.proposal, place.city] for place in places)
    by_others = sum(
        one in cut and other not in cut and Place(one.key, other.city) not in cut
        for one, other in openings.possible
    )
    sentences = [f"{_need(openings, proposals)} {_count(wanted, 'review')} together."]
    if people:
        each = f"with at most {terms.cap} each"
        sentences.append(f"{_people(openings, people)} can take on {given} of them {each}.")
    if places:
        share = f"{in_places} {'more' if people else 'of them'}"
        sentences.append(f"With at most {terms.of_one_city} of one city, {share} can be given.")
    if by_others:
        sentences.append(f"Everybody else who may review them can give {by_others}.")
    lacking = wanted - given - in_places - by_others
    sentences.append(f"{_count(lacking, 'review')} {'is' if lacking == 1 else 'are'} lacking.")
    return " ".join(sentences)


def _need(openings: Openings, proposals: Sequence[Proposal]) -> str:
    """Begin a sentence as in "Proposals P-1 and P-2 still need"; still, where some have begun."""
    begun = any(one.is_begun for one in openings.case.standing)
    verb = f"{'still ' if begun else ''}need"
    if len(proposals) == len(openings.proposals) > 1:
        return f"The {len(proposals)} proposals {verb}"
    named = _listed([one.key for one in proposals])
    return f"Proposal {named} {verb}s" if len(proposals) == 1 else f"Proposals {named} {verb}"


def _people(openings: Openings, people: Sequence[Evaluator]) -> str:
    if len(people) == len(openings.evaluators) > MOST_NAMED:
        return f"All {len(people)} evaluators"
    return _listed([one.name for one in people])


def _listed(names: Iterable[str]) -> str:
    """Name a few as in "A, B and C", and count the rest; names with commas are parted otherwise."""
    every = list(names)
    shown = every[:MOST_NAMED]
    if rest := len(every) - len(shown):
        shown.append(f"{rest} more")
    if len(shown) == 1:
        return shown[0]
    comma = ";" if any("," in name for name in shown) else ","
    return f"{f'{comma} '.join(shown[:-1])} and {shown[-1]}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
