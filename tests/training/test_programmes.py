"""A shared course from its figures to a judgement, and on to an initiative or an agreement."""

import io
import json
import zipfile
from datetime import timedelta
from decimal import Decimal

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse

from agreements.models import Agreement
from agreements.operations.programmes import draft_from
from collaborative.assets import document_fonts
from collaborative.lifecycle import StaleState
from collaborative.models import Event
from initiatives.models import Proposal
from tests.conftest import NOON
from tests.factories.training import CourseFactory
from training import options
from training.memos import typeset_memo, write_docx
from training.models import FIGURES, Programme
from training.operations import programmes as operations
from training.operations.programmes import Asked
from training.results.memos import memo_of
from training.results.programmes import is_current, last_judgement

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
WORDS = {
    "title": "Supervisors' first year (sample)",
    "why": "Fourteen people lead others for the first time.",
    "required_cities": 3,
    "hours": Decimal("8.00"),
    "min_seats": 8,
    "max_seats": 24,
    "fixed_cost": Decimal("2400.00"),
    "cost_per_seat": Decimal("15.00"),
    "market_price": Decimal("180.00"),
    "market_travel": Decimal("40.00"),
    "market_hours": Decimal("2.00"),
    "wage": Decimal("30.00"),
    "backfill_rate": Decimal("45.00"),
    "onsite_fixed": Decimal("1500.00"),
    "onsite_per_seat": Decimal("20.00"),
    "online_fixed": None,
    "online_per_seat": None,
    "online_max_seats": None,
}
SENTENCE = (
    "Feasible: 14 seats of 3 cities fill 1 class, at $2,670.00 together with travel, $410.00 less "
    "than buying the seats elsewhere. With paid time on the road and on shifts counted, the "
    "cheapest way that is open to all of them is: one shared course, $3,615.00 in all, $1,205.00 "
    "less than the next."
)


@pytest.fixture
def asked(cities):
    return [
        Asked(
            city=cities["raytown"],
            seats=6,
            travel=Decimal("5.00"),
            travel_hours=Decimal("0.50"),
            shift_seats=2,
            source="6 by the gaps.",
        ),
        Asked(city=cities["grandview"], seats=5),
        Asked(
            city=cities["independence"],
            seats=3,
            travel=Decimal("10.00"),
            travel_hours=Decimal("1.00"),
        ),
        Asked(city=cities["lees-summit"], seats=0),
    ]


@pytest.fixture
def draft(asked, analyst):
    return operations.begin(CourseFactory(), words=WORDS, asked=asked, by=analyst, at=NOON)


@pytest.fixture
def judged(draft, analyst):
    operations.judge(draft, revision=1, by=analyst, at=LATER)
    return Programme.objects.get()


def signed_in(client, actor):
    client.force_login(actor.user)
    return client


def test_a_study_is_judged_and_the_judgement_keeps_every_figure(draft, analyst):
    found = operations.judge(draft, revision=1, by=analyst, at=LATER)
    assert (draft.state, draft.judged_at, draft.state_since) == ("judged", LATER, LATER)
    assert (found.number, found.verdict, found.best, found.by, found.office) == (
        1,
        "feasible",
        "regional",
        analyst.user,
        "Training analyst, Government Training Institute",
    )
    assert found.sentence == SENTENCE
    again = options.compare(options.parse(found.figures))
    assert (again.feasibility.verdict, again.best) == ("feasible", "regional")
    assert [(each.kind, each.detail) for each in Event.objects.about(draft)] == [
        ("programme.begun", {"course": draft.course.code}),
        ("programme.judged", {"verdict": "feasible", "number": 1}),
    ]


def test_other_figures_take_a_judged_course_back_and_are_judged_anew(judged, asked, analyst):
    first = last_judgement(judged)
    dearer = {**WORDS, "fixed_cost": Decimal("3000.00")}
    operations.change(judged, words=dearer, asked=asked, revision=1, by=analyst, at=LATER)
    assert (judged.state, judged.revision, is_current(judged, first)) == ("draft", 2, False)
    second = operations.judge(judged, revision=2, by=analyst, at=LATER)
    assert (second.number, second.verdict) == (2, "needs_seats")
    assert last_judgement(judged) == second
    assert judged.judgements.get(number=1).figures == first.figures


def test_whoever_comes_second_changes_and_judges_nothing(draft, asked, analyst):
    operations.change(draft, words=WORDS, asked=asked[:1], revision=1, by=analyst, at=NOON)
    with pytest.raises(StaleState):
        operations.change(draft, words=WORDS, asked=asked, revision=1, by=analyst, at=LATER)
    with pytest.raises(StaleState):
        operations.judge(draft, revision=1, by=analyst, at=LATER)
    assert [row.seats for row in draft.cities.all()] == [6]
    assert not draft.judgements.exists()


