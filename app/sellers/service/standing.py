"""Whether a seller may sell: sent, approved, suspended, reopened, closed. See `rules.states`."""

from uuid import UUID

from sqlmodel import Session

from app.core import events
from app.core.db import utc_now
from app.core.errors import Invalid
from app.core.i18n import gettext, mark
from app.identity.service import audit
from app.sellers import queries, rules
from app.sellers.models import ChangeStatus, Seller, SellerStatus
from app.sellers.rules import Decider
from app.sellers.service.claims import refuse_shops_claims
from app.sellers.service.decision_letters import Decision, tell
from app.sellers.service.duties import refuse_helper
from app.sellers.service.guards import Incomplete, Stale, WrongStanding, take, unique
from app.sellers.service.news import SellerDecided, announce

STANDING = {
    SellerStatus.DRAFT: mark("Hồ sơ này chưa gửi."),
    SellerStatus.SUBMITTED: mark("Hồ sơ này đang chờ duyệt."),
    SellerStatus.NEEDS_CHANGES: mark("Hồ sơ này đang chờ người bán bổ sung."),
    SellerStatus.APPROVED: mark("Đơn vị này đang bán."),
    SellerStatus.SUSPENDED: mark("Đơn vị này đang tạm ngưng."),
    SellerStatus.CLOSED: mark("Đơn vị này đã đóng."),
}


def submit_application(session: Session, actor_id: UUID, seller: Seller, *, declared: bool) -> bool:
    """To an operator; False when it is there already. Raises Incomplete, Invalid, Conflict.

    `declared` says that its owner agreed to `rules.DECLARATION`.
    """
    take(session, seller)
    if seller.status is SellerStatus.SUBMITTED:
        return False
    if not declared:
        said = gettext(mark("Mời đánh dấu vào ô cam đoan trước khi gửi."))
        raise Invalid(said, {"declared": said})
    missing = queries.registration_gaps(session, seller)
    if seller.status in rules.WRITABLE and missing:
        raise Incomplete("; ".join(gettext(gap.said) for gap in missing))
    with unique(session):
        seller.submitted_at = utc_now()
        _move(session, actor_id, seller, SellerStatus.SUBMITTED, "seller.submit")
    audit(session, actor_id, "seller.declare", seller, after={"declared": rules.DECLARATION})
    return True


def approve_seller(
    session: Session,
    actor_id: UUID | None,
    seller: Seller,
    *,
    by: Decider = Decider.OPERATOR,
    edition: str | None = None,
) -> bool:
    """From now on its approved products may be shown; False when that was so already.

    `edition` is what the operator read, see `queries.edition`. Raises Stale, WrongStanding,
    OwnWork for whoever helped it, Forbidden for words of an applicant's shop.
    """
    take(session, seller)
    before = seller.status
    if before is not SellerStatus.APPROVED:
        refuse_helper(session, actor_id, seller.id)
    _check_edition(seller, edition)
    if before is SellerStatus.SUBMITTED:
        refuse_shops_claims(session, seller)
    with unique(session):
        if not _move(session, actor_id, seller, SellerStatus.APPROVED, "seller.approve", by=by):
            return False
    seller.approved_at = seller.approved_at or utc_now()
    if by is Decider.OPERATOR:
        reopened = before is SellerStatus.SUSPENDED
        tell(session, seller, Decision.REOPENED if reopened else Decision.APPROVED)
    return True


def ask_changes(
    session: Session, actor_id: UUID, seller: Seller, reason: str, *, edition: str | None = None
) -> bool:
    """Back to its owner, who reads the reason and sends it again.

    Raises Stale, WrongStanding, OwnWork for whoever helped it.
    """
    take(session, seller)
    if seller.status is SellerStatus.SUBMITTED:
        refuse_helper(session, actor_id, seller.id)
    _check_edition(seller, edition)
    to = SellerStatus.NEEDS_CHANGES
    if not _move(session, actor_id, seller, to, "seller.ask_changes", reason):
        return False
    tell(session, seller, Decision.NEEDS_CHANGES, reason)
    return True


def suspend_seller(session: Session, actor_id: UUID | None, seller: Seller, reason: str) -> bool:
    """Its products leave the shop at once; its orders and lots stay what they are.

    False when that was so already; the first reason stands. Raises WrongStanding.
    """
    take(session, seller)
    if not _move(session, actor_id, seller, SellerStatus.SUSPENDED, "seller.suspend", reason):
        return False
    tell(session, seller, Decision.SUSPENDED, reason)
    return True


def close_seller(
    session: Session, actor_id: UUID, seller: Seller, reason: str, *, edition: str | None = None
) -> bool:
    """For good: an application that is refused, or a seller who leaves. Its people may open
    another one; its lots' pages stay. Raises Stale, WrongStanding, and OwnWork for whoever helped
    the application: to stop a shop that sells is open to every officer.
    """
    take(session, seller)
    if seller.status in rules.APPLYING:
        refuse_helper(session, actor_id, seller.id)
    refused = seller.status is SellerStatus.SUBMITTED
    if refused:
        _check_edition(seller, edition)
    action = "seller.refuse" if refused else "seller.close"
    if not _move(session, actor_id, seller, SellerStatus.CLOSED, action, reason):
        return False
    _drop_pending_change(session, seller)
    tell(session, seller, Decision.REFUSED if refused else Decision.CLOSED, reason)
    return True


def give_up_application(session: Session, actor_id: UUID, seller: Seller) -> bool:
    """Its owner begins anew some other day. Raises WrongStanding once it was sent."""
    take(session, seller)
    return _move(session, actor_id, seller, SellerStatus.CLOSED, "seller.give_up", by=Decider.OWNER)


def _check_edition(seller: Seller, edition: str | None) -> None:
    waits = seller.status is SellerStatus.SUBMITTED
    if edition is not None and waits and edition != queries.edition(seller):
        raise Stale


def _drop_pending_change(session: Session, seller: Seller) -> None:
    pending = queries.pending_change(session, seller.id)
    if pending is not None:
        pending.status, pending.decided_at = ChangeStatus.WITHDRAWN, utc_now()


def _move(  # noqa: PLR0913, PLR0917  # a decision and its record
    session: Session,
    actor_id: UUID | None,
    seller: Seller,
    to: SellerStatus,
    action: str,
    reason: str = "",
    *,
    by: Decider | None = None,
) -> bool:
    """False when it stands there already, as after a double click. The seller is locked."""
    before, reason = seller.status, reason.strip()
    by = by or (Decider.OWNER if to is SellerStatus.SUBMITTED else Decider.OPERATOR)
    if before is to:
        return False
    if not rules.may_become(before, to, by):
        raise WrongStanding(STANDING[before])
    if rules.needs_reason(to, by) and not reason:
        said = gettext(mark("Mời ghi lý do, để người bán biết vì sao."))
        raise Invalid(said, {"reason": said})
    seller.status, seller.decision_reason, seller.updated_at = to, reason, utc_now()
    audit(
        session,
        actor_id,
        action,
        seller,
        before={"status": before},
        after={"status": to},
        reason=reason,
    )
    announce(session, seller)
    events.publish(session, SellerDecided(seller.id, to, reason))
    return True
