"""The whole way of an assessment: built, opened, answered, typed in, closed."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from collaborative.lifecycle import StaleState
from collaborative.models import PUBLIC, Event
from tests.conftest import NOON, sign_in
from tests.factories.cities import DepartmentFactory
from tests.factories.training import (
    AskedTopicFactory,
    AssessmentFactory,
    QuestionnaireFactory,
    RespondentFactory,
    TopicFactory,
)
from training.models import Answer, Assessment, Respondent
from training.operations import answering, assessments, papers, respondents
from training.operations.answering import Wishes
from training.operations.assessments import Plan, Questions
from training.operations.papers import Paper
from training.operations.respondents import Asked

pytestmark = pytest.mark.django_db
State, Role, Way = Assessment.State, Respondent.Role, Respondent.Way
CLOSE = NOON + timedelta(days=14)
ASPECTS = ["importance", "performance", "frequency", "difficulty", "people", "mandated", "barriers"]
SAID = {"importance": 5, "performance": 2, "barriers": ["staffing"]}


@pytest.fixture
def works(cities):
    """Public works of Raytown."""
    return DepartmentFactory(organisation=cities["raytown"], name="Public works")


@pytest.fixture
def topics():
    """Trenches first, then supervision."""
    return [
        TopicFactory(slug="trench", name="Trench and excavation", about="Digging safely."),
        TopicFactory(slug="supervision", name="Supervision"),
    ]


@pytest.fixture
def draft(analyst, topics):
    """An assessment that asks staff and heads about both topics, and nobody yet."""
    draft = assessments.prepare(
        Plan(title="Training needs", purpose="Say what you need.", closes_at=CLOSE),
        by=analyst,
        at=NOON,
    )
    for revision, audience in enumerate(("staff", "heads"), 1):
        assessments.ask(
            draft,
            questions=Questions(audience=audience, topics=topics, aspects=ASPECTS),
            revision=revision,
            by=analyst,
            at=NOON,
        )
    return draft


def _ask(draft, analyst, works, **more):
    more = {"role": Role.FIELD, "way": Way.SLIP} | more
    asked = Asked(city=works.organisation.city, department=works, **more)
    return respondents.add(draft, asked=[asked], by=analyst, at=NOON)


@pytest.fixture
def opened(draft, analyst, works, staff_of):
    """Open: three slips, two sheets of paper, and one of the staff by account."""
    person = staff_of("raytown").user
    _ask(draft, analyst, works, number=3)
    _ask(draft, analyst, works, number=2, way=Way.PAPER)
    _ask(draft, analyst, works, way=Way.ACCOUNT, person=person, role=Role.OFFICE)
    assessments.open_now(draft, by=analyst, at=NOON)
    return draft


def _slip(assessment) -> Respondent:
    return assessment.respondents.filter(way=Way.SLIP).first()


def test_what_is_missing_is_said_at_once_and_nothing_opens(draft, analyst, works):
    assessments.ask(
        draft,
        questions=Questions(audience="staff", topics=[], aspects=["importance"]),
        revision=draft.revision,
        by=analyst,
        at=NOON,
    )
    with pytest.raises(PermissionDenied, match=r"^Say who is asked\.$"):
        assessments.open_now(draft, by=analyst, at=NOON)
    _ask(draft, analyst, works)
    with pytest.raises(PermissionDenied, match="Choose the topics that staff are asked about"):
        assessments.open_now(draft, by=analyst, at=NOON)
    with pytest.raises(PermissionDenied, match="has passed"):
        assessments.open_now(draft, by=analyst, at=CLOSE)
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_a_change_over_somebody_elses_is_refused(draft, analyst):
    assessments.change(
        draft, plan=Plan(title="New", closes_at=CLOSE), revision=3, by=analyst, at=NOON
    )
    with pytest.raises(StaleState):
        assessments.change(
            draft, plan=Plan(title="Newer", closes_at=CLOSE), revision=3, by=analyst, at=NOON
        )
    draft.refresh_from_db()
    assert (draft.title, draft.revision) == ("New", 4)


def test_the_clock_opens_what_lacks_nothing_and_closes_what_is_due(draft, analyst, works):
    assessments.change(
        draft,
        plan=Plan(title="By the clock", opens_at=NOON, closes_at=CLOSE, by_clock=True),
        revision=draft.revision,
        by=analyst,
        at=NOON - timedelta(days=1),
    )
    moved = [assessments.move_due(at=NOON)]
    _ask(draft, analyst, works)
    moved += [assessments.move_due(at=at) for at in (NOON, NOON, CLOSE, CLOSE)]
    draft.refresh_from_db()
    assert (moved, draft.state, draft.state_since) == ([0, 1, 0, 1, 0], State.CLOSED, CLOSE)
    told = Event.objects.about(draft).filter(by=None).values_list("kind", flat=True)
    assert list(told) == ["assessment.opened", "assessment.closed"]


def test_it_is_extended_only_to_later_and_withdrawn_with_a_reason(opened, analyst):
    with pytest.raises(PermissionDenied, match="only be moved to a later time"):
        assessments.extend(opened, closes_at=NOON + timedelta(1), by=analyst, at=NOON)
    assessments.extend(opened, closes_at=CLOSE + timedelta(1), by=analyst, at=NOON)
    with pytest.raises(PermissionDenied, match="Say why"):
        assessments.withdraw(opened, reason=" ", by=analyst, at=NOON)
    assessments.withdraw(opened, reason="Asked too early.", by=analyst, at=NOON)
    opened.refresh_from_db()
    assert (opened.state, opened.withdrawn_because) == (State.WITHDRAWN, "Asked too early.")
    with pytest.raises(PermissionDenied, match="Asked too early"):
        answering.send(_slip(opened), by=PUBLIC, at=NOON)


def test_a_slip_is_answered_sent_in_and_opened_again_until_the_close(opened, topics):
    slip, later = _slip(opened), NOON + timedelta(hours=1)
    with pytest.raises(PermissionDenied, match="No question is answered"):
        answering.send(slip, by=PUBLIC, at=NOON)
    answering.answer(slip, topic=topics[0], said=SAID, by=PUBLIC, at=NOON)
    answering.wish(slip, wishes=Wishes(formats=("on_site",), travel_miles=5), by=PUBLIC, at=NOON)
    answering.send(slip, by=PUBLIC, at=later)
    with pytest.raises(PermissionDenied, match="Open them again before"):
        answering.answer(slip, topic=topics[1], said=SAID, by=PUBLIC, at=later)
    slip.refresh_from_db()
    assert (slip.begun_at, slip.sent_at, slip.formats, slip.travel_miles) == (
        NOON,
        later,
        ["on_site"],
        5,
    )
    answering.reopen(slip, by=PUBLIC, at=later)
    assert not Respondent.objects.counted().exists()
    with pytest.raises(PermissionDenied, match="closed on Monday, March 16, 2026"):
        answering.send(slip, by=PUBLIC, at=CLOSE)


def test_events_never_say_who_answers(opened, topics, staff_of):
    mine = opened.respondents.get(way=Way.ACCOUNT)
    by = staff_of("raytown")
    with pytest.raises(PermissionDenied, match="put to somebody else"):
        answering.answer(mine, topic=topics[0], said=SAID, by=by, at=NOON)
    own = type(by)(user=mine.person, offices=())
    answering.answer(mine, topic=topics[0], said=SAID, by=own, at=NOON)
    answering.send(mine, by=own, at=NOON)
    told = Event.objects.filter(kind__in=["answers.begun", "answers.sent"])
    assert [(one.by, one.office, one.about_name, one.detail) for one in told] == [
        (None, "", "Training needs", {})
    ] * 2


def test_paper_takes_the_place_of_a_sheet_that_was_handed_out(opened, analyst, works, topics):
    def typed(number):
        return Paper(
            number=number, department=works, role=Role.FIELD, said={topics[0].pk: dict(SAID)}
        )

    papers.enter(opened, papers=[typed(1), typed(2), typed(3)], by=analyst, at=NOON)
    assert opened.respondents.filter(way=Way.PAPER).count() == 3  # two were handed out
    with pytest.raises(StaleState, match="Sheet 2 is typed in already"):
        papers.enter(opened, papers=[typed(2)], by=analyst, at=NOON)
    respondent = opened.respondents.get(number=2)
    better = Paper(
        number=2, department=works, role=Role.FIELD, said={topics[0].pk: {"importance": 1}}
    )
    papers.correct(respondent, paper=better, by=analyst, at=NOON)
    assert Answer.objects.get(respondent=respondent).importance == 1
    assessments.close(opened, by=analyst, at=NOON)
    with pytest.raises(PermissionDenied, match="No answers can be typed in"):
        papers.correct(respondent, paper=better, by=analyst, at=NOON)


def test_each_look_at_a_persons_answers_is_on_record(opened, analyst, facilitator, topics):
    slip = _slip(opened)
    answering.answer(slip, topic=topics[0], said=SAID, by=PUBLIC, at=NOON)
    answering.send(slip, by=PUBLIC, at=NOON)
    page = reverse("training:answers_of", args=[opened.slug, slip.pk])
    assert sign_in(facilitator).get(page).status_code == 403
    assert not Event.objects.filter(kind="answers.read").exists()
    client = sign_in(analyst)
    for _ in range(2):
        answer = client.get(page)
        assert answer.status_code == 200
        assert "There are too few people" in answer.content.decode()
    looks = Event.objects.about(slip).filter(kind="answers.read")
    assert [look.by for look in looks] == [analyst.user] * 2


def test_whoever_has_not_begun_can_be_taken_out(opened, analyst, works, topics):
    answering.answer(_slip(opened), topic=topics[0], said=SAID, by=PUBLIC, at=NOON)
    gone = respondents.remove(
        opened, department=works, role=Role.FIELD, way=Way.SLIP, by=analyst, at=NOON
    )
    assert (gone, opened.respondents.filter(way=Way.SLIP).count()) == (2, 1)


def _upload(client, url, content, name="sheet.csv"):
    return client.post(url, {"file": SimpleUploadedFile(name, content)})


def _press(client, url, answer):
    return client.post(url, {"shown": answer.context["shown"]}, follow=True)


def test_a_sheet_of_respondents_is_looked_at_first_and_twice_adds_nobody(opened, analyst, works):
    client, before = sign_in(analyst), opened.respondents.count()
    url = reverse("training:respondents_sheet", args=[opened.slug])
    faulty = b"City,Department,Kind of work,Number\nRaytown,Parks,Boss,many\n"
    answer = _upload(client, url, faulty)
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "“Parks” is no department of “Raytown” on record." in said
    assert "“Boss” is not one of" in said
    assert "“many” is not a number" in said
    good = b"City,Department,Kind of work,Number,Way\nRaytown,Public Works,Field staff,5,Slip\n"
    answer = _upload(client, url, good)
    assert opened.respondents.count() == before
    assert "2 people added." in _press(client, url, answer).content.decode()
    assert "It adds nobody" in _upload(client, url, good).content.decode()
    assert opened.respondents.filter(way=Way.SLIP).count() == 5


def test_a_table_of_papers_comes_back_from_its_template_and_twice_changes_nothing(
    opened, analyst, works, topics
):
    client = sign_in(analyst)
    template = client.get(reverse("training:papers_template", args=[opened.slug, "staff"]))
    book = load_workbook(BytesIO(b"".join(template.streaming_content)))
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    line = {
        "Sheet": 7,
        "City": "Raytown",
        "Department": "Public works",
        "Kind of work": "Field staff",
        "Trench and excavation: importance": 5,
        "Trench and excavation: mandated": "yes",
        "Trench and excavation: barriers": "staffing; time",
        "Formats": "on_site",
        "Miles": 12,
    }
    sheet.append([line.get(heading) for heading in headings])
    url = reverse("training:papers_table", args=[opened.slug, "staff"])

    def send():
        content = BytesIO()
        book.save(content)
        return _upload(client, url, content.getvalue(), "papers.xlsx")

    answer = send()
    assert Answer.objects.count() == 0
    _press(client, url, answer)
    entered = opened.respondents.get(number=7)
    said = Answer.objects.get(respondent=entered, topic=topics[0])
    assert (said.importance, said.mandated, said.barriers) == (5, True, ["staffing", "time"])
    assert (entered.formats, entered.travel_miles, entered.entered_by) == (
        ["on_site"],
        12,
        analyst.user,
    )
    assert "every sheet in it is typed in already" in send().content.decode()
    sheet.cell(2, headings.index("Sheet") + 1).value = 8
    sheet.cell(2, headings.index("Miles") + 1).value = "far"
    answer = send()
    assert answer.status_code == 422
    assert "Line 2, “Miles”: “far” is not a number" in answer.content.decode()
    assert not opened.respondents.filter(number=8).exists()


def test_a_slip_that_was_used_is_not_printed_again(opened, analyst, topics):
    client, url = sign_in(analyst), reverse("training:slips", args=[opened.slug])
    tokens = [one.token for one in opened.respondents.filter(way=Way.SLIP)]
    answering.answer(_slip(opened), topic=topics[0], said=SAID, by=PUBLIC, at=NOON)
    page = client.get(url).content.decode()
    assert [token in page for token in tokens] == [False, True, True]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("route", "of_one", "costs"),
    [("assessments", False, 6), ("assessment", True, 10), ("respondents", True, 6)],
)
def test_pages_cost_the_same_for_any_number_of_things(
    analyst, topics, cities, django_assert_num_queries, count, route, of_one, costs
):
    made = [AssessmentFactory() for _ in range(count)]
    for one in made:
        for department in DepartmentFactory.create_batch(count, organisation=cities["raytown"]):
            RespondentFactory(assessment=one, city=cities["raytown"], department=department)
        questionnaire = QuestionnaireFactory(assessment=one)
        for topic in topics[:count]:
            AskedTopicFactory(questionnaire=questionnaire, topic=topic)
    client = sign_in(analyst)
    url = reverse(f"training:{route}", args=[made[0].slug] if of_one else [])
    with django_assert_num_queries(costs):
        assert client.get(url).status_code == 200
