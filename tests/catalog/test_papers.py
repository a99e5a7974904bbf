"""Food-safety papers: declared by sellers, asked for by category, expired by themselves."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from app.catalog.models import REQUIRED_PAPERS, Category, PaperKind, Product, ProductPaper
from app.catalog.queries import writing
from app.catalog.rules import papers as rules
from app.catalog.rules.categories import trades
from app.catalog.service import listing, papers
from app.core.days import today
from app.identity import queries as identity
from tests.catalog.product_desk import Desk
from tests.catalog.test_approval_pages import make_revision, make_whole
from tests.factories import make_product

WHOLE = {"number": "12/2026/ATTP", "issuer": "Chi cục Chất lượng", "issued_on": "2026-01-05"}
VALID = WHOLE | {"expires_on": "2029-01-04"}
DECLARATION, CERTIFICATE = "self_declaration", "food_safety"


@pytest.fixture
def tea(draft: Desk, session: Session) -> Desk:
    chosen = session.exec(select(Category).where(Category.slug == "che-hang-ngay")).one()
    session.get_one(Product, draft.product.id).category_id = chosen.id
    session.flush()
    listing.relist(session, draft.product.id)
    return draft


def missing(session: Session, at_desk: Desk) -> list[str]:
    gaps = writing.product_gaps(session, session.get_one(Product, at_desk.product.id))
    return [gap.field for gap in gaps if gap.part == "papers"]


def make_paper(session: Session, product: Product, kind: str, expires_on: date | None) -> None:
    days = {"issued_on": date(2020, 1, 1), "expires_on": expires_on}
    session.add(
        ProductPaper(product_id=product.id, kind=PaperKind(kind), number="1", issuer="Sở", **days)
    )
    session.flush()


def test_tea_is_sent_with_both_papers_declared(tea: Desk, session: Session) -> None:
    assert missing(session, tea) == [DECLARATION, CERTIFICATE]
    assert "Số bản tự công bố sản phẩm" in tea.get().text
    assert tea.post(f"/giay-to/{DECLARATION}", **WHOLE).status_code == 303
    for _ in range(2):
        assert tea.post(f"/giay-to/{CERTIFICATE}", **VALID).status_code == 303
    assert missing(session, tea) == []
    assert "12/2026/ATTP" in tea.get().text
    assert len(session.exec(select(ProductPaper)).all()) == 2


def test_a_paper_that_takes_anothers_place_leaves_it_in_the_record(
    tea: Desk, session: Session
) -> None:
    for number in ("1/ATTP", "2/ATTP", "2/ATTP"):
        tea.post(f"/giay-to/{CERTIFICATE}", **VALID | {"number": number})
    (paper,) = session.exec(select(ProductPaper)).all()
    latest, first = identity.audit_trail(session, paper.id)
    assert latest.before == first.after
    assert (latest.before or {})["number"] == "1/ATTP"


@pytest.mark.parametrize(
    ("kind", "field", "typed", "said"),
    [
        (CERTIFICATE, "expires_on", "2026-01-31", "hết hạn từ 31/01/2026"),
        (CERTIFICATE, "expires_on", "", "Chưa điền"),
        (DECLARATION, "issued_on", "2999-01-01", "sau hôm nay"),
        (DECLARATION, "issued_on", "hôm kia", "Ngày chưa đúng"),
        (DECLARATION, "number", "", "Chưa điền"),
        (DECLARATION, "expires_on", "2026-01-05x", "Ngày chưa đúng"),
    ],
)
def test_a_wrong_or_expired_paper_is_refused_beside_its_field(
    tea: Desk, session: Session, kind: str, field: str, typed: str, said: str
) -> None:
    answer = tea.post(f"/giay-to/{kind}", **VALID | {field: typed, "issuer": "Nơi <script>"})
    assert answer.status_code == 422
    assert f'id="e-{kind}-{field}"' in answer.text
    assert said in answer.text
    assert 'value="Nơi &lt;script&gt;"' in answer.text
    assert session.exec(select(ProductPaper)).all() == []


def test_a_paper_of_no_known_kind_is_not_found(tea: Desk) -> None:
    assert tea.post("/giay-to/bang-lai-xe", **VALID).status_code == 404


def test_an_expired_paper_is_shown_and_holds_up_approval(tea: Desk, session: Session) -> None:
    product = session.get_one(Product, tea.product.id)
    make_paper(session, product, DECLARATION, None)
    make_paper(session, product, CERTIFICATE, today() - timedelta(days=1))
    assert missing(session, tea) == [CERTIFICATE]
    assert "Giấy an toàn thực phẩm đã hết hạn" in tea.get().text


def test_a_change_waits_for_papers_that_ran_out_but_not_for_those_never_asked(
    session: Session,
) -> None:
    product = make_whole(session)
    revision = make_revision(session, product, summary="Câu khác")
    assert writing.revision_gaps(session, product, revision) == []
    make_paper(session, product, CERTIFICATE, today() - timedelta(days=1))
    (gap,) = writing.revision_gaps(session, product, revision)
    assert str(gap) == "Giấy an toàn thực phẩm đã hết hạn"


def test_what_a_category_needs_is_an_option_of_the_operator(session: Session) -> None:
    product = make_product(session, category_slug="che-hang-ngay", group_slug="che")
    assert writing.papers_needed(session, product) == list(rules.BOTH) or rules.BOTH
    REQUIRED_PAPERS.set(session, {"che": [CERTIFICATE]}, by=None)
    session.flush()
    assert list(writing.papers_needed(session, product)) == [CERTIFICATE]


def test_every_category_named_by_the_rules_is_a_trade_of_the_market() -> None:
    assert set(rules.NEEDED) <= {trade.slug for trade, _ in trades()}


@given(st.dates(), st.dates())
def test_a_paper_holds_to_the_end_of_its_last_day(expires_on: date, day: date) -> None:
    paper = ProductPaper(kind=PaperKind.FOOD_SAFETY, number="1", issuer="Sở", expires_on=expires_on)
    assert rules.expired(paper, day) == (day > expires_on)
    assert not (rules.expired(paper, day) and rules.ends_soon(paper, day))


def test_the_days_of_a_paper_stand_in_order() -> None:
    with pytest.raises(ValueError, match="sau ngày cấp"):
        papers.PaperIn.model_validate(
            WHOLE | {"issued_on": today().isoformat(), "expires_on": today().isoformat()}
        )
