"""Exports of many packets: fixed at the asking, made once whatever happens, kept for a while."""

import csv
import errno
import io
import json
import shutil
import zipfile
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from agreements import packets
from agreements.models import Agreement, Export, ExportItem
from agreements.operations import documents, exports
from agreements.operations.exports import making
from agreements.operations.exports.leasing import claim
from agreements.results.exports import (
    A_PACKET,
    Scope,
    breaches,
    extent,
    found,
    sessions,
    waits_too_long,
)
from collaborative import leasing
from collaborative.dashboard.health import faults
from collaborative.lifecycle import StaleState
from collaborative.manifest import check_packet
from collaborative.models import Actor, Event
from tests.agreements.exporting import small
from tests.conftest import NOON
from tests.factories.agreements import DocumentFactory, circulated, decided
from tests.factories.exports import ExportFactory, ExportItemFactory

State = Export.State
SECOND = timedelta(seconds=1)
LONG = timedelta(hours=1)
REAL_WRITE = packets.write
DAYS = (date(2026, 2, 2), date(2026, 2, 16), date(2026, 3, 2))
CHANGED = (
    "“=Plows” changed after the export was asked for, and an export stands for one moment. "
    "Ask again, and it holds them all as they stand then."
)


@pytest.fixture(autouse=True)
def _small_packets(monkeypatch):
    monkeypatch.setattr(packets, "write", small)


@pytest.fixture
def three(db, cities):
    """Three agreements that Raytown adopted in February and March; Grandview one of them."""
    both = cities["raytown"], cities["grandview"]
    found = [
        circulated(*both, slug=slug, title=title, words=f"To share {slug}.\n")
        for slug, title in (("buses", "Buses"), ("plows", "=Plows"), ("salt", "Salt"))
    ]
    for agreement, on in zip(found, DAYS, strict=True):
        decided(agreement, cities["raytown"], on=on)
    decided(found[0], cities["grandview"], on=date(2026, 2, 9))
    return found


@pytest.fixture
def clerk(clerk_of) -> Actor:
    return clerk_of("raytown")


def make(at=NOON, within=LONG):
    return exports.make_waiting(clock=lambda: at, within=within)


def ask(by, at=NOON, scope=None, **more) -> Export:
    return exports.ask(scope or Scope(), by=by, at=at, **more)[0]


def slugs(export) -> list[str]:
    return list(export.items.values_list("agreement__slug", flat=True))


def opened(export) -> dict[str, bytes]:
    with zipfile.ZipFile(export.file) as whole:
        return {name: whole.read(name) for name in whole.namelist()}


def kinds(export) -> list[str]:
    return list(Event.objects.about(export).values_list("kind", flat=True))


# What is in it


@pytest.mark.django_db
def test_a_scope_is_a_council_a_period_a_session_or_a_selection(three, clerk, cities, facilitator):
    raytown, grandview = cities["raytown"], cities["grandview"]
    february = Scope(None, date(2026, 2, 1), date(2026, 2, 28))
    session = Scope(raytown, date(2026, 2, 16), date(2026, 2, 16))
    assert (
        slugs(ask(clerk)),
        slugs(ask(clerk, scope=february)),
        slugs(ask(clerk, scope=session)),
        slugs(ask(facilitator, scope=Scope(grandview))),
        slugs(ask(facilitator, ticked=[three[2].pk, three[0].pk, 10**9])),
    ) == (["buses", "plows", "salt"], ["buses", "plows"], ["plows"], ["buses"], ["buses", "salt"])


def test_a_clerk_exports_the_own_citys_and_a_facilitator_all(
    three, cities, clerk, clerk_of, facilitator, staff_of
):
    circulated(cities["raytown"], cities["grandview"], slug="not-adopted")
    for_city = {who: found(clerk_of(who), Scope()).count() for who in ("grandview", "independence")}
    assert (found(clerk, Scope()).count(), for_city, found(facilitator, Scope()).count()) == (
        3,
        {"grandview": 3, "independence": 0},
        3,
    )
    assert (ask(clerk).city, ask(facilitator).city) == (cities["raytown"], None)
    with pytest.raises(PermissionDenied, match="by a facilitator or the clerk of a party city"):
        ask(staff_of("raytown"))
    with pytest.raises(PermissionDenied, match="No agreement is chosen"):
        ask(clerk_of("independence"))


