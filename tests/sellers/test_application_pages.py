"""Applying to sell, as a browser does it, step by step."""

from collections.abc import Callable

import pytest
from httpx2 import Response
from sqlmodel import Session, select

from app.identity.models import AuditEntry
from app.identity.rules import Role
from app.sellers import queries, service
from app.sellers.models import (
    MemberRole,
    Seller,
    SellerChange,
    SellerIdentity,
    SellerKind,
    SellerMember,
    SellerStatus,
)
from app.sellers.rules import Part
from app.sellers.service import MemberIn
from tests.codes import code_sent_to
from tests.conftest import Client
from tests.factories import make_member, make_operator, make_seller, make_user
from tests.sellers.applicants import (
    OPENING,
    STEPS,
    make_applicant,
    make_draft,
    make_sent,
    make_whole,
)
from tests.sessions import form_token, signed_in

OPEN, HERE = "/mo-gian-hang", "/ban-hang/ho-so"


def send(browser: Client, path: str, **data: str) -> Response:
    return browser.post(path, data=form_token(browser) | data)


def seller_of(session: Session) -> Seller:
    return session.exec(select(Seller)).one()


def test_an_owner_whom_the_platform_let_into_a_draft_is_led_there(
    client: Client, session: Session
) -> None:
    user, draft = make_applicant(session), make_seller(session, status=SellerStatus.DRAFT)
    given = MemberIn(phone=user.phone, name=user.name, role=MemberRole.OWNER)
    service.add_member(session, make_operator(session), draft, given)
    assert signed_in(client, user).get(OPEN).headers["location"] == HERE


def test_a_household_applies_step_by_step_and_reads_where_it_stands(
    client: Client, session: Session
) -> None:
    signed_in(client, make_applicant(session))
    assert client.get(OPEN).status_code == 200
    assert send(client, OPEN, **OPENING).headers["location"] == HERE
    assert "Còn thiếu 4 mục" in client.get(HERE).text
    answers = [
        send(client, f"{HERE}/{part}", **data).headers["location"] for part, data in STEPS.items()
    ]
    assert answers == [f"{HERE}/dai-dien", f"{HERE}/dia-chi", f"{HERE}?xong=luu"]
    page = client.get(HERE).text
    assert "Đủ thông tin rồi" in page
    assert "019185000123" not in page
    assert send(client, f"{HERE}/gui-duyet").status_code == 422
    for _ in range(2):
        sent = send(client, f"{HERE}/gui-duyet", declared="1")
        assert sent.headers["location"] == f"{HERE}?xong=gui"
    assert "Hồ sơ đang chờ sàn duyệt" in client.get(HERE).text
    seller = seller_of(session)
    assert seller.status is SellerStatus.SUBMITTED
    assert seller.phone_verified_at is not None


def test_opening_twice_opens_one_shop(client: Client, session: Session) -> None:
    user = signed_in(client, make_applicant(session))
    for _ in range(2):
        assert send(user, OPEN, **OPENING).headers["location"] == HERE
    assert len(session.exec(select(Seller)).all()) == 1
    assert client.get(OPEN).headers["location"] == HERE


def test_a_name_is_not_changed_to_one_that_food_may_not_be_sold_with(
    client: Client, session: Session
) -> None:
    owner = make_applicant(session)
    draft = make_draft(session, owner)
    signed_in(client, owner)
    unit = STEPS[Part.UNIT] | {"name": "Thần dược Sửu"}
    answer = send(client, f"{HERE}/don-vi", **unit)
    assert answer.status_code == 422
    assert "Bỏ lời “thần dược” ở mục Tên gian hàng" in answer.text
    assert seller_of(session).name == draft.name == "Nhà vườn Sửu"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": "bank"}, "Mời chọn một mục"),
        ({"name": ""}, "Chưa điền tên gian hàng"),
        ({"name": "Vườn trà chữa bệnh"}, "Bỏ lời “chữa bệnh”"),
        ({"ward_code": "00004"}, "không thuộc tỉnh đã chọn"),
        ({"ward_code": ""}, "Chưa chọn xã, phường"),
    ],
    ids=str,
)
def test_what_is_wrong_at_the_opening_is_said_and_nothing_is_written(
    client: Client, session: Session, wrong: dict[str, str], said: str
) -> None:
    signed_in(client, make_applicant(session))
    answer = send(client, OPEN, **OPENING | wrong)
    assert answer.status_code == 422
    assert said in answer.text
    assert session.exec(select(Seller)).all() == []


