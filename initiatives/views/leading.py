"""The facilitator's own screen: the order, the next item, who leaves, what is moved."""

from collections.abc import Iterable, Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from collaborative.http import Request
from initiatives import agendas
from initiatives.forms.meetings import MotionForm, NoteForm
from initiatives.models import AgendaItem, Attendance, Entry, Jotting, Meeting, Motion
from initiatives.operations import meetings as operations
from initiatives.phases import Right
from initiatives.results.meetings import Agenda, agenda_of, seat_of, standing_of
from initiatives.rules import meetings as rules
from initiatives.views.meetings import LEAD, expected, find_to_lead

MOVES = {"earlier": -1, "later": 1}


@require_safe
def page(request: Request, slug: str, number: int) -> HttpResponse:
    """Everything a facilitator needs while the meeting lasts, with large controls."""
    return show(request, find_to_lead(request, slug, number))


def show(
    request: Request, meeting: Meeting, *, form: MotionForm | None = None, status: int = 200
) -> HttpResponse:
    """Show the facilitator's screen, with a motion that was refused where there is one."""
    agenda = agenda_of(meeting, request.actor)
    there = list(meeting.attendances.filter(left_at=None).select_related("organisation"))
    cities = len({one.organisation_id for one in there})
    context: dict[str, object] = {
        "meeting": meeting,
        "round": meeting.round,
        "agenda": agenda,
        "there": there,
        "cities": cities,
        "departures": _departures(meeting, agenda),
        "others": _others(meeting, agenda),
        "motions": Motion.objects.standing()
        .filter(item__meeting=meeting)
        .for_reading()
        .select_related("item__entry__proposal"),
        "may_decide": meeting.round.allows(Right.DECIDE),
        "is_discussed": meeting.round.allows(Right.CHANGE_MARKS),
    }
    if meeting.state == Meeting.State.PLANNED:
        context["why_not_start"] = rules.why_not_start(request.actor, meeting, cities=cities)
    if meeting.state == Meeting.State.IN_SESSION:
        context |= _in_session(meeting, agenda, there, form)
    return render(request, "initiatives/meeting_lead.html", context, status=status)


def _in_session(
    meeting: Meeting, agenda: Agenda, there: Sequence[Attendance], form: MotionForm | None
) -> dict[str, object]:
    """Who is outside, who comes back and who leaves next; and the boxes as they stand."""
    current = agenda.current
    outside = outside_of(current)
    shown: dict[str, object] = {
        "outside": offices(one for one in there if one.pk in outside),
        "next": _next(meeting, agenda, there, outside),
        "after": current.position if current else 0,
    }
    if current is not None:
        typed = {box: row.text for box, row in Jotting.objects.last(current).items()}
        shown["standing"] = standing_of(current.entry)
        shown["note"] = NoteForm(initial=typed)
        shown["form"] = form or motion_form(there, outside, initial=typed)
    return shown


def _next(
    meeting: Meeting, agenda: Agenda, there: Sequence[Attendance], outside: set[int]
) -> dict[str, object] | None:
    """The next item, who leaves for it, and who is called back."""
    if not agenda.waiting:
        return None
    item = agenda.waiting[0]
    seats = [seat_of(one) for one in there]
    leaving = rules.leaving([item], seats, round_=meeting.round)[item.entry_id]
    return {
        "item": item,
        "leave": offices(
            one for one in there if one.person_id in leaving and one.pk not in outside
        ),
        "stay_out": offices(one for one in there if one.person_id in leaving and one.pk in outside),
        "return": offices(
            one for one in there if one.pk in outside and one.person_id not in leaving
        ),
    }


def offices(people: Iterable[Attendance]) -> str:
    """Name offices in a row; "" for nobody."""
    return "; ".join(one.office for one in people)


def motion_form(there: Sequence[Attendance], outside: set[int], **given: object) -> MotionForm:
    """The form of a motion: those in the room, and the cities they speak for."""
    inside = [one for one in there if one.pk not in outside]
    cities = {one.organisation.slug: one.organisation.name for one in inside}
    return MotionForm(there=inside, cities=cities, **given)


