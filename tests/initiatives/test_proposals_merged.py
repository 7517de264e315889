"""Two proposals become one and two again: texts, people, cities, letters, and who reads what."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.template.loader import render_to_string

from collaborative.lifecycle import StaleState
from collaborative.models import PUBLIC
from collaborative.roles import Role
from initiatives.events import ProposalEvent
from initiatives.models import Invited, Proposal
from initiatives.operations import merging, proposals
from initiatives.results.history import Reader, history
from initiatives.results.proposals import Colleague, colleagues
from initiatives.results.screening import cities_taking_part, kin, merged_texts
from notifications.models import Message
from notifications.operations import outbox
from notifications.operations.writing import write
from tests.conftest import NOON, in_office
from tests.initiatives.screened import PASSED, fresh, recorded, sent_in

State = Proposal.State
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def author(staff_of):
    """Who wrote the proposal that goes on."""
    return staff_of("raytown")


@pytest.fixture
def other_author(staff_of):
    """Who wrote the proposal that is merged into it."""
    return staff_of("blue-springs")


@pytest.fixture
def target(cities, author):
    return sent_in(cities, author, "EJC-2026-014")


@pytest.fixture
def source(cities, other_author):
    return sent_in(
        cities,
        other_author,
        "EJC-2026-015",
        city="blue-springs",
        wanted=["raytown", "independence"],
        text={"idea": "The other idea."},
    )


def merge(source, target, by, **more):
    merging.merge(source, into=target, reason=" Both want it. ", by=by, at=NOON, **more)


def named(proposal):
    return sorted(city.slug for city in proposal.wanted_cities.all())


# Merging --------------------------------------------------------------------------------------


def test_both_texts_stay_and_the_one_says_where_it_went(source, target, facilitator):
    before = (fresh(source).answers, fresh(target).answers)
    merge(source, target, facilitator)
    merged = fresh(source)
    assert (merged.state, merged.merged_into, merged.state_since) == (State.MERGED, target, NOON)
    assert (merged.answers, fresh(target).answers) == before
    assert (fresh(target).state, fresh(target).version) == (State.SUBMITTED, 1)


def test_one_event_tells_it_on_each(source, target, facilitator, other_author):
    merge(source, target, facilitator)
    assert recorded(source) == [
        (
            ProposalEvent.MERGED,
            {
                "reason": "Both want it.",
                "reference": "EJC-2026-014",
                "other": target.pk,
                "new": [other_author.user.pk],
                "raised": {},
            },
        )
    ]
    assert recorded(target) == [
        (
            ProposalEvent.TOOK_IN,
            {
                "reason": "Both want it.",
                "reference": "EJC-2026-015",
                "other": source.pk,
                "cities": ["blue-springs", "independence"],
                "returned": False,
                "asked": [target.sponsorships.get().pk],
            },
        )
    ]
    told = [
        [(one.sentence, one.reason) for one in history(proposal, reader=reader)]
        for proposal, reader in ((source, Reader.OFFICIAL), (target, Reader.PUBLIC))
    ]
    who = "Facilitator, Mid-America Regional Council"
    assert told == [
        [(f"{who} merged it into EJC-2026-014.", "Both want it.")],
        [(f"{who} merged EJC-2026-015 into it.", "")],
    ]


def test_cities_join_and_stay_when_the_text_is_sent_in_again(source, target, facilitator, author):
    merge(source, target, facilitator)
    assert named(target) == ["blue-springs", "grandview", "independence"]
    assert [str(city) for city in cities_taking_part(fresh(target))] == [
        "Blue Springs",
        "Grandview",
        "Independence",
        "Raytown",
    ]
    proposals.send_back(target, reason="Work it in.", by=facilitator, at=LATER)
    proposals.submit(fresh(target), by=author, at=LATER)
    assert named(target) == ["blue-springs", "grandview", "independence"]


def test_its_writers_write_the_other_and_its_readers_do_not(
    cities, target, facilitator, staff_of, other_author, liaison_of
):
    writer, reader, both = staff_of("grandview"), staff_of("grandview"), liaison_of("raytown")
    source = sent_in(
        cities,
        other_author,
        "EJC-2026-015",
        city="blue-springs",
        writers=[writer.user, both.user],
        readers=[reader.user],
    )
    proposals.grants.invite(target, both.user, role=Invited.READ)
    merge(source, target, facilitator)
    assert {(one.person, one.role) for one in colleagues(target)} == {
        (other_author.user, Invited.EDIT),
        (writer.user, Invited.EDIT),
        (both.user, Invited.EDIT),
    }
    merging.separate(fresh(source), reason="Apart.", by=facilitator, at=LATER)
    assert colleagues(target) == [Colleague(both.user, role=Invited.READ)]


def test_whom_the_authors_invited_since_stays_when_the_two_part(
    source, target, facilitator, author, other_author
):
    merge(source, target, facilitator)
    proposals.send_back(target, reason="Work it in.", by=facilitator, at=NOON)
    proposals.share(
        fresh(target), colleague=other_author.user, role=Invited.EDIT, by=author, at=NOON
    )
    merging.separate(fresh(source), reason="Apart.", by=facilitator, at=LATER)
    assert colleagues(target) == [Colleague(other_author.user, role=Invited.EDIT)]


def test_the_other_goes_back_in_the_same_act_and_shows_the_text_beside_its_sections(
    source, target, facilitator, author, stranger
):
    merge(source, target, facilitator, return_too=True)
    assert (target.state, fresh(target).state) == (State.RETURNED, State.RETURNED)
    assert recorded(target)[1] == (
        ProposalEvent.RETURNED,
        {"reason": "Both want it.", "took_in": "EJC-2026-015"},
    )
    ((other, part),) = merged_texts(target, "idea", author)
    assert (other, [answer.text for answer in part.answers]) == (source, ["The other idea."])
    drawn = render_to_string("_parts/merged_section.html", {"merged": [(other, part)]})
    assert "What EJC-2026-015 of Blue Springs, merged into this proposal, says here" in drawn
    assert "The other idea." in drawn
    assert merged_texts(target, "idea", stranger) == []


def test_what_is_accepted_takes_another_in_and_cannot_go_back(source, target, facilitator):
    proposals.accept(target, findings=PASSED, by=facilitator, at=NOON)
    with pytest.raises(PermissionDenied, match="cannot be sent back to its authors any more"):
        merge(source, target, facilitator, return_too=True)
    assert fresh(source).state == State.SUBMITTED
    merge(source, target, facilitator)
    assert (fresh(source).state, fresh(target).state) == (State.MERGED, State.ACCEPTED)


@pytest.mark.parametrize("state", ["returned", "declined", "withdrawn", "in_round", "chosen"])
@pytest.mark.parametrize("which", ["source", "target"])
def test_what_has_moved_on_is_not_merged(source, target, facilitator, state, which):
    moved = source if which == "source" else target
    Proposal.objects.filter(pk=moved.pk).update(state=state)
    with pytest.raises(StaleState, match=f"^EJC-2026-01{4 if which == 'target' else 5} "):
        merge(source, target, facilitator)
    assert Proposal.objects.filter(merged_into__isnull=False).count() == 0
    assert colleagues(target) == []


def test_a_merge_needs_a_reason_and_somebody_without_a_part(source, target, facilitator, author):
    with pytest.raises(PermissionDenied, match="Say why"):
        merging.merge(source, into=target, reason=" ", by=facilitator, at=NOON)
    with pytest.raises(PermissionDenied, match="Only a facilitator at MARC merges"):
        merge(source, target, author)
    assert fresh(source).state == State.SUBMITTED


# Separating -----------------------------------------------------------------------------------


def test_separated_it_waits_again_and_the_cities_part(source, target, facilitator):
    merge(source, target, facilitator)
    merging.separate(fresh(source), reason=" Apart. ", by=facilitator, at=LATER)
    now = fresh(source)
    assert (now.state, now.merged_into, now.state_since) == (State.SUBMITTED, None, LATER)
    assert (named(target), named(source)) == (["grandview"], ["independence", "raytown"])
    assert recorded(source)[1:] == [
        (
            ProposalEvent.SEPARATED,
            {"reason": "Apart.", "reference": "EJC-2026-014", "other": target.pk},
        )
    ]
    assert recorded(target)[1:] == [
        (
            ProposalEvent.GAVE_BACK,
            {"reason": "Apart.", "reference": "EJC-2026-015", "other": source.pk},
        )
    ]


def test_one_that_was_accepted_before_the_merge_is_screened_anew(source, target, facilitator):
    proposals.accept(source, findings=PASSED, by=facilitator, at=NOON)
    merge(source, target, facilitator)
    merging.separate(fresh(source), reason="Apart.", by=facilitator, at=LATER)
    proposals.accept(fresh(source), findings=PASSED, by=facilitator, at=LATER)
    assert (fresh(source).state, source.submissions.get().screenings.count()) == (
        State.ACCEPTED,
        2,
    )


def test_what_is_in_a_round_keeps_what_was_merged_into_it(source, target, facilitator):
    merge(source, target, facilitator)
    Proposal.objects.filter(pk=target.pk).update(state="in_round")
    with pytest.raises(PermissionDenied, match="stays in it"):
        merging.separate(fresh(source), reason="Apart.", by=facilitator, at=LATER)
    assert fresh(source).state == State.MERGED


def test_separating_twice_says_who_was_first(source, target, facilitator):
    merge(source, target, facilitator)
    twice = fresh(source)
    merging.separate(fresh(source), reason="Apart.", by=facilitator, at=LATER)
    with pytest.raises(StaleState, match=r"changed it on Monday, March 2, 2026, 1:00 pm Central"):
        merging.separate(twice, reason="Apart.", by=facilitator, at=LATER)


# Who reads what ---------------------------------------------------------------------------------


def reads(actor, proposal):
    return Proposal.objects.visible_to(actor).filter(pk=proposal.pk).exists()


def test_a_merge_opens_the_texts_to_the_writers_and_the_one_to_the_city_it_asks(
    source, target, facilitator, author, other_author, liaison_of, clerk_of, staff_of, stranger
):
    people = {
        "author": author,
        "other author": other_author,
        "liaison": liaison_of("raytown"),
        "other liaison": liaison_of("blue-springs"),
        "other clerk": clerk_of("blue-springs"),
        "desk": staff_of("raytown"),
        "stranger": stranger,
        "public": PUBLIC,
        "facilitator": facilitator,
    }
    reader = staff_of("grandview")
    proposals.grants.invite(source, reader.user, role=Invited.READ)
    people["other reader"] = reader

    def sight():
        return {who: (reads(actor, target), reads(actor, source)) for who, actor in people.items()}

    before = sight()
    merge(source, target, facilitator)
    after = sight()
    assert {who: after[who] for who in people if after[who] != before[who]} == {
        "author": (True, True),
        "other author": (True, True),
        "other liaison": (True, True),  # asked to co-sponsor what the own proposal went into
    }
    assert after["other clerk"] == (False, True)
    assert after["liaison"] == (True, False)
    merging.separate(fresh(source), reason="Apart.", by=facilitator, at=LATER)
    assert sight() == before


def test_a_page_names_the_other_by_its_reference_alone_where_it_may_not_be_read(
    source, target, facilitator, liaison_of, clerk_of, client_for
):
    merge(source, target, facilitator)
    Proposal.objects.filter(pk=source.pk).update(title="CNRY the other title")
    Proposal.objects.filter(pk=target.pk).update(title="CNRY the first title")
    seen = client_for(liaison_of("raytown")).get(target.get_absolute_url()).text
    assert ("EJC-2026-015" in seen, "CNRY the other title" in seen) == (True, False)
    assert source.get_absolute_url() not in seen
    seen = client_for(clerk_of("blue-springs")).get(source.get_absolute_url()).text
    assert ("EJC-2026-014" in seen, "CNRY the first title" in seen) == (True, False)
    related = kin(fresh(target), facilitator)
    assert [(one.reference, one.is_readable) for one in related.merged] == [("EJC-2026-015", True)]


# Letters -----------------------------------------------------------------------------------------


def letters():
    """Everybody's letters, as they would go out: who, and the subject."""
    return sorted(
        (message.recipient.name, write(message, at=message.due_at).subject)
        for message in Message.objects.select_related("recipient")
    )


