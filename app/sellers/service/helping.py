"""An officer takes a seat at a seller's desk, and leaves it."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col

from app.core.db import utc_now
from app.core.errors import NotAllowed
from app.core.i18n import mark
from app.core.ids import new_id
from app.identity.models import User
from app.identity.rules import Role
from app.identity.service import audit
from app.identity.service.records import ASSISTED_FOR, RECORDED
from app.sellers import queries
from app.sellers.models import Consent, Helping, Seller, SellerStatus
from app.sellers.rules.assistance import ConsentState
from app.sellers.service.consents import in_force


class NoConsent(NotAllowed):
    title = mark("Đơn vị không còn đồng ý cho làm giúp")
    onward = ("/can-bo", mark("Về danh sách đơn vị"))


def start_helping(session: Session, officer: User, seller: Seller, session_hash: str) -> None:
    """From now on this browser works at the seller's desk. Raises NoConsent."""
    consent = next(iter(in_force(session, seller, officer.id)), None)
    check_consent(officer, seller, consent)
    found = queries.open_help(session, session_hash, officer)
    if found is not None and found.seller.id == seller.id:
        return
    stop_helping(session, officer, session_hash)
    row = {"id": new_id(), "session_hash": session_hash, "started_at": utc_now()}
    row |= {"officer_id": officer.id, "seller_id": seller.id}
    session.connection().execute(insert(Helping).values(row).on_conflict_do_nothing())
    act_for(session, seller.id)
    said = {"seller": seller.slug, "consent": consent.code if consent else ""}
    audit(session, officer.id, "assist.start", seller, after=said)


def check_consent(officer: User, seller: Seller, consent: Consent | None) -> None:
    """Raises NoConsent unless the seller's consent holds at this moment, for this officer."""
    given = consent is not None and consent.state(utc_now()) is ConsentState.GIVEN
    if not given or seller.status is SellerStatus.CLOSED or not _may_reach(officer, seller):
        said = mark("Đồng ý chưa có, đã hết hạn hoặc đã được rút lại, nên không làm giúp được.")
        raise NoConsent(said)


def _may_reach(officer: User, seller: Seller) -> bool:
    return officer.role is not Role.COMMUNE_OFFICER or officer.ward_code == seller.ward_code


def act_for(session: Session, seller_id: UUID) -> None:
    """Every record of this request is marked from now on."""
    session.info[ASSISTED_FOR] = seller_id


def stop_helping(session: Session, officer: User, session_hash: str) -> None:
    """Back to the officer's own desk; nothing when they sat nowhere."""
    found = queries.open_help(session, session_hash, officer)
    if found is None:
        return
    ended = update(Helping).where(col(Helping.id) == found.helping.id).values(ended_at=utc_now())
    session.connection().execute(ended)
    act_for(session, found.seller.id)
    audit(session, officer.id, "assist.stop", found.seller, after={"seller": found.seller.slug})


def record_form(session: Session, officer: User, seller: Seller, path: str) -> None:
    """That the officer sent a form at `path`, unless this request left a record already."""
    if not session.info.get(RECORDED):
        audit(session, officer.id, "assist.form", seller, after={"path": path[:200]})
