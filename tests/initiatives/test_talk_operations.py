"""What people do with comments: add, answer, word anew, resolve, reopen, name each other."""

import uuid
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, connection, transaction

from cities.models import Office
from collaborative.lifecycle import StaleState
from collaborative.models import Event
from initiatives.events import CommentEvent
from initiatives.models import Audience, Comment, CommentWording, Mention, Proposal
from initiatives.models.talk import CLOSED_TO_TALK
from initiatives.operations import talk
from initiatives.results.talk import company
from tests.conftest import NOON
from tests.factories.proposals import ProposalFactory
from tests.factories.talk import CommentFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
LATER = NOON + timedelta(hours=1)
WORDS = "Which trucks do you mean?"


@pytest.fixture
def author(staff_of):
    return staff_of("raytown")


@pytest.fixture
def liaison(liaison_of):
    return liaison_of("raytown")


@pytest.fixture
def commenter(staff_of):
    return staff_of("grandview")


@pytest.fixture
def proposal(author, commenter, liaison, cities, facilitator):
    return ProposalFactory(
        state="submitted",
        reference="EJC-2026-014",
        city=cities["raytown"],
        author=author.user,
        commenters=[commenter.user],
    )


def say(proposal, by, audience=Audience.AUTHORS, **given):
    given = {"section": "idea", "text": WORDS, "at": NOON, **given}
    return talk.comment(proposal, audience=audience, by=by, **given)


def happened(thing) -> list[tuple[str, dict]]:
    return list(Event.objects.about(thing).values_list("kind", "detail"))


def words(said) -> list[tuple[int, str]]:
    return list(said.wordings.order_by("number").values_list("number", "text"))


def names(said, number=1) -> set[str]:
    mentions = Mention.objects.filter(wording__comment=said, wording__number=number)
    return {mention.person.name for mention in mentions}


def test_a_comment_says_where_to_whom_who_and_when(proposal, author):
    said = say(proposal, author)
    said.refresh_from_db()
    assert (said.proposal, said.section, said.audience, said.by, said.office, said.at) == (
        proposal,
        "idea",
        "authors",
        author.user,
        "Staff, Raytown",
        NOON,
    )
    assert (words(said), happened(said)) == ([(1, WORDS)], [("comment.added", {"wording": 1})])


def test_events_hold_none_of_the_words_and_nothing_of_the_audience(proposal, author, facilitator):
    said = say(proposal, author, audience=Audience.BETWEEN)
    talk.edit(said, text="CNRY-words", number=1, by=author, at=LATER)
    talk.resolve(said, by=facilitator, at=LATER)
    talk.reopen(said, by=facilitator, at=LATER)
    recorded = Event.objects.about(said).order_by("pk")
    assert [(event.kind, event.about_name, event.detail) for event in recorded] == [
        ("comment.added", "Comment on EJC-2026-014", {"wording": 1}),
        ("comment.edited", "Comment on EJC-2026-014", {"wording": 2}),
        ("comment.resolved", "Comment on EJC-2026-014", {}),
        ("comment.reopened", "Comment on EJC-2026-014", {}),
    ]
    assert not Event.objects.about(proposal).exists()


def test_a_form_that_is_sent_twice_makes_one_comment(proposal, author, commenter):
    key = uuid.uuid4()
    first, second = say(proposal, author, key=key), say(proposal, author, key=key)
    answers = [talk.reply(first, text="These.", key=key, by=author, at=NOON)]
    assert (first, Comment.objects.count(), CommentWording.objects.count()) == (second, 1, 1)
    assert answers == [first]
    with pytest.raises(IntegrityError), transaction.atomic():
        say(proposal, commenter, key=key)


def test_an_answer_has_the_audience_and_the_section_of_its_thread(proposal, author, commenter):
    thread = say(proposal, author)
    answer = talk.reply(thread, text="All five.", by=commenter, at=LATER)
    assert (answer.reply_to, answer.audience, answer.section, answer.thread_key) == (
        thread,
        "authors",
        "idea",
        thread.thread_key,
    )


