"""Where an import or an export happens: at the operator's desk, or at a seller's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends

from app.core.desks import Desk
from app.identity.deps import Importer, OperatorDesk
from app.identity.models import User
from app.imports.workbook.exports import EXPORTED, OWN_EXPORTED, OWN_USUAL, USUAL
from app.imports.workbook.sheets import OWN_SHEETS, SHEETS, Sheet
from app.sellers.deps import CurrentMember, SellerDesk
from app.sellers.models import Seller


@dataclass(frozen=True)
class Place:
    """`root` is the desk's address; `sheets` may be brought, `exported` may be taken away."""

    root: str
    desk: Desk
    user: User
    seller: Seller | None
    sheets: Sequence[Sheet]
    exported: Sequence[str]
    usual: Sequence[str]

    @property
    def seller_id(self) -> UUID | None:
        return self.seller.id if self.seller else None

    @property
    def bringing(self) -> str:
        return f"{self.root}/nhap"

    @property
    def taking(self) -> str:
        return f"{self.root}/xuat"

    @property
    def template(self) -> Sequence[Sheet]:
        """A seller need not name itself in every row."""
        return [sheet.without("seller") for sheet in self.sheets] if self.seller else self.sheets


def operators_place(importer: Importer, desk: OperatorDesk) -> Place:
    return Place("/dieu-hanh", desk, importer, None, SHEETS, tuple(EXPORTED), USUAL)


def sellers_place(member: CurrentMember, desk: SellerDesk) -> Place:
    return Place(
        "/ban-hang", desk, member.user, member.seller, OWN_SHEETS, tuple(OWN_EXPORTED), OWN_USUAL
    )


OperatorsPlace = Annotated[Place, Depends(operators_place)]
SellersPlace = Annotated[Place, Depends(sellers_place)]
