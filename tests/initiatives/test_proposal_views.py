"""A proposal in the browser: from the first word to the facilitator's decision."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from collaborative.models import PUBLIC, Event
from initiatives.events import ProposalEvent
from initiatives.models import Invited, KeptText, Proposal, Round
from initiatives.operations import proposals as operations
from initiatives.operations import writing
from initiatives.questions import SECTIONS, TICKED
from initiatives.results.proposals import Colleague, colleagues
from tests.conftest import NOON
from tests.factories.cities import OfficeFactory
from tests.factories.proposals import AttachmentFactory, ProposalFactory
from tests.factories.rounds import EntryFactory, RoundFactory
from tests.initiatives.screened import PASSED

State = Proposal.State
PASSES = dict(PASSED.answers)
"""The checklist as a browser sends it, every point answered yes."""


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
        text={"wanted__grandview": TICKED},
    )


@pytest.fixture
def typed():
    """Every needed answer as a browser sends it, section by section."""
    return {
        "about": {"title": "Shared street sweeper", "category": "fleet"},
        "problem": {"problem": "Each city rents one.\r\nTwice a year.", "who_feels_it": "Crews."},
        "idea": {"idea": "Buy one together."},
        "today": {"how__raytown": "A firm sweeps.", "how__grandview": "So it does here."},
        "sharing": {"shared": "The sweeper.", "wanted": ["grandview"]},
        "money": {
            "one_time_cost_cash": "0",
            "yearly_cost_cash": "$91,000",
            "yearly_saving_cash": "12500.50",
        },
        "risks": {"risks": "It breaks."},
        "people": {"people_affected": "Public works."},
        "law": {"legal_basis": "Not known yet."},
        "success": {"measures": "Streets swept in a month."},
    }


def url(route: str, proposal: Proposal, *more) -> str:
    return reverse(f"initiatives:{route}", args=[proposal.reference, *more])


def section(proposal: Proposal, key: str) -> str:
    """The address of one section's page."""
    return url("edit_section", proposal, key)


def text(response) -> str:
    """What a page says, without its markup, each run of spaces as one."""
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", words.replace("&#x27;", "'"))


def hidden(response, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())[1]


def all_hidden(response, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]*)"', response.content.decode())


def waiting(proposal: Proposal) -> list[tuple[str, str, str]]:
    """What waits beside a text: which answer, what was typed, and why."""
    rows = proposal.kept_texts.waiting().order_by("pk")
    return list(rows.values_list("key", "text", "why"))


# The whole way -----------------------------------------------------------------------------


def test_an_idea_goes_from_the_first_word_to_acceptance(client_for, author, facilitator, typed):
    desk = client_for(author)
    empty = desk.get(reverse("initiatives:new_proposal"))
    assert "What you will be asked" in text(empty)
    assert f"It takes about {sum(one.minutes for one in SECTIONS.values())} minutes" in text(empty)
    begun = desk.post(
        reverse("initiatives:new_proposal"),
        {"key": hidden(empty, "key"), "title": "Shared street sweeper"},
        follow=True,
    )
    proposal = Proposal.objects.get()
    assert begun.redirect_chain == [(url("edit_proposal", proposal), 302)]
    assert "EJC-2026-001 is begun. Its sections wait for you below." in text(begun)
    assert "Title and lead In progress 1 of 2 needed answers given; last changed by" in text(begun)
    assert "The idea Not started 0 of 1 needed answer given." in text(begun)
    assert "Files Optional" in text(begun)

    unfinished = desk.get(url("submit_proposal", proposal))
    assert "Describe the problem." in text(unfinished)
    for place in ("problem/#id_problem", "today/#id_how__raytown", "sharing/#id_wanted_0"):
        assert f"{url('edit_proposal', proposal)}{place}" in unfinished.content.decode()
    assert "Send it in" not in text(unfinished)

    for key, answers in typed.items():
        page = desk.get(section(proposal, key))
        saved = desk.post(
            section(proposal, key), {**answers, "base": hidden(page, "base")}, follow=True
        )
        assert "Saved on Monday, March 2, 2026, 12:00 pm Central." in text(saved)
    assert ("Not started" in text(saved), "In progress" in text(saved)) == (False, False)
    finished = desk.get(url("submit_proposal", proposal))
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
    done = bench.post(url("screen_proposal", proposal), {**PASSES, "step": "accept"}, follow=True)
    assert "EJC-2026-001 was accepted for evaluation on Monday, March 2, 2026" in text(done)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answers["problem"], proposal.version) == (
        State.ACCEPTED,
        "Each city rents one.\nTwice a year.",
        11,
    )


