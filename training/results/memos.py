"""The memo of a judged course: what the analyst takes to the cities, from the frozen figures."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from django.utils import timezone

from collaborative.wording import dollars, moment
from training import options
from training.memos import Memo, Section, Table
from training.models import Judgement, Programme
from training.options import Study, Way
from training.results.judged import Judged, judged
from training.results.programmes import label_of, names_of, value_of
from training.results.sensitivities import PERCENT, swing_lines, turn_lines
from training.results.verdicts import VERDICTS, in_a_sentence

COSTS = MappingProxyType(
    {
        "fees": "Fees",
        "travel": "Travel",
        "road": "Paid hours on the road",
        "backfill": "Standing in on shifts",
    }
)


def memo_of(programme: Programme, judgement: Judgement) -> Memo:
    """Return the memo of one judgement. Reads the cities."""
    names = names_of(programme)
    study = options.parse(judgement.figures)
    said = judged(study, names)
    return Memo(
        title=f"{study.plan.course.name}: does a shared course pay?",
        collaborative="Government Training Institute, Mid-America Regional Council",
        kind="Memo on the feasibility of a shared course",
        sample=programme.is_sample,
        standing=judgement.sentence,
        facts=[
            ("Judged", moment(judgement.at)),
            ("By", judgement.who),
            ("Course", str(programme.course)),
            ("Verdict", VERDICTS[said.found.feasibility.verdict]),
            ("Judgement", f"Number {judgement.number}"),
        ],
        sections=[
            *_need(programme),
            _asked(programme, said),
            _side_by_side(said),
            *(_way(said, way) for way in said.found.options),
            _turns(study, names),
            _swings(study, names),
            _figures(study),
            _arithmetic(),
        ],
        on=timezone.localdate(judgement.at),
    )


def _need(programme: Programme) -> list[Section]:
    if not programme.why:
        return []
    return [Section(title="The need", sentences=[programme.why], table=None)]


def _asked(programme: Programme, said: Judged) -> Section:
    study = said.study
    sources = {row.city.slug: row.source for row in programme.cities.all()}
    rows = [
        [
            said.names.get(city, city),
            str(study.plan.demand[city]),
            str(study.shift_seats.get(city, 0)),
            dollars(study.plan.travel.get(city, Decimal(0))),
            f"{study.road.get(city, Decimal(0)).normalize():f}",
            sources.get(city, ""),
        ]
        for city in study.cities
    ]
    found = said.found.feasibility
    asking = len(study.cities)
    return Section(
        title="Who asks for seats",
        sentences=[
            f"Seats asked for: {found.seats}. Cities that ask: {asking}.",
            f"Cities that must take part: {study.plan.required_cities}.",
        ],
        table=Table(
            headings=["City", "Seats", "Shift staff", "Travel a seat", "Hours", "From"],
            rows=rows,
            widths=[2, 1, 1, 1, 1, 3],
            numbers=[1, 2, 3, 4],
        ),
    )


def _side_by_side(said: Judged) -> Section:
    rows = [
        [
            line.label,
            str(line.option.classes) if line.option.classes else "None",
            str(line.option.break_even_seats or "None"),
            *(dollars(line.option.sum_of(kind)) for kind in COSTS),
            dollars(line.option.total),
            line.closed or "Yes",
        ]
        for line in said.lines
    ]
    return Section(
        title="The ways side by side",
        sentences=[
            "Dollars for all the cities together.",
            (
                "The break-even is the least number of seats at which one class costs no more than "
                "buying seats elsewhere, by fees and travel."
            ),
        ],
        table=Table(
            headings=["Way", "Classes", "Break-even", *COSTS.values(), "In all", "Open to all"],
            rows=rows,
            widths=[3, 2, 2, 2, 2, 2, 2, 2, 3],
            numbers=[1, 2, 3, 4, 5, 6, 7],
        ),
    )


def _way(said: Judged, way: Way) -> Section:
    option = said.found.options[way]
    return Section(
        title=f"By city: {in_a_sentence(way)}",
        sentences=[],
        table=Table(
            headings=["City", "Seats", *COSTS.values(), "In all"],
            rows=[
                [
                    said.names.get(city, city),
                    str(part.seats),
                    *(dollars(getattr(part, kind)) for kind in COSTS),
                    dollars(part.total),
                ]
                for city, part in option.cities.items()
            ],
            widths=[2, 1, 2, 2, 2, 2, 2],
            numbers=[1, 2, 3, 4, 5, 6],
        ),
    )


def _turns(study: Study, names: Mapping[str, str]) -> Section:
    lines = turn_lines(study, names)
    still = [line.label for line in lines if not line.turns]
    kept = f"By itself none of these turns it: {'; '.join(still)}." if still else ""
    return Section(
        title="How far each figure may move",
        sentences=[
            (
                "The nearest value of each figure, all others as they are, at which the verdict "
                "or the cheapest way is another."
            ),
            *filter(None, [kept]),
        ],
        table=Table(
            headings=["Figure", "Today", "Turns downwards", "Turns upwards"],
            rows=[
                [line.label, line.value, line.below or "Nowhere", line.above or "Nowhere"]
                for line in lines
                if line.turns
            ],
            widths=[3, 2, 3, 3],
            numbers=[1],
        ),
    )


def _swings(study: Study, names: Mapping[str, str]) -> Section:
    return Section(
        title="What the saving hangs on",
        sentences=[
            (
                "What one shared course saves against buying seats elsewhere, everything counted, "
                f"with each figure {PERCENT} percent lower and higher; the widest first."
            )
        ],
        table=Table(
            headings=["Figure", "Lower", "Higher"],
            rows=[[line.label, line.low, line.high] for line in swing_lines(study, names)],
            widths=[2, 2, 2],
            numbers=[],
        ),
    )


def _figures(study: Study) -> Section:
    course = study.plan.course
    rows = [
        ["Seats in a class", f"{course.min_seats} to {course.max_seats}"],
        ["Hours of the course", f"{study.hours.normalize():f}"],
        *(
            [label_of(one, {}), value_of(one, one.value)]
            for one in options.inputs_of(study)
            if not one.city
        ),
    ]
    return Section(
        title="The figures it was judged by",
        sentences=[],
        table=Table(headings=["Figure", "Value"], rows=rows, widths=[3, 1], numbers=[1]),
    )


def _arithmetic() -> Section:
    return Section(
        title="How to reckon it again",
        sentences=[
            (
                "The verdict is that of the command plan_training for the file that the page of "
                "the programme offers."
            ),
            "What a class costs is shared by seats, to the cent.",
            "Hours are paid for each city and rounded half up to the cent, once.",
        ],
        table=None,
    )


def memo_name(programme: Programme, judgement: Judgement, ending: str) -> str:
    """The name of the memo as a file."""
    return f"{programme.slug}-judgement-{judgement.number}.{ending}"
