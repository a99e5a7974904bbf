"""Products by their address, for those who may work on them."""

from typing import Annotated

from fastapi import Depends, Query

from app.catalog.models import Product
from app.catalog.queries import desk
from app.catalog.rules.queue import Wanted
from app.core.db import SessionDep
from app.core.errors import NotFound
from app.identity.deps import DeskReader
from app.sellers.deps import CurrentSeller


def own_product(slug: str, seller: CurrentSeller, session: SessionDep) -> Product:
    """Raises NotFound for another seller's: it does not exist here."""
    product = desk.owned_product(session, seller.id, slug)
    if product is None:
        raise NotFound
    return product


OwnProduct = Annotated[Product, Depends(own_product)]


def any_product(slug: str, operator: DeskReader, session: SessionDep) -> Product:
    product = desk.product_by_slug(session, slug)
    if product is None:
        raise NotFound
    return product


def wanted(
    loai: Annotated[str, Query(max_length=10)] = "",
    nha: Annotated[str, Query(max_length=120)] = "",
    lau: Annotated[str, Query(max_length=1)] = "",
) -> Wanted:
    return Wanted.read(loai, nha, lau)


QueueWanted = Annotated[Wanted, Depends(wanted)]
"""What of the queue an operator looks at, in the address of every page on the way through it."""

AnyProduct = Annotated[Product, Depends(any_product)]
