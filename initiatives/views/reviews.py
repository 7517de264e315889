"""The evaluator's side: the list, the declaration, the review beside the proposal."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from collaborative.http import Request, sent
from collaborative.roles import Permission
from collaborative.wording import moment
from initiatives import results
from initiatives.forms.reviews import (
    DeclarationForm,
    RecusalForm,
    ReviewForm,
    in_boxes,
    progress,
    said,
)
from initiatives.models import Criterion, Declaration, Mark, Proposal, Review, Round
from initiatives.operations import reviews as operations
from initiatives.operations.marking import Opinion, opinion_of
from initiatives.results.judged import Judged, judged_in_review, text_judged
from initiatives.results.own_marks import not_put_in, waiting_in
from initiatives.results.proposals import Part, names_for, parts
from initiatives.rules import reviews as rules
from initiatives.views import signed_out
from initiatives.views.kept_reviews import REVIEW
from initiatives.views.opened import opened_at, stamp

PAGE = 50
State = Review.State


@require_safe
def index(request: Request) -> HttpResponse:
    """The evaluator's own reviews: how many are done, which are left, where to go on."""
    if not request.actor.may(Permission.EVALUATE):
        raise PermissionDenied(
            "Reviews are written by the cities’ evaluators. Ask your city’s liaison who they are."
        )
    own = Review.objects.visible_to(request.actor)
    is_left = request.GET.get("show") == "left"
    in_open_round = own.standing().filter(entry__round__state=Round.State.SCORING)
    shown = in_open_round.unfinished() if is_left else own
    given = Mark.objects.standing().filter(review=OuterRef("pk")).order_by().values("review")
    shown = shown.for_list().annotate(
        given=Coalesce(Subquery(given.annotate(number=Count("pk")).values("number")), 0)
    )
    return render(
        request,
        "initiatives/reviews.html",
        {
            "page": Paginator(shown, PAGE).get_page(request.GET.get("page")),
            "progress": results.progress_by_round(in_open_round),
            "following": in_open_round.unfinished().for_list().first(),
            "is_left": is_left,
            "declaring": results.declarations_by_round(request.actor),
        },
    )


# Not for the signed-in alone: what arrives from a page whose session has ended is kept.
@login_not_required
@never_cache
def page(request: Request, pk: int) -> HttpResponseBase:
    """One review: the declaration first, then the proposal beside the form, at last what stands."""
    if signed_out.is_foreign(request, REVIEW):
        return signed_out.answer_page(request, REVIEW, pk=pk)
    review = find(request, pk)
    if request.method == "POST":
        return _write(request, review)
    at = timezone.now()
    closed = rules.why_not_review(request.actor, review, at=at)
    if review.state == State.ASSIGNED and not rules.why_not_declare(request.actor, review, at=at):
        return _begin(request, review, at=at)
    criteria, opinion = _criteria(review), opinion_of(review)
    waits = review.entry.round.state == Round.State.DECLARATIONS
    if closed or waits or review.state == State.RECUSED:
        return render(
            request,
            "initiatives/review_closed.html",
            {
                "review": review,
                "closed": closed,
                "waits": waits,
                "said": said(criteria, opinion),
                "kept": [
                    (kept, said(criteria, operations.kept_opinion(kept)))
                    for kept in not_put_in(review)
                ],
                "judged": judged_in_review(review) if review.state != State.RECUSED else None,
            },
        )
    put_back = waiting_in(review)
    shown = operations.kept_opinion(put_back) if put_back else opinion
    form = ReviewForm(review=review, criteria=criteria, opinion=shown)
    return _beside(request, review, form, stands=opinion, put_back=put_back)


def _begin(request: Request, review: Review, *, at: datetime) -> HttpResponse:
    """Open the text where no conflict was declared; ask where nothing was said yet."""
    if review.entry.round.state == Round.State.DECLARATIONS:
        return redirect("initiatives:declarations", review.entry.round.slug)
    if not Declaration.objects.by(request.actor).filter(entry=review.entry).exists():
        return _ask_for_declaration(request, review, DeclarationForm())
    operations.declare(review, by=request.actor, at=at)
    return redirect(review)


def _write(request: Request, review: Review) -> HttpResponse:
    """Save or send in; what was typed stays on the page whenever it is refused."""
    is_submission = request.POST.get("act") == "submit"
    ask = rules.why_not_submit if is_submission else rules.why_not_save
    criteria = _criteria(review)
    form = ReviewForm(
        request.POST,
        review=review,
        criteria=criteria,
        opinion=Opinion(),
        complete=is_submission,
    )
    opened = opened_at(request, review)
    if closed := ask(request.actor, review, at=timezone.now(), opened=opened):
        return _too_late(request, review, form, closed=closed)
    if not form.is_valid():
        return _beside(request, review, form)
    try:
        return _submit(request, review, form) if is_submission else _save(request, review, form)
    except operations.StaleReview as stale:
        return _two_versions(request, stale.current, criteria)


def _too_late(request: Request, review: Review, form: ReviewForm, *, closed: str) -> HttpResponse:
    """Keep what was typed for its writer, and say that it does not count."""
    kept = "what you typed is still below."
    if form.is_valid() and review.state in {State.DECLARED, State.SUBMITTED}:
        operations.keep(review, opinion=form.opinion(), by=request.actor, at=timezone.now())
        kept = "what you typed is kept on this page for you, and does not count."
    form.add_error(None, f"{closed} Nothing was changed; {kept}")
    return _beside(request, review, form, closed=closed, status=409)


