"""The weights of a round's criteria, version by version."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from collaborative import guards
from initiatives.models.criteria import Criterion
from initiatives.models.guards import only_while, refuse_when, written_once
from initiatives.phases import Right, with_any


class Weight(models.Model):
    """What a scored criterion weighs from the ranking of that number on; never changed.

    `number` counts a round's rankings: 1 stands for what was fixed when scoring opened. The first
    change writes that down too, and every change the weights of all scored criteria. The criterion
    itself carries the last, so that whatever reads it reads the weights in force.
    """

    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="weights")
    number = models.PositiveSmallIntegerField()
    weight = models.DecimalField(max_digits=5, decimal_places=2)
    threshold = models.DecimalField(max_digits=4, decimal_places=2, null=True)

    class Meta:
        ordering = ["criterion", "number"]
        constraints = [
            models.UniqueConstraint(fields=["criterion", "number"], name="weight_once_a_number"),
            models.CheckConstraint(
                condition=Q(number__gte=1, weight__gt=0, weight__lte=100),
                name="weight_is_a_share_of_the_whole",
            ),
        ]
        triggers = [
            guards.never_emptied(),
            only_while(
                with_any(Right.RANK),
                rounds="SELECT round_id FROM initiatives_criterion "
                "WHERE id IN (NEW.criterion_id, OLD.criterion_id)",
                name="weight_changes_in_discussion",
            ),
            refuse_when(
                "SELECT FROM initiatives_criterion WHERE initiatives_criterion.id = "
                "NEW.criterion_id AND (initiatives_criterion.kind <> 'scored' OR NEW.threshold "
                "NOT BETWEEN initiatives_criterion.minimum AND initiatives_criterion.maximum)",
                name="weight_of_a_scored_criterion",
                sentence="Only a scored criterion weighs, and its threshold is on its scale.",
            ),
            guards.Guard(
                name="weights_are_carried_and_whole",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                declare=[("held", "RECORD")],
                func="""
                    SELECT own.round_id AS round, own.weight, own.threshold, last.weight AS due,
                           last.threshold AS due_threshold
                    INTO held
                    FROM initiatives_criterion own JOIN initiatives_weight last
                      ON last.criterion_id = own.id
                    WHERE own.id = NEW.criterion_id ORDER BY last.number DESC LIMIT 1;
                    IF (held.weight, held.threshold)
                       IS DISTINCT FROM (held.due, held.due_threshold)
                       OR 100 <> (SELECT sum(weight) FROM initiatives_criterion
                                  WHERE round_id = held.round AND kind = 'scored') THEN
                        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE =
                            'The criteria must carry the last weights, which sum to 100.';
                    END IF;
                    RETURN NULL;
                """,
            ),
            written_once(),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.weight} from ranking {self.number} on"