FIRST, SECOND = "Staff, Raytown", "Staff, Blue Springs"


def test_both_groups_of_authors_get_one_letter_each(source, target, facilitator):
    merge(source, target, facilitator)
    outbox.post_events(at=NOON)
    assert letters() == [
        (SECOND, f"Merged into EJC-2026-014: {source}"),
        (FIRST, f"EJC-2026-015 is merged into {target}"),
    ]


def test_sent_back_in_the_same_act_its_authors_get_the_letter_that_tells_both(
    source, target, facilitator
):
    merge(source, target, facilitator, return_too=True)
    outbox.post_events(at=NOON)
    assert letters() == [
        (SECOND, f"Merged into EJC-2026-014: {source}"),
        (SECOND, f"Returned to you: {target}"),
        (FIRST, f"Returned to you: {target}"),
    ]
    returned = Message.objects.get(kind="proposal.returned", recipient__name=FIRST)
    text = write(returned, at=NOON).text
    assert "EJC-2026-015 was merged into it in the same act; work its text into yours" in text


def test_both_groups_hear_that_the_two_part(source, target, facilitator):
    merge(source, target, facilitator)
    outbox.post_events(at=NOON)
    Message.objects.all().delete()
    merging.separate(fresh(source), reason="Apart.", by=facilitator, at=LATER)
    outbox.post_events(at=LATER)
    assert letters() == [
        (SECOND, f"Separated from EJC-2026-014: {source}"),
        (FIRST, f"EJC-2026-015 is separated from {target}"),
    ]


