"""For how long an agreement holds by its own text, and who said that it leaves."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from agreements import terms
from agreements.models.councils import Act
from agreements.models.entries import Entry
from agreements.models.parties import Party
from agreements.models.texts import Version
from collaborative import guards
from initiatives.models.guards import refuse_when

LONGEST = 1200
"""Months: a hundred years."""
_ANOTHER_PARTY = """
    SELECT 1 FROM agreements_withdrawal w
        WHERE w.id = NEW.corrects_id AND w.party_id <> NEW.party_id
"""


class Term(models.Model):
    """What one version of an agreement says of its own duration; blank where it says nothing.

    Written while the version is a draft, and fixed with it.
    """

    class Effective(models.TextChoices):
        """From when it takes effect."""

        FIXED = terms.Effective.FIXED.value, "On a fixed day"
        IN_FORCE = terms.Effective.IN_FORCE.value, "When enough councils have adopted it"
        SIGNED = terms.Effective.SIGNED.value, "On the day of the last signature"
        FILED = terms.Effective.FILED.value, "On the day of the last filing"

    class Renewal(models.TextChoices):
        """What happens at its end."""

        NONE = terms.Renewal.NONE.value, "It ends"
        AUTOMATIC = terms.Renewal.AUTOMATIC.value, "It is renewed unless notice is given"
        NEW_ACTS = terms.Renewal.NEW_ACTS.value, "It ends unless the councils act again"

    class Departure(models.TextChoices):
        """What becomes of it when a party leaves."""

        CONTINUES = terms.Departure.CONTINUES.value, "The others continue"
        ENDS = terms.Departure.ENDS.value, "It ends for all"
        ENDS_BELOW = terms.Departure.ENDS_BELOW.value, "It ends when too few are left"

    version = models.OneToOneField(Version, models.PROTECT, related_name="term")
    effective = models.CharField(max_length=8, choices=Effective)
    effective_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField("last day", null=True, blank=True)
    months = models.PositiveSmallIntegerField("length in months", null=True, blank=True)
    renewal = models.CharField(max_length=9, choices=Renewal, default=Renewal.NONE)
    renewal_months = models.PositiveSmallIntegerField(null=True, blank=True)
    notice_opens = models.PositiveSmallIntegerField(null=True, blank=True)
    notice_closes = models.PositiveSmallIntegerField(null=True, blank=True)
    leave_days = models.PositiveSmallIntegerField(null=True, blank=True)
    departure = models.CharField(max_length=10, choices=Departure, default=Departure.CONTINUES)
    least = models.PositiveSmallIntegerField(null=True, blank=True)
    review_month = models.PositiveSmallIntegerField(null=True, blank=True)
    review_day = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["version"]
        constraints = [
            models.CheckConstraint(
                condition=Q(effective="fixed", effective_on__isnull=False)
                | Q(effective__in=["in_force", "signed", "filed"], effective_on=None),
                name="term_takes_effect_on_a_day",
            ),
            models.CheckConstraint(
                condition=(Q(expires_on=None) | Q(months=None))
                & (Q(months=None) | Q(months__gte=1, months__lte=LONGEST))
                & (
                    Q(expires_on=None) | Q(effective_on=None) | Q(expires_on__gte=F("effective_on"))
                ),
                name="term_has_one_end",
            ),
            models.CheckConstraint(
                condition=(
                    Q(
                        renewal="automatic",
                        renewal_months__isnull=False,
                        renewal_months__gte=1,
                        renewal_months__lte=LONGEST,
                    )
                    | Q(renewal__in=["none", "new_acts"], renewal_months=None)
                )
                & (Q(renewal="none") | Q(expires_on__isnull=False) | Q(months__isnull=False)),
                name="term_is_renewed_after_an_end",
            ),
            models.CheckConstraint(
                condition=Q(notice_opens=None)
                | Q(notice_closes__isnull=False, notice_opens__gte=F("notice_closes")),
                name="term_notice_opens_before_it_closes",
            ),
            models.CheckConstraint(
                condition=Q(departure="ends_below", least__isnull=False, least__gte=2)
                | Q(departure__in=["continues", "ends"], least=None),
                name="term_says_what_leaving_does",
            ),
            models.CheckConstraint(
                condition=Q(review_month=None, review_day=None)
                | Q(
                    review_month__isnull=False,
                    review_month__range=(1, 12),
                    review_day__isnull=False,
                    review_day__range=(1, 31),
                ),
                name="term_review_is_a_day_of_the_year",
            ),
        ]
        triggers = [
            guards.never_emptied(),
            guards.Guard(
                name="frozen_once_circulated",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("held", "RECORD")],
                func="""
                    FOR held IN SELECT circulated_at FROM agreements_version
                        WHERE id IN (OLD.version_id, NEW.version_id) FOR SHARE
                    LOOP
                        IF held.circulated_at IS NOT NULL THEN
                            RAISE EXCEPTION USING ERRCODE = 'check_violation',
                                MESSAGE = 'The term of a circulated version does not change.';
                        END IF;
                    END LOOP;
                    RETURN COALESCE(NEW, OLD);
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"Term of {self.version}"

    @property
    def plain(self) -> terms.Term:
        """The term as the arithmetic takes it."""
        month, number = self.review_month, self.review_day
        return terms.Term(
            effective=terms.Effective(self.effective),
            effective_on=self.effective_on,
            expires_on=self.expires_on,
            months=self.months,
            renewal=terms.Renewal(self.renewal),
            renewal_months=self.renewal_months,
            notice_opens=self.notice_opens,
            notice_closes=self.notice_closes,
            leave_days=self.leave_days,
            departure=terms.Departure(self.departure),
            least=self.least,
            review=None if month is None or number is None else (month, number),
        )


class Withdrawal(Entry):
    """A party's notice that it leaves, and the first day on which it is bound no more.

    Without a day it was no notice after all, which only a correction can say.
    """

    class Kind(models.TextChoices):
        """What the notice says."""

        LEAVES = "leaves", "It leaves after the notice period"
        NOT_RENEWED = "not_renewed", "It does not renew and leaves at the end of the period"

    party = models.ForeignKey(Party, models.PROTECT, related_name="withdrawals")
    kind = models.CharField(max_length=11, choices=Kind)
    given_on = models.DateField("notice given on", null=True, blank=True)
    leaves_on = models.DateField("first day without it", null=True, blank=True)
    act = models.ForeignKey(Act, models.PROTECT, null=True, blank=True, related_name="withdrawals")
    authority = models.CharField(max_length=300, blank=True)
    reason = models.TextField(max_length=1000, blank=True)

    class Meta(Entry.Meta):
        constraints = [
            *Entry.Meta.constraints,
            models.UniqueConstraint(
                fields=["party"], condition=Q(corrects=None), name="withdrawal_recorded_once"
            ),
            models.CheckConstraint(
                condition=(
                    Q(
                        given_on__isnull=False,
                        leaves_on__isnull=False,
                        leaves_on__gte=F("given_on"),
                    )
                    & ~Q(reason="")
                )
                | Q(
                    corrects__isnull=False,
                    given_on=None,
                    leaves_on=None,
                    act=None,
                    authority="",
                    reason="",
                ),
                name="withdrawal_has_its_days_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["leaves", "not_renewed"]), name="withdrawal_kind_is_known"
            ),
        ]
        triggers = [
            *Entry.Meta.triggers,
            refuse_when(
                _ANOTHER_PARTY,
                name="corrects_its_own_notice",
                sentence="A correction is about the same party.",
            ),
        ]

    def __str__(self) -> str:
        return f"Withdrawal of {self.party}"
