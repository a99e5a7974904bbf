"""The operator's queue: filters, several decisions in one go, and the way to the next one."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.catalog.models import Product, ProductStatus
from app.catalog.queries import approval as queue
from app.catalog.queries import desk
from app.catalog.rules.queue import Wanted
from app.core.db import utc_now
from app.identity import queries as identity
from app.identity.rules import Role
from app.moderation import service as moderation
from app.moderation.models import ReasonTemplate
from app.moderation.rules.claims import Severity
from tests.catalog.test_approval_pages import (
    QUEUE,
    Operator,
    make_pending,
    make_revision,
    make_whole,
)
from tests.conftest import Client
from tests.factories import make_seller, make_user
from tests.sessions import form_token, signed_in


@pytest.fixture
def operator(client: Client, session: Session) -> Operator:
    return Operator(client, session)


def pick(session: Session, *products: Product) -> list[str]:
    found = []
    for product in products:
        pending = desk.pending_revision(session, product.id)
        found.append(f"{product.slug}|{desk.edition(product, pending)}")
    return found


def approve_all(operator: Operator, picked: list[str]) -> str:
    answer = operator.client.post(f"{QUEUE}/duyet-nhieu", data={**operator.token, "pick": picked})
    assert answer.status_code == 200
    return answer.text


def status(session: Session, product: Product) -> ProductStatus:
    return session.get_one(Product, product.id).status


def test_the_queue_is_narrowed_by_kind_seller_and_age(session: Session) -> None:
    old = make_pending(session, submitted_at=utc_now() - timedelta(days=3))
    new, changed = make_pending(session), make_whole(session)
    make_revision(session, changed, summary="Câu khác")
    slugs = {
        wanted.query: {one.slug for one in queue.approval_queue(session, wanted)}
        for wanted in (
            Wanted(),
            Wanted("moi"),
            Wanted("sua"),
            Wanted(late=True),
            Wanted(seller=new.seller_slug),
        )
    }
    assert slugs == {
        "": {old.slug, new.slug, changed.slug},
        "?loai=moi": {old.slug, new.slug},
        "?loai=sua": {changed.slug},
        "?lau=1": {old.slug},
        f"?nha={new.seller_slug}": {new.slug},
    }
    counts = queue.queue_counts(session)
    assert (counts.new, counts.revised, counts.late) == (2, 1, 1)
    assert len(counts.sellers) == 3


def test_several_are_approved_and_a_fault_stops_no_other(
    operator: Operator, session: Session
) -> None:
    good, bare = make_pending(session, name="Chè đủ"), make_pending(session, name="Chè thiếu")
    bare.label = {}
    changed = make_whole(session, name="Chè đổi")
    make_revision(session, changed, summary="Câu khác hẳn")
    stale = make_pending(session, name="Chè vừa sửa")
    picked = [*pick(session, good, bare, changed), f"{stale.slug}|9.9", "khong-co|1.0"]
    page = approve_all(operator, picked)
    for said in ("Chè đủ", "Sản phẩm còn thiếu thông tin: Thành phần", "Dữ liệu vừa thay đổi"):
        assert said in page
    assert status(session, good) is ProductStatus.APPROVED
    assert session.get_one(Product, changed.id).summary == "Câu khác hẳn"
    assert {status(session, one) for one in (bare, stale)} == {ProductStatus.PENDING}
    assert identity.audit_trail(session, good.id)[0].actor_id == operator.user.id
    assert identity.audit_trail(session, bare.id) == []


def test_approving_the_same_ones_again_says_that_they_are_decided(
    operator: Operator, session: Session
) -> None:
    picked = pick(session, make_pending(session))
    approve_all(operator, picked)
    assert "Việc này đã có người xử lý" in approve_all(operator, picked)
    assert "Chưa chọn sản phẩm nào" in approve_all(operator, [])


def test_words_to_look_at_are_never_approved_unseen(operator: Operator, session: Session) -> None:
    product = make_pending(session, summary="Uống đều giúp giảm cân.")
    assert "mời mở ra duyệt riêng" in approve_all(operator, pick(session, product))
    page = operator.client.get(f"{QUEUE}/{product.slug}").text
    assert '<mark class="claim claim-warn">giảm cân</mark>' in page
    assert operator.decide(product, "duyet").status_code == 303


def test_what_a_new_rule_forbids_is_not_approved(operator: Operator, session: Session) -> None:
    product = make_pending(session, summary="Chè thần kỳ của núi.")
    given = moderation.ClaimIn(phrase="thần kỳ", severity=Severity.BLOCK)
    moderation.save_claim(session, operator.user.id, given)
    answer = operator.decide(product, "duyet")
    assert answer.status_code == 409
    assert "Bỏ lời “thần kỳ”" in answer.text


def test_a_decision_leads_to_the_next_that_waits(operator: Operator, session: Session) -> None:
    days = timedelta(days=1)
    first, second, third = (
        make_pending(session, submitted_at=utc_now() - n * days) for n in (3, 2, 1)
    )
    page = operator.client.get(f"{QUEUE}/{second.slug}").text
    assert "mục 2 trong 3" in page
    for neighbour in (first, third):
        assert f'href="{QUEUE}/{neighbour.slug}"' in page
    path = f"{QUEUE}/{second.slug}/duyet?loai=moi"
    edition = {"edition": desk.edition(second, None)}
    answer = operator.client.post(path, data=operator.token | edition)
    assert answer.headers["location"] == f"{QUEUE}/{third.slug}?loai=moi&xong=duyet"
    to_first = operator.decide(third, "tu-choi", reason="Ảnh chưa rõ nhãn.").headers["location"]
    assert to_first == f"{QUEUE}/{first.slug}?xong=tu-choi"
    assert operator.decide(first, "duyet").headers["location"] == f"{QUEUE}?xong=duyet"


def test_a_reason_is_a_sentence_of_the_list_or_own_words_or_both(
    operator: Operator, session: Session
) -> None:
    said = session.exec(select(ReasonTemplate.said)).first() or ""
    for typed, expected in (("", said), ("Xem lại nhãn.", f"{said} Xem lại nhãn.")):
        product = make_pending(session)
        operator.decide(product, "tu-choi", chosen_reason=said, reason=typed)
        assert session.get_one(Product, product.id).decision_reason == expected


def test_a_refused_reason_keeps_what_was_chosen(operator: Operator, session: Session) -> None:
    answer = operator.decide(make_pending(session), "tu-choi", chosen_reason="", reason="ôi")
    assert answer.status_code == 422
    assert ">ôi</textarea>" in answer.text


def test_pictures_of_before_and_after_stand_side_by_side(
    operator: Operator, session: Session
) -> None:
    product = make_whole(session, name="Chè <script>", summary="Câu <script>")
    make_revision(session, product, summary="Câu <b>khác</b>")
    page = operator.client.get(f"{QUEUE}/{product.slug}").text
    assert "<script>" not in page.split("<main")[1].split("</main>")[0]
    assert "<ins>&lt;b&gt;khác&lt;/b&gt;</ins>" in page


def test_who_only_reads_sees_no_button(visit: Callable[[], Client], session: Session) -> None:
    product = make_pending(session)
    auditor = signed_in(visit(), make_user(session, role=Role.AUDITOR))
    for path in (QUEUE, f"{QUEUE}/{product.slug}"):
        page = auditor.get(path)
        assert page.status_code == 200
        assert 'data-key="a"' not in page.text
    bulk = f"{QUEUE}/duyet-nhieu"
    assert auditor.post(bulk, data=form_token(auditor)).status_code == 403


def test_a_filter_that_is_none_of_ours_is_left_alone(operator: Operator, session: Session) -> None:
    make_pending(session, seller=make_seller(session))
    assert operator.client.get(f"{QUEUE}?loai=la&lau=9").status_code == 200
