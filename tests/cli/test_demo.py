"""`make demo` from its supervisor on, as real processes in a directory with a space in its name."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from app.core.config import ROOT
from app.core.postgres import destroy
from tests.processes import free_port

pytestmark = [pytest.mark.live, pytest.mark.timeout(300)]

Demo = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "trà ngon"
    yield folder
    destroy(folder / "postgres")


@pytest.fixture
def demo(var: Path) -> Iterator[Demo]:
    """Starts a demo; whatever still runs at the end is killed."""
    started: list[subprocess.Popen[str]] = []

    def start(port: int, **settings: str) -> subprocess.Popen[str]:
        env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        env |= {"PORT": str(port), "VAR_DIR": str(var), "WEB_PROCESSES": "2"}
        env |= {"SCALE": "none"} | settings
        process = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "demo"],
            cwd=ROOT,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def read_until(process: "subprocess.Popen[str]", words: str) -> str:
    assert process.stdout
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(said)


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes() != b""
    except FileNotFoundError:
        return False


def all_end(pids: list[int]) -> bool:
    deadline = time.monotonic() + 60
    while any(map(is_running, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not any(map(is_running, pids))


def in_database(var: Path, query: str) -> list[tuple[object, ...]]:
    url = (var / "database_url").read_text().replace("+psycopg", "")
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(query)
        return cursor.fetchall() if cursor.description else []


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_demo_survives_a_kill_and_keeps_its_data(demo: Demo, var: Path) -> None:
    port = free_port()
    first = demo(port)
    said = read_until(first, "demo.json")
    summary = json.loads((var / "demo.json").read_text())
    assert f"http://127.0.0.1:{port}" in said
    assert summary["base_url"] == f"http://127.0.0.1:{port}"
    assert httpx.get(f"{summary['base_url']}/readyz").status_code == 200
    in_database(var, "CREATE TABLE kept AS SELECT 7 AS value")

    children = children_of(first.pid)
    assert len(children) == 4  # PostgreSQL, two web processes, the worker
    first.kill()
    assert all_end(children)

    second = demo(port)
    read_until(second, "demo.json")
    assert in_database(var, "SELECT value FROM kept") == [(7,)]
    children = children_of(second.pid)
    second.send_signal(signal.SIGINT)
    assert second.wait(60) == 0
    assert not any(map(is_running, children))
    assert not (var / "database_url").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_web_process_that_falls_is_started_again_and_a_second_demo_is_not(
    demo: Demo, live_database: str
) -> None:
    port = free_port()
    running = demo(port, DATABASE_URL=live_database)
    read_until(running, "demo.json")
    up_since = time.monotonic()
    before = children_of(running.pid)
    assert len(before) == 3  # no server of ours: one was given
    said, _ = demo(free_port(), DATABASE_URL=live_database).communicate(timeout=90)
    assert "already runs in this directory" in said
    time.sleep(max(5 - (time.monotonic() - up_since), 0))  # less counts as not having come up
    os.kill(before[0], signal.SIGKILL)
    assert "ended" in read_until(running, "starting it again")
    assert httpx.get(f"http://127.0.0.1:{port}/healthz").status_code == 200
    running.terminate()
    assert running.wait(60) == 0


def test_a_taken_port_is_said_in_one_line(demo: Demo) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        refused = demo(port)
        said, _ = refused.communicate(timeout=90)
    assert refused.returncode == 1
    assert said == f"Port {port} is taken: choose another, for example PORT={port + 1}.\n"


def test_an_unknown_scale_is_said_in_one_line(demo: Demo) -> None:
    refused = demo(free_port(), SCALE="galaxy")
    said, _ = refused.communicate(timeout=90)
    assert refused.returncode == 1
    assert said == "SCALE=galaxy is unknown: choose one of none, sample, province, 100x.\n"


def test_an_unreachable_database_is_said_in_one_line(demo: Demo) -> None:
    address = f"postgresql://nobody@127.0.0.1:{free_port()}/nothing"
    refused = demo(free_port(), DATABASE_URL=address)
    said, _ = refused.communicate(timeout=90)
    assert refused.returncode == 1
    assert said.startswith("The database does not answer; is DATABASE_URL right?")
    assert said.count("\n") == 1
