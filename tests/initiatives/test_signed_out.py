"""What arrives from a page whose person has been signed out: kept for that person alone."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client

from initiatives.models import KeptText, Revision
from initiatives.operations import keeping, writing
from tests.conftest import sign_in
from tests.factories.proposals import ProposalFactory
from tests.initiatives.drafting import hidden_in, open_section

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/?next="
KEPT = r"You were signed out at \d+:\d\d [ap]m\. What you typed is kept for you\."


@pytest.fixture
def author(staff_of):
    return staff_of("raytown")


@pytest.fixture
def colleague(staff_of):
    return staff_of("grandview")


@pytest.fixture
def draft(cities, author, colleague):
    return ProposalFactory(city=cities["raytown"], author=author.user, writers=[colleague.user])


def kept() -> list[tuple]:
    """Everything that waits, whoever it is kept for."""
    return list(KeptText.objects.waiting().values_list("person", "key", "text", "why"))


def test_a_form_that_comes_without_a_session_is_kept_and_comes_back_after_signing_in(draft, author):
    page = open_section(author, draft)
    page.client.cookies.clear()
    answer = page.save(idea="An hour of typing.")
    assert (answer.status_code, answer.url) == (302, LOGIN + page.url)
    assert kept() == [(author.user.pk, "idea", "An hour of typing.", "signed_out")]
    assert Revision.objects.count() == 1
    asked = page.client.get(answer.url).content.decode()
    assert re.search(
        r"You were signed out at \d+:\d\d [ap]m\. What you typed is kept for you\.", asked
    )
    assert "An hour of typing." not in asked

    again = sign_in(author)
    shown = again.get(page.url).content.decode()
    assert "An hour of typing.</textarea>" in shown
    assert "Not saved yet" in shown
    again.post(page.url, {**hidden_in(shown), "idea": "An hour of typing.", "stay": "yes"})
    draft.refresh_from_db()
    assert (draft.draft["idea"], kept()) == ("An hour of typing.", [])


def test_what_the_page_saves_by_itself_is_kept_and_the_script_is_told_where_to_sign_in(
    draft, author
):
    page = open_section(author, draft)
    page.client.cookies.clear()
    answer = page.autosave(idea="Mine.")
    body = answer.json()
    sentence = body.pop("sentence")
    assert (answer.status_code, body) == (
        401,
        {"sign_in": f"{LOGIN}{page.url.replace('/', '%2F')}", "kept": True},
    )
    assert re.fullmatch(KEPT, sentence)
    assert kept() == [(author.user.pk, "idea", "Mine.", "signed_out")]


def test_what_comes_back_and_was_not_changed_since_is_simply_the_new_answer(draft, author):
    page = open_section(author, draft)
    page.client.cookies.clear()
    page.save(idea="Mine.")
    again = open_section(author, draft)
    answer = again.autosave(idea="Mine, further.")
    assert (answer.json()["texts"], answer.json()["kept"]) == ({"idea": "Mine, further."}, [])
    assert kept() == []


def test_what_comes_back_and_was_changed_since_stands_beside_it_until_its_writer_chooses(
    draft, author, colleague
):
    page = open_section(author, draft)
    page.client.cookies.clear()
    page.save(idea="Mine.")
    open_section(colleague, draft).autosave(idea="Theirs.")
    shown = sign_in(author).get(page.url).content.decode()
    assert "Two texts for “The idea”" in shown
    again = open_section(author, draft)
    again.autosave(idea="Mine, further.")
    draft.refresh_from_db()
    assert draft.draft["idea"] == "Theirs."
    assert kept() == [(author.user.pk, "idea", "Mine, further.", "conflict")]
    open_section(author, draft).save(press="put_in", value="idea", idea="Both.")
    draft.refresh_from_db()
    assert (draft.draft["idea"], kept()) == ("Both.", [])


def test_what_the_same_page_had_saved_before_is_not_taken_for_somebody_elses(draft, author):
    page = open_section(author, draft)
    first = dict(page.hidden)
    page.autosave(idea="Saved.")
    page.hidden = first  # the answer got lost
    page.client.cookies.clear()
    page.save(idea="Saved, and more.")
    assert "Two texts" not in sign_in(author).get(page.url).content.decode()


def test_somebody_else_in_the_same_browser_keeps_it_for_its_writer_and_sees_nothing(
    draft, author, colleague
):
    page = open_section(author, draft)
    page.client = sign_in(colleague)
    plain, script = page.save(idea="Mine alone."), page.autosave(idea="Mine alone, further.")
    assert (plain.status_code, plain.url, script.status_code) == (302, "/", 401)
    assert script.json() == {
        "sentence": (
            "Somebody else has signed in in this browser. What was typed on that page is kept for "
            "the person who typed it."
        ),
        "sign_in": (
            "/accounts/logout/?next=%2Faccounts%2Flogin%2F%3Fnext%3D"
            + page.url.replace("/", "%252F")
        ),
        "kept": True,
    }
    assert kept() == [(author.user.pk, "idea", "Mine alone, further.", "signed_out")]
    pages = ["/", page.url, f"/proposals/{draft.reference}/", f"/proposals/{draft.reference}/edit/"]
    seen = "".join(page.client.get(url).content.decode() for url in pages)
    assert "Mine alone" not in seen
    assert Revision.objects.count() == 1


@pytest.fixture
def strict(author):
    """The author's browser, which Django asks for tokens against forgery."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(author.user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_form_from_before_signing_in_again_is_kept_and_one_press_saves_it(draft, author, strict):
    page = open_section(author, draft, client=strict)
    stale = {**page.hidden, "csrfmiddlewaretoken": "x" * 64}
    answer = strict.post(page.url, {**stale, "idea": "Mine."}, follow=True)
    assert answer.redirect_chain == [(page.url, 302)]
    shown = answer.content.decode()
    assert (
        "so what you typed is not saved yet. It is in the form; press Save to put it in." in shown
    )
    strict.post(page.url, {**hidden_in(shown), "idea": "Mine.", "stay": "yes"})
    draft.refresh_from_db()
    assert (draft.draft["idea"], kept()) == ("Mine.", [])


