"""Certificates: whether one is genuine, the paper, and withdrawing one that is wrong."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from collaborative.assets import document_fonts
from collaborative.http import Request, sent
from training import rules
from training.certificates import Paper, typeset
from training.forms.cohorts import CertificateForm
from training.models import Certificate, Enrolment
from training.operations import holding
from training.views.cohorts import refuse


@login_not_required
@require_safe
def certificate(request: Request, number: str) -> HttpResponse:
    """Say whether a certificate of this number is genuine: no more than the paper says."""
    found = get_object_or_404(Certificate, number=number)
    own = Enrolment.objects.visible_to(request.actor).filter(pk=found.enrolment_id)
    context = {
        "certificate": found,
        "may_print": own.exists(),
        "why_not_withdraw": rules.why_not_withdraw_certificate(request.actor, found),
    }
    return render(request, "training/certificate.html", context)


@require_safe
def paper(request: Request, number: str) -> HttpResponse:
    """The certificate as a PDF, for its holder, the city's liaison and the analyst."""
    seen = Enrolment.objects.visible_to(request.actor)
    found = get_object_or_404(Certificate, number=number, enrolment__in=seen)
    document = Paper(
        number=found.number,
        holder=found.holder,
        city=found.city,
        course=found.course,
        hours=found.hours,
        begins_on=found.begins_on,
        ends_on=found.ends_on,
        issued_on=found.issued_on,
        address=f"{settings.SITE_URL}{found.get_absolute_url()}",
        sample=found.is_sample,
        withdrawn_on=found.withdrawn_on,
    )
    response = HttpResponse(
        typeset(document, fonts=document_fonts()), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'attachment; filename="{found.number}.pdf"'
    return response


def withdraw(request: Request, number: str) -> HttpResponse:
    """Withdraw a certificate that is wrong, and write another one if need be."""
    found = get_object_or_404(
        Certificate.objects.select_related("enrolment__cohort", "enrolment__city"), number=number
    )
    refuse(rules.why_not_withdraw_certificate(request.actor, found))
    form = CertificateForm(sent(request))
    if request.method == "POST" and form.is_valid():
        again = holding.withdraw_certificate(
            found, **form.cleaned_data, by=request.actor, at=timezone.now()
        )
        messages.success(request, f"{found} is withdrawn.")
        return redirect(again or found)
    context = {"form": form, "certificate": found}
    return render(request, "training/certificate_withdraw.html", context)
