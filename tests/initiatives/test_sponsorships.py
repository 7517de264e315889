"""Co-sponsor cities: asked, answered, asked again when the text changes in substance."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection

from collaborative.lifecycle import StaleState
from collaborative.models import Event
from initiatives.events import SponsorshipEvent
from initiatives.lifecycle import SPONSORSHIP
from initiatives.models import Proposal, Revision, Sponsorship
from initiatives.operations import proposals, revising, signoffs, sponsorships, writing
from initiatives.operations.sponsorships import Reply, StaleSignOff
from tests.conftest import NOON
from tests.factories.proposals import FEBRUARY, ProposalFactory
from tests.factories.sponsorships import SponsorshipFactory
from tests.guards import unguarded

pytestmark = pytest.mark.django_db
State = Sponsorship.State
LATER = NOON + timedelta(hours=1)
LATEST = NOON + timedelta(hours=2)


@pytest.fixture
def author(staff_of):
    return staff_of("raytown")


@pytest.fixture
def draft(cities, author):
    return ProposalFactory(
        reference="EJC-2026-014", title="Sample sweeper", city=cities["raytown"], author=author.user
    )


@pytest.fixture
def liaison(liaison_of):
    return liaison_of("grandview")


@pytest.fixture
def asked(draft, cities):
    return SponsorshipFactory(proposal=draft, city=cities["grandview"])


def recorded(sponsorship):
    return list(Event.objects.about(sponsorship).values_list("kind", "detail"))


def reply(sponsorship, by, state=State.ACCEPTED, words="", *, version=None, turn=None, at=NOON):
    """Answer as somebody who has just read it."""
    current = Sponsorship.objects.select_related("proposal").get(pk=sponsorship.pk)
    sponsorships.answer(
        sponsorship,
        reply=Reply(state=state, words=words),
        version=version or current.proposal.version,
        turn=turn or current.turn,
        by=by,
        at=at,
    )
    sponsorship.refresh_from_db()


def write(proposal, by, at=LATER, **answers):
    current = Proposal.objects.get(pk=proposal.pk)
    writing.save(current, answers=answers, base=current.version, by=by, at=at)


# Asking ------------------------------------------------------------------------------------


def test_asking_cities_puts_the_question_and_records_it(draft, author, cities):
    new = sponsorships.ask(
        draft, cities=[cities["grandview"], cities["independence"]], by=author, at=NOON
    )
    facts = [(row.city.slug, row.state, row.asked_at, row.asked_by) for row in new]
    assert facts == [
        ("grandview", "asked", NOON, author.user),
        ("independence", "asked", NOON, author.user),
    ]
    assert [recorded(row) for row in new] == [
        [("sponsorship.asked", {"city": "Grandview"})],
        [("sponsorship.asked", {"city": "Independence"})],
    ]


def test_asking_a_city_twice_asks_it_once(draft, author, cities):
    (first,) = sponsorships.ask(draft, cities=[cities["grandview"]], by=author, at=NOON)
    again = sponsorships.ask(draft, cities=[cities["grandview"]], by=author, at=LATER)
    assert (again, len(recorded(first)), Sponsorship.objects.count()) == ([], 1, 1)


@pytest.mark.parametrize("state", ["declined", "taken_back"])
def test_a_city_that_declined_or_was_let_go_is_asked_anew_without_its_old_answer(
    state, draft, author, cities
):
    old = SponsorshipFactory(proposal=draft, city=cities["grandview"], state=state)
    (anew,) = sponsorships.ask(draft, cities=[cities["grandview"]], by=author, at=NOON)
    anew.refresh_from_db()
    assert (anew.pk, anew.state, anew.words, anew.answered_at, anew.version, anew.asked_at) == (
        old.pk,
        "asked",
        "",
        None,
        None,
        NOON,
    )


@pytest.mark.parametrize("state", ["draft", "returned", "submitted"])
def test_cities_are_asked_until_the_screening(state, author, cities):
    proposal = ProposalFactory(city=cities["raytown"], author=author.user, state=state)
    assert len(sponsorships.ask(proposal, cities=[cities["grandview"]], by=author, at=NOON)) == 1


def test_after_the_screening_no_city_is_asked_and_none_is_let_go(author, cities):
    proposal = ProposalFactory(
        city=cities["raytown"], author=author.user, state="accepted", reference="EJC-2026-014"
    )
    row = SponsorshipFactory(proposal=proposal, city=cities["grandview"])
    sentence = (
        "EJC-2026-014 was accepted for evaluation on Monday, February 2, 2026, 9:00 am Central, so "
        "no other city is asked to co-sponsor it."
    )
    for act in (
        lambda: sponsorships.ask(proposal, cities=[cities["independence"]], by=author, at=NOON),
        lambda: sponsorships.take_back(row, by=author, at=NOON),
    ):
        with pytest.raises(PermissionDenied) as refused:
            act()
        assert str(refused.value) == sentence
    assert list(Sponsorship.objects.values_list("state", flat=True)) == ["asked"]


def test_the_lead_city_is_not_asked(draft, author, cities):
    with pytest.raises(PermissionDenied) as refused:
        sponsorships.ask(draft, cities=[cities["raytown"]], by=author, at=NOON)
    assert str(refused.value) == "Raytown leads EJC-2026-014; only other cities co-sponsor it."
    with pytest.raises(IntegrityError, match="A city does not co-sponsor the proposal"):
        SponsorshipFactory(proposal=draft, city=cities["raytown"])


def test_only_writers_of_the_lead_city_ask(draft, cities, staff_of, liaison):
    colleague = staff_of("grandview")
    writer = ProposalFactory(city=cities["raytown"], writers=[colleague.user])
    with pytest.raises(PermissionDenied, match="Only staff and liaisons of Raytown propose"):
        sponsorships.ask(writer, cities=[cities["grandview"]], by=colleague, at=NOON)
    with pytest.raises(PermissionDenied, match="Only the authors of EJC-2026-014"):
        sponsorships.ask(draft, cities=[cities["grandview"]], by=liaison, at=NOON)
    assert Sponsorship.objects.count() == 0


@pytest.mark.parametrize("state", ["asked", "accepted", "conditional"])
def test_a_question_is_taken_back_and_the_answer_stays_on_its_row(state, draft, author, cities):
    row = SponsorshipFactory(proposal=draft, city=cities["grandview"], state=state)
    sponsorships.take_back(row, by=author, at=NOON)
    row.refresh_from_db()
    assert (row.state, row.state_since, bool(row.answered_at)) == (
        "taken_back",
        NOON,
        state != "asked",
    )
    assert recorded(row) == [("sponsorship.taken_back", {"city": "Grandview"})]
    with pytest.raises(StaleState, match="is no longer asked: Staff, Raytown changed it on"):
        sponsorships.take_back(row, by=author, at=LATER)


def test_a_refusal_is_not_taken_back(draft, author, cities):
    row = SponsorshipFactory(proposal=draft, city=cities["grandview"], state="declined")
    with pytest.raises(PermissionDenied) as refused:
        sponsorships.take_back(row, by=author, at=NOON)
    assert str(refused.value) == (
        "Grandview declined on Monday, February 2, 2026, 9:00 am Central; that stays on record."
    )


# Answering ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "words", "kind"),
    [
        (State.ACCEPTED, "", "sponsorship.accepted"),
        (State.CONDITIONAL, " In winter only. ", "sponsorship.accepted_with_conditions"),
        (State.DECLINED, "We bought one.", "sponsorship.declined"),
    ],
)
def test_a_liaison_answers_for_the_version_that_was_read(state, words, kind, asked, liaison):
    reply(asked, liaison, state, words)
    assert (asked.state, asked.state_since, asked.answered_at, asked.answered_by) == (
        state,
        NOON,
        NOON,
        liaison.user,
    )
    assert (asked.office, asked.version, asked.words) == ("Liaison, Grandview", 1, words.strip())
    said = {"words": words.strip()} if words else {}
    assert recorded(asked) == [
        (kind, {"city": "Grandview", "version": 1, "before": "asked"} | said)
    ]


@pytest.mark.parametrize(
    ("state", "words", "sentence"),
    [
        (State.CONDITIONAL, " ", "Say on which conditions Grandview accepts."),
        (
            State.DECLINED,
            "",
            "Say why Grandview declines, so that the authors know what to do.",
        ),
        (
            State.ACCEPTED,
            "In winter.",
            (
                "To accept without conditions, leave the box empty. To keep what you wrote, "
                "choose “Accept with conditions”."
            ),
        ),
    ],
)
def test_conditions_and_refusals_have_words(state, words, sentence, asked, liaison):
    with pytest.raises(PermissionDenied) as refused:
        reply(asked, liaison, state, words)
    assert (str(refused.value), Sponsorship.objects.get().state) == (sentence, "asked")


@pytest.mark.parametrize("state", ["conditional", "declined"])
def test_the_database_takes_no_condition_and_no_refusal_without_words(state, draft, cities):
    with pytest.raises(IntegrityError, match="sponsorship_conditions_and_reasons_have_words"):
        SponsorshipFactory(proposal=draft, city=cities["grandview"], state=state, words="")


@pytest.mark.parametrize("gap", ["answered_at", "answered_by", "version", "office"])
def test_the_database_takes_no_answer_without_date_person_version_and_office(gap, draft, cities):
    nothing = "" if gap == "office" else None
    with pytest.raises(IntegrityError, match="sponsorship_answer_has_date_person_and_version"):
        SponsorshipFactory(
            proposal=draft, city=cities["grandview"], state="accepted", **{gap: nothing}
        )


def test_the_database_takes_a_city_once_a_proposal(asked):
    with pytest.raises(IntegrityError, match="sponsorship_once_a_city"):
        SponsorshipFactory(proposal=asked.proposal, city=asked.city)


def test_an_answer_is_changed_and_each_change_is_on_record(asked, liaison):
    reply(asked, liaison, State.CONDITIONAL, "In winter only.")
    reply(asked, liaison, State.ACCEPTED, at=LATER)
    reply(asked, liaison, State.CONDITIONAL, "In summer only.", at=LATEST)
    assert [(kind, detail["before"], detail.get("words")) for kind, detail in recorded(asked)] == [
        ("sponsorship.accepted_with_conditions", "asked", "In winter only."),
        ("sponsorship.accepted", "conditional", None),
        ("sponsorship.accepted_with_conditions", "accepted", "In summer only."),
    ]


def test_the_same_answer_sent_twice_is_one(asked, liaison):
    turn = asked.turn
    reply(asked, liaison, turn=turn)
    reply(asked, liaison, turn=turn, at=LATER)
    assert (asked.state_since, len(recorded(asked))) == (NOON, 1)


def test_nobody_else_answers_for_a_city(asked, author, staff_of, evaluator_of, liaison_of):
    for other in (author, staff_of("grandview"), evaluator_of("grandview"), liaison_of("raytown")):
        with pytest.raises(PermissionDenied) as refused:
            reply(asked, other)
        assert str(refused.value) == (
            "Only the liaison of Grandview answers for Grandview. Ask the liaison there."
        )


def test_a_city_that_is_no_longer_asked_learns_whom_to_ask(asked, author, liaison):
    sponsorships.take_back(asked, by=author, at=NOON)
    with pytest.raises(PermissionDenied) as refused:
        reply(asked, liaison, at=LATER)
    assert str(refused.value) == (
        "Grandview is no longer asked to co-sponsor EJC-2026-014 since Monday, March 2, 2026, "
        "12:00 pm Central. Ask Staff, Raytown if you think that it should be."
    )


def test_who_declined_a_draft_is_asked_anew_by_its_authors_before_it_answers(asked, liaison):
    reply(asked, liaison, State.DECLINED, "We bought one.")
    with pytest.raises(PermissionDenied) as refused:
        reply(asked, liaison, at=LATER)
    assert str(refused.value) == (
        "Grandview declined on Monday, March 2, 2026, 12:00 pm Central, and its authors still "
        "write EJC-2026-014. If Grandview is to look at it again, ask Staff, Raytown to ask "
        "Grandview again."
    )


def test_who_declined_what_was_sent_in_changes_the_answer(cities, author, liaison):
    proposal = ProposalFactory(city=cities["raytown"], author=author.user, state="submitted")
    row = SponsorshipFactory(proposal=proposal, city=cities["grandview"], state="declined")
    reply(row, liaison)
    assert row.state == "accepted"


def test_an_answer_to_a_version_that_never_was_is_refused(asked, liaison):
    for version in (-1, 2, 99):
        with pytest.raises(StaleSignOff):
            reply(asked, liaison, version=version)
    assert Sponsorship.objects.get().state == "asked"


# Two at once -------------------------------------------------------------------------------


def test_a_second_liaison_learns_who_answered_first(asked, liaison_of):
    first, second, turn = liaison_of("grandview"), liaison_of("grandview"), asked.turn
    reply(asked, first, State.CONDITIONAL, "In winter only.")
    with pytest.raises(StaleState) as stale:
        reply(asked, second, State.DECLINED, "We bought one.", turn=turn, at=LATER)
    assert str(stale.value) == (
        "Grandview has answered: accepted with conditions, by Liaison, Grandview on Monday, March "
        "2, 2026, 12:00 pm Central. Your answer was not recorded; look at it as it stands now."
    )
    asked.refresh_from_db()
    assert (asked.state, len(recorded(asked))) == ("conditional", 1)


def test_an_answer_to_an_older_question_learns_that_the_city_was_asked_again(
    asked, liaison, author
):
    reply(asked, liaison)
    turn = asked.turn
    write(asked.proposal, author, idea="Another idea.")
    with pytest.raises(StaleState) as stale:
        reply(asked, liaison, State.DECLINED, "No.", turn=turn, at=LATEST)
    assert str(stale.value) == (
        "Grandview is asked again since Monday, March 2, 2026, 1:00 pm Central. Your answer was "
        "not recorded; look at it as it stands now."
    )


@pytest.mark.django_db(transaction=True)
def test_of_two_liaisons_who_answer_at_the_same_moment_one_wins(asked, liaison_of):
    gate, turn = Barrier(2), asked.turn
    people = [
        (liaison_of("grandview"), State.ACCEPTED, ""),
        (liaison_of("grandview"), State.DECLINED, "We bought one."),
    ]

    def race(person):
        by, state, words = person
        try:
            gate.wait(timeout=10)
            sponsorships.answer(
                Sponsorship.objects.get(pk=asked.pk),
                reply=Reply(state=state, words=words),
                version=1,
                turn=turn,
                by=by,
                at=NOON,
            )
        except (StaleState, PermissionDenied) as lost:
            return str(lost)
        finally:
            connection.close()
        return state

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(race, people))
    asked.refresh_from_db()
    (lost,) = (one for one in outcomes if one != asked.state)
    assert lost.startswith(
        "Grandview has answered: accepted, by Liaison, Grandview on"
        if asked.state == State.ACCEPTED
        else "Grandview declined on"
    )
    assert len(recorded(asked)) == 1


# A change of substance ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("idea", "Another idea."),
        ("shared", "Two trucks."),
        ("wanted__grandview", "yes"),
        ("yearly_cost_cash", "90,001"),
        ("money_basis", "A quote."),
        ("legal_basis", "Not known yet."),
    ],
)
def test_a_change_of_substance_asks_again(key, value, asked, liaison, author):
    reply(asked, liaison, State.CONDITIONAL, "In winter only.")
    write(asked.proposal, author, **{key: value})
    asked.refresh_from_db()
    assert (asked.state, asked.label, asked.state_since, asked.asked_again_at) == (
        "asked",
        "Asked again",
        LATER,
        LATER,
    )
    assert (asked.words, asked.version, asked.answered_by) == ("In winter only.", 1, liaison.user)
    assert recorded(asked)[1:] == [
        (
            "sponsorship.asked_again",
            {"city": "Grandview", "version": 2, "signed": 1, "answers": [key]},
        )
    ]


@pytest.mark.parametrize("key", ["title", "problem", "risks", "how__raytown", "measures"])
def test_other_changes_leave_a_sign_off_as_it_is(key, asked, liaison, author):
    reply(asked, liaison)
    write(asked.proposal, author, **{key: "Put better."})
    asked.refresh_from_db()
    assert (asked.state, asked.version, Proposal.objects.get().version) == ("accepted", 1, 2)


def test_without_its_guard_a_sign_off_would_stand_for_another_text(
    asked, liaison, author, monkeypatch
):
    monkeypatch.setattr(revising, "ask_again", lambda *_, **__: None)
    reply(asked, liaison)
    write(asked.proposal, author, idea="Another idea.")
    assert Sponsorship.objects.get().state == "accepted"
    monkeypatch.undo()
    write(asked.proposal, author, idea="Yet another idea.")
    assert Sponsorship.objects.get().state == "asked"


def test_typing_on_asks_once(asked, liaison, author):
    reply(asked, liaison)
    for number in range(3):
        write(asked.proposal, author, at=LATER + timedelta(minutes=number), idea=f"Idea {number}.")
    assert [kind for kind, _ in recorded(asked)] == [
        "sponsorship.accepted",
        "sponsorship.asked_again",
    ]


def test_a_text_that_returns_to_what_was_signed_stays_asked_again(asked, liaison, author):
    signed = asked.proposal.draft["idea"]
    reply(asked, liaison)
    write(asked.proposal, author, idea="Another idea.")
    write(asked.proposal, author, idea=signed)
    asked.refresh_from_db()
    assert asked.label == "Asked again"
    reply(asked, liaison, at=LATEST)
    assert (asked.label, asked.asked_again_at, asked.version) == ("Accepted", None, 3)


def test_a_sign_off_given_later_is_compared_with_its_own_version(asked, liaison, author):
    write(asked.proposal, author, at=NOON, idea="Another idea.")
    reply(asked, liaison, at=LATER)
    write(asked.proposal, author, at=LATEST, risks="None.")
    asked.refresh_from_db()
    assert (asked.state, asked.version) == ("accepted", 2)


def test_only_who_signed_is_asked_again(draft, cities, author):
    rows = {
        state: SponsorshipFactory(proposal=draft, city=cities[slug], state=state)
        for state, slug in (
            ("asked", "grandview"),
            ("accepted", "independence"),
            ("conditional", "lees-summit"),
            ("declined", "blue-springs"),
        )
    }
    write(draft, author, idea="Another idea.")
    after = {was: Sponsorship.objects.get(pk=row.pk).label for was, row in rows.items()}
    assert after == {
        "asked": "Asked",
        "accepted": "Asked again",
        "conditional": "Asked again",
        "declined": "Declined",
    }


def test_a_change_while_the_liaison_reads_is_not_signed_off_unseen(asked, liaison, author):
    write(asked.proposal, author, at=NOON, idea="Another idea.")
    with pytest.raises(StaleSignOff) as stale:
        reply(asked, liaison, version=1, at=LATER)
    assert (stale.value.current.pk, stale.value.current.proposal.version) == (asked.pk, 2)
    write(asked.proposal, author, at=LATER, risks="None.")
    reply(asked, liaison, version=2, at=LATEST)
    assert (asked.state, asked.version) == ("accepted", 2)


def test_a_change_of_nothing_costs_no_look_at_the_sponsors(
    draft, author, django_assert_num_queries
):
    with django_assert_num_queries(0):
        signoffs.ask_again(draft, {"risks": "None."}, by=author, at=NOON)


# The life, and what must hold ---------------------------------------------------------------


def test_every_state_can_be_reached_and_no_other():
    assert set(SPONSORSHIP.states()) == set(State)
    assert set(SPONSORSHIP.steps) == set(SponsorshipEvent)


def test_a_sign_off_outlives_the_sending_in(asked, liaison, author):
    write(asked.proposal, author, at=FEBRUARY, wanted__grandview="yes")
    reply(asked, liaison)
    proposals.submit(asked.proposal, by=author, at=LATER)
    asked.refresh_from_db()
    assert asked.state == "accepted"


def test_an_answer_about_no_revision_and_a_lead_as_sponsor_break_an_invariant(
    draft, cities, capsys
):
    row = SponsorshipFactory(proposal=draft, city=cities["grandview"], state="accepted", version=7)
    assert Revision.objects.get().number == 1
    with unguarded("initiatives.Sponsorship:sponsorship_by_another_city"):
        SponsorshipFactory(proposal=draft, city=cities["raytown"])
    with pytest.raises(CommandError, match="2 of the things that must hold do not"):
        call_command("check_invariants")
    assert capsys.readouterr().err == (
        "Raytown as co-sponsor of EJC-2026-014 Sample sweeper: the city leads this proposal.\n"
        "Grandview as co-sponsor of EJC-2026-014 Sample sweeper: its answer is about revision 7, "
        "which is not on record.\n"
    )
    assert row.asked_at == FEBRUARY
