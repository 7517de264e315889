"""What the framework itself costs: the least a signed-in page can be, through the same road.

Each has the portal's middleware, session and user, and none of its templates, rules or visibility.
"""

from django.http import HttpResponse, JsonResponse
from django.template import Context, Engine

from initiatives.models import Mark, Proposal

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
