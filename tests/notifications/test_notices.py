"""Notices of a round: previewed, worded, held back, and sent with the release, each once."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from collaborative.models import Event
from initiatives import grants
from initiatives.models import Decision, Entry, Invited, Proposal, Round
from initiatives.operations import decisions, rounds
from initiatives.operations.decisions import Verdict
from notifications.catalogue.wordings import Wording
from notifications.events import NoticeEvent
from notifications.models import Message, NoticeTemplate, PreparedNotice, Readers
from notifications.operations import delivery, notices, outbox
from tests.factories.notifications import NoticeTemplateFactory, PreparedNoticeFactory
from tests.factories.sponsorships import SponsorshipFactory
from tests.initiatives.scenes import AFTER, opened

pytestmark = pytest.mark.django_db
LATER = AFTER + timedelta(minutes=5)
ON = AFTER.date()


@pytest.fixture
def people(cities, staff_of, liaison_of, evaluator_of):
    return {
        "author": staff_of("grandview"),
        "writer": staff_of("raytown"),
        "reader": staff_of("independence"),
        "co-sponsor": liaison_of("blue-springs"),
        "declined": liaison_of("independence"),
        "evaluator": evaluator_of("raytown"),
    }


@pytest.fixture
def round_(people, cities):
    """Two proposals, frozen: the first with a second writer and a co-sponsor city."""
    made = opened(people["evaluator"], proposals=2, title="Spring")
    Proposal.objects.update(author=people["author"].user)
    first = Proposal.objects.get(reference="EJC-2026-001")
    grants.invite(first, people["writer"].user, role=Invited.EDIT)
    grants.invite(first, people["reader"].user, role=Invited.READ)
    SponsorshipFactory(proposal=first, city=cities["blue-springs"], state="accepted")
    SponsorshipFactory(proposal=first, city=cities["independence"], state="declined")
    rounds.close_due(at=AFTER)
    made.refresh_from_db()
    return made


def decide(round_, by, *outcomes, rationale="It ranks so."):
    for number, outcome in enumerate(outcomes, start=1):
        entry = Entry.objects.select_related("round", "proposal__city").get(
            round=round_, proposal__reference=f"EJC-2026-{number:03}"
        )
        decisions.decide(entry, outcome=outcome, rationale=rationale, by=by, at=AFTER)


def change(round_, by, outcome, *, at=AFTER):
    """Decide anew about the first proposal."""
    earlier = (
        Decision.objects.current()
        .select_related("entry__round", "entry__proposal")
        .get(entry__round=round_, entry__proposal__reference="EJC-2026-001")
    )
    verdict = Verdict(outcome=outcome, rationale="Now it is so.")
    decisions.supersede(earlier, verdict=verdict, because="A city has joined.", by=by, at=at)


def drafts(round_):
    return notices.drafts(round_, on=ON)


def one(round_, readers="authors", about="EJC-2026-001", name="Staff, Grandview"):
    (found,) = (
        draft
        for draft in drafts(round_)
        if (draft.readers, draft.about, draft.recipient.name) == (readers, about, name)
    )
    return found


def listed(round_):
    return [(str(one.readers), one.about, one.recipient.name) for one in drafts(round_)]


ALL = [
    ("authors", "EJC-2026-001", "Staff, Grandview"),
    ("authors", "EJC-2026-001", "Staff, Raytown"),
    ("co-sponsors", "EJC-2026-001", "Liaison, Blue Springs"),
    ("authors", "EJC-2026-002", "Staff, Grandview"),
    ("evaluators", "round", "Evaluator, Raytown"),
]


def test_everybody_concerned_is_among_the_drafts_as_decisions_come(round_, facilitator):
    assert listed(round_) == ALL[-1:]
    decide(round_, facilitator, "recommended", "declined")
    assert listed(round_) == ALL


def test_whoever_is_out_of_office_or_has_no_account_is_not(round_, facilitator, people):
    decide(round_, facilitator, "recommended", "declined")
    people["writer"].user.offices.update(ends_on=ON - timedelta(days=1))
    type(people["author"].user).objects.filter(pk=people["author"].user.pk).update(is_active=False)
    assert listed(round_) == [ALL[2], ALL[4]]


def test_a_notice_says_what_was_decided_why_and_what_is_next(round_, facilitator):
    decide(round_, facilitator, "recommended", "declined", rationale="Every city\nwants it.")
    letter = notices.preview(one(round_), at=AFTER)
    assert letter.subject == "Recommended: EJC-2026-001 Idea 1"
    assert letter.text == (
        "Hello Staff, Grandview,\n\n"
        "Your proposal is recommended in the round “Spring”: “Idea 1” (EJC-2026-001), a proposal "
        "of Grandview.\n\n"
        "The reason that was recorded:\n\n"
        "Every city\nwants it.\n\n"
        "What happens next: The facilitator drafts an agreement from it, which each city’s "
        "council then adopts by its own act.\n\n"
        f"https://portal.sample.example/rounds/{round_.slug}/decisions/EJC-2026-001/\n\n"
        "You get this letter because you are an author of this proposal.\n\n"
        "Common Purpose, the portal of the shared-services collaborative: "
        "https://portal.sample.example/\n"
    )


def test_evaluators_are_told_of_all_in_one_letter(round_, facilitator):
    decide(round_, facilitator, "recommended", "declined")
    letter = notices.preview(one(round_, "evaluators", "round", "Evaluator, Raytown"), at=AFTER)
    assert "- EJC-2026-001 Idea 1: Recommended\n- EJC-2026-002 Idea 2: Declined\n" in letter.text


def test_who_takes_another_proposal_in_is_told_with_the_own_decision(round_, facilitator):
    decide(round_, facilitator, "recommended")
    other = Entry.objects.select_related("round", "proposal").get(
        round=round_, proposal__reference="EJC-2026-002"
    )
    target = Proposal.objects.get(reference="EJC-2026-001")
    decisions.decide(
        other, outcome="merged", rationale="Alike.", merge_into=target, by=facilitator, at=AFTER
    )
    assert "EJC-2026-002 is merged into it; whoever wrote that one" in one(round_).words
    assert one(round_, about="EJC-2026-002").subject.startswith("Merged into EJC-2026-001:")


class TestWording:
    def test_a_wording_of_the_round_is_used_for_its_kind_alone(self, round_, facilitator):
        decide(round_, facilitator, "recommended", "declined")
        notices.word(
            round_,
            Readers.AUTHORS,
            "recommended",
            wording=Wording("Good news on {title}", "Well done. {rationale}"),
            by=facilitator,
            at=AFTER,
        )
        changed = one(round_)
        assert (changed.subject, changed.words) == (
            "Good news on Idea 1",
            "Well done. It ranks so.",
        )
        assert one(round_, about="EJC-2026-002").subject == "Declined: EJC-2026-002 Idea 2"
        notices.use_standard(round_, Readers.AUTHORS, "recommended", by=facilitator, at=AFTER)
        assert one(round_).subject == "Recommended: EJC-2026-001 Idea 1"
        assert Event.objects.filter(kind=NoticeEvent.WORDED).count() == 2

    def test_one_notice_has_words_of_its_own_until_the_decision_changes(self, round_, facilitator):
        decide(round_, facilitator, "recommended", "declined")
        wording = Wording("For you: {outcome}", "Please call us.")
        notices.word_one(one(round_), wording=wording, by=facilitator, at=AFTER)
        worded = one(round_)
        assert (worded.subject, worded.words, worded.is_own, worded.is_outdated) == (
            "For you: Recommended",
            "Please call us.",
            True,
            False,
        )
        assert not one(round_, name="Staff, Raytown").is_own
        change(round_, facilitator, "declined")
        again = one(round_)
        assert (again.subject, again.is_own, again.is_outdated) == (
            "Declined: EJC-2026-001 Idea 1",
            False,
            True,
        )

    @pytest.mark.parametrize(
        ("subject", "text", "sentence"),
        [
            ("On {titel}", "Well.", "There is no field {titel} here."),
            ("On {rationale}", "Well.", "There is no field {rationale} here."),
            ("On it", "{title", "A brace stands alone near “{title”."),
        ],
    )
    def test_what_is_not_in_the_language_is_never_stored(
        self, round_, facilitator, subject, text, sentence
    ):
        decide(round_, facilitator, "recommended", "declined")
        for act in (
            lambda wording: notices.word(
                round_, Readers.AUTHORS, "recommended", wording=wording, by=facilitator, at=AFTER
            ),
            lambda wording: notices.word_one(
                one(round_), wording=wording, by=facilitator, at=AFTER
            ),
        ):
            with pytest.raises(PermissionDenied) as refusal:
                act(Wording(subject, text))
            assert str(refusal.value).startswith(sentence)
        assert (NoticeTemplate.objects.count(), PreparedNotice.objects.count()) == (0, 0)

    def test_a_subject_cannot_bring_a_second_header(self, round_, facilitator):
        Proposal.objects.filter(reference="EJC-2026-001").update(title="Salt\r\nBcc: all@x.example")
        decide(round_, facilitator, "recommended", "declined")
        letter = notices.preview(one(round_), at=AFTER)
        assert letter.subject == "Recommended: EJC-2026-001 Salt Bcc: all@x.example"


class TestHolding:
    def test_what_is_held_back_says_why_and_can_be_let_go(self, round_, facilitator):
        decide(round_, facilitator, "recommended", "declined")
        with pytest.raises(PermissionDenied, match="Say why this notice is held back"):
            notices.hold(one(round_), because=" ", by=facilitator, at=AFTER)
        notices.hold(one(round_), because="We call.", by=facilitator, at=AFTER)
        assert one(round_).held_because == "We call."
        change(round_, facilitator, "declined")
        assert one(round_).held_because == "We call."
        notices.let_go(one(round_), by=facilitator, at=AFTER)
        notices.let_go(one(round_), by=facilitator, at=AFTER)
        assert one(round_).held_because == ""
        kinds = Event.objects.filter(kind__startswith="notice.").order_by("pk")
        assert list(kinds.values_list("kind", "detail")) == [
            ("notice.held_back", {}),
            ("notice.let_go", {}),
        ]

    def test_words_and_holding_do_not_undo_each_other(self, round_, facilitator):
        decide(round_, facilitator, "recommended", "declined")
        wording = Wording("For you", "Please call us.")
        notices.hold(one(round_), because="We call.", by=facilitator, at=AFTER)
        notices.word_one(one(round_), wording=wording, by=facilitator, at=AFTER)
        kept = one(round_)
        assert (kept.words, kept.held_because) == ("Please call us.", "We call.")


def test_nobody_but_a_facilitator_prepares_notices_and_only_until_the_release(
    round_, facilitator, people, administrator
):
    decide(round_, facilitator, "recommended", "declined")
    draft = one(round_)
    for actor in (people["author"], people["evaluator"], administrator):
        with pytest.raises(PermissionDenied, match="prepared by a facilitator at MARC"):
            notices.hold(draft, because="No.", by=actor, at=AFTER)
    rounds.release(round_, by=facilitator, at=AFTER)
    with pytest.raises(PermissionDenied, match="its notices went out as they were prepared"):
        notices.hold(draft, because="No.", by=facilitator, at=AFTER)


def test_after_the_release_the_database_refuses_every_change(round_, facilitator):
    decide(round_, facilitator, "recommended", "declined")
    template = NoticeTemplateFactory(round=round_)
    notice = PreparedNoticeFactory(round=round_)
    rounds.release(round_, by=facilitator, at=AFTER)
    for act in (
        lambda: NoticeTemplate.objects.update(text="Other."),
        template.delete,
        lambda: PreparedNotice.objects.update(held_because="Other."),
        notice.delete,
        lambda: PreparedNoticeFactory(round=round_),
    ):
        with pytest.raises(IntegrityError, match="refuses this change"), transaction.atomic():
            act()


class TestSending:
    def test_nothing_goes_out_before_the_release(self, round_, facilitator):
        outbox.post_events(at=AFTER)
        decide(round_, facilitator, "recommended", "declined")
        notices.hold(one(round_), because="We call.", by=facilitator, at=AFTER)
        assert outbox.post_events(at=LATER) == []

    def test_with_the_release_exactly_the_prepared_ones_go_out_each_once(
        self, round_, facilitator, box
    ):
        outbox.post_events(at=AFTER)
        decide(round_, facilitator, "recommended", "declined")
        notices.hold(
            one(round_, name="Staff, Raytown"), because="We call.", by=facilitator, at=AFTER
        )
        wording = Wording("For you: {outcome}", "Call us & <b>ask</b>.\n\nBye.")
        notices.word_one(one(round_), wording=wording, by=facilitator, at=AFTER)
        previewed = {
            draft.recipient.email + draft.about: notices.preview(draft, at=LATER)
            for draft in drafts(round_)
            if not draft.held_because
        }
        rounds.release(round_, by=facilitator, at=AFTER)
        for _ in range(2):
            outbox.post_events(at=LATER)
            delivery.deliver(clock=lambda: LATER)
        sent = Message.objects.filter(kind="notice.decided").order_by("pk")
        assert [(row.context["readers"], row.recipient.name, row.state) for row in sent] == [
            (readers, name, "sent") for readers, _, name in [ALL[0], *ALL[2:]]
        ]
        assert sorted((row.subject, row.body_text) for row in sent) == sorted(
            (letter.subject, letter.text) for letter in previewed.values()
        )
        assert sent.count() == len(box.taken) == 4
        own = next(mail for _, mail in box.taken if mail["Subject"] == "For you: Recommended")
        html = own.get_body(("html",)).get_content()
        assert "Call us &amp; &lt;b&gt;ask&lt;/b&gt;." in html

    def test_whoever_comes_to_write_by_the_release_itself_gets_no_second_notice(
        self, round_, facilitator, staff_of
    ):
        writer = staff_of("raytown")
        target, source = Proposal.objects.order_by("reference")
        Proposal.objects.filter(pk=source.pk).update(author=writer.user)
        decide(round_, facilitator, "recommended")
        entry = Entry.objects.select_related("round", "proposal").get(proposal=source)
        decisions.decide(
            entry, outcome="merged", rationale="So.", merge_into=target, by=facilitator, at=AFTER
        )
        previewed = [(one.key, one.subject, one.words) for one in drafts(round_)]
        rounds.release(round_, by=facilitator, at=AFTER)
        assert target in Proposal.objects.written_by(writer)
        round_.refresh_from_db()
        assert [(one.key, one.subject, one.words) for one in drafts(round_)] == previewed
        written = outbox.post_events(at=LATER)
        assert [one.kind for one in written if one.recipient == writer.user] == ["notice.decided"]

    def test_what_is_decided_later_changes_no_notice_and_is_told_by_a_letter_of_its_own(
        self, round_, facilitator, box
    ):
        outbox.post_events(at=AFTER)
        decide(round_, facilitator, "recommended", "declined")
        rounds.release(round_, by=facilitator, at=AFTER)
        change(round_, facilitator, "declined", at=AFTER + timedelta(minutes=1))
        outbox.post_events(at=LATER)
        delivery.deliver(clock=lambda: LATER)
        to_writer = Message.objects.filter(recipient__name="Staff, Raytown").order_by("pk")
        assert [row.subject for row in to_writer] == [
            "Recommended: EJC-2026-001 Idea 1",
            "A later decision on EJC-2026-001 Idea 1",
        ]
        assert "has been changed by a later decision: Declined." in to_writer[1].body_text
        assert "A city has joined." in to_writer[1].body_text

    def test_an_old_release_is_history_and_writes_to_nobody(self, round_, facilitator):
        decide(round_, facilitator, "recommended", "declined")
        rounds.release(round_, by=facilitator, at=AFTER)
        assert outbox.post_events(at=AFTER + timedelta(days=8)) == []


@pytest.mark.parametrize("proposals", [1, 3])
def test_drafts_cost_as_many_queries_for_one_proposal_as_for_three(
    people, cities, facilitator, django_assert_num_queries, proposals
):
    round_ = opened(people["evaluator"], proposals=proposals)
    for proposal in Proposal.objects.all():
        SponsorshipFactory(proposal=proposal, city=cities["blue-springs"], state="accepted")
    rounds.close_due(at=AFTER)
    round_ = Round.objects.get(pk=round_.pk)
    decide(round_, facilitator, *["recommended"] * proposals)
    with django_assert_num_queries(8):
        found = drafts(round_)
        assert [(draft.subject, draft.words) for draft in found]
