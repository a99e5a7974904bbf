"""A write with an idempotency key is done once, however often it comes."""

from datetime import timedelta

import pytest
from sqlalchemy import create_engine, text
from sqlmodel import Session, col, func, select

from app.catalog.models import Product
from app.core.db import utc_now
from app.core.rest.problems import StillRunning
from app.tokens.models import AccessToken, KeptAnswer
from app.tokens.service import kept_answer
from app.tokens.tasks import forget_answers
from tests.api.calls import CONTENT, VARIANT
from tests.api.conftest import Api, Open, World
from tests.factories import make_token
from tests.pictures import photograph

KEY = {"idempotency-key": "don-0001"}
LIST = "/seller/products"


def products(session: Session) -> int:
    found = select(func.count()).select_from(Product).where(Product.name == CONTENT["name"])
    return session.exec(found).one()


def test_the_same_request_twice_is_done_once_and_answered_alike(
    api: Api, world: World, session: Session
) -> None:
    first, again = (api.post(LIST, CONTENT, headers=KEY) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert first.headers["etag"] == again.headers["etag"]
    assert first.headers["location"] == again.headers["location"]
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert products(session) == 1


def test_without_a_key_or_with_another_one_it_is_done_again(api: Api, session: Session) -> None:
    for headers in ({}, {}, KEY, {"idempotency-key": "don-0002"}):
        assert api.post(LIST, CONTENT, headers=headers).status_code == 201
    assert products(session) == 4


def test_a_key_belongs_to_one_request(api: Api, world: World) -> None:
    api.post(LIST, CONTENT, headers=KEY)
    other = api.post(LIST, CONTENT | {"name": "Chè khác"}, headers=KEY)
    elsewhere = api.post(f"{world.path}/variants", VARIANT, headers=KEY)
    assert (other.status_code, elsewhere.status_code) == (422, 422)
    assert other.json()["title"] == "Khoá này đã dùng cho một yêu cầu khác"


def test_a_key_belongs_to_one_token(system: Open, world: World, session: Session) -> None:
    for _ in range(2):
        assert system(world.seller).post(LIST, CONTENT, headers=KEY).status_code == 201
    assert products(session) == 2


def test_a_refused_request_may_be_mended_under_its_key(api: Api, session: Session) -> None:
    refused = api.post(LIST, CONTENT | {"name": ""}, headers=KEY)
    assert refused.status_code == 422
    assert api.post(LIST, CONTENT, headers=KEY).status_code == 201
    assert products(session) == 1


def test_a_repeated_change_is_answered_although_its_condition_no_longer_holds(
    api: Api, world: World
) -> None:
    """The first answer was lost on its way: the client sends exactly the same again."""
    headers = KEY | {"if-match": api.get(world.path).headers["etag"]}
    body = {"summary": "Câu mới."}
    answers = [api.change("PATCH", world.path, body, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content


def test_an_upload_is_known_again_whatever_its_boundary(api: Api, world: World) -> None:
    path, picture = f"{world.path}/photos", photograph(seed=7)
    answers = [
        api.call("POST", path, files={"photo": ("a.jpg", picture)}, headers=KEY) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[1].headers["idempotency-replayed"] == "true"
    other = {"photo": ("a.jpg", photograph(seed=8))}
    assert api.call("POST", path, files=other, headers=KEY).status_code == 422


@pytest.mark.parametrize("wrong", ["", " ", "a b", "x" * 81])
def test_a_key_is_plain_and_short(api: Api, wrong: str) -> None:
    answer = api.post(LIST, CONTENT, headers={"idempotency-key": wrong})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == "Idempotency-Key"


def test_a_day_later_the_key_is_free_again(api: Api, session: Session) -> None:
    api.post(LIST, CONTENT, headers=KEY)
    kept = session.exec(select(KeptAnswer)).one()
    kept.created_at = utc_now() - timedelta(hours=24, minutes=1)
    assert "idempotency-replayed" not in api.post(LIST, CONTENT, headers=KEY).headers
    assert products(session) == 2


def test_old_answers_are_forgotten(api: Api, session: Session) -> None:
    for day, key in enumerate(("hom-nay", "hom-qua")):
        api.post(LIST, CONTENT, headers={"idempotency-key": key})
        kept = session.exec(select(KeptAnswer).where(KeptAnswer.key == key)).one()
        kept.created_at = utc_now() - timedelta(hours=25 * day)
    session.flush()
    forget_answers()
    session.expire_all()
    assert session.exec(select(col(KeptAnswer.key))).all() == ["hom-nay"]


def test_a_key_whose_first_request_is_still_running_waits(live_database: str) -> None:
    engine = create_engine(live_database)
    with Session(engine) as session:
        token, _ = make_token(session)
        session.commit()
        token_id = token.id
    with Session(engine) as first, Session(engine) as second:
        assert kept_answer(first, token_id, "k", "f") is None
        with pytest.raises(StillRunning):
            kept_answer(second, token_id, "k", "f")
        assert kept_answer(second, token_id, "other", "f") is None
        first.rollback()
        assert kept_answer(second, token_id, "k", "f") is None
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM kept_answer")).scalar() == 0
    engine.dispose()


def test_a_key_is_of_no_use_without_the_token(anybody: Api, session: Session) -> None:
    assert anybody.post(LIST, CONTENT, headers=KEY).status_code == 401
    assert session.exec(select(KeptAnswer)).first() is None
    assert session.exec(select(AccessToken)).first() is None
