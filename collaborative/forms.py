"""How forms look and speak: the renderer that dresses them, a few fields, and their complaints.

Django wires labels, hints and errors together; this module only adds the design system's
classes, and says of every problem what is wrong, where, and what was expected.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.boundfield import BoundField
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.renderers import TemplatesSetting
from django.utils.text import normalize_newlines

DJANGO_WIDGETS = PurePosixPath("django/forms/widgets")
CLASSES = {
    "checkbox": "usa-checkbox__input",
    "checkbox_option": "usa-checkbox__input",
    "radio_option": "usa-radio__input",
    "select": "usa-select",
    "textarea": "usa-textarea",
    "file": "portal-file",
    "clearable_file_input": "portal-file",
} | dict.fromkeys(
    ("date", "datetime", "email", "number", "password", "search", "tel", "text", "time", "url"),
    "usa-input",
)
"""The design system's class for each of Django's widget templates."""


DJANGOS_DASHES = BLANK_CHOICE_DASH[0][1]
"""What Django writes into a list from which nothing is chosen yet; a screen reader reads dashes."""


class Renderer(TemplatesSetting):
    """Draws every form in the design system's dress; Django's own ids and wiring stay."""

    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"

    def render(
        self,
        template_name: str,
        context: dict[str, Any],
        request: Any = None,
    ) -> str:
        """Draw one template; a widget gets its class first."""
        if "widget" in context:
            dress(context["widget"])
        return super().render(template_name, context, request)


def dress(widget: dict[str, Any]) -> None:
    """Add the class to a widget's context, made anew for each drawing, and to its parts."""
    template = PurePosixPath(widget["template_name"])
    if template.parent == DJANGO_WIDGETS and template.stem in CLASSES:
        attrs = widget["attrs"]
        attrs["class"] = f"{attrs.get('class', '')} {CLASSES[template.stem]}".strip()
    for part in widget.get("subwidgets", ()):
        dress(part)
    for _group, options, _index in widget.get("optgroups", ()):
        for option in options:
            dress(option)
            if option["label"] == DJANGOS_DASHES:
                option["label"] = "Choose one"


class DateInput(forms.DateInput):
    """A date, by the browser's own picker or typed."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Write the value as browsers want it."""
        super().__init__(attrs, format="%Y-%m-%d")


class DateTimeInput(forms.DateTimeInput):
    """A date and time to the minute; the field's hint names the time zone."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Write the value as browsers want it."""
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class TimeInput(forms.TimeInput):
    """A time of day to the minute; the field's hint names the time zone."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Write the value as browsers want it."""
        super().__init__(attrs, format="%H:%M")


class MoneyInput(forms.TextInput):
    """An amount of dollars: a plain text box, because number boxes refuse "12,500"."""

    template_name = "forms/money.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Ask phones for their number pad."""
        own = {"class": "usa-input", "inputmode": "decimal", "autocomplete": "off"}
        super().__init__({**own, **(attrs or {})})


class WholeNumberInput(forms.TextInput):
    """A whole number: a text box with the number pad, safe from the mouse wheel."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Ask phones for their number pad."""
        super().__init__({"inputmode": "numeric", "autocomplete": "off", **(attrs or {})})


class MoneyField(forms.DecimalField):
    """US dollars with cents, as a Decimal; "$12,500.00", "12,500" and "12500" are the same."""

    widget = MoneyInput
    default_error_messages = {
        "invalid": "Enter an amount in dollars, such as 12,500.00.",
        "max_decimal_places": "Enter an amount to the cent, such as 12,500.25.",
        "min_value": "Enter an amount of $%(limit_value)s or more.",
    }

    def __init__(self, **kwargs: Any) -> None:
        """Take what DecimalField takes; no more than $9,999,999,999.99 and not below zero."""
        super().__init__(**{"max_digits": 12, "decimal_places": 2, "min_value": 0, **kwargs})

    def to_python(self, value: object) -> Any:
        """Read the amount with or without dollar sign, commas and spaces."""
        if isinstance(value, str):
            value = value.replace("$", "").replace(",", "").replace(" ", "")
        return super().to_python(value)


class Prose(forms.CharField):
    """Text over several lines; every system's line ends are made the same."""

    widget = forms.Textarea

    def to_python(self, value: object) -> str:
        """Read the text with plain line ends."""
        return str(normalize_newlines(super().to_python(value) or ""))


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a form: the sentence, and the id of the box it is about (or "")."""

    sentence: str
    target: str = ""


def sentences(field: BoundField) -> list[str]:
    """Say what is wrong with one field, with the field's own name where Django has none."""
    return [
        _missing(field) if _is_bare_required(error) else " ".join(error.messages)
        for error in field.errors.as_data()
    ]


def _is_bare_required(error: ValidationError) -> bool:
    """Tell whether it is Django's "This field is required.", which names nothing."""
    bare = forms.Field.default_error_messages["required"]
    return error.code == "required" and error.message == bare


def _missing(field: BoundField) -> str:
    """Say that a field was left empty, and what to do."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        deed = "tick this box"
    elif isinstance(widget, forms.CheckboxSelectMultiple | forms.SelectMultiple):
        deed = "choose at least one"
    elif isinstance(widget, forms.Select | forms.RadioSelect):
        deed = "choose one"
    elif isinstance(widget, forms.FileInput):
        deed = "choose a file"
    else:
        deed = "fill this in"
    return f"{field.label.rstrip(' ?:.!')}: {deed}."


def as_typed(form: forms.BaseForm) -> dict[str, Any]:
    """What was typed into a sent form, to be shown again in another one without being judged."""
    return {
        name: field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        for name, field in form.fields.items()
    }


def target(field: BoundField) -> str:
    """The id of the box to go to: the first one, where a field has several."""
    first = f"{field.auto_id}_0" if field.use_fieldset and field.auto_id else field.auto_id
    return field.id_for_label or first


def problems(form: forms.BaseForm | forms.BaseFormSet[Any]) -> list[Problem]:
    """List everything wrong with a form or formset, in the order of the page; none if unsent."""
    if not form.is_bound:
        return []
    if isinstance(form, forms.BaseForm):
        return list(_problems(form))
    own = [Problem(str(sentence)) for sentence in form.non_form_errors()]
    rows = [row for row in form if not _is_struck_out(row)]
    return own + [problem for row in rows for problem in _problems(row)]


def _problems(form: forms.BaseForm) -> Iterator[Problem]:
    """Yield one form's problems: first those of the whole, then each field's."""
    yield from (Problem(str(sentence)) for sentence in form.non_field_errors())
    for field in form:
        where = "" if field.is_hidden else target(field)
        yield from (Problem(sentence, where) for sentence in sentences(field))


def _is_struck_out(row: forms.BaseForm) -> bool:
    """Tell whether a formset's row is to be deleted; what is wrong in it does not matter."""
    return bool(getattr(row, "cleaned_data", {}).get(DELETION_FIELD_NAME))
