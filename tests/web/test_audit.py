"""The audit log as those who may read it see it: searched, paged, masked, exported."""

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from httpx2 import Response
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from app.core.db import utc_now
from app.identity import queries as reads
from app.identity.models import AuditEntry, User
from app.identity.queries import Wanted
from app.identity.rules import Role
from app.identity.service import audit
from app.identity.service.records import ASSISTED_FOR
from tests.conftest import Client, Queries
from tests.factories import make_lot, make_operator, make_product, make_seller, make_user, save
from tests.sessions import form_token, signed_in

LOG = "/dieu-hanh/nhat-ky"


@pytest.fixture
def auditor(session: Session) -> User:
    return make_user(session, role=Role.AUDITOR, name="Người soát")


@pytest.fixture
def desk(client: Client, auditor: User) -> Client:
    return signed_in(client, auditor)


def rows(answer: Response) -> int:
    return answer.text.count("log-what")


def export(client: Client, kind: str, **search: str) -> Response:
    return client.post(f"{LOG}/xuat", data={"dang": kind} | search | form_token(client))


def test_it_says_who_did_what_to_which_row_and_why(desk: Client, session: Session) -> None:
    seller, operator = make_seller(session, name="HTX Trại Cài"), make_operator(session)
    audit(session, operator.id, "seller.suspend", seller, reason="Thiếu giấy <b>phép</b>")
    page = desk.get(LOG).text
    for said in (operator.name, "Tạm ngưng đơn vị bán", "HTX Trại Cài", "&lt;b&gt;phép"):
        assert said in page
    assert f'href="/dieu-hanh/don-vi/{seller.slug}"' in page
    assert "Suspended the seller" in desk.get(f"/en{LOG}").text


def test_what_changed_is_shown_field_by_field_and_masked(desk: Client, session: Session) -> None:
    before = {"name": "Cũ", "phone": "+84912345678", "same": 1}
    after = {"name": "Mới", "phone": "+84987654321", "same": 1, "password": "bi mat"}
    audit(session, None, "user.change_role", make_user(session), before=before, after=after)
    page = desk.get(LOG).text
    assert "<del>Cũ</del> <ins>Mới</ins>" in page
    assert "<del>•••678</del> <ins>•••321</ins>" in page
    assert "bi mat" not in page
    assert "bi mat" not in json.dumps(session.exec(select(AuditEntry.after)).all())


def test_fields_and_codes_are_told_in_words(desk: Client, session: Session) -> None:
    before, after = {"status": "submitted"}, {"status": "needs_changes", "newer_field": "newer"}
    audit(session, None, "seller.ask_changes", make_seller(session), before=before, after=after)
    page, english = desk.get(LOG).text, desk.get(f"/en{LOG}").text
    assert "<dt>Tình trạng</dt>" in page
    assert "<del>Đã nộp hồ sơ</del> <ins>Cần bổ sung</ins>" in page
    assert "<del>Application handed in</del> <ins>More is asked for</ins>" in english
    assert "<dt>newer_field</dt><dd> <ins>newer</ins>" in page
    assert "needs_changes" not in page


def test_a_long_difference_has_a_page_of_its_own(desk: Client, session: Session) -> None:
    seller = make_seller(session)
    audit(session, None, "seller.approve", seller, before={"story": "Cũ " * 90}, after={"n": 1})
    page = desk.get(LOG).text
    assert "Cũ Cũ" not in page
    there = page.split(f'href="{LOG}/')[1].split('"')[0]
    whole = desk.get(f"{LOG}/{there}").text
    assert "Cũ Cũ" in whole
    assert seller.name in whole
    assert "2 mục thay đổi" in page
    assert desk.get(f"{LOG}/{seller.id}").status_code == 404


@pytest.mark.parametrize("known", ["phone", "slug", "address", "code", "lot_number"])
def test_a_row_is_found_by_what_staff_know_of_it(
    desk: Client, session: Session, known: str
) -> None:
    seller = make_seller(session)
    product, lot = make_product(session, seller), make_lot(session)
    for row in (seller, product, lot, make_seller(session)):
        audit(session, None, "lot.recall", row)
    typed = {
        "phone": "0" + seller.phone[3:],
        "slug": product.slug,
        "address": f"http://127.0.0.1/san-pham/{product.slug}/",
        "code": f"{lot.code[:5].lower()}-{lot.code[5:].lower()}",
        "lot_number": lot.lot_number,
    }
    assert rows(desk.get(LOG, params={"ve": typed[known]})) == 1
    assert rows(desk.get(LOG, params={"ve": "khong co gi"})) == 0


def test_a_search_by_person_action_day_and_help_narrows(desk: Client, session: Session) -> None:
    seller = make_seller(session)
    lan, hoa = make_user(session, name="Ma Thị Lan"), make_user(session, name="Lê Hoa")
    audit(session, lan.id, "lot.publish", seller)
    audit(session, hoa.id, "lot.recall", seller)
    session.info[ASSISTED_FOR] = seller.id
    audit(session, hoa.id, "lot.publish", seller)
    del session.info[ASSISTED_FOR]
    today = f"{utc_now() + timedelta(hours=7):%Y-%m-%d}"
    counts = {
        "nguoi=ma thị lan": 1,
        f"nguoi=0{hoa.phone[3:]}": 2,
        f"nguoi={hoa.code}": 2,
        "nguoi=ai đó": 0,
        "viec=lot.publish": 2,
        f"viec=lot.publish&nguoi={hoa.code}": 1,
        "giup=1": 1,
        f"tu={today}&den={today}": 3,
        "den=2020-01-01": 0,
        "tu=2099-01-01": 0,
    }
    assert {query: rows(desk.get(f"{LOG}?{query}")) for query in counts} == counts


