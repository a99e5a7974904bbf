"""Other registered facts of an approved seller: asked for by its owner, decided by an operator."""

from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.core.db import utc_now
from app.core.errors import Conflict, Invalid
from app.core.i18n import gettext, mark
from app.identity.service import audit
from app.sellers import queries, rules
from app.sellers.models import ChangeStatus, Seller, SellerChange
from app.sellers.rules import Registration
from app.sellers.service.decision_letters import Decision, tell
from app.sellers.service.duties import refuse_helper
from app.sellers.service.guards import Stale, take, unique
from app.sellers.service.identities import keep_person, shown
from app.sellers.service.news import announce


class Decided(Conflict):
    """Somebody else decided already, or the seller took it back."""

    title = mark("Việc này đã có người xử lý")


def ask_change(
    session: Session,
    actor_id: UUID,
    seller: Seller,
    after: Registration,
    person: dict[str, Any] | None,
) -> bool:
    """Whether anything waits for an operator now; back to the old facts takes it back.

    The seller is locked. Raises Invalid for another representative without their number.
    """
    pending = queries.pending_change(session, seller.id)
    person = person or (pending.person if pending else None)
    before = Registration.model_validate(seller)
    changed = rules.differences(before, after)
    if "representative" in changed and person is None:
        said = gettext(mark("Đổi người đại diện thì cần số định danh của người mới."))
        raise Invalid(said, {"personal_number": said})
    if not changed and person is None:
        _withdraw(session, actor_id, seller, pending)
        return False
    facts = after.model_dump(mode="json")
    if pending is not None and (pending.facts, pending.person) == (facts, person):
        return True
    _put(session, actor_id, seller, pending, facts, person)
    _record(session, actor_id, seller, "seller.ask_change", changed, person)
    return True


def _put(  # noqa: PLR0913, PLR0917  # a row has its columns
    session: Session,
    actor_id: UUID,
    seller: Seller,
    pending: SellerChange | None,
    facts: dict[str, Any],
    person: dict[str, Any] | None,
) -> None:
    """What is asked for later is added to what waits: one change, with a new edition."""
    change = pending or SellerChange(seller_id=seller.id, facts=facts)
    change.facts, change.person = facts, person
    change.submitted_by, change.submitted_at = actor_id, utc_now()
    session.add(change)
    session.flush()  # the page that follows reads it


def withdraw_change(session: Session, actor_id: UUID, seller: Seller) -> None:
    """Its owner thought better of it; again changes nothing."""
    take(session, seller)
    _withdraw(session, actor_id, seller, queries.pending_change(session, seller.id))


def _withdraw(
    session: Session, actor_id: UUID, seller: Seller, pending: SellerChange | None
) -> None:
    if pending is None:
        return
    pending.status, pending.decided_at = ChangeStatus.WITHDRAWN, utc_now()
    audit(session, actor_id, "seller.withdraw_change", seller)


def approve_change(session: Session, actor_id: UUID, seller: Seller, *, edition: str) -> None:
    """These are the registered facts from now on. Raises Stale, Decided, Invalid,
    OwnWork for whoever helped it.
    """
    pending = _decidable(session, actor_id, seller, edition)
    after = Registration.model_validate(pending.facts)
    changed = rules.differences(Registration.model_validate(seller), after)
    with unique(session):
        for name in changed:
            setattr(seller, name, getattr(after, name))
        seller.updated_at = utc_now()
    if pending.person:
        keep_person(session, seller.id, pending.person)
    pending.status, pending.decided_at = ChangeStatus.APPROVED, utc_now()
    _record(session, actor_id, seller, "seller.approve_change", changed, pending.person)
    announce(session, seller)
    tell(session, seller, Decision.CHANGE_APPROVED)


def reject_change(
    session: Session, actor_id: UUID, seller: Seller, *, edition: str, reason: str
) -> None:
    """The seller stays what it was, and reads why. Raises Stale, Decided, OwnWork."""
    pending = _decidable(session, actor_id, seller, edition)
    pending.status, pending.decided_at = ChangeStatus.REJECTED, utc_now()
    pending.decision_reason = reason
    audit(session, actor_id, "seller.reject_change", seller, reason=reason)
    tell(session, seller, Decision.CHANGE_REJECTED, reason)


def _decidable(session: Session, actor_id: UUID, seller: Seller, edition: str) -> SellerChange:
    take(session, seller)
    refuse_helper(session, actor_id, seller.id)
    pending = queries.pending_change(session, seller.id)
    if pending is None:
        raise Decided
    if edition != queries.edition(pending):
        raise Stale
    return pending


def _record(  # noqa: PLR0913, PLR0917  # a record has its fields
    session: Session,
    actor_id: UUID,
    seller: Seller,
    action: str,
    changed: dict[str, tuple[Any, Any]],
    person: dict[str, Any] | None,
) -> None:
    before = {name: old for name, (old, _) in changed.items()}
    after = {name: new for name, (_, new) in changed.items()}
    audit(
        session,
        actor_id,
        action,
        seller,
        before=before,
        after=after | (shown(person["ending"]) if person else {}),
    )
