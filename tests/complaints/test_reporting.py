"""Reporting a packet without an account, and finding out what became of it."""

import re
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest
from sqlmodel import Session, select

from app.complaints import tasks
from app.complaints.models import Ticket
from app.complaints.rules import Kind, State, Subject
from app.complaints.service import photos
from app.complaints.service.deadlines import DEADLINES
from app.core.config import settings
from app.core.ids import new_code
from app.core.storage import store
from app.traceability.models import Lot, LotStatus
from tests.conftest import Client
from tests.factories import make_lot
from tests.pictures import photograph

STORY = "Mua ở chợ Thái hôm qua, nắp hộp không có vòng niêm phong."


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "var_dir", tmp_path)
    return tmp_path


@pytest.fixture
def lot(session: Session) -> Lot:
    return make_lot(session)


def typed(**fields: str) -> dict[str, str]:
    return {"form_key": token_hex(8), "kind": "spoiled", "body": STORY} | fields


def send(client: Client, code: str, **fields: Any) -> Any:
    files = fields.pop("files", None)
    return client.post(f"/Q/{code}/bao-su-co", data=typed(**fields), files=files)


def only_ticket(session: Session) -> Ticket:
    return session.exec(select(Ticket)).one()


def test_a_report_gets_a_number_whose_page_says_state_and_answers_only(
    client: Client, session: Session, lot: Lot
) -> None:
    answer = send(client, lot.code, phone="0912 345 678")
    ticket = only_ticket(session)
    assert answer.headers["location"] == f"/su-co/{ticket.code}?xong=gui"
    assert (ticket.subject_type, ticket.subject) == (Subject.LOT, lot.code)
    assert (ticket.seller_id, ticket.phone) == (lot.seller_id, "+84912345678")
    assert (ticket.due_at - ticket.created_at).total_seconds() == 48 * 3600
    page = client.get(answer.headers["location"]).text
    assert "đã nhận, đang chờ trả lời" in page
    for secret in (STORY, "912 345 678", "912345678", lot.code):
        assert secret not in page, secret


@pytest.mark.parametrize("lang", ["", "/en"])
def test_the_number_alone_finds_the_ticket(
    client: Client, session: Session, lot: Lot, lang: str
) -> None:
    send(client, lot.code)
    code = only_ticket(session).code
    found = client.get(f"{lang}/su-co?ma={code[:5].lower()}-{code[5:].lower()}")
    assert found.headers["location"] == f"{lang}/su-co/{code}"
    assert client.get(f"{lang}/su-co/{code}").status_code == 200
    assert client.get(f"{lang}/su-co?ma=khong").status_code == 422
    assert client.get(f"{lang}/su-co/{new_code(10)}").status_code == 404


def test_the_same_form_twice_is_one_ticket(client: Client, session: Session, lot: Lot) -> None:
    given = typed()
    sent = [client.post(f"/Q/{lot.code}/bao-su-co", data=given) for _ in range(2)]
    assert sent[0].headers["location"] == sent[1].headers["location"]
    assert only_ticket(session).state is State.OPEN


def test_an_unknown_code_leads_to_reporting_a_false_label(client: Client, session: Session) -> None:
    code = new_code(10)
    unknown = client.get(f"/Q/{code}").text
    (link,) = re.findall(r'href="(/Q/[^"]+/bao-su-co)"', unknown)
    page = client.get(link).text
    assert "<h1>Báo tem nghi giả</h1>" in page
    assert '<option value="fake" selected>' in page
    assert send(client, code, kind="fake").status_code == 303
    ticket = only_ticket(session)
    assert (ticket.subject_type, ticket.subject, ticket.seller_id) == (Subject.CODE, code, None)


def test_whatever_stands_on_a_label_can_be_reported(client: Client, session: Session) -> None:
    assert send(client, "TEM%20GI%E1%BA%A2 123", kind="fake").status_code == 303
    assert only_ticket(session).subject == "TEM GIẢ 123"


def test_a_draft_is_reported_like_a_code_that_was_never_issued(
    client: Client, session: Session
) -> None:
    lot = make_lot(session, status=LotStatus.DRAFT)
    send(client, lot.code)
    assert (only_ticket(session).subject_type, only_ticket(session).seller_id) == (
        Subject.CODE,
        None,
    )


def test_a_photograph_is_kept_sealed_and_without_its_place(
    client: Client, session: Session, lot: Lot, own_files: Path
) -> None:
    picture = photograph(gps=True)
    assert b"Exif" in picture
    answer = send(client, lot.code, files={"photo": ("anh.jpg", picture, "image/jpeg")})
    assert answer.status_code == 303
    (kept,) = (path for path in own_files.rglob("complaints/*/*") if path.is_file())
    assert b"JFIF" not in kept.read_bytes()
    shown = photos.open_photo(only_ticket(session))
    assert shown.startswith(b"\xff\xd8")
    assert b"Exif" not in shown


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("kind", ""), ("body", "x"), ("phone", "12"), ("website", "http://x.example")],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: Client, session: Session, lot: Lot, field: str, wrong: str
) -> None:
    answer = send(client, lot.code, **{"body": STORY, field: wrong})
    assert answer.status_code == 422
    assert f'href="#f-{field}"' in answer.text
    assert (STORY in answer.text) is (field != "body")
    assert session.exec(select(Ticket)).all() == []


def test_what_is_no_photograph_is_refused(client: Client, session: Session, lot: Lot) -> None:
    answer = send(client, lot.code, files={"photo": ("anh.jpg", b"%PDF-1.7", "image/jpeg")})
    assert answer.status_code == 422
    assert STORY in answer.text
    assert session.exec(select(Ticket)).all() == []


def test_an_address_may_send_so_many_an_hour(client: Client, session: Session, lot: Lot) -> None:
    sent = [send(client, lot.code).status_code for _ in range(6)]
    assert sent == [303] * 5 + [429]
    assert len(session.exec(select(Ticket)).all()) == 5


def test_the_deadline_is_an_operators_option(client: Client, session: Session, lot: Lot) -> None:
    DEADLINES[Kind.FAKE].set(session, 2, by=None)
    send(client, lot.code, kind="fake")
    ticket = only_ticket(session)
    assert (ticket.due_at - ticket.created_at).total_seconds() == 2 * 3600


def test_photographs_of_failed_requests_are_swept_up(
    client: Client, session: Session, lot: Lot
) -> None:
    files = store("private")
    send(client, lot.code, files={"photo": ("anh.jpg", photograph(), "image/jpeg")})
    ticket = only_ticket(session)
    named = "complaints/2020-01-01/named"
    files.put(named, files.get(ticket.photo_key))
    fresh, ticket.photo_key = ticket.photo_key, named
    session.flush()
    files.put("complaints/2020-01-01/lost", b"x")
    tasks.sweep_photos()
    assert sorted(files.keys("complaints/")) == sorted([fresh, named])