def test_nobody_but_the_analyst_studies_and_nobody_judges_what_nobody_asks_for(
    draft, asked, analyst, facilitator
):
    with pytest.raises(PermissionDenied, match="Only the training analyst studies"):
        operations.judge(draft, revision=1, by=facilitator, at=LATER)
    operations.change(draft, words=WORDS, asked=asked[3:], revision=1, by=analyst, at=NOON)
    with pytest.raises(PermissionDenied, match="No city asks for seats yet"):
        operations.judge(draft, revision=2, by=analyst, at=LATER)


def test_a_liaison_of_a_city_that_asks_makes_it_a_proposal_with_one_press(
    client, judged, cities, liaison_of
):
    liaison = liaison_of("raytown")
    answer = signed_in(client, liaison).post(
        reverse("training:propose_programme", args=[judged.slug]), {"city": "raytown"}
    )
    proposal, programme = Proposal.objects.get(), Programme.objects.get()
    assert answer.headers["Location"] == proposal.get_absolute_url()
    assert (programme.state, programme.proposal) == ("initiative", proposal)
    assert (proposal.author, proposal.city, proposal.state) == (
        liaison.user,
        cities["raytown"],
        "draft",
    )
    text = proposal.draft
    assert {key: text[key] for key in text if not key.startswith(("idea", "money_basis"))} == {
        "title": WORDS["title"],
        "category": "people",
        "problem": WORDS["why"],
        "who_feels_it": "Those who need the course: 5 of Grandview, 3 of Independence, "
        "6 of Raytown.",
        "shared": "A course of 8 hours for 8 to 24 people in a class, and what it costs.",
        "wanted__grandview": "yes",
        "wanted__independence": "yes",
        "one_time_cost_cash": "2670.00",
        "one_time_saving_cash": "410.00",
        "people_affected": "5 of Grandview, 3 of Independence, 6 of Raytown.",
    }
    assert SENTENCE in text["idea"]
    page = client.get(programme.get_absolute_url())
    assert proposal.reference in page.content.decode()
    again = client.post(
        reverse("training:propose_programme", args=[judged.slug]), {"city": "raytown"}
    )
    assert (again.status_code, Proposal.objects.count()) == (403, 1)


def test_a_facilitator_drafts_an_agreement_of_it_with_one_press(client, judged, facilitator):
    answer = signed_in(client, facilitator).post(
        reverse("agreements:draft_programme", args=[judged.slug])
    )
    agreement, programme = Agreement.objects.get(), Programme.objects.get()
    assert answer.headers["Location"] == agreement.get_absolute_url()
    assert (programme.state, agreement.programme, agreement.training_programme) == (
        "agreement",
        programme,
        "",
    )
    assert [party.organisation.name for party in agreement.parties.all()] == [
        "Grandview",
        "Independence",
        "Raytown",
    ]
    text = agreement.versions.get().draft
    assert "| Raytown | 6 | $1,148.57 |" in text
    assert "[to be agreed]" in text
    page = client.get(programme.get_absolute_url()).content.decode()
    assert agreement.get_absolute_url() in page
    shown = client.get(agreement.get_absolute_url()).content.decode()
    assert f'href="{programme.get_absolute_url()}"' in shown


def test_it_becomes_one_thing_only_whoever_comes_second(judged, cities, liaison_of, facilitator):
    stale = Programme.objects.get()
    liaison = liaison_of("raytown")
    operations.make_proposal(judged, city=cities["raytown"], by=liaison, at=LATER)
    with pytest.raises(StaleState, match="Liaison, Raytown"):
        draft_from(stale, by=facilitator, at=LATER)
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("who", ["staff", "liaison_elsewhere", "analyst"])
def test_nobody_else_makes_it_a_proposal(judged, cities, staff_of, liaison_of, analyst, who):
    actor = {
        "staff": staff_of("raytown"),
        "liaison_elsewhere": liaison_of("blue-springs"),
        "analyst": analyst,
    }[who]
    for city in (cities["raytown"], cities["blue-springs"]):
        with pytest.raises(PermissionDenied):
            operations.make_proposal(judged, city=city, by=actor, at=LATER)
    assert not Proposal.objects.exists()


def test_what_is_not_feasible_becomes_nothing(draft, asked, analyst, facilitator):
    operations.change(draft, words=WORDS, asked=asked[:1], revision=1, by=analyst, at=NOON)
    operations.judge(draft, revision=2, by=analyst, at=LATER)
    with pytest.raises(PermissionDenied, match="was not found feasible"):
        draft_from(draft, by=facilitator, at=LATER)
    assert (Programme.objects.get().state, Agreement.objects.count()) == ("judged", 0)


def test_liaisons_read_what_was_judged_and_never_the_draft_after_it(
    client, judged, asked, analyst, liaison_of
):
    dearer = {**WORDS, "fixed_cost": Decimal("9999.00")}
    operations.change(judged, words=dearer, asked=asked, revision=1, by=analyst, at=LATER)
    signed_in(client, liaison_of("raytown"))
    for name in ("programme", "programme_what_if", "programme_sensitivity"):
        page = client.get(reverse(f"training:{name}", args=[judged.slug])).content.decode()
        assert "$2,670.00" in page
        assert "9,999" not in page
        assert "9999" not in page
    memo = client.get(reverse("training:programme_memo_pdf", args=[judged.slug]))
    assert memo.status_code == 403