def test_a_script_with_an_old_token_gets_the_new_one_and_goes_on(draft, author, strict):
    page = open_section(author, draft, client=strict)
    old = page.hidden["csrfmiddlewaretoken"]
    page.hidden["csrfmiddlewaretoken"] = "x" * 64
    answer = page.autosave(idea="Mine.")
    assert (answer.status_code, len(answer.json()["token"])) == (403, len(old))
    assert kept() == [(author.user.pk, "idea", "Mine.", "signed_out")]
    page.hidden["csrfmiddlewaretoken"] = answer.json()["token"]
    assert page.autosave(idea="Mine.").status_code == 200
    draft.refresh_from_db()
    assert (draft.draft["idea"], kept()) == ("Mine.", [])


def test_any_other_form_without_a_token_is_refused_in_plain_words(author, strict):
    answer = strict.post("/proposals/new/", {"title": "Forged"})
    assert answer.status_code == 403
    assert "Go back, open the page anew, and send it again." in answer.content.decode()


def forged(draft, author) -> str:
    return signing.dumps([draft.pk, author.user.pk, uuid.uuid4().hex], salt="another")


def of_another_proposal(draft, author) -> str:
    other = ProposalFactory(city=draft.city, author=author.user)
    return signing.dumps([other.pk, author.user.pk, uuid.uuid4().hex], salt="initiatives.section")


def of_a_reader(draft, author) -> str:
    person = ProposalFactory().author
    return signing.dumps([draft.pk, person.pk, uuid.uuid4().hex], salt="initiatives.section")


def of_nobody(draft, author) -> str:
    return signing.dumps([draft.pk, 0, uuid.uuid4().hex], salt="initiatives.section")


def nothing(draft, author) -> str:
    return ""


@pytest.mark.parametrize("stamp", [forged, of_another_proposal, of_a_reader, of_nobody, nothing])
def test_without_a_good_stamp_nothing_is_written_and_the_script_is_told(draft, author, stamp):
    typed = {"base": 1, "idea": "Mine.", "made_for": stamp(draft, author)}
    url = f"/proposals/{draft.reference}/edit/idea/"
    plain, script = Client().post(url, typed), Client().post(f"{url}autosave/", typed)
    assert (plain.status_code, plain.url) == (302, LOGIN + url)
    assert (script.status_code, script.json()["kept"], kept()) == (401, False, [])


def test_a_stamp_is_good_for_three_days(draft, author, monkeypatch):
    page = open_section(author, draft)
    page.client.cookies.clear()
    monkeypatch.setattr("initiatives.views.made_for.GOOD_FOR", timedelta(0))
    assert (page.autosave(idea="Mine.").json()["kept"], kept()) == (False, [])


def test_no_more_is_kept_for_somebody_signed_out_than_anybody_types(draft, author, monkeypatch):
    page = open_section(author, draft)
    page.client.cookies.clear()
    monkeypatch.setattr(keeping, "KEPT_A_DAY", 2)
    answers = [page.autosave(idea=f"Flood {number}.").json() for number in range(4)]
    assert [answer["kept"] for answer in answers] == [True, True, False, False]
    assert "no more is kept" in answers[-1]["sentence"]
    assert KeptText.objects.count() == 2


def test_the_loss_is_real_where_nothing_is_kept(draft, author, monkeypatch):
    page = open_section(author, draft)
    page.client.cookies.clear()
    monkeypatch.setattr(writing, "keep_for", lambda *_, **__: None)
    page.save(idea="An hour of typing.")
    assert "An hour of typing." not in sign_in(author).get(page.url).content.decode()
    assert kept() == []


def test_signing_out_asks_the_browser_to_forget(author):
    client = sign_in(author)
    answer = client.post("/accounts/logout/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in client.get("/").headers


@pytest.mark.parametrize("page", ["", "edit/", "edit/idea/", "submit/"])
def test_no_page_with_a_draft_is_stored_by_the_browser(draft, author, page):
    answer = sign_in(author).get(f"/proposals/{draft.reference}/{page}")
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)
