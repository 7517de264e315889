import pytest

from cities.events import InvitationEvent
from cities.lifecycle import INVITATION
from cities.models import Invitation
from collaborative.lifecycle import StaleState
from collaborative.models import PORTAL, Event
from tests.conftest import NOON
from tests.factories.cities import InvitationFactory

pytestmark = pytest.mark.django_db


def test_a_step_changes_the_state_and_records_who_and_when(administrator):
    invitation = InvitationFactory()
    event = INVITATION.advance(
        invitation, InvitationEvent.REVOKED, by=administrator, at=NOON, detail={"why": "sample"}
    )
    invitation.refresh_from_db()
    assert (
        invitation.state,
        event.kind,
        event.about_key,
        event.by,
        event.office,
        event.at,
        event.detail,
    ) == (
        "revoked",
        "invitation.revoked",
        str(invitation.pk),
        administrator.user,
        "Administrator, Mid-America Regional Council",
        NOON,
        {"why": "sample"},
    )


def test_of_two_people_who_act_at_once_one_wins_and_the_other_learns_who(administrator):
    first = InvitationFactory(email="clerk@sample.example", organisation__name="Raytown")
    second = Invitation.objects.get(pk=first.pk)
    INVITATION.advance(first, InvitationEvent.REVOKED, by=administrator, at=NOON)
    with pytest.raises(StaleState) as refusal:
        INVITATION.advance(second, InvitationEvent.REVOKED, by=administrator, at=NOON)
    assert str(refusal.value) == (
        "Invitation of clerk@sample.example as Staff, Raytown is withdrawn: Administrator, "
        "Mid-America Regional Council changed it on Monday, March 2, 2026, 12:00 pm Central. Your "
        "step was not taken; look at it as it stands now."
    )
    assert Event.objects.count() == 1


def test_a_step_on_something_that_is_gone_is_refused(administrator):
    invitation = InvitationFactory()
    Invitation.objects.all().delete()
    with pytest.raises(StaleState, match="This no longer exists"):
        INVITATION.advance(invitation, InvitationEvent.REVOKED, by=administrator, at=NOON)


def test_a_step_nobody_recorded_before_is_explained_without_a_name():
    invitation = InvitationFactory(state="revoked")
    with pytest.raises(StaleState, match="is withdrawn, so this can no longer be done"):
        INVITATION.advance(invitation, InvitationEvent.REVOKED, by=PORTAL, at=NOON)


def test_every_state_can_be_reached():
    assert set(INVITATION.states()) == set(Invitation.State.values)
