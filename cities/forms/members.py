"""Inviting a person, opening an account, naming a department."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from cities.models import Department, Invitation, Organisation
from cities.models.people import suits
from collaborative.models import User
from collaborative.roles import Role


class InvitationForm(forms.ModelForm[Invitation]):
    """Whom to invite, into which office."""

    class Meta:
        model = Invitation
        fields = ("email", "organisation", "role")
        labels = {"organisation": "Organization"}
        help_texts = {
            "email": "Their own work address. The link in the letter works once, for 7 days.",
            "organisation": "The city, or MARC, or its Government Training Institute.",
        }

    def clean(self) -> dict[str, Any]:
        """An office must suit the body."""
        cleaned = super().clean() or {}
        organisation, role = cleaned.get("organisation"), cleaned.get("role")
        if isinstance(organisation, Organisation) and role and not suits(Role(role), organisation):
            self.add_error(
                "role",
                f"{Role(role).label} is not an office of {organisation}. Staff, liaisons, "
                "evaluators and clerks sit in cities; the other offices at MARC and its institute.",
            )
        return cleaned


class DepartmentForm(forms.ModelForm[Department]):
    """The name of a department."""

    class Meta:
        model = Department
        fields = ("name",)
        labels = {"name": "Name of the department"}


class OpenAccountForm(forms.Form):
    """The name and password of a new account."""

    name = forms.CharField(
        label="Your name",
        max_length=120,
        help_text="As your colleagues in the other cities should read it.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label="Password",
        strip=False,
        help_text="15 characters or more. A few unrelated words make a good one.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        """Know the address, so that the password may not be made of it."""
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """Hold the password against the rules of the house."""
        cleaned = super().clean() or {}
        if password := cleaned.get("password"):
            try:
                validate_password(password, User(email=self.email, name=cleaned.get("name", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned
