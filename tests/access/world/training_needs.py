"""A needs assessment that is open, one in preparation, and one that is closed."""

from datetime import UTC, datetime

from tests.access.world.things import World
from tests.conftest import NOON
from tests.factories.cities import DepartmentFactory
from tests.factories.training import (
    AnswerFactory,
    AskedTopicFactory,
    AssessmentFactory,
    QuestionnaireFactory,
    RespondentFactory,
    TopicFactory,
)
from training.models import Assessment

READERS = ("analyst", "facilitator", "liaison", "liaison_elsewhere")
LATE = datetime(2099, 3, 2, 18, 0, tzinfo=UTC)


def add_training_needs(world: World, cities) -> None:
    """Ask one of the staff by account, others by slip and on paper; everything has a canary."""
    department = DepartmentFactory(organisation=cities["raytown"], name="Public works, asked")
    topic = TopicFactory(slug="asked-trench", name="Asked: trenches", about="Digging safely.")
    open_ = _assessment("needs", world.canary("needs-title", *READERS, "staff"), topic)
    of_slips = _assessment("needs-slips", world.canary("needs-slips", *READERS), topic)
    closed = _assessment("needs-closed", world.canary("needs-closed", *READERS, "clerk"), topic)
    draft = AssessmentFactory(
        slug="needs-draft",
        title=world.canary("needs-draft", "analyst"),
        state=Assessment.State.DRAFT,
        opens_at=None,
        closes_at=None,
    )
    place = {"city": cities["raytown"], "department": department}
    unsent = {"begun_at": None, "sent_at": None}
    remark = world.canary("needs-remark", "analyst")
    RespondentFactory(
        assessment=open_, way="account", person=world.people["staff"].user, **place, **unsent
    )
    said = RespondentFactory(assessment=open_, remark=remark, **place)
    AnswerFactory(respondent=said, topic=topic)
    RespondentFactory(assessment=open_, way="slip", **place, **unsent)
    RespondentFactory.create_batch(5, assessment=open_, way="paper", **place, **unsent)
    paper = RespondentFactory(
        assessment=open_,
        way="paper",
        number=1,
        entered_by=world.people["analyst"].user,
        remark=remark,
        **place,
    )
    AnswerFactory(respondent=paper, topic=topic)
    slip = RespondentFactory(assessment=of_slips, **place, **unsent)
    RespondentFactory(assessment=closed, way="account", person=world.people["clerk"].user, **place)
    Assessment.objects.filter(pk=closed.pk).update(state="closed", state_since=NOON)
    world.things |= {
        "needs": open_.slug,
        "needs_slips": of_slips.slug,
        "needs_closed": closed.slug,
        "needs_draft": draft.slug,
        "needs_said": said.pk,
        "needs_token": slip.token,
        "needs_department": department.pk,
    }


def _assessment(slug: str, title: str, topic):
    assessment = AssessmentFactory(slug=slug, title=title, closes_at=LATE)
    for audience in ("staff", "heads"):
        questionnaire = QuestionnaireFactory(assessment=assessment, audience=audience)
        AskedTopicFactory(questionnaire=questionnaire, topic=topic, position=1)
    return assessment
