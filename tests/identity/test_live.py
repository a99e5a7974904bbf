"""Signing in at two web processes."""

from collections.abc import Callable

import httpx
import pytest
from sqlmodel import Session

from app.identity import rules
from tests.factories import PASSWORD, make_user
from tests.processes import Shop

pytestmark = pytest.mark.live


def test_tries_are_counted_together_and_a_session_counts_everywhere(
    live_session: Session, serve: Callable[..., list[Shop]]
) -> None:
    guessed, owner = make_user(live_session), make_user(live_session)
    live_session.commit()
    shops = serve(2)

    def sign_in(shop: Shop, phone: str, password: str) -> httpx.Response:
        return httpx.post(f"{shop.url}/dang-nhap", data={"phone": phone, "password": password})

    statuses = [
        sign_in(shops[n % 2], guessed.phone, "sai mat khau").status_code
        for n in range(rules.TRIES_PER_PHONE)
    ]
    assert set(statuses) == {422}
    assert [sign_in(shop, guessed.phone, PASSWORD).status_code for shop in shops] == [429, 429]

    token = sign_in(shops[0], owner.phone, PASSWORD).cookies["ng"]
    answer = httpx.get(f"{shops[1].url}/tai-khoan", cookies={"ng": token})
    assert owner.name in answer.text