def test_the_wards_of_another_province_are_offered_without_scripts(
    client: Client, session: Session
) -> None:
    signed_in(client, make_applicant(session))
    answer = send(client, OPEN, name="Nhà vườn", province_code="01", choose_province="1")
    assert answer.status_code == 200
    assert 'value="00004"' in answer.text
    assert 'value="Nhà vườn"' in answer.text


@pytest.mark.parametrize("kind", [Role.COMMUNE_OFFICER, Role.OPERATOR])
def test_an_officer_opens_no_shop(client: Client, session: Session, kind: Role) -> None:
    signed_in(client, make_user(session, role=kind))
    assert send(client, OPEN, **OPENING).status_code == 403


def test_the_number_of_another_seller_is_refused_without_a_name(
    client: Client, session: Session
) -> None:
    user = make_applicant(session)
    make_seller(session, phone=user.phone, name="HTX chè Bí Mật")
    signed_in(client, user)
    answer = send(client, OPEN, **OPENING)
    assert answer.status_code == 422
    assert "một đơn vị đã có trên sàn" in answer.text
    assert "Bí Mật" not in answer.text


WRONG = [
    ("giay-phep", {"tax_code": "123"}, "Mã số thuế chưa đúng"),
    ("giay-phep", {"tax_code": "019185000123"}, "ô này để trống"),
    ("giay-phep", {"licence_issued_on": "2999-01-01"}, "không thể ở sau hôm nay"),
    ("giay-phep", {"licence_no": "x" * 61}, "tối đa 60"),
    ("dai-dien", {"personal_number": "123", "born_on": "1985-03-08"}, "12 chữ số"),
    ("dai-dien", {"personal_number": "019185000123", "born_on": "1986-03-08"}, "không khớp"),
    ("dai-dien", {"personal_number": "019185000123"}, "cả số định danh và ngày sinh"),
    ("dai-dien", {"personal_number": "019320000123", "born_on": "2020-03-08"}, "đủ 18 tuổi"),
    ("dia-chi", {"province_code": "19", "ward_code": "00004", "street": "Xóm 1"}, "không thuộc"),
    ("lien-he", {"email": "khong phai"}, "e-mail chưa đúng"),
    ("lien-he", {"zalo": "12"}, "Số điện thoại chưa đúng"),
    ("don-vi", {"kind": "farm_household", "name": "x"}, "còn ngắn quá"),
]


@pytest.mark.parametrize(("part", "typed", "said"), WRONG)
def test_a_step_says_what_is_wrong_keeps_what_was_typed_and_writes_nothing(
    client: Client, session: Session, part: str, typed: dict[str, str], said: str
) -> None:
    user = make_applicant(session)
    seller = make_draft(session, user)
    before = seller.model_dump()
    answer = send(signed_in(client, user), f"{HERE}/{part}", **typed)
    assert answer.status_code == 422
    assert said in answer.text
    for name, value in typed.items():
        if name not in {"kind", "province_code", "ward_code"}:
            assert f'value="{value}"' in answer.text
    session.refresh(seller)
    assert seller.model_dump() == before
    assert session.exec(select(SellerIdentity)).all() == []


def test_a_tax_code_that_another_seller_has_is_refused_without_a_name(
    client: Client, session: Session
) -> None:
    make_seller(session, tax_code="4600100003", name="HTX chè Bí Mật")
    user = make_applicant(session)
    make_draft(session, user)
    answer = send(signed_in(client, user), f"{HERE}/giay-phep", tax_code="4600100003")
    assert answer.status_code == 422
    assert "đã có đơn vị khác" in answer.text
    assert "Bí Mật" not in answer.text


