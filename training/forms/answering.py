"""What people who are asked answer: one topic at a time, and how they would rather learn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from django import forms

from collaborative.forms import Prose, WholeNumberInput
from training.models import Answer, Questionnaire, Respondent
from training.operations.answering import Said, Wishes

Aspect = Questionnaire.Aspect
MOST_PEOPLE, MOST_MILES = 5000, 500
CANNOT_SAY = ("", "I cannot say")
QUESTIONS: Mapping[str, str] = MappingProxyType(
    {
        Aspect.IMPORTANCE: "How important is it for your work?",
        Aspect.PERFORMANCE: "How well is it done today?",
        Aspect.FREQUENCY: "How often is it done?",
        Aspect.DIFFICULTY: "How hard is it to do well?",
        Aspect.URGENCY: "How soon is training needed?",
        Aspect.PEOPLE: "How many people in your department does it concern?",
        Aspect.MANDATED: "Does a rule ask your people to be trained in it?",
        Aspect.BARRIERS: "What else stands in the way, beside training?",
    }
)
SCALES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        Aspect.IMPORTANCE: (
            "Not important",
            "A little important",
            "Important",
            "Very important",
            "Essential",
        ),
        Aspect.PERFORMANCE: ("Badly", "Not well", "Fairly well", "Well", "Very well"),
        Aspect.FREQUENCY: (
            "Hardly ever",
            "A few times a year",
            "About every month",
            "About every week",
            "Every day",
        ),
        Aspect.DIFFICULTY: ("Easy", "Rather easy", "Neither easy nor hard", "Hard", "Very hard"),
        Aspect.URGENCY: (
            "Not needed",
            "Some time later",
            "Within two years",
            "Within a year",
            "At once",
        ),
    }
)
"""The words for 1 to 5; 5 is the most."""


def field_of(aspect: str) -> forms.Field:
    """The box for one question; every one may be left empty."""
    question = QUESTIONS[aspect]
    if aspect in SCALES:
        marks = [(str(mark), word) for mark, word in enumerate(SCALES[aspect], 1)]
        return forms.TypedChoiceField(
            label=question,
            required=False,
            choices=[*marks, CANNOT_SAY],
            coerce=int,
            empty_value=None,
            widget=forms.RadioSelect,
        )
    if aspect == Aspect.PEOPLE:
        return forms.IntegerField(
            label=question,
            required=False,
            min_value=0,
            max_value=MOST_PEOPLE,
            widget=WholeNumberInput,
            help_text="A number, such as 12. A guess helps.",
        )
    if aspect == Aspect.MANDATED:
        return forms.TypedChoiceField(
            label=question,
            required=False,
            choices=[("yes", "Yes"), ("no", "No"), CANNOT_SAY],
            coerce=lambda said: said == "yes",
            empty_value=None,
            widget=forms.RadioSelect,
        )
    return forms.MultipleChoiceField(
        label=question,
        required=False,
        choices=Answer.Barrier.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick all that apply. Training alone does not mend these.",
    )


class AnswerForm(forms.Form):
    """The questions about one topic."""

    may_wait = True

    def __init__(self, *args: Any, aspects: Iterable[str], **kwargs: Any) -> None:
        """Ask about these aspects."""
        super().__init__(*args, **kwargs)
        for aspect in aspects:
            self.fields[aspect] = field_of(aspect)

    def said(self) -> Said:
        """Return what was answered, by the names of the fields of `Answer`."""
        return dict(self.cleaned_data)


def as_initial(answer: Answer | None, aspects: Iterable[str]) -> dict[str, Any]:
    """What stands in an answer, as a form shows it."""
    if answer is None:
        return {}
    shown = {aspect: getattr(answer, aspect) for aspect in aspects}
    if shown.get(Aspect.MANDATED) is not None:
        shown[Aspect.MANDATED] = "yes" if shown[Aspect.MANDATED] else "no"
    return shown


class WishesForm(forms.Form):
    """How people would rather learn, when they can come, how far, and what else they say."""

    may_wait = True

    formats = forms.MultipleChoiceField(
        label="How would you rather learn?",
        required=False,
        choices=Respondent.Format.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick all that suit you.",
    )
    times = forms.MultipleChoiceField(
        label="When can you come?",
        required=False,
        choices=Respondent.Time.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick all that suit you.",
    )
    travel_miles = forms.IntegerField(
        label="How many miles can you travel to a class?",
        required=False,
        min_value=0,
        max_value=MOST_MILES,
        widget=WholeNumberInput,
        help_text="One way. 0 where you cannot leave your workplace.",
    )
    remark = Prose(
        label="Is there anything else that we should know?",
        required=False,
        max_length=2000,
        help_text="Name nobody. Only the Government Training Institute reads it.",
    )

    def __init__(self, *args: Any, questionnaire: Questionnaire | None, **kwargs: Any) -> None:
        """Ask what this questionnaire asks; what else people say is always asked."""
        super().__init__(*args, **kwargs)
        asked = {
            "formats": questionnaire and questionnaire.asks_format,
            "times": questionnaire and questionnaire.asks_time,
            "travel_miles": questionnaire and questionnaire.asks_travel,
        }
        for name, is_asked in asked.items():
            if not is_asked:
                del self.fields[name]

    def wishes(self) -> Wishes:
        """Return what was answered; only of a valid form."""
        said = self.cleaned_data
        return Wishes(
            formats=tuple(said.get("formats", ())),
            times=tuple(said.get("times", ())),
            travel_miles=said.get("travel_miles"),
            remark=said["remark"],
        )


def as_wished(respondent: Respondent) -> dict[str, Any]:
    """What somebody wishes, as the form shows it."""
    return {
        "formats": respondent.formats,
        "times": respondent.times,
        "travel_miles": respondent.travel_miles,
        "remark": respondent.remark,
    }


def in_words(answer: Answer | None, aspects: Iterable[str]) -> list[tuple[str, str]]:
    """Each question about a topic with its answer in words; "" where there is none."""
    return [(QUESTIONS[aspect], _words(answer, aspect)) for aspect in aspects]


def _words(answer: Answer | None, aspect: str) -> str:
    said: Any = getattr(answer, aspect, None)
    if said is None:
        return ""
    if aspect in SCALES:
        return SCALES[aspect][int(said) - 1]
    if aspect == Aspect.MANDATED:
        return "Yes" if said else "No"
    if aspect == Aspect.BARRIERS:
        return "; ".join(str(Answer.Barrier(barrier).label) for barrier in said)
    return f"{said}"


def wishes_in_words(
    respondent: Respondent, questionnaire: Questionnaire | None
) -> list[tuple[str, str]]:
    """Each question about how people would come with its answer in words."""
    form = WishesForm(questionnaire=questionnaire)
    miles = respondent.travel_miles
    said = {
        "formats": "; ".join(str(Respondent.Format(one).label) for one in respondent.formats),
        "times": "; ".join(str(Respondent.Time(one).label) for one in respondent.times),
        "travel_miles": "" if miles is None else f"{miles} mile{'' if miles == 1 else 's'}",
        "remark": respondent.remark,
    }
    return [(str(form[name].label), said[name]) for name in form.fields]
