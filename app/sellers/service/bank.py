"""Where a seller is paid: owners alone change it, and all of them hear of it."""

from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field
from sqlmodel import Session, select

from app.core.db import utc_now
from app.core.i18n import mark
from app.core.sealing import sealed_text
from app.identity.models import User
from app.identity.service import audit, confirm_password
from app.sellers import queries
from app.sellers.models import BankAccount, Seller
from app.sellers.queries.bank import BANK_PURPOSE
from app.sellers.rules import holder_of, normal_number
from app.sellers.service import letters

HELD = timedelta(hours=24)
"""How long a new account waits before anything is paid into it: time for its owner to object."""


def known_bank(bank_bin: str) -> str:
    if bank_bin not in queries.banks():
        raise ValueError(mark("Mời chọn một mục trong danh sách."))
    return bank_bin


class BankAccountIn(BaseModel):
    bank_bin: Annotated[str, AfterValidator(known_bank)]
    number: Annotated[str, Field(max_length=40), AfterValidator(normal_number)]
    holder: Annotated[str, Field(max_length=120), AfterValidator(holder_of)]
    password: Annotated[str, Field(max_length=200)]


def set_bank_account(
    session: Session, actor: User, seller: Seller, given: BankAccountIn
) -> BankAccount:
    """The account that counts from tomorrow; the same one given again changes nothing.

    Raises Invalid for a wrong password, TooManyRequests.
    """
    confirm_password(actor, given.password)
    session.exec(select(Seller.id).where(Seller.id == seller.id).with_for_update(key_share=True))
    before = queries.bank_account(session, seller.id)
    if before is not None and _same(before, given):
        return before
    account = BankAccount(
        seller_id=seller.id,
        bank_bin=given.bank_bin,
        sealed_number=sealed_text(given.number, purpose=BANK_PURPOSE),
        tail=given.number[-4:],
        holder=given.holder,
        effective_from=utc_now() + HELD,
        created_by=actor.id,
    )
    session.add(account)
    session.flush()  # messages are named by it
    said = _said(before) if before else None
    audit(session, actor.id, "bank_account.set", account, before=said, after=_said(account))
    letters.bank_account_changed(session, actor, seller, account)
    return account


def _same(account: BankAccount, given: BankAccountIn) -> bool:
    number = queries.account_number(account)
    told = (account.bank_bin, number, account.holder)
    return told == (given.bank_bin, given.number, given.holder)


def _said(account: BankAccount) -> dict[str, str]:
    """What a record keeps: enough to see that it changed, too little to pay with."""
    return {"bank": account.bank_bin, "tail": account.tail, "holder": account.holder}
