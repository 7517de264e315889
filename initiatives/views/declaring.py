"""Before any text opens: an evaluator's conflicts title by title, wishes, and expertise."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from collaborative.http import Request, sent
from initiatives.forms.declaring import ExpertiseForm, TitlesForm
from initiatives.models import Declaration, Entry, Expertise, Round, Wish
from initiatives.models.declarations import titles_put_to
from initiatives.models.proposals import TEXTS
from initiatives.operations import declaring as operations
from initiatives.results.ties import ties
from initiatives.rules import declaring as rules

PAGE = 25
REST = "rest"


def titles(request: Request, slug: str) -> HttpResponse:
    """Every title of a round, each with the question whether there is a conflict of interest."""
    if reason := rules.why_not_evaluate(request.actor):
        raise PermissionDenied(reason)
    round_ = get_object_or_404(Round.objects.visible_to(request.actor), slug=slug)
    if reason := rules.why_not_declare_titles(request.actor, round_, at=timezone.now()):
        raise PermissionDenied(reason)
    if request.method == "POST" and request.POST.get("act") == REST:
        return _declare_rest(request, round_)
    asked = _asked(request, round_)
    page = Paginator(asked, PAGE).get_page(request.GET.get("page"))
    form = _form(request, round_, page)
    if request.method == "POST" and form.is_valid():
        number = operations.declare(round_, words=form.words(), by=request.actor, at=timezone.now())
        messages.success(request, f"Saved: {_declarations(number)}.")
        return redirect(request.get_full_path())
    return _show(request, round_, page, form)


def _asked(request: Request, round_: Round) -> QuerySet[Entry]:
    return (
        titles_put_to(request.actor)
        .filter(round=round_)
        .select_related("proposal__city")
        .prefetch_related("proposal__sponsorships")
        .defer(*(f"proposal__{text}" for text in TEXTS))
    )


def _form(request: Request, round_: Round, page: Page[Entry]) -> TitlesForm:
    own = Declaration.objects.by(request.actor).standing().filter(entry__in=list(page))
    wishes = Wish.objects.filter(entry__in=list(page), person=request.user)
    return TitlesForm(
        sent(request),
        entries=list(page),
        said={said.entry_id: said for said in own},
        wishes=None if rules.why_not_wish(round_) else {wish.entry_id: wish for wish in wishes},
    )


def _show(request: Request, round_: Round, page: Page[Entry], form: TitlesForm) -> HttpResponse:
    """Show the page; beside a title where a conflict stands, nothing more is said."""
    proposals = [entry.proposal for entry in form.open]
    known = ties(proposals, [request.user.pk], at=timezone.now())
    by_entry = {
        entry.pk: [tie.to_the_person for tie in known.get((entry.proposal_id, request.user.pk), ())]
        for entry in form.open
    }
    every = titles_put_to(request.actor).filter(round=round_)
    return render(
        request,
        "initiatives/declarations.html",
        {
            "round": round_,
            "page": page,
            "form": form,
            "titles": list(form.titles(by_entry)),
            "left": every.exclude(declarations__person=request.user).count(),
            "asks_wishes": not rules.why_not_wish(round_),
        },
    )


def _declare_rest(request: Request, round_: Round) -> HttpResponse:
    number = operations.declare_no_conflict_in_the_rest(round_, by=request.actor, at=timezone.now())
    messages.success(request, f"Saved: {_declarations(number)}.")
    return redirect("initiatives:declarations", round_.slug)


def _declarations(number: int) -> str:
    return f"{number} new declaration{'' if number == 1 else 's'}"


def expertise(request: Request) -> HttpResponse:
    """Say which kinds of service one knows."""
    if reason := rules.why_not_evaluate(request.actor):
        raise PermissionDenied(reason)
    known = Expertise.objects.filter(person=request.user).values_list("category", flat=True)
    typed = sent(request)
    form = ExpertiseForm(typed, initial={"kinds": list(known)})
    if form.is_valid():
        operations.know(form.cleaned_data["kinds"], by=request.actor, at=timezone.now())
        messages.success(request, "What you know is saved. The next assignment goes by it.")
        return redirect("initiatives:reviews")
    return render(request, "initiatives/expertise.html", {"form": form})
