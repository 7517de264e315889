import threading
from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from agreements import results
from agreements.events import ActEvent, AgreementEvent
from agreements.models import Act, Agreement, Text
from agreements.operations import acts
from agreements.operations.facts import Ballot, Facts, Step, facts_of
from collaborative.lifecycle import StaleState
from collaborative.models import Event
from tests.conftest import NOON
from tests.factories.agreements import WORDS, circulated, decided

pytestmark = pytest.mark.django_db

VOTES = (Ballot("Member 1", "aye", "Aye"), Ballot("Member 2", "excused", "Medical"))
PASSED = Facts(
    instrument="ordinance",
    file_number="BILL NO. 26-01",
    enactment_number="9001",
    title="An ordinance on plows",
    body="Board of Aldermen",
    introduced_on=date(2026, 2, 3),
    agenda_on=date(2026, 2, 24),
    acted_on=date(2026, 2, 24),
    mover="Member 1",
    seconder="Member 2",
    tally="1-0",
    result="passed",
    votes=VOTES,
    enacted_on=date(2026, 2, 25),
    version="2",
    name="Plows",
    type_name="Ordinance",
    status="Passed",
    in_control="Public Works Committee",
    final_on=date(2026, 2, 24),
    sponsors=("Member 1",),
    indexes=("Streets", "Snow"),
    code_sections=("Chapter 26",),
    requester="Public Works",
    notes="Second reading waived.",
    action_word="adopted as amended",
    result_word="Pass",
    agenda_number="7.A.",
    action_text="A motion was made by Member 1.",
    further={"MatterText1": "No"},
    actions=(
        Step(kind="introduced", word="introduced", on=date(2026, 2, 3), body="Board of Aldermen"),
        Step(
            kind="committee",
            word="recommended for approval",
            on=date(2026, 2, 10),
            body="Public Works Committee",
            version="1",
            result_word="Pass",
            passed=True,
            mover="Member 2",
            seconder="Member 1",
            tally="2-0",
            agenda_number="3",
            text="The committee recommends it.",
            further={"MatterHistoryConsent": 0},
            votes=VOTES,
        ),
        Step(kind="postponed", on=date(2026, 2, 17), postponed_to=date(2026, 2, 24)),
    ),
)
PENDING = Facts(instrument="ordinance", file_number="BILL NO. 26-01")


@pytest.fixture
def promise(cities):
    """An agreement before the councils of Raytown and Grandview."""
    return circulated(cities["raytown"], cities["grandview"])


@pytest.fixture
def party_of(promise, cities):
    return lambda slug: promise.parties.select_related("organisation", "agreement").get(
        organisation=cities[slug]
    )


def kinds() -> list[str]:
    return list(Event.objects.values_list("kind", flat=True))


def test_an_act_is_kept_word_for_word(party_of, clerk_of):
    clerk = clerk_of("raytown")
    act = acts.record_act(party_of("raytown"), facts=PASSED, by=clerk, at=NOON)
    act.refresh_from_db()
    assert (
        facts_of(act),
        act.text.body,
        (act.source, act.recorded_by, act.recorded_at),
    ) == (
        PASSED,
        WORDS,
        ("recorded", clerk.user, NOON),
    )


def test_the_last_council_needed_brings_the_agreement_into_force_on_its_own_day(
    promise, party_of, clerk_of
):
    later = replace(PASSED, acted_on=date(2026, 3, 1))
    acts.record_act(party_of("grandview"), facts=later, by=clerk_of("grandview"), at=NOON)
    promise.refresh_from_db()
    before = promise.state
    acts.record_act(party_of("raytown"), facts=PASSED, by=clerk_of("raytown"), at=NOON)
    promise.refresh_from_db()
    assert (before, promise.state, promise.in_force_on, kinds()) == (
        "circulated",
        "in_force",
        date(2026, 3, 1),
        [ActEvent.RECORDED, ActEvent.RECORDED, AgreementEvent.IN_FORCE],
    )


def test_as_many_councils_bind_as_the_terms_say(cities, clerk_of):
    promise = circulated(cities["raytown"], cities["grandview"], required_adoptions=1)
    party = promise.parties.get(organisation=cities["raytown"])
    acts.record_act(party, facts=PASSED, by=clerk_of("raytown"), at=NOON)
    promise.refresh_from_db()
    assert (promise.state, promise.in_force_on) == ("in_force", date(2026, 2, 24))


