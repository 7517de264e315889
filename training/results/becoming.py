"""The words that a programme gives to the proposal or the agreement that it becomes."""

from django.utils import timezone

from cities.models import City
from collaborative.wording import day, dollars
from initiatives.models import Proposal
from initiatives.questions import QUESTIONS, TICKED, key_for
from training import options
from training.models import Judgement, Programme
from training.options import Study, Way
from training.results.judged import judged
from training.results.programmes import names_of


def answers_from(programme: Programme, judgement: Judgement, *, city: City) -> dict[str, str]:
    """Return the answers of a proposal of one city, from what was judged; the rest is left open.

    Only figures that the study has are filled in: what is shared is paid once, and saved once.
    """
    study = options.parse(judgement.figures)
    found = judged(study, names_of(programme)).found.feasibility
    return {
        "title": programme.title,
        "category": Proposal.Category.PEOPLE,
        "problem": programme.why,
        "who_feels_it": f"Those who need the course: {_people(programme, study)}.",
        "idea": (
            f"The cities hold one course together, {programme.course.title}, instead of each "
            f"buying seats elsewhere. {judgement.sentence}"
        ),
        "shared": (
            f"A course of {study.hours.normalize():f} hours for {study.plan.course.min_seats} to "
            f"{study.plan.course.max_seats} people in a class, and what it costs."
        ),
        **{
            key_for(QUESTIONS["wanted"], row.city.slug): TICKED
            for row in programme.cities.all()
            if row.seats and row.city_id != city.pk
        },
        "one_time_cost_cash": f"{found.shared_cost:.2f}",
        "one_time_saving_cash": f"{found.market_cost - found.shared_cost:.2f}",
        "money_basis": f"{_basis(judgement)} The one-time saving is what the course costs less "
        "than the same seats bought elsewhere, with travel.",
        "people_affected": f"{_people(programme, study)}.",
    }


def agreement_words(programme: Programme, judgement: Judgement) -> str:
    """Return Markdown that says what an agreement about the course is for, and what was found."""
    study = options.parse(judgement.figures)
    names = names_of(programme)
    regional = judged(study, names).found.options[Way.REGIONAL]
    rows = "\n".join(
        f"| {names[city]} | {part.seats} | {dollars(part.fees + part.travel)} |"
        for city, part in regional.cities.items()
    )
    table = f"| City | Seats | Fees and travel |\n|---|---|---|\n{rows}"
    about = f"The parties hold the course {programme.course.title} together."
    return "\n\n".join(filter(None, (about, programme.why, _basis(judgement), table)))


def _people(programme: Programme, study: Study) -> str:
    asked = [
        f"{study.plan.demand[row.city.slug]} of {row.city.name}"
        for row in programme.cities.all()
        if study.plan.demand.get(row.city.slug)
    ]
    return ", ".join(asked)


def _basis(judgement: Judgement) -> str:
    on = day(timezone.localdate(judgement.at))
    return f"The Government Training Institute judged it on {on}. {judgement.sentence}"
