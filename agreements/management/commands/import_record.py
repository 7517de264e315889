"""`manage.py import_record FILE --city SLUG`: one file of council records in."""

from json import dumps

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from agreements import legistar
from agreements.legistar import BadRecord
from agreements.models import Agreement
from agreements.operations import records
from agreements.operations.bringing import Imported
from agreements.operations.records import Wanted
from cities.models import City
from collaborative.commands import BadInput, read_file
from collaborative.models import PORTAL
from collaborative.wording import day

EXPECTED = (
    "council records: Legistar JSON of a matter, a meeting or a list, or the text of a "
    '"Legislation Details (With Text)" print'
)


class Command(BaseCommand):
    """Reads a file with records of a city's council; the same file twice changes nothing.

    Bad input is one line on standard error and exit code 2; nothing is written then.
    """

    help = "Take council records in, and say what was new and what to doubt in them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, the city, and where it belongs when the record does not tell."""
        parser.add_argument("file", metavar="FILE", help="the record, or - for standard input")
        parser.add_argument("--city", required=True, help="the city's address, as in lees-summit")
        parser.add_argument("--matter", help="the file number that is meant, of several")
        parser.add_argument(
            "--file-number", help="whose rows a list of rows without their matter holds"
        )
        parser.add_argument("--agreement", help="the agreement's address, when not the statement")
        parser.add_argument("--json", action="store_true", help="print one line of JSON")

    def handle(
        self,
        *,
        file: str,
        city: str,
        agreement: str | None,
        matter: str | None,
        file_number: str | None,
        json: bool,
        **_options: object,
    ) -> None:
        """Take the records in and print what came of them."""
        content = read_file(file, expected=EXPECTED, max_bytes=legistar.MAX_BYTES)
        wanted = Wanted(
            agreement=_agreement(agreement), matter=matter or "", file_number=file_number or ""
        )
        try:
            outcomes = records.import_file(
                content, city=_city(city), wanted=wanted, by=PORTAL, at=timezone.now()
            )
        except BadRecord as error:
            raise BadInput(file, str(error)) from error
        if json:
            self.stdout.write(dumps(_summary(outcomes), ensure_ascii=False))
        else:
            self.stdout.write("\n".join(line for each in outcomes for line in _lines(each)))


def _city(slug: str) -> City:
    found = City.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(City.objects.order_by("slug").values_list("slug", flat=True))
        raise BadInput(
            f'--city "{slug}"',
            f"there is no such city, expected one of {known}"
            if known
            else "there are no cities yet, run load_cities first",
        )
    return found


def _agreement(slug: str | None) -> Agreement | None:
    if slug is None:
        return None
    found = Agreement.objects.filter(slug=slug).first()
    if found is None:
        raise BadInput(
            f'--agreement "{slug}"',
            "there is no such agreement, expected the last part of the address of its page",
        )
    return found


def _summary(outcomes: list[Imported]) -> dict[str, object]:
    """Return the sums over all records; `record` is the one there is, or null among several."""
    several = len(outcomes) > 1
    summary: dict[str, object] = {
        "inserted": sum(each.inserted for each in outcomes),
        "updated": sum(each.updated for each in outcomes),
        "unchanged": sum(each.unchanged for each in outcomes),
        "quality": [
            f"{each.record.file_number}: {said}" if several else said
            for each in outcomes
            for said in each.quality
        ],
        "record": None if several else legistar.facts(outcomes[0].record),
    }
    if several:
        summary["records"] = [legistar.facts(each.record) for each in outcomes]
    return summary


def _lines(outcome: Imported) -> list[str]:
    counts = (
        f"{outcome.record.file_number}: inserted {outcome.inserted}, updated {outcome.updated}, "
        f"unchanged {outcome.unchanged}."
    )
    doubts = [f"- {sentence}" for sentence in outcome.quality]
    report = ["Quality report:", *doubts] if doubts else ["Quality report: nothing to doubt."]
    return [counts, *_act_lines(outcome), *report]


def _act_lines(outcome: Imported) -> list[str]:
    act = outcome.act
    if act is None:
        return []
    when = f" on {day(act.acted_on)}" if act.acted_on else ""
    return [f"{act}: {act.get_result_display()}{when} (“{act.party.agreement}”)."]
