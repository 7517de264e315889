"""The pages of versions, exhibits, comments, required terms and redlines."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agreements.clauses import TERMS
from agreements.models import Agreement, Exhibit, PartyComment, TermCheck, Text, Version
from agreements.operations import drafting, versions
from agreements.results import checklist_of
from collaborative.models import PUBLIC, Event
from tests.conftest import NOON
from tests.factories.agreements import PartyFactory, VersionFactory, circulated, decided
from tests.factories.proposals import ProposalFactory
from tests.factories.versions import ExhibitFactory, PartyCommentFactory, TermCheckFactory
from tests.initiatives.files import OLD_OFFICE, PDF, PROGRAM

pytestmark = pytest.mark.django_db
TEXT = "## 1. Purpose\n\nTo share plows.\n\n## 2. Duration\n\nFive years.\n"


@pytest.fixture
def promise(cities):
    """An agreement that Raytown's council has adopted, so that it is public."""
    agreement = circulated(
        cities["raytown"], cities["grandview"], words=TEXT, slug="plows", title="Plows"
    )
    decided(agreement, cities["raytown"])
    return agreement


@pytest.fixture
def second(promise, facilitator):
    return versions.begin(promise, by=facilitator, at=NOON)


@pytest.fixture
def draft(cities):
    version = VersionFactory(agreement__slug="salt", agreement__title="Salt", draft=TEXT)
    for slug in ("raytown", "grandview"):
        PartyFactory(agreement=version.agreement, organisation=cities[slug])
    return version


@pytest.fixture
def facilitators(client_for, facilitator):
    return client_for(facilitator)


def at(name: str, *args) -> str:
    return reverse(f"agreements:{name}", args=args)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


# --- what the public must not see ----------------------------------------------------------------


def test_nothing_of_a_draft_gets_to_those_who_may_not_read_it(
    promise, second, facilitator, client_for, staff_of, clerk_of
):
    versions.change(second, words="Secret words.", revision=1, by=facilitator, at=NOON)
    before = [client_for(PUBLIC).get(at(name, "plows")) for name in ("agreement", "versions")]
    party = promise.parties.first()
    PartyCommentFactory(version=second, party=party, words="Secret comment.")
    ExhibitFactory(version=second, title="Secret exhibit")
    TermCheckFactory(version=second, reason="Secret reason")
    for actor in (PUBLIC, staff_of("raytown"), clerk_of("raytown"), clerk_of("independence")):
        client = client_for(actor)
        pages = [client.get(at(name, "plows")) for name in ("agreement", "versions")]
        found = " ".join(map(text_of, pages))
        assert [word for word in ("ecret", "ersion 2", "version 2") if word in found] == []
        shown = text_of(client.get(at("compare", "plows") + "?before=v2&after=v2"))
        assert "ecret" not in shown
    assert [
        client_for(PUBLIC).get(at("version", "plows", 2)).status_code,
        client_for(PUBLIC).get(at("version", "plows", 9)).status_code,
        client_for(clerk_of("raytown")).get(at("version", "plows", 2)).status_code,
    ] == [302, 302, 404]
    after = [client_for(PUBLIC).get(at(name, "plows")) for name in ("agreement", "versions")]
    assert list(map(text_of, before)) == list(map(text_of, after))


def test_a_partys_clerk_sees_what_is_shared_and_what_happened_to_it(
    promise, second, facilitator, client_for, clerk_of
):
    versions.share(second, by=facilitator, at=NOON)
    client = client_for(clerk_of("grandview"))
    page = text_of(client.get(promise.get_absolute_url()))
    assert ("shared version 2 with the parties" in page, ">Version 2</a>" in page) == (True, True)
    assert "Five years." in text_of(client.get(at("version", "plows", 2)))


def test_a_text_of_another_agreement_is_not_compared_here(
    promise, draft, facilitators, facilitator
):
    other = drafting.circulate(draft.agreement, by=facilitator, at=NOON).text
    decided(draft.agreement, draft.agreement.parties.first().organisation, words="Other words.")
    stray = f"?before={other.sha256}&after={Text.digest_of('Other words.')}"
    assert facilitators.get(at("compare", "plows") + stray).status_code == 404


