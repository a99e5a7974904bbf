"""Commands about sellers, their papers and shops, and the people who work for them."""

from app.sellers.rules import normal_tax_code
from app.sellers.service.application import OFFICERS_DO_NOT_SELL, open_application, save_part
from app.sellers.service.bank import BankAccountIn, set_bank_account
from app.sellers.service.changes import (
    Decided,
    approve_change,
    ask_change,
    reject_change,
    withdraw_change,
)
from app.sellers.service.guards import Incomplete, Stale, WrongStanding
from app.sellers.service.identities import read_person
from app.sellers.service.members import (
    MemberIn,
    add_member,
    keep_apart,
    remove_member,
    save_member,
    set_role,
)
from app.sellers.service.news import SellerChanged, SellerDecided
from app.sellers.service.parts import FORMS, OpeningIn
from app.sellers.service.phones import ask_phone_code, verify_phone
from app.sellers.service.pictures import MAKE_SIZES, make_ready, remove_picture, set_picture
from app.sellers.service.saving import (
    SellerIn,
    free_slug,
    save_seller,
    set_listens,
)
from app.sellers.service.standing import (
    approve_seller,
    ask_changes,
    close_seller,
    give_up_application,
    submit_application,
    suspend_seller,
)

__all__ = [
    "FORMS",
    "MAKE_SIZES",
    "OFFICERS_DO_NOT_SELL",
    "BankAccountIn",
    "Decided",
    "Incomplete",
    "MemberIn",
    "OpeningIn",
    "SellerChanged",
    "SellerDecided",
    "SellerIn",
    "Stale",
    "WrongStanding",
    "add_member",
    "approve_change",
    "approve_seller",
    "ask_change",
    "ask_changes",
    "ask_phone_code",
    "close_seller",
    "free_slug",
    "give_up_application",
    "keep_apart",
    "make_ready",
    "normal_tax_code",
    "open_application",
    "read_person",
    "reject_change",
    "remove_member",
    "remove_picture",
    "save_member",
    "save_part",
    "save_seller",
    "set_bank_account",
    "set_listens",
    "set_picture",
    "set_role",
    "submit_application",
    "suspend_seller",
    "verify_phone",
    "withdraw_change",
]
