"""Objects for tests: each `make_` saves a valid row; a test names only what it is about."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from hashlib import sha256
from itertools import count
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel

from app.catalog.models import Category, Product, ProductStatus, Variant
from app.core.days import today
from app.core.db import utc_now
from app.core.ids import new_code
from app.core.passwords import hashed
from app.identity.models import User
from app.identity.rules import Role
from app.orders.models import Cart, CartLine
from app.sellers.models import (
    Consent,
    MemberHousehold,
    MemberRole,
    Seller,
    SellerDocument,
    SellerKind,
    SellerMember,
    SellerStatus,
)
from app.sellers.rules import DocumentKind, DocumentStatus
from app.sellers.rules.assistance import TEXT_VERSION, ConsentWay
from app.tokens.models import AccessToken
from app.tokens.rules import Scope, new_token
from app.tokens.service.issuing import hash_of
from app.traceability.models import (
    GrowingArea,
    Lot,
    LotStatus,
    ScanAlert,
    StandardCertificate,
    TrackingEvent,
)
from app.traceability.rules import Stage, biz_step
from app.traceability.rules.patterns import AlertKind

Row = TypeVar("Row", bound=SQLModel)
PASSWORD = "mat khau de thu 1"
TOTP_SECRET = "THUNGHIEMTHUNGHIEMTHUNGHIEMTHUNG"
_numbers = count(1)


def save(session: Session, row: Row) -> Row:
    session.add(row)
    session.flush()
    return row


def make_seller(session: Session, **fields: Any) -> Seller:
    """An approved cooperative in xã Tân Cương."""
    n = next(_numbers)
    defaults: dict[str, Any] = {
        "kind": SellerKind.COOPERATIVE,
        "status": SellerStatus.APPROVED,
        "slug": f"htx-che-{n}",
        "name": f"HTX chè {n}",
        "legal_name": f"Hợp tác xã chè {n}",
        "phone": f"+8490{n:07}",
        "province_code": "19",
        "ward_code": "05503",
        "street": "Xóm Hồng Thái 2",
        "approved_at": utc_now(),
    }
    return save(session, Seller(**defaults | fields))


@cache
def password_hash(password: str) -> str:
    return hashed(password)


def make_user(session: Session, password: str = PASSWORD, **fields: Any) -> User:
    """A shopper who signs in with `PASSWORD`; `role=Role.OPERATOR` makes an operator."""
    n = next(_numbers)
    defaults: dict[str, Any] = {
        "phone": f"+8491{n:07}",
        "name": f"Nguyễn Thị Mẫu {n}",
        "password_hash": password_hash(password),
    }
    return save(session, User(**defaults | fields))


def make_operator(session: Session, **fields: Any) -> User:
    return make_user(session, **{"role": Role.OPERATOR, **fields})


def make_member(session: Session, seller: Seller | None = None, **fields: Any) -> User:
    """Somebody who works for `seller` (or a new one), as its owner unless `role` says otherwise."""
    seller = seller or make_seller(session)
    role = fields.pop("role", MemberRole.OWNER)
    user = make_user(session, **fields)
    save(session, SellerMember(seller_id=seller.id, user_id=user.id, role=role))
    return user


def make_document(session: Session, seller: Seller | None = None, **fields: Any) -> SellerDocument:
    """A food safety certificate with two years left that waits for review; it has no file."""
    seller = seller or make_seller(session)
    now = today()
    defaults: dict[str, Any] = {
        "code": new_code(10),
        "seller_id": seller.id,
        "form_key": f"form-{next(_numbers):06}",
        "kind": DocumentKind.FOOD_SAFETY,
        "number": "012/2026/ATTP",
        "issuer": "Sở Nông nghiệp và Môi trường",
        "issued_on": now - timedelta(days=365),
        "expires_on": now + timedelta(days=730),
        "file_key": "papers/none",
        "file_name": "giay.pdf",
        "media_type": "application/pdf",
        "size": 120_000,
    }
    return save(session, SellerDocument(**defaults | fields))


def make_household(
    session: Session, seller: Seller | None = None, **fields: Any
) -> MemberHousehold:
    """A member household in xã Tân Cương."""
    seller = seller or make_seller(session)
    n = next(_numbers)
    defaults: dict[str, Any] = {
        "seller_id": seller.id,
        "code": f"T{n:04}",
        "name": f"Hoàng Thị Lành {n}",
        "ward_code": "05503",
    }
    return save(session, MemberHousehold(**defaults | fields))


def make_category(session: Session, **fields: Any) -> Category:
    n = next(_numbers)
    defaults = {"slug": f"che-{n}", "name": f"Chè {n}", "name_en": f"Tea {n}"}
    return save(session, Category(**defaults | fields))


def make_product(session: Session, seller: Seller | None = None, **fields: Any) -> Product:
    """An approved product without variants; `make_variant` gives it a price."""
    n = next(_numbers)
    seller = seller or make_seller(session)
    if "category_id" not in fields:
        fields["category_id"] = make_category(session).id
    defaults: dict[str, Any] = {
        "seller_id": seller.id,
        "slug": f"che-dinh-{n}",
        "status": ProductStatus.APPROVED,
        "name": f"Chè đinh {n}",
        "published_at": utc_now(),
        "seller_name": seller.name,
        "seller_slug": seller.slug,
        "ward_code": seller.ward_code,
        "listed": True,
    }
    return save(session, Product(**defaults | fields))


def make_paper(
    session: Session, product: Product, kind: DocumentKind, **fields: Any
) -> SellerDocument:
    """A paper that this product needs, and an operator accepted."""
    seller = session.get_one(Seller, product.seller_id)
    about = {"kind": kind, "product_id": product.id, "status": DocumentStatus.ACCEPTED}
    return make_document(session, seller, **about | fields)


def make_variant(session: Session, product: Product | None = None, **fields: Any) -> Variant:
    """A box of 100 g for 350.000₫, ten on hand."""
    n = next(_numbers)
    product = product or make_product(session)
    defaults: dict[str, Any] = {
        "product_id": product.id,
        "seller_id": product.seller_id,
        "sku": f"SKU-{n}",
        "name": "Hộp 100 g",
        "packaging": "hộp",
        "net_grams": 100,
        "gross_grams": 160,
        "price": 350_000,
        "on_hand": 10,
    }
    return save(session, Variant(**defaults | fields))


def make_basket(session: Session, *wanted: tuple[Variant, int]) -> str:
    """A basket of these variants and quantities; the token that its cookie holds."""
    token = f"gio-{next(_numbers)}"
    cart = save(session, Cart(token_hash=sha256(token.encode()).hexdigest()))
    for variant, quantity in wanted:
        line = CartLine(
            cart_id=cart.id,
            variant_id=variant.id,
            quantity=quantity,
            price_seen=variant.price,
        )
        save(session, line)
    return token


def make_area(session: Session, seller: Seller | None = None, **fields: Any) -> GrowingArea:
    n = next(_numbers)
    seller = seller or make_seller(session)
    defaults: dict[str, Any] = {
        "seller_id": seller.id,
        "name": f"Đồi Hồng Thái {n}",
        "ward_code": "05503",
        "hectares": 3.1,
        "cultivar": "LDP1",
    }
    return save(session, GrowingArea(**defaults | fields))


def make_standard_certificate(
    session: Session, seller: Seller, **fields: Any
) -> StandardCertificate:
    """VietGAP of the whole seller, good this year and next."""
    today = date.today()  # noqa: DTZ011  # a calendar day
    defaults: dict[str, Any] = {
        "seller_id": seller.id,
        "scheme": "VietGAP",
        "number": f"VG-{next(_numbers)}",
        "issuer": "Trung tâm Chứng nhận mẫu",
        "valid_from": today - timedelta(days=200),
        "valid_to": today + timedelta(days=500),
    }
    return save(session, StandardCertificate(**defaults | fields))


def make_lot(session: Session, variant: Variant | None = None, **fields: Any) -> Lot:
    """A published lot of 62 boxes, harvested 40 days ago and good for two years."""
    n = next(_numbers)
    variant = variant or make_variant(session)
    harvested = date.today() - timedelta(days=40)  # noqa: DTZ011  # a calendar day
    defaults: dict[str, Any] = {
        "code": new_code(10),
        "seller_id": variant.seller_id,
        "product_id": variant.product_id,
        "variant_id": variant.id,
        "lot_number": f"TC-2610-{n:02}",
        "status": LotStatus.PUBLISHED,
        "harvested_on": harvested,
        "packed_on": harvested + timedelta(days=3),
        "expires_on": harvested + timedelta(days=730),
        "fresh_grams": 93_000,
        "bulk_grams": 6_200,
        "packs": 62,
        "net_grams": variant.net_grams,
        "published_at": utc_now(),
    }
    return save(session, Lot(**defaults | fields))


def make_alert(session: Session, lot: Lot, **fields: Any) -> ScanAlert:
    """Open: many devices opened the lot's code, an hour ago."""
    since = utc_now() - timedelta(hours=1)
    defaults: dict[str, Any] = {
        "code": lot.code,
        "lot_id": lot.id,
        "seller_id": lot.seller_id,
        "kind": AlertKind.MANY_DEVICES,
        "day": today(),
        "since": since,
        "facts": {"devices": 1300, "packs": lot.packs},
    }
    return save(session, ScanAlert(**defaults | fields))


