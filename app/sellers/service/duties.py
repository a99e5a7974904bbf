"""Separation of duties: whoever did a seller's work does not judge it."""

from uuid import UUID

from sqlmodel import Session

from app.core.db import utc_now
from app.core.errors import Conflict
from app.core.i18n import mark
from app.identity import queries as identity
from app.sellers.rules.assistance import OWN_GOODS


class OwnWork(Conflict):
    """A conflict of interest: somebody else has to decide."""

    status, title = 403, mark("Việc này cần người khác quyết định")


def refuse_helper(
    session: Session, actor_id: UUID | None, seller_id: UUID, *subjects: UUID
) -> None:
    """Raises OwnWork for an officer who acted for this seller within thirty days, or ever worked
    on one of the rows `subjects` in its name. The records of the audit say so.
    """
    since = utc_now() - OWN_GOODS
    if actor_id and identity.has_assisted(session, actor_id, seller_id, since, subjects):
        said = mark(
            "Anh, chị đã làm giúp đơn vị này trong 30 ngày qua, hoặc đã sửa chính mục này, "
            "nên người khác phải quyết định."
        )
        raise OwnWork(said)
