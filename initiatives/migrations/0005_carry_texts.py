"""Carry the answers from their columns into texts, and give references their prefix."""

from django.db import migrations
from django.db.models import F, Value
from django.db.models.functions import Concat

PREFIX = "EJC-"


def carry(apps, schema_editor):
    """Make a revision of every text there was; what was sent in, and when, stays on record."""
    Proposal = apps.get_model("initiatives", "Proposal")
    for proposal in Proposal.objects.select_related("city"):
        wanted = {f"wanted__{city.slug}": "yes" for city in proposal.wanted_cities.all()}
        rows = [*_history(apps, proposal), proposal]
        texts = {row.version: _text(row, proposal.city, wanted) for row in rows}
        events = _events(apps, proposal)
        _write_revisions(apps, proposal, texts, events)
        _write_submissions(apps, proposal, rows, events)
        text = texts[proposal.version]
        Proposal.objects.filter(pk=proposal.pk).update(draft=text, answers=text)
    Proposal.objects.exclude(reference__startswith=PREFIX).update(
        reference=Concat(Value(PREFIX), F("reference"))
    )


def _history(apps, proposal):
    """Every row that the proposal has been, the oldest first."""
    ProposalHistory = apps.get_model("initiatives", "ProposalHistory")
    return ProposalHistory.objects.filter(pgh_obj_id=proposal.pk).order_by("pgh_id")


def _text(row, city, wanted):
    """The old columns under the keys of the questions that took their place.

    Nobody wrote down which cities were wanted when: those of today stand in every text.
    """
    answers = {
        "title": row.title,
        "category": row.category,
        "department": str(row.department_id or ""),
        "problem": row.problem,
        f"how__{city.slug}": row.current_service,
        "idea": row.idea,
        "yearly_cost_cash": _amount(row.first_year_cost),
        "yearly_saving_cash": _amount(row.first_year_saving),
        **wanted,
    }
    return {key: answers[key] for key in sorted(answers) if answers[key]}


def _amount(figure):
    return "" if figure is None else f"{figure:.2f}"


def _events(apps, proposal):
    """Who wrote which version, and who sent it in when: the latest event of each."""
    Event = apps.get_model("collaborative", "Event")
    about = Event.objects.filter(about_type="initiatives.proposal", about_key=str(proposal.pk))
    events = {}
    for event in about.order_by("pk"):
        if event.kind == "proposal.started":
            events["written", 1] = event
        elif event.kind == "proposal.saved":
            events["written", event.detail.get("version")] = event
        elif event.kind == "proposal.submitted":
            events["sent in", event.at] = event
    return events


def _write_revisions(apps, proposal, texts, events):
    Revision = apps.get_model("initiatives", "Revision")
    before = {}
    for number, text in sorted(texts.items()):
        event = events.get(("written", number))
        Revision.objects.create(
            proposal=proposal,
            number=number,
            changes={
                key: text.get(key, "")
                for key in sorted(before.keys() | text.keys())
                if before.get(key, "") != text.get(key, "")
            },
            how="typed" if event else "copied",
            by_id=event.by_id if event else proposal.author_id,
            office=event.office if event else "",
            at=event.at if event else proposal.state_since,
        )
        before = text


def _write_submissions(apps, proposal, rows, events):
    Revision = apps.get_model("initiatives", "Revision")
    Submission = apps.get_model("initiatives", "Submission")
    sent = {}
    for row in rows:
        if row.submitted_at:
            sent.setdefault(row.submitted_at, row.version)
    for at, number in sorted(sent.items()):
        event = events.get(("sent in", at))
        Submission.objects.create(
            proposal=proposal,
            revision=Revision.objects.get(proposal=proposal, number=number),
            by_id=(event and event.by_id) or proposal.author_id,
            office=(event and event.office) or f"Staff, {proposal.city.name}",
            at=at,
        )


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0004_room_for_texts")]

    operations = [migrations.RunPython(carry, migrations.RunPython.noop)]
