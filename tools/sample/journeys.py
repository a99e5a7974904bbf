"""What happens to each kind of goods between the field and the shelf; see demo/source."""

from typing import NamedTuple

from .source import table


class Step(NamedTuple):
    """`day` counts from the harvest; `where` is area, shop (the workshop), lab or store."""

    stage: str
    day: int
    start: str
    end: str
    title: str
    title_en: str
    note: str
    note_en: str
    where: str = "shop"


_TOLD = table("journeys")
JOURNEYS = {
    kind: tuple(Step(*step) for step in steps)
    for kind, steps in _TOLD.items()
    if isinstance(steps, list)
}
RATIOS: dict[str, float] = _TOLD["ratios"]
"""Raw material for one part of goods; 0 where what comes in is not weighed as one."""
GRADE_RATIOS: dict[str, float] = _TOLD["grade_ratios"]
