"""Tables of sellers, of their papers and shops, and of the people who act for them."""

from app.sellers.models.assistance import CONSENT_DAYS, Consent, Helping
from app.sellers.models.papers import SellerDocument
from app.sellers.models.seller import (
    ChangeStatus,
    MemberRole,
    Seller,
    SellerChange,
    SellerIdentity,
    SellerMember,
    SellerSlug,
)
from app.sellers.models.shop import BankAccount, MemberHousehold, SellerHours, SellerPicture
from app.sellers.rules import (
    DocumentKind,
    DocumentStatus,
    PictureSlot,
    SellerKind,
    SellerStatus,
)

__all__ = [
    "CONSENT_DAYS",
    "BankAccount",
    "ChangeStatus",
    "Consent",
    "DocumentKind",
    "DocumentStatus",
    "Helping",
    "MemberHousehold",
    "MemberRole",
    "PictureSlot",
    "Seller",
    "SellerChange",
    "SellerDocument",
    "SellerHours",
    "SellerIdentity",
    "SellerKind",
    "SellerMember",
    "SellerPicture",
    "SellerSlug",
    "SellerStatus",
]
