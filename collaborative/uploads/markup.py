"""The XML inside Word and Excel files: read as a stream, for what reaches out or runs by itself.

Nothing is resolved or fetched: a part that brings definitions of its own is not read further.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NoReturn
from urllib.parse import unquote
from xml.parsers import expat

HERE = re.compile(
    r"(file:/{0,3})?[a-z]:/"  # a drive
    r"|file://(localhost)?/(?!/)"  # a path on a computer without drives
    r"|(?!//)(?![a-z][a-z0-9+.-]*:)",  # a path from where the file is
    re.IGNORECASE,
)
"""Places on the reader's own computer, with all slashes leaning forward."""
FETCHING_FIELDS = {"DATABASE", "IMPORT", "INCLUDE", "INCLUDEPICTURE", "INCLUDETEXT", "LINK", "RD"}
COMMANDING_FIELDS = {"DDE", "DDEAUTO"}
WORDS = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
LITERALS = re.compile(r"\"[^\"]*\"|'[^']*'")
"""Words and names of sheets in a formula: they may hold any sign."""
FETCHING_FORMULA = re.compile(r"\b(CALL|IMAGE|REGISTER\.ID|RTD|WEBSERVICE)\s*\(", re.IGNORECASE)
FORMULAS = {"definedName", "f", "formula", "formula1", "formula2"}
INSTRUCTIONS = {"delInstrText", "instrText"}
"""What a field of Word's does, also one whose deletion is only proposed."""
TAKEN = {
    "Default",
    "Override",
    "Relationship",
    "connection",
    "ddeLink",
    "fldChar",
    "fldSimple",
}
YES = {"1", "on", "true"}


class Unreadable(Exception):
    """A part that is not well-formed, or that brings definitions of its own."""


class Finding(Enum):
    """What a file does beyond showing words and figures."""

    COMMANDS = auto()
    """It tells another program what to do (DDE)."""
    FETCHES = auto()
    """It brings something in from another computer."""
    QUERIES = auto()
    """It asks a database when it is opened."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What one part says about another; the kind is the last word of the relation's address."""

    kind: str
    target: str
    is_external: bool


@dataclass(slots=True)
class Markup:
    """What the parts of one package say; `read` adds to it, one part after the other."""

    relations: list[Relation] = field(default_factory=list)
    types_by_ending: dict[str, str] = field(default_factory=dict)
    types_by_part: dict[str, str] = field(default_factory=dict)
    findings: set[Finding] = field(default_factory=set)

    def type_of(self, part: str) -> str:
        """The media type that the package gives a part, "" where it gives none."""
        ending = part.rpartition(".")[2].lower()
        return self.types_by_part.get(part.lower()) or self.types_by_ending.get(ending, "")


def read(chunks: Iterable[bytes], into: Markup) -> None:
    """Read one part to its end. Raises Unreadable."""
    parser = _Reader(into).parser
    try:
        for chunk in chunks:
            parser.Parse(chunk)
        parser.Parse(b"", True)  # noqa: FBT003 - expat takes "this is the end" by position only
    except (expat.ExpatError, LookupError, ValueError) as error:  # or an encoding nobody knows
        raise Unreadable from error


def is_elsewhere(place: str) -> bool:
    """Tell whether a place is on another computer, in whatever way it is written."""
    return not HERE.match(unquote(place).strip().replace("\\", "/"))


class _Reader:
    """Takes what expat meets, and keeps the little that matters."""

    def __init__(self, found: Markup) -> None:
        self.found = found
        self.fields: list[str] = []
        """The instructions of Word's fields that are open, the innermost last."""
        self.text: list[str] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _refuse(self, *_: object) -> NoReturn:
        raise Unreadable

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        local = _local(name)
        if local in FORMULAS or local in INSTRUCTIONS:
            self.text = []
            self.parser.CharacterDataHandler = self.text.append
        elif local in TAKEN:
            self._take(local, {_local(key): value for key, value in attributes.items()})

    def _end(self, name: str) -> None:
        local = _local(name)
        if local in FORMULAS:
            self._judge_formula("".join(self.text))
        elif local in INSTRUCTIONS:
            self.fields = [*self.fields[:-1], "".join([*self.fields[-1:], *self.text])]
            self._judge_field(self.fields[-1])
        else:
            return
        self.parser.CharacterDataHandler = None

    def _take(self, local: str, said: Mapping[str, str]) -> None:
        if local == "Relationship":
            kind = said.get("Type", "").rpartition("/")[2]
            is_external = said.get("TargetMode", "").lower() == "external"
            self.found.relations.append(Relation(kind, said.get("Target", ""), is_external))
        elif local == "Default":
            self.found.types_by_ending[said.get("Extension", "").lower()] = said.get(
                "ContentType", ""
            )
        elif local == "Override":
            part = said.get("PartName", "").removeprefix("/").lower()
            self.found.types_by_part[part] = said.get("ContentType", "")
        elif local == "fldSimple":
            self._judge_field(said.get("instr", ""))
        elif local == "fldChar":
            self._open_or_close(said.get("fldCharType", ""))
        elif local == "ddeLink":
            self.found.findings.add(Finding.COMMANDS)
        elif local == "connection" and said.get("refreshOnLoad", "").lower() in YES:
            self.found.findings.add(Finding.QUERIES)

    def _open_or_close(self, what: str) -> None:
        if what == "begin":
            self.fields.append("")
        elif what == "end" and self.fields:
            self.fields.pop()

    def _judge_field(self, instruction: str) -> None:
        """Judge what a field in a Word text does; its first word says what it is."""
        words = [quoted or bare for quoted, bare in WORDS.findall(instruction)]
        deed = words[0].upper() if words else ""
        if deed in COMMANDING_FIELDS:
            self.found.findings.add(Finding.COMMANDS)
        elif deed in FETCHING_FIELDS:
            places = (word for word in words[1:] if "/" in word or "\\" in word)
            if any(is_elsewhere(place) for place in places):
                self.found.findings.add(Finding.FETCHES)

    def _judge_formula(self, formula: str) -> None:
        """Judge a formula: a bar outside of words and names asks another program."""
        bare = LITERALS.sub("", formula)
        if "|" in bare:
            self.found.findings.add(Finding.COMMANDS)
        if FETCHING_FORMULA.search(bare):
            self.found.findings.add(Finding.FETCHES)


def _local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition(" ")[2]
