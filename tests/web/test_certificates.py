"""What runs out: each in one heap, and its seller told once at each threshold."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from app.core.days import today
from app.identity.rules import Role
from app.notifications.models import Channel, Message
from app.notifications.service import rendered
from app.ocop.models import Certificate
from app.sellers.models import Seller, SellerStatus
from app.sellers.rules import Bucket, DocumentStatus
from app.traceability.models import StandardCertificate
from app.web.queries.certificates import bucket_counts, running_out
from app.web.service.alerts import tell_sellers
from tests.conftest import Client, Queries
from tests.factories import make_document, make_product, make_seller, make_user, save
from tests.sessions import signed_in

DESK = "/dieu-hanh/chung-nhan"
TODAY = today()


def ocop(
    session: Session, left: int, seller: Seller | None = None, **fields: object
) -> Certificate:
    """Of a new product, unless `product_id` says otherwise."""
    fields.setdefault("product_id", make_product(session, seller, name=f"Chè còn {left}").id)
    ends = TODAY + timedelta(left)
    said = {"decision_no": f"{left}/QĐ", "issuer": "UBND tỉnh", "stars": 4}
    row = Certificate(**said, issued_on=ends - timedelta(1000), expires_on=ends, **fields)  # type: ignore[arg-type]
    return save(session, row)


def standard(session: Session, left: int, seller: Seller, number: str = "VG-1") -> None:
    ends = TODAY + timedelta(left)
    save(
        session,
        StandardCertificate(
            seller_id=seller.id, scheme="VietGAP", number=number, issuer="Viện",
            valid_from=ends - timedelta(700), valid_to=ends,
        ),
    )  # fmt: skip


def paper(session: Session, left: int, seller: Seller, status: DocumentStatus) -> None:
    make_document(session, seller, status=status, expires_on=TODAY + timedelta(left))


@pytest.mark.parametrize(
    ("left", "bucket"),
    [
        (-1, Bucket.EXPIRED),
        (0, Bucket.TODAY),
        (1, Bucket.MONTH),
        (30, Bucket.MONTH),
        (31, Bucket.QUARTER),
        (90, Bucket.QUARTER),
        (91, None),
    ],
)
def test_each_certificate_lies_in_one_heap(
    session: Session, left: int, bucket: Bucket | None
) -> None:
    seller = make_seller(session)
    ocop(session, left, seller)
    standard(session, left, seller)
    paper(session, left, seller, DocumentStatus.ACCEPTED)
    expected = {one: 3 if one is bucket else 0 for one in Bucket}
    assert bucket_counts(session, TODAY) == expected
    assert {one: len(running_out(session, one, TODAY)) for one in Bucket} == expected


def test_what_was_renewed_revoked_or_never_accepted_is_no_worry(session: Session) -> None:
    seller = make_seller(session)
    old = ocop(session, 5, seller)
    ocop(session, 1000, seller, product_id=old.product_id)
    ocop(session, 5, seller, revoked_on=date(2026, 1, 1))
    standard(session, 5, seller)
    standard(session, 700, seller, number="VG-2")
    for status in (DocumentStatus.WAITING, DocumentStatus.REFUSED, DocumentStatus.REPLACED):
        paper(session, 5, seller, status)
    ocop(session, 5, make_seller(session, status=SellerStatus.CLOSED))
    assert sum(bucket_counts(session, TODAY).values()) == 0
    assert tell_sellers(session, TODAY) == 0


def test_a_seller_is_told_once_at_each_threshold(session: Session) -> None:
    seller = make_seller(session, email="htx@thu.vn")
    certificate = ocop(session, 91, seller)
    told: list[int] = []
    for days in range(125):
        tell_sellers(session, TODAY + timedelta(days))
        sent = session.exec(select(Message)).all()
        told += [91 - days] * (len(sent) - len(told))
    assert told == [90, 30, 0]
    events = {one.event for one in session.exec(select(Message))}
    begin = f"paper_running_out:{certificate.id}:{certificate.expires_on}"
    assert events == {f"{begin}:{days}" for days in (90, 30, 0)}


def test_letters_say_what_runs_out_and_when(session: Session) -> None:
    with_letter = make_seller(session, email="htx@thu.vn")
    by_phone = make_seller(session)
    ocop(session, 30, with_letter)
    standard(session, 0, by_phone)
    paper(session, -2, by_phone, DocumentStatus.ACCEPTED)
    tell_sellers(session, TODAY)
    sent = session.exec(select(Message)).all()
    letters: dict[Channel, list[str]] = {Channel.EMAIL: [], Channel.SMS: []}
    for one in sent:
        said = rendered(one)
        letters[one.channel].append(said.subject + said.text)
    (letter,) = letters[Channel.EMAIL]
    assert "Chứng nhận OCOP của Chè còn 30 hết hạn ngày" in letter
    assert "còn 30 ngày" in letter
    assert any("Chung nhan VietGAP het han hom nay" in one for one in letters[Channel.SMS])
    assert any("an toan thuc pham da het han tu ngay" in one for one in letters[Channel.SMS])


def test_the_desk_opens_on_what_is_most_urgent(client: Client, session: Session) -> None:
    seller = make_seller(session, name="HTX chè Đồi Sương")
    ocop(session, 60, seller)
    paper(session, 12, seller, DocumentStatus.ACCEPTED)
    browser = signed_in(client, make_user(session, role=Role.AUDITOR))
    page = browser.get(DESK).text
    assert "Giấy chứng nhận an toàn thực phẩm" in page
    assert "còn 12 ngày" in page
    assert "Chè còn 60" not in page
    assert '<b class="count">1</b>' in page
    assert "Chè còn 60" in browser.get(f"{DESK}?muc=90-ngay").text
    assert "Không có chứng nhận nào" in browser.get(f"{DESK}?muc=het-han").text
    assert browser.get(f"{DESK}?muc=khac").status_code == 422


def test_the_desks_statements_do_not_grow_and_pages_turn(
    client: Client, session: Session, queries: Queries
) -> None:
    browser = signed_in(client, make_user(session, role=Role.OPERATOR))
    seller = make_seller(session)
    counts: list[int] = []
    for first, last in ((0, 1), (1, 105)):
        for n in range(first, last):
            standard_at = StandardCertificate(
                seller_id=seller.id, scheme=f"Hữu cơ {n}", number="1", issuer="Viện",
                valid_from=TODAY - timedelta(9), valid_to=TODAY + timedelta(5),
            )  # fmt: skip
            session.add(standard_at)
        queries.clear()
        page = browser.get(DESK).text
        assert page.count('class="paper"') == min(last, 100)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert "trang=2" in page
    assert browser.get(f"{DESK}?muc=30-ngay&trang=2").text.count('class="paper"') == 5


@pytest.mark.parametrize("role", [Role.SHOPPER, Role.COMMUNE_OFFICER])
def test_others_do_not_open_the_desk(client: Client, session: Session, role: Role) -> None:
    assert signed_in(client, make_user(session, role=role)).get(DESK).status_code == 403


def test_guests_are_asked_to_sign_in(client: Client) -> None:
    assert client.get(DESK).status_code == 303
