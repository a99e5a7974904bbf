"""The operator's desk for one product: all its data, what changed, the decision, the next one."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.catalog.deps import AnyProduct, QueueWanted
from app.catalog.models import Category, Product, ProductRevision
from app.catalog.pages.queue import QUEUE
from app.catalog.queries import approval as queue
from app.catalog.queries import desk as queries
from app.catalog.queries import papers as known_papers
from app.catalog.queries import writing
from app.catalog.rules import papers
from app.catalog.rules.checklist import gaps
from app.catalog.rules.content import Content
from app.catalog.rules.difference import Difference, difference
from app.catalog.rules.forms import differences, flat
from app.catalog.rules.queue import Wanted
from app.catalog.rules.words import FIELDS, TEA_TYPES
from app.catalog.service import approval
from app.core.csrf import require_token
from app.core.days import today
from app.core.db import SessionDep
from app.core.errors import Conflict, DomainError, Invalid
from app.core.i18n import gettext, localised_path
from app.core.templates import render
from app.identity import queries as identity
from app.identity.deps import DeskReader, OperatorDesk, ProductReviewer
from app.identity.rules import Permission, action_words, may
from app.moderation import queries as moderation
from app.moderation.models import Topic
from app.moderation.rules.reasons import reason
from app.ocop import queries as ocop
from app.sellers.models import Seller

router = APIRouter(prefix=QUEUE, include_in_schema=False, dependencies=[Depends(require_token)])
Edition = Annotated[str, Form(max_length=40)]
Typed = Annotated[str, Form(max_length=1000)]


class Review:
    """One request about one product of the queue: who looks, and at what of it."""

    def __init__(
        self,
        request: Request,
        product: AnyProduct,
        reader: DeskReader,
        desk: OperatorDesk,
        session: SessionDep,
        wanted: QueueWanted,
    ) -> None:
        self.request, self.product, self.session = request, product, session
        self.reader, self.frame, self.wanted = reader, desk, wanted
        self.revision = queries.pending_revision(session, product.id)

    def show(
        self, *, error: DomainError | None = None, chosen: str = "", typed: str = "", done: str = ""
    ) -> Response:
        return render(
            self.request,
            "catalog/review.html",
            status=error.status if error else 200,
            desk=self.frame,
            product=self.product,
            error=error,
            done=done,
            reason=typed,
            chosen_reason=chosen,
            wrong=error.fields.get("reason", "") if isinstance(error, Invalid) else "",
            reasons=moderation.reasons(self.session, Topic.PRODUCT),
            decides=may(self.reader.role, Permission.REVIEW_PRODUCTS),
            reads_papers=may(self.reader.role, Permission.READ_DOCUMENTS),
            fields=FIELDS,
            edition=queries.edition(self.product, self.revision),
            wanted=self.wanted,
            around=_around(self.session, self.wanted, self.product.slug),
            **_material(self.session, self.product, self.revision),
        )


Reviewed = Annotated[Review, Depends()]


@router.get("/{slug}")
def review_page(review: Reviewed, xong: Annotated[str, Query(max_length=20)] = "") -> Response:
    return review.show(done=xong)


@router.post("/{slug}/duyet")
def approve(review: Reviewed, operator: ProductReviewer, edition: Edition = "") -> Response:
    following = _following(review)
    command = approval.approve_revision if review.revision else approval.approve
    try:
        command(review.session, operator.id, review.product.id, edition=edition)
    except Conflict as refused:
        return review.show(error=refused)
    return _to_next(review, following, "duyet")


@router.post("/{slug}/tu-choi")
def reject(
    review: Reviewed,
    operator: ProductReviewer,
    edition: Edition = "",
    chosen_reason: Typed = "",
    typed: Annotated[str, Form(alias="reason", max_length=1000)] = "",
) -> Response:
    following, said = _following(review), reason(chosen_reason, typed)
    command = approval.reject_revision if review.revision else approval.reject
    try:
        command(review.session, operator.id, review.product.id, edition=edition, reason=said)
    except (Conflict, Invalid) as refused:
        return review.show(error=refused, chosen=chosen_reason, typed=typed)
    return _to_next(review, following, "tu-choi")


@router.post("/{slug}/go")
def take_down(
    review: Reviewed,
    operator: ProductReviewer,
    chosen_reason: Typed = "",
    typed: Annotated[str, Form(alias="reason", max_length=1000)] = "",
) -> Response:
    said = reason(chosen_reason, typed)
    try:
        approval.take_down(review.session, operator.id, review.product.id, reason=said)
    except Invalid as refused:
        return review.show(error=refused, chosen=chosen_reason, typed=typed)
    return _to_next(review, None, "go")


def _around(session: SessionDep, wanted: Wanted, slug: str) -> dict[str, Any]:
    """The neighbours in the queue, and how many there are."""
    slugs = [one.slug for one in queue.approval_queue(session, wanted)]
    place = slugs.index(slug) if slug in slugs else None
    before, after = (place - 1, place + 1) if place is not None else (-1, len(slugs))
    return {
        "place": None if place is None else place + 1,
        "of": len(slugs),
        "before": slugs[before] if before >= 0 else None,
        "after": slugs[after] if after < len(slugs) else None,
    }


def _following(review: Review) -> str | None:
    """What comes after this one, else what has waited longest."""
    slugs = [one.slug for one in queue.approval_queue(review.session, review.wanted)]
    place = slugs.index(review.product.slug) if review.product.slug in slugs else -1
    others = slugs[place + 1 :] + slugs[: max(place, 0)]
    return others[0] if others else None


def _to_next(review: Review, slug: str | None, done: str) -> RedirectResponse:
    query = review.wanted.query
    address = f"{QUEUE}/{slug}" if slug else QUEUE
    joined = f"{query}&xong={done}" if query else f"?xong={done}"
    return RedirectResponse(localised_path(address + joined), 303)


def _material(
    session: SessionDep, product: Product, revision: ProductRevision | None
) -> dict[str, Any]:
    """Everything that a decision rests on."""
    before = Content.model_validate(product)
    after = Content.model_validate(revision.content) if revision else before
    trail = identity.audit_trail(session, product.id)
    facts = writing.facts(session, product, after)
    return {
        "content": _in_words(session, after),
        "changes": _changes(session, before, after) if revision else [],
        "revision": revision,
        "shown": queries.images_of(session, product.id),
        "images": queries.images_of(session, product.id, revision),
        "variants": queries.variants_of(session, product.id),
        "papers": [_paper(paper) for paper in known_papers.papers_of(session, product)],
        "facts": facts,
        "gaps": writing.revision_gaps(session, product, revision) if revision else gaps(facts),
        "seller": session.get_one(Seller, product.seller_id),
        "certificates": ocop.certificates(session, product.id),
        "trail": trail,
        "names": identity.user_names(session, {e.actor_id for e in trail if e.actor_id}),
        "action_words": action_words,
    }


def _paper(paper: Any) -> tuple[str, Any, bool]:
    return papers.WORDS[paper.kind], paper, papers.expired(paper, today())


def _in_words(session: SessionDep, content: Content) -> dict[str, str]:
    values = flat(content)
    values["category_id"] = session.get_one(Category, content.category_id).name
    values["tea_type"] = gettext(TEA_TYPES.get(values["tea_type"], ""))
    return values


def _changes(session: SessionDep, before: Content, after: Content) -> list[tuple[str, Difference]]:
    old, new = _in_words(session, before), _in_words(session, after)
    return [(name, difference(old[name], new[name])) for name, *_ in differences(before, after)]
