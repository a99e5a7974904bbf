"""An application: begun by anybody with an account, written step by step, sent when it is whole."""

from typing import Any

from pydantic import BaseModel
from sqlalchemy import text
from sqlmodel import Session

from app.core import slugs
from app.core.db import utc_now
from app.core.errors import Invalid, NotAllowed
from app.core.i18n import mark
from app.identity.models import User
from app.identity.rules import STAFF
from app.identity.service import audit
from app.sellers import queries, rules
from app.sellers.models import MemberRole, Seller
from app.sellers.rules import Part
from app.sellers.service.changes import ask_change
from app.sellers.service.claims import refuse_claims
from app.sellers.service.guards import (
    PHONE_TAKEN,
    TAX_CODE_TAKEN,
    WrongStanding,
    take,
    taken,
    unique,
)
from app.sellers.service.identities import keep_person, person, same_person, shown
from app.sellers.service.members import save_member
from app.sellers.service.news import announce
from app.sellers.service.parts import OpeningIn, PersonIn, UnitIn
from app.sellers.service.saving import free_slug

OFFICERS_DO_NOT_SELL = mark("Số này là của cán bộ sàn, không bán hàng được.")
AT_ONCE = ("name", "email", "zalo")
"""What needs no operator, at any time."""


def open_application(session: Session, user: User, given: OpeningIn) -> Seller:
    """A draft that `user` owns; the seller they own already, however often the form is sent.

    Raises NotAllowed for officers, Invalid for a phone that another seller has, Forbidden for
    a name that food may not be sold with.
    """
    if user.role in STAFF:
        raise NotAllowed(OFFICERS_DO_NOT_SELL)
    session.execute(_ONE_BY_ONE, {"user": f"open {user.id}"})
    own = queries.owned(session, user.id)
    if own is not None:
        return own
    refuse_claims(session, {"name": given.name})
    seller = Seller(
        **given.model_dump(),
        legal_name="",
        slug=free_slug(session, given.name),
        phone=user.phone,
        phone_verified_at=user.phone_verified_at,
    )
    try:
        with unique(session):
            session.add(seller)
    except Invalid as error:
        raise taken("", PHONE_TAKEN) from error
    save_member(session, seller.id, user.id, MemberRole.OWNER)
    audit(session, user.id, "seller.open", seller, after={"kind": given.kind, "name": given.name})
    return seller


_ONE_BY_ONE = text("SELECT pg_advisory_xact_lock(hashtext(:user))")


def save_part(session: Session, actor: User, seller: Seller, part: Part, given: BaseModel) -> bool:
    """Writes one step; once approved, registered facts are asked for instead. Whether it waits.

    `given` is the step's form, see `parts.FORMS`. Raises Invalid by field; WrongStanding while
    an operator reads it.
    """
    take(session, seller)
    typed = given.model_dump(exclude={"personal_number", "born_on"})
    plain = {name: typed.pop(name) or "" for name in AT_ONCE if name in typed}
    if seller.status not in rules.WRITABLE | rules.DECIDED:
        raise WrongStanding(mark("Hồ sơ đang chờ sàn duyệt, chưa sửa được."))
    _check_tax_code(session, seller, typed)
    asked = _asked_person(session, seller, given)
    if seller.status in rules.DECIDED:
        _write(session, actor, seller, {k: v for k, v in plain.items() if k != "name"}, None)
        after = queries.registration(session, seller).model_copy(update=typed)
        return bool(typed) and ask_change(session, actor.id, seller, after, asked)
    if isinstance(given, UnitIn) and not plain["name"]:
        plain.pop("name")
    if "name" in plain:
        refuse_claims(session, {"name": plain["name"]})
    _write(session, actor, seller, plain | typed, asked)
    return False


def _asked_person(session: Session, seller: Seller, given: BaseModel) -> dict[str, Any] | None:
    """The person that the form names, if it is another one than is kept."""
    if not isinstance(given, PersonIn) or given.born_on is None:
        return None
    asked = person(given.personal_number, given.born_on)
    return None if same_person(asked, queries.identity(session, seller.id)) else asked


def _check_tax_code(session: Session, seller: Seller, typed: dict[str, Any]) -> None:
    """Said early, beside the field; the table itself has the last word."""
    code = typed.get("tax_code")
    if code and queries.tax_code_taken(session, code, seller.id):
        raise taken("tax_code", TAX_CODE_TAKEN)


def _write(
    session: Session,
    actor: User,
    seller: Seller,
    fields: dict[str, Any],
    asked: dict[str, Any] | None,
) -> None:
    """A draft's address follows its name: nobody has seen it yet."""
    changed = {name: value for name, value in fields.items() if getattr(seller, name) != value}
    if not changed and asked is None:
        return
    before = {name: _plain(getattr(seller, name)) for name in changed}
    after = {name: _plain(value) for name, value in changed.items()}
    if "name" in changed and not slugs.fits(seller.slug, changed["name"], "nha-ban"):
        seller.slug = free_slug(session, changed["name"])
    for name, value in changed.items():
        setattr(seller, name, value)
    seller.updated_at = utc_now()
    if asked is not None:
        keep_person(session, seller.id, asked)
        after |= shown(asked["ending"])
    audit(session, actor.id, "seller.save", seller, before=before, after=after)
    announce(session, seller)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
