import hashlib
import io
import json
import zipfile
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from agreements import packets
from agreements.models import Act, Agreement
from agreements.operations import documents, records
from agreements.packets.acts import act_facts
from agreements.packets.holdings import NoPacket
from agreements.packets.papers import papers
from collaborative.manifest import check_packet
from collaborative.models import PORTAL
from tests.agreements.test_records import API, PRINT
from tests.conftest import NOON
from tests.factories.agreements import (
    WORDS,
    ActFactory,
    ActionFactory,
    AgreementFactory,
    DocumentFactory,
    VersionFactory,
    VoteFactory,
    circulated,
    decided,
)
from tests.factories.papers import SignatureLineFactory
from tests.factories.versions import ExhibitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def promise(cities):
    """An agreement that Raytown's council adopted and Grandview's changed."""
    agreement = circulated(cities["raytown"], cities["grandview"], is_sample=True)
    decided(agreement, cities["raytown"], mover="Member 1")
    decided(agreement, cities["grandview"], words="Other words")
    return agreement


def packed(agreement, city="") -> bytes:
    out = io.BytesIO()
    packets.write(packets.hold(agreement, city=city), out)
    return out.getvalue()


def opened(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packet:
        return {name: packet.read(name) for name in packet.namelist()}


def test_a_packet_holds_the_texts_the_record_the_files_and_the_document(promise):
    DocumentFactory(agreement=promise, name='Map: "routes".pdf')
    act = promise.parties.last().acts.get()
    DocumentFactory(
        agreement=None,
        act=act,
        name="Ordinance.pdf",
        content=b"%PDF-1.7 other",
        added_at=NOON + timedelta(minutes=1),
    )
    files = opened(packed(promise))
    other = hashlib.sha256(b"Other words\n").hexdigest()
    assert (
        [name for name in sorted(files) if not name.startswith("acts/")],
        files["text.md"].decode(),
        files[f"other-texts/{other}.md"],
        files["attachments/02 Ordinance.pdf"],
        files["packet.pdf"][:5],
    ) == (
        [
            "README.txt",
            "SHA256SUMS.txt",
            "attachments/01 Map_ _routes_.pdf",
            "attachments/02 Ordinance.pdf",
            "manifest.json",
            f"other-texts/{other}.md",
            "packet.pdf",
            "record.json",
            "text.md",
        ],
        WORDS,
        b"Other words\n",
        b"%PDF-1.7 other",
        b"%PDF-",
    )


def test_exhibits_come_first_numbered_and_byte_for_byte(cities):
    agreement = circulated(cities["raytown"], cities["grandview"])
    draft = AgreementFactory()
    version = VersionFactory(agreement=draft)
    exhibit = ExhibitFactory(version=version, number=1, title="Rates", name="Rates: 2026.docx")
    holdings = packets.hold(agreement)
    found = papers(replace(holdings, exhibits=(exhibit,)))
    assert [(one.number, one.title, one.file) for one in found] == [
        ("Exhibit 1", "Rates", "exhibits/01 Rates_ 2026.docx")
    ]
    sealed = packets.pack(replace(holdings, exhibits=(exhibit,)))
    with exhibit.file.storage.open(str(exhibit.file)) as kept:
        content = kept.read()
    packed_files = opened(b"".join(sealed.pieces()))
    assert packed_files["exhibits/01 Rates_ 2026.docx"] == content


def test_the_record_says_what_is_missing_and_fills_nothing_in(promise):
    record = json.loads(opened(packed(promise))["record.json"])
    raytown = next(act for act in record["acts"] if act["party"] == "raytown")
    assert (
        record["as_of"],
        record["agreement"]["state"],
        record["agreement"]["standing"],
        [(party["address"], party["state"]) for party in record["parties"]],
        (raytown["mover"], raytown["seconder"], raytown["tally"], raytown["votes"]),
        record["text"]["body"],
    ) == (
        "2026-03-02",
        "circulated",
        "Not in force: 1 of 2 councils adopted this text. Decided otherwise: Grandview.",
        [("grandview", "adopted_other_text"), ("raytown", "adopted")],
        ("Member 1", None, None, []),
        WORDS,
    )


def test_the_record_and_the_document_say_who_signed_and_what_is_blank(promise, cities):
    party = promise.parties.get(organisation=cities["raytown"])
    SignatureLineFactory(
        party=party,
        version=promise.versions.get(),
        name="Mayor, Raytown (sample)",
        title="Mayor",
        on=date(2026, 3, 2),
    )
    holdings = packets.hold(promise)
    record = json.loads(opened(packed(promise))["record.json"])
    signed = [line for line in record["signatures"] if line["name"]]
    assert (signed, holdings.as_of.isoformat() >= "2026-03-02") == (
        [
            {
                "party": "raytown",
                "line": "signature",
                "name": "Mayor, Raytown (sample)",
                "title": "Mayor",
                "on": "2026-03-02",
                "authority": None,
            }
        ],
        True,
    )
    assert "Blank for City of Raytown: attested, approved as to form." in record["gaps"]
    assert record["format"] == "common-purpose-record/2"


def test_each_act_is_there_as_a_matter_and_as_a_bill_with_its_votes(promise):
    files = opened(packed(promise))
    names = [name for name in files if name.startswith("acts/")]
    act = promise.parties.last().acts.get()
    found = f"acts/02 raytown {act.file_number}"
    assert (len(names), f"{found}.legistar.json" in names, f"{found}.ocd.json" in names) == (
        4,
        True,
        True,
    )
    matter = json.loads(files[f"{found}.legistar.json"])
    bill = json.loads(files[f"{found}.ocd.json"])["bill"]
    assert (matter["MatterFile"], bill["identifier"]) == (act.file_number, act.file_number)


def test_steps_and_roll_calls_stand_in_the_order_of_the_matter(cities):
    agreement = circulated(cities["raytown"], cities["grandview"])
    party = agreement.parties.get(organisation=cities["raytown"])
    act = ActFactory(
        party=party, text=agreement.versions.get().text, acted_on=date(2026, 3, 1), body="Board"
    )
    for position, kind in enumerate(("first_reading", "second_reading"), start=1):
        ActionFactory(act=act, position=position, kind=kind, word="", body="Board")
    VoteFactory(act=act, position=1, voter="Ward 1", word="Affirmative")
    VoteFactory(act=act, position=2, voter="Ward 2", word="Nay", value="nay")
    Act.objects.update(result="passed")
    facts = act_facts(packets.hold(agreement).acts[0], {})
    assert [step["action"] for step in facts["before"]] == ["First reading", "Second reading"]
    (call,) = facts["roll_calls"]
    assert (call["title"], call["totals"], call["votes"][0]) == (
        "Decision, Board",
        "Aye 1, Nay 1",
        {"member": "Ward 1", "vote": "Affirmative", "meaning": "Aye"},
    )


def test_the_same_state_gives_the_same_bytes_whoever_exports_and_when(promise, facilitator, cities):
    first = packed(promise)
    documents.note_export(promise, city="", sha256="0", by=facilitator, at=NOON + timedelta(days=9))
    circulated(cities["independence"], words="Unrelated")
    assert packed(promise) == first


def test_another_state_gives_other_bytes(promise):
    first = packed(promise)
    DocumentFactory(agreement=promise)
    assert packed(promise) != first


def test_each_citys_clerk_has_a_packet_of_the_own_city(promise):
    about = json.loads(opened(packed(promise, "raytown"))["manifest.json"])["about"]
    holdings = packets.hold(promise, city="raytown")
    assert (about["city"], packets.file_name(holdings), packed(promise, "raytown")) == (
        "raytown",
        f"{promise.slug}-raytown.zip",
        packed(promise, "raytown"),
    )


def test_there_is_no_packet_of_a_draft_or_for_a_city_that_is_no_party(promise):
    draft = VersionFactory().agreement
    with pytest.raises(NoPacket, match="has no fixed text yet"):
        packets.hold(draft)
    with pytest.raises(NoPacket, match="has no party independence"):
        packets.hold(promise, city="independence")


def test_the_councils_own_files_are_in_the_packet_byte_for_byte(cities):
    for source in (API, PRINT):
        records.import_record(source, city=cities["lees-summit"], by=PORTAL, at=NOON)
    files = opened(packed(Agreement.objects.get()))
    record = json.loads(files["record.json"])
    named = {name: files[name] for name in files if name.startswith("council-records/")}
    assert (sorted(named.values()), record["attachments_not_on_file"]) == (
        sorted([API, PRINT]),
        ["Resolution", "Statement of Common Purpose"],
    )
    assert {each["file"] for each in record["council_records"]} == set(named)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"state": "withdrawn"}, "Withdrawn on Monday, March 2, 2026"),
        (
            {"state": "ended", "in_force_on": "2026-03-01", "ended_on": "2026-03-02"},
            "Ended on Monday, March 2, 2026",
        ),
    ],
)
def test_a_withdrawn_and_an_ended_agreement_say_so(cities, change, said):
    agreement = circulated(cities["raytown"])
    decided(agreement, cities["raytown"])
    Agreement.objects.update(**change)
    record = json.loads(opened(packed(agreement))["record.json"])
    assert record["agreement"]["standing"].split(". ")[0] == said


