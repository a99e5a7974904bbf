"""Where an import or an export happens: at the operator's desk, or at a seller's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends

from app.core.desks import Desk
from app.identity.deps import Importer, OperatorDesk
from app.identity.models import User
from app.imports import rules
from app.imports.workbook.exports import EXPORTED, OWN_EXPORTED, OWN_USUAL, USUAL
from app.imports.workbook.sheets import OWN_SHEETS, SHEETS, Sheet
from app.sellers.deps import CurrentMember, Member, SellerDesk
from app.sellers.models import Seller
from app.sellers.rules.assistance import Scope


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
    helping: bool = False
    """An officer sits here: sees the files that they handed in, and takes none away."""

    @property
    def seller_id(self) -> UUID | None:
        return self.seller.id if self.seller else None

    @property
    def only_of(self) -> UUID | None:
        return self.user.id if self.helping else None

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


OF_SCOPE = {
    Scope.PRODUCTS: {rules.PRODUCTS, rules.VARIANTS, rules.PRICES},
    Scope.LOTS: {rules.AREAS, rules.LOTS, rules.STEPS},
}


def sellers_place(member: CurrentMember, desk: SellerDesk) -> Place:
    return Place(
        "/ban-hang",
        desk,
        member.user,
        member.seller,
        [sheet for sheet in OWN_SHEETS if _reaches(member, sheet)],
        tuple(OWN_EXPORTED),
        OWN_USUAL,
        helping=member.consent is not None,
    )


def _reaches(member: Member, sheet: Sheet) -> bool:
    """An officer brings what the seller consented to."""
    if member.consent is None:
        return True
    return any(sheet.name in OF_SCOPE.get(Scope(one), ()) for one in member.consent.scopes)


OperatorsPlace = Annotated[Place, Depends(operators_place)]
SellersPlace = Annotated[Place, Depends(sellers_place)]
