"""A new rule is looked for in what is on sale, and what it finds waits for an officer."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from app.catalog.models import Product, ProductStatus
from app.catalog.queries import desk
from app.catalog.service import approval
from app.core.days import start_of_day, today
from app.core.ids import new_id
from app.identity import queries as identity
from app.identity.models import AuditEntry, User
from app.identity.rules import Role
from app.moderation import service
from app.moderation.models import ClaimFinding, ClaimRule
from app.moderation.rules.claims import Severity
from app.sellers.models import Seller, SellerStatus
from app.sellers.service.shop import ShopIn, edition, save_shop
from app.web import tasks
from app.web.queries.findings import findings
from app.web.service.findings import settle
from tests.catalog.test_approval_pages import make_revision, make_whole
from tests.conftest import Client, Queries
from tests.factories import make_operator, make_product, make_seller, make_user, make_variant, save
from tests.sessions import form_token, signed_in

FOUND = "/dieu-hanh/loi-tren-san"


@pytest.fixture
def operator(client: Client, session: Session) -> User:
    user = make_operator(session)
    signed_in(client, user)
    return user


def add_rule(session: Session, phrase: str, severity: Severity = Severity.BLOCK) -> ClaimRule:
    given = service.ClaimIn(phrase=phrase, severity=severity)
    return service.save_claim(session, make_operator(session).id, given)


def look(session: Session, rule: ClaimRule) -> None:
    session.flush()
    tasks.look_again(str(rule.id))
    session.expire_all()


def names(session: Session) -> list[str]:
    session.flush()
    return [row.name for row in findings(session)]


def test_words_on_sale_wait_with_who_says_them_and_nothing_is_hidden(
    client: Client, session: Session, operator: User
) -> None:
    product = make_product(session, name="Chè <đinh>", summary="Trà <b>bổ phổi</b> lắm")
    make_variant(session, product, name="Hộp bổ phổi")
    shop = make_seller(session, name="HTX Bổ Phổi", status=SellerStatus.SUSPENDED)
    look(session, add_rule(session, "bổ phổi"))
    page = client.get(FOUND).text
    assert "2 chỗ cần xem" in page
    assert f'href="/dieu-hanh/san-pham/{product.slug}"' in page
    assert f'href="/dieu-hanh/don-vi/{shop.slug}"' in page
    assert "Trà &lt;b&gt;" in page
    assert page.count('<mark class="claim claim-block">bổ phổi</mark>') == 2
    home = client.get("/dieu-hanh").text
    assert "lời trên sàn cần xem" in home
    assert 'class="count">2<' in home
    assert session.get_one(Product, product.id).status is ProductStatus.APPROVED


def test_the_job_is_deferred_to_the_day_from_which_the_rule_holds(session: Session) -> None:
    day = today() + timedelta(days=3)
    rules = [
        service.save_claim(
            session,
            make_operator(session).id,
            service.ClaimIn(phrase=phrase, severity=Severity.WARN, valid_from=since),
        )
        for phrase, since in (("bổ phổi", day), ("mát phổi", today()))
    ]
    jobs = text(
        "SELECT task_name, args ->> 'rule_id', scheduled_at FROM procrastinate_jobs ORDER BY id"
    )
    assert session.connection().execute(jobs).all() == [
        (service.LOOK_AGAIN, str(rules[0].id), start_of_day(day)),
        (service.LOOK_AGAIN, str(rules[1].id), None),
    ]


@pytest.mark.parametrize("status", ProductStatus)
def test_only_what_is_on_sale_waits(session: Session, status: ProductStatus) -> None:
    product = make_product(session, status=status, name="Trà bổ phổi", listed=False)
    make_seller(session, story="Trà bổ phổi", status=SellerStatus.SUBMITTED)
    look(session, add_rule(session, "bổ phổi"))
    assert names(session) == ([product.name] if status is ProductStatus.APPROVED else [])


def test_looking_twice_finds_once_and_what_was_settled_stays_so(
    client: Client, session: Session, operator: User
) -> None:
    product = make_product(session, name="Trà bổ phổi")
    rule = add_rule(session, "bổ phổi", Severity.WARN)
    look(session, rule)
    (row,) = findings(session)
    for _ in range(2):
        answer = client.post(f"{FOUND}/{row.id}/xem", data=form_token(client))
        assert answer.headers["location"] == f"{FOUND}?xong=xem"
    assert "Không còn lời nào" in client.get(FOUND).text
    assert [one.action for one in identity.audit_trail(session, row.id)] == ["claim_finding.settle"]
    look(session, rule)
    assert names(session) == []
    session.get_one(Product, product.id).summary = "Rất bổ phổi."
    look(session, rule)
    assert names(session) == ["Trà bổ phổi"]
    for field in ("name", "summary"):
        setattr(session.get_one(Product, product.id), field, "Trà")
    look(session, rule)
    assert session.exec(select(ClaimFinding)).all() == []


def test_a_rule_is_looked_for_alone_and_what_it_replaces_waits_no_more(session: Session) -> None:
    make_product(session, name="Trà bổ phổi tốt nhất")
    look(session, add_rule(session, "bổ phổi", Severity.WARN))
    (row,) = findings(session)
    assert (row.phrase, row.severity) == ("bổ phổi", Severity.WARN)
    rule = add_rule(session, "bổ phổi")
    assert names(session) == []
    look(session, rule)
    assert [row.severity for row in findings(session)] == [Severity.BLOCK]
    service.end_claim(session, make_operator(session).id, rule.id)
    look(session, rule)
    assert names(session) == []


def test_what_is_allowed_later_waits_no_more(session: Session) -> None:
    make_product(session, name="Trà không bổ phổi")
    make_product(session, name="Trà bổ phổi")
    look(session, add_rule(session, "bổ phổi"))
    look(session, add_rule(session, "không bổ phổi", Severity.ALLOW))
    assert names(session) == ["Trà bổ phổi"]


def test_many_products_are_looked_through_some_at_a_time(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.service.findings.AT_A_TIME", 2)
    for n in range(5):
        make_product(session, name=f"Trà bổ phổi {n}")
    look(session, add_rule(session, "bổ phổi"))
    assert len(names(session)) == 5


def test_who_approves_another_text_has_looked(session: Session) -> None:
    product = make_whole(session, name="Trà bổ phổi")
    look(session, add_rule(session, "bổ phổi", Severity.WARN))
    assert names(session) == ["Trà bổ phổi"]
    revision = make_revision(session, product, summary="Rất bổ phổi.")
    now = desk.edition(product, revision)
    approval.approve_revision(session, make_operator(session).id, product.id, edition=now)
    assert names(session) == []


def test_words_that_a_shop_writes_later_wait_too_and_go_with_them(session: Session) -> None:
    seller = make_seller(session)
    add_rule(session, "bổ phổi", Severity.WARN)
    for story, waiting in (("Trà bổ phổi.", [seller.name]), ("Trà thơm.", [])):
        given = ShopIn.model_validate(seller).model_copy(update={"story": story})
        save_shop(session, make_operator(session).id, seller, given, seen=edition(seller))
        assert names(session) == waiting


def test_the_lists_statements_do_not_grow(
    client: Client, session: Session, operator: User, queries: Queries
) -> None:
    counts: list[int] = []
    rule = add_rule(session, "bổ phổi")
    for _ in range(2):
        make_product(session, name="Trà bổ phổi")
        look(session, rule)
        queries.clear()
        client.get(FOUND)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.COMMUNE_OFFICER, Role.SHOPPER])
def test_only_who_reviews_settles(
    visit: Callable[[], Client], session: Session, role: Role
) -> None:
    make_product(session, name="Trà bổ phổi")
    look(session, add_rule(session, "bổ phổi"))
    (row,) = findings(session)
    browser = signed_in(visit(), make_user(session, role=role))
    refused = browser.post(f"{FOUND}/{row.id}/xem", data=form_token(browser))
    assert refused.status_code == 403
    page = browser.get(FOUND)
    assert page.status_code == (200 if role is Role.AUDITOR else 403)
    assert f"{row.id}/xem" not in page.text
    assert visit().post(f"{FOUND}/{row.id}/xem").status_code in {303, 403}
    assert names(session) == ["Trà bổ phổi"]


def test_who_helped_the_seller_does_not_settle_and_another_person_does(
    client: Client, session: Session, operator: User
) -> None:
    product = make_product(session, name="Trà bổ phổi")
    shop = session.get_one(Seller, product.seller_id)
    shop.quote = "Trà bổ phổi"
    look(session, add_rule(session, "bổ phổi"))
    entry = AuditEntry(
        actor_id=operator.id,
        action="product.edit",
        subject_type="product",
        subject_id=new_id(),
        assisted_for=shop.id,
    )
    save(session, entry)
    for row in findings(session):
        answer = client.post(f"{FOUND}/{row.id}/xem", data=form_token(client))
        assert answer.status_code == 403
        assert "người khác phải quyết định" in answer.text
    assert len(names(session)) == 2
    for row in findings(session):
        settle(session, make_operator(session).id, row.id)
    assert names(session) == []


def test_a_finding_that_is_not_there_is_not_found(
    client: Client, session: Session, operator: User
) -> None:
    assert client.post(f"{FOUND}/{new_id()}/xem", data=form_token(client)).status_code == 404
