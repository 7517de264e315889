"""A programme whose agreement or proposal came to nothing stands as it was judged again."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from agreements.models import Agreement
from agreements.operations import drafting
from agreements.operations.programmes import draft_from
from collaborative.lifecycle import StaleState
from collaborative.models import Event
from initiatives.models import Proposal
from tests.conftest import NOON
from tests.factories.agreements import AgreementFactory
from tests.factories.proposals import ProposalFactory
from tests.factories.training import CourseFactory
from tests.training.test_programmes import WORDS
from training.models import Programme
from training.operations import programmes
from training.operations.programmes import Asked

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
REASON = "The grant fell through."


@pytest.fixture
def judged(cities, analyst):
    seats = {"raytown": 6, "grandview": 5, "independence": 3}
    asked = [Asked(city=cities[city], seats=number) for city, number in seats.items()]
    made = programmes.begin(CourseFactory(), words=WORDS, asked=asked, by=analyst, at=NOON)
    programmes.judge(made, revision=1, by=analyst, at=NOON)
    return made


@pytest.fixture
def agreed(judged, facilitator):
    return draft_from(judged, by=facilitator, at=NOON)


@pytest.fixture
def proposed(judged, cities, liaison_of):
    city = cities["raytown"]
    return programmes.make_proposal(judged, city=city, by=liaison_of("raytown"), at=NOON)


def kinds():
    return [event.kind for event in Event.objects.about(Programme.objects.get())][2:]


def page(client, actor, programme):
    client.force_login(actor.user)
    return client.get(programme.get_absolute_url()).content.decode()


def test_a_programme_whose_agreement_is_withdrawn_becomes_another(
    client, agreed, facilitator, analyst, liaison_of
):
    drafting.withdraw(agreed, reason=REASON, by=facilitator, at=LATER)
    programme = Programme.objects.get()
    assert (programme.state, programme.state_since, programme.judged_at) == ("judged", LATER, NOON)
    said = "The agreement that was drafted of it was withdrawn on Monday, March 2, 2026"
    seen = {
        who: (said in text, REASON in text, "Draft an agreement" in text)
        for who, text in (
            ("analyst", page(client, analyst, programme)),
            ("facilitator", page(client, facilitator, programme)),
            ("liaison", page(client, liaison_of("raytown"), programme)),
        )
    }
    assert seen == {
        "analyst": (True, True, False),
        "facilitator": (True, True, True),
        "liaison": (True, False, False),
    }
    again = draft_from(programme, by=facilitator, at=LATER)
    programme = Programme.objects.get()
    assert (programme.state, again.slug != agreed.slug) == ("agreement", True)
    assert set(programme.agreements.values_list("state", flat=True)) == {"withdrawn", "draft"}
    text = page(client, facilitator, programme)
    assert (again.get_absolute_url() in text, agreed.get_absolute_url() in text) == (True, False)
    assert said not in text
    assert kinds() == [
        "programme.drafted_as_agreement",
        "programme.came_back",
        "programme.drafted_as_agreement",
    ]


def test_it_is_carried_out_by_one_agreement_at_a_time(agreed):
    with pytest.raises(IntegrityError, match="agreement_of_a_programme_once"), transaction.atomic():
        AgreementFactory(programme=agreed.programme)
    Agreement.objects.update(state="withdrawn")
    AgreementFactory(programme=agreed.programme)
    assert agreed.programme.agreements.count() == 2


def test_where_the_agreement_cannot_be_withdrawn_the_programme_stays(agreed, facilitator):
    Agreement.objects.update(state="circulated")
    Agreement.objects.update(state="in_force", in_force_on=NOON.date())
    with pytest.raises(StaleState):
        drafting.withdraw(agreed, reason=REASON, by=facilitator, at=LATER)
    assert (Programme.objects.get().state, kinds()) == (
        "agreement",
        ["programme.drafted_as_agreement"],
    )


def test_the_analyst_takes_it_back_from_a_proposal_of_which_nothing_comes(
    client, judged, proposed, analyst, cities, liaison_of
):
    client.force_login(analyst.user)
    press = reverse("training:take_back_programme", args=[judged.slug])
    assert client.post(press).status_code == 403
    Proposal.objects.update(state="withdrawn")
    assert "Take it back from the proposal" in page(client, analyst, judged)
    client.post(press)
    programme = Programme.objects.get()
    assert (programme.state, programme.proposal) == ("judged", None)
    said = f"The proposal {proposed.reference} that it became was withdrawn when the analyst"
    assert said in page(client, analyst, programme)
    other = programmes.make_proposal(
        programme, city=cities["grandview"], by=liaison_of("grandview"), at=LATER
    )
    assert Programme.objects.get().proposal == other
    assert kinds() == ["programme.proposed", "programme.came_back", "programme.proposed"]


@pytest.mark.parametrize(
    ("state", "is_over"),
    [(state, state in {"withdrawn", "declined", "not_chosen"}) for state in Proposal.State],
)
def test_it_stays_with_a_proposal_of_which_something_may_come(
    judged, proposed, analyst, state, is_over
):
    is_sent_in = state not in {"draft", "withdrawn"}
    Proposal.objects.filter(pk=proposed.pk).update(
        state=state,
        submitted_at=NOON if is_sent_in else None,
        merged_into=ProposalFactory() if state == "merged" else None,
    )
    if is_over:
        programmes.take_back(judged, by=analyst, at=LATER)
    else:
        with pytest.raises(PermissionDenied, match="so the programme stays with it"):
            programmes.take_back(judged, by=analyst, at=LATER)
    assert (Programme.objects.get().state == "judged") is is_over


def test_only_the_analyst_takes_back_and_only_once(judged, proposed, analyst, facilitator):
    Proposal.objects.update(state="declined", submitted_at=NOON)
    stale = Programme.objects.get()
    with pytest.raises(PermissionDenied, match="Only the training analyst studies"):
        programmes.take_back(judged, by=facilitator, at=LATER)
    programmes.take_back(judged, by=analyst, at=LATER)
    with pytest.raises(StaleState, match="is judged: Training analyst"):
        programmes.take_back(stale, by=analyst, at=LATER)
    with pytest.raises(PermissionDenied, match="there is no proposal to take it back from"):
        programmes.take_back(judged, by=analyst, at=LATER)
