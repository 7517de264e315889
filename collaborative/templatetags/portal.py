"""`{% load portal %}`: dates, times and amounts in words, texts, and what is wrong with forms."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms, template
from django.core.paginator import Page, Paginator
from django.forms.boundfield import BoundField
from django.middleware.csrf import get_token
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from collaborative import wording
from collaborative.forms import Problem, problems
from collaborative.forms import sentences as sentences_of
from collaborative.markdown import rendered

register = template.Library()


@register.filter(expects_localtime=True)
def day(value: date | None) -> str:
    """Say a date in full, as in "Tuesday, March 3, 2026"; nothing for no date."""
    return "" if value is None else wording.day(value)


@register.filter(expects_localtime=True)
def moment(value: datetime | None) -> str:
    """Say a time in full, as in "Tuesday, March 3, 2026, 5:00 pm Central"; nothing for none."""
    return "" if value is None else wording.moment(value)


@register.filter(expects_localtime=True)
def clock(value: datetime | None) -> str:
    """Say the time of day, as in "2:14 pm"; nothing for none."""
    return "" if value is None else wording.clock(value)


@register.filter
def dollars(amount: Decimal | int | None) -> str:
    """Say an amount with its cents, as in "$12,500.00"; nothing for no amount."""
    return "" if amount is None else wording.dollars(amount)


@register.filter
def thousands(number: int | None) -> str:
    """Say a whole number with commas, as in "123,011"; nothing for none."""
    return "" if number is None else wording.thousands(number)


@register.filter
def sentence_case(words: str) -> str:
    """Write "Sign In" as "Sign in": other people's headings in this portal's style."""
    return words.strip().capitalize()


@register.filter
def markdown(text: str, first_heading: int) -> SafeString:
    """Write what somebody typed in Markdown as safe HTML, as in `{{ answer.text|markdown:4 }}`.

    The text's own headings begin at the given level, one below the heading it stands under.
    """
    return SafeString(rendered(text, first_heading=first_heading))


@register.filter
def words_in(text: str, usual: int = 0) -> str:
    """Say how many words a text has and how many are usual, as in `{{ text|words_in:300 }}`."""
    return wording.words_in(text, usual=usual)


@register.filter
def page_range(paginator: Paginator[Any], page: Page[Any]) -> list[int]:
    """List the page numbers worth a link; 0 stands for those left out."""
    elided = paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else 0 for number in elided]


@register.filter
def sentences(field: BoundField) -> list[str]:
    """Say what is wrong with one field of a form."""
    return sentences_of(field)


@register.simple_tag(takes_context=True)
def page_problems(context: Context) -> list[Problem]:
    """List what is wrong with every form and formset the page was given, whatever its name.

    The base template shows them on top and begins the title with "Error:", so that no page
    can forget to.
    """
    found = {id(form): form for value in context.flatten().values() for form in _forms_in(value)}
    return [problem for form in found.values() for problem in problems(form)]


def _forms_in(value: object) -> list[forms.BaseForm | forms.BaseFormSet[Any]]:
    """List the forms in one thing the page was given: itself, or those in its list."""
    things = value if isinstance(value, list | tuple) else [value]
    return [thing for thing in things if isinstance(thing, forms.BaseForm | forms.BaseFormSet)]


@register.simple_tag(takes_context=True)
def post_token(context: Context) -> SafeString | str:
    """Write the hidden token of a POST form, also inside `{% include … only %}`.

    Django's own tag reads the token from the context, which `only` empties; the request stays.
    """
    request = getattr(context, "request", None)
    if request is None:
        return ""
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request)
    )
