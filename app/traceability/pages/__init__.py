"""Doors of traceability: pages behind codes, their symbols, and the desks that keep lots."""

from fastapi import APIRouter

from app.traceability.pages import code_box, links, origin, symbols

router = APIRouter()
for door in (symbols, origin, links, code_box):
    router.include_router(door.router)
