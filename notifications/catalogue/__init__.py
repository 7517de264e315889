"""What we say: for every kind of event who is told what, or why nobody is."""

from notifications.catalogue.audiences import Addressee
from notifications.catalogue.kinds import LABELS, NOTICES
from notifications.catalogue.shapes import Notice, Urgency
from notifications.catalogue.silence import SILENT
from notifications.catalogue.subjects import Thing, thing

__all__ = ["LABELS", "NOTICES", "SILENT", "Addressee", "Notice", "Thing", "Urgency", "thing"]
