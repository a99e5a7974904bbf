"""The log's doors: for machines, for whoever wonders, and for those who answer for it."""

import json
import re

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select

from app.core.templates import env
from app.identity.models import AuditEntry
from app.identity.rules import Role
from app.transparency.models import LogCheckpoint
from app.transparency.queries.proofs import proof_of, standing
from app.transparency.rules.bundles import LARGEST
from app.transparency.rules.notes import opened, verifier_key
from app.transparency.service import append, append_all, publish
from app.transparency.service.publishing import PUBLISH
from app.transparency.service.self_audit import AUDIT, run_audit
from tests.conftest import Client
from tests.factories import make_seller, make_user
from tests.sessions import form_token, signed_in
from tests.transparency.events import event_hash, hashes, tamper

AUDITS = "/dieu-hanh/tu-kiem"
CHECK = "/minh-bach/kiem-tra"


@pytest.fixture
def checkpoint(session: Session) -> LogCheckpoint:
    """Of a log of 300 events."""
    append_all(session, make_seller(session).id, hashes(300))
    return publish(session)


def test_the_checkpoint_is_served_word_for_word_and_opens_with_the_key(
    client: Client, checkpoint: LogCheckpoint
) -> None:
    response = client.get("/log/checkpoint")
    assert response.text == checkpoint.note
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.headers["cache-control"] == "public, max-age=5"
    assert response.headers["access-control-allow-origin"] == "*"
    keys = client.get("/log/key").text.splitlines()
    assert opened(response.text, map(verifier_key, keys))


def test_the_key_is_shown_before_anything_is_signed(client: Client) -> None:
    assert client.get("/log/checkpoint").status_code == 404
    assert verifier_key(client.get("/log/key").text).name == "127.0.0.1:8000/log"


def test_tiles_are_for_ever_and_for_everybody(client: Client, checkpoint: LogCheckpoint) -> None:
    for path, length in (("0/000", 8192), ("0/001.p/44", 44 * 32), ("1/000.p/1", 32)):
        response = client.get(f"/log/tile/{path}")
        assert len(response.content) == length
        assert response.headers["content-type"] == "application/octet-stream"
        assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert response.headers["access-control-allow-origin"] == "*"
    entries = client.get("/log/tile/entries/001.p/44").content
    assert entries.startswith(b"\0\x59" + event_hash(256).encode())
    for path in ("0/001.p/45", "0/001", "0/000.p/256", "2/000.p/1", "x", "0/x999/999/999"):
        assert client.get(f"/log/tile/{path}").status_code == 404


def test_a_proof_can_be_asked_for_by_the_events_hashes(
    client: Client, checkpoint: LogCheckpoint
) -> None:
    asked = [event_hash(7), event_hash(8)]
    proof = client.get("/log/proof", params={"hash": asked})
    assert [event["index"] for event in proof.json()["events"]] == [7, 8]
    for wrong in ([], ["abc"], asked * 51):
        assert client.get("/log/proof", params={"hash": wrong}).status_code == 422


@pytest.mark.parametrize(("lang", "said"), [("", "Dấu mốc mới nhất"), ("/en", "newest checkpoint")])
def test_the_page_explains_the_log_and_shows_its_checkpoint(
    client: Client, checkpoint: LogCheckpoint, lang: str, said: str
) -> None:
    page = client.get(f"{lang}/minh-bach").text
    assert said in page
    assert checkpoint.note.split("\n")[2] in page.replace("&#43;", "+")


def test_the_page_speaks_before_the_first_checkpoint_and_says_when_something_disagrees(
    client: Client, session: Session
) -> None:
    assert "Sổ chưa có dấu mốc nào" in client.get("/minh-bach").text
    append(session, make_seller(session).id, event_hash(1))
    publish(session)
    run_audit(session)
    assert "mọi thứ khớp" in client.get("/minh-bach").text
    tamper(session, "UPDATE log_entry SET head = '\\x00'")
    run_audit(session)
    assert "thấy chỗ không khớp" in client.get("/minh-bach").text


def test_a_proof_is_checked_from_a_file_or_pasted(
    client: Client, session: Session, checkpoint: LogCheckpoint
) -> None:
    proof = json.dumps(proof_of(session.connection(), hashes(3)))
    for sent in ({"files": {"file": ("p.json", proof)}}, {"data": {"proof": f"\n{proof}"}}):
        answer = client.post(CHECK, **sent)
        assert answer.status_code == 200
        assert "Bằng chứng đúng" in answer.text
        assert "Cả 3 sự kiện nằm trong 300 dòng" in answer.text
    wrong = proof.replace(event_hash(2), event_hash(3))
    page = client.post(f"/en{CHECK}", data={"proof": wrong}).text
    assert "The proof is not good" in page
    assert "The event at line 2 does not agree" in page