@pytest.mark.parametrize("changed", [{"audience": "staff"}, {"section": "money"}, {"level": 2}])
def test_the_database_refuses_an_answer_that_leaves_its_thread(proposal, author, changed):
    thread = say(proposal, author)
    if changed.pop("level", 0):
        thread = talk.reply(thread, text="One level.", by=author, at=NOON)
    with pytest.raises(IntegrityError, match="A reply belongs to a thread"):
        CommentFactory(proposal=proposal, reply_to=thread, **changed)


@pytest.mark.parametrize(
    "change",
    [
        lambda: Comment.objects.update(audience="staff"),
        lambda: Comment.objects.update(office="Clerk, Raytown"),
        lambda: Comment.objects.all()._raw_delete("default"),
        lambda: CommentWording.objects.update(text="Never said."),
        lambda: Mention.objects.all().delete(),
    ],
    ids=["audience", "office", "removal", "words", "names"],
)
def test_the_database_keeps_what_was_said_to_whom(proposal, author, commenter, change):
    said = say(proposal, author, mentioned=[commenter.user])
    Comment.objects.filter(pk=said.pk).update(resolved_at=NOON, resolved_by=author.user)
    with pytest.raises(ProgrammingError, match="pgtrigger: Cannot"), transaction.atomic():
        change()


def test_an_own_comment_is_worded_anew_and_every_wording_stays(proposal, author, commenter):
    said = say(proposal, author, mentioned=[commenter.user])
    talk.edit(said, text="Which ladder trucks?", number=1, by=author, at=LATER)
    assert words(said) == [(1, WORDS), (2, "Which ladder trucks?")]
    assert (names(said, 1), names(said, 2)) == ({"Staff, Grandview"}, set())


def test_the_same_words_again_change_nothing(proposal, author):
    said = say(proposal, author)
    talk.edit(said, text=WORDS, number=1, by=author, at=LATER)
    talk.edit(said, text="Others.", number=1, by=author, at=LATER)
    talk.edit(said, text="Others.", number=1, by=author, at=LATER)
    assert (words(said), len(happened(said))) == ([(1, WORDS), (2, "Others.")], 2)


def test_of_two_windows_the_second_is_shown_what_the_first_wrote(proposal, author):
    said = say(proposal, author)
    talk.edit(said, text="First.", number=1, by=author, at=LATER)
    with pytest.raises(talk.StaleWording) as stale:
        talk.edit(said, text="Second.", number=1, by=author, at=LATER)
    assert (stale.value.current.text, words(said)) == ("First.", [(1, WORDS), (2, "First.")])


def test_nobody_changes_what_somebody_else_said(proposal, author, commenter):
    said = say(proposal, author)
    with pytest.raises(
        PermissionDenied,
        match=r"Only Staff, Raytown changes what Staff, Raytown said\. Answer it instead\.",
    ):
        talk.edit(said, text="No.", number=1, by=commenter, at=LATER)


