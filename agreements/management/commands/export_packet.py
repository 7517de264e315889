"""`manage.py export_packet AGREEMENT --output F.zip [--city SLUG]`: the clerk's packet."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser

from agreements import packets
from agreements.models import Agreement
from agreements.packets import Sealed
from agreements.packets.holdings import NoPacket
from collaborative.commands import BadInput
from collaborative.manifest import Manifest
from collaborative.typesetting import Unprintable


class Command(BaseCommand):
    """Writes one agreement's packet: same state, same bytes, whoever writes it and when."""

    help = "Write the clerk's packet of an agreement as one ZIP."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the agreement, the file, and the city whose clerk's packet it is."""
        parser.add_argument("agreement", metavar="AGREEMENT", help="the agreement's address")
        parser.add_argument("--output", required=True, metavar="F.zip", help="the file to write")
        parser.add_argument("--city", default="", help="the city's address, as in lees-summit")

        parser.add_argument(
            "--recordable",
            action="store_true",
            help="leave the room on page one that a recorder of deeds wants (RSMo 59.310)",
        )
        parser.add_argument(
            "--closed",
            action="store_true",
            help="write the closed part instead: the files that the open packet only names",
        )

    def handle(self, *, agreement: str, output: str, **options: object) -> None:
        """Write the packet, and print its manifest's SHA-256."""
        found = Agreement.objects.filter(slug=agreement).first()
        if found is None:
            known = ", ".join(Agreement.objects.order_by("slug").values_list("slug", flat=True))
            raise BadInput(agreement, f"there is no such agreement, expected one of: {known}")
        try:
            holdings = packets.hold(found, city=str(options["city"]))
            sealed = (
                packets.pack_closed(holdings, packets.closed_part(holdings))
                if options["closed"]
                else packets.pack(holdings, recordable=bool(options["recordable"]))
            )
            manifest = _write(sealed, Path(output))
        except (NoPacket, Unprintable) as error:
            raise BadInput(agreement, str(error)) from error
        except OSError as error:
            raise BadInput(output, f"it cannot be written ({error.strerror})") from error
        self.stdout.write(f"{output}: {len(manifest.files)} files, manifest {manifest.sha256}")


def _write(sealed: Sealed, output: Path) -> Manifest:
    """Write beside the file first, so that no half-written packet ever bears its name."""
    part = output.with_name(f"{output.name}.part")
    try:
        with part.open("wb") as out:
            manifest = sealed.write(out)
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)
    return manifest