def make_event(session: Session, lot: Lot, stage: Stage, **fields: Any) -> TrackingEvent:
    """A step on the day of the harvest, recorded when it happened."""
    at = datetime.combine(lot.harvested_on, time(hour=next(_numbers) % 12), UTC)
    defaults: dict[str, Any] = {
        "lot_id": lot.id,
        "stage": stage,
        "biz_step": biz_step(stage),
        "event_time": at,
        "recorded_at": at,
        "title": stage.value.capitalize(),
        "place": "Xưởng Hồng Thái 2",
        "location_code": "VN-TNOR-0214",
        "trace_code": f"{lot.lot_number}-{stage.value}",
    }
    return save(session, TrackingEvent(**defaults | fields))


def make_token(
    session: Session, seller: Seller | None = None, *scopes: Scope, **fields: Any
) -> tuple[AccessToken, str]:
    """A token of `seller` for everything, or for `scopes`; its row and the token itself."""
    seller = seller or make_seller(session)
    user_id = fields.pop("user_id", None) or make_member(session, seller).id
    token = new_token()
    defaults: dict[str, Any] = {
        "code": new_code(8),
        "seller_id": seller.id,
        "user_id": user_id,
        "name": "Phần mềm kho",
        "token_hash": hash_of(token),
        "hint": token[:8],
        "scopes": [scope.value for scope in scopes or Scope],
        "expires_at": utc_now() + timedelta(days=90),
    }
    return save(session, AccessToken(**defaults | fields)), token


def make_officer(session: Session, **fields: Any) -> User:
    """An officer of xã Tân Cương, where `make_seller` puts sellers."""
    return make_user(session, **{"role": Role.COMMUNE_OFFICER, "ward_code": "05503", **fields})


def make_consent(session: Session, seller: Seller, officer: User, **fields: Any) -> Consent:
    """In force: given by the seller's tap a moment ago, to help with products."""
    now = utc_now()
    defaults: dict[str, Any] = {
        "code": new_code(10),
        "seller_id": seller.id,
        "officer_id": officer.id,
        "scopes": ["products"],
        "way": ConsentWay.TAP,
        "text_version": TEXT_VERSION,
        "asked_at": now,
        "given_at": now,
        "valid_until": now + timedelta(days=90),
    }
    return save(session, Consent(**defaults | fields))
