"""Finding one programme, what its page shows, and its figures tried, followed and taken along."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cities.models import City
from collaborative.assets import document_fonts
from collaborative.http import Request
from collaborative.models import Event
from collaborative.roles import Permission
from initiatives.models import Proposal
from training import options, rules
from training.events import ProgrammeEvent
from training.forms.programmes import WhatIfForm
from training.memos import typeset_memo, write_docx
from training.models import Judgement, Programme
from training.results.judged import judged
from training.results.memos import memo_name, memo_of
from training.results.programmes import (
    is_current,
    last_judgement,
    names_of,
    study_of,
)
from training.results.sensitivities import PERCENT, swing_lines, turn_lines

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def find(request: Request, slug: str) -> Programme:
    """The programme with its cities, where the reader may see it."""
    if reason := rules.why_not_read_programmes(request.actor):
        raise PermissionDenied(reason)
    seen = Programme.objects.visible_to(request.actor).select_related("course", "proposal")
    return get_object_or_404(seen.prefetch_related("cities__city"), slug=slug)


def page_of(request: Request, programme: Programme) -> dict[str, object]:
    """What the page of a programme shows: to readers the last judgement, to the analyst the draft.

    The frozen figures are shown where there are any that still stand.
    """
    judgement = last_judgement(programme)
    stands = judgement is not None and is_current(programme, judgement)
    may_study = rules.why_not_study(request.actor) is None
    history = list(Event.objects.about(programme).select_related("by"))
    shown = judged(_study(programme, judgement, may_study=may_study), names_of(programme))
    return {
        "programme": programme,
        "judgement": judgement,
        "stands": stands,
        "judged": shown,
        "may_study": may_study,
        "why_not_carry_out": rules.why_not_carry_out(programme, judgement),
        "why_not_change": rules.why_not_change_programme(request.actor, programme),
        "why_not_judge": rules.why_not_judge(request.actor, programme),
        "why_not_drop": rules.why_not_drop(request.actor, programme),
        "why_not_take_back": rules.why_not_take_back(request.actor, programme),
        "proposing": _proposing(request, programme, judgement),
        "may_draft_agreements": request.actor.may(Permission.DRAFT_AGREEMENT),
        "may_draft": request.actor.may(Permission.DRAFT_AGREEMENT)
        and rules.why_not_carry_out(programme, judgement) is None,
        "proposal": _readable_proposal(request, programme),
        "history": history,
        "came_back": _came_back(history),
    }


def _came_back(history: Sequence[Event]) -> Event | None:
    """How the programme lost what it had become, where that is the last that happened to it."""
    last = history[-1] if history else None
    return last if last and last.kind == ProgrammeEvent.CAME_BACK else None


def _study(programme: Programme, judgement: Judgement | None, *, may_study: bool) -> options.Study:
    """The figures as they stand for who changes them; for all others those that were judged."""
    if judgement is None or (may_study and programme.state == Programme.State.DRAFT):
        return study_of(programme)
    return options.parse(judgement.figures)


def _proposing(request: Request, programme: Programme, judgement: Judgement | None) -> list[City]:
    """The cities for which the reader could make it a proposal now."""
    return [
        row.city
        for row in programme.cities.all()
        if not rules.why_not_make_proposal(request.actor, programme, judgement, city=row.city)
    ]


def _readable_proposal(request: Request, programme: Programme) -> Proposal | None:
    seen = Proposal.objects.visible_to(request.actor)
    return seen.filter(pk=programme.proposal_id).first() if programme.proposal_id else None


@require_safe
def what_if(request: Request, slug: str) -> HttpResponse:
    """Try other figures: nothing is kept but what stands in the address."""
    programme = find(request, slug)
    study, names = _shown(request, programme), names_of(programme)
    form = WhatIfForm(request.GET or None, study=study, names=names)
    tried = judged(form.tried(), names) if form.is_valid() else None
    return render(
        request,
        "training/programme_what_if.html",
        {
            "programme": programme,
            "form": form,
            "judged": judged(study, names),
            "tried": tried,
            "moved": form.moved if tried else [],
        },
    )


@require_safe
def sensitivity(request: Request, slug: str) -> HttpResponse:
    """Show how far each figure may move before the verdict or the cheapest way turns."""
    programme = find(request, slug)
    study, names = _shown(request, programme), names_of(programme)
    return render(
        request,
        "training/programme_sensitivity.html",
        {
            "programme": programme,
            "judged": judged(study, names),
            "turns": turn_lines(study, names),
            "swings": swing_lines(study, names),
            "percent": PERCENT,
        },
    )


def _shown(request: Request, programme: Programme) -> options.Study:
    """The figures that the reader's page of the programme shows."""
    may_study = rules.why_not_study(request.actor) is None
    return _study(programme, last_judgement(programme), may_study=may_study)


@require_safe
def memo_pdf(request: Request, slug: str) -> HttpResponse:
    """The memo as a document."""
    programme, judgement = _for_a_memo(request, slug)
    made = typeset_memo(memo_of(programme, judgement), fonts=document_fonts())
    answer = HttpResponse(made, content_type="application/pdf")
    return _kept(answer, memo_name(programme, judgement, "pdf"))


@require_safe
def memo_docx(request: Request, slug: str) -> HttpResponse:
    """The memo as a Word document."""
    programme, judgement = _for_a_memo(request, slug)
    answer = HttpResponse(write_docx(memo_of(programme, judgement)), content_type=WORD)
    return _kept(answer, memo_name(programme, judgement, "docx"))


@require_safe
def plan(request: Request, slug: str) -> HttpResponse:
    """The file for `plan_training`, from which anybody reckons the verdict again."""
    programme, judgement = _for_a_memo(request, slug)
    text = json.dumps(judgement.figures["plan"], ensure_ascii=False, indent=2) + "\n"
    answer = HttpResponse(text, content_type="application/json")
    return _kept(answer, memo_name(programme, judgement, "json"))


def _for_a_memo(request: Request, slug: str) -> tuple[Programme, Judgement]:
    programme = find(request, slug)
    judgement = last_judgement(programme)
    if judgement is None or not is_current(programme, judgement):
        raise PermissionDenied(
            f"“{programme}” is not judged as it stands. The memo is there once it is."
        )
    return programme, judgement


def _kept(answer: HttpResponse, name: str) -> HttpResponse:
    """Let it be saved under its name, and be kept by nobody in between."""
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
