"""One run of labels: its files, its manifest, and what of it is voided."""

from io import BytesIO
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse, StreamingResponse

from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.errors import Invalid, NotFound
from app.core.forms import Form, Submitted
from app.core.i18n import localised_path
from app.core.templates import render
from app.sellers.deps import CurrentMember, SellerDesk
from app.traceability.deps import OwnLot
from app.traceability.models import (
    FileKind,
    FileStatus,
    LabelFile,
    LabelManifest,
    LabelPins,
    LabelRun,
    Lot,
    RunKind,
)
from app.traceability.pages import fields
from app.traceability.pages.desk import LIST
from app.traceability.pages.labels import as_pdf
from app.traceability.queries import labels as queries
from app.traceability.service import label_files, labels
from app.traceability.service.label_files import FileIn, Wanted
from app.traceability.service.labels import VoidIn

router = APIRouter(
    prefix=LIST + "/{code}/tem/{number}",
    include_in_schema=False,
    dependencies=[Depends(require_token)],
)
KINDS = {
    FileKind.PDF: (".pdf", "application/pdf"),
    FileKind.SVG: ("-svg.zip", "application/zip"),
    FileKind.PNG: ("-png.zip", "application/zip"),
    FileKind.CSV: (".csv", "text/csv; charset=utf-8"),
}


@router.get(".pdf")
def sheet(number: int, lot: OwnLot, session: SessionDep) -> Response:
    """Run `number` of the lot as it was allowed; opening it again prints no more labels.

    A run too long for one answer leads to its page, where a file is made.
    """
    run = queries.run_at(session, lot.id, number)
    if run.kind is RunKind.UNIT and run.labels > label_files.AT_ONCE[FileKind.PDF]:
        return RedirectResponse(_here(lot, number), 303)
    content = BytesIO()
    label_files.write_file(session, content, Wanted(lot, run))
    return as_pdf(content.getvalue(), f"tem-{lot.lot_number}-{number}")


@router.get("/to-khai.json")
def manifest(number: int, lot: OwnLot, session: SessionDep) -> Response:
    """What was signed about the run. Raises NotFound for runs before there were manifests."""
    run = queries.run_at(session, lot.id, number)
    found = session.get(LabelManifest, run.id)
    if found is None:
        raise NotFound
    name = f"to-khai-{lot.lot_number}-{number}.json"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return JSONResponse(found.document, headers=headers)


@router.get("")
def run_page(
    request: Request, number: int, lot: OwnLot, desk: SellerDesk, session: SessionDep
) -> Response:
    return _show(request, number, lot, desk, session, Form(), Form())


@router.post("/huy")
def void(  # a route has what it depends on
    request: Request,
    number: int,
    data: Submitted,
    lot: OwnLot,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    form = forms.read(VoidIn, data)
    if form.model is not None:
        try:
            count = labels.void_labels(session, lot, number, form.model, member.user.id)
        except Invalid as wrong:
            fields.refuse(form, wrong)
        else:
            return RedirectResponse(f"{_here(lot, number)}?huy={count}", 303)
    return _show(request, number, lot, desk, session, form, Form(), status=422)


@router.post("/tep")
def ask_file(  # a route has what it depends on
    request: Request,
    number: int,
    data: Submitted,
    lot: OwnLot,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    form = forms.read(FileIn, data)
    run = queries.run_at(session, lot.id, number)
    if form.model is not None:
        try:
            file = label_files.ask_file(session, lot, run, form.model, member.user.id)
        except Invalid as wrong:
            fields.refuse(form, wrong)
        else:
            return RedirectResponse(f"{_here(lot, number)}/tep/{file.id}", 303)
    return _show(request, number, lot, desk, session, Form(), form, status=422)


@router.get("/tep/{file_id}")
def file_page(  # a route has what it depends on
    request: Request,
    number: int,
    file_id: UUID,
    lot: OwnLot,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    run = queries.run_at(session, lot.id, number)
    file = queries.file_of(session, run.id, file_id)
    return render(
        request,
        "traceability/label_file.html",
        desk=desk,
        lot=lot,
        run=run,
        number=number,
        file=file,
        file_name=_name(lot, number, file),
        waiting=file.status is FileStatus.MAKING,
    )


@router.get("/tep/{file_id}/tep")
def download(number: int, file_id: UUID, lot: OwnLot, session: SessionDep) -> Response:
    run = queries.run_at(session, lot.id, number)
    file = queries.file_of(session, run.id, file_id)
    if file.status is not FileStatus.DONE:
        raise NotFound
    headers = {
        "content-disposition": f'attachment; filename="{_name(lot, number, file)}"',
        "content-length": str(file.size),
    }
    return StreamingResponse(label_files.content_of(file), 200, headers, KINDS[file.kind][1])


def _show(  # a page has what it shows
    request: Request,
    number: int,
    lot: Lot,
    desk: SellerDesk,
    session: SessionDep,
    form: Form[VoidIn],
    asked: Form[FileIn],
    *,
    status: int = 200,
) -> Response:
    run = queries.run_at(session, lot.id, number)
    voids = queries.voids_of(session, [run.id])[run.id]
    return render(
        request,
        "traceability/label_run.html",
        status=status,
        desk=desk,
        lot=lot,
        run=run,
        number=number,
        sheet=label_files.sheet_of(run),
        voids=voids,
        active=run.labels - sum(void.last - void.first + 1 for void in voids),
        files=queries.files_of(session, run.id),
        printers=queries.own_printers(session, lot.seller_id),
        pins=session.get(LabelPins, run.id) is not None,
        signed=session.get(LabelManifest, run.id) is not None,
        large=_is_large(run),
        form=form,
        asked=asked,
        voided=request.query_params.get("huy", ""),
    )


def _is_large(run: LabelRun) -> bool:
    return run.kind is RunKind.UNIT and run.labels > label_files.AT_ONCE[FileKind.PDF]


def _here(lot: Lot, number: int) -> str:
    return localised_path(f"{LIST}/{lot.code}/tem/{number}")


def _name(lot: Lot, number: int, file: LabelFile) -> str:
    """One name for a lot and a run."""
    return f"tem-{lot.lot_number}-{number}{KINDS[file.kind][0]}"
