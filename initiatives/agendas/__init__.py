"""The order of discussion: in which people leave the room as seldom as can be.

    Item(key="EJC-2026-001", rank=1, leaving=frozenset({"Evaluator, Raytown"}))
    order(items) -> Order(keys, departures, is_least)    the best order that was found
    departures(items) -> int                             how often people leave in a given order

Whoever has a conflict with a proposal leaves before it is discussed and is called back for the
first proposal without one: neighbours with the same conflict cost one departure. Pure.
"""

from initiatives.agendas.items import Item, Order, departures, order

__all__ = ["Item", "Order", "departures", "order"]
