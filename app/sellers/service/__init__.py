"""Commands about sellers and the people who work for them."""

from app.sellers.rules import normal_tax_code
from app.sellers.service.application import OFFICERS_DO_NOT_SELL, open_application, save_part
from app.sellers.service.changes import (
    Decided,
    approve_change,
    ask_change,
    reject_change,
    withdraw_change,
)
from app.sellers.service.guards import Incomplete, Stale, WrongStanding
from app.sellers.service.identities import read_person
from app.sellers.service.members import MemberIn, add_member, remove_member, save_member
from app.sellers.service.news import SellerChanged, SellerDecided
from app.sellers.service.parts import FORMS, OpeningIn
from app.sellers.service.phones import ask_phone_code, verify_phone
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
    "OFFICERS_DO_NOT_SELL",
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
    "normal_tax_code",
    "open_application",
    "read_person",
    "reject_change",
    "remove_member",
    "save_member",
    "save_part",
    "save_seller",
    "set_listens",
    "submit_application",
    "suspend_seller",
    "verify_phone",
    "withdraw_change",
]
