"""Private papers from a seller's side: sealed, dated, and every look at them written down."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
from PIL import Image
from sqlmodel import Session

from app.core import papers
from app.core.config import settings
from app.core.days import today
from app.core.storage import store
from app.identity.queries import audit_trail
from app.sellers import tasks
from app.sellers.models import Seller
from app.sellers.rules import DocumentStatus
from tests.conftest import Client, Queries
from tests.factories import make_document, make_product, make_seller, make_user
from tests.pictures import photograph
from tests.sellers.shop_desk import Desk, desk_of
from tests.sessions import form_token, signed_in
from tests.web.paper_desk import PAPERS, documents, given, hand_in, scan

EVIL = "<script>alert(1)</script>"


@pytest.fixture
def owner(
    client: Client, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Desk, Seller]:
    monkeypatch.setattr(settings, "var_dir", tmp_path)
    return desk_of(client, session, make_seller(session))


def test_a_paper_is_kept_sealed_and_only_once(
    owner: tuple[Desk, Seller], session: Session, tmp_path: Path
) -> None:
    desk, seller = owner
    typed = given()
    for _ in range(2):
        file = ("giay.jpg", photograph(800, 600, gps=True), "image/jpeg")
        answer = desk.post(PAPERS, files={"file": file}, **typed)
        assert answer.headers["location"] == f"{PAPERS}?xong=gui"
    (document,) = documents(session)
    assert (document.seller_id, document.status) == (seller.id, DocumentStatus.WAITING)
    (kept,) = (path for path in tmp_path.rglob("papers/*/*") if path.is_file())
    assert b"JFIF" not in kept.read_bytes()
    assert not list((tmp_path / "media").rglob("*"))
    page = desk.get(PAPERS).text
    assert "Giấy chứng nhận an toàn thực phẩm" in page
    assert "Chờ sàn xem" in page


def test_a_photograph_comes_back_without_its_place_and_safely(
    owner: tuple[Desk, Seller], session: Session
) -> None:
    desk, _ = owner
    hand_in(desk)
    (document,) = documents(session)
    answer = desk.get(f"{PAPERS}/{document.code}/tep")
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["content-disposition"].startswith("inline; filename*=UTF-8''food_safety-")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert b"PHONE-MAKER" not in answer.content
    assert Image.MAX_IMAGE_PIXELS


def test_a_pdf_is_saved_not_shown(owner: tuple[Desk, Seller], session: Session) -> None:
    desk, _ = owner
    body = scan()
    hand_in(desk, ("../../đăng ký.pdf", body, "image/png"), kind="business_licence")
    (document,) = documents(session)
    answer = desk.get(f"{PAPERS}/{document.code}/tep")
    assert answer.content == body
    assert answer.headers["content-type"] == papers.PDF
    assert unquote(answer.headers["content-disposition"]).startswith("attachment")
    assert document.file_name == "đăng ký.pdf"


def test_every_look_is_written_down_where_the_seller_sees_it(
    owner: tuple[Desk, Seller], session: Session
) -> None:
    desk, _ = owner
    hand_in(desk)
    (document,) = documents(session)
    place = f"{PAPERS}/{document.code}"
    assert "Chưa ai mở tệp này." in desk.get(place).text
    for _ in range(2):
        desk.get(f"{place}/tep")
    assert desk.get(place).text.count(f"<b>{desk.user.name}</b>") == 2
    looks = [one for one in audit_trail(session, document.id) if one.action == "document.view"]
    assert {one.actor_id for one in looks} == {desk.user.id}


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"kind": ""}, "kind", "Chưa điền"),
        ({"kind": "passport"}, "kind", "trong danh sách"),
        ({"number": ""}, "number", "Chưa điền"),
        ({"issuer": ""}, "issuer", "Chưa điền"),
        ({"issued_on": "sang năm"}, "issued_on", "Ngày chưa đúng"),
        ({"issued_on": str(today() + timedelta(1))}, "issued_on", "sau hôm nay"),
        ({"expires_on": ""}, "expires_on", "có thời hạn"),
        ({"expires_on": str(today() - timedelta(1))}, "expires_on", "đã hết hạn"),
        ({"expires_on": str(today() - timedelta(99))}, "expires_on", "sau ngày cấp"),
        ({"kind": "personal_id", "number": "12345"}, "number", "12 chữ số"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_kept(
    owner: tuple[Desk, Seller], session: Session, typed: dict[str, str], field: str, said: str
) -> None:
    desk, _ = owner
    answer = hand_in(desk, **{"issuer": "Nơi vừa gõ"} | typed)
    assert answer.status_code == 422
    error = answer.text.split(f'id="e-{field}"')[1].split("</p>")[0]
    assert said in error
    assert field == "issuer" or "Nơi vừa gõ" in answer.text
    assert documents(session) == []
    assert list(store("private").keys()) == []


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (("x.pdf", b"%PDF-1.4 broken", "application/pdf"), papers.NEITHER),
        (("x.jpg", b"MZ program", "image/jpeg"), papers.NEITHER),
        (("x.svg", b"<svg/>", "image/svg+xml"), None),
        (("x.jpg", b"", "image/jpeg"), "Mời chọn hoặc chụp giấy này."),
        (("x.jpg", b"x" * (papers.MOST_BYTES + 1), "image/jpeg"), papers.TOO_HEAVY),
    ],
    ids=["pdf", "program", "svg", "nothing", "heavy"],
)
def test_a_file_that_is_no_paper_is_refused_with_a_sentence(
    owner: tuple[Desk, Seller], session: Session, file: tuple[str, bytes, str], said: str | None
) -> None:
    desk, _ = owner
    answer = hand_in(desk, file)
    assert answer.status_code == 422
    assert said is None or said in answer.text
    assert 'value="012/2026/ATTP"' in answer.text
    assert documents(session) == []


def test_an_identity_number_is_sealed_and_shown_to_owners_alone(
    owner: tuple[Desk, Seller], session: Session, visit: Callable[[], Client]
) -> None:
    desk, seller = owner
    hand_in(desk, kind="personal_id", number="019 085 001234", expires_on="")
    (document,) = documents(session)
    assert (document.number, "019085001234" in document.sealed_number) == ("", False)
    assert "019085001234" in desk.get(f"{PAPERS}/{document.code}").text
    assert "019085001234" not in desk.get(PAPERS).text
    assert "019085001234" not in str([one.after for one in audit_trail(session, document.id)])
    helper, _ = desk_of(visit(), session, seller, staff=True)
    assert document.code not in helper.get(PAPERS).text
    for part in ("", "/tep"):
        assert helper.get(f"{PAPERS}/{document.code}{part}").status_code == 404
    assert helper.get(f"{PAPERS}/moi?thay={document.code}").status_code == 404
    refused = hand_in(helper, kind="business_licence")
    assert refused.status_code == 422
    assert "do chủ gian hàng gửi" in refused.text
    assert hand_in(helper, kind="food_safety").status_code == 303


def test_another_sellers_paper_and_product_do_not_exist(
    owner: tuple[Desk, Seller], session: Session, visit: Callable[[], Client]
) -> None:
    desk, _ = owner
    hand_in(desk)
    (document,) = documents(session)
    other, theirs = desk_of(visit(), session)
    for part in ("", "/tep"):
        assert other.get(f"{PAPERS}/{document.code}{part}").status_code == 404
    assert other.get(f"{PAPERS}/moi?thay={document.code}").status_code == 404
    assert hand_in(other, replaces=document.code).status_code == 404
    assert hand_in(desk, product=make_product(session).slug).status_code == 404
    product = make_product(session, session.get_one(Seller, theirs.id), name="Chè của họ")
    assert hand_in(other, product=product.slug).status_code == 303
    assert "Chè của họ" in other.get(PAPERS).text
    assert len(documents(session)) == 2
    shopper = signed_in(visit(), make_user(session))
    assert shopper.get(PAPERS).status_code == 404
    assert shopper.post(PAPERS, data=form_token(shopper) | given()).status_code == 404
    guest = visit()
    assert guest.get(PAPERS).headers["location"].startswith("/dang-nhap")


def test_a_replacement_takes_over_when_it_is_accepted_and_history_stays(
    owner: tuple[Desk, Seller], session: Session
) -> None:
    desk, _ = owner
    hand_in(desk, number="CŨ-1")
    (old,) = documents(session)
    old.status = DocumentStatus.ACCEPTED
    assert "Gửi bản thay" in desk.get(f"{PAPERS}/{old.code}").text
    assert hand_in(desk, number="MỚI-1", replaces=old.code).status_code == 303
    assert documents(session)[0].status is DocumentStatus.ACCEPTED
    assert "Bản thay đang chờ" in desk.get(f"{PAPERS}/{old.code}").text
    again = hand_in(desk, number="MỚI-2", replaces=old.code)
    assert again.status_code == 409
    assert "đã có bản thay" in again.text
    newer = documents(session)[1]
    hand_in(desk, number="MỚI-3", replaces=newer.code)  # it was still waiting
    assert [one.status.value for one in documents(session)] == ["accepted", "replaced", "waiting"]
    assert "Giấy cũ đã thay" in desk.get(PAPERS).text


def test_a_paper_runs_out_by_itself(owner: tuple[Desk, Seller], session: Session) -> None:
    desk, _ = owner
    hand_in(desk)
    (document,) = documents(session)
    document.status, document.expires_on = DocumentStatus.ACCEPTED, today() - timedelta(1)
    assert "Hết hạn" in desk.get(PAPERS).text
    assert "Giấy đã hết hạn" in desk.get(f"{PAPERS}/{document.code}").text


def test_scripts_come_out_as_text(owner: tuple[Desk, Seller], session: Session) -> None:
    desk, _ = owner
    file = (f"{EVIL}.jpg", photograph(), "image/jpeg")
    hand_in(desk, file, number=EVIL, issuer=EVIL)
    (document,) = documents(session)
    document.reason, document.status = EVIL, DocumentStatus.REFUSED
    for path in (PAPERS, f"{PAPERS}/{document.code}"):
        assert EVIL not in desk.get(path).text
    assert EVIL not in hand_in(desk, number=EVIL, issuer="").text


def test_files_without_a_row_are_forgotten_after_two_days(
    owner: tuple[Desk, Seller], session: Session
) -> None:
    desk, _ = owner
    hand_in(desk)
    (document,) = documents(session)
    files = store("private")
    files.put("papers/2020-01-01/left-behind", b"x")
    document.file_key = "papers/2020-01-01/named"
    files.put(document.file_key, b"y")
    files.put(f"papers/{today()}/just-put", b"z")
    session.flush()
    tasks.sweep_papers()
    kept = set(files.keys("papers/2020-01-01"))
    assert kept == {"papers/2020-01-01/named"}
    assert files.has(f"papers/{today()}/just-put")


def test_a_store_that_does_not_answer_leaves_nothing_behind(
    owner: tuple[Desk, Seller], session: Session, tmp_path: Path
) -> None:
    desk, _ = owner
    hand_in(desk, number="CŨ-1")
    (old,) = documents(session)
    folder = tmp_path / "private"
    folder.rename(tmp_path / "elsewhere")
    folder.write_text("no folder")
    answer = hand_in(desk, number="MỚI-1", replaces=old.code)
    assert answer.status_code == 503
    assert "Mời gửi lại sau ít phút" in answer.text
    assert 'value="MỚI-1"' in answer.text
    assert [one.status for one in documents(session)] == [DocumentStatus.WAITING]
    assert desk.get(f"{PAPERS}/{old.code}/tep").status_code == 503
    assert not [one for one in audit_trail(session, old.id) if one.action == "document.view"]


def test_a_lost_file_is_said_plainly(owner: tuple[Desk, Seller], session: Session) -> None:
    desk, _ = owner
    hand_in(desk)
    (document,) = documents(session)
    store("private").delete(document.file_key)
    answer = desk.get(f"{PAPERS}/{document.code}/tep")
    assert answer.status_code == 410
    assert "Mời gửi lại giấy này" in answer.text


def test_the_lists_queries_do_not_grow_with_papers(
    owner: tuple[Desk, Seller], session: Session, queries: Queries
) -> None:
    desk, seller = owner
    counts: list[int] = []
    for more in (1, 9):
        for _ in range(more):
            product = make_product(session, seller)
            make_document(session, seller, product_id=product.id)
        queries.clear()
        assert desk.get(PAPERS).text.count('class="paper"') == (1 if more == 1 else 10)
        counts.append(len(queries))
    assert counts[0] == counts[1]
