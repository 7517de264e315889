"""How soon people want mail they may refuse, and that duties are none of their choosing."""

from datetime import timedelta

import pytest
from django.core import signing
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from cities.events import InvitationEvent
from collaborative.models import Event
from notifications.catalogue import LABELS, NOTICES
from notifications.catalogue.groups import DUTIES, GROUP_WORDS, GROUPS, duties, group_of
from notifications.models import (
    ByClock,
    ByRelease,
    Group,
    GroupChoice,
    Message,
    Mute,
    Pace,
    Preference,
)
from notifications.models.ledger import GATHERED
from notifications.models.people import unsubscribe_token, way_out
from notifications.operations import delivery, muting, outbox, preferences
from notifications.operations.preferences import NOT_BY_MAIL
from tests.conftest import NOON
from tests.factories.notifications import GroupChoiceFactory, MessageFactory, MuteFactory
from tests.factories.people import UserFactory
from tests.factories.proposals import ProposalFactory

HOUR = timedelta(hours=1)
State = Message.State
WAYS = [("at_once", "sent", ""), ("never", "suppressed", NOT_BY_MAIL)]
WAYS += [(pace, "suppressed", GATHERED) for pace in ("daily", "weekly")]


@pytest.fixture
def commented(comment):
    """A comment that is told to the author."""
    return comment(NOON)


def send(at=NOON):
    outbox.post_events(at=at)
    delivery.deliver(clock=lambda: at)


def own(person):
    return Message.objects.get(recipient=person, kind="comment.added")


def test_every_kind_that_has_a_letter_is_in_one_group_or_a_duty_with_its_reason():
    with_letters = {kind for kind, notice in NOTICES.items() if notice.template}
    with_letters |= {*ByClock, *ByRelease} - {ByClock.DIGEST}
    assert set(GROUPS) | set(DUTIES) == with_letters
    assert set(GROUPS) & set(DUTIES) == set()
    assert all(reason.endswith(".") for reason in DUTIES.values())


def test_every_group_has_mail_and_says_of_what():
    assert set(GROUPS.values()) == set(Group) == set(GROUP_WORDS)
    assert all(words.endswith(".") for words in GROUP_WORDS.values())


def test_duties_are_named_once_each_under_their_reason():
    named = [label for labels in duties().values() for label in labels]
    in_office = DUTIES.keys() - {InvitationEvent.SENT}
    assert sorted(named) == sorted({LABELS[kind] for kind in in_office})


def test_a_digest_is_no_duty_and_in_no_group():
    assert group_of("digest") is None
    assert "digest" not in DUTIES


@pytest.mark.django_db
@pytest.mark.parametrize(("pace", "state", "reason"), WAYS)
def test_what_is_chosen_decides_what_is_mailed_and_all_can_be_read(
    commented, author, box, client_for, pace, state, reason
):
    GroupChoiceFactory(person=author.user, group=Group.COMMENTS, pace=pace)
    send()
    message = own(author.user)
    assert (message.state, message.reason) == (state, reason)
    mailed = [address for address, _mail in box.taken]
    assert mailed == ([author.user.email] if state == "sent" else [])
    assert message.subject == "A comment for you on EJC-2026-014"
    page = client_for(author).get(reverse("notifications:message", args=[message.pk]))
    assert "A comment for you on EJC-2026-014" in page.content.decode()


@pytest.mark.django_db
def test_a_choice_for_one_group_leaves_the_others_alone(commented, author, box):
    for group in set(Group) - {Group.COMMENTS}:
        GroupChoiceFactory(person=author.user, group=group, pace=Pace.NEVER)
    send()
    assert own(author.user).state == State.SENT


@pytest.mark.django_db
def test_a_duty_is_mailed_whatever_is_chosen_or_muted(author, proposal, facilitator, box):
    for group in Group:
        GroupChoiceFactory(person=author.user, group=group, pace=Pace.NEVER)
    muting.mute(proposal, by=author, at=NOON)
    Event.objects.record("proposal.accepted", proposal, by=facilitator, at=NOON)
    type(proposal).objects.filter(pk=proposal.pk).update(state="accepted")
    send()
    (message,) = Message.objects.filter(kind="proposal.accepted")
    assert message.state == State.SENT
    ((_address, mail),) = box.taken
    assert mail["List-Unsubscribe"] is None


@pytest.mark.django_db
def test_what_waited_for_a_digest_goes_out_once_it_is_wanted_at_once(commented, author, box):
    GroupChoiceFactory(person=author.user, group=Group.COMMENTS, pace=Pace.DAILY)
    send()
    choose(author, comments=Pace.AT_ONCE)
    delivery.deliver(clock=lambda: NOON + HOUR)
    assert own(author.user).state == State.SENT
    assert len(box.taken) == 1