def test_a_thread_is_resolved_once_and_the_second_learns_who_was_first(proposal, author, commenter):
    thread = say(proposal, author)
    talk.resolve(thread, by=author, at=NOON)
    with pytest.raises(StaleState) as late:
        talk.resolve(thread, by=commenter, at=LATER)
    assert str(late.value) == (
        "Staff, Raytown resolved this on Monday, March 2, 2026, 12:00 pm Central. "
        "Nothing was changed."
    )
    thread.refresh_from_db()
    assert (thread.resolved_at, thread.resolved_by) == (NOON, author.user)
    talk.reopen(thread, by=commenter, at=LATER)
    with pytest.raises(StaleState, match=r"This is open again already\. Nothing was changed\."):
        talk.reopen(thread, by=author, at=LATER)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_resolve_at_the_same_moment_one_is_told_of_the_other(
    proposal, author, commenter
):
    thread, gate, outcomes = say(proposal, author), Barrier(2), []

    def press(actor):
        gate.wait()
        try:
            talk.resolve(Comment.objects.get(pk=thread.pk), by=actor, at=NOON)
            outcomes.append("resolved")
        except StaleState:
            outcomes.append("late")
        finally:
            connection.close()

    presses = [Thread(target=press, args=[actor]) for actor in (author, commenter)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert (sorted(outcomes), len(happened(thread))) == (["late", "resolved"], 2)


def test_an_answer_to_a_resolved_thread_asks_to_reopen_it_first(proposal, author, commenter):
    thread = say(proposal, author)
    talk.resolve(thread, by=author, at=NOON)
    with pytest.raises(PermissionDenied, match=r"resolved this on .* Reopen it to answer\."):
        talk.reply(thread, text="But wait.", by=commenter, at=LATER)


def test_who_resolves(proposal, author, liaison, clerk_of, facilitator):
    clerk = clerk_of("raytown")
    of_liaison = say(proposal, liaison, Audience.STAFF)
    with pytest.raises(PermissionDenied) as refused:
        talk.resolve(of_liaison, by=clerk, at=NOON)
    assert str(refused.value) == (
        "Liaison, Raytown, who began this, and the authors of EJC-2026-014 resolve and reopen it. "
        "Answer it instead."
    )
    talk.resolve(of_liaison, by=liaison, at=NOON)
    talk.reopen(of_liaison, by=author, at=NOON)
    asked = say(proposal, author, Audience.BETWEEN)
    talk.resolve(asked, by=facilitator, at=NOON)
    with pytest.raises(PermissionDenied):
        talk.resolve(asked, by=liaison, at=NOON)


@pytest.mark.parametrize("audience", Audience)
def test_everybody_speaks_only_to_the_audiences_to_which_they_belong(
    audience, proposal, author, liaison, facilitator, administrator, evaluator_of
):
    belong = {
        Audience.AUTHORS: {"author"},
        Audience.STAFF: {"author", "liaison"},
        Audience.BETWEEN: {"author", "facilitator"},
        Audience.FACILITATORS: {"facilitator"},
    }
    people = {
        "author": author,
        "liaison": liaison,
        "facilitator": facilitator,
        "administrator": administrator,
        "evaluator": evaluator_of("grandview"),
    }
    for who, actor in people.items():
        if who in belong[audience]:
            assert say(proposal, actor, audience).by == actor.user
        else:
            with pytest.raises(PermissionDenied, match=r"\.$"):
                say(proposal, actor, audience)


def test_the_facilitators_are_asked_once_the_proposal_was_sent_in(proposal, author):
    draft = ProposalFactory(city=proposal.city, author=author.user)
    with pytest.raises(
        PermissionDenied,
        match=r"You do not read what is said to “The authors and the facilitators”\.",
    ):
        say(draft, author, Audience.BETWEEN)


@pytest.mark.parametrize("state", Proposal.State)
def test_nothing_more_is_said_where_nothing_more_happens(state, cities, author):
    proposal = ProposalFactory(state=state, city=cities["raytown"], author=author.user)
    thread = CommentFactory(proposal=proposal, by=author.user)
    acts = [
        lambda: say(proposal, author),
        lambda: talk.reply(thread, text="More.", by=author, at=NOON),
        lambda: talk.edit(thread, text="Else.", number=1, by=author, at=NOON),
        lambda: talk.resolve(thread, by=author, at=NOON),
    ]
    refused = []
    for act in acts:
        try:
            act()
        except PermissionDenied as reason:
            refused.append(str(reason))
    if state in CLOSED_TO_TALK:
        assert len(refused) == len(acts)
        assert all("so its comments are closed. They stay on record" in one for one in refused)
    else:
        assert refused == []
    assert Comment.objects.visible_to(author).exists()


def test_somebody_who_does_not_read_it_cannot_be_named(proposal, author, liaison, facilitator):
    with pytest.raises(PermissionDenied) as refused:
        say(proposal, author, mentioned=[liaison.user, facilitator.user])
    assert str(refused.value) == (
        "Facilitator, Mid-America Regional Council and Liaison, Raytown do not read what is said "
        "to “The authors”, and cannot be told of it. Choose other readers, or leave the name out."
    )
    assert not Comment.objects.exists()


def test_naming_oneself_names_nobody(proposal, author):
    assert names(say(proposal, author, mentioned=[author.user])) == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@Staff, Grandview: which trucks?", ["Staff, Grandview"]),
        ("Ask @staff, grandview.", ["Staff, Grandview"]),
        ("Ask Staff, Grandview.", []),
        ("write to sample@Staff, Grandview", []),
        ("@Staff, Grandviewer", []),
        ("@Liaison, Raytown and @Staff, Grandview", ["Liaison, Raytown", "Staff, Grandview"]),
        ("@nobody", []),
    ],
)
def test_a_name_behind_an_at_sign_names(proposal, text, found):
    named = company(proposal, on=DAY).named_in(text)
    assert [one.person.name for one in named] == found


