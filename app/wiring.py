"""Which domain listens to which news; connected once, by whatever process starts."""

from app.catalog.service import listing
from app.core.events import subscribe
from app.ocop.service import CertificateChanged
from app.sellers.service import SellerChanged


def connect() -> None:
    """Subscribe every handler."""
    subscribe(SellerChanged, listing.relist_seller)
    subscribe(CertificateChanged, listing.relist_certified)
