"""What must be taught, to whom, and who says so."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from collaborative.http import Request, sent
from training import rules
from training.forms.catalogue import RequirementForm
from training.models import Requirement
from training.operations import requirements as operations
from training.rules.records import why_not_keep_any
from training.views.kept import keep, may_keep, may_read


@require_safe
def index(request: Request) -> HttpResponse:
    """List the requirements, those in force first, each with its basis."""
    may_read(request)
    requirements = Requirement.objects.select_related("topic", "city")
    return render(
        request,
        "training/requirements.html",
        {
            "requirements": requirements.order_by("is_retired", "name", "pk"),
            "may_keep": rules.why_not_keep_courses(request.actor) is None,
            "keeps_records": why_not_keep_any(request.actor) is None,
        },
    )


def new(request: Request) -> HttpResponse:
    """Add a requirement."""
    may_keep(request)
    form = RequirementForm(sent(request))
    return keep(
        request,
        form,
        "training/requirement_edit.html",
        write=lambda: operations.add_requirement(form.terms(), by=request.actor, at=timezone.now()),
        to=reverse("training:requirements"),
        said="The requirement is on the list, with its basis.",
    )


def edit(request: Request, slug: str) -> HttpResponse:
    """Say something else of a requirement."""
    may_keep(request)
    requirement = get_object_or_404(Requirement, slug=slug)
    form = RequirementForm(sent(request), requirement=requirement)
    return keep(
        request,
        form,
        "training/requirement_edit.html",
        write=lambda: operations.change_requirement(
            requirement,
            terms=form.terms(),
            revision=form.cleaned_data["revision"],
            by=request.actor,
            at=timezone.now(),
        ),
        to=reverse("training:requirements"),
        said="The requirement says what you wrote.",
        kept=requirement,
    )