def test_a_corrected_act_and_one_that_failed_adopt_nothing(cities, facilitator):
    first, second = (circulated(cities["raytown"], cities["grandview"]) for _ in range(2))
    wrong = decided(first, cities["raytown"])
    decided(first, cities["raytown"], result="failed", corrects=wrong)
    decided(second, cities["raytown"], result="failed")
    assert list(found(facilitator, Scope())) == []


def test_what_it_comes_to_is_said_before_it_is_asked_for(three, facilitator):
    DocumentFactory(agreement=three[0], content=b"x" * 5_000_000)
    DocumentFactory(agreement=None, act=three[1].parties.last().acts.get(), content=b"x" * 1_000)
    whole = extent(found(facilitator, Scope()))
    assert (whole.number, whole.size) == (3, 5_001_000 + 3 * A_PACKET)
    assert extent(found(facilitator, Scope(begins_on=date(2030, 1, 1)))).size == 0


def test_the_last_sessions_are_offered_with_how_many_were_adopted(
    three, clerk, facilitator, cities
):
    said = [(one.council.slug, one.on.isoformat(), one.number) for one in sessions(clerk)]
    assert said == [
        ("raytown", "2026-03-02", 1),
        ("raytown", "2026-02-16", 1),
        ("raytown", "2026-02-02", 1),
    ]
    assert len(sessions(facilitator)) == 4


# The file


def test_one_zip_holds_each_packet_a_register_and_how_to_verify_it(
    three, clerk, monkeypatch, capsys
):
    monkeypatch.setattr(packets, "write", REAL_WRITE)
    DocumentFactory(agreement=three[0], name='Map: "routes".pdf')
    export = ask(clerk)
    assert make() == 1
    export.refresh_from_db()
    files = opened(export)
    alone = io.BytesIO()
    packets.write(packets.hold(three[0], city="raytown"), alone)
    with zipfile.ZipFile(alone) as packet:
        whole = {f"buses/{name}": packet.read(name) for name in packet.namelist()}
    assert {name: data for name, data in files.items() if name.startswith("buses/")} == whole
    assert sorted(name for name in files if "/" not in name) == [
        "README.txt",
        "SHA256SUMS.txt",
        "manifest.json",
        "register.csv",
    ]
    register = list(csv.DictReader(io.StringIO(files["register.csv"].decode("utf-8-sig"))))
    assert [(row["Folder"], row["Agreement"]) for row in register] == [
        ("buses", "Buses"),
        ("plows", "'=Plows"),
        ("salt", "Salt"),
    ]
    assert [int(row["Files"]) for row in register] == [
        sum(name.startswith(f"{row['Folder']}/") for name in files) - 1 for row in register
    ]
    assert check_packet(export.file) == []
    call_command("verify_packet", str(export.file))
    assert "every file is the one" in capsys.readouterr().out


def test_a_changed_a_missing_and_an_added_file_are_named(three, clerk, tmp_path):
    export = ask(clerk)
    make()
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(export.file) as whole, zipfile.ZipFile(other, "w") as changed:
        for name in whole.namelist():
            if name != "salt/record.json":
                data = whole.read(name)
                changed.writestr(name, data[:-1] + b"!" if name == "buses/text.md" else data)
        changed.writestr("extra.txt", b"")
    with pytest.raises(CommandError) as refused:
        call_command("verify_packet", str(other))
    lines = str(refused.value).splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        "buses/text.md has changed",
        "extra.txt is not in the manifest.",
        "salt/record.json is missing.",
    ]


def test_the_manifest_says_neither_who_asked_nor_when(three, clerk):
    export = ask(clerk, at=NOON)
    again = ask(clerk, at=NOON, scope=Scope(begins_on=date(2026, 1, 1)))
    make(at=NOON + LONG)
    about = json.loads(opened(export)["manifest.json"])["about"]
    assert about == {
        "title": "Export of 3 agreements",
        "scope": "Adopted by any council",
        "city": "raytown",
        "as_of": "2026-03-02",
    }
    exports.expire(at=NOON + LONG * 24 * 8)
    first = Export.objects.get(pk=export.pk).sha256
    later = ask(clerk, at=NOON + LONG * 300)
    make(at=NOON + LONG * 300)
    assert Export.objects.get(pk=later.pk).sha256 == first
    assert Export.objects.get(pk=again.pk).sha256 != first  # it says another scope


