"""`manage.py load_courses FILE`: the catalogue of courses from a CSV or an Excel file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from collaborative.commands import BadInput, read_file
from collaborative.models import PORTAL
from collaborative.tables import MOST_BYTES, read_table
from collaborative.uploads import Refused
from training.catalogues import COLUMNS, Comparison, compare, read
from training.operations.catalogue import load
from training.results.catalogue import WORDS, by_code, facts_of


class Command(BaseCommand):
    """Adds and changes courses; the same file twice changes nothing.

    Bad input is one line on standard error and exit code 2; nothing is written then.
    """

    help = "Load courses from a CSV or an Excel file; with --dry-run, say what would change."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, and whether to write."""
        parser.add_argument("file", metavar="FILE", help="the table, .csv or .xlsx")
        parser.add_argument("--dry-run", action="store_true", help="write nothing")

    def handle(self, *, file: str, dry_run: bool, **_options: object) -> None:
        """Load the file and print what came of it."""
        compared, revisions = _compared(file)
        for change in compared.to_write:
            said = ", ".join(
                f"{one.heading}: {one.before or 'blank'} becomes {one.after or 'blank'}"
                for one in change.differences
            )
            self.stdout.write(f"{change.facts.code}: {said or 'new'}")
        if not dry_run:
            facts = [change.facts for change in compared.to_write]
            load(facts, revisions=revisions, by=PORTAL, at=timezone.now())
        self.stdout.write(
            f"{len(compared.new)} new, {len(compared.changed)} changed, "
            f"{len(compared.same)} the same{'; nothing was written' if dry_run else ''}"
        )


def _compared(file: str) -> tuple[Comparison, dict[str, int]]:
    """Hold the file against the catalogue. Raises BadInput with its first fault."""
    content = read_file(file, expected="a table of courses, .csv or .xlsx", max_bytes=MOST_BYTES)
    try:
        table = read_table(Path(file).name, content, tuple(COLUMNS.values()))
    except Refused as refused:
        raise BadInput(file, str(refused)) from refused
    courses, faults = read(table, WORDS)
    if faults:
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise BadInput(file, f"{faults[0]}{more}")
    there = by_code(facts.code for _, facts in courses)
    before = {code: facts_of(course) for code, course in there.items()}
    revisions = {code: course.revision for code, course in there.items()}
    return compare(courses, before, columns=table.columns, words=WORDS), revisions
