"""The pages of co-sponsor cities, and what other pages say of them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from collaborative.models import PUBLIC, Event
from initiatives import results
from initiatives.models import Placing, Proposal, Round, Sponsorship
from initiatives.operations import rounds, writing
from tests.conftest import NOON
from tests.factories.proposals import ProposalFactory
from tests.factories.rounds import EntryFactory, ReviewFactory, RoundFactory
from tests.factories.sponsorships import SponsorshipFactory
from tests.initiatives.scenes import AFTER, declared, marked, opened, prepared

pytestmark = pytest.mark.django_db
SPONSORS = "/proposals/EJC-2026-014/sponsors/"
SPONSOR = "/proposals/EJC-2026-014/sponsor/"


@pytest.fixture
def author(staff_of):
    return staff_of("raytown")


@pytest.fixture
def liaison(liaison_of):
    return liaison_of("grandview")


@pytest.fixture
def draft(cities, author):
    return ProposalFactory(
        reference="EJC-2026-014",
        title="Sample sweeper",
        city=cities["raytown"],
        author=author.user,
        text={"wanted__grandview": "yes", "wanted__independence": "yes"},
    )


@pytest.fixture
def asked(draft, cities):
    return SponsorshipFactory(proposal=draft, city=cities["grandview"])


def words(response) -> str:
    """What a page says, on one line."""
    return " ".join(response.content.decode().split())


def posted(sponsorship, reply, said="", **given):
    """What the answer form sends."""
    current = Sponsorship.objects.select_related("proposal").get(pk=sponsorship.pk)
    return {
        "reply": reply,
        "words": said,
        "city": current.city.slug,
        "version": current.proposal.version,
        "turn": current.turn,
        **given,
    }


# Asking ------------------------------------------------------------------------------------


def test_the_wanted_cities_are_suggested_first_and_asked_with_one_press(draft, author, client_for):
    client = client_for(author)
    page = client.get(SPONSORS)
    suggested = [city.slug for city in page.context["suggested"]]
    assert suggested == ["grandview", "independence"]
    answer = client.post(SPONSORS, {"cities": suggested}, follow=True)
    assert "Asked to co-sponsor: Grandview, Independence. Their liaisons get" in words(answer)
    assert answer.context["suggested"] == []
    assert [city.slug for city in answer.context["form"].offered.values()] == [
        "blue-springs",
        "lees-summit",
    ]


def test_asking_twice_by_a_double_press_asks_once(draft, author, client_for):
    client = client_for(author)
    client.post(SPONSORS, {"cities": ["grandview"]})
    second = client.post(SPONSORS, {"cities": ["grandview"]})
    assert "One of these cities was asked meanwhile. Choose again." in words(second)
    assert Event.objects.filter(kind="sponsorship.asked").count() == 1


def test_a_question_is_taken_back(asked, author, client_for):
    answer = client_for(author).post(f"{SPONSORS}grandview/end/", follow=True)
    assert "Grandview is no longer asked; its digest says so." in words(answer)
    assert Sponsorship.objects.get().state == "taken_back"


def test_the_authors_see_every_answer_with_its_words_and_what_happened(
    asked, author, liaison, client_for
):
    client_for(liaison).post(SPONSOR, posted(asked, "declined", "We bought one."))
    page = client_for(author).get(SPONSORS)
    assert "We bought one." in words(page)
    assert [(it.sentence, it.reason) for it in page.context["happened"]] == [
        ("Liaison, Grandview declined for Grandview.", "We bought one.")
    ]


def test_after_the_screening_the_page_says_why_nobody_is_asked(draft, author, client_for):
    Proposal.objects.update(
        state="accepted", submitted_at=NOON, state_since=NOON, first_year_cost=1
    )
    page = client_for(author).get(SPONSORS)
    assert "so no other city is asked to co-sponsor it." in words(page)
    assert "Ask these cities" not in words(page)


# Answering ---------------------------------------------------------------------------------


def test_a_liaison_accepts_with_conditions_and_the_authors_read_them(
    asked, author, liaison, client_for
):
    client = client_for(liaison)
    assert "Sample idea." in words(client.get(SPONSOR))
    answer = client.post(SPONSOR, posted(asked, "conditional", "In winter only."), follow=True)
    assert "Grandview has accepted with conditions. The authors of EJC-2026-014" in words(answer)
    assert "In winter only." in words(client_for(author).get("/proposals/EJC-2026-014/"))


def test_who_declines_goes_home_and_finds_the_draft_closed(asked, liaison, client_for):
    client = client_for(liaison)
    answer = client.post(SPONSOR, posted(asked, "declined", "We bought one."))
    assert (answer.status_code, answer.url) == (302, "/")
    assert client.get("/proposals/EJC-2026-014/").status_code == 404
    page = client.get(SPONSOR)
    assert "Sample idea." not in words(page)
    assert "ask Staff, Raytown to ask Grandview again." in words(page)
    late = client.post(SPONSOR, posted(asked, "accepted"))
    assert (late.status_code, Sponsorship.objects.get().state) == (409, "declined")


def test_an_answer_without_its_words_is_refused_and_nothing_is_lost(asked, liaison, client_for):
    answer = client_for(liaison).post(SPONSOR, posted(asked, "accepted", "In winter only."))
    assert answer.status_code == 422
    assert "To accept without conditions, leave the box empty." in words(answer)
    assert "In winter only.</textarea>" in words(answer)


def test_a_second_liaison_keeps_what_was_typed_and_reads_who_was_first(
    asked, liaison, liaison_of, client_for
):
    late = posted(asked, "declined", "We bought one.")
    client_for(liaison).post(SPONSOR, posted(asked, "accepted"))
    second = client_for(liaison_of("grandview"))
    answer = second.post(SPONSOR, late)
    assert answer.status_code == 409
    assert "Grandview has answered: accepted, by Liaison, Grandview on" in words(answer)
    assert "We bought one.</textarea>" in words(answer)
    assert Sponsorship.objects.get().state == "accepted"
    form = answer.context["form"]
    again = {name: form[name].value() for name in ("reply", "words", "city", "version", "turn")}
    assert second.post(SPONSOR, again).status_code == 302
    assert Sponsorship.objects.get().state == "declined"


def test_a_text_that_changed_meanwhile_is_shown_before_it_is_signed(
    asked, author, liaison, client_for
):
    late = posted(asked, "accepted")
    writing.save(asked.proposal, answers={"idea": "Two sweepers."}, base=1, by=author, at=NOON)
    answer = client_for(liaison).post(SPONSOR, late)
    assert answer.status_code == 409
    changed = [(one.before, one.after) for one in answer.context["changes"]]
    assert changed == [("Sample idea.", "Two sweepers.")]
    assert Sponsorship.objects.get().state == "asked"


def test_what_changed_since_the_sign_off_is_shown_answer_by_answer(
    asked, author, liaison, client_for
):
    client = client_for(liaison)
    client.post(SPONSOR, posted(asked, "accepted"))
    changed = {"title": "Sweeper", "wanted__independence": "", "yearly_cost_cash": "95,000"}
    writing.save(Proposal.objects.get(), answers=changed, base=1, by=author, at=NOON)
    page = client.get(SPONSOR)
    assert [
        (one.question, one.before, one.after, one.is_substance) for one in page.context["changes"]
    ] == [
        ("Title", "Sample sweeper", "Sweeper", False),
        ("Other cities wanted: Independence", "Yes", "", True),
        ("Cost each year, in cash", "$90,000.00", "$95,000.00", True),
    ]
    assert "It counts again once it has answered again." in words(page)


def test_a_liaison_of_two_cities_answers_for_each(asked, cities, liaison, liaison_of, client_for):
    SponsorshipFactory(proposal=asked.proposal, city=cities["independence"])
    liaison_of("independence").user.offices.update(person=liaison.user)
    client = client_for(liaison)
    page = client.get(f"{SPONSOR}?city=independence")
    assert "Answer for Independence" in words(page)
    client.post(SPONSOR, posted(Sponsorship.objects.get(city=cities["independence"]), "accepted"))
    states = dict(Sponsorship.objects.values_list("city__slug", "state"))
    assert states == {"grandview": "asked", "independence": "accepted"}


# Elsewhere ---------------------------------------------------------------------------------


def test_the_proposal_links_to_asking_and_answering(asked, author, liaison, client_for):
    def acts(actor):
        page = client_for(actor).get("/proposals/EJC-2026-014/")
        return {act.label: act.url for act in page.context["acts"]}

    assert acts(author)["Ask cities to co-sponsor"] == SPONSORS
    assert acts(liaison) == {"Answer for Grandview": f"{SPONSOR}?city=grandview"}


def test_the_facilitator_screens_with_all_answers_in_view(cities, facilitator, client_for):
    proposal = ProposalFactory(state="submitted", city=cities["raytown"])
    for slug, state in (("grandview", "declined"), ("independence", "conditional")):
        SponsorshipFactory(
            proposal=proposal, city=cities[slug], state=state, words=f"Because of {slug}."
        )
    page = client_for(facilitator).get(f"/proposals/{proposal.reference}/screen/")
    assert "Because of grandview." in words(page)
    assert "Because of independence." in words(page)


def test_the_public_reads_co_sponsors_and_conditions_and_no_name(cities, client_for):
    proposal = ProposalFactory(state="in_round", city=cities["raytown"])
    EntryFactory(round=RoundFactory(), proposal=proposal)
    Round.objects.update(
        state="released", opened_at=NOON, closed_at=NOON, frozen_at=NOON, released_at=NOON
    )
    for slug, state in (
        ("grandview", "conditional"),
        ("independence", "declined"),
        ("lees-summit", "asked"),
    ):
        SponsorshipFactory(
            proposal=proposal,
            city=cities[slug],
            state=state,
            words=f"Because of {slug}." if state != "asked" else "",
            **({} if state == "asked" else {"answered_by__name": f"Somebody at {slug}"}),
        )
    text = words(client_for(PUBLIC).get(f"/proposals/{proposal.reference}/"))
    shown = ("Grandview", "Because of grandview.", "Accepted with conditions")
    hidden = ("Somebody", "Because of independence.", "Lee&#x27;s Summit")
    assert [it for it in (*shown, *hidden) if it in text] == list(shown)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("who", "address", "number"),
    [
        ("author", SPONSORS, 8),
        ("author", "/proposals/EJC-2026-014/", 16),
        ("liaison", "/proposals/EJC-2026-014/", 16),
        ("liaison", SPONSOR, 9),
    ],
)
def test_the_pages_cost_the_same_for_any_number_of_cities(
    count,
    who,
    address,
    number,
    draft,
    author,
    liaison,
    cities,
    client_for,
    django_assert_num_queries,
):
    for slug in ("grandview", "independence", "lees-summit")[:count]:
        SponsorshipFactory(proposal=draft, city=cities[slug], state="accepted")
    client = client_for({"author": author, "liaison": liaison}[who])
    with django_assert_num_queries(number):
        assert client.get(address).status_code == 200


def test_a_round_says_how_many_co_sponsors_it_needs(facilitator, client_for):
    round_ = RoundFactory(sponsors_needed=2)
    page = client_for(facilitator).get(round_.get_absolute_url())
    assert "at least 2 co-sponsor cities beside its lead." in words(page)


def test_entering_with_too_few_keeps_the_choice_and_says_who_is_asked(
    cities, facilitator, client_for
):
    proposal = ProposalFactory(state="accepted", city=cities["raytown"], reference="EJC-2026-014")
    SponsorshipFactory(proposal=proposal, city=cities["grandview"])
    round_ = RoundFactory(title="Spring", sponsors_needed=1)
    address = reverse("initiatives:round_entries", args=[round_.slug])
    answer = client_for(facilitator).post(address, {"proposals": ["EJC-2026-014"]})
    assert (
        "EJC-2026-014 has no co-sponsor city beside Raytown. “Spring” needs 1. Asked, without an "
        "answer: Grandview."
    ) in words(answer)
    assert round_.entries.count() == 0


def test_an_evaluator_of_a_co_sponsor_city_scores_and_the_page_says_so(evaluator_of, client_for):
    evaluator = evaluator_of("raytown")
    round_ = opened(evaluator)
    Round.objects.update(closes_at=NOON + timedelta(days=36500))
    review = declared(evaluator, round_)
    proposal = review.entry.proposal
    proposal.wanted_cities.set([review.city])
    client = client_for(evaluator)
    assert "Raytown is wanted as a partner" in words(client.get(review.get_absolute_url()))
    SponsorshipFactory(proposal=proposal, city=review.city, state="accepted")
    page = words(client.get(review.get_absolute_url()))
    assert "Raytown co-sponsors this proposal. You may review it; the results say so." in page
    assert "wanted as a partner" not in page


def test_the_account_names_the_co_sponsors_of_the_close_and_who_else_was_wanted(
    evaluator_of, facilitator, cities, client_for
):
    raytown, independence = evaluator_of("raytown"), evaluator_of("independence")
    round_ = opened(raytown, independence)
    marked(raytown, round_, savings=4, service=3, lawful=1)
    proposal = Proposal.objects.get()
    proposal.wanted_cities.set([cities["raytown"], cities["independence"]])
    SponsorshipFactory(proposal=proposal, city=cities["raytown"], state="conditional")
    SponsorshipFactory(proposal=proposal, city=cities["lees-summit"], state="declined")
    SponsorshipFactory(
        proposal=proposal,
        city=cities["blue-springs"],
        state="accepted",
        answered_at=AFTER + timedelta(days=1),
    )
    rounds.close(round_, by=facilitator, at=AFTER)
    entry = round_.entries.get()
    account = results.account(Placing.objects.of(round_).get(entry=entry))
    assert [row.city.name for row in account.sponsors] == ["Raytown"]
    assert account.wanted == ("Independence",)
    address = reverse("initiatives:ranking_account", args=[round_.slug, proposal.reference])
    assert (
        "Co-sponsors: Raytown (with conditions). Wanted as partners: Independence. Their"
    ) in words(client_for(facilitator).get(address))


def test_the_grid_of_evaluators_marks_the_co_sponsors(
    evaluator_of, facilitator, cities, client_for
):
    raytown, independence = evaluator_of("raytown"), evaluator_of("independence")
    round_ = prepared(raytown, independence)
    proposal = Proposal.objects.get()
    proposal.wanted_cities.set([cities["raytown"], cities["independence"]])
    SponsorshipFactory(proposal=proposal, city=cities["raytown"], state="accepted")
    address = reverse("initiatives:round_evaluators", args=[round_.slug])
    (row,) = client_for(facilitator).get(address).context["rows"]
    marks = {c.office.organisation.slug: (c.is_sponsor, c.is_wanted) for c in row.cells}
    assert marks == {"raytown": (True, True), "independence": (False, True)}
    assert ReviewFactory._meta.model.objects.count() == 2
