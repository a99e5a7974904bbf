"""Province, then ward: with scripts, without them, and when the connection fails."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from playwright.sync_api import Browser, Page, ViewportSize, expect

from app.core.assets import StaticFiles
from app.core.forms import Form, read
from app.core.templates import env, page_facts
from app.places import pages, queries
from app.places.service import AddressIn, only_choosing_province
from tests.browser.conftest import PHONE
from tests.processes import free_port

PAGE = """
{% extends "layouts/page.html" %}
{% import "shared/form.html" as f %}
{% import "shared/address.html" as address %}
{% block main %}<div class="wrap"><h1>Giao tới đâu</h1>
{% if form.model %}<p id="sent">{{ form.model.address_line }}</p>{% endif %}
<form class="form" method="post">{{ f.summary(form) }}{{ address.fields(form, choices) }}
{{ f.submit("Đặt hàng") }}</form></div>{% endblock %}
{% block scripts %}{{ address.script() }}{% endblock %}
"""


def shown(request: Request, form: Form[AddressIn]) -> Response:
    choices = queries.address_choices(form.value("province_code"))
    facts = page_facts(request) | {"form": form, "choices": choices}
    return HTMLResponse(env.from_string(PAGE).render(facts))


async def receive(request: Request) -> Response:
    data = await request.form()
    if only_choosing_province(data):
        return shown(request, Form({key: str(value) for key, value in data.items()}))
    return shown(request, read(AddressIn, data))


@pytest.fixture(scope="module")
def form_url() -> Iterator[str]:
    """A page with nothing but the picker, served like every other."""
    app = FastAPI()
    app.include_router(pages.router)
    app.add_route("/", lambda request: shown(request, Form()))
    app.add_route("/", receive, methods=["POST"])
    app.add_middleware(StaticFiles)
    server = uvicorn.Server(uvicorn.Config(app, port=free_port(), log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.config.port}/"
    server.should_exit = True
    thread.join()


@pytest.fixture
def visit(chromium: Browser, form_url: str) -> Iterator[Callable[..., Page]]:
    contexts = []

    def open_form(*, scripts: bool = True) -> Page:
        size = ViewportSize(width=PHONE["width"], height=PHONE["height"])
        contexts.append(chromium.new_context(viewport=size, java_script_enabled=scripts))
        page = contexts[-1].new_page()
        page.goto(form_url)
        return page

    yield open_form
    for context in contexts:
        context.close()


def test_choosing_a_province_brings_its_wards(visit: Callable[..., Page]) -> None:
    page = visit()
    expect(page.get_by_role("button", name="Chọn tỉnh")).to_have_count(0)
    page.get_by_label("Tỉnh, thành phố").select_option("Thái Nguyên (gồm Bắc Kạn)")
    ward = page.get_by_label("Xã, phường")
    expect(ward.locator("option")).to_have_count(93)
    ward.select_option("Tân Cương (xã)")
    page.get_by_label("Số nhà, thôn xóm").fill("Xóm Hồng Thái 2")
    page.get_by_role("button", name="Đặt hàng").click()
    expect(page.locator("#sent")).to_have_text("Xóm Hồng Thái 2, xã Tân Cương, tỉnh Thái Nguyên")


def test_another_province_forgets_the_ward(visit: Callable[..., Page]) -> None:
    page = visit()
    province, ward = page.get_by_label("Tỉnh, thành phố"), page.get_by_label("Xã, phường")
    province.select_option("19")
    ward.select_option("05503")
    province.select_option("04")
    expect(ward.locator("option")).to_have_count(57)
    expect(ward).to_have_value("")


def test_without_scripts_the_button_brings_the_wards(visit: Callable[..., Page]) -> None:
    page = visit(scripts=False)
    page.get_by_label("Số nhà, thôn xóm").fill("Xóm Hồng Thái 2")
    page.get_by_label("Tỉnh, thành phố").select_option("19")
    page.get_by_role("button", name="Chọn tỉnh").click()
    expect(page.get_by_label("Số nhà, thôn xóm")).to_have_value("Xóm Hồng Thái 2")
    expect(page.get_by_role("alert")).to_have_count(0)
    page.get_by_label("Xã, phường").select_option("05503")
    page.get_by_role("button", name="Đặt hàng").click()
    expect(page.locator("#sent")).to_have_text("Xóm Hồng Thái 2, xã Tân Cương, tỉnh Thái Nguyên")


def test_a_ward_of_another_province_is_asked_for_again(visit: Callable[..., Page]) -> None:
    page = visit(scripts=False)
    page.get_by_label("Tỉnh, thành phố").select_option("19")
    page.get_by_role("button", name="Chọn tỉnh").click()
    page.get_by_label("Xã, phường").select_option("05503")
    page.get_by_label("Số nhà, thôn xóm").fill("Xóm Hồng Thái 2")
    page.get_by_label("Tỉnh, thành phố").select_option("04")
    page.get_by_role("button", name="Đặt hàng").click()
    expect(page.locator("#e-ward_code")).to_contain_text("không thuộc tỉnh đã chọn")
    expect(page.get_by_label("Xã, phường").locator("option")).to_have_count(57)


def test_the_button_returns_when_the_wards_cannot_be_fetched(visit: Callable[..., Page]) -> None:
    page = visit()
    page.route("**/places/**", lambda route: route.abort())
    page.get_by_label("Tỉnh, thành phố").select_option("19")
    page.get_by_role("button", name="Chọn tỉnh").click()
    expect(page.get_by_label("Xã, phường").locator("option")).to_have_count(93)
