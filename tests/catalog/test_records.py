"""What a seller does with its goods leaves a record: who, what, and what it was before."""

from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from app.catalog.models import Variant
from app.identity.models import AuditEntry
from tests.catalog.product_desk import Desk
from tests.pictures import photograph

OFFER = {"seen_price": 350_000, "seen_on_hand": 10}
Said = tuple[str, dict[str, Any] | None, dict[str, Any] | None]


def records(session: Session, actor_id: UUID) -> list[Said]:
    """Of this person, the oldest first."""
    mine = select(AuditEntry).where(AuditEntry.actor_id == actor_id).order_by("at", "id")
    return [(entry.action, entry.before, entry.after) for entry in session.exec(mine)]


def test_price_and_stock_with_what_they_were_and_a_second_click_adds_nothing(
    on_sale: Desk, session: Session
) -> None:
    for _ in range(2):
        on_sale.post("/quy-cach/HOP-100/gia-va-ton", price="300.000", on_hand="10", **OFFER)
    assert records(session, on_sale.user.id) == [
        ("variant.set_offer", {"price": 350_000}, {"price": 300_000})
    ]


def test_pausing_selling_again_and_putting_away(on_sale: Desk, session: Session) -> None:
    for door in ("tam-dung", "tam-dung", "ban-tiep", "cat-di", "cat-di"):
        on_sale.post(f"/{door}")
    assert [said[0] for said in records(session, on_sale.user.id)] == [
        "product.pause",
        "product.resume",
        "product.archive",
    ]


def test_a_revision_says_which_words_change(on_sale: Desk, session: Session) -> None:
    on_sale.post("/noi-dung", **on_sale.content(summary="Búp non."))
    (action, before, after), *_ = records(session, on_sale.user.id)
    assert action == "product.revise"
    assert before is not None
    assert after is not None
    assert (before["summary"], after["summary"]) == ("", "Búp non.")
    assert "category_id" not in after
    on_sale.post("/rut-sua-doi")
    assert records(session, on_sale.user.id)[-1][0] == "product.withdraw"


def test_a_variant_as_it_was_and_is(on_sale: Desk, session: Session) -> None:
    variant = session.exec(select(Variant)).one()
    form = {"sku": "HOP-100", "name": "Hộp lớn", "net_grams": "100", "gross_grams": "160"}
    form |= {"packaging": variant.packaging, "price": "350.000", "max_per_order": "99"}
    assert on_sale.change("HOP-100", **form, active="1").status_code == 303
    (action, before, after), *_ = records(session, on_sale.user.id)
    assert (action, before, after) == (
        "variant.change",
        {"name": "Hộp 100 g"},
        {"name": "Hộp lớn"},
    )


def test_photographs_of_a_draft(draft: Desk, session: Session) -> None:
    draft.upload(("che.jpg", photograph(900, 900)))
    ((action, _, after),) = records(session, draft.user.id)
    assert action == "product.add_photo"
    assert after is not None
    draft.post(f"/anh/{after['content_hash']}/bo")
    draft.post(f"/anh/{after['content_hash']}/bo")
    assert [said[0] for said in records(session, draft.user.id)] == [action, "product.remove_photo"]
