"""The operator's queue of applications and changes, and what is decided there."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from httpx2 import Response
from sqlmodel import Session, select

from app.identity.models import AuditEntry, User
from app.identity.rules import Role
from app.moderation import queries as moderation
from app.moderation.models import Topic
from app.sellers import queries, service
from app.sellers.models import Seller, SellerChange, SellerIdentity, SellerStatus
from app.sellers.rules import Part
from tests.conftest import Client, Queries
from tests.factories import make_operator, make_seller, make_user
from tests.sellers.applicants import make_applicant, make_draft, make_sent, save
from tests.sessions import form_token, signed_in

SELLERS = "/dieu-hanh/don-vi"
REASON = "Họ tên chưa khớp với thẻ căn cước."


@pytest.fixture
def operator(client: Client, session: Session) -> Client:
    return signed_in(client, make_operator(session))


@pytest.fixture
def owner(session: Session) -> User:
    return make_applicant(session)


@pytest.fixture
def sent(session: Session, owner: User) -> Seller:
    return make_sent(session, owner)


@pytest.fixture
def changed(session: Session, owner: User, sent: Seller) -> Seller:
    """An approved seller that asks for another address."""
    service.approve_seller(session, make_operator(session).id, sent)
    save(session, owner, sent, Part.PLACE, street="Xóm Soi Vàng")
    return sent


def post(browser: Client, seller: Seller, part: str, **data: str) -> Response:
    return browser.post(f"{SELLERS}/{seller.slug}/{part}", data=form_token(browser) | data)


def status_of(session: Session, seller: Seller) -> SellerStatus:
    session.refresh(seller)
    return seller.status


def test_the_queue_tells_how_many_and_how_long_applications_first(
    operator: Client, session: Session, changed: Seller
) -> None:
    later = make_sent(session, make_applicant(session))
    first = make_sent(session, make_applicant(session))
    assert first.submitted_at is not None
    first.submitted_at -= timedelta(days=3)
    pending = queries.pending_change(session, changed.id)
    assert pending is not None
    pending.submitted_at -= timedelta(days=9)
    session.flush()
    page = operator.get(f"{SELLERS}?muc=cho-duyet").text
    order = [page.index(f'{SELLERS}/{seller.slug}"') for seller in (first, later, changed)]
    assert order == sorted(order)
    assert "3 ngày trước" in page
    assert "Chờ duyệt <b>3</b>" in page
    assert 'class="count">3<' in page
    assert 'class="count">3<' in operator.get("/dieu-hanh").text


def test_the_queues_statements_do_not_grow(
    operator: Client, session: Session, queries: Queries
) -> None:
    counts: list[int] = []
    for more in (1, 5):
        for _ in range(more):
            make_sent(session, make_applicant(session))
        queries.clear()
        assert operator.get(f"{SELLERS}?muc=cho-duyet").text.count("lot-row") == 5 * len(counts) + 1
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_empty_queue_says_so(operator: Client) -> None:
    assert "Không còn hồ sơ nào chờ duyệt" in operator.get(f"{SELLERS}?muc=cho-duyet").text


@pytest.mark.parametrize("drawer", ["dang-ban", "tam-ngung", "dang-khai", "da-dong", "khong-co"])
def test_every_tab_opens(operator: Client, session: Session, drawer: str) -> None:
    make_seller(session, status=SellerStatus.SUSPENDED, decision_reason="Giấy hết hạn")
    make_draft(session, make_applicant(session))
    page = operator.get(f"{SELLERS}?muc={drawer}")
    assert page.status_code == 200
    assert page.text.count("lot-row") == {"tam-ngung": 1, "dang-khai": 1, "khong-co": 2}.get(
        drawer, 0
    )


def test_an_application_is_approved_as_it_was_read(
    operator: Client, session: Session, sent: Seller
) -> None:
    page = operator.get(f"{SELLERS}/{sent.slug}").text
    assert "•••••••••123" in page
    assert "019185000123" not in page
    edition = page.split('name="edition" value="')[1].split('"')[0]
    stale = post(operator, sent, "duyet", edition="2020-01-01")
    assert stale.status_code == 409
    assert "vừa thay đổi" in stale.text
    for _ in range(2):
        assert post(operator, sent, "duyet", edition=edition).status_code == 303
    assert status_of(session, sent) is SellerStatus.APPROVED
    assert sent.approved_at is not None


@pytest.mark.parametrize(
    ("part", "status"),
    [("bo-sung", SellerStatus.NEEDS_CHANGES), ("dong", SellerStatus.CLOSED)],
)
def test_a_no_comes_with_a_reason(
    operator: Client, session: Session, sent: Seller, part: str, status: SellerStatus
) -> None:
    edition = queries.edition(sent)
    short = post(operator, sent, part, edition=edition, reason="ngắn")
    assert short.status_code == 422
    assert ">ngắn</textarea>" in short.text
    stale = post(operator, sent, part, edition="x", reason=REASON)
    assert stale.status_code == 409
    assert REASON in stale.text
    for _ in range(2):
        assert post(operator, sent, part, edition=edition, reason=REASON).status_code == 303
    assert status_of(session, sent) is status
    assert REASON in operator.get(f"{SELLERS}/{sent.slug}").text


def test_a_reason_of_the_list_is_enough_and_own_words_follow_it(
    operator: Client, session: Session, sent: Seller
) -> None:
    said = moderation.reasons(session, Topic.SELLER)[0]
    assert f"<option>{said}</option>" in operator.get(f"{SELLERS}/{sent.slug}").text
    typed = {"chosen_reason": said, "reason": "Số cuối là 7."}
    stale = post(operator, sent, "bo-sung", edition="x", **typed)
    assert f"<option selected>{said}</option>" in stale.text
    assert ">Số cuối là 7.</textarea>" in stale.text
    post(operator, sent, "bo-sung", edition=queries.edition(sent), **typed)
    session.refresh(sent)
    assert sent.decision_reason == f"{said} Số cuối là 7."


def test_a_change_is_refused_with_a_reason_of_the_list(
    operator: Client, session: Session, changed: Seller
) -> None:
    said = moderation.reasons(session, Topic.SELLER)[-1]
    pending = queries.pending_change(session, changed.id)
    assert pending is not None
    page = operator.get(f"{SELLERS}/{changed.slug}").text
    assert f"<option>{said}</option>" in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))  # the page asks for a reason in two places
    edition = queries.edition(pending)
    post(operator, changed, "thay-doi/tu-choi", edition=edition, chosen_reason=said)
    session.refresh(pending)
    assert pending.decision_reason == said


def test_the_operator_sees_what_the_shop_says_that_food_may_not_be_sold_with(
    operator: Client, session: Session
) -> None:
    seller = make_seller(session, story="Trà **chữa bệnh** <gan>, tốt nhất.")
    page = operator.get(f"{SELLERS}/{seller.slug}").text
    assert '<mark class="claim claim-block">chữa bệnh</mark>** &lt;gan&gt;' in page
    assert '<mark class="claim claim-warn">tốt nhất</mark>' in page
    assert "Câu chuyện" in page


def test_an_applicant_whose_words_food_may_not_be_sold_with_is_not_approved(
    operator: Client, session: Session, sent: Seller
) -> None:
    sent.story = "Trà chữa bệnh gan."
    answer = post(operator, sent, "duyet", edition=queries.edition(sent))
    assert answer.status_code == 422
    assert "Bỏ lời “chữa bệnh” ở mục Câu chuyện" in answer.text
    assert status_of(session, sent) is SellerStatus.SUBMITTED


@pytest.mark.parametrize("part", ["duyet", "mo-lai", "bo-sung", "tam-ngung"])
def test_a_draft_is_not_decided_on(operator: Client, session: Session, part: str) -> None:
    draft = make_draft(session, make_applicant(session))
    assert post(operator, draft, part, reason=REASON).status_code == 409
    assert status_of(session, draft) is SellerStatus.DRAFT


def test_the_reason_says_beside_which_field_it_is_missing(
    operator: Client, session: Session
) -> None:
    seller = make_seller(session)
    answer = post(operator, seller, "dong", reason="")
    assert answer.status_code == 422
    assert post(operator, seller, "dong", reason=REASON).status_code == 303
    assert status_of(session, seller) is SellerStatus.CLOSED


def test_a_change_is_read_side_by_side_and_approved(
    operator: Client, session: Session, changed: Seller
) -> None:
    page = operator.get(f"{SELLERS}/{changed.slug}").text
    assert "<del>Xóm Hồng Thái 2, xã Tân Cương, tỉnh Thái Nguyên</del>" in page
    assert "<ins>Xóm Soi Vàng, xã Tân Cương, tỉnh Thái Nguyên</ins>" in page
    pending = queries.pending_change(session, changed.id)
    assert pending is not None
    edition = queries.edition(pending)
    assert post(operator, changed, "thay-doi/duyet", edition="x").status_code == 409
    assert changed.street == "Xóm Hồng Thái 2"
    assert post(operator, changed, "thay-doi/duyet", edition=edition).status_code == 303
    session.refresh(changed)
    assert changed.street == "Xóm Soi Vàng"
    again = post(operator, changed, "thay-doi/duyet", edition=edition)
    assert again.status_code == 409
    assert "đã có người xử lý" in again.text


def test_a_change_is_refused_with_a_reason_that_its_owner_reads(
    operator: Client,
    session: Session,
    changed: Seller,
    owner: User,
    visit: Callable[[], Client],
) -> None:
    pending = queries.pending_change(session, changed.id)
    assert pending is not None
    edition = queries.edition(pending)
    part = "thay-doi/tu-choi"
    assert post(operator, changed, part, edition=edition, reason="x").status_code == 422
    answer = post(operator, changed, part, edition=edition, reason=REASON)
    assert answer.status_code == 303
    session.refresh(changed)
    assert changed.street == "Xóm Hồng Thái 2"
    assert REASON in signed_in(visit(), owner).get("/ban-hang/ho-so").text


def test_a_change_written_since_is_not_decided_by_its_older_reading(
    operator: Client, session: Session, changed: Seller, owner: User
) -> None:
    pending = queries.pending_change(session, changed.id)
    assert pending is not None
    read = queries.edition(pending)
    save(session, owner, changed, Part.PLACE, street="Xóm Gốc Đa")
    assert len(session.exec(select(SellerChange)).all()) == 1
    assert post(operator, changed, "thay-doi/duyet", edition=read).status_code == 409
    session.refresh(changed)
    assert changed.street == "Xóm Hồng Thái 2"


def test_back_to_the_old_facts_nothing_waits(
    session: Session, changed: Seller, owner: User
) -> None:
    assert not save(session, owner, changed, Part.PLACE, street="Xóm Hồng Thái 2")
    assert queries.pending_change(session, changed.id) is None


def test_another_person_takes_effect_with_the_operators_word(
    operator: Client, session: Session, changed: Seller, owner: User
) -> None:
    typed = {"personal_number": "019074000456", "born_on": "1974-09-02"}
    save(session, owner, changed, Part.PERSON, representative="Lý Văn Dần", **typed)
    seen = post(operator, changed, "so-dinh-danh", wanted="change")
    assert "019074000456" in seen.text
    assert seen.headers["cache-control"] == "no-store"
    pending = queries.pending_change(session, changed.id)
    assert pending is not None
    post(operator, changed, "thay-doi/duyet", edition=queries.edition(pending))
    session.refresh(changed)
    assert (changed.representative, changed.street) == ("Lý Văn Dần", "Xóm Soi Vàng")
    kept = session.exec(select(SellerIdentity)).one()
    session.refresh(kept)
    assert kept.ending == "456"


def test_every_look_at_a_personal_number_is_recorded(
    operator: Client, session: Session, sent: Seller
) -> None:
    for _ in range(2):
        page = post(operator, sent, "so-dinh-danh")
        assert "019185000123" in page.text
        assert page.headers["cache-control"] == "no-store"
    looks = select(AuditEntry).where(AuditEntry.action == "seller.read_identity")
    entries = session.exec(looks).all()
    assert len(entries) == 2
    assert all(entry.after == {"personal_number": "•••••••••123"} for entry in entries)
    assert post(operator, make_seller(session), "so-dinh-danh").status_code == 404


def test_likely_twins_are_flagged(operator: Client, session: Session, sent: Seller) -> None:
    assert "Có thể trùng" not in operator.get(f"{SELLERS}/{sent.slug}").text
    twin = make_sent(session, make_applicant(session))
    page = operator.get(f"{SELLERS}/{twin.slug}").text
    assert "Có thể trùng với đơn vị khác" in page
    assert f'{SELLERS}/{sent.slug}"' in page
    assert "số định danh, tên đăng ký" in page


PARTS = ["duyet", "bo-sung", "dong", "thay-doi/duyet", "thay-doi/tu-choi", "so-dinh-danh"]


@pytest.mark.parametrize("part", PARTS)
def test_only_who_reviews_sellers_decides(
    visit: Callable[[], Client], session: Session, sent: Seller, owner: User, part: str
) -> None:
    before = sent.model_dump()
    people = [owner, make_user(session)]
    roles = (Role.COMMUNE_OFFICER, Role.MODERATOR, Role.AUDITOR)
    people += [make_user(session, role=role) for role in roles]
    for person in people:
        assert post(signed_in(visit(), person), sent, part, reason=REASON).status_code == 403
    assert visit().post(f"{SELLERS}/{sent.slug}/{part}").status_code in {303, 403}
    session.refresh(sent)
    assert sent.model_dump() == before
    browser = signed_in(visit(), make_operator(session))
    missing = browser.post(f"{SELLERS}/khong-co/{part}", data=form_token(browser))
    assert missing.status_code == 404


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.AUDITOR])
def test_readers_see_no_buttons_that_they_may_not_use(
    visit: Callable[[], Client], session: Session, sent: Seller, role: Role
) -> None:
    page = signed_in(visit(), make_user(session, role=role)).get(f"{SELLERS}/{sent.slug}")
    assert page.status_code == 200
    for hidden in ("/duyet", "so-dinh-danh", "thanh-vien"):
        assert f"{sent.slug}/{hidden}" not in page.text