def outside_of(item: AgendaItem | None) -> set[int]:
    """Keys of the attendances that left for an item."""
    if item is None:
        return set()
    return set(item.departures.values_list("attendance", flat=True))


def _departures(meeting: Meeting, agenda: Agenda) -> int:
    """How often somebody leaves in the order as it stands, of those who are expected."""
    seats = expected(meeting)
    leaving = rules.leaving(agenda.items, seats, round_=meeting.round)
    return agendas.departures(
        agendas.Item(
            key=str(item.pk), rank=None, leaving=frozenset(map(str, leaving[item.entry_id]))
        )
        for item in agenda.items
    )


def _others(meeting: Meeting, agenda: Agenda) -> list[Entry]:
    """The proposals of the round that do not wait on this agenda."""
    waiting = [item.entry_id for item in agenda.items if item.ended_at is None]
    others = meeting.round.entries.standing().exclude(pk__in=waiting)
    return list(others.select_related("proposal__city"))


@require_POST
def arrange(request: Request, slug: str, number: int) -> HttpResponse:
    """Put what waits into the order with the fewest departures."""
    meeting = find_to_lead(request, slug, number)
    order = operations.arrange(
        meeting, seats=expected(meeting), by=request.actor, at=timezone.now()
    )
    messages.success(request, _said_of(order))
    return redirect(LEAD, slug, number)


def _said_of(order: agendas.Order) -> str:
    """Say how good an order is, and how sure that is."""
    if not order.departures:
        return "Nobody has to leave the room for what waits."
    times = "once" if order.departures == 1 else f"{order.departures} times"
    said = f"In this order somebody leaves the room {times}"
    if order.is_least:
        return f"{said}; no order needs fewer."
    return f"{said}. It was found by exchange and is not proved to be the least."


@require_POST
def move(request: Request, slug: str, number: int, position: int) -> HttpResponse:
    """Take an item that waits earlier or later by one place, or off the agenda."""
    meeting = find_to_lead(request, slug, number)
    item = get_object_or_404(meeting.items, position=position, started_at=None)
    waiting = meeting.items.filter(started_at=None).order_by("position")
    line = list(waiting.values_list("pk", flat=True))
    place = line.index(item.pk)
    line.remove(item.pk)
    if step := MOVES.get(request.POST.get("to", "")):
        line.insert(max(place + step, 0), item.pk)
    operations.reorder(meeting, waiting=line, by=request.actor, at=timezone.now())
    return redirect(LEAD, slug, number)


@require_POST
def put_on(request: Request, slug: str, number: int) -> HttpResponse:
    """Put a proposal of the round at the end of what waits."""
    meeting = find_to_lead(request, slug, number)
    standing = Entry.objects.standing().filter(round=meeting.round)
    entry = get_object_or_404(standing, proposal__reference=request.POST.get("proposal", ""))
    operations.put_on(meeting, entry=entry, by=request.actor, at=timezone.now())
    return redirect(LEAD, slug, number)


@require_POST
def start(request: Request, slug: str, number: int) -> HttpResponse:
    """Begin the meeting."""
    meeting = find_to_lead(request, slug, number)
    operations.start(meeting, by=request.actor, at=timezone.now())
    messages.success(request, "The meeting has begun. Next: the first item.")
    return redirect(LEAD, slug, number)


@require_POST
def take_up(request: Request, slug: str, number: int, position: int) -> HttpResponse:
    """End what is discussed, and take up another item."""
    meeting = find_to_lead(request, slug, number)
    found = meeting.items.select_related("meeting__round", "entry__proposal")
    item = get_object_or_404(found, position=position)
    after = request.POST.get("after", "")
    operations.take_up(
        item,
        after=int(after) if after.isdecimal() else 0,
        by=request.actor,
        at=timezone.now(),
    )
    return redirect(LEAD, slug, number)


@require_POST
def end(request: Request, slug: str, number: int) -> HttpResponse:
    """End the meeting; its minutes can be taken away from now on."""
    meeting = find_to_lead(request, slug, number)
    operations.end(meeting, by=request.actor, at=timezone.now())
    messages.success(request, "The meeting has ended. Its minutes are ready.")
    return redirect(LEAD, slug, number)
