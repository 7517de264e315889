"""Screening, merging and splitting as people meet them on pages."""

from html import unescape

import pytest
from django.urls import reverse

from collaborative.roles import Role
from initiatives.models import Proposal, Screening
from initiatives.operations import merging, proposals
from tests.conftest import NOON, in_office
from tests.initiatives.screened import PASSED, fresh, sent_in

State = Proposal.State
YES = {point.value: "yes" for point in Screening.Point}


@pytest.fixture
def author(staff_of):
    return staff_of("raytown")


@pytest.fixture
def proposal(cities, author):
    return sent_in(cities, author)


@pytest.fixture
def desk(client_for, facilitator):
    """The facilitator's browser."""
    return client_for(facilitator)


def url(name, proposal, *more):
    return reverse(f"initiatives:{name}", args=[proposal.reference, *more])


def text(response):
    return unescape(response.text)


def problems(response):
    """What the error summary says."""
    return [one.sentence for one in response.context["problems"]]


# The checklist ----------------------------------------------------------------------------------


def test_the_page_offers_what_the_portal_finds_by_itself(desk, proposal):
    page = desk.get(url("screen_proposal", proposal))
    form = page.context["form"]
    assert {point: form[point].value() for point in YES} == {
        "complete": "yes",
        "powers": None,
        "no_duplicate": None,
        "enough_cities": "yes",
    }
    assert "At least 2 cities would take part" in text(page)
    assert "Named so far: Grandview, Raytown." in text(page)
    assert not Screening.objects.exists()


def test_the_checklist_is_saved_without_a_decision_and_found_again(desk, proposal):
    typed = {"save": "checklist", "powers": "no", "powers_note": "No statute.", "reason": "Soon."}
    done = desk.post(
        url("screen_proposal", proposal), {**typed, "section_law": "Which?"}, follow=True
    )
    assert "The checklist of EJC-2026-014 is saved. Nothing is decided yet." in text(done)
    form = done.context["form"]
    assert [form[name].value() for name in ("powers", "powers_note", "reason", "section_law")] == [
        "no",
        "No statute.",
        "Soon.",
        "Which?",
    ]
    assert (form["version"].value(), fresh(proposal).state) == (1, State.SUBMITTED)
    assert "Facilitator, Mid-America Regional Council saved it last, on " in text(done)


def test_of_two_facilitators_the_second_sees_both_and_loses_nothing(
    desk, proposal, client_for, marc
):
    other = client_for(in_office(Role.FACILITATOR, marc, name="Second facilitator"))
    desk.post(url("screen_proposal", proposal), {"save": "1", "powers": "yes", "version": "0"})
    late = other.post(
        url("screen_proposal", proposal),
        {"step": "decline", "reason": "Mine.", "powers": "no", "version": "0"},
    )
    assert late.status_code == 409
    assert "after you opened it. Nothing was changed" in text(late)
    form = late.context["form"]
    assert (form["reason"].value(), form["powers"].value(), form["version"].value()) == (
        "Mine.",
        "no",
        "1",
    )
    assert [one.words for one in late.context["theirs"]][1] == "Yes"
    assert fresh(proposal).state == State.SUBMITTED
    done = other.post(
        url("screen_proposal", proposal),
        {"step": "decline", "reason": "Mine.", "powers": "no", "version": "1"},
    )
    assert (done.status_code, fresh(proposal).state) == (302, State.DECLINED)


def test_a_point_that_is_not_yes_is_pointed_out_beside_it(desk, proposal):
    refused = desk.post(
        url("screen_proposal", proposal),
        {**YES, "powers": "no", "no_duplicate": "", "step": "accept", "version": "0"},
    )
    assert problems(refused) == [
        "It cannot be accepted yet. “It is within the cities’ powers” is answered no.",
        "It cannot be accepted yet. “It does not repeat another proposal” is not looked at yet.",
    ]
    assert fresh(proposal).state == State.SUBMITTED


