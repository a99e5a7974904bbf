"""Which domain listens to which news; connected once, by whatever process starts."""

from app.catalog.service import listing
from app.core.events import subscribe
from app.identity.service.staff import StaffAppointed
from app.ocop.service import CertificateChanged
from app.sellers.service import SellerChanged, keep_apart


def connect() -> None:
    """Subscribe every handler."""
    subscribe(SellerChanged, listing.relist_seller)
    subscribe(CertificateChanged, listing.relist_certified)
    subscribe(StaffAppointed, keep_apart)
