"""The lists of forbidden words and of reasons, as officers keep them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.core.days import today
from app.core.ids import new_id
from app.identity import queries as identity
from app.identity.models import User
from app.identity.rules import Role
from app.moderation import queries, service
from app.moderation.models import ClaimRule, ReasonTemplate, Topic
from app.moderation.rules.claims import Severity, found
from tests.conftest import Client, Queries
from tests.factories import make_member, make_operator, make_user
from tests.sessions import form_token, signed_in

CLAIMS, REASONS = "/dieu-hanh/tu-cam", "/dieu-hanh/mau-ly-do"


@pytest.fixture
def operator(client: Client, session: Session) -> User:
    user = make_operator(session)
    signed_in(client, user)
    return user


def test_a_rule_holds_from_the_moment_it_is_added(
    client: Client, session: Session, operator: User
) -> None:
    said = {"phrase": "bổ <b>gan", "severity": "warn", "note": "Chưa có giấy tờ"}
    token = form_token(client)
    answers = [client.post(CLAIMS, data=said | token) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    rules = session.exec(select(ClaimRule).where(ClaimRule.phrase == "bổ <b>gan")).all()
    assert len(rules) == 1
    assert "bổ &lt;b&gt;gan" in client.get(answers[0].headers["location"]).text
    assert identity.audit_trail(session, rules[0].id)[0].action == "claim_rule.add"


def test_a_rule_that_is_saved_anew_takes_the_place_of_the_old_one(
    session: Session, operator: User
) -> None:
    for severity in (Severity.WARN, Severity.BLOCK):
        given = service.ClaimIn(phrase="chữa lành", severity=severity)
        service.save_claim(session, operator.id, given)
    open_ones = [rule for rule in queries.open_rules(session) if rule.phrase == "chữa lành"]
    assert [rule.severity for rule in open_ones] == [Severity.BLOCK]
    assert queries.ended_rules(session)[0].phrase == "chữa lành"


def test_an_ended_rule_finds_nothing_and_stays_in_the_list(
    client: Client, session: Session, operator: User
) -> None:
    rule = service.save_claim(
        session, operator.id, service.ClaimIn(phrase="chữa lành", severity=Severity.BLOCK)
    )
    for _ in range(2):
        assert client.post(f"{CLAIMS}/{rule.id}/bo", data=form_token(client)).status_code == 303
    assert found("chữa lành", queries.claims(session)) == []
    page = client.get(CLAIMS).text
    assert "Từ đã bỏ" in page
    actions = [entry.action for entry in identity.audit_trail(session, rule.id)]
    assert actions == ["claim_rule.end", "claim_rule.add"]


def test_a_rule_may_begin_on_a_later_day(session: Session, operator: User) -> None:
    tomorrow = today() + timedelta(days=1)
    given = service.ClaimIn(phrase="chữa lành", severity=Severity.BLOCK, valid_from=tomorrow)
    service.save_claim(session, operator.id, given)
    assert found("chữa lành", queries.claims(session)) == []


def test_a_sentence_can_be_tried(client: Client, operator: User) -> None:
    page = client.get(CLAIMS, params={"thu": "Trà chữa bệnh <script>"}).text
    assert '<mark class="claim claim-block">chữa bệnh</mark>' in page
    assert "<script>" not in page.split("<main")[1].split("</main>")[0]
    assert "Không thấy từ nào" in client.get(CLAIMS, params={"thu": "Trà ngon"}).text


def test_a_wrong_rule_keeps_what_was_typed(client: Client, operator: User) -> None:
    wrong = {"phrase": "--", "severity": "ban", "note": "Vì sao thế", "valid_from": "hôm qua"}
    answer = client.post(CLAIMS, data=wrong | form_token(client))
    assert answer.status_code == 422
    for said in ("Vì sao thế", 'id="e-phrase"', 'id="e-severity"', 'id="e-valid_from"'):
        assert said in answer.text


def test_reasons_are_offered_by_what_is_decided(
    client: Client, session: Session, operator: User
) -> None:
    said = {"topic": "seller", "said": "Tên <script> chưa khớp với giấy đăng ký."}
    token = form_token(client)
    for _ in range(2):
        assert client.post(REASONS, data=said | token).status_code == 303
    assert queries.reasons(session, Topic.SELLER)[-1] == said["said"]
    assert queries.reasons(session, Topic.SELLER).count(said["said"]) == 1
    assert "Tên &lt;script&gt; chưa khớp" in client.get(REASONS).text
    assert "Ảnh chưa rõ sản phẩm" in queries.reasons(session, Topic.PRODUCT)[0]


def test_a_retired_reason_is_no_longer_offered(
    client: Client, session: Session, operator: User
) -> None:
    row = session.exec(select(ReasonTemplate).where(ReasonTemplate.topic == Topic.DOCUMENT)).first()
    assert row is not None
    for _ in range(2):
        assert client.post(f"{REASONS}/{row.id}/bo", data=form_token(client)).status_code == 303
    assert row.said not in queries.reasons(session, Topic.DOCUMENT)
    assert len(identity.audit_trail(session, row.id)) == 1


def test_a_reason_that_says_too_little_keeps_what_was_typed(client: Client, operator: User) -> None:
    answer = client.post(REASONS, data={"topic": "seller", "said": "Sai"} | form_token(client))
    assert answer.status_code == 422
    assert ">Sai</textarea>" in answer.text


def test_the_lists_queries_do_not_grow(
    client: Client, session: Session, operator: User, queries: Queries
) -> None:
    counts = []
    for n in range(2):
        given = service.ClaimIn(phrase=f"từ số {n}", severity=Severity.WARN)
        service.save_claim(session, operator.id, given)
        session.flush()
        for page in (CLAIMS, REASONS):
            queries.clear()
            client.get(page)
            counts.append(len(queries))
    assert counts == [3, 2, 3, 2]  # session, rules, ended; session, sentences


WRITES = [CLAIMS, REASONS, f"{CLAIMS}/{{id}}/bo", f"{REASONS}/{{id}}/bo"]


@pytest.mark.parametrize("path", WRITES)
def test_only_operators_keep_the_lists(
    visit: Callable[[], Client], session: Session, path: str
) -> None:
    path = path.format(id=new_id())
    for role in (Role.AUDITOR, Role.MODERATOR, Role.COMMUNE_OFFICER):
        browser = signed_in(visit(), make_user(session, role=role))
        assert browser.post(path, data=form_token(browser)).status_code == 403
    member = signed_in(visit(), make_member(session))
    assert member.post(path, data=form_token(member)).status_code == 403
    assert visit().post(path).status_code in {303, 403}


@pytest.mark.parametrize("path", [CLAIMS, REASONS])
def test_who_reads_the_desk_reads_the_lists(
    visit: Callable[[], Client], session: Session, path: str
) -> None:
    auditor = signed_in(visit(), make_user(session, role=Role.AUDITOR))
    page = auditor.get(path)
    assert page.status_code == 200
    assert 'method="post" action="/dieu-hanh/' not in page.text
    shopper = signed_in(visit(), make_user(session))
    assert shopper.get(path).status_code == 403
    assert visit().get(path).status_code == 303


@pytest.mark.parametrize("path", [CLAIMS, REASONS])
def test_a_row_that_is_not_there_is_not_found(client: Client, operator: User, path: str) -> None:
    assert client.post(f"{path}/{new_id()}/bo", data=form_token(client)).status_code == 404
