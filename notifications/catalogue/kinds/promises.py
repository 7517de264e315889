"""What is told of agreements, councils' acts and exports."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from agreements.events import (
    ActEvent,
    AgreementEvent,
    ExportEvent,
    PartyCommentEvent,
    VersionEvent,
)
from notifications.catalogue import audiences
from notifications.catalogue.shapes import Notice, each_day_of_the_thing

OF_PROMISES: Mapping[StrEnum, Notice] = MappingProxyType(
    {
        AgreementEvent.CIRCULATED: Notice(
            "Agreement before the council",
            audiences.clerks_before_council,
            "agreement_circulated",
            news="was put before the councils",
        ),
        VersionEvent.SHARED: Notice(
            "Draft agreement to comment on", audiences.draft_readers, "version_shared"
        ),
        VersionEvent.CIRCULATED: Notice(
            "Later version before the council",
            audiences.clerks_before_council,
            "version_circulated",
            news="has a later version before the councils",
        ),
        PartyCommentEvent.ADDED: Notice(
            "Comments on a draft agreement",
            audiences.agreement_drafters,
            "party_comment_added",
            once=each_day_of_the_thing,
        ),
        PartyCommentEvent.ANSWERED: Notice(
            "Answers to comments on a draft agreement",
            audiences.draft_readers,
            "party_comment_answered",
            once=each_day_of_the_thing,
        ),
        AgreementEvent.WITHDRAWN: Notice(
            "Agreement withdrawn", audiences.clerks, "agreement_withdrawn", news="was withdrawn"
        ),
        AgreementEvent.IN_FORCE: Notice(
            "Agreement in force",
            audiences.clerks_and_drafters,
            "agreement_in_force",
            news="is in force",
        ),
        AgreementEvent.REOPENED: Notice(
            "Agreement no longer in force",
            audiences.clerks_and_drafters,
            "agreement_reopened",
            news="is before the councils again",
        ),
        AgreementEvent.ENDED: Notice(
            "Agreement ended", audiences.clerks, "agreement_ended", news="ended"
        ),
        ExportEvent.READY: Notice("Export ready", audiences.exporters_of_ready, "export_ready"),
        ExportEvent.FAILED: Notice("Export failed", audiences.exporters_of_failed, "export_failed"),
        AgreementEvent.SIGNED: Notice("Signature", news="has a signature on record"),
        AgreementEvent.SIGNATURE_CORRECTED: Notice(
            "Signature corrected", news="has a signature put right"
        ),
        AgreementEvent.FILED: Notice("Filing", news="has a filing on record"),
        AgreementEvent.FILING_CORRECTED: Notice("Filing corrected", news="has a filing put right"),
        AgreementEvent.NOTICE_GIVEN: Notice(
            "Party leaves",
            audiences.clerks_and_drafters,
            "agreement_notice",
            news="has a party that leaves it",
        ),
        AgreementEvent.NOTICE_CORRECTED: Notice(
            "Notice of leaving corrected",
            audiences.clerks_and_drafters,
            "agreement_notice",
            news="has a notice of leaving put right",
        ),
        AgreementEvent.PARTY_LEFT: Notice("Party left", news="has a party less"),
        AgreementEvent.RENEWED: Notice(
            "Agreement renewed",
            audiences.clerks_of_renewed,
            "agreement_renewed",
            news="was renewed by its terms",
        ),
        AgreementEvent.EXPIRED: Notice(
            "Agreement's term ended", audiences.clerks, "agreement_ended", news="ended"
        ),
        ActEvent.RECORDED: Notice("Council's act", news="{council}’s council {voted}"),
        ActEvent.CHANGED: Notice(
            "Council's act", news="what is on record of {council}’s council is newer"
        ),
        ActEvent.COMPLETED: Notice("Council's vote", news="{council}’s council {voted}"),
        ActEvent.CORRECTED: Notice(
            "Council's act corrected",
            audiences.drafters_of_act,
            "act_corrected",
            news="the act of {council}’s council was put right",
        ),
        ActEvent.FOLLOWED: Notice(
            "After a council's decision",
            news="what followed the decision of {council}’s council is on record",
        ),
        ActEvent.IMPORTED: Notice("Council's record", news="{council}’s council {voted}"),
    }
)
