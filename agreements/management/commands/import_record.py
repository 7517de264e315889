"""`manage.py import_record FILE --city SLUG [--agreement SLUG] [--json]`: one council record in."""

from json import dumps

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from agreements import legistar
from agreements.legistar import BadRecord
from agreements.models import Agreement
from agreements.operations import records
from agreements.operations.records import Imported
from cities.models import City
from collaborative.commands import BadInput, read_file
from collaborative.models import PORTAL
from collaborative.wording import day

EXPECTED = (
    "one council record: Legistar Web API JSON, or the text of a "
    '"Legislation Details (With Text)" print'
)


class Command(BaseCommand):
    """Reads one record of a city's council; the same file twice changes nothing.

    Bad input is one line on standard error and exit code 2; nothing is written then.
    """

    help = "Take one council record in, and say what was new and what to doubt in it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, the city, and where it belongs when the record does not tell."""
        parser.add_argument("file", metavar="FILE", help="the record, or - for standard input")
        parser.add_argument("--city", required=True, help="the city's address, as in lees-summit")
        parser.add_argument("--agreement", help="the agreement's address, when not the statement")
        parser.add_argument("--json", action="store_true", help="print one line of JSON")

    def handle(
        self, *, file: str, city: str, agreement: str | None, json: bool, **_options: object
    ) -> None:
        """Take the record in and print what came of it."""
        content = read_file(file, expected=EXPECTED, max_bytes=legistar.MAX_BYTES)
        try:
            outcome = records.import_record(
                content,
                city=_city(city),
                agreement=_agreement(agreement),
                by=PORTAL,
                at=timezone.now(),
            )
        except BadRecord as error:
            raise BadInput(file, str(error)) from error
        if json:
            self.stdout.write(dumps(_summary(outcome), ensure_ascii=False))
        else:
            self.stdout.write("\n".join(_lines(outcome)))


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


def _summary(outcome: Imported) -> dict[str, object]:
    return {
        "inserted": outcome.inserted,
        "updated": outcome.updated,
        "unchanged": outcome.unchanged,
        "quality": outcome.quality,
        "record": legistar.facts(outcome.record),
    }


def _lines(outcome: Imported) -> list[str]:
    counts = (
        f"Inserted {outcome.inserted}, updated {outcome.updated}, unchanged {outcome.unchanged}."
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
