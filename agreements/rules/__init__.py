"""Who may do what with agreements and councils' acts, and why not."""

from agreements.models import Act, Agreement, Document, ImportedRecord, Party
from cities.models import Organisation
from collaborative.models import Actor
from collaborative.roles import Permission
from collaborative.wording import day
from initiatives.models import Proposal

State = Agreement.State
OPEN_TO_ACTS = frozenset({State.CIRCULATED, State.IN_FORCE})
LEAST_PARTIES = 2

_STANDS = {
    State.DRAFT: "is still a draft",
    State.CIRCULATED: "is before the councils",
    State.IN_FORCE: "is in force",
    State.ENDED: "has ended",
    State.WITHDRAWN: "was withdrawn",
}


def stands(agreement: Agreement) -> str:
    """The agreement's state as the end of a sentence, as in "is in force"."""
    return _STANDS[State(agreement.state)]


def why_not_draft(actor: Actor) -> str | None:
    """Facilitators draft."""
    if actor.may(Permission.DRAFT_AGREEMENT):
        return None
    return "Agreements are drafted by a facilitator at the Mid-America Regional Council."


def why_not_draft_from(actor: Actor, proposal: Proposal) -> str | None:
    """An agreement carries out a proposal that was chosen."""
    if reason := why_not_draft(actor):
        return reason
    if proposal.state == Proposal.State.CHOSEN:
        return None
    return (
        f"{proposal.reference} was not chosen (it is {proposal.get_state_display().lower()}). "
        "An agreement is drafted from a chosen proposal, or from none."
    )


def why_not_change(actor: Actor, agreement: Agreement) -> str | None:
    """Only a draft changes: the agreement's, or a later version's. Reads the versions."""
    if reason := why_not_draft(actor):
        return reason
    amended = any(version.is_draft for version in agreement.versions.all())
    if agreement.state == State.DRAFT or (agreement.state in OPEN_TO_ACTS and amended):
        return None
    return f"“{agreement}” {stands(agreement)}; only a draft's text, parties and terms are changed."


def why_not_circulate(actor: Actor, agreement: Agreement) -> str | None:
    """A draft goes to the councils once it has words and parties enough; so does a later version.

    Reads the agreement's versions.
    """
    if reason := why_not_draft(actor):
        return reason
    if agreement.state in {State.ENDED, State.WITHDRAWN}:
        return f"“{agreement}” {stands(agreement)}; nothing of it goes to the councils."
    if not any(version.is_draft for version in agreement.versions.all()):
        return f"“{agreement}” {stands(agreement)}; only a draft is circulated, and it has none."
    return why_not_ready(agreement)


def why_not_ready(agreement: Agreement) -> str | None:
    """What goes to the councils has words, and parties enough for its own terms."""
    adopts = list(agreement.parties.values_list("adopts", flat=True))
    parties, councils = len(adopts), sum(adopts)
    if parties < LEAST_PARTIES:
        return "An agreement needs at least two parties. Name them first."
    if not councils:
        return "No party’s council is asked to adopt it, so it would never be in force."
    if agreement.required_adoptions is not None and agreement.required_adoptions > councils:
        return (
            f"{agreement.required_adoptions} councils are asked to adopt, but only {councils} are "
            "parties’. Correct one or the other first."
        )
    if not any(version.draft.strip() for version in agreement.versions.all() if version.is_draft):
        return "The agreement has no text yet. Write it first."
    return None


def why_not_withdraw(actor: Actor, agreement: Agreement) -> str | None:
    """What is not in force can be withdrawn."""
    if reason := why_not_draft(actor):
        return reason
    if agreement.state in {State.DRAFT, State.CIRCULATED}:
        return None
    return f"“{agreement}” {stands(agreement)}; only what is not yet in force is withdrawn."


def why_not_end(actor: Actor, agreement: Agreement) -> str | None:
    """What is in force can end."""
    if reason := why_not_draft(actor):
        return reason
    if agreement.state == State.IN_FORCE:
        return None
    return f"“{agreement}” {stands(agreement)}; only an agreement in force is ended."


def why_not_record(actor: Actor, agreement: Agreement) -> str | None:
    """The clerk of a party city records what the council did, once the text is circulated.

    For a body that is no city, and so has no clerk here, a facilitator does.
    """
    drafts = actor.may(Permission.DRAFT_AGREEMENT)
    if not actor.may(Permission.RECORD_ACT) and not drafts:
        return "A council's act is recorded by the clerk of its own city."
    if not acting(actor, agreement):
        return _nobodys_act(actor, agreement)
    if agreement.state in OPEN_TO_ACTS:
        return None
    return (
        f"“{agreement}” {stands(agreement)}; acts are recorded while it is before the councils or "
        "in force."
    )


def _nobodys_act(actor: Actor, agreement: Agreement) -> str:
    if parties := clerked(actor, agreement):
        return f"{parties[0].organisation} signs “{agreement}” without an act of a council."
    if actor.may(Permission.DRAFT_AGREEMENT):
        return (
            "Each city's act is recorded by its own clerk; a facilitator records only for bodies "
            f"that are no city, and no such body adopts “{agreement}”."
        )
    return f"Your city is not a party to “{agreement}”, so there is no act of its council on it."


def clerked(actor: Actor, agreement: Agreement) -> list[Party]:
    """The parties whose clerk the actor is. Reads the agreement's parties."""
    own = actor.organisations(Permission.RECORD_ACT)
    return [party for party in agreement.parties.all() if party.organisation_id in own]


