"""An allocation read from a document, and its answer written as one."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from cities.shares.allocating import Impossible, allocate
from cities.shares.formula import Allocation, Basis, Formula, Payer
from collaborative.documents import Fields, Node

MEASURED = tuple(basis for basis in Basis if basis is not Basis.EQUAL)
WHOLE = Decimal(100)
CENT = Decimal("0.01")
MOST_DIGITS = 15  # a valuation has more than an amount


def parse(document: object) -> Allocation:
    """Return the allocation of a document, which is JSON in Python's types.

    Raises BadDocument naming the place, as 'parties.raytown: "population" is missing'.
    """
    node = Node(document)
    fields = node.fields(("total", "parties", "formula"), optional=("without",))
    parties = fields["parties"].entries()
    if not parties:
        fields["parties"].refuse("there is nobody here, expected at least one party")
    formula = _formula(fields["formula"], parties)
    wanted = Allocation(
        total=fields["total"].money(),
        parties={key: _payer(party) for key, party in parties.items()},
        formula=formula,
        without=_without(fields, parties),
    )
    _require_figures(wanted, parties)
    _try(wanted, node)
    return wanted


def _formula(node: Node, parties: Fields) -> Formula:
    fields = node.fields(("weights",), optional=("fixed", "floor", "cap"))
    weights = {}
    for name, weight in fields["weights"].entries().items():
        basis = Node(name, fields["weights"].place).one_of([basis.value for basis in Basis])
        weights[Basis(basis)] = weight.amount(places=4)
    if sum(weights.values()) != WHOLE:
        fields["weights"].refuse(f"the weights sum to {sum(weights.values())}, expected 100")
    return Formula(
        weights=weights,
        fixed=fields["fixed"].money() if "fixed" in fields else Decimal(0),
        floor=_bounds(fields, "floor", parties),
        cap=_bounds(fields, "cap", parties),
    )


def _bounds(fields: Fields, name: str, parties: Fields) -> dict[str, Decimal]:
    if name not in fields:
        return {}
    bounds = fields[name].entries()
    for key, bound in bounds.items():
        if key not in parties:
            bound.refuse(f"there is no party of this key, only {', '.join(parties)}")
    return {key: bound.money() for key, bound in bounds.items()}


def _payer(node: Node) -> Payer:
    fields = node.fields((), optional=(*(basis.value for basis in MEASURED), "go_alone"))
    return Payer(
        figures={
            basis: fields[basis].amount(places=4, digits=MOST_DIGITS)
            for basis in MEASURED
            if basis in fields
        },
        go_alone=fields["go_alone"].money() if "go_alone" in fields else None,
    )


def _without(fields: Fields, parties: Fields) -> frozenset[str]:
    if "without" not in fields:
        return frozenset()
    found = fields["without"].items()
    for item in found:
        item.one_of(list(parties))
    return frozenset(item.text() for item in found)


def _require_figures(wanted: Allocation, parties: Fields) -> None:
    """Refuse a party that lacks a figure by which the cost is shared; 0 is a figure."""
    for key in wanted.paying:
        for basis, weight in wanted.formula.weights.items():
            if weight and basis is not Basis.EQUAL and basis not in wanted.parties[key].figures:
                parties[key].refuse(f'"{basis}" is missing, and the formula shares by it')


def _try(wanted: Allocation, node: Node) -> None:
    """Refuse, with its place, what no sharing can do."""
    try:
        allocate(wanted)
    except Impossible as error:
        Node(node.value, error.place).refuse(str(error))


def to_document(wanted: Allocation, shares: Mapping[str, Decimal]) -> dict[str, object]:
    """Return the answer as a document: amounts are texts with cents, None where unknown."""
    return {
        "shares": {key: _share(wanted, key, share) for key, share in sorted(shares.items())},
        "total": f"{wanted.total:.2f}",
        "warnings": [
            f"{key} would pay {share:.2f}, which is {share - alone:.2f} more than going alone "
            f"({alone:.2f})."
            for key, share in sorted(shares.items())
            if (alone := wanted.parties[key].go_alone) is not None and share > alone
        ],
    }


def _share(wanted: Allocation, key: str, share: Decimal) -> dict[str, str | None]:
    alone = wanted.parties[key].go_alone
    percent = share * 100 / wanted.total if wanted.total else Decimal(0)
    return {
        "share": f"{share:.2f}",
        "percent": f"{percent.quantize(CENT, ROUND_HALF_UP):.2f}",
        "go_alone": None if alone is None else f"{alone:.2f}",
        "saving": None if alone is None else f"{alone - share:.2f}",
    }