def test_one_council_with_another_text_keeps_it_out_of_force_and_is_named(
    promise, party_of, clerk_of
):
    other = replace(PASSED, other_text="Other words\r\n")
    acts.record_act(party_of("raytown"), facts=PASSED, by=clerk_of("raytown"), at=NOON)
    act = acts.record_act(party_of("grandview"), facts=other, by=clerk_of("grandview"), at=NOON)
    promise.refresh_from_db()
    standing = results.standing(promise)
    assert (
        promise.state,
        act.text.body,
        standing.outcome.blocked_by,
        [square.label for square in standing.squares],
    ) == (
        "circulated",
        "Other words\n",
        ("grandview",),
        ["Adopted another text", "Adopted"],
    )


def test_the_circulated_words_pasted_as_another_text_are_the_same_text(party_of, clerk_of, promise):
    pasted = replace(PASSED, other_text=WORDS.replace("\n", "  \r\n"))
    act = acts.record_act(party_of("raytown"), facts=pasted, by=clerk_of("raytown"), at=NOON)
    assert (act.text, Text.objects.count()) == (promise.versions.get().text, 1)


def test_a_second_clerk_reads_who_recorded_the_act_and_when(party_of, clerk_of):
    acts.record_act(party_of("raytown"), facts=PASSED, by=clerk_of("raytown"), at=NOON)
    second = replace(PASSED, file_number="Bill No. 26-01", mover="Member 9")
    with pytest.raises(StaleState) as refused:
        acts.record_act(party_of("raytown"), facts=second, by=clerk_of("raytown"), at=NOON)
    assert (str(refused.value), Act.objects.get().mover, len(kinds())) == (
        (
            "Bill No. 26-01 of Raytown is already on record: Clerk, Raytown recorded it on Monday, "
            "March 2, 2026, 12:00 pm Central. Nothing was written twice. Look at the act as it "
            "stands, and record a correction if something in it is wrong."
        ),
        "Member 1",
        1,
    )


def test_each_clerk_records_the_own_council_only(party_of, clerk_of):
    with pytest.raises(PermissionDenied, match="Acts of Raytown's council are recorded by its own"):
        acts.record_act(party_of("raytown"), facts=PASSED, by=clerk_of("grandview"), at=NOON)
    with pytest.raises(PermissionDenied, match="Your city is not a party"):
        acts.record_act(party_of("raytown"), facts=PASSED, by=clerk_of("independence"), at=NOON)
    assert not Act.objects.exists()


def test_no_act_is_recorded_on_a_draft_or_a_withdrawn_agreement(promise, party_of, clerk_of):
    Agreement.objects.update(state="withdrawn")
    with pytest.raises(PermissionDenied, match="was withdrawn; acts are recorded while"):
        acts.record_act(party_of("raytown"), facts=PASSED, by=clerk_of("raytown"), at=NOON)


def test_a_pending_act_is_changed_and_then_completed(promise, party_of, clerk_of):
    clerk = clerk_of("raytown")
    act = acts.record_act(party_of("raytown"), facts=PENDING, by=clerk, at=NOON)
    acts.complete_act(act, facts=replace(PENDING, mover="Member 1"), by=clerk, at=NOON)
    acts.complete_act(act, facts=PASSED, by=clerk, at=NOON)
    act.refresh_from_db()
    assert (act.result, act.votes.count(), kinds()) == (
        "passed",
        2,
        [ActEvent.RECORDED, ActEvent.CHANGED, ActEvent.COMPLETED],
    )


def test_a_complete_act_is_not_completed_again(party_of, clerk_of):
    clerk = clerk_of("raytown")
    act = acts.record_act(party_of("raytown"), facts=PENDING, by=clerk, at=NOON)
    stale = Act.objects.select_related("party__agreement").get(pk=act.pk)
    acts.complete_act(act, facts=PASSED, by=clerk, at=NOON)
    with pytest.raises(StaleState, match="already on record"):
        acts.complete_act(stale, facts=PASSED, by=clerk, at=NOON)
    with pytest.raises(PermissionDenied, match="has its result"):
        acts.complete_act(act, facts=PASSED, by=clerk, at=NOON)


def test_completing_cannot_take_the_number_of_another_act(party_of, clerk_of):
    clerk = clerk_of("raytown")
    acts.record_act(party_of("raytown"), facts=PASSED, by=clerk, at=NOON)
    other = replace(PENDING, file_number="BILL NO. 26-02")
    act = acts.record_act(party_of("raytown"), facts=other, by=clerk, at=NOON)
    with pytest.raises(StaleState, match=r"BILL NO\. 26-01 of Raytown is already on record"):
        acts.complete_act(act, facts=PASSED, by=clerk, at=NOON)


