"""What a section's page saves by itself, and what it is told."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from initiatives.models import KeptText, Presence, Revision
from initiatives.operations import proposals, writing
from tests.conftest import sign_in
from tests.factories.proposals import PresenceFactory, ProposalFactory
from tests.initiatives.drafting import open_section

pytestmark = pytest.mark.django_db
QUERIES_OF_A_SAVE = 20
QUERIES_OF_A_LOOK = 13
"""Session, person, offices and names among them; none grows with the proposal."""


@pytest.fixture
def author(staff_of):
    return staff_of("raytown")


@pytest.fixture
def colleague(staff_of):
    return staff_of("grandview")


@pytest.fixture
def draft(cities, author, colleague):
    return ProposalFactory(city=cities["raytown"], author=author.user, writers=[colleague.user])


def said(answer) -> dict:
    """An answer without its time of day, which must be one."""
    body = answer.json()
    assert re.fullmatch(r"\d{1,2}:\d\d [ap]m", body.pop("saved_at"))
    return body


def test_what_is_typed_is_saved_and_the_answer_says_how_the_section_stands(draft, author):
    page = open_section(author, draft)
    answer = page.autosave(idea="Two trucks.\r\n")
    assert (answer.status_code, said(answer)) == (
        200,
        {
            "version": 2,
            "texts": {"idea": "Two trucks."},
            "kept": [],
            "others": [],
            "problems": {},
            "sums": {},
        },
    )
    assert answer["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    revision = Revision.objects.get(proposal=draft, number=2)
    assert (revision.changes, revision.by, revision.turn) == (
        {"idea": "Two trucks."},
        author.user,
        1,
    )


def test_asking_how_things_stand_writes_no_revision_and_brings_what_others_wrote(
    draft, author, colleague
):
    page = open_section(author, draft, "problem")
    open_section(colleague, draft, "problem").autosave(who_feels_it="Night crews.")
    answer = said(page.autosave())
    assert (answer["texts"], answer["version"]) == (
        {"problem": "Sample problem.", "who_feels_it": "Night crews."},
        2,
    )
    assert answer["others"] == [
        {
            "name": "Staff, Grandview",
            "section": "The problem and who feels it",
            "sentence": "Staff, Grandview is in “The problem and who feels it” now.",
        }
    ]
    assert draft.revisions.count() == 2


def test_only_the_boxes_that_are_sent_are_typed(draft, author):
    open_section(author, draft, "problem").autosave(problem="Potholes.")
    draft.refresh_from_db()
    assert (draft.draft["problem"], draft.draft["who_feels_it"]) == ("Potholes.", "Sample crews.")


def test_boxes_to_tick_say_that_they_were_asked(draft, author):
    page = open_section(author, draft, "sharing")
    assert page.hidden.pop("asked") == "wanted"
    page.autosave(asked="wanted", wanted=["grandview", "independence"])
    page.autosave(shared="Crews.")
    draft.refresh_from_db()
    assert [draft.draft.get(f"wanted__{slug}") for slug in ("grandview", "independence")] == [
        "yes",
        "yes",
    ]
    page.autosave(asked="wanted", wanted=["independence"])
    draft.refresh_from_db()
    assert "wanted__grandview" not in draft.draft


def test_two_texts_for_one_answer_are_kept_and_both_are_said(draft, author, colleague):
    page = open_section(author, draft)
    open_section(colleague, draft).autosave(idea="Theirs.")
    answer = said(page.autosave(idea="Mine."))
    assert (answer["texts"], answer["kept"]) == (
        {"idea": "Theirs."},
        [
            {
                "key": "idea",
                "sentence": (
                    "Staff, Grandview changed this answer after you had read it. Both texts are "
                    "kept; compare and choose."
                ),
                "stands": "Theirs.",
                "is_torn": True,
            }
        ],
    )
    page.autosave(idea="Mine, further.")
    (kept,) = draft.kept_texts.waiting()
    assert (kept.text, kept.person, kept.why) == ("Mine, further.", author.user, "conflict")


def test_saving_by_itself_settles_nothing(draft, author, colleague):
    page = open_section(author, draft)
    open_section(colleague, draft).autosave(idea="Theirs.")
    page.autosave(idea="Mine.", settled="idea")
    draft.refresh_from_db()
    assert draft.draft["idea"] == "Theirs."


def test_a_figure_that_cannot_be_read_is_saved_and_pointed_out_and_the_others_are_added_up(
    draft, author
):
    answer = said(open_section(author, draft, "money").autosave(yearly_cost_cash="about nine"))
    assert (answer["texts"]["yearly_cost_cash"], answer["problems"], answer["sums"]) == (
        "about nine",
        {"yearly_cost_cash": ("Enter an amount in dollars, such as 12,500.00, without words.")},
        {"cost": "$1,000.00", "saving": "$12,500.00"},
    )


def test_a_text_that_was_closed_meanwhile_is_left_and_what_was_typed_is_kept(draft, author):
    page = open_section(author, draft)
    writing.save(
        draft,
        answers={"title": "Sweeper", "wanted__grandview": "yes"},
        base=1,
        by=author,
        at=timezone.now(),
    )
    draft.refresh_from_db()
    proposals.submit(draft, by=author, at=timezone.now())
    answer = page.autosave(idea="Too late.")
    assert answer.status_code == 409
    assert re.fullmatch(
        rf"{draft.reference} was sent in on .+, so its text stands\. Ask the facilitator to send "
        r"it back if something must change, or withdraw it\. What you typed is kept for you on "
        r"its page\.",
        answer.json()["sentence"],
    )
    assert list(draft.kept_texts.values_list("key", "text", "why")) == [
        ("idea", "Too late.", "closed")
    ]


def test_a_reader_learns_why_and_a_stranger_nothing(draft, author, clerk_of, staff_of, cities):
    reader = clerk_of("raytown")
    submitted = ProposalFactory(city=cities["raytown"], author=author.user, state="submitted")
    url = "/proposals/{}/edit/idea/autosave/"
    refused = sign_in(reader).post(url.format(submitted.reference), {"base": 1, "idea": "x"})
    hidden = sign_in(staff_of("grandview"))
    theirs, missing = (
        hidden.post(url.format(reference), {"base": 1, "idea": "x"})
        for reference in (draft.reference, "EJC-1999-001")
    )
    assert (refused.status_code, refused.json()["sentence"]) == (
        403,
        (
            f"Only the authors of {submitted.reference} and the colleagues they invited write it. "
            f"Ask {author.user} to share it with you."
        ),
    )
    assert theirs.status_code == missing.status_code == 404
    assert theirs.json() == missing.json()


@pytest.mark.parametrize("key", ["files", "nothing"])
def test_a_section_without_boxes_saves_nothing(draft, author, key):
    url = f"/proposals/{draft.reference}/edit/{key}/autosave/"
    assert sign_in(author).post(url, {"base": 1}).status_code == 404


def test_more_than_the_portal_takes_at_once_is_refused_in_words(draft, author):
    page = open_section(author, draft)
    much = "base=1&idea=" + "x" * (2 * 1024 * 1024)
    form = "application/x-www-form-urlencoded"
    sentence = (
        "This is more text than the portal takes at once: 2 MB, about a thousand pages. Put the "
        "rest in a file."
    )
    script = page.client.post(
        f"{page.url}autosave/", much, content_type=form, headers={"accept": "application/json"}
    )
    plain = page.client.post(page.url, much, content_type=form)
    assert (script.status_code, script.json()) == (413, {"sentence": sentence})
    assert (plain.status_code, sentence in plain.content.decode()) == (413, True)


@pytest.mark.parametrize("base", ["-1", "x", "", "99999999999999999999"])
def test_a_base_that_no_page_has_overwrites_nothing_that_was_not_read(draft, author, base):
    url = f"/proposals/{draft.reference}/edit/idea/autosave/"
    answer = sign_in(author).post(url, {"base": base, "idea": "Mine.", "turn": "x"})
    draft.refresh_from_db()
    assert (answer.status_code, draft.draft["idea"]) == (200, "Sample idea.")
    assert [row.text for row in KeptText.objects.waiting()] == ["Mine."]


def test_a_save_asks_the_database_a_fixed_number_of_questions(
    draft, author, django_assert_num_queries
):
    page = open_section(author, draft)
    page.autosave(idea="First.")
    with django_assert_num_queries(QUERIES_OF_A_SAVE):
        page.autosave(idea="Second.")
    with django_assert_num_queries(QUERIES_OF_A_LOOK):
        page.autosave()


def test_who_is_there_is_said_for_a_minute_on_both_pages(draft, author, colleague, client_for):
    PresenceFactory(
        proposal=draft,
        person=colleague.user,
        section="money",
        seen_at=timezone.now() - timedelta(seconds=50),
    )
    sentence = "Staff, Grandview is in “Costs and savings” now."
    client = client_for(author)
    pages = [f"/proposals/{draft.reference}/edit/", f"/proposals/{draft.reference}/edit/idea/"]
    seen = [sentence in client.get(page).content.decode() for page in pages]
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=61))
    gone = [sentence in client.get(page).content.decode() for page in pages]
    assert (seen, gone) == ([True, True], [False, False])


def test_somebody_is_in_one_section_at_a_time(draft, author):
    for key in ("idea", "money"):
        open_section(author, draft, key)
    (row,) = Presence.objects.all()
    assert (row.person, row.section, str(row)) == (
        author.user,
        "money",
        f"{author.user} in {draft.reference}",
    )