def test_a_reason_for_sending_back_is_read_by_the_authors_who_send_it_in_again(
    client_for, author, facilitator, draft
):
    operations.submit(draft, by=author, at=NOON)
    bench, desk = client_for(facilitator), client_for(author)
    refused = bench.post(url("screen_proposal", draft), {"step": "send_back", "reason": " "})
    assert "Say why: what has to change, for the whole or beside a section." in text(refused)
    bench.post(url("screen_proposal", draft), {"step": "send_back", "reason": "Who pays?"})
    page = text(desk.get(url("proposal", draft)))
    assert "The reason given Who pays?" in page
    assert "Its authors work on it, and send it in again." in page
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


def test_a_form_sent_twice_begins_one_draft(client_for, author):
    desk, key = client_for(author), str(uuid.uuid4())
    for title in ("Sweeper", "Sweeper, again"):
        response = desk.post(reverse("initiatives:new_proposal"), {"key": key, "title": title})
        assert response.url == url("edit_proposal", Proposal.objects.get())
    assert (Proposal.objects.get().title, Proposal.objects.get().version) == ("Sweeper", 1)


def test_a_draft_without_a_title_is_not_begun(client_for, author):
    response = client_for(author).post(
        reverse("initiatives:new_proposal"), {"key": str(uuid.uuid4()), "title": " "}
    )
    assert "Title: fill this in." in text(response)
    assert Proposal.objects.count() == 0


def test_a_section_sent_twice_is_saved_once(client_for, author, draft):
    desk = client_for(author)
    for _ in range(2):
        response = desk.post(section(draft, "idea"), {"base": "1", "idea": "Buy one."})
        assert (response.status_code, response.url) == (302, url("edit_proposal", draft))
    draft.refresh_from_db()
    assert (draft.version, waiting(draft)) == (2, [])
    assert Event.objects.filter(kind=ProposalEvent.SAVED).count() == 1


def test_who_saves_and_stays_sees_the_section_again(client_for, author, draft):
    response = client_for(author).post(
        section(draft, "idea"), {"base": "1", "idea": "Buy one.", "stay": "yes"}, follow=True
    )
    assert response.redirect_chain == [(section(draft, "idea"), 302)]
    assert "Buy one." in text(response)
    assert hidden(response, "base") == "2"


def test_different_answers_of_one_section_by_two_people_go_together(
    client_for, author, draft, staff_of
):
    colleague = staff_of("grandview")
    operations.share(draft, colleague=colleague.user, role=Invited.EDIT, by=author, at=NOON)
    stood = {"problem": "Sample problem.", "who_feels_it": "Sample crews.", "base": "1"}
    for actor, answer in ((colleague, {"problem": "Theirs."}), (author, {"who_feels_it": "Mine."})):
        response = client_for(actor).post(section(draft, "problem"), stood | answer)
        assert response.status_code == 302
    draft.refresh_from_db()
    assert [draft.draft[key] for key in ("problem", "who_feels_it")] == ["Theirs.", "Mine."]