def test_a_correction_stands_in_the_place_of_the_act_and_both_stay(promise, party_of, clerk_of):
    clerk = clerk_of("raytown")
    wrong = acts.record_act(party_of("raytown"), facts=PASSED, by=clerk, at=NOON)
    right = acts.correct_act(wrong, facts=replace(PASSED, result="failed"), by=clerk, at=NOON)
    square = results.standing(promise).squares[1]
    assert (right.corrects, square.act, square.label, Act.objects.count(), kinds()) == (
        wrong,
        right,
        "Did not pass",
        2,
        [ActEvent.RECORDED, ActEvent.CORRECTED],
    )


def test_an_act_is_corrected_once_and_the_next_time_its_correction(party_of, clerk_of):
    clerk = clerk_of("raytown")
    wrong = acts.record_act(party_of("raytown"), facts=PASSED, by=clerk, at=NOON)
    right = acts.correct_act(wrong, facts=PASSED, by=clerk, at=NOON)
    wrong.refresh_from_db()
    with pytest.raises(PermissionDenied, match="was corrected on Monday, March 2, 2026"):
        acts.correct_act(wrong, facts=PASSED, by=clerk, at=NOON)
    assert acts.correct_act(right, facts=PASSED, by=clerk, at=NOON).corrects == right


def test_a_pending_act_is_completed_not_corrected(party_of, clerk_of):
    clerk = clerk_of("raytown")
    act = acts.record_act(party_of("raytown"), facts=PENDING, by=clerk, at=NOON)
    with pytest.raises(PermissionDenied, match="complete it instead"):
        acts.correct_act(act, facts=PASSED, by=clerk, at=NOON)


def test_a_correction_takes_an_agreement_out_of_force_and_another_brings_it_back(
    promise, cities, party_of, clerk_of
):
    clerk = clerk_of("raytown")
    decided(promise, cities["grandview"], on=date(2026, 2, 1))
    act = acts.record_act(party_of("raytown"), facts=PASSED, by=clerk, at=NOON)
    failed = acts.correct_act(act, facts=replace(PASSED, result="failed"), by=clerk, at=NOON)
    promise.refresh_from_db()
    out = (promise.state, promise.in_force_on)
    acts.correct_act(failed, facts=PASSED, by=clerk, at=NOON)
    promise.refresh_from_db()
    assert (out, promise.state, promise.in_force_on, kinds()) == (
        ("circulated", None),
        "in_force",
        date(2026, 2, 24),
        [
            ActEvent.RECORDED,
            AgreementEvent.IN_FORCE,
            ActEvent.CORRECTED,
            AgreementEvent.REOPENED,
            ActEvent.CORRECTED,
            AgreementEvent.IN_FORCE,
        ],
    )


def test_a_corrected_day_moves_the_day_since_when_it_is_in_force(
    promise, cities, party_of, clerk_of
):
    clerk = clerk_of("raytown")
    decided(promise, cities["grandview"], on=date(2026, 2, 1))
    act = acts.record_act(party_of("raytown"), facts=PASSED, by=clerk, at=NOON)
    acts.correct_act(act, facts=replace(PASSED, acted_on=date(2026, 2, 25)), by=clerk, at=NOON)
    promise.refresh_from_db()
    assert (promise.state, promise.in_force_on) == ("in_force", date(2026, 2, 25))


def test_a_city_joins_the_day_its_council_adopts_the_statement(cities, clerk_of):
    promise = circulated(cities["raytown"], cities["grandview"], kind="statement")
    for slug, words in (("raytown", ""), ("grandview", "Other words")):
        party = promise.parties.get(organisation=cities[slug])
        facts = replace(PASSED, other_text=words)
        acts.record_act(party, facts=facts, by=clerk_of(slug), at=NOON)
        cities[slug].refresh_from_db()
    assert (cities["raytown"].joined_on, cities["grandview"].joined_on) == (
        date(2026, 2, 24),
        None,
    )


def test_another_kind_of_agreement_makes_no_member(party_of, clerk_of, cities):
    acts.record_act(party_of("raytown"), facts=PASSED, by=clerk_of("raytown"), at=NOON)
    cities["raytown"].refresh_from_db()
    assert cities["raytown"].joined_on is None


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_one_moment_bring_the_agreement_into_force_together(
    promise, party_of, clerk_of
):
    clerks = {slug: clerk_of(slug) for slug in ("raytown", "grandview")}
    parties = {slug: party_of(slug) for slug in clerks}
    together = threading.Barrier(2)

    def record(slug):
        together.wait()
        acts.record_act(parties[slug], facts=PASSED, by=clerks[slug], at=NOON)
        connection.close()

    threads = [threading.Thread(target=record, args=[slug]) for slug in clerks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    promise.refresh_from_db()
    assert promise.state == "in_force"
