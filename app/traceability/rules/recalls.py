"""What is called back: by lot, by what went in, or by the garden it was picked in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from app.core.i18n import mark


class RecallScope(StrEnum):
    LOT = "lot"
    MATERIAL = "material"
    AREA = "area"


class RecallState(StrEnum):
    """Only what is `ASKED` can still change; `ASKED` and `CONFIRMED` keep goods on hold."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"  # by whoever asked
    REFUSED = "refused"  # by a second person


HOLDING = (RecallState.ASKED, RecallState.CONFIRMED)
RECALLING = mark("Đang thu hồi, hoặc chờ người thứ hai xác nhận thu hồi.")
"""Why something is on hold that a recall reaches."""

SCOPES = {
    RecallScope.LOT: mark("Một lô"),
    RecallScope.MATERIAL: mark("Một nguyên liệu"),
    RecallScope.AREA: mark("Một vùng trồng"),
}
STATES = {
    RecallState.ASKED: mark("Chờ người thứ hai"),
    RecallState.CONFIRMED: mark("Đã thu hồi"),
    RecallState.WITHDRAWN: mark("Người xin đã rút"),
    RecallState.REFUSED: mark("Không thu hồi"),
}


@dataclass
class Branch:
    """Something that is reached, with what came of it; `again` stands further up in full."""

    id: UUID
    again: bool = False
    children: list["Branch"] = field(default_factory=list)


def tree(roots: Sequence[UUID], into: Mapping[UUID, Sequence[UUID]]) -> list[Branch]:
    """What each root went into, and so on; blends meet, so each thing is told in full only once.

    >>> leaf, tea, lot = UUID(int=1), UUID(int=2), UUID(int=3)
    >>> [found] = tree([leaf], {leaf: [tea], tea: [lot]})
    >>> found.children[0].children[0].id == lot
    True
    """
    told: set[UUID] = set()
    return [_branch(root, into, told) for root in roots]


def _branch(node: UUID, into: Mapping[UUID, Sequence[UUID]], told: set[UUID]) -> Branch:
    if node in told:
        return Branch(node, again=bool(into.get(node)))
    told.add(node)
    return Branch(node, children=[_branch(child, into, told) for child in into.get(node, ())])
