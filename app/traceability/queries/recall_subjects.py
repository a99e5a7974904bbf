"""What a recall may be about: found by what people call it, named in an address."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlmodel import Session, col, func, or_, select

from app.core.errors import NotFound
from app.core.ids import normalise_code
from app.sellers.models import Seller
from app.traceability.models import GrowingArea, Lot, Material
from app.traceability.rules.recalls import RecallScope

FOUND = 8
"""Of each kind of thing that a search for something to recall shows."""

Subject = Lot | Material | GrowingArea


def choices(session: Session, wanted: str) -> list[tuple[RecallScope, Row[Any]]]:
    """Lots, materials and growing areas whose code, number, name or seller is like `wanted`.

    Rows of (ref, name, seller_name): `ref` is what names one in an address.
    """
    said = wanted.strip().upper()
    if not said:
        return []
    found: list[tuple[RecallScope, Row[Any]]] = []
    for scope, table, ref, name in (
        (RecallScope.LOT, Lot, Lot.code, Lot.lot_number),
        (RecallScope.MATERIAL, Material, Material.code, Material.number),
        (RecallScope.AREA, GrowingArea, GrowingArea.id, GrowingArea.name),
    ):
        code: Any = getattr(table, "code")  # noqa: B009  # each of the three has one
        statement: Any = (
            select(
                col(ref).label("ref"),
                col(name).label("name"),
                col(Seller.name).label("seller_name"),
            )
            .join(Seller, col(Seller.id) == table.seller_id)
            .where(
                or_(
                    col(code).like(f"%{said.replace('-', '')}%"),
                    func.upper(name).like(f"%{said}%"),
                    func.upper(Seller.name).like(f"%{said}%"),
                )
            )
            .order_by(col(table.id).desc())
            .limit(FOUND)
        )
        found += [(scope, row) for row in session.connection().execute(statement).all()]
    return found


def subject(session: Session, scope: RecallScope, ref: str) -> Subject:
    """Raises NotFound."""
    row: Subject | None
    if scope is RecallScope.LOT:
        row = session.exec(select(Lot).where(Lot.code == normalise_code(ref))).first()
    elif scope is RecallScope.MATERIAL:
        row = session.exec(select(Material).where(Material.code == ref.upper())).first()
    else:
        row = session.get(GrowingArea, _uuid(ref))
    if row is None:
        raise NotFound
    return row


def _uuid(ref: str) -> UUID:
    try:
        return UUID(ref)
    except ValueError:
        raise NotFound from None
