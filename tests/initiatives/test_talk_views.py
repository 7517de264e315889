"""Comments on the page: the list, a thread, the forms, and what happens to a refused one."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from collaborative.models import Event
from initiatives.models import Audience, Comment, Invited
from initiatives.operations import proposals, talk
from initiatives.results.proposals import Colleague, colleagues
from initiatives.rules.proposals import why_not_share_with
from tests.conftest import NOON
from tests.factories.proposals import ProposalFactory
from tests.factories.talk import CommentFactory, CommentWordingFactory, MentionFactory
from tests.initiatives.scenes import declared, opened

pytestmark = pytest.mark.django_db
TALK = "initiatives:talk"


@pytest.fixture
def author(staff_of):
    return staff_of("raytown")


@pytest.fixture
def liaison(liaison_of):
    return liaison_of("raytown")


@pytest.fixture
def commenter(staff_of):
    return staff_of("grandview")


@pytest.fixture
def proposal(author, commenter, liaison, cities, facilitator):
    return ProposalFactory(
        state="submitted",
        reference="EJC-2026-014",
        title="Sample fleet",
        city=cities["raytown"],
        author=author.user,
        commenters=[commenter.user],
    )


def typed(**given) -> dict[str, object]:
    own = {"audience": "authors", "section": "idea", "text": "Which trucks?", "key": uuid.uuid4()}
    return {**own, **given}


def url(name: str, *args) -> str:
    return reverse(f"initiatives:{name}", args=args)


def said_on(page) -> list[str]:
    return [thread.wording.text for thread in page.context["page"]]


def test_a_comment_is_added_and_the_page_says_who_gets_a_letter(
    client_for, author, commenter, proposal
):
    answer = client_for(author).post(
        url("talk", "EJC-2026-014"), typed(text="@Staff, Grandview, which trucks?"), follow=True
    )
    (said,) = Comment.objects.with_words()
    page = answer.content.decode()
    assert "Your comment is added. A letter goes to Staff, Grandview." in page
    assert (said.audience, said.section, said.wording.text) == (
        "authors",
        "idea",
        "@Staff, Grandview, which trucks?",
    )
    assert [mention.person for mention in said.wording.mentions.all()] == [commenter.user]


def test_a_form_that_is_pressed_twice_makes_one_comment(client_for, author, proposal):
    desk, form = client_for(author), typed()
    first, second = (desk.post(url("talk", "EJC-2026-014"), form) for _ in range(2))
    assert (first.url, Comment.objects.count()) == (second.url, 1)


def test_whoever_is_ticked_is_told_like_whoever_is_named(client_for, author, commenter, proposal):
    client_for(author).post(url("talk", "EJC-2026-014"), typed(tell=[commenter.user.pk]))
    (said,) = Comment.objects.with_words()
    assert [mention.person for mention in said.wording.mentions.all()] == [commenter.user]


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"audience": ""}, "Who reads it: choose one."),
        ({"audience": "facilitators"}, "Select a valid choice. facilitators is not one of the"),
        ({"text": ""}, "Comment: fill this in."),
        ({"section": "nowhere"}, "Select a valid choice. nowhere is not one of the available"),
        (
            {"text": "Kept. @Liaison, Raytown?"},
            (
                "Liaison, Raytown does not read what is said to “The authors”, and cannot be told "
                "of it. Choose other readers, or leave the name out."
            ),
        ),
    ],
)
def test_a_refused_form_says_why_and_keeps_what_was_typed(
    form, sentence, client_for, author, proposal
):
    sent = typed(**form)
    page = client_for(author).post(url("talk", "EJC-2026-014"), sent)
    assert sentence in page.content.decode()
    assert str(sent["text"]) in page.content.decode()
    assert not Comment.objects.exists()


def test_a_comment_on_a_proposal_that_was_closed_meanwhile_is_kept_on_the_page(
    client_for, author, facilitator, proposal
):
    proposals.decline(proposal, reason="Done elsewhere.", by=facilitator, at=timezone.now())
    page = client_for(author).post(url("talk", "EJC-2026-014"), typed(text="Kept words."))
    assert (page.status_code, "Kept words." in page.content.decode()) == (409, True)
    assert "so its comments are closed" in page.content.decode()


def test_the_words_of_the_form_say_who_reads_each_choice(client_for, author, liaison, proposal):
    def offered(actor) -> dict[str, str]:
        form = client_for(actor).get(url("talk", "EJC-2026-014")).context["form"]
        return {key: words.partition(":")[0] for key, words in form.fields["audience"].choices}

    assert offered(author) == {
        "authors": "The authors",
        "staff": "Cities’ staff",
        "between": "The facilitators",
    }
    assert offered(liaison) == {"staff": "Cities’ staff"}


def test_the_facilitator_is_offered_the_authors_and_the_facilitators(
    client_for, facilitator, proposal
):
    form = client_for(facilitator).get(url("talk", "EJC-2026-014")).context["form"]
    assert form.fields["audience"].choices == [
        (
            "between",
            (
                "The authors: a question to them. They get a letter and answer here; all "
                "facilitators read both."
            ),
        ),
        (
            "facilitators",
            "The facilitators alone. Its authors and the cities do not read it.",
        ),
    ]


def test_the_list_is_filtered_by_section_state_and_audience(
    client_for, author, commenter, proposal
):
    CommentFactory(proposal=proposal, section="", text="Whole.", audience="staff")
    CommentFactory(proposal=proposal, section="money", text="Money.")
    settled = CommentFactory(proposal=proposal, section="money", text="Settled.")
    talk.resolve(settled, by=author, at=NOON)
    desk, page = client_for(author), url("talk", "EJC-2026-014")
    shown = {
        query: said_on(desk.get(page + query))
        for query in (
            "",
            "?section=whole",
            "?section=money",
            "?state=open",
            "?state=resolved",
            "?audience=staff",
            "?audience=facilitators",
            "?section=nowhere",
        )
    }
    assert shown == {
        "": ["Settled.", "Money.", "Whole."],
        "?section=whole": ["Whole."],
        "?section=money": ["Settled.", "Money."],
        "?state=open": ["Money.", "Whole."],
        "?state=resolved": ["Settled."],
        "?audience=staff": ["Whole."],
        "?audience=facilitators": ["Settled.", "Money.", "Whole."],
        "?section=nowhere": ["Settled.", "Money.", "Whole."],
    }


def test_the_proposals_page_counts_what_its_reader_reads(
    client_for, author, liaison, facilitator, proposal
):
    settled = CommentFactory(proposal=proposal, section="money")
    CommentFactory(proposal=proposal, section="money")
    CommentFactory(proposal=proposal, section="", audience="staff")
    talk.resolve(settled, by=author, at=NOON)

    def counted(actor) -> list[tuple[str, int, int]]:
        glance = client_for(actor).get(url("proposal", "EJC-2026-014")).context["talk"]
        return [(tally.title, tally.open, tally.all) for tally in glance.tallies]

    assert counted(author) == [("The whole proposal", 1, 1), ("Costs and savings", 1, 2)]
    assert counted(liaison) == [("The whole proposal", 1, 1)]
    assert counted(facilitator) == []


def test_an_answer_a_resolution_and_a_reopening(client_for, author, commenter, proposal):
    thread = CommentFactory(proposal=proposal, by=author.user, text="Which trucks?")
    desk = client_for(commenter)
    page = url("thread", "EJC-2026-014", thread.pk)
    desk.post(page, {"text": "All five.", "key": uuid.uuid4()})
    assert "All five." in desk.get(page).content.decode()
    resolve = url("resolve_thread", "EJC-2026-014", thread.pk)
    assert "This is resolved." in desk.post(resolve, follow=True).content.decode()
    again = client_for(author).post(resolve, follow=True).content.decode()
    assert "Staff, Grandview resolved this on " in again
    assert "Nothing was changed." in again
    late = desk.post(page, {"text": "One more word.", "key": uuid.uuid4()})
    assert (late.status_code, "One more word." in late.content.decode()) == (409, True)
    reopen = url("reopen_thread", "EJC-2026-014", thread.pk)
    assert "This is open again." in desk.post(reopen, follow=True).content.decode()
    assert "This is open already" in desk.post(reopen, follow=True).content.decode()


def test_a_changed_comment_says_so_and_shows_its_earlier_wordings_on_demand(
    client_for, author, commenter, proposal
):
    said = CommentFactory(proposal=proposal, by=author.user, text="First wording.")
    page = url("edit_comment", "EJC-2026-014", said.pk)
    desk = client_for(author)
    assert "First wording." in desk.get(page).content.decode()
    desk.post(page, {"text": "Second wording.", "number": 1})
    reader = client_for(commenter)
    thread = reader.get(url("thread", "EJC-2026-014", said.pk)).content.decode()
    assert ("Edited on " in thread, "First wording." in thread) == (True, False)
    earlier = reader.get(url("wordings", "EJC-2026-014", said.pk)).content.decode()
    assert earlier.index("Second wording.") < earlier.index("First wording.")


def test_of_two_windows_the_second_shows_both_wordings_and_can_be_saved(
    client_for, author, proposal
):
    said = CommentFactory(proposal=proposal, by=author.user, text="First.")
    page = url("edit_comment", "EJC-2026-014", said.pk)
    desk = client_for(author)
    desk.post(page, {"text": "From one window.", "number": 1})
    form = {"text": "From the other.", "number": 1}
    answer = desk.post(page, form)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert ("From one window." in shown, "From the other." in shown) == (True, True)
    desk.post(page, {**form, "number": answer.context["form"]["number"].value()})
    assert list(said.wordings.order_by("number").values_list("text", flat=True)) == [
        "First.",
        "From one window.",
        "From the other.",
    ]


def test_a_comment_of_another_proposal_is_not_found_under_this_one(client_for, author, proposal):
    other = CommentFactory(
        proposal=ProposalFactory(state="submitted", author=author.user, city=proposal.city)
    )
    answer = client_for(author).get(url("thread", "EJC-2026-014", other.pk))
    assert answer.status_code == 404


def test_an_evaluator_is_told_why_the_comments_are_closed(client_for, evaluator_of):
    evaluator = evaluator_of("raytown")
    declared(evaluator, opened(evaluator))
    answer = client_for(evaluator).get(url("talk", "EJC-2026-001"))
    assert answer.status_code == 403
    assert "Evaluators judge what the proposal itself says" in answer.content.decode()
    page = client_for(evaluator).get(url("proposal", "EJC-2026-001"))
    assert (page.status_code, page.context["talk"]) == (200, None)


def test_what_a_comment_says_is_text_and_no_markup(client_for, author, proposal):
    CommentFactory(proposal=proposal, text="<script>alert(1)</script>\n\nTwo.")
    page = client_for(author).get(url("talk", "EJC-2026-014")).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize("count", [1, 50])
def test_the_pages_cost_the_same_for_any_number_of_comments(
    count, client_for, author, commenter, proposal, django_assert_num_queries
):
    for number in range(count):
        thread = CommentFactory(proposal=proposal, section=("money", "idea")[number % 2])
        answer = CommentFactory(proposal=proposal, section=thread.section, reply_to=thread)
        MentionFactory(wording=CommentWordingFactory(comment=answer, number=2), person=author.user)
    desk = client_for(author)
    with django_assert_num_queries(18):
        page = desk.get(url("talk", "EJC-2026-014"))
    assert len(page.context["page"].object_list) == min(count, 20)
    with django_assert_num_queries(19):
        desk.get(url("proposal", "EJC-2026-014"))
    with django_assert_num_queries(16):
        desk.get(url("thread", "EJC-2026-014", thread.pk))


def test_the_home_page_shows_what_waits_for_an_answer(client_for, author, commenter, proposal):
    talk.comment(
        proposal,
        audience=Audience.AUTHORS,
        section="idea",
        text="@Staff, Grandview?",
        mentioned=[commenter.user],
        by=author,
        at=NOON,
    )
    shown = client_for(commenter).get(reverse("home")).context["panels"]
    (panel,) = [panel for panel in shown if panel.title == "Comments that wait for you"]
    assert [(task.label, task.note) for task in panel.tasks] == [
        ("Staff, Raytown on Sample fleet", "The idea; Monday, March 2, 2026, 12:00 pm Central")
    ]


# What invited colleagues may do ------------------------------------------------------------------


@pytest.fixture
def draft(author, cities):
    return ProposalFactory(reference="EJC-2026-020", city=cities["raytown"], author=author.user)


def test_a_role_is_changed_by_one_press_and_told_in_words(client_for, author, commenter, draft):
    proposals.share(draft, colleague=commenter.user, role=Invited.READ, by=author, at=NOON)
    page = url("change_role", "EJC-2026-020", commenter.user.pk)
    answer = client_for(author).post(page, {"role": "comment_draft"}, follow=True)
    assert (
        "Staff, Grandview may read it and comment on it from now on, and is told so."
        in answer.content.decode()
    )
    assert colleagues(draft) == [Colleague(commenter.user, Invited.COMMENT)]
    history = client_for(author).get(url("proposal", "EJC-2026-020")).content.decode()
    assert "Staff, Raytown invited Staff, Grandview to read it only." in history
    assert (
        "Staff, Raytown changed the role of Staff, Grandview, who may now read it and comment on "
        "it." in history
    )


def test_the_same_role_again_and_no_role_change_nothing(client_for, author, commenter, draft):
    proposals.share(draft, colleague=commenter.user, role=Invited.READ, by=author, at=NOON)
    page = url("change_role", "EJC-2026-020", commenter.user.pk)
    for role in ("read_draft", "nonsense", ""):
        client_for(author).post(page, {"role": role})
    client_for(author).post(url("change_role", "EJC-2026-020", 0), {"role": "edit_draft"})
    kinds = Event.objects.about(draft).values_list("kind", flat=True)
    assert (list(kinds), colleagues(draft)) == (
        ["proposal.shared"],
        [Colleague(commenter.user, Invited.READ)],
    )


@pytest.mark.parametrize(
    ("role", "writes", "talks"),
    [(Invited.EDIT, True, True), (Invited.COMMENT, False, True), (Invited.READ, False, False)],
)
def test_what_each_role_may_do(role, writes, talks, client_for, author, commenter, draft):
    proposals.share(draft, colleague=commenter.user, role=role, by=author, at=NOON)
    desk = client_for(commenter)
    assert desk.get(url("proposal", "EJC-2026-020")).status_code == 200
    edit = desk.get(url("edit_proposal", "EJC-2026-020")).status_code
    form = desk.get(url("talk", "EJC-2026-020")).context["form"]
    audiences = [key for key, _ in form.fields["audience"].choices]
    assert (edit == 200, "authors" in audiences) == (writes, talks)


def test_an_evaluator_is_not_invited_to_comment(client_for, author, evaluator_of, draft):
    evaluator = evaluator_of("grandview").user
    sentence = (
        "Evaluator, Grandview is an evaluator, and evaluators read no comments. Invite somebody "
        "else, or let the person read it only."
    )
    page = client_for(author).post(
        url("share_proposal", "EJC-2026-020"), {"email": evaluator.email, "role": "comment_draft"}
    )
    assert sentence in page.content.decode()
    on = NOON.date()
    assert [why_not_share_with(evaluator, draft, on=on, role=role) for role in Invited] == [
        None,
        sentence,
        None,
    ]


def test_old_events_without_a_role_are_still_told(client_for, author, commenter, draft):
    for number, may_edit in enumerate((True, False)):
        Event.objects.record(
            "proposal.shared",
            draft,
            by=author,
            at=NOON + timedelta(minutes=number),
            colleague="Staff, Grandview",
            may_edit=may_edit,
        )
    page = client_for(author).get(url("proposal", "EJC-2026-020")).content.decode()
    assert "Staff, Raytown invited Staff, Grandview to write with them." in page
    assert "Staff, Raytown invited Staff, Grandview to read it." in page
