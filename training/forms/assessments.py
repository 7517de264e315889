"""What the analyst types about an assessment: shape and help, no acts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from collaborative.forms import DateTimeInput, WholeNumberInput
from training.models import Assessment, Questionnaire, Topic
from training.operations.assessments import Plan, Questions

WHEN = "Central time, as in the cities."
MOST_TOPICS = 60


class AssessmentForm(forms.ModelForm[Assessment]):
    """What it is called, what it is for, and from when until when people answer."""

    revision = forms.IntegerField(widget=forms.HiddenInput, initial=1)

    class Meta:
        model = Assessment
        fields = ("title", "purpose", "opens_at", "closes_at", "by_clock")
        labels = {
            "purpose": "What it is for",
            "opens_at": "Planned opening",
            "closes_at": "Closing time",
            "by_clock": "Open it by itself at the planned opening",
        }
        help_texts = {
            "title": "As people will speak of it, such as “Training needs 2027”.",
            "purpose": "Everybody who is asked reads it above the questions.",
            "opens_at": f"{WHEN} Leave it empty to open it by hand.",
            "closes_at": f"{WHEN} The portal closes it by itself; you can move it to a later time.",
            "by_clock": "Otherwise you open it yourself.",
        }
        widgets = {"opens_at": DateTimeInput(), "closes_at": DateTimeInput()}

    def plan(self) -> Plan:
        """Return what was typed; only of a valid form."""
        said = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return Plan(**said)


class ClosingForm(forms.Form):
    """A later closing time."""

    closes_at = forms.DateTimeField(
        label="New closing time",
        widget=DateTimeInput(),
        help_text=f"{WHEN} It can only become later.",
    )


class WithdrawalForm(forms.Form):
    """Why an assessment is withdrawn."""

    reason = forms.CharField(
        label="Why it is withdrawn",
        max_length=500,
        widget=forms.Textarea,
        help_text="Whoever was asked reads it.",
    )


class QuestionsForm(forms.Form):
    """What one audience is asked: the topics by their places, and the aspects of each."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    aspects = forms.MultipleChoiceField(
        label="What is asked of every topic",
        choices=Questionnaire.Aspect.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="A gap is read from how important a topic is and how well it is done today.",
    )
    asks_format = forms.BooleanField(label="Ask how people would rather learn", required=False)
    asks_time = forms.BooleanField(label="Ask when people can come", required=False)
    asks_travel = forms.BooleanField(label="Ask how far people can travel", required=False)

    def __init__(self, *args: Any, topics: Iterable[Topic], **kwargs: Any) -> None:
        """Give every topic a box for its place."""
        super().__init__(*args, **kwargs)
        self.topics = {f"topic_{topic.pk}": topic for topic in topics}
        for name, topic in self.topics.items():
            self.fields[name] = forms.IntegerField(
                label=topic.name,
                required=False,
                min_value=1,
                max_value=999,
                widget=WholeNumberInput,
                help_text=topic.about,
            )

    def places(self) -> list[forms.BoundField]:
        """The boxes for the topics' places."""
        return [self[name] for name in self.topics]

    def others(self) -> list[forms.BoundField]:
        """All other boxes that are seen."""
        return [field for field in self.visible_fields() if field.name not in self.topics]

    def clean(self) -> dict[str, Any]:
        """Ask about one topic at least, and about no more than people bear."""
        typed = super().clean() or {}
        chosen = self._chosen(typed)
        if not chosen and not self.errors:
            raise forms.ValidationError("Give at least one topic its place, such as 1.")
        if len(chosen) > MOST_TOPICS:
            raise forms.ValidationError(
                f"{len(chosen)} topics are chosen; {MOST_TOPICS} are the most that people answer."
            )
        return typed

    def _chosen(self, typed: dict[str, Any]) -> list[Topic]:
        """The topics by their places; those with the same place by their names."""
        placed = [
            (typed[name], topic.name, topic)
            for name, topic in self.topics.items()
            if typed.get(name)
        ]
        return [topic for _place, _name, topic in sorted(placed, key=lambda one: one[:2])]

    def questions(self, audience: str) -> Questions:
        """Return what was typed; only of a valid form."""
        typed = self.cleaned_data
        return Questions(
            audience=audience,
            topics=self._chosen(typed),
            aspects=typed["aspects"],
            asks_format=typed["asks_format"],
            asks_time=typed["asks_time"],
            asks_travel=typed["asks_travel"],
        )
