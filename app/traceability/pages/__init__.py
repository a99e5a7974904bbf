"""Doors of traceability: pages behind codes, their symbols, and the desks that keep lots."""

from fastapi import APIRouter

from app.traceability.pages import (
    areas,
    code_box,
    desk,
    label_runs,
    label_stock,
    labels,
    links,
    manifests,
    origin,
    oversight,
    symbols,
    units,
)

router = APIRouter()
for door in (
    symbols,
    origin,
    links,
    units,
    code_box,
    manifests,
    areas,
    labels,
    label_runs,
    label_stock,
    desk,
    oversight,
):
    router.include_router(door.router)
