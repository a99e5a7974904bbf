"""What every sheet of an export has in common: whose row it is."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sqlmodel import col

from app.core.phones import spoken
from app.imports.rules.wanted import Wanted
from app.sellers.models import Seller

Rows = Iterator[Mapping[str, Any]]
Statement = Callable[[Wanted], Any]
Said = Callable[[Iterable[Any], Wanted], Rows]
SELLER: tuple[Any, ...] = (
    col(Seller.tax_code).label("seller_code"),
    col(Seller.phone).label("seller_phone"),
)


def key_of(row: Any) -> str:
    """How a sheet names a seller."""
    return str(row.seller_code or spoken(row.seller_phone))


def of_seller(statement: Any, wanted: Wanted) -> Any:
    if wanted.seller_id is None:
        return statement
    return statement.where(col(Seller.id) == wanted.seller_id)
