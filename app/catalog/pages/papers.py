"""Food-safety papers of a product, declared on its page."""

from fastapi import APIRouter, Depends, Request, Response

from app.catalog.deps import OwnProduct
from app.catalog.models import PaperKind
from app.catalog.pages.products import LIST, show_product, to_product
from app.catalog.service import papers
from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.errors import NotFound
from app.core.forms import Submitted
from app.sellers.deps import CurrentMember, SellerDesk

router = APIRouter(
    prefix=f"{LIST}/{{slug}}/giay-to",
    include_in_schema=False,
    dependencies=[Depends(require_token)],
)


@router.post("/{kind}")
def save(
    request: Request,
    kind: str,
    data: Submitted,
    product: OwnProduct,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    if kind not in set(PaperKind):
        raise NotFound
    known = PaperKind(kind)
    form = forms.read(papers.FORMS[known], data)
    if form.model is None:
        return show_product(request, product, desk, session, status=422, paper_forms={known: form})
    papers.save_paper(session, member.user.id, product.id, known, form.model)
    return to_product(product, "giay-to")
