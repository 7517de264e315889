"""What the database itself refuses of assessments, whoever asks for it."""

import pytest
from django.db import DatabaseError, transaction

from tests.factories.training import (
    AnswerFactory,
    AskedTopicFactory,
    AssessmentFactory,
    QuestionnaireFactory,
    RespondentFactory,
    TopicFactory,
)
from tests.guards import unguarded
from training.models import Answer, AskedTopic, Assessment, Questionnaire, Respondent

pytestmark = pytest.mark.django_db
State = Assessment.State


@pytest.fixture
def answer():
    """One answer, sent in, in an open assessment that asks about its topic."""
    answer = AnswerFactory()
    questionnaire = QuestionnaireFactory(assessment=answer.respondent.assessment)
    AskedTopicFactory(questionnaire=questionnaire, topic=answer.topic)
    return answer


def _answer_anew(answer):
    AnswerFactory(respondent=answer.respondent)


def _change_answer(answer):
    Answer.objects.update(importance=1)


def _remove_answer(_answer):
    Answer.objects.all().delete()


def _send_in(_answer):
    Respondent.objects.update(sent_at=None)


def _ask_another(answer):
    RespondentFactory(assessment=answer.respondent.assessment)


def _ask_less(_answer):
    AskedTopic.objects.all().delete()


def _ask_more(_answer):
    AskedTopicFactory(questionnaire=Questionnaire.objects.get())


def _ask_otherwise(_answer):
    Questionnaire.objects.update(aspects=["importance"])


def _extend(answer):
    Assessment.objects.update(title="Another")


def _reopen(_answer):
    Assessment.objects.update(state=State.OPEN)


CHANGES = [
    _answer_anew,
    _change_answer,
    _remove_answer,
    _send_in,
    _ask_another,
    _ask_less,
    _ask_more,
    _ask_otherwise,
    _extend,
    _reopen,
]
GUARDS = [
    "training.Answer:answered_until_the_close",
    "training.Respondent:asked_until_the_close",
    "training.Questionnaire:fixed_once_open",
    "training.AskedTopic:fixed_once_open",
    "training.Assessment:stands_once_over",
    "training.Assessment:moves",
]


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_changes_once_the_assessment_is_closed(answer, change):
    Assessment.objects.update(state=State.CLOSED)
    with pytest.raises(DatabaseError), transaction.atomic():
        change(answer)
    with unguarded(*GUARDS):
        change(answer)


@pytest.mark.parametrize("change", [_ask_less, _ask_otherwise])
def test_what_is_asked_stays_once_people_answer(answer, change):
    with pytest.raises(DatabaseError, match="fixed_once_open"), transaction.atomic():
        change(answer)


def test_answers_wait_for_the_opening():
    respondent = RespondentFactory(assessment__state=State.DRAFT)
    with pytest.raises(DatabaseError, match="answered_until_the_close"), transaction.atomic():
        AnswerFactory(respondent=respondent)


def test_whoever_began_is_not_removed(answer):
    with pytest.raises(DatabaseError, match="kept_once_begun"), transaction.atomic():
        answer.respondent.delete()


def test_a_closed_assessment_cannot_be_withdrawn():
    assessment = AssessmentFactory(state=State.CLOSED)
    with pytest.raises(DatabaseError), transaction.atomic():
        Assessment.objects.filter(pk=assessment.pk).update(
            state=State.WITHDRAWN, withdrawn_because="No"
        )


def test_a_slip_opens_its_own_questions_and_no_others():
    mine, other = RespondentFactory(), RespondentFactory(nonce="m" * 43)
    assert Respondent.objects.by_token(mine.token.upper()).get() == mine
    seal = other.token.partition("-")[2]
    forged = ["", "-", f"{mine.pk}-", f"{mine.pk}-{seal}", f"²-{seal}", f"{'9' * 40}-{seal}"]
    assert [list(Respondent.objects.by_token(token)) for token in forged] == [[]] * len(forged)


def test_a_slip_printed_under_the_secret_of_before_is_good_still(settings):
    mine = RespondentFactory()
    token = mine.token
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 9
    assert mine.token != token
    assert list(Respondent.objects.by_token(token)) == [mine]
    settings.SECRET_KEY_FALLBACKS = []
    assert not Respondent.objects.by_token(token).exists()


def test_a_topic_is_asked_once_in_a_questionnaire():
    asked = AskedTopicFactory(questionnaire__assessment__state=State.DRAFT)
    with pytest.raises(DatabaseError, match="asked_topic_once"), transaction.atomic():
        AskedTopicFactory(questionnaire=asked.questionnaire, topic=asked.topic)
    AskedTopicFactory(questionnaire=asked.questionnaire, topic=TopicFactory())
