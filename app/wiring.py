"""Which domain listens to which news; connected once, by whatever process starts."""

from app.catalog.service import listing, papers
from app.catalog.service.news import ProductDecided, StockLow
from app.core.events import subscribe
from app.core.i18n import mark
from app.core.options import OptionSet
from app.epcis.service import ErrorDeclared, EventCaptured
from app.identity.service.records import record_option
from app.identity.service.staff import StaffAppointed
from app.ocop.service import CertificateChanged
from app.orders.service import recalls
from app.orders.service.news import OrderMoved
from app.sellers.service import SellerChanged, SellerDecided, keep_apart
from app.sellers.service.news import PaperAccepted
from app.traceability.service import balance_check
from app.traceability.service.journeys import captured, outside
from app.traceability.service.labels import LotReleased
from app.traceability.service.news import LotPublished, LotRecalled
from app.traceability.service.publication import show_released
from app.traceability.service.recalls import RecallConfirmed
from app.transparency.service.self_audit import AuditCheck, add_check
from app.webhooks.service import news

BALANCE = AuditCheck(
    "balance",
    mark("Sổ cân"),
    balance_check.find,
    balance_check.WORDS,
    balance_check.COUNTED,
)


def connect() -> None:
    """Subscribe every handler; add what the nightly self-audit recomputes."""
    add_check(BALANCE)
    subscribe(OptionSet, record_option)
    subscribe(SellerChanged, listing.relist_seller)
    subscribe(CertificateChanged, listing.relist_certified)
    subscribe(PaperAccepted, papers.settle_seller)
    subscribe(StaffAppointed, keep_apart)
    subscribe(OrderMoved, news.order_moved)
    subscribe(ProductDecided, news.product_decided)
    subscribe(StockLow, news.stock_low)
    subscribe(LotPublished, news.lot_published)
    subscribe(LotRecalled, news.lot_recalled)
    subscribe(LotReleased, show_released)
    subscribe(EventCaptured, outside.take)
    subscribe(ErrorDeclared, outside.heed_declaration)
    subscribe(LotRecalled, captured.tell_recall)
    subscribe(LotRecalled, recalls.lot_recalled)
    subscribe(RecallConfirmed, recalls.recall_confirmed)
    subscribe(SellerDecided, news.seller_decided)
