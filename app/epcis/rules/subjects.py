"""What an event is about, as rows that can be looked up."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from app.epcis.rules.fields import EPCS, QUANTITIES

PARENT = "parent"
INTO = frozenset({"input", "input_class"})
OUT_OF = frozenset({"output", "output_class"})
HELD = frozenset({"child", "child_class"})


class Subject(NamedTuple):
    """`quantity` in the unit `uom` (UN/ECE Rec. 20), in pieces without one."""

    role: str
    epc: str
    quantity: Decimal | None = None
    uom: str | None = None


def subjects(body: Mapping[str, Any]) -> Iterator[Subject]:
    """Of an event in canonical form."""
    if "parentID" in body:
        yield Subject(PARENT, body["parentID"])
    for name, role in EPCS.items():
        yield from (Subject(role, epc) for epc in body.get(name, ()))
    for name, role in QUANTITIES.items():
        for element in body.get(name, ()):
            quantity = element.get("quantity")
            amount = None if quantity is None else Decimal(str(quantity))
            yield Subject(role, element["epcClass"], amount, element.get("uom"))
