"""An order's letter, from the shop through the queue and a worker to a mail server."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest
from sqlmodel import Session

from app.core.config import ROOT
from tests.factories import make_basket, make_variant
from tests.notifications.mailbox import Mailbox, listening
from tests.orders.test_checkout import BUYER, as_shown, order
from tests.processes import Shop

pytestmark = pytest.mark.live
PATIENCE = 30


@pytest.fixture
def mail() -> Iterator[Mailbox]:
    with listening() as box:
        yield box


@contextmanager
def working(database_url: str, mail: Mailbox) -> Iterator[None]:
    """A real worker process."""
    env = {"DATABASE_URL": database_url, "SMTP_URL": mail.url, "SECRET_KEY": "of-tests-only"}
    process = subprocess.Popen(  # our own program
        [sys.executable, "-m", "app.cli", "worker"], cwd=ROOT, env=os.environ | env
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


def wait_for(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_only_a_committed_order_is_told_of(
    live_session: Session, live_database: str, mail: Mailbox
) -> None:
    tea = make_variant(live_session)
    tokens = [make_basket(live_session, (tea, 1)) for _ in range(3)]
    live_session.commit()
    order(live_session, tokens[0], email="truoc@thu.vn")
    live_session.commit()
    order(live_session, tokens[1], email="khong@thu.vn")
    live_session.rollback()
    order(live_session, tokens[2], email="sau@thu.vn")
    live_session.commit()
    with working(live_database, mail):
        wait_for(lambda: len(mail.letters) >= 2)
        time.sleep(1)  # time enough for a third, had there been one
    assert sorted(letter["To"] for letter in mail.letters) == ["sau@thu.vn", "truoc@thu.vn"]


def test_an_order_over_http_reaches_its_buyer_with_a_link_that_opens(
    live_session: Session, live_database: str, serve: Callable[..., list[Shop]], mail: Mailbox
) -> None:
    token = make_basket(live_session, (make_variant(live_session), 1))
    live_session.commit()
    shown = as_shown(live_session, token).model_dump()
    [shop] = serve(1)
    form = BUYER | {"email": "lan@thu.vn", "gio": token} | {k: str(v) for k, v in shown.items()}
    assert httpx.post(f"{shop.url}/thanh-toan", data=form).status_code == 303
    with working(live_database, mail):
        wait_for(lambda: bool(mail.letters))
    body = mail.letters[0].get_body(("plain",))
    assert body is not None
    [link] = [line for line in body.get_content().splitlines() if line.startswith(shop.url)]
    page = httpx.get(link)
    assert page.status_code == 200
    assert "Nguyễn Thị Mẫu" in page.text
