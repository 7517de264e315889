"""The pages of the proposed assignment, of declarations, of expertise and of progress."""

import html
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from initiatives.models import Declaration, Expertise, Review, Round, Wish
from initiatives.operations import declaring
from initiatives.operations.declaring import Word
from tests.factories.declarations import DECLARING, DeclarationFactory
from tests.factories.rounds import EntryFactory, RoundFactory
from tests.initiatives.declaring import entries_of, taking_declarations
from tests.initiatives.scenes import ask, declared, opened, prepared

pytestmark = pytest.mark.django_db

TERMS = "?each=1&of_one_city=1&cap=&seed=1"


@pytest.fixture
def client(client_for, facilitator):
    return client_for(facilitator)


@pytest.fixture
def evaluator(evaluator_of):
    return evaluator_of("raytown")


def text(response):
    return " ".join(html.unescape(response.content.decode()).split())


def words(response):
    """What is read on the page, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", text(response)).split())


def live(**fields):
    """A round that takes declarations today."""
    return taking_declarations(
        **fields,
        opens_at=timezone.now() + timedelta(days=1),
        closes_at=timezone.now() + timedelta(days=9),
    )


def proposed(round_, query=TERMS):
    return f"/rounds/{round_.slug}/evaluators/proposed/{query}"


def sent(response):
    """The boxes that the page carries along, hidden."""
    return {name: field.value() or "" for name, field in hidden(response).items()}


def hidden(response):
    form = response.context["sends"]
    return {field.name: field for field in form}


def test_the_assignment_is_shown_before_anything_is_written(client, evaluator, evaluator_of):
    evaluator_of("grandview")
    round_ = prepared()
    page = words(client.get(proposed(round_)))
    assert "New 1 Stay as asked 0 Begun 0 Taken back 0 Greatest load 1" in page
    assert "Evaluator, Raytown comes." in page
    assert "Grandview leads EJC-2026-001 Idea 1, so its evaluators do not review it." in page
    assert Review.objects.count() == 0


def test_it_is_taken_over_with_one_press(client, evaluator):
    round_ = prepared()
    shown = client.get(proposed(round_))
    answer = client.post(proposed(round_, ""), sent(shown), follow=True)
    assert answer.redirect_chain == [(f"/rounds/{round_.slug}/evaluators/", 302)]
    assert "Taken over: 1 assigned, 0 taken back." in text(answer)
    assert Review.objects.get().evaluator == evaluator.user
    assert "took over a proposed assignment: 1 assigned, 0 taken back." in words(
        client.get(f"/rounds/{round_.slug}/")
    )
    again = words(client.get(proposed(round_)))
    assert "This is what stands already; there is nothing to take over." in again


def test_a_round_that_moved_on_is_shown_anew_and_nothing_is_written(client, evaluator):
    round_ = prepared()
    shown = client.get(proposed(round_))
    EntryFactory(round=round_)
    answer = client.post(proposed(round_, ""), sent(shown))
    assert (answer.status_code, Review.objects.count()) == (409, 0)
    assert "The round has changed since you opened this page" in text(answer)
    client.post(proposed(round_, ""), sent(answer))
    assert Review.objects.count() == 2


def test_what_cannot_be_is_said_in_words(client, evaluator):
    round_ = prepared()
    shown = client.get(proposed(round_))
    page = words(client.get(proposed(round_, "?each=2&of_one_city=1&cap=&seed=1")))
    assert (
        "The rules cannot all be kept. Proposal EJC-2026-001 needs 2 evaluators; only 1 may "
        "review it: Evaluator, Raytown."
    ) in page
    answer = client.post(proposed(round_, ""), {**sent(shown), "each": "2"})
    assert (answer.status_code, Review.objects.count()) == (409, 0)


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ("?each=0&of_one_city=1&seed=1", "Ensure this value is greater than or equal to 1."),
        ("?each=many&of_one_city=1&seed=1", "Enter a whole number."),
        ("?of_one_city=1&seed=1", "Reviews of each proposal: fill this in."),
    ],
)
def test_terms_that_are_none_are_refused_beside_their_box(client, evaluator, query, complaint):
    page = client.get(proposed(prepared(), query))
    assert complaint in text(page)
    assert "proposed" not in page.context


def test_what_was_tampered_with_is_refused(client, evaluator):
    round_ = prepared()
    shown = client.get(proposed(round_))
    for wrong in ({"digest": "0" * 64}, {"digest": "junk"}, {"each": "x"}, {"seed": ""}):
        client.post(proposed(round_, ""), {**sent(shown), **wrong})
        assert Review.objects.count() == 0


def test_what_moves_what_stays_and_what_is_begun_are_told_apart(client, evaluator, evaluator_of):
    other = evaluator_of("independence")
    round_ = opened(evaluator, other, closes_at=timezone.now() + timedelta(days=1), proposals=2)
    declared(evaluator, round_)
    page = words(client.get(proposed(round_)))
    assert "New 0 Stay as asked 1 Begun 1 Taken back 2 Greatest load 1" in page
    assert "Evaluator, Raytown, begun" in page
    assert "Evaluator, Independence is taken back." in page


def test_too_few_cities_for_the_quorum_are_warned_of(client, evaluator):
    round_ = prepared(quorum=2)
    assert "from at least 1 city; the round ranks a proposal that 2 cities have scored" in words(
        client.get(proposed(round_))
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_proposed_assignment_costs_the_same_however_large_it_is(
    client, evaluator_of, django_assert_num_queries, count
):
    for _ in range(count):
        evaluator_of("raytown")
    round_ = prepared(proposals=count)
    with django_assert_num_queries(11):
        client.get(proposed(round_))


def test_the_grid_shows_conflicts_what_was_declared_and_what_may_be_one(client, evaluator_of):
    torn, sure = evaluator_of("raytown"), evaluator_of("independence")
    round_ = live()
    (entry,) = entries_of(round_)
    DeclarationFactory(entry=entry, person=torn.user, is_conflict=True, reason="Own firm.")
    DeclarationFactory(entry=entry, person=sure.user)
    page = words(client.get(f"/rounds/{round_.slug}/evaluators/"))
    assert (
        "Evaluator, Raytown declared a conflict of interest on Friday, February 20, 2026: Own firm."
    ) in page
    assert page.count("Declared no conflict.") == 1


def test_progress_is_told_evaluator_by_evaluator(client, evaluator, evaluator_of):
    other = evaluator_of("independence")
    evaluator_of("grandview")
    round_ = live(proposals=3)
    first, second, _ = entries_of(round_)
    DeclarationFactory(entry=first, person=evaluator.user)
    DeclarationFactory(entry=second, person=other.user, is_conflict=True, reason="Own firm.")
    ask(first, evaluator)
    ask(second, other, state="recused", declared_at=DECLARING, recused_at=DECLARING, conflict="x")
    page = words(client.get(f"/rounds/{round_.slug}/evaluators/progress/"))
    assert (
        "Evaluator, Grandview Grandview No title to declare None assigned "
        "Evaluator, Independence Independence 1 of 3 titles declared, 1 conflict "
        "1 of 1 done, 1 of them recused "
        "Evaluator, Raytown Raytown 1 of 3 titles declared 0 of 1 done"
    ) in page


@pytest.mark.parametrize("count", [1, 3])
def test_progress_costs_the_same_however_many_there_are(
    client, evaluator_of, django_assert_num_queries, count
):
    round_ = prepared(*[evaluator_of("raytown") for _ in range(count)], proposals=count)
    with django_assert_num_queries(8):
        client.get(f"/rounds/{round_.slug}/evaluators/progress/")


def test_the_page_of_titles_says_what_may_be_a_conflict_and_takes_the_words(client_for, evaluator):
    round_ = live(proposals=3)
    first, second, third = entries_of(round_)
    first.proposal.author = evaluator.user
    first.proposal.save()
    client, address = client_for(evaluator), f"/reviews/conflicts/{round_.slug}/"
    page = words(client.get(address))
    assert "3 titles wait for your word." in page
    assert "You helped to write it; whoever did is not asked to review it." in page
    answer = client.post(
        address,
        {
            f"conflict_{first.pk}": "conflict",
            f"reason_{first.pk}": "I wrote it.",
            f"conflict_{second.pk}": "none",
            f"wish_{second.pk}": "like",
            f"wish_{third.pk}": "not",
        },
        follow=True,
    )
    assert "Saved: 2 new declarations." in text(answer)
    assert "1 title waits for your word." in words(answer)
    assert list(Declaration.objects.values_list("entry", "reason")) == [
        (first.pk, "I wrote it."),
        (second.pk, ""),
    ]
    assert dict(Wish.objects.values_list("entry", "would_like")) == {
        second.pk: True,
        third.pk: False,
    }
    rest = client.post(address, {"act": "rest"}, follow=True)
    assert "You have spoken about every title." in words(rest)


def test_beside_a_conflict_stands_no_more_than_the_title(client_for, evaluator, cities):
    round_ = live()
    (entry,) = entries_of(round_)
    word = Word(is_conflict=True, reason="Own firm.")
    declaring.declare(round_, words={entry.pk: word}, by=evaluator, at=timezone.now())
    page = client_for(evaluator).get(f"/reviews/conflicts/{round_.slug}/")
    assert "You said: Own firm." in words(page)
    assert page.content.count(b"<textarea") == 0


def test_a_conflict_without_its_reason_is_asked_again(client_for, evaluator):
    round_ = live()
    (entry,) = entries_of(round_)
    answer = client_for(evaluator).post(
        f"/reviews/conflicts/{round_.slug}/", {f"conflict_{entry.pk}": "conflict"}
    )
    assert "EJC-2026-001: Say what the conflict is; a few words are enough." in text(answer)
    assert Declaration.objects.count() == 0


def test_titles_are_closed_to_others_and_after_the_close(client_for, evaluator, staff_of):
    round_ = live()
    address = f"/reviews/conflicts/{round_.slug}/"
    assert client_for(staff_of("raytown")).get(address).status_code == 403
    assert client_for(evaluator).get("/reviews/conflicts/nowhere/").status_code == 404
    assert (
        client_for(evaluator).get(f"/reviews/conflicts/{RoundFactory().slug}/").status_code == 404
    )


def test_no_title_is_put_where_the_own_city_leads_them_all(client_for, evaluator_of):
    round_ = live()
    page = client_for(evaluator_of("grandview")).get(f"/reviews/conflicts/{round_.slug}/")
    assert "No title of this round is put to you." in text(page)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_titles_costs_the_same_however_many_there_are(
    client_for, evaluator, django_assert_num_queries, count
):
    round_ = live(proposals=count)
    client = client_for(evaluator)
    with django_assert_num_queries(12):
        client.get(f"/reviews/conflicts/{round_.slug}/")


def test_the_list_of_reviews_leads_to_the_titles(client_for, evaluator):
    round_ = live(proposals=2)
    first, _ = entries_of(round_)
    DeclarationFactory(entry=first, person=evaluator.user)
    assert f'href="/reviews/conflicts/{round_.slug}/"' in text(
        client_for(evaluator).get(f"/rounds/{round_.slug}/")
    )
    page = client_for(evaluator).get("/reviews/")
    assert f'href="/reviews/conflicts/{round_.slug}/"' in text(page)
    assert "1 of 2 titles wait for your word." in words(page)
    home = client_for(evaluator).get("/")
    (panel,) = [p for p in home.context["panels"] if p.title.startswith("Conflicts")]
    assert [(task.label, task.note) for task in panel.tasks] == [
        (round_.title, "1 of 2 titles wait for your word")
    ]


def test_expertise_is_kept(client_for, evaluator, staff_of):
    client = client_for(evaluator)
    client.post("/reviews/expertise/", {"kinds": ["police", "fire"]})
    assert set(Expertise.objects.values_list("category", flat=True)) == {"police", "fire"}
    page = text(client.get("/reviews/expertise/"))
    assert page.count(" checked") == 2
    assert "Select a valid choice" in text(client.post("/reviews/expertise/", {"kinds": ["junk"]}))
    client.post("/reviews/expertise/", {})
    assert Expertise.objects.count() == 0
    assert client_for(staff_of("raytown")).get("/reviews/expertise/").status_code == 403


def test_the_round_is_the_one_of_the_address(client, evaluator):
    assert client.get("/rounds/nowhere/evaluators/proposed/").status_code == 404
    assert Round.objects.count() == 0
