"""What people do, to be measured, each beside the bare page that it is compared with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from initiatives.models.ordering import ORDERS
from tests.bench.site import Answer, Site

LIST, PAGE, DOWNLOAD = "Bare list of 50 rows", "Bare page of 20 kB", "Bare download of the marks"
ADDED_UP, SAVED = "All scores added up in one statement", "Saving a review by hand"
MOST_STATEMENTS = 15
MOST_TIMES_BARE = 10
HIGHEST = 5


@dataclass(frozen=True)
class Work:
    """One thing to do at a site; `beside` names the bare page, None for the bare pages.

    A page has at most 15 statements; a list takes at most ten times the bare one.
    """

    name: str
    do: Callable[[Any], Answer]
    beside: str | None = None
    repeats: int = 25
    is_page: bool = True


def _by_facilitator(path: str) -> Callable[[Site], Answer]:
    return lambda site: site.get(_filled(path, site), by=site.facilitator)


def _by_evaluator(path: str) -> Callable[[Site], Answer]:
    return lambda site: site.get(_filled(path, site), by=site.evaluator)


def _filled(path: str, site: Site) -> str:
    return path.format(
        slug=site.slug,
        reference=site.reference,
        review=site.review.pk,
        other_review=site.other_review,
        deep=site.deep,
    )


def save_review(site: Site) -> Answer:
    """Change every mark, as an evaluator who goes through all of them again."""
    mark = site.saves % (HIGHEST + 1)
    fields = {
        "act": "save",
        "version": site.saves,
        "comment": "",
        **{f"mark_{key}": mark for key in site.keys},
    }
    site.saves += 1
    return site.post(_filled("/reviews/{review}/", site), fields, by=site.evaluator)


def save_by_hand(site: Site) -> Answer:
    """Change every mark by SQL written by hand, in the same process."""
    site.saves_by_hand += 1
    fields = {"mark": site.saves_by_hand % (HIGHEST + 1)}
    return site.post(_filled("/bare/reviews/{other_review}/", site), fields, by=site.evaluator)


def close_round(site: Site) -> Answer:
    """Close the round and rank it."""
    return site.post(_filled("/rounds/{slug}/close/", site), {}, by=site.facilitator)


BARE: Sequence[Work] = (
    Work(LIST, _by_facilitator("/bare/list/"), is_page=False),
    Work(PAGE, _by_facilitator("/bare/page/"), is_page=False),
)
WHILE_OPEN: Sequence[Work] = (
    *BARE,
    Work("Proposals, as the facilitator", _by_facilitator("/proposals/"), LIST),
    Work("Proposals, as an evaluator", _by_evaluator("/proposals/"), LIST),
    Work("Proposals searched by text", _by_facilitator("/proposals/?q=overtime+hydrants"), LIST),
    Work("An evaluator's own reviews", _by_evaluator("/reviews/"), LIST),
    Work("The round", _by_facilitator("/rounds/{slug}/"), LIST),
    Work("One proposal", _by_evaluator("/proposals/{reference}/"), PAGE),
    Work("One review, to be scored", _by_evaluator("/reviews/{review}/"), PAGE),
    Work("Saving a review of 8 marks", save_review, PAGE, is_page=False),
)
AMONG_MANY: Sequence[Work] = (
    *BARE,
    Work("The list, as the facilitator", _by_facilitator("/proposals/"), LIST),
    Work("The list, as an evaluator", _by_evaluator("/proposals/"), LIST),
    Work("A word in every text", _by_facilitator("/proposals/?q=overtime"), LIST),
    Work("The same, as an evaluator", _by_evaluator("/proposals/?q=overtime"), LIST),
    Work("A word in a third of them", _by_facilitator("/proposals/?q=hydrants"), LIST),
    Work("Two words", _by_facilitator("/proposals/?q=overtime+hydrants"), LIST),
    Work("A phrase", _by_facilitator("/proposals/?q=%22road+salt%22"), LIST),
    Work("A reference", _by_facilitator("/proposals/?q={reference}"), LIST),
    Work("A word that is misspelt", _by_facilitator("/proposals/?q=workshopp"), LIST),
    *(
        Work(f"In order: {ORDERS[key].words}", _by_facilitator(f"/proposals/?sort={key}"), LIST)
        for key in ("oldest", "reference", "title", "city", "-saving")
    ),
    Work("Deep in the list", _by_facilitator("/proposals/?{deep}"), LIST),
    Work("One proposal", _by_facilitator("/proposals/{reference}/"), PAGE),
    Work("All of it as CSV", _by_facilitator("/proposals.csv"), repeats=3, is_page=False),
    Work("All of it as a workbook", _by_facilitator("/proposals.xlsx"), repeats=3, is_page=False),
)
FINDING = [replace(work, repeats=min(work.repeats, 10)) for work in AMONG_MANY]
"""Measured among ten thousand proposals, each with one review; fewer times, as they take longer."""
ONCE_CLOSED: Sequence[Work] = (
    *BARE,
    Work("The ranking", _by_facilitator("/rounds/{slug}/ranking/"), LIST),
    Work("The ranking's last page", _by_facilitator("/rounds/{slug}/ranking/?page=9999"), LIST),
    Work(
        "The account of one score",
        _by_facilitator("/rounds/{slug}/ranking/{reference}/"),
        PAGE,
    ),
    Work(DOWNLOAD, _by_facilitator("/bare/download/"), repeats=5, is_page=False),
    Work(
        "The results file",
        _by_facilitator("/rounds/{slug}/results.json"),
        DOWNLOAD,
        repeats=5,
        is_page=False,
    ),
)
SAVING: Sequence[Work] = (
    Work(PAGE, _by_facilitator("/bare/page/"), is_page=False),
    Work(SAVED, save_by_hand, is_page=False),
    Work("Saving a review of 10 marks", save_review, SAVED, is_page=False),
)
"""While a round of very many marks is open."""
WEIGHED: Sequence[Work] = (
    Work(ADDED_UP, _by_facilitator("/bare/ranking/"), repeats=5, is_page=False),
    Work("The ranking", _by_facilitator("/rounds/{slug}/ranking/"), ADDED_UP),
    Work(
        "The account of one score",
        _by_facilitator("/rounds/{slug}/ranking/{reference}/"),
        ADDED_UP,
    ),
)
"""Once it is closed: stored places beside the same scores added up anew."""
EXPORTS: Sequence[Work] = (
    Work(DOWNLOAD, _by_facilitator("/bare/download/"), repeats=1, is_page=False),
    Work(
        "The results file",
        _by_facilitator("/rounds/{slug}/results.json"),
        DOWNLOAD,
        repeats=3,
        is_page=False,
    ),
    *(
        Work(f"The {kind}", _by_facilitator(f"/rounds/{{slug}}/{name}"), repeats=1, is_page=False)
        for kind, name in (
            ("ranking as CSV", "ranking.csv"),
            ("ranking as a workbook", "ranking.xlsx"),
            ("report as PDF", "ranking.pdf"),
            ("ZIP of the round", "round.zip"),
        )
    ),
)
