"""What a closed round came to: the ranking, the account of each score, the published file."""

from collections.abc import Iterable
from decimal import Decimal

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef
from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from collaborative.http import Request
from initiatives import results
from initiatives.models import Concord, Entry, Placing, Proposal, Ranking, Round
from initiatives.results.judged import judged_in_round
from initiatives.rules import decisions as rules
from initiatives.views.arriving import not_found

PAGE = 50
NEIGHBOURS = 15
"""Places above and below one, with which it can be compared."""


def find(request: Request, slug: str) -> Round | None:
    """Return a round whose ranking this person may see; any other is not there."""
    return Round.objects.ranking_visible_to(request.actor).filter(slug=slug).first()


@login_not_required
@require_safe
def places(request: Request, slug: str) -> HttpResponseBase:
    """The ranking that stands, the best first, from stored totals."""
    round_ = find(request, slug)
    if round_ is None:
        return not_found(request)
    rankings = list(round_.rankings.all())
    placings = Placing.objects.of(round_)
    page = Paginator(placings, PAGE).get_page(request.GET.get("page"))
    shared = placings.order_by().values("rank").annotate(number=Count("pk")).filter(number__gt=1)
    return render(
        request,
        "initiatives/ranking.html",
        {
            "round": round_,
            "page": page,
            "lines": _lines(round_, page),
            "shared": {row["rank"] for row in shared},
            "concords": Concord.objects.of(round_),
            "rankings": rankings,
            "standing": rankings[-1],
            "earlier": results.before_and_after(rankings, page),
            "changed_since": results.changed_since(round_),
            "is_reweighed": any(one.cause == Ranking.Cause.WEIGHED for one in rankings),
            "may_decide": rules.why_not_decide_in(request.actor, round_) is None,
            "is_released": round_.state == Round.State.RELEASED,
        },
    )


def _lines(round_: Round, placings: Iterable[Placing]) -> list[dict[str, object]]:
    """Return each place with what the page says of it in words."""
    criteria = {criterion.key: criterion for criterion in round_.criteria.all()}
    return [
        {
            "placing": placing,
            "reasons": results.in_words(placing, round_, criteria),
            "alike": results.raw_rank_in_words(placing),
            "coverage": _percent(placing.coverage),
            "without": results.without_in_words(placing),
            "top_share": _percent(placing.top_share),
        }
        for placing in placings
    ]


@login_not_required
@require_safe
def account(request: Request, slug: str, reference: str) -> HttpResponseBase:
    """How one proposal's score came about, in sentences; `?beside=` another one."""
    round_ = find(request, slug)
    entry = find_entry(request, round_, reference)
    if round_ is None or entry is None:
        return not_found(request)
    placing = placing_of(entry)
    others = _others(placing)
    wanted = request.GET.get("beside", "")
    may_read = entry.is_readable  # type: ignore[attr-defined] # annotated
    criteria = {criterion.key: criterion for criterion in entry.round.criteria.all()}
    return render(
        request,
        "initiatives/ranking_account.html",
        {
            "round": round_,
            "entry": entry,
            "placing": placing,
            "reasons": results.in_words(placing, round_, criteria),
            "account": results.account(placing, beside=_beside(placing, others, wanted)),
            "others": others,
            "judged": judged_in_round(entry) if may_read else None,
            "decision": entry.decision,
            "changed_since": results.changed_since(round_),
            "may_read": may_read,
            "why_not_decide": rules.why_not_decide(request.actor, entry),
        },
    )


def _others(placing: Placing) -> list[Placing]:
    """The ranked places around one, to compare it with; none where it is not ranked itself."""
    if placing.rank is None:
        return []
    around = (placing.position - NEIGHBOURS, placing.position + NEIGHBOURS)
    ranked = Placing.objects.of(placing.entry.round).filter(rank__isnull=False)
    return list(ranked.filter(position__range=around).exclude(pk=placing.pk))


def _beside(placing: Placing, others: list[Placing], wanted: str) -> Placing | None:
    """The place asked for by its reference; without one, the next above, or for the first below."""
    asked = [each for each in others if each.entry.proposal.reference == wanted]
    above = [each for each in others if each.position < placing.position]
    return next(iter([*asked, *above[-1:], *others]), None)


def _percent(share: Decimal | None) -> str:
    """Say a share of two decimals as a whole percentage; exact."""
    return "–" if share is None else f"{share:.0%}"


def find_entry(request: Request, round_: Round | None, reference: str) -> Entry | None:
    """Return a proposal's entry with its place and decision, and whether its text may be read."""
    readable = Proposal.objects.visible_to(request.actor).filter(pk=OuterRef("proposal"))
    return (
        Entry.objects.standing()
        .filter(round=round_, proposal__reference=reference)
        .annotate(is_readable=Exists(readable))
        .select_related("round", "proposal__city", "withdrawal")
        .prefetch_related("decisions__ranking", "decisions__merge_into", "decisions__decided_by")
        .first()
    )


def placing_of(entry: Entry) -> Placing:
    """Return the place of a standing entry in the last ranking of its round."""
    placing = Placing.objects.of(entry.round).get(entry=entry)
    placing.entry = entry
    return placing


@login_not_required
@require_safe
def file(request: Request, slug: str) -> HttpResponseBase:
    """The published file, from which `manage.py rank` recomputes the result.

    Its bytes are canonical, so that their SHA-256 is the one on the page.
    """
    round_ = find(request, slug)
    if round_ is None:
        return not_found(request)
    response = StreamingHttpResponse(results.streamed(round_), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{round_.slug}-results.json"'
    return response
