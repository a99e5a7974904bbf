"""The public log with something in it, on a phone and a desk's screen, without JavaScript too."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import create_engine
from sqlmodel import Session

from app.core import db
from app.identity.deps import PLAIN_COOKIE
from app.identity.rules import Role
from app.identity.service import start_session
from app.transparency.service import append_all, publish
from app.transparency.service.self_audit import run_audit
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_every_page import check_access
from tests.factories import make_seller, make_user
from tests.processes import Shop
from tests.transparency.events import event_hash, hashes, tamper


@dataclass(frozen=True)
class Logged:
    """A shop with a log of 300 events that somebody tampered with, and an auditor's session."""

    shop: Shop
    token: str


@pytest.fixture
def logged(
    live_database: str, serve: Callable[..., list[Shop]], monkeypatch: pytest.MonkeyPatch
) -> Logged:
    engine = create_engine(live_database)
    monkeypatch.setattr(db, "_snapshots", engine.execution_options(**db.AT_ONE_MOMENT))
    with Session(engine, expire_on_commit=False) as session, session.begin():
        seller = make_seller(session, name="Hợp tác xã chè Hảo Đạt, xã Tân Cương")
        append_all(session, seller.id, hashes(300))
        publish(session)
        auditor = make_user(session, role=Role.AUDITOR)
        token = start_session(session, auditor, user_agent="tests", second_factor_at=None)
    with Session(engine) as session, session.begin():
        run_audit(session)
    with Session(engine) as session, session.begin():
        put = "UPDATE log_entry SET event_hash = :hash WHERE serial = 7"
        tamper(session, put, hash=event_hash(9999))
    with Session(engine) as session, session.begin():
        run_audit(session)
    engine.dispose()
    return Logged(serve()[0], token)


def test_a_proof_is_downloaded_and_checked_without_scripts_and_the_desk_names_the_fault(
    chromium: Browser, logged: Logged, tmp_path: Path
) -> None:
    for size in (PHONE, DESKTOP):
        context = chromium.new_context(
            viewport={"width": size["width"], "height": size["height"]},
            base_url=logged.shop.url,
            java_script_enabled=size is DESKTOP,  # axe is a script
        )
        page = context.new_page()
        _check_proof(page, tmp_path, scripts=size is DESKTOP)
        cookie = {"name": PLAIN_COOKIE, "value": logged.token, "url": logged.shop.url}
        context.add_cookies([cookie])  # type: ignore[list-item]  # its keys are these
        page.goto("/dieu-hanh/tu-kiem")
        expect(page.get_by_text("2 chỗ không khớp")).to_be_visible()
        expect(page.get_by_text("Dòng 7 của Hợp tác xã chè Hảo Đạt")).to_be_visible()
        _look(page, tmp_path, scripts=size is DESKTOP)
        context.close()


def _check_proof(page: Page, folder: Path, *, scripts: bool) -> None:
    page.goto("/minh-bach")
    expect(page.get_by_text("thấy chỗ không khớp")).to_be_visible()
    _look(page, folder, scripts=scripts)
    proof = page.request.get(f"/log/proof?hash={event_hash(20)}").body()
    (folder / "proof.json").write_bytes(proof)
    page.get_by_role("link", name="Kiểm một bằng chứng").click()
    page.get_by_label("Tệp bằng chứng").set_input_files(folder / "proof.json")
    page.get_by_role("button", name="Kiểm").click()
    expect(page.get_by_text("Bằng chứng đúng")).to_be_visible()
    _look(page, folder, scripts=scripts)
    page.get_by_label("Hoặc dán nội dung tệp").fill(proof.decode().replace("300", "301"))
    page.get_by_role("button", name="Kiểm").click()
    expect(page.get_by_text("Bằng chứng không đúng")).to_be_visible()
    _look(page, folder, scripts=scripts)


def _look(page: Page, folder: Path, *, scripts: bool) -> None:
    if scripts:
        check_access(page)
