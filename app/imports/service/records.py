"""What an import changed, product by product, for the audit."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.catalog.models import Product
from app.identity.service import audit

OF_NEW = {"name", "legal_name", "tax_code", "phone", "price", "list_price", "on_hand", "net_grams"}
"""What is told of a row that was not there before: its own page holds the rest."""
Diff = dict[str, dict[str, Any]]
"""Fields that differ, by SKU; the product's own text by `CONTENT`."""
CONTENT = "content"


@dataclass
class Changes:
    """One entry for each product: a file of a thousand prices leaves a trail that can be read."""

    products: dict[UUID, Product] = field(default_factory=dict)
    before: dict[UUID, Diff] = field(default_factory=lambda: defaultdict(dict))
    after: dict[UUID, Diff] = field(default_factory=lambda: defaultdict(dict))

    def note(
        self, product: Product, what: str, before: dict[str, Any], after: dict[str, Any]
    ) -> None:
        """Adds what differs between two states of `what`."""
        names = differing(before, after)
        if not names:
            return
        self.products[product.id] = product
        first = self.before[product.id].setdefault(what, {})
        last = self.after[product.id].setdefault(what, {})
        for name in names:
            if name in before and name not in last:
                first[name] = before[name]
            last[name] = after[name]

    def record(self, session: Session, actor_id: UUID | None) -> None:
        for product_id, product in self.products.items():
            audit(
                session,
                actor_id,
                "product.import",
                product,
                before={what: said for what, said in self.before[product_id].items() if said},
                after=self.after[product_id],
            )


def differing(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The fields to tell of, in their order.

    >>> differing({"price": 1, "on_hand": 2}, {"price": 1, "on_hand": 3})
    ['on_hand']
    >>> differing({}, {"name": "Hộp", "story": "…", "list_price": None})
    ['name']
    """
    if not before:
        return [name for name, value in after.items() if name in OF_NEW and value is not None]
    return [name for name, value in after.items() if before.get(name) != value]
