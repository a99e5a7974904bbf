"""Doors of traceability: pages behind codes, their symbols, and the desks that keep lots."""

from fastapi import APIRouter

from app.traceability.pages import (
    areas,
    code_box,
    desk,
    labels,
    links,
    origin,
    oversight,
    passport,
    saved,
    symbols,
)

router = APIRouter()
for door in (saved, symbols, passport, origin, links, code_box, areas, labels, desk, oversight):
    router.include_router(door.router)
