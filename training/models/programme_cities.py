"""Who asks for seats in a shared course."""

from __future__ import annotations

from decimal import Decimal

import pgtrigger
from django.db import models
from django.db.models import F, Q

from cities.models import City
from collaborative import guards
from training.catalogues import MOST_SEATS
from training.models.programmes import Programme


class ProgrammeCity(models.Model):
    """What one city asks of a programme: seats, and what its people have to travel.

    `travel` is dollars a seat and `travel_hours` hours there and back to the shared course;
    `shift_seats` are the seats of people whose shift somebody else must stand in for.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="cities")
    city = models.ForeignKey(City, models.PROTECT, related_name="programmes")
    seats = models.PositiveSmallIntegerField()
    travel = models.DecimalField(
        "travel for a seat", max_digits=9, decimal_places=2, default=Decimal(0)
    )
    travel_hours = models.DecimalField(
        "hours on the road", max_digits=4, decimal_places=2, default=Decimal(0)
    )
    shift_seats = models.PositiveSmallIntegerField("seats of shift staff", default=0)
    source = models.CharField("where the number comes from", max_length=300, blank=True)

    class Meta:
        ordering = ["programme", "city__name"]
        verbose_name_plural = "programme cities"
        constraints = [
            models.UniqueConstraint(fields=["programme", "city"], name="programme_city_once"),
            models.CheckConstraint(
                condition=Q(seats__lte=MOST_SEATS), name="programme_city_has_seats"
            ),
            models.CheckConstraint(
                condition=Q(shift_seats__lte=F("seats")),
                name="programme_city_shift_staff_have_seats",
                violation_error_message="There cannot be more seats of shift staff than seats.",
            ),
            models.CheckConstraint(
                condition=Q(travel__gte=0, travel_hours__gte=0),
                name="programme_city_travels_for_nothing_or_more",
            ),
        ]
        triggers = [
            guards.never_emptied(),
            guards.Guard(
                name="frozen_once_judged",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("held", "RECORD")],
                func="""
                    FOR held IN SELECT state FROM training_programme
                        WHERE id IN (OLD.programme_id, NEW.programme_id) FOR SHARE
                    LOOP
                        IF held.state <> 'draft' THEN
                            RAISE EXCEPTION USING ERRCODE = 'check_violation',
                                MESSAGE = 'The seats of a judged programme do not change.';
                        END IF;
                    END LOOP;
                    RETURN COALESCE(NEW, OLD);
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme}: {self.city}"
