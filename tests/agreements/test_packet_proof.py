"""The packet proves itself: by another clock, in another zone, in constant memory, when forged."""

import os
import subprocess
import sys
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from agreements import packets
from tests.agreements.packet_scene import adopted
from tests.factories.agreements import DocumentFactory

ROOT = Path(__file__).parents[2]
ELSEWHERE = """
import os, sys
os.umask(0o077)
import time_machine
with time_machine.travel("2031-07-04 23:59:59+00:00"):
    import django
    django.setup()
    from django.core.management import call_command
    call_command("export_packet", sys.argv[1], output=sys.argv[2])
"""


@pytest.mark.django_db(transaction=True)
def test_the_bytes_are_the_same_by_another_clock_in_another_zone_and_folder(tmp_path, settings):
    agreement = adopted()
    here, there = tmp_path / "here.zip", tmp_path / "there.zip"
    call_command("export_packet", agreement.slug, output=str(here))
    database = os.environ["DATABASE_URL"].rpartition("/")[0]
    environment = {
        **os.environ,
        "TZ": "Asia/Kathmandu",
        "LANG": "C",
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "collaborative.settings",
        "DATABASE_URL": f"{database}/{connection.settings_dict['NAME']}",
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
    }
    subprocess.run(
        [sys.executable, "-c", ELSEWHERE, agreement.slug, str(there)],
        cwd=tmp_path,
        env=environment,
        check=True,
        capture_output=True,
    )
    assert there.read_bytes() == here.read_bytes()


@pytest.fixture
def packet(db, tmp_path) -> Path:
    path = tmp_path / "packet.zip"
    call_command("export_packet", adopted().slug, output=str(path))
    return path


def forged(packet: Path, *, rename=(), drop=(), add=()) -> Path:
    """The packet as another hand packs it again."""
    path = packet.with_name("forged.zip")
    with zipfile.ZipFile(packet) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            if name not in drop:
                new.writestr(dict(rename).get(name, name), old.read(name))
        for name in add:
            new.writestr(name, b"added")
    return path


def said_of(path: Path) -> str:
    with pytest.raises(CommandError) as failed:
        call_command("verify_packet", str(path))
    assert failed.value.returncode == 1
    return str(failed.value)


def test_a_flipped_byte_of_a_packet_is_named(packet):
    content = bytearray(packet.read_bytes())
    content[content.index(b"%PDF-1.7 a sample")] ^= 1
    packet.write_bytes(content)
    assert said_of(packet) == (
        "attachments/01 Map of the routes.pdf has changed: it is damaged and cannot be read."
    )


def test_a_missing_an_added_and_a_renamed_file_are_named(packet):
    path = forged(
        packet, drop=["text.md"], add=["extra.txt"], rename=[("record.json", "record (1).json")]
    )
    assert said_of(path).splitlines() == [
        "extra.txt is not in the manifest.",
        "record.json was renamed: it stands as record (1).json.",
        "text.md is missing.",
    ]


def test_names_in_the_zip_are_safe_and_unlike(db):
    agreement = adopted()
    for name in ("../../map.pdf", "MAP.pdf", "map.pdf", "nul.pdf", "a:b?.pdf"):
        DocumentFactory(agreement=agreement, name=name)
    names = [part.entry.name for part in packets.pack(packets.hold(agreement)).parts]
    assert len({name.casefold() for name in names}) == len(names)
    assert not [
        name for name in names if {"..", ""} & set(name.split("/")) or set(name) & set('\\:?<>|"*')
    ]


def test_fifty_megabytes_of_attachments_are_never_whole_in_memory(db, tmp_path):
    agreement = adopted()
    for number in range(5):
        content = bytes([number]) * 10_000_000
        DocumentFactory(agreement=agreement, name=f"Plan {number}.pdf", content=content)
    holdings = packets.hold(agreement)
    packets.pack(holdings)  # the typesetter's own fonts are read once
    tracemalloc.start()
    sealed = packets.pack(holdings)
    with (tmp_path / "packet.zip").open("wb") as out:
        sealed.write(out)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (sealed.size > 50_000_000, most < 8_000_000) == (True, True)
