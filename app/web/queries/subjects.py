"""What the audit log's rows are: found by what staff know of them, shown by name and address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, literal, or_, union_all
from sqlalchemy import select as columns
from sqlmodel import Session, SQLModel, col

from app.catalog.models import Product, Variant
from app.core.db import any_columns
from app.core.ids import normalise_code
from app.core.phones import e164
from app.identity.models import User
from app.orders.models import SellerOrder
from app.sellers.models import Seller
from app.traceability.models import GrowingArea, LabReport, Lot


@dataclass(frozen=True)
class Kind:
    """Rows of one table: `keys` find them as typed, `codes` without spaces, hyphens and case,
    `phones` as E.164; `path` leads to the desk's page by `named`.
    """

    table: type[SQLModel]
    title: Any
    keys: tuple[Any, ...] = ()
    codes: tuple[Any, ...] = ()
    phones: tuple[Any, ...] = ()
    path: str = ""
    named: Any = None


KINDS = (
    Kind(User, User.name, (), (User.code,), (User.phone,), "/dieu-hanh/tai-khoan/", User.code),
    Kind(
        Seller,
        Seller.name,
        (Seller.slug, Seller.tax_code),
        (),
        (Seller.phone,),
        "/dieu-hanh/don-vi/",
        Seller.slug,
    ),
    Kind(Product, Product.name, (Product.slug,), path="/dieu-hanh/san-pham/", named=Product.slug),
    Kind(Variant, Variant.sku, (Variant.sku, Variant.gtin)),
    Kind(Lot, Lot.lot_number, (Lot.lot_number,), (Lot.code,), (), "/dieu-hanh/lo/", Lot.code),
    Kind(GrowingArea, GrowingArea.name, (GrowingArea.code,)),
    Kind(LabReport, LabReport.number, (LabReport.number,)),
    Kind(SellerOrder, SellerOrder.code, (), (SellerOrder.code,)),
)


def found_subjects(session: Session, typed: str) -> frozenset[UUID]:
    """Rows that staff mean by a phone number, a code, a lot or tax number, a SKU, or an address of
    the shop, whose last word counts. One statement.
    """
    key = typed.strip().rstrip("/").rpartition("/")[2]
    searches = (_search(kind, key, normalise_code(key), _phone(key)) for kind in KINDS)
    return frozenset(session.connection().execute(union_all(*searches)).scalars())


def _search(kind: Kind, key: str, code: str, phone: str) -> Select[Any]:
    same = [
        *(column == key for column in kind.keys),
        *(column == code for column in kind.codes),
        *(column == phone for column in kind.phones if phone),
    ]
    return columns(*any_columns(_id(kind))).where(or_(*same))


def _phone(typed: str) -> str:
    try:
        return e164(typed)
    except ValueError:
        return ""


@dataclass(frozen=True, slots=True)
class Named:
    title: str
    path: str  # empty where the desk has no page of it


def subject_names(session: Session, entries: Iterable[Any]) -> Mapping[UUID, Named]:
    """Names of the rows that these entries are about, and of sellers who were helped; rows that
    are gone, and of tables that nobody named here, have none. One statement.
    """
    ids: dict[str, set[UUID]] = {}
    for entry in entries:
        ids.setdefault(entry.subject_type, set()).add(entry.subject_id)
        if entry.assisted_for is not None:
            ids.setdefault("seller", set()).add(entry.assisted_for)
    wanted = [(kind, ids[name]) for kind in KINDS if (name := _table(kind)) in ids]
    if not wanted:
        return {}
    lookups = (
        columns(_id(kind), kind.title, literal(kind.path), _word(kind)).where(_id(kind).in_(some))
        for kind, some in wanted
    )
    rows = session.connection().execute(union_all(*lookups)).all()
    return {row[0]: Named(row[1], row[2] + row[3] if row[2] else "") for row in rows}


def _word(kind: Kind) -> Any:
    return literal("") if kind.named is None else kind.named


def _table(kind: Kind) -> str:
    return str(kind.table.__tablename__)


def _id(kind: Kind) -> Any:
    return col(kind.table.id)  # type: ignore[attr-defined]  # each of these tables has one
