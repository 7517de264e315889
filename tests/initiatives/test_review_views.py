import pytest
import time_machine
from django.test import Client

from initiatives.models import Mark, Proposal, Review
from initiatives.operations import rounds
from tests.factories.proposals import AttachmentFactory
from tests.factories.rounds import CLOSING
from tests.initiatives.scenes import AFTER, DURING, declared, marked, opened, review_of

pytestmark = pytest.mark.django_db
ANSWERS = {
    "version": "0",
    "mark_savings": "4",
    "mark_service": "none",
    "mark_lawful": "1",
    "remark_savings": "Shown with figures.",
    "comment": "A good idea.",
}


@pytest.fixture(autouse=True)
def _while_the_round_is_open():
    with time_machine.travel(DURING, tick=False):
        yield


@pytest.fixture
def evaluator(evaluator_of):
    return evaluator_of("raytown")


@pytest.fixture
def client(evaluator, client_for) -> Client:
    return client_for(evaluator)


@pytest.fixture
def round_(evaluator):
    return opened(evaluator)


def text(response):
    return response.content.decode()


def test_the_list_says_how_many_are_done_and_where_to_go_on(client, evaluator):
    round_ = opened(evaluator, proposals=3, title="Spring 2026")
    marked(evaluator, round_, "EJC-2026-001", savings=4)
    page = text(client.get("/reviews/"))
    assert "Spring 2026: 1 of 3 done, 2 left." in page
    assert "Go on with EJC-2026-002" in page
    left = text(client.get("/reviews/?show=left"))
    assert ["Idea 1" in left, "Idea 2" in left, "Idea 3" in left] == [False, True, True]


def test_who_is_no_evaluator_is_told_who_writes_reviews(staff_of, client_for):
    response = client_for(staff_of("raytown")).get("/reviews/")
    assert response.status_code == 403
    assert "Reviews are written by the cities’ evaluators." in text(response)


def test_before_the_declaration_no_more_than_title_and_city_is_shown(client, evaluator, round_):
    canaries = {"problem": "CANARY-PROBLEM", "level__raytown": "CANARY-LEVEL"}
    Proposal.objects.update(answers=canaries | {"idea": "CANARY-IDEA"}, draft=canaries)
    AttachmentFactory(proposal=Proposal.objects.get(), name="CANARY.pdf")
    page = text(client.get(f"/reviews/{review_of(evaluator, round_).pk}/"))
    assert ("Idea 1" in page, "Grandview" in page, "CANARY" in page) == (True, True, False)


def test_saying_no_conflict_opens_the_text_beside_the_form(client, evaluator, round_):
    sent_in = {"problem": "CANARY-PROBLEM", "idea": "What was sent in."}
    Proposal.objects.update(answers=sent_in, draft=sent_in | {"idea": "CANARY-DRAFT"})
    review = review_of(evaluator, round_)
    response = client.post(f"/reviews/{review.pk}/declare/", {"conflict": "none"})
    assert response.url == f"/reviews/{review.pk}/#proposal"
    page = text(client.get(response.url))
    assert ("CANARY-PROBLEM" in page, "CANARY-DRAFT" in page) == (True, False)
    assert "<strong>5</strong>: A large saving" in page
    assert "Weight 60 of 100." in page


def test_a_conflict_takes_its_reason(client, evaluator, round_):
    address = f"/reviews/{review_of(evaluator, round_).pk}/declare/"
    refused = client.post(address, {"conflict": "conflict", "reason": ""})
    assert "Say what the conflict is; a few words are enough." in text(refused)
    assert client.post(address, {"conflict": "conflict", "reason": "Kin"}).url == "/reviews/"
    assert Review.objects.get().state == "recused"
    page = text(client.get(f"/reviews/{Review.objects.get().pk}/"))
    assert ("Why you stepped back" in page, "The proposal</h2>" in page) == (True, False)


def test_declaring_neither_is_asked_again(client, evaluator, round_):
    response = client.post(f"/reviews/{review_of(evaluator, round_).pk}/declare/", {})
    assert "Say whether you have a conflict of interest." in text(response)


