"""Reads of bank accounts and of the banks there are."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

from sqlmodel import Session, col, select

from app.core.sealing import unsealed_text
from app.sellers.models import BankAccount

_BANKS = Path(__file__).parents[1] / "data" / "banks.json"
BANK_PURPOSE = "sellers.bank_account"


@dataclass(frozen=True)
class Bank:
    bin: str
    name: str
    full: str

    @property
    def choice(self) -> str:
        return f"{self.name}, Ngân hàng {self.full}"


@cache
def banks() -> dict[str, Bank]:
    """By BIN, those that most people here use first."""
    found = json.loads(_BANKS.read_text(encoding="utf-8"))["banks"]
    return {one["bin"]: Bank(**one) for one in found}


def bank_account(session: Session, seller_id: UUID) -> BankAccount | None:
    """The one that was given last."""
    statement = select(BankAccount).where(BankAccount.seller_id == seller_id)
    latest = statement.order_by(col(BankAccount.created_at).desc(), col(BankAccount.id).desc())
    return session.exec(latest).first()


def account_number(account: BankAccount) -> str:
    """The whole number, for whoever pays; pages show `tail`."""
    return unsealed_text(account.sealed_number, purpose=BANK_PURPOSE)