def test_accepted_with_the_checklist_which_authors_and_officials_read(
    desk, proposal, client_for, author, liaison_of
):
    desk.post(
        url("screen_proposal", proposal),
        {**YES, "powers_note": "Section 70.220.", "step": "accept", "version": "0"},
    )
    assert fresh(proposal).state == State.ACCEPTED
    for actor in (author, liaison_of("raytown")):
        page = text(client_for(actor).get(proposal.get_absolute_url()))
        assert "What the facilitator checked" in page
        assert "Section 70.220." in page


def test_a_checklist_that_is_half_done_is_shown_to_no_author(desk, proposal, client_for, author):
    desk.post(url("screen_proposal", proposal), {"save": "1", "powers_note": "CNRY half"})
    assert "CNRY half" not in text(client_for(author).get(proposal.get_absolute_url()))


def test_sent_back_with_reasons_by_section_which_its_authors_read(
    desk, proposal, client_for, author
):
    desk.post(
        url("screen_proposal", proposal),
        {"step": "send_back", "section_law": "Which statute?", "version": "0"},
    )
    assert fresh(proposal).state == State.RETURNED
    page = text(client_for(author).get(proposal.get_absolute_url()))
    assert "What is to be changed in “Legal basis”" in page
    assert page.count("Which statute?") == 2  # on top, and in what happened


def test_nothing_goes_back_without_a_word(desk, proposal):
    refused = desk.post(url("screen_proposal", proposal), {"step": "send_back", "section_law": " "})
    assert problems(refused) == ["Say why: what has to change, for the whole or beside a section."]


def test_sent_in_again_the_facilitator_reads_what_was_asked(desk, proposal, author, facilitator):
    proposals.send_back(
        proposal, reason="", reasons={"law": "Which statute?"}, by=facilitator, at=NOON
    )
    proposals.submit(fresh(proposal), by=author, at=NOON)
    page = text(desk.get(url("screen_proposal", proposal)))
    assert "What changed since it was sent back" in page
    assert "Which statute?" in page
    assert "Nothing changed in this section." in page


@pytest.mark.parametrize("count", [1, 50])
def test_the_page_costs_the_same_beside_one_and_fifty_proposals(
    desk, proposal, cities, author, count, django_assert_num_queries
):
    for number in range(count):
        sent_in(cities, author, f"EJC-2026-{100 + number}")
    with django_assert_num_queries(18):
        desk.get(url("screen_proposal", proposal))


@pytest.mark.parametrize("count", [1, 3])
def test_a_proposals_page_costs_the_same_with_one_and_three_merged_into_it(
    desk, proposal, cities, author, count, django_assert_num_queries
):
    for number in range(count):
        sent_in(cities, author, f"EJC-2026-{100 + number}", state="merged", merged_into=proposal)
    with django_assert_num_queries(20):
        desk.get(proposal.get_absolute_url())


# Beside each other, merged and separated ---------------------------------------------------------


@pytest.fixture
def other(cities, staff_of):
    return sent_in(
        cities,
        staff_of("blue-springs"),
        "EJC-2026-015",
        city="blue-springs",
        text={"idea": "The other idea."},
    )


def test_two_are_read_beside_each_other_section_by_section(desk, proposal, other):
    page = desk.get(url("beside_proposal", proposal, other.reference))
    assert "The other idea." in text(page)
    assert [one.section.key for one, _ in page.context["rows"]] == [
        another.section.key for _, another in page.context["rows"]
    ]
    assert page.context["may_merge"] is True


@pytest.mark.parametrize("who", ["staff", "liaison", "author"])
def test_whoever_may_not_read_both_finds_nothing(
    proposal, other, client_for, author, liaison_of, staff_of, who
):
    people = {"staff": staff_of("grandview"), "liaison": liaison_of("raytown"), "author": author}
    client = client_for(people[who])
    assert client.get(url("beside_proposal", proposal, other.reference)).status_code == 404
    assert client.get(url("beside_proposal", other, proposal.reference)).status_code == 404