def test_reasons_by_section_are_in_the_letter(target, facilitator):
    proposals.send_back(
        target,
        reason="Nearly.",
        reasons={"law": "Which statute?", "money": "Over three years."},
        by=facilitator,
        at=NOON,
    )
    outbox.post_events(at=NOON)
    text = write(Message.objects.get(), at=NOON).text
    assert (
        "Nearly.\n\nCosts and savings\n----------\nOver three years.\n\nLegal basis\n----------\n"
        "Which statute?\n"
    ) in text


# Two facilitators at once ------------------------------------------------------------------------

RACES = 20


def race(*acts):
    """Do the acts at the same moment; return the sentences of those that were too late."""
    ready, told = threading.Barrier(len(acts)), []

    def run(act):
        try:
            ready.wait(timeout=10)
            act()
        except StaleState as stale:
            told.append(str(stale))
        finally:
            connection.close()

    racers = [threading.Thread(target=run, args=[act]) for act in acts]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(timeout=60)
    return told


def racing(cities, author, other_author, facilitator, marc, *, number):
    """A merge and an acceptance of the proposal that is merged, at the same moment."""
    second = in_office(Role.FACILITATOR, marc)
    target = sent_in(cities, author, f"EJC-2026-{100 + number}")
    source = sent_in(cities, other_author, f"EJC-2026-{200 + number}", city="blue-springs")
    told = race(
        lambda: merge(fresh(source), fresh(target), facilitator),
        lambda: proposals.decline(fresh(source), reason="No.", by=second, at=NOON),
    )
    return fresh(source), target, told