def _submit(request: Request, review: Review, form: ReviewForm) -> HttpResponse:
    operations.submit(
        review,
        opinion=form.opinion(),
        version=form.cleaned_data["version"],
        by=request.actor,
        at=timezone.now(),
        opened=opened_at(request, review),
    )
    messages.success(request, f"{review} is sent in. You may change it until the close.")
    return redirect("initiatives:reviews")


def _save(request: Request, review: Review, form: ReviewForm) -> HttpResponse:
    at = timezone.now()
    operations.save(
        review,
        opinion=form.opinion(),
        version=form.cleaned_data["version"],
        by=request.actor,
        at=at,
        opened=opened_at(request, review),
    )
    messages.success(request, f"Saved on {moment(at)}. It counts once you send it in.")
    return redirect(review)


def _two_versions(request: Request, current: Review, criteria: Sequence[Criterion]) -> HttpResponse:
    """Show what was typed, and what was saved elsewhere; the next save keeps what is typed."""
    rebased = request.POST.copy()
    rebased["version"] = str(current.version)
    form = ReviewForm(rebased, review=current, criteria=criteria, opinion=Opinion())
    form.add_error(
        None,
        "You saved this review elsewhere since you opened it here. What you typed is below; what "
        "is saved stands beside each criterion. Save again to keep what is below.",
    )
    saved = opinion_of(current)
    return _beside(request, current, form, saved=saved, status=409)


def _beside(
    request: Request,
    review: Review,
    form: ReviewForm,
    *,
    stands: Opinion | None = None,
    saved: Opinion | None = None,
    **more: Any,
) -> HttpResponse:
    """Show the proposal beside the form. A text that is not open to the evaluator is not shown."""
    proposal = review.entry.proposal
    stands = saved or stands or opinion_of(review)
    is_declared = review.state in {State.DECLARED, State.SUBMITTED}
    is_readable = is_declared and review.entry.round.opened_at is not None
    judged = judged_in_review(review) if is_readable else None
    status = more.pop("status", 200)
    return render(
        request,
        "initiatives/review.html",
        {
            "review": review,
            "proposal": proposal,
            "parts": _parts(proposal, judged) if is_readable else [],
            "judged": judged,
            "attachments": proposal.attachments.all() if is_readable else [],
            "is_sponsor": proposal.sponsorships.counting().filter(city=review.city_id).exists(),
            "is_wanted": proposal.wanted_cities.filter(pk=review.city_id).exists(),
            "form": form,
            "asked": list(form.asked(saved)),
            "standing": json.dumps(in_boxes(review, form.criteria, stands)),
            "progress": progress(form.criteria, stands),
            "opened": stamp(request, review),
            **more,
        },
        status=status,
    )


def _parts(proposal: Proposal, judged: Judged | None) -> list[Part]:
    return parts(text_judged(proposal, judged), names_for(proposal))


def declare(request: Request, pk: int) -> HttpResponse:
    """Take the declaration: no conflict, and the text opens; or a recusal with its reason."""
    review = find(request, pk)
    if request.method != "POST":
        return redirect(review)
    form = DeclarationForm(request.POST)
    if closed := rules.why_not_declare(request.actor, review, at=timezone.now()):
        form.add_error(None, closed)
        return _ask_for_declaration(request, review, form, status=409)
    if not form.is_valid():
        return _ask_for_declaration(request, review, form)
    if form.is_recusal:
        return _recuse(request, review, form.cleaned_data["reason"])
    operations.declare(review, by=request.actor, at=timezone.now())
    return redirect(f"{review.get_absolute_url()}#proposal")


def _ask_for_declaration(
    request: Request, review: Review, form: DeclarationForm, *, status: int = 200
) -> HttpResponse:
    context = {"review": review, "form": form}
    return render(request, "initiatives/review_declare.html", context, status=status)


def recuse(request: Request, pk: int) -> HttpResponse:
    """Step back from a review that was begun."""
    review = find(request, pk)
    if reason := rules.why_not_recuse(request.actor, review, at=timezone.now()):
        raise PermissionDenied(reason)
    form = RecusalForm(sent(request))
    if request.method == "POST" and form.is_valid():
        return _recuse(request, review, form.cleaned_data["reason"])
    return render(request, "initiatives/review_recuse.html", {"review": review, "form": form})


def _recuse(request: Request, review: Review, reason: str) -> HttpResponse:
    operations.recuse(review, reason=reason, by=request.actor, at=timezone.now())
    messages.success(request, f"You are recused: {review}. The reason is on record.")
    return redirect("initiatives:reviews")


def find(request: Request, pk: int) -> Review:
    """Return one of the person's own reviews; any other is not there."""
    own = Review.objects.visible_to(request.actor).select_related(
        "city",
        "revision",
        "entry__round",
        "entry__proposal__city",
        "entry__proposal__department",
        "entry__withdrawal",
    )
    return get_object_or_404(own, pk=pk)


def _criteria(review: Review) -> Sequence[Criterion]:
    return list(review.entry.round.criteria.prefetch_related("anchors"))
