"""What must always hold; each breach is a sentence."""

from collections.abc import Iterator

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from initiatives import ranking
from initiatives.models import (
    Criterion,
    Decision,
    Declaration,
    Entry,
    Mark,
    Ranking,
    Review,
    Revision,
    Round,
    Sponsorship,
    Weight,
)
from initiatives.results.publishing import published, stored
from initiatives.results.weights import WHOLE, plain, weights_sum


def invariants() -> Iterator[str]:
    """Name every breach among rounds, reviews, decisions, co-sponsors; nothing if all is well."""
    yield from _weights()
    yield from _versions()
    yield from _conflicts()
    yield from _decisions()
    yield from _rankings()
    yield from _sponsorships()


def _weights() -> Iterator[str]:
    """Once open, the weights of a round's scored criteria sum to 100."""
    for round_ in Round.objects.exclude(state=Round.State.PREPARING):
        total = weights_sum(round_)
        if total != WHOLE:
            yield f"Round “{round_}”: the weights sum to {plain(total)}, expected 100."


def _versions() -> Iterator[str]:
    """Every change of the weights is on record, and a criterion carries the last."""
    changed = Ranking.objects.filter(cause=Ranking.Cause.WEIGHED).select_related("round")
    versions = Weight.objects.filter(criterion__round=OuterRef("round"), number=OuterRef("number"))
    for one in changed.exclude(Exists(versions)):
        yield f"{one}: there are no weights of it on record."
    last = Weight.objects.filter(criterion=OuterRef("pk")).order_by("-number")
    carried = Criterion.objects.annotate(last=Subquery(last.values("weight")[:1]))
    for criterion in carried.exclude(last=None).exclude(last=F("weight")).select_related("round"):
        yield f"“{criterion}” of round “{criterion.round}” does not carry its last weight."


def _conflicts() -> Iterator[str]:
    """Nobody reviews for the lead city or in a conflict; no mark comes before the declaration."""
    reviews = Review.objects.select_related("city", "entry__proposal", "entry__round")
    for review in reviews.filter(entry__proposal__city=F("city")):
        yield f"{review} in round “{review.entry.round}”: the city leads this proposal."
    conflict = Declaration.objects.conflicts().filter(
        entry=OuterRef("entry"), person=OuterRef("evaluator")
    )
    for review in reviews.filter(Exists(conflict)).exclude(state=Review.State.RECUSED):
        round_ = review.entry.round
        yield f"{review} in round “{round_}”: the evaluator declared a conflict of interest."
    marked = Mark.objects.filter(review__state=Review.State.ASSIGNED).values("review")
    for review in reviews.filter(pk__in=marked):
        yield (
            f"{review} in round “{review.entry.round}”: there are marks, but the evaluator "
            f"is {review.get_state_display().lower()}."
        )


def _decisions() -> Iterator[str]:
    """A decision follows the freezing of the results; a released round has them all."""
    early = Decision.objects.filter(entry__round__frozen_at=None)
    for decision in early.select_related("entry__proposal", "entry__round"):
        yield f"{decision}: decided although the results are not frozen."
    ranking_ = Ranking.objects.filter(round=OuterRef("entry__round"))
    last = Subquery(ranking_.order_by("-number").values("pk")[:1])
    for decision in Decision.objects.exclude(ranking=last).select_related("entry__proposal"):
        yield f"{decision}: it does not rest on the last ranking of its round."
    yield from _chains()
    undecided = Entry.objects.standing().filter(decisions=None)
    for round_ in Round.objects.filter(
        state=Round.State.RELEASED, pk__in=undecided.values("round")
    ):
        yield f"Round “{round_}”: released although a proposal in it has no decision."


def _chains() -> Iterator[str]:
    """Of every entry that is decided exactly one decision is current."""
    ends = Count("decisions", filter=Q(decisions__superseded_by=None))
    decided = Entry.objects.exclude(decisions=None).alias(ends=ends)
    for entry in decided.exclude(ends=1).select_related("proposal", "round"):
        yield f"{entry}: of its decisions not exactly one is current."


def _rankings() -> Iterator[str]:
    """The stored ranking of a round with frozen results is what its marks come to today."""
    for round_ in Round.objects.exclude(frozen_at=None):
        standing = Ranking.objects.standing(round_).first()
        if standing is None or standing.input_sha256 != round_.input_sha256:
            yield f"Round “{round_}”: the frozen digest is not that of its last ranking."
        document = published(round_)
        if not document["cities"]:  # nobody is asked any more, so there is nothing to recompute
            continue
        if stored(round_) != ranking.recompute(document):
            yield f"Round “{round_}”: the stored ranking differs from the one recomputed."


def _sponsorships() -> Iterator[str]:
    """No city co-sponsors what it leads, and every answer is about a revision that there was."""
    rows = Sponsorship.objects.select_related("city", "proposal")
    for led in rows.filter(proposal__city=F("city")):
        yield f"{led}: the city leads this proposal."
    signed = Revision.objects.filter(proposal=OuterRef("proposal"), number=OuterRef("version"))
    for row in rows.exclude(version=None).exclude(Exists(signed)):
        yield f"{row}: its answer is about revision {row.version}, which is not on record."