def test_who_changes_the_same_answer_sees_both_texts_and_settles_them(
    client_for, author, draft, staff_of
):
    colleague = staff_of("grandview")
    operations.share(draft, colleague=colleague.user, role=Invited.EDIT, by=author, at=NOON)
    other = {"base": "1", "problem": "Their problem <b>", "who_feels_it": "Sample crews."}
    client_for(colleague).post(section(draft, "problem"), other)

    desk = client_for(author)
    mine = {"base": "1", "problem": "My problem <i>", "who_feels_it": "Mine."}
    conflict = desk.post(section(draft, "problem"), mine)
    assert conflict.status_code == 409
    said = text(conflict)
    stands = "Staff, Grandview wrote it on Monday, March 2, 2026, 12:00 pm Central."
    assert f"What stands now {stands} Their problem &lt;b&gt; Keep what stands" in said
    assert "What you typed" in said
    assert "My problem &lt;i&gt;" in said
    assert "Save what is in the form" in said
    assert [one.key for one in conflict.context["torn"]] == ["problem"]
    assert (hidden(conflict, "base"), all_hidden(conflict, "settled")) == ("3", ["problem"])
    assert waiting(draft) == [("problem", "My problem <i>", "conflict")]
    draft.refresh_from_db()
    assert (draft.draft["problem"], draft.draft["who_feels_it"]) == ("Their problem <b>", "Mine.")

    both = {"base": "3", "settled": "problem", "problem": "Both", "who_feels_it": "Mine."}
    assert desk.post(section(draft, "problem"), both).status_code == 302
    draft.refresh_from_db()
    assert (draft.version, draft.draft["problem"], waiting(draft)) == (4, "Both", [])


def test_a_text_that_waits_is_shown_again_until_it_is_settled(client_for, author, draft, staff_of):
    colleague = staff_of("grandview")
    operations.share(draft, colleague=colleague.user, role=Invited.EDIT, by=author, at=NOON)
    for actor in (colleague, author):
        client_for(actor).post(section(draft, "idea"), {"base": "1", "idea": f"Of {actor.title}."})
    back = client_for(author).get(section(draft, "idea"))
    assert (back.status_code, all_hidden(back, "settled")) == (200, ["idea"])
    assert ("Of Staff, Raytown." in text(back), "Of Staff, Grandview." in text(back)) == (
        True,
        True,
    )
    elsewhere = client_for(author).get(section(draft, "risks"))
    assert all_hidden(elsewhere, "settled") == []
    assert all_hidden(client_for(colleague).get(section(draft, "idea")), "settled") == []


def test_boxes_that_both_changed_are_told_apart(client_for, author, draft, staff_of):
    colleague = staff_of("grandview")
    operations.share(draft, colleague=colleague.user, role=Invited.EDIT, by=author, at=NOON)
    stood = {"base": "1", "shared": "Sample machines."}
    desk = client_for(author)
    client_for(colleague).post(section(draft, "sharing"), stood | {"wanted": ["independence"]})
    kept = desk.post(section(draft, "sharing"), stood | {"wanted": ["grandview", "blue-springs"]})
    assert kept.status_code == 302
    draft.refresh_from_db()
    assert [key for key in draft.draft if key.startswith("wanted")] == [
        "wanted__blue-springs",
        "wanted__independence",
    ]


def test_what_was_typed_while_it_was_sent_in_is_kept_and_can_be_copied(client_for, author, draft):
    operations.submit(draft, by=author, at=NOON)
    late = client_for(author).post(section(draft, "idea"), {"base": "1", "idea": "A late thought"})
    assert late.status_code == 409
    assert "A late thought" in text(late)
    assert "so its text stands." in text(late)
    assert "Copy from the form what you want to keep." in text(late)
    assert "Save what is in the form" not in text(late)
    assert waiting(draft) == [("idea", "A late thought", "closed")]
    draft.refresh_from_db()
    assert (draft.version, draft.draft["idea"]) == (1, "Sample idea.")


