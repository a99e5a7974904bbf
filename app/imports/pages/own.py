"""A seller's door: its own rows, and nobody else's."""

from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.forms import Form, Submitted
from app.imports.pages import bringing, taking
from app.imports.pages.frame import SellersPlace

router = APIRouter(
    prefix="/ban-hang", include_in_schema=False, dependencies=[Depends(require_token)]
)


@router.get("/nhap")
def import_page(request: Request, place: SellersPlace, session: SessionDep) -> Response:
    return bringing.home(request, place, session, Form())


@router.post("/nhap")
def hand_in(
    request: Request, place: SellersPlace, session: SessionDep, data: Submitted
) -> Response:
    return bringing.hand_in(request, place, session, data)


@router.get("/nhap/mau.xlsx")
def template(place: SellersPlace) -> Response:
    return bringing.template(place)


@router.get("/nhap/{run_id}")
def run_page(request: Request, place: SellersPlace, session: SessionDep, run_id: UUID) -> Response:
    return bringing.run_page(request, place, session, run_id)


@router.post("/nhap/{run_id}/xac-nhan")
def confirm(place: SellersPlace, session: SessionDep, run_id: UUID) -> Response:
    return bringing.confirm(place, session, run_id)


@router.post("/nhap/{run_id}/huy")
def cancel(place: SellersPlace, session: SessionDep, run_id: UUID) -> Response:
    return bringing.cancel(place, session, run_id)


@router.get("/nhap/{run_id}/loi.csv")
def faults_file(place: SellersPlace, session: SessionDep, run_id: UUID) -> Response:
    return bringing.faults_file(place, session, run_id)


@router.get("/nhap/{run_id}/loi.xlsx")
def marked_file(place: SellersPlace, session: SessionDep, run_id: UUID) -> Response:
    return bringing.marked_file(place, session, run_id)


@router.get("/xuat")
def export_page(request: Request, place: SellersPlace, session: SessionDep) -> Response:
    return taking.home(request, place, session, Form())


@router.post("/xuat")
def ask(request: Request, place: SellersPlace, session: SessionDep, data: Submitted) -> Response:
    return taking.ask(request, place, session, data)


@router.get("/xuat/{export_id}")
def export_run_page(
    request: Request, place: SellersPlace, session: SessionDep, export_id: UUID
) -> Response:
    return taking.run_page(request, place, session, export_id)


@router.get("/xuat/{export_id}/tep")
def download(place: SellersPlace, session: SessionDep, export_id: UUID) -> Response:
    return taking.download(place, session, export_id)
