"""What the rules of the mass balance say of one record before it is kept (R1 to R9 of the design).

A finding that blocks is never kept; one that needs a reviewer is kept once somebody of the
exchange has answered for it with a reason; a warning is kept beside the record.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.core.errors import Conflict, Invalid
from app.core.i18n import gettext, mark


class Level(StrEnum):
    WARN = "warn"
    REVIEW = "review"
    BLOCK = "block"


@dataclass(frozen=True)
class Finding:
    """`said` is a Vietnamese source text with `{name}` gaps; `where` is the field that shows it."""

    rule: str
    level: Level
    said: str
    where: str = ""
    gaps: dict[str, Any] = field(default_factory=dict)

    def words(self) -> str:
        return gettext(self.said).format(**self.gaps)

    def plain(self) -> dict[str, Any]:
        """As it is kept beside the record."""
        return {"rule": self.rule, "level": self.level.value, "said": self.said, "gaps": self.gaps}


class NeedsReview(Conflict):
    """Nothing is wrong for certain, but a reviewer has to answer for it first."""

    title = mark("Cần sàn xem lại trước khi ghi")

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(" ".join(finding.words() for finding in findings))
        self.findings = findings


def settle(findings: Iterable[Finding], *, reviewed: bool = False) -> list[dict[str, Any]]:
    """The warnings to keep beside the record; with `reviewed`, also what a reviewer let pass.

    Raises Invalid by field for what blocks, NeedsReview for what a reviewer has to see first.
    """
    found = list(findings)
    blocking = [finding for finding in found if finding.level is Level.BLOCK]
    if blocking:
        raise Invalid(
            " ".join(finding.words() for finding in blocking),
            {finding.where or "note": finding.words() for finding in reversed(blocking)},
        )
    doubtful = [finding for finding in found if finding.level is Level.REVIEW]
    if doubtful and not reviewed:
        raise NeedsReview(doubtful)
    return [finding.plain() for finding in found]
