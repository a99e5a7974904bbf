"""Doors of traceability: pages behind codes, their symbols, and the desks that keep lots."""

from fastapi import APIRouter

from app.traceability.pages import (
    areas,
    book,
    code_box,
    desk,
    labels,
    links,
    origin,
    oversight,
    symbols,
    weighing,
)

router = APIRouter()
for door in (symbols, origin, links, code_box, areas, book, labels, desk, oversight, weighing):
    router.include_router(door.router)
