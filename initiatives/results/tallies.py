"""From rows to what the ranking reads: a round's terms, and its marks added up in SQL."""

from collections import defaultdict
from fractions import Fraction

from django.db.models import Count, QuerySet, Sum

from initiatives import ranking
from initiatives.models import Criterion, Mark, Review, Round


def terms(round_: Round, *, reference: str | None = None) -> ranking.Terms:
    """Return what was fixed before the first mark; the cities are those that were asked.

    With a reference the terms speak of that proposal alone. Costs three queries at most.
    """
    criteria = list(round_.criteria.all())
    entered = round_.entries.standing().order_by("proposal__reference")
    references = entered.values_list("proposal__reference", flat=True)
    asked = Review.objects.filter(entry__round=round_).order_by().values("city__slug").distinct()
    return ranking.Terms(
        criteria=tuple(_scored(criterion) for criterion in criteria if not criterion.is_gate),
        gates=tuple(criterion.key for criterion in criteria if criterion.is_gate),
        cities=tuple(sorted(row["city__slug"] for row in asked)),
        quorum=round_.quorum,
        proposals=tuple(references) if reference is None else (reference,),
        settings=ranking.Settings(seed=round_.seed, draws=round_.draws, top=round_.top),
    )


def tallies(round_: Round, *, reference: str | None = None) -> dict[str, ranking.Tally]:
    """Add up the marks by proposal, city and criterion; of one proposal, if a reference is given.

    Only submitted reviews count. Whoever was asked, did not recuse and sent nothing in lowers
    the coverage. Costs two queries whatever the number of marks.
    """
    reviews = Review.objects.standing().filter(entry__round=round_)
    counted = reviews.filter(state=Review.State.SUBMITTED).order_by()
    marks = Mark.objects.standing().filter(review__in=counted)
    reviews = reviews.exclude(state=Review.State.RECUSED)
    if reference is not None:
        marks = marks.filter(review__entry__proposal__reference=reference)
        reviews = reviews.filter(entry__proposal__reference=reference)
    asked = (
        reviews.order_by().values_list("entry__proposal__reference").annotate(number=Count("pk"))
    )
    given, answers = _added_up(marks)
    return {
        key: ranking.Tally(reviews=number, marks=given.get(key, {}), answers=answers.get(key, {}))
        for key, number in asked
    }


_Marks = dict[str, dict[str, dict[str, ranking.Marks]]]
_Answers = dict[str, dict[str, dict[str, ranking.Answers]]]


def _added_up(marks: QuerySet[Mark]) -> tuple[_Marks, _Answers]:
    """Return {proposal: {criterion: {city: sums}}}, of scored criteria and of gates."""
    given: _Marks = defaultdict(lambda: defaultdict(dict))
    answers: _Answers = defaultdict(lambda: defaultdict(dict))
    rows = (
        marks.order_by()
        .values_list(
            "review__entry__proposal__reference",
            "criterion__kind",
            "criterion__key",
            "review__city__slug",
        )
        .annotate(total=Sum("value"), number=Count("pk"))
    )
    for proposal, kind, key, city, total, number in rows:
        if kind == Criterion.Kind.GATE:
            answers[proposal][key][city] = ranking.Answers(yes=total, no=number - total)
        else:
            given[proposal][key][city] = ranking.Marks(total=total, number=number)
    return given, answers


def _scored(criterion: Criterion) -> ranking.Criterion:
    return ranking.Criterion(
        key=criterion.key,
        weight=Fraction(criterion.weight or 0),
        low=criterion.minimum,
        high=criterion.maximum,
        threshold=None if criterion.threshold is None else Fraction(criterion.threshold),
    )
