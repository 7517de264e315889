"""`manage.py invite_administrator EMAIL`: the first way in; no account comes ready-made."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import timezone

from cities.models import Organisation
from cities.operations import people
from collaborative.models import PORTAL


class Command(BaseCommand):
    """Invites an administrator at MARC and prints the link, which works once, for 7 days."""

    help = "Invite an administrator; prints the one-time link."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address."""
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        """Send the invitation and print its link."""
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f'"{email}" is not an e-mail address.', returncode=2) from None
        marc = Organisation.objects.filter(slug="marc").first()
        if marc is None:
            raise CommandError(
                "There is no MARC yet; run `manage.py load_cities` first.", returncode=2
            )
        invitation = people.invite_first_administrator(
            marc, email=email, by=PORTAL, at=timezone.now()
        )
        path = reverse("cities:invitation", args=[invitation.token])
        self.stdout.write(f"{settings.SITE_URL}{path}")