def test_what_was_kept_comes_back_when_the_text_is_sent_back(
    client_for, author, draft, facilitator
):
    operations.submit(draft, by=author, at=NOON)
    desk = client_for(author)
    desk.post(section(draft, "idea"), {"base": "1", "idea": "A late thought"})
    operations.send_back(draft, reason="Who pays?", by=facilitator, at=NOON)
    page = desk.get(section(draft, "idea"))
    assert "A late thought" in text(page)
    settled = {"base": hidden(page, "base"), "settled": "idea", "idea": "A late thought"}
    desk.post(section(draft, "idea"), settled)
    draft.refresh_from_db()
    assert (draft.draft["idea"], waiting(draft)) == ("A late thought", [])
    assert KeptText.objects.get().settled_at == NOON


def test_an_amount_that_cannot_be_read_is_saved_as_typed_and_pointed_out(client_for, author, draft):
    response = client_for(author).post(
        section(draft, "money"),
        {"base": "1", "yearly_cost_cash": "about a million", "money_basis": "Kept basis"},
    )
    assert response.status_code == 422
    assert "<title>Error: Costs and savings" in response.content.decode()
    assert "Enter an amount in dollars, such as 12,500.00, without words." in text(response)
    assert 'value="about a million"' in response.content.decode()
    draft.refresh_from_db()
    assert (draft.version, draft.draft["yearly_cost_cash"], draft.draft["money_basis"]) == (
        2,
        "about a million",
        "Kept basis",
    )
    assert hidden(response, "base") == "2"


def test_a_page_with_something_to_point_out_can_be_corrected_and_saved(client_for, author, draft):
    desk = client_for(author)
    first = desk.post(section(draft, "risks"), {"base": "1", "risks": "x" * 10_001})
    again = desk.post(
        section(draft, "risks"), {"base": hidden(first, "base"), "risks": "x" * 10_000}
    )
    assert again.status_code == 302
    draft.refresh_from_db()
    assert (len(draft.draft["risks"]), waiting(draft)) == (10_000, [])


def test_who_puts_right_what_is_pointed_out_overwrites_nobody(client_for, author, draft, staff_of):
    colleague = staff_of("grandview")
    operations.share(draft, colleague=colleague.user, role=Invited.EDIT, by=author, at=NOON)
    theirs = {"base": "1", "yearly_saving_cash": "7", "yearly_cost_cash": "90,000.00"}
    client_for(colleague).post(section(draft, "money"), theirs)
    desk = client_for(author)
    mine = {"base": "1", "yearly_saving_cash": "12,500", "yearly_cost_cash": "nine"}
    page = desk.post(section(draft, "money"), mine)
    assert page.context["form"]["yearly_saving_cash"].value() == "7"
    fields = page.context["form"].fields
    shown = {name: page.context["form"][name].value() for name in fields}
    right = desk.post(section(draft, "money"), shown | {"yearly_cost_cash": "9"})
    assert right.status_code == 302
    draft.refresh_from_db()
    assert [draft.draft[key] for key in ("yearly_saving_cash", "yearly_cost_cash")] == ["7", "9"]
    assert waiting(draft) == []


def test_a_very_long_answer_is_kept_and_told_its_limit(client_for, author, draft):
    response = client_for(author).post(section(draft, "idea"), {"base": "1", "idea": "x" * 10_001})
    assert response.status_code == 422
    assert "This answer has 10,001 characters; it can be sent in with 10,000." in text(response)
    assert "x" * 10_001 in response.content.decode()
    draft.refresh_from_db()
    assert draft.draft["idea"] == "x" * 10_001


def test_a_choice_that_is_not_offered_is_not_saved_and_the_rest_is(client_for, author, draft):
    response = client_for(author).post(
        section(draft, "about"), {"base": "1", "title": "Sweeper", "category": "stolen"}
    )
    assert response.status_code == 422
    assert "stolen is not one of the available choices." in text(response)
    draft.refresh_from_db()
    assert (draft.draft["title"], draft.draft["category"]) == ("Sweeper", "fleet")


