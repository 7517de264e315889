"""What a section's page saves by itself while somebody types, answered as JSON."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from collaborative import wording
from collaborative.http import Request
from initiatives.forms.sections import SectionForm
from initiatives.models import Proposal
from initiatives.operations import presence, writing
from initiatives.questions import SECTIONS, first_year_cost, first_year_saving, unreadable
from initiatives.results.kept import waiting_in
from initiatives.results.presence import others_in
from initiatives.results.proposals import keys_in, names_for
from initiatives.rules import proposals as rules
from initiatives.views import signed_out
from initiatives.views.kept_sections import SECTION
from initiatives.views.made_for import sent_by


# Not for the signed-in alone: what arrives from a page whose session has ended is kept.
@login_not_required
@never_cache
@require_POST
def autosave(request: Request, reference: str, key: str) -> HttpResponse:
    """Save the boxes that a page sends; with none it asks how things stand, and says "here".

    It never settles what two people changed: that takes its writer's press on the page.
    """
    if signed_out.is_foreign(request, SECTION):
        return signed_out.answer_script(request, SECTION, reference=reference, key=key)
    readable = Proposal.objects.visible_to(request.actor)
    found = readable.select_related("city", "author", "department").filter(reference=reference)
    proposal = found.first()
    if proposal is None or key not in SECTIONS or key == "files":
        return _refuse("There is no such section for you here.", status=404)
    if reason := rules.why_not_write(request.actor, proposal):
        return _refuse(reason, status=403)
    return _save(request, proposal, key)


def _save(request: Request, proposal: Proposal, key: str) -> JsonResponse:
    at, asked = timezone.now(), SECTIONS[key]
    form = SectionForm.sent(request.POST, asked, names_for(proposal), proposal)
    saved = writing.save(
        proposal,
        answers=form.typed(),
        base=form.base_read,
        shown=request.POST.getlist("shown"),
        page=sent_by(request, proposal),
        by=request.actor,
        at=at,
    )
    current = saved.proposal
    if closed := rules.closed_text(current):
        kept = " What you typed is kept for you on its page." if saved.kept else ""
        return _refuse(f"{closed}{kept}", status=409)
    presence.note(current, section=asked, person=request.user, at=at)
    answer = {
        "version": current.version,
        "saved_at": wording.clock(at),
        "others": [
            {"name": other.name, "section": other.section, "sentence": other.sentence}
            for other in others_in(current, request.user, at=at)
        ],
        **_standing(request, current, form),
    }
    return JsonResponse(answer)


def _standing(request: Request, current: Proposal, form: SectionForm) -> dict[str, Any]:
    """How the section stands: its texts, what waits beside them, what is wrong, and its sums."""
    keys = list(keys_in(form.section, form.names))
    texts = {key: current.draft.get(key, "") for key in keys}
    waiting = waiting_in(current, request.user, form.names, keys=keys)
    sums = {"cost": first_year_cost(texts), "saving": first_year_saving(texts)}
    return {
        "texts": texts,
        "kept": [
            {
                "key": one.key,
                "sentence": one.sentence,
                "stands": one.stands.text,
                "is_torn": one.is_torn,
            }
            for one in waiting
        ],
        "problems": {key: wrong for key, text in texts.items() if (wrong := unreadable(key, text))},
        "sums": {name: wording.dollars(total) for name, total in sums.items() if total is not None},
    }


def _refuse(sentence: str, *, status: int) -> JsonResponse:
    return JsonResponse({"sentence": sentence}, status=status)
