"""What lists say about the lot that a buyer will receive; `traceability` knows which one it is."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.catalog.service.listing import take
from app.catalog.service.products import assign
from app.core.page_cache import touch


def set_next_lot(session: Session, product_id: UUID, lot: Mapping[str, Any] | None) -> bool:
    """Shows `lot` (see `Product.next_lot`) on the product, or that it has none; whether it changed.

    Locks the variants, then the product, as orders do.
    """
    product, _ = take(session, product_id)
    changed = assign(
        product,
        {
            "next_lot": dict(lot) if lot else None,
            "traceable": lot is not None,
            "harvested_on": date.fromisoformat(lot["harvested_on"]) if lot else None,
        },
    )
    if changed:
        session.flush()  # so that the statements of this transaction read it
        touch(session, f"product:{product.id}", f"seller:{product.seller_id}", "listing")
    return changed
