"""The sample collaborative: all of it is there, it holds together, and no old mail goes out."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from agreements.models import Agreement
from agreements.results import standing
from cities.models import City, Holiday, Office
from cities.models import Meeting as CouncilMeeting
from collaborative.models import User
from initiatives.models import Attachment, Meeting, Placing, Proposal, Review, Round
from notifications.models import Absence, LetterWording, Mute, Refusal, RoundLadder
from training.disclosure import Place
from training.models import Assessment
from training.results.gaps import compared, gather


def load() -> str:
    """Run the command and return what it prints."""
    said = StringIO()
    call_command("load_demo", stdout=said)
    return said.getvalue()


@pytest.fixture(scope="module")
def _loaded(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    """The samples, loaded once for the tests that only look."""
    files = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"))
    with django_db_blocker.unblock(), transaction.atomic(), files:
        assert load().splitlines()[-1] == (
            "New: 23 people, 34 sample proposals, 6 rounds, 4 agreements, and one real record."
        )
        yield
        transaction.set_rollback(True)


loaded = pytest.mark.usefixtures("_loaded", "db")


def states(model) -> dict[str, int]:
    """How many rows there are in each state."""
    return dict(Counter(model.objects.values_list("state", flat=True)))


def rows() -> dict[str, int]:
    """How many rows every table of the portal has."""
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy
    }


@loaded
def test_every_page_of_the_demo_has_something_on_it():
    assert states(Proposal) == {
        "draft": 3, "submitted": 5, "returned": 2, "accepted": 1, "declined": 1, "withdrawn": 1,
        "in_round": 15, "chosen": 3, "not_chosen": 3, "merged": 1,
    }  # fmt: skip
    assert states(Round) == {
        "released": 1, "decided": 1, "discussion": 1, "scoring": 1,
        "declarations": 1, "preparing": 1,
    }  # fmt: skip
    assert states(Review) == {"submitted": 62, "assigned": 10, "declared": 2, "recused": 2}
    assert states(Agreement) == {"in_force": 2, "circulated": 2, "draft": 1}
    assert Attachment.objects.count() == 4
    assert list(LetterWording.objects.values_list("letter", "number")) == [("proposal_returned", 1)]
    assert [refusal.address for refusal in Refusal.objects.all()] == [
        "evaluator-lees-summit@sample.example",
        "former-clerk@sample.example",
    ]
    assert [str(mute.person) for mute in Mute.objects.select_related("person")] == [
        "Liaison, Grandview"
    ]
    assert [
        (row.person.name, row.deputy.name)
        for row in Absence.objects.to_come(timezone.localdate()).select_related("person", "deputy")
    ] == [
        ("Evaluator, Raytown", "Liaison, Raytown"),
        ("Clerk, Grandview", "Liaison, Grandview"),
    ]
    assert Holiday.objects.filter(on__gte=timezone.localdate()).count() == 1
    assert [ladder.kind for ladder in RoundLadder.objects.all()] == ["reminder.declarations"]
    assert Office.objects.count() == User.objects.count() == 23


@loaded
def test_loading_again_changes_nothing():
    before = rows()
    assert load().splitlines()[-1] == "The samples are there already; nothing was changed."
    assert rows() == before


@loaded
def test_what_is_invented_says_so_and_nobody_has_a_name():
    titles = [
        *Proposal.objects.values_list("title", flat=True),
        *Round.objects.values_list("title", flat=True),
        *Agreement.objects.filter(is_sample=True).values_list("title", flat=True),
    ]
    assert [title for title in titles if not title.endswith(" (sample)")] == []
    offices = {str(office) for office in Office.objects.select_related("organisation")}
    assert set(User.objects.values_list("name", flat=True)) == offices


@loaded
def test_only_lees_summit_is_on_record_with_the_real_statement():
    found = standing(Agreement.objects.get(is_sample=False))
    assert {square.party.organisation.slug: square.label for square in found.squares} == {
        "blue-springs": "No record",
        "grandview": "No record",
        "independence": "No record",
        "lees-summit": "Adopted",
        "raytown": "No record",
    }
    joined = City.objects.exclude(joined_on=None).values_list("slug", "joined_on")
    assert list(joined) == [("lees-summit", date(2021, 4, 13))]


@loaded
def test_one_council_with_other_words_keeps_a_sample_agreement_out_of_force():
    found = standing(Agreement.objects.get(title__startswith="Court interpreters"))
    assert {square.party.organisation.slug: square.label for square in found.squares} == {
        "blue-springs": "Adopted",
        "grandview": "Adopted another text",
        "independence": "Adopted",
        "lees-summit": "Before the council",
        "raytown": "No record",
    }


@loaded
def test_four_of_five_bind_whatever_one_council_took_back():
    agreement = Agreement.objects.get(title__startswith="Lending of emergency equipment")
    found = standing(agreement)
    fourth = max(cell.on for cell in found.outcome.cells.values() if cell.state == "adopted")
    assert (
        {square.party.organisation.slug: square.label for square in found.squares},
        agreement.state,
        agreement.in_force_on < fourth,
    ) == (
        {
            "blue-springs": "Adopted",
            "grandview": "Taken back",
            "independence": "Adopted",
            "lees-summit": "Adopted",
            "raytown": "Adopted",
        },
        "in_force",
        True,
    )


@loaded
def test_every_council_has_met_and_meets_again():
    held = Counter(CouncilMeeting.objects.values_list("organisation__slug", flat=True))
    ahead = CouncilMeeting.objects.upcoming(timezone.now()).values("organisation").distinct()
    assert (set(held.values()), ahead.count()) == ({12}, 5)


@loaded
def test_the_ranking_of_the_released_round_shows_a_tie_and_a_failed_gate():
    first = Placing.objects.filter(ranking__number=1, entry__round__state="released")
    placed = first.order_by("position").values_list("rank", "score", "reasons")
    assert [(rank, str(score), reasons) for rank, score, reasons in placed] == [
        (1, "82.50", []),
        (2, "75.50", []),
        (2, "75.50", []),
        (4, "63.50", []),
        (5, "58.25", []),
        (6, "46.50", []),
        (7, "38.25", []),
        (None, "43.50", ["gate:lawful"]),
    ]


@loaded
def test_a_meeting_is_planned_about_the_round_in_discussion():
    meeting = Meeting.objects.get()
    order = meeting.items.order_by("position").values_list("entry__proposal__title", flat=True)
    assert (meeting.state, meeting.round.state, len(order)) == ("planned", "discussion", 3)
    assert meeting.begins_at > timezone.now()


@loaded
def test_two_assessments_a_year_apart_tell_what_has_changed():
    before, now = Assessment.objects.filter(state="closed").order_by("opens_at")
    assert (now.closes_at - before.closes_at) > timedelta(days=365)
    found = compared(gather(before), gather(now), Place())
    assert [(line.topic.slug, line.change) for line in found] == [
        ("trench", "0.33 more"),
        ("supervision", "0.01 less"),
        ("work-zones", "0.19 less"),
    ]
    for city in City.objects.all():
        assert len(compared(gather(before), gather(now), Place(city=city.pk))) == len(found)
