"""The other steps of a council's matter, each with its body and roll call; and all votes."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.legistar import VoteValue
from agreements.legistar.reading import MAX_NAME, MAX_TITLE
from agreements.models.councils import Act
from collaborative import guards


class Action(models.Model):
    """One step of a matter beside the council's decision, by one body.

    Steps up to the decision are frozen with it. Steps after it (`after`) are added to a decided
    act, in the order in which they are recorded, and never change.
    """

    class Kind(models.TextChoices):
        """What sort of step it is; blank where the source's word is none that the portal knows."""

        INTRODUCED = "introduced", "Introduced"
        REFERRED = "referred", "Referred"
        COMMITTEE = "committee", "Committee recommendation"
        FIRST_READING = "first_reading", "First reading"
        SECOND_READING = "second_reading", "Second reading"
        AMENDED = "amended", "Amended"
        POSTPONED = "postponed", "Postponed"
        VOTED = "voted", "Voted on"
        SIGNED = "signed", "Signed"
        VETOED = "vetoed", "Vetoed"
        OVERRIDDEN = "overridden", "Veto overridden"
        RECONSIDERED = "reconsidered", "Reconsidered"
        RESCINDED = "rescinded", "Rescinded"

    act = models.ForeignKey(Act, models.PROTECT, related_name="actions")
    position = models.PositiveSmallIntegerField()
    after = models.BooleanField("after the decision", default=False)
    kind = models.CharField(max_length=14, choices=Kind, blank=True)
    word = models.CharField("action, in the record's own word", max_length=MAX_NAME, blank=True)
    on = models.DateField("day", null=True, blank=True)
    body = models.CharField(max_length=MAX_NAME, blank=True)
    version = models.CharField(max_length=MAX_NAME, blank=True)
    result_word = models.CharField("result", max_length=MAX_NAME, blank=True)
    passed = models.BooleanField(null=True, blank=True)
    mover = models.CharField(max_length=MAX_NAME, blank=True)
    seconder = models.CharField(max_length=MAX_NAME, blank=True)
    tally = models.CharField(max_length=MAX_NAME, blank=True)
    agenda_number = models.CharField(max_length=MAX_NAME, blank=True)
    text = models.TextField("what the minutes say", max_length=MAX_TITLE, blank=True)
    postponed_to = models.DateField("put off to", null=True, blank=True)
    ballots = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text="How many votes its roll call has."
    )
    further = models.JSONField(
        default=dict,
        blank=True,
        help_text="What the council's record says besides, under its own names.",
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recorded_actions",
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["act", "after", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["act", "after", "position"], name="action_position_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "",
                        "introduced",
                        "referred",
                        "committee",
                        "first_reading",
                        "second_reading",
                        "amended",
                        "postponed",
                        "voted",
                        "signed",
                        "vetoed",
                        "overridden",
                        "reconsidered",
                        "rescinded",
                    ]
                ),
                name="action_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(after=False) | Q(on__isnull=False), name="action_after_is_of_a_day"
            ),
            models.CheckConstraint(
                condition=Q(postponed_to=None) | Q(kind="postponed"),
                name="action_put_off_is_postponed",
            ),
        ]
        triggers = [
            guards.never_emptied(),
            guards.Protect(
                name="after_is_never_changed",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__after=True),
            ),
            guards.Guard(
                name="frozen_once_decided",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("held", "RECORD")],
                func="""
                    FOR held IN SELECT result FROM agreements_act
                        WHERE id IN (OLD.act_id, NEW.act_id) FOR SHARE
                    LOOP
                        IF held.result <> 'pending' AND NOT COALESCE(NEW.after, FALSE) THEN
                            RAISE EXCEPTION USING ERRCODE = 'check_violation',
                                MESSAGE = 'The steps of a decided act do not change.';
                        END IF;
                        IF held.result = 'pending' AND COALESCE(NEW.after, FALSE) THEN
                            RAISE EXCEPTION USING ERRCODE = 'check_violation',
                                MESSAGE = 'Nothing comes after a decision that is not there.';
                        END IF;
                    END LOOP;
                    RETURN COALESCE(NEW, OLD);
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} of {self.act}"

    @property
    def label(self) -> str:
        """The step in the record's own word, or else by its kind."""
        return self.word or self.get_kind_display() or "Step"

    @property
    def outcome(self) -> str:
        """Its result in the record's own word, or else what the record's flag says."""
        said = {True: "Passed", False: "Failed", None: ""}
        return self.result_word or said[self.passed]


class Vote(models.Model):
    """How one member voted, on an act's decision or in one of the other actions.

    What the council's record says, and what the word means:

    `value` is blank where the word is none that the portal knows, `voter` where the record names
    nobody.
    """

    class Value(models.TextChoices):
        """What a member did on a roll call."""

        AYE = VoteValue.AYE.value, "Aye"
        NAY = VoteValue.NAY.value, "Nay"
        ABSTAIN = VoteValue.ABSTAIN.value, "Abstained"
        ABSENT = VoteValue.ABSENT.value, "Absent"
        EXCUSED = VoteValue.EXCUSED.value, "Excused"
        RECUSED = VoteValue.RECUSED.value, "Recused"

    act = models.ForeignKey(
        Act, models.PROTECT, null=True, blank=True, related_name="votes", help_text="Its decision."
    )
    action = models.ForeignKey(Action, models.PROTECT, null=True, blank=True, related_name="votes")
    position = models.PositiveSmallIntegerField()
    voter = models.CharField(max_length=MAX_NAME, blank=True)
    is_mayor = models.BooleanField("cast as mayor", default=False)
    value = models.CharField(max_length=7, choices=Value, blank=True)
    word = models.CharField(max_length=MAX_NAME, blank=True)

    class Meta:
        ordering = ["act", "action", "position"]
        constraints = [
            models.UniqueConstraint(fields=["act", "position"], name="vote_position_once"),
            models.UniqueConstraint(
                fields=["action", "position"], name="vote_position_once_an_action"
            ),
            models.CheckConstraint(
                condition=Q(act__isnull=False, action__isnull=True)
                | Q(act__isnull=True, action__isnull=False),
                name="vote_on_a_decision_or_an_action",
            ),
            models.CheckConstraint(
                condition=Q(
                    value__in=["", "aye", "nay", "abstain", "absent", "excused", "recused"]
                ),
                name="vote_value_is_known",
            ),
        ]
        triggers = [
            guards.never_emptied(),
            guards.Guard(
                name="frozen_once_decided",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("held", "RECORD"), ("step", "RECORD")],
                func="""
                    FOR step IN SELECT after, ballots FROM agreements_action
                        WHERE id IN (OLD.action_id, NEW.action_id) FOR SHARE
                    LOOP
                        -- A later step's roll call is written with it, and is then full.
                        IF step.after AND TG_OP = 'INSERT' AND NEW.position <= step.ballots THEN
                            RETURN NEW;
                        END IF;
                    END LOOP;
                    FOR held IN SELECT result FROM agreements_act
                        WHERE id IN (OLD.act_id, NEW.act_id) OR id IN (
                            SELECT act_id FROM agreements_action
                            WHERE id IN (OLD.action_id, NEW.action_id)
                        ) FOR SHARE
                    LOOP
                        IF held.result <> 'pending' THEN
                            RAISE EXCEPTION USING ERRCODE = 'check_violation',
                                MESSAGE = 'The votes of a decided act do not change.';
                        END IF;
                    END LOOP;
                    RETURN COALESCE(NEW, OLD);
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.voter}: {self.word or self.get_value_display()}"
