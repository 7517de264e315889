"""Carry the answers from their columns into texts, and give references their prefix."""

from django.db import migrations
from django.db.models import F, Value
from django.db.models.functions import Concat

PREFIX = "EJC-"


def carry(apps, schema_editor):
    """Make one revision of what stands; what was sent in stays sent in."""
    Proposal = apps.get_model("initiatives", "Proposal")
    Revision = apps.get_model("initiatives", "Revision")
    Submission = apps.get_model("initiatives", "Submission")
    for proposal in Proposal.objects.select_related("city"):
        text = _text(proposal)
        Proposal.objects.filter(pk=proposal.pk).update(draft=text, answers=text)
        revision = Revision.objects.create(
            proposal=proposal,
            number=proposal.version,
            changes=text,
            how="copied",
            by_id=proposal.author_id,
            at=proposal.state_since,
        )
        if proposal.submitted_at:
            Submission.objects.create(
                proposal=proposal,
                revision=revision,
                by_id=proposal.author_id,
                office=f"Staff, {proposal.city.name}",
                at=proposal.submitted_at,
            )
    Proposal.objects.exclude(reference__startswith=PREFIX).update(
        reference=Concat(Value(PREFIX), F("reference"))
    )


def _text(proposal):
    """The old columns under the keys of the questions that took their place."""
    answers = {
        "title": proposal.title,
        "category": proposal.category,
        "department": str(proposal.department_id or ""),
        "problem": proposal.problem,
        f"how__{proposal.city.slug}": proposal.current_service,
        "idea": proposal.idea,
        "yearly_cost_cash": _amount(proposal.first_year_cost),
        "yearly_saving_cash": _amount(proposal.first_year_saving),
        **{f"wanted__{city.slug}": "yes" for city in proposal.wanted_cities.all()},
    }
    return {key: answers[key] for key in sorted(answers) if answers[key]}


def _amount(figure):
    return "" if figure is None else f"{figure:.2f}"


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0004_room_for_texts")]

    operations = [migrations.RunPython(carry, migrations.RunPython.noop)]