def test_the_commands_write_and_verify_a_packet(promise, tmp_path, capsys):
    first, second = tmp_path / "a.zip", tmp_path / "b.zip"
    for path in (first, second):
        call_command("export_packet", promise.slug, output=str(path), city="raytown")
    call_command("verify_packet", str(first))
    assert (first.read_bytes(), sorted(tmp_path.glob("*.part")), check_packet(first)) == (
        second.read_bytes(),
        [],
        [],
    )
    assert capsys.readouterr().out.endswith(
        f"{first}: every file is the one that the manifest names.\n"
    )


def test_a_tampered_file_is_named(promise, tmp_path):
    path = tmp_path / "a.zip"
    content = packed(promise)
    path.write_bytes(content.replace(b"snow plows", b"lawn mower"))
    with pytest.raises(CommandError) as failed:
        call_command("verify_packet", str(path))
    changed = [line.split(" has changed")[0] for line in str(failed.value).splitlines()]
    assert (failed.value.returncode, {"record.json", "text.md"} <= set(changed)) == (1, True)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "cannot be read (No such file or directory)"),
        (b"", "this is no ZIP file"),
        (b"%PDF-1.7", "this is no ZIP file"),
    ],
)
def test_what_is_no_packet_is_told_apart_from_a_tampered_one(tmp_path, content, sentence):
    path = tmp_path / "a.zip"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError) as failed:
        call_command("verify_packet", str(path))
    assert (failed.value.returncode, sentence in str(failed.value)) == (2, True)


def test_what_cannot_be_exported_is_refused_in_one_line_and_leaves_no_file(promise, tmp_path):
    path = tmp_path / "a.zip"
    draft = AgreementFactory()
    refusals = []
    for arguments in (
        ["nowhere", f"--output={path}"],
        [draft.slug, f"--output={path}"],
        [promise.slug, f"--output={path}", "--city=independence"],
        [promise.slug, f"--output={tmp_path / 'none' / 'a.zip'}"],
    ):
        with pytest.raises(CommandError) as failed:
            call_command("export_packet", *arguments)
        refusals.append((failed.value.returncode, "\n" in str(failed.value)))
    assert (refusals, list(tmp_path.iterdir())) == ([(2, False)] * 4, [])
