"""Who may ask for packets in bulk, take them, give them up, and why not."""

from agreements.models import Export
from collaborative.models import Actor
from collaborative.roles import Permission
from collaborative.wording import moment

MOST_AT_ONCE = 5_000
"""Agreements in one export; more than one ZIP may list."""


def why_not_export_many(actor: Actor) -> str | None:
    """Packets in bulk are for those who may export one."""
    if actor.may(Permission.EXPORT_PACKET):
        return None
    return "Packets are exported by a facilitator or the clerk of a party city."


def why_not_ask(actor: Actor, number: int) -> str | None:
    """An export holds something, and no more than one file should."""
    if reason := why_not_export_many(actor):
        return reason
    if number == 0:
        return "No agreement is chosen. Choose at least one."
    if number > MOST_AT_ONCE:
        return (
            f"{number:,} agreements are more than one export holds. Choose a shorter period, "
            f"so that it holds at most {MOST_AT_ONCE:,}."
        )
    return None


def why_not_take(actor: Actor, export: Export, *, held_back: int) -> str | None:
    """The file is for those who may export every packet in it today, while it is kept."""
    if reason := why_not_export_many(actor):
        return reason
    if held_back:
        which = "One agreement" if held_back == 1 else f"{held_back:,} agreements"
        return (
            f"{which} of this export may no longer be exported by you, so the file is closed. "
            "Ask for a new export of the others."
        )
    if export.state == Export.State.READY:
        return None
    if export.state == Export.State.EXPIRED and export.expires_at:
        return f"The file was kept until {moment(export.expires_at)}. Ask for it again."
    return f"There is no file: the export is {export.get_state_display().lower()}."


def why_not_cancel(actor: Actor, export: Export) -> str | None:
    """What is not made yet can be given up."""
    if reason := why_not_export_many(actor):
        return reason
    if export.is_under_way:
        return None
    return f"The export is {export.get_state_display().lower()}; only one under way is cancelled."


def why_not_ask_again(actor: Actor, export: Export) -> str | None:
    """What is not under way is asked for anew, as it stands then."""
    if reason := why_not_export_many(actor):
        return reason
    if export.is_under_way:
        return f"The export is {export.get_state_display().lower()}; there is no need to ask again."
    return None
