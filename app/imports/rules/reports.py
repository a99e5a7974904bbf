"""What an import found or did: counts by sheet, and faults by cell."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.imports.rules import ORDER, Fault

MOST_FAULTS = 2_000


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass
class Report:
    """`counts[sheet][outcome]` rows; with faults there are no counts, since nothing was tried."""

    counts: dict[str, Counter[Outcome]] = field(default_factory=lambda: defaultdict(Counter))
    faults: list[Fault] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    """Sheets that have no place in this import: nothing of them was read."""

    def count(self, sheet: str, *, is_new: bool, changed: bool) -> None:
        outcome = Outcome.NEW if is_new else Outcome.CHANGED if changed else Outcome.UNCHANGED
        self.counts[sheet][outcome] += 1

    def total(self, outcome: Outcome) -> int:
        return sum(counted[outcome] for counted in self.counts.values())

    @property
    def changes(self) -> int:
        return self.total(Outcome.NEW) + self.total(Outcome.CHANGED)

    def as_json(self) -> dict[str, Any]:
        kept = sorted(self.faults, key=lambda fault: (ORDER.index(fault.sheet), fault.row))
        return {
            "counts": {sheet: dict(counted) for sheet, counted in self.counts.items()},
            "skipped": self.skipped,
            "faults": [_fault_as_json(fault) for fault in kept[:MOST_FAULTS]],
            "more_faults": max(0, len(self.faults) - MOST_FAULTS),
        }


def _fault_as_json(fault: Fault) -> dict[str, Any]:
    gaps = {name: str(value) for name, value in fault.gaps.items()}
    return {
        "sheet": fault.sheet,
        "row": fault.row,
        "column": fault.column,
        "reason": fault.reason,
        "gaps": gaps,
    }


def faults_of(report: Mapping[str, Any]) -> list[Fault]:
    """The faults of a stored report."""
    return [Fault(**fault) for fault in report.get("faults", ())]