# --- a later version -----------------------------------------------------------------------------


def test_a_facilitator_begins_changes_and_drops_an_amendment(promise, facilitators):
    sha = promise.versions.get().text.sha256
    answer = facilitators.post(at("begin_version", "plows"), {"text": sha})
    assert answer.url == at("version", "plows", 2)
    words = {"text": TEXT.replace("Five", "Six"), "revision": 1}
    assert facilitators.post(at("edit", "plows"), words).url == at("version", "plows", 2)
    lost = facilitators.post(at("edit", "plows"), {**words, "text": "Mine"})
    assert (lost.status_code, "Mine" in text_of(lost), "Six years." in text_of(lost)) == (
        409,
        True,
        True,
    )
    url = at("drop_version", "plows", 2)
    assert facilitators.post(url, {"reason": "No money."}).url == at("versions", "plows")
    assert "No money." in text_of(facilitators.get(at("versions", "plows")))
    assert promise.versions.get(number=1).text.body == TEXT


def test_what_was_typed_stays_where_the_amendment_went_out_meanwhile(
    promise, second, facilitator, facilitators
):
    drafting.circulate(promise, by=facilitator, at=NOON)
    lost = facilitators.post(at("edit", "plows"), {"text": "Mine", "revision": 1})
    assert (lost.status_code, "Mine" in text_of(lost)) == (409, True)


def test_sections_are_numbered_on_asking_and_nothing_is_saved(draft, facilitators):
    typed = {
        "title": "Salt",
        "kind": "grant",
        "text": "## Purpose\n\n## Term",
        "parties": [party.organisation_id for party in draft.agreement.parties.all()],
        "revision": 1,
        "number": "1",
    }
    page = facilitators.post(at("edit", "salt"), typed)
    assert page.context["form"]["text"].value() == "## 1. Purpose\n\n## 2. Term\n"
    assert text_of(page).count("checked") == 2
    assert Version.objects.get().draft == TEXT


def test_an_amendment_is_shared_and_circulated_from_its_page(promise, second, facilitators):
    page = text_of(facilitators.get(at("version", "plows", 2)))
    assert "Share this draft with the parties" in page
    facilitators.post(at("share_version", "plows", 2))
    assert Version.objects.get(number=2).shared_at is not None
    page = facilitators.get(at("circulate", "plows"))
    facilitators.post(at("circulate", "plows"), {"sha256": page.context["sha256"]})
    assert Version.objects.get(number=2).text.body == TEXT


def test_circulating_warns_of_gaps_and_open_comments_and_goes_on(promise, second, facilitators):
    PartyCommentFactory(version=second, party=promise.parties.first())
    page = text_of(facilitators.get(at("circulate", "plows")))
    assert (
        "12 required terms are not settled." in page,
        "Duration: Nobody has looked for it." in page,
        "1 comment of the parties has no answer yet." in page,
        "Send this text to the councils" in page,
    ) == (True, True, True, True)


def test_the_pages_of_both_say_that_one_replaces_the_other(promise, cities, facilitators):
    Agreement.objects.filter(pk=promise.pk).update(state="in_force", in_force_on="2026-03-01")
    terms = {
        "title": "Plows and salt",
        "kind": "cooperative",
        "supersedes": promise.pk,
        "text": TEXT,
        "revision": 1,
        "parties": [cities["raytown"].pk, cities["grandview"].pk],
    }
    new = facilitators.post(at("new"), terms).url
    assert "It replaces <a" in text_of(facilitators.get(new))
    assert "To be replaced by <a" in text_of(facilitators.get(at("agreement", "plows")))


def test_an_agreement_from_a_proposal_is_not_asked_for_a_programme(facilitators):
    proposal = ProposalFactory(state="chosen")
    pages = [
        facilitators.get(at("new") + query) for query in ("", f"?proposal={proposal.reference}")
    ]
    assert ["training_programme" in page.context["form"].fields for page in pages] == [True, False]