def test_part_of_a_review_is_saved(client, evaluator, round_):
    review = declared(evaluator, round_)
    response = client.post(
        review.get_absolute_url(), {"act": "save", "version": "0", "mark_savings": "4"}
    )
    assert response.url == review.get_absolute_url()
    page = text(client.get(response.url))
    assert "Saved on Tuesday, March 3, 2026, 9:00 am Central." in page
    assert list(Mark.objects.values_list("criterion__key", "value")) == [("savings", 4)]


def test_a_whole_review_is_sent_in_and_a_double_press_changes_nothing(client, evaluator, round_):
    review = declared(evaluator, round_)
    for _ in range(2):
        response = client.post(review.get_absolute_url(), {"act": "submit", **ANSWERS})
        assert (response.status_code, response.url) == (302, "/reviews/")
    stored = Review.objects.get()
    assert (stored.state, stored.version, stored.comment) == ("submitted", 1, "A good idea.")
    given = dict(Mark.objects.values_list("criterion__key", "value"))
    assert given == {"savings": 4, "service": None, "lawful": 1}


def test_an_unanswered_criterion_keeps_a_review_from_being_sent_in(client, evaluator, round_):
    review = declared(evaluator, round_)
    answers = {**ANSWERS, "mark_service": ""}
    page = text(client.post(review.get_absolute_url(), {"act": "submit", **answers}))
    assert "“Service”: choose a mark, or that you cannot judge it." in page
    assert ("Shown with figures." in page, "A good idea." in page) == (True, True)
    assert Review.objects.get().state == "declared"


def test_a_mark_outside_the_scale_is_refused_with_a_sentence(client, evaluator, round_):
    review = declared(evaluator, round_)
    for act in ("save", "submit"):
        answers = {**ANSWERS, "act": act, "mark_savings": "9"}
        page = text(client.post(review.get_absolute_url(), answers))
        assert "“Savings”: “9” is outside the scale. Marks are whole numbers from 0 to 5." in page
        assert "A good idea." in page
    assert Mark.objects.count() == 0


def test_a_review_without_any_mark_is_not_sent_in(client, evaluator, round_):
    review = declared(evaluator, round_)
    answers = {**ANSWERS, "mark_savings": "none"}
    page = text(client.post(review.get_absolute_url(), {"act": "submit", **answers}))
    assert "This review has no mark yet." in page


