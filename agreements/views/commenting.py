"""What the parties say of a version, and the facilitator's answers."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from agreements import results
from agreements.forms import AnswerForm, CommentForm
from agreements.models import PartyComment, Version
from agreements.operations import commenting
from agreements.rules import versions as rules
from agreements.rules import why_not_draft
from agreements.views.finding import find, find_version, refuse
from agreements.views.prose import named
from collaborative.http import Request, sent


def index(request: Request, slug: str, number: int) -> HttpResponse:
    """Show what was said of a version, section by section, and take a comment."""
    version = _readable(request, slug, number)
    why_not = rules.why_not_comment(request.actor, version)
    form = _form(request, version)
    if request.method == "POST" and form.is_valid():
        said = commenting.comment(version, **form.cleaned_data, by=request.actor, at=timezone.now())
        messages.success(
            request, f"Your comment for {said.party} is with the facilitators and the parties."
        )
        return redirect("agreements:comments", slug, number)
    return render(
        request,
        "agreements/comments.html",
        {
            "agreement": version.agreement,
            "version": version,
            "comments": _comments(request, version),
            "form": form,
            "why_not_comment": why_not,
            "may_answer": why_not_draft(request.actor) is None,
        },
    )


def _readable(request: Request, slug: str, number: int) -> Version:
    agreement = find(request, slug)
    if reason := rules.why_not_read_comments(request.actor, agreement):
        raise PermissionDenied(reason)
    return find_version(agreement, number)


def _comments(request: Request, version: Version) -> list[PartyComment]:
    """What was said, in the order of the text's sections; of sections that are gone, at the end."""
    places = {each.label: each.number for each in named(results.kept_words(version))} | {"": 0}
    rows = version.comments.visible_to(request.actor)
    found = rows.select_related("party__organisation", "by", "answer__by").order_by("pk")
    return sorted(found, key=lambda each: places.get(each.section, len(places)))


def _form(request: Request, version: Version) -> CommentForm:
    return CommentForm(
        sent(request),
        initial={"section": request.GET.get("section", "")},
        parties=rules.spoken_for(request.actor, version.agreement),
        sections=named(results.kept_words(version)),
    )


def answer(request: Request, slug: str, number: int, key: int) -> HttpResponse:
    """Say what becomes of a comment."""
    version = _readable(request, slug, number)
    rows = version.comments.visible_to(request.actor)
    said = get_object_or_404(rows.select_related("party__organisation", "by", "answer__by"), pk=key)
    said.version = version
    refuse(request, rules.why_not_answer(request.actor, said))
    form = AnswerForm(sent(request))
    if request.method == "POST" and form.is_valid():
        _answer(request, said, form)
        messages.success(request, f"Your answer to {said.party} is on record.")
        return redirect("agreements:comments", slug, number)
    return render(
        request,
        "agreements/comment_answer.html",
        {"agreement": version.agreement, "version": version, "comment": said, "form": form},
    )


def _answer(request: Request, said: PartyComment, form: AnswerForm) -> None:
    commenting.answer(
        said,
        is_taken_over=form.cleaned_data["outcome"] == AnswerForm.TAKEN_OVER,
        reason=form.cleaned_data["reason"],
        by=request.actor,
        at=timezone.now(),
    )