@pytest.mark.django_db
def test_what_waited_for_a_digest_stays_in_the_portal_once_it_is_not_wanted(commented, author, box):
    GroupChoiceFactory(person=author.user, group=Group.COMMENTS, pace=Pace.DAILY)
    send()
    choose(author, comments=Pace.NEVER)
    assert (own(author.user).state, own(author.user).reason) == (State.SUPPRESSED, NOT_BY_MAIL)
    assert not Message.objects.gathered(author.user)


def choose(actor, **paces):
    groups = dict.fromkeys(Group, Pace.AT_ONCE) | {
        Group(name): pace for name, pace in paces.items()
    }
    preferences.choose(
        actor.user, digest="weekly", weekday=0, hour=8, groups=groups, by=actor, at=NOON + HOUR
    )


@pytest.mark.django_db
def test_the_page_keeps_a_choice_for_each_group(client_for, author):
    client = client_for(author)
    page = client.get("/messages/preferences/").content.decode()
    assert [group.label for group in Group if group.label not in page] == []
    assert "Somebody waits for what only you, or your office, can do." in page
    paces = {group.value: Pace.WEEKLY.value for group in Group} | {"comments": "never"}
    typed = {"digest": "weekly", "weekday": 0, "hour": 8, **paces}
    assert client.post("/messages/preferences/", typed).status_code == 302
    assert GroupChoice.objects.of(author.user) == dict.fromkeys(Group, Pace.WEEKLY) | {
        Group.COMMENTS: Pace.NEVER
    }
    assert Event.objects.get().detail["groups"] == paces


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", ["", "hourly", "DAILY"])
def test_a_pace_that_is_none_is_refused_with_nothing_changed(client_for, author, wrong):
    typed = {"digest": "daily", "weekday": 0, "hour": 8}
    typed |= {group.value: "daily" for group in Group} | {"work": wrong}
    page = client_for(author).post("/messages/preferences/", typed)
    assert "<title>Error:" in page.content.decode()
    assert (GroupChoice.objects.count(), Preference.objects.count()) == (0, 0)


@pytest.mark.django_db
class TestUnsubscribing:
    """The link in a letter ends mail of its kind, without signing in, by POST only."""

    @pytest.fixture
    def person(self):
        return UserFactory(email="clerk@raytown.example")

    @pytest.fixture
    def url(self, person):
        token = unsubscribe_token(person, Group.COMMENTS)
        return reverse("notifications:unsubscribe", args=[token])

    def test_the_letter_has_the_link_in_its_header_and_its_copy_has_it_nowhere(
        self, commented, author, box
    ):
        send()
        ((_address, mail),) = box.taken
        link = mail["List-Unsubscribe"].strip(" <>")
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert link in mail.get_body(("plain",)).get_content()
        assert link not in own(author.user).body_text
        found = way_out(link.rstrip("/").rsplit("/", 1)[1])
        assert (found.person, found.group) == (author.user, Group.COMMENTS)

    def test_looking_ends_nothing(self, client, url):
        for look in (client.get, client.head):
            assert look(url).status_code == 200
        assert GroupChoice.objects.count() == 0

    def test_a_mail_program_ends_it_without_cookie_or_token_and_without_a_redirect(
        self, url, person
    ):
        strict = Client(enforce_csrf_checks=True)
        answer = strict.post(url, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert "goes to clerk@raytown.example any more" in answer.content.decode()
        expected = dict.fromkeys(Group, Pace.AT_ONCE) | {Group.COMMENTS: Pace.NEVER}
        assert GroupChoice.objects.of(person) == expected

    def test_a_second_time_changes_nothing(self, client, url, person):
        for _ in range(2):
            assert client.post(url).status_code == 200
        event = Event.objects.get()
        assert (event.kind, event.by) == ("preference.unsubscribed", person)
        assert event.detail == {"group": "comments"}

    def test_it_ends_what_was_told_in_the_digest_as_well(self, client, url, person):
        GroupChoiceFactory(person=person, group=Group.COMMENTS, pace=Pace.WEEKLY)
        client.post(url)
        assert GroupChoice.objects.get().pace == Pace.NEVER

    def test_the_way_out_of_the_digest_ends_what_was_told_in_it(self, client, person):
        GroupChoiceFactory(person=person, group=Group.ROUNDS, pace=Pace.DAILY)
        GroupChoiceFactory(person=person, group=Group.WORK, pace=Pace.AT_ONCE)
        client.post(reverse("notifications:unsubscribe", args=[unsubscribe_token(person)]))
        assert Preference.objects.get().digest == "never"
        assert dict(GroupChoice.objects.values_list("group", "pace")) == {
            "rounds": "never",
            "work": "at_once",
        }
        assert Event.objects.count() == 1

    def test_a_link_that_is_not_ours_is_not_found(self, client, person, url):
        foreign = signing.dumps([person.pk, "comments"], salt="another")
        for wrong in (foreign, url.rstrip("/").rsplit("/", 1)[1][:-2]):
            address = reverse("notifications:unsubscribe", args=[wrong])
            assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)
        assert GroupChoice.objects.count() == 0


