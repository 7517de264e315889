"""A record of the own council that belongs to no agreement yet."""

from tests.access.principals import OWN
from tests.access.world.things import World
from tests.factories.agreements import ImportedRecordFactory


def add_records(world: World, cities) -> None:
    """Add a record that its own clerk sees alone."""
    number = world.canary("kept-record", "clerk")
    record = ImportedRecordFactory(
        city=cities[OWN],
        file_number=number,
        facts={
            "file_number": number,
            "title": world.canary("kept-record-title", "clerk"),
            "source_kind": "legistar-api",
            "attachments": [],
        },
    )
    world.things["kept_record"] = record.pk
