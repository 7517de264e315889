"""A proposal in the browser: from the first word to the facilitator's decision."""

import re
import uuid

import pytest
import time_machine
from django.urls import reverse

from collaborative.models import PUBLIC, Event
from initiatives.events import ProposalEvent
from initiatives.models import Proposal, Round
from initiatives.operations import proposals as operations
from initiatives.results.proposals import Answers, Colleague, colleagues
from tests.conftest import NOON
from tests.factories.cities import OfficeFactory
from tests.factories.proposals import AttachmentFactory, ProposalFactory
from tests.factories.rounds import EntryFactory, RoundFactory

State = Proposal.State


@pytest.fixture(autouse=True)
def _noon():
    """It is Monday, March 2, 2026, noon in the cities."""
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def author(staff_of):
    return staff_of("raytown")


@pytest.fixture
def draft(cities, author):
    return ProposalFactory(
        reference="EJC-2026-014",
        title="Shared street sweeper",
        city=cities["raytown"],
        author=author.user,
        wanted_cities=[cities["grandview"]],
    )


@pytest.fixture
def typed(cities):
    """Every answer as a browser sends it."""
    return {
        "title": "Shared street sweeper",
        "category": "fleet",
        "problem": "Each city rents one.\r\nTwice a year.",
        "current_service": "A firm sweeps.",
        "idea": "Buy one together.",
        "wanted_cities": [str(cities["grandview"].pk)],
        "first_year_cost": "$91,000",
        "first_year_saving": "12500.50",
    }


def url(route: str, proposal: Proposal, *more) -> str:
    return reverse(f"initiatives:{route}", args=[proposal.reference, *more])


def text(response) -> str:
    """What a page says, without its markup, each run of spaces as one."""
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", words.replace("&#x27;", "'"))


def hidden(response, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())[1]


# The whole way -----------------------------------------------------------------------------


def test_an_idea_goes_from_the_first_word_to_acceptance(
    client_for, author, facilitator, typed, cities
):
    desk = client_for(author)
    empty = desk.get(reverse("initiatives:new_proposal"))
    assert "What you will be asked" in text(empty)
    assert "It takes about 30 minutes." in text(empty)
    begun = desk.post(
        reverse("initiatives:new_proposal"),
        {"key": hidden(empty, "key"), "title": "Shared street sweeper", "check": ""},
    )
    proposal = Proposal.objects.get()
    assert begun.url == url("submit_proposal", proposal)

    unfinished = desk.get(begun.url)
    assert "Describe the problem." in text(unfinished)
    assert f"{url('edit_proposal', proposal)}#id_problem" in unfinished.content.decode()
    assert "Send it in" not in text(unfinished)

    editing = desk.get(url("edit_proposal", proposal))
    finished = desk.post(
        url("edit_proposal", proposal),
        typed | {"version": hidden(editing, "version"), "check": ""},
        follow=True,
    )
    assert "EJC-2026-001 was saved on Monday, March 2, 2026, 12:00 pm Central." in text(finished)
    assert "$91,000.00" in text(finished)
    sent = desk.post(
        url("submit_proposal", proposal), {"version": hidden(finished, "version")}, follow=True
    )
    assert (
        "EJC-2026-001 was sent in on Monday, March 2, 2026, 12:00 pm Central. The facilitator"
        in text(sent)
    )
    assert "Sent in Monday, March 2, 2026" in text(sent)

    bench = client_for(facilitator)
    reading = bench.get(url("screen_proposal", proposal))
    assert "Each city rents one." in text(reading)
    done = bench.post(url("screen_proposal", proposal), {"step": "accept"}, follow=True)
    assert "EJC-2026-001 was accepted for evaluation on Monday, March 2, 2026" in text(done)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.problem) == (
        State.ACCEPTED,
        "Each city rents one.\nTwice a year.",
    )