# --- exhibits ------------------------------------------------------------------------------------


def test_exhibits_are_added_put_in_order_and_taken_out(draft, facilitators):
    url = at("exhibits", "salt", 1)
    for title in ("Map", "Rates"):
        file = SimpleUploadedFile("a.pdf", PDF)
        assert facilitators.post(url, {"title": title, "file": file}).url == url
    rates = Exhibit.objects.get(title="Rates")
    change = {f"{rates.pk.hex}-title": "Rates of 2026", f"{rates.pk.hex}-number": "1"}
    facilitators.post(at("change_exhibit", "salt", 1, rates.pk), change)
    facilitators.post(at("remove_exhibit", "salt", 1, Exhibit.objects.get(title="Map").pk))
    assert list(Exhibit.objects.values_list("number", "title")) == [(1, "Rates of 2026")]
    page = text_of(facilitators.get(draft.agreement.get_absolute_url()))
    assert "Exhibit 1: Rates of 2026" in page
    file = facilitators.get(at("exhibit", "salt", rates.pk))
    with Exhibit.objects.get().file.open() as kept:
        assert b"".join(file) == kept.read()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("sums.xlsx", PDF, "is neither PDF nor Word (.docx)"),
        ("a.pdf", PROGRAM, "a.pdf"),
        ("old.docx", OLD_OFFICE, "old.docx"),
    ],
)
def test_what_is_no_exhibit_is_refused_with_the_reason(
    draft, facilitators, name, content, sentence
):
    file = SimpleUploadedFile(name, content)
    page = facilitators.post(at("exhibits", "salt", 1), {"title": "X", "file": file})
    assert (sentence in text_of(page), Exhibit.objects.exists()) == (True, False)


def test_a_place_that_is_no_number_is_said_beside_it(draft, facilitators):
    exhibit = ExhibitFactory(version=draft)
    change = {f"{exhibit.pk.hex}-title": "Map", f"{exhibit.pk.hex}-number": "first"}
    page = facilitators.post(at("change_exhibit", "salt", 1, exhibit.pk), change)
    assert ("Enter a whole number." in text_of(page), page.status_code) == (True, 200)


# --- comments ------------------------------------------------------------------------------------


def test_a_clerk_comments_and_the_facilitator_answers(
    draft, facilitator, facilitators, client_for, clerk_of
):
    versions.share(draft, by=facilitator, at=NOON)
    clerks, url = client_for(clerk_of("raytown")), at("comments", "salt", 1)
    party = draft.agreement.parties.get(organisation__slug="raytown")
    said = {"party": party.pk, "section": "2. Duration", "words": "Ten years."}
    assert clerks.post(url, said).url == url
    comment = PartyComment.objects.get()
    answer_url = at("answer_comment", "salt", 1, comment.pk)
    page = facilitators.post(answer_url, {"outcome": "no"})
    assert "Say why it is not taken over." in text_of(page)
    assert facilitators.post(answer_url, {"outcome": "no", "reason": "Too long."}).url == url
    page = text_of(clerks.get(url))
    assert (
        '<h3 id="about-1">2. Duration</h3>' in page,
        "Ten years." in page,
        "Not taken over" in page,
        "Too long." in page,
    ) == (True, True, True, True)
    assert facilitators.get(answer_url).status_code == 403


def test_a_clerk_cannot_speak_for_another_city(draft, facilitator, client_for, clerk_of):
    versions.share(draft, by=facilitator, at=NOON)
    other = draft.agreement.parties.get(organisation__slug="grandview")
    said = {"party": other.pk, "section": "", "words": "Ten years."}
    page = client_for(clerk_of("raytown")).post(at("comments", "salt", 1), said)
    assert (page.status_code, PartyComment.objects.exists()) == (200, False)


