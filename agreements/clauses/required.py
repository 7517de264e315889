"""The terms that an agreement between cities has to state, why each is asked for, and by whom.

The sources are named as they were read, most from copies; whether a term binds is for the
city attorney. Nothing that was not read is here.
"""

from __future__ import annotations

from dataclasses import dataclass

_INTERLOCAL = "RCW 39.34.030, Washington’s law on interlocal agreements, taken as a model here"
_CONTRACTS = "RSMo 432.070, Missouri’s law on contracts of cities and counties"
_EXECUTION = (
    "RSMo 70.300 as printed in Senate Bill 1267 of 2002; ask the city attorney how it reads today"
)


@dataclass(frozen=True, slots=True)
class Term:
    """One term: what is asked, why, and where that is written.

    ``headings`` and ``words`` are patterns by which a section may be found that states it.
    """

    key: str
    title: str
    asked: str
    why: str
    source: str
    headings: str
    words: str


TERMS = (
    Term(
        key="parties",
        title="Parties",
        asked="Does the text name every party, as it is called in law?",
        why="Only those who are named and who subscribe are bound, and each council adopts for "
        "its own city.",
        source=f"{_CONTRACTS}: subscribed by the parties",
        headings=r"\bpart(y|ies)\b",
        words=r"\b(the parties|by and (between|among)|cit(y|ies) of)\b",
    ),
    Term(
        key="purpose",
        title="Purpose",
        asked="Does it say what it is for?",
        why="A city may act together with others only in what it may do itself; the purpose "
        "shows that.",
        source=f"{_INTERLOCAL}: its purpose or purposes",
        headings=r"\b(purposes?|objectives?|scope|recitals?)\b",
        words=r"\b(purposes?|in order to|for the common service)\b",
    ),
    Term(
        key="duration",
        title="Duration",
        asked="Does it say when it begins and how long it lasts?",
        why="Without a term nobody knows when to budget, to renew or to give notice.",
        source=f"{_INTERLOCAL}: its duration",
        headings=r"\b(duration|term|effective|renewal|period)\b",
        words=r"\b(lasts?|begins? on|until|expires?|renew(s|ed|al)?|effective date)\b",
    ),
    Term(
        key="organisation",
        title="Organization",
        asked="Does it say who runs it, with what powers, and how the parties decide?",
        why="Where no separate body is set up, an administrator or a joint board with every "
        "party in it is responsible.",
        source=f"{_INTERLOCAL}: organization, composition and powers; administrator or joint board",
        headings=r"\b(organi[sz]ation|governance|administration|board|committee|roles?)\b",
        words=r"\b(board|committee|administrators?|is led by|decisions are taken)\b",
    ),
    Term(
        key="financing",
        title="Financing",
        asked="Does it say who pays what, and who adopts the budget?",
        why="Each council has to know what it is asked to pay, and when.",
        source=f"{_INTERLOCAL}: the manner of financing and of a budget",
        headings=r"\b(financ\w*|costs?|budget|fund(s|ing)|payments?|shares?)\b",
        words=r"\b(costs?|budget|pays?|invoices?|dollars|shared as follows)\b",
    ),
    Term(
        key="termination",
        title="Termination",
        asked="Does it say how a party leaves, and how the whole ends?",
        why="A party that leaves in part or in whole needs to know how, and what it still owes.",
        source=f"{_INTERLOCAL}: methods of partial or complete termination",
        headings=r"\b(terminat\w*|withdraw\w*|ending|dissolution)\b",
        words=r"\b(terminat\w*|withdraw\w*|giving notice|notice of)\b",
    ),
    Term(
        key="property",
        title="Property",
        asked="Does it say who owns what is bought, and where it goes at the end?",
        why="A party that leaves needs to know what becomes of what was bought together.",
        source=f"{_INTERLOCAL}: acquiring, holding and disposing of property",
        headings=r"\b(propert(y|ies)|assets?|equipment|ownership)\b",
        words=r"\b(propert(y|ies)|belongs? to|owned by|title to|equipment)\b",
    ),
    Term(
        key="writing",
        title="In writing and subscribed",
        asked="Does it have a place where each party signs?",
        why="A city’s contract is in writing and subscribed by the parties, or by agents who were "
        "authorized in writing. That is mandatory.",
        source=_CONTRACTS,
        headings=r"\b(signatures?|execution|counterparts?|in witness)\b",
        words=r"\b(in writing|signed|subscribed|in witness whereof|counterparts?)\b",
    ),
    Term(
        key="dating",
        title="Dated when made",
        asked="Does each signature have its date?",
        why="A city’s contract is dated when it is made; a date written in later is none.",
        source=_CONTRACTS,
        headings=r"\b(dates?|dated)\b",
        words=r"\b(dated|date of (this|the|its|each)|day of (the )?signature|day of _+)",
    ),
    Term(
        key="consideration",
        title="Work and payment after it is made",
        asked="Is everything that is paid for done only after the agreement is made?",
        why="What a city pays for is performed wholly after its contract is made; paid service "
        "cannot be back-dated.",
        source=_CONTRACTS,
        headings=r"\b(consideration)\b",
        words=r"\b(consideration|performed after|after (it|this agreement) (is|was) made"
        r"|no payment .{0,40}before)\b",
    ),
    Term(
        key="majority",
        title="A majority of the members",
        asked="Does it ask for the vote of a majority of each council’s members?",
        why="The majority is reckoned of all members of the governing body, not of those who came.",
        source=_EXECUTION,
        headings=r"\b(adoption|approval|authori[sz]ation)\b",
        words=r"\b(majority of (all |the )*(its )?members|governing body"
        r"|adopted by .{0,30}council)",
    ),
    Term(
        key="filing",
        title="Filing",
        asked="Does it say who files it, and where?",
        why="A copy goes to the Secretary of State and to the recorder of deeds of each county in "
        "which a party is situated. Courts elsewhere have held an agreement that was not filed "
        "to be invalid.",
        source=_EXECUTION,
        headings=r"\b(filing|recording)\b",
        words=r"\b(secretary of state|recorder of deeds|filed (with|in)|recorded (with|in))\b",
    ),
)