def test_a_reason_for_sending_back_is_read_by_the_authors_who_send_it_in_again(
    client_for, author, facilitator, draft
):
    operations.submit(draft, by=author, at=NOON)
    bench, desk = client_for(facilitator), client_for(author)
    refused = bench.post(url("screen_proposal", draft), {"step": "send_back", "reason": " "})
    assert "Say why, so that its authors know what to do." in text(refused)
    bench.post(url("screen_proposal", draft), {"step": "send_back", "reason": "Who pays?"})
    page = text(desk.get(url("proposal", draft)))
    assert "The reason given Who pays?" in page
    assert "Its authors answer the facilitator’s reason, and send it in again." in page
    assert "sent it back to its authors." in page
    checking = desk.get(url("submit_proposal", draft))
    desk.post(url("submit_proposal", draft), {"version": hidden(checking, "version")})
    draft.refresh_from_db()
    assert draft.state == State.SUBMITTED


def test_declining_shows_its_reason_and_no_act_is_left(client_for, author, facilitator, draft):
    operations.submit(draft, by=author, at=NOON)
    client_for(facilitator).post(
        url("screen_proposal", draft), {"step": "decline", "reason": "The law forbids it."}
    )
    response = client_for(author).get(url("proposal", draft))
    assert "The reason given The law forbids it." in text(response)
    assert response.context["acts"] == []


def test_withdrawing_asks_why(client_for, author, draft):
    desk = client_for(author)
    empty = desk.post(url("withdraw_proposal", draft), {"reason": ""})
    assert "Why you withdraw it: fill this in." in text(empty)
    done = desk.post(url("withdraw_proposal", draft), {"reason": "Bought."}, follow=True)
    assert (
        "EJC-2026-014 was withdrawn on Monday, March 2, 2026, 12:00 pm Central. Its text"
        in text(done)
    )
    draft.refresh_from_db()
    assert draft.state == State.WITHDRAWN


# Nothing is lost ------------------------------------------------------------------------------


def test_a_form_sent_twice_begins_one_draft(client_for, author, typed):
    desk, key = client_for(author), str(uuid.uuid4())
    for _ in range(2):
        response = desk.post(reverse("initiatives:new_proposal"), typed | {"key": key, "save": ""})
        assert response.url == url("edit_proposal", Proposal.objects.get())
    assert Event.objects.filter(kind=ProposalEvent.SAVED).count() == 0


def test_a_form_sent_again_with_more_in_it_adds_to_the_same_draft(client_for, author, typed):
    desk, key = client_for(author), str(uuid.uuid4())
    desk.post(reverse("initiatives:new_proposal"), {"key": key, "title": "Sweeper"})
    desk.post(reverse("initiatives:new_proposal"), typed | {"key": key})
    proposal = Proposal.objects.get()
    assert (proposal.version, proposal.title) == (2, "Shared street sweeper")


def test_an_edit_sent_twice_is_saved_once(client_for, author, draft, typed):
    desk = client_for(author)
    for _ in range(2):
        response = desk.post(url("edit_proposal", draft), typed | {"version": "1"})
        assert response.status_code == 302
    draft.refresh_from_db()
    assert draft.version == 2
    assert Event.objects.filter(kind=ProposalEvent.SAVED).count() == 1


def test_who_saves_over_somebody_elses_text_sees_both_and_saves_knowingly(
    client_for, author, draft, typed, staff_of
):
    colleague = staff_of("grandview")
    operations.share(draft, colleague=colleague.user, may_edit=True, by=author, at=NOON)
    other = client_for(colleague)
    other.post(
        url("edit_proposal", draft), typed | {"version": "1", "idea": "Their idea <b>", "save": ""}
    )

    desk = client_for(author)
    conflict = desk.post(
        url("edit_proposal", draft), typed | {"version": "1", "idea": "My idea <i>", "save": ""}
    )
    assert conflict.status_code == 409
    said = text(conflict)
    assert "Two texts of EJC-2026-014" in said
    assert "Staff, Grandview" in said
    assert "Their idea &lt;b&gt;" in said
    assert "My idea &lt;i&gt;" in said
    assert [answer.field for answer in conflict.context["theirs"]] == ["idea"]
    assert hidden(conflict, "version") == "2"

    desk.post(url("edit_proposal", draft), typed | {"version": "2", "idea": "Both ideas"})
    draft.refresh_from_db()
    assert (draft.version, draft.idea) == (3, "Both ideas")


