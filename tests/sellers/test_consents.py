"""Consent to be helped: asked, given part by part, provable, and taken back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from httpx2 import Response
from sqlmodel import Session, col, select

from app.core.config import settings
from app.core.db import utc_now
from app.identity.models import AuditEntry, User
from app.notifications.models import Message
from app.sellers.models import CONSENT_DAYS, Consent, MemberRole, Seller
from app.sellers.rules.assistance import TEXT_VERSION
from tests.conftest import Client
from tests.factories import make_consent, make_member, make_officer, make_operator, make_seller
from tests.pictures import photograph
from tests.sessions import form_token, signed_in

HELP = "/ban-hang/ho-tro"


@pytest.fixture
def seller(session: Session) -> Seller:
    return make_seller(session, slug="ho-ba-nhai", name="Hộ bà Nhài")


@pytest.fixture
def officer(session: Session) -> User:
    return make_officer(session, name="Hoàng Văn Cán")


@pytest.fixture
def desk(visit: Callable[[], Client], officer: User) -> Client:
    """The officer's browser."""
    return signed_in(visit(), officer)


@pytest.fixture
def shop(visit: Callable[[], Client], seller: Seller, session: Session) -> Client:
    """The owner's browser."""
    return signed_in(visit(), make_member(session, seller))


def post(browser: Client, path: str, **data: str) -> Response:
    return browser.post(path, data=form_token(browser) | data)


def ask(desk: Client, seller: Seller, **data: str) -> Response:
    return post(desk, f"/can-bo/don-vi/{seller.slug}/dong-y", **{"way": "tap"} | data)


def only(session: Session) -> Consent:
    return session.exec(select(Consent)).one()


def actions(session: Session) -> list[str]:
    return list(session.exec(select(AuditEntry.action).order_by(col(AuditEntry.id))).all())


def test_the_seller_answers_by_its_own_tap_and_may_agree_to_less(
    desk: Client, shop: Client, seller: Seller, session: Session
) -> None:
    assert ask(desk, seller, products="1", orders="1").status_code == 303
    page = shop.get(HELP).text
    assert "Hoàng Văn Cán xin được làm giúp" in page
    assert "Tôi đồng ý để Hoàng Văn Cán làm giúp tôi" in page
    assert "checked" not in page
    code = only(session).code
    answer = post(shop, f"{HELP}/{code}/tra-loi", products="1", lots="1")
    assert answer.status_code == 303
    given = only(session)
    assert given.scopes == ["products"]
    assert given.text_version == TEXT_VERSION
    assert given.given_at is not None
    assert given.valid_until == given.given_at + timedelta(days=90)
    assert "Đang đồng ý" in shop.get(HELP).text
    post(shop, f"{HELP}/{code}/tra-loi", products="1")
    assert actions(session) == ["consent.ask", "consent.give"]


def test_the_seller_hears_of_question_and_consent_by_sms(
    desk: Client, shop: Client, seller: Seller, session: Session
) -> None:
    ask(desk, seller, products="1")
    code = only(session).code
    post(shop, f"{HELP}/{code}/tra-loi", products="1")
    told = session.exec(select(Message.event, Message.recipient)).all()
    assert set(told) == {
        (f"consent_asked:{code}", seller.phone),
        (f"consent_given:{code}", seller.phone),
    }


def test_nothing_ticked_is_no_consent(
    desk: Client, shop: Client, seller: Seller, session: Session
) -> None:
    answer = ask(desk, seller)
    assert answer.status_code == 422
    assert "Mời đánh dấu ít nhất một phần việc" in answer.text
    ask(desk, seller, products="1")
    code = only(session).code
    answer = post(shop, f"{HELP}/{code}/tra-loi", orders="1")  # not asked for
    assert answer.status_code == 422
    assert only(session).given_at is None
    assert only(session).scopes == ["products"]


