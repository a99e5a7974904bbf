"""The sample province: its workbook, the accounts that may try it, and what to scan."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from app.core.config import ROOT
from app.core.days import today
from app.core.db import utc_now
from app.core.ids import new_code
from app.identity import queries as people
from app.identity import service as identity
from app.identity.models import TotpSecret
from app.identity.rules import Role, code_at
from app.identity.service import factors
from app.imports.rules import Rows
from app.imports.rules.dates import days_behind, moved
from app.imports.rules.reports import Report
from app.imports.service.pictures import Beside
from app.imports.service.trying import write_sample
from app.imports.workbook.reading import read_upload
from app.sellers import queries as sellers
from app.sellers import service as selling
from app.sellers.models import MemberRole
from app.traceability.models import Lot

WORKBOOK = ROOT / "demo" / "thai-nguyen.xlsx"
CODES = {"valid": "TC-2610-07", "caution": "BL-2406-01", "recalled": "LB-2609-08"}
"""Lot numbers of the sample, one for each verdict."""
_LETTERS = iter("KH0NGC0MA")
NOBODYS = new_code(10, pick=lambda _: next(_LETTERS))
"""A code with a right check character that no lot will get by chance."""


@dataclass(frozen=True)
class Account:
    """`totp_secret` is that of an authenticator app, in base 32; everybody may read it here."""

    role: str
    phone: str
    name: str
    password: str
    totp_secret: str = ""
    ward_code: str = ""


ACCOUNTS = (
    Account("shopper", "+84900000001", "Nguyễn Thu Hà (mẫu)", "mua-che-2026"),
    Account("seller", "+84900000101", "Trần Thị Nhài (mẫu)", "ban-che-2026"),
    Account(
        "commune_officer",
        "+84900000005",
        "Dương Văn Lực (mẫu)",
        "can-bo-xa-2026",
        ward_code="05503",  # xã Tân Cương
    ),
    Account("moderator", "+84900000006", "Hoàng Thị Mai (mẫu)", "kiem-duyet-2026"),
    Account("auditor", "+84900000007", "Phạm Quốc Bảo (mẫu)", "kiem-toan-2026"),
    Account(
        "operator",
        "+84900000009",
        "Lê Minh Đức (mẫu)",
        "dieu-hanh-2026",
        "DIEUHANHMAUDIEUHANHMAUDIEUHANHMA",
    ),
    Account(
        "administrator",
        "+84900000010",
        "Vũ Thanh Huyền (mẫu)",
        "quan-tri-2026",
        "QUANTRIMAUQUANTRIMAUQUANTRIMAUQU",
    ),
)
SHOP_OF_SELLER = "+84900000101"


class SampleBroken(RuntimeError):
    """The sample workbook does not pass its own import."""


def load_sample(session: Session, workbook: Path = WORKBOOK) -> Report:
    """Imports the sample province as an operator would, moved to these days; makes its accounts."""
    upload = read_upload(workbook.name, workbook.read_bytes())
    report = write_sample(session, upload, Beside(workbook.parent), _recent)
    if report.faults:
        raise SampleBroken(report.faults[:5])
    for account in ACCOUNTS:
        save_account(session, account)
    return report


def _recent(rows: Rows) -> Rows:
    days = days_behind(rows, today())
    return moved(rows, days) if days else rows


def save_account(session: Session, account: Account) -> None:
    role = Role.SHOPPER if account.role == "seller" else Role(account.role)
    user, _ = identity.save_user(
        session, phone=account.phone, name=account.name, password=account.password, role=role
    )
    user.ward_code = account.ward_code
    if account.totp_secret:
        factors.keep_app(session, user, account.totp_secret)
    if account.role == "seller":
        shop = sellers.seller_by_key(session, None, SHOP_OF_SELLER)
        if shop is not None:
            selling.save_member(session, shop.id, user.id, MemberRole.OWNER)


def summary(session: Session) -> dict[str, Any]:
    """Accounts, a code for each verdict and a Digital Link: of the sample that is there."""
    known = [one for one in ACCOUNTS if people.user_by_phone(session, one.phone)]
    lots = _lots(session)
    link = lots.get(CODES["valid"])
    return {
        "accounts": [_shown(session, account) for account in known],
        "codes": _codes(lots) | {"unknown": NOBODYS},
        "digital_link": f"/01/{link.gtin}/10/{link.lot_number}" if link and link.gtin else "",
    }


def _lots(session: Session) -> dict[str, Lot]:
    found = session.exec(select(Lot).where(col(Lot.lot_number).in_(CODES.values()))).all()
    return {lot.lot_number: lot for lot in found}


def _codes(lots: dict[str, Lot]) -> dict[str, str]:
    return {verdict: lots[number].code for verdict, number in CODES.items() if number in lots}


def _shown(session: Session, account: Account) -> dict[str, str]:
    shown = {
        "role": account.role,
        "phone": f"0{account.phone[3:]}",
        "password": account.password,
    }
    if sample_code(session, account.phone, utc_now()):
        shown["totp_secret"] = account.totp_secret
    return shown


def sample_code(session: Session, phone: str, moment: datetime) -> str | None:
    """What the app of a sample account shows at `moment`; nothing for any account but those.

    Whoever enrolled an app of their own has a secret that nobody reads here.
    """
    account = next((one for one in ACCOUNTS if one.phone == phone and one.totp_secret), None)
    user = people.user_by_phone(session, phone) if account else None
    kept = session.get(TotpSecret, user.id) if user else None
    if account is None or kept is None or factors.app_secret(kept) != account.totp_secret:
        return None
    return code_at(account.totp_secret, moment)
