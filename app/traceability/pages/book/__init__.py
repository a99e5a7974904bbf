"""The workshop's book at a seller's desk: what is in hand, what happened, one screen a record."""

from fastapi import APIRouter

from app.traceability.pages.book import (
    corrections,
    events,
    home,
    materials,
    pasting,
    recording,
)

router = APIRouter()
for door in (home, recording, pasting, events, corrections, materials):
    router.include_router(door.router)
