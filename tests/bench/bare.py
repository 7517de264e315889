"""What the framework itself costs: the least a signed-in page can be, through the same road.

Each has the portal's middleware, session and user, and none of its templates, rules or visibility.
"""

from django.db import connection, transaction
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.template import Context, Engine

from initiatives.models import Mark, Proposal, Review

ROWS = 50
PAGE_BYTES = 20_000

_ENGINE = Engine()
_LIST = _ENGINE.from_string(
    "<!doctype html><title>Bare</title><p>{{ user.name }}</p><table>"
    "{% for proposal in proposals %}<tr><td>{{ proposal.reference }}</td>"
    "<td>{{ proposal.title }}</td><td>{{ proposal.city.name }}</td>"
    "<td>{{ proposal.state }}</td><td>{{ proposal.state_since }}</td></tr>{% endfor %}</table>"
)
_PAGE = _ENGINE.from_string(
    "<!doctype html><title>Bare</title><p>{{ user.name }}</p><p>{{ text }}</p>"
)
_TEXT = "A bare page. " * (PAGE_BYTES // len("A bare page. "))


def rows(request):
    proposals = Proposal.objects.select_related("city").order_by("pk")[:ROWS]
    return HttpResponse(_LIST.render(Context({"user": request.user, "proposals": proposals})))


def page(request):
    return HttpResponse(_PAGE.render(Context({"user": request.user, "text": _TEXT})))


def download(request):
    marks = Mark.objects.order_by("pk").values_list("review_id", "criterion_id", "value")
    return JsonResponse({"reader": request.user.name, "marks": list(marks)})


BY_HAND = """
    WITH standing AS (
        SELECT DISTINCT ON (mark.review_id, mark.criterion_id)
            review.entry_id, review.city_id, mark.criterion_id, mark.value
        FROM initiatives_mark mark
        JOIN initiatives_review review ON review.id = mark.review_id
        WHERE review.state = 'submitted'
        ORDER BY mark.review_id, mark.criterion_id, mark.number DESC
    ), of_cities AS (
        SELECT standing.entry_id, standing.criterion_id,
            avg((standing.value - criterion.minimum)::numeric
                / (criterion.maximum - criterion.minimum)) AS mean
        FROM standing JOIN initiatives_criterion criterion ON criterion.id = standing.criterion_id
        WHERE standing.value IS NOT NULL AND criterion.kind = 'scored'
        GROUP BY standing.entry_id, standing.criterion_id, standing.city_id
    ), of_criteria AS (
        SELECT entry_id, criterion_id, avg(mean) AS score FROM of_cities GROUP BY 1, 2
    )
    SELECT proposal.reference, sum(score * weight) * 100 / sum(weight) AS score
    FROM of_criteria
    JOIN initiatives_criterion criterion ON criterion.id = of_criteria.criterion_id
    JOIN initiatives_entry entry ON entry.id = of_criteria.entry_id
    JOIN initiatives_proposal proposal ON proposal.id = entry.proposal_id
    GROUP BY proposal.reference
    ORDER BY score DESC, proposal.reference
"""
"""The scores of a round in one statement: cities alike, and the last word of each evaluator."""

SAVED_BY_HAND = """
    INSERT INTO initiatives_mark (review_id, criterion_id, number, value, at)
    SELECT review.id, criterion.id, coalesce(max(mark.number), 0) + 1, %(value)s, now()
    FROM initiatives_review review
    JOIN initiatives_entry entry ON entry.id = review.entry_id
    JOIN initiatives_criterion criterion ON criterion.round_id = entry.round_id
    LEFT JOIN initiatives_mark mark
        ON mark.review_id = review.id AND mark.criterion_id = criterion.id
    WHERE review.id = %(review)s
    GROUP BY review.id, criterion.id
"""


def ranking(request):
    """Every score added up anew, and the first page of them sent."""
    with connection.cursor() as cursor:
        cursor.execute(BY_HAND)
        scores = [[reference, str(score)] for reference, score in cursor.fetchall()]
    return JsonResponse({"reader": request.user.name, "scores": scores[:ROWS]})


NEEDS_BY_HAND = """
    SELECT topic.name, respondent.city_id, count(*), avg(importance), avg(performance),
        avg(difficulty), avg(frequency), sum(people), avg((barriers = '{}')::int)
    FROM training_answer answer
    JOIN training_respondent respondent ON respondent.id = answer.respondent_id
    JOIN training_topic topic ON topic.id = answer.topic_id
    WHERE respondent.sent_at IS NOT NULL
    GROUP BY topic.name, respondent.city_id
    ORDER BY topic.name, respondent.city_id
"""
"""The means of every topic in every city in one statement, with no thought of small groups."""


def needs(request):
    """Every mean of an assessment added up anew."""
    with connection.cursor() as cursor:
        cursor.execute(NEEDS_BY_HAND)
        means = [[name, city, *map(str, figures)] for name, city, *figures in cursor.fetchall()]
    return JsonResponse({"reader": request.user.name, "means": means})


@transaction.atomic
def save(request, pk):
    """Change every mark of a review, with the same locks and the same guards in the database."""
    given = {"review": pk, "value": int(request.POST["mark"])}
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM initiatives_review WHERE id = %(review)s FOR UPDATE", given)
        cursor.execute(SAVED_BY_HAND, given)
    Review.objects.filter(pk=pk).update(comment="")
    return HttpResponseRedirect("/bare/page/")