def test_scripts_typed_anywhere_are_shown_as_text(client: Client, session: Session) -> None:
    evil = "<script>alert(1)</script>"
    user = make_applicant(session)
    make_draft(session, user, name=evil)
    signed_in(client, user)
    parts = {
        "don-vi": {"kind": "farm_household", "name": evil, "legal_name": evil},
        "giay-phep": {"licence_no": evil, "licence_issuer": evil},
        "dai-dien": {"representative": evil},
        "dia-chi": {"province_code": "19", "ward_code": "05503", "street": evil},
    }
    for part, data in parts.items():
        assert send(client, f"{HERE}/{part}", **data).status_code == 303
    operator = make_operator(session)
    pages = [client.get(path).text for path in (HERE, "/ban-hang", *(f"{HERE}/{p}" for p in parts))]
    signed_in(client, operator)
    slug = seller_of(session).slug
    pages += [client.get(f"/dieu-hanh/don-vi{path}").text for path in ("", f"/{slug}")]
    for page in pages:
        assert "<script>alert" not in page


def test_an_application_that_is_read_is_not_changed(client: Client, session: Session) -> None:
    user = make_applicant(session)
    seller = make_sent(session, user)
    signed_in(client, user)
    assert "chưa sửa được" in client.get(f"{HERE}/don-vi").text
    answer = send(client, f"{HERE}/dia-chi", province_code="19", ward_code="05503", street="Khác")
    assert answer.status_code == 409
    assert send(client, f"{HERE}/bo").status_code == 409
    session.refresh(seller)
    assert seller.street == "Xóm Hồng Thái 2"


def test_the_seller_reads_why_and_sends_it_again(client: Client, session: Session) -> None:
    user = make_applicant(session)
    seller = make_sent(session, user)
    reason = "Họ tên chưa khớp với thẻ căn cước."
    service.ask_changes(session, make_operator(session).id, seller, reason)
    signed_in(client, user)
    for path in ("/ban-hang", HERE):
        assert reason in client.get(path).text
    send(client, f"{HERE}/don-vi", **STEPS_UNIT | {"legal_name": "Lý Thị Sửu (chủ hộ)"})
    assert send(client, f"{HERE}/gui-duyet", declared="1").status_code == 303
    assert reason not in client.get(HERE).text
    assert seller_of(session).status is SellerStatus.SUBMITTED


STEPS_UNIT = {"kind": "farm_household", "name": "Nhà vườn Sửu"}


def test_a_draft_is_given_up_and_another_one_begun(client: Client, session: Session) -> None:
    user = make_applicant(session)
    make_draft(session, user)
    signed_in(client, user)
    assert send(client, f"{HERE}/bo").headers["location"] == "/tai-khoan"
    assert client.get(HERE).status_code == 404
    assert "Hồ sơ trước đã đóng" in client.get(OPEN).text
    assert send(client, OPEN, **OPENING).status_code == 303


def test_a_drafts_address_follows_its_name(client: Client, session: Session) -> None:
    user = make_applicant(session)
    seller = make_draft(session, user)
    assert seller.slug == "nha-vuon-suu"
    signed_in(client, user)
    send(client, f"{HERE}/don-vi", kind="farm_household", name="Vườn chè La Bằng")
    session.refresh(seller)
    assert seller.slug == "vuon-che-la-bang"


def test_an_approved_sellers_facts_wait_for_an_operator(client: Client, session: Session) -> None:
    user = make_applicant(session)
    seller = make_sent(session, user)
    service.approve_seller(session, make_operator(session).id, seller)
    signed_in(client, user)
    place = {"province_code": "19", "ward_code": "05503", "street": "Xóm Soi Vàng"}
    assert send(client, f"{HERE}/dia-chi", **place).headers["location"] == f"{HERE}?xong=cho"
    page = client.get(HERE).text
    assert "Thay đổi đang chờ sàn duyệt" in page
    assert "Xóm Soi Vàng" in page
    session.refresh(seller)
    assert seller.street == "Xóm Hồng Thái 2"
    contact = send(client, f"{HERE}/lien-he", email="suu@example.vn")
    assert contact.headers["location"] == f"{HERE}?xong=luu"
    session.refresh(seller)
    assert seller.email == "suu@example.vn"
    send(client, f"{HERE}/thay-doi/rut")
    send(client, f"{HERE}/thay-doi/rut")
    assert "Thay đổi đang chờ" not in client.get(HERE).text