@pytest.mark.django_db
class TestMuting:
    """One thing, of which nothing comes but duties."""

    @pytest.fixture
    def url(self, proposal):
        return reverse("notifications:mute", args=["proposal", proposal.reference])

    def test_mail_about_a_muted_thing_is_not_sent_and_says_why(
        self, commented, author, box, client_for, url
    ):
        client_for(author).post(url)
        send()
        message = own(author.user)
        assert (message.state, message.reason) == (State.SUPPRESSED, muting.MUTED)
        assert (message.subject, box.taken) == ("", [])

    def test_others_still_get_it(self, commented, author, box, staff_of):
        MuteFactory(about_type="initiatives.proposal", about_key=str(commented.proposal_id))
        MuteFactory(person=author.user, about_type="initiatives.proposal", about_key="0")
        send()
        assert own(author.user).state == State.SENT

    def test_it_is_muted_once_and_listed_and_let_come_again(
        self, author, client_for, url, proposal, commented, box
    ):
        client = client_for(author)
        for _ in range(2):
            assert client.post(url).status_code == 302
        row = Mute.objects.get()
        assert "You muted" in client.get(url).content.decode()
        assert str(proposal) in client.get("/messages/preferences/").content.decode()
        client.post(reverse("notifications:unmute", args=[row.pk]))
        assert Mute.objects.count() == 0
        send()
        assert own(author.user).state == State.SENT
        kinds = Event.objects.filter(kind__startswith="mute.").values_list("kind", flat=True)
        assert list(kinds) == ["mute.set", "mute.lifted"]

    def test_the_record_of_the_thing_does_not_tell_who_muted_it(self, author, proposal, url):
        muting.mute(proposal, by=author, at=NOON)
        assert list(Event.objects.about(proposal)) == []

    def test_nobody_mutes_what_is_not_theirs_to_read_or_lifts_anothers(
        self, author, client_for, clerk_of, cities
    ):
        draft = ProposalFactory(author=author.user, city=cities["raytown"])
        url = reverse("notifications:mute", args=["proposal", draft.reference])
        stranger = client_for(clerk_of("grandview"))
        assert [stranger.get(url).status_code, stranger.post(url).status_code] == [404, 404]
        assert stranger.get(url.replace("proposal", "meeting")).status_code == 404
        row = MuteFactory(person=author.user)
        assert stranger.post(reverse("notifications:unmute", args=[row.pk])).status_code == 404
        assert Mute.objects.count() == 1

    def test_what_may_not_be_read_any_more_is_listed_without_its_title(self, client_for, author):
        MuteFactory(person=author.user, about_type="agreements.agreement", about_key="0")
        page = client_for(author).get("/messages/preferences/").content.decode()
        assert "An agreement that you cannot read any more" in page

    def test_the_page_of_the_thing_and_of_the_message_lead_there(
        self, client_for, author, commented, url, box
    ):
        send()
        client = client_for(author)
        message = reverse("notifications:message", args=[own(author.user).pk])
        for page in (commented.proposal.get_absolute_url(), message):
            assert f'href="{url}"' in client.get(page).content.decode()

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_list_costs_the_same_however_much_is_muted(
        self, client_for, author, cities, count, django_assert_num_queries
    ):
        for proposal in ProposalFactory.create_batch(count, author=author.user):
            muting.mute(proposal, by=author, at=NOON)
        client = client_for(author)
        client.get("/messages/preferences/")
        with django_assert_num_queries(7):
            client.get("/messages/preferences/")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("group_is_known", {"group": "letters"}),
        ("pace_is_known", {"pace": "hourly"}),
    ],
)
def test_the_database_knows_the_groups_and_paces(name, wrong):
    GroupChoiceFactory()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        GroupChoice.objects.update(**wrong)


@pytest.mark.django_db
def test_there_is_one_choice_for_a_group_and_one_mute_of_a_thing():
    choice, mute = GroupChoiceFactory(), MuteFactory()
    with pytest.raises(IntegrityError, match="once_for_a_person"), transaction.atomic():
        GroupChoiceFactory(person=choice.person)
    with pytest.raises(IntegrityError, match="once_for_a_thing"), transaction.atomic():
        MuteFactory(person=mute.person)
    with pytest.raises(IntegrityError, match="mute_is_of_something"), transaction.atomic():
        Mute.objects.update(about_key="")
    assert MessageFactory().told_in is None
