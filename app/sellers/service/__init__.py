"""Commands about sellers and the people who work for them."""

from app.sellers.service.members import MemberIn, add_member, remove_member, save_member
from app.sellers.service.news import SellerChanged, SellerDecided
from app.sellers.service.saving import (
    SellerIn,
    free_slug,
    normal_tax_code,
    save_seller,
    set_listens,
)
from app.sellers.service.standing import approve_seller, suspend_seller

__all__ = [
    "MemberIn",
    "SellerChanged",
    "SellerDecided",
    "SellerIn",
    "add_member",
    "approve_seller",
    "free_slug",
    "normal_tax_code",
    "remove_member",
    "save_member",
    "save_seller",
    "set_listens",
    "suspend_seller",
]
