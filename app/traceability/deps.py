"""Lots by their code, for those who may work on them."""

from typing import Annotated

from fastapi import Depends

from app.core.db import SessionDep
from app.core.ids import normalise_code
from app.identity.deps import DeskReader
from app.sellers.deps import CurrentSeller
from app.traceability.models import Lot
from app.traceability.queries import desk


def own_lot(code: str, seller: CurrentSeller, session: SessionDep) -> Lot:
    """Raises NotFound for another seller's: it does not exist here."""
    return desk.own_lot(session, seller.id, normalise_code(code))


OwnLot = Annotated[Lot, Depends(own_lot)]


def any_lot(code: str, operator: DeskReader, session: SessionDep) -> Lot:
    return desk.any_lot(session, normalise_code(code))


AnyLot = Annotated[Lot, Depends(any_lot)]
