"""What others may want to know of lots: told in the same transaction."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class LotRecalled:
    """News: packets of this lot must not be sold or drunk; whoever knows the buyers tells them."""

    lot_id: UUID
    product_id: UUID
    code: str
    reason: str
    recall_id: UUID | None = None
    """Of the recall that reached it; without one the lot was called back by itself."""


@dataclass(frozen=True)
class LotPublished:
    """Its codes open a page from now on."""

    lot_id: UUID