def test_of_two_names_the_longer_one_is_meant(proposal, commenter, staff_of):
    longer = staff_of("grandview")
    type(longer.user).objects.filter(pk=longer.user.pk).update(name="Staff, Grandview North")
    named = company(proposal, on=DAY).named_in("@Staff, Grandview North has it.")
    assert [one.person.name for one in named] == ["Staff, Grandview North"]


def test_it_waits_for_whom_it_names_until_the_person_answers_or_it_is_resolved(
    proposal, author, commenter
):
    first = say(proposal, author, mentioned=[commenter.user])
    second = say(proposal, author, mentioned=[commenter.user], section="money")
    assert waits(commenter) == [first, second]
    talk.reply(first, text="These.", by=commenter, at=LATER)
    talk.resolve(second, by=author, at=LATER)
    assert (waits(commenter), waits(author)) == ([], [])
    talk.reopen(second, by=author, at=LATER)
    assert waits(commenter) == [second]
    talk.edit(second, text="Never mind.", number=1, by=author, at=LATER)
    assert waits(commenter) == []


def test_a_question_waits_for_the_other_side_until_it_has_answered(
    proposal, author, commenter, facilitator, liaison
):
    asked = say(proposal, author, Audience.BETWEEN)
    assert [waits(one) for one in (facilitator, author, commenter, liaison)] == [
        [asked],
        [],
        [],
        [],
    ]
    answer = talk.reply(asked, text="All of them.", by=facilitator, at=LATER)
    assert [waits(one) for one in (facilitator, author, commenter, liaison)] == [
        [],
        [answer],
        [answer],
        [],
    ]
    Proposal.objects.update(state="declined")
    assert waits(author) == []


def test_nothing_waits_for_somebody_who_cannot_read_it_any_more(proposal, author, commenter):
    say(proposal, author, mentioned=[commenter.user])
    proposal.colleague_permissions.all().delete()
    assert waits(commenter) == []


def waits(actor) -> list[Comment]:
    return list(Comment.objects.waiting_for(actor).order_by("pk"))


def test_every_kind_of_event_of_a_comment_is_recorded(proposal, author):
    said = say(proposal, author)
    talk.edit(said, text="Else.", number=1, by=author, at=LATER)
    talk.resolve(said, by=author, at=LATER)
    talk.reopen(said, by=author, at=LATER)
    assert [kind for kind, _ in happened(said)] == list(CommentEvent)


def test_somebody_out_of_office_says_no_more(proposal, author):
    Office.objects.filter(person=author.user).update(ends_on=DAY - timedelta(days=1))
    gone = Office.objects.actor(author.user, on=DAY)
    with pytest.raises(PermissionDenied, match="You may read EJC-2026-014, and not what"):
        say(proposal, gone)
