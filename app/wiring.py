"""Which domain listens to which news; connected once, by whatever process starts."""

from app.catalog.service import listing, papers
from app.catalog.service.news import ProductDecided, StockLow
from app.core.events import subscribe
from app.core.options import OptionSet
from app.identity.service.records import record_option
from app.identity.service.staff import StaffAppointed
from app.ocop.service import CertificateChanged
from app.orders.service import recalls
from app.orders.service.news import OrderMoved
from app.sellers.service import SellerChanged, SellerDecided, keep_apart
from app.sellers.service.news import PaperAccepted
from app.traceability.service.publication import LotPublished, LotRecalled
from app.traceability.service.recalls import RecallConfirmed
from app.webhooks.service import news


def connect() -> None:
    """Subscribe every handler."""
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
    subscribe(LotRecalled, recalls.lot_recalled)
    subscribe(RecallConfirmed, recalls.recall_confirmed)
    subscribe(SellerDecided, news.seller_decided)
