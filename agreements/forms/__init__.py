"""What people type about agreements and councils' acts: shape and help, no acts."""

from agreements.forms.agreements import AgreementForm, DocumentForm, EndForm, ReasonForm
from agreements.forms.checking import CheckForm
from agreements.forms.compositions import CompositionForm
from agreements.forms.councils import ActForm
from agreements.forms.exports import PickForm, ScopeForm
from agreements.forms.finding import FindForm
from agreements.forms.packets import (
    ClosingForm,
    CouncilPaperForm,
    PacketForm,
    ReopeningForm,
)
from agreements.forms.papers import FilingForm, SignatureForm
from agreements.forms.sessions import ActRows, SessionForm, initial_rows
from agreements.forms.steps import AfterForm, StepRows, initial_steps
from agreements.forms.terms import NoticeForm, TermForm
from agreements.forms.versions import (
    AnswerForm,
    BeginForm,
    CommentForm,
    DropForm,
    ExhibitChangeForm,
    ExhibitForm,
    VersionForm,
)

__all__ = [
    "ActForm",
    "ActRows",
    "AfterForm",
    "AgreementForm",
    "AnswerForm",
    "BeginForm",
    "CheckForm",
    "ClosingForm",
    "CommentForm",
    "CompositionForm",
    "CouncilPaperForm",
    "DocumentForm",
    "DropForm",
    "EndForm",
    "ExhibitChangeForm",
    "ExhibitForm",
    "FilingForm",
    "FindForm",
    "NoticeForm",
    "PacketForm",
    "PickForm",
    "ReasonForm",
    "ReopeningForm",
    "ScopeForm",
    "SessionForm",
    "SignatureForm",
    "StepRows",
    "TermForm",
    "VersionForm",
    "initial_rows",
    "initial_steps",
]