def test_what_was_typed_while_it_was_sent_in_can_still_be_copied(client_for, author, draft, typed):
    operations.submit(draft, by=author, at=NOON)
    late = client_for(author).post(
        url("edit_proposal", draft), typed | {"version": "1", "idea": "A late thought"}
    )
    assert late.status_code == 409
    assert "A late thought" in text(late)
    assert "Copy from the form what you want to keep." in text(late)
    assert "Save what is in the form" not in text(late)


def test_a_wrong_amount_keeps_all_that_was_typed(client_for, author, draft, typed):
    response = client_for(author).post(
        url("edit_proposal", draft),
        typed | {"version": "1", "first_year_cost": "about a million", "idea": "Kept idea"},
    )
    assert "<title>Error: Edit EJC-2026-014" in response.content.decode()
    assert "Enter an amount in dollars, such as 12,500.00." in text(response)
    assert "about a million" in response.content.decode()
    assert "Kept idea" in text(response)
    draft.refresh_from_db()
    assert draft.version == 1


def test_a_very_long_answer_is_told_its_limit_and_kept(client_for, author, draft, typed):
    response = client_for(author).post(
        url("edit_proposal", draft), typed | {"version": "1", "idea": "x" * 10_001}
    )
    assert "at most 10000 characters (it has 10001)" in text(response)
    assert "x" * 10_001 in response.content.decode()


def test_only_the_text_that_was_checked_is_sent_in(client_for, author, draft):
    desk = client_for(author)
    checking = desk.get(url("submit_proposal", draft))
    said = Answers.of(draft)
    changed = Answers(**{f: getattr(said, f) for f in said.__slots__} | {"title": "Changed"})
    operations.save(draft, answers=changed, version=1, by=author, at=NOON)
    response = desk.post(url("submit_proposal", draft), {"version": hidden(checking, "version")})
    assert response.status_code == 409
    assert "The text has changed since you checked it, so it was not sent in." in text(response)
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_an_incomplete_draft_posted_anyway_is_told_what_is_missing(client_for, author, draft):
    Proposal.objects.filter(pk=draft.pk).update(idea="")
    response = client_for(author).post(url("submit_proposal", draft), {"version": "1"})
    assert response.status_code == 422
    assert "Before you can send it in Describe the idea." in text(response)
    assert Proposal.objects.get(pk=draft.pk).state == State.DRAFT


@pytest.mark.parametrize(
    ("route", "came", "data"),
    [
        ("submit_proposal", "was sent in", {"version": "1"}),
        ("withdraw_proposal", "was withdrawn", {"reason": "Bought."}),
    ],
)
def test_pressing_twice_tells_how_things_stand(route, came, data, client_for, author, draft):
    desk = client_for(author)
    for _ in range(2):
        response = desk.post(url(route, draft), data, follow=True)
    assert f"EJC-2026-014 {came} on Monday, March 2, 2026, 12:00 pm Central. Nothing" in text(
        response
    )
    assert Event.objects.about(draft).count() == 1


def test_two_facilitators_who_decide_differently_hear_of_each_other(
    client_for, author, draft, facilitator
):
    operations.submit(draft, by=author, at=NOON)
    operations.accept(draft, by=facilitator, at=NOON)
    late = client_for(facilitator).post(
        url("screen_proposal", draft), {"step": "decline", "reason": "No."}
    )
    assert late.status_code == 409
    assert "is accepted for evaluation: Facilitator, Mid-America Regional Council" in text(late)
    draft.refresh_from_db()
    assert draft.state == State.ACCEPTED


@pytest.mark.parametrize(
    ("route", "who"),
    [
        ("edit_proposal", "author"),
        ("submit_proposal", "author"),
        ("withdraw_proposal", "author"),
        ("screen_proposal", "facilitator"),
    ],
)
def test_a_page_whose_time_is_over_leads_back_to_the_proposal(
    route, who, client_for, author, facilitator, draft
):
    operations.submit(draft, by=author, at=NOON)
    operations.decline(draft, reason="Not shared.", by=facilitator, at=NOON)
    actor = {"author": author, "facilitator": facilitator}[who]
    response = client_for(actor).get(url(route, draft), follow=True)
    assert response.redirect_chain == [(url("proposal", draft), 302)]
    assert "EJC-2026-014 was declined on Monday, March 2, 2026" in text(response)


