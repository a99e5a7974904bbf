"""A seller's endpoints: added, changed, switched off and on, their secrets renewed."""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field
from sqlmodel import Session, select

from app.core.config import absolute, settings
from app.core.db import utc_now
from app.core.errors import Conflict
from app.core.i18n import mark
from app.core.ids import new_code
from app.core.sealing import sealed_text, unsealed_text
from app.identity.service import audit
from app.notifications import service as notifications
from app.notifications.models import Channel
from app.notifications.service import Notice
from app.sellers.models import Seller
from app.sellers.service import set_listens
from app.webhooks import queries
from app.webhooks.models import WebhookEndpoint
from app.webhooks.rules import targets
from app.webhooks.rules.catalogue import EventType
from app.webhooks.rules.signing import new_secret
from app.webhooks.service.announcing import News, announce_to_one

PURPOSE = "webhook"
MOST = 10
OVERLAP = timedelta(hours=24)
"""How long the old secret still signs beside the new one: time enough to change it over there."""


def _callable(url: str) -> str:
    targets.target(url, local=settings.webhooks_local)
    return url


class EndpointIn(BaseModel):
    """Where to call; `types` are event types, none means all."""

    url: Annotated[str, Field(max_length=targets.LONGEST), AfterValidator(_callable)]
    description: Annotated[str, Field(max_length=120)] = ""
    types: list[EventType] = []


class TooManyEndpoints(Conflict):
    title = mark("Đã đủ 10 địa chỉ")


def add_endpoint(
    session: Session, actor_id: UUID, seller_id: UUID, given: EndpointIn
) -> WebhookEndpoint:
    """The same address twice is one endpoint. Raises TooManyEndpoints."""
    session.exec(select(Seller.id).where(Seller.id == seller_id).with_for_update()).one()
    known = queries.endpoints(session, seller_id)
    if same := next((one for one in known if one.url == given.url), None):
        return same
    if len(known) >= MOST:
        raise TooManyEndpoints(mark("Mời bỏ bớt một địa chỉ trước khi thêm."))
    endpoint = WebhookEndpoint(
        seller_id=seller_id,
        code=new_code(10),
        url=given.url,
        description=given.description,
        types=[kind.value for kind in given.types],
        secret=sealed_text(new_secret(), purpose=PURPOSE),
    )
    session.add(endpoint)
    session.flush()  # the audit names it
    audit(session, actor_id, "webhook.add", endpoint, after={"url": given.url})
    _note_listening(session, seller_id)
    return endpoint


def change_endpoint(
    session: Session, actor_id: UUID, endpoint: WebhookEndpoint, given: EndpointIn
) -> None:
    fields = {
        "url": given.url,
        "description": given.description,
        "types": [kind.value for kind in given.types],
    }
    before = {name: getattr(endpoint, name) for name in fields}
    if before == fields:
        return
    for name, value in fields.items():
        setattr(endpoint, name, value)
    audit(session, actor_id, "webhook.change", endpoint, before=before, after=fields)


def remove_endpoint(session: Session, actor_id: UUID, endpoint: WebhookEndpoint) -> None:
    """Nothing is sent there any more; what was sent stays in the log."""
    if endpoint.removed_at is None:
        endpoint.removed_at = utc_now()
        audit(session, actor_id, "webhook.remove", endpoint, before={"url": endpoint.url})
        _note_listening(session, endpoint.seller_id)


def disable(session: Session, actor_id: UUID, endpoint: WebhookEndpoint) -> None:
    if endpoint.disabled_at is None:
        endpoint.disabled_at, endpoint.disabled_reason = utc_now(), ""
        audit(session, actor_id, "webhook.disable", endpoint)
        _note_listening(session, endpoint.seller_id)


def enable(session: Session, actor_id: UUID, endpoint: WebhookEndpoint) -> None:
    """News goes there again; what happened meanwhile was not kept for it."""
    if endpoint.disabled_at is not None:
        endpoint.disabled_at, endpoint.disabled_reason = None, ""
        endpoint.failing_since = endpoint.resting_until = None
        audit(session, actor_id, "webhook.enable", endpoint)
        _note_listening(session, endpoint.seller_id)


def switch_off(session: Session, endpoint: WebhookEndpoint, reason: str) -> None:
    """Nobody answers there any more: the seller is told."""
    endpoint.disabled_at, endpoint.disabled_reason = utc_now(), reason[:200]
    audit(session, None, "webhook.switch_off", endpoint, reason=reason)
    _note_listening(session, endpoint.seller_id)
    seller = session.get_one(Seller, endpoint.seller_id)
    channel, recipient = (
        (Channel.EMAIL, seller.email) if seller.email else (Channel.SMS, seller.phone)
    )
    link = absolute(f"/ban-hang/ket-noi/webhook/{endpoint.code}")
    event = f"webhook_off:{endpoint.code}:{endpoint.disabled_at:%Y%m%d%H%M}"
    context = {"url": endpoint.url, "reason": reason, "link": link}
    notifications.write(session, Notice(event, recipient, channel, "webhook_off", context))


def renew_secret(session: Session, actor_id: UUID, endpoint: WebhookEndpoint) -> str:
    """The new secret. For 24 hours messages carry a signature of the old one too."""
    secret = new_secret()
    endpoint.old_secret, endpoint.old_secret_until = endpoint.secret, utc_now() + OVERLAP
    endpoint.secret = sealed_text(secret, purpose=PURPOSE)
    audit(session, actor_id, "webhook.renew_secret", endpoint)
    return secret


def secret_of(session: Session, actor_id: UUID, endpoint: WebhookEndpoint) -> str:
    """To show to its owner, which leaves a record."""
    audit(session, actor_id, "webhook.show_secret", endpoint)
    return unsealed_text(endpoint.secret, purpose=PURPOSE)


def keys_of(endpoint: WebhookEndpoint, now: datetime) -> tuple[str, ...]:
    """The secrets that sign a message now, the newest first."""
    keys = [endpoint.secret]
    if endpoint.old_secret and endpoint.old_secret_until and now < endpoint.old_secret_until:
        keys.append(endpoint.old_secret)
    return tuple(unsealed_text(key, purpose=PURPOSE) for key in keys)


def ping(session: Session, actor_id: UUID, endpoint: WebhookEndpoint) -> str:
    """Sends a test message; its event id."""
    audit(session, actor_id, "webhook.ping", endpoint)
    return announce_to_one(session, endpoint.id, News(endpoint.seller_id, EventType.PING, {}))


def _note_listening(session: Session, seller_id: UUID) -> None:
    session.flush()  # what was just switched off counts
    set_listens(session, seller_id, listens=queries.listens(session, seller_id))
