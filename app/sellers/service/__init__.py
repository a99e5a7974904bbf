"""Commands about sellers, their papers and shops, and the people who work for them."""

from app.sellers.service.bank import BankAccountIn, set_bank_account
from app.sellers.service.members import (
    MemberIn,
    add_member,
    remove_member,
    save_member,
    set_role,
)
from app.sellers.service.news import SellerChanged, SellerDecided
from app.sellers.service.pictures import MAKE_SIZES, make_ready, remove_picture, set_picture
from app.sellers.service.saving import (
    SellerIn,
    free_slug,
    normal_tax_code,
    save_seller,
    set_listens,
)
from app.sellers.service.standing import approve_seller, suspend_seller

__all__ = [
    "MAKE_SIZES",
    "BankAccountIn",
    "MemberIn",
    "SellerChanged",
    "SellerDecided",
    "SellerIn",
    "add_member",
    "approve_seller",
    "free_slug",
    "make_ready",
    "normal_tax_code",
    "remove_member",
    "remove_picture",
    "save_member",
    "save_seller",
    "set_bank_account",
    "set_listens",
    "set_picture",
    "set_role",
    "suspend_seller",
]
