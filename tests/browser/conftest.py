"""A real Chromium on a real shop that holds the sample province."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from tests.conftest import database_url, recreate
from tests.processes import Shop, Worker, start_shop, start_worker

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.path).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.live)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="module")
def sample_database(server: str, worker_id: str, sample_template: str) -> str:
    """A copy of the sample for one module of tests."""
    name = f"ng_browser_{worker_id}"
    recreate(server, name, sample_template)
    return database_url(server, name)


@pytest.fixture(scope="module")
def shop(sample_database: str, sample_folder: Path) -> Iterator[Shop]:
    shop = start_shop(sample_database, var_dir=str(sample_folder))
    yield shop
    shop.stop()


@pytest.fixture(scope="module")
def worker(sample_database: str, sample_folder: Path) -> Iterator[Worker]:
    worker = start_worker(sample_database, var_dir=str(sample_folder))
    yield worker
    worker.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def browse(chromium: Browser, shop: Shop) -> Iterator[Callable[..., Page]]:
    """`page = browse()`: a new visitor with a phone; `browse(DESKTOP, scripts=False)`…

    A console error or a failed request of the page fails the test.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def note_failure(request: Request) -> None:
        # A page left before its icon came; a network that the test itself took away.
        if request.failure not in {"net::ERR_ABORTED", "net::ERR_INTERNET_DISCONNECTED"}:
            faults.append(f"{request.url}: {request.failure}")

    def open_page(size: dict[str, int] = PHONE, *, scripts: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": size["width"], "height": size["height"]},
            base_url=shop.url,
            locale="vi-VN",
            java_script_enabled=scripts,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("requestfailed", note_failure)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []
