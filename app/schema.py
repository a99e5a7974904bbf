"""Every table, in one metadata: what Alembic compares and what the tests create."""

from sqlmodel import SQLModel

from app.catalog import models as catalog
from app.complaints import models as complaints
from app.core import options
from app.epcis import models as epcis
from app.identity import models as identity
from app.imports import models as imports
from app.moderation import models as moderation
from app.notifications import models as notifications
from app.ocop import models as ocop
from app.orders import models as orders
from app.sellers import models as sellers
from app.shipping import models as shipping
from app.tokens import models as tokens
from app.traceability import models as traceability
from app.transparency import models as transparency
from app.webhooks import models as webhooks

metadata = SQLModel.metadata

__all__ = [
    "catalog",
    "complaints",
    "epcis",
    "identity",
    "imports",
    "metadata",
    "moderation",
    "notifications",
    "ocop",
    "options",
    "orders",
    "sellers",
    "shipping",
    "tokens",
    "traceability",
    "transparency",
    "webhooks",
]
