"""What is said about a proposal: the list, one thread, its wordings, and what people do there."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from collaborative.http import Request, sent
from initiatives.forms.talk import (
    WHOLE,
    AnswerForm,
    CommentForm,
    EditForm,
    TalkFilterForm,
    WordsForm,
    also_told,
)
from initiatives.models import Audience, Comment, CommentWording, Proposal
from initiatives.models.talk import CommentQuerySet
from initiatives.operations import talk as operations
from initiatives.questions import SECTIONS
from initiatives.results.talk import audiences, company, tallies
from initiatives.rules import talk as rules
from initiatives.views.arriving import find

PAGE = 20


def index(request: Request, reference: str) -> HttpResponse:
    """List the threads that this person reads, and begin another."""
    proposal = find(request, reference)
    own = audiences(request.actor, proposal)
    if reason := rules.why_not_read(request.actor, proposal, own):
        raise PermissionDenied(reason)
    closed = rules.closed_talk(proposal)
    asked_about = request.GET.get("section", "")
    form = CommentForm(
        sent(request),
        company=company(proposal, on=timezone.localdate()),
        audiences=own,
        me=request.user,
        author=proposal.author,
        initial={"section": asked_about if asked_about in SECTIONS else ""},
    )
    if request.method == "POST":
        if closed:
            form.add_error(None, f"{closed} What you typed is still below.")
        elif form.is_valid():
            return _begin(request, proposal, form)
    return _list(request, proposal, own, form, closed=closed)


def _begin(request: Request, proposal: Proposal, form: CommentForm) -> HttpResponse:
    said = operations.comment(
        proposal,
        audience=form.cleaned_data["audience"],
        section=form.cleaned_data["section"],
        text=form.cleaned_data["text"],
        mentioned=form.people,
        key=form.cleaned_data["key"],
        by=request.actor,
        at=timezone.now(),
    )
    messages.success(request, _told("Your comment is added", said, form))
    return redirect(said)


def _told(deed: str, said: Comment, form: WordsForm) -> str:
    """Say what was done, and who gets a letter of it."""
    names = [person.name for person in form.people if person != said.by]
    if said.audience == Audience.BETWEEN:
        names.append("the authors" if said.by_facilitator else "the facilitators")
    if not names:
        return f"{deed}."
    *first, last = names
    return (
        f"{deed}. A letter goes to {', '.join(first)} and {last}."
        if first
        else (f"{deed}. A letter goes to {last}.")
    )


def _list(
    request: Request,
    proposal: Proposal,
    own: frozenset[Audience],
    form: CommentForm,
    *,
    closed: str | None,
) -> HttpResponse:
    filters = TalkFilterForm(request.GET, audiences=own)
    terms = filters.terms()
    threads = _threads(request, proposal).filter(**terms)
    return render(
        request,
        "initiatives/talk.html",
        {
            "proposal": proposal,
            "filters": filters,
            "is_filtered": bool(terms),
            "tallies": tallies(request.actor, proposal),
            "whole": WHOLE,
            "page": Paginator(threads.order_by("-pk"), PAGE).get_page(request.GET.get("page")),
            "form": form,
            "closed": closed,
            "may_edit": closed is None,
        },
        status=409 if form.is_bound and closed else 200,
    )


def _threads(request: Request, proposal: Proposal) -> QuerySet[Comment]:
    """The threads about a proposal that this person reads, with their answers and all words."""
    answers = Comment.objects.visible_to(request.actor).with_words().order_by("pk")
    readable = proposal.comments.visible_to(request.actor).threads().with_words()
    return readable.prefetch_related(Prefetch("replies", answers))


def thread(request: Request, reference: str, pk: int) -> HttpResponse:
    """One thread, and an answer to it."""
    proposal = find(request, reference)
    found = get_object_or_404(_threads(request, proposal), pk=pk)
    own = audiences(request.actor, proposal)
    closed = rules.why_not_reply(request.actor, found, own)
    form = AnswerForm(
        sent(request),
        company=company(proposal, on=timezone.localdate()),
        audiences=[Audience(found.audience)],
        me=request.user,
    )
    if request.method == "POST":
        if closed:
            form.add_error(None, f"{closed} What you typed is still below.")
        elif form.is_valid():
            return _answer(request, found, form)
    return render(
        request,
        "initiatives/talk_thread.html",
        {
            "proposal": proposal,
            "thread": found,
            "form": form,
            "closed": closed,
            "may_settle": rules.why_not_resolve(request.actor, found, own) is None,
            "may_edit": not rules.closed_talk(proposal),
        },
        status=409 if form.is_bound and closed else 200,
    )


def _answer(request: Request, found: Comment, form: AnswerForm) -> HttpResponse:
    said = operations.reply(
        found,
        text=form.cleaned_data["text"],
        mentioned=form.people,
        key=form.cleaned_data["key"],
        by=request.actor,
        at=timezone.now(),
    )
    messages.success(request, _told("Your answer is added", said, form))
    return redirect(said)


def edit(request: Request, reference: str, pk: int) -> HttpResponse:
    """Word an own comment anew; the earlier wordings stay."""
    said = _find(request, reference, pk)
    own = audiences(request.actor, said.proposal)
    if reason := rules.why_not_edit(request.actor, said, own):
        raise PermissionDenied(reason)
    present = company(said.proposal, on=timezone.localdate())
    form = EditForm(
        sent(request),
        company=present,
        audiences=[Audience(said.audience)],
        me=request.user,
        initial={
            "text": said.wording.text,
            "number": said.wording.number,
            "tell": also_told(said, present),
        },
    )
    if request.method != "POST" or not form.is_valid():
        return _write(request, said, form)
    try:
        operations.edit(
            said,
            text=form.cleaned_data["text"],
            number=form.cleaned_data["number"],
            mentioned=form.people,
            by=request.actor,
            at=timezone.now(),
        )
    except operations.StaleWording as stale:
        rebased = request.POST.copy()
        rebased["number"] = str(stale.current.number)
        form.data = rebased
        form.add_error(
            None,
            "You changed this comment elsewhere since you opened it here. What you typed is below; "
            "what stands now is above. Save again to put what is below in its place.",
        )
        return _write(request, said, form, stands=stale.current)
    messages.success(request, "Your comment is changed. The earlier wording stays on record.")
    return redirect(said)


def _write(
    request: Request, said: Comment, form: EditForm, *, stands: CommentWording | None = None
) -> HttpResponse:
    """Show the form; where its writer changed the comment elsewhere, what stands now as well."""
    return render(
        request,
        "initiatives/talk_edit.html",
        {"said": said, "proposal": said.proposal, "form": form, "stands": stands},
        status=409 if stands else 200,
    )


@require_safe
def history(request: Request, reference: str, pk: int) -> HttpResponse:
    """Every wording of a comment, the newest first, for whoever reads the comment."""
    said = _find(request, reference, pk)
    return render(
        request,
        "initiatives/talk_history.html",
        {
            "said": said,
            "proposal": said.proposal,
            "wordings": said.wordings.order_by("-number"),
        },
    )


@require_POST
def resolve(request: Request, reference: str, pk: int) -> HttpResponse:
    """Settle a thread; where somebody was first, say so."""
    return _settle(request, reference, pk, operations.resolve, is_done=True)


@require_POST
def reopen(request: Request, reference: str, pk: int) -> HttpResponse:
    """Open a thread again."""
    return _settle(request, reference, pk, operations.reopen, is_done=False)


def _settle(
    request: Request,
    reference: str,
    pk: int,
    act: Callable[..., None],
    *,
    is_done: bool,
) -> HttpResponse:
    found = get_object_or_404(_read(request, reference).threads(), pk=pk)
    if (found.resolved_at is not None) == is_done:
        sentence = rules.resolution(found) if is_done else "This is open already"
        messages.info(request, f"{sentence}. Nothing was changed.")
    else:
        act(found, by=request.actor, at=timezone.now())
        messages.success(request, "This is resolved." if is_done else "This is open again.")
    return redirect(found)


def _find(request: Request, reference: str, pk: int) -> Comment:
    return get_object_or_404(_read(request, reference), pk=pk)


def _read(request: Request, reference: str) -> CommentQuerySet:
    """The comments on one proposal that this person reads."""
    return (
        Comment.objects.visible_to(request.actor)
        .with_words()
        .select_related("proposal__city", "proposal__author")
        .filter(proposal__reference=reference)
    )
