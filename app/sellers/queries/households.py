"""Reads of a cooperative's member households."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, exists, func, select

from app.core.text import fold, nfc
from app.sellers.models import MemberHousehold

HOUSEHOLDS_PAGE = 50


def households(
    session: Session, seller_id: UUID, *, wanted: str = "", left: bool = False, page: int = 1
) -> Sequence[MemberHousehold]:
    """One page and a row more if there is another: by code, of those who belong or who left.

    `wanted` is part of a name, a code or a phone number.
    """
    gone = col(MemberHousehold.left_on)
    statement = select(MemberHousehold).where(
        MemberHousehold.seller_id == seller_id, gone.is_not(None) if left else gone.is_(None)
    )
    if wanted.strip():
        statement = statement.where(_named(wanted))
    statement = statement.order_by(col(MemberHousehold.code), col(MemberHousehold.id))
    start = (page - 1) * HOUSEHOLDS_PAGE
    return session.exec(statement.offset(start).limit(HOUSEHOLDS_PAGE + 1)).all()


def _named(wanted: str) -> ColumnElement[bool]:
    """Names with their accents, and without when none was typed; there are hundreds, not more."""
    text = nfc(wanted).strip().lower()
    name = func.lower(col(MemberHousehold.name))
    if text == fold(text):
        name = func.translate(name, _ACCENTED, _PLAIN)
    digits = "".join(letter for letter in text if letter.isdigit()).removeprefix("0")
    found = [
        name.contains(text, autoescape=True),
        col(MemberHousehold.code).icontains(text, autoescape=True),
    ]
    if len(digits) >= 3:
        found.append(col(MemberHousehold.phone).contains(digits))
    return or_(*found)


_ACCENTED = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"  # one letter each
_PLAIN = fold(_ACCENTED)


def household(session: Session, seller_id: UUID, code: str) -> MemberHousehold | None:
    """The cooperative's own; another's with the same code is another household."""
    statement = select(MemberHousehold).where(
        MemberHousehold.seller_id == seller_id, MemberHousehold.code == code
    )
    return session.exec(statement).first()


def household_counts(session: Session, seller_id: UUID) -> tuple[int, int]:
    """How many belong, and how many left."""
    gone = col(MemberHousehold.left_on).is_not(None)
    counted = select(func.count().filter(~gone), func.count().filter(gone))
    return session.exec(counted.where(MemberHousehold.seller_id == seller_id)).one()


def counts_households(session: Session, seller_id: UUID) -> bool:
    """Whether the number on the shop's page is that of rows."""
    return bool(session.exec(select(exists().where(MemberHousehold.seller_id == seller_id))).one())  # type: ignore[arg-type]


def household_codes(session: Session, seller_id: UUID) -> Sequence[str]:
    return session.exec(
        select(MemberHousehold.code).where(MemberHousehold.seller_id == seller_id)
    ).all()
