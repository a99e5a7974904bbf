"""Signing in with a provider's word, over the wire against a provider that is not ours."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from sqlmodel import Session, col, select

from app.core.db import utc_now
from app.identity.models import AuditEntry, ExternalIdentity, User
from app.identity.rules import Role
from tests.conftest import Client
from tests.factories import PASSWORD, make_user
from tests.identity.openid.conftest import Open
from tests.identity.openid.flow import asked, come_in, here, know, let_in, sent_to
from tests.peers import Peer
from tests.processes import free_port
from tests.sessions import form_token, signed_in

PHONE = "+84915000111"


def links(session: Session) -> list[tuple[str, str, str]]:
    rows = session.exec(
        select(ExternalIdentity.provider, ExternalIdentity.subject, User.phone).join(
            User, col(User.id) == ExternalIdentity.user_id
        )
    )
    return [(provider, subject, phone) for provider, subject, phone in rows]


def test_nobody_sees_a_provider_that_is_not_connected(client: Client) -> None:
    page = client.get("/dang-nhap").text
    assert "VNeID" not in page
    assert "ThaiNguyen ID" not in page
    for code in ("vneid", "thainguyen-id", "khong-co"):
        for page in ("", "/tro-lai", "/xac-nhan"):
            assert client.get(f"/dang-nhap/oidc/{code}{page}").status_code == 404


def test_the_way_there_carries_what_protects_the_way_back(
    client: Client, provider: Peer, open_door: Open
) -> None:
    door = open_door(provider.url)
    assert "Đăng nhập bằng ThaiNguyen ID" in client.get("/dang-nhap").text
    query = asked(sent_to(client, door))
    assert query["response_type"] == "code"
    assert query["code_challenge_method"] == "S256"
    assert query["redirect_uri"].endswith(f"{door}/tro-lai")
    assert len({query["state"], query["nonce"], query["code_challenge"]}) == 3
    again = asked(sent_to(client, door))
    assert {query["state"], query["nonce"]}.isdisjoint({again["state"], again["nonce"]})


def test_somebody_new_becomes_a_shopper_and_comes_back_as_the_same(
    client: Client, session: Session, provider: Peer, open_door: Open
) -> None:
    know(
        provider, "a", name=" Lý  Thị Mai ", phone_number="0915 000 111", phone_number_verified=True
    )
    door = open_door(provider.url)
    for _ in range(2):
        answer = come_in(client, f"{door}?tiep=/gio-hang", "a")
        assert answer.headers["location"] == "/gio-hang"
        assert "Lý Thị Mai" in client.get("/tai-khoan").text
        client.cookies.clear()
    assert links(session) == [("thainguyen-id", "a", PHONE)]
    user = session.exec(select(User).where(User.phone == PHONE)).one()
    assert (user.role, user.password_hash) == (Role.SHOPPER, "")
    done = session.exec(select(AuditEntry.action).where(AuditEntry.subject_id == user.id)).all()
    assert sorted(done) == ["user.link", "user.open"]


def test_a_verified_number_leads_to_its_account_which_its_owner_opens(
    client: Client, session: Session, provider: Peer, open_door: Open
) -> None:
    owner = make_user(session, phone=PHONE)
    know(provider, "b", name="Lý Mai", phone_number=PHONE, phone_number_verified=True)
    door = open_door(provider.url)
    answer = come_in(client, door, "b")
    assert answer.headers["location"] == f"{door}/xac-nhan"
    assert "ng" not in client.cookies
    assert "0915 000 111" in client.get(f"{door}/xac-nhan").text
    wrong = client.post(f"{door}/xac-nhan", data={"password": "sai mat khau"})
    assert wrong.status_code == 422
    assert "chưa đúng" in wrong.text
    assert links(session) == []
    right = client.post(f"{door}/xac-nhan", data={"password": PASSWORD})
    assert right.headers["location"] == "/tai-khoan/lien-ket"
    assert links(session) == [("thainguyen-id", "b", PHONE)]
    assert owner.name in client.get("/tai-khoan").text
    client.cookies.clear()
    assert come_in(client, door, "b").headers["location"] == "/tai-khoan"


def test_a_confirmation_sent_twice_links_once(
    client: Client, session: Session, provider: Peer, open_door: Open
) -> None:
    make_user(session, phone=PHONE)
    know(provider, "c", phone_number=PHONE, phone_number_verified=True)
    door = open_door(provider.url)
    come_in(client, door, "c")
    kept = dict(client.cookies)
    for _ in range(2):
        client.cookies.clear()
        client.cookies.update(kept)
        assert client.post(f"{door}/xac-nhan", data={"password": PASSWORD}).status_code == 303
    assert len(links(session)) == 1


def test_a_confirmation_waits_ten_minutes(
    client: Client, session: Session, provider: Peer, open_door: Open
) -> None:
    make_user(session, phone=PHONE)
    know(provider, "d", phone_number=PHONE, phone_number_verified=True)
    door = open_door(provider.url)
    come_in(client, door, "d")
    assert client.get(f"{door}/xac-nhan").status_code == 200
    with time_machine.travel(utc_now() + timedelta(minutes=11)):
        assert client.post(f"{door}/xac-nhan", data={"password": PASSWORD}).status_code == 400
    client.cookies.clear()
    assert client.post(f"{door}/xac-nhan", data={"password": PASSWORD}).status_code == 400
    assert links(session) == []


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"phone_number": PHONE},
        {"phone_number": PHONE, "phone_number_verified": False},
        {"phone_number": PHONE, "phone_number_verified": "true"},
        {"phone_number": "not a number", "phone_number_verified": True},
        {"phone_number": ["+84915000111"], "phone_number_verified": True},
    ],
)
def test_a_number_that_nobody_verified_leads_nowhere(
    client: Client, session: Session, provider: Peer, open_door: Open, claims: dict[str, object]
) -> None:
    make_user(session, phone=PHONE)
    know(provider, "e", name="Ai đó", **claims)
    answer = come_in(client, open_door(provider.url), "e")
    assert answer.status_code == 403
    assert "Chưa có số điện thoại đã xác minh" in answer.text
    assert links(session) == []


def test_who_is_signed_in_links_without_a_number(
    client: Client, session: Session, provider: Peer, open_door: Open
) -> None:
    owner = make_user(session)
    know(provider, "f", name="Ai đó")
    door = open_door(provider.url)
    signed_in(client, owner)
    assert "Nối với ThaiNguyen ID" in client.get("/tai-khoan/lien-ket").text
    assert come_in(client, door, "f").headers["location"] == f"{door}/xac-nhan"
    said = {"password": PASSWORD} | form_token(client)
    assert client.post(f"{door}/xac-nhan", data=said).status_code == 303
    assert links(session) == [("thainguyen-id", "f", owner.phone)]
    assert come_in(client, door, "f").headers["location"] == "/tai-khoan/lien-ket"


def test_an_identity_of_somebody_else_stays_theirs(
    visit: Callable[[], Client], session: Session, provider: Peer, open_door: Open
) -> None:
    know(provider, "g", phone_number=PHONE, phone_number_verified=True)
    know(provider, "h", phone_number=PHONE, phone_number_verified=True)
    door = open_door(provider.url)
    come_in(visit(), door, "g")
    other = signed_in(visit(), make_user(session))
    assert come_in(other, door, "g").status_code == 409
    second = come_in(visit(), door, "h")  # another identity with the same number
    assert second.status_code == 409
    assert "đã nối với định danh khác" in second.text
    assert links(session) == [("thainguyen-id", "g", PHONE)]


def test_a_link_is_undone_unless_it_is_the_only_way_in(
    visit: Callable[[], Client], session: Session, provider: Peer, open_door: Open
) -> None:
    know(provider, "i", phone_number=PHONE, phone_number_verified=True)
    door = open_door(provider.url)
    client, stranger = visit(), signed_in(visit(), make_user(session))
    come_in(client, door, "i")
    path = "/tai-khoan/lien-ket/thainguyen-id/go"
    assert stranger.post(path, data=form_token(stranger)).status_code == 303
    refused = client.post(path, data=form_token(client))
    assert refused.status_code == 409
    assert "chưa có mật khẩu" in refused.text
    session.exec(select(User).where(User.phone == PHONE)).one().password_hash = "set since"
    for _ in range(2):
        assert client.post(path, data=form_token(client)).status_code == 303
    assert links(session) == []


def test_a_closed_account_stays_closed(
    client: Client, session: Session, provider: Peer, open_door: Open
) -> None:
    know(provider, "j", phone_number=PHONE, phone_number_verified=True)
    door = open_door(provider.url)
    come_in(client, door, "j")
    client.cookies.clear()
    session.exec(select(User).where(User.phone == PHONE)).one().disabled_at = utc_now()
    assert come_in(client, door, "j").status_code == 403


def test_who_changes_their_mind_is_told_that_nothing_happened(
    client: Client, session: Session, provider: Peer, open_door: Open
) -> None:
    door = open_door(provider.url)
    back = let_in(sent_to(client, f"/en{door}"), action="deny")
    assert "error=access_denied" in back
    state = asked(sent_to(client, f"/en{door}"))["state"]
    answer = client.get(f"{door}/tro-lai", params={"error": "access_denied", "state": state})
    assert answer.status_code == 400
    assert "You stopped this sign-in" in answer.text


def test_what_comes_back_must_be_what_was_sent(
    visit: Callable[[], Client], session: Session, provider: Peer, open_door: Open
) -> None:
    know(provider, "k", phone_number=PHONE, phone_number_verified=True)
    door = open_door(provider.url)
    client, other = visit(), visit()
    back = here(let_in(sent_to(client, door), sub="k"))
    sent_to(other, door)
    assert visit().get(back).status_code == 400  # a browser that was never sent
    assert other.get(back).status_code == 400  # another one's attempt
    assert client.get(back.replace("state=", "state=x")).status_code == 400
    assert client.get(back).status_code == 400  # a failed attempt is over
    assert links(session) == []


def test_a_code_is_worth_one_sign_in(
    client: Client, session: Session, provider: Peer, open_door: Open
) -> None:
    know(provider, "l", phone_number=PHONE, phone_number_verified=True)
    door = open_door(provider.url)
    location = sent_to(client, door)
    kept = dict(client.cookies)
    back = here(let_in(location, sub="l"))
    assert client.get(back).status_code == 303
    client.cookies.clear()
    client.cookies.update(kept)  # as from a copied browser
    replayed = client.get(back)
    assert replayed.status_code == 400
    assert "ng" not in client.cookies


def test_an_attempt_lasts_ten_minutes(client: Client, provider: Peer, open_door: Open) -> None:
    know(provider, "m", phone_number=PHONE, phone_number_verified=True)
    back = here(let_in(sent_to(client, open_door(provider.url)), sub="m"))
    with time_machine.travel(utc_now() + timedelta(minutes=11)):
        answer = client.get(back)
    assert answer.status_code == 400
    assert "quá 10 phút" in answer.text


def test_a_provider_that_is_down_leaves_the_password(client: Client, open_door: Open) -> None:
    door = open_door(f"http://127.0.0.1:{free_port()}")
    answer = client.get(door)
    assert answer.status_code == 502
    assert "Đăng nhập bằng mật khẩu" in answer.text


def test_a_link_never_leads_out_of_the_shop(
    client: Client, provider: Peer, open_door: Open
) -> None:
    know(provider, "n", phone_number=PHONE, phone_number_verified=True)
    answer = come_in(client, f"{open_door(provider.url)}?tiep=//evil.example", "n")
    assert answer.headers["location"] == "/tai-khoan"


def test_a_second_factor_is_still_asked_for(
    client: Client, session: Session, provider: Peer, open_door: Open
) -> None:
    operator = make_user(session, phone=PHONE, role=Role.OPERATOR, has_second_factor=True)
    said = {"acr": "urn:loa:high", "amr": ["otp", "hwk"]}
    know(provider, "o", phone_number=PHONE, phone_number_verified=True, **said)
    door = open_door(provider.url)
    come_in(client, door, "o")
    confirmed = client.post(f"{door}/xac-nhan", data={"password": PASSWORD})
    assert confirmed.headers["location"].startswith("/dang-nhap/xac-thuc")
    assert client.get("/dieu-hanh").status_code == 303
    client.cookies.clear()
    answer = come_in(client, f"{door}?tiep=/dieu-hanh", "o")
    assert answer.headers["location"] == "/dang-nhap/xac-thuc?tiep=/dieu-hanh"
    assert client.get("/dieu-hanh").headers["location"].startswith("/dang-nhap/xac-thuc")
    assert links(session) == [("thainguyen-id", "o", operator.phone)]
