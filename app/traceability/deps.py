"""Lots and the book's rows by their code, for those who may work on them."""

from typing import Annotated

from fastapi import Depends

from app.core.db import SessionDep
from app.core.ids import normalise_code
from app.identity.deps import DeskReader
from app.sellers.deps import CurrentSeller
from app.traceability.models import BalanceReview, Correction, JourneyEvent, Lot, Material
from app.traceability.queries import book, desk, materials


def own_lot(code: str, seller: CurrentSeller, session: SessionDep) -> Lot:
    """Raises NotFound for another seller's: it does not exist here."""
    return desk.own_lot(session, seller.id, normalise_code(code))


OwnLot = Annotated[Lot, Depends(own_lot)]


def any_lot(code: str, operator: DeskReader, session: SessionDep) -> Lot:
    return desk.any_lot(session, normalise_code(code))


AnyLot = Annotated[Lot, Depends(any_lot)]


def own_event(code: str, seller: CurrentSeller, session: SessionDep) -> JourneyEvent:
    """Raises NotFound for another seller's: it does not exist here."""
    return materials.own_event(session, seller.id, normalise_code(code))


OwnEvent = Annotated[JourneyEvent, Depends(own_event)]


def own_material(code: str, seller: CurrentSeller, session: SessionDep) -> Material:
    """Raises NotFound for another seller's: it does not exist here."""
    return materials.own_material(session, seller.id, normalise_code(code))


OwnMaterial = Annotated[Material, Depends(own_material)]


def own_correction(code: str, seller: CurrentSeller, session: SessionDep) -> Correction:
    """Raises NotFound for another seller's: it does not exist here."""
    return book.own_correction(session, seller.id, normalise_code(code))


OwnCorrection = Annotated[Correction, Depends(own_correction)]


def own_review(code: str, seller: CurrentSeller, session: SessionDep) -> BalanceReview:
    """Raises NotFound for another seller's: it does not exist here."""
    return book.own_review(session, seller.id, normalise_code(code))


OwnReview = Annotated[BalanceReview, Depends(own_review)]
