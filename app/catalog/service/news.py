"""What the rest of the shop hears about products."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ProductDecided:
    """An operator decided about a product or about a change of it."""

    product_id: UUID
    decision: str  # approve, reject, take_down, approve_revision, reject_revision
    reason: str


@dataclass(frozen=True, slots=True)
class StockLow:
    """Fewer are left of a variant than a page keeps quiet about, for the first time."""

    variant_id: UUID
    available: int