def test_asking_twice_asks_once_and_another_question_takes_the_place_of_the_first(
    desk: Client, seller: Seller, session: Session
) -> None:
    for _ in range(2):
        ask(desk, seller, products="1")
    assert only(session).scopes == ["products"]
    ask(desk, seller, orders="1")
    open_ones = select(Consent.scopes).where(col(Consent.withdrawn_at).is_(None))
    assert session.exec(open_ones).all() == [["orders"]]


def test_a_question_that_is_too_old_is_not_answered(
    desk: Client, shop: Client, seller: Seller, session: Session
) -> None:
    ask(desk, seller, products="1")
    question = only(session)
    question.asked_at = utc_now() - timedelta(days=7)
    answer = post(shop, f"{HELP}/{question.code}/tra-loi", products="1")
    assert answer.status_code == 409
    assert only(session).given_at is None


def test_the_seller_turns_to_an_officer_of_its_commune_by_itself(
    shop: Client, officer: User, session: Session
) -> None:
    stranger = make_officer(session, ward_code="05500")
    assert officer.name in shop.get(HELP).text
    assert stranger.name not in shop.get(HELP).text
    assert post(shop, HELP, officer=stranger.phone, lots="1").status_code == 422
    answer = post(shop, HELP, officer=officer.phone)
    assert answer.status_code == 422
    assert f'value="{officer.phone}" selected' in answer.text
    assert post(shop, HELP, officer=officer.phone, lots="1").status_code == 303
    assert only(session).officer_id == officer.id


def test_consent_is_taken_back_without_a_reason_and_again_changes_nothing(
    shop: Client, seller: Seller, officer: User, session: Session
) -> None:
    consent = make_consent(session, seller, officer)
    for _ in range(2):
        assert post(shop, f"{HELP}/{consent.code}/rut").status_code == 303
    assert actions(session) == ["consent.withdraw"]
    assert "Đã rút lại" in shop.get(HELP).text


def test_no_is_an_answer(desk: Client, shop: Client, seller: Seller, session: Session) -> None:
    ask(desk, seller, products="1")
    post(shop, f"{HELP}/{only(session).code}/rut")
    assert actions(session) == ["consent.ask", "consent.decline"]
    assert post(shop, f"{HELP}/{only(session).code}/tra-loi", products="1").status_code == 409


def test_new_consent_takes_the_place_of_the_old(
    shop: Client, seller: Seller, officer: User, session: Session
) -> None:
    old = make_consent(session, seller, officer, scopes=["products"])
    post(shop, HELP, officer=officer.phone, orders="1")
    session.refresh(old)
    assert old.withdrawn_at is not None
    in_force = select(Consent.scopes).where(col(Consent.withdrawn_at).is_(None))
    assert session.exec(in_force).all() == [["orders"]]


def test_the_operator_sets_how_long_consent_holds(
    shop: Client, officer: User, session: Session
) -> None:
    CONSENT_DAYS.set(session, 30, by=None, since=utc_now() - timedelta(minutes=1))
    post(shop, HELP, officer=officer.phone, orders="1")
    given = only(session)
    assert given.given_at is not None
    assert given.valid_until == given.given_at + timedelta(days=30)


def test_staff_let_nobody_in_but_may_shut_the_door(
    visit: Callable[[], Client], seller: Seller, officer: User, session: Session
) -> None:
    staff = signed_in(visit(), make_member(session, seller, role=MemberRole.STAFF))
    assert "Nhờ ai" not in staff.get(HELP).text
    assert post(staff, HELP, officer=officer.phone, products="1").status_code == 403
    consent = make_consent(session, seller, officer)
    assert post(staff, f"{HELP}/{consent.code}/rut").status_code == 303


def test_another_sellers_consent_does_not_exist(
    visit: Callable[[], Client], seller: Seller, officer: User, session: Session
) -> None:
    consent = make_consent(session, seller, officer)
    rival = signed_in(visit(), make_member(session))
    for part in ("rut", "tra-loi"):
        assert post(rival, f"{HELP}/{consent.code}/{part}", products="1").status_code == 404
    assert rival.get(f"{HELP}/{consent.code}/giay.jpg").status_code == 404
    assert officer.name not in rival.get(HELP).text.split("h-offer")[0]
    assert only(session).withdrawn_at is None