def test_addresses_that_windows_takes_for_devices_or_for_one_get_folders_of_their_own(
    cities, facilitator
):
    for slug in ("con", "Salt", "salt"):
        decided(circulated(cities["raytown"], cities["grandview"], slug=slug), cities["raytown"])
    export = ask(facilitator)
    make()
    folders = {name.partition("/")[0] for name in opened(export) if "/" in name}
    assert folders == {"_con", "Salt", "salt (2)"}


# Its life


def test_an_export_waits_is_made_kept_and_let_go(three, clerk):
    export = ask(clerk)
    assert (export.state, export.total, export.done) == (State.WAITING, 3, 0)
    assert make(at=NOON + SECOND) == 1
    export.refresh_from_db()
    assert (
        (export.state, export.done, export.size, export.ready_at, export.expires_at),
        (export.lease_token, export.lease_until, [each.name for each in export.folder.iterdir()]),
        kinds(export),
    ) == (
        (
            State.READY,
            3,
            export.file.stat().st_size,
            NOON + SECOND,
            NOON + SECOND + Export.KEPT_FOR,
        ),
        (None, None, ["packets.zip"]),
        ["export.asked", "export.begun", "export.ready"],
    )
    assert list(breaches()) == []
    assert exports.expire(at=export.expires_at - SECOND) == 0
    assert exports.expire(at=export.expires_at) == 1
    export.refresh_from_db()
    assert (export.state, export.folder.exists(), export.sha256 != "") == (
        State.EXPIRED,
        False,
        True,
    )


def test_each_agreement_remembers_that_its_packet_was_asked_for(three, clerk):
    ask(clerk)
    told = Event.objects.about(three[0]).get()
    assert (told.kind, told.detail, told.by) == (
        "agreement.packet_exported_in_bulk",
        {"total": 3},
        clerk.user,
    )


def test_asking_twice_is_asking_once_while_it_is_under_way(three, clerk, facilitator):
    first, is_new = exports.ask(Scope(), by=clerk, at=NOON)
    second, is_second_new = exports.ask(Scope(), by=clerk, at=NOON + SECOND)
    assert (first, is_new, is_second_new) == (second, True, False)
    assert ask(facilitator) != first
    assert ask(clerk, ticked=[three[0].pk]) != first
    make()
    assert ask(clerk) != first


def test_a_second_run_finds_nothing_to_do(three, clerk):
    export = ask(clerk)
    assert (make(), make()) == (1, 0)
    assert kinds(export).count("export.ready") == 1


def test_what_changed_after_the_asking_ends_it_with_the_reason(three, clerk):
    export = ask(clerk)
    documents.note_export(three[0], city="", sha256="0", by=clerk, at=NOON)  # changes nothing
    act = three[1].parties.last().acts.get()
    Event.objects.record("act.changed", act, by=clerk, at=NOON + SECOND)
    make(at=NOON + SECOND)
    export.refresh_from_db()
    assert (export.state, export.reason, export.folder.exists()) == (
        State.FAILED,
        CHANGED,
        False,
    )
    again, is_new = exports.ask_again(export, by=clerk, at=NOON + LONG)
    make(at=NOON + LONG)
    again.refresh_from_db()
    assert (is_new, again.state, slugs(again)) == (True, State.READY, ["buses", "plows", "salt"])


def test_a_packet_that_cannot_be_made_fails_the_export_with_its_name(three, clerk, monkeypatch):
    def refused(holdings, out):
        message = "The document cannot be set."
        raise ValueError(message)

    monkeypatch.setattr(packets, "write", refused)
    export = ask(clerk)
    make()
    export.refresh_from_db()
    assert (export.state, export.reason) == (
        State.FAILED,
        "“Buses” cannot be exported: The document cannot be set.",
    )
    assert kinds(export)[-1] == "export.failed"


def test_a_full_disk_fails_it_and_says_whom_to_tell(three, clerk, monkeypatch):
    def full(holdings, out):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(packets, "write", full)
    export = ask(clerk)
    make()
    export.refresh_from_db()
    assert (export.reason, export.folder.exists()) == (making.NO_ROOM, False)


def test_what_was_asked_and_what_is_in_it_never_change(three, clerk):
    export = ask(clerk)
    item = export.items.first()
    for change in (
        lambda: Export.objects.filter(pk=export.pk).update(total=7),
        lambda: Export.objects.filter(pk=export.pk).delete(),
        lambda: ExportItem.objects.filter(pk=item.pk).update(mark=7),
        lambda: ExportItem.objects.filter(pk=item.pk).update(made_at=NOON),
        lambda: Export.objects.filter(pk=export.pk).update(state="ready"),
        lambda: Export.objects.filter(pk=export.pk).update(state="failed"),
        lambda: Export.objects.filter(pk=export.pk).update(done=4),
    ):
        with pytest.raises(Exception, match=r"Cannot|violates"), transaction.atomic():
            change()


