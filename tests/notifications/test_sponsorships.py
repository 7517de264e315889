"""Who is told of co-sponsor cities: by letter, in the digest, on the home page."""

from datetime import timedelta

import pytest
from django.urls import reverse

from collaborative.models import Event
from initiatives.models import Proposal, Sponsorship
from initiatives.operations import sponsorships, writing
from initiatives.operations.sponsorships import Reply
from notifications.catalogue import NOTICES
from notifications.models import Message
from notifications.operations import outbox
from notifications.operations.digests import periods
from notifications.operations.digests.gathering import gather
from notifications.operations.digests.items import Window
from notifications.operations.letters import Unwanted
from notifications.operations.writing import write
from tests.conftest import NOON, sign_in
from tests.factories.proposals import ProposalFactory

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def people(cities, staff_of, liaison_of, clerk_of, evaluator_of, facilitator):
    """Everybody who might be told."""
    return {
        "author": staff_of("raytown"),
        "writer": staff_of("independence"),
        "reader": clerk_of("grandview"),
        "own liaison": liaison_of("raytown"),
        "liaison": liaison_of("grandview"),
        "second liaison": liaison_of("grandview"),
        "liaison elsewhere": liaison_of("independence"),
        "evaluator": evaluator_of("grandview"),
        "facilitator": facilitator,
    }


@pytest.fixture
def draft(cities, people):
    return ProposalFactory(
        reference="EJC-2026-014",
        title="Sample fleet",
        city=cities["raytown"],
        author=people["author"].user,
        writers=[people["writer"].user],
        readers=[people["reader"].user],
    )


@pytest.fixture
def asked(draft, cities, people):
    (made,) = sponsorships.ask(draft, cities=[cities["grandview"]], by=people["author"], at=NOON)
    return made


def answer(asked, by, state="accepted", words="", at=NOON + HOUR):
    current = Sponsorship.objects.select_related("proposal").get(pk=asked.pk)
    version = current.proposal.version
    reply = Reply(state=state, words=words)
    sponsorships.answer(current, reply=reply, version=version, turn=current.turn, by=by, at=at)


def change(people, at, **answers):
    current = Proposal.objects.get()
    writing.save(current, answers=answers, base=current.version, by=people["author"], at=at)


def told(people):
    """To whom the newest event is told by letter, by their part."""
    event = Event.objects.latest("pk")
    notice = next(notice for kind, notice in NOTICES.items() if str(kind) == event.kind)
    addressed = {one.person for one in notice.audience(event, NOON.date())}
    return {who for who, actor in people.items() if actor.user in addressed}


def test_a_question_is_told_to_the_liaisons_of_the_city_alone(asked, people):
    assert told(people) == {"liaison", "second liaison"}


@pytest.mark.parametrize(
    ("state", "words"), [("accepted", ""), ("conditional", "In winter."), ("declined", "No.")]
)
def test_an_answer_is_told_to_who_writes_the_proposal(state, words, asked, people):
    answer(asked, people["liaison"], state, words)
    assert told(people) == {"author", "writer"}


def test_a_question_put_again_is_told_to_the_liaisons_again(asked, people):
    answer(asked, people["liaison"])
    change(people, NOON + 2 * HOUR, idea="Another idea.")
    assert told(people) == {"liaison", "second liaison"}


def test_a_question_taken_back_is_told_by_no_letter(asked, people):
    sponsorships.take_back(asked, by=people["author"], at=NOON + HOUR)
    assert told(people) == set()


def test_what_was_answered_before_the_letter_went_out_is_not_asked(asked, people):
    outbox.post_events(at=NOON)
    answer(asked, people["liaison"])
    for message in Message.objects.all():
        with pytest.raises(Unwanted, match="It was done meanwhile"):
            write(message, at=NOON + HOUR)
    assert Message.objects.count() == 2


def test_an_answer_that_the_text_overtook_is_not_told_as_if_it_stood(asked, people):
    answer(asked, people["liaison"])
    change(people, NOON + 2 * HOUR, idea="Another idea.")
    outbox.post_events(at=NOON + 2 * HOUR)
    kinds = Message.objects.order_by("pk").values_list("kind", "recipient__name")
    assert list(kinds) == [("sponsorship.asked_again", "Liaison, Grandview")] * 2


