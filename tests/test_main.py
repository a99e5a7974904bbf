"""The application as a whole."""

import subprocess
import sys

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlmodel import Session

from app.core import health
from app.core.config import ROOT
from tests.conftest import Client
from tests.factories import make_lot


def test_the_process_says_that_it_is_alive(client: Client) -> None:
    assert client.get("/healthz").text == "ok"


def test_the_process_says_that_its_database_is_ready(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (200, "ready; 0 workers, 0 jobs waiting")


def test_old_tables_are_not_ready(client: Client, session: Session) -> None:
    session.connection().execute(text("UPDATE alembic_version SET version_num = 'old'"))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "tables at old")


def test_the_newest_tables_are_what_alembic_calls_head() -> None:
    migrations = ScriptDirectory.from_config(Config(ROOT / "alembic.ini"))
    assert health.newest_tables() == migrations.get_current_head()


def test_an_unknown_address_is_a_page_that_says_so(client: Client) -> None:
    answer = client.get("/khong-co-trang-nay")
    assert answer.status_code == 404
    assert "Không tìm thấy" in answer.text


def test_every_response_forbids_foreign_scripts(client: Client) -> None:
    assert "default-src 'self'" in client.get("/healthz").headers["content-security-policy"]


def test_a_write_from_another_site_is_refused(client: Client) -> None:
    assert client.post("/healthz", headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_factories_make_a_lot_with_everything_it_needs(session: Session) -> None:
    assert make_lot(session).packs == 62


def test_a_start_waits_for_no_library_that_few_requests_need() -> None:
    program = "import sys, app.main; print(*sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(found.stdout.split())
    assert loaded & {"authlib", "joserfc", "httpx", "obstore", "stripe"} == set()