def sign(desk: Client, seller: Seller, **data: str) -> Response:
    """Sends the photograph of a signed paper."""
    photo = {"photo": ("giay.jpg", photograph(900, 1200, gps=True), "image/jpeg")}
    path = f"/can-bo/don-vi/{seller.slug}/dong-y"
    return desk.post(path, data=form_token(desk) | {"way": "paper"} | data, files=photo)


@pytest.fixture
def _papers(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setattr(settings, "var_dir", tmp_path)


@pytest.mark.usefixtures("_papers")
def test_a_signed_paper_is_kept_sealed_and_every_look_at_it_is_recorded(
    desk: Client, shop: Client, seller: Seller, session: Session
) -> None:
    for _ in range(2):
        assert sign(desk, seller, products="1").status_code == 303
    consent = only(session)
    assert consent.given_at is not None
    kept = (settings.var_dir / "private" / consent.paper).read_bytes()
    assert b"JFIF" not in kept
    assert b"Exif" not in kept
    for answer in (
        desk.get(f"/can-bo/don-vi/{seller.slug}/dong-y/{consent.code}/giay.jpg"),
        shop.get(f"{HELP}/{consent.code}/giay.jpg"),
    ):
        assert answer.status_code == 200
        assert answer.content.startswith(b"\xff\xd8")
        assert b"Exif" not in answer.content
        assert answer.headers["cache-control"] == "private, no-store"
        assert "sandbox" in answer.headers["content-security-policy"]
    assert actions(session).count("consent.view_paper") == 2


@pytest.mark.usefixtures("_papers")
@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"<svg/>" * 50], ids=["none", "pdf", "svg"])
def test_a_paper_that_is_no_photograph_is_refused_and_nothing_is_written(
    desk: Client, seller: Seller, session: Session, content: bytes
) -> None:
    path = f"/can-bo/don-vi/{seller.slug}/dong-y"
    form = form_token(desk) | {"way": "paper", "products": "1"}
    answer = desk.post(path, data=form, files={"photo": ("giay.jpg", content, "image/jpeg")})
    assert answer.status_code == 422
    assert 'id="e-photo"' in answer.text
    assert 'name="products" value="1" checked' in answer.text
    assert session.exec(select(Consent)).all() == []


def test_where_nothing_was_signed_there_is_no_paper(
    shop: Client, seller: Seller, officer: User, session: Session
) -> None:
    consent = make_consent(session, seller, officer)
    assert shop.get(f"{HELP}/{consent.code}/giay.jpg").status_code == 404


def test_an_officer_gives_consent_back_and_touches_nobody_elses(
    desk: Client, seller: Seller, officer: User, session: Session
) -> None:
    place = f"/can-bo/don-vi/{seller.slug}/dong-y"
    theirs = make_consent(session, seller, make_officer(session))
    own = make_consent(session, seller, officer)
    assert post(desk, f"{place}/{theirs.code}/rut").status_code == 404
    assert desk.get(f"{place}/{theirs.code}/giay.jpg").status_code == 404
    assert theirs.code not in desk.get(f"/can-bo/don-vi/{seller.slug}").text
    assert post(desk, f"{place}/{own.code}/rut").status_code == 303
    assert own.withdrawn_at is not None
    assert theirs.withdrawn_at is None


def test_an_operator_ends_a_consent_for_a_seller_who_called_and_says_why(
    visit: Callable[[], Client], seller: Seller, officer: User, session: Session
) -> None:
    operator = signed_in(visit(), make_operator(session))
    consent = make_consent(session, seller, officer)
    path = f"/can-bo/don-vi/{seller.slug}/dong-y/{consent.code}/rut"
    assert post(operator, path).status_code == 422
    assert post(operator, path, reason="Bà Nhài gọi điện xin thôi").status_code == 303
    assert consent.withdrawn_at is not None
    (entry,) = session.exec(select(AuditEntry)).all()
    assert (entry.action, entry.reason) == ("consent.withdraw", "Bà Nhài gọi điện xin thôi")
