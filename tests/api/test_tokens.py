"""A token counts until it is over, taken back, or its maker or seller no longer may; and not more
often than agreed.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine
from sqlmodel import Session, col, delete, func, select

from app.core import db
from app.core.db import utc_now
from app.identity.models import RateWindow, User
from app.sellers.models import MemberRole, SellerMember, SellerStatus
from app.tokens import rules
from app.tokens.models import AccessToken
from app.tokens.rules import new_token
from tests.api.conftest import Api, Open, World
from tests.conftest import Joined
from tests.factories import make_token


def status(api: Api) -> int:
    return api.get("/seller").status_code


@pytest.fixture
def row(api: Api, session: Session) -> AccessToken:
    """Of the token that `api` calls with."""
    return session.exec(select(AccessToken)).one()


def test_a_token_opens_what_it_is_for(api: Api, row: AccessToken, session: Session) -> None:
    assert status(api) == 200
    assert session.get_one(AccessToken, row.id).used_at is not None


def test_a_revoked_token_opens_nothing_at_once(api: Api, row: AccessToken) -> None:
    row.revoked_at = utc_now()
    assert status(api) == 401


def test_an_expired_token_opens_nothing(api: Api, row: AccessToken) -> None:
    row.expires_at = utc_now() - timedelta(seconds=1)
    assert status(api) == 401


def test_a_removed_members_token_opens_nothing_at_once(
    api: Api, row: AccessToken, session: Session
) -> None:
    session.exec(delete(SellerMember).where(col(SellerMember.user_id) == row.user_id))
    assert status(api) == 401


def test_a_disabled_accounts_token_opens_nothing(
    api: Api, row: AccessToken, session: Session
) -> None:
    session.get_one(User, row.user_id).disabled_at = utc_now()
    assert status(api) == 401


@pytest.mark.parametrize(
    ("standing", "said"), [(SellerStatus.SUSPENDED, 403), (SellerStatus.CLOSED, 401)]
)
def test_a_seller_who_may_not_sell_calls_no_more(
    api: Api, world: World, standing: SellerStatus, said: int
) -> None:
    world.seller.status = standing
    assert status(api) == said


@pytest.mark.parametrize("wrong", ["", "x", "ngt_x", "Bearer", "\x00", "é"])
def test_what_is_no_token_is_refused_before_anything_is_looked_up(api: Api, wrong: str) -> None:
    headers = {b"authorization": f"Bearer {wrong}".encode()}
    answer = api.client.get("/api/v1/seller", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_token_of_the_right_shape_that_nobody_made_is_refused(api: Api) -> None:
    api.token = new_token()
    assert status(api) == 401


def test_basic_credentials_are_no_token(api: Api) -> None:
    answer = api.client.get("/api/v1/seller", auth=("ngt", api.token))
    assert answer.status_code == 401


def test_every_answer_says_how_many_requests_are_left(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "PER_TOKEN", 3)
    answers = [api.get("/seller") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    left = [answer.headers["ratelimit"].split(";")[1] for answer in answers]
    assert left == ["r=2", "r=1", "r=0", "r=0"]
    assert answers[0].headers["ratelimit-policy"] == '"minute";q=3;w=60'
    assert 0 < int(answers[3].headers["retry-after"]) <= 61
    assert answers[3].json()["type"] == "/api#too-many"


def test_each_token_is_counted_by_itself(
    system: Open, api: Api, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "PER_TOKEN", 1)
    assert [status(api), status(api)] == [200, 429]
    assert status(system(world.seller)) == 200


def test_whoever_has_no_token_is_counted_by_address(
    anybody: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "PER_ADDRESS", 2)
    said = [anybody.get(path).status_code for path in ("/categories", "/seller", "/categories")]
    assert said == [200, 401, 429]


@pytest.fixture
def counters(
    engine: Engine, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Connection]:
    """Counts outlive a refusal that comes after a look-up, as those of a server do."""
    with engine.connect() as own:
        monkeypatch.setattr(db, "_counters", Joined(own))
        yield own
        own.rollback()


def test_invented_tokens_are_counted_by_address_and_leave_one_count(
    anybody: Api, counters: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "PER_ADDRESS", 3)
    counts = select(func.count()).select_from(RateWindow)
    before, said = counters.execute(counts).scalar_one(), []
    for _ in range(5):
        anybody.token = new_token()
        said.append(status(anybody))
    assert said == [401, 401, 401, 429, 429]
    assert counters.execute(counts).scalar_one() == before + 1


@pytest.mark.usefixtures("counters")
def test_an_address_that_invents_tokens_closes_nobodys_own(
    anybody: Api, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "PER_ADDRESS", 1)
    anybody.token = new_token()
    assert [status(anybody), status(anybody), status(api)] == [401, 429, 200]


def test_a_token_is_one_sellers_alone(system: Open, world: World, session: Session) -> None:
    """Somebody who works for two shops calls for the one that the token is of."""
    user_id = make_token(session, world.seller)[0].user_id
    other = system(None)
    row, other.token = make_token(session)
    session.add(SellerMember(seller_id=row.seller_id, user_id=user_id, role=MemberRole.OWNER))
    assert other.get("/seller").json()["slug"] != world.seller.slug
    assert other.get(world.path).status_code == 404