@pytest.mark.django_db
def test_a_period_that_ends_before_it_begins_is_refused_by_the_database():
    with pytest.raises(IntegrityError, match="export_period_begins_first"):
        ExportFactory(begins_on=date(2026, 3, 2), ends_on=date(2026, 3, 1))


# Workers that die, come late, or are many


class Killed(BaseException):
    """The worker's process ends here."""


@pytest.fixture
def killed_at(monkeypatch):
    """`killed_at(2)`: the worker dies in the middle of the second packet it writes, once."""

    def prepared(number: int, kill: type[BaseException] = Killed):
        written = []

        def write(holdings, out):
            written.append(holdings.agreement.slug)
            if len(written) == number:
                out.write(b"the beginning of a packet")
                raise kill
            return small(holdings, out)

        monkeypatch.setattr(packets, "write", write)
        return written

    return prepared


def test_another_worker_goes_on_with_the_first_packet_that_is_not_made(three, clerk, killed_at):
    written = killed_at(2)
    export = ask(clerk)
    with pytest.raises(Killed):
        make()
    export.refresh_from_db()
    assert (export.state, export.done, export.file.exists()) == (State.RUNNING, 1, False)
    until = leasing.length()
    assert make(at=NOON + until - SECOND) == 0
    assert make(at=NOON + until) == 1
    assert written == ["buses", "plows", "plows", "salt"]


def test_the_bytes_are_those_of_a_run_that_nobody_killed(three, clerk, facilitator, killed_at):
    whole = ask(clerk)
    make()
    killed_at(3)
    export = ask(clerk, at=NOON + LONG)
    with pytest.raises(Killed):
        make(at=NOON + LONG)
    make(at=NOON + 2 * LONG)
    assert export.file.read_bytes() == whole.file.read_bytes()


def test_a_worker_that_lost_its_lease_writes_nothing_any_more(three, clerk, monkeypatch):
    export = ask(clerk)
    late = claim(clock=lambda: NOON)
    assert make(at=NOON + LONG) == 1
    ready = Export.objects.get(pk=export.pk)
    item = export.items.first()
    for write in (
        lambda: late.made(item, size=1, manifest_sha256="0"),
        lambda: late.fail("Too late."),
        lambda: late.publish(export.file, size=1, sha256="0"),
    ):
        with pytest.raises(leasing.LeaseLost):
            write()
    late.let_go()
    late.clock = lambda: NOON + LONG
    with pytest.raises(leasing.LeaseLost):
        late.keep()
    after = Export.objects.get(pk=export.pk)
    assert (after.state, after.sha256, check_packet(after.file)) == (State.READY, ready.sha256, [])


def test_a_long_packet_renews_the_lease_while_it_is_written(three, clerk, monkeypatch):
    times = [NOON]

    def slow(holdings, out):
        for _ in range(10):
            times[0] += leasing.length() / 3
            out.write(b"")
        return small(holdings, out)

    monkeypatch.setattr(packets, "write", slow)
    export = ask(clerk)
    assert exports.make_waiting(clock=lambda: times[0], within=LONG * 24) == 1
    export.refresh_from_db()
    assert (export.state, export.lapses) == (State.READY, 0)


def test_a_run_begins_no_packet_after_its_time_and_the_next_goes_on(three, clerk, monkeypatch):
    times = iter([NOON + SECOND * n for n in range(100)])
    export = ask(clerk)
    assert exports.make_waiting(clock=lambda: next(times), within=SECOND * 6) == 0
    export.refresh_from_db()
    assert (export.state, export.lease_token, 0 < export.done < 3) == (State.RUNNING, None, True)
    assert make(at=NOON + SECOND * 60) == 1
    export.refresh_from_db()
    assert (export.state, export.lapses) == (State.READY, 0)


def test_an_export_that_ends_its_worker_five_times_is_set_aside_and_the_others_pass(
    three, clerk, facilitator, monkeypatch
):
    def kills(holdings, out):
        if holdings.city:
            raise Killed
        return small(holdings, out)

    monkeypatch.setattr(packets, "write", kills)
    poison, good = ask(clerk), ask(facilitator, at=NOON + SECOND)
    at = NOON
    for _ in range(5):
        with pytest.raises(Killed):
            make(at=at)
        at += leasing.length()
    assert make(at=at) == 2
    poison.refresh_from_db()
    good.refresh_from_db()
    assert (poison.state, poison.reason, good.state) == (
        State.FAILED,
        "The worker did not come back from it 5 times.",
        State.READY,
    )


