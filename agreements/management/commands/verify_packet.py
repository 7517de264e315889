"""`manage.py verify_packet F.zip`: whether every file of a packet is the one its manifest names."""

import zipfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from collaborative.commands import BadInput
from collaborative.manifest import check_packet

EXPECTED = "a packet written by export_packet, or an export of many"


class Command(BaseCommand):
    """Exit code 0 when all is as written; 1, naming each file that is not; 2 for no packet."""

    help = "Compare every file of a packet with the manifest. Needs no database."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the packet."""
        parser.add_argument("packet", metavar="F.zip", help="the packet")

    def handle(self, *, packet: str, **_options: object) -> None:
        """Compare, and say what differs, a line for each file."""
        path = Path(packet)
        try:
            if not zipfile.is_zipfile(path):
                path.stat()
                raise BadInput(packet, f"this is no ZIP file, expected {EXPECTED}")
            flaws = check_packet(path)
        except OSError as error:
            raise BadInput(
                packet, f"it cannot be read ({error.strerror}), expected {EXPECTED}"
            ) from error
        if flaws:
            raise CommandError("\n".join(flaws), returncode=1)
        self.stdout.write(f"{packet}: every file is the one that the manifest names.")