def test_a_proof_of_a_log_that_signed_nothing_here_is_not_believed(
    client: Client, session: Session, checkpoint: LogCheckpoint
) -> None:
    proof = json.dumps(proof_of(session.connection(), hashes(3)))
    tamper(session, "DELETE FROM log_key")
    assert "không đúng với khóa" in client.post(CHECK, data={"proof": proof}).text


def test_what_is_too_large_is_refused_before_it_is_read(client: Client) -> None:
    answer = client.post(CHECK, files={"file": ("p.json", b" " * (LARGEST + 5000))})
    assert answer.status_code == 422
    assert "Tệp quá lớn" in answer.text


def test_the_stand_alone_program_can_be_downloaded(client: Client) -> None:
    assert "def signed_tree" in client.get("/log/verify_proof.py").text


def test_nothing_to_check_is_asked_again(client: Client) -> None:
    assert "Tệp bằng chứng" in client.get(CHECK).text
    answer = client.post(CHECK, files={"file": ("", b"")})
    assert answer.status_code == 422
    assert "Mời chọn tệp" in answer.text


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.AUDITOR, Role.ADMINISTRATOR])
def test_those_who_answer_for_the_log_order_an_audit_and_a_checkpoint(
    client: Client, session: Session, role: Role
) -> None:
    signed_in(client, make_user(session, role=role))
    assert "Chưa kiểm lần nào" in client.get(AUDITS).text
    token = form_token(client)
    assert client.post(AUDITS, data=token).headers["location"] == f"{AUDITS}?xong=kiem"
    done = client.post(f"{AUDITS}/dong-dau", data=token)
    assert "Đang đóng dấu" in client.get(done.headers["location"]).text
    jobs = session.connection().execute(text("SELECT task_name FROM procrastinate_jobs"))
    assert {AUDIT, PUBLISH} <= set(jobs.scalars())
    actions = session.exec(select(AuditEntry.action).order_by(col(AuditEntry.id)))
    assert list(actions)[-2:] == ["log.check", "log.publish"]


def test_the_operators_page_names_what_disagrees_and_since_when(
    client: Client, session: Session, checkpoint: LogCheckpoint
) -> None:
    run_audit(session)
    seller = make_seller(session, name="HTX chè Hảo Đạt")
    append_all(session, seller.id, hashes(3, first=1000))
    tamper(session, "DELETE FROM log_pending")
    tamper(session, "DELETE FROM log_entry WHERE event_hash = :hash", hash=event_hash(1001))
    run_audit(session)
    signed_in(client, make_user(session, role=Role.AUDITOR))
    page = client.get(AUDITS).text
    assert "3 chỗ không khớp" in page
    assert "3 chỗ không khớp khi tự kiểm" in plain(client.get("/dieu-hanh").text)
    assert "Chuỗi của HTX chè Hảo Đạt thiếu từ sự kiện thứ 2 tới 2." in page
    assert "Lần khớp cuối" in page
    assert "302 sự kiện" in page
    assert "2 chuỗi" in page
    english = client.get(f"/en{AUDITS}").text
    assert "3 things disagree" in english
    assert "is neither in the tree nor in the queue" in english


def test_the_page_of_audits_takes_as_many_statements_for_many_runs(
    client: Client, session: Session, queries: list[str]
) -> None:
    signed_in(client, make_user(session, role=Role.AUDITOR))
    counts = []
    for _ in range(2):
        run_audit(session)
        client.get(AUDITS)
        queries.clear()
        client.get(AUDITS)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def plain(page: str) -> str:
    """Without tags, and with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def partial(standing: object) -> str:
    template = env.get_template("transparency/_proof.html")
    return template.render({"standing": standing, "proof_path": "/Q/K7Q4M9MXDT/bang-chung.json"})


def test_a_lots_page_says_what_is_proved_of_it(session: Session) -> None:
    seller, connection = make_seller(session), session.connection()
    assert partial(standing(connection, hashes(2))).strip() == ""
    append(session, seller.id, event_hash(0))
    assert "chờ dấu mốc kế tiếp" in partial(standing(connection, hashes(2)))
    publish(session)
    append(session, seller.id, event_hash(1))
    said = partial(standing(connection, hashes(2)))
    assert "Bản ghi không bị sửa từ" in said
    assert "1 bản ghi mới hơn" in said
    assert 'href="/Q/K7Q4M9MXDT/bang-chung.json"' in said
    tamper(session, "UPDATE log_entry SET head = '\\x00' WHERE event_hash = :h", h=event_hash(1))
    run_audit(session)
    session.flush()
    assert "không bị sửa" not in partial(standing(connection, hashes(2)))