def test_nonsense_in_a_search_is_said_beside_the_field(desk: Client) -> None:
    answer = desk.get(f"{LOG}?tu=hom-qua&nguoi=Lan")
    assert answer.status_code == 422
    assert "field-error" in answer.text
    assert 'value="Lan"' in answer.text
    assert desk.get(f"{LOG}?truoc=vo-nghia&viec=khong.co").status_code == 200


def test_pages_go_on_from_where_the_last_one_ended(desk: Client, session: Session) -> None:
    seller, now = make_seller(session), utc_now()
    for n in range(reads.audit.PAGE + 3):
        at = now - timedelta(seconds=n // 2)  # two share a moment
        entry = AuditEntry(action="lot.recall", subject_type="seller", subject_id=seller.id)
        entry.at, entry.reason = at, f"Lần thứ {n:02}"
        save(session, entry)
    first = desk.get(f"{LOG}?viec=lot.recall")
    older = first.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = desk.get(older)
    assert (rows(first), rows(second)) == (reads.audit.PAGE, 3)
    reasons = [f"Lần thứ {n:02}" for n in range(reads.audit.PAGE + 3)]
    assert all((said in first.text) is not (said in second.text) for said in reasons)
    assert 'rel="next"' not in second.text


def test_a_page_takes_the_same_few_statements_however_many_rows(
    desk: Client, session: Session, queries: Queries
) -> None:
    for _ in range(30):
        seller = make_seller(session)
        audit(session, make_user(session).id, "seller.approve", seller)
        audit(session, None, "lot.recall", make_lot(session))
    slug = seller.slug
    session.flush()
    queries.clear()
    desk.get(LOG)
    assert len(queries) == 3  # who asks, the entries, the names of their rows
    queries.clear()
    desk.get(f"{LOG}?nguoi=Mẫu&ve={slug}")
    assert len(queries) == 5


INDEXES = (
    (Wanted(), "ix_audit_entry_at"),
    (Wanted(action="lot.recall"), "ix_audit_entry_action"),
    (Wanted(assisted=True), "ix_audit_entry_assisted_for"),
    (Wanted(since=utc_now() - timedelta(days=2)), "ix_audit_entry_at"),
    (Wanted(subjects=frozenset([UUID(int=7)])), "subject_id"),
    (Wanted(actors=frozenset([UUID(int=7)])), "ix_audit_entry_actor_id"),
)


def test_a_hundred_thousand_entries_are_searched_by_an_index(session: Session) -> None:
    session.execute(
        text("""
            INSERT INTO audit_entry (id, at, actor_id, action, subject_type, subject_id, reason,
                assisted_for)
            SELECT gen_random_uuid(), now() - n * interval '1 minute', gen_random_uuid(),
                CASE WHEN n % 1000 = 0 THEN 'lot.recall' ELSE 'product.edit' END, 'product',
                gen_random_uuid(), '', CASE WHEN n % 500 = 0 THEN gen_random_uuid() END
            FROM generate_series(1, 100000) n
        """)
    )
    session.execute(text("ANALYZE audit_entry"))
    for wanted, index in INDEXES:
        statement = reads.log_page(wanted)
        compiled = statement.compile(session.connection(), compile_kwargs={"literal_binds": True})
        plan = "\n".join(session.execute(text(f"EXPLAIN {compiled}")).scalars())
        assert index in plan, wanted
        assert "Seq Scan on audit_entry" not in plan, wanted


@pytest.mark.parametrize(
    "change",
    ["UPDATE audit_entry SET reason = 'x'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"],
)
def test_nobody_changes_what_was_recorded(session: Session, change: str) -> None:
    audit(session, None, "lot.recall", make_seller(session))
    session.flush()
    with pytest.raises(DBAPIError, match="keeps what was recorded"):
        session.execute(text(change))


def test_an_export_is_a_spreadsheet_without_formulas_and_is_itself_recorded(
    desk: Client, session: Session, auditor: User
) -> None:
    operator = make_operator(session, name="=HYPERLINK(1)")
    after = {"phone": "+84912345678", "role": "operator"}
    audit(session, operator.id, "user.open", operator, after=after, reason="+gọi 0912345678")
    answer = export(desk, "csv", viec="user.open")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer.headers["content-disposition"]
    heading, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert heading[:3] == ["Lúc", "Ai làm", "Việc"]
    assert row[1:4] == ["'=HYPERLINK(1)", "Mở tài khoản", "user.open"]
    assert row[6] == "'+gọi •••678"
    assert row[8:] == ["", "Vai trò: Người điều hành; Điện thoại: •••678"]
    (entry,) = reads.audit_trail(session, auditor.id)
    assert (entry.action, entry.after) == (
        "audit.export",
        {"viec": "user.open", "entries": 1},
    )


def test_an_export_for_programs_holds_every_entry_once(
    desk: Client, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.pages.audit.BATCH", 7)
    seller = make_seller(session)
    for _ in range(30):
        audit(session, None, "lot.recall", seller)
    lines = export(desk, "jsonl", viec="lot.recall").text.splitlines()
    objects = [json.loads(line) for line in lines]
    assert len({one["id"] for one in objects}) == len(objects) == 30
    assert {one["subject_id"] for one in objects} == {str(seller.id)}


def test_an_export_of_nothing_known_is_refused(desk: Client) -> None:
    assert export(desk, "exe").status_code == 422


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.MODERATOR, Role.SHOPPER])
def test_others_are_told_who_may_read_it(
    visit: Callable[[], Client], session: Session, role: Role
) -> None:
    client = signed_in(visit(), make_user(session, role=role))
    answer = client.get(LOG)
    assert answer.status_code == 403
    assert "Kiểm toán viên, Quản trị viên" in answer.text
    assert export(client, "csv").status_code == 403