def test_a_fault_of_the_portals_own_is_logged_and_tried_again(three, clerk, monkeypatch, caplog):
    def broken(holdings, out):
        message = "a mistake"
        raise TypeError(message)

    with monkeypatch.context() as patch:
        patch.setattr(packets, "write", broken)
        export = ask(clerk)
        assert make() == 0
    assert "could not be made" in caplog.text
    assert make(at=NOON + leasing.length()) == 1
    export.refresh_from_db()
    assert export.state == State.READY


def test_a_packet_that_is_gone_from_the_disk_is_made_again(three, clerk, killed_at):
    killed_at(3)
    export = ask(clerk)
    with pytest.raises(Killed):
        make()
    export.items.first().file.unlink()
    assert make(at=NOON + LONG) == 1
    assert check_packet(export.file) == []


def test_cancelling_stops_the_worker_and_leaves_no_file(three, clerk, monkeypatch):
    export = ask(clerk)

    def cancelled(holdings, out):
        exports.cancel(export, by=clerk, at=NOON)
        return small(holdings, out)

    monkeypatch.setattr(packets, "write", cancelled)
    assert make() == 0
    export.refresh_from_db()
    assert (export.state, export.file.exists(), kinds(export)[-1]) == (
        State.CANCELLED,
        False,
        "export.cancelled",
    )
    with pytest.raises(StaleState, match="is cancelled"):
        exports.cancel(export, by=clerk, at=NOON)
    exports.sweep()
    assert not export.folder.exists()


def test_the_sweep_removes_what_belongs_to_nobody_and_nothing_else(
    three, clerk, facilitator, killed_at
):
    ready = ask(facilitator)
    make()
    killed_at(2)
    running = ask(clerk)
    with pytest.raises(Killed):
        make()
    running.refresh_from_db()
    shelf = ready.folder.parent
    for name in ("nonsense", "00000000000040008000000000000000"):
        (shelf / name).mkdir()
    dead = running.folder / "00002.zip.00000000-0000-4000-8000-000000000000.part"
    alive = running.folder / f"00002.zip.{running.lease_token}.part"
    for path in (dead, alive, ready.folder / "00001.zip"):
        path.write_bytes(b"")
    assert exports.sweep() == 4
    assert sorted(str(path.relative_to(shelf)) for path in shelf.rglob("*") if path.is_file()) == [
        *sorted(
            [
                f"{ready.pk.hex}/packets.zip",
                f"{running.pk.hex}/00001.zip",
                f"{running.pk.hex}/{alive.name}",
            ]
        )
    ]
    assert list(breaches()) == []


def test_a_file_that_is_lost_is_named_by_the_invariants(three, clerk):
    export = ask(clerk)
    make()
    shutil.rmtree(export.folder)
    assert list(breaches()) == [
        f"Agreements: the file of the export {export.pk} is missing, or not whole."
    ]


def test_the_doctor_is_told_of_an_export_that_nobody_makes(three, clerk):
    ask(clerk)
    assert waits_too_long(at=NOON + timedelta(minutes=29)) is False
    assert waits_too_long(at=NOON + timedelta(minutes=30)) is True
    sentence = "An export waits and nobody makes it."
    assert any(sentence in fault for fault in faults(at=NOON + LONG))
    make(at=NOON + LONG)
    assert not any(sentence in fault for fault in faults(at=NOON + 2 * LONG))


def test_a_paper_that_the_store_has_lost_fails_the_export_by_its_name(three, clerk):
    document = DocumentFactory(agreement=three[0], name="Map.pdf")
    export = ask(clerk)
    document.file.storage.delete(str(document.file))
    make()
    export.refresh_from_db()
    assert export.reason == (
        "“Buses” cannot be exported: the portal's store does not hold Map.pdf as on record. Tell "
        "the portal's administrator, who can bring it back from a backup."
    )


@pytest.mark.django_db
def test_the_factories_make_what_the_database_allows():
    item = ExportItemFactory()
    assert (str(item.export), str(item.agreement) != "") == ("Export of 1 agreement", True)
    assert Agreement.objects.filter(export_items=item).exists()