def test_a_facilitator_merges_and_separates(desk, proposal, other):
    assert "Merge into another" in text(desk.get(other.get_absolute_url()))
    done = desk.post(
        url("merge_proposal", other),
        {"into": " ejc-2026-014 ", "reason": "Both want it.", "return_too": "on"},
        follow=True,
    )
    assert (
        "EJC-2026-015 is merged into EJC-2026-014. The authors of both are told; until a round "
        "takes it up, you can separate them again."
    ) in text(done)
    assert (fresh(other).merged_into, fresh(proposal).state) == (proposal, State.RETURNED)
    assert "was merged into it" in text(done)
    assert "Separate again" in text(desk.get(other.get_absolute_url()))
    done = desk.post(url("separate_proposal", other), {"reason": "Apart."}, follow=True)
    assert ("EJC-2026-015 is separated from EJC-2026-014, and waits for screening again.") in text(
        done
    )
    assert fresh(other).state == State.SUBMITTED
    again = desk.post(url("separate_proposal", other), {"reason": "Apart."}, follow=True)
    assert "Nothing was changed." in text(again)


@pytest.mark.parametrize(
    ("into", "said"),
    [
        (
            "EJC-2026-999",
            "There is no proposal EJC-2026-999 that you may read. Check the reference.",
        ),
        (
            "EJC-2026-015",
            "A proposal cannot be merged into itself. Enter the reference of another.",
        ),
    ],
)
def test_a_merge_into_nothing_is_pointed_out(desk, other, into, said):
    refused = desk.post(url("merge_proposal", other), {"into": into, "reason": "Both."})
    assert problems(refused) == [said]


def test_what_is_accepted_does_not_go_back_too(desk, proposal, other, facilitator):
    proposals.accept(proposal, findings=PASSED, by=facilitator, at=NOON)
    refused = desk.post(
        url("merge_proposal", other),
        {"into": "EJC-2026-014", "reason": "Both.", "return_too": "on"},
    )
    (said,) = problems(refused)
    assert said.endswith("so it cannot be sent back to its authors any more.")


def test_a_merge_too_late_is_told_on_the_page(desk, proposal, other, facilitator):
    merging.merge(other, into=proposal, reason="Both.", by=facilitator, at=NOON)
    late = desk.get(url("merge_proposal", other), follow=True)
    assert "EJC-2026-015 was merged into another proposal on Monday, March 2, 2026" in text(late)
    assert "Nothing was changed." in text(late)


# Split -----------------------------------------------------------------------------------------


def test_an_author_splits_a_part_off_and_finds_it(proposal, client_for, author):
    client = client_for(author)
    form = client.get(url("split_proposal", proposal)).context["form"]
    assert "return_too" not in form.fields
    typed = {"title": "A truck wash", "sections": ["idea"], "key": str(form["key"].value())}
    done = client.post(url("split_proposal", proposal), typed, follow=True)
    part = Proposal.objects.get(split_from=proposal)
    assert f"{part.reference} is split off, as a draft. The authors are told." in text(done)
    assert f'<a href="{part.get_absolute_url()}">{part}</a> was split off from it' in done.text
    client.post(url("split_proposal", proposal), typed)
    assert Proposal.objects.count() == 2
    assert proposal.get_absolute_url() in client.get(part.get_absolute_url()).text


def test_a_facilitator_may_send_it_back_too_and_says_why(desk, proposal):
    page = desk.get(url("split_proposal", proposal))
    typed = {
        "title": "A truck wash",
        "sections": ["idea"],
        "return_too": "on",
        "key": str(page.context["form"]["key"].value()),
    }
    refused = desk.post(url("split_proposal", proposal), typed)
    assert problems(refused) == ["Say why, so that its authors know what to do."]
    desk.post(url("split_proposal", proposal), {**typed, "reason": "Leave it out."})
    assert fresh(proposal).state == State.RETURNED


def test_a_writer_is_told_of_like_proposals_that_the_writer_may_read(
    cities, author, client_for, staff_of
):
    draft = sent_in(cities, author, state="draft", submitted_at=None, title="Sweeping together")
    sent_in(cities, author, "EJC-2026-101", title="Sweeping together too")
    sent_in(cities, staff_of("grandview"), "EJC-2026-102", city="grandview", title="Sweep CNRY")
    page = text(client_for(author).get(url("submit_proposal", draft)))
    assert ("EJC-2026-101 Sweeping together too" in page, "CNRY" in page) == (True, False)
