"""What a seller writes about a product: typed, kept, looked at, sent.

One form, one address. The button that was pressed says what is wanted (`viec`): nothing saves or
sends; `nhap` and `tu-luu` keep what is typed, whatever it is; `xem-thu` and `nganh` only show it.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.catalog.deps import OwnProduct
from app.catalog.pages.products import LIST, refuse_category, to_product
from app.catalog.queries import desk as queries
from app.catalog.queries import writing
from app.catalog.rules import asked
from app.catalog.rules.checklist import Gap, text_gaps
from app.catalog.rules.content import Content
from app.catalog.rules.forms import (
    ContentIn,
    flat,
    name_of,
    prints_of,
    typed_differences,
    understood,
    untouched,
)
from app.catalog.rules.words import FIELDS, TASTES, TEA_TYPES
from app.catalog.service import content, drafts
from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep, utc_now
from app.core.forms import Form, Submitted
from app.core.i18n import gettext
from app.core.templates import render
from app.sellers.deps import CurrentMember, SellerDesk

MINE, THEIRS = "mine", "theirs"
router = APIRouter(
    prefix=f"{LIST}/{{slug}}/noi-dung",
    include_in_schema=False,
    dependencies=[Depends(require_token)],
)


class Desk:
    """One request of the form: who writes, about what."""

    def __init__(
        self,
        request: Request,
        product: OwnProduct,
        member: CurrentMember,
        desk: SellerDesk,
        session: SessionDep,
    ) -> None:
        self.request, self.product, self.session = request, product, session
        self.actor_id, self.frame = member.user.id, desk

    @property
    def seen(self) -> bool:
        """Others look at this product, so what is typed waits until it is sent."""
        return self.product.status not in drafts.UNSEEN

    def understood(self, form: Form[ContentIn]) -> Content:
        """What is typed, without what cannot be understood."""
        if form.model is not None:
            return form.model.content()
        return understood(form.values, flat(Content.model_validate(self.product)))

    def gaps(self, form: Form[ContentIn]) -> list[Gap]:
        return list(writing.product_gaps(self.session, self.product, self.understood(form)))

    def show(
        self, form: Form[ContentIn], template: str = "content", *, status: int = 200, **given: Any
    ) -> Response:
        group = writing.group_of(self.session, self.understood(form).category_id)
        facts = writing.facts(self.session, self.product, self.understood(form))
        return render(
            self.request,
            f"catalog/{template}.html",
            status=status,
            desk=self.frame,
            product=self.product,
            form=form,
            group=group,
            asked=asked,
            choices=queries.category_choices(self.session),
            tea_types=[(key, gettext(said)) for key, said in TEA_TYPES.items()],
            tastes=TASTES,
            fields=FIELDS,
            facts=facts,
            gaps=self.gaps(form),
            seen=self.seen,
            **{"preview": False, "saved_at": None} | given,
        )


Writing = Annotated[Desk, Depends()]


@router.get("")
def content_page(writing_desk: Writing) -> Response:
    text = writing.text_of(writing_desk.session, writing_desk.product)
    form: Form[ContentIn] = forms.read(ContentIn, text.typed)
    form.values, form.errors = dict(text.typed), {}
    if text.overtaken:
        return _compare(writing_desk, form)
    form.values |= _opened(text)
    saved_at = text.draft.saved_at if text.draft else None
    return writing_desk.show(form, saved_at=saved_at)


@router.post("")
def save_content(data: Submitted, writing_desk: Writing) -> Response:
    form = forms.read(ContentIn, _chosen(writing_desk, data))
    refuse_category(writing_desk.session, form)
    wanted = data.get("viec")
    if wanted in {"xem-thu", "nganh"}:
        form.errors = {}
        return writing_desk.show(form, preview=wanted == "xem-thu")
    if wanted == "tu-luu":
        return _autosave(writing_desk, form)
    if wanted == "nhap":
        return _keep(writing_desk, form)
    return _save(writing_desk, form)


@router.post("/bo-nhap")
def drop_draft(writing_desk: Writing) -> Response:
    drafts.drop_draft(writing_desk.session, writing_desk.product.id)
    return to_product(writing_desk.product, "bo-nhap")


def _save(desk: Desk, form: Form[ContentIn]) -> Response:
    """A draft takes the text as it is; what others look at only takes one that may be sent."""
    if form.model is None:
        return desk.show(form, status=422)
    said = form.model.content()
    said = said.of_trade(writing.group_of(desk.session, said.category_id))
    if desk.seen and _refuse_gaps(desk, form, said):
        return desk.show(form, status=422)
    try:
        waits = content.edit(
            desk.session, desk.actor_id, desk.product.id, said, edition=form.value("edition")
        )
    except content.Stale:
        return _compare(desk, form, status=409)
    return to_product(desk.product, "cho" if waits else "luu")


def _refuse_gaps(desk: Desk, form: Form[ContentIn], said: Content) -> bool:
    """Puts beside each field what keeps the text from being sent."""
    missing = text_gaps(writing.facts(desk.session, desk.product, said))
    form.errors |= {gap.field: str(gap) for gap in missing if gap.part == "content"}
    return bool(form.errors)


def _keep(desk: Desk, form: Form[ContentIn]) -> Response:
    try:
        _keep_typed(desk, form)
    except content.Stale:
        return _compare(desk, form, status=409)
    return to_product(desk.product, "nhap")


def _autosave(desk: Desk, form: Form[ContentIn]) -> Response:
    """Only what changes on the page: the edition, when it was kept, what is missing."""
    try:
        _keep_typed(desk, form)
    except content.Stale:
        return desk.show(form, "_autosaved", status=409, stale=True)
    text = writing.text_of(desk.session, desk.product)
    form.values |= _opened(text)
    return desk.show(form, "_autosaved", stale=False, saved_at=utc_now())


def _keep_typed(desk: Desk, form: Form[ContentIn]) -> None:
    drafts.autosave(
        desk.session,
        desk.actor_id,
        desk.product.id,
        form.values,
        form.model.content() if form.model else None,
        edition=form.value("edition"),
        compared=form.value("compared"),
    )


def _compare(desk: Desk, form: Form[ContentIn], status: int = 200) -> Response:
    """Both texts side by side, and the choice for each field that both changed. What only one of
    them changed is as that one has it.
    """
    text = writing.text_of(desk.session, desk.product)
    stored = text.stored if text.overtaken else text.typed
    theirs = {name: stored[name] for name in untouched(form.values, form.value("base"))}
    merged = [name for name, value in theirs.items() if value != form.value(name)]
    form.values |= theirs
    mine = untouched(stored, form.value("base"))
    differing = [each for each in typed_differences(stored, form.values) if each[0] not in mine]
    form.values |= _opened(text)
    words = {name: (_in_words(desk, name, a), _in_words(desk, name, b)) for name, a, b in differing}
    form.errors = {}
    compared = name_of(text.stored)
    return desk.show(
        form, "conflict", status=status, differing=words, merged=merged, compared=compared
    )


def _opened(text: writing.Text) -> dict[str, str]:
    """Which text the form shows, and what every field was before anybody typed over it."""
    return {"edition": text.name, "base": prints_of(text.stored)}


def _in_words(desk: Desk, name: str, value: str) -> str:
    """A category's or a type's name for what the form sends."""
    if name == "tea_type":
        return gettext(TEA_TYPES.get(value, ""))
    if name == "category_id":
        groups = queries.category_choices(desk.session)
        return {str(key): said for one in groups for key, said in one.choices}.get(value, value)
    return value


def _chosen(desk: Desk, data: Any) -> dict[str, Any]:
    """What was typed, but for the fields of which the other text was chosen."""
    typed = {name: value for name, value in data.items() if isinstance(value, str)}
    kept = [name for name in FIELDS if typed.get(f"keep_{name}") == THEIRS]
    if kept:
        text = writing.text_of(desk.session, desk.product)
        stored = text.stored if text.overtaken else text.typed
        typed |= {name: stored[name] for name in kept}
    return typed