def test_comments_stand_in_the_order_of_the_text(draft, facilitators):
    party = draft.agreement.parties.first()
    for section in ("9. Gone", "2. Duration", "", "1. Purpose"):
        PartyCommentFactory(version=draft, party=party, section=section)
    page = facilitators.get(at("comments", "salt", 1))
    assert [each.section for each in page.context["comments"]] == [
        "",
        "1. Purpose",
        "2. Duration",
        "9. Gone",
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_comments_cost_the_same_for_any_number(
    draft, facilitators, django_assert_num_queries, count
):
    for _ in range(count):
        PartyCommentFactory(version=draft, party=draft.agreement.parties.first())
    with django_assert_num_queries(9):
        facilitators.get(at("comments", "salt", 1))


# --- required terms ------------------------------------------------------------------------------


def form_of(version) -> dict[str, str]:
    """What the form of the checklist holds when it is opened."""
    return {
        f"{each.term.key}-section": each.section.digest if each.section else ""
        for each in checklist_of(version)
    }


def test_what_was_found_is_saved_term_by_term(draft, facilitators):
    typed = form_of(draft) | {
        "duration-found": "stands",
        "property-found": "not_applicable",
        "property-reason": "Nothing is bought.",
    }
    url = at("checklist", "salt", 1)
    assert facilitators.post(url, typed).url == url
    assert list(TermCheck.objects.values_list("term", "found", "section", "reason")) == [
        ("duration", "stands", "2. Duration", ""),
        ("property", "not_applicable", "", "Nothing is bought."),
    ]
    facilitators.post(url, typed)
    assert list(Event.objects.filter(kind="version.checked").values_list("detail", flat=True)) == [
        {"version": 1, "found": {"Duration": "stands", "Property": "not_applicable"}}
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"property-found": "not_applicable"}, "Say why it does not apply."),
        ({"filing-found": "stands"}, "Choose the section in which it stands."),
        (
            {"duration-found": "stands", "duration-section": "0" * 64},
            "The words of that section have changed since you opened this page.",
        ),
    ],
)
def test_an_answer_without_its_where_or_why_is_not_saved(draft, facilitators, typed, sentence):
    page = facilitators.post(at("checklist", "salt", 1), form_of(draft) | typed)
    assert (sentence in text_of(page), TermCheck.objects.exists()) == (True, False)


def test_the_public_reads_the_terms_of_what_went_to_the_councils(promise, client_for):
    page = text_of(client_for(PUBLIC).get(at("version", "plows", 1)))
    assert [term.title for term in TERMS if f">{term.title}</th>" not in page] == []
    assert "RSMo 432.070" in page


# --- redline -------------------------------------------------------------------------------------


def test_two_texts_are_shown_word_by_word(promise, second, facilitator, facilitators):
    words = TEXT.replace("Five", "Six")
    versions.change(second, words=words, revision=1, by=facilitator, at=NOON)
    sha = promise.versions.get(number=1).text.sha256
    page = text_of(facilitators.get(at("compare", "plows") + f"?before={sha}&after=v2"))
    assert (
        "1 section changed (2. Duration). 1 word added, 1 word removed." in page,
        '<del><span class="usa-sr-only">removed: </span>Five' in page,
        '<ins><span class="usa-sr-only">added: </span>Six' in page,
        "Unchanged." in page,
    ) == (True, True, True, True)


def test_a_councils_other_text_is_compared_with_the_circulated_one(promise, cities, client_for):
    act = decided(promise, cities["grandview"], words=TEXT.replace("Five", "Ten"))
    sha = promise.versions.get().text.sha256
    url = f"{at('compare', 'plows')}?before={sha}&after={act.text.sha256}"
    page = text_of(client_for(PUBLIC).get(url))
    assert f"The text before Grandview’s council, {act.file_number}" in page
    assert "1 word added, 1 word removed" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_versions_costs_the_same_for_any_number(
    promise, facilitator, facilitators, django_assert_num_queries, count
):
    for _ in range(count):
        later = versions.begin(promise, by=facilitator, at=NOON)
        versions.drop(later, reason="x", by=facilitator, at=NOON)
    with django_assert_num_queries(7):
        facilitators.get(at("versions", "plows"))