def test_a_draft_is_not_there_for_others(client, draft, facilitator):
    signed_in(client, facilitator)
    assert client.get(draft.get_absolute_url()).status_code == 404
    listed = client.get(reverse("training:programmes"))
    assert draft.title not in listed.content.decode()


def test_other_figures_are_tried_by_the_address_and_nothing_is_written(client, judged, analyst):
    signed_in(client, analyst)
    events = Event.objects.count()
    url = reverse("training:programme_what_if", args=[judged.slug])
    page = client.get(url, {"seats-independence": "0", "fixed_cost": "2,400"})
    assert page.context["moved"] == ["Seats of Independence"]
    assert page.context["tried"].found.feasibility.verdict == "needs_seats"
    wrong = client.get(url, {"fixed_cost": "a lot"})
    assert (wrong.context["tried"], "fixed_cost" in wrong.context["form"].errors) == (None, True)
    assert Event.objects.count() == events
    assert Programme.objects.get().fixed_cost == WORDS["fixed_cost"]


def test_the_memo_says_the_same_in_both_forms_the_same_bytes_each_time(judged):
    judgement = last_judgement(judged)
    memo = memo_of(Programme.objects.get(), judgement)
    made = typeset_memo(memo, fonts=document_fonts())
    assert made == typeset_memo(memo, fonts=document_fonts())
    with pikepdf.open(io.BytesIO(made)) as document:
        assert document.Root.MarkInfo.Marked
        assert document.Root.Lang == "en-US"
        assert str(document.docinfo.Title) == memo["title"]
    word = write_docx(memo)
    assert word == write_docx(memo)
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        text = package.read("word/document.xml").decode()
    for said in (SENTENCE, "What the saving hangs on", "$1,118.57", "6 by the gaps."):
        assert said in text
    ways = next(each for each in memo["sections"] if each["title"] == "The ways side by side")
    assert ways["table"]["rows"][2] == [
        "GTI at each city’s own site", "3", "8", "$4,780.00", "$0.00", "$0.00", "$720.00",
        "$5,500.00", "10 seats short of the least in each class",
    ]  # fmt: skip


def test_the_file_that_the_page_offers_gives_the_verdict_again(
    client, judged, liaison_of, tmp_path, capsys
):
    signed_in(client, liaison_of("raytown"))
    answer = client.get(reverse("training:programme_plan", args=[judged.slug]))
    path = tmp_path / "plan.json"
    path.write_bytes(answer.content)
    call_command("plan_training", str(path))
    found = json.loads(capsys.readouterr().out)
    assert (found["verdict"], found["shared_cost"]) == ("feasible", "2670.00")


def test_a_study_begins_with_the_course_s_figures_and_is_refused_whole(client, analyst, cities):
    course = CourseFactory(code="SMP-SUP1")
    signed_in(client, analyst)
    url = f"{reverse('training:new_programme')}?course=SMP-SUP1"
    page = client.get(url)
    form = page.context["form"]
    assert (form["fixed_cost"].value(), form["title"].value()) == (
        course.fixed_cost,
        course.title,
    )
    typed = {name: "" if WORDS[name] is None else str(WORDS[name]) for name in FIGURES}
    typed |= {"title": "Supervision together", "required_cities": "3", "revision": "1"}
    for slug in cities:
        typed |= {f"{slug}-{name}": "0" for name in ("seats", "travel", "travel_hours")}
        typed[f"{slug}-shift_seats"] = "0"
    refused = client.post(url, {**typed, "raytown-seats": "2", "raytown-shift_seats": "3"})
    assert "There cannot be more seats of shift staff than seats." in refused.content.decode()
    assert not Programme.objects.exists()
    client.post(url, {**typed, "raytown-seats": "2"})
    begun = Programme.objects.get()
    assert (begun.slug, begun.cities.count(), begun.onsite_fixed) == (
        "supervision-together",
        5,
        WORDS["onsite_fixed"],
    )


def test_a_study_is_dropped_with_a_reason_that_its_readers_read(client, judged, analyst):
    signed_in(client, analyst).post(
        reverse("training:drop_programme", args=[judged.slug]), {"reason": "GTI offers it free."}
    )
    page = client.get(judged.get_absolute_url()).content.decode()
    assert (Programme.objects.get().state, "GTI offers it free." in page) == ("dropped", True)


def test_a_list_of_programmes_costs_the_same_for_one_and_for_many(
    client, judged, asked, analyst, django_assert_num_queries
):
    signed_in(client, analyst)
    url = reverse("training:programmes")
    client.get(url)
    with django_assert_num_queries(4) as one:
        client.get(url)
    for _ in range(2):
        more = operations.begin(CourseFactory(), words=WORDS, asked=asked, by=analyst, at=NOON)
        operations.judge(more, revision=1, by=analyst, at=LATER)
    with django_assert_num_queries(len(one.captured_queries)):
        client.get(url)
