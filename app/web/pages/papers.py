"""A seller's private papers: handed in from a phone, replaced, and who has looked at them."""

from datetime import timedelta
from secrets import token_urlsafe
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData, UploadFile

from app.catalog.queries import desk as products
from app.core import forms, papers
from app.core.csrf import require_token
from app.core.days import today
from app.core.db import SessionDep
from app.core.desks import Desk
from app.core.errors import DomainError, Invalid, NotFound
from app.core.forms import Form, Submitted
from app.core.i18n import gettext, localised_path, mark
from app.core.templates import render
from app.identity.service import count_try
from app.sellers import queries
from app.sellers.deps import CurrentMember, Member, SellerDesk
from app.sellers.models import SellerDocument
from app.sellers.rules import IDENTITY, DocumentKind, DocumentStatus, Duty, state
from app.sellers.service import documents as service
from app.sellers.service.documents import DocumentIn
from app.web.queries.papers import product_choices, product_names

PAPERS = "/ban-hang/giay-to"
MOST_SENT, PER = 100, timedelta(days=1)
NO_ACT = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox"
"""Whatever a file holds, it loads nothing and runs nothing."""
router = APIRouter(prefix=PAPERS, include_in_schema=False, dependencies=[Depends(require_token)])


def own_document(code: str, member: CurrentMember, session: SessionDep) -> SellerDocument:
    """Raises NotFound for another seller's, and for staff where it says who the seller is."""
    found = queries.document_of(session, member.seller.id, code)
    if found is None or (found.kind in IDENTITY and not _sees_identity(member)):
        raise NotFound
    return found


OwnDocument = Annotated[SellerDocument, Depends(own_document)]


def _sees_identity(member: Member) -> bool:
    return member.trusted_with(Duty.IDENTITY_PAPERS)


@router.get("")
def paper_list(
    request: Request,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
    xong: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    found = queries.documents(session, member.seller.id, identity=_sees_identity(member))
    return render(
        request,
        "web/papers.html",
        desk=desk,
        current=[one for one in found if one.status is not DocumentStatus.REPLACED],
        replaced=[one for one in found if one.status is DocumentStatus.REPLACED],
        states={one.code: state(one.status, one.expires_on, today()) for one in found},
        products=product_names(session, (one.product_id for one in found)),
        today=today(),
        done=xong,
    )


@router.get("/moi")
def new_page(
    request: Request,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
    thay: Annotated[str, Query(max_length=10)] = "",
    loai: Annotated[str, Query(max_length=40)] = "",
    hang: Annotated[str, Query(max_length=120)] = "",
) -> Response:
    """`loai` and `hang` are the kind and the product that another page asks a paper for."""
    replaced = own_document(thay, member, session) if thay else None
    values = {"form_key": token_urlsafe(18), "replaces": thay, "kind": loai, "product": hang}
    if replaced is not None:
        values |= {"kind": replaced.kind.value, "issuer": replaced.issuer}
    return _show_new(request, member, desk, session, Form(values))


@router.post("")
def hand_in(
    request: Request,
    data: Submitted,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    """303 to the list; the page again with what was typed, but for the file: no browser lets us
    put that back.
    """
    form = forms.read(DocumentIn, data)
    replaced = _replaced(form, member, session)
    product_id = _product_id(form, member, session)
    count_try(f"paper:{member.seller.id}", MOST_SENT, PER)
    if form.model is not None and form.model.kind in IDENTITY and not _sees_identity(member):
        form.errors["kind"] = gettext(mark("Giấy này do chủ gian hàng gửi."))
    paper = _read_file(form, data)
    if form.model is None or paper is None or form.errors:
        return _show_new(request, member, desk, session, form, status=422)
    try:
        service.hand_in(
            session,
            member.user.id,
            member.seller,
            form.model,
            paper,
            file_name=_file_name(data),
            product_id=product_id,
            replaces=replaced,
        )
    except DomainError as refused:
        form.errors[""] = gettext(str(refused))
        return _show_new(request, member, desk, session, form, status=refused.status)
    return RedirectResponse(localised_path(f"{PAPERS}?xong=gui"), 303)


def _replaced(form: Form[DocumentIn], member: Member, session: SessionDep) -> SellerDocument | None:
    code = form.value("replaces")
    return own_document(code, member, session) if code else None


def _product_id(form: Form[DocumentIn], member: Member, session: SessionDep) -> UUID | None:
    """Raises NotFound for another seller's product."""
    slug = form.value("product")
    product = products.owned_product(session, member.seller.id, slug) if slug else None
    if slug and product is None:
        raise NotFound
    return product.id if product else None


def _read_file(form: Form[DocumentIn], data: FormData) -> papers.Paper | None:
    """The paper, or what is wrong with it said beside the field."""
    sent = data.get("file")
    try:
        if not isinstance(sent, UploadFile) or not sent.size:
            raise papers.NotAPaper(mark("Mời chọn hoặc chụp giấy này."))
        if sent.size > papers.MOST_BYTES:
            raise papers.NotAPaper(papers.TOO_HEAVY)
        if form.errors:
            raise papers.NotAPaper(mark("Mời chọn lại tệp sau khi sửa các mục khác."))
        return papers.checked(sent.file.read())
    except Invalid as wrong:
        form.errors["file"] = gettext(str(wrong))
        return None


def _file_name(data: FormData) -> str:
    """The upload's own name, as far as it is one: it is shown, never used as a path."""
    sent = data.get("file")
    name = (sent.filename if isinstance(sent, UploadFile) else "") or ""
    plain = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in plain if letter.isprintable())[-160:]


@router.get("/{code}")
def paper_page(
    request: Request,
    document: OwnDocument,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    return render(
        request,
        "web/paper.html",
        headers={"cache-control": "no-store"},
        desk=desk,
        document=document,
        state=state(document.status, document.expires_on, today()),
        number=queries.number_of(document),
        products=product_names(session, [document.product_id]),
        views=queries.views(session, document.id),
        replacement=queries.waiting_replacement(session, document),
        today=today(),
    )


@router.get("/{code}/tep")
def paper_file(document: OwnDocument, member: CurrentMember, session: SessionDep) -> Response:
    return as_file(document, service.open_file(session, member.user.id, document))


def as_file(document: SellerDocument, body: bytes) -> Response:
    """A photograph is shown, a PDF saved: browsers open none in a sandbox, and we want no other."""
    shown = document.media_type == papers.JPEG
    name = f"{document.kind.value}-{document.code}.{'jpg' if shown else 'pdf'}"
    how = "inline" if shown else "attachment"
    headers = {
        "cache-control": "no-store",
        "content-disposition": f"{how}; filename*=UTF-8''{quote(name)}",
        "content-security-policy": NO_ACT,
        "x-content-type-options": "nosniff",
        "cross-origin-resource-policy": "same-origin",
    }
    return Response(body, media_type=document.media_type, headers=headers)


def _show_new(
    request: Request,
    member: Member,
    desk: Desk,
    session: SessionDep,
    form: Form[Any],
    status: int = 200,
) -> Response:
    kinds = [kind.value for kind in DocumentKind if kind not in IDENTITY or _sees_identity(member)]
    return render(
        request,
        "web/new_paper.html",
        status=status,
        desk=desk,
        form=form,
        kinds=kinds,
        products=product_choices(session, member.seller.id),
        accept=papers.ACCEPT,
    )
