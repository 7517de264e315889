"""A packet proves itself: the same files give the same bytes, and any change is named."""

import hashlib
import io
import json
import stat
import struct
import subprocess
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collaborative.manifest import (
    EXPORT,
    HOW_TO_CHECK,
    LIMITS,
    MAX_FILES,
    SUMS,
    BadManifest,
    Entry,
    Manifest,
    Stored,
    bind,
    check_packet,
    clean_names,
    measure,
    read_manifest,
    seal,
    sums,
    write_packet,
)
from collaborative.manifest import binding as binding_module
from collaborative.manifest import writing as writing_module
from collaborative.manifest.entries import Limits

FILES = {
    "record.json": b"{}",
    "packet.pdf": b"%PDF-1.7 sample",
    "attachments/map.pdf": b"%PDF-1.7 map",
}
ABOUT = {"agreement": "A sample agreement"}


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def packet(files: dict[str, bytes] = FILES) -> bytes:
    out = io.BytesIO()
    write_packet(files, out, about=ABOUT)
    return out.getvalue()


@pytest.fixture
def check(tmp_path: Path):
    def checked(data: bytes) -> list[str]:
        path = tmp_path / "packet.zip"
        path.write_bytes(data)
        return check_packet(path)

    return checked


def rewritten(
    *,
    change: dict[str, bytes] | None = None,
    leave_out: tuple[str, ...] = (),
    compression: int = zipfile.ZIP_STORED,
) -> bytes:
    """The packet, unpacked and packed again by another hand, with changes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packet())) as whole, zipfile.ZipFile(out, "w") as other:
        contents = {name: whole.read(name) for name in whole.namelist()} | (change or {})
        for name, data in contents.items():
            if name not in leave_out:
                other.writestr(name, data, compress_type=compression)
    return out.getvalue()


def manifest_json(**changes: object) -> bytes:
    return json.dumps(
        {"format": "common-purpose-packet/1", "about": {}, "files": []} | changes
    ).encode()


def line(**changes: object) -> dict[str, object]:
    return {"name": "a", "size": 1, "sha256": "0" * 64} | changes


# --- writing -------------------------------------------------------------------------------------


def test_the_manifest_names_every_file_with_size_and_digest() -> None:
    out = io.BytesIO()
    manifest = write_packet(FILES, out, about=ABOUT)
    assert manifest == Manifest(
        about=ABOUT,
        files=tuple(
            Entry(name, len(FILES[name]), sha256(FILES[name]))
            for name in ("attachments/map.pdf", "packet.pdf", "record.json")
        ),
    )
    with zipfile.ZipFile(out) as whole:
        assert whole.namelist() == [
            "manifest.json",
            "attachments/map.pdf",
            "packet.pdf",
            "record.json",
        ]
        assert whole.read("manifest.json") == manifest.to_json()
        assert sha256(whole.read("manifest.json")) == manifest.sha256
        assert {info.date_time for info in whole.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_bytes_of_a_packet_never_change() -> None:
    assert sha256(packet()) == "d686dc375530206fa200a70fbaba5df163765cc41b277726cd9366033df7c0e4"


@pytest.mark.parametrize("files", [{}, FILES, {"é/漢.txt": b"x", "a": b""}])
def test_the_bytes_are_those_that_the_standard_library_writes(files) -> None:
    out = io.BytesIO()
    sealed = seal(measure(files), about=ABOUT)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as whole:
        for part in sealed.parts:
            with whole.open(part.info, "w") as member:
                member.write(part.content)
    written = b"".join(sealed.pieces())
    assert (written, sealed.size) == (out.getvalue(), len(written))


def test_a_packet_needs_no_place_to_go_back_to() -> None:
    class Pipe:
        def __init__(self) -> None:
            self.written: list[bytes] = []

        def write(self, piece: bytes) -> int:
            self.written.append(piece)
            return len(piece)

    pipe = Pipe()
    write_packet(FILES, pipe, about=ABOUT)
    assert b"".join(pipe.written) == packet()


def test_two_files_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^Two files of the packet would have one name$"):
        seal([*measure({"a": b""}), *measure({"A": b""})], about={})


def test_the_list_is_read_by_the_systems_own_tool(tmp_path: Path) -> None:
    parts = measure(FILES | {"with two  blanks é.txt": b"x"})
    files = {part.entry.name: part.content for part in parts}
    (tmp_path / "packet.zip").write_bytes(
        packet(files | {SUMS: sums(part.entry for part in parts)})
    )
    with zipfile.ZipFile(tmp_path / "packet.zip") as whole:
        whole.extractall(tmp_path)

    def said() -> tuple[int, str]:
        done = subprocess.run(
            ["sh", "-c", HOW_TO_CHECK["Linux"]],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    assert said() == (0, "All files match\n")
    (tmp_path / "record.json").write_bytes(b"[]")
    assert said() == (1, "record.json: FAILED\n")


def test_the_order_of_the_files_does_not_matter() -> None:
    assert packet(dict(reversed(FILES.items()))) == packet()


def test_a_file_may_be_opened_instead_of_given(tmp_path: Path) -> None:
    path = tmp_path / "map.pdf"
    path.write_bytes(FILES["attachments/map.pdf"])
    out = io.BytesIO()
    write_packet(FILES | {"attachments/map.pdf": lambda: path.open("rb")}, out, about=ABOUT)
    assert out.getvalue() == packet()


def test_a_file_that_changes_meanwhile_is_refused() -> None:
    readings = iter([b"first", b"later"])
    with pytest.raises(ValueError, match=r"^a.txt changed while the packet was being written$"):
        write_packet({"a.txt": lambda: io.BytesIO(next(readings))}, io.BytesIO(), about={})


def test_a_stored_file_is_read_when_its_turn_comes_and_not_before() -> None:
    content = FILES["attachments/map.pdf"]
    opened = []

    def reading() -> io.BytesIO:
        opened.append(len(content))
        return io.BytesIO(content)

    stored = Stored(reading, len(content), sha256(content))
    sealed = seal(measure(FILES | {"attachments/map.pdf": stored}), about=ABOUT)
    assert (sealed.manifest, sealed.size, opened) == (
        seal(measure(FILES), about=ABOUT).manifest,
        len(packet()),
        [],
    )
    assert (b"".join(sealed.pieces()), len(opened)) == (packet(), 2)


def test_a_stored_file_that_is_another_is_refused_before_it_is_sent() -> None:
    stored = Stored(lambda: io.BytesIO(b"other"), 5, "0" * 64)
    pieces = seal(measure({"a.txt": stored}), about={}).pieces()
    with pytest.raises(ValueError, match=r"^a.txt changed while the packet was being written$"):
        b"".join(pieces)


def test_too_many_files_are_refused() -> None:
    files = {str(number): b"" for number in range(MAX_FILES + 1)}
    with pytest.raises(
        ValueError, match=r"^The packet would hold 1,001 files; at most 1,000 may be$"
    ):
        write_packet(files, io.BytesIO(), about={})


def test_too_many_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing_module, "MAX_BYTES", 3)
    with pytest.raises(ValueError, match=r"^The packet would hold 4 bytes; at most 3 may be$"):
        write_packet({"a": b"four"}, io.BytesIO(), about={})


def test_a_large_file_is_never_whole_in_memory(tmp_path: Path) -> None:
    large = tmp_path / "large"
    with large.open("wb") as opened:
        opened.truncate(40_000_000)
    target = tmp_path / "packet.zip"
    tracemalloc.start()
    with target.open("w+b") as out:
        write_packet({"large": lambda: large.open("rb")}, out, about={})
    assert check_packet(target) == []
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 4_000_000


# --- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("record.json", "record.json"),
        ("attachments/Exhibit A.pdf", "attachments/Exhibit A.pdf"),
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\Temp\\a.txt", "C_/Temp/a.txt"),
        ("a/./b//c", "a/b/c"),
        ("..", "file"),
        ("", "file"),
        ("what?.pdf", "what_.pdf"),
        ("a\nb.pdf", "a_b.pdf"),
        ("nul.txt", "_nul.txt"),
        ("end. ", "end"),
        (".profile", ".profile"),
        ("Re\u0301sume\u0301.pdf", "Résumé.pdf"),
        ("\ud800.pdf", "_.pdf"),
        ("x" * 200 + ".pdf", "x" * 116 + ".pdf"),
        ("x" * 200, "x" * 120),
        ("manifest.json", "manifest (2).json"),
        ("Manifest.JSON", "Manifest (2).JSON"),
    ],
)
def test_a_name_is_made_safe(name: str, clean: str) -> None:
    assert clean_names([name]) == {name: clean}


def test_names_that_a_system_takes_for_one_are_told_apart() -> None:
    assert clean_names(["map.pdf", "Map.pdf", "../map.pdf", "a/map.pdf", "README", "/README"]) == {
        "../map.pdf": "map.pdf",
        "/README": "README",
        "Map.pdf": "Map (2).pdf",
        "README": "README (2)",
        "a/map.pdf": "a/map.pdf",
        "map.pdf": "map (3).pdf",
    }


@given(st.lists(st.text(max_size=30), max_size=12))
def test_any_names_become_safe_and_unlike(names: list[str]) -> None:
    clean = clean_names(names)
    assert set(clean) == set(names)
    assert len({name.casefold() for name in clean.values()}) == len(clean)
    for name in clean.values():
        name.encode()
        assert not {"", ".", ".."} & set(name.split("/"))
        assert "\\" not in name
        assert ":" not in name


# --- checking ------------------------------------------------------------------------------------


def test_an_untouched_packet_has_no_flaws(check) -> None:
    assert check(packet()) == []


def test_an_empty_packet_has_no_flaws(check) -> None:
    assert check(packet({})) == []


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_the_same_files_packed_by_another_program_still_match(check, compression: int) -> None:
    folder = {"attachments/": b""}
    assert check(rewritten(change=folder, compression=compression)) == []


def test_every_flaw_is_named(check) -> None:
    tampered = rewritten(
        change={
            "packet.pdf": b"%PDF-1.7 Sample",
            "record.json": b"{} ",
            "extra.txt": b"",
            "../beyond.txt": b"",
            "bell\a" + "x" * 200: b"",
        },
        leave_out=("attachments/map.pdf",),
    )
    assert check(tampered) == [
        "../beyond.txt is not in the manifest, and its name leads out of the packet's folder.",
        "attachments/map.pdf is missing.",
        (
            f"bell?{'x' * 115}... is not in the manifest, "
            "and its name leads out of the packet's folder."
        ),
        "extra.txt is not in the manifest.",
        (
            f"packet.pdf has changed: its SHA-256 is {sha256(b'%PDF-1.7 Sample')}, "
            f"the manifest says {sha256(b'%PDF-1.7 sample')}."
        ),
        "record.json has changed: it has 3 bytes, the manifest says 2.",
    ]


def test_a_renamed_file_is_named(check) -> None:
    tampered = rewritten(
        change=dict.fromkeys(("attachments/plan.pdf", "../map.pdf"), b"%PDF-1.7 map"),
        leave_out=("attachments/map.pdf",),
    )
    assert check(tampered) == [
        "../map.pdf is not in the manifest, and its name leads out of the packet's folder.",
        "attachments/map.pdf was renamed: it stands as attachments/plan.pdf.",
    ]


def test_a_copy_of_a_file_that_is_there_is_no_new_name(check) -> None:
    tampered = rewritten(change={"copy.pdf": FILES["packet.pdf"]})
    assert check(tampered) == ["copy.pdf is not in the manifest."]


def test_a_flipped_byte_is_named(check) -> None:
    data = bytearray(packet())
    data[data.index(b"%PDF-1.7 map")] ^= 1
    assert check(bytes(data)) == [
        "attachments/map.pdf has changed: it is damaged and cannot be read."
    ]


def test_a_name_that_stands_twice_is_named(check) -> None:
    out = io.BytesIO(packet())
    with zipfile.ZipFile(out, "a") as whole, pytest.warns(UserWarning, match="Duplicate name"):
        whole.writestr("record.json", b"{}")
    assert check(out.getvalue()) == ["record.json stands 2 times in the ZIP."]


def test_a_link_in_place_of_a_file_is_named(check) -> None:
    out = io.BytesIO()
    link = zipfile.ZipInfo("a")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    files = [line(name="a", size=4, sha256=sha256(b"/etc"))]
    with zipfile.ZipFile(out, "w") as whole:
        whole.writestr("manifest.json", manifest_json(files=files))
        whole.writestr(link, b"/etc")
    assert check(out.getvalue()) == ["a has changed: it is a link to another place, not a file."]


def test_a_locked_file_is_named(check) -> None:
    data = bytearray(packet({"a.txt": b"x"}))
    local = data.rindex(b"PK\x03\x04")
    central = data.rindex(b"PK\x01\x02")
    data[local + 6] |= 1
    data[central + 8] |= 1
    assert check(bytes(data)) == ["a.txt has changed: it is damaged and cannot be read."]


def test_a_bomb_is_refused_without_being_unpacked(check) -> None:
    tracemalloc.start()
    flaws = check(
        rewritten(change={"record.json": b"0" * 50_000_000}, compression=zipfile.ZIP_DEFLATED)
    )
    tracemalloc.stop()
    assert flaws == ["record.json has changed: it has 50,000,000 bytes, the manifest says 2."]


def test_a_manifest_that_is_a_bomb_is_refused(check) -> None:
    bomb = rewritten(change={"manifest.json": b" " * 9_000_000}, compression=zipfile.ZIP_DEFLATED)
    assert check(bomb) == ["manifest.json is not a packet's manifest: it is not JSON."]


def test_a_missing_manifest_is_named(check) -> None:
    assert check(rewritten(leave_out=("manifest.json",))) == ["manifest.json is missing."]


def test_a_damaged_manifest_is_named(check) -> None:
    data = bytearray(packet())
    data[data.index(b"common-purpose")] ^= 1
    assert check(bytes(data)) == ["manifest.json is damaged and cannot be read."]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "it is not JSON"),
        (b"\xff", "it is not JSON"),
        (b"[" * 100_000, "it is not JSON"),
        (b"[]", 'it does not say "format": "common-purpose-packet/1"'),
        (manifest_json(format="other"), 'it does not say "format": "common-purpose-packet/1"'),
        (manifest_json(about=[]), '"about" is not an object of texts'),
        (manifest_json(about={"a": 1}), '"about" is not an object of texts'),
        (manifest_json(files={}), '"files" is not a list'),
        (manifest_json(files=[1]), '"files"[0] is not an object of name, size and sha256'),
        (manifest_json(files=[{}]), '"files"[0] is not an object of name, size and sha256'),
        (
            manifest_json(files=[line(), line(name="../a")]),
            '"files"[1].name is not the name of a file in the packet',
        ),
        (
            manifest_json(files=[line(name="manifest.json")]),
            '"files"[0].name is not the name of a file in the packet',
        ),
        (
            manifest_json(files=[line(name=1)]),
            '"files"[0].name is not the name of a file in the packet',
        ),
        (manifest_json(files=[line(size=-1)]), '"files"[0].size is not a number of bytes'),
        (manifest_json(files=[line(size=True)]), '"files"[0].size is not a number of bytes'),
        (manifest_json(files=[line(size="1")]), '"files"[0].size is not a number of bytes'),
        (manifest_json(files=[line(sha256="0")]), '"files"[0].sha256 is not 64 hexadecimal digits'),
        (manifest_json(files=[line(sha256=0)]), '"files"[0].sha256 is not 64 hexadecimal digits'),
        (manifest_json(files=[line(), line()]), "it names a twice"),
        (
            manifest_json(files=[line(size=3 * 1024**3)]),
            "its files have more than 2,147,483,648 bytes together",
        ),
    ],
)
def test_a_manifest_that_is_none_is_refused(check, raw: bytes, said: str) -> None:
    with pytest.raises(BadManifest) as raised:
        read_manifest(raw)
    assert str(raised.value) == said
    assert check(rewritten(change={"manifest.json": raw})) == [
        f"manifest.json is not a packet's manifest: {said}."
    ]


NO_PACKET = "The file is not a packet: it does not begin and end as a packet's ZIP does."
TOO_LONG = "The file is not a packet: its list of files is longer than 1,000 allow."


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"%PDF-1.7" + b"x" * 100,
        packet()[:-1],
        packet()[:200],
        b"MZ" + packet(),
        packet() + b"more",
    ],
)
def test_what_is_no_packet_is_refused(check, data: bytes) -> None:
    assert check(data) == [NO_PACKET]


def test_a_comment_after_the_list_is_refused(check) -> None:
    out = io.BytesIO(packet())
    with zipfile.ZipFile(out, "a") as whole:
        whole.comment = b"a comment"
    assert check(out.getvalue()) == [NO_PACKET]


def test_a_list_of_too_many_files_is_refused_before_it_is_read(check) -> None:
    data, count = packet(), LIMITS[EXPORT].files + 2
    assert check(data[:-14] + struct.pack("<HH", count, count) + data[-10:]) == [
        TOO_LONG.replace("1,000", "50,000")
    ]


def test_a_packet_that_lists_more_files_than_a_packet_may_is_refused(check) -> None:
    out = io.BytesIO(packet())
    with zipfile.ZipFile(out, "a") as whole:
        for number in range(MAX_FILES + 1):
            whole.writestr(str(number), b"")
    assert check(out.getvalue()) == [TOO_LONG]


def test_a_zip_of_the_larger_kind_that_does_not_say_how_long_its_list_is_is_refused(check) -> None:
    data = packet()
    end = data[-22:]
    assert check(data[:-22] + b"PK\x06\x07" + b"\0" * 16 + end) == [NO_PACKET]


def test_a_zip_of_the_larger_kind_with_too_long_a_list_is_refused(check) -> None:
    data = packet()
    record = b"PK\x06\x06" + bytes(28) + struct.pack("<QQQ", 10**9, 10**9, 0)
    large = data[:-22] + record + b"PK\x06\x07" + bytes(16) + data[-22:]
    assert check(large) == [TOO_LONG.replace("1,000", "50,000")]


def bound(packets=None, files=None) -> bytes:
    out = io.BytesIO()
    each = packets or {"buses": packet(), "salt": packet({"text.md": b"Salt\n"})}
    openers = {name: (lambda data=data: io.BytesIO(data)) for name, data in each.items()}
    bind(openers, files or {"README.txt": b"A sample.\n"}, out, about=ABOUT)
    return out.getvalue()


def test_an_export_binds_packets_each_in_a_folder_its_own_manifest_among_them(check) -> None:
    with zipfile.ZipFile(io.BytesIO(bound())) as export:
        assert export.namelist() == [
            "manifest.json",
            "README.txt",
            "SHA256SUMS.txt",
            *(f"buses/{name}" for name in ("manifest.json", *sorted(FILES))),
            "salt/manifest.json",
            "salt/text.md",
        ]
        listing = json.loads(export.read("manifest.json"))
    names = [entry["name"] for entry in listing["files"]]
    assert (listing["format"], names) == (EXPORT, sorted(names))
    assert (check(bound()), bound() == bound()) == ([], True)


def test_an_export_of_more_files_than_a_small_zip_lists_is_of_the_larger_kind(
    check, monkeypatch
) -> None:
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 3)
    data = bound()
    assert (data[-42:-38], check(data)) == (b"PK\x06\x07", [])


def test_an_export_of_too_many_files_or_bytes_is_not_written(monkeypatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(binding_module, "LIMITS", {EXPORT: Limits(files=3, bytes=10**9, listing=0)})
        with pytest.raises(ValueError, match="would hold 8 files; at most 3 may be"):
            bound()
    monkeypatch.setattr(binding_module, "LIMITS", {EXPORT: Limits(files=9, bytes=3, listing=0)})
    with pytest.raises(ValueError, match="bytes; at most 3 may be"):
        bound()


def test_a_packet_that_is_not_what_its_manifest_says_is_not_bound() -> None:
    data = rewritten(change={"record.json": b"[]"})
    with pytest.raises(ValueError, match=r"buses/record\.json changed"):
        bound({"buses": data})


def test_a_list_that_cannot_be_read_is_named(check) -> None:
    data = bytearray(packet())
    data[data.index(b"PK\x01\x02")] = 0
    assert check(bytes(data)) == ["The file is a damaged ZIP: its list of files cannot be read."]


def test_a_path_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        check_packet(tmp_path / "none.zip")


PACKET = packet()


@given(st.data())
def test_any_damage_is_answered_with_sentences(tmp_path_factory, data: st.DataObject) -> None:
    damaged = bytearray(PACKET)
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "damaged.zip"
    path.write_bytes(bytes(damaged))
    flaws = check_packet(path)
    assert all(flaw.endswith(".") for flaw in flaws)
    with_same_files = zipfile.ZipFile(io.BytesIO(PACKET))
    if not flaws:
        with zipfile.ZipFile(path) as whole:
            assert {name: whole.read(name) for name in FILES} == {
                name: with_same_files.read(name) for name in FILES
            }


@given(st.dictionaries(st.text(max_size=20), st.binary(max_size=200), max_size=6))
def test_whatever_is_written_checks(tmp_path_factory, files: dict[str, bytes]) -> None:
    path = tmp_path_factory.getbasetemp() / "written.zip"
    path.write_bytes(packet(files))
    assert check_packet(path) == []