def acting(actor: Actor, agreement: Agreement) -> list[Party]:
    """The parties whose council's acts the actor records. Reads the agreement's parties."""
    return [party for party in agreement.parties.all() if party.adopts and _acts_for(actor, party)]


def _acts_for(actor: Actor, party: Party) -> bool:
    if actor.may(Permission.RECORD_ACT, party.organisation_id):
        return True
    no_city = party.organisation.kind != Organisation.Kind.CITY
    return no_city and actor.may(Permission.DRAFT_AGREEMENT)


def why_not_record_for(actor: Actor, party: Party) -> str | None:
    """Each clerk records the own council's acts only, a facilitator those of bodies without one."""
    if reason := why_not_record(actor, party.agreement):
        return reason
    if not _acts_for(actor, party):
        return f"Acts of {party.organisation}'s council are recorded by its own clerk."
    if not party.adopts:
        return f"{party.organisation} signs “{party.agreement}” without an act of a council."
    return None


def why_not_record_session(actor: Actor, organisation: Organisation) -> str | None:
    """A council's session is recorded by its own clerk."""
    if actor.may(Permission.RECORD_ACT, organisation.pk):
        return None
    return f"Sessions of {organisation}’s council are recorded by its own clerk."


def why_not_complete(actor: Actor, act: Act) -> str | None:
    """An act without a result waits for it; one with a result is frozen."""
    if reason := why_not_record_for(actor, act.party):
        return reason
    if act.result == Act.Result.PENDING:
        return None
    return f"{act.file_number} has its result. Record a correction if something in it is wrong."


def why_not_correct(actor: Actor, act: Act) -> str | None:
    """A frozen act is put right by a new record, once; the next one corrects the correction."""
    if reason := why_not_record_for(actor, act.party):
        return reason
    if act.result == Act.Result.PENDING:
        return f"{act.file_number} has no result yet; complete it instead."
    later: Act | None = getattr(act, "corrected_by", None)
    if later is None:
        return None
    return f"{act.file_number} was corrected on {day(later.recorded_at)}; correct that record."


def why_not_add_action(actor: Actor, act: Act) -> str | None:
    """What came after a decision is recorded by the own clerk, on the act that stands."""
    if reason := why_not_record_for(actor, act.party):
        return reason
    if act.result == Act.Result.PENDING:
        return f"{act.file_number} has no result yet; record its steps with the act itself."
    later: Act | None = getattr(act, "corrected_by", None)
    if later is None:
        return None
    return f"{act.file_number} was corrected on {day(later.recorded_at)}; add it to that record."


def why_not_import(actor: Actor, organisation_id: int | None = None) -> str | None:
    """Each clerk brings the own council's records in."""
    if actor.may(Permission.RECORD_ACT, organisation_id):
        return None
    return "A council's records are brought in by the clerk of its own city."


def why_not_assign_record(actor: Actor, kept: ImportedRecord) -> str | None:
    """A record that was kept without an act waits for its own clerk to say where it belongs."""
    if reason := why_not_import(actor, kept.city_id):
        return reason
    if kept.act_id is None:
        return None
    return f"{kept.file_number} of {kept.city} belongs to an agreement already."


def why_not_add_document(actor: Actor, agreement: Agreement) -> str | None:
    """The facilitator and the clerks of the party cities add files while the agreement lives."""
    if not actor.may(Permission.DRAFT_AGREEMENT) and not clerked(actor, agreement):
        return "Documents are added by a facilitator or the clerk of a party city."
    if agreement.state in {State.ENDED, State.WITHDRAWN}:
        return f"“{agreement}” {stands(agreement)}; its papers are closed."
    return None


def why_not_add_act_document(actor: Actor, act: Act) -> str | None:
    """The city's own clerk adds files to its council's act."""
    if actor.may(Permission.RECORD_ACT, act.party.organisation_id):
        return why_not_add_document(actor, act.party.agreement)
    return f"Documents of this act are added by the clerk of {act.party.organisation}."


def why_not_part_documents(actor: Actor, document: Document) -> str | None:
    """The facilitator and the clerks in charge close a document to the public, and open it."""
    agreement, act = document.filed_with, document.act
    if actor.may(Permission.DRAFT_AGREEMENT):
        return None
    own = clerked(actor, agreement)
    if any(act is None or party == act.party for party in own):
        return None
    whose = act.party.organisation if act else "a party city"
    return f"Documents are closed and opened by a facilitator or the clerk of {whose}."


def why_not_export(actor: Actor, agreement: Agreement) -> str | None:
    """The packet is for facilitators and the clerks of party cities, once the text is fixed."""
    own = actor.organisations(Permission.EXPORT_PACKET)
    everywhere = actor.may(Permission.DRAFT_AGREEMENT) and bool(own)
    if not everywhere and not any(p.organisation_id in own for p in agreement.parties.all()):
        return "The packet is exported by a facilitator or the clerk of a party city."
    if agreement.state == State.DRAFT or not is_fixed(agreement):
        return f"“{agreement}” {stands(agreement)}; there is a packet once its text is circulated."
    return None


def why_not_council_papers(actor: Actor, agreement: Agreement) -> str | None:
    """Papers are drafted for a council that may still act."""
    if reason := why_not_export(actor, agreement):
        return reason
    if agreement.state in OPEN_TO_ACTS:
        return None
    return f"“{agreement}” {stands(agreement)}; no council has an act on it before it any more."


def is_fixed(agreement: Agreement) -> bool:
    """Whether a text of it has been put before the councils."""
    return any(version.text_id is not None for version in agreement.versions.all())
