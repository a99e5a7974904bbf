import json
import re
import subprocess
import sys

import pytest
from structlog.testing import capture_logs

from app.core import log, metrics
from app.core.config import ROOT, settings
from tests.conftest import Client

PROGRAM = """
import logging, structlog
from asgi_correlation_id import correlation_id
from app.core import log
log.set_up()
correlation_id.set("a1")
ours, theirs = structlog.get_logger("app.orders"), logging.getLogger("somebody")
ours.info("order placed", phone="+84912345678", access_token="t0p", total=250000)
theirs.info("not a warning")
theirs.warning("calls %s at %s", "0912345678", "https://a:pw@host/x?token=t0p")
try:
    raise ValueError("password=t0p")
except ValueError:
    ours.exception("broken")
"""


def test_lines_are_json_with_the_requests_number_and_nothing_secret() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True
    )
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["event"] for line in lines] == [
        "order placed",
        "calls 09***78 at https://a:***@host/x?token=***",
        "broken",
    ]
    assert {line["request"] for line in lines} == {"a1"}
    assert lines[0]["total"] == 250000
    assert lines[0]["phone"] == "+849***78"
    assert "Traceback" in lines[2]["exception"]
    assert not re.search(r"t0p|912345678|:pw@", done.stderr)


@pytest.mark.parametrize(
    "kept", ["TN7Q4M9MXDT01", "2026-11-23", "1234567890123", "350000", "8936000000012"]
)
def test_codes_dates_and_amounts_stay_readable(kept: str) -> None:
    assert log.conceal(None, "", {"event": kept})["event"] == kept


def test_failures_and_writes_are_always_logged_without_the_query(client: Client) -> None:
    with capture_logs() as lines:
        client.get("/khong-co?phone=0912345678")
        client.post("/khong-co")
    assert [(line["method"], line["path"], line["status"]) for line in lines] == [
        ("GET", "/khong-co", 404),
        ("POST", "/khong-co", 404),
    ]
    assert all(line["ms"] > 0 for line in lines)


def test_probes_are_not_logged(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "SAMPLED", 1)
    with capture_logs() as lines:
        client.get("/healthz")
        client.get("/metrics")
    assert lines == []


def test_quick_reads_are_sampled(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with capture_logs() as lines:
        monkeypatch.setattr(log, "SAMPLED", 0)
        client.get("/dang-nhap")
        monkeypatch.setattr(log, "SAMPLED", 1)
        client.get("/dang-nhap")
    assert len(lines) == 1


def test_an_answer_carries_its_requests_number(client: Client) -> None:
    first, second = client.get("/khong-co"), client.get("/khong-co")
    assert first.headers["x-request-id"] != second.headers["x-request-id"]


def test_metrics_count_requests_for_who_asks_on_this_machine(client: Client) -> None:
    client._transport.client = ("127.0.0.1", 1)  # type: ignore[attr-defined]
    before = _count(client)
    client.get("/khong-co")
    assert _count(client) == before + 1


def _count(client: Client) -> float:
    line = re.search(
        r'ng_requests_total\{method="GET",status="4xx"\} (\S+)', client.get("/metrics").text
    )
    return float(line[1]) if line else 0


def test_metrics_hide_from_others_unless_they_know_the_token(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client._transport.client = ("203.0.113.9", 1)  # type: ignore[attr-defined]
    assert client.get("/metrics").status_code == 404
    token = type(settings.metrics_token)("of-tests")
    monkeypatch.setattr(settings, "metrics_token", token)
    assert client.get("/metrics", headers={"authorization": "Bearer wrong"}).status_code == 404
    assert client.get("/metrics", headers={"authorization": "Bearer of-tests"}).status_code == 200


def test_metrics_hide_from_the_clients_of_a_proxy_on_this_machine(client: Client) -> None:
    client._transport.client = ("127.0.0.1", 1)  # type: ignore[attr-defined]
    assert client.get("/metrics", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 404


def test_odd_methods_make_no_new_series() -> None:
    metrics.request("BREW", 418, 0.1)
    metrics.request("STIR", 418, 0.1)
    assert metrics.REQUESTS.labels("other", "4xx")._value.get() >= 2