@pytest.mark.django_db(transaction=True)
def test_of_a_merge_and_a_refusal_at_the_same_moment_one_counts(
    cities, author, other_author, facilitator, marc
):
    won = []
    for number in range(RACES):
        source, target, told = racing(
            cities, author, other_author, facilitator, marc, number=number
        )
        is_merged = source.state == State.MERGED
        assert (len(told), len(recorded(source)), bool(colleagues(target))) == (1, 1, is_merged)
        assert "changed it on Monday, March 2, 2026, 12:00 pm Central" in told[0]
        won.append(source.state)
    assert set(won) <= {State.MERGED, State.DECLINED}


@pytest.mark.django_db(transaction=True)
def test_a_merge_and_an_acceptance_at_the_same_moment_leave_one_merged_proposal(
    cities, author, other_author, facilitator, marc
):
    second = in_office(Role.FACILITATOR, marc)
    for number in range(RACES):
        target = sent_in(cities, author, f"EJC-2026-{100 + number}")
        source = sent_in(cities, other_author, f"EJC-2026-{200 + number}", city="blue-springs")
        told = race(
            lambda source=source, target=target: merge(fresh(source), fresh(target), facilitator),
            lambda source=source: proposals.accept(
                fresh(source), findings=PASSED, by=second, at=NOON
            ),
        )
        kinds = [kind for kind, _ in recorded(source)]
        assert (kinds, len(told)) in [
            ([ProposalEvent.MERGED], 1),
            ([ProposalEvent.ACCEPTED, ProposalEvent.MERGED], 0),
        ]
        assert (fresh(source).state, fresh(source).merged_into) == (State.MERGED, target)


@pytest.mark.django_db(transaction=True)
def test_two_that_are_merged_into_each_other_at_the_same_moment_make_one(
    cities, author, other_author, facilitator
):
    for number in range(RACES):
        one = sent_in(cities, author, f"EJC-2026-{100 + number}")
        two = sent_in(cities, other_author, f"EJC-2026-{200 + number}", city="blue-springs")
        told = race(
            lambda one=one, two=two: merge(fresh(one), fresh(two), facilitator),
            lambda one=one, two=two: merge(fresh(two), fresh(one), facilitator),
        )
        states = sorted([fresh(one).state, fresh(two).state])
        assert (len(told), states) == (1, [State.MERGED, State.SUBMITTED])


@pytest.mark.django_db(transaction=True)
def test_with_the_guard_off_both_count(cities, author, other_author, facilitator, monkeypatch):
    """The control: without the lock on both rows, two merges take each other in."""

    def unlocked(*given):
        return [fresh(one) for one in given]

    monkeypatch.setattr(merging, "_held", unlocked)
    checked = threading.Barrier(2)
    check = merging._check

    def slowly(*args, **more):
        check(*args, **more)
        checked.wait(timeout=10)

    monkeypatch.setattr(merging, "_check", slowly)
    one = sent_in(cities, author, "EJC-2026-101")
    two = sent_in(cities, other_author, "EJC-2026-201", city="blue-springs")
    told = race(
        lambda: merge(fresh(one), fresh(two), facilitator),
        lambda: merge(fresh(two), fresh(one), facilitator),
    )
    assert (told, fresh(one).merged_into, fresh(two).merged_into) == ([], two, one)
