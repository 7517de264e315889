"""The pages of notices: a preview of each, its wording, and what went out."""

import pytest

from initiatives.models import Entry, Proposal, Round
from initiatives.operations import decisions, rounds
from notifications.models import NoticeTemplate, PreparedNotice
from notifications.operations import outbox
from tests.initiatives.scenes import AFTER, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(staff_of):
    return staff_of("grandview")


@pytest.fixture
def round_(author, facilitator):
    return decided(author, facilitator, 1)


def decided(author, facilitator, proposals):
    made = opened(proposals=proposals)
    Proposal.objects.update(author=author.user)
    rounds.close_due(at=AFTER)
    for entry in Entry.objects.filter(round=made).select_related("round", "proposal__city"):
        decisions.decide(
            entry, outcome="recommended", rationale="<i>It</i> ranks so.", by=facilitator, at=AFTER
        )
    return Round.objects.get(pk=made.pk)


@pytest.fixture
def client(client_for, facilitator):
    return client_for(facilitator)


@pytest.fixture
def one(round_, author):
    return f"/rounds/{round_.slug}/notices/authors/EJC-2026-001/{author.user.pk}/"


def text(response):
    return response.content.decode()


def listed(round_):
    return f"/rounds/{round_.slug}/notices/"


def test_the_list_says_how_many_go_out_and_opens_each_as_it_will_look(client, round_, one):
    page = text(client.get(listed(round_)))
    assert "With the release 1 notice goes out, exactly as it stands here, each once." in page
    assert one in page
    notice = text(client.get(one))
    assert "<strong>Subject:</strong> Recommended: EJC-2026-001 Idea 1" in notice
    assert "<p>&lt;i&gt;It&lt;/i&gt; ranks so.</p>" in notice
    assert "<i>It</i>" not in notice


def test_a_wording_is_changed_for_the_round_and_taken_back(client, round_, one):
    kind = f"/rounds/{round_.slug}/notices/wording/authors/recommended/"
    assert "{proposal}" in text(client.get(kind))
    refused = client.post(kind, {"subject": "On {titel}", "text": "A { alone"})
    assert "There is no field {titel} here." in text(refused)
    assert "A brace stands alone near" in text(refused)
    assert NoticeTemplate.objects.count() == 0
    kept = client.post(kind, {"subject": "On\r\nBcc: {title}", "text": "Well: {outcome}."})
    assert (kept.status_code, kept.url) == (302, listed(round_))
    assert "Subject:</strong> On Bcc: Idea 1" in text(client.get(one))
    assert "The authors: Recommended</a>, worded for this round" in text(client.get(listed(round_)))
    client.post(f"{kind}standard/")
    assert NoticeTemplate.objects.count() == 0


def test_a_kind_that_there_is_not_has_no_page(client, round_):
    for kind in ("evaluators/recommended", "authors/all", "mayors/recommended"):
        assert client.get(f"/rounds/{round_.slug}/notices/wording/{kind}/").status_code == 404


def test_one_notice_gets_words_of_its_own(client, round_, one):
    refused = client.post(one, {"subject": "{rationale}", "text": "Call us."})
    assert "There is no field {rationale} here." in text(refused)
    client.post(one, {"subject": "For you", "text": "Call us."})
    assert "<p>Call us.</p>" in text(client.get(one))
    assert "Its own" in text(client.get(listed(round_)))


def test_one_notice_is_held_back_with_a_reason_and_let_go(client, round_, one):
    assert "Why it is held back: fill this in." in text(client.post(f"{one}hold/", {}))
    client.post(f"{one}hold/", {"because": "We call first."})
    page = text(client.get(listed(round_)))
    assert "With the release 0 notices go out" in page
    assert "Held back: We call first." in page
    client.post(f"{one}let-go/")
    assert PreparedNotice.objects.get().held_because == ""


def test_nobody_is_written_to_so(client, round_, one):
    assert client.get(one.replace("authors", "co-sponsors")).status_code == 404
    assert client.get(f"{one[:-1]}0/").status_code == 404


def test_after_the_release_the_page_shows_what_went_out_and_nothing_changes(
    client, client_for, author, facilitator, round_, one
):
    rounds.release(round_, by=facilitator, at=AFTER)
    outbox.post_events(at=AFTER)
    page = text(client.get(listed(round_)))
    assert "Recommended: EJC-2026-001 Idea 1" in page
    assert "Waiting" in page
    for url in (one, f"{one}hold/"):
        assert client.get(url).status_code == 403
        assert client.post(url, {"subject": "S", "text": "T", "because": "B"}).status_code == 403
    assert client.post(f"{one}let-go/").status_code == 403
    assert client_for(author).get(listed(round_)).status_code == 403


@pytest.mark.parametrize("proposals", [1, 3])
def test_the_list_costs_the_same_however_many_notices_there_are(
    client, author, facilitator, django_assert_num_queries, proposals
):
    made = decided(author, facilitator, proposals)
    with django_assert_num_queries(13):
        assert len(client.get(listed(made)).context["page"]) == proposals