@pytest.mark.parametrize("base", [{}, {"base": "-1"}, {"base": str(10**12)}])
def test_a_page_that_says_no_version_overwrites_nothing(base, client_for, author, draft):
    writing.save(draft, answers={"risks": "Rust."}, base=1, by=author, at=NOON)
    response = client_for(author).post(section(draft, "idea"), {"idea": "Mine.", **base})
    assert response.status_code == 409
    draft.refresh_from_db()
    assert (draft.draft["idea"], waiting(draft)) == (
        "Sample idea.",
        [("idea", "Mine.", "conflict")],
    )


def test_there_is_no_page_for_files_or_for_a_section_that_does_not_exist(client_for, author, draft):
    desk = client_for(author)
    for key in ("files", "nonsense"):
        assert desk.get(section(draft, key)).status_code == 404
        assert desk.post(section(draft, key), {"base": "1"}).status_code == 404


@pytest.mark.parametrize("key", [key for key in SECTIONS if key != "files"])
def test_a_closed_section_leads_to_the_proposal_and_says_why(key, client_for, author, draft):
    operations.submit(draft, by=author, at=NOON)
    response = client_for(author).get(section(draft, key), follow=True)
    assert response.redirect_chain == [(url("proposal", draft), 302)]
    assert "so its text stands." in text(response)


def test_only_the_text_that_was_checked_is_sent_in(client_for, author, draft):
    desk = client_for(author)
    checking = desk.get(url("submit_proposal", draft))
    writing.save(draft, answers={"title": "Changed"}, base=1, by=author, at=NOON)
    response = desk.post(url("submit_proposal", draft), {"version": hidden(checking, "version")})
    assert response.status_code == 409
    assert "The text has changed since you checked it, so it was not sent in." in text(response)
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_an_incomplete_draft_posted_anyway_is_told_what_is_missing(client_for, author, draft):
    writing.save(draft, answers={"idea": ""}, base=1, by=author, at=NOON)
    response = client_for(author).post(url("submit_proposal", draft), {"version": "2"})
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
    operations.accept(draft, findings=PASSED, by=facilitator, at=NOON)
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

ONLY_READ = {("proposal", "post"), ("edit_proposal", "post")}
"""Pages without a form of their own."""
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
        assert foreign.status_code == (405 if (route, method) in ONLY_READ else 404)
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
        asked = [client.get(url(route, draft))]
        if (route, "post") not in ONLY_READ:
            asked.append(client.post(url(route, draft)))
        for response in asked:
            assert response.status_code == 403
            assert sentence in text(response)


@pytest.mark.parametrize("key", ["idea", "today"])
def test_a_section_is_written_by_its_writers_only(
    key, client_for, author, draft, staff_of, facilitator, liaison_of
):
    strangers = (staff_of("raytown"), facilitator, liaison_of("raytown"))
    for actor in strangers:
        client = client_for(actor)
        for response in (
            client.get(section(draft, key)),
            client.post(section(draft, key), {"base": "1", key: "Mine."}),
        ):
            assert response.status_code == 404
    operations.submit(draft, by=author, at=NOON)
    for actor in strangers[1:]:
        response = client_for(actor).post(section(draft, key), {"base": "1", key: "Mine."})
        assert response.status_code == 403
        assert "Only the authors of EJC-2026-014" in text(response)
    assert waiting(draft) == []


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
        url("share_proposal", draft), {"email": address, "role": Invited.READ.value}, follow=True
    )
    assert "Clerk, Grandview can open EJC-2026-014 from now on." in text(page)
    assert "Clerk, Grandview reads it" in text(page)
    assert colleagues(draft) == [Colleague(colleague, role=Invited.READ)]
    for _ in range(2):
        page = desk.post(url("unshare_proposal", draft, colleague.pk), follow=True)
    assert "Nobody is invited yet." in text(page)
    assert Event.objects.filter(kind=ProposalEvent.UNSHARED).count() == 1


