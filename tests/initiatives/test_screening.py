"""The facilitators' checklist, and what goes back to the authors section by section."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string

from collaborative.lifecycle import StaleState
from collaborative.models import PUBLIC
from collaborative.roles import Role
from initiatives.events import ProposalEvent
from initiatives.lifecycle import PROPOSAL
from initiatives.models import Proposal, Screening
from initiatives.operations import proposals, screening, writing
from initiatives.operations.screening import Findings, StaleChecklist, save_checklist
from initiatives.results.history import Reader, history, last_reason
from initiatives.results.proposals import names_for
from initiatives.results.screening import (
    cities_taking_part,
    findings,
    last_decided,
    prejudge,
    reasons_by_section,
    rewritten,
)
from initiatives.rules import screening as rules
from tests.conftest import NOON, in_office
from tests.factories.screening import ScreeningFactory
from tests.initiatives.screened import PASSED, fresh, recorded, sent_in

State = Proposal.State
LATER = NOON + timedelta(hours=1)
FACILITATOR = "Facilitator, Mid-America Regional Council"


@pytest.fixture
def author(staff_of):
    return staff_of("raytown")


@pytest.fixture
def proposal(cities, author):
    return sent_in(cities, author)


@pytest.fixture
def second(marc):
    """A second facilitator."""
    return in_office(Role.FACILITATOR, marc, name="Second facilitator")


def save(proposal, by, *, version=0, at=NOON, **found):
    return save_checklist(proposal, findings=Findings(**found), version=version, by=by, at=at)


# The checklist -------------------------------------------------------------------------------


def test_a_checklist_is_kept_as_it_was_typed_and_nothing_is_decided(proposal, facilitator):
    save(
        proposal,
        facilitator,
        answers={"complete": "yes", "powers": "no"},
        notes={"powers": " Ask the attorney. "},
        reason="Not yet.",
        reasons={"money": " Over three years. ", "law": " ", "nowhere": "Never."},
    )
    kept = Screening.objects.get()
    assert [(one.label, one.words, one.note) for one in findings(kept)] == [
        ("It is complete", "Yes", ""),
        ("It is within the cities’ powers", "No", "Ask the attorney."),
        ("It does not repeat another proposal", "Not looked at yet", ""),
        ("At least 2 cities would take part", "Not looked at yet", ""),
    ]
    assert (kept.reason, kept.reasons, kept.version, kept.office, kept.at, kept.decision) == (
        "Not yet.",
        {"money": "Over three years."},
        1,
        FACILITATOR,
        NOON,
        "",
    )
    assert fresh(proposal).state == State.SUBMITTED
    assert recorded(proposal) == [(ProposalEvent.LOOKED_AT, {"version": 1})]


def test_a_second_save_writes_the_same_checklist_and_its_history_is_kept(proposal, facilitator):
    save(proposal, facilitator, answers={"complete": "no"})
    save(proposal, facilitator, version=1, at=LATER, answers={"complete": "yes"})
    kept = Screening.objects.get()
    assert (kept.version, kept.complete, kept.at) == (2, "yes", LATER)
    told = kept.events.order_by("pgh_id").values_list("complete", flat=True)
    assert list(told) == ["no", "yes"]


def test_a_facilitator_who_was_second_is_told_who_saved_and_when(proposal, facilitator, second):
    save(proposal, facilitator, answers={"complete": "yes"})
    with pytest.raises(StaleChecklist) as stale:
        save(proposal, second, at=LATER, answers={"complete": "no"})
    assert str(stale.value) == (
        f"{FACILITATOR} saved the checklist on Monday, March 2, 2026, 12:00 pm Central, after you "
        "opened it. Nothing was changed: what you typed is in the form, what stands is beside it."
    )
    assert (stale.value.current.complete, Screening.objects.get().complete) == ("yes", "yes")


def test_a_decision_over_a_checklist_that_was_not_read_is_refused(proposal, facilitator, second):
    save(proposal, facilitator, answers={"complete": "no"})
    with pytest.raises(StaleChecklist):
        proposals.accept(proposal, findings=PASSED, version=0, by=second, at=LATER)
    assert (fresh(proposal).state, Screening.objects.get().decision) == (State.SUBMITTED, "")


def test_only_a_facilitator_without_a_part_in_it_writes_the_checklist(proposal, author):
    with pytest.raises(PermissionDenied, match="Only a facilitator at MARC accepts"):
        save(proposal, author)
    assert not Screening.objects.exists()


def test_a_decided_proposal_takes_no_checklist(proposal, facilitator, second):
    proposals.decline(proposal, reason="No.", by=facilitator, at=NOON)
    with pytest.raises(StaleState) as stale:
        save(proposal, second, at=LATER)
    assert "changed it on Monday, March 2, 2026, 12:00 pm Central" in str(stale.value)


# Accepting ------------------------------------------------------------------------------------


def test_a_proposal_is_accepted_when_every_point_is_answered_yes(proposal, facilitator):
    proposals.accept(proposal, findings=PASSED, version=0, by=facilitator, at=LATER)
    kept = Screening.objects.get()
    assert (proposal.state, kept.decision, kept.at) == (State.ACCEPTED, "accepted", LATER)
    assert recorded(proposal) == [(ProposalEvent.ACCEPTED, {})]


def test_what_was_saved_counts_where_nothing_new_is_said(proposal, facilitator):
    save(proposal, facilitator, answers=PASSED.answers)
    proposals.accept(proposal, by=facilitator, at=LATER)
    assert Screening.objects.get().decision == "accepted"


def test_a_point_that_is_not_yes_stands_against_accepting_by_its_name(proposal, facilitator):
    against = Findings(answers={"complete": "yes", "powers": "no", "enough_cities": "yes"})
    with pytest.raises(PermissionDenied) as refused:
        proposals.accept(proposal, findings=against, by=facilitator, at=LATER)
    assert str(refused.value) == (
        "It cannot be accepted yet. “It is within the cities’ powers” is answered no. “It does "
        "not repeat another proposal” is not looked at yet."
    )
    assert (fresh(proposal).state, Screening.objects.count()) == (State.SUBMITTED, 0)


def test_without_any_checklist_nothing_is_accepted(proposal, facilitator):
    with pytest.raises(PermissionDenied) as refused:
        proposals.accept(proposal, by=facilitator, at=LATER)
    assert str(refused.value) == (
        "It cannot be accepted yet. “It is complete” is not looked at yet. “It is within the "
        "cities’ powers” is not looked at yet. “It does not repeat another proposal” is not "
        "looked at yet. “At least 2 cities would take part” is not looked at yet."
    )


def test_the_portal_judges_by_itself_what_can_be_read(cities, author, settings):
    alone = sent_in(cities, author, wanted=[], text={"idea": "Sample idea."})
    judged = prejudge(alone, names_for(alone))
    assert judged.answers == {"complete": "no", "enough_cities": "no"}
    assert [one.sentence for one in judged.missing] == [
        "Choose at least one other city to share the service with."
    ]
    both = sent_in(cities, author, "EJC-2026-015")
    assert prejudge(both, names_for(both)).answers == {"complete": "yes", "enough_cities": "yes"}
    assert [str(city) for city in cities_taking_part(both)] == ["Grandview", "Raytown"]
    settings.PROPOSAL_LEAST_CITIES = 3
    assert prejudge(both, names_for(both)).answers["enough_cities"] == "no"


def test_how_many_cities_were_needed_stays_on_record(proposal, facilitator, settings):
    settings.PROPOSAL_LEAST_CITIES = 3
    proposals.accept(proposal, findings=PASSED, by=facilitator, at=NOON)
    settings.PROPOSAL_LEAST_CITIES = 2
    assert findings(Screening.objects.get())[-1].label == "At least 3 cities would take part"


# Sending back -----------------------------------------------------------------------------------


def test_reasons_go_back_by_section_on_record_once_and_in_the_event(proposal, facilitator):
    proposals.send_back(
        proposal,
        reason=" Nearly there. ",
        reasons={"law": "Which statute?", "money": " Over three years. ", "idea": " "},
        by=facilitator,
        at=LATER,
    )
    kept = Screening.objects.get()
    assert (kept.decision, kept.reason, kept.reasons) == (
        "returned",
        "Nearly there.",
        {"law": "Which statute?", "money": "Over three years."},
    )
    assert recorded(proposal) == [
        (
            ProposalEvent.RETURNED,
            {
                "reason": "Nearly there.",
                "sections": {"law": "Which statute?", "money": "Over three years."},
            },
        )
    ]
    asked = reasons_by_section(proposal)
    assert [(key, one.section.title, one.text) for key, one in asked.items()] == [
        ("money", "Costs and savings", "Over three years."),
        ("law", "Legal basis", "Which statute?"),
    ]


def test_a_reason_beside_a_section_is_enough_and_no_older_one_is_taken_for_it(
    proposal, facilitator, author
):
    proposals.send_back(proposal, reason="The first.", by=facilitator, at=NOON)
    proposals.submit(proposal, by=author, at=NOON + timedelta(minutes=1))
    proposals.send_back(
        proposal, reason="", reasons={"law": "Which statute?"}, by=facilitator, at=LATER
    )
    told = history(proposal, reader=Reader.OFFICIAL)
    assert (told[0].reason, [one.text for one in told[0].reasons]) == ("", ["Which statute?"])
    assert last_reason(told, State.RETURNED) == ""
    assert all(
        one.reason == "" and one.reasons == () for one in history(proposal, reader=Reader.PUBLIC)
    )


def test_nothing_goes_back_without_a_word(proposal, facilitator):
    with pytest.raises(PermissionDenied) as refused:
        proposals.send_back(proposal, reason=" ", reasons={"law": " "}, by=facilitator, at=LATER)
    assert str(refused.value) == "Say why: what has to change, for the whole or beside a section."


def test_what_was_found_stays_with_a_return_that_says_nothing_of_it(proposal, facilitator):
    save(proposal, facilitator, answers={"powers": "no"}, notes={"powers": "No statute."})
    proposals.send_back(proposal, reason="Which statute?", by=facilitator, at=LATER)
    assert (last_decided(proposal).powers, last_decided(proposal).powers_note) == (
        "no",
        "No statute.",
    )


def test_when_it_comes_again_the_facilitator_sees_what_was_asked_and_what_changed(
    proposal, facilitator, author
):
    proposals.send_back(
        proposal,
        reason="Nearly.",
        reasons={"money": "Over three years.", "law": "Which statute?"},
        by=facilitator,
        at=NOON,
    )
    assert rewritten(fresh(proposal), names_for(proposal)) == []
    again = fresh(proposal)
    writing.save(
        again,
        answers={
            "yearly_saving_cash": "15,000",
            "idea": "Another idea.",
            "wanted__independence": "yes",
        },
        base=again.version,
        by=author,
        at=LATER,
    )
    proposals.submit(fresh(proposal), by=author, at=LATER)
    now = fresh(proposal)
    seen = [
        (
            one.section.key,
            one.reason,
            [(c.question, c.before, c.after) for c in one.changes],
        )
        for one in rewritten(now, names_for(now))
    ]
    assert seen == [
        ("idea", "", [("The idea", "Sample idea.", "Another idea.")]),
        ("sharing", "", [("Other cities wanted: Independence", "", "Yes")]),
        (
            "money",
            "Over three years.",
            [("Saving each year, in cash", "$12,500.00", "$15,000.00")],
        ),
        ("law", "Which statute?", []),
    ]
    assert reasons_by_section(now) == {}


def test_the_part_for_a_section_says_what_is_asked_and_is_empty_without(proposal, facilitator):
    proposals.send_back(
        proposal, reason="", reasons={"law": "Which <statute>?"}, by=facilitator, at=NOON
    )
    part = "_parts/section_reason.html"
    drawn = render_to_string(part, {"asked": reasons_by_section(proposal)["law"]})
    assert "What is to be changed in “Legal basis”" in drawn
    assert "Which &lt;statute&gt;?" in drawn
    assert render_to_string(part, {"asked": None}).strip() == ""


# What the database holds -------------------------------------------------------------------------


def refused_by_the_database(act, name):
    with pytest.raises(Exception, match=name), transaction.atomic():
        act()


def test_the_database_accepts_nothing_that_did_not_pass(proposal):
    sent = proposal.submissions.latest()
    refused_by_the_database(
        lambda: ScreeningFactory(submission=sent, decision="accepted", passed=True, powers="no"),
        "screening_accepts_what_passed",
    )
    refused_by_the_database(
        lambda: ScreeningFactory(submission=sent, decision="returned"),
        "screening_closes_no_door_without_reason",
    )
    refused_by_the_database(
        lambda: ScreeningFactory(submission=sent, powers="may"), "screening_powers_is_an_answer"
    )
    refused_by_the_database(
        lambda: ScreeningFactory(submission=sent, decision="lost"), "screening_decision_is_known"
    )


def test_a_proposal_has_one_open_checklist_at_a_time(proposal):
    sent = proposal.submissions.latest()
    ScreeningFactory(submission=sent)
    with pytest.raises(IntegrityError, match="screening_one_is_open"), transaction.atomic():
        ScreeningFactory(submission=sent)
    Screening.objects.update(decision="accepted", **{p.value: "yes" for p in Screening.Point})
    ScreeningFactory(submission=sent)


@pytest.mark.parametrize("act", ["update", "delete"])
def test_a_decided_checklist_never_changes(proposal, act):
    ScreeningFactory(submission=proposal.submissions.latest(), decision="accepted", passed=True)
    rows = Screening.objects.all()
    refused_by_the_database(
        lambda: rows.update(powers_note="Later.") if act == "update" else rows.delete(),
        "decided_once",
    )


def test_an_undecided_one_can_still_change(proposal):
    ScreeningFactory(submission=proposal.submissions.latest())
    assert Screening.objects.update(powers_note="Later.") == 1


def test_a_proposal_says_into_which_it_is_merged_exactly_while_it_is(cities, author):
    one, other = sent_in(cities, author), sent_in(cities, author, "EJC-2026-015")
    rows = Proposal.objects.filter(pk=one.pk)
    for change, name in (
        ({"state": "merged"}, "proposal_merged_says_into_which"),
        ({"merged_into": other}, "proposal_merged_says_into_which"),
        ({"state": "merged", "merged_into": one}, "proposal_is_merged_into_another"),
        ({"split_from": one}, "proposal_is_split_from_another"),
        ({"state": "joined"}, "proposal_state_is_known"),
    ):
        refused_by_the_database(lambda change=change: rows.update(**change), name)
    assert rows.update(state="merged", merged_into=other) == 1


# Rules -------------------------------------------------------------------------------------------


def test_who_merges_and_separates(proposal, facilitator, author, administrator):
    closed = "Only a facilitator at MARC merges proposals or separates them again."
    for actor in (author, administrator, PUBLIC):
        assert rules.why_not_rearrange(actor, proposal) == closed
    assert rules.why_not_rearrange(facilitator, proposal) is None
    Proposal.objects.update(author=facilitator.user)
    assert rules.why_not_rearrange(facilitator, fresh(proposal)) == (
        "You wrote EJC-2026-014, so another facilitator decides on it."
    )


SINCE = "on Monday, February 2, 2026, 9:00 am Central"


@pytest.mark.parametrize("state", sorted(set(State) - {State.MERGED}))
def test_what_can_be_merged_or_take_another_in(cities, author, state):
    one = sent_in(cities, author, state=state, submitted_at=None if state == "draft" else NOON)
    other = sent_in(cities, author, "EJC-2026-015")
    why, in_too = rules.why_not_be_merged(one), rules.why_not_take_in(one, other)
    if state in {State.SUBMITTED, State.ACCEPTED}:
        assert (why, in_too) == (None, None)
        return
    assert why.startswith("EJC-2026-014 went back " if state == "returned" else "EJC-2026-014 was ")
    assert why.endswith(
        f"{SINCE}. Only a proposal that waits for screening or for a round can be merged into "
        "another."
    )
    assert in_too.endswith(
        f"{SINCE}. Only a proposal that waits for screening or for a round can take in another."
    )


def test_what_is_no_second_proposal_or_holds_another_is_not_merged(cities, author):
    one = sent_in(cities, author)
    assert rules.why_not_take_in(one, one) == (
        "A proposal cannot be merged into itself. Enter the reference of another."
    )
    sent_in(cities, author, "EJC-2026-015", state="merged", merged_into=one)
    assert rules.why_not_be_merged(one) == (
        "EJC-2026-015 was merged into EJC-2026-014. Separate the two first, then merge each by "
        "itself."
    )


def test_what_is_accepted_does_not_go_back_too(cities, author):
    one = sent_in(cities, author, state="accepted")
    assert rules.why_not_send_back_too(one) == (
        f"EJC-2026-014 was accepted for evaluation {SINCE}, so it cannot be sent back to its "
        "authors any more."
    )


@pytest.mark.parametrize("state", sorted(set(State) - {State.MERGED, State.DRAFT}))
def test_two_that_are_weighed_as_one_stay_one(cities, author, facilitator, state):
    one = sent_in(cities, author, state=state)
    other = sent_in(cities, author, "EJC-2026-015", state="merged", merged_into=one)
    why = rules.why_not_separate(facilitator, other)
    if state not in {"in_round", "chosen", "parked", "not_chosen"}:
        assert why is None
        return
    assert why.endswith(
        f"{SINCE} together with what was merged into it, so EJC-2026-015 stays in it."
    )
    assert rules.why_not_separate(facilitator, one) == (
        f"{why.partition(' together')[0]}; it is not merged into another proposal."
    )


def test_who_splits(cities, author, facilitator, staff_of, liaison_of, stranger):
    draft = sent_in(
        cities, author, state="draft", submitted_at=None, writers=[staff_of("grandview").user]
    )
    sent = sent_in(cities, author, "EJC-2026-015")
    assert (rules.why_not_split(author, draft), rules.why_not_split(author, sent)) == (None, None)
    assert rules.why_not_split(facilitator, sent) is None
    assert rules.why_not_split(facilitator, draft).startswith("Only the authors of EJC-2026-014")
    assert rules.why_not_split(stranger, sent).startswith("Only the authors of EJC-2026-015")
    Proposal.objects.filter(pk=sent.pk).update(state="in_round")
    assert rules.why_not_split(author, fresh(sent)) == (
        f"EJC-2026-015 was entered in a round {SINCE}, so nothing can be split off from it any "
        "more."
    )


def test_a_new_draft_has_a_title_and_takes_something_along():
    assert rules.why_not_divide(" ", ["idea"]) == "Give the new draft a title of its own."
    nothing = "Choose at least one section whose answers go along."
    assert rules.why_not_divide("Wash", []) == nothing
    assert rules.why_not_divide("Wash", ["about", "files"]) == nothing
    assert rules.why_not_divide("Wash", ["idea"]) is None


def test_merging_and_separating_are_steps_of_the_life_and_of_no_other_state():
    merged, separated = PROPOSAL.steps["proposal.merged"], PROPOSAL.steps["proposal.separated"]
    assert (merged.before, merged.after) == ({"submitted", "accepted", "in_round"}, "merged")
    assert (separated.before, separated.after) == ({"merged"}, "submitted")


def test_on_record_is_empty_before_the_first_save(proposal):
    assert screening.on_record(proposal) == Findings()