def test_the_letters_lead_to_the_answer_and_to_the_list(asked, people):
    outbox.post_events(at=NOON)
    letter = write(Message.objects.first(), at=NOON)
    url = "https://portal.sample.example/proposals/EJC-2026-014/"
    assert letter.text == (
        "Hello Liaison, Grandview,\n\n"
        "Staff, Raytown asks Grandview to co-sponsor a proposal that Raytown leads.\n\n"
        "Read the text, then accept, accept with conditions, or decline with a reason:\n\n"
        f"{url}sponsor/?city=grandview\n\n"
        "You get this letter because you are the liaison of Grandview.\n\n"
        "Common Purpose, the portal of the shared-services collaborative: "
        "https://portal.sample.example/\n"
    )
    Message.objects.all().delete()
    answer(asked, people["liaison"], "conditional", "In winter only.")
    outbox.post_events(at=NOON + HOUR)
    letter = write(Message.objects.get(recipient=people["author"].user), at=NOON + HOUR)
    assert "accepted for Grandview, with conditions:\n\nIn winter only.\n\n" in letter.text
    assert f"{url}sponsors/\n" in letter.text


# In the digest -----------------------------------------------------------------------------


def digest(actor, at=NOON + DAY):
    reader = periods.reader_of(actor.user, on=at.date())
    return gather(reader, Window(NOON - DAY, at), at=at)


def items(part):
    return [(item.title, item.words, item.url) for item in part]


ANSWER = "https://portal.sample.example/proposals/EJC-2026-014/sponsor/?city=grandview"
TITLE = "EJC-2026-014 Sample fleet"


def test_a_question_waits_in_the_digest_of_the_city_until_it_is_answered(asked, people):
    waiting = digest(people["liaison"]).waiting
    assert items(waiting) == [
        (
            TITLE,
            (
                "Raytown asks Grandview to co-sponsor it, since Monday, March 2, 2026. "
                "Due Monday, March 16, 2026."
            ),
            ANSWER,
        )
    ]
    answer(asked, people["liaison"])
    assert items(digest(people["liaison"]).waiting) == []
    change(people, NOON + 2 * HOUR, idea="Another idea.")
    assert items(digest(people["liaison"]).waiting) == [
        (
            TITLE,
            (
                "Its text changed on Monday, March 2, 2026: Grandview is asked again to co-sponsor "
                "it. Due Monday, March 16, 2026."
            ),
            ANSWER,
        )
    ]


def test_the_lead_city_s_liaison_and_the_co_sponsors_read_what_is_new(asked, people):
    answer(asked, people["liaison"])
    words = (
        "Grandview was asked to co-sponsor it on Monday, March 2, 2026; Grandview accepted to "
        "co-sponsor it on Monday, March 2, 2026."
    )
    assert items(digest(people["own liaison"]).new) == [(TITLE, words, "")]
    assert items(digest(people["second liaison"]).new) == [
        (TITLE, words, "https://portal.sample.example/proposals/EJC-2026-014/")
    ]
    assert items(digest(people["liaison elsewhere"]).new) == []


def test_a_city_that_is_no_longer_asked_is_told_so_and_nothing_of_the_proposal(asked, people):
    sponsorships.take_back(asked, by=people["author"], at=NOON + HOUR)
    words = (
        "Grandview was asked to co-sponsor it on Monday, March 2, 2026; the question whether "
        "Grandview co-sponsors it was taken back on Monday, March 2, 2026."
    )
    title = "EJC-2026-014, a proposal of Raytown"
    assert items(digest(people["liaison"]).new) == [(title, words, "")]


# On the home page --------------------------------------------------------------------------


def test_the_home_page_shows_what_waits_for_the_city(asked, people):
    def waits(who):
        shown = sign_in(people[who]).get(reverse("home")).context["panels"]
        found = [panel for panel in shown if panel.title == "Proposals to co-sponsor"]
        return [(task.label, task.url, task.note) for panel in found for task in panel.tasks]

    assert waits("liaison") == [
        (
            "Sample fleet",
            "/proposals/EJC-2026-014/sponsor/?city=grandview",
            "Raytown leads it; Grandview is asked since Monday, March 2, 2026",
        )
    ]
    assert waits("liaison elsewhere") == waits("author") == []
    answer(asked, people["liaison"])
    assert waits("liaison") == []