@pytest.mark.parametrize("act", ["save", "submit"])
def test_after_the_close_what_was_typed_stays_on_the_page(client, evaluator, round_, act):
    review = declared(evaluator, round_)
    with time_machine.travel(CLOSING, tick=False):
        client.force_login(
            evaluator.user, backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        response = client.post(review.get_absolute_url(), {**ANSWERS, "act": act})
    page = text(response)
    assert response.status_code == 409
    assert "This round closed on Friday, March 13, 2026, 5:00 pm Central." in page
    assert ("A good idea." in page, "Shown with figures." in page) == (True, True)
    assert ("Save for later" in page, Mark.objects.count()) == (False, 0)


def test_two_windows_show_both_and_the_next_save_keeps_what_is_typed(client, evaluator, round_):
    review = declared(evaluator, round_)
    client.post(review.get_absolute_url(), {**ANSWERS, "act": "save"})
    other = {**ANSWERS, "act": "save", "mark_savings": "1", "comment": "Typed elsewhere."}
    response = client.post(review.get_absolute_url(), other)
    page = text(response)
    assert response.status_code == 409
    assert "You saved this review elsewhere since you opened it here." in page
    assert "Saved elsewhere: 4. Shown with figures." in page
    assert "Typed elsewhere." in page
    assert 'name="version" value="1"' in page
    client.post(review.get_absolute_url(), {**other, "version": "1"})
    assert Review.objects.get().comment == "Typed elsewhere."


def test_a_closed_review_is_read_as_it_was_given(client, evaluator, round_):
    review = marked(evaluator, round_, savings=5, comment="A good idea.")
    rounds.close_due(at=AFTER)
    page = text(client.get(review.get_absolute_url()))
    assert ("5: A large saving" in page, "A good idea." in page, "<form" in page) == (
        True,
        True,
        True,  # signing out is a form
    )
    assert "Send in" not in page


def test_a_review_that_was_not_sent_in_says_that_it_does_not_count(client, evaluator, round_):
    review = declared(evaluator, round_)
    rounds.close_due(at=AFTER)
    assert "so it does not count" in text(client.get(review.get_absolute_url()))


def test_a_later_conflict_asks_first(client, evaluator, round_):
    review = marked(evaluator, round_, savings=5)
    address = f"/reviews/{review.pk}/recuse/"
    assert "This cannot be taken back." in text(client.get(address))
    assert client.post(address, {"reason": "Kin"}).url == "/reviews/"
    assert (Review.objects.get().state, Mark.objects.count()) == ("recused", 1)


def test_the_review_of_a_wanted_city_says_so(client, evaluator, round_, cities):
    Proposal.objects.get().wanted_cities.set([cities["raytown"]])
    review = declared(evaluator, round_)
    page = text(client.get(review.get_absolute_url()))
    assert "Raytown is wanted as a partner in this proposal." in page


def test_a_foreign_review_is_not_there_just_as_a_missing_one(
    client, client_for, evaluator_of, facilitator, round_, evaluator
):
    review = declared(evaluator, round_)
    for actor in (evaluator_of("raytown"), facilitator):
        other = client_for(actor)
        for address in (f"/reviews/{review.pk}/", "/reviews/999999/"):
            assert other.get(address).status_code == 404
            assert other.post(address, {**ANSWERS, "act": "save"}).status_code == 404
    assert Mark.objects.count() == 0


def test_nobody_sees_anothers_marks_or_words_before_the_release(
    client_for, evaluator_of, facilitator, evaluator
):
    second = evaluator_of("independence")
    round_ = opened(evaluator, second)
    marked(evaluator, round_, savings=4, comment="CANARY-COMMENT")
    mine = declared(second, round_)
    pages = ["/reviews/", mine.get_absolute_url(), f"/rounds/{round_.slug}/"]
    client = client_for(second)
    assert [page for page in pages if "CANARY" in text(client.get(page))] == []
    rounds.close_due(at=AFTER)
    closed = [f"/rounds/{round_.slug}/{page}" for page in ("ranking/", "ranking/EJC-2026-001/")]
    closed += [
        f"/rounds/{round_.slug}/results.json",
        f"/rounds/{round_.slug}/decisions/EJC-2026-001/",
    ]
    assert [client.get(page).status_code for page in closed] == [404] * 4
    assert [page for page in pages if "CANARY" in text(client.get(page))] == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_reviews_costs_the_same_however_many_there_are(
    client, evaluator, django_assert_num_queries, count
):
    round_ = opened(evaluator, proposals=count)
    for number in range(count):
        marked(evaluator, round_, f"EJC-2026-{number + 1:03}", savings=number)
    with django_assert_num_queries(8):
        client.get("/reviews/")


@pytest.mark.parametrize("count", [1, 3])
def test_a_review_costs_the_same_however_many_others_there_are(
    client, evaluator, evaluator_of, django_assert_num_queries, count
):
    round_ = opened(evaluator, *(evaluator_of("independence") for _ in range(count)))
    review = declared(evaluator, round_)
    with django_assert_num_queries(15):
        client.get(review.get_absolute_url())


def test_saving_a_review_takes_few_queries(client, evaluator, round_, django_assert_num_queries):
    review = declared(evaluator, round_)
    with django_assert_num_queries(22):
        client.post(review.get_absolute_url(), {**ANSWERS, "act": "save"})


def test_a_declaration_after_the_close_keeps_the_reason_that_was_typed(client, evaluator, round_):
    review = review_of(evaluator, round_)
    rounds.close_due(at=AFTER)
    response = client.post(
        f"/reviews/{review.pk}/declare/", {"conflict": "conflict", "reason": "Kin of the owner"}
    )
    assert (response.status_code, "Kin of the owner" in text(response)) == (409, True)
    assert "This round closed on" in text(response)


def test_the_address_of_a_declaration_leads_to_the_review(client, evaluator, round_):
    review = review_of(evaluator, round_)
    assert client.get(f"/reviews/{review.pk}/declare/").url == review.get_absolute_url()


def test_a_recusal_after_the_close_is_refused(client, evaluator, round_):
    review = marked(evaluator, round_, savings=5)
    rounds.close_due(at=AFTER)
    response = client.post(f"/reviews/{review.pk}/recuse/", {"reason": "Kin"})
    assert (response.status_code, Mark.objects.count()) == (403, 1)