# Who ------------------------------------------------------------------------------------------

PAGES = [
    "proposal",
    "edit_proposal",
    "submit_proposal",
    "withdraw_proposal",
    "share_proposal",
    "screen_proposal",
    "add_attachment",
]


@pytest.mark.parametrize("route", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_foreign_draft_is_not_there_just_as_a_missing_one(
    route, method, client_for, draft, staff_of, liaison_of, facilitator, administrator
):
    people = [staff_of("raytown"), staff_of("grandview"), liaison_of("raytown"), facilitator]
    for actor in [*people, administrator]:
        client = client_for(actor)
        foreign = getattr(client, method)(url(route, draft))
        missing = getattr(client, method)(reverse(f"initiatives:{route}", args=["EJC-2026-999"]))
        assert foreign.status_code == missing.status_code
        assert foreign.status_code == (405 if (route, method) == ("proposal", "post") else 404)
        assert text(foreign).replace("EJC-2026-014", "") == text(missing).replace(
            "EJC-2026-999", ""
        )


@pytest.mark.parametrize("route", PAGES)
def test_who_is_not_signed_in_is_asked_to_for_what_is_there_and_what_is_not(
    route, client_for, draft
):
    client = client_for(PUBLIC)
    for path in (url(route, draft), reverse(f"initiatives:{route}", args=["EJC-2026-999"])):
        response = client.get(path)
        assert (response.status_code, response.url) == (302, f"/accounts/login/?next={path}")


@pytest.mark.parametrize(
    ("route", "sentence"),
    [
        ("edit_proposal", "Only the authors of EJC-2026-014 and the colleagues they invited"),
        ("submit_proposal", "Only the authors of EJC-2026-014"),
        ("withdraw_proposal", "Only the authors of EJC-2026-014"),
        ("share_proposal", "Only the authors of EJC-2026-014"),
        ("add_attachment", "Only the authors of EJC-2026-014"),
    ],
)
def test_who_only_reads_is_told_who_writes(
    route, sentence, client_for, author, draft, facilitator, liaison_of, clerk_of
):
    operations.submit(draft, by=author, at=NOON)
    for actor in (facilitator, liaison_of("raytown"), clerk_of("raytown")):
        client = client_for(actor)
        for response in (client.get(url(route, draft)), client.post(url(route, draft))):
            assert response.status_code == 403
            assert sentence in text(response)


def test_only_the_facilitator_screens(client_for, author, draft, liaison_of):
    operations.submit(draft, by=author, at=NOON)
    for actor in (author, liaison_of("raytown")):
        response = client_for(actor).post(url("screen_proposal", draft), {"step": "accept"})
        assert response.status_code == 403
        assert "Only a facilitator at MARC accepts" in text(response)
    draft.refresh_from_db()
    assert draft.state == State.SUBMITTED


def test_who_does_not_propose_is_told_whom_to_ask(client_for, clerk_of, facilitator):
    for actor in (clerk_of("raytown"), facilitator):
        response = client_for(actor).get(reverse("initiatives:new_proposal"))
        assert response.status_code == 403
        assert "Only staff and liaisons of a member city write proposals." in text(response)


def test_who_holds_office_in_two_cities_says_for_which_one(client_for, author, cities):
    OfficeFactory(person=author.user, organisation=cities["grandview"])
    desk = client_for(author)
    asked = desk.get(reverse("initiatives:new_proposal"))
    assert "Which city proposes?" in text(asked)
    address = f"{reverse('initiatives:new_proposal')}?city=grandview"
    assert "Write a proposal for Grandview" in text(desk.get(address))
    desk.post(address, {"key": str(uuid.uuid4()), "title": "Parks"})
    assert Proposal.objects.get().city == cities["grandview"]


# Sharing ----------------------------------------------------------------------------------------


def test_a_colleague_is_invited_by_address_and_the_invitation_taken_back(
    client_for, author, draft, clerk_of
):
    colleague = clerk_of("grandview").user
    desk = client_for(author)
    address = colleague.email.upper()
    page = desk.post(
        url("share_proposal", draft), {"email": address, "may_edit": "no"}, follow=True
    )
    assert "Clerk, Grandview can open EJC-2026-014 from now on." in text(page)
    assert "Clerk, Grandview reads it" in text(page)
    assert colleagues(draft) == [Colleague(colleague, may_edit=False)]
    for _ in range(2):
        page = desk.post(url("unshare_proposal", draft, colleague.pk), follow=True)
    assert "Nobody is invited yet." in text(page)
    assert Event.objects.filter(kind=ProposalEvent.UNSHARED).count() == 1


def test_an_address_without_account_and_one_without_office_get_the_same_answer(
    client_for, author, draft, stranger
):
    desk, answers = client_for(author), []
    for email in (stranger.user.email, "nobody@sample.example"):
        page = desk.post(url("share_proposal", draft), {"email": email, "may_edit": "yes"})
        answers.append(text(page).count(f"{email} holds no office in a member city today."))
    assert answers == [2, 2]


def test_an_invited_writer_edits_and_does_not_send_in_for_another_city(
    client_for, author, draft, staff_of, typed
):
    colleague = staff_of("grandview")
    operations.share(draft, colleague=colleague.user, may_edit=True, by=author, at=NOON)
    other = client_for(colleague)
    page = other.get(url("proposal", draft))
    assert [act.label for act in page.context["acts"]] == ["Edit", "Add a file"]
    assert other.post(url("edit_proposal", draft), typed | {"version": "1"}).status_code == 302
    refused = other.post(url("submit_proposal", draft), {"version": "2"})
    assert refused.status_code == 403
    assert "Only staff and liaisons of Raytown propose for it." in text(refused)


# The page and its history ------------------------------------------------------------------------


def test_the_page_tells_authors_all_and_the_facilitator_the_steps(
    client_for, author, draft, facilitator, clerk_of
):
    operations.share(
        draft, colleague=clerk_of("grandview").user, may_edit=False, by=author, at=NOON
    )
    said = Answers.of(draft)
    fields = {field: getattr(said, field) for field in said.__slots__}
    for version in (1, 2):
        changed = Answers(**fields | {"title": f"Sweeper {version}"})
        operations.save(draft, answers=changed, version=version, by=author, at=NOON)
    operations.submit(draft, by=author, at=NOON)
    told = {
        who: [h.sentence for h in client_for(actor).get(url("proposal", draft)).context["happened"]]
        for who, actor in {"author": author, "facilitator": facilitator}.items()
    }
    assert told == {
        "author": [
            "Staff, Raytown sent it in.",
            "Staff, Raytown saved the text 2 times.",
            "Staff, Raytown invited Clerk, Grandview to read it.",
        ],
        "facilitator": ["Staff, Raytown sent it in."],
    }


def test_authors_of_a_text_that_stands_read_why_and_what_they_can_do(client_for, author, draft):
    operations.submit(draft, by=author, at=NOON)
    response = client_for(author).get(url("proposal", draft))
    assert "so its text stands. Ask the facilitator to send it back" in text(response)
    assert [act.label for act in response.context["acts"]] == ["Withdraw"]


def test_markup_in_a_proposal_is_shown_and_never_run(client_for, author, cities):
    evil = "<script>alert(1)</script>"
    proposal = ProposalFactory(
        city=cities["raytown"], author=author.user, title=evil, problem=evil, idea=evil
    )
    desk = client_for(author)
    for route in ("proposal", "edit_proposal", "submit_proposal", "share_proposal"):
        assert evil not in desk.get(url(route, proposal)).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_whatever_happened_to_it(
    count, client_for, author, draft, django_assert_num_queries
):
    for number in range(count):
        AttachmentFactory(proposal=draft, name=f"{number}.pdf")
        said = Answers(title=f"Text {number}")
        operations.save(draft, answers=said, version=number + 1, by=author, at=NOON)
    desk = client_for(author)
    with django_assert_num_queries(8):
        assert desk.get(url("proposal", draft)).status_code == 200


def test_a_page_leads_to_the_rounds_its_reader_may_see(client_for, cities, author, facilitator):
    proposal = ProposalFactory(state="in_round", city=cities["raytown"], author=author.user)
    for title in ("Begun", "Being prepared"):
        EntryFactory(round=RoundFactory(title=title), proposal=proposal)
    Round.objects.filter(title="Begun").update(state="open", opened_at=NOON)
    seen = {
        actor.title: [
            (entry.round.title, entry.is_ranked)
            for entry in client_for(actor).get(url("proposal", proposal)).context["entries"]
        ]
        for actor in (author, facilitator)
    }
    assert seen == {
        author.title: [("Begun", False)],
        facilitator.title: [("Begun", False), ("Being prepared", False)],
    }


# The list -----------------------------------------------------------------------------------------


@pytest.fixture
def several(cities, author):
    """Three proposals of two cities in two states."""
    raytown = {"city": cities["raytown"], "author": author.user, "state": State.SUBMITTED}
    return [
        ProposalFactory(reference="EJC-2026-001", title="Sweeper", **raytown),
        ProposalFactory(
            reference="EJC-2026-002",
            title="anvil",
            **raytown | {"state": State.PARKED},
            category="police",
        ),
        ProposalFactory(
            reference="EJC-2026-003", title="Zebra", **raytown | {"city": cities["grandview"]}
        ),
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["EJC-2026-003", "EJC-2026-002", "EJC-2026-001"]),
        ("sort=reference", ["EJC-2026-001", "EJC-2026-002", "EJC-2026-003"]),
        ("sort=title", ["EJC-2026-002", "EJC-2026-001", "EJC-2026-003"]),
        ("sort=city", ["EJC-2026-003", "EJC-2026-002", "EJC-2026-001"]),
        ("state=parked", ["EJC-2026-002"]),
        ("city=grandview", ["EJC-2026-003"]),
        ("category=police", ["EJC-2026-002"]),
        ("q=zeb", ["EJC-2026-003"]),
        ("q=2026-00&state=submitted&sort=title", ["EJC-2026-001", "EJC-2026-003"]),
    ],
)
def test_the_list_is_filtered_and_put_in_order(query, found, several, client_for, facilitator):
    page = (
        client_for(facilitator).get(f"{reverse('initiatives:proposals')}?{query}").context["page"]
    )
    assert [proposal.reference for proposal in page] == found


