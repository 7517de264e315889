"""What every request passes through."""

import pytest
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.urls import reverse

from cities.models import Invitation
from cities.operations import people
from collaborative.http import status_of, told_on
from collaborative.lifecycle import StaleState
from collaborative.models import PUBLIC
from tests.conftest import NOON
from tests.factories.cities import InvitationFactory

pytestmark = pytest.mark.django_db


def test_a_lost_race_is_a_page_that_says_who_was_first(client_for, administrator):
    invitation = InvitationFactory(email="clerk@sample.example", organisation__name="Raytown")
    people.revoke(Invitation.objects.get(pk=invitation.pk), by=administrator, at=NOON)
    answer = client_for(administrator).post(reverse("cities:revoke", args=[invitation.pk]))
    assert (answer.status_code, answer.context["sentence"]) == (
        409,
        (
            "Invitation of clerk@sample.example as Staff, Raytown is withdrawn: Administrator, "
            "Mid-America Regional Council changed it on Monday, March 2, 2026, 12:00 pm Central. "
            "Your step was not taken; look at it as it stands now."
        ),
    )


class Typed(forms.Form):
    title = forms.CharField()


@pytest.mark.parametrize("field", [None, "title"])
def test_a_lost_race_is_said_on_the_form_beside_what_was_typed(field):
    form = Typed({"title": "Buses"})
    with told_on(form, field):
        raise StaleState("Somebody was first.")
    assert (status_of(form), form.errors, form["title"].value()) == (
        409,
        {field or NON_FIELD_ERRORS: ["Somebody was first."]},
        "Buses",
    )


@pytest.mark.parametrize("typed", [None, {"title": ""}, {"title": "Buses"}])
def test_a_form_that_lost_no_race_is_a_page_like_any_other(typed):
    form = Typed(typed)
    with told_on(form):
        form.is_valid()
    assert status_of(form) == 200


@pytest.mark.parametrize("query", ["?page=%00", "?state=draft%00"])
def test_a_nul_byte_in_an_address_is_refused_not_an_error(client_for, query):
    answer = client_for(PUBLIC).get(reverse("initiatives:proposals") + query)
    assert (answer.status_code, answer.templates[0].name) == (400, "400.html")


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        (
            "Content-Security-Policy",
            (
                "base-uri 'none'; connect-src 'self'; default-src 'none'; font-src 'self'; "
                "form-action 'self'; frame-ancestors 'none'; img-src 'self' data:; "
                "object-src 'none'; script-src 'self'; style-src 'self'"
            ),
        ),
    ],
)
@pytest.mark.parametrize("path", ["/", "/no-such-page/", "/people/", "/accounts/login/"])
def test_every_answer_carries_the_browsers_orders(client_for, path, header, value):
    said = client_for(PUBLIC).get(path).headers[header]
    assert "; ".join(sorted(said.rstrip(";").split("; "))) == value


def test_a_page_that_nobody_opened_asks_to_sign_in(client_for):
    answer = client_for(PUBLIC).get(reverse("cities:people"))
    assert answer.url == reverse("account_login") + "?next=/people/"