def test_an_address_without_account_and_one_without_office_get_the_same_answer(
    client_for, author, draft, stranger
):
    desk, answers = client_for(author), []
    for email in (stranger.user.email, "nobody@sample.example"):
        page = desk.post(url("share_proposal", draft), {"email": email, "role": Invited.EDIT.value})
        answers.append(text(page).count(f"{email} holds no office in a member city today."))
    assert answers == [2, 2]


def test_an_invited_writer_edits_and_does_not_send_in_for_another_city(
    client_for, author, draft, staff_of
):
    colleague = staff_of("grandview")
    operations.share(draft, colleague=colleague.user, role=Invited.EDIT, by=author, at=NOON)
    other = client_for(colleague)
    page = other.get(url("proposal", draft))
    assert [act.label for act in page.context["acts"]] == ["Write", "Add a file"]
    assert "Check answers and send in" not in text(other.get(url("edit_proposal", draft)))
    written = other.post(section(draft, "today"), {"base": "1", "how__grandview": "By hand."})
    assert written.status_code == 302
    refused = other.post(url("submit_proposal", draft), {"version": "2"})
    assert refused.status_code == 403
    assert "Only staff and liaisons of Raytown propose for it." in text(refused)


# The page and its history ------------------------------------------------------------------------


def test_the_page_tells_authors_all_and_the_facilitator_the_steps(
    client_for, author, draft, facilitator, clerk_of
):
    operations.share(
        draft, colleague=clerk_of("grandview").user, role=Invited.READ, by=author, at=NOON
    )
    for hour in (1, 2):
        later = NOON + timedelta(hours=hour)
        writing.save(draft, answers={"title": f"Sweeper {hour}"}, base=hour, by=author, at=later)
    operations.submit(draft, by=author, at=later)
    told = {
        who: [h.sentence for h in client_for(actor).get(url("proposal", draft)).context["happened"]]
        for who, actor in {"author": author, "facilitator": facilitator}.items()
    }
    assert told == {
        "author": [
            "Staff, Raytown sent it in.",
            "Staff, Raytown saved the text 2 times.",
            "Staff, Raytown invited Clerk, Grandview to read it only.",
        ],
        "facilitator": ["Staff, Raytown sent it in."],
    }


def test_authors_of_a_text_that_stands_read_why_and_what_they_can_do(client_for, author, draft):
    operations.submit(draft, by=author, at=NOON)
    response = client_for(author).get(url("proposal", draft))
    assert "so its text stands. Ask the facilitator to send it back" in text(response)
    assert [act.label for act in response.context["acts"]] == [
        "Withdraw",
        "Split",
        "Ask cities to co-sponsor",
    ]


def test_markup_in_a_proposal_is_shown_and_never_run(client_for, author, cities):
    evil = "<script>alert(1)</script>"
    proposal = ProposalFactory(
        city=cities["raytown"],
        author=author.user,
        title=evil,
        text={"problem": evil, "idea": evil, "yearly_cost_cash": evil, "how__grandview": evil},
    )
    desk = client_for(author)
    routes = ("proposal", "edit_proposal", "submit_proposal", "share_proposal")
    pages = [url(route, proposal) for route in routes]
    pages += [section(proposal, key) for key in SECTIONS if key != "files"]
    for page in pages:
        assert evil not in desk.get(page).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_whatever_happened_to_it(
    count, client_for, author, draft, django_assert_num_queries
):
    for number in range(count):
        AttachmentFactory(proposal=draft, name=f"{number}.pdf")
        said = {"title": f"Text {number}"}
        writing.save(draft, answers=said, base=number + 1, by=author, at=NOON)
    desk = client_for(author)
    with django_assert_num_queries(16):
        assert desk.get(url("proposal", draft)).status_code == 200


def test_a_page_leads_to_the_rounds_its_reader_may_see(client_for, cities, author, facilitator):
    proposal = ProposalFactory(state="in_round", city=cities["raytown"], author=author.user)
    for title in ("Begun", "Being prepared"):
        EntryFactory(round=RoundFactory(title=title), proposal=proposal)
    Round.objects.filter(title="Begun").update(state="scoring", opened_at=NOON)
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