def test_a_filter_that_does_not_exist_says_so_and_shows_all(several, client_for, facilitator):
    response = client_for(facilitator).get(f"{reverse('initiatives:proposals')}?state=stolen")
    assert "There is a problem" in text(response)
    assert len(response.context["page"]) == 3


def test_a_title_is_a_link_only_for_who_may_read_the_text(
    several, client_for, administrator, facilitator
):
    address = reverse("initiatives:proposals")
    for actor, links in ((administrator, 0), (facilitator, 1)):
        page = client_for(actor).get(address)
        assert "Sweeper" in text(page)
        assert page.content.decode().count(f'href="{several[0].get_absolute_url()}"') == links


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("public", "No proposal is shown here yet."),
        ("staff", "You have not written a proposal yet."),
    ],
)
def test_an_empty_list_says_why_and_what_to_do(who, sentence, client_for, staff_of):
    actor = {"public": PUBLIC, "staff": staff_of("raytown")}[who]
    assert sentence in text(client_for(actor).get(reverse("initiatives:proposals")))


def test_a_filter_that_fits_nothing_offers_the_whole_list(several, client_for, facilitator):
    response = client_for(facilitator).get(f"{reverse('initiatives:proposals')}?q=zeppelin")
    assert "No proposal fits all of that." in text(response)


def test_a_long_list_comes_in_pages_that_keep_the_filter(client_for, author, cities):
    for _ in range(26):
        ProposalFactory(city=cities["raytown"], author=author.user)
    address = f"{reverse('initiatives:proposals')}?state=draft&page=2"
    response = client_for(author).get(address)
    assert len(response.context["page"]) == 1
    assert "?state=draft&amp;page=1" in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(
    count, client_for, facilitator, cities, author, django_assert_num_queries
):
    for _ in range(count):
        ProposalFactory(city=cities["raytown"], author=author.user, state=State.SUBMITTED)
    client = client_for(facilitator)
    with django_assert_num_queries(6):
        assert len(client.get(reverse("initiatives:proposals")).context["page"]) == count
