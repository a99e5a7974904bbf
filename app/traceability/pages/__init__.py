"""Doors of traceability: pages behind codes, their symbols, and the desks that keep lots."""

from fastapi import APIRouter

from app.traceability.pages import (
    areas,
    book,
    code_box,
    desk,
    label_runs,
    label_stock,
    labels,
    links,
    manifests,
    origin,
    oversight,
    passport,
    proofs,
    saved,
    scan_desk,
    scan_oversight,
    scanning,
    symbols,
    units,
    weighing,
)

router = APIRouter()
last_router = links.last_router
"""Looked through when no page has the address: a compressed link may."""
for door in (
    saved,
    symbols,
    passport,
    proofs,
    origin,
    scanning,
    links,
    units,
    code_box,
    manifests,
    areas,
    book,
    labels,
    label_runs,
    label_stock,
    desk,
    oversight,
    scan_desk,
    scan_oversight,
    weighing,
):
    router.include_router(door.router)
