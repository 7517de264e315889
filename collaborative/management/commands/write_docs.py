"""`manage.py write_docs`: the pages of docs/generated, made from the tables in the code."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from agreements.lifecycle import AGREEMENT, EXPORT
from cities.lifecycle import INVITATION
from collaborative.lifecycle import Lifecycle
from collaborative.roles import PERMISSIONS, Permission, Role
from initiatives.lifecycle import MEETING, PROPOSAL, REVIEW, ROUND, SPONSORSHIP
from notifications.catalogue import NOTICES, SILENT
from notifications.catalogue.groups import DUTIES, GROUPS
from training.lifecycle import ASSESSMENT, COHORT, ENROLMENT, PROGRAMME, SEAT_REQUEST, YEAR_PLAN

FOLDER = Path(settings.BASE_DIR) / "docs" / "generated"
NOTE = "This page is made from the code by `make docs`; change the code, then run it again.\n"
LIVES: Mapping[str, Lifecycle] = MappingProxyType(
    {
        "Invitation": INVITATION,
        "Proposal": PROPOSAL,
        "Sponsorship": SPONSORSHIP,
        "Round": ROUND,
        "Review": REVIEW,
        "Meeting": MEETING,
        "Agreement": AGREEMENT,
        "Export": EXPORT,
        "Assessment": ASSESSMENT,
        "SeatRequest": SEAT_REQUEST,
        "Programme": PROGRAMME,
        "YearPlan": YEAR_PLAN,
        "Cohort": COHORT,
        "Enrolment": ENROLMENT,
    }
)


class Command(BaseCommand):
    """Writes the pages, or with --check says which of them differ from the code."""

    help = "Write the docs that are made from the tables in the code."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --check."""
        parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if stale")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        """Write or compare each page."""
        stale = []
        for name, write in PAGES.items():
            text = "\n".join(write()) + "\n"
            path = FOLDER / name
            if path.exists() and path.read_text(encoding="utf-8") == text:
                continue
            stale.append(name)
            if not check:
                FOLDER.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
        if check and stale:
            raise CommandError(f"Out of date: {', '.join(stale)}. Run `make docs`.")
        self.stdout.write(f"Written: {', '.join(stale)}." if stale else "Nothing has changed.")


def roles() -> Iterator[str]:
    """Which office may ever do what, as a table."""
    yield "# Which office may ever do what\n"
    yield NOTE
    yield f"| May | {' | '.join(role.label for role in Role)} |"
    yield f"|---|{'---|' * len(Role)}"
    for permission in Permission:
        cells = ["yes" if permission in PERMISSIONS[role] else "" for role in Role]
        words = permission.partition(".")[2].replace("_", " ")
        yield f"| {words} | {' | '.join(cells)} |"


def lifecycles() -> Iterator[str]:
    """The life of each thing that has one, as a diagram."""
    yield "# The lives of things\n"
    yield NOTE
    for name, life in LIVES.items():
        yield f"## {name}\n"
        yield "```mermaid\nstateDiagram-v2"
        yield f"    [*] --> {life.start}"
        for event, step in life.steps.items():
            for before in sorted(step.before):
                yield f"    {before} --> {step.after}: {event.partition('.')[2].replace('_', ' ')}"
        yield "```\n"


def messages() -> Iterator[str]:
    """Who is told of which event, and of which nobody, with the reason."""
    yield "# Who is told what\n"
    yield NOTE
    yield "| When | What is said, or why nothing | Letter to | Kind, or duty | In the digest |"
    yield "|---|---|---|---|---|"
    for kind, notice in sorted(NOTICES.items()):
        told = notice.audience.__name__.replace("_", " ") if notice.template else ""
        group = GROUPS[kind].label if kind in GROUPS else DUTIES.get(kind, "")
        yield f"| {kind} | {notice.label} | {told} | {group} | {notice.news} |"
    for kind, reason in sorted(SILENT.items()):
        yield f"| {kind} | {reason} | nobody | | |"


PAGES: Mapping[str, Callable[[], Iterator[str]]] = MappingProxyType(
    {"roles.md": roles, "lifecycles.md": lifecycles, "messages.md": messages}
)
