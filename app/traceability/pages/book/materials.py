"""What there is of leaf and tea: where each came from, where it went, what may be said of it."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.core.db import SessionDep
from app.core.templates import render
from app.sellers.deps import CurrentSeller, SellerDesk
from app.traceability.deps import OwnLot, OwnMaterial
from app.traceability.pages.book.choices import shown_claims
from app.traceability.pages.book.home import BOOK
from app.traceability.pages.book.shown import entries
from app.traceability.queries import book, holdings
from app.traceability.queries import desk as desks
from app.traceability.queries import materials as reads
from app.traceability.rules.claims import percent
from app.traceability.rules.materials import MaterialKind
from app.traceability.service.journeys.packing import shipped
from app.traceability.service.labels import labels_left

router = APIRouter(prefix=BOOK, include_in_schema=False)
TABS = {"la": MaterialKind.LEAF, "che": MaterialKind.BULK}


@router.get("/nguyen-lieu")
def material_list(
    request: Request,
    seller: CurrentSeller,
    desk: SellerDesk,
    session: SessionDep,
    loai: Annotated[str, Query(max_length=3)] = "la",
    ca: Annotated[str, Query(max_length=1)] = "",
    truoc: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    """Leaf or tea; what is used up as well where `ca` is 1."""
    kind = TABS.get(loai, MaterialKind.LEAF)
    rows = holdings.materials(session, seller.id, kind, truoc, left=ca != "1")
    shown = rows[: holdings.PAGE]
    return render(
        request,
        "traceability/book/materials.html",
        desk=desk,
        tab="che" if kind is MaterialKind.BULK else "la",
        whole=ca == "1",
        materials=[(material, shown_claims(material)) for material in shown],
        older=shown[-1].code if len(rows) > holdings.PAGE else "",
        newer=truoc,
    )


@router.get("/nguyen-lieu/{code}")
def material_page(
    request: Request,
    material: OwnMaterial,
    seller: CurrentSeller,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    ids = [material.id]
    behind = set(reads.upstream(session, ids)) - {material.id}
    ahead = set(reads.downstream(session, ids)) - {material.id}
    rows = book.entries_of(session, book.events_about(session, material))
    return render(
        request,
        "traceability/book/material.html",
        desk=desk,
        material=material,
        claims=percent(material.shares, material.grams),
        behind=holdings.of_ids(session, behind),
        ahead=holdings.of_ids(session, ahead),
        lots=reads.lots_of(session, [material.id, *ahead]),
        entries=entries(session, rows),
    )


@router.get("/lo/{code}")
def lot_page(request: Request, lot: OwnLot, desk: SellerDesk, session: SessionDep) -> Response:
    direct = reads.materials_of_lot(session, lot.id)
    behind = reads.upstream(session, direct)
    product, variant, _ = desks.goods_of(session, lot)
    rows = book.entries_of(session, book.events_of_lot(session, lot.id))
    printed = holdings.labels_of(session, lot.id)
    return render(
        request,
        "traceability/book/lot.html",
        desk=desk,
        lot=lot,
        product=product,
        variant=variant,
        claims=percent(lot.shares, lot.bulk_grams),
        behind=holdings.of_ids(session, behind),
        allowed=printed + labels_left(session, lot),
        printed=printed,
        shipped=shipped(session, lot.id),
        entries=entries(session, rows),
    )