def test_another_representative_comes_with_their_number(client: Client, session: Session) -> None:
    user = make_applicant(session)
    seller = make_sent(session, user)
    service.approve_seller(session, make_operator(session).id, seller)
    signed_in(client, user)
    answer = send(client, f"{HERE}/dai-dien", representative="Lý Văn Dần")
    assert answer.status_code == 422
    assert "số định danh của người mới" in answer.text
    typed = {"personal_number": "019074000456", "born_on": "1974-09-02"}
    assert send(client, f"{HERE}/dai-dien", representative="Lý Văn Dần", **typed).status_code == 303
    change = session.exec(select(SellerChange)).one()
    assert change.person is not None
    assert "019074000456" not in str(change.person)
    kept = queries.identity(session, seller.id)
    assert kept is not None
    assert kept.ending == "123"


def test_a_number_that_was_not_verified_is_verified_by_a_code(
    client: Client, session: Session
) -> None:
    user = make_user(session)
    make_whole(session, user)
    signed_in(client, user)
    assert "Xác minh số điện thoại" in client.get(HERE).text
    phone = f"{HERE}/dien-thoai"
    assert client.get(phone).status_code == 200
    asked = send(client, phone, phone="0987 654 321")
    where = asked.headers["location"]
    assert "987654321" not in where
    assert "0987 654 321" in client.get(where).text
    assert send(client, where, code="000000").status_code == 422
    code = code_sent_to(session, "+84987654321")
    assert send(client, where, code=code).headers["location"] == f"{HERE}?xong=so"
    seller = seller_of(session)
    assert (seller.phone, seller.phone_verified_at is None) == ("+84987654321", False)
    assert user.phone != seller.phone
    assert "Đủ thông tin rồi" in client.get(HERE).text


def test_the_phone_of_another_seller_is_refused(client: Client, session: Session) -> None:
    make_seller(session, phone="+84987654321")
    user = make_applicant(session)
    make_draft(session, user)
    signed_in(client, user)
    answer = send(client, f"{HERE}/dien-thoai", phone="0987654321")
    assert answer.status_code == 422
    assert "một đơn vị đã có trên sàn" in answer.text
    for made_up in ("", "?toi=x"):
        assert client.get(f"{HERE}/dien-thoai/ma{made_up}").status_code == 404


def test_personal_numbers_are_kept_out_of_the_records(client: Client, session: Session) -> None:
    make_whole(session, make_applicant(session), SellerKind.COOPERATIVE)
    kept = session.exec(select(SellerIdentity)).one()
    assert "019185000123" not in str(kept.model_dump())
    for entry in session.exec(select(AuditEntry)):
        assert "019185000123" not in str(entry.model_dump())


GETS = ["", "/don-vi", "/giay-phep", "/dai-dien", "/dia-chi", "/lien-he", "/dien-thoai"]
POSTS = [*GETS[1:], "/gui-duyet", "/bo", "/thay-doi/rut", "/dien-thoai/ma"]


@pytest.mark.parametrize(
    ("method", "part"), [*(("GET", p) for p in GETS), *(("POST", p) for p in POSTS)]
)
def test_only_its_owner_writes_an_application(
    visit: Callable[[], Client], session: Session, method: str, part: str
) -> None:
    owner = make_applicant(session)
    seller = make_draft(session, owner)
    staff = make_user(session)
    session.add(SellerMember(seller_id=seller.id, user_id=staff.id, role=MemberRole.STAFF))
    before = seller.model_dump()
    expected = 200 if (method, part) == ("GET", "") else 403
    for person, status in (
        (staff, expected),
        (make_user(session), 404),
        (make_operator(session), 404),
    ):
        browser = signed_in(visit(), person)
        data = form_token(browser)
        assert browser.request(method, HERE + part, data=data).status_code == status
    guest = visit().request(method, HERE + part)
    assert guest.status_code in {303, 403}
    session.refresh(seller)
    assert seller.model_dump() == before


def test_a_form_without_its_token_is_refused(client: Client, session: Session) -> None:
    user = make_applicant(session)
    make_draft(session, user)
    signed_in(client, user)
    for part in POSTS:
        assert client.post(HERE + part).status_code == 403
    assert client.post(OPEN, data=OPENING).status_code == 403


def test_an_unknown_step_is_not_found(client: Client, session: Session) -> None:
    signed_in(client, make_member(session))
    assert client.get(f"{HERE}/khong-co").status_code in {404, 422}
